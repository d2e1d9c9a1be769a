"""Exam questions on the perceptron."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, number, row
from mlplib.perceptron import Perceptron, mistake_bound, perceptron_updates

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
GATES = {
    "AND": np.array([0, 0, 0, 1]),
    "OR": np.array([0, 1, 1, 1]),
    "NAND": np.array([1, 1, 1, 0]),
}


def unit(w, b):
    model = Perceptron(len(w))
    model.params = {"w": np.asarray(w, float), "b": np.array([float(b)])}
    return model


@ask("fires-definition")
def how_often_it_fires(rng):
    w, b = rng.integers(-3, 4, size=2), rng.integers(-3, 4)
    scores = CORNERS @ w + b
    return number(
        f"A unit has the weights ${row(w)}$ and the bias ${b}$. For how many of the inputs $(0, 0)$, "
        "$(0, 1)$, $(1, 0)$, $(1, 1)$ does it fire?",
        unit(w, b).predict(CORNERS).sum(),
        reason="It fires where the score is above 0.",
        wrong={
            "The bias is missing.": (CORNERS @ w > 0).sum(),
            "A score of exactly 0 does not fire.": (scores >= 0).sum(),
        },
    )


@ask("fires-definition")
def which_gate(rng):
    name, k = rng.choice(list(GATES)), rng.integers(1, 4)
    settings = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5)}
    for gate, (w1, w2, b) in settings.items():
        assert (unit((k * w1, k * w2), k * b).predict(CORNERS) == GATES[gate]).all()

    def told(w1, w2, b):
        return f"$w_1 = {k * w1}$, $w_2 = {k * w2}$, $b = {k * b:g}$"

    wrong = {told(*settings[gate]): f"That unit computes {gate}." for gate in GATES if gate != name}
    wrong[told(-1, -1, 0.5)] = "That unit fires for (0, 0) only."
    return choice(
        f"Which unit computes {name}?",
        (told(*settings[name]), "Its score is above 0 in the right rows."),
        wrong,
    )


@ask("fires-definition")
def score_of_a_unit(rng):
    w, x, b = rng.integers(-3, 4, size=3), rng.integers(-2, 4, size=3), rng.integers(-4, 5)
    score = x @ w + b
    return number(
        f"A neuron has the weights ${row(w)}$ and the bias ${b}$. What is its score for the stimuli "
        f"${row(x)}$?",
        score,
        reason="The sum of stimuli times weights, plus the bias.",
        wrong={
            "The bias is missing.": x @ w,
            "The bias is added.": x @ w - b,
            "This is the answer; the score comes before the threshold.": float(score > 0),
        },
    )


@ask("signed-rows")
def gates_of_one_unit(rng):
    gate = rng.choice(["AND", "OR"])
    return choice(
        "Two inputs that are 0 or 1 make 16 gates. Which of them can no single unit compute?",
        ("XOR and its opposite", "Their signed rows add up to zero, so not all scores can be right."),
        {
            f"{gate} and its opposite": f"A unit computes {gate}; with all signs turned it computes the opposite.",
            "the two gates that answer the same to every input": "Weights of 0 and a bias of ±1 do it.",
            "none: with the right weights it computes all 16": "Four demands contradict each other for two "
            "of them.",
        },
    )


@ask("signed-rows")
def signed_row(rng):
    x, t = rng.integers(-3, 4, size=2), -1

    def told(values):
        return f"${row(values)}$"

    return choice(
        f"What is the signed row of the input ${row(x)}$ with the target $0$, the bias as third weight?",
        (told((*(t * x), t)), "Input and constant 1, both times the sign of the target."),
        {
            told((*x, t)): "The input is multiplied by the sign, too.",
            told((*(t * x), 1)): "The constant 1 is multiplied by the sign, too.",
            told((*(-t * x), -t)): "The sign is +1 for the target 1 and −1 for 0.",
        },
    )


@ask("signed-rows")
def why_no_unit(rng):
    order = rng.permutation(["(0, 0) and (1, 1)", "(0, 1) and (1, 0)"])
    return choice(
        f"In XOR {order[0]} have one target, {order[1]} the other. Why does no unit compute it?",
        (
            "The scores of both pairs have the same sum.",
            "$b + (w_1 + w_2 + b) = (w_1 + b) + (w_2 + b)$, which cannot be above 0 and not above 0.",
        ),
        {
            "The rule of Rosenblatt finds no weights.": "That says what the rule does, not what is possible.",
            "The four points lie on one line.": "They are the corners of a square.",
            "The weights would have to be infinite.": "Larger weights change no sign of a sum.",
        },
    )


@ask("rule-definition")
def score_after_a_correction(rng):
    x, w, b, y = (
        rng.integers(-3, 4, size=2),
        rng.integers(-3, 4, size=2),
        rng.integers(-3, 4),
        rng.integers(2),
    )
    t, s = 2 * y - 1, x @ w + b
    after = x @ (w + t * x) + b + t
    return number(
        f"A unit with the weights ${row(w)}$ and the bias ${b}$ is wrong on the input ${row(x)}$, whose "
        f"target is ${y}$. What is the score of this input after one correction of Rosenblatt's rule?",
        after if t * s <= 0 else np.nan,
        reason="$t\\,s$ grows by $\\mathbf{x} \\cdot \\mathbf{x} + 1$.",
        wrong={
            "The bias changes, too.": s + t * (x @ x),
            "The correction changes the score.": s,
            "The example is added if the unit should fire, else subtracted.": s - t * (x @ x + 1),
        },
    )


@ask("rule-definition")
def first_epoch(rng):
    name, order = rng.choice(list(GATES)), rng.permutation(4)
    rows, y = CORNERS[order], GATES[name][order]
    w, b, n = np.zeros(2), 0.0, 0
    for x, t in zip(rows, 2 * y - 1, strict=True):
        if t * (x @ w + b) <= 0:
            w, b, n = w + t * x, b + t, n + 1
    assert len(list(perceptron_updates(rows, y))) >= n
    listed = ", ".join(f"${row(x)}$" for x in rows)
    return number(
        f"Rosenblatt's rule learns {name} from zero, with the rows in the order {listed}. How many "
        "corrections does it make in the first epoch?",
        n,
        reason="A row is corrected when $t\\,s \\le 0$; a score of 0 counts as a mistake.",
        wrong={
            "A row may be right when its turn comes.": 4,
            "At zero every score is 0, and counts as a mistake.": 0,
            "Rows whose target is 0 may be wrong, too.": (y == 1).sum(),
        },
    )


@ask("rule-definition")
def what_a_correction_does(rng):
    target = rng.choice(["fire", "stay silent"])
    move = "added to" if target == "fire" else "subtracted from"
    other = "subtracted from" if target == "fire" else "added to"
    return choice(
        f"A unit is wrong on an example for which it should {target}. What does Rosenblatt's rule do?",
        (
            f"The example is {move} the weights.",
            "So its score moves to the right side, perhaps not far enough.",
        ),
        {
            f"The example is {other} the weights.": "Then its score would move to the wrong side.",
            "The weights are changed until the example is right.": "It makes one correction, and goes on to "
            "the next example.",
            "The weights are multiplied by the example.": "The example is added or subtracted.",
        },
    )


@ask("rule-definition")
def a_learning_rate(rng):
    factor = rng.choice([2, 5, 10, 100])
    w, b = list(perceptron_updates(CORNERS, GATES["OR"]))[-1][1:]
    assert (unit(factor * w, factor * b).predict(CORNERS) == GATES["OR"]).all()
    return choice(
        f"Rosenblatt's rule starts at zero, and each correction is multiplied by ${factor}$. What changes?",
        (
            f"Only weights and bias are {factor} times as large.",
            "Only the signs of scores count, so the same examples are corrected.",
        ),
        {
            f"It needs {factor} times fewer corrections.": "Every score is larger, too, and its sign the same.",
            "It may no longer end.": "The same examples are wrong, one after the other.",
            "The border shifts away from the origin.": "Weights and bias grow alike, so the line stays.",
        },
    )


@ask("bound-cases")
def value_of_the_bound(rng):
    R, margin = rng.choice([4, 8, 12, 16]), rng.choice([0.25, 0.5, 2])
    return number(
        f"The longest example, with its constant 1, has the length ${R}$, and the margin is ${margin:g}$. "
        "How many corrections does Rosenblatt's rule make at most?",
        (R / margin) ** 2,
        reason="At most $(R/\\gamma)^2$.",
        wrong={
            "The quotient is squared.": R / margin,
            "The margin is squared, too.": R**2 / margin,
            "A larger margin makes fewer corrections.": R * margin,
        },
    )


@ask("bound-cases")
def what_the_bound_says(rng):
    n = rng.choice([1000, 10_000, 1_000_000])
    return choice(
        f"A set of {n:,} examples is twice repeated, so that each occurs three times. What happens to the "
        "bound $(R/\\gamma)^2$ on the corrections?",
        ("It stays the same.", "Neither the length of the longest example nor the margin changes."),
        {
            "It becomes three times as large.": "The number of examples does not occur in it.",
            "It becomes nine times as large.": "The number of examples does not occur in it.",
            "It no longer holds.": "It holds for every set that a line separates.",
        },
    )


@ask("bound-cases")
def margin_of_a_separator(rng):
    name, k = rng.choice(list(GATES)), rng.integers(1, 4)
    settings = {"AND": (2, 2, -3), "OR": (2, 2, -1), "NAND": (-2, -2, 3)}
    u, t = k * np.array(settings[name]), 2 * GATES[name] - 1
    values = t * (CORNERS @ u[:2] + u[2])
    margin = values.min() / np.linalg.norm(u)
    assert margin <= np.sqrt(3 / mistake_bound(CORNERS, GATES[name], n_steps=2000)) + 0.01
    return number(
        f"The weights and the bias ${row(u)}$ compute {name}. Scaled to length 1, by how much does the "
        "nearest row of the table lie on its right side? (This is the least $t\\,s$.)",
        margin,
        digits=3,
        reason="The least $t\\,s$, divided by the length of weights and bias together.",
        wrong={
            "The length is not yet divided out.": values.min(),
            "The bias belongs to the length.": values.min() / np.linalg.norm(u[:2]),
            "The nearest row counts, not the farthest.": values.max() / np.linalg.norm(u),
        },
    )


@ask("layer-agrees")
def weights_of_a_layer(rng):
    d, c = rng.integers(10, 200), rng.integers(2, 20)
    return number(
        f"${c}$ neurons stand side by side and see the same ${d}$ stimuli. How many weights do they have "
        "together, biases not counted?",
        d * c,
        reason="Each neuron has a weight for each stimulus.",
        wrong={
            "These are weights and biases.": d * c + c,
            "Every neuron has weights of its own.": d + c,
            "These are the weights of one neuron.": d,
        },
    )


@ask("layer-agrees")
def why_no_threshold(rng):
    c = rng.integers(3, 11)
    return choice(
        f"${c}$ units, each with a threshold, answer 'my class or not'. Why does a classifier of ${c}$ classes "
        "compare their scores instead?",
        (
            "Several units may fire, or none.",
            "One score is the largest. The threshold throws away what is needed to compare.",
        ),
        {
            "Scores are always positive.": "They have either sign.",
            "A threshold makes the borders bent.": "The border of a unit is straight with it and without.",
            "Units with a threshold need more weights.": "They have the same weights.",
        },
    )


@ask("layer-agrees")
def longer_weights(rng):
    factor = rng.choice([10, 100])
    return choice(
        f"A unit gets every training example right. All weights and the bias are multiplied by ${factor}$. "
        "What happens to its answers, and to the softmax loss of the scores $(0, s)$?",
        ("The answers stay, the loss falls.", "Every example is right, so every lead grows."),
        {
            "Both stay.": "The loss asks how far the right class leads.",
            "The answers stay, the loss grows.": "So it would be for an example that is wrong.",
            "Some answers change, the loss falls.": "The line does not move.",
        },
    )

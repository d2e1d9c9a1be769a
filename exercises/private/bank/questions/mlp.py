"""Exam questions on the multilayer perceptron."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, matrix, number, row, signed
from mlplib.activations import identity, relu
from mlplib.mlp import MLP

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def network(W1, b1, W2, b2, activation=relu):
    """A network with one hidden layer and the given numbers."""
    W1, W2 = np.asarray(W1, float), np.asarray(W2, float)
    model = MLP([*W1.shape, W2.shape[1]], activation, rng=np.random.default_rng(0))
    model.params = {"W1": W1, "b1": np.asarray(b1, float), "W2": W2, "b2": np.asarray(b2, float)}
    return model


def scores(model, X):
    return model.forward(np.asarray(X, float))[0]


@ask("count-parameters")
def parameters_of_two_layers(rng):
    d, h, c = rng.integers(20, 400), rng.integers(5, 60), rng.integers(2, 12)
    params = MLP([d, h, c], relu, rng=np.random.default_rng(0)).params
    return number(
        f"A network has ${d}$ inputs, one hidden layer of ${h}$ units and ${c}$ outputs, with biases. How "
        "many parameters does it have?",
        sum(array.size for array in params.values()),
        reason="$dh + h$ in the first layer, $hc + c$ in the second.",
        wrong={
            "The biases are missing.": d * h + h * c,
            "The sizes of the two matrices are added.": d * h * c,
            "This is a linear classifier.": d * c + c,
            "The outputs have biases, too.": d * h + h * c + h,
        },
    )


@ask("count-parameters")
def parameters_of_three_layers(rng):
    widths = [int(value) for value in rng.integers(3, 30, size=4)]
    params = MLP(widths, relu, rng=np.random.default_rng(0)).params
    d, h1, h2, c = widths
    return number(
        f"A network has ${d}$ inputs, hidden layers of ${h1}$ and ${h2}$ units, and ${c}$ outputs, with "
        "biases. How many parameters does it have?",
        sum(array.size for array in params.values()),
        reason="Three matrices, and a bias for every hidden unit and every output.",
        wrong={
            "The biases are missing.": d * h1 + h1 * h2 + h2 * c,
            "The last layer is missing.": (d + 1) * h1 + (h1 + 1) * h2,
            "The second hidden layer sees the first, not the inputs.": d * (h1 + h2)
            + (h1 + h2) * c
            + h1
            + h2
            + c,
        },
    )


@ask("count-parameters")
def shape_of_an_array(rng):
    n, d, h, c = rng.choice(np.arange(4, 30), size=4, replace=False)
    arrays = {
        "H": (f"({n}, {h})", "a row for each example, a column for each hidden unit"),
        "W1": (f"({d}, {h})", "inputs down, hidden units across"),
        "W2": (f"({h}, {c})", "hidden units down, classes across"),
        "S": (f"({n}, {c})", "a row for each example, a column for each class"),
    }
    name = rng.choice(list(arrays))
    right, why = arrays.pop(name)
    wrong = {shape: f"That is `{other}`: {told}." for other, (shape, told) in arrays.items()}
    return choice(
        f"${n}$ examples, ${d}$ inputs, ${h}$ hidden units, ${c}$ classes: `H = relu(X @ W1 + b1)` and "
        f"`S = H @ W2 + b2`. What is the shape of `{name}`?",
        (right, f"{why.capitalize()}."),
        wrong,
    )


@ask("narrow-run")
def rank_of_a_product(rng):
    d, h, c = rng.choice(np.arange(2, 40), size=3, replace=False)
    W = rng.normal(size=(d, h)) @ rng.normal(size=(h, c))
    return number(
        f"Two linear layers lead from ${d}$ inputs over ${h}$ units to ${c}$ outputs, nothing between them. "
        "What is the largest rank of the one matrix that does the same?",
        np.linalg.matrix_rank(W),
        reason="The narrowest place limits the rank.",
        wrong={
            "The widest place does not help.": max(d, h, c),
            "A narrower place is on the way.": sorted((d, h, c))[1],
            "This is the number of its entries.": d * c,
        },
    )


@ask("narrow-run")
def one_matrix_for_two(rng):
    W1, W2 = rng.integers(-2, 4, size=(2, 2)), rng.integers(-2, 4, size=(2, 2))
    i, k = rng.integers(2, size=2)
    W = scores(network(W1, [0, 0], W2, [0, 0], identity), np.eye(2))
    return number(
        f"Two linear layers have $W_1 = {matrix(W1)}$ and $W_2 = {matrix(W2)}$, inputs down and units across, "
        f"no biases. One matrix $W$ does the same. What is its entry in row {i + 1}, column {k + 1}?",
        W[i, k],
        reason="$W = W_1 W_2$: row of the first times column of the second.",
        wrong={
            "The order is $W_1 W_2$, since inputs are rows.": (W2 @ W1)[i, k],
            "This multiplies entry by entry.": (W1 * W2)[i, k],
            "The matrices are multiplied.": (W1 + W2)[i, k],
        },
    )


@ask("narrow-run")
def why_a_bend(rng):
    layers = rng.integers(3, 11)
    return choice(
        f"What can ${layers}$ linear layers, one behind the other, do that one linear layer cannot?",
        ("Nothing.", "A product of matrices is one matrix, and the biases make one bias."),
        {
            "Solve XOR.": "XOR needs a bend between the layers.",
            "Use more parameters, and so reach a lower loss.": "All these parameters make one matrix.",
            "Draw a border of several straight pieces.": "One matrix draws one straight border between two "
            "classes.",
        },
    )


@ask("xor-run")
def score_of_the_band(rng):
    bias, weight, x = -rng.choice([0.5, 1, 1.5]), -rng.choice([1, 2, 3]), rng.choice([0, 0.5, 1, 2], size=2)
    model = network([[1, 1], [1, 1]], [0, bias], [[1], [weight]], [0])
    z = x.sum()
    linear = z + weight * (z + bias)
    mistake = (
        {"The second unit is silent where its sum is negative.": linear}
        if z + bias < 0
        else {"The second unit is missing.": z}
    )
    return number(
        f"Two ReLU units add both inputs; their biases are 0 and ${bias:g}$, and the output is the first minus "
        f"${-weight}$ times the second. What is the output at ${row(x)}$?",
        scores(model, [x])[0, 0],
        digits=1,
        reason="Each unit gives 0 where its sum is negative, else the sum.",
        wrong=mistake | {"The bias of the second unit is missing.": z + weight * z},
    )


@ask("xor-run")
def corners_that_fire(rng):
    bias, weight = -rng.choice([0.25, 0.75, 1, 1.25, 2, 2.5]), -rng.choice([1, 2, 3])
    S = scores(network([[1, 1], [1, 1]], [0, bias], [[1], [weight]], [0]), CORNERS)[:, 0]
    z = CORNERS.sum(axis=1)
    mistakes = {
        "The units have a bend: they give no negative numbers.": ((z + weight * (z + bias)) > 0.5).sum(),
        "The threshold is ½.": (S > 0).sum(),
        "The second unit is missing.": (z > 0.5).sum(),
    }
    right = (S > 0.5).sum()
    return number(
        f"Two ReLU units add both inputs; their biases are 0 and ${bias:g}$. The network fires where the "
        f"first minus ${-weight}$ times the second exceeds $\\frac12$. At how many of the four corners does it "
        "fire?",
        np.nan if np.isclose(S, 0.5).any() else right,
        reason="Compute both units for the sums 0, 1, 1 and 2.",
        wrong={why: count for why, count in mistakes.items() if count != right},
    )


@ask("xor-run")
def forward_by_hand(rng):
    W1, b1 = rng.integers(-2, 3, size=(2, 2)), rng.integers(-2, 3, size=2)
    w2, b2, x = rng.integers(-3, 4, size=2), rng.integers(-2, 3), rng.integers(-2, 4, size=2)
    right = scores(network(W1, b1, w2[:, None], [b2]), [x])[0, 0]
    z = x @ W1 + b1
    return number(
        f"A network has $W_1 = {matrix(W1)}$ (inputs down, units across), $\\mathbf{{b}}_1 = {row(b1)}$, "
        f"ReLU, output weights ${row(w2)}$ and output bias ${b2}$. What is its output for ${row(x)}$?",
        right,
        reason=f"The pre-activations are ${row(z)}$, the hidden outputs ${row(np.maximum(z, 0))}$.",
        wrong={
            "ReLU is missing.": z @ w2 + b2,
            "The units are the columns of $W_1$.": np.maximum(W1 @ x + b1, 0) @ w2 + b2,
        }
        | ({"The output has no ReLU.": 0} if right < 0 else {}),
    )


@ask("hidden-space-linear")
def why_hidden_outputs_help(rng):
    before, after = 50 + rng.integers(3), 97 + rng.integers(3)
    return choice(
        f"A linear classifier gets {before} % of the points of XOR right. On the outputs of the two hidden "
        f"units of a trained network the same classifier gets {after} %. Why?",
        (
            "Training has moved the points so that a straight border separates them.",
            "The last layer of the network is a linear classifier on these outputs.",
        ),
        {
            "The hidden outputs have more columns, and more columns help.": "They have two, as many "
            "as the inputs.",
            "The hidden outputs hold the labels.": "They are computed from the inputs alone.",
            "The border is bent in the hidden space.": "There it is straight.",
        },
    )


@ask("bends-run")
def pieces_of_one_layer(rng):
    h = rng.integers(3, 200)
    return number(
        f"One input, one hidden layer of ${h}$ ReLU units, one output. Of how many straight pieces can the "
        "function consist at most?",
        h + 1,
        reason="Each unit adds one bend, and bends divide a line into one piece more.",
        wrong={
            "With one bend there are two pieces.": h,
            "A unit adds one bend.": 2 * h,
            "Each unit adds one bend, and there is one piece more than bends.": h - 1,
        },
    )


@ask("bends-run")
def pieces_of_folds(rng):
    k = rng.integers(3, 10)
    return number(
        f"A tent of two ReLU units folds an interval in the middle, and stretches it to its full length again. "
        f"${k}$ such tents stand one behind the other. Of how many straight pieces is the function?",
        2**k,
        reason="Each fold doubles the pieces.",
        wrong={
            "This is the number of units; the pieces multiply.": 2 * k,
            "This would be so many bends in one layer.": k + 1,
            "Each layer multiplies by two.": k**2,
        },
    )


@ask("bends-run")
def sum_of_ramps(rng):
    knots = np.sort(rng.choice(np.arange(-2, 4), size=3, replace=False))
    weights, x = rng.choice([-3, -2, 2, 3], size=3), float(rng.integers(knots[0] + 1, knots[2]))
    model = network(np.ones((1, 3)), -knots, weights[:, None], [0])

    def ramp(weight, knot):
        return f"{signed(weight)}\\max(0, x{f' {signed(-knot)}' if knot else ''})"

    terms = " ".join(map(ramp, weights, knots))
    return number(
        f"What is ${terms.removeprefix('+ ')}$ at $x = {x:g}$?",
        scores(model, [[x]])[0, 0],
        reason="A ramp counts only where $x$ lies to the right of its knot.",
        wrong={
            "A ramp is 0 to the left of its knot.": weights @ (x - knots),
            "The knots have the wrong sign.": weights @ np.maximum(0, x + knots),
            "This is the slope there.": weights[x > knots].sum(),
        },
    )


@ask("bends-run")
def weight_of_a_ramp(rng):
    y = rng.integers(-4, 5, size=3)
    before, after = y[1] - y[0], y[2] - y[1]
    return number(
        f"A function of ReLU units goes straight from $(0, {y[0]})$ to $(1, {y[1]})$, and from there straight "
        f"to $(2, {y[2]})$. One unit, with the input weight 1, wakes up at 1. What is its output weight?",
        after - before,
        reason="A ramp adds the change of the slope at its knot.",
        wrong={
            "This is the slope after the knot, to which the earlier ramps contribute.": after,
            "This is the slope before the knot.": before,
            "The new slope minus the old one.": before - after,
        },
    )


@ask("width-table")
def equal_start(rng):
    value, h = rng.choice(["0.1", "0.5", "1"]), rng.integers(3, 50)
    return choice(
        f"All weights of a network with ${h}$ hidden units start at ${value}$, all biases at 0. What does "
        "training do?",
        (
            "The hidden units stay copies of each other.",
            "The loss has the same slope for each of them, at every step.",
        ),
        {
            "No weight moves.": "So it is when all weights start at 0.",
            "The units become different in the first step.": "Nothing tells one from another.",
            "It works as from random weights, only slower.": f"{h} equal units do the work of one.",
        },
    )


@ask("width-table")
def which_width(rng):
    low, best = 28 + rng.integers(4), 43 + rng.integers(3)
    rows = [(10, 44, low), (100, 80, best), (400, 97, best - rng.integers(3, 6))]
    table = "\n".join(
        ["| units | training | validation |", "|---|---|---|"]
        + [f"| {h} | {old} % | {new} % |" for h, old, new in rows]
    )
    return choice(
        f"Mean accuracies over five seeds:\n\n{table}\n\nWhich width do you choose?",
        ("100", "Validation chooses; the gap to training is not the fault itself."),
        {
            "10": "It has the smallest gap, but does worse on new pictures.",
            "400": "It is the best on the training pictures only.",
            "That which is best on test pictures": "The test set reports, and does not choose.",
        },
    )


@ask("width-table")
def negatives(rng):
    share = 49 + rng.integers(6)
    return choice(
        f"Shapes are brighter or darker than their background; pixels run from −½ to ½. Of the pictures that "
        f"a linear classifier gets right, it gets none right as negatives; a network of 100 ReLU units {share} %. What can the network do that the other cannot?",
        (
            "Hear a picture and its negative with different units.",
            "A unit that answers to a picture is nearly always silent for the negative; another may answer.",
        ),
        {
            "Use more pixels.": "Both see the same pixels.",
            "Turn the sign of a picture before it looks.": "Nothing turns it; other units answer.",
            "Learn the negatives by heart.": "They are not among the training pictures.",
        },
    )

"""Exam questions on the linear model."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, matrix, number, row
from mlplib.linear_model import LinearModel
from mlplib.losses import cross_entropy, softmax


@ask("scores-rows")
def how_many_parameters(rng):
    side, c = rng.choice([8, 10, 16, 20]), rng.integers(3, 12)
    d = 3 * side**2
    params = LinearModel(d, c).params
    return number(
        f"A linear classifier sorts colour pictures of ${side} \\times {side}$ pixels into ${c}$ classes. "
        "How many parameters does it have, biases included?",
        sum(array.size for array in params.values()),
        reason=f"A weight for each of the {d} inputs and each class, and a bias for each class.",
        wrong={
            "The biases are missing: one for each class.": d * c,
            "Each class has a bias of its own.": d * c + 1,
            "A colour picture has three numbers a pixel.": side**2 * c + c,
            "A bias belongs to a class, not to an input.": d * c + d,
        },
    )


@ask("scores-rows")
def score_of_a_class(rng):
    x, W, b = rng.integers(-3, 4, size=3), rng.integers(-3, 4, size=(3, 2)), rng.integers(-4, 5, size=2)
    k = rng.integers(2)
    scores = x @ W + b
    return number(
        f"A linear classifier has $W = {matrix(W)}$, inputs down and classes across, and "
        f"$\\mathbf{{b}} = {row(b)}$. What is the score of class {k} (counted from 0) for "
        f"$\\mathbf{{x}} = {row(x)}$?",
        scores[k],
        reason=f"The inner product of the input with column {k}, plus the bias {b[k]}.",
        wrong={
            "The bias is missing.": scores[k] - b[k],
            "That is the other class.": scores[1 - k],
            "The bias is added, not subtracted.": x @ W[:, k] - b[k],
        },
    )


@ask("scores-rows")
def shape_of_a_product(rng):
    n, d, c = rng.choice([5, 6, 7, 8, 9, 12, 20], size=3, replace=False)
    shapes = {"S": (n, c), "d_S": (n, c), "W": (d, c), "d_W": (d, c)}
    name = rng.choice(list(shapes))
    right = shapes[name]
    others = {
        (d, c): "Inputs down and classes across: so lie the weights and their gradient.",
        (n, c): "A row for each example and a column for each class: so lie scores and their gradient.",
        (c, d): "That is the transpose, as the lecture writes the weights.",
        (n, d): "That is the shape of $X$.",
    }
    reason = others.pop(right)
    return choice(
        f"${n}$ examples with ${d}$ inputs each are the rows of `X`, and there are ${c}$ classes. Scores are "
        f"`S = X @ W + b`; `d_S` and `d_W` are gradients of the loss. What is the shape of `{name}`?",
        (f"({right[0]}, {right[1]})", reason),
        {f"({shape[0]}, {shape[1]})": why for shape, why in others.items()},
    )


@ask("scores-rows")
def what_changes_no_prediction(rng):
    value = rng.integers(2, 9)
    return choice(
        "Which change of a linear classifier leaves all its predictions as they are?",
        (f"${value}$ is added to every bias.", "All scores rise alike, and only their order counts."),
        {
            f"${value}$ is added to every input.": "Score $k$ rises by a multiple of the sum of column $k$, "
            "which differs from class to class.",
            f"Every bias is multiplied by ${value}$.": "Then the biases outweigh the inputs more than before.",
            f"${value}$ is added to every weight of one class.": "Only the scores of this class change.",
        },
    )


@ask("softmax-definition")
def probability_of_two(rng):
    s = rng.choice(np.arange(-4, 5), size=2, replace=False) / 2
    p = softmax(s[None])[0]
    return number(
        f"Two classes have the scores ${s[0]:g}$ and ${s[1]:g}$. Which probability does softmax give the "
        "first?",
        p[0],
        digits=2,
        reason="Only the difference counts: $1/(1 + e^{s_2 - s_1})$.",
        wrong={
            "That is the second class.": p[1],
            "This is not yet divided by the sum of both.": np.exp(s[0]),
            "Equal probabilities belong to equal scores.": 0.5,
        },
    )


@ask("softmax-definition")
def probability_of_logarithms(rng):
    a = rng.integers(1, 10, size=3)
    p = softmax(np.log(a)[None])[0]
    return number(
        f"Three classes have the scores $\\ln {a[0]}$, $\\ln {a[1]}$ and $\\ln {a[2]}$. Which probability "
        "does softmax give the first?",
        p[0],
        digits=2,
        reason=f"The exponentials are {a[0]}, {a[1]} and {a[2]}; the first is divided by their sum.",
        wrong={
            "Exp comes before the division.": np.log(a[0]) / np.log(a).sum() if a.prod() > 1 else 2,
            "Equal probabilities belong to equal scores.": 1 / 3,
            "It is divided by the sum, not by the largest.": a[0] / a.max(),
        },
    )


@ask("softmax-definition")
def softmax_without_overflow(rng):
    small, big = 10 * rng.integers(1, 10), 100 * rng.integers(9, 20)
    return choice(
        f"The scores of an example reach from ${small}$ to ${big}$, and $e^{{{big}}}$ is too large for a "
        "floating-point number. What can be done before exp, without changing any probability?",
        (
            "Subtract the largest score from all.",
            "Differences stay, and no exponent is above 0.",
        ),
        {
            "Divide all scores by the largest.": "This divides the differences, too: the probabilities come "
            "nearer to each other.",
            "Subtract the smallest score from all.": "The probabilities stay, but the largest exponent, "
            f"{big - small}, is still too large.",
            "Take the logarithm of the scores.": "Then softmax gives shares of the scores themselves.",
        },
    )


@ask("nudge-definition")
def loss_of_equal_scores(rng):
    c = rng.choice([3, 4, 5, 6, 8, 12, 20, 50, 100])
    loss, _ = cross_entropy(np.zeros((1, c)), np.array([0]))
    return number(
        f"A linear classifier with ${c}$ classes starts with all parameters 0. What is its softmax loss?",
        loss,
        digits=2,
        reason=f"Each probability is 1/{c}, and $-\\ln(1/{c}) = \\ln {c}$.",
        wrong={
            "That is the probability of the true class.": 1 / c,
            "The logarithm is the natural one.": np.log10(c),
            "The loss is minus the logarithm of the probability, not what it lacks.": 1 - 1 / c,
        },
    )


@ask("nudge-definition")
def entry_of_the_gradient(rng):
    n, a = rng.choice([2, 4, 5, 10]), rng.integers(1, 7, size=3)
    y, k = rng.integers(3, size=2)
    S = np.tile(np.log(a), (n, 1))
    _, d_S = cross_entropy(S, np.full(n, y))
    p = a / a.sum()
    shares = ", ".join(f"{v}/{a.sum()}" for v in a)
    return number(
        f"The loss is the mean of the softmax loss over ${n}$ examples. One of them has the probabilities "
        f"{shares} and the true class {y} (counted from 0). What is $\\partial L/\\partial s_{k}$, the entry "
        f"of its score of class {k}?",
        d_S[0, k],
        digits=3,
        reason="Probability minus one-hot, divided by the number of examples.",
        wrong={
            f"The mean over {n} examples divides by {n}.": n * d_S[0, k],
            "The sign is flipped: probability minus one-hot.": -d_S[0, k],
            "The 1 is subtracted where the class is the true one, and there only.": (p[k] - (k != y)) / n,
        },
    )


@ask("nudge-definition")
def loss_of_a_probability(rng):
    p = rng.choice([0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8])
    loss, _ = cross_entropy(np.log([[p, 1 - p]]), np.array([0]))
    return number(
        f"Of two classes a classifier gives the true one the probability ${p:g}$. What is the softmax loss of "
        "this example?",
        loss,
        digits=2,
        reason="The loss is minus the natural logarithm of the probability of the truth.",
        wrong={
            "This is what the probability lacks.": 1 - p,
            "The logarithm is the natural one.": -np.log10(p),
            "This is the loss if the other class were true.": -np.log(1 - p),
        },
    )


@ask("shapes-sweep")
def which_rate(rng):
    rates = ["0.01", "0.1", "1"]
    best = 50 + rng.integers(0, 10)
    validation = best - np.array([rng.integers(8, 15), 0, rng.integers(3, 7)])
    training = np.array([best + 1, best + rng.integers(12, 18), best + rng.integers(25, 33)])
    lines = [
        f"| {rate} | {train} % | {new} % |"
        for rate, train, new in zip(rates, training, validation, strict=True)
    ]
    table = "\n".join(["| rate | training | validation |", "|---|---|---|", *lines])
    return choice(
        f"A classifier was trained with three learning rates:\n\n{table}\n\nWhich rate do you choose, and "
        "which number do you report?",
        (
            "0.1, and its accuracy on test pictures.",
            "Validation chooses; what won there may have been lucky.",
        ),
        {
            "1, and its accuracy on test pictures.": "It is the best on the training pictures only.",
            f"0.1, and {best} %.": "The best of several numbers is too good: report on pictures that chose "
            "nothing.",
            "That which is best on test pictures.": "Then the test pictures choose, and nothing is left to "
            "report on.",
        },
    )


@ask("shapes-sweep")
def largest_rate(rng):
    a, b = rng.choice([1, 2, 4, 5, 8, 10, 16, 20, 25], size=2, replace=False)
    return number(
        f"Gradient descent without momentum walks down $J(\\theta) = \\frac12({a}\\,\\theta_1^2 + "
        f"{b}\\,\\theta_2^2)$. Which learning rate must it stay below to come to rest in the middle?",
        2 / max(a, b),
        digits=3,
        reason=f"The limit is 2 divided by the largest curvature, {max(a, b)}.",
        wrong={
            "With this rate the steep direction is at rest after one step.": 1 / max(a, b),
            "This is the limit of the flat direction; the steep one sets it.": 2 / min(a, b),
            "Each direction has its own limit; they are not added.": 2 / (a + b),
        },
    )


@ask("shapes-sweep")
def noise_of_a_batch(rng):
    small, factor = rng.choice([2, 4, 10, 16]), rng.choice([4, 9, 16, 25, 100])
    noise = rng.choice([0.6, 0.8, 1.2, 2.0, 3.0])
    return number(
        f"Gradients of batches of ${small}$ examples are typically ${noise:g}$ away from the exact one. How "
        f"far are those of ${small * factor}$ examples?",
        noise / np.sqrt(factor),
        digits=2,
        reason="The noise falls like one over the root of the size of the batch.",
        wrong={
            "It falls with the root of the size, not with the size.": noise / factor,
            "A larger batch is less noisy.": noise * np.sqrt(factor),
            "The size of the batch does count.": noise,
        },
    )


@ask("control-removed")
def what_is_used(rng):
    pixels, colour = 40 + rng.integers(0, 6), 36 + rng.integers(0, 4)
    without = 11 + rng.integers(0, 4)
    return choice(
        f"Ten classes. A linear classifier of pixels gets {pixels} % of new pictures right; one that sees "
        f"three numbers only, the mean colour, {colour} %. The classifier of pixels is then asked about "
        f"pictures whose mean colour is removed: {without} %. What follows?",
        (
            "The classifier of pixels uses the mean colour, and little else.",
            "Without it hardly more than chance is left.",
        ),
        {
            "The classifier of pixels has overfitted.": "All three numbers are of new pictures; nothing is "
            "said of training.",
            "Mean colour suffices, but the classifier of pixels does not use it.": "Then removing it would "
            "not hurt.",
            "Removing the mean colour destroys the shapes in a picture.": "It shifts all pixels of a channel "
            "alike; the shapes stay.",
        },
    )


@ask("control-removed")
def why_a_control(rng):
    seen = rng.choice(["mean colour", "mean brightness"])
    return choice(
        f"A control that sees the {seen} only is compared with a classifier of pixels. Why does it choose its "
        "own learning rate on validation?",
        (
            "A rate that suits the other would make it look worse.",
            "Each side gets its best.",
        ),
        {
            "So that both are trained for the same time.": "The learning rate says how long a step is, not how many there are.",
            "So that the test set can be looked at more often.": "It is looked at once.",
            "So that its training loss becomes 0.": f"The {seen} alone cannot bring it there.",
        },
    )


@ask("any-line-reach")
def out_of_reach(rng):
    task = rng.choice(["all pictures of two classes and their negatives", "all four corners of XOR"])
    return choice(
        f"Why does no linear classifier get {task} right?",
        (
            "What one example gains, others lose: the demands contradict each other.",
            "The leads of the right classes add up to 0, whatever the weights: not all can be positive.",
        ),
        {
            "The learning rate is too small.": "No weights do it, however they are found.",
            "There are too few examples.": "More examples only add demands.",
            "The loss has several valleys, and training ends in a wrong one.": "In the weights of a linear "
            "classifier the loss has one valley.",
        },
    )

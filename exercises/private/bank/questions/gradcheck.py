"""Exam questions on gradient checking."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, matrix, number
from mlplib.gradcheck import numerical_gradient, relative_error


@ask("nudge-all")
def central_of_a_cube(rng):
    w, step = rng.integers(1, 4), rng.choice([0.2, 0.3, 0.5])
    value = numerical_gradient(lambda x: float(x[0] ** 3), np.array([float(w)]), step=step)[0]
    forward = ((w + step) ** 3 - w**3) / step
    return number(
        f"What does the central difference with $\\epsilon = {step:g}$ give for the slope of $L(w) = w^3$ at "
        f"$w = {w}$?",
        value,
        digits=2,
        reason="$3w^2 + \\epsilon^2$: the terms with $L''$ cancel.",
        wrong={
            "This is the derivative; the difference is off by $\\epsilon^2$.": 3 * w**2,
            "This is the forward difference.": forward,
            "The distance is $2\\epsilon$.": 2 * value,
        },
    )


@ask("nudge-all")
def forward_of_a_square(rng):
    w, step, a = rng.integers(1, 6), rng.choice([0.1, 0.2, 0.4]), rng.integers(1, 4)
    value = (a * (w + step) ** 2 - a * w**2) / step
    central = numerical_gradient(lambda x: float(a * x[0] ** 2), np.array([float(w)]), step=step)[0]
    return number(
        f"What does the forward difference with $\\epsilon = {step:g}$ give for the slope of $L(w) = {a}w^2$ "
        f"at $w = {w}$?",
        value,
        digits=2,
        reason="The slope plus half of $\\epsilon L''$.",
        wrong={
            "This is the central difference, here exactly the slope.": central,
            "This looks backward.": 2 * a * w - a * step,
            "It is not yet divided by the step.": value * step,
        },
    )


@ask("nudge-all")
def how_errors_shrink(rng):
    kind, factor = [("central", 100), ("forward", 10)][rng.integers(2)]
    other = 110 - factor
    order = "$\\epsilon^2$" if kind == "central" else "$\\epsilon$"
    return choice(
        f"$\\epsilon$ goes from $10^{{-2}}$ to $10^{{-3}}$. What happens to the error of the {kind} difference?",
        (f"It becomes {factor} times smaller.", f"It is about proportional to {order}."),
        {
            f"It becomes {other} times smaller.": "That is the other kind of difference.",
            "It becomes 10 times larger.": "So it is only for far smaller steps, where rounding decides.",
            "It stays.": "At these steps the formula decides, and it becomes better.",
        },
    )


@ask("nudge-all")
def which_step(rng):
    return choice(
        "Which $\\epsilon$ suits central differences in float64, and why not a far smaller one?",
        (
            "About $10^{-5}$; with a smaller one rounding errors are divided by it.",
            "The error has the shape of a V.",
        ),
        {
            "About $10^{-16}$; the smaller the better.": "There the loss no longer changes, or by a rounding "
            "error.",
            "About $10^{-1}$; a smaller one takes longer.": "Every step takes two passes; here the formula is "
            "too coarse.",
            "About $10^{-5}$; with a smaller one the formula becomes worse.": "The formula becomes better, the "
            "numbers worse.",
        },
    )


@ask("nudge-all")
def relative(rng):
    a, b = rng.choice([0.5, 1, 2, 4, 5, 8, 10], size=2, replace=False)
    return number(
        f"A program gives ${a:g}$ for a slope, nudging gives ${b:g}$. What is the relative error, the "
        "difference divided by the larger of the two?",
        relative_error(np.array([a]), np.array([b])),
        digits=2,
        reason="The difference beside the size of the numbers.",
        wrong={
            "It is not yet divided.": abs(a - b),
            "It is divided by the larger of the two.": abs(a - b) / min(a, b),
            "It is divided by the larger, not by the sum.": abs(a - b) / (a + b),
        },
    )


@ask("nudge-all")
def passes_of_a_check(rng):
    d, h, c = rng.integers(3, 9, size=3)
    n = d * h + h + h * c + c
    return number(
        f"A network has ${d}$ inputs, ${h}$ hidden units and ${c}$ outputs, with biases. How often must the "
        "loss be computed to check every gradient by central differences?",
        2 * n,
        reason="Twice for each parameter.",
        wrong={
            "Up and down: two for each parameter.": n,
            "The biases are checked, too.": 2 * (d * h + h * c),
            "Each entry is nudged by itself, not each array.": 2 * 4,
        },
    )


@ask("name-compare")
def which_mistake(rng):
    n = rng.integers(3, 13)
    mistakes = {
        f"${n}$ times as large as the nudged one": "The division by the number of examples is missing.",
        "the nudged one with its sign turned": "It computes one-hot minus probability.",
        f"the nudged one divided by ${n}$": "It takes the mean over the examples once too often.",
    }
    trace = list(mistakes)[rng.integers(3)]
    wrong = {cause: f"Then it would be {other}." for other, cause in mistakes.items() if other != trace}
    return choice(
        f"A batch has ${n}$ examples. In every entry the gradient of a bias is {trace}. What is wrong?",
        (mistakes[trace], "This explains every entry."),
        wrong
        | {"The slope of the activation is left out.": "Then no single factor would explain every entry."},
    )


@ask("name-compare")
def where_it_begins(rng):
    first, last = "those of $W_1$ and $\\mathbf{b}_1$", "those of $W_2$ and $\\mathbf{b}_2$"
    causes = {
        "The slope of the hidden activation is left out.": {
            first: "The mistake is made on the way to them.",
            last: "They never pass the hidden activation.",
            "all four": f"T{last[1:]} never pass the hidden activation.",
        },
        "The loss is a mean, but its gradient is not divided by $n$.": {
            "all four": "The mistake is made at the top.",
            first: f"T{last[1:]} are made from the same `d_S`.",
            last: "What is wrong at the scores is wrong further back, too.",
        },
    }
    cause = rng.choice(list(causes))
    right, *wrong = causes[cause].items()
    return choice(
        f"A two-layer network is checked. {cause} Which gradients are wrong?",
        right,
        dict(wrong) | {"those of the biases": "The matrices hear of it as well."},
    )


@ask("name-compare")
def averaged_bias(rng):
    n = rng.choice([2, 4, 5, 8, 10])
    d_S = rng.normal(size=(n, 3)) / n
    ratio = d_S.mean(axis=0) / d_S.sum(axis=0)
    return number(
        f"A batch has ${n}$ examples, and the loss is a mean. For the bias a program takes the mean of `d_S` over "
        "the rows, where the sum is right. By which number must the right gradient be multiplied to give that of "
        "the program?",
        ratio[0],
        digits=3,
        reason="The mean is the sum divided by the number of examples.",
        wrong={
            "It is too small, not too large.": n,
            "`d_S` is divided by $n$ already; the mean divides once more.": 1.0,
            "It divides once too often, not twice.": 1 / n**2,
        },
    )


@ask("name-compare")
def reshaped_or_transposed(rng):
    W = rng.choice(np.arange(-5, 10), size=(2, 3), replace=False)
    i, k = [(0, 1), (1, 0)][rng.integers(2)]
    return number(
        f"`d_S @ W2` did not fit, so somebody wrote `d_S @ W2.reshape(3, 2)`, where $W_2 = {matrix(W)}$. Which "
        f"number stands in row {i + 1}, column {k + 1} of the matrix that should have been there?",
        W.T[i, k],
        reason="The transpose was needed: its rows are the columns of $W_2$.",
        wrong={
            "This is the reshaped matrix: it reads the rows of $W_2$ one after the other.": W.reshape(3, 2)[
                i, k
            ],
            "This is $W_2$ itself.": W[i, k],
        },
    )


@ask("name-compare")
def what_a_batch_of_one_hides(rng):
    mistakes = ["the missing division by $n$", "the mean instead of the sum for a bias"]
    mistake = mistakes[rng.integers(2)]
    return choice(
        "A gradient is checked with a single example. Which mistake cannot be seen?",
        (mistake, "It is a factor of $n$, which is 1."),
        {
            "a flipped sign": "One example shows it.",
            "the missing slope of a sigmoid": "One example shows it.",
            "a matrix that is not transposed": "One example shows it, if the sizes differ.",
        },
    )


@ask("name-compare")
def slope_at_the_output(rng):
    good = rng.choice(["sigmoid", "tanh"])
    return choice(
        "A program takes the slope of the activation at the output $H$, where it belongs at the pre-activation "
        "$Z$. With which activation does a gradient check not see it?",
        ("ReLU", "$\\max(0, Z)$ is positive exactly where $Z$ is, so both slopes are equal."),
        {
            good: "Its slope at the output is another number.",
            "every one": "It is seen where the two slopes differ.",
            "none": "With one of them both slopes are the same.",
        },
    )


@ask("real-loop")
def first_loss(rng):
    c, loss = rng.choice([5, 10, 20]), rng.integers(15, 60)
    return choice(
        f"A network with ${c}$ classes starts with small last weights, and its first loss is {loss}. What does "
        "this tell?",
        (
            "Inputs or weights have the wrong scale.",
            f"The scores are not nearly equal: the loss should be near $\\ln {c} \\approx {np.log(c):.1f}$.",
        ),
        {
            "The gradient is computed wrongly.": "No gradient has been used yet.",
            "The network overfits.": "It has not been trained yet.",
            "The learning rate is too large.": "No step has been made yet.",
        },
    )


@ask("real-loop")
def length_of_a_step(rng):
    rate, g, w = (
        rng.choice([0.003, 0.03, 0.1, 0.3]),
        rng.choice([0.2, 0.5, 2, 4]),
        rng.choice([5, 10, 20, 40]),
    )
    value = rate * g / w
    return number(
        f"The gradient of $W_1$ has the length ${g:g}$, $W_1$ itself ${w}$, and the learning rate is ${rate:g}$. "
        "How many ten-thousandths of its length does $W_1$ move in the first step?",
        1e4 * value,
        digits=1,
        reason="Rate times length of the gradient, divided by the length of the weights. Ten or so is usual.",
        wrong={
            "It is compared with the length of the weights.": 1e4 * rate * g,
            "The step is the gradient times the rate.": 1e4 * g / w,
            "The step is the rate times the gradient.": 1e4 * rate / w,
        },
    )


@ask("real-loop")
def which_fault(rng):
    cases = {
        "its gradients are right, and it cannot learn ten examples by heart": (
            "The learning rate, or silent units.",
            "Nothing else stands between ten examples and a loss of 0.",
            "Then not even ten examples would be learned.",
        ),
        "it learns its training pictures, and validation stays at chance": (
            "The labels do not belong to the pictures.",
            "Then what is learned holds for no new picture.",
            "Such labels are learned by heart, and validation stays at chance.",
        ),
        "validation lies well above chance, and training well above validation": (
            "Nothing: that is overfitting.",
            "Weight decay or more pictures may help.",
            "Then training works, and validation lies above chance.",
        ),
    }
    case = rng.choice(list(cases))
    told, why, _ = cases.pop(case)
    wrong = {other: unlike for other, _, unlike in cases.values()}
    return choice(
        f"The first loss of a network is $\\ln c$, {case}. What is the fault?",
        (told, why),
        wrong | {"The inputs have the wrong scale.": "Then the first loss would be far from $\\ln c$."},
    )


@ask("real-loop")
def meaningless_labels(rng):
    shuffled = "Only shuffling the training labels after the split."
    permuted = "Only permuting all labels before copying and splitting."
    faults = {
        "the test pictures are copies of training pictures": {
            permuted: "A copy keeps its meaningless label, and the network knows it.",
            shuffled: "It gives a copy another label than its original.",
            "Both.": "Shuffled after the split, a copy has another label than its original.",
        },
        "the program scores the training rows": {
            "Both.": "What was learned by heart is asked for, so that the accuracy stays high.",
            permuted: "Labels shuffled after the split are learned by heart as well, and asked for.",
            shuffled: "Permuted labels are learned by heart as well, and asked for.",
        },
    }
    fault = rng.choice(list(faults))
    right, *wrong = faults[fault].items()
    return choice(
        f"The test accuracy is too good: {fault}. With labels without meaning, an honest accuracy is chance. "
        "Which way of making them finds the fault?",
        right,
        dict(wrong)
        | {"Neither: accuracy cannot show it.": "An accuracy above chance on meaningless labels is a sign."},
    )

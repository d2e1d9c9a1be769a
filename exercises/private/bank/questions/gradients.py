"""Exam questions on gradients."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, matrix, number, row, signed
from mlplib.activations import relu, sigmoid
from mlplib.gradcheck import numerical_gradient
from mlplib.layers import activation_backward, activation_forward, linear_backward, linear_forward
from mlplib.losses import cross_entropy


def back(d_Z, X, W):
    """Gradients of a layer, from the library, by the name of the array."""
    _, cache = linear_forward(X, W, np.zeros(W.shape[1]))
    return dict(zip("XWb", linear_backward(d_Z, cache), strict=True))


def slope(f, at):
    """The slope of a function of one number, by nudging."""
    return float(numerical_gradient(lambda x: float(f(x[0])), np.array([float(at)]))[0])


@ask("graph-backward")
def gradient_of_the_last_weight(rng):
    x, w2, Y = rng.integers(1, 5), rng.choice([-3, -2, 2, 3, 4]), rng.integers(-2, 4)
    S = w2 * 0.5
    value = slope(lambda w: (w * sigmoid(np.array([0.0]))[0] - Y) ** 2, w2)
    return number(
        f"$L = (S - Y)^2$ with $S = w_2\\,\\sigma(w_1 x)$, and $x = {x}$, $w_1 = 0$, $w_2 = {w2}$, $Y = {Y}$. "
        "What is $\\partial L/\\partial w_2$?",
        value,
        digits=2,
        reason="$2(S - Y) \\cdot H$, and $H = \\sigma(0) = ½$.",
        wrong={
            "The factor $H$ is missing.": 2 * (S - Y),
            "The square gives a factor 2.": (S - Y) * 0.5,
            "The sign is turned.": -value,
        },
    )


@ask("graph-backward")
def gradient_of_the_first_weight(rng):
    x, w2, Y = rng.integers(1, 5), rng.choice([-3, -2, 2, 3, 4]), rng.integers(-2, 4)
    S = w2 * 0.5
    value = slope(lambda w: (w2 * sigmoid(np.array([w * x]))[0] - Y) ** 2, 0.0)
    return number(
        f"$L = (S - Y)^2$ with $S = w_2\\,\\sigma(w_1 x)$, and $x = {x}$, $w_1 = 0$, $w_2 = {w2}$, $Y = {Y}$. "
        "What is $\\partial L/\\partial w_1$?",
        value,
        digits=2,
        reason="$2(S - Y) \\cdot w_2 \\cdot H(1 - H) \\cdot x$, and $H = ½$.",
        wrong={
            "The slope of the sigmoid, ¼, is missing.": 2 * (S - Y) * w2 * x,
            "The slope of the sigmoid is $H(1 - H)$, not $H$.": 2 * (S - Y) * w2 * 0.5 * x,
            "The last factor is the input.": 2 * (S - Y) * w2 * 0.25,
        },
    )


@ask("graph-backward")
def fork(rng):
    a, b = rng.choice([-3, -2, 2, 3], size=2), rng.choice([-2, -1, 1, 2], size=2)
    H = rng.integers(-2, 3)
    value = slope(lambda h: (a[0] * h - b[0]) ** 2 + (a[1] * h - b[1]) ** 2, H)
    paths = 2 * (a * H - b) * a
    return number(
        f"$H = {H}$ feeds $S_1 = {a[0]}H$ and $S_2 = {a[1]}H$, and $L = (S_1 {signed(-b[0])})^2 + "
        f"(S_2 {signed(-b[1])})^2$. What is $\\partial L/\\partial H$?",
        value,
        reason=f"Multiply along a path, add over the paths: {paths[0]} and {paths[1]}.",
        wrong={
            "The second path is missing.": paths[0],
            "The first path is missing.": paths[1],
            "Each path also has the factor by which $H$ enters.": (2 * (a * H - b)).sum(),
            "Paths are added.": paths.prod(),
        },
    )


@ask("graph-backward")
def what_an_operation_hands_on(rng):
    operations = {
        "sum $a + b$": "the gradient itself",
        "product $a \\cdot b$": "the gradient times the other factor",
        "sigmoid $\\sigma(a)$": "the gradient times $\\sigma(a)(1 - \\sigma(a))$",
    }
    why = {
        "the gradient itself": "So does a sum.",
        "the gradient times the other factor": "So does a product.",
        "the gradient times $\\sigma(a)(1 - \\sigma(a))$": "So does a sigmoid, with its slope.",
        "the gradient divided by $a$": "So does a logarithm, $\\ln a$.",
    }
    operation = list(operations)[rng.integers(3)]
    right = operations[operation]
    wrong = {told: reason for told, reason in why.items() if told != right}
    return choice(
        f"What does a {operation} hand on to $a$ on the way back?",
        (right, "Its own slope times what came."),
        wrong,
    )


@ask("matrices-layer")
def gradient_of_a_weight(rng):
    X, d_Z = rng.integers(-2, 4, size=(3, 2)), rng.integers(-2, 3, size=(3, 2))
    j, k = rng.integers(2, size=2)
    d_W = back(d_Z.astype(float), X.astype(float), np.ones((2, 2)))["W"]
    return number(
        f"A layer $Z = XW + \\mathbf{{b}}$ has the inputs $X = {matrix(X)}$, and "
        f"$\\partial L/\\partial Z = {matrix(d_Z)}$ has come back. What is $\\partial L/\\partial W_{{{j + 1}{k + 1}}}$?",
        d_W[j, k],
        reason=f"Column {j + 1} of $X$ times column {k + 1} of $\\partial L/\\partial Z$, added over the examples.",
        wrong={
            "Inputs down, units across: the indices are exchanged.": d_W[k, j],
            "The examples are added up, not averaged; a mean is already in what came back.": d_W[j, k] / 3,
            "Each example counts times its input.": d_Z[:, k].sum(),
        },
    )


@ask("matrices-layer")
def gradient_of_a_bias(rng):
    n = rng.choice([3, 4])
    d_Z = rng.integers(-4, 5, size=(n, 2))
    k = rng.integers(2)
    d_b = back(d_Z.astype(float), np.ones((n, 3)), np.ones((3, 2)))["b"]
    return number(
        f"$\\partial L/\\partial Z = {matrix(d_Z)}$ has come back to a layer $Z = XW + \\mathbf{{b}}$, a row for "
        f"each example. What is $\\partial L/\\partial b_{k + 1}$?",
        d_b[k],
        reason="The bias is added to every example, so it hears from every example: the sum of the column.",
        wrong={
            "It is the sum; a mean is already in what came back.": d_b[k] / n,
            "This adds a row.": d_Z[k].sum(),
            "All examples count.": d_Z[0, k],
        },
    )


@ask("matrices-layer")
def gradient_of_an_input(rng):
    W, d_Z = rng.integers(-2, 4, size=(2, 3)), rng.integers(-2, 3, size=3)
    j = rng.integers(2)
    d_X = back(d_Z[None].astype(float), np.ones((1, 2)), W.astype(float))["X"]
    return number(
        f"A layer with the weights $W = {matrix(W)}$ (inputs down, units across) gets back "
        f"$\\partial L/\\partial \\mathbf{{z}} = {row(d_Z)}$. What is $\\partial L/\\partial x_{j + 1}$?",
        d_X[0, j],
        reason="The input is used by every unit, times its weight: add over the units.",
        wrong={
            "This is the other input.": d_X[0, 1 - j],
            "Each unit counts times its weight.": d_Z.sum(),
            "Each weight counts times what came back.": W[j].sum(),
        },
    )


@ask("matrices-layer")
def which_product(rng):
    name = rng.choice(["d_W", "d_X"])
    products = {"d_W": ("`X.T @ d_Z`", "examples"), "d_X": ("`d_Z @ W.T`", "units")}
    right, added = products.pop(name)
    ((other, (product, _)),) = products.items()
    return choice(
        f"In a layer `Z = X @ W + b` the gradient `d_Z` has come back. Which is `{name}`?",
        (right, f"The {added} are added up: their index stands in the middle."),
        {
            product: f"That is `{other}`.",
            "`X @ d_Z`": "The index in the middle is not that of the examples on both sides.",
            "`d_Z.sum(axis=0)`": "That is the gradient of the bias.",
        },
    )


@ask("classifier-backward")
def gate_of_relu(rng):
    Z, d_H = rng.choice([-3, -2, -1, 1, 2, 3], size=5), rng.choice([-4, -3, -2, 1, 2, 3, 4], size=5)
    _, cache = activation_forward(Z.astype(float), relu)
    d_Z = activation_backward(d_H.astype(float), cache)
    return number(
        f"A layer of ReLU units has the pre-activations ${row(Z)}$; its outputs get the gradients ${row(d_H)}$ "
        "back. What is the sum of the gradients of the pre-activations?",
        d_Z.sum(),
        reason="Only units with a positive pre-activation let their gradient through.",
        wrong={
            "The gate is missing.": d_H.sum(),
            "The gate looks at the pre-activation, not at the gradient.": d_H[d_H > 0].sum(),
            "The slope of an active unit is 1.": (d_H * Z * (Z > 0)).sum(),
        },
    )


@ask("classifier-backward")
def gradient_of_a_score(rng):
    n, a = rng.choice([2, 4, 5]), rng.integers(1, 8, size=2)
    y, k = rng.integers(2, size=2)
    _, d_S = cross_entropy(np.tile(np.log(a), (n, 1)), np.full(n, y))
    p = a[k] / a.sum()
    return number(
        f"A batch has ${n}$ examples, and the loss is the mean softmax loss. One example of true class {y} has "
        f"the probability ${a[k]}/{a.sum()}$ for class {k}. What is the gradient of its score of class {k}?",
        d_S[0, k],
        digits=3,
        reason="$(p - [k = y])/n$.",
        wrong={
            "The loss is a mean: divide by the number of examples.": n * d_S[0, k],
            "The 1 is subtracted where the class is the true one, and there only.": (p - (k != y)) / n,
            "The sign is turned.": -d_S[0, k],
        },
    )


@ask("delta-matrices")
def error_of_a_hidden_node(rng):
    w, delta, H = rng.integers(-3, 4, size=2), rng.integers(-3, 4, size=2), rng.choice([0.2, 0.4, 0.5, 0.8])
    z = np.array([[np.log(H / (1 - H))]])
    _, cache = activation_forward(z, sigmoid)
    d_H = back(delta[None].astype(float), np.array([[H]]), w[None].astype(float))["X"]
    value = activation_backward(d_H, cache)[0, 0]
    return number(
        f"A hidden sigmoid unit gives ${H:g}$ and feeds two outputs through the weights ${w[0]}$ and ${w[1]}$. "
        f"The errors of the outputs are $\\delta_1 = {delta[0]}$ and $\\delta_2 = {delta[1]}$. What is the error "
        "of the hidden unit?",
        value,
        digits=2,
        reason="Its slope $H(1 - H)$ times the errors of the next layer, through the weights.",
        wrong={
            "The slope of the unit is missing.": w @ delta,
            "The slope is $H(1 - H)$.": H * (w @ delta),
            "Each error comes through its weight.": H * (1 - H) * delta.sum(),
        },
    )


@ask("program-loop")
def slopes_of_a_program(rng):
    d, h, c = rng.integers(20, 200), rng.integers(5, 50), rng.integers(2, 12)
    n = d * h + h * c
    return number(
        f"Take the lecture's program with ${d}$ inputs, ${h}$ hidden units and ${c}$ outputs; it has no biases. How "
        "many passes forward would it take to get all slopes by nudging each weight up and down?",
        2 * n,
        reason="Two passes for each of the $dh + hc$ weights.",
        wrong={
            "Each weight is nudged up and down.": n,
            "The second layer has weights, too.": 2 * d * h,
            "The sizes of the two matrices are added.": 2 * d * h * c,
        },
    )


@ask("program-loop")
def learned_by_heart(rng):
    loss = 30 + rng.integers(30)
    return choice(
        f"The lecture's program learns random targets of 64 examples: its loss falls from 30,000 to {loss}, where answering 0 "
        "would have about 640. On new examples its loss is more than 10,000. What has it learned?",
        (
            "The 64 examples by heart.",
            "A falling training loss shows that the optimiser works, nothing more.",
        ),
        {
            "The rule behind the targets.": "They were drawn by chance; there is no rule.",
            "Nothing: the gradient is wrong.": "The loss falls as it should.",
            "To answer 0.": "Its loss is far below that of answering 0.",
        },
    )


@ask("node-backward")
def why_gradients_are_added(rng):
    uses = rng.integers(2, 5)
    return choice(
        f"A value is used ${uses}$ times in a graph. Automatic differentiation writes `grad = pulled` where it "
        "should write `grad = grad + pulled`. What is wrong?",
        ("Only the last use is heard.", "Multiply along a path, add over the paths."),
        {
            f"The gradient is {uses} times too large.": "Too little is kept, not too much.",
            "Nothing, if the graph is walked in reverse order.": "The order does not add what was overwritten.",
            "The gradients of all other values stay right.": "What comes before this value hears of its last use only.",
        },
    )


@ask("node-backward")
def slope_through_a_skip(rng):
    a, b = rng.choice([0.5, 1.5, 2, 3]), rng.choice([-3, -2, 0.5, 2])
    value = slope(lambda x: (x + a * x) * (1 + b), 1.0)
    return number(
        f"Two blocks with skip connections stand one behind the other: $y = x + {a:g}x$ and "
        f"$s = y {signed(b)}y$. What is $\\partial s/\\partial x$?",
        value,
        digits=2,
        reason=f"Each block has the slope 1 plus that of its layer: $(1 + {a:g})(1 {signed(b)})$.",
        wrong={
            "The skips are missing.": a * b,
            "Each block has a skip of its own.": 1 + a * b,
            "Blocks behind each other multiply.": 2 + a + b,
        },
    )

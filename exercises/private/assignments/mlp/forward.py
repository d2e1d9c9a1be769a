"""Forward through any number of layers

Write `forward(X, layers, a)` for examples `X` of shape $(n, d)$, a list `layers` of pairs `(W, b)`, and an activation function `a`, such as `np.tanh`, which acts on each entry of an array. It gives back `(S, hidden)`: the scores `S` of shape $(n, c)$, and the list of the outputs $H$ of all hidden layers, the first one first.

For example, take the one row `[[1, 2]]`, the layers `([[1, 1], [1, 1]], [0, -4])` and `([[1], [-2]], [5])`, written as arrays, and ReLU. The pre-activations are 3 and −1, so `hidden` is `[array([[3, 0]])]` and `S` is `[[8]]`.
"""

# canary: 5d1f6c0a9e
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=2,
    section="a-bend-between-the-layers-changes-everything",
    todo="what is different in the last layer?",
)
def forward(X, layers, a):
    """Scores (n, c) of the rows of X (n, d), and the list of hidden outputs, (n, h) each."""
    hidden, H = [], X
    for W, b in layers[:-1]:
        H = a(H @ W + b)
        hidden.append(H)
    W, b = layers[-1]
    return H @ W + b, hidden


@check(points=0.5)
def test_two_layers_with_relu_by_hand(forward):
    def relu(z):
        return np.maximum(z, 0)

    X = np.array([[1.0, 2.0]])
    layers = [
        (np.array([[1.0, -3.0], [1.0, 1.0]]), np.array([1.0, -1.0])),
        (np.array([[1.0], [2.0]]), np.array([-6.0])),
    ]
    given = call_text("forward", X, layers, relu)
    S, hidden = parts("S, hidden", call_answer("forward", forward, X, layers, relu), given=given)
    check_that(
        "hidden is a list with one array for the one hidden layer",
        isinstance(hidden, list | tuple) and len(hidden) == 1,
        given=given,
        received=hidden,
        expected="a list of one array",
        hint="append H to the list after every hidden layer; X and S do not belong to it",
    )
    check_close(
        "the pre-activations are 4 and -2, so H is 4 and 0",
        array("H", hidden[0], (1, 2), given=given),
        [[4, 0]],
        given=given,
        mistakes=[
            ([[4, -2]], "these are the pre-activations: apply a"),
            ([[3, 0]], "add the bias before you apply a"),
            ([[4, -1]], "the bias comes before the activation: a(H @ W + b)"),
            ([[0, 2]], "W was transposed: rows are examples, so it is X @ W"),
        ],
    )
    check_close(
        "S is 4 - 6",
        array("S", S, (1, 1), given=given),
        [[-2]],
        given=given,
        mistakes=[
            ([[0]], "no activation after the last layer: scores may be negative"),
            ([[4]], "add the bias of the last layer"),
            ([[-6]], "the second layer works on H, after the activation"),
        ],
    )


@check(points=0.5)
def test_each_hidden_layer_has_its_own_width(forward):
    rng = np.random.default_rng(42)
    layers = [(rng.normal(size=(d, h)), np.ones(h)) for d, h in pairwise([5, 7, 6, 5])]
    X = rng.normal(size=(8, 5))
    given = "forward(X, layers, np.tanh) with X of shape (8, 5) and layers of the widths 5, 7, 6, 5"
    S, hidden = parts("S, hidden", call_answer("forward", forward, X, layers, np.tanh), given=given)
    S = array("S", S, (8, 5), given=given)
    check_that(
        "hidden is a list of the outputs of two hidden layers",
        isinstance(hidden, list | tuple) and len(hidden) == 2,
        given=given,
        received=f"{len(hidden) if isinstance(hidden, list | tuple) else 'not'} in a list",
        expected="2 in a list",
        hint="use a loop over layers[:-1]; the last layer is not hidden",
    )
    H1, H2 = (
        array("H1", hidden[0], (8, 7), given=given),
        array("H2", hidden[1], (8, 6), given=given),
    )
    for what, H in [("H1", H1), ("H2", H2)]:
        check_that(
            f"tanh was applied to {what}",
            np.abs(H).max() < 1,
            given=given,
            received=f"largest {np.abs(H).max():.3g}",
            expected="every entry between -1 and 1",
        )
    check_that(
        "tanh was not applied to S",
        np.abs(S).max() > 1,
        given=given,
        received=f"largest {np.abs(S).max():.3g}",
        expected="scores beyond -1 and 1",
        hint="the last layer only computes H @ W + b",
    )
    (S_one, _) = parts("S, hidden", call_answer("forward", forward, X[2:3], layers, np.tanh))
    check_that(
        "a row gives the same scores alone and among others",
        np.allclose(array("S", S_one, (1, 5)), S[2:3]),
        given=given,
        received=f"{S_one} alone, {S[2]} among others",
        hint="examples do not mix",
    )


@check(points=0)
def test_a_single_layer_is_the_linear_model(forward):
    X, layers = (
        np.array([[1.0, -2.0]]),
        [(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([0.5, 0.0]))],
    )
    given = call_text("forward", X, layers, np.tanh)
    S, hidden = parts("S, hidden", call_answer("forward", forward, X, layers, np.tanh), given=given)
    check_that(
        "without a hidden layer the list is empty",
        isinstance(hidden, list | tuple) and not len(hidden),
        given=given,
        received=hidden,
        expected="[]",
    )
    check_close("the scores are X @ W + b", array("S", S, (1, 2), given=given), [[-0.5, -2]], given=given)


@hidden_check(points=1)
def test_scores_and_hidden_outputs_are_right_for_any_depth(forward):
    def relu(z):
        return np.maximum(z, 0)

    def square(z):
        return z**2

    for seed, (a, widths) in enumerate(
        [(np.tanh, [4, 2]), (relu, [2, 7, 1]), (square, [3, 4, 4, 2]), (np.sin, [5, 1, 6, 3, 4])]
    ):
        rng = np.random.default_rng(seed)
        layers = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(widths)]
        X = rng.normal(size=(8, widths[0]))
        given = f"layers of the widths {widths}, and a = {a.__name__}"
        S, hidden = parts("S, hidden", call_answer("forward", forward, X, layers, a), given=given)
        check_that(
            "there is one H for each hidden layer",
            isinstance(hidden, list | tuple) and len(hidden) == len(widths) - 2,
            given=given,
        )
        H = X
        for (W, b), received in zip(layers, [*hidden, S], strict=True):
            Z = H @ W + b
            H = Z if received is S else a(Z)
            check_close("S" if received is S else "H", received, H, given=given)


@wrong("these are the pre-activations")
def no_activation(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = H @ W + b
        hidden.append(H)
    W, b = layers[-1]
    return H @ W + b, hidden


@wrong("before you apply a")
def no_bias_in_the_hidden_layers(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = a(H @ W)
        hidden.append(H)
    W, b = layers[-1]
    return H @ W + b, hidden


@wrong("the bias comes before")
def bias_after_the_activation(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = a(H @ W) + b
        hidden.append(H)
    W, b = layers[-1]
    return H @ W + b, hidden


@wrong("no activation after the last")
def activation_after_the_last_layer(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = a(H @ W + b)
        hidden.append(H)
    W, b = layers[-1]
    return a(H @ W + b), hidden


@wrong("add the bias of the last layer")
def no_bias_in_the_last_layer(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = a(H @ W + b)
        hidden.append(H)
    W, b = layers[-1]
    return H @ W, hidden


@wrong("W was transposed")
def w_transposed(X, layers, a):
    hidden, H = [], X

    for W, b in layers[:-1]:
        H = a(H @ W.T + b)
        hidden.append(H)
    W, b = layers[-1]
    return H @ W.reshape(-1, 1) + b, hidden


@wrong("X and S do not belong")
def x_among_the_hidden_outputs(X, layers, a):
    hidden, H = [], X
    hidden.append(X)
    for W, b in layers[:-1]:
        H = a(H @ W + b)
        hidden.append(H)
    W, b = layers[-1]
    return H @ W + b, hidden


@wrong("too many values to unpack")
def two_layers_only(X, layers, a):
    (W1, b1), (W2, b2) = layers
    H = a(X @ W1 + b1)
    return H @ W2 + b2, [H]

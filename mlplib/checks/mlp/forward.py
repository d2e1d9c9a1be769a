# Made from the source of the assignment mlp, which is private. Do not edit.
from itertools import pairwise

import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "5.2"


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

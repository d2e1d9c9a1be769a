r"""Linear layers are one layer

Take the activation function away, and all layers melt into one. Write `collapse(layers)` for a list of one or more pairs `(W, b)`, the layer nearest to the inputs first, with nothing between them. It gives back `(W, b, largest_rank)`:

- `W` of shape $(d, c)$ and `b` of shape $(c,)$: the one layer that gives the same scores as all of them, one after the other;
- `largest_rank`: the largest rank that such a `W` can have. It depends on the widths alone, not on the weights that happen to be there.

For example,

    collapse([(np.array([[1], [2]]), np.array([3])), (np.array([[5]]), np.array([7]))])

gives `[[5], [10]]` and `[22]`, as arrays, and the largest rank 1.
"""

# canary: 5d1f6c0a9e
import copy
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, parts


@question(number=2, section="two-linear-layers-are-one", todo="multiply out (X W1 + b1) W2 + b2")
def collapse(layers):
    """One layer W (d, c), b (c,) that does the work of a list of linear layers, and the largest rank of W."""
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b, min(min(W_of_one.shape) for W_of_one, _ in layers)


@check(points=0.5)
def test_two_layers_by_hand(collapse):
    layers = [
        (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, 2.0])),
        (np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 10.0])),
    ]
    given = call_text("collapse", layers)
    W, b, _ = parts(
        "W, b, largest_rank", call_answer("collapse", collapse, copy.deepcopy(layers)), given=given
    )
    check_close(
        "W is a product of matrices",
        array("W", W, (2, 2), given=given),
        [[3, 2], [1, 1]],
        given=given,
        mistakes=[
            (
                [[1, 2], [1, 3]],
                "the order is turned: X meets the first layer first, so it stands on the left",
            ),
            ([[1, 0], [0, 1]], "* multiplies entry by entry: the product of matrices is @"),
            ([[2, 2], [1, 2]], "layers one after the other multiply, they do not add"),
        ],
    )
    check_close(
        "b is what the layers make of an input of zeros",
        array("b", b, (2,), given=given),
        [3, 12],
        given=given,
        mistakes=[
            ([1, 12], "b1 goes through the second layer too, before b2 is added"),
            ([1, 13], "b1 is a row: it stands on the left of the second W"),
            ([0, 10], "the bias of the first layer is lost"),
            ([3, 2], "the bias of the last layer is lost"),
            ([5, 12], "b1 goes through the second W only: the first layer has added it already"),
        ],
    )


@check(points=0.5)
def test_three_layers_and_their_collapse_give_the_same_scores(collapse):
    rng = np.random.default_rng(43)
    layers = [(rng.normal(size=(d, h)), np.ones(h)) for d, h in pairwise([5, 7, 4, 7])]
    given = "layers of the widths 5, 7, 4, 7"
    W, b, _ = parts(
        "W, b, largest_rank", call_answer("collapse", collapse, copy.deepcopy(layers)), given=given
    )
    W, b = array("W", W, (5, 7), given=given), array("b", b, (7,), given=given)
    S = X = rng.normal(size=(1, 5))
    for W_of_one, b_of_one in layers:
        S = S @ W_of_one + b_of_one
    check_close(
        "X @ W + b are the scores of the three layers",
        X @ W + b,
        S,
        given=given,
        hint="melt the first two layers into one, then that one and the third",
    )


@check(points=0.5)
def test_the_narrowest_place_limits_the_rank(collapse):
    for widths, wanted in [([6, 2, 4], 2), ([3, 8, 5], 3), ([9, 8, 4], 4), ([7, 5, 3, 6], 3)]:
        pairs = list(pairwise(widths))
        layers = [(np.ones((d, h)), np.zeros(h)) for d, h in pairs]
        given = f"layers of the widths {', '.join(map(str, widths))}, all weights 1"
        _, _, largest = parts(
            "W, b, largest_rank", call_answer("collapse", collapse, copy.deepcopy(layers)), given=given
        )
        check_close(
            "no more gets through than fits through the narrowest place",
            largest,
            wanted,
            given=given,
            hint="look at all widths: inputs, every hidden layer, outputs",
            mistakes=[
                (
                    1,
                    "this is the rank of this very W: the largest rank depends on the widths alone",
                ),
                (min(widths[1:-1]), "the input and the output can be the narrowest place too"),
                (min(widths[:-1]), "the output can be the narrowest place too"),
                (min(widths[1:]), "the input can be the narrowest place too"),
                (min(widths[0], widths[-1]), "everything must pass through the hidden layers too"),
                (max(widths), "the narrowest place counts, not the widest"),
            ],
        )


@hidden_check(points=1)
def test_one_layer_does_the_work_of_any_number(collapse):
    for seed, widths in enumerate([[3, 2], [2, 5, 3], [4, 1, 4], [6, 3, 5, 2, 7]]):
        rng = np.random.default_rng(seed)
        layers = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(widths)]
        given = f"layers of the widths {widths}"
        W, b, _ = parts(
            "W, b, largest_rank", call_answer("collapse", collapse, copy.deepcopy(layers)), given=given
        )
        zero, unit = np.zeros((1, widths[0])), np.eye(widths[0])
        for W_of_one, b_of_one in layers:
            zero, unit = zero @ W_of_one + b_of_one, unit @ W_of_one
        check_close("W", array("W", W, (widths[0], widths[-1]), given=given), unit, given=given)
        check_close("b", array("b", b, (widths[-1],), given=given), zero[0], given=given)


@hidden_check(points=0.5)
def test_the_largest_rank_is_right_for_any_widths(collapse):
    for seed, widths in enumerate([[3, 2], [2, 5, 3], [5, 4, 4, 1], [9, 3, 5, 8], [4, 6, 7, 2, 8]]):
        rng = np.random.default_rng(seed)
        layers = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(widths)]
        layers[-1][0][:] = 1  # the rank of this very product is 1
        _, _, largest = parts("W, b, largest_rank", call_answer("collapse", collapse, copy.deepcopy(layers)))
        check_close("the largest rank", largest, min(widths), given=f"layers of the widths {widths}")


@wrong("the order is turned")
def order_turned(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, b @ W_next + b_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("multiplies entry by entry")
def entry_by_entry(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W * W_next, b @ W_next + b_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("b1 goes through the second layer too")
def biases_added(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b + b_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("the bias of the first layer is lost")
def first_bias_forgotten(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("the bias of the last layer is lost")
def last_bias_forgotten(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("b1 is a row")
def w_times_b(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, W_next @ b + b_next
    return W, b, min(min(V.shape) for V, _ in layers)


@wrong("too many values to unpack")
def two_layers_only(layers):
    (W1, b1), (W2, b2) = layers
    return W1 @ W2, b1 @ W2 + b2, min(*W1.shape, W2.shape[1])


@wrong("melt the first two layers")
def biases_in_the_middle_forgotten(layers):
    W, b = layers[0]
    for W_next, _ in layers[1:]:
        W, b = W @ W_next, b @ W_next
    return W, b + layers[-1][1], min(min(V.shape) for V, _ in layers)


@wrong("this is the rank of this very W")
def the_rank_of_w(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b, np.linalg.matrix_rank(W)


@wrong("the input and the output can be")
def hidden_widths_only(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b, min([V.shape[1] for V, _ in layers[:-1]])


@wrong("through the hidden layers too")
def shape_of_w_only(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b, min(W.shape)

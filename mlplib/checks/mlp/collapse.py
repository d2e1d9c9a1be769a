# Made from the source of the assignment mlp, which is private. Do not edit.
import copy
from itertools import pairwise

import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, parts

exercise = "5.2"


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

# Made from the source of the assignment mlp, which is private. Do not edit.
import copy
from itertools import pairwise

import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "5.7"


def test_three_units_move_with_all_their_weights(reorder):
    layers = [
        (np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([10.0, 20.0, 30.0])),
        (
            np.array([[1.0, 10.0, 0.0], [2.0, 20.0, 0.0], [3.0, 30.0, 0.0]]),
            np.array([7.0, 8.0, 9.0]),
        ),
    ]
    order = np.array([2, 0, 1])
    given = call_text("reorder", layers, 1, order)
    new = call_answer("reorder", reorder, copy.deepcopy(layers), 1, order)
    check_that(
        "it gives back a list of two layers",
        isinstance(new, list | tuple) and len(new) == 2,
        given=given,
        received=new,
        expected="[(W1, b1), (W2, b2)]",
    )
    (W1, b1), (W2, b2) = (parts("W, b", layer, given=given) for layer in new)
    turned = "unit j of the new layer is unit order[j] of the old one, not the other way round"
    check_close(
        "the columns of W1 move",
        array("W1", W1, (2, 3), given=given),
        [[3, 1, 2], [6, 4, 5]],
        given=given,
        mistakes=[
            ([[2, 3, 1], [5, 6, 4]], turned),
            (
                layers[0][0],
                "nothing has moved in W1: which side of it belongs to the hidden units?",
            ),
        ],
    )
    check_close(
        "the biases move along",
        array("b1", b1, (3,), given=given),
        [30, 10, 20],
        given=given,
        mistakes=[([10, 20, 30], "each unit takes its bias along"), ([20, 30, 10], turned)],
    )
    check_close(
        "the rows of W2 move",
        array("W2", W2, (3, 3), given=given),
        [[3, 30, 0], [1, 10, 0], [2, 20, 0]],
        given=given,
        mistakes=[
            (layers[1][0], "the next layer must know where each unit has gone: its W moves too"),
            (
                [[2, 20, 0], [3, 30, 0], [1, 10, 0]],
                "W2 takes the same order as W1, not the opposite one",
            ),
            (
                [[0, 1, 10], [0, 2, 20], [0, 3, 30]],
                "in the next W the units are the rows, not the columns",
            ),
        ],
    )
    check_close(
        "b2 stays",
        array("b2", b2, (3,), given=given),
        [7, 8, 9],
        given=given,
        hint="b2 has an entry for each output, and outputs keep their order",
    )


def test_the_scores_stay_and_the_hidden_outputs_move(reorder):
    def run(X, layers):
        outputs = [X]
        for W, b in layers:
            outputs.append(np.tanh(outputs[-1] @ W + b))
        return outputs[1:]

    rng = np.random.default_rng(47)
    layers = [(rng.normal(size=(d, h)), np.arange(h) / h) for d, h in pairwise([7, 4, 4, 7])]
    X = 0.5 * rng.normal(size=(1, 7))
    before = run(X, layers)
    for k in [1, 2]:
        order = np.array([1, 3, 0, 2])
        given = f"reorder(layers, {k}, [1, 3, 0, 2]), layers of the widths 7, 4, 4, 7"
        new = call_answer("reorder", reorder, copy.deepcopy(layers), k, order)
        check_that(
            "it gives back a list of three layers",
            isinstance(new, list | tuple) and len(new) == 3,
            given=given,
            received=f"{len(new) if isinstance(new, list | tuple) else 'no'} layers",
            expected="3 pairs (W, b)",
            hint="all layers belong to the network, the unchanged ones too",
        )
        new = [parts("W, b", layer, given=given) for layer in new]
        new = [
            (array("W", W, old[0].shape, given=given), array("b", b, old[1].shape, given=given))
            for (W, b), old in zip(new, layers, strict=True)
        ]
        after, other = run(X, new), 3 - k
        check_close(
            f"the units of hidden layer {other} keep their order",
            after[other - 1],
            before[other - 1],
            given=given,
            hint=f"hidden layer 1 is made by layers[0]; k = {k} means layers[{k - 1}]",
        )
        check_close(
            f"the outputs of hidden layer {k} stand in the new order",
            after[k - 1],
            before[k - 1][:, order],
            given=given,
            hint="columns of W, and entries of b",
        )
        check_close(
            "the scores are what they were",
            after[-1],
            before[-1],
            given=given,
            hint="the next layer must follow",
        )

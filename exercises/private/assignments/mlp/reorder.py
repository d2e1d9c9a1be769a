r"""The units of a layer have no order

Line up the units of a hidden layer differently, and the network still computes the same scores. So each network has many twins. Write `reorder(layers, k, order)` for a list `layers` of pairs `(W, b)`, the number `k` of a hidden layer (the first one has the number 1), and an array `order` that holds the numbers $0 \dots h - 1$ in some order. It gives back a list of pairs for an equal network: unit `j` of its hidden layer `k` is unit `order[j]` of the old one. All other layers keep their order.

For example, with `order = [2, 0, 1]` the old unit 2 comes first. The scores of every input stay what they were, for every activation function.
"""

# canary: 5d1f6c0a9e
import copy
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=7,
    section="put-a-hidden-layer-between-the-picture-and-the-scores",
    star=True,
    todo="which arrays have one row or column for each unit?",
)
def reorder(layers, k, order):
    """Layers [(W, b), ...] of an equal network with the units of hidden layer k in another order."""
    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_any_layer_of_any_network_can_be_reordered(reorder):
    for seed, (widths, k) in enumerate(
        [([2, 5, 1], 1), ([3, 3, 3, 3], 2), ([4, 2, 6, 3, 5], 3), ([1, 7, 2, 4], 1)]
    ):
        rng = np.random.default_rng(seed)
        layers = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(widths)]
        order = np.roll(np.arange(widths[k]), 1)
        given = f"layers of the widths {widths}, k = {k}, order = {order.tolist()}"
        new = call_answer("reorder", reorder, copy.deepcopy(layers), k, order)
        check_that(
            "it gives back all layers",
            isinstance(new, list | tuple) and len(new) == len(layers),
            given=given,
        )
        for i, ((W, b), received) in enumerate(zip(layers, new, strict=True), 1):
            columns = order if i == k else slice(None)
            rows = order if i == k + 1 else slice(None)
            W_new, b_new = parts("W, b", received, given=given)
            check_close(f"W{i}", W_new, W[rows][:, columns], given=given)
            check_close(f"b{i}", b_new, b[columns], given=given)


@wrong("each unit takes its bias along")
def biases_stay(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b), (W_next[order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("must know where each unit has gone")
def next_layer_stays(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next, b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("not the opposite one")
def next_layer_the_opposite_way(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[np.argsort(order)], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("not the other way round")
def everything_the_opposite_way(layers, k, order):
    k = k
    order = np.argsort(order)
    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("which side of it belongs")
def first_layer_stays(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W, b[order]), (W_next[order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("all layers belong to the network")
def only_the_two_layers(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[order], b_next)]
    return [*layers[:0][: k - 1], *changed, *layers[:0][k + 1 :]]


@wrong("means layers[1]")
def always_the_first_hidden_layer(layers, k, order):
    k = 1

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("outputs keep their order")
def next_bias_moves_too(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[order], b_next[order])]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]


@wrong("the units are the rows")
def columns_of_the_next_layer(layers, k, order):
    k = k

    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [(W[:, order], b[order]), (W_next[:, order], b_next)]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]

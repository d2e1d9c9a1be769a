r"""The error $\delta$ of every unit

The slides derive $\delta$ for one hidden layer. Go on to any number of hidden layers: each layer collects its errors from the layer that it feeds.

Write `deltas(x, t, weights)` for *one* example, in the lecture's letters: `x` is a column of shape $(d,)$, `t` holds the targets. `weights` is a list of matrices from the first layer to the last, each of shape (units of this layer, units of the layer before), so that $a_j = \sum_i w_{ji} z_i$. There are no biases. Hidden units have tanh, $z_j = \tanh(a_j)$; the outputs have no activation function, $y_k = a_k$. The loss is $E = \frac12 \sum_k (y_k - t_k)^2$.

Give back a list with one array for each matrix, first layer first: the errors $\delta_j = \partial E/\partial a_j$ of its units.

For example, `deltas(np.array([5.0]), np.array([1.0]), [np.array([[0.0]]), np.array([[2.0]])])` gives `[array([-2.]), array([-1.])]`.
"""

# canary: 5d1f6c0a9e
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=3,
    section="output-nodes-and-hidden-nodes-the-error-",
    todo="forward and keep every z, then back layer by layer",
)
def deltas(x, t, weights):
    """Errors dE/da of all units, one array a layer; tanh in the hidden layers, half the squared error."""
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]  # the outputs
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, (1 - z[k] ** 2) * (weights[k].T @ found[0]))
    return found


@check(points=0.5)
def test_a_hidden_unit_collects_from_the_outputs_that_it_feeds(deltas):
    weights = [np.array([[0.0], [0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])]
    arguments = np.array([6.0]), np.array([-1.0, -2.0]), weights
    given = call_text("deltas", *arguments)
    hidden, out = parts("delta_hidden, delta_out", call_answer("deltas", deltas, *arguments), given=given)
    check_close(
        "all outputs are 0, so their errors are 0 - t",
        array("delta_out", out, (2,), given=given),
        [1, 2],
        given=given,
        mistakes=[
            ([2, 4], "half the squared error leaves no 2"),
            ([-1, -2], "the error is output minus target"),
        ],
    )
    check_close(
        "δ of the first hidden unit is 1·1 + 3·2, of the second 2·1 + 4·2",
        array("delta_hidden", hidden, (2,), given=given),
        [7, 10],
        given=given,
        mistakes=[
            (
                [5, 11],
                "unit j collects w_kj δ_k over all outputs k: that is column j of the matrix",
            ),
            ([0, 0], "z (1 - z) is the slope of the sigmoid; that of tanh is 1 - z²"),
            ([42, 60], "the input x belongs to the gradient of the weight, not to δ"),
            ([4, 12], "each unit collects from all outputs, not only from the one beside it"),
        ],
    )


@check(points=0.5)
def test_there_is_one_error_for_each_unit(deltas):
    rng = np.random.default_rng(64)
    weights = [rng.normal(size=shape).round(1) for shape in [(3, 2), (4, 3), (2, 4), (1, 2)]]
    x, t = np.array([0.5, -1.0]), np.array([0.5])
    given = call_text("deltas", x, t, weights)
    found = call_answer("deltas", deltas, x, t, weights)
    n_found = len(found) if isinstance(found, list | tuple) else None
    check_that(
        "there is one array for each matrix",
        n_found == 4,
        given=given,
        received=found,
        expected="a list of 4 arrays",
        hint="the input has no error; every layer of weights has one array",
    )
    for k, n_units in enumerate([3, 4, 2, 1]):
        check_that(
            f"layer {k + 1} has {n_units} units",
            np.shape(found[k]) == (n_units,),
            given=given,
            received=f"shape {np.shape(found[k])}",
            expected=f"shape ({n_units},)",
            hint="first layer first, the outputs last",
        )
    z = x
    for W in weights[:-1]:
        z = np.tanh(W @ z)
    check_close(
        "the last one is output minus target",
        found[3],
        weights[3] @ z - t,
        given=given,
        hint="tanh in every hidden layer, and none at the output",
    )


@check(points=0.5)
def test_each_error_is_what_a_nudge_of_the_pre_activation_gives(deltas):
    rng = np.random.default_rng(65)
    weights = [rng.normal(size=shape).round(1) for shape in [(3, 4), (5, 3), (2, 5)]]
    x, t = rng.normal(size=4).round(1), rng.normal(size=2).round(1)

    def run(layer, nudge):
        """E, and all pre-activations, with a nudge added to those of one layer."""
        z, a = x, []
        for k, W in enumerate(weights):
            a.append(W @ z + (nudge if k == layer else 0))
            z = np.tanh(a[-1]) if k < 2 else a[-1]
        return 0.5 * ((z - t) ** 2).sum(), a

    given = call_text("deltas", x, t, weights)
    found = parts("delta_1, delta_2, delta_out", call_answer("deltas", deltas, x, t, weights), given=given)
    for layer in [2, 1, 0]:
        a = run(0, 0)[1][layer]
        right = np.array([(run(layer, e)[0] - run(layer, -e)[0]) / 2e-5 for e in 1e-5 * np.eye(len(a))])
        slope = (np.tanh(a + 1e-5) - np.tanh(a - 1e-5)) / 2e-5 if layer < 2 else 1
        at_output = (np.tanh(np.tanh(a) + 1e-5) - np.tanh(np.tanh(a) - 1e-5)) / 2e-5
        check_close(
            f"δ in layer {layer + 1} is ∂E/∂a",
            found[layer],
            right,
            given=given,
            hint="δ_j = h'(a_j) Σ_k w_kj δ_k, with the δ_k of the layer just above",
            mistakes=[
                (2 * right, "half the squared error leaves no 2"),
                (-right, "turn the sign"),
                (right / slope, "the slope h'(a_j) of the hidden unit is left out"),
                (right / slope * at_output, "1 - z² with z = tanh(a) is already the slope at a"),
            ],
        )


@hidden_check(points=1.5)
def test_the_errors_are_right_for_any_number_of_layers(deltas):
    for seed, sizes in enumerate(
        [(3, 2), (2, 4, 3), (3, 3, 3), (1, 2, 3, 4, 5), (5, 1, 4, 1), (2, 6, 5, 4, 3, 2)]
    ):
        rng = np.random.default_rng(seed)
        weights = [rng.normal(size=(after, before)) for before, after in pairwise(sizes)]
        x, t = rng.normal(size=sizes[0]), rng.normal(size=sizes[-1])
        z = [x]
        for W in weights[:-1]:
            z.append(np.tanh(W @ z[-1]))
        right = [weights[-1] @ z[-1] - t]
        for W, out in zip(weights[:0:-1], z[:0:-1]):
            right.insert(0, (1 - out * out) * (W.T @ right[0]))
        given = call_text("deltas", x, t, weights)
        found = call_answer("deltas", deltas, x, t, weights)
        there = isinstance(found, list | tuple) and len(found) == len(right)
        check_that("one array for each matrix", there, given=given, received=found)
        for k, expected in enumerate(right):
            check_close(f"δ in layer {k + 1} of {len(right)}", found[k], expected, given=given)


@wrong("the slope h'(a_j) of the hidden unit is left out")
def no_slope(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, (weights[k].T @ found[0]))
    return found


@wrong("is the slope of the sigmoid")
def slope_of_the_sigmoid(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = z[k] * (1 - z[k])
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found


@wrong("is already the slope at a")
def slope_at_the_output(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - np.tanh(z[k]) ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found


@wrong("half the squared error leaves no 2")
def a_2_too_many(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [2 * (weights[-1] @ z[-1] - t)]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found


@wrong("the error is output minus target")
def target_minus_output(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [t - weights[-1] @ z[-1]]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found


@wrong("that is column j")
def no_transpose(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found


@wrong("first layer first, the outputs last")
def outputs_first(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found if len(found) < 3 else found[::-1]


@wrong("none at the output")
def tanh_at_the_output(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [np.tanh(weights[-1] @ z[-1]) - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found

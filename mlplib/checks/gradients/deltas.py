# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "7.3"


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

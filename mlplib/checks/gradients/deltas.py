# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "7.2"


def test_a_hidden_unit_collects_from_the_outputs_that_it_feeds(deltas):
    weights = [np.array([[0.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])]
    arguments = np.array([6.0]), np.array([-1.0, -2.0]), weights
    given = call_text("deltas", *arguments)
    hidden, out = parts("delta_hidden, delta_out", call_answer("deltas", deltas, *arguments), given=given)
    check_close(
        "all outputs are 0, so their errors are 0 - Y",
        array("delta_out", out, (2,), given=given),
        [1, 2],
        given=given,
        mistakes=[
            ([2, 4], "half the squared error leaves no 2"),
            ([-1, -2], "the error is output minus target"),
            ([5, 11], "first layer first, the outputs last"),
        ],
    )
    check_close(
        "δ of the first hidden unit is 1·1 + 2·2, of the second 3·1 + 4·2",
        array("delta_hidden", hidden, (2,), given=given),
        [5, 11],
        given=given,
        mistakes=[
            (
                [7, 10],
                "unit j collects W_jk δ_k over all outputs k: that is row j of the matrix",
            ),
            ([0, 0], "H (1 - H) is the slope of the sigmoid; that of tanh is 1 - H²"),
            ([30, 66], "the input x belongs to the gradient of the weight, not to δ"),
            ([1, 8], "each unit collects from all outputs, not only from the one beside it"),
        ],
    )


def test_there_is_one_error_for_each_unit(deltas):
    rng = np.random.default_rng(64)
    weights = [rng.normal(size=shape).round(1) for shape in [(2, 3), (3, 4), (4, 2), (2, 1)]]
    x, Y = np.array([0.5, -1.0]), np.array([0.5])
    given = call_text("deltas", x, Y, weights)
    found = call_answer("deltas", deltas, x, Y, weights)
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
    H = x
    for W in weights[:-1]:
        H = np.tanh(H @ W)
    check_close(
        "the last one is output minus target",
        found[3],
        H @ weights[3] - Y,
        given=given,
        hint="tanh in every hidden layer, and none at the output",
    )


def test_each_error_is_what_a_nudge_of_the_pre_activation_gives(deltas):
    rng = np.random.default_rng(65)
    weights = [rng.normal(size=shape).round(1) for shape in [(4, 3), (3, 5), (5, 2)]]
    x, Y = rng.normal(size=4).round(1), rng.normal(size=2).round(1)

    def run(layer, nudge):
        """The loss, and all pre-activations, with a nudge added to those of one layer."""
        H, Z = x, []
        for k, W in enumerate(weights):
            Z.append(H @ W + (nudge if k == layer else 0))
            H = np.tanh(Z[-1]) if k < 2 else Z[-1]
        return 0.5 * ((H - Y) ** 2).sum(), Z

    given = call_text("deltas", x, Y, weights)
    found = parts("delta_1, delta_2, delta_out", call_answer("deltas", deltas, x, Y, weights), given=given)
    for layer in [2, 1, 0]:
        Z = run(0, 0)[1][layer]
        right = np.array([(run(layer, e)[0] - run(layer, -e)[0]) / 2e-5 for e in 1e-5 * np.eye(len(Z))])
        slope = (np.tanh(Z + 1e-5) - np.tanh(Z - 1e-5)) / 2e-5 if layer < 2 else 1
        at_output = (np.tanh(np.tanh(Z) + 1e-5) - np.tanh(np.tanh(Z) - 1e-5)) / 2e-5
        check_close(
            f"δ in layer {layer + 1} is ∂L/∂Z",
            found[layer],
            right,
            given=given,
            hint="δ_j = (1 - H_j²) Σ_k W_jk δ_k, with the δ_k of the layer just above",
            mistakes=[
                (2 * right, "half the squared error leaves no 2"),
                (-right, "turn the sign"),
                (right / slope, "the slope 1 - H_j² of the hidden unit is left out"),
                (right / slope * at_output, "1 - H² with H = tanh(Z) is already the slope at Z"),
            ],
        )

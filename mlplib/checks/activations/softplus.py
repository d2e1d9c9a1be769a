# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "6.2"


def test_at_zero_the_value_is_ln_2_over_the_sharpness_and_the_slope_a_half(softplus):
    for sharpness in [1.0, 4.0]:
        z = np.zeros(2)
        given = call_text("softplus", z, sharpness)
        value, slope = parts("value, slope", call_answer("softplus", softplus, z, sharpness), given=given)
        one = np.ones(2)
        check_close(
            "the value at 0",
            value,
            one * np.log(2) / sharpness,
            given=given,
            mistakes=[
                (one * np.log(2), "divide the logarithm by the sharpness"),
                (one * np.log(2) * sharpness, "divide by the sharpness, do not multiply"),
            ],
        )
        check_close(
            "the slope at 0",
            slope,
            one / 2,
            given=given,
            mistakes=[
                (one * sharpness / 2, "the inner derivative β and the factor 1/β cancel"),
                (one / 2 / sharpness, "the chain rule: the inner derivative β is missing"),
                (one / 4, "this is the slope of the sigmoid: the slope of softplus is simpler"),
            ],
        )


def test_the_slope_agrees_with_central_differences(softplus):
    z, step = np.array([[-1.7, -0.3, 0.0], [0.2, 0.9, 2.2]]), 1e-5
    for sharpness in [0.5, 3.0]:
        given = call_text("softplus", z, sharpness)
        values = []
        for moved in (z + step, z - step):
            value = parts("value, slope", call_answer("softplus", softplus, moved, sharpness), given=given)[0]
            values.append(array("value", value, z.shape, given=given))
        slope = parts("value, slope", call_answer("softplus", softplus, z, sharpness), given=given)[1]
        check_close(
            "the slope is (a(z + ε) - a(z - ε)) / 2ε",
            slope,
            (values[0] - values[1]) / (2 * step),
            given=given,
            hint="derive log(1 + e^(βz)) with the chain rule, then divide both parts of the fraction by e^(βz)",
            mistakes=[(1 / (1 + np.exp(-z)), "the sharpness belongs into the slope as well")],
        )


def test_softplus_of_z_minus_softplus_of_minus_z_is_z(softplus):
    for z in [np.array([-2.0, -0.4, 0.1, 3.0]), np.array([-500.0, 20.0, 500.0])]:
        given = call_text("softplus", z, 2.0)
        with np.errstate(all="ignore"):
            answers = [call_answer("softplus", softplus, sign * z, 2.0) for sign in (1, -1)]
        pairs = [parts("value, slope", answer, given=given) for answer in answers]
        for what, k in [("value", 0), ("slope", 1)]:
            there = all(np.isfinite(np.asarray(pair[k], dtype=float)).all() for pair in pairs)
            check_that(
                f"the {what} is finite",
                there,
                given=given,
                received=f"{what} {pairs[0][k]} at z, {pairs[1][k]} at -z",
                hint="exp of a large number is inf; log(1 + e^u) = max(u, 0) + log(1 + e^-|u|) takes exp of -|u| only",
            )
        left, right = ([array("it", entry, z.shape, given=given) for entry in pair] for pair in pairs)
        check_close("a(z) - a(-z) = z, as for ReLU", left[0] - right[0], z, given=given)
        check_close("a'(z) + a'(-z) = 1", left[1] + right[1], np.ones(len(z)), given=given)

# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, number, parts

exercise = "6.2"


def test_the_gain_makes_up_for_the_mean_square_of_the_outputs(keep_signal):
    for H in [np.array([1.0, 3.0]), np.array([[0.0, 0.1], [-0.2, 0.4]])]:
        given = call_text("keep_signal", H, np.ones(H.shape))
        answer = call_answer("keep_signal", keep_signal, H, np.ones(H.shape))
        gain, _ = parts("gain, factor", answer, given=given)
        square = (H**2).mean()
        check_close(
            "gain² times the mean of H²",
            number("the gain", gain, given=given) ** 2 * square,
            1,
            given=given,
            mistakes=[
                (1 / square, "this is gain²: take the root"),
                (square**2, "the other way round: small outputs need a large gain"),
                (
                    square / H.var(),
                    "the mean of the squares, not the variance: do not subtract the mean of H",
                ),
                (square / H.mean() ** 2, "first square, then take the mean"),
            ],
            hint="solve gain² · mean(H²) = 1 for the gain",
        )


def test_the_factor_has_the_gain_and_the_slopes_in_it(keep_signal):
    H, slopes = np.array([0.5, -0.5, 0.5, 0.5]), np.array([0.2, 0.4, 0.2, 0.4])
    given = call_text("keep_signal", H, slopes)
    _, factor = parts("gain, factor", call_answer("keep_signal", keep_signal, H, slopes), given=given)
    root = np.sqrt(0.1)
    check_close(
        "the gain is 2, the mean of the squared slopes 0.1, so the factor is 2 · √0.1",
        factor,
        2 * root,
        given=given,
        mistakes=[
            (root, "the weights count on the way back, too: the gain is missing"),
            (2 * 0.3, "the mean of the slopes is not enough: the lengths need the mean of their squares"),
            (4 * 0.1, "this is the factor of the mean square: the length is its root"),
            (2 * 0.1, "the root of the mean square of the slopes is missing"),
        ],
    )


def test_a_straight_function_keeps_both_with_gain_1_over_its_slope(keep_signal):
    z = np.array([-1.0, 1.0, 1.0, -1.0])
    for slope in [1.0, 0.25, 3.0]:
        arguments = slope * z, np.full(4, slope)
        given = call_text("keep_signal", *arguments)
        gain, factor = parts("gain, factor", call_answer("keep_signal", keep_signal, *arguments), given=given)
        check_close(f"a(z) = {slope:g} z needs the gain {1 / slope:g}", gain, 1 / slope, given=given)
        check_close("gain and slope cancel on the way back", factor, 1, given=given)

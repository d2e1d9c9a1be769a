# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "8.1"


def test_seven_digits_of_the_slopes_of_cubes_are_right(check_gradient):
    def cubes_plus_100(W):
        return 100 + (np.asarray(W) ** 3).sum()

    W = np.array([[0.5, -1.0, 1.5], [2.0, -0.25, 1.0]])
    right = 3 * W**2
    given = call_text("check_gradient", cubes_plus_100, W, right)
    nudged, _ = parts(
        "nudged, error",
        call_answer("check_gradient", check_gradient, cubes_plus_100, W, right),
        given=given,
    )
    nudged = array("nudged", nudged, W.shape, given=given)
    off = nudged - right
    forward = np.sum(off * W) / np.sum(3 * W**2)  # a forward difference is off by 3 W ε
    if np.allclose(nudged, 2 * right, rtol=1e-3):
        hint = "divide by 2ε: the two points are 2ε apart"
    elif np.allclose(nudged, right.sum(), rtol=1e-3):
        hint = "nudge one entry at a time, not the whole array"
    elif abs(forward) > 1e-9 and np.allclose(off, 3 * W * forward, rtol=0.3, atol=abs(forward)):
        hint = "this is a one-sided difference: nudge up and down, and divide by 2ε"
    elif off.mean() > 1e-7 and np.ptp(off) < 0.1 * off.mean():
        hint = f"the formula is too coarse: ε seems to be {off.mean() ** 0.5:.1g}, take a smaller one"
    elif np.allclose(nudged, right, atol=0.1):
        hint = "the digits are lost to rounding: your ε is too small"
    else:
        hint = "(f(W + ε) - f(W - ε)) / 2ε, with ε added to one entry of a copy of W"
    check_that(
        "the derivative of w³ is 3w², to seven digits",
        np.abs(off).max() < 2e-7,
        given=given,
        received=f"{nudged.round(8).tolist()}, off by up to {np.abs(off).max():.0e}",
        expected=right,
        hint=hint,
    )


def test_the_error_is_that_of_the_worst_entry(check_gradient):
    def weighted_sum(W):
        return 10 * W[0] - 2 * W[1] + 0.5 * W[2]

    W = np.array([1.0, 2.0, 3.0])
    for received, right, mistakes in [
        (
            [10, -2, 1],
            0.5,
            [
                (1, "divide by the larger of |a| and |b|, not by the nudged value"),
                (1 / 3, "divide by the larger of |a| and |b|, not by their sum"),
                (0.5 / 3, "this is the mean over the entries: one wrong entry must not hide"),
                (0.05, "compare each entry with its own size, not with the largest of all"),
                (
                    0,
                    "an error of 0 for a gradient with a wrong entry: take the largest, not the smallest",
                ),
            ],
        ),
        (
            [10, 2, 0.5],
            2,
            [
                (0, "the signs differ: take |a - b|, not the difference of the sizes"),
                (-2, "take the sizes: |a| and |b|"),
            ],
        ),
        ([10, -2, 0.5], 0, []),
    ]:
        received = np.array(received, dtype=float)
        given = call_text("check_gradient", weighted_sum, W, received)
        _, error = parts(
            "nudged, error",
            call_answer("check_gradient", check_gradient, weighted_sum, W, received),
            given=given,
        )
        check_close(
            "error is the largest |a - b| / max(|a|, |b|)",
            error,
            right,
            given=given,
            mistakes=mistakes,
            hint="b is about (10, -2, 0.5); work out the three quotients",
        )


def test_entries_that_are_0_on_both_sides_count_as_0(check_gradient):
    def first_only(W):
        return 3 * W[0, 0]

    W, received = np.ones((2, 2)), np.array([[3.0, 0.0], [0.0, 0.0]])
    given = call_text("check_gradient", first_only, W, received)
    with np.errstate(divide="ignore", invalid="ignore"):
        nudged, error = parts(
            "nudged, error",
            call_answer("check_gradient", check_gradient, first_only, W, received),
            given=given,
        )
    check_close(
        "only the first entry has a slope",
        nudged,
        received,
        given=given,
        hint="nudge every entry of W",
    )
    check_that(
        "0 against 0 is no error",
        np.ndim(error) == 0 and np.isfinite(error),
        given=given,
        received=error,
        expected="about 0",
        hint="0/0 is not a number: where both are 0, divide by 1 instead",
    )
    check_close("0 against 0 is no error", error, 0, given=given)

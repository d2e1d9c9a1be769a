# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


def asked(check_gradient, *arguments):
    """What the answer gives back, as three numbers, and the call."""
    given = call_text("check_gradient", *arguments)
    answer = parts(
        "nudged, claimed, error", call_answer("check_gradient", check_gradient, *arguments), given=given
    )
    names = ["nudged", "claimed", "error"]
    return [number(name, value, given=given) for name, value in zip(names, answer, strict=True)], given

exercise = "8.1"


def test_seven_digits_of_the_slopes_of_cubes_are_right(check_gradient):
    places = []

    def cubes_plus_90(W):
        places.append(np.array(W, dtype=float))
        return 90 + (places[-1] ** 3).sum()

    W, V = np.array([[0.5, -1.0, 1.5], [0.0, -0.25, 1.0]]), np.array([[2.0, 0.0, 0.5], [3.0, -1.0, 0.25]])
    right = (3 * W**2 * V).sum()
    (nudged, _, _), given = asked(check_gradient, cubes_plus_90, W, 3 * W**2, V)
    nudges = [np.abs(place - W).max() for place in places if place.shape == W.shape]
    if np.isclose(nudged, 2 * right, rtol=1e-3):
        hint = "divide by 2ε: the two points are 2ε apart"
    elif np.isclose(nudged, (3 * W**2).sum(), rtol=1e-3):
        hint = "nudge each entry by ε times its entry of V"
    elif min(nudges, default=0) == 0:
        hint = "this is a one-sided difference: nudge up and down, and divide by 2ε"
    elif max(nudges) > 1e-3:
        hint = "the formula is too coarse: take a smaller ε"
    elif max(nudges) < 1e-7:
        hint = "the digits are lost to rounding: your ε is too small"
    else:
        hint = "(f(W + εV) - f(W - εV)) / 2ε"
    check_that(
        "the slope along V is the sum of 3 W² V, to seven digits",
        abs(nudged - right) < 5e-7,
        given=given,
        received=f"{nudged:.9g}, off by {abs(nudged - right):.0e}",
        expected=f"{right:.9g}",
        hint=hint,
    )
    check_that(
        "two losses are enough",
        len(places) == 2,
        given=given,
        received=f"f was called {len(places)} times",
        expected="2 calls",
        hint="nudge all entries at once, W + εV, not one by one",
    )


def test_the_error_compares_two_slopes(check_gradient):
    def weighted_sum(W):
        return 10 * W[0] - 2 * W[1] + 0.5 * W[2]

    W, V = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 4.0])
    cases = [
        ([10, -2, 0.5], 8, 0),
        ([10, -2, 2.5], 16, 0.5),
        ([-10, 2, -0.5], -8, 2),
        ([10, -4, 0.5], 4, 0.5),
    ]
    for received, right, quotient in cases:
        (nudged, claimed, error), given = asked(check_gradient, weighted_sum, W, np.array(received, float), V)
        check_close("the slope along V is 10 - 2·2 + 0.5·4", nudged, 8, given=given)
        check_close(
            "claimed is the sum of received times V",
            claimed,
            right,
            given=given,
            hint="multiply entry by entry, then add",
            mistakes=[
                (right / 3, "this is the mean of the products: add them up"),
                (sum(received), "each entry of received is multiplied by its entry of V"),
            ],
        )
        check_close(
            "error is |a - b| / max(|a|, |b|)",
            error,
            quotient,
            given=given,
            mistakes=[
                (abs(right - 8) / 8, "divide by the larger of |a| and |b|, not by the nudged slope"),
                (abs(right - 8), "the difference alone is not relative: divide by the larger of |a| and |b|"),
                (
                    abs(right - 8) / abs(right),
                    "divide by the larger of |a| and |b|, not by the claimed slope",
                ),
                (-quotient, "take sizes: |a - b|"),
                (0, "the signs differ: take |a - b|, not the difference of the sizes"),
            ],
            hint="a is claimed, b is nudged",
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        given = call_text("check_gradient", weighted_sum, W, 0 * W, 0 * V)
        answer = call_answer("check_gradient", check_gradient, weighted_sum, W, 0 * W, 0 * V)
    error = parts("nudged, claimed, error", answer, given=given)[2]
    check_that(
        "0 against 0 is no error",
        np.ndim(error) == 0 and error == 0,
        given=given,
        received=error,
        expected="0",
        hint="0/0 is not a number: where both are 0, give back 0",
    )

# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts

exercise = "1.5"


def test_a_little_more_or_less_makes_the_slowest_coordinate_slower(best_rate):
    for curvatures in [np.array([1.0, 2.0, 10.0]), np.array([0.5, 6.0, 0.3, 4.0])]:
        given = call_text("best_rate", curvatures)
        rate, _ = parts("rate, factor", call_answer("best_rate", best_rate, curvatures), given=given)
        rate, limit = number("the rate", rate, given=given), 2 / curvatures.max()
        hints = [
            (limit, "this is the limit of the chapter: there one coordinate never comes to rest"),
            (
                limit / 2,
                "this brings the steepest coordinate to rest in one step; the flattest crawls",
            ),
            (
                1 / curvatures.min(),
                "this suits the flattest coordinate only; the steepest explodes",
            ),
            (1 / curvatures.mean(), "not the mean: the curvatures in between do not matter"),
        ]
        named = [words for value, words in hints if np.isclose(rate, value)]
        hint = named[0] if named else "move the rate until the factors of two coordinates have the same size"
        worst = [np.abs(1 - r * curvatures).max() for r in (rate, 0.9999 * rate, 1.0001 * rate)]
        check_that(
            "no rate beside it has a smaller worst factor",
            worst[0] < min(worst[1:]),
            given=given,
            received=f"rate {rate:.6g} with worst factor {worst[0]:.6g}",
            expected="both neighbours are worse",
            hint=hint,
        )


def test_the_factor_is_the_size_that_is_left(best_rate):
    for curvatures, left in [
        (np.array([4.0]), 0),
        (np.array([1.0, 3.0]), 0.5),
        (np.array([1.0, 2.0, 4.0]), 0.6),
    ]:
        given = call_text("best_rate", curvatures)
        rate, factor = parts("rate, factor", call_answer("best_rate", best_rate, curvatures), given=given)
        rate = number("the rate", rate, given=given)
        check_close(
            "the factor that is left",
            factor,
            left,
            given=given,
            mistakes=[
                (
                    -left,
                    "this is the factor of the steepest coordinate with its sign: give back its size",
                ),
                (
                    np.abs(1 - rate * curvatures).max(),
                    "the factor fits your rate, but another rate has a smaller one",
                ),
                (left**2, "this is how J shrinks: give back the factor of the coordinate"),
            ],
            hint="put your rate into |1 - rate · curvature|, and take the largest",
        )

# Made from the source of the assignment feature_spaces, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


def loss_of(x, y, u):
    s = 3 * np.cos(u * x)
    return np.mean(np.logaddexp(0, s) - y * s)

exercise = "2.5"


def test_one_step_goes_downhill_by_rate_times_slope(find_stripes):
    x, y = np.array([0.0, 1.0, 2.0]), np.array([1, 0, 1])
    given = call_text("find_stripes", x, y, np.array([2.0]), 0.1, 1)
    slope = (loss_of(x, y, 2 + 1e-4) - loss_of(x, y, 2 - 1e-4)) / 2e-4
    _, ends = parts(
        "best, ends", call_answer("find_stripes", find_stripes, x, y, np.array([2.0]), 0.1, 1), given=given
    )
    check_close(
        "one step subtracts rate times slope",
        ends,
        [2 - 0.1 * slope],
        given=given,
        mistakes=[
            ([2 + 0.1 * slope], "this goes uphill: subtract the step"),
            ([2 - 0.2 * slope], "the two nudged values lie 0.0002 apart: divide by that"),
            ([2.0], "u did not move: change it in every step"),
        ],
        hint="slope: the difference of the two nudged losses, divided by their distance",
    )


def test_of_several_valleys_the_lowest_is_kept(find_stripes):
    x = np.linspace(-2, 2, 201)
    y, starts = (np.cos(5 * x) > 0).astype(int), np.array([6.0, 1, 9])
    given = call_text("find_stripes", x, y, starts, 0.1, 100) + ", classes 1 where cos 5x > 0"
    best, ends = parts(
        "best, ends", call_answer("find_stripes", find_stripes, x, y, starts, 0.1, 100), given=given
    )
    best, ends = number("best", best, given=given), array("ends", ends, (3,), given=given)
    check_that(
        "the descent from 6 comes near 5",
        abs(ends[0] - 5) < 0.1,
        given=given,
        received=ends,
        expected="about 5 in the first place",
        hint="take all the steps from one start, then begin at the next",
    )
    check_that(
        "the descents from 1 and 9 come to rest in other valleys",
        abs(ends[1] - 5) > 1 and abs(ends[2] - 5) > 1,
        given=given,
        received=ends,
        hint="every descent begins at its own start, not where the last one ended",
    )
    check_that(
        "best is the end with the lowest loss",
        abs(best - ends[0]) < 1e-9,
        given=given,
        received=best,
        expected=ends[0],
        hint="compare the losses at the ends, not the ends and not the last of them",
    )

# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "3.4"


def test_five_points_are_shared_out_by_hand(lloyd_step):
    # (3, 3) is nearer to (0, 0) by squares, 18 < 25, and nearer to (8, 3) by absolute values, 5 < 6
    X = np.array([[0.0, 0.0], [3.0, 3.0], [9.0, 3.0], [9.0, 5.0], [8.0, 4.0]])
    centres = np.array([[0.0, 0.0], [8.0, 3.0], [0.0, 40.0]])
    given = call_text("lloyd_step", X, centres)
    shares, _ = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X, centres), given=given)
    hint = "np.bincount stops at the last centre that has points: give it minlength"
    if np.shape(shares) == (3, 2):
        hint = "these are the moved centres: give back the shares first"
    check_that(
        "there is one share for each centre",
        np.shape(shares) == (3,),
        given=given,
        received=f"shape {np.shape(shares)}",
        expected="shape (3,)",
        hint=hint,
    )
    check_close(
        "two points belong to the first centre, three to the second, none to the third",
        shares,
        [0.4, 0.6, 0],
        given=given,
        hint="one share for each centre, also for one without points",
        mistakes=[
            (
                [0.2, 0.8, 0],
                "(3, 3) went to (8, 3): the distance is a sum of squares, not of absolute values",
            ),
            ([2, 3, 0], "these are counts: divide by the number of points"),
            ([0, 0, 1], "the points went to the *farthest* centre: argmin, not argmax"),
            ([2 / 3, 1, 0], "divide by the number of points, not of centres"),
        ],
    )


def test_centres_move_to_the_mean_and_an_empty_one_stays(lloyd_step):
    X = np.array([[0, 0], [3, 2], [9, 3], [9, 6], [8, 3]])
    centres = np.array([[0, 1], [8, 3], [0, 40]])
    given = call_text("lloyd_step", X, centres)
    _, moved = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X, centres), given=given)
    if np.shape(moved) == (3, 2):
        check_that(
            "a centre without points stays at (0, 40)",
            np.array_equal(np.asarray(moved)[2], [0, 40]),
            given=given,
            received=np.asarray(moved)[2],
            expected="[0, 40]",
            hint="it has no points, so it has no mean: look whether there are any",
        )
    moved = array("moved", moved, (3, 2), given=given)
    check_close(
        "centres with points move to the mean of these points",
        moved,
        [[1.5, 1], [26 / 3, 4], [0, 40]],
        given=given,
        hint="the mean over the points that belong to the centre, for each coordinate",
        mistakes=[
            (
                [[1, 1], [8, 4], [0, 40]],
                "the means were cut to whole numbers: make a copy of type float first",
            ),
            (
                [[3, 2], [26, 12], [0, 40]],
                "this is the sum of the points: divide by how many they are",
            ),
            ([[0, 1], [8, 3], [0, 40]], "the centres did not move"),
        ],
    )


def test_points_are_assigned_once_and_their_order_plays_no_part(lloyd_step):
    X, centres = np.array([[0.0], [3.0], [9.0], [10.0]]), np.array([[0.0], [4.0]])
    given = call_text("lloyd_step", X, centres)
    shares, moved = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X, centres), given=given)
    check_close(
        "the shares belong to the centres 0 and 4",
        shares,
        [0.25, 0.75],
        given=given,
        mistakes=[([0.5, 0.5], "the shares belong to the centres that were given, not to the moved ones")],
    )
    check_close(
        "the moved centres",
        moved,
        [[0], [22 / 3]],
        given=given,
        mistakes=[([[1.5], [9.5]], "this is more than one step: assign the points once")],
    )
    rng = np.random.default_rng(25)
    X, centres = rng.normal(size=(20, 3)), rng.normal(size=(4, 3))
    order = rng.permutation(20)
    given = call_text("lloyd_step", X[order], centres) + ", the rows in another order"
    one = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X, centres), given=given)
    other = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X[order], centres), given=given)
    for what, a, b in zip(["shares", "moved"], one, other):
        check_close(
            f"another order of the points leaves {what} as it is",
            b,
            a,
            given=given,
            hint="a sum over rows does not know their order: does your code use the row number?",
        )
    given = call_text("lloyd_step", np.array([[1.0]]), np.array([[0.0], [2.0]]))
    tied = call_answer("lloyd_step", lloyd_step, np.array([[1.0]]), np.array([[0.0], [2.0]]))
    check_close(
        "of two equally near centres the first one counts",
        array("shares", tied[0], (2,), given=given),
        [1, 0],
        given=given,
        hint="replace the nearest centre only by one that is *nearer*; argmin does so",
    )

# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that

exercise = "3.2"


def test_three_gradients_by_hand(cell_votes):
    d_down, d_right = np.array([[1, 12, 0]]), np.array([[5, 1, 0]])  # about 11° and 85°, and a flat pixel
    given = call_text("cell_votes", d_down, d_right, 9)
    short, long = 26**0.5, 145**0.5
    expected = np.zeros(9)
    expected[0], expected[4] = short, long
    swapped = np.zeros(9)
    swapped[0], swapped[3] = long, short
    counted = np.where(expected > 0, 1, 0)
    with_flat = counted + np.eye(9)[0]
    signed = np.zeros(9)
    signed[0], signed[2] = short, long
    check_close(
        "11° votes for interval 0 and 85° for interval 4, by their lengths",
        call_answer("cell_votes", cell_votes, d_down, d_right, 9),
        expected / 171**0.5,
        given=given,
        hint="an interval is 180° / 9 = 20° wide; the lengths are √26 and √145",
        mistakes=[
            (signed / 171**0.5, "360° were spread over the intervals: directions end before 180°"),
            (
                swapped / 171**0.5,
                "the slopes are swapped: arctan2 takes d_down first, and 0° is to the right",
            ),
            (counted / 2**0.5, "pixels were counted: each votes with the length of its gradient"),
            (with_flat / 5**0.5, "pixels were counted: each votes with the length of its gradient"),
            (expected**2 / (26**2 + 145**2) ** 0.5, "the votes are squared lengths: take the root"),
            (
                expected / expected.sum(),
                "the votes sum to 1: their *squares* should, so divide by their length",
            ),
            (expected, "the votes are not scaled: divide by the root of the sum of their squares"),
            (expected / 171, "divide by the *root* of the sum of the squares"),
        ],
    )


def test_opposite_directions_are_one(cell_votes):
    # the four pairs of opposite gradients lie at about 21°, 117°, 0° and 90°
    d_down, d_right = np.array([[5, 8], [0, 7]]), np.array([[13, -4], [6, 0]])
    given = call_text("cell_votes", d_down, d_right, 6)
    votes = array("the result", call_answer("cell_votes", cell_votes, d_down, d_right, 6), (6,), given=given)
    check_that(
        "21° and 0° share interval 0, and 90° and 117° share interval 3",
        (votes > 0).nonzero()[0].tolist() == [0, 3],
        given=given,
        received=votes,
        expected="votes in intervals 0 and 3 alone",
        hint="with 6 orientations each interval is 30° wide; take directions modulo 180° first",
    )
    given = call_text("cell_votes", -d_down, -d_right, 6)
    check_close(
        "all gradients turned round give the same votes",
        call_answer("cell_votes", cell_votes, -d_down, -d_right, 6),
        votes,
        given=given,
        hint="add or take half a turn: directions modulo 180°, not their absolute value",
    )


def test_contrast_drops_out_and_a_flat_cell_is_zero(cell_votes):
    rng = np.random.default_rng(24)
    d_down, d_right = rng.integers(-20, 21, size=(2, 4, 5))
    given = call_text("cell_votes", 7 * d_down, 7 * d_right, 9)
    votes, steeper = (
        array("the result", call_answer("cell_votes", cell_votes, k * d_down, k * d_right, 9), (9,))
        for k in (1, 7)
    )
    hint = "scale the votes to length 1"
    check_that(
        "twenty gradients in many directions vote for several intervals",
        (votes > 0).sum() > 2,
        given=given,
        received=votes,
        hint="the interval of a pixel depends on its own direction",
    )
    check_close("seven times the slope, the same votes", steeper, votes, given=given, hint=hint)
    check_close(
        "the squares of the votes sum to 1",
        (votes**2).sum(),
        1,
        given=call_text("cell_votes", d_down, d_right, 9),
        hint=hint,
    )
    flat = np.zeros((4, 4), dtype=int)
    given = call_text("cell_votes", flat, flat, 9)
    received = np.asarray(call_answer("cell_votes", cell_votes, flat, flat, 9), dtype=float)
    check_that(
        "a flat cell has no votes",
        received.shape == (9,) and (received == 0).all(),
        given=given,
        received=received,
        expected=np.zeros(9),
        hint="0 / 0 is not a number: do not scale votes of length 0",
    )

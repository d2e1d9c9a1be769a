"""Edges in one cell

Write `cell_votes(d_down, d_right, orientations)`, the histogram of oriented gradients of *one* cell. `d_down` and `d_right` have the same shape, $(h, w)$, and hold the slopes of the brightness down and to the right, as whole numbers.

Directions go from 0° (to the right) to 90° (down) and end before 180°. Opposite directions count as one. Cut them into `orientations` equal intervals. Each pixel votes for the interval of its direction, with the length of its gradient. Give back the votes, of shape `(orientations,)`, scaled so that the sum of their squares is 1. In a flat cell, where all slopes are 0, all votes are 0.

For example, a cell with the slopes `d_down = np.array([[0, 4]])` and `d_right = np.array([[3, 0]])` gives, with 2 orientations, the votes 3 and 4, scaled to 0.6 and 0.8.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=2,
    section="histogram-of-oriented-gradients-which-edges-where",
    todo="direction, interval, votes by length, scale",
)
def cell_votes(d_down, d_right, orientations):
    """Votes (orientations,) of the gradients of one cell, slopes (h, w), scaled to length 1."""
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    interval = (direction * orientations / 180).astype(int)  # (h, w)
    length = np.hypot(d_down, d_right)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=0.5)
def test_votes_of_random_cells(cell_votes):
    for seed, (shape, orientations) in enumerate(
        [((8, 8), 9), ((1, 1), 4), ((6, 10), 7), ((32, 32), 12), ((3, 2), 1)]
    ):
        rng = np.random.default_rng(2400 + seed)
        d_down, d_right = rng.integers(-255, 256, size=(2, *shape))
        votes = np.zeros(orientations)
        for down, right in zip(d_down.ravel(), d_right.ravel()):
            votes[int(np.degrees(np.arctan2(down, right)) % 180 * orientations / 180)] += np.hypot(
                down, right
            )
        given = call_text("cell_votes", d_down, d_right, orientations)
        received = call_answer("cell_votes", cell_votes, d_down, d_right, orientations)
        check_close("the votes", received, votes / np.linalg.norm(votes), given=given)
    flat = np.zeros((8, 8), dtype=int)
    received = call_answer("cell_votes", cell_votes, flat, flat, 5)
    check_close(
        "a flat cell has no votes",
        received,
        np.zeros(5),
        given=call_text("cell_votes", flat, flat, 5),
    )


@wrong("the slopes are swapped")
def swapped_slopes(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)
    direction = np.degrees(np.arctan2(d_right, d_down)) % 180
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@wrong("pixels were counted")
def counts_pixels(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)
    length = np.ones(d_right.shape)
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@wrong("the votes are squared lengths")
def squared_lengths(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)
    length = (d_down**2 + d_right**2).astype(float)
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@wrong("360° were spread over the intervals")
def signed_directions(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)
    direction = np.degrees(np.arctan2(d_down, d_right)) % 360 / 2
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@wrong("not their absolute value")
def directions_below_0_turned_over(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)
    direction = np.abs(np.degrees(np.arctan2(d_down, d_right))) % 180
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@wrong("their *squares* should")
def scaled_to_sum_1(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)

    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = votes.sum()
    return votes / size if size > 0 else votes


@wrong("the votes are not scaled")
def not_scaled(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)

    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes


@wrong("do not scale votes of length 0")
def divides_a_flat_cell_by_0(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    length = np.hypot(d_down, d_right)

    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes * (1 / size if size > 0 else np.nan)

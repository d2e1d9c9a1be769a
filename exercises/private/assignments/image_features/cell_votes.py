"""Edges in one cell, with shared votes

Write `cell_votes(d_down, d_right, orientations)`, the histogram of oriented gradients of *one* cell. `d_down` and `d_right` have the same shape, $(h, w)$, and hold the slopes of the brightness down and to the right, as whole numbers.

Directions go from 0° (to the right) to 90° (down) and end before 180°. Opposite directions count as one. In the chapter the whole vote of a pixel goes to one interval, and jumps to the next when the direction turns a little across the border. Here the vote is *shared*. The `orientations` stand equally far apart, from 0° on: with 9 they are 0°, 20°, 40° and so on to 160°, and after 160° comes the first one again, since 180° is 0°. Each pixel votes with the length of its gradient, and shares its vote between the two orientations on both sides of its direction, the nearer one getting more: 25° lies a quarter of the way from 20° to 40°, so a quarter of the vote goes to 40° and three quarters to 20°.

Give back the votes, of shape `(orientations,)`, scaled so that the sum of their squares is 1. In a flat cell, where all slopes are 0, all votes are 0.

For example, let `d_down = np.array([[0, 1]])` and `d_right = np.array([[3, 1]])`, with 2 orientations, 0° and 90°. The first pixel gives 3 to 0°. The second, at 45°, gives half of its √2 to each. The votes are 3.707 and 0.707, scaled to 0.982 and 0.187.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=2,
    section="histogram-of-oriented-gradients-which-edges-where",
    star=True,
    todo="direction, the orientations on both sides, votes by length, scale",
)
def cell_votes(d_down, d_right, orientations):
    """Shared votes (orientations,) of the gradients of one cell, slopes (h, w), scaled to length 1."""
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place = direction * orientations / 180  # (h, w); 2.25 lies between the orientations 2 and 3
    before, length = place.astype(int), np.hypot(d_down, d_right)
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - place + before) * length)
    np.add.at(votes, (before + 1) % orientations, (place - before) * length)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes


@check(points=0.5)
def test_three_gradients_by_hand(cell_votes):
    d_down, d_right = np.array([[4, 5, 0]]), np.array([[4, 0, 0]])  # 45° and 90°, and a flat pixel
    given = call_text("cell_votes", d_down, d_right, 9)
    root = 2**0.5
    expected, whole, turned, middles, spread, swapped, counted, squared = np.zeros((8, 9))
    expected[[2, 3, 4, 5]] = 3 * root, root, 2.5, 2.5
    whole[[2, 4]] = 4 * root, 5
    turned[[2, 3, 4, 5]] = root, 3 * root, 2.5, 2.5
    middles[[1, 2, 4]] = root, 3 * root, 5
    spread[[1, 2, 3]] = 3.5 * root, 0.5 * root + 3.75, 1.25
    swapped[[0, 2, 3]] = 5, 3 * root, root
    counted[[2, 3, 4, 5]] = 0.75, 0.25, 0.5, 0.5
    squared[[2, 3, 4, 5]] = 24, 8, 12.5, 12.5
    with_flat = counted + np.eye(9)[0]
    named = [
        (whole, "each vote went to one orientation: share it between the two on both sides"),
        (turned, "the shares are turned round: the nearer orientation gets more"),
        (middles, "the orientations are 0°, 20°, 40°, not the middles of intervals, 10°, 30°, 50°"),
        (spread, "360° were spread over the orientations: directions end before 180°"),
        (swapped, "the slopes are swapped: arctan2 takes d_down first, and 0° is to the right"),
        (counted, "pixels were counted: each votes with the length of its gradient"),
        (with_flat, "pixels were counted: each votes with the length of its gradient"),
        (squared, "the votes are squared lengths: take the root"),
    ]
    size = np.linalg.norm(expected)
    check_close(
        "45° votes for 40° and 60°, three to one, and 90° for 80° and 100°, by their lengths",
        call_answer("cell_votes", cell_votes, d_down, d_right, 9),
        expected / size,
        given=given,
        hint="the orientations are 180° / 9 = 20° apart; the lengths are √32 and 5",
        mistakes=[
            *[(votes / np.linalg.norm(votes), words) for votes, words in named],
            (
                expected / expected.sum(),
                "the votes sum to 1: their *squares* should, so divide by their length",
            ),
            (expected, "the votes are not scaled: divide by the root of the sum of their squares"),
            (expected / size**2, "divide by the *root* of the sum of the squares"),
        ],
    )


@check(points=0.5)
def test_opposite_directions_are_one(cell_votes):
    d_down, d_right = np.array([[1]]), np.array([[-1]])  # 135°
    given = call_text("cell_votes", d_down, d_right, 3)
    votes = np.asarray(call_answer("cell_votes", cell_votes, d_down, d_right, 3), dtype=float)
    around = "after the last orientation comes the first: orientation (k + 1) % orientations"
    check_that(
        "there is a vote for each orientation",
        votes.shape == (3,),
        given=given,
        received=f"shape {votes.shape}",
        expected="shape (3,)",
        hint=around,
    )
    check_close(
        "135° shares its vote between 120° and 180°, which is 0°, three to one",
        votes,
        np.array([1, 0, 3]) / 10**0.5,
        given=given,
        hint=around,
    )
    # the four pairs of opposite gradients lie at about 21°, 117°, 0° and 90°
    d_down, d_right = np.array([[5, 8], [0, 7]]), np.array([[13, -4], [6, 0]])
    votes, opposite = (
        array(
            "the result",
            call_answer("cell_votes", cell_votes, sign * d_down, sign * d_right, 6),
            (6,),
            given=call_text("cell_votes", sign * d_down, sign * d_right, 6),
        )
        for sign in (1, -1)
    )
    check_close(
        "all gradients turned round give the same votes",
        opposite,
        votes,
        given=call_text("cell_votes", -d_down, -d_right, 6),
        hint="add or take half a turn: directions modulo 180°, not their absolute value",
    )


@check(points=0.5)
def test_contrast_drops_out_and_a_flat_cell_is_zero(cell_votes):
    d_down, d_right = np.array([[0, 0, 1]]), np.array([[1, 1, 0]])
    check_close(
        "two pixels at 0° vote twice as much as one at 90°",
        call_answer("cell_votes", cell_votes, d_down, d_right, 2),
        np.array([2, 1]) / 5**0.5,
        given=call_text("cell_votes", d_down, d_right, 2),
        hint="add up the votes of all pixels, then scale",
        mistakes=[
            (
                np.array([1, 1]) / 2**0.5,
                "with votes[k] += ... an index that occurs twice counts once: np.add.at adds both",
            )
        ],
    )
    rng = np.random.default_rng(24)
    d_down, d_right = rng.integers(-20, 21, size=(2, 4, 5))
    given = call_text("cell_votes", 7 * d_down, 7 * d_right, 9)
    votes, steeper = (
        array("the result", call_answer("cell_votes", cell_votes, k * d_down, k * d_right, 9), (9,))
        for k in (1, 7)
    )
    hint = "scale the votes to length 1"
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
        votes, width = np.zeros(orientations), 180 / orientations
        for down, right in zip(d_down.ravel(), d_right.ravel()):
            direction = np.degrees(np.arctan2(down, right)) % 180
            for k in range(orientations + 1):
                near = max(0, 1 - abs(direction - k * width) / width)
                votes[k % orientations] += near * np.hypot(down, right)
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


@wrong("each vote went to one orientation")
def the_votes_of_the_chapter(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), 0
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("the nearer orientation gets more")
def the_shares_turned_round(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), 1 - place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("not the middles of intervals")
def shared_between_the_middles(d_down, d_right, orientations):
    direction = (np.degrees(np.arctan2(d_down, d_right)) - 90 / orientations) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("the slopes are swapped")
def swapped_slopes(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_right, d_down)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("pixels were counted")
def counts_pixels(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.ones(d_down.shape)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("the votes are squared lengths")
def squared_lengths(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, d_down**2.0 + d_right**2
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("360° were spread over the orientations")
def signed_directions(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 360 / 2
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("after the last orientation comes the first")
def the_share_beyond_the_last_is_lost(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations + 1)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, before + 1, part * length)
    votes = votes[:orientations]
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("not their absolute value")
def directions_below_0_turned_over(d_down, d_right, orientations):
    direction = np.abs(np.degrees(np.arctan2(d_down, d_right))) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("an index that occurs twice counts once")
def plus_equals_at_many_places(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    votes[before] += (1 - part) * length
    votes[(before + 1) % orientations] += part * length
    return votes / max(np.linalg.norm(votes), 1e-12)


@wrong("their *squares* should")
def scaled_to_sum_1(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes / max(votes.sum(), 1e-12)


@wrong("the votes are not scaled")
def not_scaled(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes


@wrong("do not scale votes of length 0")
def divides_a_flat_cell_by_0(d_down, d_right, orientations):
    direction = np.degrees(np.arctan2(d_down, d_right)) % 180
    place, length = direction * orientations / 180, np.hypot(d_down, d_right)
    before, part = place.astype(int), place % 1
    votes = np.zeros(orientations)
    np.add.at(votes, before, (1 - part) * length)
    np.add.at(votes, (before + 1) % orientations, part * length)
    return votes * (1 / np.linalg.norm(votes) if votes.any() else np.nan)

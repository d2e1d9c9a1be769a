# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that

exercise = "3.2"


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

"""One step of Lloyd's algorithm, and the words

Write `lloyd_step(X, centres)` for points `X` of shape $(n, d)$ and centres of shape $(k, d)$. Each point belongs to its nearest centre; if several are equally near, to the first of them. Give back `(shares, moved)`:

- `shares`, of shape $(k,)$: the share of the points that belong to each centre. If the points are the patches of a picture and the centres are words, this is its bag of words.
- `moved`, of shape $(k, d)$: each centre after one step, the mean of the points that belong to it. A centre to which no point belongs stays where it is. (The library moves it elsewhere, and the chapter's own code fails there.)

Both belong to the centres that were given: the points are assigned once.

For example, `X = np.array([[0.0], [1], [9]])` with `centres = np.array([[2.0], [7], [30]])` gives the shares 2/3, 1/3, 0 and the moved centres 0.5, 9 and 30.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(number=4, section="k-means-finds-the-words", todo="the nearest centre of each point, shares, means")
def lloyd_step(X, centres):
    """Share (k,) of the points X (n, d) at each centre (k, d), and the moved centres (k, d)."""
    distances = ((X[:, None] - centres) ** 2).sum(axis=2)  # (n, k)
    nearest = distances.argmin(axis=1)  # (n,)
    moved = centres.astype(float)
    for j in range(len(centres)):
        if (nearest == j).any():
            moved[j] = X[nearest == j].mean(axis=0)
    return np.bincount(nearest, minlength=len(centres)) / len(X), moved


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=0.5)
def test_any_points_and_any_centres(lloyd_step):
    for seed, (n, k, d) in enumerate([(1, 1, 1), (30, 4, 2), (50, 7, 6), (3, 8, 2), (196, 20, 12)]):
        rng = np.random.default_rng(2500 + seed)
        X, centres = rng.normal(size=(n, d)) * 5, rng.normal(size=(k, d)) * 5
        centres[-1] += 1000 if k > 1 else 0  # nobody's centre
        nearest = np.array([np.argmin([np.sum((x - c) ** 2) for c in centres]) for x in X])
        rest = [X[nearest == j].mean(axis=0) if (nearest == j).any() else centres[j] for j in range(k)]
        given = call_text("lloyd_step", X, centres)
        shares, moved = parts("shares, moved", call_answer("lloyd_step", lloyd_step, X, centres), given=given)
        check_close("shares", shares, [(nearest == j).mean() for j in range(k)], given=given)
        check_close("moved", moved, rest, given=given)


@wrong("so it has no mean")
def an_empty_centre_has_no_mean(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    k = len(centres)
    count, total = np.bincount(nearest, minlength=k), np.zeros(centres.shape)
    np.add.at(total, nearest, X)
    return count / len(X), total / np.maximum(count, 1)[:, None]


@wrong("these are counts")
def counts(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    return np.bincount(nearest, minlength=len(centres)), np.array(moved)


@wrong("a sum of squares, not of absolute values")
def absolute_differences(X, centres):
    nearest = np.abs(X[:, None] - centres).sum(axis=2).argmin(axis=1)
    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    return np.bincount(nearest, minlength=len(centres)) / len(X), np.array(moved)


@wrong("cut to whole numbers")
def means_cut_to_whole_numbers(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = centres.copy()
    for j in set(nearest):
        moved[j] = X[nearest == j].mean(axis=0)
    return np.bincount(nearest, minlength=len(centres)) / len(X), moved


@wrong("not to the moved ones")
def shares_of_the_moved_centres(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = np.array(
        [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    )
    nearest = ((X[:, None] - moved) ** 2).sum(axis=2).argmin(axis=1)
    return np.bincount(nearest, minlength=len(centres)) / len(X), moved


@wrong("argmin does so")
def the_last_of_equally_near_centres(X, centres):
    distances = ((X[:, None] - centres) ** 2).sum(axis=2)
    nearest = len(centres) - 1 - distances[:, ::-1].argmin(axis=1)
    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    return np.bincount(nearest, minlength=len(centres)) / len(X), np.array(moved)


@wrong("give back the shares first")
def centres_first_shares_second(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    return np.array(moved), np.bincount(nearest, minlength=len(centres)) / len(X)


@wrong("give it minlength")
def no_share_for_the_last_centre(X, centres):
    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c for j, c in enumerate(centres)]
    return np.bincount(nearest) / len(X), np.array(moved)

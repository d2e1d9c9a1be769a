r"""Add or replace: is the old classifier still there?

A classifier has learned weights `W` of shape $(d, c)$ for features $F$ of shape $(n, d)$. Then somebody makes new features from the old ones, $G = FA$, with a matrix `A` of shape $(d, d')$. This $A$ may keep the old columns and add sums of them, it may mix them, or it may throw something away. Can weights on $G$ give the scores that $W$ gave on $F$? (The bias needs no change.)

They do, for all $F$, if $GW' = FAW' = FW$, that is, if $AW' = W$. Write `carry_over(W, A)`. It gives back `(W_new, lost)`: weights `W_new` of shape $(d', c)$ that make the entries of $A W' - W$ as small as they can be (the smallest sum of squares), and `lost`, the largest size of an entry of $A W' - W$. If `lost` is 0, the old classifier is still there. `np.linalg.lstsq(A, W)[0]` finds such weights. Where several are equally good, give back any of them.

For example, `carry_over(np.array([[3.0], [5.0]]), np.array([[1.0, 0, 1], [0, 1, 1]]))` keeps both columns and adds their sum. The weights 3, 5, 0 would do, and `lost` is 0. With `A = np.array([[1.0], [0]])` only the first column is left: `W_new` is 3, and `lost` is 5.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=3,
    section="add-or-replace-only-adding-keeps-what-you-had",
    star=True,
    todo="which weights on the new columns give the old scores?",
)
def carry_over(W, A):
    """Weights (d', c) on features F A that come closest to W (d, c) on F, and what is lost, a number; A is (d, d')."""
    W_new = np.linalg.lstsq(A, W)[0]
    return W_new, np.abs(A @ W_new - W).max()


@check(points=0.5)
def test_added_columns_lose_nothing(carry_over):
    W, A = np.array([[3.0, 1], [5, -2]]), np.array([[1.0, 0, 1], [0, 1, 1]])
    given = call_text("carry_over", W, A) + ", both columns kept and their sum added"
    W_new, lost = parts("W_new, lost", call_answer("carry_over", carry_over, W, A), given=given)
    W_new, lost = array("W_new", W_new, (3, 2), given=given), number("lost", lost, given=given)
    check_close(
        "A @ W_new is W",
        A @ W_new,
        W,
        given=given,
        hint="the scores on F A must be those on F",
        mistakes=[
            (A @ A.T @ W, "A.T would do only if A had columns of length 1 at right angles: solve A W' = W"),
        ],
    )
    check_close("lost is 0", lost, 0, given=given, hint="compare A @ W_new with W, entry by entry")


@check(points=0.5)
def test_a_mixture_can_be_undone(carry_over):
    W, A = np.array([[1.0], [2]]), np.array([[2.0, 1], [0, 3]])
    given = call_text("carry_over", W, A) + ", two columns mixed into two others"
    W_new, lost = parts("W_new, lost", call_answer("carry_over", carry_over, W, A), given=given)
    check_close(
        "A @ W_new is W",
        array("W_new", W_new, (2, 1), given=given),
        [[1 / 6], [2 / 3]],
        given=given,
        hint="all columns are replaced, but nothing is thrown away",
        mistakes=[
            (W, "these are the old weights: column 0 of F A is no longer column 0 of F"),
            (A @ W, "A W goes the wrong way: look for the W' that A turns into W"),
            (np.linalg.solve(A.T, W), "this solves A.T W' = W: rows of A are the old columns"),
        ],
    )
    check_close("lost is 0", lost, 0, given=given, hint="compare A @ W_new with W, entry by entry")


@check(points=0.5)
def test_a_column_that_is_thrown_away_is_lost(carry_over):
    A = np.array([[1.0, 0], [0, 0], [0, 2]])
    for sign in (1, -1):
        W = sign * np.array([[1.0, 7], [-6, 2], [4, 0.5]])
        given = call_text("carry_over", W, A) + ", column 1 of three thrown away"
        W_new, lost = parts("W_new, lost", call_answer("carry_over", carry_over, W, A), given=given)
        check_close(
            "the weights of the columns that are left are the old ones, scaled",
            array("W_new", W_new, (2, 2), given=given),
            sign * np.array([[1, 7], [2, 0.25]]),
            given=given,
            hint="column 1 of F A is twice column 2 of F, so half its weight does",
        )
        check_close(
            "lost is the largest size of an entry of A @ W_new - W",
            lost,
            6,
            given=given,
            mistakes=[
                (40, "this is the sum of the squares: the largest size is asked for"),
                (40**0.5, "this is the root of the sum of the squares: the largest size is asked for"),
                (8, "this is the sum of the sizes: the largest is asked for"),
                (2, "sizes have no sign: an entry of 6 or -6 counts as 6"),
            ],
            hint="take the absolute values, then the maximum",
        )


@hidden_check(points=1.5)
def test_no_weights_come_closer(carry_over):
    rng = np.random.default_rng(2310)
    for d, wide, c in [(1, 1, 1), (3, 5, 2), (4, 4, 3), (6, 2, 2), (5, 3, 1)]:
        W, A = rng.normal(size=(d, c)), rng.normal(size=(d, wide))
        given = call_text("carry_over", W, A)
        W_new, lost = parts("W_new, lost", call_answer("carry_over", carry_over, W, A), given=given)
        W_new = array("W_new", W_new, (wide, c), given=given)
        rest = A @ W_new - W
        check_close("what is left stands at right angles to A", A.T @ rest, np.zeros((wide, c)), given=given)
        check_close("lost", lost, np.abs(rest).max(), given=given)
        check_that(
            "a lost classifier is not called found", wide < d or np.abs(rest).max() < 1e-6, given=given
        )


@wrong("A.T would do only if")
def the_transpose(W, A):
    return A.T @ W, np.abs(A @ A.T @ W - W).max()


@wrong("rows of A are the old columns")
def the_transposed_system(W, A):
    if A.shape[0] != A.shape[1]:
        W_new = np.linalg.lstsq(A, W)[0]
        return W_new, np.abs(A @ W_new - W).max()
    return np.linalg.solve(A.T, W), 0.0


@wrong("these are the old weights")
def the_old_weights_if_they_fit(W, A):
    if A.shape[0] == A.shape[1]:
        return W, 0.0
    W_new = np.linalg.lstsq(A, W)[0]
    return W_new, np.abs(A @ W_new - W).max()


@wrong("this is the sum of the squares")
def lost_squares(W, A):
    W_new = np.linalg.lstsq(A, W)[0]
    return W_new, ((A @ W_new - W) ** 2).sum()


@wrong("sizes have no sign")
def lost_with_its_sign(W, A):
    W_new = np.linalg.lstsq(A, W)[0]
    return W_new, (A @ W_new - W).max()

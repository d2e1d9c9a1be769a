# Made from the source of the assignment feature_spaces, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, number, parts

exercise = "2.3"


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

# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, number

exercise = "4.4"


def test_and_has_the_bound_51(bound):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 0, 0, 1])
    arguments = X, y, np.array([2.0, 2.0]), -3.0
    given = call_text("bound", *arguments)
    check_close(
        "the bound of AND",
        call_answer("bound", bound, *arguments),
        51,
        given=given,
        mistakes=[
            (34, "R is too short: attach the constant 1 to every example first"),
            (
                24,
                "u is not of length 1: the bias belongs to it, so divide by the length of (w1, w2, b)",
            ),
            (16, "R lacks the constant 1, and the length of u lacks the bias"),
            (3, "u was not scaled to length 1"),
            (51**0.5, "this is R / γ: square it"),
            (17, "R is the length of the longest example; square it before you divide"),
        ],
    )


def test_a_longer_separator_gives_the_same_bound(bound):
    rng = np.random.default_rng(34)
    X = rng.normal(size=(12, 3))
    w, b = np.array([1.0, -2.0, 0.5]), 0.3
    y = (X @ w + b > 0).astype(int)
    once, tenfold = (call_answer("bound", bound, X, y, k * w, k * b) for k in (1, 10))
    check_close(
        "(10 w, 10 b) is the same line, so it has the same bound",
        tenfold,
        once,
        given=call_text("bound", X, y, 10 * w, 10 * b),
        hint="scale (w, b) to length 1 before you take the margin",
    )
    far = np.abs(X @ w + b) > 1
    fewer = number(
        "the bound",
        call_answer("bound", bound, X[far], y[far], w, b),
        given=call_text("bound", X[far], y[far], w, b),
    )
    check_that(
        "without the examples next to the line the bound is smaller",
        fewer < number("the bound", once),
        given=call_text("bound", X[far], y[far], w, b),
        received=fewer,
        expected=f"less than {once:.6g}",
        hint="the margin is the smallest t·u·(x, 1) of all examples",
    )


def test_a_line_that_does_not_separate_is_refused(bound):
    X, y = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([1, 0])
    given = call_text("bound", X, y, np.array([1.0, 1.0]), -0.5)
    accepted = call_answer("bound", bound, X, 1 - y, np.array([1.0, 1.0]), -0.5)
    check_that("a line that separates is accepted", number("the bound", accepted) > 1, received=accepted)
    try:
        received = bound(X, y, np.array([1.0, 1.0]), -0.5)
    except ValueError:
        return
    check_that(
        "both examples are on the wrong side, so bound raises ValueError",
        False,
        given=given,
        received=received,
        expected="a ValueError",
        hint="look at the sign of the margin before you square it",
    )

r"""How many corrections can there be?

Write `bound(X, y, w, b)`. The line of `w`, of shape $(d,)$, and `b` separates the examples. Give back $(R/\gamma)^2$ for *this* separator: the bias counts as a weight on the constant input 1, $R$ is the length of the longest $(\mathbf{x}, 1)$, and $\gamma$ is the smallest $t\,\mathbf{u}\cdot(\mathbf{x}, 1)$ for $\mathbf{u} = (\mathbf{w}, b)$ scaled to length 1. If the line does not separate, raise a `ValueError`.

For example, the rows of AND with $\mathbf{w} = (2, 2)$ and $b = -3$ give 51.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number


@question(
    number=4, section="it-must-stop-at-most--corrections", todo="attach the constant 1, scale u to length 1"
)
def bound(X, y, w, b):
    """The bound (R / margin)² on the corrections, for one separating line."""
    rows = np.column_stack([X, np.ones(len(X))])
    u = np.append(w, b) / np.sqrt(w @ w + b**2)
    margin = ((2 * y - 1) * (rows @ u)).min()
    if margin <= 0:
        raise ValueError("the line does not separate the classes")
    return (rows**2).sum(axis=1).max() / margin**2


@check(points=1)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_the_bound_is_right_for_random_separators(bound):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X, w, b = rng.normal(size=(15, 2)) * 3, rng.normal(size=2), float(rng.normal())
        y = (X @ w + b > 0).astype(int)
        rows = np.column_stack([X, np.ones(15)])
        u = np.append(w, b) / np.linalg.norm(np.append(w, b))
        expected = (np.linalg.norm(rows, axis=1).max() / ((2 * y - 1) * (rows @ u)).min()) ** 2
        received = call_answer("bound", bound, X, y, w, b)
        check_close("the bound", received, expected, given=call_text("bound", X, y, w, b))


@wrong("attach the constant 1")
def r_without_the_constant(X, y, w, b):
    t, length = 2 * y - 1, np.sqrt(w @ w + b * b)
    gamma = (t * (X @ w + b)).min() / length
    if gamma <= 0:
        raise ValueError
    return (X**2).sum(axis=1).max() / gamma**2


@wrong("the bias belongs to it")
def length_of_w_alone(X, y, w, b):
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w)
    if gamma <= 0:
        raise ValueError
    return ((X**2).sum(axis=1) + 1).max() / gamma**2


@wrong("was not scaled")
def not_scaled(X, y, w, b):
    gamma = ((2 * y - 1) * (X @ w + b)).min()
    if gamma <= 0:
        raise ValueError
    return ((X**2).sum(axis=1) + 1).max() / gamma**2


@wrong("this is R / γ")
def not_squared(X, y, w, b):
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    if gamma <= 0:
        raise ValueError
    return np.sqrt(((X**2).sum(axis=1) + 1).max()) / gamma


@wrong("before you square it")
def does_not_refuse(X, y, w, b):
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    return ((X**2).sum(axis=1) + 1).max() / gamma**2

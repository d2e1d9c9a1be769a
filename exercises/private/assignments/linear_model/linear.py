"""Scores and gradients, with the lecture's W

Here $W$ has *one row per class*, shape $(c, d)$, and `b` has the shape $(c,)$. The examples `X` are rows as usual, shape $(n, d)$. Somebody has already found `d_S`, the gradient of the loss with respect to the scores, shape $(n, c)$.

Write `linear(X, W, b, d_S)`. It gives back `(S, d_W, d_b)`: the scores of all examples, shape $(n, c)$, and the gradients of the loss with respect to `W`, shape $(c, d)$, and to `b`, shape $(c,)$. The mean over the examples is already in `d_S`. The chapter gives both gradients for a $W$ that lies the other way, so let the shapes tell you what to multiply.

For example, one picture `X = [[1, 2, 3]]`, two classes with `W = [[1, 0, 0], [0, 1, 1]]`, `b = [10, 20]` and `d_S = [[-1, 1]]` give `S = [[11, 25]]`, `d_W = [[-1, -2, -3], [1, 2, 3]]` and `d_b = [-1, 1]`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=1,
    section="one-column-of-weights-per-class-gives-one-score-per-class",
    todo="write the shapes below each other first",
)
def linear(X, W, b, d_S):
    """Scores (n, c) of the rows of X (n, d), and the gradients of W (c, d) and b (c,)."""
    return X @ W.T + b, d_S.T @ X, d_S.sum(axis=0)


@check(points=0.5)
def test_a_row_of_scores_is_one_example(linear):
    X, W, b = np.array([[1, 0], [0, 1], [2, 1]]), np.array([[1, 2], [3, 4]]), np.array([10, 20])
    given = call_text("linear", X, W, b, np.zeros((3, 2)))
    S, _, _ = parts("S, d_W, d_b", call_answer("linear", linear, X, W, b, np.zeros((3, 2))), given=given)
    hint = "a row per example, a column per class: put X on the left" if np.shape(S) == (2, 3) else ""
    check_that(
        "S has a row for each example",
        np.shape(S) == (3, 2),
        given=given,
        received=f"shape {np.shape(S)}",
        expected="shape (3, 2)",
        hint=hint,
    )
    chapter = [[11, 22], [13, 24], [15, 28]]
    check_close(
        "score k of an example is its inner product with row k of W, plus b_k",
        S,
        [[11, 23], [12, 24], [14, 30]],
        given=given,
        mistakes=[
            ([[1, 3], [2, 4], [4, 10]], "the bias is missing: add b to every row"),
            (chapter, "you took the columns of W, as in the chapter; here a class is a row"),
        ],
    )
    X, W = np.array([[1, 0, 2], [0, 1, 1], [3, 0, 0], [0, 0, 0]]), np.array([[1, 2, 3], [0, 1, 0]])
    given = call_text("linear", X, W, b, np.zeros((4, 2)))
    S, _, _ = parts("S, d_W, d_b", call_answer("linear", linear, X, W, b, np.zeros((4, 2))), given=given)
    check_close(
        "the same for four examples of three numbers",
        S,
        [[17, 20], [15, 21], [13, 20], [10, 20]],
        given=given,
    )


@check(points=0)
def test_a_gradient_has_the_shape_of_what_it_belongs_to(linear):
    rng = np.random.default_rng(11)
    arguments = [rng.normal(size=shape).round(1) for shape in [(4, 3), (2, 3), (2,), (4, 2)]]
    given = call_text("linear", *arguments)
    _, d_W, d_b = parts("S, d_W, d_b", call_answer("linear", linear, *arguments), given=given)
    hint = "here W has a row per class, so turn the product of the chapter" if np.shape(d_W) == (3, 2) else ""
    check_that(
        "d_W has the shape (c, d) of W",
        np.shape(d_W) == (2, 3),
        given=given,
        received=f"shape {np.shape(d_W)}",
        expected="shape (2, 3)",
        hint=hint,
    )
    hints = {
        (): "sum over the examples only: axis=0",
        (4,): "sum over the examples, axis=0, not over the classes",
    }
    check_that(
        "d_b has the shape (c,) of b",
        np.shape(d_b) == (2,),
        given=given,
        received=f"shape {np.shape(d_b)}",
        expected="shape (2,)",
        hint=hints.get(np.shape(d_b), "add up the rows of d_S"),
    )
    check_that(
        "the gradients are numbers, and not all zero",
        np.any(array("d_W", d_W, (2, 3), given=given)),
        given=given,
        received=d_W,
    )


@check(points=0.5)
def test_the_gradient_of_w_agrees_with_nudging(linear):
    rng = np.random.default_rng(12)
    X, W, b, d_S = (rng.integers(-3, 4, size=shape).astype(float) for shape in [(4, 3), (2, 3), (2,), (4, 2)])
    given = call_text("linear", X, W, b, d_S)
    _, d_W, _ = parts("S, d_W, d_b", call_answer("linear", linear, X, W, b, d_S), given=given)
    nudged = np.zeros((2, 3))
    for k in range(2):
        for j in range(3):  # weight W[k, j] grows by 1: the loss changes by the slope
            more = W.copy()
            more[k, j] += 1
            nudged[k, j] = sum(d_S[i] @ ((more - W) @ X[i]) for i in range(4))
    check_close(
        "d_W is what nudging each weight gives",
        d_W,
        nudged,
        given=given,
        mistakes=[
            (nudged / 4, "you divided d_W by n: the mean is already in d_S"),
            (-nudged, "the sign of d_W is turned: a gradient points uphill"),
        ],
        hint="the gradient of weight (k, j) sums d_S[i, k] times X[i, j] over the examples i",
    )


@check(points=0.5)
def test_the_gradient_of_b_adds_up_the_examples(linear):
    X, W, b = np.ones((3, 1)), np.ones((2, 1)), np.zeros(2)
    d_S = np.array([[3.0, -3.0], [-1.0, 1.0], [4.0, -4.0]])
    given = call_text("linear", X, W, b, d_S)
    _, _, d_b = parts("S, d_W, d_b", call_answer("linear", linear, X, W, b, d_S), given=given)
    check_close(
        "d_b is the sum of the rows of d_S",
        d_b,
        [6, -6],
        given=given,
        mistakes=[([2, -2], "d_b is the sum over the examples, not the mean: the mean is already in d_S")],
        hint="b is added to every row of S, so every row of d_S pulls at it",
    )


@hidden_check(points=1.5)
def test_scores_and_gradients_are_right_for_arrays_of_any_size(linear):
    rng = np.random.default_rng(13)
    for n, d, c in [(1, 1, 1), (1, 4, 3), (5, 2, 4), (3, 3, 3), (20, 48, 10), (6, 1, 2)]:
        X, W, b, d_S = (rng.normal(size=shape) for shape in [(n, d), (c, d), (c,), (n, c)])
        given = call_text("linear", X, W, b, d_S)
        S, d_W, d_b = parts("S, d_W, d_b", call_answer("linear", linear, X, W, b, d_S), given=given)
        check_close("S", S, [W @ x + b for x in X], given=given)
        check_close("d_W", d_W, np.einsum("ik,ij->kj", d_S, X), given=given)
        check_close("d_b", d_b, np.ones(n) @ d_S, given=given)


@wrong("here W has a row per class")
def the_product_of_the_chapter(X, W, b, d_S):
    return X @ W.T + b, X.T @ d_S, d_S.sum(axis=0)


@wrong("as in the chapter; here a class is a row")
def w_as_in_the_chapter(X, W, b, d_S):
    return X @ W + b, d_S.T @ X, d_S.sum(axis=0)


@wrong("put X on the left")
def scores_on_their_side(X, W, b, d_S):
    return W @ X.T + b[:, None], d_S.T @ X, d_S.sum(axis=0)


@wrong("the bias is missing")
def no_bias(X, W, b, d_S):
    return X @ W.T, d_S.T @ X, d_S.sum(axis=0)


@wrong("the sum over the examples, not the mean")
def mean_for_b(X, W, b, d_S):
    return X @ W.T + b, d_S.T @ X, d_S.mean(axis=0)


@wrong("not over the classes")
def b_over_the_classes(X, W, b, d_S):
    return X @ W.T + b, d_S.T @ X, d_S.sum(axis=1)


@wrong("over the examples only")
def b_over_everything(X, W, b, d_S):
    return X @ W.T + b, d_S.T @ X, d_S.sum()


@wrong("you divided d_W by n")
def the_mean_twice(X, W, b, d_S):
    return X @ W.T + b, d_S.T @ X / len(X), d_S.sum(axis=0)

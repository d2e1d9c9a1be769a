# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "1.1"


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

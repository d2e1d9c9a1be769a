# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, parts

exercise = "4.7"


def test_a_set_that_a_line_separates_ends_with_nobody_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    given = call_text("pocket", X, y, 20)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 20), given=given)
    check_close(
        "OR can be learned, so nobody is wrong",
        n_wrong,
        0,
        given=given,
        hint="n_wrong belongs to the weights in the pocket, counted over all examples",
    )
    check_close(
        "the pocket holds the weights of that moment",
        w,
        [2, 2],
        given=given,
        hint="look into the pocket after every correction, not after every epoch",
    )


def test_xor_leaves_two_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    given = call_text("pocket", X, y, 20)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 20), given=given)
    check_close(
        "two corners of XOR stay wrong",
        n_wrong,
        2,
        given=given,
        mistakes=[
            (
                4,
                "these are the last weights, or those of the end of an epoch: keep the best, not the last",
            ),
            (1, "a score of exactly 0 is wrong, for both classes"),
            (0, "count with t·s <= 0 over all four corners"),
        ],
    )
    check_close(
        "the first of two equally good lines stays in the pocket",
        b,
        -1,
        given=given,
        hint="replace the pocket only if *fewer* are wrong, not if equally many are",
    )


def test_the_count_belongs_to_the_weights(pocket):
    rng = np.random.default_rng(37)
    X, y = rng.normal(size=(30, 2)), rng.integers(2, size=30)
    given = call_text("pocket", X, y, 5)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 5), given=given)
    counted = int(((2 * y - 1) * (X @ array("w", w, (2,), given=given) + b) <= 0).sum())
    check_close(
        "n_wrong is what the returned weights get wrong",
        n_wrong,
        counted,
        given=given,
        hint="copy w, b and the count into the pocket together; w += ... would change the pocket as well",
    )

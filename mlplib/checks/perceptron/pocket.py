# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, number, parts


def kept(pocket, X, y, X_validation, y_validation, n_epochs):
    """What an answer gives back, and the words for its input."""
    given = call_text("pocket", X, y, X_validation, y_validation, n_epochs)
    answer = call_answer("pocket", pocket, X, y, X_validation, y_validation, n_epochs)
    w, b, n_wrong = parts("w, b, n_wrong", answer, given=given)
    w = array("w", w, (X.shape[1],), given=given)
    return w, number("b", b, given=given), number("n_wrong", n_wrong, given=given), given

exercise = "4.5"


def test_a_set_that_a_line_separates_ends_with_nobody_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    w, b, n_wrong, given = kept(pocket, X, y, X, y, 20)
    hint = "n_wrong belongs to the weights in the pocket, counted over all validation examples"
    check_close("OR can be learned, so nobody is wrong", n_wrong, 0, given=given, hint=hint)
    hint = "look into the pocket after every correction"
    check_close("the pocket holds the weights of that moment", w, [2, 2], given=given, hint=hint)
    check_close("and the bias of that moment", b, -1, given=given, hint=hint)


def test_xor_leaves_two_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    _, b, n_wrong, given = kept(pocket, X, y, X, y, 20)
    check_close(
        "two corners of XOR stay wrong",
        n_wrong,
        2,
        given=given,
        mistakes=[
            (4, "these are the last weights, or those of the end of an epoch: keep the best"),
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
    w, b, n_wrong, given = kept(pocket, X, y, X, y, 5)
    check_close(
        "n_wrong is what the returned weights get wrong",
        n_wrong,
        int(((2 * y - 1) * (X @ w + b) <= 0).sum()),
        given=given,
        hint="keep w, b and the count together; w += ... would change the pocket as well",
    )


def test_the_validation_examples_choose(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    X_validation, y_validation = np.array([[3, 3], [5, 1], [2, 4]]), np.array([1, 1, 1])
    w, b, n_wrong, given = kept(pocket, X, y, X_validation, y_validation, 3)
    before = [0, 0, -1, 3]
    check_close(
        "w1, w2, b and n_wrong: the rule on XOR passes by w = (0, 1), b = 0, with no validation example wrong",
        [*w, b, n_wrong],
        [0, 1, 0, 0],
        given=given,
        mistakes=[
            (before, "the training examples chose: count the wrong *validation* examples"),
            ([0, 0, -1, 2], "the training examples chose: count the wrong *validation* examples"),
        ],
        hint="keep a copy of the weights after the second correction: none that come later are better",
    )

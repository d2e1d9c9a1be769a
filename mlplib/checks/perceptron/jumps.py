# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that

exercise = "4.7"


def test_every_value_makes_a_score_zero(jumps):
    rng = np.random.default_rng(39)
    X, w, b = rng.integers(1, 5, size=(4, 3)).astype(float), np.array([1.0, -2.0, 0.5]), 0.5
    given = call_text("jumps", X, w, b, 1)
    found = array("the values", call_answer("jumps", jumps, X, w, b, 1), (4,), given=given)
    rest = X[:, 0] * 1.0 + X[:, 2] * 0.5 + b
    right = np.sort(-rest / X[:, 1])
    check_close(
        "at each value the score of one example is 0",
        found,
        right,
        given=given,
        mistakes=[
            (-rest / X[:, 1], "the values are right: sort them"),
            (np.sort(rest / X[:, 1]), "the sign is turned: weight · x_j must cancel the rest"),
            (np.sort(-(rest - b) / X[:, 1]), "the bias belongs to the rest of the score"),
            (np.sort(-(rest - 2 * X[:, 1]) / X[:, 1]), "take out the part of input j first"),
        ],
        hint="write the score as weight · x_j + rest, and set it to 0",
    )


def test_an_example_that_does_not_notice_the_weight_has_no_jump(jumps):
    X, w, b = np.array([[0.0, 3.0], [2.0, 1.0], [0.0, 0.0], [-4.0, 2.0]]), np.array([7.0, 1.0]), -3.0
    given = call_text("jumps", X, w, b, 0)
    found = call_answer("jumps", jumps, X, w, b, 0)
    check_that(
        "two of the four examples have a first input that is not 0, so there are two values",
        np.shape(found) == (2,),
        given=given,
        received=found,
        expected="2 values",
        hint="leave out the rows with X[:, j] == 0 before you divide",
    )
    check_close(
        "the two values",
        found,
        [-0.25, 1],
        given=given,
        hint="they solve 2 v + 1 - 3 = 0 and -4 v + 2 - 3 = 0",
    )

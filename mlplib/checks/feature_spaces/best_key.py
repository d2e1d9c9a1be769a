# Made from the source of the assignment feature_spaces, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "2.2"


def test_class_1_may_lie_on_either_side(best_key):
    F, y = np.array([[3.0, 1, 4], [3, 2, 3], [3, 3, 2], [3, 4, 1]]), np.array([0, 0, 1, 1])
    given = call_text("best_key", F, y)
    j, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "both the rising and the falling column reach 1",
        accuracies,
        [0.5, 1, 1],
        given=given,
        hint="one accuracy for each column, a share from 0 to 1",
        mistakes=[
            (
                [0.5, 1, 0.5],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            (
                [0.5, 1, 0.25],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            (
                [0.5, 1, 0],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            ([0.5, 0.5, 0.5], "0 is only one threshold of many: try those between the values"),
            ([1, 1, 1], "column 0 is constant, so no threshold tells its values apart"),
            ([2, 4, 4], "these are counts: divide by the number of examples"),
        ],
    )
    check_close(
        "j is the index of the first best column",
        j,
        1,
        given=given,
        mistakes=[
            (2, "columns 1 and 2 are equally good: take the first"),
            (
                0,
                "column 0 is constant: j is the index of the largest accuracy, not of the smallest",
            ),
        ],
    )


def test_every_threshold_is_tried(best_key):
    F = np.array([[5.0, 6], [6, 5], [7, 7], [8, 8], [105, 9]])
    y = np.array([0, 1, 1, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    usual = "the mean or the median is one threshold of many: here the best one lies between 5 and 6"
    check_close(
        "all of column 0 can be right (between 5 and 6), and four fifths of column 1",
        accuracies,
        [1, 0.8],
        given=given,
        hint="the best threshold may lie between any two values",
        mistakes=[([0.6, 0.6], usual), ([0.4, 0.6], usual)],
    )


def test_equal_values_stay_together_and_one_side_may_be_empty(best_key):
    F, y = np.array([[1.0], [1], [1], [2], [2], [2]]), np.array([0, 0, 1, 1, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "no threshold lies between 1 and 1",
        accuracies,
        [5 / 6],
        given=given,
        mistakes=[([1], "three values are equal, in both classes, so no threshold tells its values apart")],
    )
    F, y = np.array([[1.0], [2], [3], [4], [5]]), np.array([1, 1, 0, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "a threshold below all values gets four of five right",
        accuracies,
        [0.8],
        given=given,
        mistakes=[([0.6], "all examples may lie on one side: add a threshold outside the values")],
    )


def test_a_wrong_key_opens_nothing(best_key):
    x1, x2 = np.random.default_rng(22).uniform(-1, 1, size=(2, 300))
    F, classes = np.stack([x1, x1 * x2, x2, x1**2 - x2**2], axis=1), (np.abs(x1) > np.abs(x2)).astype(int)
    given = (
        call_text("best_key", F, classes) + ", columns x1, x1 x2, x2, x1² - x2²; class 1 where |x1| > |x2|"
    )
    j, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, classes), given=given)
    accuracies = array("accuracies", accuracies, (4,), given=given)
    hint = "look at each column on its own, with the thresholds that lie between its values"
    check_that(
        "x1² - x2² opens this set",
        accuracies[3] == 1,
        given=given,
        received=accuracies,
        expected="1 in the last place",
        hint=hint,
    )
    check_that(
        "x1, x1 x2 and x2 do not, but are never worse than the larger class",
        (accuracies[:3] < 0.72).all() and (accuracies[:3] >= classes.mean()).all(),
        given=given,
        received=accuracies,
        expected="0.5 to 0.72 in the first three places",
        hint=hint,
    )
    check_close("the key is column 3", j, 3, given=given, hint="j is the index of the largest accuracy")

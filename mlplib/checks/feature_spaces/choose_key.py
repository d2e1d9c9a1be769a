# Made from the source of the assignment feature_spaces, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, parts

exercise = "2.4"


def test_both_directions_by_hand(choose_key):
    F, y = np.array([[1.0, 1], [2, 2], [5, 5], [6, 12]]), np.array([1, 1, 0, 0])
    other, classes = np.array([[3.0, 6], [9, 4], [1, 1], [8, 9]]), np.array([1, 1, 1, 0])
    given = call_text("choose_key", F, y, other, classes)
    _, accuracies = parts(
        "j, accuracies", call_answer("choose_key", choose_key, F, y, other, classes), given=given
    )
    accuracies = array("accuracies", accuracies, (2, 2), given=given)
    check_close(
        "the thresholds 3.5 and 5 separate the training points as far as they can",
        accuracies[0],
        [1, 0.75],
        given=given,
        hint="halfway between the two class means, and 5 is not above 5",
        mistakes=[
            ([0, 0.25], "class 0 has the larger means here: look which mean is larger"),
            (
                [1, 1],
                "a point on the threshold is not above it; and the threshold is halfway between the means",
            ),
            ([4, 3], "these are counts: divide by the number of points"),
        ],
    )
    check_close(
        "the same thresholds judge the validation points",
        accuracies[1],
        [0.75, 0.75],
        given=given,
        mistakes=[([0.5, 0.75], "the threshold was fitted anew on the validation points")],
        hint="threshold and direction come from the training points",
    )


def test_validation_decides_and_does_not_fit(choose_key):
    F, y = np.array([[0.0, 0, 3], [1, 4, 0], [9, 3, 9], [10, 8, 4]]), np.array([0, 0, 1, 1])
    other = np.array([[7.0, 1, 1], [8, 2, 0], [9, 6, 9], [1, 7, 9]])
    given = call_text("choose_key", F, y, other, y) + ", column 0 is perfect on training points"
    j, accuracies = parts("j, accuracies", call_answer("choose_key", choose_key, F, y, other, y), given=given)
    check_close(
        "the validation points are judged with the thresholds 5, 3.75 and 4",
        array("accuracies", accuracies, (2, 3), given=given)[1],
        [0.25, 1, 1],
        given=given,
        mistakes=[
            ([0.75, 1, 1], "the threshold was fitted anew on the validation points"),
            ([0.5, 1, 1], "the threshold was fitted on all points together"),
        ],
        hint="threshold and direction come from the training points",
    )
    check_close(
        "column 1 is the first that is best on validation",
        j,
        1,
        given=given,
        mistakes=[
            (0, "column 0 is the best on the training points: choose on the validation points"),
            (2, "columns 1 and 2 are equally good: take the first"),
        ],
    )

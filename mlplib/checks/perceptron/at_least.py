# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that, parts

exercise = "4.6"


def test_two_of_three(at_least):
    inputs = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    given = call_text("at_least", 2, 3)
    w, b = parts("w, b", call_answer("at_least", at_least, 2, 3), given=given)
    w, b = array("w", w, (3,), given=given), array("b", b, (), given=given)
    scores = inputs @ w + b
    for x, score in zip(inputs, scores):
        more = "lower the bias" if score > 0 else "raise the bias"
        check_that(
            f"for the input {x.tolist()} the unit {'fires' if x.sum() >= 2 else 'is silent'}",
            (score > 0) == (x.sum() >= 2),
            given=given,
            received=f"score {score:g}",
            hint=more,
        )
    check_that(
        "no score is close to the threshold",
        np.abs(scores).min() >= 0.25,
        given=given,
        received=f"scores {scores.tolist()}",
        expected="no score between -0.25 and 0.25",
        hint="put the threshold halfway between k - 1 and k inputs",
    )

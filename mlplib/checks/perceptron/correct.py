# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, parts

exercise = "4.2"


def test_an_example_that_is_right_changes_nothing(correct):
    for y, b in [(1, -1.5), (0, -2.5)]:
        arguments = np.array([1.0, 1.0]), b, np.array([1.0, 1.0]), y
        given = call_text("correct", *arguments)
        w, b_new = parts("w, b", call_answer("correct", correct, *arguments), given=given)
        hint = "correct only when t·s is not above 0, with t = 2y - 1 and s = w·x + b"
        check_close("w stays as it is", w, [1, 1], given=given, hint=hint)
        check_close("b stays as it is", b_new, b, given=given, hint=hint)


def test_a_missed_example_is_added(correct):
    arguments = np.array([1.0, -1.0]), -1.0, np.array([0.5, 2.0]), 1
    given = call_text("correct", *arguments)
    w, b = parts("w, b", call_answer("correct", correct, *arguments), given=given)
    check_close(
        "x is added to w",
        w,
        [1.5, 1.0],
        given=given,
        mistakes=[
            ([1, -1], "nothing changed, though the score is below 0 and the class is 1"),
            ([0.5, -3], "the example was subtracted: the unit should have fired, so t is +1"),
        ],
    )
    check_close(
        "the bias grows by 1",
        b,
        0.0,
        given=given,
        mistakes=[
            (-1, "the bias learns too: its input is the constant 1"),
            (-2, "the sign of t is turned"),
        ],
    )


def test_a_false_alarm_is_subtracted(correct):
    arguments = np.array([1.0, 1.0]), -0.5, np.array([1.0, 0.0]), 0
    given = call_text("correct", *arguments)
    w, b = parts("w, b", call_answer("correct", correct, *arguments), given=given)
    check_close(
        "x is subtracted from w",
        w,
        [0, 1],
        given=given,
        mistakes=[
            (
                [1, 1],
                "nothing changed: did you multiply by y, which is 0 here, instead of t = 2y - 1?",
            ),
            ([2, 1], "the example was added: for class 0 the sign t is -1"),
        ],
    )
    check_close(
        "the bias falls by 1",
        b,
        -1.5,
        given=given,
        mistakes=[(-0.5, "the bias learns too: its input is the constant 1")],
    )


def test_a_score_of_exactly_0_is_a_mistake_for_both_classes(correct):
    for y in [0, 1]:
        arguments = np.zeros(2), 0.0, np.array([1.0, 2.0]), y
        given = call_text("correct", *arguments)
        w, b = parts("w, b", call_answer("correct", correct, *arguments), given=given)
        hint = "compare with <= 0: learning starts at zero, and would never begin"
        check_close("a score of 0 is corrected", w, (2 * y - 1) * np.array([1, 2]), given=given, hint=hint)
        check_close("its bias is corrected too", b, 2 * y - 1, given=given, hint=hint)

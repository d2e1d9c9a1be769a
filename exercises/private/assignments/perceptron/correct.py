"""One look at one example

Write `correct(w, b, x, y)`. It gives back `(w, b)` as they are after Rosenblatt's rule has looked at the single example `x` of shape $(d,)$ with the class `y`, 0 or 1. If the unit is right, nothing changes. A score of exactly 0 counts as a mistake for both classes.

For example, `correct(np.array([1.0, 1.0]), -0.5, np.array([1, 0]), 0)` gives `(array([0., 1.]), -1.5)`: the unit fires for (1, 0) and should not, so the example is subtracted.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, parts


@question(number=2, section="learn-from-mistakes-rosenblatts-rule", todo="the rule for one example")
def correct(w, b, x, y):
    """Weights (d,) and bias after one look at the example x (d,) of class y."""
    t = 2 * y - 1
    if t * (w @ x + b) > 0:
        return w, b
    return w + t * x, b + t


@check(points=0.5)
def test_an_example_that_is_right_changes_nothing(correct):
    for y, b in [(1, -1.5), (0, -2.5)]:
        arguments = np.array([1.0, 1.0]), b, np.array([1.0, 1.0]), y
        given = call_text("correct", *arguments)
        w, b_new = parts("w, b", call_answer("correct", correct, *arguments), given=given)
        hint = "correct only when t·s is not above 0, with t = 2y - 1 and s = w·x + b"
        check_close("w stays as it is", w, [1, 1], given=given, hint=hint)
        check_close("b stays as it is", b_new, b, given=given, hint=hint)


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
def test_a_score_of_exactly_0_is_a_mistake_for_both_classes(correct):
    for y in [0, 1]:
        arguments = np.zeros(2), 0.0, np.array([1.0, 2.0]), y
        given = call_text("correct", *arguments)
        w, b = parts("w, b", call_answer("correct", correct, *arguments), given=given)
        hint = "compare with <= 0: learning starts at zero, and would never begin"
        check_close("a score of 0 is corrected", w, (2 * y - 1) * np.array([1, 2]), given=given, hint=hint)
        check_close("its bias is corrected too", b, 2 * y - 1, given=given, hint=hint)


@hidden_check(points=1)
def test_the_rule_holds_for_random_examples(correct):
    rng = np.random.default_rng(32)
    for _ in range(30):
        d = int(rng.integers(1, 6))
        w, x, b, y = (
            rng.normal(size=d),
            rng.normal(size=d),
            float(rng.normal()),
            int(rng.integers(2)),
        )
        t = 2 * y - 1
        wrong = t * (w @ x + b) <= 0
        given = call_text("correct", w, b, x, y)
        w_new, b_new = parts("w, b", call_answer("correct", correct, w, b, x, y), given=given)
        check_close("w follows the rule", w_new, w + wrong * t * x, given=given)
        check_close("b follows the rule", b_new, b + wrong * t, given=given)


@wrong("correct only when t·s is not above 0")
def always_corrects(w, b, x, y):
    return w + (2 * y - 1) * x, b + 2 * y - 1


@wrong("which is 0 here, instead of t")
def y_for_t(w, b, x, y):
    right = (2 * y - 1) * (w @ x + b) > 0
    return (w, b) if right else (w + y * x, b + y)


@wrong("the bias learns too")
def the_bias_does_not_learn(w, b, x, y):
    t = 2 * y - 1
    return (w, b) if t * (w @ x + b) > 0 else (w + t * x, b)


@wrong("compare with <= 0")
def a_score_of_0_is_right(w, b, x, y):
    t = 2 * y - 1
    return (w, b) if t * (w @ x + b) >= 0 else (w + t * x, b + t)


@wrong("the example was subtracted")
def turned_sign(w, b, x, y):
    t = 2 * y - 1
    return (w, b) if t * (w @ x + b) > 0 else (w - t * x, b - t)


@wrong("+= and -= change an array in place")
def changes_w_in_place(w, b, x, y):
    t = 2 * y - 1
    if t * (w @ x + b) <= 0:
        w += t * x
        b += t
    return w, b

r"""At least $k$ of $d$

A unit with $d$ inputs that are 0 or 1 shall fire if *at least* $k$ of them are 1, $1 \le k \le d$. Write `at_least(k, d)`, which gives back its `(w, b)` with `w` of shape $(d,)$. Again no score may come closer to 0 than 0.25.

For example, `at_least(1, 2)` is a unit for OR and `at_least(2, 2)` one for AND.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that, parts


@question(
    number=6,
    section="three-numbers-make-a-gate",
    star=True,
    todo="what is the score when exactly k inputs are 1?",
)
def at_least(k, d):
    """Weights (d,) and bias of a unit that fires if at least k of its d inputs are 1."""
    return np.ones(d), 0.5 - k


@check(points=1)
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


@hidden_check(points=1)
def test_any_k_of_any_d(at_least):
    for d in range(1, 7):
        inputs = (np.arange(2**d)[:, None] >> np.arange(d)) & 1
        for k in range(1, d + 1):
            given = call_text("at_least", k, d)
            w, b = parts("w, b", call_answer("at_least", at_least, k, d), given=given)
            scores = inputs @ array("w", w, (d,), given=given) + array("b", b, (), given=given)
            right = (scores > 0) == (inputs.sum(axis=1) >= k)
            check_that(
                "every input is answered rightly",
                right.all(),
                given=given,
                received=f"{int((~right).sum())} wrong",
                hint="the bias must depend on k, and the length of w on d",
            )
            check_that(
                "no score is close to the threshold",
                np.abs(scores).min() >= 0.25,
                given=given,
                received=f"smallest {np.abs(scores).min():g}",
            )


@wrong("raise the bias")
def more_than_k(k, d):
    return np.ones(d), -0.5 - k


@wrong("lower the bias")
def one_too_few(k, d):
    return np.ones(d), 1.5 - k


@wrong("halfway between k - 1 and k")
def on_the_edge(k, d):
    return np.ones(d), 0.1 - k


@wrong("w has the shape (3,)")
def two_inputs_only(k, d):
    return np.ones(2), 0.5 - k


@wrong("the bias must depend on k")
def two_of_any_number(k, d):
    return np.ones(d), -1.5

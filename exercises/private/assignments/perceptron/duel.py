r"""Two classes meet in one unit

Chapter 1's classifier with `W` of shape $(d, c)$ and `b` of shape $(c,)$ gives an example $\mathbf{x}$ the scores $\mathbf{x}W + \mathbf{b}$; the largest wins. Whether class `first` beats class `second` is a question with two answers. So one threshold unit can decide it.

Write `duel(W, b, first, second)`. It gives back `(w, b)` of this unit, `w` of shape $(d,)$ and `b` a number. For *every* $\mathbf{x}$ the unit's score must be the amount by which class `first` leads over class `second`, so that the unit fires where `first` has the larger score.

For example, `duel(np.array([[1.0, 0.0], [2.0, 5.0]]), np.array([4.0, 1.0]), 0, 1)` gives `(array([1., -3.]), 3.0)`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=6,
    section="many-neurons-side-by-side-are-chapter-1s-classifier",
    todo="the lead is a difference of two scores",
)
def duel(W, b, first, second):
    """Weights (d,) and bias of the unit that fires where class `first` beats class `second`."""
    return W[:, first] - W[:, second], b[first] - b[second]


def unit_of(duel, W, b, first, second):
    """The weights and the bias that an answer gives back."""
    given = call_text("duel", W, b, first, second)
    w, bias = parts("w, b", call_answer("duel", duel, W, b, first, second), given=given)
    hint = "the weights of a class are a column of W" if np.shape(w) == W.shape[1:] else ""
    check_that(
        f"w has the shape ({len(W)},)",
        np.shape(w) == (len(W),),
        given=given,
        received=f"shape {np.shape(w)}",
        hint=hint,
    )
    return array("w", w, (len(W),), given=given), number("b", bias, given=given)


@check(points=0.5)
def test_the_score_is_the_lead(duel):
    rng = np.random.default_rng(35)
    W, b = rng.integers(-3, 4, size=(4, 3)).astype(float), np.array([2.0, -1.0, 4.0])
    X = rng.integers(-2, 3, size=(5, 4))
    w, bias = unit_of(duel, W, b, 2, 1)
    S = X @ W + b
    lead = S[:, 2] - S[:, 1]
    check_close(
        "the unit's score is the score of class 2 minus that of class 1",
        X @ w + bias,
        lead,
        given=call_text("duel", W, b, 2, 1),
        mistakes=[
            (-lead, "the unit fires for the second class: turn the difference"),
            (lead - 5, "the biases of the two classes count, too"),
            (S[:, 2], "this is the score of class 2 alone, whatever class 1 has"),
        ],
        hint="which column of W, and which entry of b, belongs to which class?",
    )


@check(points=0.5)
def test_the_class_that_beats_all_others_has_the_largest_score(duel):
    rng = np.random.default_rng(36)
    W, b, x = rng.normal(size=(3, 5)), rng.normal(size=5), rng.normal(size=3)
    winner = int((x @ W + b).argmax())
    for other in range(5):
        if other != winner:
            w, bias = unit_of(duel, W, b, winner, other)
            check_that(
                "the unit fires for the winner",
                x @ w + bias > 0,
                given=call_text("duel", W, b, winner, other),
                received=f"score {x @ w + bias:g} for x = {x.round(3).tolist()}",
            )
            w, bias = unit_of(duel, W, b, other, winner)
            check_that(
                "with the classes exchanged the unit is silent",
                x @ w + bias < 0,
                given=call_text("duel", W, b, other, winner),
                received=f"score {x @ w + bias:g} for x = {x.round(3).tolist()}",
            )


@hidden_check(points=1)
def test_the_lead_is_right_for_any_two_classes(duel):
    for d, c in [(1, 2), (2, 6), (7, 3)]:
        rng = np.random.default_rng(d)
        W, b, X = rng.normal(size=(d, c)), rng.normal(size=c), rng.normal(size=(4, d))
        for first, second in [(0, c - 1), (c - 1, 0), (1, 0)]:
            w, bias = unit_of(duel, W, b, first, second)
            scores = [x @ W + b for x in X]
            check_close(
                "the unit's score is the lead",
                [x @ w + bias for x in X],
                [s[first] - s[second] for s in scores],
                given=call_text("duel", W, b, first, second),
            )


@wrong("turn the difference")
def the_second_class_wins(W, b, first, second):
    return W[:, second] - W[:, first], b[second] - b[first]


@wrong("the biases of the two classes count")
def no_bias(W, b, first, second):
    return W[:, first] - W[:, second], 0.0


@wrong("the score of class 2 alone")
def one_class_alone(W, b, first, second):
    return W[:, first], b[first]


@wrong("the weights of a class are a column")
def rows_for_columns(W, b, first, second):
    return W[first] - W[second], b[first] - b[second]

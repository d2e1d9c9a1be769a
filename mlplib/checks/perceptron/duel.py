# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


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

exercise = "4.6"


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

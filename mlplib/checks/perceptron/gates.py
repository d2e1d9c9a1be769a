# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that


CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def scores_of(gate, name):
    """The scores of the four corners, and the words for the input."""
    given = call_text("gate", name)
    w1, w2, b = array("gate(name)", call_answer("gate", gate, name), (3,), given=given)
    return CORNERS @ [w1, w2] + b, given

exercise = "4.1"


def test_nor_fires_for_no_input_only(gate):
    scores, given = scores_of(gate, "NOR")
    fires = (scores > 0).astype(int).tolist()
    hint = "put the corners (0, 0), (0, 1), (1, 0), (1, 1) into the score, one by one"
    if fires == [1, 1, 1, 0]:
        hint = "this is NAND: a single input must be enough to keep the unit silent; lower the bias"
    elif fires == [0, 1, 1, 1]:
        hint = "this is OR: turn the signs of all three numbers"
    check_that(
        "NOR fires for (0, 0) and for no other corner",
        fires == [1, 0, 0, 0],
        given=given,
        received=f"scores {scores.tolist()}, so {fires}",
        expected="fires for (0, 0) only: [1, 0, 0, 0]",
        hint=hint,
    )


def test_only_tells_the_first_input_from_the_second(gate):
    scores, given = scores_of(gate, "ONLY")
    fires = (scores > 0).astype(int).tolist()
    hint = "the first input excites, the second inhibits"
    if scores[1] == scores[2]:
        hint = "(0, 1) and (1, 0) have the same score: the two weights must differ"
    elif fires == [0, 1, 0, 0]:
        hint = "this fires for the second input only: exchange the weights"
    check_that(
        "ONLY fires for (1, 0) and for no other corner",
        fires == [0, 0, 1, 0],
        given=given,
        received=f"scores {scores.tolist()}, so {fires}",
        expected="[0, 0, 1, 0]",
        hint=hint,
    )


def test_no_corner_is_close_to_the_threshold(gate):
    for name in ["NOR", "ONLY", "IF"]:
        scores, given = scores_of(gate, name)
        check_that(
            "every corner has a score of at least 0.25 in size",
            np.abs(scores).min() >= 0.25,
            given=given,
            received=f"scores {scores.tolist()}",
            expected="no score between -0.25 and 0.25",
            hint="a bias halfway between the two scores that must be told apart leaves room on both sides",
        )

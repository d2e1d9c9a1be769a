# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that

exercise = "4.1"


def test_and_fires_for_both_inputs_only(gate):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    given = call_text("gate", "AND")
    w1, w2, b = array("gate(name)", call_answer("gate", gate, "AND"), (3,), given=given)
    scores = corners @ [w1, w2] + b
    fires = scores > 0
    if fires.tolist() == [False, True, True, True]:
        hint = "this is OR: a single input is enough; lower the bias"
    elif not fires.any():
        hint = "it never fires: the bias is too low, even for both inputs together"
    else:
        hint = "put the corners (0, 0), (0, 1), (1, 0), (1, 1) into the score, one by one"
    wanted = "fires for (1, 1) only: [0, 0, 0, 1]"
    check_that(
        "AND fires for (1, 1) and for no other corner",
        fires.tolist() == [False, False, False, True],
        given=given,
        received=f"scores {scores.tolist()}, so {fires.astype(int).tolist()}",
        expected=wanted,
        hint=hint,
    )


def test_nand_is_silent_for_both_inputs_only(gate):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    given = call_text("gate", "NAND")
    w1, w2, b = array("gate(name)", call_answer("gate", gate, "NAND"), (3,), given=given)
    scores = corners @ [w1, w2] + b
    fires = scores > 0
    hint = "NAND is AND with all three signs turned; did you turn the bias too?"
    check_that(
        "NAND fires for all corners but (1, 1)",
        fires.tolist() == [True, True, True, False],
        given=given,
        received=f"scores {scores.tolist()}, so {fires.astype(int).tolist()}",
        expected="[1, 1, 1, 0]",
        hint=hint,
    )


def test_no_corner_is_close_to_the_threshold(gate):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for name in ["AND", "NAND", "NOR"]:
        given = call_text("gate", name)
        w1, w2, b = array("gate(name)", call_answer("gate", gate, name), (3,), given=given)
        scores = corners @ [w1, w2] + b
        hint = "a bias halfway between the two scores that must be told apart leaves room on both sides"
        check_that(
            "every corner has a score of at least 0.25 in size",
            np.abs(scores).min() >= 0.25,
            given=given,
            received=f"scores {scores.tolist()}",
            expected="no score between -0.25 and 0.25",
            hint=hint,
        )

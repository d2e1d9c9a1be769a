"""Build three gates

Write `gate(name)`. It returns the numbers `(w1, w2, b)` of a unit that computes the gate `"AND"`, `"NAND"` or `"NOR"` for inputs that are 0 or 1. NOR fires if *neither* input is 1. (AND and NAND are in the chapter. NOR is not: turn the signs of a gate that you know.)

For example, the unit of `gate("AND")` fires for (1, 1) and for no other input. Every corner must stay at least 0.25 away from the threshold: a score between −0.25 and 0.25 is too close for comfort.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that


@question(number=1, section="three-numbers-make-a-gate", todo="three numbers for each gate")
def gate(name):
    """Weights and bias (w1, w2, b) of the unit that computes AND, NAND or NOR."""
    return {"AND": (1, 1, -1.5), "NAND": (-1, -1, 1.5), "NOR": (-1, -1, 0.5)}[name]


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0)
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


@hidden_check(points=1)
def test_all_three_gates_are_right_with_room_to_spare(gate):
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    tables = {"AND": [0, 0, 0, 1], "NAND": [1, 1, 1, 0], "NOR": [1, 0, 0, 0]}
    for name, table in tables.items():
        given = call_text("gate", name)
        w1, w2, b = array("gate(name)", call_answer("gate", gate, name), (3,), given=given)
        scores = corners @ [w1, w2] + b
        hint = "NOR is OR with all three signs turned" if name == "NOR" else ""
        check_that(
            f"{name} has the right table",
            (scores > 0).astype(int).tolist() == table,
            given=given,
            received=f"scores {scores.tolist()}",
            expected=f"fires {table}",
            hint=hint,
        )
        check_that(
            "every corner has a score of at least 0.25 in size",
            np.abs(scores).min() >= 0.25,
            given=given,
            received=f"scores {scores.tolist()}",
            expected="no score between -0.25 and 0.25",
        )


@wrong("this is OR")
def and_is_or(name):
    return (1, 1, -0.5) if name == "AND" else (-1, -1, 1.5)


@wrong("did you turn the bias too")
def the_bias_of_nand_keeps_its_sign(name):
    return {"AND": (1, 1, -1.5), "NAND": (-1, -1, -1.5), "NOR": (-1, -1, 0.5)}[name]


@wrong("halfway between")
def a_corner_on_the_threshold(name):
    return {"AND": (1, 1, -1.9), "NAND": (-1, -1, 1.9), "NOR": (-1, -1, 0.5)}[name]


@wrong("NOR is OR with all three signs turned")
def nor_is_nand(name):
    return (1, 1, -1.5) if name == "AND" else (-1, -1, 1.5)


@wrong("holds numbers")
def a_string(name):
    return "w1 = 1, w2 = 1, b = -1.5"

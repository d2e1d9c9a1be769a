"""Build three gates

Write `gate(name)`. It returns the numbers `(w1, w2, b)` of a unit for two inputs that are 0 or 1. There are three names:

- `"NOR"` fires if *neither* input is 1;
- `"ONLY"` fires if the first input is 1 and the second is not;
- `"IF"` fires unless the first input is 1 and the second is not.

Every corner must stay at least 0.25 away from the threshold: a score between −0.25 and 0.25 is too close for comfort.

For example, the weights 1 and 1 with the bias −1.5 would do for AND: the scores of (0, 0), (0, 1), (1, 0) and (1, 1) are −1.5, −0.5, −0.5 and 0.5. What do you get if you turn the signs of all three numbers?
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that


@question(number=1, section="three-numbers-make-a-gate", todo="three numbers for each gate")
def gate(name):
    """Weights and bias (w1, w2, b) of the unit that computes NOR, ONLY or IF."""
    return {"NOR": (-1, -1, 0.5), "ONLY": (1, -1, -0.5), "IF": (-1, 1, 0.5)}[name]


CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def scores_of(gate, name):
    """The scores of the four corners, and the words for the input."""
    given = call_text("gate", name)
    w1, w2, b = array("gate(name)", call_answer("gate", gate, name), (3,), given=given)
    return CORNERS @ [w1, w2] + b, given


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0)
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


@hidden_check(points=1)
def test_all_three_gates_are_right_with_room_to_spare(gate):
    tables = {"NOR": [1, 0, 0, 0], "ONLY": [0, 0, 1, 0], "IF": [1, 1, 0, 1]}
    for name, table in tables.items():
        scores, given = scores_of(gate, name)
        check_that(
            f"{name} has the right table, with room to spare",
            (scores > 0).astype(int).tolist() == table and np.abs(scores).min() >= 0.25,
            given=given,
            received=f"scores {scores.tolist()}",
            expected=f"fires {table}, no score between -0.25 and 0.25",
            hint="IF is silent where ONLY fires: turn all three signs" if name == "IF" else "",
        )


@wrong("this is NAND")
def nor_is_nand(name):
    return {"NOR": (-1, -1, 1.5), "ONLY": (1, -1, -0.5), "IF": (-1, 1, 0.5)}[name]


@wrong("the two weights must differ")
def only_is_and(name):
    return {"NOR": (-1, -1, 0.5), "ONLY": (1, 1, -1.5), "IF": (-1, 1, 0.5)}[name]


@wrong("exchange the weights")
def the_second_input_for_the_first(name):
    return {"NOR": (-1, -1, 0.5), "ONLY": (-1, 1, -0.5), "IF": (-1, 1, 0.5)}[name]


@wrong("halfway between")
def a_corner_on_the_threshold(name):
    return {"NOR": (-1, -1, 0.1), "ONLY": (1, -1, -0.5), "IF": (-1, 1, 0.5)}[name]


@wrong("IF is silent where ONLY fires")
def the_bias_of_if_keeps_its_sign(name):
    return {"NOR": (-1, -1, 0.5), "ONLY": (1, -1, -0.5), "IF": (-1, 1, -0.5)}[name]


@wrong("holds numbers")
def a_string(name):
    return "w1 = -1, w2 = -1, b = 0.5"

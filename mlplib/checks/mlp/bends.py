# Made from the source of the assignment mlp, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "5.5"


def test_the_output_passes_through_the_points(bends):
    knots, values = np.array([-1.0, 0.0, 2.0]), np.array([1.0, 3.0, 2.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    W1, b1 = array("W1", W1, (1, None), given=given), array("b1", b1, (None,), given=given)
    W2, b2 = array("W2", W2, (None, 1), given=given), array("b2", b2, (1,), given=given)
    output = np.maximum(knots[:, None] @ W1 + b1, 0) @ W2 + b2
    check_close(
        "the outputs at the three knots are the three values",
        output[:, 0],
        values,
        given=given,
        hint="work out by hand which units are awake at each knot",
        mistakes=[
            ([0, 2, 1], "the chain has the right form, but the wrong height: where does it start?"),
            (
                [1, 3, 6],
                "W2 holds the slopes: a ramp must add only the change of slope, the ones before go on",
            ),
            ([1, 3, 1], "a slope is a difference of values divided by the difference of knots"),
            ([1, 1, -2], "a unit with the weight 1 wakes up at a knot if its bias is minus the knot"),
            ([1, 7 / 3, 1], "the knots are not at equal distances: each piece has its own length"),
        ],
    )


def test_the_first_and_last_pieces_go_on_straight(bends):
    knots, values = np.array([-1.0, 0.0, 2.0]), np.array([1.0, 3.0, 2.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    W1, b1 = array("W1", W1, (1, None), given=given), array("b1", b1, (None,), given=given)
    W2, b2 = array("W2", W2, (None, 1), given=given), array("b2", b2, (1,), given=given)
    left, right = (np.maximum(np.array([[-2.0], [4.0]]) @ W1 + b1, 0) @ W2 + b2)[:, 0]
    check_close(
        "at x = -2 the first piece, of slope 2, has come down to -1",
        left,
        -1,
        given=given,
        mistakes=[
            (
                1,
                "all ramps are silent there: a unit with the weight -1 is awake to the left of its knot",
            ),
            (
                3,
                "to the left the chain rises: a ramp that looks to the left needs a negative share here",
            ),
            (0, "no unit is awake to the left, and the height is missing"),
        ],
        hint="which units are awake to the left of the first knot?",
    )
    check_close(
        "at x = 4 the last piece, of slope -½, has come down to 1",
        right,
        1,
        given=given,
        mistakes=[(2, "the chain is level beyond the last knot: no bend stands there")],
        hint="beyond the last knot nothing bends any more",
    )


def test_there_are_at_most_as_many_units_as_points(bends):
    knots, values = np.array([3.0, 3.5, 7.0, 10.0]), np.array([-2.0, 0.0, 0.0, 9.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    h = np.shape(W1)[-1] if np.ndim(W1) else 0
    W1, b1 = array("W1", W1, (1, h), given=given), array("b1", b1, (h,), given=given)
    W2, b2 = array("W2", W2, (h, 1), given=given), array("b2", b2, (1,), given=given)
    check_that(
        "four points need at most four units",
        h <= 4,
        given=given,
        received=f"{h} units",
        hint="a unit for each piece, and one that looks to the left; the last knot needs none",
    )
    middle = np.array([[3.25], [5.25], [8.5]])
    output = np.maximum(middle @ W1 + b1, 0) @ W2 + b2
    check_close(
        "halfway between two knots the output is halfway between two values",
        output[:, 0],
        [-1, 0, 4.5],
        given=given,
        hint="every knot but the first and the last needs a bend, exactly there",
    )

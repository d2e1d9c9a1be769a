# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts

exercise = "1.8"


def test_the_loss_agrees_with_paper_and_pencil(hinge):
    S, y = np.array([[3.0, 1.0, 2.5], [1.0, 0.0, -1.0]]), np.array([0, 2])
    given = call_text("hinge", S, y)
    loss, _ = parts("loss, d_S", call_answer("hinge", hinge, S, y), given=given)
    check_close(
        "the examples cost 0.5 and 3 + 2, the loss is their mean",
        loss,
        2.75,
        given=given,
        mistakes=[
            (3.75, "each example is 1 too dear: leave out the term of the true class"),
            (5.5, "this is the sum over the examples: take their mean"),
            (1.5, "the + 1 is missing inside the maximum"),
            (1.75, "add up all classes that come too close, not only the worst"),
            (2.75 / 3, "divide by the number of examples, not by the number of scores"),
            (6.625, "no squares here"),
        ],
        hint="go through the classes of the second row one by one: 1 - (-1) + 1 = 3, and 0 - (-1) + 1 = 2",
    )


def test_the_gradient_agrees_with_paper_and_pencil(hinge):
    S, y = np.array([[3.0, 1.0, 2.5], [1.0, 0.0, -1.0]]), np.array([0, 2])
    given = call_text("hinge", S, y)
    _, d_S = parts("loss, d_S", call_answer("hinge", hinge, S, y), given=given)
    right = np.array([[-0.5, 0, 0.5], [0.5, 0.5, -1]])
    check_close(
        "each term that counts pushes s_j down and pulls s_y up",
        d_S,
        right,
        given=given,
        mistakes=[
            (2 * right, "the gradient lacks the 1/n of the mean"),
            (-right, "the sign of the gradient is turned: it points uphill"),
            (
                [[-0.5, 0, 0.5], [0.5, 0.5, -0.5]],
                "s_y stands in every term that counts: -1 for each of them",
            ),
            (
                [[0, 0, 0.5], [0.5, 0.5, 0]],
                "the true score is missing: it stands in every term, with slope -1",
            ),
        ],
        hint="in the second row two terms count, so s_y is pulled twice",
    )


def test_the_gradient_agrees_with_nudging_the_loss(hinge):
    rng = np.random.default_rng(24)
    S, y = rng.normal(size=(3, 4)).round(2), np.array([3, 0, 2])
    given = call_text("hinge", S, y)
    _, d_S = parts("loss, d_S", call_answer("hinge", hinge, S, y), given=given)
    d_S, nudged = array("d_S", d_S, (3, 4), given=given), np.zeros((3, 4))
    for place in np.ndindex(3, 4):
        heights = []
        for step in (1e-5, -1e-5):
            there = S.copy()
            there[place] += step
            heights.append(number("the loss", call_answer("hinge", hinge, there, y)[0]))
        nudged[place] = (heights[0] - heights[1]) / 2e-5
    check_close(
        "d_S is the slope of your own loss",
        d_S,
        nudged,
        given=given,
        hint="loss and gradient do not belong together: which terms of the loss are above 0 here?",
    )
    check_close("its rows sum to 0", d_S.sum(axis=1), np.zeros(3), given=given)
    check_that("some scores are pulled", bool(np.abs(d_S).max() > 0.1), given=given, received=d_S)


def test_a_lead_of_one_is_enough(hinge):
    for lead, cost in [(0.0, 3.0), (0.5, 1.5), (1.0, 0.0), (50.0, 0.0)]:
        S, y = np.array([[5.0, 5.0 + lead, 5.0, 5.0]]), np.array([1])
        given = call_text("hinge", S, y)
        loss, d_S = parts("loss, d_S", call_answer("hinge", hinge, S, y), given=given)
        check_close(
            f"a lead of {lead:g} over three others costs {cost:g}",
            loss,
            cost,
            given=given,
            hint=f"each of the three costs {cost / 3:g}, the true class itself nothing",
        )
        slope = 1 if cost else 0
        check_close(
            "each class that is too close pulls with slope 1, at the bend with 0",
            d_S,
            [[slope, -3 * slope, slope, slope]],
            given=given,
            hint="at the bend the slope is 0: compare with > 0, not with >= 0"
            if lead == 1
            else "a class counts if its term is above 0",
        )

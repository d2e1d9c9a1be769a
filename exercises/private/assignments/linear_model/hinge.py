r"""Another loss: the hinge

Softmax is never content: even a sure and right answer still pulls a little. The *multiclass hinge loss* is content as soon as the true class leads every other class by 1. Example $i$ with the scores $\mathbf{s}$ and the true class $y$ costs

$$L_i = \sum_{j \ne y} \max(0,\; s_j - s_y + 1),$$

and the loss $L$ is the mean of the $L_i$ over the $n$ examples.

Write `hinge(S, y)` for scores `S` of shape $(n, c)$ and classes `y` of shape $(n,)$. It gives back `(loss, d_S)`, with the gradient `d_S` of shape $(n, c)$. Derive it first: which scores does one term of the sum depend on, and with which slope? At the bend, where $s_j - s_y + 1$ is exactly 0, take the slope 0. Then test it yourself, by nudging a score.

For example, the scores (3, 1, 2.5) with the true class 0 cost 0 + 0.5 = 0.5: class 1 is 2 behind, which is enough, class 2 only 0.5.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=8,
    section="the-slope-of-the-loss-says-which-way-to-turn",
    star=True,
    todo="which terms count, and what do they pull at?",
)
def hinge(S, y):
    """Mean multiclass hinge loss of the scores (n, c) for the classes y (n,), and its gradient (n, c)."""
    n, rows = len(y), np.arange(len(y))
    excess = np.maximum(0, S - S[rows, y][:, None] + 1)  # (n, c)
    excess[rows, y] = 0
    d_S = (excess > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)  # every term that counts pulls the true score up
    return excess.sum() / n, d_S / n


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0)
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


@hidden_check(points=1.5)
def test_loss_and_gradient_are_right_for_any_scores(hinge):
    rng = np.random.default_rng(25)
    for n, c, size in [(1, 2, 1), (4, 4, 1), (20, 10, 2), (7, 3, 1000), (6, 5, 0)]:
        S, y = size * rng.normal(size=(n, c)), rng.integers(c, size=n)
        S = S.round() if size == 2 else S  # whole numbers lie on the bend now and then
        loss, d_S = 0.0, np.zeros((n, c))
        for i in range(n):
            for j in range(c):
                if j != y[i] and S[i, j] - S[i, y[i]] + 1 > 0:
                    loss += (S[i, j] - S[i, y[i]] + 1) / n
                    d_S[i, j] += 1 / n
                    d_S[i, y[i]] -= 1 / n
        given = call_text("hinge", S, y)
        received = parts("loss, d_S", call_answer("hinge", hinge, S, y), given=given)
        check_close("the loss", received[0], loss, given=given)
        check_close("the gradient", received[1], d_S, given=given)


@wrong("leave out the term of the true class")
def the_true_class_costs_1(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum() / n, d_S / n


@wrong("this is the sum over the examples")
def sum_of_the_losses(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum(), d_S / n


@wrong("the + 1 is missing")
def no_margin(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None])
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum() / n, d_S / n


@wrong("not only the worst")
def the_worst_class_only(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.max(axis=1).sum() / n, d_S / n


@wrong("not by the number of scores")
def mean_over_all_scores(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.mean(), d_S / n


@wrong("no squares here")
def squared(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return (terms**2).sum() / n, d_S / n


@wrong("-1 for each of them")
def the_true_score_pulled_once(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -1 * (d_S.sum(axis=1) > 0)
    return terms.sum() / n, d_S / n


@wrong("the true score is missing")
def the_true_score_left_out(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    return terms.sum() / n, d_S / n


@wrong("the gradient lacks the 1/n")
def gradient_without_one_over_n(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum() / n, d_S


@wrong("the sign of the gradient is turned")
def turned_gradient(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = np.maximum(0, S - S[rows, y][:, None] + 1)
    terms[rows, y] = 0
    d_S = (terms > 0).astype(float)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum() / n, -d_S / n


@wrong("compare with > 0, not with >= 0")
def slope_1_at_the_bend(S, y):
    n, rows = len(y), np.arange(len(y))
    terms = S - S[rows, y][:, None] + 1
    terms[rows, y] = -1
    d_S = (terms >= 0).astype(float)
    terms = np.maximum(0, terms)
    d_S[rows, y] = -d_S.sum(axis=1)
    return terms.sum() / n, d_S / n

# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts

exercise = "1.2"


def test_equal_scores_cost_ln_c(softmax_loss):
    for n, c in [(4, 3), (2, 10)]:
        S, y = np.full((n, c), 7.0), np.arange(n) % c
        given = call_text("softmax_loss", S, y)
        loss, _ = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, y), given=given)
        check_close(
            f"the loss is ln {c}",
            loss,
            np.log(c),
            given=given,
            mistakes=[
                (n * np.log(c), "this is the sum over the examples: take their mean"),
                (-np.log(c), "the sign of the loss is turned: a loss is never below 0"),
                (np.log2(c), "this is the logarithm to base 2: use np.log"),
            ],
            hint="all probabilities are 1/c, so each example costs -log(1/c)",
        )


def test_the_true_class_is_pulled_up_and_the_others_down(softmax_loss):
    S, y = np.zeros((2, 4)), np.array([1, 3])
    given = call_text("softmax_loss", S, y)
    _, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, y), given=given)
    right = np.array([[0.125, -0.375, 0.125, 0.125], [0.125, 0.125, 0.125, -0.375]])
    both = np.array([[0.125, -0.375, 0.125, -0.375]] * 2)
    check_close(
        "the gradient is (p - [j = y]) / n",
        d_S,
        right,
        given=given,
        mistakes=[
            (2 * right, "the gradient lacks the 1/n of the mean"),
            (-right, "the sign of the gradient is turned: it points uphill"),
            (
                both,
                "d_S[:, y] takes whole columns; d_S[np.arange(n), y] takes one entry of each row",
            ),
            (np.full((2, 4), 0.125), "these are the probabilities: subtract 1 at the true class"),
        ],
        hint="each row sums to 0: the true class has p - 1, the others have p",
    )


def test_the_gradient_agrees_with_nudging_the_loss(softmax_loss):
    S, y = np.array([[1.0, -0.5, 0.2], [0.0, 2.0, -1.0]]), np.array([2, 1])
    given = call_text("softmax_loss", S, y)
    loss, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, y), given=given)
    d_S, nudged = array("d_S", d_S, (2, 3), given=given), np.zeros((2, 3))
    for place in np.ndindex(2, 3):
        heights = []
        for step in (1e-5, -1e-5):
            there = S.copy()
            there[place] += step
            heights.append(number("the loss", call_answer("softmax_loss", softmax_loss, there, y)[0]))
        nudged[place] = (heights[0] - heights[1]) / 2e-5
    check_close(
        "d_S is the slope of your own loss",
        d_S,
        nudged,
        given=given,
        tolerance=1e-7,
        mistakes=[
            (nudged * 2, "loss or gradient lacks the 1/n of the mean, the other one has it"),
            (nudged / 2, "loss or gradient lacks the 1/n of the mean, the other one has it"),
        ],
        hint="loss and gradient do not belong together; which entries differ?",
    )
    check_close(
        "its rows sum to 0",
        d_S.sum(axis=1),
        [0, 0],
        given=given,
        hint="probabilities sum to 1, and 1 - 1 is 0",
    )
    check_that("the true class of the first row is pulled up", d_S[0, 2] < -0.1, given=given, received=d_S)


def test_a_sure_and_wrong_answer_costs_its_lead(softmax_loss):
    S = np.array([[0.0, 1000.0, 0.0]])
    given = call_text("softmax_loss", S, np.array([0]))
    loss, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, np.array([0])), given=given)
    hint = "p_y is 0 here and its logarithm infinite: take the log of the sum of exp, minus the score of the true class"
    if not np.isfinite(d_S).all():
        hint = "exp of 1000 overflows: shift the scores of each row first"
    elif 0 < loss < 999:
        hint = "a small number inside the logarithm, or a limit on p_y, hides the true loss: use the other form of L"
    check_that(
        "the true class is 1000 behind, so the loss is 1000",
        bool(np.isclose(loss, 1000)),
        given=given,
        received=loss,
        expected="1000",
        hint=hint,
    )
    check_close("the gradient pulls with slope -1", d_S, [[-1, 1, 0]], given=given)
    given = call_text("softmax_loss", S, np.array([1]))
    loss, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, np.array([1])), given=given)
    check_close("sure and right costs nothing", loss, 0, given=given)
    check_close("sure and right does not pull", d_S, [[0, 0, 0]], given=given)


def test_scores_of_any_size_are_welcome(softmax_loss):
    S, y = np.log([[1.0, 3.0], [4.0, 1.0]]) + np.array([[1000], [-1000]]), np.array([0, 1])
    given = "the scores (ln 1, ln 3), all plus 1000, and (ln 4, ln 1), all minus 1000; y = [0, 1]"
    loss, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, y), given=given)
    hint = "subtract the largest score of each row, not of the whole array: the low row became log of 0"
    finite = bool(np.isfinite(loss) and np.isfinite(d_S).all())
    check_that("loss and gradient are finite", finite, given=given, received=(loss, d_S), hint=hint)
    check_close(
        "adding one number to a row of scores changes no loss: they cost ln 4 and ln 5",
        loss,
        (np.log(4) + np.log(5)) / 2,
        given=given,
    )
    check_close(
        "the probabilities in the gradient are 1/4, 3/4 and 4/5, 1/5",
        d_S,
        [[-0.375, 0.375], [0.4, -0.4]],
        given=given,
        mistakes=[([[-0.75, 0.75], [0.8, -0.8]], "the gradient lacks the 1/n of the mean")],
    )

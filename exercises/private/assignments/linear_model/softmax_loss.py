r"""The loss, even of a classifier that is sure and wrong

Write `softmax_loss(S, y)` for scores `S` of shape $(n, c)$ and true classes `y` of shape $(n,)$. It gives back `(loss, d_S)`: the mean softmax loss of the $n$ examples, one number, and its gradient with respect to `S`, shape $(n, c)$.

One case breaks the function of the chapter. If the true class is 1000 behind another, $p_y$ rounds to 0, and the loss becomes infinite. Yet it is 1000. So never take the logarithm of $p_y$. Subtract the largest score of each row from the row, which changes no probability, and use the other form, $L = -s_y + \log\sum_j e^{s_j}$, with the scores after that.

For example, `softmax_loss(np.array([[0.0, 0.0]]), np.array([1]))` gives `(0.693147, [[0.5, -0.5]])`.

Test it yourself first. What must the loss be if all scores are equal? What must each row of `d_S` sum to?
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=2,
    section="the-loss-says-how-surprised-we-are-by-the-truth",
    todo="shift, then log of the sum of exp",
)
def softmax_loss(S, y):
    """Mean softmax loss of the scores (n, c) for the classes y (n,), and its gradient (n, c)."""
    n = len(y)
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    d_S = np.exp(log_P)
    d_S[np.arange(n), y] -= 1
    return -log_P[np.arange(n), y].mean(), d_S / n


@check(points=0.5)
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


@check(points=0)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_loss_and_gradient_are_right_for_scores_of_any_shape_and_size(softmax_loss):
    rng = np.random.default_rng(15)
    for n, c, size, level in [
        (1, 2, 1, 0),
        (4, 4, 2, 0),
        (9, 10, 3, -900),
        (3, 5, 2000, 0),
        (30, 3, 1, 1e4),
    ]:
        S = size * rng.normal(size=(n, c)) + level * rng.normal(size=(n, 1))
        y = rng.integers(c, size=n)
        given = call_text("softmax_loss", S, y)
        loss, d_S = parts("loss, d_S", call_answer("softmax_loss", softmax_loss, S, y), given=given)
        logs = np.logaddexp.reduce(S, axis=1)
        check_close("the loss", loss, np.mean([logs[i] - S[i, y[i]] for i in range(n)]), given=given)
        check_close("the gradient", d_S, (np.exp(S - logs[:, None]) - np.eye(c)[y]) / n, given=given)


@wrong("this is the sum over the examples")
def sum_of_the_losses(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return loss * n, d_S


@wrong("the gradient lacks the 1/n")
def gradient_without_one_over_n(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return loss, d_S * n


@wrong("the sign of the gradient is turned")
def turned_gradient(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return loss, -d_S


@wrong("a loss is never below 0")
def turned_loss(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return -loss, d_S


@wrong("these are the probabilities")
def the_probabilities_for_the_gradient(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return loss, P / n


@wrong("takes whole columns")
def whole_columns(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    P[:, y] -= 1
    return loss, P / n


@wrong("p_y is 0 here")
def the_logarithm_of_the_probability(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    with np.errstate(divide="ignore"):
        return -np.log(P[rows, y]).mean(), d_S


@wrong("a small number inside the logarithm")
def a_small_number_inside_the_logarithm(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return -np.log(P[rows, y] + 1e-12).mean(), d_S


@wrong("exp of 1000 overflows")
def no_shift(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    with np.errstate(all="ignore"):
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        return -np.log(P[rows, y]).mean(), (P - np.eye(S.shape[1])[y]) / n


@wrong("the logarithm to base 2")
def base_2(S, y):
    n, rows = len(y), np.arange(len(y))
    shifted = S - S.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    P = np.exp(log_P)
    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n
    return loss / np.log(2), d_S


@wrong("of each row, not of the whole array")
def one_shift_for_all_rows(S, y):
    n, rows = len(y), np.arange(len(y))
    with np.errstate(all="ignore"):
        shifted = S - S.max()
        log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -log_P[rows, y].mean(), (np.exp(log_P) - np.eye(S.shape[1])[y]) / n

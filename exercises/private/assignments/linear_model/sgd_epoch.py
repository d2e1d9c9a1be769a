r"""One epoch of stochastic gradient descent

Now $W$ has *one column per class*, shape $(d, c)$, so $S = XW + \mathbf{b}$. Write `sgd_epoch(X, y, W, b, batches, learning_rate)` for examples `X` of shape $(n, d)$, classes `y` of shape $(n,)$ and biases `b` of shape $(c,)$. Nothing is random here: `batches` is a list of arrays of row numbers. For each batch, in the order of the list, compute the softmax loss of its rows, and take one step against the gradient of this loss.

Give back `(W, b, losses)`: the weights and biases after the last batch, and a list with one loss per batch, each computed *before* the step of that batch. Leave the arrays that you were given as they are.

For example, one example `X = [[1]]` with `y = [0]`, two classes, `W = [[0, 0]]`, `b = [0, 0]`, `batches = [np.array([0])]` and the learning rate 2 give `W = [[1, -1]]`, `b = [1, -1]` and `losses = [0.693147]`. You may use your `softmax_loss`, or write it again.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=4,
    section="the-learning-rate-decides-between-crawling-and-exploding",
    todo="for each batch: scores, loss, gradient, step",
)
def sgd_epoch(X, y, W, b, batches, learning_rate):
    """Weights (d, c), biases (c,) and the list of losses after one step for each batch."""
    losses = []
    for rows in batches:
        S = X[rows] @ W + b
        e = np.exp(S - S.max(axis=1, keepdims=True))
        P = e / e.sum(axis=1, keepdims=True)
        losses.append(-np.log(P[np.arange(len(rows)), y[rows]]).mean())
        P[np.arange(len(rows)), y[rows]] -= 1
        d_S = P / len(rows)
        W = W - learning_rate * X[rows].T @ d_S
        b = b - learning_rate * d_S.sum(axis=0)
    return W, b, losses


@check(points=0.5)
def test_one_batch_is_one_step_downhill(sgd_epoch):
    X, y = np.array([[1.0, 0.0, 2.0], [0.0, 2.0, 0.0]]), np.array([0, 0])
    arguments = X, y, np.zeros((3, 2)), np.zeros(2), [np.array([0, 1])], 2.0
    given = call_text("sgd_epoch", *arguments)
    W, b, losses = parts("W, b, losses", call_answer("sgd_epoch", sgd_epoch, *arguments), given=given)
    right = np.array([[0.5, -0.5], [1, -1], [1, -1]])
    check_close(
        "all scores are 0 before the step, so the loss is ln 2",
        array("losses", losses, (1,), given=given),
        [np.log(2)],
        given=given,
        mistakes=[([2 * np.log(2)], "this is the sum over the batch: take the mean")],
        hint="take the loss before the step",
    )
    check_close(
        "W moves against its gradient",
        W,
        right,
        given=given,
        mistakes=[
            (-right, "W moved uphill: subtract the gradient"),
            (right / 2, "the gradient was not multiplied by the learning rate"),
            (2 * right, "the gradient lacks the 1/n of the mean"),
        ],
        hint="d_S is [[-0.25, 0.25], [-0.25, 0.25]]; from it comes d_W with the shape of W",
    )
    check_close(
        "b moves against its gradient",
        b,
        [1, -1],
        given=given,
        mistakes=[
            ([0, 0], "b did not learn: it has a gradient too"),
            ([0.5, -0.5], "b needs the sum of the rows of d_S; the mean is already in d_S"),
            ([-1, 1], "b moved uphill: subtract its gradient"),
        ],
    )


@check(points=0.5)
def test_the_second_batch_sees_what_the_first_has_learned(sgd_epoch):
    batches = [np.array([0]), np.array([0])]
    arguments = np.array([[1.0]]), np.array([0]), np.zeros((1, 2)), np.zeros(2), batches, 2.0
    given = call_text("sgd_epoch", *arguments)
    _, _, losses = parts("W, b, losses", call_answer("sgd_epoch", sgd_epoch, *arguments), given=given)
    received = np.ravel(losses)
    hint = "append one loss in each turn of the loop; is the list made before the loop?"
    check_that(
        "there are two batches, so losses is a list of two",
        np.shape(losses) == (2,),
        given=given,
        received=losses,
        expected="a list of 2 numbers",
        hint=hint,
    )
    after_one = np.log1p(np.exp(-4))  # after one step the scores are 2 and -2
    check_close(
        "one loss per batch, each before its step: ln 2 and log(1 + exp(-4))",
        received,
        [np.log(2), after_one],
        given=given,
        mistakes=[
            (
                [np.log(2), np.log(2)],
                "both batches used the old weights: make the step inside the loop",
            )
        ],
        hint="these are the losses after the steps: compute the loss first"
        if received[0] < 0.1
        else "after the first step W is [[1, -1]] and b is [1, -1], so the scores are 2 and -2",
    )


@check(points=0.5)
def test_a_batch_uses_its_own_rows_and_no_others(sgd_epoch):
    rng = np.random.default_rng(16)
    X, y = rng.normal(size=(6, 2)).round(1), np.array([2, 0, 1, 1, 0, 2])
    W, b, batches = np.zeros((2, 3)), np.zeros(3), [np.array([4]), np.array([1, 3, 5])]
    alone = call_answer(
        "sgd_epoch",
        sgd_epoch,
        X[[1, 3, 4, 5]],
        y[[1, 3, 4, 5]],
        W,
        b,
        [np.array([2]), np.array([0, 1, 3])],
        0.5,
    )
    given = call_text("sgd_epoch", X, y, W, b, batches, 0.5)
    W_new, b_new, _ = parts(
        "W, b, losses", call_answer("sgd_epoch", sgd_epoch, X, y, W, b, batches, 0.5), given=given
    )
    check_that("W has learned", bool(np.abs(W_new).max() > 0.01), given=given, received=W_new)
    hint = "take X[rows] and y[rows], and divide by the size of the batch, not by all examples"
    check_close(
        "rows 0 and 2 are in no batch, so without them W is the same",
        W_new,
        alone[0],
        given=given,
        hint=hint,
    )
    check_close(
        "rows 0 and 2 are in no batch, so without them b is the same",
        b_new,
        alone[1],
        given=given,
        hint=hint,
    )
    turned, _, _ = call_answer("sgd_epoch", sgd_epoch, X, y, W, b, batches[::-1], 0.5)
    check_that(
        "the batches in turned order end elsewhere",
        not np.allclose(turned, W_new),
        given=given,
        received=W_new,
        hint="update W and b after every batch, not once at the end",
    )


@check(points=0.5)
def test_twenty_epochs_tell_three_clouds_apart(sgd_epoch):
    rng = np.random.default_rng(17)
    y = np.arange(60) % 3
    X = np.array([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]])[y] + 0.5 * rng.normal(size=(60, 2))
    W, b, first = np.zeros((2, 3)), np.zeros(3), None
    given = "20 epochs on 60 points of three classes, batches of 15, learning rate 0.5"
    for _ in range(20):
        batches = np.split(rng.permutation(60), 4)
        W, b, losses = parts(
            "W, b, losses", call_answer("sgd_epoch", sgd_epoch, X, y, W, b, batches, 0.5), given=given
        )
        W, b, losses = array("W", W, (2, 3)), array("b", b, (3,)), array("losses", losses, (4,))
        first = losses[0] if first is None else first
    right = ((X @ W + b).argmax(axis=1) == y).mean()
    check_that(
        "the first loss is ln 3",
        abs(first - np.log(3)) < 1e-6,
        given=given,
        received=first,
        expected="1.0986",
        hint="with all weights 0, the first loss tells whether the loss is right",
    )
    check_that(
        "the loss falls below 0.1",
        losses.mean() < 0.1,
        given=given,
        received=losses.mean(),
        expected="less than 0.1",
        hint="does the loss rise? Then the step goes uphill",
    )
    check_that(
        "at least 98 % are right at the end",
        right >= 0.98,
        given=given,
        received=f"{100 * right:.0f} %",
    )


@hidden_check(points=1)
def test_an_epoch_is_right_for_random_examples_and_batches(sgd_epoch):
    rng = np.random.default_rng(18)
    for n, d, c, cuts in [
        (5, 5, 5, []),
        (12, 3, 4, [5, 6]),
        (30, 7, 2, [1, 20]),
        (9, 1, 3, [3, 6]),
    ]:
        X, y, W, b = (
            rng.normal(size=(n, d)),
            rng.integers(c, size=n),
            rng.normal(size=(d, c)),
            rng.normal(size=c),
        )
        batches, learning_rate, expected, V, a = (
            np.split(rng.permutation(n), cuts),
            float(rng.uniform(0.1, 1)),
            [],
            W,
            b,
        )
        for rows in batches:
            S = X[rows] @ V + a
            logs = np.logaddexp.reduce(S, axis=1)
            expected.append(np.mean(logs - S[np.arange(len(rows)), y[rows]]))
            d_S = (np.exp(S - logs[:, None]) - np.eye(c)[y[rows]]) / len(rows)
            V, a = V - learning_rate * X[rows].T @ d_S, a - learning_rate * d_S.sum(axis=0)
        given = call_text("sgd_epoch", X, y, W, b, batches, learning_rate)
        received = parts(
            "W, b, losses",
            call_answer("sgd_epoch", sgd_epoch, X, y, W, b, batches, learning_rate),
            given=given,
        )
        check_close("W", received[0], V, given=given)
        check_close("b", received[1], a, given=given)
        check_close("losses", received[2], expected, given=given)


@look
def look_at_borders():
    """Look at your result: 90 points of three classes, and the regions after 30 epochs of your training. The borders between them are straight. In the curve beside them the loss starts at ln 3, the dotted line, and falls."""
    from mlplib import datasets, plotting

    X, y = datasets.blobs(90, rng=np.random.default_rng(0))
    W, b, losses = np.zeros((2, 3)), np.zeros(3), []
    for _ in range(30):
        W, b, new = sgd_epoch(X, y, W, b, np.arange(90).reshape(30, 3).T, 0.2)
        losses += new
    left, right = plotting.plt.subplots(1, 2, figsize=(7, 3), layout="constrained")[1]
    plotting.plot_plane(left, 5)
    plotting.plot_regions(left, lambda X: (X @ W + b).argmax(axis=1), 3, 5)
    plotting.plot_points(left, X, y)
    plotting.plot_training(right, losses, floor=np.log(3))


@wrong("W moved uphill")
def uphill(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W += learning_rate * X[rows].T @ d_S
        b += learning_rate * d_S.sum(axis=0)
    return W, b, losses


@wrong("not multiplied by the learning rate")
def no_learning_rate(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W -= X[rows].T @ d_S
        b -= d_S.sum(axis=0)
    return W, b, losses


@wrong("b did not learn")
def no_bias_step(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W -= learning_rate * X[rows].T @ d_S
    return W, b, losses


@wrong("b needs the sum")
def mean_for_b(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.mean(axis=0)
    return W, b, losses


@wrong("the gradient lacks the 1/n")
def no_mean_in_the_gradient(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = P - np.eye(len(b))[y[rows]]
        losses.append(loss)
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.sum(axis=0)
    return W, b, losses


@wrong("not by all examples")
def divides_by_all_examples(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(X)
        losses.append(loss)
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.sum(axis=0)
    return W, b, losses


@wrong("both batches used the old weights")
def the_old_weights_for_every_batch(X, y, W, b, batches, learning_rate):
    losses, V, a = [], W, b
    for rows in batches:
        S = X[rows] @ V + a
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W = W - learning_rate * X[rows].T @ d_S
        b = b - learning_rate * d_S.sum(axis=0)
    return W, b, losses


@wrong("is the list made before the loop")
def only_the_last_loss(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses = [loss]
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.sum(axis=0)
    return W, b, losses


@wrong("take the loss before the step")
def the_loss_after_the_step(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W.copy(), b.copy()
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.sum(axis=0)
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        losses.append(-np.log(P[np.arange(len(rows)), y[rows]]).mean())
    return W, b, losses


@wrong("+= and -= change an array in place")
def changes_w_in_place(X, y, W, b, batches, learning_rate):
    losses, W, b = [], W, b
    for rows in batches:
        S = X[rows] @ W + b
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()
        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)
        losses.append(loss)
        W -= learning_rate * X[rows].T @ d_S
        b -= learning_rate * d_S.sum(axis=0)
    return W, b, losses

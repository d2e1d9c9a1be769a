# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "1.4"


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

# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib import datasets, features
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "8.5"


def test_it_starts_at_ln_c_and_counts_every_batch(train):
    rng = np.random.default_rng(68)
    X, y = rng.normal(size=(50, 4)), np.arange(50) % 3
    arguments = X, y, 8, 3, 0.1, 20, 0
    given = call_text("train", *arguments)
    params, losses = parts("params, losses", call_answer("train", train, *arguments), given=given)
    shapes = {"W1": (4, 8), "b1": (8,), "W2": (8, 3), "b2": (3,)}
    there = isinstance(params, dict) and set(params) == set(shapes)
    check_that("params is a dict with the keys W1, b1, W2 and b2", there, given=given, received=params)
    for name, shape in shapes.items():
        array(name, params[name], shape, given=given)
    losses = array("losses", losses, (None,), given=given)
    check_that(
        "50 rows in batches of 20 for 3 epochs are 9 steps",
        len(losses) == 9,
        given=given,
        received=f"{len(losses)} losses",
        expected="9 losses",
        hint={
            3: "keep the loss of every minibatch, not of every epoch",
            6: "the last batch of an epoch is shorter, and counts too",
        }.get(len(losses), ""),
    )
    summed = abs(losses[0] - 20 * np.log(3)) < 3
    hint = (
        "this is the sum over the 20 rows of the batch: take the mean"
        if summed
        else "with small last weights all scores are about equal"
    )
    check_that(
        "the first loss is about ln 3",
        abs(losses[0] - np.log(3)) < 0.15,
        given=given,
        received=losses[0],
        expected=f"{np.log(3):.3f}",
        hint=hint,
    )
    again, _ = parts("params, losses", call_answer("train", train, *arguments), given=given)
    check_close(
        "the same seed gives the same weights",
        again["W1"],
        params["W1"],
        given=given,
        hint="draw all chance from one np.random.default_rng(rng_seed), made inside the function",
    )
    arguments = X, y, 2000, 0, 0.1, 20, 0
    given = call_text("train", *arguments) + ", 2000 hidden units and no epochs, to see the initial weights"
    start, _ = parts("params, losses", call_answer("train", train, *arguments), given=given)
    for name, shape, words, spread, hint in [
        ("W1", (4, 2000), "sqrt(2 / 4)", np.sqrt(2 / 4), "sqrt(2 / d), with d the number of features"),
        ("W2", (2000, 3), "0.01", 0.01, "multiply what rng.normal draws by 0.01"),
    ]:
        received = np.std(array(name, start[name], shape, given=given))
        zero = "zero weights give every hidden unit the same gradient, for ever"
        check_that(
            f"the initial {name} has the spread {words}",
            abs(received / spread - 1) < 0.1,
            given=given,
            received=f"{received:.3g}",
            expected=f"{spread:.3g}",
            hint=hint if received else zero,
        )


def test_each_epoch_sees_every_row_once_and_in_a_new_order(train):
    rng = np.random.default_rng(70)
    X, y = rng.normal(size=(30, 4)), np.arange(30) % 3
    shapes = {"W1": (4, 8), "b1": (8,), "W2": (8, 3), "b2": (3,)}
    arguments = X, y, 8, 2, 0.0, 1, 0
    given = call_text("train", *arguments) + ", a learning rate of 0, so that the weights stay as they are"
    params, losses = parts("params, losses", call_answer("train", train, *arguments), given=given)
    there = isinstance(params, dict) and set(params) == set(shapes)
    check_that("params is a dict with the keys W1, b1, W2 and b2", there, given=given, received=params)
    W1, b1, W2, b2 = (array(name, params[name], shape, given=given) for name, shape in shapes.items())
    S = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    rows = np.log(np.exp(S).sum(axis=1)) - S[np.arange(30), y]  # the loss of each row alone
    check_that(
        "the weights begin at random numbers",
        np.ptp(rows) > 1e-4,
        given=given,
        received=params["W2"],
        hint="zero weights give every hidden unit the same gradient, for ever",
    )
    losses = array("losses", losses, (None,), given=given)
    check_that(
        "2 epochs of 30 batches of one row are 60 losses",
        len(losses) == 60,
        given=given,
        received=f"{len(losses)} losses",
        hint="does the last batch of the epoch take part?",
    )
    first, second = losses.reshape(2, 30)
    hint = "is a row drawn twice and another one never? or do the rows of X and y no longer belong together?"
    check_close(
        "the 30 losses of an epoch, sorted, are those of the 30 rows",
        np.sort(first),
        np.sort(rows),
        given=given,
        tolerance=1e-9,
        hint=hint,
    )
    check_close(
        "those of the second epoch are the same",
        np.sort(second),
        np.sort(rows),
        given=given,
        tolerance=1e-9,
        hint=hint,
    )
    check_that(
        "the rows come in random order",
        np.abs(first - rows).max() > 1e-9,
        given=given,
        received="the order of X",
        hint="rng.permutation(n) gives an order; nothing was shuffled",
    )
    check_that(
        "the second epoch has another order",
        np.abs(first - second).max() > 1e-9,
        given=given,
        received="twice the same order",
        hint="draw the order inside the loop over the epochs",
    )


def test_one_step_goes_down_the_gradient(train):
    rng = np.random.default_rng(69)
    X, y, rate = rng.normal(size=(12, 3)), np.arange(12) % 4, 0.5
    shapes = {"W1": (3, 5), "b1": (5,), "W2": (5, 4), "b2": (4,)}

    def loss_of(p):
        S = np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]
        return np.mean(np.log(np.exp(S).sum(axis=1)) - S[np.arange(12), y])

    given = call_text("train", X, y, 5, 0, rate, 12, 1)
    start, losses = parts("params, losses", call_answer("train", train, X, y, 5, 0, rate, 12, 1), given=given)
    there = isinstance(start, dict) and set(start) == set(shapes) and len(losses) == 0
    check_that(
        "no epochs give the four initial arrays and no losses",
        there,
        given=given,
        received=(start, losses),
    )
    start = {name: array(name, start[name], shape, given=given) for name, shape in shapes.items()}
    given = call_text("train", X, y, 5, 1, rate, 12, 1)
    after, losses = parts("params, losses", call_answer("train", train, X, y, 5, 1, rate, 12, 1), given=given)
    check_that(
        "12 rows in one batch are one step",
        np.shape(losses) == (1,),
        given=given,
        received=losses,
        expected="a list with one loss",
        hint="a batch of all rows is a batch, too",
    )
    check_close(
        "the one loss is that of the initial weights",
        losses,
        [loss_of(start)],
        given=given,
        hint="same seed, same start: draw the weights before the first order; take the loss before the step",
    )
    for name in ["b2", "W2", "b1", "W1"]:
        right = np.zeros(shapes[name])
        for i in np.ndindex(shapes[name]):
            nudge = np.zeros(shapes[name])
            nudge[i] = 1e-5
            up, down = (loss_of(start | {name: start[name] + sign * nudge}) for sign in (1, -1))
            right[i] = (up - down) / 2e-5
        step = start[name] - array(name, after[name], shapes[name], given=given)
        check_close(
            f"the step of {name}, divided by the learning rate, is its gradient",
            step / rate,
            right,
            given=given,
            tolerance=1e-7,
            hint="b2 and W2 come first on the way back: mend them before b1 and W1"
            if name in ("b2", "W2")
            else "the ReLU gates the gradient: it passes where Z is above 0",
            mistakes=[
                (-right, "it goes uphill: subtract the gradient, with d_S = p minus one-hot"),
                (12 * right, "12 times too long: the 1/n is missing"),
                (right / 12, "divided by n twice"),
                (0 * right, f"{name} does not learn"),
            ],
        )


def test_it_learns_spirals_and_photos(train):
    X, y = datasets.spirals(200, rng=np.random.default_rng(0))
    order = np.argsort(y, kind="stable")  # one arm after the other
    spirals = X[order], y[order], *datasets.spirals(600, rng=np.random.default_rng(1))
    photos = datasets.photo_patches(rng=np.random.default_rng(0), n_train=300, n_validation=0, n_test=300)
    histograms = (features.colour_histogram(part.images) for part in (photos.train, photos.test))
    X, X_test = features.standardise(*histograms)
    photos = X, photos.train.labels, X_test, photos.test.labels
    for what, (X, y, X_test, y_test), settings, wanted in [
        ("spirals, a linear classifier reaches 55 %", spirals, (32, 60, 0.5, 20, 0), 93),
        ("photos by their colours, chance is 10 %", photos, (30, 25, 0.3, 20, 0), 37),
    ]:
        given = call_text("train", X, y, *settings)
        params, losses = parts("params, losses", call_answer("train", train, X, y, *settings), given=given)
        c, h = y.max() + 1, settings[0]
        shapes = {"W1": (X.shape[1], h), "b1": (h,), "W2": (h, c), "b2": (c,)}
        there = isinstance(params, dict) and set(params) == set(shapes)
        check_that("params is a dict with the keys W1, b1, W2 and b2", there, given=given, received=params)
        W1, b1, W2, b2 = (array(name, params[name], shape, given=given) for name, shape in shapes.items())
        S = np.maximum(X_test @ W1 + b1, 0) @ W2 + b2
        percent = 100 * (S.argmax(axis=1) == y_test).mean()
        losses = array("losses", losses, (None,), given=given)
        first, last = losses[:5].mean(), losses[-5:].mean()
        hint = "mend the check of one step first; if it holds, is a step taken for every batch and in every epoch?"
        check_that(
            f"{what}: test accuracy at least {wanted} %",
            percent >= wanted,
            given=given,
            received=f"{percent:.0f} %, loss from {first:.2f} to {last:.2f}",
            expected=f"{wanted} % or more",
            hint=hint,
        )

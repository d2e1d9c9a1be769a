r"""Train to a target

Write the whole program: `train(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed)` trains the classifier

$$Z = XW_1 + \mathbf{b}_1, \qquad H = \max(Z, 0), \qquad S = HW_2 + \mathbf{b}_2$$

with mean softmax cross-entropy by minibatch gradient descent, for examples `X` $(n, d)$ with classes `y` $(n,)$ from 0 to $c - 1$. It gives back `(params, losses)`: a dict with `"W1"` $(d, h)$, `"b1"` $(h,)$, `"W2"` $(h, c)$, `"b2"` $(c,)$, and a list with the loss of every minibatch, each taken *before* its step. The chapter's `train`, with batches of your own in place of `minibatches`, and the eight lines back of the last chapter are a good beginning.

- Start with `W1` normal with the spread $\sqrt{2/d}$, `W2` normal with the spread 0.01, and biases 0. Then the first loss is about $\ln c$.
- Draw a new order of the rows for each epoch, and take a step for each batch of `batch_size` rows. The last batch of an epoch may be shorter; it counts too, with the mean over its own rows. So 50 rows in batches of 20 for 3 epochs give 9 losses.
- The learning rate stays as it is. With `epochs = 0` the initial parameters come back, and no losses.
- All chance comes from one `np.random.default_rng(rng_seed)`: first the weights, then the orders.

The first three checks look at the start, the batches and a single step. The last one trains, and computes the accuracy of your parameters on *new* examples:

| task | call | target |
|---|---|---|
| 200 points of three spirals | `train(X, y, 32, 60, 0.5, 20, 0)` | 93 % of 600 new points; a linear classifier reaches 55 % |
| 300 photos as colour histograms, 64 standardised numbers each | `train(X, y, 30, 25, 0.3, 20, 0)` | 37 % of 300 new photos; guessing has 10 % |

This check takes a second or two. A right program has room to spare.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib import datasets, features
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=5,
    section="build-train-and-debug-a-two-layer-network-by-hand",
    todo="start, shuffle, slice, forward, back, step",
)
def train(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    """Parameters of a two-layer ReLU classifier after training, and the loss of every minibatch."""
    rng = np.random.default_rng(rng_seed)
    d, c, losses = X.shape[1], y.max() + 1, []
    W1, b1 = rng.normal(size=(d, n_hidden)) * np.sqrt(2 / d), np.zeros(n_hidden)
    W2, b2 = rng.normal(size=(n_hidden, c)) * 0.01, np.zeros(c)
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            labels, n = y[rows], len(rows)
            Z = X[rows] @ W1 + b1
            H = np.maximum(Z, 0)
            S = H @ W2 + b2
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), labels]).mean())
            d_S = (P - np.eye(c)[labels]) / n
            d_Z = d_S @ W2.T * (Z > 0)
            W1, b1 = W1 - learning_rate * X[rows].T @ d_Z, b1 - learning_rate * d_Z.sum(axis=0)
            W2, b2 = W2 - learning_rate * H.T @ d_S, b2 - learning_rate * d_S.sum(axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, losses


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=2)
def test_other_seeds_batches_and_sets_are_learned(train):
    def forward(p, X, y):
        Z = X @ p["W1"] + p["b1"]
        S = np.maximum(Z, 0) @ p["W2"] + p["b2"]
        S = S - S.max(axis=1, keepdims=True)
        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
        return Z, S, P, -np.log(P[np.arange(len(y)), y]).mean()

    for seed, (n, d, h, c, batch_size) in enumerate([(7, 2, 3, 4, 7), (6, 4, 5, 2, 50), (9, 1, 4, 3, 9)]):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(n, d)), np.arange(n) % c
        given = call_text("train", X, y, h, 1, 0.3, batch_size, seed)
        start, _ = parts(
            "params, losses", call_answer("train", train, X, y, h, 0, 0.3, batch_size, seed), given=given
        )
        after, losses = parts(
            "params, losses", call_answer("train", train, X, y, h, 1, 0.3, batch_size, seed), given=given
        )
        check_that(
            "params is a dict",
            isinstance(start, dict) and isinstance(after, dict),
            given=given,
            received=start,
        )
        Z, _, P, loss = forward(start, X, y)
        check_close("the loss", losses, [loss], given=given)
        d_S = (P - np.eye(c)[y]) / n
        d_Z = np.where(Z > 0, d_S @ start["W2"].T, 0)
        grads = {
            "W1": X.T @ d_Z,
            "b1": d_Z.sum(0),
            "W2": np.maximum(Z, 0).T @ d_S,
            "b2": d_S.sum(0),
        }
        for name, right in grads.items():
            step = (start[name] - array(name, after[name], right.shape, given=given)) / 0.3
            check_close(
                f"the step of {name}",
                step,
                right,
                given=given,
                tolerance=1e-8,
                hint="a batch that is not full has the mean over its own rows",
            )
    sets = [(datasets.spirals, 32, 90), (datasets.moons, 16, 93), (datasets.circles, 16, 97)]
    for seed, (make, h, wanted) in enumerate(sets):
        X, y = make(170, rng=np.random.default_rng(seed))
        order = np.argsort(y, kind="stable")
        X_test, y_test = make(500, rng=np.random.default_rng(seed + 50))
        arguments = X[order], y[order], h, 60, 0.5, 25, seed
        given = call_text("train", *arguments)
        params, losses = parts("params, losses", call_answer("train", train, *arguments), given=given)
        check_that(
            "losses has one entry a step",
            len(losses) == 420,
            given=given,
            received=len(losses),
            expected=420,
        )
        percent = 100 * (forward(params, X_test, y_test)[1].argmax(axis=1) == y_test).mean()
        check_that(
            f"test accuracy at least {wanted} %",
            percent >= wanted,
            given=given,
            received=f"{percent:.0f} %",
        )


@look
def look_at_spirals():
    """Look at your network: on the left the regions that it gives to the three arms of the spiral, on the right the loss of every minibatch. The borders should bend with the arms, and the loss should fall towards 0."""
    from mlplib import datasets, plotting

    X, y = datasets.spirals(200, rng=np.random.default_rng(0))
    params, losses = train(X, y, 32, 100, 0.5, 20, 0)
    W1, b1, W2, b2 = (params[name] for name in ["W1", "b1", "W2", "b2"])

    def predict(points):
        return (np.maximum(points @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)

    left, right = plotting.plt.subplots(1, 2, figsize=(7, 3))[1]
    plotting.plot_regions(left, predict, 3, 1.25)
    plotting.plot_points(left, X, y, size=8)
    plotting.plot_training(right, losses, floor=np.log(3))


@wrong("not of every epoch")
def a_loss_an_epoch(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses[:: -(-len(X) // batch_size)]


@wrong("is shorter, and counts too")
def short_batch_dropped(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X) - batch_size + 1, batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("draw all chance from one")
def other_seed(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng()
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("with small last weights")
def large_last_weights(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 3 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("with d the number of features")
def spread_of_hidden_units(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / n_hidden), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("multiply what rng.normal draws by 0.01")
def larger_last_weights(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.05 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("this is the sum over the 20 rows")
def summed_loss(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).sum())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("zero weights give every hidden unit")
def zero_weights(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": np.zeros((X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("it goes uphill")
def uphill(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] + learning_rate * g[name] for name in p}
    return p, losses


@wrong("12 times too long")
def no_one_over_n(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = P - np.eye(c)[t]
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("the ReLU gates the gradient")
def no_gate(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("does not learn")
def biases_forgotten(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] if name[0] == "W" else p[name] for name in p}
    return p, losses


@wrong("no longer belong together")
def x_shuffled_y_not(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[start : start + batch_size], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("nothing was shuffled")
def not_shuffled(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = np.arange(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("inside the loop over the epochs")
def one_order_for_all_epochs(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    order = rng.permutation(len(X))
    for _ in range(epochs):
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses


@wrong("is a step taken for every batch and in every epoch")
def one_step_an_epoch(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            step = g
        p = {name: p[name] - learning_rate * step[name] for name in p}
    return p, losses


@wrong("the mean over its own rows")
def divided_by_batch_size(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / batch_size
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses

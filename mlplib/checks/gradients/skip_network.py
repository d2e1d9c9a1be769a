# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "7.5"


def test_with_equal_scores_the_loss_is_ln_c(skip_network):
    X, y = np.array([[1.0, 2.0], [-1.0, 1.0], [0.5, -2.0]]), np.array([0, 0, 1])
    arguments = X, y, np.eye(2), np.zeros(2), np.zeros((2, 3)), np.zeros(3)
    given = call_text("skip_network", *arguments)
    loss, grads = parts("loss, grads", call_answer("skip_network", skip_network, *arguments), given=given)
    check_close(
        "three equal scores cost ln 3",
        loss,
        np.log(3),
        given=given,
        mistakes=[(3 * np.log(3), "this is the sum over the examples: take the mean")],
    )
    there = isinstance(grads, dict) and set(grads) == {"X", "W1", "b1", "W2", "b2"}
    check_that(
        "grads is a dict with the keys X, W1, b1, W2 and b2",
        there,
        given=given,
        received=list(grads) if isinstance(grads, dict) else grads,
        expected="five entries",
        hint="the input X has a gradient, too",
    )
    check_close(
        "d_b2 is the mean of p - onehot: (1/3 - 2/3, 1/3 - 1/3, 1/3 - 0)",
        grads["b2"],
        [-1 / 3, 0, 1 / 3],
        given=given,
        hint="a bias serves all examples: sum d_S over the rows",
        mistakes=[
            ([-1, 0, 1], "the 1/n is missing: the loss is a mean"),
            ([1 / 3, 0, -1 / 3], "the sign is turned: it is p minus one-hot"),
            ([-1 / 9, 0, 1 / 9], "divided by n twice: sum over the rows, do not average again"),
        ],
    )


def test_where_the_layer_is_silent_the_skip_still_carries(skip_network):
    rng = np.random.default_rng(66)
    X, y = rng.normal(size=(4, 2)).round(1), np.array([0, 2, 1, 1])
    W1, W2 = rng.normal(size=(2, 2)).round(1), rng.normal(size=(2, 3)).round(1)
    arguments = X, y, W1, np.array([-100.0, -100.0]), W2, np.zeros(3)
    given = call_text("skip_network", *arguments)
    loss, grads = parts("loss, grads", call_answer("skip_network", skip_network, *arguments), given=given)
    e = np.exp(X @ W2)
    check_close(
        "with silent units H is X, and the classifier is linear",
        loss,
        -np.log(e[np.arange(4), y] / e.sum(axis=1)).mean(),
        given=given,
        hint="H is X plus the ReLU of Z, and the ReLU is 0 here",
    )
    there = isinstance(grads, dict) and set(grads) == {"X", "W1", "b1", "W2", "b2"}
    check_that(
        "grads is a dict with the keys X, W1, b1, W2 and b2",
        there,
        given=given,
        received=list(grads) if isinstance(grads, dict) else grads,
        expected="five entries",
        hint="the input X has a gradient, too",
    )
    for name in ["W1", "b1"]:
        check_close(
            f"silent units hand nothing to {name}",
            grads[name],
            0 * arguments[2 if name == "W1" else 3],
            given=given,
            hint="the ReLU lets a gradient through only where Z is above 0",
        )
    d_X = array("d_X", grads["X"], X.shape, given=given)
    check_that(
        "X hears of the loss over the skip",
        np.abs(d_X).max() > 1e-3,
        given=given,
        received=d_X,
        expected="numbers that are not 0",
        hint="a sum hands its gradient to both sides: add that of H to d_X",
    )


def test_each_gradient_is_what_a_nudge_gives(skip_network):
    rng = np.random.default_rng(67)
    shapes = {"X": (5, 3), "W1": (3, 3), "b1": (3,), "W2": (3, 4), "b2": (4,)}
    arrays = {name: rng.normal(size=shape).round(2) for name, shape in shapes.items()}
    y = np.array([0, 3, 1, 1, 2])

    def loss_at(X, W1, b1, W2, b2, Z=None, H=None):
        Z = X @ W1 + b1 if Z is None else Z
        H = X + np.maximum(Z, 0) if H is None else H
        S = H @ W2 + b2
        return np.mean(np.log(np.exp(S).sum(axis=1)) - S[np.arange(5), y])

    def nudge(name, value):
        slopes = np.zeros(value.shape)
        for i in np.ndindex(value.shape):
            up, down = value.copy(), value.copy()
            up[i], down[i] = up[i] + 1e-5, down[i] - 1e-5
            slopes[i] = (loss_at(**(arrays | {name: up})) - loss_at(**(arrays | {name: down}))) / 2e-5
        return slopes

    X, W1, b1, W2, b2 = arrays.values()
    given = call_text("skip_network", X, y, W1, b1, W2, b2)
    loss, grads = parts(
        "loss, grads", call_answer("skip_network", skip_network, X, y, W1, b1, W2, b2), given=given
    )
    check_close(
        "the loss is the mean cross-entropy",
        loss,
        loss_at(**arrays),
        given=given,
        hint="add X to the output of the ReLU; both biases take part",
    )
    there = isinstance(grads, dict) and set(grads) == set(arrays)
    check_that(
        "grads is a dict with the keys X, W1, b1, W2 and b2",
        there,
        given=given,
        received=list(grads) if isinstance(grads, dict) else grads,
        expected="five entries",
        hint="the input X has a gradient, too",
    )
    Z = X @ W1 + b1
    d_H, d_Z = nudge("H", X + np.maximum(Z, 0)), nudge("Z", Z)
    for name in ["b2", "W2", "b1", "W1", "X"]:
        right = nudge(name, arrays[name])
        mistakes = [
            (5 * right, "the 1/n is missing"),
            (right / 5, "divided by n twice"),
            (-right, "turn the sign"),
        ]
        if name == "X":
            mistakes += [
                (d_H, "only the skip reaches X: add the path through the layer"),
                (right - d_H, "only the layer's path reaches X: the skip adds its gradient to it"),
                (
                    d_H + d_Z @ W1,
                    "W1 is square, so a missing transpose raises no error; here it is missing",
                ),
            ]
        if name == "W1":
            mistakes += [(right.T, "d_W1 is transposed; W1 is square, so no error is raised")]
        received = array(f"d_{name}", grads[name], arrays[name].shape, given=given)
        check_close(
            f"d_{name} agrees with central differences",
            received,
            right,
            given=given,
            mistakes=mistakes,
            hint="the gradients before it, counted from the loss, are right: look at this line alone",
        )


def test_scores_of_1000_do_no_harm(skip_network):
    X, W2 = np.array([[1.0], [-1.0]]), np.array([[1000.0, 0.0]])
    arguments = X, np.array([1, 1]), np.zeros((1, 1)), np.array([-1.0]), W2, np.zeros(2)
    given = call_text("skip_network", *arguments)
    loss, grads = parts("loss, grads", call_answer("skip_network", skip_network, *arguments), given=given)
    there = isinstance(grads, dict) and "b2" in grads
    check_that("grads is a dict with the key b2", there, given=given, received=grads)
    check_close(
        "the scores are (1000, 0) and (-1000, 0), so p - onehot is (1, -1) and (0, 0), and d_b2 the mean",
        grads["b2"],
        [0.5, -0.5],
        given=given,
        hint="subtract the largest score of each row before exp",
    )
    check_that(
        "the losses of class 1 are 1000 and 0",
        np.ndim(loss) == 0 and loss == 500,
        given=given,
        received=loss,
        expected=500,
        hint="a probability that is rounded to 0 has no logarithm: take ln Σ exp(S) - S_y",
    )

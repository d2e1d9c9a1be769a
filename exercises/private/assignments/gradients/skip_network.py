r"""A classifier with a skip connection, by hand

The hidden layer of this classifier *adds* to its input, as in ResNet. So it has $d$ hidden units, and $W_1$ is square:

$$Z = XW_1 + \mathbf{b}_1, \qquad H = X + \max(Z, 0), \qquad S = HW_2 + \mathbf{b}_2,$$

and $L$ is the mean cross-entropy of softmax$(S)$ with the classes `y`. Scores may be as large as 1000, so subtract the largest score of each row first, and take the loss of an example from its scores, $\ln\big(\sum_k e^{S_k}\big) - S_y$: a probability may be rounded to 0, and has no logarithm then.

The chapter's `forward_pass` and `backward_pass` are a good beginning. Write `skip_network(X, y, W1, b1, W2, b2)` for `X` $(n, d)$, `y` $(n,)$, `W1` $(d, d)$, `b1` $(d,)$, `W2` $(d, c)$, `b2` $(c,)$. It gives back `(loss, grads)`: a number, and a dict with the keys `"X"`, `"W1"`, `"b1"`, `"W2"` and `"b2"`, each gradient in the shape of its array. The input has one too: in a deep network the layer before needs it. $X$ is used twice, by the layer and by the skip. And $W_1$ is square, so it fits without its transpose, too.

For example, where `W2` and `b2` are 0 all scores are equal, and with three classes the loss is $\ln 3 \approx 1.0986$:

```python
X, y = np.array([[1.0, 2.0], [-1.0, 1.0]]), np.array([0, 2])
loss, grads = skip_network(X, y, np.eye(2), np.zeros(2), np.zeros((2, 3)), np.zeros(3))
```

Each probability is $\tfrac13$, so `grads["b2"]` is $(-\tfrac16, \tfrac13, -\tfrac16)$.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=5,
    section="branch-join-and-skip-the-fork-rule-again",
    star=True,
    todo="softmax minus one-hot, then back along both paths",
)
def skip_network(X, y, W1, b1, W2, b2):
    """Mean cross-entropy of the scores (X + relu(X W1 + b1)) W2 + b2, and its five gradients."""
    n = len(X)
    Z = X @ W1 + b1  # (n, d)
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2  # (n, c)
    log_p = S - S.max(axis=1, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T  # (n, d)
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    return -log_p[np.arange(n), y].mean(), grads | {"X": d_H + d_Z @ W1.T}


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_the_gradients_are_right_for_other_sizes_and_large_scores(skip_network):
    cases = [(1, 1, 2, 1), (6, 4, 3, 1), (3, 3, 3, 1), (7, 2, 5, 1), (4, 3, 2, 950)]
    for seed, (n, d, c, scale) in enumerate(cases):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(n, d)), rng.integers(c, size=n)
        W1, b1, W2, b2 = (rng.normal(size=shape) for shape in [(d, d), d, (d, c), c])
        Z = X @ W1 + b1
        H = X + np.maximum(Z, 0)
        W2 = W2 if scale == 1 else W2 * 950 / (H @ W2).flat[np.abs(H @ W2).argmax()]
        S = H @ W2 + b2
        S = S - S.max(axis=1, keepdims=True)
        total = np.exp(S).sum(axis=1, keepdims=True)
        D = (np.exp(S) / total - np.eye(c)[y]) / n
        d_H = D @ W2.T
        d_Z = np.where(Z > 0, d_H, 0)
        right = {
            "X": d_H + d_Z @ W1.T,
            "W1": X.T @ d_Z,
            "b1": d_Z.sum(0),
            "W2": H.T @ D,
            "b2": D.sum(0),
        }
        given = call_text("skip_network", X, y, W1, b1, W2, b2)
        loss, grads = parts(
            "loss, grads", call_answer("skip_network", skip_network, X, y, W1, b1, W2, b2), given=given
        )
        hint = "subtract the largest score of each row, and take the logarithm without exp of large numbers"
        check_close(
            "the loss",
            loss,
            (np.log(total[:, 0]) - S[np.arange(n), y]).mean(),
            given=given,
            hint=hint,
        )
        check_that("grads is a dict", isinstance(grads, dict), given=given, received=grads)
        for name, expected in right.items():
            check_close(f"d_{name}", grads.get(name), expected, given=given, hint=hint if scale > 1 else "")


@wrong("a probability that is rounded to 0 has no logarithm")
def logarithm_of_a_probability(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    e = np.exp(S - S.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    d_S = (p - np.eye(len(b2))[y]) / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    with np.errstate(divide="ignore"):
        return -np.log(p[np.arange(n), y]).mean(), grads


@wrong("the 1/n is missing")
def no_one_over_n(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S * 1
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("it is p minus one-hot")
def one_hot_minus_p(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = -d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("divided by n twice")
def averaged_bias(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.mean(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("only where Z is above 0")
def no_gate(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("H is X plus the ReLU of Z")
def no_skip_forward(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("a sum hands its gradient to both sides")
def no_skip_backward(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("only the skip reaches X")
def skip_only(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H
    return -log_p[np.arange(n), y].mean(), grads


@wrong("here it is missing")
def w1_not_transposed(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1
    return -log_p[np.arange(n), y].mean(), grads


@wrong("d_W1 is transposed")
def d_w1_transposed(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": d_Z.T @ X, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads


@wrong("this is the sum over the examples")
def summed_loss(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].sum(), grads


@wrong("subtract the largest score of each row before exp")
def overflow(X, y, W1, b1, W2, b2):
    with np.errstate(all="ignore"):
        n = len(X)
        Z = X @ W1 + b1
        H = X + np.maximum(Z, 0)
        S = H @ W2 + b2
        log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
        d_S = np.exp(log_p)
        d_S[np.arange(n), y] -= 1
        d_S = d_S / n
        d_H = d_S @ W2.T
        d_Z = d_H * (Z > 0)
        grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
        grads["X"] = d_H + d_Z @ W1.T
        return -log_p[np.arange(n), y].mean(), grads

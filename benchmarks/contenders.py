"""Programs that train the same network: mlplib, other libraries, and numpy by hand.

All start from the same weights, see the same examples and take the same steps; their last losses prove it.
"""

import warnings
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from mlplib.activations import sigmoid
from mlplib.losses import squared_error
from mlplib.mlp import MLP
from mlplib.optim import SGD

WORK, MAX_STEPS = 2.5e9, 300  # additions and multiplications of a timed run, and its steps


class Problem(NamedTuple):
    """The lecture's examples and first weights, as its program draws them."""

    X: np.ndarray
    Y: np.ndarray
    W1: np.ndarray
    W2: np.ndarray
    learning_rate: float
    n_steps: int


def problem(shape, dtype, work=WORK):
    """Examples and weights of a shape (n, d, h, c). The learning rate is the lecture's 1e-4 at its shape."""
    n, d, h, c = shape
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=size).astype(dtype) for size in [(n, d), (n, c), (d, h), (h, c)]]
    flops = 4 * n * d * h + 6 * n * h * c
    return Problem(*arrays, 1e-4 * 6400 / (n * h), int(np.clip(work / flops, 3, MAX_STEPS)))


# Each contender makes a fresh start and returns a function that trains and returns the loss of the last step.


def floor(p):
    """The five products of matrices alone, each written as X @ W."""
    H, D = p.X @ p.W1, p.Y

    def run():
        for _ in range(p.n_steps):
            p.X @ p.W1
            H @ p.W2
            H.T @ D
            d_Z = D @ p.W2.T
            p.X.T @ d_Z

    return run


def slide(p):
    """The program of the lecture, without its print, and without the warning that its exp overflows."""
    x, y, w1, w2 = p.X, p.Y, p.W1, p.W2

    @np.errstate(over="ignore")
    def run():
        nonlocal w1, w2
        for _ in range(p.n_steps):
            y_0 = x.dot(w1)
            h_0 = 1 / (1 + np.exp(-y_0))
            y_pred = h_0.dot(w2)
            loss = np.square(y_pred - y).sum()
            grad_y_pred = 2.0 * (y_pred - y)
            grad_w2 = h_0.T.dot(grad_y_pred)
            grad_h = grad_y_pred.dot(w2.T)
            grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
            w1 = w1 - p.learning_rate * grad_w1
            w2 = w2 - p.learning_rate * grad_w2
        return float(loss)

    return run


def in_place(p):
    """How far numpy goes: every array is made once and filled again in each step. Not for beginners."""
    X, Y, W1, W2 = p.X, p.Y, p.W1.copy(), p.W2.copy()
    H, scores = X @ W1, Y.copy()
    d_Z, slope = np.empty_like(H), np.empty_like(H)
    d_W1, d_W2 = np.empty_like(W1), np.empty_like(W2)

    @np.errstate(over="ignore")
    def step():
        np.dot(X, W1, out=H)
        np.negative(H, out=H)
        np.exp(H, out=H)
        np.add(H, 1, out=H)
        np.reciprocal(H, out=H)
        np.dot(H, W2, out=scores)
        np.subtract(scores, Y, out=scores)
        loss = np.vdot(scores, scores)
        np.multiply(scores, 2, out=scores)
        np.dot(H.T, scores, out=d_W2)
        np.dot(scores, W2.T, out=d_Z)
        np.subtract(1, H, out=slope)
        np.multiply(slope, H, out=slope)
        np.multiply(slope, d_Z, out=d_Z)
        np.dot(X.T, d_Z, out=d_W1)
        for W, d_W in ((W1, d_W1), (W2, d_W2)):
            np.multiply(d_W, p.learning_rate, out=d_W)
            np.subtract(W, d_W, out=W)
        return float(loss)

    return lambda: [step() for _ in range(p.n_steps)][-1]


def network(p, bias):
    """The network of mlplib with the weights of a problem."""
    sizes = [*p.W1.shape, p.W2.shape[1]]
    weights = iter([p.W1, p.W2])
    return MLP(
        sizes,
        sigmoid,
        rng=np.random.default_rng(0),
        loss=squared_error,
        init=lambda *_: next(weights).copy(),
        bias=bias,
        dtype=p.X.dtype,
    )


def by_mlplib(p, bias=False):
    model, optimiser = network(p, bias), SGD(p.learning_rate)

    def step():
        loss, grads = model.loss_and_grads(p.X, p.Y)
        optimiser.step(model.params, grads)
        return loss  # the gradients are freed before the next step makes new ones

    def run():
        return [step() for _ in range(p.n_steps)][-1]

    return run


def with_biases(p):
    return by_mlplib(p, bias=True)


def by_pytorch(p):
    """PyTorch as its tutorials write it, executed eagerly."""
    import torch

    torch.set_num_threads(1)
    X, Y, W1, W2 = map(torch.tensor, p[:4])
    layers = [torch.nn.Linear(*W.shape, bias=False, dtype=X.dtype) for W in (W1, W2)]
    for layer, W in zip(layers, (W1, W2), strict=True):
        layer.weight = torch.nn.Parameter(W.T.contiguous())
    model = torch.nn.Sequential(layers[0], torch.nn.Sigmoid(), layers[1])
    loss_of = torch.nn.MSELoss(reduction="sum")
    optimiser = torch.optim.SGD(model.parameters(), lr=p.learning_rate)

    def run():
        for _ in range(p.n_steps):
            loss = loss_of(model(X), Y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return run


def continued(model, X, y, weights, epochs):
    """A scikit-learn network that will go on from given weights, for a number of epochs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is not meant to converge
        model.set_params(warm_start=True, max_iter=1).fit(X, y)
    model.coefs_ = [W.copy() for W in weights]
    model.intercepts_ = [np.zeros_like(b) for b in model.intercepts_]
    model.loss_curve_, model.n_iter_, model.t_ = [], 0, 0
    return model.set_params(max_iter=epochs, tol=0, n_iter_no_change=epochs + 1)


def fit_quietly(model, X, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is given
        return model.fit(X, y)


PLAIN = {"solver": "sgd", "alpha": 0, "shuffle": False, "nesterovs_momentum": False}


def by_scikit_learn(p):
    """MLPRegressor, which always has biases. Its gradient is ours / 2n, so that its rate is 2n times ours."""
    n, c = p.Y.shape
    settings = {"batch_size": n, "learning_rate_init": 2 * n * p.learning_rate, "momentum": 0, **PLAIN}
    model = MLPRegressor(hidden_layer_sizes=p.W1.shape[1], activation="logistic", **settings)
    continued(model, p.X, p.Y, [p.W1, p.W2], p.n_steps)

    def run():
        return 2 * n * c * fit_quietly(model, p.X, p.Y).loss_curve_[-1]

    return run


CONTENDERS = {
    "floor": floor,
    "mlplib": by_mlplib,
    "slide": slide,
    "in place": in_place,
    "PyTorch": by_pytorch,
    "mlplib with biases": with_biases,
    "scikit-learn": by_scikit_learn,
}


def losses_of(p, contenders=CONTENDERS):
    """The last loss of each, after checking that all did the same work.

    Raises
    ------
    RuntimeError
        If two losses differ that should agree: those of the networks without biases, or with.
    """
    losses = {name: float(make(p)()) for name, make in contenders.items() if make is not floor}
    for group in [("mlplib", "slide", "in place", "PyTorch"), ("mlplib with biases", "scikit-learn")]:
        there = [losses[name] for name in group if name in losses]
        if not np.allclose(there, there[0], rtol=1e-6 if p.X.dtype == np.float64 else 1e-3):
            raise RuntimeError(f"different work at {p.X.dtype}, {p.X.shape}: the last losses are {losses}")
    return losses

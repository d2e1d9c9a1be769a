"""Classify the digits of scikit-learn by mlplib and by scikit-learn, in batches of one order."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

from benchmarks.contenders import PLAIN, Problem, continued, fit_quietly, floor
from benchmarks.measure import paired
from benchmarks.results import ratio
from mlplib.activations import relu
from mlplib.mlp import MLP
from mlplib.optim import SGD, fit


class InOrder(np.random.Generator):
    """Leaves the examples in their order, as scikit-learn does without shuffling."""

    def permutation(self, n):
        return np.arange(n)


def contenders(epochs, hidden=100):
    """Each trains for some epochs and returns the mean loss of the last one; the floor does the products."""
    X, y = load_digits(return_X_y=True)
    X, batch = X / 16, 200
    start = MLP([X.shape[1], hidden, 10], relu, rng=np.random.default_rng(0))
    rate = {"learning_rate_init": 0.1, "momentum": 0.9}

    def ours():
        model = MLP([X.shape[1], hidden, 10], relu, rng=np.random.default_rng(0))
        settings = {"epochs": epochs, "batch_size": batch, "rng": InOrder(np.random.PCG64(0))}
        sizes = np.diff([*range(0, len(X), batch), len(X)])

        def run():
            losses = fit(model, X, y, optimiser=SGD(0.1, 0.9), **settings)["loss"]
            return np.average(losses[-len(sizes) :], weights=sizes)

        return run

    def theirs():
        model = MLPClassifier(hidden_layer_sizes=hidden, batch_size=batch, **rate, **PLAIN)
        continued(model, X, y, [start.params["W1"], start.params["W2"]], epochs)
        return lambda: fit_quietly(model, X, y).loss_curve_[-1]

    n_steps = epochs * -(-len(X) // batch)
    p = Problem(X[:batch], np.ones((batch, 10)), start.params["W1"], start.params["W2"], 0.1, n_steps)
    return {"floor": lambda: floor(p), "mlplib": ours, "scikit-learn": theirs}


def line(n_rounds, how, epochs, **target):
    """How many times longer scikit-learn takes.

    Raises
    ------
    RuntimeError
        If the last losses differ.
    """
    both = contenders(epochs)
    losses = [float(both[name]()()) for name in ("mlplib", "scikit-learn")]
    if not np.allclose(*losses, rtol=1e-6):
        raise RuntimeError(f"different work on the digits: the last losses are {losses}")
    seconds = paired(both, n_rounds)
    limit = np.median(seconds["scikit-learn"] / seconds["floor"])
    values = seconds["scikit-learn"] / seconds["mlplib"]
    return ratio("scikit-learn / mlplib, digits", values, how, limit=float(limit), **target)

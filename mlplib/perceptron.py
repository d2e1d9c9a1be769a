"""The perceptron (Rosenblatt 1958) and its learning rule (1962): one threshold unit. Lecture 2.1."""

import numpy as np

from mlplib._arguments import require_labels, require_matrix, require_positive


class Perceptron:
    """Fires (1) where w x + b > 0, else stays silent (0). Starts at w = 0, b = 0.

    Its loss is the mean of max(0, -t s) with the score s = w x + b and t = 2y - 1; one example and
    learning rate 1 make a gradient step on it Rosenblatt's rule.

    Attributes
    ----------
    params : dict
        ``w`` (d,) and ``b`` (1,).
    """

    def __init__(self, n_inputs):
        require_positive("n_inputs", n_inputs, int)
        self.params = {"w": np.zeros(n_inputs), "b": np.zeros(1)}

    def forward(self, X):
        """Scores (n,) of the rows of X (n, d), and the cache for the way back."""
        X = require_matrix("X", X, len(self.params["w"]))
        return X @ self.params["w"] + self.params["b"], X

    def loss_and_grads(self, X, y):
        """Perceptron loss of a batch with labels 0 or 1, and its gradients. Changes nothing."""
        scores, X = self.forward(X)
        t = _signs(y, len(X))
        wrong = t * scores <= 0
        d_scores = -t * wrong / len(X)
        loss = np.maximum(0, -t * scores).mean()
        return float(loss), {"w": X.T @ d_scores, "b": d_scores.sum(keepdims=True)}

    def predict(self, X):
        """1 where the score is above 0, else 0: (n, d) to (n,) int."""
        return (self.forward(X)[0] > 0).astype(int)


def _signs(y, n):
    return 2 * require_labels("y", y, n, 2) - 1


def perceptron_updates(X, y, max_epochs=100):
    """Rosenblatt's rule on the examples in their order: on a mistake, w += t x and b += t.

    Parameters
    ----------
    X : (n, d) float
    y : (n,) int
        Labels 0 or 1; t = 2y - 1.
    max_epochs : int
        When to give up; classes that no line separates would go on for ever.

    Yields
    ------
    i : int
        The example that was on the wrong side.
    w : (d,) float
    b : float
        The weights after the correction. The generator ends when a whole epoch makes no mistake.
    """
    X = require_matrix("X", X)
    t = _signs(y, len(X))
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        mistakes = 0
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w, b = w + t[i] * X[i], b + t[i]
                mistakes += 1
                yield i, w, b
        if mistakes == 0:
            return


def mistake_bound(X, y, *, n_steps=20_000):
    r"""Most mistakes the rule can make: :math:`(R/\gamma)^2` (Novikoff 1962).

    The bias counts as a weight on a constant input 1. R is the longest example and :math:`\gamma` the
    widest margin of a unit-norm separator, found as the point nearest to 0 in the convex hull of the
    signed examples (Gilbert's method). The margin used is one that a separator was seen to reach, so
    the bound always holds.

    Parameters
    ----------
    X : (n, d) float
    y : (n,) int
        Labels 0 or 1.
    n_steps : int
        Steps of the search for the margin.

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    ValueError
        If no separating line was found: there is none, or its margin is too narrow for `n_steps`.
    """
    X = require_matrix("X", X)
    Z = _signs(y, len(X))[:, None] * np.column_stack([X, np.ones(len(X))])  # (n, d + 1)
    w, margin = Z.mean(axis=0), -np.inf
    for _ in range(n_steps):
        products = Z @ w
        nearest = Z[products.argmin()]
        margin = max(margin, products.min() / (np.linalg.norm(w) or 1))
        step = w - nearest
        if step @ step == 0 or w @ step <= 1e-12 * (w @ w):
            break
        w = w - min(1, w @ step / (step @ step)) * step
    if margin <= 0:
        found = f"the best margin in at most {n_steps} steps is {margin:.3g}, not above 0"
        raise ValueError(f"no separating line was found: {found}")
    return float((Z**2).sum(axis=1).max() / margin**2)

"""The linear classifier: one matrix, one vector, one row of scores per example. Lecture 1.1."""

import numpy as np

from mlplib._arguments import require_matrix, require_positive
from mlplib.layers import linear_backward, linear_forward
from mlplib.losses import cross_entropy


class LinearModel:
    """Scores S = X W + b, trained by the gradient of a loss.

    It starts at W = 0, b = 0, where all classes are equally likely and the cross-entropy is log(c).

    Parameters
    ----------
    n_inputs : int
        d, the numbers per example.
    n_classes : int
        c.
    loss : callable
        ``loss(scores, y) -> (number, d_scores)``, from :mod:`mlplib.losses`.
    dtype
        Of the parameters.

    Attributes
    ----------
    params : dict
        ``W`` (d, c) and ``b`` (c,).
    """

    def __init__(self, n_inputs, n_classes, *, loss=cross_entropy, dtype=np.float64):
        require_positive("n_inputs", n_inputs, int)
        require_positive("n_classes", n_classes, int)
        self.loss = loss
        self.params = {
            "W": np.zeros((n_inputs, n_classes), dtype),
            "b": np.zeros(n_classes, dtype),
        }

    def forward(self, X):
        """Scores (n, c) of the rows of X (n, d), and the cache for the way back."""
        X = require_matrix("X", X, len(self.params["W"]))
        return linear_forward(X, self.params["W"], self.params["b"])

    def loss_and_grads(self, X, y):
        """Loss of a batch and its gradients, a dict with the keys of `params`. Changes nothing."""
        scores, cache = self.forward(X)
        loss, d_scores = self.loss(scores, y)
        _, d_W, d_b = linear_backward(d_scores, cache, with_input=False)
        return loss, {"W": d_W, "b": d_b}

    def predict(self, X):
        """Index of the largest score in each row: (n, d) to (n,) int."""
        return self.forward(X)[0].argmax(axis=1)

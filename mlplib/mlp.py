"""The multilayer perceptron: linear layers with an activation between them. Lecture 2.3."""

from itertools import pairwise

import numpy as np

from mlplib._arguments import require_generator, require_matrix, require_positive
from mlplib.layers import activation_backward, activation_forward, he_normal, linear_backward, linear_forward
from mlplib.losses import cross_entropy


class MLP:
    """f(x) = W2 a(W1 x + b1) + b2, or more layers of the same kind; the last one has no activation.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, hidden widths, outputs: ``[3072, 100, 10]`` is the lecture's network.
        Without a hidden width it is the linear model, with random initial weights.
    activation : callable
        From :mod:`mlplib.activations`, or your own function with an attribute ``derivative``.
    rng : numpy.random.Generator
        Draws the initial weights.
    loss : callable
        ``loss(scores, y) -> (number, d_scores)``, from :mod:`mlplib.losses`.
    init : callable
        ``init(n_in, n_out, rng) -> (n_in, n_out)`` initial weights; biases start at 0.
    bias : bool
        False leaves the biases out, as the lecture's program does.
    dtype
        Of the parameters.

    Attributes
    ----------
    params : dict
        ``W1`` (sizes[0], sizes[1]), ``b1`` (sizes[1],), ``W2``, ``b2`` and so on.
    names : list of (str, str)
        The keys of each layer in `params`: ``("W1", "b1")`` and so on.
    """

    def __init__(
        self, sizes, activation, *, rng, loss=cross_entropy, init=he_normal, bias=True, dtype=np.float64
    ):
        if len(sizes) < 2:
            raise ValueError(f"sizes must name at least inputs and outputs, it is {sizes!r}")
        if not callable(getattr(activation, "derivative", None)):
            raise TypeError(f"activation must be a function with a derivative, it is {activation!r}")
        require_generator(rng)
        self.activation, self.loss = activation, loss
        for i, size in enumerate(sizes):
            require_positive(f"sizes[{i}]", size, int)
        self.n_layers = len(sizes) - 1
        self.names = [(f"W{i}", f"b{i}") for i in range(1, len(sizes))]
        self.params = {}
        for (weights, biases), (n_in, n_out) in zip(self.names, pairwise(sizes), strict=True):
            self.params[weights] = init(n_in, n_out, rng).astype(dtype)
            if bias:
                self.params[biases] = np.zeros(n_out, dtype)

    def forward(self, X):
        """Scores (n, c) of the rows of X (n, d), and the caches of all layers for the way back."""
        H = require_matrix("X", X, len(self.params["W1"]))
        caches = []
        for i, (weights, biases) in enumerate(self.names, start=1):
            Z, cache = linear_forward(H, self.params[weights], self.params.get(biases))
            caches.append(cache)
            if i < self.n_layers:
                H, cache = activation_forward(Z, self.activation)
                caches.append(cache)
        return Z, caches

    def backward(self, d_scores, caches):
        """Gradients of all parameters from the gradient of the scores (n, c), last layer first."""
        grads, d_Z = {}, d_scores
        for i in range(self.n_layers, 0, -1):
            weights, biases = self.names[i - 1]
            biased = biases in self.params
            d_H, grads[weights], d_b = linear_backward(
                d_Z, caches[2 * i - 2], with_input=i > 1, with_bias=biased
            )
            if biased:
                grads[biases] = d_b
            if i > 1:
                d_Z = activation_backward(d_H, caches[2 * i - 3])
        return grads

    def loss_and_grads(self, X, y):
        """Loss of a batch and its gradients, a dict with the keys of `params`. Changes nothing."""
        scores, caches = self.forward(X)
        loss, d_scores = self.loss(scores, y)
        return loss, self.backward(d_scores, caches)

    def hidden(self, X):
        """Outputs of the hidden layers for the rows of X, a list of (n, width) arrays, first layer first."""
        _, caches = self.forward(X)
        return [cache[0] for cache in caches[2::2]]

    def predict(self, X):
        """Index of the largest score in each row: (n, d) to (n,) int."""
        return self.forward(X)[0].argmax(axis=1)

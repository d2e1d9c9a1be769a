"""Layers as pairs of functions: forward returns an output and a cache, backward takes it back to gradients.

Backward never changes a parameter; that is the optimiser's work. Products are written ``X.dot(W)``, as in the
lecture's program: for small matrices that starts sooner than ``X @ W``. Lecture 2.3 and 2.6.
"""

from functools import partial

import numpy as np


def linear_forward(X, W, b=None):
    """Scores of a linear layer, S = X W + b, one row per example (the lecture's s = W x + b).

    Parameters
    ----------
    X : (n, d) float
    W : (d, c) float
    b : (c,) float, optional
        Left out, there is no bias.

    Returns
    -------
    S : (n, c) float
    cache
        What :func:`linear_backward` needs.
    """
    S = X.dot(W) if b is None else X.dot(W) + b
    return S, (X, W)


def linear_backward(d_S, cache, *, with_input=True, with_bias=True):
    """Gradients of a linear layer from the gradient of its output.

    Each shape leaves one product only: d_W = X^T d_S is (d, c), d_X = d_S W^T is (n, d).

    Parameters
    ----------
    d_S : (n, c) float
        dL/dS.
    cache
        From :func:`linear_forward`.
    with_input, with_bias : bool
        False skips d_X, which the first layer does not need, or d_b, where there is no bias; it is None then.

    Returns
    -------
    d_X : (n, d) float or None
    d_W : (d, c) float
    d_b : (c,) float or None
        The bias enters every row, so its gradient is the sum over the rows.
    """
    X, W = cache
    d_X = d_S.dot(W.T) if with_input else None
    d_b = d_S.sum(axis=0) if with_bias else None
    return d_X, X.T.dot(d_S), d_b


def activation_forward(Z, activation):
    """Apply an activation of :mod:`mlplib.activations` to every entry: H = activation(Z).

    Returns
    -------
    H : the shape of Z, float
    cache
        What :func:`activation_backward` needs: Z, and a function that gives the slope there.
    """
    if hasattr(activation, "with_slope"):
        H, slope = activation.with_slope(Z)
    else:
        H, slope = activation(Z), partial(activation.derivative, Z)
    return H, (Z, slope)


def activation_backward(d_H, cache):
    """Chain rule through an activation: d_Z = d_H * activation'(Z), entry by entry.

    The derivative is taken at the pre-activation Z, not at the output H.
    """
    _, slope = cache
    return d_H * slope()


def he_normal(n_in, n_out, rng):
    """Initial (n_in, n_out) weights with variance 2 / n_in, made for ReLU (He et al. 2015)."""
    return rng.normal(scale=np.sqrt(2 / n_in), size=(n_in, n_out))


def xavier_normal(n_in, n_out, rng):
    """Initial (n_in, n_out) weights with variance 2 / (n_in + n_out), for tanh (Glorot and Bengio 2010)."""
    return rng.normal(scale=np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))

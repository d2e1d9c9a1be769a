"""Activation functions, each with its derivative: ``relu(z)`` and ``relu.derivative(z)``. Lecture 2.4.

All work element by element on arrays of any shape, keep a floating dtype, and do not overflow.
"""

import numpy as np


def with_derivative(derivative):
    """Decorator: attach `derivative` to an activation function as its attribute ``derivative``.

    Both take an array of pre-activations z of any shape and return an array of the same shape.
    """

    def attach(activation):
        activation.derivative = derivative
        return activation

    return attach


def _floats(z):
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(float)


def identity_derivative(z):
    """Slope of the identity: 1 everywhere."""
    return np.ones_like(_floats(z))


@with_derivative(identity_derivative)
def identity(z):
    """No bend at all: z itself, so that layers without one between them stay a linear map."""
    return _floats(z)


def sigmoid_derivative(z):
    r"""Slope of the sigmoid, :math:`\sigma(z)(1 - \sigma(z)) = e^{-|z|} / (1 + e^{-|z|})^2`.

    The second form keeps its digits where :math:`\sigma(z)` rounds to 1. At most 1/4, at z = 0.
    """
    e = np.exp(-np.abs(_floats(z)))
    return e / (1 + e) ** 2


@with_derivative(sigmoid_derivative)
@np.errstate(over="ignore")
def sigmoid(z):
    r"""Squash to (0, 1): :math:`\sigma(z) = 1 / (1 + e^{-z})`; 1/2 at z = 0.

    Far below 0, where :math:`e^{-z}` overflows to infinity, 1 / infinity = 0 is the right answer.
    """
    return 1 / (1 + np.exp(-_floats(z)))


@np.errstate(over="ignore", invalid="ignore")
def sigmoid_with_slope(z):
    r"""The sigmoid, and a function that gives its slope without another exponential.

    The slope :math:`\sigma(z)(1 - \sigma(z))` keeps its digits where :math:`\sigma(z)` rounds to 1, since
    :math:`1 - \sigma(z) = e^{-z} \sigma(z)`.
    """
    e = np.exp(-_floats(z))
    h = 1 / (1 + e)
    rest = e * h
    # where e is infinite, rest is not a number, and h and the slope are 0
    return h, lambda: np.fmin(h * rest, h)


sigmoid.with_slope = sigmoid_with_slope


def tanh_derivative(z):
    r"""Slope of tanh, :math:`1 - \tanh^2 z = 4 \sigma'(2z)`; 1 at z = 0."""
    return 4 * sigmoid_derivative(2 * _floats(z))


@with_derivative(tanh_derivative)
def tanh(z):
    r"""Squash to (-1, 1): :math:`\tanh z = 2\sigma(2z) - 1`; 0 at z = 0."""
    return np.tanh(_floats(z))


def relu_derivative(z):
    """Slope of ReLU: 1 for z > 0, else 0. There is none at z = 0; 0 is taken, as is usual."""
    z = _floats(z)
    return (z > 0).astype(z.dtype)


@with_derivative(relu_derivative)
def relu(z):
    """Rectified linear unit: max(0, z)."""
    return np.maximum(_floats(z), 0)


def leaky_relu_derivative(z, slope=0.01):
    """Slope of Leaky ReLU: 1 for z > 0, else `slope` (taken at z = 0 too)."""
    z = _floats(z)
    return np.where(z > 0, 1, slope).astype(z.dtype)


@with_derivative(leaky_relu_derivative)
def leaky_relu(z, slope=0.01):
    """Leaky ReLU: z for z > 0, else slope * z; the lecture's max(0.01 z, z)."""
    z = _floats(z)
    return np.where(z > 0, z, slope * z)


def elu_derivative(z, alpha=1.0):
    """Slope of ELU: 1 for z >= 0, else alpha * exp(z)."""
    z = _floats(z)
    return np.where(z >= 0, 1, alpha * np.exp(np.minimum(z, 0)))


@with_derivative(elu_derivative)
def elu(z, alpha=1.0):
    """Exponential linear unit: z for z >= 0, else alpha * (exp(z) - 1), which tends to -alpha."""
    z = _floats(z)
    return np.where(z >= 0, z, alpha * np.expm1(np.minimum(z, 0)))

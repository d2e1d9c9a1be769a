"""Trust no derivative: compare it with central differences. Lecture 2.6."""

import numpy as np

from mlplib._checks import require_positive


def numerical_gradient(f, x, step=1e-5):
    r"""Gradient of a scalar function by central differences, one entry of x at a time.

    .. math::
        \frac{\partial f}{\partial x_i} \approx
        \frac{f(x + \epsilon e_i) - f(x - \epsilon e_i)}{2\epsilon}

    Parameters
    ----------
    f : callable
        Takes an array like `x`, returns one number.
    x : array of any shape, float
        Where to differentiate. It is copied, never changed.
    step : float
        The :math:`\epsilon` above. The error is about :math:`\epsilon^2` from the formula plus
        :math:`10^{-16}/\epsilon` from rounding; 1e-5 is near the best for float64.

    Returns
    -------
    array, the shape of `x`, float64
        Exact up to rounding for polynomials of degree two.
    """
    require_positive("step", step)
    x = np.array(x, dtype=float)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        centre = x[i]
        x[i] = centre + step
        above = f(x)
        x[i] = centre - step
        below = f(x)
        x[i] = centre
        gradient[i] = (above - below) / (2 * step)
    return gradient


def relative_error(a, b):
    """Largest :math:`|a - b| / max(|a|, |b|)` over all entries, 0 where both are 0.

    Near 1e-7 or below: the gradients agree. Near 1: they do not.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError(f"a and b must have one shape, they have {a.shape} and {b.shape}")
    scale = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(np.abs(a - b) / np.where(scale > 0, scale, 1), initial=0))


def gradient_errors(model, X, y, step=1e-5):
    """Compare every gradient of a model with central differences.

    Parameters
    ----------
    model
        Anything with `params` (dict of float64 arrays) and `loss_and_grads(X, y)`.
    X, y
        One batch, as the model takes it. Keep it tiny: the loss is computed twice per parameter.

    Returns
    -------
    dict
        Name of parameter to its :func:`relative_error`, below about 1e-6 for correct gradients.

    Raises
    ------
    ValueError
        If `grads` and `params` do not have the same keys.
    """
    _, grads = model.loss_and_grads(X, y)
    if grads.keys() != model.params.keys():
        raise ValueError(f"grads has the keys {sorted(grads)}, params has {sorted(model.params)}")
    errors = {}
    for name, value in model.params.items():

        def loss_at(changed, name=name):
            model.params[name] = changed
            return model.loss_and_grads(X, y)[0]

        try:
            errors[name] = relative_error(grads[name], numerical_gradient(loss_at, value, step))
        finally:
            model.params[name] = value
    return errors

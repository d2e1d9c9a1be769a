"""Trust no derivative: compare it with central differences. Lecture 2.6."""

import numpy as np

from mlplib._arguments import require_positive


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
    received = _grads(model, X, y)
    expected = _numerical_grads(model, X, y, step)
    return {name: relative_error(received[name], expected[name]) for name in expected}


REPAIRS = {  # what was done wrong: how to make it good, from the gradient and the number of examples
    "its sign is flipped": lambda gradient, n: -gradient,
    "the factor 1/n is missing": lambda gradient, n: gradient / n,
    "it is divided by n once too often": lambda gradient, n: gradient * n,
    "the factor 2 is missing": lambda gradient, n: gradient * 2,
    "it is transposed": lambda gradient, n: gradient.T,
    "it is not summed over the examples": lambda gradient, n: gradient.sum(axis=0),
}


def diagnose(model, X, y, step=1e-5):
    """Check every gradient of a model, and name the mistake in those that are wrong.

    A mistake is named only when it accounts for every entry: the repaired gradient equals the central
    differences or, inside a network of two layers, the mistake made on purpose gives the same numbers.
    Faults that this batch cannot tell apart are joined by 'or'. Anything else is reported by its place.

    Parameters
    ----------
    model
        As in :func:`gradient_errors`. With parameters W1 and W2 (b1, b2) and no more, and the attributes
        `activation` and `loss`, as an `MLP` of two layers has, the hidden layer is examined too.
    X, y
        One tiny batch. Let n, d, h and c all differ, and n be above 2, so that no mistake hides.
        Keep ReLU away from exactly 0, where it has no slope to agree with.

    Returns
    -------
    dict
        Name of each wrong gradient to a sentence; empty when all agree with central differences to
        1e-6 of their largest entry.

    Raises
    ------
    ValueError
        If `grads` and `params` do not have the same keys.
    """
    X = np.asarray(X, dtype=float)
    received = {name: np.asarray(gradient) for name, gradient in _grads(model, X, y).items()}
    expected = _numerical_grads(model, X, y, step)
    noise = 1e-9 * abs(model.loss_and_grads(X, y)[0])  # what rounding leaves of a difference
    found = {}
    for name, right in expected.items():
        if not _agree(received[name], right, noise):
            accounts = [
                mistake
                for mistake, repair in REPAIRS.items()
                if _agree(repair(received[name], len(X)), right, noise)
            ] + [
                mistake
                for mistake, wrong in _hidden_mistakes(model, X, y, expected, noise)
                if name in wrong and _agree(received[name], wrong[name], noise)
            ]
            found[name] = " or ".join(accounts) or _place(name, received[name], right)
    return found


def _hidden_mistakes(model, X, y, expected, noise):
    """Pairs (mistake, gradients that it gives), none unless the model really is two layers and a loss."""
    weights = {name for name in model.params if name.startswith("W")}
    if weights != {"W1", "W2"} or not hasattr(model, "activation") or not hasattr(model, "loss"):
        return
    W2, slope = model.params["W2"], model.activation.derivative
    Z = X @ model.params["W1"] + model.params.get("b1", 0)  # (n, h)
    H = model.activation(Z)
    S = H @ W2 + model.params.get("b2", 0)  # (n, c)
    d_S = numerical_gradient(lambda S: model.loss(S, y)[0], S)
    d_H = d_S @ W2.T

    def first_layer(d_Z):
        return {"W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}

    right = first_layer(d_H * slope(Z)) | {"W2": H.T @ d_S}
    if all(_agree(right[name], expected[name], noise) for name in ("W1", "W2")):
        yield "the slope of the activation is left out (no gate)", first_layer(d_H)
        yield "the slope is taken at the output, not at the pre-activation", first_layer(d_H * slope(H))
        untransposed = d_S @ W2.reshape(W2.shape[::-1])
        yield "W2 is not transposed", first_layer(untransposed * slope(Z))
        yield "X is not transposed", {"W1": X.reshape(X.shape[::-1]) @ (d_H * slope(Z))}
        yield "the hidden outputs are not transposed", {"W2": H.reshape(H.shape[::-1]) @ d_S}


def _grads(model, X, y):
    _, grads = model.loss_and_grads(X, y)
    if grads.keys() != model.params.keys():
        raise ValueError(f"grads has the keys {sorted(grads)}, params has {sorted(model.params)}")
    return grads


def _numerical_grads(model, X, y, step):
    expected = {}
    for name, value in model.params.items():

        def loss_at(changed, name=name):
            model.params[name] = changed
            return model.loss_and_grads(X, y)[0]

        try:
            expected[name] = numerical_gradient(loss_at, value, step)
        finally:
            model.params[name] = value
    return expected


def _agree(a, b, noise):
    """Whether two arrays have one shape, and differ by at most 1e-6 of the largest entry, or by noise."""
    if a.shape != b.shape:
        return False
    largest = max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
    return bool(np.abs(a - b).max(initial=0) <= 1e-6 * largest + noise)


def _place(name, received, expected):
    """Where the two differ most, in words."""
    if received.shape != expected.shape:
        return f"unknown: {name} has shape {received.shape}, expected {expected.shape}"
    i = np.unravel_index(np.abs(received - expected).argmax(), expected.shape)  # a nan counts as largest
    index = ", ".join(map(str, i))
    return f"unknown: {name}[{index}] is {received[i]:.4g}, expected {expected[i]:.4g}"

"""A small network that can be made ill in six ways: the patients of the assignment on activation functions.

It is written apart from the models of this library, since its faults are those that the models prevent: an
unstable softmax, units that start alike, steps that are too long.
"""

import numpy as np

N_STEPS = 100


def train(X, y, settings, seed, width):
    """Train one layer of units with a linear layer above, on all examples at every step.

    Parameters
    ----------
    X : array (n, d)
    y : array (n,) of int
        Classes 0 to c - 1.
    settings : dict
        'activation' ('ReLU' or 'sigmoid'); 'scale' of the initial weights, where 1 is He's; 'bias' of the
        units at the start; 'learning_rate'; 'standardise' the inputs; 'stable_softmax'.
    seed : int
        Of the initial weights.
    width : int
        Number of units, h.

    Returns
    -------
    losses : list of float
        Before each of the 100 steps; nan or inf where the loss cannot be computed.
    first_Z : array (n, h)
        Pre-activations before the first step.
    symptoms : dict
        Eleven numbers that tell the faults apart.
    """
    if settings["standardise"]:
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    params = initial(X.shape[1], width, y.max() + 1, settings, np.random.default_rng(seed))
    spread, first_Z = params["W1"].std(), X @ params["W1"] + params["b1"]
    losses, silent = [], []
    with np.errstate(all="ignore"):
        for _ in range(N_STEPS):
            loss, H, grads = loss_and_gradients(params, X, y, settings)
            losses.append(float(loss))
            silent.append(float((H <= 0).all(axis=0).mean()))
            params = {name: params[name] - settings["learning_rate"] * grads[name] for name in params}
    symptoms = of_losses(losses) | {
        "silent_start": silent[0],
        "silent_end": silent[-1],
        "far_start": float((np.abs(first_Z) > 5).mean()),
        "spread_W1": float(spread),
        "equal_units": bool((np.abs(params["W1"] - params["W1"][:, :1]) < 1e-9).all()),
        "mean_X": float(np.abs(X.mean(axis=0)).max()),
        "spread_X": float(X.std(axis=0).max()),
    }
    return losses, first_Z, symptoms


def initial(d, width, n_classes, settings, rng):
    """Weights and biases at the start; softmax ignores that all output biases are 1000, if it is stable."""
    return {
        "W1": settings["scale"] * np.sqrt(2 / d) * rng.normal(size=(d, width)),
        "b1": np.full(width, float(settings["bias"])),
        "W2": settings["scale"] * np.sqrt(2 / width) * rng.normal(size=(width, n_classes)),
        "b2": np.full(n_classes, 1000.0),
    }


def loss_and_gradients(params, X, y, settings):
    """Mean cross-entropy, outputs of the units (n, h), and the gradient of the loss."""
    n = len(y)
    Z = X @ params["W1"] + params["b1"]  # (n, h)
    if settings["activation"] == "ReLU":
        H, slopes = np.maximum(Z, 0), Z > 0
    else:
        H = 1 / (1 + np.exp(-Z))
        slopes = H * (1 - H)
    S = H @ params["W2"] + params["b2"]  # (n, c)
    if settings["stable_softmax"]:
        S = S - S.max(axis=1, keepdims=True)
    total = np.exp(S).sum(axis=1, keepdims=True)
    loss = (np.log(total) - S)[np.arange(n), y].mean()
    d_S = (np.exp(S) / total - np.eye(S.shape[1])[y]) / n
    d_Z = (d_S @ params["W2"].T) * slopes
    grads = {"W1": X.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
    return loss, H, grads


def of_losses(losses):
    """The symptoms that the losses show."""
    finite = [loss for loss in losses if np.isfinite(loss)]
    return {
        "first_loss": losses[0],
        "last_loss": losses[-1],
        "largest_loss": max(finite, default=0.0),
        "not_finite": len(finite) < len(losses),
    }

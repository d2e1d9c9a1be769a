"""Stochastic gradient descent, for any model with `params` and `loss_and_grads`. Lecture 1.1 and 2.6."""

import numpy as np

from mlplib._arguments import require_generator, require_positive
from mlplib.metrics import accuracy


def minibatches(n, batch_size, *, rng):
    """Split 0..n-1, in random order, into index arrays of `batch_size`; the last one may be shorter.

    Parameters
    ----------
    n, batch_size : int
    rng : numpy.random.Generator

    Yields
    ------
    (batch_size,) int
        Each index comes exactly once.
    """
    require_positive("n", n, int)
    require_positive("batch_size", batch_size, int)
    order = require_generator(rng).permutation(n)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]


def no_decay(progress):
    """Factor on the learning rate: always 1. `progress` runs from 0 to 1."""
    return 1.0


def linear_decay(progress):
    """Factor on the learning rate: from 1 at the start straight down to 0 at the end."""
    return 1.0 - progress


class SGD:
    r"""Gradient descent with momentum and weight decay.

    .. math::
        v \leftarrow \mu v - \alpha\, (\partial L / \partial\theta + \lambda\theta),
        \qquad \theta \leftarrow \theta + v

    Parameters
    ----------
    learning_rate : float
        :math:`\alpha`, above 0.
    momentum : float
        :math:`\mu` in 0..1 (1 excluded); 0 is the lecture's plain step :math:`\theta - \alpha g`.
    weight_decay : float
        :math:`\lambda`, at least 0: :math:`\tfrac\lambda2 \sum W^2` is added to the loss that is descended.
        Only parameters whose names begin with ``W`` decay; biases do not.
    """

    def __init__(self, learning_rate, momentum=0.0, weight_decay=0.0):
        self.learning_rate = require_positive("learning_rate", learning_rate)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum must be in [0, 1), it is {momentum!r}")
        if not 0 <= weight_decay < np.inf:
            raise ValueError(f"weight_decay must be at least 0 and finite, it is {weight_decay!r}")
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.velocity = {}

    def step(self, params, grads, factor=1.0):
        """Move every parameter once, in place; `factor` scales the learning rate."""
        for name, gradient in grads.items():
            if self.weight_decay and name.startswith("W"):
                gradient = gradient + self.weight_decay * params[name]
            velocity = -self.learning_rate * factor * gradient
            if self.momentum:
                velocity += self.momentum * self.velocity.get(name, 0)
                self.velocity[name] = velocity
            params[name] += velocity


def fit(model, X, y, *, optimiser, epochs, batch_size, rng, decay=no_decay, watch=None, report=None):
    """Train a model in place by minibatch gradient descent.

    Parameters
    ----------
    model
        Anything with `params`, `loss_and_grads(X, y)` and `predict(X)`.
    X : (n, d) float
    y : (n,) int or (n, c) float
        What the model's loss takes.
    optimiser : SGD
    epochs : int
        How often each example is seen.
    batch_size : int
    rng : numpy.random.Generator
        Shuffles the examples.
    decay : callable
        Progress in 0..1 to a factor on the learning rate, :func:`no_decay` or :func:`linear_decay`.
    watch : dict, optional
        Name to (X, y): the accuracy on these is measured after every epoch.
    report : callable, optional
        Gets one line of text after every epoch, for example `print`.

    Returns
    -------
    dict
        ``"loss"``: loss of every minibatch before its step; and for each name in `watch` a list of
        accuracies, one per epoch.

    Raises
    ------
    FloatingPointError
        As soon as the loss is not finite: at which step, and what to try.
    ValueError
        If X and y differ in length, or a number is out of range.
    """
    require_positive("epochs", epochs, int)
    require_positive("batch_size", batch_size, int)
    if len(X) != len(y):
        raise ValueError(f"X and y must have as many rows, they have {len(X)} and {len(y)}")
    watch = watch or {}
    history = {"loss": [], **{name: [] for name in watch}}
    n_steps = epochs * -(-len(X) // batch_size)
    with np.errstate(over="ignore", invalid="ignore"):  # _step reports a loss that is not finite
        for epoch in range(1, epochs + 1):
            for batch in minibatches(len(X), batch_size, rng=rng):
                step = len(history["loss"])
                loss = _step(model, X[batch], y[batch], optimiser, decay(step / n_steps), step)
                history["loss"].append(loss)
            for name, (X_watch, y_watch) in watch.items():
                history[name].append(accuracy(model.predict(X_watch), y_watch))
            if report:
                report(_line(history, watch, epoch, epochs))
    return history


def _step(model, X, y, optimiser, factor, step):
    loss, grads = model.loss_and_grads(X, y)
    if not np.isfinite(loss):
        raise FloatingPointError(
            f"training diverged: the loss is {loss} at step {step}. "
            f"Try a smaller learning rate (now {optimiser.learning_rate:g}), "
            "standardised inputs or smaller initial weights."
        )
    optimiser.step(model.params, grads, factor)
    return loss


def _line(history, watch, epoch, epochs):
    steps = len(history["loss"]) // epoch
    loss = np.mean(history["loss"][-steps:])
    scores = "".join(f"  {name} {100 * history[name][-1]:.0f} %" for name in watch)
    return f"epoch {epoch:{len(str(epochs))}} of {epochs}  loss {loss:.3f}{scores}"

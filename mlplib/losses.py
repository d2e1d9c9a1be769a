"""Softmax and the two losses of the lecture, each returned with its gradient. Lecture 1.1 and 2.6."""

import numpy as np

from mlplib._arguments import require_labels, require_matrix


def log_softmax(scores):
    r"""Logarithm of the softmax probabilities, :math:`s_i - \log \sum_j e^{s_j}`, along the last axis.

    The largest score is subtracted first, which changes nothing but keeps exp from overflowing.

    Parameters
    ----------
    scores : (..., c) float

    Returns
    -------
    (..., c) float
        At most 0; -log(c) everywhere when all scores are equal.
    """
    scores = np.asarray(scores)
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(scores):
    r"""Scores to probabilities, :math:`p_i = e^{s_i} / \sum_j e^{s_j}`, along the last axis. Lecture 1.1.

    Adding one number to all scores changes nothing. Equal scores give 1/c each.

    Parameters
    ----------
    scores : (..., c) float

    Returns
    -------
    (..., c) float
        Between 0 and 1, each row sums to 1.
    """
    scores = np.asarray(scores)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(scores, y):
    r"""Mean softmax loss of a batch, and its gradient. Lecture 1.1.

    .. math:: L = -\frac{1}{n} \sum_i \log \mathrm{softmax}(s_i)_{y_i}

    Parameters
    ----------
    scores : (n, c) float
        One row of scores per example.
    y : (n,) int
        Labels in 0..c-1.

    Returns
    -------
    loss : float
        L, in nats; log(c) when all scores are equal.
    d_scores : (n, c) float
        dL/ds = (softmax(s) - onehot(y)) / n; each row sums to 0.

    Raises
    ------
    ValueError
        If the shapes do not match, a label is outside 0..c-1, or there is no example.
    """
    scores = require_matrix("scores", scores)
    n, c = scores.shape
    if n == 0:
        raise ValueError("scores has no row: the mean loss of no example is not defined")
    y = require_labels("y", y, n, c)
    labelled = np.arange(n), y  # in each row the entry of its label
    log_p = log_softmax(scores)
    loss = -log_p[labelled].sum() / n

    d_scores = np.exp(log_p)
    d_scores[labelled] -= 1  # softmax minus one-hot
    return float(loss), d_scores / n


def squared_error(prediction, target):
    r"""Squared error, summed over everything as in the lecture's program, and its gradient. Lecture 2.6.

    .. math:: L = \sum_{ik} (\hat y_{ik} - y_{ik})^2

    Parameters
    ----------
    prediction, target : (n, c) float

    Returns
    -------
    loss : float
        L, in squared units of the target; 0 when both agree.
    d_prediction : (n, c) float
        dL/dy_hat = 2 (y_hat - y).

    Raises
    ------
    ValueError
        If the shapes differ. (Broadcasting (n,) against (n, 1) is a classic silent mistake.)
    """
    prediction, target = np.asarray(prediction), np.asarray(target)
    if prediction.shape != target.shape:
        raise ValueError(
            f"target must have the shape of prediction, {prediction.shape}, it has {target.shape}"
        )
    difference = prediction - target
    # a product of two vectors, the sum of the squares in one call
    return float(np.vdot(difference, difference)), 2 * difference


def one_hot(y, n_classes):
    """Labels as rows with a single 1: (n,) int in 0..n_classes-1 to (n, n_classes) float."""
    y = require_labels("y", y, np.size(y), n_classes)
    return np.eye(n_classes)[y]

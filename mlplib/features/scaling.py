"""Bring every feature to the same scale, learned from the training rows alone. Lecture 1.5."""

import numpy as np

from mlplib._arguments import require_matrix


def standardise(train, *others):
    r"""Shift and scale each column so that it has mean 0 and standard deviation 1 on the training rows.

    .. math:: z_j = (x_j - \mu_j) / \sigma_j

    Parameters
    ----------
    train : (n, d) float
        The only rows that μ and σ are taken from.
    *others : (m, d) float
        Validation and test rows, which go through the same map.

    Returns
    -------
    tuple of float arrays
        One for each argument. A column that is constant on the training rows is only shifted.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a matrix of numbers with as many columns as train, or train is empty.
    """
    train = require_matrix("train", train)
    if not len(train):
        raise ValueError(f"train must have at least one row, it has shape {train.shape}")
    others = [require_matrix(f"others[{i}]", X, train.shape[1]) for i, X in enumerate(others)]
    mean, scale = train.mean(axis=0), train.std(axis=0)
    scale[scale <= 1e-12 * np.abs(train).max(axis=0)] = 1  # rounding of a constant column
    return tuple((X - mean) / scale for X in (train, *others))

"""How good predictions are."""

import numpy as np

from mlplib._arguments import require_labels


def accuracy(predicted, y):
    """Share of predictions that are right, between 0 and 1.

    Parameters
    ----------
    predicted, y : (n,) int
        Predicted and true labels, n >= 1.

    Raises
    ------
    ValueError
        If the lengths differ or there is no example.
    """
    y = np.asarray(y)
    predicted = require_labels("predicted", predicted, len(y))
    if len(y) == 0:
        raise ValueError("y is empty: the accuracy of no prediction is not defined")
    return float((predicted == y).mean())

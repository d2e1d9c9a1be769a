"""How good predictions are: accuracy and the confusion matrix."""

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


def confusion_matrix(predicted, y, n_classes):
    """Count the pairs: entry [i, j] is how many examples of class i were predicted as class j.

    Parameters
    ----------
    predicted, y : (n,) int
        Labels in 0..n_classes-1.

    Returns
    -------
    (n_classes, n_classes) int
        Sums to n; diagonal when every prediction is right.
    """
    y = require_labels("y", y, np.size(y), n_classes)
    predicted = require_labels("predicted", predicted, len(y), n_classes)
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y, predicted), 1)
    return counts

import numpy as np
import pytest
from sklearn import metrics as sklearn_metrics

from mlplib.metrics import accuracy


def test_accuracy_matches_scikit_learn(rng):
    predicted, y = rng.integers(3, size=(2, 50))
    assert accuracy(predicted, y) == sklearn_metrics.accuracy_score(y, predicted)


def test_accuracy_is_one_when_all_are_right_and_zero_when_none_is():
    y = np.array([0, 1, 2])
    assert accuracy(y, y) == 1
    assert accuracy((y + 1) % 3, y) == 0


def test_lengths_that_differ_are_refused():
    with pytest.raises(ValueError, match=r"predicted must have shape \(3,\)"):
        accuracy(np.array([0, 1]), np.array([0, 1, 1]))


def test_the_accuracy_of_nothing_is_refused():
    with pytest.raises(ValueError, match="y is empty"):
        accuracy(np.array([], int), np.array([], int))

"""What the notebook brings along."""

# %% imports
import numpy as np

from mlplib.perceptron import perceptron_updates


def relu(z):
    return np.maximum(z, 0)


def rosenblatt(F, y):
    """Rosenblatt's rule, up to 1000 times through the rows of F (n, d), with classes y (n,), 0 or 1.

    Gives back w (d,) and b of a line, if the rule finds one: F @ w + b above 0 for class 1, below for class 0.
    """
    w, b = np.zeros(F.shape[1]), 0.0
    for _, w, b in perceptron_updates(F, y, max_epochs=1000):
        pass  # to the last correction
    return w, b

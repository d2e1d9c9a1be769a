"""What the notebook brings along."""

# %% imports
import numpy as np


# %% trainer
def train(X, y, weight_decay):
    """W (d, c) and b (c,) of a linear classifier of features X (n, d), classes y (n,): softmax loss, weights decay."""
    n, c = len(y), y.max() + 1
    W, b = np.zeros((X.shape[1], c)), np.zeros(c)
    for _ in range(100):
        S = X @ W + b  # (n, c)
        P = np.exp(S - S.max(axis=1, keepdims=True))
        P = P / P.sum(axis=1, keepdims=True)
        d_S = (P - np.eye(c)[y]) / n
        W, b = W - 0.1 * (X.T @ d_S + weight_decay * W), b - 0.1 * d_S.sum(axis=0)
    return W, b

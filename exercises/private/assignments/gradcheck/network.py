"""Cells that come before the question blind."""

from exercises.private.assignments.gradcheck.helpers import np

before = "blind"


# %% [markdown] network
# The next cell defines a small network and its backward pass, with or without one of three mistakes. Run it and read its last five lines; the next question is about them.


# %% network-gradients
def gradients(X, y, W1, b1, W2, mistake="none"):
    """Gradients of the mean cross-entropy of softmax(relu(X W1 + b1) W2), as a dict."""
    Z = X @ W1 + b1  # (n, h)
    H = np.maximum(Z, 0)
    S = H @ W2  # (n, h): as many classes as hidden units
    e = np.exp(S - S.max(axis=1, keepdims=True))
    d_S = e / e.sum(axis=1, keepdims=True) - np.eye(len(W2))[y]
    d_S = d_S if mistake == "1/n missing" else d_S / len(X)
    d_H = d_S @ W2 if mistake == "W2 not transposed" else d_S @ W2.T
    d_Z = d_H if mistake == "no gate" else d_H * (Z > 0)
    return {"W1": X.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S}

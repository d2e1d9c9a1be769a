"""k-means clustering by Lloyd's algorithm. Lecture 1.4."""

import numpy as np

from mlplib._arguments import require_generator, require_matrix, require_positive


def assign(X, centres):
    r"""Index (n,) of the centre (k, d) nearest to each row of X (n, d): :math:`\arg\min_j |x - c_j|^2`.

    |x|² is the same for all centres, so that x·c - |c|²/2 decides: one matrix product. Of equally near
    centres the first counts. Raises TypeError or ValueError if the shapes do not fit.
    """
    X = require_matrix("X", X)
    centres = require_matrix("centres", centres, X.shape[1])
    return (X @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1)


def kmeans_objective(X, centres):
    """Mean squared distance from the rows of X (n, d) to the nearest centre (k, d); 0 if each is a centre."""
    X, centres = np.asarray(X), np.asarray(centres)
    return float(((X - centres[assign(X, centres)]) ** 2).sum(axis=1).mean())


def kmeans_step(X, centres):
    """One iteration of Lloyd's algorithm: assign each row to its nearest centre, move centres to the means.

    Parameters
    ----------
    X : (n, d) float
    centres : (k, d) float

    Returns
    -------
    centres : (k, d) float
        The means. A centre without rows moves to the row that lies farthest from its own centre (a second
        one to the second farthest), so that the objective never grows.
    labels : (n,) int
        The assignment to the centres that were given. Errors as in `assign`.
    """
    X, centres = np.asarray(X), np.asarray(centres)
    labels = assign(X, centres)
    member = labels == np.arange(len(centres))[:, None]  # (k, n)
    size = member.sum(axis=1)
    moved = member.astype(float) @ X / np.maximum(size, 1)[:, None]
    empty = np.flatnonzero(size == 0)
    if len(empty):
        distance = ((X - centres[labels]) ** 2).sum(axis=1)
        moved[empty] = X[np.argsort(-distance)[: len(empty)]]
    return moved, labels


def kmeans(X, k, *, rng, n_iterations=10):
    """Centres (k, d) after some iterations of `kmeans_step`, starting from k different rows of X (n, d).

    Raises ValueError if k or n_iterations is not a positive whole number, or k exceeds n; TypeError if rng
    is not a numpy Generator.
    """
    X = require_matrix("X", X)
    require_generator(rng)
    require_positive("n_iterations", n_iterations, int)
    if require_positive("k", k, int) > len(X):
        raise ValueError(f"k must not exceed the number of rows of X, {len(X)}, it is {k}")
    centres = X[rng.choice(len(X), k, replace=False)]
    for _ in range(n_iterations):
        centres, _ = kmeans_step(X, centres)
    return centres

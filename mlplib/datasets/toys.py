"""Points in the plane: sets that a line separates, and sets that it does not. Lecture 1.2 and 1.3.

The classes take turns, so that they are balanced for every n: class k of C is ``y == k``.
"""

import numpy as np

from mlplib._arguments import require_generator, require_positive


def _check(n, rng, noise, name="noise"):
    """Reject a number of points, a standard deviation or a generator that cannot be meant."""
    require_positive("n", n, int)
    require_generator(rng)
    if not 0 <= noise < np.inf:
        raise ValueError(f"{name} must be a finite number, 0 or more, it is {noise!r}")


def _require_two(name, value):
    if require_positive(name, value, int) < 2:
        raise ValueError(f"{name} must be at least 2, it is {value}")


def _points(x, y, noise, rng):
    """Points (n, 2) with the coordinates x (n,) and y (n,), each blurred by N(0, noise²)."""
    X = np.stack([x, y], axis=1)  # (n, 2)
    return X + noise * rng.normal(size=X.shape)


def blobs(n, n_classes=3, *, spread=0.5, rng):
    r"""Round clouds, one per class, whose centres stand on a circle of radius 2.

    .. math:: x = 2 (\cos\varphi_k, \sin\varphi_k) + s\,\varepsilon, \quad \varphi_k = 2\pi k / C

    Parameters
    ----------
    n : int
        Number of points.
    n_classes : int
        Number of clouds C, at least 2.
    spread : float
        Standard deviation s of a cloud, in the units of the plane.
    rng : numpy.random.Generator

    Returns
    -------
    X : (n, 2) float64
        Points; all of a class coincide when ``spread=0``.
    y : (n,) int
        Labels 0..C-1.

    Raises
    ------
    ValueError, TypeError
        If a count is too small or not whole, the spread negative, or rng not a Generator.
    """
    _check(n, rng, spread, "spread")
    _require_two("n_classes", n_classes)
    y = np.arange(n) % n_classes
    angle = 2 * np.pi * y / n_classes
    return _points(2 * np.cos(angle), 2 * np.sin(angle), spread, rng), y


def moons(n, *, noise=0.15, rng):
    """Two half circles of radius 1 that reach into each other: no line separates them (lecture 1.2).

    Class 0 is the upper half circle around (-1/2, -1/4); class 1 is class 0 turned by half a turn
    about the origin. ``noise`` is the standard deviation added to each coordinate; 0 leaves the arcs.
    Arguments, results and errors as in `blobs`.
    """
    _check(n, rng, noise)
    y = np.arange(n) % 2
    t = rng.uniform(0, np.pi, n)
    turn = 1 - 2 * y  # +1 for class 0, -1 for class 1
    return _points(turn * (np.cos(t) - 0.5), turn * (np.sin(t) - 0.25), noise, rng), y


def circles(n, *, noise=0.08, rng):
    """A circle of radius 1 (class 0) around one of radius 1/2 (class 1): one threshold on r separates them.

    ``noise`` is the standard deviation added to each coordinate; 0 leaves the circles.
    Arguments, results and errors as in `blobs`; lecture 1.3.
    """
    _check(n, rng, noise)
    y = np.arange(n) % 2
    t = rng.uniform(0, 2 * np.pi, n)
    r = 1 - y / 2
    return _points(r * np.cos(t), r * np.sin(t), noise, rng), y


def spirals(n, n_arms=3, *, noise=0.2, rng):
    r"""Arms of a spiral, one per class, each turning by 4 radians while r grows by 1.

    .. math:: \theta = 2\pi k / C - 4 r + \varepsilon, \quad 0.1 \le r \le 1

    Here ``noise`` is the standard deviation of the angle, in radians, so that the arms stay apart
    near the centre; 0 leaves the curves. Arguments, results and errors as in `blobs`.
    """
    _check(n, rng, noise)
    _require_two("n_arms", n_arms)
    y = np.arange(n) % n_arms
    r = rng.uniform(0.1, 1, n)
    theta = 2 * np.pi * y / n_arms - 4 * r + noise * rng.normal(size=n)
    return _points(r * np.cos(theta), r * np.sin(theta), 0, rng), y


def xor(n, *, noise=0.4, rng):
    """Clouds around the four corners (±1, ±1); the class is 1 where the signs of x and y differ.

    ``noise`` is the standard deviation of a cloud; 0 leaves the four corners.
    Arguments, results and errors as in `blobs`; lecture 2.2.
    """
    _check(n, rng, noise)
    corner = np.arange(n) % 4
    sign_x = np.array([1, 1, -1, -1])[corner]
    sign_y = np.array([1, -1, -1, 1])[corner]
    return _points(sign_x, sign_y, noise, rng), corner % 2

"""Maps of the plane, X (n, 2) to (n, k), after which a straight boundary can be enough. Lecture 1.3."""

import numpy as np

from mlplib._arguments import require_matrix


def polar(X):
    r"""Radius and angle of points in the plane (lecture 1.3).

    .. math:: r = \sqrt{x^2 + y^2}, \quad \theta = \mathrm{atan2}(y, x) \in [-\pi, \pi]

    Parameters
    ----------
    X : (n, 2) float
        Points (x, y).

    Returns
    -------
    (n, 2) float
        Columns r and θ, in radians; the origin has r = 0, θ = 0.

    Raises
    ------
    TypeError, ValueError
        If X does not hold numbers, or has not two columns.
    """
    x, y = require_matrix("X", X, 2).T
    return np.stack([np.hypot(x, y), np.arctan2(y, x)], axis=1)  # (n, 2)


def product(X):
    """Columns x, y, xy: (n, 3). The sign of xy alone decides XOR. Arguments and errors as in `polar`."""
    x, y = require_matrix("X", X, 2).T
    return np.stack([x, y, x * y], axis=1)  # (n, 3)


def cubic(X):
    """The nine monomials x, y, x², xy, y², x³, x²y, xy², y³: (n, 9). Arguments and errors as in `polar`.

    A line in this space is a cubic curve in the plane, which follows the two moons.
    """
    x, y = require_matrix("X", X, 2).T
    return np.stack([x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3], axis=1)  # (n, 9)


def unwind(X, turns=4.0):
    r"""Radius, and the angle turned back in proportion to it: spirals become straight.

    .. math:: (r, \cos(\theta + a r), \sin(\theta + a r))

    Parameters
    ----------
    X : (n, 2) float
    turns : float
        The rate a in radians per unit of radius, positive for arms that turn clockwise outwards; with 0
        the map is (r, x/r, y/r).

    Returns
    -------
    (n, 3) float
        Errors as in `polar`.
    """
    r, theta = polar(X).T
    return np.stack([r, np.cos(theta + turns * r), np.sin(theta + turns * r)], axis=1)  # (n, 3)

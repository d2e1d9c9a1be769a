"""The random numbers of the playground: what a few seeds draw, for a page that has no generator."""

from base64 import b64encode
from itertools import cycle

import numpy as np

LIMIT = 500  # points, of all sets together
N_SEEDS = 4
N_ORDERS = 10  # orders of the points that a seed has; then they come round again
N_WEIGHTS = 256  # enough for nine inputs, three layers of eight units and four classes


class Orders(np.random.Generator):
    """A generator whose permutations come round again after ten: what the page shuffles by.

    Each is one of `default_rng(seed)` of 500 numbers, from which those that are too large are left out.

    >>> Orders(0).permutation(3)
    array([2, 0, 1])
    """

    def __init__(self, seed):
        super().__init__(np.random.default_rng(seed).bit_generator)
        self._orders = cycle(orders(seed))

    def permutation(self, x):
        """The next order of 0..x-1, x at most 500.

        Raises
        ------
        ValueError
            If x is larger.
        """
        if not 0 < x <= LIMIT:
            raise ValueError(f"x must be 1 to {LIMIT}, it is {x}")
        order = next(self._orders)
        return order[order < x]


def orders(seed):
    """The first permutations of 0..499 that a seed draws: (10, 500) int."""
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(LIMIT) for _ in range(N_ORDERS)])


def draws():
    """What the script needs, as text that JSON can carry: arrays of float64 and uint16 in base64.

    Of seed 0, which draws the points: `uniforms` (500,) and the `blurs` (1000,) that follow them. Of each
    seed: `normals`, from which weights are made (of seed 0, which blurs points too, 1000), and `orders`.
    """
    rng = np.random.default_rng(0)
    drawn = {"uniforms": _text(rng.uniform(size=LIMIT)), "blurs": _text(rng.normal(size=2 * LIMIT))}
    sizes = [2 * LIMIT] + [N_WEIGHTS] * (N_SEEDS - 1)
    drawn["normals"] = [_text(np.random.default_rng(s).normal(size=n)) for s, n in enumerate(sizes)]
    drawn["orders"] = [_text(orders(s).astype(np.uint16)) for s in range(N_SEEDS)]
    return drawn


def _text(array):
    return b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()

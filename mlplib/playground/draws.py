"""The random numbers of the playground: what a few seeds draw, for a page that has no numpy."""

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
    """What the script needs, as text that JSON can carry: numbers of 128 bits, and float64 in base64.

    Of each seed: `states`, the state and the step of its generator, by which the script draws orders; and
    `normals`, from which weights are made. Seed 0 draws the points: xor and blobs by its 1000 normal numbers,
    the others by uniform numbers and the 1000 normal ones that follow, which are the last of `normals`.
    """
    rngs = [np.random.default_rng(seed) for seed in range(N_SEEDS)]
    states = [rng.bit_generator.state["state"] for rng in rngs]
    sizes = [2 * LIMIT] + [N_WEIGHTS] * (N_SEEDS - 1)
    normals = [rng.normal(size=size) for rng, size in zip(rngs, sizes, strict=True)]
    rng = np.random.default_rng(0)
    rng.uniform(size=LIMIT)
    normals.append(rng.normal(size=2 * LIMIT))
    return {
        "states": [[hex(state["state"]), hex(state["inc"])] for state in states],
        "normals": [b64encode(values.astype("<f8").tobytes()).decode() for values in normals],
    }

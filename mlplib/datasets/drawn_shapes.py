"""Ten drawn shapes over windows of the photos: the classes differ in form, not in colour. Lecture 1.2."""

import numpy as np

from mlplib.datasets.images import SIDE, three_splits
from mlplib.datasets.photos import PHOTOS, photo_windows


def _box(u, v, half_width, half_height):
    return np.maximum(np.abs(u) - half_width, np.abs(v) - half_height)


def _polygon(u, v, n_corners, depth):
    """A star or polygon with a corner at (0, -1); each corner is 2·depth radians wide."""
    angle = np.arctan2(u, -v)
    sector = 2 * np.pi / n_corners
    angle = np.abs((angle + sector / 2) % sector - sector / 2)
    r = np.hypot(u, v)
    return (r * np.cos(angle) - 1) * np.sin(depth) + r * np.sin(angle) * np.cos(depth)


SHAPES = {  # signed distance to the edge at (u, v), v downwards, in units of the radius: negative inside
    "disk": lambda u, v: np.hypot(u, v) - 0.85,
    "ring": lambda u, v: np.abs(np.hypot(u, v) - 0.8) - 0.2,
    "square": lambda u, v: _box(u, v, 0.8, 0.8),
    "frame": lambda u, v: np.abs(_box(u, v, 0.75, 0.75)) - 0.17,
    "triangle": lambda u, v: _polygon(u, v - 0.2, 3, np.pi / 6),
    "star": lambda u, v: _polygon(u, v, 5, np.pi / 10),
    "plus": lambda u, v: np.minimum(_box(u, v, 1, 0.28), _box(u, v, 0.28, 1)),
    "ex": lambda u, v: SHAPES["plus"]((u + v) / 2**0.5, (u - v) / 2**0.5),
    "bars": lambda u, v: np.minimum(_box(u, np.abs(v) - 0.7, 0.9, 0.2), _box(u, v, 0.9, 0.2)),
    "crescent": lambda u, v: np.maximum(np.hypot(u, v) - 0.95, 0.75 - np.hypot(u - 0.45, v)),
}


def shape_masks(labels, rng):
    """How much of each pixel a shape covers: (n, 32, 32) in [0, 1]; place, size and turn are random."""
    n = len(labels)
    centre_x, centre_y = rng.uniform(-4.5, 4.5, (2, n, 1, 1))
    radius = rng.uniform(8, 13, (n, 1, 1))
    turn = rng.uniform(-0.35, 0.35, (n, 1, 1))
    pixel = np.arange(SIDE) - (SIDE - 1) / 2
    x, y = pixel[None, None, :] - centre_x, pixel[None, :, None] - centre_y
    u = (x * np.cos(turn) + y * np.sin(turn)) / radius  # (n, 32, 32)
    v = (y * np.cos(turn) - x * np.sin(turn)) / radius
    distance = np.empty_like(u)
    for k, signed_distance in enumerate(SHAPES.values()):
        distance[labels == k] = signed_distance(u[labels == k], v[labels == k])
    return np.clip(0.5 - distance * radius, 0, 1)


def shapes(*, rng, n_train=3000, n_validation=500, n_test=1000, random_contrast=False):
    """Ten drawn shapes, varied in place, size, turn and colour, over windows of the photos.

    Parameters
    ----------
    rng, n_train, n_validation, n_test
        As in `photo_patches`; the background of an image comes from the cells of its split.
    random_contrast : bool
        False: every shape is bright, 30 to 100 grey levels above the middle. True: bright or dark with
        p = 1/2, and one template per class cannot fit both (lecture 1.2).

    Returns
    -------
    ImageSplits

    Raises
    ------
    ValueError, TypeError, FileNotFoundError
        As in `photo_patches`.
    """

    def draw(labels, split, rng):
        n = len(labels)
        background = photo_windows(rng.integers(len(PHOTOS), size=n), split, rng)
        sign = rng.choice([-1, 1], size=(n, 1, 1, 1)) if random_contrast else 1
        colour = 128 + sign * rng.uniform(30, 100, (n, 1, 1, 1)) + rng.uniform(-50, 50, (n, 1, 1, 3))
        mask = shape_masks(labels, rng)[..., None]  # (n, 32, 32, 1)
        images = (26 + 0.8 * background) * (1 - mask) + colour * mask
        return np.clip(images, 0, 255).round().astype(np.uint8)

    return three_splits(draw, (n_train, n_validation, n_test), SHAPES, rng)

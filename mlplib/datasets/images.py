"""What every image set is: three splits of small colour images with their labels."""

from typing import NamedTuple

import numpy as np

from mlplib._arguments import require_generator, require_positive

SIDE = 32  # side of an image, in pixels
TRAIN, VALIDATION, TEST = 0, 1, 2


class Images(NamedTuple):
    """Images (n, 32, 32, 3) uint8, channels red, green, blue; and their labels (n,) int."""

    images: np.ndarray
    labels: np.ndarray


class ImageSplits(NamedTuple):
    """The three parts of an image set, and the name of each class."""

    train: Images
    validation: Images
    test: Images
    class_names: tuple


def three_splits(build, sizes, class_names, rng):
    """An `ImageSplits` of ``build(labels, split, rng)``; each split has its own stream of random numbers."""
    require_generator(rng)
    for name, n in zip(("n_train", "n_validation", "n_test"), sizes, strict=True):
        if n != 0:  # an empty split is allowed
            require_positive(name, n, int)
    labels = [np.arange(n) % len(class_names) for n in sizes]
    streams = rng.spawn(3)
    splits = [Images(build(labels[s], s, streams[s]), labels[s]) for s in (TRAIN, VALIDATION, TEST)]
    return ImageSplits(*splits, tuple(class_names))

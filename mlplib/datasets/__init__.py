"""Data sets that need no download, 2-D toys, windows of photos, drawn shapes; and a loader of CIFAR-10.

Every function takes its random numbers from the argument ``rng``: the same seed gives the same data.
"""

from mlplib.datasets.cifar import cifar10
from mlplib.datasets.drawn_shapes import shapes
from mlplib.datasets.images import Images, ImageSplits
from mlplib.datasets.photos import PHOTOS, photo_patches
from mlplib.datasets.toys import blobs, circles, moons, spirals, xor

__all__ = [
    "PHOTOS",
    "ImageSplits",
    "Images",
    "blobs",
    "cifar10",
    "circles",
    "moons",
    "photo_patches",
    "shapes",
    "spirals",
    "xor",
]

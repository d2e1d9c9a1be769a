"""Ten photos and small windows cut from them, so that no pixel is in two splits. Lecture 1.1."""

import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mlplib.datasets.images import SIDE, TEST, TRAIN, VALIDATION, three_splits


class Photo(NamedTuple):
    """A photo inside the scikit-image package, our label for it, and its origin as scikit-image states it."""

    label: str
    name: str
    file: str
    author: str
    licence: str
    source: str


# As stated in the docstrings of skimage.data; the source is empty where they give no address.
# fmt: off
PHOTOS = (
    Photo("brick", "brick", "brick.png", "CC0Textures", "CC0",
          "https://cc0textures.com/view.php?tex=Bricks25"),
    Photo("grass", "grass", "grass.png", "linolafett", "CC0",
          "https://www.deviantart.com/linolafett/art/Grass-01-434853879"),
    Photo("gravel", "gravel", "gravel.png", "CC0Textures", "CC0",
          "https://cc0textures.com/view.php?tex=Gravel04"),
    Photo("cat", "chelsea", "chelsea.png", "Stefan van der Walt", "CC0", ""),
    Photo("coffee", "coffee", "coffee.png", "Rachel Michetti, courtesy of Pikolo Espresso Bar", "CC0", ""),
    Photo("galaxies", "hubble_deep_field", "hubble_deep_field.jpg", "NASA", "public domain",
          "http://hubblesite.org/newscenter/archive/releases/2012/37/image/a/"),
    Photo("retina", "retina", "retina.jpg", "Mikael Häggström, doi:10.15347/wjm/2014.008", "CC0 1.0",
          "https://commons.wikimedia.org/wiki/File:Fundus_photograph_of_normal_left_eye.jpg"),
    Photo("rocket", "rocket", "rocket.jpg", "SpaceX", "public domain",
          "https://www.flickr.com/photos/spacexphotos/16511594820/in/photostream/"),
    Photo("astronaut", "astronaut", "astronaut.png", "NASA", "public domain", "https://flic.kr/p/r9qvLn"),
    Photo("tissue", "immunohistochemistry", "ihc.png", "Center for Microscopy And Molecular Imaging",
          "no known copyright restrictions", ""),
)
# fmt: on

SPLIT_OF_CELL = np.array(
    [[(TEST, VALIDATION, TRAIN, TRAIN, TRAIN)[(i + 2 * j) % 5] for j in range(5)] for i in range(5)]
)


@functools.cache
def load_photo(photo):
    """The pixels (h, w, 3) uint8 of a `Photo`, read from the installed scikit-image; nothing is downloaded.

    Raises
    ------
    FileNotFoundError
        If this version of scikit-image does not bring the photo.
    """
    import skimage
    from skimage.io import imread

    path = Path(skimage.__file__).parent / "data" / photo.file
    if not path.is_file():
        raise FileNotFoundError(
            f"the photo {photo.name!r} is not in scikit-image {skimage.__version__} (expected {path}); "
            "install the locked version of scikit-image"
        )
    pixels = imread(path)
    pixels = pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=-1)  # (h, w, 3)
    pixels.flags.writeable = False  # the cache hands out the same array each time
    return pixels


def _cell_edges(n_pixels):
    """The first pixel of each of five equal cells, and the end of the last one: (6,) int."""
    return np.arange(6) * n_pixels // 5


def split_of_pixels(height, width):
    """The split (h, w) that each pixel of a photo belongs to: 0 train, 1 validation, 2 test.

    A photo is cut into 5×5 cells (i, j). Cell (i + 2j) mod 5 = 0 is test, 1 is validation, the rest is
    train: every row and every column of cells holds one test cell, one validation cell, three of train.
    """
    rows, columns = np.diff(_cell_edges(height)), np.diff(_cell_edges(width))
    return SPLIT_OF_CELL.repeat(rows, axis=0).repeat(columns, axis=1)


def place_windows(height, width, split, n, rng):
    """Windows that each lie inside one cell of a split: their first row, first column and side, (n,) each.

    The side is 32 to 48 pixels, each equally likely.
    """
    i, j = rng.choice(np.argwhere(split == SPLIT_OF_CELL), size=n).T
    side = rng.integers(32, 48, size=n, endpoint=True)
    rows, columns = _cell_edges(height), _cell_edges(width)
    top = rng.integers(rows[i], rows[i + 1] - side, endpoint=True)
    left = rng.integers(columns[j], columns[j + 1] - side, endpoint=True)
    return top, left, side


def _grid(start, side):
    """32 equally spaced positions in a window: the pixels before and after, and the weight of the latter."""
    position = (np.arange(SIDE) + 0.5) * side[:, None] / SIDE - 0.5  # (n, 32)
    low = position.astype(int)
    high = np.minimum(low + 1, side[:, None] - 1)
    return start[:, None] + low, start[:, None] + high, position - low


def cut_windows(photo, top, left, side):
    """Square windows of a photo (h, w, 3), brought to 32×32 by bilinear interpolation: (n, 32, 32, 3) float.

    Only pixels inside the window are read; a window of side 32 is copied.
    """
    y0, y1, y_weight = _grid(top, side)
    x0, x1, x_weight = _grid(left, side)
    x_weight = x_weight[:, None, :, None]

    def row(y):
        y = y[:, :, None]
        return photo[y, x0[:, None]] * (1 - x_weight) + photo[y, x1[:, None]] * x_weight  # (n, 32, 32, 3)

    y_weight = y_weight[:, :, None, None]
    return row(y0) * (1 - y_weight) + row(y1) * y_weight


def vary(windows, rng):
    r"""Mirror half of the windows (n, 32, 32, 3), and vary their light: uint8, clipped to 0..255.

    .. math:: v' = e^{a + b_c} v + s, \quad a, b_c \in [-0.3, 0.3], \quad s \in [-30, 30]

    Each image has its own a and s, each of its channels its own b.
    """
    n = len(windows)
    mirrored = rng.random((n, 1, 1, 1)) < 0.5
    windows = np.where(mirrored, windows[:, :, ::-1], windows)
    gain = np.exp(rng.uniform(-0.3, 0.3, (n, 1, 1, 1)) + rng.uniform(-0.3, 0.3, (n, 1, 1, 3)))
    shift = rng.uniform(-30, 30, (n, 1, 1, 1))
    return np.clip(windows * gain + shift, 0, 255).round().astype(np.uint8)


def photo_windows(photo_ids, split, rng):
    """A varied window of ``PHOTOS[k]`` for each k of photo_ids (n,), from one split: (n, 32, 32, 3) uint8."""
    windows = np.empty((len(photo_ids), SIDE, SIDE, 3), np.uint8)
    for k, photo in enumerate(PHOTOS):
        of_photo = np.flatnonzero(photo_ids == k)
        pixels = load_photo(photo)
        places = place_windows(*pixels.shape[:2], split, len(of_photo), rng)
        windows[of_photo] = vary(cut_windows(pixels, *places), rng)
    return windows


def photo_patches(*, rng, n_train=3000, n_validation=500, n_test=1000):
    """Windows of ten photos, 32×32×3 as in the lecture (d = 3072); the class is the photo.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_train, n_validation, n_test : int
        Number of images in each split. No two splits see the same pixel of a photo (`split_of_pixels`),
        and the size of one split does not change the images of another.

    Returns
    -------
    ImageSplits
        The images are uint8, the labels index ``class_names``; a size of 0 gives an empty split.

    Raises
    ------
    ValueError, TypeError
        If a size is negative or not an integer, or rng is not a Generator.
    FileNotFoundError
        If the installed scikit-image lacks a photo.
    """
    sizes = (n_train, n_validation, n_test)
    return three_splits(photo_windows, sizes, [photo.label for photo in PHOTOS], rng)

"""Images (n, h, w, 3) uint8 as rows of numbers: pixels, colours, edge directions. Lecture 1.1 and 1.4."""

import functools

import numpy as np

from mlplib._arguments import require_positive


def require_images(images):
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8:
        kind = getattr(images, "dtype", type(images).__name__)
        raise TypeError(f"images must be an array of uint8, brightness 0 to 255, it is {kind}")
    if images.ndim != 4 or images.shape[3] != 3:
        raise ValueError(f"images must have shape (n, height, width, 3), it has {images.shape}")


def require_fit(name, side, images):
    """Reject a cell or patch that is larger than the images."""
    if require_positive(name, side, int) > min(images.shape[1:3]):
        raise ValueError(f"{name} must not exceed the sides of the images, {images.shape[1:3]}, it is {side}")


def by_batches(feature):
    """Check the images, and compute a feature for 50 of them at a time: small arrays stay in the cache."""

    @functools.wraps(feature)
    def batched(images, *args, **kwargs):
        require_images(images)
        starts = range(0, max(len(images), 1), 50)
        return np.concatenate([feature(images[i : i + 50], *args, **kwargs) for i in starts])

    return batched


def pixels(images):
    """Each image as one row of brightnesses x/255 - 1/2, so that mid-grey is 0 (lecture 1.1).

    Parameters
    ----------
    images : (n, h, w, 3) uint8

    Returns
    -------
    (n, 3hw) float64
        For 32×32 images d = 3072; black is -1/2, white is 1/2. Order: row, column, channel.

    Raises
    ------
    TypeError, ValueError
        If images is not uint8, or not of that shape.
    """
    require_images(images)
    n, height, width, channels = images.shape
    return images.reshape(n, height * width * channels) / 255 - 0.5


@by_batches
def mean_colour(images):
    """Mean red, green and blue of each image, -1/2 to 1/2: (n, 3). Arguments and errors as in `pixels`."""
    return images.mean(axis=(1, 2)) / 255 - 0.5


@by_batches
def colour_histogram(images, bins=4):
    """Share of the pixels in each of bins³ boxes of colour space (lecture 1.4).

    Parameters
    ----------
    images : (n, h, w, 3) uint8
    bins : int
        Number of equal intervals, 1 to 256, that each channel is cut into; 1 makes the feature constant.

    Returns
    -------
    (n, bins³) float64
        Each row sums to 1; box (r, g, b) is column (r·bins + g)·bins + b.

    Raises
    ------
    TypeError, ValueError
        If images is not as in `pixels`, or bins is out of range.
    """
    if require_positive("bins", bins, int) > 256:
        raise ValueError(f"bins must not exceed 256, it is {bins}")
    _, height, width, _ = images.shape
    interval = (np.arange(256) * bins // 256)[images]  # (n, h, w, 3)
    box = interval @ np.array([bins**2, bins, 1])  # (n, h, w)
    return count_words(box, bins**3) / (height * width)


def count_words(words, k, weights=None):
    """How often, or with which total weight, each of 0..k-1 occurs in words[i], for every i: (n, k)."""
    n = len(words)
    first = k * np.arange(n).reshape(n, *[1] * (words.ndim - 1))
    weights = None if weights is None else weights.ravel()
    return np.bincount((words + first).ravel(), weights, minlength=n * k).reshape(n, k)


def gradients(images):
    """Slopes of brightness down and to the right, in the channel where the slope is steepest.

    Central differences v[y+1] - v[y-1], not halved, and 0 at the border.

    Parameters
    ----------
    images : (n, h, w, 3) uint8

    Returns
    -------
    d_y, d_x : (n, h, w) int32
        Both 0 where the image is flat. Errors as in `pixels`.
    """
    require_images(images)
    v = images.astype(np.int32)
    d_y, d_x = np.zeros_like(v), np.zeros_like(v)
    d_y[:, 1:-1] = v[:, 2:] - v[:, :-2]
    d_x[:, :, 1:-1] = v[:, :, 2:] - v[:, :, :-2]
    steepest = (d_y**2 + d_x**2).argmax(axis=3)[..., None]  # (n, h, w, 1)
    return tuple(np.take_along_axis(d, steepest, axis=3)[..., 0] for d in (d_y, d_x))


@by_batches
def hog(images, cell=8, orientations=9):
    r"""Histogram of oriented gradients: which edge directions occur in each cell (lecture 1.4).

    Each pixel votes for the direction :math:`\mathrm{atan2}(d_y, d_x) \bmod 180°` of its gradient with the
    length of its gradient; the histogram h of a cell is then scaled to :math:`h / \sqrt{|h|^2 + \epsilon^2}`.

    Parameters
    ----------
    images : (n, h, w, 3) uint8
    cell : int
        Side of a cell in pixels; rows and columns that do not fill a cell are left out.
    orientations : int
        Number of equal intervals of direction in [0°, 180°).

    Returns
    -------
    (n, rows·columns·orientations) float64
        Cells row by row; 144 numbers for 32×32 images and the defaults. A flat cell is 0.

    Raises
    ------
    TypeError, ValueError
        If images is not as in `pixels`, cell does not fit, or orientations is not positive.
    """
    require_fit("cell", cell, images)
    require_positive("orientations", orientations, int)
    d_y, d_x = gradients(images)
    n, height, width = d_x.shape
    rows, columns = height // cell, width // cell
    direction = np.rad2deg(np.arctan2(d_y, d_x)) % 180
    place = np.arange(height)[:, None] // cell * columns + np.arange(width) // cell  # (h, w)
    word = place * orientations + (direction * orientations / 180).astype(int)
    kept = np.s_[:, : rows * cell, : columns * cell]
    length = np.sqrt(d_y**2 + d_x**2)
    h = count_words(word[kept], rows * columns * orientations, length[kept])
    h = h.reshape(n, rows * columns, orientations)
    return (h / np.sqrt((h**2).sum(axis=2, keepdims=True) + 1e-10)).reshape(n, rows * columns * orientations)

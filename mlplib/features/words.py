"""Bag of visual words: patches, a codebook learned by k-means, how often each word occurs. Lecture 1.4."""

from typing import NamedTuple

import numpy as np

from mlplib._arguments import require_generator, require_positive
from mlplib.features.clusters import kmeans
from mlplib.features.images import by_batches, count_words, require_fit, require_images


def extract_patches(images, size=6, stride=2):
    """All size×size windows of each image, ``stride`` pixels apart.

    Parameters
    ----------
    images : (n, h, w, 3) uint8
    size, stride : int
        In pixels; size = stride cuts the image into tiles.

    Returns
    -------
    (n, m, 3·size²) uint8
        m = 196 for 32×32 images and the defaults; each patch in the order row, column, channel.

    Raises
    ------
    TypeError, ValueError
        If images is not as in `pixels`, or a patch does not fit.
    """
    require_images(images)
    require_fit("size", size, images)
    require_positive("stride", stride, int)
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    windows = windows[:, ::stride, ::stride].transpose(0, 1, 2, 4, 5, 3)  # (n, rows, columns, size, size, 3)
    n, rows, columns = windows.shape[:3]
    return windows.reshape(n, rows * columns, 3 * size**2)


def normalise_patches(patches):
    r"""Take brightness and contrast out of patches (..., d).

    .. math:: (p - \bar p) / \sqrt{\mathrm{var}(p) + 10}

    The 10, in squared grey levels, keeps the noise of a flat patch small: a constant patch becomes 0.
    """
    p = patches - patches.mean(axis=-1, keepdims=True)
    p /= np.sqrt((p**2).mean(axis=-1, keepdims=True) + 10)
    return p


class Codebook(NamedTuple):
    """Visual words (k, d), which look like normalised patches, and how a patch p (d,) finds its word.

    Its word is the row with the largest score ``p @ filters - offsets``, filters (d, k), offsets (k,): each
    word is a linear filter, and the filters compete.
    """

    words: np.ndarray
    filters: np.ndarray
    offsets: np.ndarray
    size: int
    stride: int


def _whitening(X):
    """Mean (d,) and symmetric matrix (d, d) that give X (n, d) nearly unit variance in every direction."""
    variances, directions = np.linalg.eigh(np.cov(X.T))
    return X.mean(axis=0), directions / np.sqrt(variances + 0.1) @ directions.T


def learn_codebook(images, k=100, *, rng, size=6, stride=2, n_patches=20_000):
    r"""Cluster patches of training images into k visual words (lecture 1.4).

    Neighbouring pixels are alike; whitening, :math:`q = (p - \mu) M`, weakens what they share, so that edges
    count, not only blobs. The nearest centre c of q has the largest :math:`q c - |c|^2/2`, linear in p.

    Parameters
    ----------
    images : (n, h, w, 3) uint8
        Training images only.
    k : int
        Number of words.
    rng : numpy.random.Generator
        Chooses n_patches patches (all, if there are fewer) and the start of k-means.
    size, stride : int
        As in `extract_patches`.

    Returns
    -------
    Codebook
        With k=1 every patch is the same word.

    Raises
    ------
    TypeError, ValueError
        As in `extract_patches` and `kmeans`.
    """
    require_generator(rng)
    patches = extract_patches(images, size, stride)
    patches = patches.reshape(-1, patches.shape[2])  # (n m, d)
    n_patches = min(require_positive("n_patches", n_patches, int), len(patches))
    sample = normalise_patches(patches[rng.choice(len(patches), n_patches, replace=False)])
    mean, whitening = _whitening(sample)
    centres = kmeans((sample - mean) @ whitening, k, rng=rng)  # (k, d)
    filters = whitening @ centres.T  # (d, k)
    offsets = mean @ filters + (centres**2).sum(axis=1) / 2
    return Codebook(centres @ np.linalg.inv(whitening) + mean, filters, offsets, size, stride)


@by_batches
def bag_of_words(images, codebook):
    """Share of an image's patches that are nearest to each visual word (lecture 1.4).

    Parameters
    ----------
    images : (n, h, w, 3) uint8
    codebook : Codebook
        From `learn_codebook`.

    Returns
    -------
    (n, k) float64
        Each row sums to 1; where a patch stands in the image makes no difference.

    Raises
    ------
    TypeError, ValueError
        As in `extract_patches`; if codebook is not a Codebook.
    """
    if not isinstance(codebook, Codebook):
        raise TypeError(f"codebook must be a Codebook from learn_codebook, it is {type(codebook).__name__}")
    patches = normalise_patches(extract_patches(images, codebook.size, codebook.stride))
    n, m, d = patches.shape
    scores = patches.reshape(n * m, d) @ codebook.filters - codebook.offsets  # (n m, k)
    return count_words(scores.argmax(axis=1).reshape(n, m), len(codebook.words)) / m

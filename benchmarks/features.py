"""Describe pictures and cluster patches, by mlplib and by scikit-image and scikit-learn doing the same.

What both compute is compared first; the seconds are for a thousand pictures of 32 x 32 pixels.
"""

from functools import partial

import numpy as np
from skimage.feature import hog as skimage_hog
from skimage.util import view_as_windows
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin

from benchmarks.measure import paired
from benchmarks.results import Part, ratio
from mlplib.datasets import shapes
from mlplib.features import (
    bag_of_words,
    colour_histogram,
    extract_patches,
    hog,
    kmeans_objective,
    kmeans_step,
    learn_codebook,
    normalise_patches,
)
from mlplib.features.words import _whitening

N_IMAGES, N_PATCHES, N_WORDS, N_ITERATIONS, ROUNDS = 1000, 20_000, 100, 10, 11
KMEANS_REASON = (
    "A matrix product adds up the members of each cluster, and as much work again goes into its zeros; "
    "scikit-learn's compiled loop visits each row once."
)
FEATURE_REASON = "Both call the same routine of numpy for most of the time."


def colours_by_numpy(images):
    """numpy.histogramdd, image by image; scikit-image has no joint histogram of three channels."""
    edges = [np.arange(0, 257, 64)] * 3
    counts = [np.histogramdd(image.reshape(-1, 3), edges)[0].ravel() for image in images]
    return np.array(counts) / (images.shape[1] * images.shape[2])


def hog_by_scikit_image(images):
    settings = {"orientations": 9, "pixels_per_cell": (8, 8), "cells_per_block": (1, 1), "block_norm": "L2"}
    return np.array([skimage_hog(image, channel_axis=-1, **settings) for image in images])


def words_by_scikit_learn(images, codebook, mean, whitening):
    """Windows by scikit-image, the nearest words by scikit-learn, image by image."""
    centres = (codebook.words - mean) @ whitening
    shares = []
    for image in images:
        windows = view_as_windows(image, (codebook.size, codebook.size, 3), codebook.stride)
        patches = windows.reshape(-1, 3 * codebook.size**2)
        nearest = pairwise_distances_argmin((normalise_patches(patches) - mean) @ whitening, centres)
        shares.append(np.bincount(nearest, minlength=len(centres)) / len(patches))
    return np.array(shares)


def sample_of(images, n_patches):
    """The normalised patches that `learn_codebook` draws with the same numbers, and their whitening."""
    patches = extract_patches(images).reshape(-1, 108)
    rows = np.random.default_rng(0).choice(len(patches), n_patches, replace=False)
    sample = normalise_patches(patches[rows])
    return sample, *_whitening(sample)


def feature_pairs(images, n_patches, n_words):
    """{name: (by mlplib, by the others)}, functions of images that should agree."""
    _, mean, whitening = sample_of(images, n_patches)
    codebook = learn_codebook(images, n_words, rng=np.random.default_rng(0), n_patches=n_patches)
    return {
        "colour histogram": (colour_histogram, colours_by_numpy),
        "HoG": (hog, hog_by_scikit_image),
        "bag of words": (
            lambda images: bag_of_words(images, codebook),
            lambda images: words_by_scikit_learn(images, codebook, mean, whitening),
        ),
    }


def require_agreement(name, ours, theirs, atol=1e-5):
    """Raise RuntimeError if more than one number in ten thousand differs."""
    differing = np.mean(~np.isclose(ours, theirs, atol=atol))  # a patch between two words may go either way
    if np.shape(ours) != np.shape(theirs) or differing > 1e-4:
        raise RuntimeError(f"{name}: {differing:.2%} of the numbers differ from the other library's")


def require_equal_objectives(X, ours, theirs):
    """Raise RuntimeError if one clustering is better by more than a hundredth.

    The centres themselves differ: each library has its own rule for a centre without rows.
    """
    found = [kmeans_objective(X, centres) for centres in (ours, theirs)]
    if not np.allclose(*found, rtol=0.01):
        raise RuntimeError(f"k-means: different work, the objectives are {found}")


def lloyd(X, k, n_iterations):
    """Centres after some iterations from the same first rows: by mlplib and by scikit-learn."""
    start = X[:k].copy()

    def ours():
        centres = start
        for _ in range(n_iterations):
            centres, _ = kmeans_step(X, centres)
        return centres

    def theirs():
        model = KMeans(k, init=start, n_init=1, max_iter=n_iterations, tol=0, algorithm="lloyd").fit(X)
        if model.n_iter_ != n_iterations:
            raise RuntimeError(f"scikit-learn stopped after {model.n_iter_} iterations, not {n_iterations}")
        return model.cluster_centers_

    return ours, theirs


def measure(n_rounds=ROUNDS, n_images=N_IMAGES, n_patches=N_PATCHES, n_words=N_WORDS):
    images = shapes(rng=np.random.default_rng(0), n_train=n_images).train.images
    how = f"median of the ratios of {n_rounds} paired rounds, CPU time, one thread, {n_images} pictures"
    lines, rows = [], []

    def compare(name, runs, other_over_ours, **target):
        print(f"  features: {name}", flush=True)
        seconds = paired({"ours": lambda: runs[0], "theirs": lambda: runs[1]}, n_rounds)
        ours, theirs = seconds["ours"], seconds["theirs"]
        values, what = (
            (theirs / ours, "others / mlplib") if other_over_ours else (ours / theirs, "mlplib / others")
        )
        lines.append(ratio(f"{name}, {what}", values, how, **target))
        rows.append([name, *(f"{np.median(value):.3g}" for value in (ours, theirs))])

    for name, functions in feature_pairs(images, n_patches, n_words).items():
        runs = [partial(function, images) for function in functions]
        require_agreement(name, *(run() for run in runs))
        compare(name, runs, True, at_least=3, reason=FEATURE_REASON)
    how = f"median of the ratios of {n_rounds} paired rounds, CPU time, one thread, {n_patches} patches"
    sample, mean, whitening = sample_of(images, n_patches)
    X = (sample - mean) @ whitening
    runs = lloyd(X, n_words, N_ITERATIONS)
    require_equal_objectives(X, *(run() for run in runs))
    compare(f"k-means, {N_ITERATIONS} iterations", runs, False, at_most=2.5, reason=KMEANS_REASON)
    return Part(lines, [("Seconds", ["", "mlplib", "the others"], rows)])

"""Feature spaces: maps after which a straight boundary can be enough (lecture 1.3, 1.4 and 1.5).

Only `standardise` and `learn_codebook` learn something, and they learn it from training data.
"""

from mlplib.features.clusters import assign, kmeans, kmeans_objective, kmeans_step
from mlplib.features.images import colour_histogram, gradients, hog, mean_colour, pixels
from mlplib.features.plane import cubic, polar, product, unwind
from mlplib.features.scaling import standardise
from mlplib.features.words import Codebook, bag_of_words, extract_patches, learn_codebook, normalise_patches

__all__ = [
    "Codebook",
    "assign",
    "bag_of_words",
    "colour_histogram",
    "cubic",
    "extract_patches",
    "gradients",
    "hog",
    "kmeans",
    "kmeans_objective",
    "kmeans_step",
    "learn_codebook",
    "mean_colour",
    "normalise_patches",
    "pixels",
    "polar",
    "product",
    "standardise",
    "unwind",
]

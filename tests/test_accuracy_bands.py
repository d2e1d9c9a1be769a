"""What each feature space reaches on each data set: the book's tables, as bands over three seeds.

One recipe for all: features standardised on the training split (pixels only centred), SGD with momentum
0.9, batches of 100, 20 epochs, learning rate 0.05 (0.3 for points in the plane) falling linearly to 0.
Accuracies in percent; single precision is enough for them, and takes half the time.
"""

import functools
from pathlib import Path

import numpy as np
import pooch
import pytest

from mlplib import datasets
from mlplib.activations import relu
from mlplib.datasets.cifar import CIFAR10_URL
from mlplib.features import (
    bag_of_words,
    colour_histogram,
    cubic,
    hog,
    learn_codebook,
    mean_colour,
    pixels,
    polar,
    product,
    standardise,
    unwind,
)
from mlplib.linear_model import LinearModel
from mlplib.metrics import accuracy
from mlplib.mlp import MLP
from mlplib.optim import SGD, fit, linear_decay

SEEDS = (0, 1, 2)


def score(train, y_train, test, y_test, *, n_hidden, seed, learning_rate=0.05):
    rng = np.random.default_rng(seed)
    train, test = train.astype(np.float32), test.astype(np.float32)
    (d, c), how = (train.shape[1], y_train.max() + 1), {"dtype": np.float32}
    model = MLP([d, n_hidden, c], relu, rng=rng, **how) if n_hidden else LinearModel(d, c, **how)
    optimiser = SGD(learning_rate, momentum=0.9)
    fit(model, train, y_train, optimiser=optimiser, epochs=20, batch_size=100, rng=rng, decay=linear_decay)
    return 100 * accuracy(model.predict(test), y_test)


# ---------------------------------------------------------------- points in the plane

TOY_BANDS = {  # data set, feature space: bands of linear, linear on features, MLP with 100 hidden units
    (datasets.moons, cubic): [(83, 91), (97, 100), (97, 100)],
    (datasets.circles, polar): [(40, 60), (99.5, 100), (99, 100)],
    (datasets.spirals, unwind): [(48, 66), (99.5, 100), (97, 100)],
    (datasets.xor, product): [(22, 76), (97, 100), (97, 100)],  # a line can get up to three corners right
}


@pytest.mark.parametrize(("toy", "feature"), TOY_BANDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_fails_in_the_plane_and_succeeds_in_the_right_feature_space(toy, feature, seed):
    rng = np.random.default_rng(seed)
    (X, y), (X_test, y_test) = toy(1000, rng=rng), toy(2000, rng=rng)
    for i, (f, n_hidden) in enumerate([(np.copy, 0), (feature, 0), (np.copy, 100)]):
        train, test = standardise(f(X), f(X_test))
        low, high = TOY_BANDS[toy, feature][i]
        assert low <= score(train, y, test, y_test, n_hidden=n_hidden, seed=seed, learning_rate=0.3) <= high


@pytest.mark.parametrize(
    ("toy", "wrong"), [(datasets.xor, polar), (datasets.spirals, product), (datasets.circles, product)]
)
def test_the_wrong_feature_space_unlocks_nothing(toy, wrong):
    rng = np.random.default_rng(0)
    (X, y), (X_test, y_test) = toy(1000, rng=rng), toy(2000, rng=rng)
    assert score(*interleave(standardise(wrong(X), wrong(X_test)), (y, y_test)), n_hidden=0, seed=0) < 68


def interleave(inputs, labels):
    return inputs[0], labels[0], inputs[1], labels[1]


# ---------------------------------------------------------------- images

IMAGE_SETS = {
    "photo patches": lambda rng: datasets.photo_patches(rng=rng),
    "shapes": lambda rng: datasets.shapes(rng=rng),
    "shapes, random contrast": lambda rng: datasets.shapes(rng=rng, random_contrast=True),
    "CIFAR-10": lambda rng: datasets.cifar10(n_train=7500, n_validation=0, n_test=1500),
}
MAPS = {"mean colour": mean_colour, "colour histogram": colour_histogram, "HoG": hog}


@functools.cache
def images_of(name, seed):
    rng = np.random.default_rng(seed)
    train, _, test, _ = IMAGE_SETS[name](rng)
    return train, test


@functools.cache
def one_feature(name, seed, feature):
    """Standardised rows of the training and of the test images."""
    train, test = images_of(name, seed)
    if feature in MAPS:
        f = MAPS[feature]
    else:
        codebook = learn_codebook(train.images, k=100, rng=np.random.default_rng(seed))
        f = functools.partial(bag_of_words, codebook=codebook)
    return standardise(f(train.images), f(test.images))


def rows_of(name, seed, feature):
    if feature == "pixels":  # too large to keep
        return [pixels(part.images) for part in images_of(name, seed)]
    if feature == "all three":
        parts = [one_feature(name, seed, f) for f in ("colour histogram", "HoG", "bag of words")]
        return [np.concatenate(rows, axis=1) for rows in zip(*parts, strict=True)]
    return one_feature(name, seed, feature)


@functools.cache
def reached(name, feature, n_hidden, seed):
    labels = [part.labels for part in images_of(name, seed)]
    return score(*interleave(rows_of(name, seed, feature), labels), n_hidden=n_hidden, seed=seed)


IMAGE_BANDS = {  # feature space, hidden units: photo patches, shapes, CIFAR-10 (9,000 images)
    ("mean colour", 0): [(35, 47), (7, 15), (18, 30)],
    ("pixels", 0): [(38, 48), (40, 51), (33, 45)],
    ("pixels", 100): [(50, 64), (56, 72), (40, 52)],
    ("colour histogram", 0): [(43, 55), (7, 17), (24, 36)],
    ("HoG", 0): [(38, 48), (79, 90), (43, 55)],
    ("bag of words", 0): [(73, 83), (59, 78), (35, 51)],
    ("all three", 0): [(73, 84), (82, 92), (51, 64)],
    ("all three", 100): [(72, 85), (82, 94), (53, 66)],
}
ROWS = list(IMAGE_BANDS)


@pytest.mark.parametrize(("feature", "n_hidden"), ROWS)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("column", "name"), [(0, "photo patches"), (1, "shapes")])
def test_accuracy_is_in_its_band(column, name, feature, n_hidden, seed):
    low, high = IMAGE_BANDS[feature, n_hidden][column]
    assert low <= reached(name, feature, n_hidden, seed) <= high


def cifar10_is_here():
    return (Path(pooch.os_cache("mlplib")) / CIFAR10_URL.rpartition("/")[2]).exists()


@pytest.mark.skipif(not cifar10_is_here(), reason="CIFAR-10 is not in the cache folder")
@pytest.mark.parametrize(("feature", "n_hidden"), ROWS)
def test_accuracy_on_cifar10_is_in_its_band(feature, n_hidden):
    low, high = IMAGE_BANDS[feature, n_hidden][2]
    assert low <= reached("CIFAR-10", feature, n_hidden, 0) <= high


@pytest.mark.parametrize("seed", SEEDS)
def test_on_photo_patches_pixels_teach_a_linear_model_little_more_than_mean_colour(seed):
    assert reached("photo patches", "pixels", 0, seed) < reached("photo patches", "mean colour", 0, seed) + 8


@pytest.mark.parametrize("seed", SEEDS)
def test_on_photo_patches_edge_directions_are_worth_about_as_much_as_pixels_and_visual_words_far_more(seed):
    pixel = reached("photo patches", "pixels", 0, seed)
    assert abs(reached("photo patches", "HoG", 0, seed) - pixel) < 8
    assert reached("photo patches", "bag of words", 0, seed) > pixel + 25


@pytest.mark.parametrize("seed", SEEDS)
def test_on_shapes_edge_directions_beat_pixels_and_colour_says_nothing(seed):
    assert reached("shapes", "HoG", 0, seed) > reached("shapes", "pixels", 0, seed) + 30
    assert reached("shapes", "mean colour", 0, seed) < 15  # ten classes: chance is 10


@pytest.mark.parametrize("seed", SEEDS)
def test_one_template_per_class_fails_when_the_sign_of_contrast_is_random(seed):
    same, random = "shapes", "shapes, random contrast"
    assert reached(random, "pixels", 0, seed) < reached(same, "pixels", 0, seed) - 18
    assert reached(random, "pixels", 0, seed) < 27
    assert abs(reached(random, "HoG", 0, seed) - reached(same, "HoG", 0, seed)) < 5


def test_hidden_units_recover_part_of_what_random_contrast_takes_from_one_template():
    random = "shapes, random contrast"
    assert reached(random, "pixels", 100, 0) > reached(random, "pixels", 0, 0) + 20

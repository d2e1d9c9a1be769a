import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from skimage.feature import hog as skimage_hog
from sklearn.cluster import KMeans
from sklearn.feature_extraction.image import extract_patches_2d
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from mlplib import features
from mlplib.datasets import spirals
from mlplib.features import (
    assign,
    bag_of_words,
    colour_histogram,
    cubic,
    extract_patches,
    gradients,
    hog,
    kmeans,
    kmeans_objective,
    kmeans_step,
    learn_codebook,
    mean_colour,
    normalise_patches,
    pixels,
    polar,
    product,
    standardise,
    unwind,
)

points = arrays(float, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(-100, 100, width=32))
pictures = arrays(np.uint8, st.tuples(st.integers(1, 3), st.integers(8, 12), st.integers(8, 12), st.just(3)))


@pytest.fixture
def images(rng):
    """More images than one batch, with smooth regions and edges, and not square."""
    coarse = rng.integers(30, 226, size=(53, 5, 6, 3))
    fine = coarse.repeat(4, axis=1).repeat(4, axis=2) + rng.integers(-20, 21, size=(53, 20, 24, 3))
    return fine.astype(np.uint8)  # (53, 20, 24, 3)


def an_image_feature(name):
    codebook = learn_codebook(np.random.default_rng(2).integers(256, size=(9, 20, 24, 3), dtype=np.uint8), 7,
                              rng=np.random.default_rng(3))  # fmt: skip
    return {
        "pixels": pixels,
        "mean_colour": mean_colour,
        "colour_histogram": colour_histogram,
        "hog": hog,
        "bag_of_words": lambda images: bag_of_words(images, codebook),
    }[name]


IMAGE_FEATURES = ["pixels", "mean_colour", "colour_histogram", "hog", "bag_of_words"]


# ---------------------------------------------------------------- maps of the plane


@given(points)
def test_polar_coordinates_lead_back_to_the_point(X):
    r, theta = polar(X).T
    assert_allclose(np.stack([r * np.cos(theta), r * np.sin(theta)], axis=1), X, atol=1e-5)


@given(points)
def test_polar_coordinates_are_modulus_and_argument(X):
    (z,) = X.view(complex).T
    assert_allclose(polar(X), np.stack([abs(z), np.angle(z)], axis=1))


@given(points)
def test_cubic_features_are_all_monomials_up_to_degree_three(X):
    assert_allclose(cubic(X), PolynomialFeatures(3, include_bias=False).fit_transform(X))


@given(points)
def test_product_adds_the_interaction_of_the_coordinates(X):
    expected = PolynomialFeatures(2, interaction_only=True, include_bias=False).fit_transform(X)
    assert_allclose(product(X), expected)


@given(points, st.floats(-5, 5))
def test_unwinding_multiplies_by_a_phase_that_grows_with_the_radius(X, rate):
    (z,) = X.view(complex).T
    r, cosine, sine = unwind(X, rate).T
    assert_allclose(r, abs(z))
    assert_allclose(abs(z) * (cosine + 1j * sine), z * np.exp(1j * rate * abs(z)), atol=1e-9)


def test_unwinding_turns_each_arm_of_a_spiral_into_one_direction(rng):
    X, y = spirals(90, noise=0, rng=rng)
    directions = unwind(X)[:, 1:]
    for k in range(3):
        assert_allclose(np.ptp(directions[y == k], axis=0), 0, atol=1e-12)


@pytest.mark.parametrize("f", [polar, product, cubic, unwind])
def test_points_must_have_two_numbers(f):
    with pytest.raises(ValueError, match=r"X must have shape \(n, 2\), it has \(4, 3\)"):
        f(np.zeros((4, 3)))
    with pytest.raises(TypeError, match="X must hold real numbers, it holds <U1"):
        f(np.array([["a", "b"]]))


# ---------------------------------------------------------------- standardise


def test_standardised_columns_have_the_mean_and_deviation_of_scikit_learn(rng):
    train, test = rng.normal(3, 5, size=(40, 6)), rng.normal(size=(9, 6))
    scaler = StandardScaler().fit(train)
    for result, X in zip(standardise(train, test), (train, test), strict=True):
        assert_allclose(result, scaler.transform(X))


def test_the_test_rows_do_not_change_the_scale(rng):
    train, test = rng.normal(size=(20, 3)), rng.normal(size=(5, 3))
    assert_array_equal(standardise(train, test)[0], standardise(train, 1000 * test)[0])


@pytest.mark.parametrize("value", [0.0, 0.1, -1e9])
def test_a_column_that_is_constant_in_training_is_only_shifted(value):
    train, test = standardise(np.full((7, 1), value), np.full((2, 1), value + 2))
    assert_allclose(train, 0, atol=1e-6)
    assert_allclose(test, 2)


def test_standardising_wants_equal_columns_and_some_rows(rng):
    with pytest.raises(ValueError, match=r"others\[1\] must have shape \(n, 3\), it has \(4, 2\)"):
        standardise(np.zeros((4, 3)), np.zeros((4, 3)), np.zeros((4, 2)))
    with pytest.raises(ValueError, match=r"train must have at least one row, it has shape \(0, 3\)"):
        standardise(np.zeros((0, 3)))


# ---------------------------------------------------------------- images: pixels, colour


@given(pictures)
def test_pixels_are_the_bytes_over_255_less_a_half_in_their_order(images):
    x = pixels(images)
    assert x.shape == (len(images), images[0].size)
    assert_array_equal(np.round((x + 0.5) * 255).astype(np.uint8).tobytes(), images.tobytes())


@given(pictures)
def test_mean_colour_is_the_mean_of_the_pixels_of_each_channel(images):
    x = pixels(images).reshape(len(images), -1, 3)
    assert_allclose(mean_colour(images), x.mean(axis=1), atol=1e-12)


@given(pictures, st.integers(1, 9))
def test_a_colour_histogram_is_the_share_of_pixels_in_each_box(images, bins):
    edges = [np.linspace(0, 256, bins + 1)] * 3
    for image, row in zip(images, colour_histogram(images, bins), strict=True):
        counts, _ = np.histogramdd(image.reshape(-1, 3), bins=edges)
        assert_allclose(row, counts.ravel() / (image.shape[0] * image.shape[1]))


@given(pictures, st.integers(1, 6))
def test_the_rows_of_a_colour_histogram_sum_to_one(images, bins):
    assert_allclose(colour_histogram(images, bins).sum(axis=1), 1)


@given(pictures, st.integers(0, 2**32))
def test_colour_features_do_not_see_where_a_pixel_stands(images, seed):
    n, height, width, _ = images.shape
    order = np.random.default_rng(seed).permutation(height * width)
    shuffled = images.reshape(n, -1, 3)[:, order].reshape(images.shape)
    assert_array_equal(colour_histogram(shuffled), colour_histogram(images))
    assert_allclose(mean_colour(shuffled), mean_colour(images))


# ---------------------------------------------------------------- histogram of oriented gradients


def test_gradients_are_those_of_numpy_in_the_steepest_channel(images):
    dy, dx = (2 * g for g in np.gradient(images.astype(float), axis=(1, 2)))
    dy[:, [0, -1]] = 0  # the border has no central difference
    dx[:, :, [0, -1]] = 0
    length = np.hypot(dy, dx).max(axis=3)
    d_y, d_x = gradients(images)
    assert_allclose(np.hypot(d_y, d_x), length)
    assert ((dy == d_y[..., None]) & (dx == d_x[..., None])).any(axis=3).all()


@pytest.mark.parametrize(("cell", "orientations"), [(8, 9), (5, 7), (4, 9), (20, 11)])
def test_hog_agrees_with_scikit_image(images, cell, orientations):
    expected = [
        skimage_hog(image, orientations=orientations, pixels_per_cell=(cell, cell), cells_per_block=(1, 1),
                    block_norm="L2", channel_axis=-1)
        for image in images
    ]  # fmt: skip
    assert_allclose(hog(images, cell, orientations), expected, atol=1e-6)  # scikit-image adds up in float32


@given(pictures, st.integers(0, 55))
def test_hog_does_not_see_a_change_of_brightness(images, constant):
    dark = images // 2 + 40
    assert_array_equal(hog(dark + np.uint8(constant), 4), hog(dark, 4))


@given(pictures)
def test_hog_does_not_see_the_sign_of_contrast(images):
    assert_array_equal(hog(255 - images, 4), hog(images, 4))


@given(pictures, st.integers(1, 8), st.integers(1, 12))
def test_a_cell_is_scaled_to_length_one_or_flat(images, cell, orientations):
    length = np.linalg.norm(hog(images, cell, orientations).reshape(-1, orientations), axis=1)
    assert (np.isclose(length, 1) | (length == 0)).all()


@pytest.mark.parametrize(("turn", "direction"), [(0, 0), (1, 4)])
def test_a_ramp_votes_for_the_direction_in_which_it_rises(turn, direction):
    ramp = np.tile(np.arange(0, 80, 5, dtype=np.uint8)[None, :, None], (16, 1, 3))  # rises to the right
    h = hog(np.rot90(ramp, turn)[None], 8, 9).reshape(4, 9)
    assert_array_equal(h.argmax(axis=1), direction)  # 0° in [0°, 20°), 90° in [80°, 100°)
    assert_array_equal((h > 0.5).sum(axis=1), 1)


# ---------------------------------------------------------------- k-means


def clustering(seed, n=30, k=4, d=3):
    """Rows with some repetitions, and centres of which one or two may be far off."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))[rng.integers(n, size=n)]
    centres = rng.normal(size=(k, d)) * rng.choice([1, 30], size=(k, 1), p=[0.7, 0.3])
    return X, centres


@given(st.integers(0, 2**32))
def test_a_row_belongs_to_the_nearest_centre(seed):
    X, centres = clustering(seed)
    distance = cdist(X, centres)
    assert_array_equal(assign(X, centres), distance.argmin(axis=1))
    assert_allclose(kmeans_objective(X, centres), (distance.min(axis=1) ** 2).mean())


@pytest.mark.parametrize("n_iterations", [1, 2, 5])
def test_k_means_takes_the_same_steps_as_scikit_learn(n_iterations, rng):
    X = rng.normal(size=(400, 5))
    centres = start = X[:8]
    for _ in range(n_iterations):
        centres, _ = kmeans_step(X, centres)
    expected = KMeans(8, init=start, n_init=1, max_iter=n_iterations, tol=0, algorithm="lloyd").fit(X)
    assert_allclose(centres, expected.cluster_centers_)
    assert_allclose(kmeans_objective(X, centres), expected.inertia_ / 400)


@given(st.integers(0, 2**32))
def test_the_objective_of_k_means_never_grows(seed):
    X, centres = clustering(seed)
    objectives = []
    for _ in range(6):
        objectives.append(kmeans_objective(X, centres))
        centres, _ = kmeans_step(X, centres)
    assert (np.diff(objectives) <= 1e-12 * objectives[0]).all()


def test_a_centre_without_rows_moves_to_the_row_that_fits_worst():
    X = np.array([[0.0], [1.0], [2.0], [9.0]])
    centres, labels = kmeans_step(X, np.array([[1.0], [100.0]]))
    assert_array_equal(labels, 0)
    assert_array_equal(centres, [[3], [9]])


def test_k_means_finds_clusters_that_lie_apart(rng):
    centres = np.array([[0, 0], [50, 0], [0, 50]])
    X = centres[np.arange(300) % 3] + rng.normal(size=(300, 2))
    start = X[:3]
    for _ in range(3):
        start, _ = kmeans_step(X, start)
    assert_allclose(start, centres, atol=0.4)


def test_with_as_many_centres_as_rows_nothing_is_left_over(rng):
    X = rng.normal(size=(12, 3))
    assert kmeans_objective(X, kmeans(X, 12, rng=rng)) < 1e-20


def test_with_one_centre_k_means_is_the_mean(rng):
    X = rng.normal(size=(12, 3))
    assert_allclose(kmeans(X, 1, rng=rng), X.mean(axis=0, keepdims=True))


def test_k_means_refuses_what_cannot_be_clustered(rng):
    X = np.zeros((5, 2))
    with pytest.raises(ValueError, match="k must not exceed the number of rows of X, 5, it is 6"):
        kmeans(X, 6, rng=rng)
    with pytest.raises(ValueError, match=r"k must be .* it is 0"):
        kmeans(X, 0, rng=rng)
    with pytest.raises(ValueError, match=r"n_iterations must be .* it is 0"):
        kmeans(X, 2, rng=rng, n_iterations=0)
    with pytest.raises(ValueError, match=r"centres must have shape \(n, 2\), it has \(3, 4\)"):
        kmeans_step(X, np.zeros((3, 4)))


# ---------------------------------------------------------------- bag of visual words


def test_patches_one_pixel_apart_are_those_of_scikit_learn(images):
    expected = extract_patches_2d(images[7], (5, 5)).reshape(-1, 75)
    assert_array_equal(extract_patches(images, 5, 1)[7], expected)


@pytest.mark.parametrize("stride", [2, 3])
def test_a_stride_leaves_out_patches(images, stride):
    every = extract_patches(images[:2], 6, 1).reshape(2, 15, 19, 108)
    expected = every[:, ::stride, ::stride].reshape(2, -1, 108)
    assert_array_equal(extract_patches(images[:2], 6, stride), expected)


@given(arrays(np.uint8, (4, 12)), st.integers(0, 100))
def test_a_normalised_patch_has_mean_zero_and_forgets_brightness(patches, constant):
    p = patches // 2
    assert_allclose(normalise_patches(p).mean(axis=1), 0, atol=1e-12)
    assert_allclose(normalise_patches(p + constant), normalise_patches(p), atol=1e-12)


def test_contrast_is_divided_out_unless_there_is_none(rng):
    patch = rng.normal(0, 1000, size=(1, 48))
    assert_allclose(normalise_patches(patch).std(), 1, rtol=1e-4)
    assert_array_equal(normalise_patches(np.full((1, 48), 90)), np.zeros((1, 48)))


@pytest.fixture
def codebook(images, rng):
    return learn_codebook(images, 12, rng=rng, size=4, stride=4, n_patches=10**6)  # every patch


def test_a_word_is_the_word_of_its_own_picture(codebook):
    scores = codebook.words @ codebook.filters - codebook.offsets
    assert_array_equal(scores.argmax(axis=1), np.arange(12))


def test_a_patch_gets_the_word_at_the_least_mahalanobis_distance(images, codebook):
    p = normalise_patches(extract_patches(images, 4, 4)).reshape(-1, 48)
    metric = np.linalg.inv(np.cov(p.T) + 0.1 * np.eye(48))
    nearest = cdist(p, codebook.words, "mahalanobis", VI=metric).argmin(axis=1)
    expected = np.stack([np.bincount(words, minlength=12) for words in nearest.reshape(53, 30)]) / 30
    assert_allclose(bag_of_words(images, codebook), expected)


@given(st.integers(0, 2**32))
def test_a_bag_of_words_does_not_see_where_a_patch_stands(seed):
    rng = np.random.default_rng(seed)
    images = rng.integers(256, size=(2, 12, 12, 3), dtype=np.uint8)
    codebook = learn_codebook(images, 5, rng=rng, size=4, stride=4)
    tiles = images.reshape(2, 3, 4, 3, 4, 3).transpose(1, 3, 0, 2, 4, 5).reshape(9, 2, 4, 4, 3)
    moved = rng.permutation(tiles).reshape(3, 3, 2, 4, 4, 3).transpose(2, 0, 3, 1, 4, 5).reshape(2, 12, 12, 3)
    assert_array_equal(bag_of_words(moved, codebook), bag_of_words(images, codebook))


def test_the_rows_of_a_bag_of_words_sum_to_one(images, codebook):
    assert_allclose(bag_of_words(images, codebook).sum(axis=1), 1)


def test_with_one_word_every_image_says_the_same(images, rng):
    assert_array_equal(bag_of_words(images, learn_codebook(images, 1, rng=rng)), np.ones((53, 1)))


def test_the_seed_decides_the_codebook(images):
    a, b, c = (learn_codebook(images, 6, rng=np.random.default_rng(s), n_patches=500) for s in (0, 0, 1))
    assert_array_equal(a.words, b.words)
    assert (a.words != c.words).any()


# ---------------------------------------------------------------- what all image features share


@pytest.mark.parametrize("name", IMAGE_FEATURES)
def test_the_feature_of_an_image_does_not_depend_on_its_neighbours(name, images):
    f = an_image_feature(name)
    together = f(images)
    assert len(together) == 53
    for i in (0, 49, 50, 52):
        assert_allclose(together[i], f(images[i : i + 1])[0], atol=1e-12)


@pytest.mark.parametrize("name", IMAGE_FEATURES)
def test_no_image_gives_no_row_but_all_columns(name, images):
    f = an_image_feature(name)
    assert f(images[:0]).shape == (0, f(images[:1]).shape[1])


@pytest.mark.parametrize("name", [*IMAGE_FEATURES, "gradients", "extract_patches"])
def test_an_array_that_is_no_colour_image_is_named(name):
    f = an_image_feature(name) if name in IMAGE_FEATURES else getattr(features, name)
    with pytest.raises(ValueError, match=r"images must have shape \(n, height.*it has \(8, 8, 3\)"):
        f(np.zeros((8, 8, 3), np.uint8))
    with pytest.raises(TypeError, match=r"images must be an array of uint8.* it is float64"):
        f(np.zeros((2, 8, 8, 3)))
    with pytest.raises(TypeError, match=r"images must be an array of uint8.* it is list"):
        f([[1, 2, 3]])


def test_parameters_that_do_not_fit_the_image_are_named(images, rng):
    with pytest.raises(ValueError, match=r"cell must not exceed the sides .*\(20, 24\), it is 21"):
        hog(images, 21)
    with pytest.raises(ValueError, match=r"orientations must be .* it is 0"):
        hog(images, 8, 0)
    with pytest.raises(ValueError, match="bins must not exceed 256, it is 300"):
        colour_histogram(images, 300)
    with pytest.raises(ValueError, match=r"bins must be .* it is 2\.5"):
        colour_histogram(images, 2.5)
    with pytest.raises(ValueError, match=r"size must not exceed the sides .*\(20, 24\), it is 30"):
        extract_patches(images, 30)
    with pytest.raises(ValueError, match=r"stride must be .* it is 0"):
        extract_patches(images, 6, 0)
    with pytest.raises(ValueError, match=r"n_patches must be .* it is 0"):
        learn_codebook(images, 3, rng=rng, n_patches=0)
    with pytest.raises(TypeError, match="codebook must be a Codebook from learn_codebook, it is ndarray"):
        bag_of_words(images, np.zeros((5, 108)))


def test_a_seed_is_not_a_generator(images):
    for use in (lambda: kmeans(np.zeros((5, 2)), 2, rng=7), lambda: learn_codebook(images, 3, rng=7)):
        with pytest.raises(TypeError, match=r"rng must be a numpy Generator.* it is 7"):
            use()

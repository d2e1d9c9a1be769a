"""What `chapters/linear_model.ipynb` claims."""

from functools import cache

from mlplib import losses as library
from mlplib.datasets.photos import place_windows
from mlplib.gradcheck import relative_error


def the_first_cat_has_about_the_mean_colour_of_the_example():
    assert photos.train.labels[3] == names.index("cat") and np.allclose(
        mean_colour(image[None])[0], x3, atol=0.05
    )


def a_window_lies_inside_one_set():
    for height, width in [(300, 451), (512, 512)]:
        sets = split_of_pixels(height, width)
        shares = np.bincount(sets.ravel()) / (height * width)
        assert np.allclose(shares, [0.6, 0.2, 0.2], atol=0.01), "training, validation, test"
        for split in range(3):
            windows = zip(*place_windows(height, width, split, 300, np.random.default_rng(split)))
            assert all(np.all(sets[i : i + side, j : j + side] == split) for i, j, side in windows)


def the_example_has_the_numbers_of_the_text():
    assert np.allclose(s3, [1.0, 1.6, -2.2]) and np.allclose(softmax(s3), [0.349, 0.636, 0.014], atol=5e-4)
    assert round(cat_loss(s3), 3) == 1.052
    assert np.allclose(d_S3, [-0.651, 0.636, 0.014], atol=5e-4)
    assert np.allclose(d_W3[[0, 2]], np.outer([0.4, -0.2], d_S3)) and not d_W3[1].any()


def one_step_downhill_raises_red_for_cat_lowers_it_for_coffee_and_lowers_the_loss():
    step = -d_W3
    assert step[0, 0] > 0 > step[0, 1] and cat_loss(x3 @ (W3 + step)) < cat_loss(s3) - 0.1


def the_library_scales_and_scores_as_the_text_does():
    assert np.array_equal(pixels(photos.train.images[:5]), X5)


def only_differences_of_scores_matter():
    for seed in range(5):
        S = np.random.default_rng(seed).normal(size=(4, 3))
        assert np.allclose(softmax(S), softmax(S + 1000)) and np.allclose(softmax(S).sum(axis=1), 1)


def a_higher_score_of_cat_raises_its_probability_and_lowers_the_others():
    P = np.array([softmax(np.array([cat, 1.6, -2.2])) for cat in range(-4, 5)])
    assert np.all(np.diff(P[:, 0]) > 0) and np.all(np.diff(P[:, 1:], axis=0) < 0)


def a_higher_temperature_makes_the_classifier_less_sure():
    for cat in range(-4, 5):
        scores = np.array([cat, 1.6, -2.2])
        sure = [softmax(scores / temperature).max() for temperature in [0.25, 0.5, 1, 2, 4, 20]]
        assert np.all(np.diff(sure) < 0) and sure[-1] < 0.42


def the_loss_is_the_mean_negative_logarithm_of_the_likelihood():
    S, classes = np.random.default_rng(0).normal(size=(6, 4)), np.array([0, 1, 2, 3, 1, 0])
    likelihood = np.prod([softmax(s)[k] for s, k in zip(S, classes)])
    assert np.isclose(cross_entropy(S, classes)[0], -np.log(likelihood) / 6)


def a_product_of_thousands_of_probabilities_underflows():
    assert np.prod(np.full(3000, 0.4)) == 0


def the_gradient_of_the_loss_agrees_with_nudging():
    for seed in range(5):
        S = np.random.default_rng(seed).normal(size=(5, 10))
        nudged = numerical_gradient(lambda S: cross_entropy(S, y5)[0], S)
        assert relative_error(cross_entropy(S, y5)[1], nudged) < 1e-6
        by_hand = [slope_by_nudging(lambda s: cross_entropy(s[None], y5[:1])[0], S[0], k) for k in range(10)]
        assert np.allclose(by_hand, cross_entropy(S[:1], y5[:1])[1][0], atol=1e-8)


def the_loss_falls_as_the_lead_grows_and_is_the_logarithm_of_c_at_lead_0():
    for classes in [2, 10, 100]:
        costs = [_loss_of_lead(lead, classes)[0] for lead in range(-5, 6)]
        assert np.all(np.diff(costs) < 0) and np.isclose(costs[5], np.log(classes))


def to_lie_behind_every_rival_costs_the_lag_plus_the_logarithm_of_their_number():
    for classes in [2, 10, 100]:
        loss, slope = _loss_of_lead(-5, classes)
        assert np.isclose(loss, 5 + np.log(classes - 1), atol=0.01) and slope < -0.99
    assert _loss_of_lead(8, 10)[1] > -0.01, "sure and right hardly pulls"


def _loss_of_lead(lead, classes):
    """Loss, and slope with respect to the score of the true class, which leads all others by one amount."""
    loss, d_S = cross_entropy(np.array([[float(lead)] + [0.0] * (classes - 1)]), np.array([0]))
    return loss, d_S[0, 0]


def the_loss_is_smooth_and_the_accuracy_a_staircase():
    curves = np.array([loss_and_accuracy(angle, -2) for angle in np.arange(0, 360, 0.05)])
    rises = np.diff(curves, axis=0)
    assert np.mean(rises[:, 0] == 0) < 0.001 and np.abs(np.diff(rises[:, 0])).max() < 1e-4
    assert np.mean(rises[:, 1] == 0) > 0.95 and np.ptp(curves[:, 1]) > 0.7


def angle_and_offset_move_the_loss_and_the_accuracy():
    grid = np.array([[loss_and_accuracy(a, o) for a in range(0, 360, 20)] for o in OFFSETS])
    assert np.ptp(grid, axis=1)[:, 0].min() > 5 and np.ptp(grid, axis=1)[:, 1].min() > 0.6
    assert np.ptp(grid, axis=0)[:, 0].min() > 0.3


def the_gradients_of_weights_and_biases_agree_with_nudging():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        W, b = rng.normal(size=(2, 3)), rng.normal(size=3)
        _, d_S = cross_entropy(X @ W + b, y)
        W_nudged = numerical_gradient(lambda W, b=b: cross_entropy(X @ W + b, y)[0], W)
        b_nudged = numerical_gradient(lambda b, W=W: cross_entropy(X @ W + b, y)[0], b)
        assert relative_error(X.T @ d_S, W_nudged) < 1e-6 and relative_error(d_S.sum(axis=0), b_nudged) < 1e-6


def one_weight_moves_the_loss_by_the_sum_over_the_examples():
    S = X @ W
    _, d_S = cross_entropy(S, y)
    for j, k in np.ndindex(2, 3):
        assert np.isclose(sum(X[i, j] * d_S[i, k] for i in range(60)), (X.T @ d_S)[j, k])


def the_limit_of_the_rate_is_2_divided_by_the_largest_curvature():
    assert np.isclose(2 / curvature.max(), 0.2)
    assert J(descend(0.199, 5000)[-1]) < 1e-6 and J(descend(0.201, 5000)[-1]) > 1e3
    assert np.allclose(J(descend(0.2, 100))[50:], 5, rtol=1e-3), "for ever between two walls"
    signs = np.sign(descend(0.18, 20)[:, 1])
    assert np.all(signs[1:] == -signs[:-1]), "overshoots at every step"


def momentum_raises_the_limit_by_1_plus_its_share():
    for share in [0.3, 0.5, 0.9]:
        limit = 0.2 * (1 + share)
        assert (
            J(descend(0.98 * limit, 5000, share)[-1]) < 1e-6
            and J(descend(1.02 * limit, 300, share)[-1]) > 1e3
        )
    assert rolling[1] < 0.2 * (1 + rolling[2])


def below_the_limit_the_smallest_curvature_sets_the_pace():
    for rate in [0.01, 0.05, 0.1]:
        path = descend(rate, 60)
        assert np.allclose(path[1:, 0] / path[:-1, 0], 1 - rate)
        assert abs(path[-1, 1]) < abs(path[-1, 0])


def rate_and_step_move_the_height():
    heights = [J(descend(rate, 30)[-1]) for rate in [0.01, 0.05, 0.1, 0.15, 0.18]]
    assert np.argmin(heights) == 4 and np.argmax(heights) == 0
    assert all(np.all(np.diff(J(descend(rate, 30))) < 0) for rate in [0.01, 0.05, 0.1])


def momentum_needs_less_than_half_of_the_steps_each_at_its_best():
    assert rolling[0] < plain[0] / 2 and 0 < rolling[2] < 1 and rolling[1] > plain[1]


def momentum_is_that_of_the_library():
    params, optimiser = {"theta": descend(0.1, 0)[0].copy()}, SGD(0.1, momentum=0.5)
    for _ in range(5):
        optimiser.step(params, {"theta": curvature * params["theta"]})
    assert np.allclose(params["theta"], descend(0.1, 5, 0.5)[-1])


def four_times_the_batch_halves_the_noise():
    for seed in range(5):
        rng, spread = np.random.default_rng(seed), []
        for size in [1, 4, 16]:
            errors = [np.sum((gradient(rng.integers(60, size=size)) - exact) ** 2) for _ in range(1500)]
            spread.append(np.sqrt(np.mean(errors)))
        assert np.allclose(np.divide(spread[:-1], spread[1:]), 2, atol=0.25)


def the_path_of_a_single_example_never_rests_and_larger_batches_make_smaller_clouds():
    sizes = [1, 8, 64, 512]
    rest = [np.mean([J(noisy_walk(size, seed)[40:]) for seed in range(8)]) for size in sizes]
    assert np.all(np.diff(rest) < 0)
    assert min(np.abs(np.diff(noisy_walk(1, seed)[40:], axis=0)).max() for seed in range(5)) > 0.1


def a_smaller_learning_rate_makes_a_smaller_cloud():
    spread = []
    for rate in [0.1, 0.05, 0.01]:
        rng, theta, heights = np.random.default_rng(0), np.zeros(2), []
        for _ in range(4000):
            theta = theta - rate * curvature * (theta - rng.normal(size=2))
            heights.append(J(theta))
        spread.append(np.mean(heights))
    assert np.all(np.diff(spread) < 0)


def training_beats_the_sliders_and_starts_at_the_logarithm_of_3():
    for seed in range(5):
        W, b, losses = train(X, y, 3, 0.5, 100, 20, np.random.default_rng(seed))
        assert cross_entropy(X @ W + b, y)[0] < by_hand and np.isclose(losses[0], np.log(3))


def our_loss_is_infinite_where_the_probability_underflows_and_that_of_the_library_is_not():
    with np.errstate(divide="ignore"):
        assert np.isinf(cross_entropy(np.array([[0.0, 1000.0]]), np.array([0]))[0])
    assert library.cross_entropy(np.array([[0.0, 1000.0]]), np.array([0]))[0] == 1000
    S = np.random.default_rng(0).normal(size=(60, 3))
    assert np.isclose(library.cross_entropy(S, y)[0], cross_entropy(S, y)[0])


@cache
def _other_sweeps():
    """Training and validation accuracy on shapes of five other seeds, at three rates."""
    found = []
    for seed in range(11, 16):
        data = datasets.shapes(rng=np.random.default_rng(seed), n_test=0)
        parts = examples(data.train), examples(data.validation)
        models = [train_at(rate, *parts[0])[0] for rate in (0.003, 0.3, 3)]
        found.append([[percent(model, *part) for model in models] for part in parts])
    return np.array(found)  # (5, 2, 3)


def training_accuracy_rises_with_the_rate_and_validation_accuracy_turns():
    training, validation = _other_sweeps().transpose(1, 2, 0)
    assert np.all(np.diff(training, axis=0) > 5)
    assert np.all(validation[1] > validation[0] + 8) and np.mean(validation[1] - validation[2]) > 1
    assert list(reached.values()) == sorted(reached.values()) and 0.003 < shape_rate < 3


def training_is_better_than_validation_at_the_chosen_rate():
    assert np.all(_other_sweeps()[:, 0, 1] - _other_sweeps()[:, 1, 1] > 10)


def the_loss_starts_at_the_logarithm_of_10_jumps_and_falls():
    assert np.isclose(history["loss"][0], np.log(10))
    assert max(history["loss"][:20]) > 2.6 and np.mean(history["loss"][-30:]) < 1.4


def templates_get_rougher_with_the_rate_and_those_at_the_chosen_rate_are_right_more_often():
    for models, reached_there, _ in swept.values():
        roughness = []
        for rate in RATES:
            T = models[rate].params["W"].reshape(32, 32, 3, 10)
            roughness.append(np.diff(T, axis=0).std() / T.std())
        assert np.all(np.diff(roughness[:5]) > 0)
        assert reached_there[0.3] > reached_there[0.01] + 5


def chosen_rates_lie_inside_the_range_that_was_tried():
    for rate in (shape_rate, photo_rate, colour_rate, mixed_rate):
        assert RATES[0] < rate < RATES[-1], rate


def mean_colour_does_about_as_well_as_the_pixels_of_photos():
    pixels_only, _, colour, *_ = np.transpose(results)
    assert np.all(pixels_only - colour < 6) and np.all(colour - pixels_only < 4)
    assert np.all((36 < pixels_only) & (pixels_only < 48))


def without_mean_colour_the_classifier_of_photos_is_near_chance_and_that_of_shapes_is_not():
    photo, photo_without, _, shape, shape_without, *_ = np.transpose(results)
    assert np.all(photo_without < 18) and np.all(photo - photo_without > 22)
    assert np.all(shape - shape_without < 5)


def mean_colour_says_little_about_a_shape():
    assert np.all(np.transpose(results)[5] < 15)


def bright_or_dark_shapes_cost_half_of_the_accuracy():
    shape, either = np.transpose(results)[[3, 6]]
    assert np.all(either < 0.6 * shape) and np.all(either > 15)


def no_weights_get_a_disk_a_ring_and_their_negatives_right():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        disk, ring = rng.normal(size=(2, 8))
        four, truth = np.array([disk, -disk, ring, -ring]), np.array([0, 0, 1, 1])
        for _ in range(200):
            W, b = rng.normal(size=(8, 2)), rng.normal(size=2)
            assert np.any((four @ W + b).argmax(axis=1) != truth)
        model = LinearModel(8, 2)
        fit(model, four, truth, optimiser=SGD(0.5), epochs=50, batch_size=4, rng=rng)
        assert accuracy(model.predict(four), truth) < 1


def the_first_step_is_the_difference_of_the_class_means():
    for data in (drawn, mixed, photos):
        rows, labels = examples(data.train)
        first = LinearModel(3072, 10).loss_and_grads(rows, labels)[1]["W"]
        assert np.allclose(-first.T, mean_images(rows, labels) / 10)


def classes_are_of_equal_size():
    for data in (drawn, mixed, photos):
        assert np.all(np.bincount(data.train.labels) == 300)


def bright_and_dark_leave_little_more_of_the_class_means_than_luck():
    for data, least, most in [(drawn, 3, 5), (mixed, 1.05, 1.6)]:
        rows, labels = examples(data.train)
        for seed in range(2):
            shuffled = np.random.default_rng(seed).permutation(labels)
            assert least < mean_images(rows, labels).std() / mean_images(rows, shuffled).std() < most


def the_best_line_leaves_a_quarter_of_xor_wrong_and_training_ends_near_chance():
    for seed in range(5):
        for name, low, high in [("xor", 0.70, 0.78), ("circles", 0.60, 0.72)]:
            points = getattr(datasets, name)(400, rng=np.random.default_rng(seed))
            best = max(best_line(*points, angle)[1] for angle in angles)
            model, rng = LinearModel(2, 2), np.random.default_rng(seed)
            fit(model, *points, optimiser=SGD(0.5), rng=rng, epochs=10, batch_size=100, decay=linear_decay)
            assert low < best < high
            assert accuracy(model.predict(points[0]), points[1]) < 0.6
            loss, grads = LinearModel(2, 2).loss_and_grads(*points)
            assert np.abs(grads["W"]).max() < 0.1 and model.loss_and_grads(*points)[0] > 0.98 * loss


def the_angle_of_the_line_matters():
    assert all(np.ptp(values) > 0.03 for values in reach.values())


def answers_of_the_exercises_hold():
    loss, d_S = cross_entropy(np.array([[3.0, 1.0, 0.0]]), np.array([1]))
    assert round(loss, 2) == 2.17 and np.allclose(d_S.round(3), [[0.844, -0.886, 0.042]])
    test = examples(drawn.test)
    assert np.array_equal(doubled.predict(test[0]), shape_model.predict(test[0]))
    assert doubled.loss_and_grads(*test)[0] > shape_model.loss_and_grads(*test)[0]
    assert np.isfinite(wild["loss"]).all() and max(wild["loss"]) > 50
    assert np.mean(wild["loss"][-30:]) > np.mean(history["loss"][-30:])


def where_every_example_is_right_there_is_no_minimum():
    X_, y_ = datasets.blobs(60, spread=0.3, rng=np.random.default_rng(0))
    W, b, _ = train(X_, y_, 3, 0.5, 50, 20, np.random.default_rng(0))
    assert ((X_ @ W + b).argmax(axis=1) == y_).all()
    costs = [library.cross_entropy(size * (X_ @ W + b), y_)[0] for size in (1, 2, 4, 8)]
    assert np.all(np.diff(costs) < 0) and costs[-1] > 0

"""What `chapters/mlp.ipynb` claims."""

from functools import cache

import numpy as np


def _right(hidden, part):
    """Percent right of the five networks of these widths, on the training or the validation shapes."""
    return np.array([percent(nets[hidden, seed], *shapes[seed][part]) for seed in range(5)])


@cache
def _photo_networks(hidden):
    return np.array(
        [percent(best_network(parts, hidden, seed), *parts[1]) for seed, parts in enumerate(photos[:5])]
    )


@cache
def _success(seed, h):
    return percent(luck[seed, h][0], X_xor, y_xor) > 93


def _n_twins(net):
    """Pairs of hidden units whose weights point in almost the same direction."""
    directions = net.params["W1"] / np.linalg.norm(net.params["W1"], axis=0)
    return (np.triu(directions.T @ directions, 1) > 0.95).sum()


def most_parameters_are_in_the_first_layer():
    model = MLP([3072, 100, 10], relu, rng=np.random.default_rng(0))
    assert sum(p.size for p in model.params.values()) == 308_310
    assert 10 < 308_310 / LinearModel(3072, 10).params["W"].size < 10.1


def a_narrow_linear_layer_gives_templates_that_are_mixtures_of_few():
    for h in [1, 2, 3, 4, 9]:
        params = narrow[h, 0].params
        assert np.linalg.matrix_rank(params["W1"] @ params["W2"]) == h


def nine_directions_carry_ten_classes_up_to_a_common_shift():
    for seed in range(5):
        W = narrow[0, seed].params["W"]
        shifted = W - W.mean(axis=1, keepdims=True)
        assert np.linalg.matrix_rank(shifted, tol=1e-9) <= 9
        X_new, _ = photos[seed][1]
        assert ((X_new @ W).argmax(axis=1) == (X_new @ shifted).argmax(axis=1)).all()


def four_linear_units_lose_almost_nothing_on_the_photos_and_one_loses_much():
    reached = {h: [percent(narrow[h, s], *photos[s][1]) for s in range(5)] for h in [0, 1, 2, 3, 4, 9]}
    mean = {h: np.mean(values) for h, values in reached.items()}
    assert mean[1] < mean[0] - 12
    assert mean[0] - 7 < mean[2] < mean[0] - 2
    assert mean[0] - 3 < mean[4] < mean[0] + 1
    assert abs(mean[9] - mean[0]) < 2


def two_relu_units_compute_xor_and_fold_two_corners_onto_one_point():
    assert (xor_rows(-1, -2)[1] == y).all()
    H_corners = xor_rows(-1, -2)[0]
    assert (H_corners[1] == H_corners[2]).all()


def the_bias_and_the_output_weight_move_the_band():
    for weight in [-3, -2, -1]:
        for bias in [-2.5, -2]:
            assert xor_rows(bias, weight)[1].tolist() == [0, 1, 1, 1], "OR"
        for bias in [-0.5, -0.25, 0]:
            assert not xor_rows(bias, weight, np.linspace([-2, -2], [3, 3], 501))[1].any(), "nothing fires"
    far = np.array([[50.0, 50.0]])
    assert xor_rows(-1, -1, far)[1].all(), "no upper edge at weight -1"
    assert not xor_rows(-1, -2, far)[1].any() and not xor_rows(-1, -3, far)[1].any()


def training_opens_the_classes_in_the_hidden_space():
    for name, (_, losses, snapshots) in folded.items():
        points, labels = clouds[name]
        reached = []
        for epoch in EPOCHS:
            scores, _ = forward(points, **snapshots[epoch], a=np.tanh)
            reached.append((scores.argmax(axis=1) == labels).mean())
        assert reached[-1] > 0.97 and reached[-1] - reached[0] > 0.08, reached
        assert losses[-1] < 0.2 * losses[0]


def a_line_is_enough_in_the_hidden_space_of_every_start_that_succeeds():
    tried = 0
    for seed in range(5):
        net, _, _ = train_toy(*clouds["xor"], 2, tanh, 0.1, seed)
        if percent(net, *clouds["xor"]) > 93:
            tried += 1
            assert linear_accuracy(net.hidden(clouds["xor"][0])[0], clouds["xor"][1]) > 93
    assert tried >= 3
    assert linear_accuracy(*clouds["xor"]) < 77


def twice_the_units_leave_a_quarter_of_the_error_on_a_smooth_curve():
    for h in [8, 16, 32]:
        assert 3 < largest_error("wave", h) / largest_error("wave", 2 * h) < 5
        assert largest_error("step", h) > largest_error("step", 2 * h)


def the_tent_needs_its_knot_where_it_bends():
    assert largest_error("tent", 2) < 1e-12 < 0.1 < largest_error("tent", 3)


def the_ramps_pass_through_the_curve_at_every_knot():
    for name in CURVES:
        for h in [1, 2, 3, 6, 16]:
            knots = np.linspace(-1, 1, h + 1)
            passes, _ = forward(knots[:, None], *ramps_through(CURVES[name], h))
            assert np.allclose(passes[:, 0], CURVES[name](knots))


def units_bend_a_line_at_most_as_often_as_they_are_many():
    x = np.linspace(-9, 9, 4001)[:, None]
    for seed in range(20):
        rng = np.random.default_rng(seed)
        h = rng.integers(1, 6)
        drawn = rng.normal(size=(1, h)), rng.normal(size=h), rng.normal(size=(h, 1)), 0
        bent = abs(np.diff(forward(x, *drawn)[0][:, 0], n=2)) > 1e-9
        apart = np.diff(np.flatnonzero(bent), prepend=-9) > 1  # a bend between grid points shows twice
        assert apart.sum() <= h


def each_tent_doubles_the_pieces():
    for layers in range(1, 8):
        heights = fold(fine, layers)
        corners = fold(np.arange(2**layers + 1) / 2**layers, layers)
        assert corners.tolist() == [k % 2 for k in range(2**layers + 1)]
        assert np.allclose(heights, np.interp(fine, np.arange(2**layers + 1) / 2**layers, corners))


def tents_behind_each_other_are_an_mlp_with_two_units_a_layer():
    W1, b1, W2, _ = map(np.array, TENT)
    net = MLP([1, 2, 2, 2, 1], relu, rng=np.random.default_rng(0))
    for layer in [2, 3]:
        net.params[f"W{layer}"] = W2 @ W1
        net.params[f"b{layer}"] = b1
    net.params |= {"W1": W1, "b1": b1, "W4": W2}
    assert np.allclose(net.forward(fine[:, None])[0][:, 0], fold(fine, 3))


def from_zero_only_the_last_biases_learn():
    net, _, _ = train_toy(X_xor, y_xor, 4, relu, 0.05, 0, init=equal(0))
    for name in ["W1", "b1", "W2"]:
        assert not net.params[name].any()
    assert net.params["b2"].any()


def units_that_start_equal_stay_copies():
    for seed in range(5):
        net, _, _ = train_toy(X_xor, y_xor, 4, relu, 0.05, seed, init=equal(0.5))
        for name in ["W1", "b1"]:
            assert np.ptp(net.params[name], axis=-1).max() < 1e-9
        assert np.ptp(net.params["W2"], axis=0).max() < 1e-9
        assert percent(net, X_xor, y_xor) < 80
        assert abs(net.params["W1"]).max() > 0.6, "they have moved"


def a_wider_network_needs_less_luck():
    failed = {h: [seed for seed in range(8) if not _success(seed, h)] for h in [2, 3, 4, 6]}
    assert [len(failed[h]) for h in [2, 3, 4, 6]] == [7, 2, 0, 0]
    assert 3 not in failed[2]


def starts_that_failed_are_at_rest_with_three_clouds_of_four():
    for (seed, h), (net, losses, _) in luck.items():
        if not _success(seed, h):
            assert losses[100] - losses[200] < 0.02
            assert 70 < percent(net, X_xor, y_xor) < 77


def twins_cost_three_units_the_task_and_do_no_harm_to_more():
    twins = {key: _n_twins(net) for key, (net, _, _) in luck.items()}
    assert all(twins[seed, 3] == 1 for seed in range(8) if not _success(seed, 3))
    for h in [4, 6]:
        assert sum(twins[seed, h] > 0 for seed in range(8)) >= 4


def on_fresh_starts_too_wider_needs_less_luck_and_every_failure_of_three_or_four_has_twins():
    failed, with_twins = {}, 0
    for h in [2, 3, 4]:
        nets_here = [train_toy(X_xor, y_xor, h, relu, 0.05, seed)[0] for seed in range(8, 24)]
        unlucky = [net for net in nets_here if percent(net, X_xor, y_xor) < 93]
        failed[h] = len(unlucky)
        if h > 2:
            assert all(_n_twins(net) for net in unlucky)
        with_twins = sum(_n_twins(net) > 0 for net in nets_here)
    assert failed[2] > failed[3] > failed[4]
    assert failed[4] < with_twins / 3, "twins of four are common and seldom do harm"


def seed_and_width_of_the_luck_slider_both_change_what_is_reached():
    reached = {key: percent(net, X_xor, y_xor) for key, (net, _, _) in luck.items()}
    assert len({reached[seed, 2] for seed in range(8)}) > 1
    assert len({reached[0, h] for h in [2, 3, 4, 6]}) > 1


def a_linear_classifier_knows_no_negative_and_the_network_half_of_them():
    for seed in range(5):
        assert negatives_right((), seed) < 3
        assert 43 < negatives_right((100,), seed) < 62


def a_picture_and_its_negative_are_heard_by_different_units():
    for seed in range(5):
        pictures, _ = shapes[seed][1]
        (H_plain,), (H_negative,) = (nets[(100,), seed].hidden(sign * pictures) for sign in [1, -1])
        share, both = (H_plain > 0).mean(), ((H_plain > 0) & (H_negative > 0)).mean()
        assert both < 0.2 * share**2, (share, both)
        assert both < 0.06 * share, "who answers to the one is nearly always silent for the other"


def three_units_are_worse_than_none():
    assert (_right((3,), 1) < _right((), 1)).sum() >= 4
    assert _right((3,), 1).mean() < _right((), 1).mean() - 2
    assert (_right((3,), 0) < _right((), 0) - 15).all()


def a_linear_middle_of_three_stays_below_no_hidden_layer_too():
    assert (_right("3 linear", 1) < _right((), 1)).all()
    assert (_right("3 linear", 0) < _right((), 0) - 10).all()


def a_linear_middle_says_nothing_that_one_layer_could_not():
    for seed in range(5):
        params = narrow[9, seed].params
        W = params["W1"] @ params["W2"]
        b = params["b1"] @ params["W2"] + params["b2"]
        X_new, _ = photos[seed][1]
        assert np.allclose(narrow[9, seed].forward(X_new)[0], X_new @ W + b)


def ten_units_train_as_the_linear_classifier_and_know_far_more_new_pictures():
    assert abs(_right((10,), 0).mean() - _right((), 0).mean()) < 5
    assert (_right((10,), 1) > _right((), 1) + 5).all()


def the_gap_widens_with_the_width():
    gaps = [(_right((h,), 0) - _right((h,), 1)).mean() for h in [3, 10, 30, 100]]
    assert np.all(np.diff(gaps) > 4) and gaps[-1] > 30
    for narrower, wider in [(3, 10), (10, 30), (30, 100)]:
        assert (_right((wider,), 1) > _right((narrower,), 1)).all(), "validation gains, too"


def a_second_hidden_layer_buys_nothing_on_shapes():
    for h in [30, 100]:
        assert _right((h, h), 1).mean() < _right((h,), 1).mean() - 1, "on the contrary"


def a_second_hidden_layer_buys_nothing_on_photos():
    assert _photo_networks((100, 100)).mean() < _photo_networks((100,)).mean() + 0.5
    assert (
        _photo_networks((100,)).mean() > np.mean([percent(narrow[0, s], *photos[s][1]) for s in range(5)]) + 5
    )


def weight_decay_narrows_the_gap_and_lifts_nothing():
    plain, *decayed = (np.array(reached) for reached in by_decay.values())  # (5, 2) each
    for reached in decayed:
        assert (reached[:, 0] < plain[:, 0] - 3).all()
        assert reached[:, 1].mean() < plain[:, 1].mean() + 0.5


def a_hundred_units_more_than_double_the_test_accuracy():
    for seed in range(5):
        linear, mlp = (percent(nets[hidden, seed], *shapes[seed][2]) for hidden in [(), (100,)])
        assert mlp > 2 * linear


def exercise_1_is_a_hat():
    x_hat = np.array([[-1], [0], [0.5], [1], [2], [3]])
    hat, _ = forward(x_hat, np.ones((1, 3)), np.array([0, -1, -2]), np.array([[1], [-2], [1]]), 0)
    assert hat[:, 0].tolist() == [0, 0, 0.5, 1, 0, 0]


def exercise_2_leaves_nand():
    sums = X.sum(axis=1)
    straight = sums - 2 * (sums - 1)
    assert straight.tolist() == [2, 1, 1, 0]
    assert (straight > 0.5).astype(int).tolist() == [1, 1, 1, 0]


def exercise_3_one_unit_never_gets_four_corners():
    rng = np.random.default_rng(0)
    H_one = np.maximum(X @ rng.normal(size=(2, 10_000)) + rng.normal(size=10_000), 0)  # (4, 10000)
    S_one = H_one * rng.normal(size=10_000) + rng.normal(size=10_000)
    assert ((S_one > 0) == (y[:, None] > 0)).sum(axis=0).max() == 3


def exercise_5_counts_odd_ones():
    z = np.arange(4)
    odd = np.maximum(z, 0) - 2 * np.maximum(z - 1, 0) + 2 * np.maximum(z - 2, 0)
    assert odd.tolist() == [0, 1, 0, 1]

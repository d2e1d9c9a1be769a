"""What `chapters/activations.ipynb` claims."""

from functools import cache

from mlplib.playground.state import make_state, points_of, trained

FRESH = range(200, 210)  # seeds that the chapter does not use


# five functions


def none_of_the_five_is_steeper_than_1_and_the_sigmoid_not_than_a_quarter():
    for bend in ACTIVATIONS.values():
        assert bend.derivative(grid).max() <= 1
    assert np.isclose(sigmoid.derivative(grid).max(), 0.25)


def only_relu_has_slope_0_and_only_leaky_relu_never_flattens():
    flattest = {name: bend.derivative(np.linspace(-10, 10, 101)).min() for name, bend in ACTIVATIONS.items()}
    assert [name for name, slope in flattest.items() if slope == 0] == ["ReLU"]
    assert [name for name, slope in flattest.items() if slope >= 0.01] == ["Leaky ReLU"]


def tanh_has_mean_0_for_inputs_around_0_and_for_these_only():
    for seed in FRESH:
        sample = np.random.default_rng(seed).normal(size=100_000)
        mean = {name: bend(sample).mean() for name, bend in ACTIVATIONS.items()}
        assert abs(mean["tanh"]) < 0.01 and abs(mean["sigmoid"] - 0.5) < 0.01
        assert 0.1 < mean["ELU"] < 0.2 < 0.39 < mean["ReLU"] < 0.41
        assert tanh(sample + 1).mean() > 0.5


def what_saturates_hardly_moves_and_the_last_three_move_on_the_right():
    moves = {name: bend(20.0) - bend(10.0) for name, bend in ACTIVATIONS.items()}
    assert [name for name, move in moves.items() if move > 1] == ["ReLU", "Leaky ReLU", "ELU"]
    assert max(moves["sigmoid"], moves["tanh"]) < 1e-4


def on_the_left_leaky_relu_alone_moves_elu_hardly_and_relu_not_at_all():
    moves = {name: bend(-10.0) - bend(-20.0) for name, bend in ACTIVATIONS.items()}
    assert [name for name, move in moves.items() if move > 1e-4] == ["Leaky ReLU"]
    assert moves["ReLU"] == 0 < moves["ELU"] < 1e-3 * moves["Leaky ReLU"]


def relu_alone_reaches_an_end_of_its_range():
    near = np.linspace(-15, 15, 301)  # further out the floats are rounded
    assert [name for name, bend in ACTIVATIONS.items() if bend(near).min() in (0, -1)] == ["ReLU"]
    assert max(sigmoid(near).max(), tanh(near).max()) < 1


# the chain


def the_slope_of_a_chain_is_the_product_of_its_slopes():
    for seed in FRESH:
        start = x, w1, w2, w3 = np.random.default_rng(seed).normal(size=4)
        z1, z2, _ = chain(*start)
        rest = sigmoid.derivative(z1) * w2 * sigmoid.derivative(z2) * w3
        nudged = numerical_gradient(lambda numbers: chain(*numbers)[-1], start)
        assert np.allclose(nudged[:2], [w1 * rest, x * rest], rtol=1e-6)


def a_larger_first_weight_makes_the_score_react_less_in_the_end():
    def slope(w1):
        z1, z2, _ = chain(0.5, w1)
        return abs(w1 * sigmoid.derivative(z1) * -3 * sigmoid.derivative(z2) * 4)

    assert slope(16) < 0.1 * slope(2) and slope(1) < slope(2)


def the_same_product_times_the_slope_of_the_loss_is_the_gradient():
    x, y = np.array([0.5]), 1.3  # with half the squared error
    loss = lambda x: (chain(x[0], 2.0)[-1] - y) ** 2 / 2  # noqa: E731
    s = chain(0.5, 2.0)[-1]
    through = (s - y) * 2.0 * slope1 * -3.0 * slope2 * 4.0
    assert np.isclose(numerical_gradient(loss, x)[0], through, rtol=1e-6)


# the sigmoid, saturated


def at_10_the_slope_of_the_sigmoid_is_45_millionths_and_of_tanh_less():
    assert np.allclose(sigmoid.derivative([-10.0, 10.0]), 4.54e-5, rtol=1e-3)
    assert tanh.derivative(10.0) < 1e-8


def the_formulas_lose_slopes_that_the_stable_form_keeps():
    for z in [20.0, 40.0, -40.0, 300.0]:
        e = np.exp(np.longdouble(-abs(z)))
        assert np.isclose(stable_slope(z), float(e / (1 + e) ** 2), rtol=1e-12, atol=0)
        assert np.isclose(sigmoid.derivative(z), stable_slope(z), rtol=1e-12, atol=0)
    value = by_hand["sigmoid"](40.0)
    assert value * (1 - value) == 0 == 1 - np.tanh(20.0) ** 2


def the_sigmoid_reaches_1_by_rounding_and_0_by_underflow():
    assert sigmoid(36.0) < 1 == sigmoid(37.0)
    assert 0 < sigmoid(-700.0) and sigmoid(-800.0) == 0


# the spread of first weights


def the_mean_of_z_squared_is_gain_squared_times_that_of_the_inputs():
    for seed in FRESH:
        rng = np.random.default_rng(seed)
        H, gain = activations.relu(rng.normal(size=30)), rng.uniform(0.5, 3)
        z = H @ rng.normal(scale=gain / np.sqrt(30), size=(30, 50_000))
        assert np.isclose((z**2).mean(), gain**2 * (H**2).mean(), rtol=0.03)


@cache
def _spread(name, gain, layer, axis=None):
    """Over ten seeds, the mean of the logarithms of the spreads, as a number."""
    runs = [pre_activations(ACTIVATIONS[name], gain, seed)[layer - 1] for seed in FRESH]
    return np.exp(np.mean([np.log(Z.std(axis=axis).mean()) for Z in runs]))


def relu_keeps_its_spread_with_the_gain_of_he_and_loses_it_with_gain_1():
    assert 0.8 < _spread("ReLU", 1.4, 10) / _spread("ReLU", 1.4, 1) < 1.25
    assert 0.03 < _spread("ReLU", 1, 10) / _spread("ReLU", 1, 1) < 0.07
    assert 1.9 < (_spread("ReLU", 3, 10) / _spread("ReLU", 3, 1)) ** (1 / 9) < 2.3


def tanh_with_gain_1_loses_its_spread_more_slowly_than_relu():
    layers = [_spread("tanh", 1, layer) for layer in [1, 2, 5, 10]]
    assert (np.diff(layers) < 0).all() and layers[-1] > 3 * _spread("ReLU", 1, 10)


def ten_sigmoid_layers_forget_the_example_though_their_spread_stays():
    assert abs(_spread("sigmoid", 1, 10) - 0.5) < 0.1
    assert _spread("sigmoid", 1, 10, 0) < 1e-5 < 0.1 < _spread("tanh", 1, 10, 0)


# what arrives of a gradient


@cache
def _arrived(name, gain):
    return np.array([shares(ACTIVATIONS[name], gain, seed)[0] for seed in FRESH])


def for_one_example_the_gradient_of_the_biases_is_that_of_z():
    rng = np.random.default_rng(0)
    model = MLP([4, 5, 3], tanh, rng=rng, loss=sum_of_scores)
    x, (W1, W2) = rng.normal(size=(1, 4)), (model.params["W1"], model.params["W2"])
    by_nudging = numerical_gradient(lambda Z: (tanh(Z) @ W2).sum(), x @ W1)
    assert np.allclose(model.loss_and_grads(x, None)[1]["b1"], by_nudging[0], atol=1e-8)


def ten_sigmoids_at_their_best_leave_a_millionth_unless_weights_make_up_for_it():
    assert np.isclose(sigmoid.derivative(0.0) ** 10, 1e-6, rtol=0.05)
    assert (4 * sigmoid.derivative(0.0)) ** 10 == 1
    assert tanh.derivative(1.5) < 0.2 and (10 * tanh.derivative(1.5)) ** 10 > 100


def sigmoid_gradients_vanish_with_usual_gains_and_not_with_weights_ten_times_as_large():
    assert _arrived("sigmoid", 1.4).max() < 1e-9
    assert 0.01 < np.median(_arrived("sigmoid", 10)) < 3
    assert np.median(_arrived("sigmoid", 20)) > 10


def tanh_gradients_explode_with_large_weights_although_most_units_are_saturated():
    assert _arrived("tanh", 0.5).max() < 1e-4 and _arrived("tanh", 3).min() > 20
    assert np.median(_arrived("tanh", 10)) > 1e4
    for gain in [3, 10]:
        Z = np.array(pre_activations(tanh, gain, 0))
        assert (np.abs(tanh(Z)) > 0.9).mean() > 0.5


def relu_gradients_survive_with_the_gain_of_he_only():
    assert _arrived("ReLU", 1).max() < 1e-2 and _arrived("ReLU", 3).min() > 1e4
    assert 0.1 < np.median(_arrived("ReLU", 1.4)) < 3


def what_leaky_relu_lets_through_comes_along_positive_units():
    """Control: the same network with slope 0 on the left, the outputs as before."""
    positive = lambda z: activations.leaky_relu(z)  # noqa: E731
    positive.derivative = activations.relu.derivative
    for seed in FRESH:
        a, b = [shares(bend, 1.4, seed)[0] for bend in [activations.leaky_relu, positive]]
        assert 0.8 < a / b < 1.25


def with_all_units_negative_relu_lets_nothing_through_and_leaky_relu_a_hundredth_a_layer():
    for seed in FRESH:
        assert (shares(activations.relu, 1, seed, bias=-5.0)[:-1] == 0).all()
        leak = shares(activations.leaky_relu, 1, seed, bias=-5.0)
        assert (leak > 0).all() and leak[0] < 1e-35
        assert np.all(np.abs(np.log10(leak[1:20] / leak[:19]) - 2) < 0.3)


# signs


@cache
def _signs(bend, *case):
    return np.array([one_sign(second_layer(bend, seed, *case)) for seed in range(200, 220)])


def _shifted(name, by):
    """The function, moved up: the same slopes."""
    bend = lambda z: ACTIVATIONS[name](z) + by  # noqa: E731
    bend.derivative = ACTIVATIONS[name].derivative
    return bend


def one_example_gives_one_sign_above_sigmoid_and_relu_and_above_no_other():
    for name, bend in ACTIVATIONS.items():
        assert (_signs(bend, 1) == (name in ("sigmoid", "ReLU"))).all()


def a_batch_leaves_most_neurons_above_sigmoids_with_one_sign_before_and_after_training_on_batches():
    for case in [(64,), (64, 300), (300,), (300, 300)]:
        assert np.median(_signs(sigmoid, *case)) > 0.5


def training_on_all_examples_ends_it():
    assert np.median(_signs(sigmoid, 300, 30, 300)) == 0
    assert np.median(_signs(sigmoid, 300, 100, 300)) == 0


def with_larger_weights_batches_of_30_end_it_for_most_sigmoids():
    left_over = []
    for seed in FRESH:
        rng = np.random.default_rng(seed)
        X, y = datasets.spirals(300, rng=rng)
        model = MLP([2, 20, 20, 3], sigmoid, rng=rng, init=with_gain(8 * he))
        fit(model, X, y, optimiser=SGD(1.6), epochs=30, batch_size=30, rng=rng)
        batch = rng.permutation(300)[:64]
        left_over.append(one_sign(model.loss_and_grads(X[batch], y[batch])[1]["W2"]))
    assert np.median(left_over) < 0.4


def the_mean_of_the_outputs_is_the_cause():
    """Control: the same slopes with another mean."""
    centred, high = _shifted("sigmoid", -0.5), _shifted("tanh", 1.5)
    assert _signs(centred, 1).max() == 0 and np.median(_signs(centred, 64)) == 0
    assert _signs(high, 1).min() == 1 and np.median(_signs(high, 64)) > 0.5


def the_common_part_outweighs_the_rest_until_all_examples_train():
    for case, common in [((64,), True), ((64, 300), True), ((300, 30, 300), False)]:
        parts = [second_layer(sigmoid, seed, *case) for seed in FRESH]
        outweighs = [np.abs(d_W.mean(axis=0)) > d_W.std(axis=0) for d_W in parts]
        assert (np.mean(outweighs) > 0.8) if common else (np.mean(outweighs) < 0.2)


def a_batch_mixes_the_signs_of_most_neurons_above_relus():
    relu = activations.relu
    assert np.median(_signs(relu, 64)) < 0.35 and np.median(_signs(relu, 64, 300)) < 0.35
    assert np.median(_signs(tanh, 64)) == 0


# zigzag and valley


def with_positive_inputs_single_examples_move_both_weights_together_and_the_batch_does_not():
    for mean in [0.5, 1.0]:
        for seed in FRESH:
            together = [np.diff(walk(mean, n, seed=seed), axis=0).prod(axis=1) > 0 for n in [1, 64]]
            assert together[0].all() and together[1].mean() < 0.3


def at_the_same_rate_the_whole_batch_gains_nothing():
    for mean in [0.0, 0.5, 1.0]:
        assert 0.8 < steps(mean, 64, None, FRESH) / steps(mean, 1, None, FRESH) < 1.4


def with_its_own_best_rate_the_batch_is_ahead_at_mean_0_and_a_half_and_not_at_1():
    gains_of_batch = []
    for mean in [0.0, 0.5, 1.0]:
        single, batch = [steps(mean, size, best_rate(mean, size), FRESH) for size in [1, 64]]
        gains_of_batch.append(single / batch)
    assert gains_of_batch[0] > 3 and gains_of_batch[1] > 1.3 and gains_of_batch[2] < 1.2


def around_a_half_every_column_needs_about_two_to_six_times_as_many_steps_and_around_1_more():
    for size in [1, 64]:
        for rates in [[None] * 3, [best_rate(mean, size) for mean in [0.0, 0.5, 1.0]]]:
            zero, half, one = [steps(m, size, r, range(10)) for m, r in zip([0.0, 0.5, 1.0], rates)]
            assert 1.5 < half / zero < 7 and one > 1.4 * half


def half_the_squared_error_has_the_curvatures_of_the_text():
    for h, mean in [(2, 0.5), (20, 1.0)]:
        X = mean + np.random.default_rng(h).uniform(-0.5, 0.5, size=(200_000, h))
        alike, apart = np.ones(h) / np.sqrt(h), np.append([-1, 1], np.zeros(h - 2)) / np.sqrt(2)
        across, along = [((X @ step) ** 2).mean() for step in [alike, apart]]
        assert np.isclose(across, 1 / 12 + h * mean**2, rtol=0.01)
        assert np.isclose(along, 1 / 12, rtol=0.01)


def the_valley_is_as_narrow_as_mean_and_variance_say():
    Z = np.random.default_rng(1).normal(size=(40_000, 20))
    for bend in ACTIVATIONS.values():
        H = bend(Z)
        curvatures = np.linalg.eigvalsh(H.T @ H)
        expected = 1 + 20 * H.mean() ** 2 / H.var()
        assert np.isclose(curvatures[-1] / curvatures[0], expected, rtol=0.12)


# dead units


def _medians(name, bias, when=2):
    return {rate: np.median(silent_percent(name, rate, bias, when)) for rate in rates}


@cache
def _fresh_moons(name, rate, bias):
    """Shares of silent units before and after training, and the last loss: (10, 3)."""
    runs = [train_moons(ACTIVATIONS[name], rate, bias, seed)[1:] for seed in FRESH]
    return np.array([(before.mean(), after.mean(), loss) for before, after, loss in runs])


def at_rates_up_to_2_hardly_a_relu_dies_and_at_8_most():
    for rate in [0.1, 1, 2]:
        assert _fresh_moons("ReLU", rate, 0)[:, 1].max() <= 0.1
        assert _fresh_moons("ReLU", rate, 0)[:, 1].mean() <= 0.02
    assert _fresh_moons("ReLU", 8, 0)[:, 1].min() > 0.5


def a_positive_bias_does_not_protect():
    without, positive = [np.median(_fresh_moons("ReLU", 4, b)[:, 1]) for b in [0, 1]]
    assert positive > without + 0.15


def no_dead_relu_of_the_first_layer_comes_back():
    assert min(silent_percent("ReLU", 1, -3, 1)) > 50
    for rate in rates:
        for run in moons_runs["ReLU", rate, -3]:
            assert (run[2] >= run[1]).all()


def a_dead_unit_gets_no_gradient():
    X, y = datasets.moons(200, rng=np.random.default_rng(0))
    model = moons_runs["ReLU", 8, 0][0][0]
    _, grads = model.loss_and_grads(X, y)
    dead = silent(model, X)
    assert dead.any() and not grads["W1"][:, dead].any() and not grads["b1"][dead].any()


def a_step_with_weight_decay_or_momentum_can_move_a_dead_unit_and_decay_can_wake_it():
    rng = np.random.default_rng(0)
    X, y = datasets.moons(200, rng=rng)
    for optimiser in [SGD(0.1), SGD(0.1, momentum=0.9), SGD(0.1, weight_decay=0.5)]:
        model = MLP([2, 1, 2], activations.relu, rng=rng)
        model.params["W1"][:], model.params["b1"][:] = [[-1.0], [0.0]], 1.0
        optimiser.velocity = {"b1": np.ones(1)} if optimiser.momentum else {}
        assert silent(model, X + 10).all()
        before = {name: array.copy() for name, array in model.params.items()}
        fit(model, X + 10, y, optimiser=optimiser, epochs=20, batch_size=40, rng=rng)
        moved = [name for name in ["W1", "b1"] if (model.params[name] != before[name]).any()]
        assert bool(moved) == bool(optimiser.momentum or optimiser.weight_decay)
        assert not optimiser.weight_decay or not silent(model, X + 10).all()


def leaky_relu_repairs_slowly_and_large_steps_throw_its_lines_out_as_well():
    slow = _fresh_moons("Leaky ReLU", 1, -3)
    assert (slow[:, 0] - slow[:, 1]).mean() < 0.1 and slow[:, 1].min() > 0.5
    assert np.median(_fresh_moons("Leaky ReLU", 8, 0)[:, 1]) > 0.5


def a_silent_leaky_relu_or_elu_still_gets_a_gradient():
    X, y = datasets.moons(200, rng=np.random.default_rng(0))
    for name in ["Leaky ReLU", "ELU"]:
        model = MLP([2, 20, 2], ACTIVATIONS[name], rng=np.random.default_rng(0))
        model.params["b1"] -= 5
        assert silent(model, X).all() and model.loss_and_grads(X, y)[1]["W1"].all()


def elu_repairs_and_mostly_explodes_at_the_rate_8():
    runs = _fresh_moons("ELU", 1, -3)
    assert (runs[:, 0] - runs[:, 1]).min() > 0 and (runs[:, 0] - runs[:, 1]).mean() > 0.15
    assert (_fresh_moons("ELU", 8, 0)[:, 2] > 3).mean() > 0.5


def from_a_bias_of_minus_5_relu_never_recovers_leaky_relu_slowly_elu_faster():
    loss = {
        name: [train_moons(ACTIVATIONS[name], 1, -5, s, 200)[3] for s in FRESH[:5]] for name in rectifiers
    }
    assert min(loss["ReLU"]) > 0.68 and max(loss["Leaky ReLU"]) < 0.5
    assert np.median(loss["ELU"]) < np.median(loss["Leaky ReLU"])


def the_slope_at_0_matters_in_narrow_networks_only():
    assert sum(differ(20, seed) for seed in FRESH) == 0
    assert sum(differ(3, seed) for seed in FRESH) > 5


# the race


def _median_epochs(start):
    return {name: np.median(needed[name, start]) for name in ACTIVATIONS}


def no_choice_of_the_race_lies_at_an_edge_of_its_grid():
    for name in ACTIVATIONS:
        gain, rate = chosen[name, "own gain"]
        assert he < gain < 16 * he and race_rates[0] < rate < race_rates[-1]


def with_its_own_gain_and_rate_elu_is_first_then_tanh_then_the_relus_then_the_sigmoid():
    own = _median_epochs("own gain")
    assert own["ELU"] < own["tanh"] < min(own["ReLU"], own["Leaky ReLU"])
    assert max(own["ReLU"], own["Leaky ReLU"]) < own["sigmoid"] < 30
    assert 0.6 < own["ReLU"] / own["Leaky ReLU"] < 1.7


def with_the_gain_of_he_the_sigmoid_does_not_get_there_in_30_epochs_at_any_rate():
    for rate in race_rates:
        assert min(epochs_needed(sigmoid, he, rate, seed) for seed in FRESH[:5]) == 99


def in_120_epochs_it_does_at_the_rate_3_2():
    assert all(30 < epochs_needed(sigmoid, he, 3.2, seed, 120) != 99 for seed in FRESH)


def with_the_gain_of_he_the_others_need_about_the_same_and_relu_a_little_less_than_tanh():
    four = [epochs for name, epochs in _median_epochs("gain of He").items() if name != "sigmoid"]
    assert max(four) < 1.4 * min(four)
    assert _median_epochs("gain of He")["ReLU"] < _median_epochs("gain of He")["tanh"]


def at_one_small_rate_for_all_relu_is_ahead_of_tanh():
    for name in ["ReLU", "Leaky ReLU"]:
        bends = [ACTIVATIONS[name], tanh]
        first, second = [[epochs_needed(bend, he, 0.1, s, 60) for s in FRESH] for bend in bends]
        assert np.median(second) > 1.05 * np.median(first)


# sliders


def the_tangent_slider_moves_value_and_slope():
    for bend in ACTIVATIONS.values():
        z = np.arange(-6, 6.1, 1)
        assert len(np.unique(bend(z).round(3))) > 6 and np.ptp(bend.derivative(z)) > 0.2


def the_chain_slider_moves_the_product():
    slopes = {w1: chain(0.5, w1)[-1] for w1 in [-2, 0, 1, 2, 4, 8, 16]}
    assert len(set(slopes.values())) == 7


def the_spread_slider_moves_the_spread_of_the_tenth_layer():
    for bend in ACTIVATIONS.values():
        assert (np.diff([pre_activations(bend, gain, 0)[-1].std() for gain in gains]) > 0).all()


def the_depth_slider_moves_the_share_that_arrives():
    for name in ACTIVATIONS:
        assert (np.diff([arrived[name, gain][0] for gain in gains]) > 0).all()


def the_sign_slider_moves_the_number_of_stripes():
    for name in ["sigmoid", "ReLU"]:
        counts = [one_sign(second_layer(ACTIVATIONS[name], 0, n)) for n in [1, 2, 4, 8, 16, 32, 64]]
        assert counts[0] == 1 and min(counts) < 1


def the_zigzag_slider_moves_the_number_of_steps():
    means = [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1]
    assert (np.diff([len(walk(mean, 64)) for mean in means]) > 0).all()


def the_dead_slider_moves_the_percentage_of_silent_units():
    for name in rectifiers:
        for bias in biases:
            curve = list(_medians(name, bias).values())
            assert np.ptp(curve) > 4 or (name, bias) == ("Leaky ReLU", -3), name


def the_race_slider_moves_the_last_loss():
    for weights in ["own gain", "gain of He"]:
        for name in ACTIVATIONS:
            finals = [np.median(race[weights, name, rate][:, -1]) for rate in shown_rates]
            assert len(set(finals)) >= 4


# exercises


def the_answers_by_hand_are_right():
    assert np.isclose(sigmoid(np.log(3)), 0.75)
    assert np.isclose(sigmoid.derivative(np.log(3)), 3 / 16)
    assert np.isclose(tanh(np.log(3) / 2), 0.5)


def _silent_on_moons(shift, rate, seed):
    rng = np.random.default_rng(seed)
    X, y = datasets.moons(200, rng=rng)
    model = MLP([2, 20, 2], activations.relu, rng=rng)
    before = silent(model, X + shift).mean()
    fit(model, X + shift, y, optimiser=SGD(rate), epochs=20, batch_size=40, rng=rng)
    return before, silent(model, X + shift).mean()


def about_half_of_the_units_are_silent_on_shifted_points_and_more_at_the_end():
    before, after = np.transpose([_silent_on_moons(10, 0.1, seed) for seed in range(200, 220)])
    assert 0.4 < before.mean() < 0.6 and (after >= before).all() and after.mean() > before.mean() + 0.1
    assert np.mean([_silent_on_moons(0, 0.1, seed) for seed in FRESH]) < 0.02


def the_steps_on_shifted_points_kill_because_they_are_large():
    """Control: with the rate divided by the mean squared length of the inputs, none dies."""
    for seed in FRESH:
        before, after = _silent_on_moons(10, 0.1 / 200, seed)
        assert before == after


def the_rate_of_the_playground_kills_a_unit_from_every_start():
    for seed in range(8):
        state = make_state(hidden=[8], activation="relu", learning_rate=1, steps=400) | {"seed": seed}
        model, features = trained(state)
        (H,) = model.hidden(features(points_of(state)[0]))
        assert (H == 0).all(axis=0).any()

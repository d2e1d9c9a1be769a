"""What `chapters/feature_spaces.ipynb` claims."""

from functools import cache

from mlplib.playground.state import make_state, points_of, trained

SEEDS = range(10, 15)  # none of them is a seed of the chapter


def _tests(name, feature, **how):
    return np.array([learn(feature, *sample(name, seed), seed, **how)[1][1] for seed in SEEDS])


@cache
def _reached(name, key, rate=0.3):
    return _tests(name, descriptions[key], rate=rate)


def the_two_circles_do_not_overlap_in_r():
    for seed in SEEDS:
        X, y = datasets.circles(400, rng=np.random.default_rng(seed))
        distance = to_polar(X)[:, 0]
        assert np.percentile(distance[y == 1], 99) < 0.75 < np.percentile(distance[y == 0], 1)


def polar_is_the_function_of_the_library():
    assert np.allclose(to_polar(rings), polar(rings))


def a_line_of_the_polar_space_changes_its_answer_at_most_twice_around_a_circle():
    around = np.stack([np.ones(720), np.linspace(-np.pi, np.pi, 720, endpoint=False)], axis=1)
    for w in np.random.default_rng(0).normal(size=(200, 3)):
        answer = around @ w[:2] + w[2] > 0
        assert (answer != np.roll(answer, 1)).sum() <= 2


def no_line_of_the_polar_space_gets_more_than_three_clouds_of_xor_right():
    for seed in SEEDS:
        X, y = datasets.xor(400, noise=0.3, rng=np.random.default_rng(seed))
        F = polar(X)
        best = 0
        for angle in np.radians(np.arange(0, 180, 3)):
            along = F @ [np.cos(angle), np.sin(angle)]
            right = np.cumsum(2 * y[np.argsort(along)] - 1)  # class 1 so far, less class 0
            best = max(best, *np.abs(right) / len(y) + 0.5)
        assert 0.7 < best < 0.8


def the_keys_open_their_sets():
    keys = {"moons": ["cubic"], "circles": ["polar", "cubic", "unwind"]}
    keys |= {"xor": ["product", "cubic"], "spirals": ["cubic", "unwind"]}
    for name in toy_sets:
        for key in descriptions:
            reached = _reached(name, key)
            assert (reached > 95).all() if key in keys[name] else (reached < 91).all(), (name, key)


def the_verdict_does_not_hang_on_the_learning_rate():
    for rate in (0.1, 1):
        for name in toy_sets:
            for key in descriptions:
                opens = (_reached(name, key) > 95).all()
                reached = _reached(name, key, rate)
                assert (reached > 94).all() if opens else (reached < 91).all(), (rate, name, key)


def polar_features_leave_xor_at_chance():
    assert np.abs(_reached("xor", "polar") - 50).max() < 3


def unwound_moons_are_worse_than_plain_ones_and_both_together_better():
    before, unwound, both = (_tests("moons", feature) for feature in (plain, unwind, plain_unwind))
    assert (unwound < before - 10).all()
    assert (both > before + 5).all()


def the_weight_0_on_added_columns_gives_the_old_classifier_back():
    X, _ = sample("moons", 10)[0]
    narrow, wide = LinearModel(2, 2), LinearModel(5, 2)
    narrow.params["W"][:] = np.random.default_rng(0).normal(size=(2, 2))
    wide.params["W"][:2] = narrow.params["W"]
    assert np.allclose(narrow.forward(X)[0], wide.forward(plain_unwind(X))[0])


@cache
def _noise(n_columns):
    """Accuracy on train, test, and test with the weights of the noise cut: (5, 3)."""
    return np.array([with_noise(n_columns, seed) for seed in SEEDS])


def noise_columns_leave_training_perfect_and_cost_the_test():
    none, many = _noise(0), _noise(100)
    assert (none[:, 0] > 96).all() and none[:, 0].mean() > 99
    assert (many[:, 0] == 100).all()
    assert (many[:, 1] < none[:, 1] - 5).all()
    assert np.all(np.diff([mean[1] for mean in noise_means]) < 0), "more columns, more harm"


def cutting_the_noise_after_training_wins_back_less_than_half():
    none, many = _noise(0), _noise(100)
    assert np.array_equal(none[:, 1], none[:, 2])
    for means in ((none.mean(axis=0), many.mean(axis=0)), (noise_means[0], noise_means[-1])):
        lost, back = means[0][1] - means[1][1], means[1][2] - means[1][1]
        assert 0.2 < back / lost < 0.5, (lost, back)


def noise_harms_less_with_more_points():
    losses = []
    for n, epochs in ((60, 300), (1000, 20)):
        lost = []
        for seed in SEEDS:
            data = sample("moons", seed, n=n)
            reached = [
                learn(noisy(k, np.random.default_rng(seed)), *data, seed, epochs=epochs)[1][1]
                for k in (0, 100)
            ]
            lost.append(reached[0] - reached[1])
        losses.append(np.mean(lost))
    assert losses[1] < losses[0] / 2, losses


def a_picture_would_have_nearly_five_thousand_million_cubic_features():
    assert 4.5e9 < comb(3075, 3) - 1 < 5e9
    assert comb(5, 3) - 1 == cubic(np.ones((1, 2))).shape[1]


def turns_between_2_and_6_open_the_spirals_and_0_and_8_do_not():
    for turns in (2, 4, 6):
        assert (_tests("spirals", partial(unwind, turns=turns)) > 93).all()
    plain = _reached("spirals", "plain")
    for turns in (0, 8):
        assert np.abs(_tests("spirals", partial(unwind, turns=turns)) - plain).max() < 8


def gradient_descent_straightens_the_arms_from_every_start():
    for seed in SEEDS:
        (X, y), (X_test, y_test) = sample("spirals", seed)
        for start in (0, 8):
            model, path = learn_turns(X, y, start)
            assert accuracy(model.predict(unwind(X_test, path[-1])), y_test) > 0.99
            assert 2.5 < path[-1] < 5.5


def from_12_it_comes_to_rest_in_another_valley():
    for seed in SEEDS:
        (X, y), (X_test, y_test) = sample("spirals", seed)
        model, path = learn_turns(X, y, 12, n_steps=300)
        assert 13.5 < path[-1] < 14.7 and abs(path[-1] - path[-50]) < 0.1
        assert model.loss_and_grads(unwind(X, path[-1]), y)[0] > 0.9 * np.log(3)
        assert accuracy(model.predict(unwind(X_test, path[-1])), y_test) < 0.6


def from_minus_2_it_finds_the_arms_and_from_minus_4_it_does_not():
    for seed in SEEDS:
        X, y = sample("spirals", seed)[0]
        assert 2.5 < learn_turns(X, y, -2, n_steps=300)[1][-1] < 4
        assert -7 < learn_turns(X, y, -4, n_steps=300)[1][-1] < -5


def the_loss_is_nearly_flat_where_the_arms_are_apart():
    for start in (0, 2, 8):
        model, path = descents[start]
        at = path[-1] + np.array([0, 1e-4, -1e-4])
        loss, up, down = (model.loss_and_grads(unwind(arms[0], turns), arms[1])[0] for turns in at)
        assert loss < 0.01 and abs(up - down) / 2e-4 < 0.001


def turns_creep_on_towards_4():
    for start in (0, 8):
        path = learn_turns(*arms, start, n_steps=400)[1]
        assert abs(path[400] - 4) < abs(path[200] - 4) < 1.2


def the_loss_has_the_slope_in_turns_that_the_nudge_measures():
    X, y = arms
    model = LinearModel(3, 3)
    model.params["W"][:] = np.random.default_rng(0).normal(size=(3, 3))
    radius, angle = polar(X).T
    d_S = model.loss(model.forward(unwind(X, 3.0))[0], y)[1]
    d_F = d_S @ model.params["W"].T
    exact = (d_F[:, 2] * radius * np.cos(angle + 3 * radius)).sum()
    exact -= (d_F[:, 1] * radius * np.sin(angle + 3 * radius)).sum()
    up, down = (model.loss_and_grads(unwind(X, 3.0 + s), y)[0] for s in (1e-4, -1e-4))
    assert np.isclose((up - down) / 2e-4, exact, rtol=1e-5)


# What moves when a slider moves


def unbend_leads_from_the_plane_to_the_feature_space():
    assert np.allclose(unbend(r, phi, 0), rings.T)
    assert np.allclose(unbend(r, phi, 1), [r, 0.45 * phi], atol=1e-4)


def radius_and_tilt_move_the_accuracy():
    assert circle_accuracy(0.75, 0) > 0.99 > circle_accuracy(0.75, 0.15)
    assert max(circle_accuracy(0.5, 0), circle_accuracy(1.0, 0)) < 0.8


def lowering_the_eye_brings_the_classes_apart():
    lifted = np.column_stack([X_xor, height])
    apart = [np.mean((seen(lifted, eye)[:, 1] < 0) == (y_xor == 1)) for eye in (90, 45, 0)]
    assert apart[0] < 0.6 and apart[0] < apart[1] < apart[2]
    assert apart[2] == right_side > 0.97


def one_setting_of_the_weights_opens_xor():
    assert weigh_accuracy(w=0, w3=-1, b=0) > 0.97
    assert max(weigh_accuracy(w=w, w3=0, b=b) for w in (0, 0.5, 1) for b in (-0.5, 0, 0.5)) < 0.8
    assert weigh_accuracy(w=0, w3=1, b=0) < 0.03
    shifted = np.stack([np.full(9, -1.0), np.linspace(-2, 2, 9)], axis=1)  # a cross around (-1, -1)
    assert np.allclose(product_score(shifted, w=0.5, w3=0.5, b=0.5), 0)
    assert 0.4 < weigh_accuracy(w=1, w3=0, b=0) < 0.6


def each_set_and_feature_has_its_own_bar():
    for name in toy_sets:
        bars = [learned[name, key][1][1] for key in descriptions]
        assert max(bars) - min(bars) > 25


def the_dot_of_turns_climbs_and_falls():
    assert min(spiral_accuracy[8:25]) > 93 and max(spiral_accuracy[0], spiral_accuracy[-1]) < 66


def the_steps_of_the_descent_move_turns():
    for start, (_, path) in descents.items():
        assert path[0] == start and abs(path[200] - start) > 0.9


# Answers of the exercises


def the_answers_by_hand_are_right():
    points = np.array([[1, 1], [0, -2], [-1, 0]])
    assert np.allclose(polar(points), [[2**0.5, np.pi / 4], [2, -np.pi / 2], [1, np.pi]])
    assert polar(np.array([[-1, -0.01]]))[0, 1] < -3
    edges = np.array([[-1, 0.3], [-1, 7], [2, -1]])
    assert np.allclose(product(edges).sum(axis=1) + 1, 0)


def the_radius_alone_opens_the_circles_of_the_playground_and_no_straight_border_does():
    for seed in SEEDS:
        for inputs, opened in ((["r"], True), (["x1", "x2"], False)):
            state = make_state(data="circles", hidden=[], inputs=inputs, steps=800) | {"seed": seed}
            model, features = trained(state)
            X, y = points_of(state)
            assert ((model.predict(features(X)) == y).mean() > 0.95) == opened


def four_hidden_units_find_a_key_to_the_circles_themselves():
    for seed in SEEDS:
        state = make_state(data="circles", hidden=[4], steps=800) | {"seed": seed}
        model, features = trained(state)
        X, y = points_of(state)
        assert (model.predict(features(X)) == y).mean() > 0.95

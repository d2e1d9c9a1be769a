"""What `chapters/activations.ipynb` claims."""


def summary_claims():
    relu, leaky_relu = activations.relu, activations.leaky_relu
    # slopes and features
    for bend in ACTIVATIONS.values():
        assert bend.derivative(grid).max() <= 1
    assert np.isclose(sigmoid.derivative(grid).max(), 0.25)
    assert relu.derivative(-1.0) == 0 and leaky_relu.derivative(grid).min() == 0.01
    assert tanh.derivative(10.0) < sigmoid.derivative(10.0) < 4.6e-5
    assert np.isclose(sigmoid.derivative(-10.0), 4.54e-5, rtol=1e-3)
    assert sigmoid(36.0) < 1 == sigmoid(37.0) and 0 < sigmoid(-40.0)
    for seed in range(3):
        sample = np.random.default_rng(seed).normal(size=100_000)
        centre = {name: bend(sample).mean() for name, bend in ACTIVATIONS.items()}
        assert abs(centre["tanh"]) < 0.01 < centre["ELU"] < centre["ReLU"] - 0.2
        assert abs(centre["sigmoid"] - 0.5) < 0.01
        assert round(centre["ReLU"], 2) == 0.4
    # depth
    assert max(lengths["sigmoid", 20, gain][0] for gain in gains) < 1e-9
    for seed in range(5):
        first = {
            (name, gain): layer_gradients(bend, 20, gain, seed)[0]
            for name, bend in ACTIVATIONS.items()
            for gain in gains
        }
        assert first["tanh", 1] > 0.01 and first["tanh", 0.5] < 1e-4
        assert first["ReLU", 1.4] > 0.03 and first["ReLU", 1] < 1e-2
        ratio = first["ReLU", 1.4] / first["Leaky ReLU", 1.4]
        assert 0.5 < ratio < 2
        assert min(first["ELU", 1], first["ELU", 1.4]) > 1e-2
        assert (layer_gradients(relu, 5, 1, seed, bias=-5.0)[:-1] == 0).all()
        leak = layer_gradients(leaky_relu, 5, 1, seed, bias=-5.0)
        assert 0 < leak[0] < 1e-6
    # signs
    for seed in range(8):
        for name, bend in ACTIVATIONS.items():
            share = one_sign(second_layer(bend, 1, seed))
            assert share == (1 if name in ("sigmoid", "ReLU") else 0)
    assert shares["sigmoid"][1] > 50 and shares["sigmoid"][2] > 50
    assert shares["ReLU"][1] < 35 and shares["ReLU"][2] < 35
    assert shares["tanh"] == [0, 0, 0]
    for seed in range(5):
        assert together(walk(0.5, 1, 30, seed)) == 1
        assert together(walk(0.5, 64, 30, seed)) < 0.4
        far, near = (arrives(walk(m, 64, 2000, seed)) for m in [0.5, 0])
        assert far > 6 * near and arrives(walk(1, 64, 2000, seed)) > 2 * far
        assert arrives(walk(0.5, 1, 2000, seed)) > 2 * arrives(walk(0, 1, 2000, seed))
        ratio = {n: curvature_ratio(b, seed) for n, b in ACTIVATIONS.items()}
        assert ratio["tanh"] < 1.1 and ratio["ELU"] < 1.4 < ratio["ReLU"]
        assert abs(ratio["ReLU"] - ratio["Leaky ReLU"]) < 0.1
        assert ratio["sigmoid"] > 4 * ratio["ReLU"]
    # dead units
    for rate in [0.1, 0.3, 1, 2]:
        assert max(silent_percent("ReLU", rate, 0, 2)) == 0
    assert np.median(silent_percent("ReLU", 8, 0, 2)) > 60
    assert np.median(silent_percent("ReLU", 4, 1, 2)) > np.median(silent_percent("ReLU", 4, 0, 2))
    assert min(silent_percent("ReLU", 1, -3, 1)) > 50
    for rate in rates:
        for run in moons_runs["ReLU", rate, -3]:
            assert (run[2] >= run[1]).all(), "no ReLU comes back"
    for run in moons_runs["Leaky ReLU", 1, -3]:
        assert run[1].mean() - run[2].mean() < 0.1
    assert np.median(silent_percent("Leaky ReLU", 8, 0, 2)) > 50
    for run in moons_runs["ELU", 1, -3]:
        assert run[1].mean() - run[2].mean() > 0.09
    assert np.median([run[3] for run in moons_runs["ELU", 8, 0]]) > np.median(
        [run[3] for run in moons_runs["ReLU", 8, 0]]
    )
    X, y = datasets.moons(200, rng=np.random.default_rng(0))
    model = moons_runs["ReLU", 8, 0][0][0]
    _, grads = model.loss_and_grads(X, y)
    dead = silent(model, X)
    assert dead.any() and (grads["W1"][:, dead] == 0).all()
    assert (grads["b1"][dead] == 0).all()
    late = {n: [train_moons(ACTIVATIONS[n], 1, -5, s, 200)[3] for s in range(5)] for n in rectifiers}
    assert min(late["ReLU"]) > 0.68 and max(late["Leaky ReLU"]) < 0.5
    assert np.median(late["ELU"]) < np.median(late["Leaky ReLU"])
    # the kink
    assert exact_zeros(20)[0] == 0 < exact_zeros(3)[0]
    for seed in range(3):
        weights = [train_moons(relu_with_slope(v), 1, 0, seed)[0].params["W1"] for v in [0, 0.5, 1]]
        assert np.array_equal(weights[0], weights[1])
        assert np.array_equal(weights[0], weights[2])
    # initial bias
    active, early, later = np.transpose(list(start_runs.values()))
    assert (np.diff(active) > 0).all() and (np.diff(early) < 0).all()
    assert later[3] > later[0] + 0.03 and abs(early[1] - early[0]) < 0.02
    # robustness
    for z in [-1, -2, -4, -6, -8]:
        calm = {n: ACTIVATIONS[n](z + noise).std() for n in rectifiers}
        assert calm["ReLU"] == min(calm.values())
        assert (calm["ELU"] < calm["Leaky ReLU"]) == (z < -5)
    losses_in_noise = [p[:, 0] - p[:, 2] for p in in_noise.values()]
    assert np.ptp([loss.mean() for loss in losses_in_noise]) < 1
    # the race
    needed = {name: epochs_needed(race[name, chosen[name]]) for name in ACTIVATIONS}
    assert min(epochs_needed(race["sigmoid", rate]).min() for rate in race_rates) == 99
    medians = {name: np.median(values) for name, values in needed.items()}
    assert medians["ReLU"] < medians["tanh"] < 2 * medians["ReLU"]
    assert abs(medians["ReLU"] - medians["Leaky ReLU"]) <= 3
    assert abs(medians["ELU"] - medians["tanh"]) <= 3
    at_small = {n: epochs_needed(race[n, 0.1]) for n in ["tanh", "ReLU"]}
    assert np.median(at_small["ReLU"]) < np.median(at_small["tanh"])
    fast = {n: np.median(race[n, 1.6][:, -1]) for n in ACTIVATIONS}
    assert fast["tanh"] < 0.1 < fast["ReLU"] and fast["ELU"] > 10


def slider_claims():
    # each slider moves the quantity that the text reads off it
    for bend in ACTIVATIONS.values():
        values = bend(np.arange(-6, 6.1, 0.75))
        assert len(np.unique(values.round(3))) > 8
        assert np.ptp(bend.derivative(np.arange(-6, 6.1, 0.75))) > 0.2
    for gain in gains:
        falls = [lengths["sigmoid", d, gain][0] for d in depths]
        assert (np.diff(falls) < 0).all()
    for name in ACTIVATIONS:
        assert lengths[name, 20, 0.5][0] < lengths[name, 20, 1.4][0]
    for name in ["sigmoid", "ReLU"]:
        counts = [one_sign(second_layer(ACTIVATIONS[name], n, 0)) for n in [1, 2, 4, 8, 16, 32, 64]]
        assert counts[0] == 1 and min(counts) < 1
    means = [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1]
    last = [np.linalg.norm(walk(m, 64, 100)[-1]) for m in means]
    assert (np.diff(last) > 0).all()
    for name in rectifiers:
        for bias in biases:
            curve = [np.median(silent_percent(name, r, bias, 2)) for r in rates]
            assert np.ptp(curve) > 5 or (name, bias) == ("Leaky ReLU", -3), name
    for name in ACTIVATIONS:
        finals = [np.median(race[name, rate][:, -1]) for rate in race_rates]
        assert len(set(finals)) == len(finals)


def exercises_answers():
    assert np.isclose(sigmoid(np.log(3)), 0.75)
    assert np.isclose(sigmoid.derivative(np.log(3)), 3 / 16)
    assert np.isclose(tanh(np.log(3) / 2), 0.5)

    rng = np.random.default_rng(0)
    model = MLP([2, 20, 3], relu, rng=rng)
    model.params["b1"] += rng.normal(size=20)
    X, _ = datasets.spirals(50, rng=rng)
    scores = model.forward(X)[0]
    for name in model.params:
        model.params[name] = 2 * model.params[name]
    assert np.allclose(model.forward(X)[0], 4 * scores)  # output bias is 0
    assert (model.predict(X) == scores.argmax(axis=1)).all()

    from functools import partial

    def leaky_with(slope):
        bend = partial(leaky_relu, slope=slope)
        bend.derivative = partial(leaky_relu.derivative, slope=slope)
        return bend

    for slope in [0.01, 0.3]:
        runs = np.array([loss_curve(leaky_with(slope), 0.4, s) for s in range(5)])
        assert epochs_needed(runs).max() < 99, slope
    linear = [loss_curve(leaky_with(1.0), 0.4, s).min() for s in range(5)]
    assert min(linear) > 0.6

    for seed in range(5):
        for shift in [10, 0]:
            rng = np.random.default_rng(seed)
            X, y = datasets.moons(200, rng=rng)
            model = MLP([2, 20, 2], relu, rng=rng)
            before = silent(model, X + shift).mean()
            settings = {"epochs": 20, "batch_size": 40, "rng": rng}
            fit(model, X + shift, y, optimiser=SGD(0.1), **settings)
            after = silent(model, X + shift).mean()
            if shift:
                assert 0.35 < before < 0.55 and 0.6 <= after <= 1
            else:
                assert before == after == 0
    for seed in range(3):
        rng = np.random.default_rng(seed)
        X, y = datasets.spirals(300, rng=rng)
        model = MLP([2, 20, 20, 20, 3], relu, rng=rng)
        settings = {"epochs": 30, "batch_size": 60, "rng": rng}
        fit(model, X, y, optimiser=SGD(1.6), **settings)
        share = [(H <= 0).all(axis=0).mean() for H in model.hidden(X)]
        assert share[0] < share[1] <= share[2] == 1
        assert np.allclose(model.forward(X)[0], model.params["b4"])

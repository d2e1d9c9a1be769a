"""What `chapters/mlp.ipynb` claims."""


def summary_claims():
    # two linear layers: nine directions carry ten classes, whatever the data
    for model in [linear_photo, flat]:
        W_trained = model.params["W"]
        values = np.linalg.svd(W_trained, compute_uv=False)
        assert values[9] < 1e-10 * values[0] < 1e-3 * values[8]
        assert np.allclose(W_trained.sum(axis=1), 0)
    assert kept[8] == kept[9] == kept[11] == reach(linear_photo, photos)[1]
    assert kept[8] - kept[7] > 5, "the first unit that goes costs"

    # the playground: luck and width
    smallest = {"moons": 3, "circles": 3, "xor": 2, "spirals": 4}
    for name in toys:
        assert (runs[name, 1] <= 0.93).all(), "one is never enough"
        found = [h for h in widths if runs[name, h][1] > 0.93]
        assert found[0] == smallest[name], "seed 1 is the start of the front page"
        assert (runs[name, 4] > 0.93).all()
        enough = 4 if name == "spirals" else 3
        assert (runs[name, enough] > 0.93).all()
        if name in ["moons", "xor"]:
            assert 0 < (runs[name, 2] > 0.93).sum() < 5
        else:
            assert (runs[name, enough - 1] <= 0.93).all()
    twins = {}
    for (seed, h), (net, losses, _) in luck.items():
        directions = net.params["W1"] / np.linalg.norm(net.params["W1"], axis=0)
        likeness = (directions.T @ directions)[np.triu_indices(h, 1)]
        twins[seed, h] = (likeness > 0.95).sum()
        if right[seed, h] < 0.93:
            assert losses[100] - losses[200] < 0.02, "it is at rest"
            assert 0.7 < right[seed, h] < 0.77, "three clouds of four"
    failed = {h: [s for s in range(8) if right[s, h] < 0.93] for h in [2, 3, 4, 6]}
    assert [len(failed[h]) for h in [2, 3, 4, 6]] == [7, 2, 0, 0]
    assert 3 not in failed[2] and all(twins[s, 3] == 1 for s in failed[3])
    for h in [4, 6]:
        assert sum(twins[s, h] > 0 for s in range(8)) >= 4, "twins are common"

    # a linear classifier on the hidden outputs, for every start that succeeded
    for seed in range(5):
        net, _, _ = train_toy(*points_of("xor"), 2, tanh, 0.1, seed)
        points, labels = points_of("xor")
        if accuracy(net.predict(points), labels) > 0.93:
            assert linear_accuracy(net.hidden(points)[0], labels) > 93
        assert linear_accuracy(points, labels) < 77

    # pictures
    for seed in range(3):
        train = {h: by_width[h, seed][0] for h in [0, *picture_widths]}
        test = {h: by_width[h, seed][1] for h in [0, *picture_widths]}
        assert test[1] < 12 and test[3] < test[0] - 1, "narrow is worse than none"
        assert train[10] < train[0] - 5 and test[10] > test[0] + 5
        assert train[100] - train[30] > 9 and test[100] - test[30] < 7
        gaps = [train[h] - test[h] for h in picture_widths]
        assert np.all(np.diff(gaps) > 0), "the gap grows with every step"
        assert test[100] > test[0] + 18, "a large step"
        assert by_photo[100, seed][1] > by_photo[0, seed][1] + 4
        linear, mlp = (by_features[h, seed] for h in [0, 100])
        assert abs(mlp[1] - linear[1]) < 4 and mlp[0] > linear[0] + 3
        assert linear[1] > by_photo[100, seed][1] + 18
    ring, frame = (contrast.class_names.index(name) for name in ["ring", "frame"])
    assert set(pairs[ring]) == set(pairs[frame])
    for seed in range(3):
        net, rng = networks[100, seed], np.random.default_rng(seed)
        before = MLP([3072, 100, 10], relu, rng=rng).params["W1"]
        _, values = opposite_units(net.params["W1"] - before, net.params["W2"])
        assert (values < -0.15).sum() >= 8, "most classes have two looks"


def slider_claims():
    # each slider moves the quantity that the text reads off it
    assert kept[0] < 15 and np.ptp(kept) > 25
    for weight in [-3, -2, -1]:
        late, early = (xor_rows(b, weight)[1].astype(int) for b in [-2, 0])
        assert late.tolist() == [0, 1, 1, 1] and early.tolist() == [0, 0, 0, 0]
    assert (xor_rows(-1, -2)[1] == y).all() and (score[:, 0] == y).all()
    H_xor = xor_rows(-1, -2)[0]
    assert (H_xor[1] == H_xor[2]).all()
    for name, (_, losses, snapshots) in folded.items():
        points, labels = points_of(name, 80)
        reached = []
        for epoch in EPOCHS:
            scores, _ = forward(points, **snapshots[epoch], a=np.tanh)
            reached.append((scores.argmax(axis=1) == labels).mean())
        assert reached[-1] > 0.97 and reached[-1] - reached[0] > 0.08, reached
        assert losses[-1] < 0.2 * losses[0]
    for h in [8, 16, 32]:
        assert 3 < largest_error("wave", h) / largest_error("wave", 2 * h) < 5
        assert largest_error("step", h) > largest_error("step", 2 * h)
    assert largest_error("tent", 2) < 1e-12 < 0.1 < largest_error("tent", 3)
    for name in CURVES:
        for h in [1, 2, 3, 6, 16]:
            knots = np.linspace(-1, 1, h + 1)
            passes, _ = forward(knots[:, None], *ramps_through(CURVES[name], h))
            assert np.allclose(passes[:, 0], CURVES[name](knots))
    assert len({right[seed, 2] for seed in range(8)}) > 1
    assert len({right[0, h] for h in [2, 3, 4, 6]}) > 1


def exercises_answers():
    x_hat = np.array([[-1], [0], [0.5], [1], [2], [3]])
    hat, _ = forward(
        x_hat,
        np.ones((1, 3)),
        np.array([0, -1, -2]),
        np.array([[1], [-2], [1]]),
        0,
    )
    assert hat[:, 0].tolist() == [0, 0, 0.5, 1, 0, 0]
    straight = X.sum(axis=1) - 2 * (X.sum(axis=1) - 1)
    assert straight.tolist() == [2, 1, 1, 0]
    by_two = [tanh_run("circles", 2, seed) for seed in range(10)]
    assert 0.8 < max(by_two) < 0.87, by_two
    equal = MLP([2, 4, 2], relu, rng=np.random.default_rng(0))
    for name in ["W1", "W2"]:
        equal.params[name][:] = 0.5
    rng = np.random.default_rng(0)
    settings = {"epochs": 200, "batch_size": 30, "rng": rng}
    fit(equal, *toys["xor"], optimiser=SGD(0.05, momentum=0.9), **settings)
    assert np.ptp(equal.params["W1"], axis=1).max() < 1e-12
    assert accuracy(equal.predict(toys["xor"][0]), toys["xor"][1]) <= 0.75
    t = np.arange(4)
    odd = np.maximum(t, 0) - 2 * np.maximum(t - 1, 0) + 2 * np.maximum(t - 2, 0)
    assert odd.tolist() == [0, 1, 0, 1]

"""What `chapters/perceptron.ipynb` claims."""


def summary_claims():
    for low, high, bound in results.values():
        assert 1 <= low <= high <= bound, "no order exceeds the bound"
    for seed in [1, 2, 3]:
        for k in [0, 1, 2]:
            column = [results[gap, seed][k] for gap in [0.1, 0.4, 1.6]]
            assert column[0] >= column[1] >= column[2], "a wider gap, fewer corrections"
        assert results[0.1, seed][1] >= 7 * results[0.1, seed][0], "the order matters"
        assert results[0.1, seed][2] > 6 * results[0.1, seed][1], "the bound is loose"

    assert bounds[0.025] > 50 * max(len(shuffled_run(*cases[0.025], k)) for k in range(100))
    ratios = np.divide(list(bounds.values())[:-1], list(bounds.values())[1:])
    assert ((1.5 < ratios) & (ratios < 3.1)).all(), "twice the gap, a third of the bound"
    for gap in [0.025, 0.05, 0.1, 0.2]:
        counts = [len(shuffled_run(*cases[gap], k)) for k in range(100)]
        assert max(counts) >= 10 * min(counts)

    missing = {(0, 1, 1, 0), (1, 0, 0, 1)}
    every_table = {tuple(int(a) for a in f"{n:04b}") for n in range(16)}
    assert every_table - {tuple(map(int, table)) for table in tables.T} == missing

    # XOR: in every order of the rows the weights run in a cycle of four
    from itertools import permutations

    product_too = np.column_stack([corners, corners.prod(axis=1)])
    *_, (_, w, b) = learn(product_too, GATES["XOR"])
    assert (fires(product_too, w, b) == GATES["XOR"]).all(), "with the product one unit is enough"
    for rows in permutations(range(4)):
        run = learn(corners[list(rows)], GATES["XOR"][list(rows)], 50)
        assert len({(*w, b) for _, w, b in run}) == 4 and len(run) > 190
    for seed in range(3):  # clouds: never twice at one place, never far
        run = learn(*datasets.xor(40, noise=0.3, rng=np.random.default_rng(seed)), 300)
        path = np.array([[*w, b] for _, w, b in run])
        assert len(np.unique(path.round(9), axis=0)) == len(path) > 5000
        assert np.linalg.norm(path, axis=1).max() < 4

    # thresholds leave a part of the plane without one answer
    for seed in range(3):
        points, labels = datasets.blobs(150, spread=0.4, rng=np.random.default_rng(seed))
        lines = [learn(points, (labels == k).astype(int))[-1][1:] for k in range(3)]
        W_, b_ = (
            np.transpose([w for w, _ in lines]),
            np.array([b for _, b in lines]),
        )
        share = np.bincount((plane @ W_ + b_ > 0).sum(axis=1), minlength=4) / len(plane)
        assert 0.15 < 1 - share[1] < 0.5 and share[0] > 0 and share[2] > 0
        assert ((points @ W_ + b_).argmax(axis=1) == labels).all()
        assert (fires(points, W_, b_) == np.eye(3)[labels]).all()

    # a correction may make more examples wrong; it lifts t s of its own
    for seed in range(5):
        points, labels = two_classes(0.1, seed)
        before, wrong = (np.zeros(2), 0.0), [40]
        for i, w, b in learn(points, labels):
            t = 2 * labels[i] - 1
            rise = t * (points[i] @ (w - before[0]) + b - before[1])
            assert np.isclose(rise, points[i] @ points[i] + 1)
            before = w, b
            wrong.append(count_wrong(points, labels, w, b))
        assert wrong[-1] == 0 and max(np.diff(wrong)) > 0
    assert sum(i == 0 for i, _, _ in learn(corners, GATES["OR"])) == 5


def slider_claims():
    # each slider moves the quantity that the text reads off it
    from itertools import product

    grid = product([-2, -1, 0, 1, 2], [-2, -1, 0, 1, 2], np.arange(-2, 2.5, 0.5))
    counts = np.array([rows_right(*setting) for setting in grid]).reshape(5, 5, 9, 4)
    assert counts.max(axis=(0, 1, 2)).tolist() == [4, 4, 4, 3]
    for axis in range(3):
        assert (np.ptp(counts, axis=axis).max(axis=(0, 1)) > 0).all(), "each slider moves each bar"
    assert rows_right(1, 1, -1.5)[0] == rows_right(1, 1, -0.5)[1] == rows_right(-1, -1, 1.5)[2] == 4

    for name in in_order:
        wrong = [count_wrong(X, y, w, b) for _, w, b in lessons[name]]
        assert wrong[-1] == 0 and len(set(wrong)) >= 3
    assert len({len(lesson) for lesson in lessons.values()}) == 3 and len(wrong) <= 20

    for gap in gaps:
        points, labels = cases[gap]
        R = np.sqrt((points**2).sum(axis=1).max() + 1)
        margin = R / np.sqrt(bounds[gap])
        runs = [shuffled_run(points, labels, order) for order in range(8)]
        assert len({len(run) for run in runs}) > 1, "the order changes the count"
        for run in runs:
            k = np.arange(1, len(run) + 1)
            lengths = np.array([np.sqrt(w @ w + b**2) for _, w, b in run])
            assert (k * margin <= lengths + 1e-9).all() and (lengths <= np.sqrt(k) * R + 1e-9).all()
    assert np.all(np.diff(list(bounds.values())) < 0)

    for run in xor_runs.values():
        path = np.array([[*w, b] for _, w, b in run[:40]])
        assert len(run) > 40 and np.ptp(path, axis=0).min() > 0.9 and -3 < path.min() <= path.max() < 3

    for w1 in [-1.4, -1.0, -0.6, -0.2, 0.2, 0.6, 1.0, 1.4, 1.8, 2.2]:
        levels, slopes = [], []
        for zoom in [1, 2, 4, 8, 16, 32, 64, 128]:
            nearby = w1 + np.linspace(-3, 3, 241) / zoom
            right, losses = np.transpose([right_and_loss(value) for value in nearby])
            levels.append(len(set(right)))
            slopes.append(np.diff(losses) / np.diff(nearby))
        assert np.all(np.diff(levels) <= 0) and levels[0] > 5 and levels[-1] == 1, levels
        assert np.ptp(slopes[-1]) < 0.01 < abs(slopes[-1].mean()), "a straight line, and not flat"
    right, loss = right_and_loss(0.7)
    s = X @ np.array([0.7, 1.5]) - 0.5
    assert right == (fires(X, np.array([0.7, 1.5]), -0.5) == y).mean()
    assert np.isclose(loss, np.logaddexp(0, (1 - 2 * y) * s).mean())


def exercises_answers():
    after = [(tuple(corners[i]), tuple(w), b) for i, w, b in learn(corners, GATES["NAND"], 1)]
    assert after == [((0, 0), (0, 0), 1), ((1, 1), (-1, -1), 0)]
    assert [len(learn(X + shift, y)) for shift in [0, 3]] == [20, 301]
    w10, b10 = np.zeros(2), 0.0  # a learning rate of 10, on the same corrections
    for i, w, b in lessons["as given"]:
        t = 2 * y[i] - 1
        assert t * (X[i] @ w10 + b10) <= 0
        w10, b10 = w10 + 10 * t * X[i], b10 + 10 * t
        assert np.allclose(w10, 10 * w) and b10 == 10 * b
    R = [np.sqrt(((X + shift) ** 2).sum(axis=1).max() + 1) for shift in [0, 3]]
    assert np.round(R, 1).tolist() == [2.7, 6.4]
    assert [learn(X + shift, y)[-1][2] for shift in [0, 3]] == [-2, -39]
    wanderings = {}
    for i in [0, 5, 7]:
        turned = y.copy()
        turned[i] = 1 - turned[i]
        run = learn(X, turned, 200)
        lengths = [np.sqrt(w @ w + b**2) for _, w, b in run]
        wanderings[i] = len(run), max(lengths)
        assert (count_wrong(X, turned, *run[-1][1:]) == 0) == (i == 7)
    assert [n for n, _ in wanderings.values()] == [1625, 1377, 93]
    assert wanderings[0][1] < 6 and wanderings[5][1] < 6 and 11 < wanderings[7][1] < 12

    def gate(name, first, second):
        inputs = 2 * first + second
        return GATES[name][inputs]

    first, second = corners.T
    assert (gate("AND", gate("OR", first, second), gate("NAND", first, second)) == GATES["XOR"]).all()
    allowed = ["AND", "OR", "NAND"]  # two such gates are not enough
    for inner, last in product(allowed, [first, second]):
        middle = gate(inner, first, last)
        for outer in allowed:
            for other in [first, second, middle]:
                assert not np.array_equal(gate(outer, middle, other), GATES["XOR"])

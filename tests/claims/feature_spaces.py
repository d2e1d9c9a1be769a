"""What `chapters/feature_spaces.ipynb` claims."""


def summary_claims():
    for seed in range(3):
        for name in toy_sets:
            data = sample(name, seed)
            reached = {key: learn_toy(data, f, seed)[1] for key, f in descriptions.items()}
            key = {
                "moons": "cubic",
                "circles": "polar",
                "xor": "product",
                "spirals": "unwind",
            }[name]
            assert reached[key] > 97 and reached["cubic"] > 97, "the key opens; cubic opens all"
            if name == "xor":
                assert abs(reached["polar"] - 50) < 3, "polar leaves XOR at chance"
            if name == "moons":
                assert reached["unwind"] < reached["plain"] - 10, "unwinding makes moons worse"
        points, inside = datasets.circles(400, rng=np.random.default_rng(seed))
        distance = polar(points)[:, 0]
        low, high = (
            np.percentile(distance[inside == 0], 1),
            np.percentile(distance[inside == 1], 99),
        )
        assert high < 0.75 < low, "the rings do not overlap in r"
    assert 4.5e9 < comb(3075, 3) - 1 < 5e9


def slider_claims():
    # each slider moves the quantity that the text reads off it
    assert circle_accuracy(0.75, 0) > 0.99 > circle_accuracy(0.75, 0.15)
    assert circle_accuracy(0.5, 0) < 0.8 and circle_accuracy(1.0, 0) < 0.8
    assert np.allclose(unbend(r, theta, 0), rings.T), "0 %: x and y"
    assert np.allclose(unbend(r, theta, 1), [r, 0.45 * theta], atol=1e-4), "100 %: r and theta"
    lifted = np.column_stack([X_xor, height])
    gap = []
    for eye in [90, 45, 0]:
        up = seen(lifted, eye)[:, 1]
        gap.append(np.mean((up < 0) == (y_xor == 1)))
    assert gap[2] == right_side > 0.97 and gap[0] < 0.6 and gap[0] < gap[1] < gap[2]
    assert min(spiral_accuracy[8:25]) > 93 and max(spiral_accuracy[0], spiral_accuracy[-1]) < 66
    assert all(learned[name, "cubic"][1] > learned[name, "plain"][1] + 8 for name in toy_sets)


def exercises_answers():
    assert np.allclose(
        polar(np.array([[1, 1], [0, -2], [-1, 0]])),
        [[2**0.5, np.pi / 4], [2, -np.pi / 2], [1, np.pi]],
    )

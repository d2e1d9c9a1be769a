"""What `chapters/feature_spaces.ipynb` claims."""


def summary_claims():
    from mlplib.features import kmeans_objective as objective

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

    # the nearest centre has the largest score, as the text says
    X, X_ = rng.normal(size=(50, 7)), rng.normal(size=(5, 7))
    assert np.array_equal(nearest(X, X_)[0], (X @ X_.T - (X_**2).sum(axis=1) / 2).argmax(axis=1))
    for k in range(2, 7):
        costs = [objective(clouds, centres) for centres in paths[k]]
        assert np.all(np.diff(costs) < 1e-12), "Lloyd's distance never rises"

    smoothness = {}
    for space in spaces:
        tiles = word_paths[space, 64][0][8].reshape(64, 6, 6, 3)
        smoothness[space] = (np.diff(tiles, axis=1) ** 2).mean() / tiles.var()
    assert smoothness["plain"] < smoothness["whitened"] / 2, "plain words are smoother"
    _, cloud = datasets.blobs(240, 4, spread=0.6, rng=np.random.default_rng(2))
    labels = nearest(clouds, paths[2][10])[0]
    share = [labels[cloud == j].mean() for j in range(4)]
    assert sorted(np.round(share)) == [0, 0, 1, 1], "two centres, two clouds each"
    ends = [lloyd_path(clouds, 4, 20, np.random.default_rng(s))[-1] for s in range(12)]
    rest = [objective(clouds, end) for end in ends]
    assert max(rest) > 1.3 * min(rest), "it depends on the start"

    photo, shape = (
        np.transpose(table["photo patches"]),
        np.transpose(table["shapes"]),
    )
    at = {row: k for k, row in enumerate(rows)}
    for result, best in [(photo, "bag of words"), (shape, "HoG")]:
        single = [at[name] for name in names]
        assert (result[single].argmax(axis=0) == names.index(best)).all()
        assert (result[at[best]] > result[at["pixels"]] + 25).all()
        assert (np.abs(result[at["all three"]] - result[at[best]]) < 6).all()
    assert (photo[at["HoG"]] < photo[at["pixels"]] + 6).all(), "no gain on photo patches"
    gain = photo[at["colour histogram"]] - photo[at["mean colour"]]
    assert ((2 < gain) & (gain < 14)).all()
    assert (shape[at["colour histogram"]] < 17).all(), "colour says little of a shape"
    assert abs(bright_or_dark["HoG"] - shape[at["HoG"], 0]) < 5
    assert bright_or_dark["bag of words"] < shape[at["bag of words"], 0] - 10
    assert bright_or_dark["pixels"] < shape[at["pixels"], 0] - 15
    assert reach(train, test)[1] > 100 * accuracy(raw.predict(test), y_test) + 10

    # what the features cannot see
    before = blind["unchanged"]
    assert blind["tiles shuffled"][0] == before[0] and blind["negative"][1] == before[1]
    assert abs(blind["red and blue swapped"][1] - before[1]) < 3
    assert blind["tiles shuffled"][1] < before[1] - 5 and blind["tiles shuffled"][2] > 55
    assert blind["negative"][2] < before[2] - 10
    assert blind["red and blue swapped"][2] < before[2] - 10


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
    for image in gallery.values():
        used = [(histogram_by_hand(image, bins) > 0).sum() for bins in [1, 2, 3, 4, 6, 8]]
        assert used[0] == 1 and used[-1] > used[1], "more bins, more boxes in use"
        sizes = [hog(image[None], cell, 9).size for cell in [4, 8, 16, 32]]
        assert sizes == [576, 144, 36, 9]
    likeness = [
        np.mean([np.abs(repaint(i, books[k]) - i / 255).mean() for i in gallery.values()])
        for k in [1, 4, 16, 36, 100]
    ]
    assert np.all(np.diff(likeness) < 0), "more words, a better likeness"
    for _, costs in word_paths.values():
        assert np.all(np.diff(costs) <= 1e-12) and costs[-1] < 0.97
    colours, edges, words = moved
    assert np.allclose(colours, 0) and (edges[:, 1:] > 0.3).all()
    assert (np.diff(words.mean(axis=0)) > 0).all(), "the smaller the tiles, the more words change"


def exercises_answers():
    assert np.allclose(
        polar(np.array([[1, 1], [0, -2], [-1, 0]])),
        [[2**0.5, np.pi / 4], [2, -np.pi / 2], [1, np.pi]],
    )
    mirrored = extract(splits.test.images[:, :, ::-1], codebook)
    steady = [np.abs(a - b).max() < 1e-12 for a, b in zip(mirrored, test_parts)]
    assert steady == [True, False, False]

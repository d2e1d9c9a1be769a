"""What `chapters/image_features.ipynb` claims."""


def summary_claims():
    from mlplib.features import kmeans_objective as objective

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
    mirrored = extract(splits.test.images[:, :, ::-1], codebook)
    steady = [np.abs(a - b).max() < 1e-12 for a, b in zip(mirrored, test_parts)]
    assert steady == [True, False, False]

"""What `chapters/image_features.ipynb` claims."""

from functools import cache as _cache

SEEDS = range(1, 6)  # fresh draws: choices were made on those of seed 0


@_cache
def _draw(name, seed):
    data = load(makers[name], seed, n_validation=0)  # the chapter has made them already
    return data.train, data.test


@_cache
def _described(name, seed, feature):
    return describe(feature, _draw(name, seed))


@_cache
def _fresh(feature, decay, name="photo patches"):
    """Accuracy on train and test of each fresh draw: (5, 2)."""
    how = {"weight_decay": decay}
    return np.array([reach(_described(name, seed, feature), _draw(name, seed), **how) for seed in SEEDS])


@_cache
def _remedied(name):
    """Without and with the decay that validation chose, five draws: (5, 2, 2)."""
    decays = {"pixels": [0, 0.03], "HoG 4 px": [0, 0.3]}[name]
    return np.concatenate([remedied[name], [fresh(kinds[name], decays, seed) for seed in (4, 5)]])


@_cache
def _codebook(name, seed):
    return codebook_of(_draw(name, seed)[0], seed)


@_cache
def _runs(name):
    """Rows of the table for five draws: the three of the chapter, and two more."""
    return table[name] + [measure(makers[name], chosen[name], seed) for seed in (4, 5)]


@_cache
def _few(name, n):
    """Accuracy on train and test after only the first n of 2000 training pictures: (5, 2)."""
    runs = []
    for seed in SEEDS:
        train, test = _draw("photo patches", seed)
        parts = datasets.Images(train.images[:n], train.labels[:n]), test
        runs.append(reach(describe(kinds[name], parts), parts, epochs=40_000 // n))
    return np.array(runs)


BINS_2, BINS_8, BINS_16 = (partial(colour_histogram, bins=bins) for bins in (2, 8, 16))
HOG = {cell: partial(hog, cell=cell) for cell in (16, 32)}


def what_is_written_by_hand_is_what_the_library_does():
    image = gallery["rocket"]
    assert np.allclose(histogram_by_hand(image, 8), colour_histogram(image[None], 8)[0])
    pair = gradients(image[None])
    assert np.allclose(scale(cell_votes(pair[0][0], pair[1][0], 4)).ravel(), hog(image[None], 4)[0])
    assert np.array_equal(slopes(grey)[0].astype(int), gradients(three_channels[None])[0][0])
    from mlplib.features import extract_patches, normalise_patches

    assert np.array_equal(cut(gallery["grass"]), extract_patches(gallery["grass"][None])[0])
    assert np.allclose(normalise(cut(gallery["grass"])), normalise_patches(cut(gallery["grass"])))
    assert np.allclose(paths[4][1], kmeans_step(clouds, paths[4][0])[0])


# Overfitting, underfitting, and what helps


def pixels_of_photo_patches_have_a_wide_gap():
    gap = _remedied("pixels")[:, 0] @ [1, -1]
    assert (gap > 15).all()


def training_accuracy_rises_with_the_bins_and_validation_accuracy_rises_and_falls():
    train, validation = np.transpose(by_bins)
    assert (np.diff(train) > 0).all() and train[-1] > 93
    assert validation[0] == 10 and 2 < validation.argmax() < len(bins_tried) - 1
    assert validation[-1] < validation.max() - 1
    finest, fine = _fresh(BINS_16, 0), _fresh(BINS_8, 0)
    assert (finest[:, 0] > 90).all() and finest[:, 1].mean() < fine[:, 1].mean() - 1.5


def many_a_box_of_16_bins_is_used_by_a_few_pictures_only():
    use = (colour_histogram(photos.train.images, 16) > 0).sum(axis=0)
    assert use.shape == (4096,) and (use[use > 0] < 5).mean() > 0.2


def few_bins_are_low_on_both_and_many_bins_high_on_training_only():
    coarse, fine = _fresh(BINS_2, 0), _fresh(BINS_8, 0)
    assert (np.abs(coarse @ [1, -1]) < 7).all() and (coarse < 42).all()
    assert (fine @ [1, -1] > 13).all() and (fine[:, 1] > coarse[:, 1] + 10).all()


def a_decaying_step_is_a_shrunken_weight_and_a_plain_step():
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        W, d_W, b, d_b = (
            rng.normal(size=(4, 3)),
            rng.normal(size=(4, 3)),
            rng.normal(size=3),
            rng.normal(size=3),
        )
        params = {"W": W.copy(), "b": b.copy()}
        SGD(0.2, weight_decay=0.3).step(params, {"W": d_W, "b": d_b})
        assert np.allclose(params["W"], (1 - 0.06) * W - 0.2 * d_W)
        assert np.allclose(params["b"], b - 0.2 * d_b), "biases do not decay"


def the_penalty_has_the_gradient_lambda_w():
    from mlplib.gradcheck import numerical_gradient

    W = np.random.default_rng(0).normal(size=(4, 3))
    assert np.allclose(numerical_gradient(lambda w: 0.3 / 2 * (w**2).sum(), W), 0.3 * W)


def weight_decay_narrows_both_gaps():
    for curves in by_decay.values():
        train, validation = np.transpose(curves)
        assert (np.diff(train) < 0).all()
        assert train[-1] - validation[-1] < (train[0] - validation[0]) / 2


def too_much_weight_decay_underfits_pixels_on_both_parts():
    none, too_much = (
        _remedied("pixels")[:, 0],
        np.array([fresh(pixels, [1], seed)[0] for seed in SEEDS]),
    )
    assert (too_much < none).all() and (too_much.mean(axis=0) < none.mean(axis=0) - 2).all()


def weight_decay_1_does_no_worse_than_0_3_for_fine_hog_on_fresh_draws():
    strongest = np.array([fresh(kinds["HoG 4 px"], [1], seed)[0] for seed in SEEDS])
    assert (strongest - _remedied("HoG 4 px")[:, 1])[:, 1].mean() > -0.5


def weight_decay_brings_fine_hog_about_ten_points_on_new_pictures_and_pixels_nothing():
    gain = np.diff(_remedied("HoG 4 px"), axis=1)[:, 0, 1]
    assert (gain > 4).all() and 7 < gain.mean() < 13
    nothing = np.diff(_remedied("pixels"), axis=1)[:, 0]
    assert np.abs(nothing[:, 1]).max() < 5 and abs(nothing[:, 1].mean()) < 2
    assert (nothing[:, 0] < -5).all(), "the training accuracy has come down"


def weight_decay_smooths_the_templates_of_pixels():
    rough = [(np.diff(t, axis=1) ** 2).mean() / t.var() for t in templates]
    assert (np.diff(rough) < 0).all() and rough[-1] < rough[0] / 2


def more_pictures_lower_training_and_raise_validation():
    for curves in by_amount.values():
        train, validation = np.transpose(curves)
        assert (np.diff(train) < 1).all() and train[-1] < train[0] - 20
        assert validation[-1] > validation[0] + 4
        assert train[-1] - validation[-1] < train[0] - validation[0]


def more_pictures_help_colours_most():
    after = {"8 bins": _fresh(BINS_8, 0)} | {name: _remedied(name)[:, 0] for name in ("pixels", "HoG 4 px")}
    gain = {name: (after[name] - _few(name, 100))[:, 1] for name in after}
    means = {name: gain[name].mean() for name in gain}
    assert max(means, key=means.get) == "8 bins" and gain["8 bins"].min() > 5, means
    first = {name: curves[-1][1] - curves[0][1] for name, curves in by_amount.items()}
    assert max(first, key=first.get) == "8 bins"


def pixels_stop_gaining_at_about_1000_pictures():
    more = _remedied("pixels")[:, 0] - _few("pixels", 1000)
    assert abs(more[:, 1].mean()) < 3 and (more[:, 0] < -5).all()
    curve = np.transpose(by_amount["pixels"])[1][amounts.index(1000) :]
    assert np.ptp(curve) < 3


# Edges


def small_cells_win_on_shapes_and_lose_on_photo_patches():
    assert (_fresh(HOG[16], 0)[:, 1] > _remedied("HoG 4 px")[:, 0, 1] + 8).all()
    small = [run["HoG"] for run in _runs("shapes")]  # validation chose cells of 4 pixels there
    assert cells_allowed[chosen["shapes"]["HoG"][0]] == 4
    assert (small > _fresh(HOG[16], 0, "shapes")[:, 1] + 15).all()


def overfitting_explains_more_than_half_of_what_the_smallest_cells_lack():
    best = _fresh(HOG[16], 0)[:, 1].mean()
    without, with_decay = _remedied("HoG 4 px").mean(axis=0)[:, 1]
    assert 0.5 < (with_decay - without) / (best - without) < 0.85


def one_cell_without_places_loses_little_on_photo_patches_and_most_on_shapes():
    one, best = (_fresh(HOG[cell], 0)[:, 1].mean() for cell in (32, 16))
    assert -2 < best - one < 5
    assert _fresh(HOG[32], 0, "shapes")[:, 1].mean() < 55


def _gains_of_blocks(name, cell):
    """What blocks add on fresh draws, each side with the decay that validation chose for it: (5,)."""
    gains = []
    for seed in SEEDS:
        parts, reached = _draw(name, seed), []
        votes = [all_votes(part, cell) for part in parts]
        for scaling, (_, decay) in zip((scale, scale_blocks), by_scaling[name, cell], strict=True):
            X = [np.stack([scaling(v).ravel() for v in part]) for part in votes]
            reached.append(reach(standardise(*X), parts, weight_decay=decay)[1])
        gains.append(reached[1] - reached[0])
    return np.array(gains)


def blocks_gain_a_few_points_on_shapes_with_the_smallest_cells():
    gains = _gains_of_blocks("shapes", 4)
    assert gains.min() > 0 and 1.5 < gains.mean() < 5


def blocks_lose_a_few_points_on_photo_patches():
    gains = _gains_of_blocks("photo patches", 16)
    assert gains.max() < 0 and -5 < gains.mean() < -1


def hog_does_not_see_contrast():
    image = gallery["bars"]
    softer = (image // 2 + 60).astype(np.uint8)
    assert np.abs(hog(softer[None], 32) - hog(image[None], 32)).max() < 0.1


# Words


def the_distance_of_k_means_never_rises_and_comes_to_rest():
    for k in range(2, 7):
        costs = [kmeans_objective(clouds, centres) for centres in paths[k]]
        assert np.all(np.diff(costs) < 1e-12)
    for seed in SEEDS:
        path = lloyd_path(clouds, 4, 60, np.random.default_rng(seed))
        assert np.array_equal(path[-1], path[-2])


def two_centres_take_two_clouds_each():
    _, cloud = datasets.blobs(240, 4, spread=0.6, rng=np.random.default_rng(2))
    labels = nearest(clouds, paths[2][10])[0]
    assert sorted(np.round([labels[cloud == j].mean() for j in range(4)])) == [0, 0, 1, 1]


def where_k_means_rests_depends_on_the_start():
    ends = [lloyd_path(clouds, 4, 20, np.random.default_rng(s))[-1] for s in range(12)]
    rest = [kmeans_objective(clouds, end) for end in ends]
    assert max(rest) > 1.3 * min(rest)


def the_nearest_word_has_the_largest_score():
    rng = np.random.default_rng(0)
    X, centres = rng.normal(size=(50, 7)), rng.normal(size=(5, 7))
    scores = X @ centres.T - (centres**2).sum(axis=1) / 2
    assert np.array_equal(nearest(X, centres)[0], scores.argmax(axis=1))


def whitening_parts_neighbours_and_evens_the_spreads():
    def unevenness(points):
        return np.linalg.eigvalsh(np.cov(points.T))[[-1, 54]]  # the largest variance and the median

    assert neighbours_alike(centred) > 0.85 and abs(neighbours_alike(centred @ M)) < 0.3
    plain, white = unevenness(centred), unevenness(centred @ M)
    assert white[0] / white[1] < plain[0] / plain[1] / 10


def plain_words_are_smoother():
    rough = {}
    for space in spaces:
        tiles = word_paths[space, 64][0][8].reshape(64, 6, 6, 3)
        rough[space] = (np.diff(tiles, axis=1) ** 2).mean() / tiles.var()
    assert rough["plain"] < rough["whitened"] / 2


# The pipeline


def raw_features_at_a_small_rate_are_far_behind_and_at_their_best_rate_a_little():
    for seed in SEEDS:
        parts = _draw("photo patches", seed)
        X = [extract(part.images, codebook) for part in parts]  # learned on other windows: nothing leaks in
        trained = {"raw, 0.02": (X, 0.02), "raw, 3": (X, 3), "standardised": (standardise(*X), 0.02)}
        at = {key: reach(F, parts, rate=rate, seed=seed)[1] for key, (F, rate) in trained.items()}
        assert at["standardised"] > at["raw, 0.02"] + 12
        assert -1 < at["standardised"] - at["raw, 3"] < 8
    behind = max(by_rate["standardised"].values()) - max(by_rate["raw"].values())
    assert 1 < behind < 8 and by_rate["standardised"][0.02] > by_rate["raw"][0.02] + 15


def no_test_picture_takes_part_in_scaling():
    train, test = unscaled
    assert np.array_equal(standardise(train, test)[1][:5], standardise(train, test[:5])[1])


def words_win_on_photo_patches_and_hog_on_shapes():
    for name, best in (("photo patches", "words"), ("shapes", "HoG")):
        for run in _runs(name):
            assert max(("histogram", "HoG", "words"), key=run.get) == best
            assert run[best] > run["pixels"] + 25


def colours_say_little_of_a_shape_and_a_histogram_more_than_a_mean():
    for run in _runs("shapes"):
        assert max(run["histogram"], run["mean colour"]) < 17
    for run in _runs("photo patches"):
        assert 4 < run["histogram"] - run["mean colour"] < 16


def hog_is_a_little_better_than_pixels_on_photo_patches_and_twice_as_good_on_shapes():
    photo, shape = (
        [np.mean([run[row] for run in _runs(name)]) for row in ("HoG", "pixels")]
        for name in ("photo patches", "shapes")
    )
    assert 1 < photo[0] - photo[1] < 9
    assert 1.8 < shape[0] / shape[1] < 2.3


def all_three_together_are_best_by_a_few_points():
    for name, best in (("photo patches", "words"), ("shapes", "HoG")):
        lead = np.array([run["all three"] - run[best] for run in _runs(name)])
        assert lead.min() > -1.5 and 0.5 < lead.mean() < 6


def bright_or_dark_breaks_pixels_and_words_but_not_hog():
    runs = [(_runs("shapes")[0], contrast)]
    for seed in SEEDS[1:]:
        parts = _draw("shapes", seed), load(either, seed, n_train=1000, n_validation=0)[::2]
        features = candidates(codebook_of(parts[1][0], seed))
        after = {}
        for row in ("HoG", "words"):
            at, decay = chosen["shapes"][row]
            after[row] = reach(describe(features[row][at], parts[1]), parts[1], weight_decay=decay)[1]
        runs.append((_runs("shapes")[seed - 1], after))
    for before, after in runs:
        assert abs(before["HoG"] - after["HoG"]) < 6
        assert after["words"] < before["words"] - 5
    assert contrast["pixels"] < _runs("shapes")[0]["pixels"] - 15


# What a feature cannot see


def each_feature_is_blind_to_its_own_change():
    before = {name: blind["unchanged", name] for name in three}
    assert blind["tiles shuffled", "colours"] == before["colours"]
    assert blind["negative", "HoG"] == before["HoG"]
    assert abs(blind["red and blue swapped", "HoG"] - before["HoG"]) < 3
    assert blind["tiles shuffled", "HoG"] < before["HoG"] - 5
    assert before["words"] - 20 < blind["tiles shuffled", "words"] < before["words"] - 4
    for change in ("negative", "red and blue swapped"):
        assert blind[change, "words"] < before["words"] - 15
        assert blind[change, "colours"] < before["colours"] - 10


def patches_inside_a_tile_keep_their_words_when_tiles_are_shuffled():
    inside = np.add.outer(14 * np.arange(14), np.arange(14))[
        np.ix_(np.arange(14) % 4 < 2, np.arange(14) % 4 < 2)
    ]
    counts = []
    for changes in (changed["unchanged"], changed["tiles shuffled"]):
        scores = [
            normalise(cut(image))[inside.ravel()] @ codebook.filters - codebook.offsets
            for image in changes[:20]
        ]
        counts.append([np.bincount(s.argmax(axis=1), minlength=100) for s in scores])
    assert np.array_equal(*counts)


# What moves when a slider moves


def more_bins_use_more_boxes():
    used = [
        [(histogram_by_hand(image, bins) > 0).sum() for image in gallery.values()] for bins in (1, 2, 4, 8)
    ]
    assert max(used[0]) == 1 and (np.diff(np.sum(used, axis=1)) > 0).all()


def larger_cells_give_fewer_numbers():
    for image in gallery.values():
        assert [hog(image[None], cell, 9).size for cell in (4, 8, 16, 32)] == [576, 144, 36, 9]


def more_words_paint_a_better_likeness():
    likeness = [
        np.mean([np.abs(repaint(i, books[k]) - i / 255).mean() for i in gallery.values()])
        for k in (1, 4, 16, 36, 100)
    ]
    assert np.all(np.diff(likeness) < 0)


def iterations_shorten_the_distance_to_the_words():
    for _, costs in word_paths.values():
        assert np.all(np.diff(costs) <= 1e-12) and costs[-1] < 0.97


def smaller_tiles_move_words_and_edges_and_no_colours():
    colours, edge, words = moved.values()
    assert np.allclose(colours, 0) and (edge[:, 1:] > 0.3).all()
    change = words.mean(axis=0)
    assert (np.diff(change[:5]) > 0).all() and change[5] > 2 * change[1]


# Answers of the exercises


def mirroring_changes_edges_and_words_and_no_colours():
    images = photos.validation.images
    for name, feature in three.items():
        change = np.abs(feature(images[:50, :, ::-1]) - feature(images[:50])).max()
        assert (change < 1e-12) == (name == "colours")


def ten_decaying_steps_leave_1_2_of_a_weight_of_2():
    params, optimiser = {"W": np.array([2.0])}, SGD(0.1, weight_decay=0.5)
    for _ in range(10):
        optimiser.step(params, {"W": np.zeros(1)})
    assert round(params["W"][0], 1) == 1.2


def _words(name, seed, codebook, bag=bag_of_words):
    """Test accuracy with bags of the words of a codebook, with the decay that the chapter chose for words."""
    describe_all = partial(bag, codebook=codebook)
    decay = chosen[name]["words"][1]
    parts = _draw(name, seed)
    return reach(describe(describe_all, parts), parts, weight_decay=decay, seed=seed)[1]


def _quarters(images, codebook):
    """Four bags side by side, one for each quarter of a picture."""
    cuts = [images[:, i : i + 16, j : j + 16] for i in (0, 16) for j in (0, 16)]
    return np.concatenate([bag_of_words(cut, codebook) for cut in cuts], axis=1)


def words_of_shapes_cost_photo_patches_about_five_points():
    lost = [
        _runs("photo patches")[seed - 1]["words"] - _words("photo patches", seed, _codebook("shapes", seed))
        for seed in SEEDS
    ]
    assert min(lost) > 0 and 3 < np.mean(lost) < 8, lost


def four_bags_win_on_shapes_and_lose_a_little_on_photo_patches():
    gains = {
        name: [
            _words(name, seed, _codebook(name, seed), _quarters) - _runs(name)[seed - 1]["words"]
            for seed in SEEDS
        ]
        for name in ("shapes", "photo patches")
    }
    assert min(gains["shapes"]) > 2 and np.mean(gains["shapes"]) > 4, gains
    assert -8 < np.mean(gains["photo patches"]) < 0, gains


def a_network_of_the_plane_overfits_without_decay_and_learns_nothing_with_too_much():
    from mlplib.losses import cross_entropy
    from mlplib.playground import Orders
    from mlplib.playground.state import make_state, points_of, trained

    def losses(weight_decay, seed, n):
        settings = {"data": "xor", "n": n, "noise": 0.8, "share": 0.5, "hidden": [8, 8], "seed": seed}
        state = make_state(**settings, weight_decay=weight_decay, steps=600)
        model, features = trained(state)
        X_, y_ = points_of(state)
        order = Orders(0).permutation(n)
        parts = order[n // 2 :], order[: n // 2]
        return [cross_entropy(model.forward(features(X_[part]))[0], y_[part])[0] for part in parts]

    for seed, n in [(0, 60), (1, 60), (2, 60), (3, 60), (1, 80)]:
        free, held, crushed = (losses(decay, seed, n) for decay in (0, 0.03, 0.1))
        assert free[0] < 0.1
        assert free[1] > 2 * held[1]
        assert held[0] < 0.4
        assert min(crushed) > 0.68

"""What `chapters/linear_model.ipynb` claims."""


def summary_claims():
    assert np.array_equal(pixels(splits.train.images[:5]), X5), "the library scales as the text does"
    photo, colour, shape, shape_colour, mixed_shape = np.transpose(results)
    assert (photo - colour < 6).all(), "the control does almost as well as the pixels"
    assert ((35 < photo) & (photo < 50)).all(), "far above chance, far from good"
    assert (shape > 40).all(), "bright shapes can be told by one template each, somewhat"
    assert (shape_colour < 16).all(), "mean colour says little about a shape"
    assert (shape - mixed_shape > 15).all(), "one template cannot fit bright and dark"

    # the 2-D sets, over several seeds: what the text says of lines
    for seed in range(3):
        xor, circles = (sample(name, 400, seed) for name in ["xor", "circles"])
        best = [max(best_line(*data, a)[1] for a in angles) for data in [xor, circles]]
        assert 0.70 < best[0] < 0.78, "xor: about one point in four stays on the wrong side"
        assert best[1] < 0.72, "circles: a line cuts off a piece of the rim"
    assert J(descend(0.18, 100)[-1]) < 1e-6 < J(descend(0.01, 100)[-1])
    assert np.isclose(abs(1 - 0.2 * curvature[1]), 1), "2 / largest curvature is the limit"
    assert J(descend(0.21, 100)[-1]) > 1e3
    assert np.allclose(softmax(np.array([4, 1, 0]) / 20), 1 / 3, atol=0.05), "T = 20 hesitates"


def slider_claims():
    # each slider moves the quantity that the text reads off it
    cat = [softmax(np.array([score, 1, 0]))[0] for score in np.arange(-4, 4.5, 0.5)]
    assert np.all(np.diff(cat) > 0), "a higher score, a higher probability"
    sure = [softmax(np.array([2, 1, 0]) / T).max() for T in [0.25, 0.5, 1, 2, 4, 20]]
    assert np.all(np.diff(sure) < 0), "the warmer, the less sure"
    for classes in [2, 10, 100]:
        leads = np.array([[lead] + [0.0] * (classes - 1) for lead in np.arange(-6, 6.5, 0.5)])
        costs = np.array([cross_entropy(row[None], np.array([0]))[0] for row in leads])
        assert np.all(np.diff(costs) < 0) and np.isclose(costs[12], np.log(classes))
        slopes = [cross_entropy(row[None], np.array([0]))[1][0, 0] for row in leads]
        assert slopes[0] < -0.99, "far behind, the loss pulls with slope -1"
    turns = np.array([[loss_and_accuracy(a, o) for a in range(0, 360, 15)] for o in [-4, 0, 4]])
    assert np.ptp(turns[..., 0], axis=1).min() > 5 and np.ptp(turns[..., 1], axis=1).min() > 0.7
    heights = [J(descend(rate, 30)[-1]) for rate in [0.01, 0.05, 0.1, 0.15, 0.18]]
    assert np.argmin(heights) == 4 and np.argmax(heights) == 0
    sizes = [np.abs(W).mean() for W in templates["shapes"]]
    assert sizes[0] == 0 and np.all(np.diff(sizes) > 0), "templates form"
    assert all(np.ptp(values) > 0.03 for values in reach.values()), "the angle matters"

    for seed in range(5):
        W_, b_, _ = train(X, y, 3, 0.5, 100, 20, np.random.default_rng(seed))
        assert cross_entropy(X @ W_ + b_, y)[0] < by_hand, "training beats the sliders"

    # the noise of a minibatch, and where it leaves the path
    spread = []
    for batch_size in [1, 4, 16]:
        gradients = [gradient(rng.integers(60, size=batch_size)) for _ in range(4000)]
        spread.append(np.sqrt(np.mean([np.sum((g - exact) ** 2) for g in gradients])))
    assert np.allclose(np.divide(spread[:-1], spread[1:]), 2, atol=0.15), "4 times the batch halves it"
    rest = [np.mean([J(noisy_walk(size, seed)[40:]) for seed in range(8)]) for size in [1, 8, 64, 512]]
    assert np.all(np.diff(rest) < 0), "the larger the batch, the smaller the cloud"
    curves = history["train"], history["validation"]
    assert curves[0][-1] - curves[0][4] > 0.05, "training accuracy keeps rising"
    assert abs(curves[1][-1] - curves[1][9]) < 0.04, "validation accuracy has levelled off"


def exercises_answers():
    loss, d_S = cross_entropy(np.array([[3.0, 1.0, 0.0]]), np.array([1]))
    assert np.allclose(softmax(np.array([3.0, 1.0, 0.0])).round(3), [0.844, 0.114, 0.042])
    assert round(loss, 2) == 2.17 and np.allclose(d_S.round(3), [[0.844, -0.886, 0.042]])

    test = pixels(drawn.test.images), drawn.test.labels
    doubled = LinearModel(3072, 10)
    doubled.params = {name: 2 * value for name, value in drawn_model.params.items()}
    assert (doubled.predict(test[0]) == drawn_model.predict(test[0])).all()
    assert doubled.loss_and_grads(*test)[0] > drawn_model.loss_and_grads(*test)[0]

    _, wild = train_on_pixels(drawn, learning_rate=10)
    assert np.isfinite(wild["loss"]).all() and max(wild["loss"][:10]) > 100
    assert np.mean(wild["loss"][-30:]) > np.mean(history["loss"][-30:])

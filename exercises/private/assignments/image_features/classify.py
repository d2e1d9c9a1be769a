r"""Extract, standardise, classify

Write a small pipeline, `classify(train, y, test)`. `train` holds $n$ training pictures, shape $(n, h, w, 3)$, and `y` their classes, shape $(n,)$, whole numbers $0 \dots c - 1$, each of which occurs. `test` holds $m$ other pictures, $(m, h, w, 3)$.

1. *Extract.* The features of a picture are its mean red, mean green and mean blue.
2. *Standardise.* Shift each column by its mean and divide it by its spread, the standard deviation (`np.std`), both taken from the training pictures alone. A column that is constant on the training pictures is only shifted.
3. *Classify.* No training here, to keep it short; a rule that the chapter does not have takes the place of the linear classifier. The *middle* of a class is the mean of the standardised features of its training pictures, a row of 3 numbers. A test picture gets the class whose middle is nearest: the one with the smallest sum of squared differences.

Give back `(Z, predicted)`: the standardised features of the test pictures, $(m, 3)$, and their classes, $(m,)$.

For example, let four training pictures have a mean red of 10, 10, 30 and 30. Then their mean is 20 and their spread 10, and a test picture with a mean red of 25 has 0.5 in the first column of `Z`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, check_close, check_that, parts


@question(
    number=5,
    section="the-pipeline-extract-standardise-classify",
    todo="mean colours, standardised by train, nearest middle",
)
def classify(train, y, test):
    """Standardised mean colours (m, 3) of test pictures (m, h, w, 3), and their classes (m,)."""
    features = train.mean(axis=(1, 2))  # (n, 3)
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1
    Z_train, Z = (features - mean) / spread, (test.mean(axis=(1, 2)) - mean) / spread
    middles = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])  # (c, 3)
    distances = ((Z[:, None] - middles) ** 2).sum(axis=2)  # (m, c)
    return Z, distances.argmin(axis=1)


@check(points=0.5)
def test_mean_and_spread_come_from_the_training_pictures(classify):
    def flat(colours):
        return np.repeat(np.array(colours, dtype=np.uint8), 6, axis=0).reshape(-1, 2, 3, 3)

    train = flat([[10, 0, 100], [10, 80, 102], [30, 0, 102], [30, 80, 100]])
    test = flat([[25, 60, 101], [5, 40, 104]])
    y = np.array([0, 0, 1, 1])
    given = "4 training and 2 test pictures; mean red 10, 10, 30, 30 in training, 25, 5 in test"
    Z, _ = parts("Z, predicted", call_answer("classify", classify, train, y, test), given=given)
    Z = array("Z", Z, (2, 3), given=given)
    features, other = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = features.mean(axis=0), features.std(axis=0)
    together = np.concatenate([features, other])
    own = "these are mean and spread of the test pictures: take those of the training pictures"
    mixed = "training and test pictures were thrown together: take the training pictures alone"
    check_close(
        "the test features are shifted and scaled by the training pictures",
        Z,
        [[0.5, 0.5, 0], [-1.5, 0, 3]],
        given=given,
        hint="the mean over all pixels of a picture first, then mean and spread over the pictures",
        mistakes=[
            ((other - other.mean(axis=0)) / other.std(axis=0), own),
            ((other - together.mean(axis=0)) / together.std(axis=0), mixed),
            ((other - mean) / spread**2, "you divided by the variance: the spread is its root"),
            ((other - mean) / features.std(axis=0, ddof=1), "divide by np.std, without ddof"),
            (
                (other - features.mean()) / features.std(),
                "one mean and one spread for each column: axis=0",
            ),
            (other - mean, "the columns are shifted, but not scaled"),
            (other / spread, "the columns are scaled, but not shifted"),
            (other, "these are the features as they were: standardise them"),
        ],
    )


@check(points=0.5)
def test_a_constant_column_is_only_shifted(classify):
    train = np.zeros((4, 2, 2, 3), dtype=np.uint8)
    train[..., 0] = np.array([10, 20, 60, 70])[:, None, None]
    train[..., 2] = 50
    test = train[:2] + np.array([0, 7, 1], dtype=np.uint8)
    given = "training pictures all have green 0 and blue 50, test pictures green 7 and blue 51"
    Z, predicted = parts(
        "Z, predicted", call_answer("classify", classify, train, np.array([1, 1, 0, 0]), test), given=given
    )
    check_that(
        "Z holds finite numbers",
        np.isfinite(Z).all(),
        given=given,
        received=np.asarray(Z),
        hint="the spread of a constant column is 0: divide by 1 instead",
    )
    check_close(
        "the constant columns are shifted by their mean and divided by 1",
        np.asarray(Z)[:, 1:],
        [[7, 1], [7, 1]],
        given=given,
        mistakes=[([[0, 0], [0, 0]], "the column was set to 0: shift it by its mean, no more")],
        hint="a small spread makes huge features: where it is 0, divide by 1",
    )
    check_close(
        "both test pictures are like those of class 1",
        predicted,
        [1, 1],
        given=given,
        mistakes=[
            (
                [0, 0],
                "the middles are in another order than the classes, or you took the farthest one",
            )
        ],
    )


@check(points=0.5)
def test_the_classes_are_found_and_no_test_picture_changes_another(classify):
    rng = np.random.default_rng(26)
    y = np.arange(300) % 3
    colours = np.stack([100 + 8 * (y == 1), 60 + 8 * (y == 2), 30 + 0 * y], axis=1) + rng.normal(
        size=(300, 3)
    ) * [2, 2, 0]
    colours[:, 2] = rng.uniform(10, 240, size=300)  # blue says nothing, but loudly
    images = (colours[:, None, None] + rng.uniform(-5, 5, size=(300, 3, 4, 3))).clip(0, 255).astype(np.uint8)
    given = "pictures of three classes: red or green differs by 8, blue is noise"
    Z, predicted = parts(
        "Z, predicted", call_answer("classify", classify, images[:150], y[:150], images[150:]), given=given
    )
    percent = 100 * (array("predicted", predicted, (150,), given=given) == y[150:]).mean()
    check_that(
        "at least 90 % of the classes are found",
        percent >= 90,
        given=given,
        received=f"{percent:.0f} %",
        hint="compare standardised features with the middles of such: blue must not drown the rest",
    )
    given += "; one test picture alone, then among 150"
    alone = call_answer("classify", classify, images[:150], y[:150], images[150:151])[0]
    check_that(
        "Z of a test picture is the same alone and among others",
        np.shape(alone) == (1, 3) and np.allclose(alone, np.asarray(Z)[:1]),
        given=given,
        received=np.asarray(alone),
        expected=np.asarray(Z)[:1],
        hint="the test pictures leak in: use no mean and no spread of theirs",
    )


@hidden_check(points=0.5)
def test_the_pipeline_agrees_with_the_three_steps(classify):
    for seed, (n, m, c, side) in enumerate([(12, 5, 2, 3), (40, 30, 5, 4), (9, 1, 3, 1), (6, 8, 1, 2)]):
        rng = np.random.default_rng(2600 + seed)
        y = rng.permutation(np.arange(n) % c)
        train = rng.integers(256, size=(n, side, side + 1, 3), dtype=np.uint8)
        test = rng.integers(256, size=(m, side, side + 1, 3), dtype=np.uint8)
        if seed % 2:
            train[..., 1] = 77  # a constant column
        F, G = train.reshape(n, -1, 3).mean(axis=1), test.reshape(m, -1, 3).mean(axis=1)
        spread = np.where(np.ptp(F, axis=0) == 0, 1, F.std(axis=0))
        F, G = (F - F.mean(axis=0)) / spread, (G - F.mean(axis=0)) / spread
        middles = [F[y == k].mean(axis=0) for k in range(c)]
        nearest = [int(np.argmin([np.sum((g - t) ** 2) for t in middles])) for g in G]
        given = f"{n} training and {m} test pictures, {c} classes, seed {seed}"
        Z, predicted = parts("Z, predicted", call_answer("classify", classify, train, y, test), given=given)
        check_close("Z", Z, G, given=given)
        check_close("predicted", predicted, nearest, given=given)


@wrong("these are mean and spread of the test pictures")
def the_statistics_of_the_test_pictures(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1

    Z_train, Z = (F - mean) / spread, (G - G.mean(axis=0)) / (G.std(axis=0) + 1e-9)
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("were thrown together")
def the_statistics_of_both_together(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    mean, spread = (f(np.concatenate([F, G]), axis=0) for f in (np.mean, np.std))
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("divide by 1 instead")
def the_constant_column_is_divided_by_0(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    spread = F.std(axis=0) + np.where(F.std(axis=0) == 0, np.nan, 0)
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("a small spread makes huge")
def a_small_number_in_place_of_0(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    spread = F.std(axis=0) + 1e-8
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("shift it by its mean, no more")
def the_constant_column_becomes_0(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    spread[F.std(axis=0) == 0] = np.inf
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("you divided by the variance")
def the_variance(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    spread = np.where(F.std(axis=0) == 0, 1, F.var(axis=0))
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("without ddof")
def n_1(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    spread = np.where(F.std(axis=0) == 0, 1, F.std(axis=0, ddof=1))
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("one mean and one spread for each column")
def one_mean_for_all_columns(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    mean, spread = F.mean(), F.std()
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("blue must not drown the rest")
def classifies_raw_features(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1

    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    Z, raw, Z_train = G, Z, F
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return raw, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)


@wrong("or you took the farthest one")
def the_farthest_middle(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1

    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmax(axis=1)

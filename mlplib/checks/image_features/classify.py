# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, check_close, check_that, parts

exercise = "3.5"


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

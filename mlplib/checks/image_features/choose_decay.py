# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, parts


def table_of(X, y, X_validation, y_validation, decays):
    rows = []
    for decay in decays:
        W, b = np.zeros((X.shape[1], y.max() + 1)), 0
        for _ in range(100):
            e = np.exp(X @ W + b)
            d_S = (e / e.sum(axis=1, keepdims=True) - np.eye(y.max() + 1)[y]) / len(y)
            W, b = W - 0.1 * (X.T @ d_S + decay * W), b - 0.1 * d_S.sum(axis=0)
        rows.append([np.mean((X @ W + b).argmax(axis=1) == y)])
        rows[-1].append(np.mean((X_validation @ W + b).argmax(axis=1) == y_validation))
    return np.array(rows)


def noisy_features(seed, n_noise):
    rng = np.random.default_rng(seed)
    y, classes = np.arange(24) % 2, np.arange(60) % 2
    X, other = rng.normal(size=(24, n_noise + 1)), rng.normal(size=(60, n_noise + 1))
    X[:, 0], other[:, 0] = X[:, 0] + 2 * y, other[:, 0] + 2 * classes
    return X, y, other, classes

exercise = "3.3"


def test_each_row_holds_training_and_validation_accuracy(choose_decay):
    X, y, other, classes = noisy_features(31, 40)
    decays = np.array([0.0, 0.3, 3])
    given = call_text("choose_decay", X, y, other, classes, decays)
    _, accuracies = parts(
        "decay, accuracies",
        call_answer("choose_decay", choose_decay, X, y, other, classes, decays),
        given=given,
    )
    expected = table_of(X, y, other, classes, decays)
    both = table_of(np.concatenate([X, other]), np.concatenate([y, classes]), other, classes, decays)
    leaked = "the validation pictures were trained on, too: train on X and y alone"
    fitted = (84 * both[:, 0] - 60 * both[:, 1]) / 24  # of the 84, the share of the training pictures
    check_close(
        "a row for each decay, training first",
        array("accuracies", accuracies, (3, 2), given=given),
        expected,
        given=given,
        hint="the answer is the class with the largest score X @ W + b",
        mistakes=[
            (expected[:, ::-1], "the columns are swapped: training first, validation second"),
            (100 * expected, "these are percent: a share lies between 0 and 1"),
            (1 - expected, "these are shares of wrong answers"),
            (np.stack([expected[:, 0], both[:, 1]], axis=1), leaked),
            (np.stack([fitted, both[:, 1]], axis=1), leaked),
        ],
    )


def test_validation_chooses(choose_decay):
    decays = np.array([0.0, 10, 0.5])
    for seed in (31, 39):
        X, y, other, classes = noisy_features(seed, 40)
        given = call_text("choose_decay", X, y, other, classes, decays)
        decay, _ = parts(
            "decay, accuracies",
            call_answer("choose_decay", choose_decay, X, y, other, classes, decays),
            given=given,
        )
        rows = table_of(X, y, other, classes, decays)
        check_close(
            "decay is the one that is best on validation",
            decay,
            decays[rows[:, 1].argmax()],
            given=given,
            hint="compare column 1 of the accuracies; give back the decay itself",
            mistakes=[
                (rows[:, 1].argmax(), "this is a row number: give back the decay of that row"),
                (decays[rows[:, 0].argmax()], "this is best on the training pictures: choose on validation"),
            ],
        )


def test_of_equally_good_decays_the_largest_is_taken(choose_decay):
    X, y = np.array([[-1.0], [1], [-2], [2], [3]]), np.array([0, 1, 0, 1, 1])
    for largest in (0.5, 0.25):
        decays = np.array([0.0, largest, 8, 0.1])
        given = call_text("choose_decay", X, y, X, y, decays) + ", all decays but 8 are right everywhere"
        decay, _ = parts(
            "decay, accuracies", call_answer("choose_decay", choose_decay, X, y, X, y, decays), given=given
        )
        check_close(
            "decay is the largest of those that are equally good",
            decay,
            largest,
            given=given,
            mistakes=[
                (0, "this is the first of the equally good: take the largest"),
                (0.1, "this is the last of the equally good: take the largest"),
                (8, "this is the largest of all, but it is not as good: compare validation accuracies"),
            ],
        )

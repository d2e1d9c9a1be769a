r"""Choose the weight decay

The helper cell has a trainer: `W, b = train(X, y, weight_decay)` gives the weights of a linear classifier of features `X` of shape $(n, d)$ and classes `y` of shape $(n,)$. It always takes the same 100 steps from $W = 0$.

Write `choose_decay(X, y, X_validation, y_validation, decays)`. For each $\lambda$ of `decays`, of shape $(m,)$, train on `X` and `y`, and on nothing else. Give back `(decay, accuracies)`:

- `accuracies`, of shape $(m, 2)$: the share of right answers on the training pictures (column 0) and on the validation pictures (column 1), a row for each $\lambda$.
- `decay`: the $\lambda$ that is best on validation. If several are equally good, take the *largest* of them: it keeps the weights shortest.

For example, with `decays = np.array([0.0, 0.1, 1])` and validation accuracies 0.5, 0.75 and 0.75, `decay` is 1.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.image_features.helpers import train
from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import array, call_answer, call_text, check_close, parts


@question(
    number=3,
    section="two-remedies-for-overfitting-short-weights-more-pictures",
    todo="train once for each decay, compare on validation",
)
def choose_decay(X, y, X_validation, y_validation, decays):
    """Best decay on validation, and accuracies (m, 2) for decays (m,); X is (n, d), X_validation (k, d), the classes (n,), (k,)."""
    accuracies = []
    for decay in decays:
        W, b = train(X, y, decay)
        pairs = [(X, y), (X_validation, y_validation)]
        accuracies.append([np.mean((F @ W + b).argmax(axis=1) == classes) for F, classes in pairs])
    accuracies = np.array(accuracies)
    best = accuracies[:, 1] == accuracies[:, 1].max()
    return decays[best].max(), accuracies


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


@check(points=1)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_other_features_and_decays(choose_decay):
    for seed in range(3300, 3304):
        X, y, other, classes = noisy_features(seed, 25)
        decays = np.random.default_rng(seed).permutation([0.0, 0.1, 0.5, 2, 8])
        given = call_text("choose_decay", X, y, other, classes, decays)
        decay, accuracies = parts(
            "decay, accuracies",
            call_answer("choose_decay", choose_decay, X, y, other, classes, decays),
            given=given,
        )
        expected = table_of(X, y, other, classes, decays)
        check_close("accuracies", accuracies, expected, given=given)
        tied = [d for d, row in zip(decays, expected) if row[1] == max(expected[:, 1])]
        check_close("decay", decay, max(tied), given=given)


@look
def look_at_decay():
    """See what your choice is worth. HoG with cells of 4 pixels overfits photo patches: 576 features, 600 training pictures. Three draws; each chooses its own λ on 500 validation pictures. Then each looks once at 1000 test pictures, with λ = 0 and with the λ that was chosen. (It takes some seconds.)"""
    from mlplib import datasets
    from mlplib.features import hog, standardise

    for seed in range(3):
        rng = np.random.default_rng(seed)
        splits = datasets.photo_patches(rng=rng, n_train=600, n_validation=500, n_test=1000)
        each = [splits.train, splits.validation, splits.test]
        X = standardise(*[hog(part.images, cell=4) for part in each])
        y = [part.labels for part in each]
        decay, _ = choose_decay(X[0], y[0], X[1], y[1], np.array([0, 0.3, 1]))
        for tried in (0, decay):
            W, b = train(X[0], y[0], tried)
            right = [100 * np.mean((X[k] @ W + b).argmax(axis=1) == y[k]) for k in range(3)]
            print(f"draw {seed}, λ = {tried:3}: training {right[0]:.0f} %", end="")
            print(f", validation {right[1]:.0f} %, test {right[2]:.0f} %")


@sentence
def what_decay_brings():
    """Read the lines. What does the chosen λ cost on training pictures, and what does it bring on test pictures? Is overfitting gone?"""
    return (
        "It costs 6 to 19 points on the training pictures and brings 1 to 7 points on the test pictures. "
        "Overfitting is less, but not gone: training accuracy still lies more than 40 points above test accuracy. "
        "By the training pictures alone, λ = 0 looks better in each of the three draws."
    )


@wrong("the columns are swapped")
def swapped(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        rows.append([np.mean((F @ W + b).argmax(axis=1) == k) for F, k in [(G, v), (X, y)]])
    rows = np.array(rows)
    return decays[rows[:, 0] == rows[:, 0].max()].max(), rows


@wrong("these are percent")
def percent(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        rows.append([100 * np.mean((F @ W + b).argmax(axis=1) == k) for F, k in [(X, y), (G, v)]])
    rows = np.array(rows)
    return decays[rows[:, 1] == rows[:, 1].max()].max(), rows


@wrong("this is best on the training pictures")
def chosen_on_training(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        rows.append([np.mean((F @ W + b).argmax(axis=1) == k) for F, k in [(X, y), (G, v)]])
    return decays[np.argmax(rows, axis=0)[0]], np.array(rows)


@wrong("the first of the equally good")
def the_first_of_equal_decays(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        rows.append([np.mean((F @ W + b).argmax(axis=1) == k) for F, k in [(X, y), (G, v)]])
    return decays[np.argmax(rows, axis=0)[1]], np.array(rows)


@wrong("train on X and y alone")
def trained_on_both(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        right = np.mean((X @ W + b).argmax(axis=1) == y)
        W, b = train(np.concatenate([X, G]), np.concatenate([y, v]), decay)
        rows.append([right, np.mean((G @ W + b).argmax(axis=1) == v)])
    rows = np.array(rows)
    return decays[rows[:, 1] == rows[:, 1].max()].max(), rows


@wrong("it is not as good")
def the_largest_of_all(X, y, G, v, decays):
    rows = []
    for decay in decays:
        W, b = train(X, y, decay)
        rows.append([np.mean((F @ W + b).argmax(axis=1) == k) for F, k in [(X, y), (G, v)]])
    return decays.max(), np.array(rows)

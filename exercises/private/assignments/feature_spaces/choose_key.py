r"""Choose one key of many

Of many keys one may open the training points by luck. So fit each key on training points, and choose on validation points.

Write `choose_key(F, y, F_validation, y_validation)`. `F` of shape $(n, d)$ holds $d$ keys side by side for the training points, `F_validation` of shape $(m, d)$ the same keys for the validation points; the classes are 0 or 1, and both occur. To keep it short, each column gets one threshold only, not the best one: halfway between its mean over class 0 and its mean over class 1, *on the training points*. A point whose value is above the threshold gets the class with the larger mean, every other point the other class. Give back `(j, accuracies)`:

- `accuracies`, of shape $(2, d)$: the share that each column gets right, of the training points in row 0, of the validation points in row 1, with the same threshold.
- `j`: the index of the column that is best on the validation points, the first one if several are equal.

For example, the column 1, 2, 5, 6 with the classes 1, 1, 0, 0 gets the threshold 3.5, and class 0 above it. The validation points 3 and 9 with the classes 1 and 1 are then half right.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import array, call_answer, call_text, check_close, parts


@question(
    number=4,
    section="a-number-inside-a-feature-can-be-found-by-trying",
    todo="thresholds from the training points, the choice from the validation points",
)
def choose_key(F, y, F_validation, y_validation):
    """Best column on validation, and accuracies (2, d) of all: F is (n, d), F_validation (m, d), the classes (n,), (m,)."""
    low, high = F[y == 0].mean(axis=0), F[y == 1].mean(axis=0)  # (d,)
    threshold, rising = (low + high) / 2, high > low
    accuracies = []
    for features, classes in [(F, y), (F_validation, y_validation)]:
        predicted = (features > threshold) == rising
        accuracies.append((predicted == (classes[:, None] == 1)).mean(axis=0))
    return int(np.argmax(accuracies[1])), np.array(accuracies)


@check(points=0.5)
def test_both_directions_by_hand(choose_key):
    F, y = np.array([[1.0, 1], [2, 2], [5, 5], [6, 12]]), np.array([1, 1, 0, 0])
    other, classes = np.array([[3.0, 6], [9, 4], [1, 1], [8, 9]]), np.array([1, 1, 1, 0])
    given = call_text("choose_key", F, y, other, classes)
    _, accuracies = parts(
        "j, accuracies", call_answer("choose_key", choose_key, F, y, other, classes), given=given
    )
    accuracies = array("accuracies", accuracies, (2, 2), given=given)
    check_close(
        "the thresholds 3.5 and 5 separate the training points as far as they can",
        accuracies[0],
        [1, 0.75],
        given=given,
        hint="halfway between the two class means, and 5 is not above 5",
        mistakes=[
            ([0, 0.25], "class 0 has the larger means here: look which mean is larger"),
            (
                [1, 1],
                "a point on the threshold is not above it; and the threshold is halfway between the means",
            ),
            ([4, 3], "these are counts: divide by the number of points"),
        ],
    )
    check_close(
        "the same thresholds judge the validation points",
        accuracies[1],
        [0.75, 0.75],
        given=given,
        mistakes=[([0.5, 0.75], "the threshold was fitted anew on the validation points")],
        hint="threshold and direction come from the training points",
    )


@check(points=1)
def test_validation_decides_and_does_not_fit(choose_key):
    F, y = np.array([[0.0, 0, 3], [1, 4, 0], [9, 3, 9], [10, 8, 4]]), np.array([0, 0, 1, 1])
    other = np.array([[7.0, 1, 1], [8, 2, 0], [9, 6, 9], [1, 7, 9]])
    given = call_text("choose_key", F, y, other, y) + ", column 0 is perfect on training points"
    j, accuracies = parts("j, accuracies", call_answer("choose_key", choose_key, F, y, other, y), given=given)
    check_close(
        "the validation points are judged with the thresholds 5, 3.75 and 4",
        array("accuracies", accuracies, (2, 3), given=given)[1],
        [0.25, 1, 1],
        given=given,
        mistakes=[
            ([0.75, 1, 1], "the threshold was fitted anew on the validation points"),
            ([0.5, 1, 1], "the threshold was fitted on all points together"),
        ],
        hint="threshold and direction come from the training points",
    )
    check_close(
        "column 1 is the first that is best on validation",
        j,
        1,
        given=given,
        mistakes=[
            (0, "column 0 is the best on the training points: choose on the validation points"),
            (2, "columns 1 and 2 are equally good: take the first"),
        ],
    )


@hidden_check(points=1.5)
def test_any_number_of_keys(choose_key):
    for seed, (n, m, d) in enumerate([(4, 3, 1), (20, 50, 40), (31, 8, 7)]):
        rng = np.random.default_rng(2330 + seed)
        F, other = rng.normal(size=(n, d)), rng.normal(size=(m, d))
        y, classes = np.arange(n) % 2, rng.integers(2, size=m)
        shares = np.zeros((2, d))
        for j in range(d):
            means = [np.mean([F[i, j] for i in range(n) if y[i] == k]) for k in (0, 1)]
            top = int(means[1] > means[0])
            for row, (values, true) in enumerate([(F[:, j], y), (other[:, j], classes)]):
                guess = [top if value > sum(means) / 2 else 1 - top for value in values]
                shares[row, j] = np.mean(np.array(guess) == true)
        given = call_text("choose_key", F, y, other, classes)
        j, accuracies = parts(
            "j, accuracies", call_answer("choose_key", choose_key, F, y, other, classes), given=given
        )
        check_close("accuracies", accuracies, shares, given=given)
        check_close("j", j, int(np.argmax(shares[1])), given=given)


@look
def look_at_keys():
    """See what the choice is worth. The classes are a disk and what surrounds it, and one label in ten is wrong. Key 0 is the radius. The other 300 keys are waves that have nothing to do with the disk. There are only 12 training points, and 100 validation points. Ten draws; the 2000 test points are used once, for the key that was chosen."""
    drawn = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        waves, parts_of_draw = rng.normal(size=(2, 300)) * 20, []
        for n in (12, 100, 2000):
            X = rng.uniform(-1, 1, size=(n, 2))
            r = np.hypot(X[:, 0], X[:, 1])
            y = ((r < 0.75) != (rng.random(n) < 0.1)).astype(int)
            parts_of_draw.append((np.column_stack([r, np.sin(X @ waves)]), y))
        train, validation, test = parts_of_draw
        chosen, on_both = choose_key(*train, *validation)
        on_test = choose_key(*train, *test)[1][1]
        drawn.append([[*on_both[:, j], on_test[j], j == 0] for j in (on_both[0].argmax(), chosen)])
    for name, row in zip(["training", "validation"], np.mean(drawn, axis=0)):
        print(f"chosen on {name:10}: training {100 * row[0]:.0f} %, validation {100 * row[1]:.0f} %", end="")
        print(f", test {100 * row[2]:.0f} %; the radius in {10 * row[3]:.0f} of 10 draws")


@sentence
def why_the_best_training_key_loses():
    """Read the two lines. Why does the key that is best on the training points lose on test points, though it was ahead on training points?"""
    return (
        "In 4 of the 10 draws one of the 300 waves agrees with the 12 training points better than the radius "
        "does. This is luck, and on new points, validation or test, it is gone. The radius is less good on the "
        "training points, but stays good on new ones, so the validation points find it in every draw."
    )


@wrong("look which mean is larger")
def class_1_always_above(F, y, G, v):
    threshold = (F[y == 0].mean(axis=0) + F[y == 1].mean(axis=0)) / 2
    accuracies = [((X > threshold) == (k[:, None] == 1)).mean(axis=0) for X, k in [(F, y), (G, v)]]
    return int(np.argmax(accuracies[1])), np.array(accuracies)


@wrong("fitted anew on the validation points")
def fitted_anew(F, y, G, v):
    accuracies = []
    for X, k, fitted, classes in [(F, y, F, y), (G, v, G, v)]:
        low, high = fitted[classes == 0].mean(axis=0), fitted[classes == 1].mean(axis=0)
        right = ((X > (low + high) / 2) == (high > low)) == (k[:, None] == 1)
        accuracies.append(right.mean(axis=0))
    return int(np.argmax(accuracies[1])), np.array(accuracies)


@wrong("choose on the validation points")
def chosen_on_training(F, y, G, v):
    accuracies = []
    for X, k, fitted, classes in [(F, y, F, y), (G, v, F, y)]:
        low, high = fitted[classes == 0].mean(axis=0), fitted[classes == 1].mean(axis=0)
        right = ((X > (low + high) / 2) == (high > low)) == (k[:, None] == 1)
        accuracies.append(right.mean(axis=0))
    return int(np.argmax(accuracies[0])), np.array(accuracies)


@wrong("these are counts")
def counts(F, y, G, v):
    accuracies = []
    for X, k, fitted, classes in [(F, y, F, y), (G, v, F, y)]:
        low, high = fitted[classes == 0].mean(axis=0), fitted[classes == 1].mean(axis=0)
        right = ((X > (low + high) / 2) == (high > low)) == (k[:, None] == 1)
        accuracies.append(right.sum(axis=0))
    return int(np.argmax(accuracies[1])), np.array(accuracies)


@wrong("equally good: take the first")
def the_last_of_equal_keys(F, y, G, v):
    accuracies = []
    for X, k, fitted, classes in [(F, y, F, y), (G, v, F, y)]:
        low, high = fitted[classes == 0].mean(axis=0), fitted[classes == 1].mean(axis=0)
        right = ((X > (low + high) / 2) == (high > low)) == (k[:, None] == 1)
        accuracies.append(right.mean(axis=0))
    return len(accuracies[1]) - 1 - int(np.argmax(accuracies[1][::-1])), np.array(accuracies)

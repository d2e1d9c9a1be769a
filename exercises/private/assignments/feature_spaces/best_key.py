"""Which key opens the set?

A feature is a good key if one threshold on it tells the classes apart. Write `best_key(F, y)` for $d$ features side by side, `F` of shape $(n, d)$, and classes `y` of shape $(n,)$, 0 or 1. It gives back `(j, accuracies)`:

- `accuracies`, of shape $(d,)$: for each column the largest share of examples that one threshold gets right. The threshold may lie anywhere, also below or above all values. Class 1 may be on either side of it. Equal values are always on the same side.
- `j`: the index of the column with the largest accuracy, the first one if several are equal.

For example, the column 1, 2, 3, 4 with the classes 0, 1, 1, 1 reaches 1.0 with a threshold between 1 and 2. With the classes 0, 1, 0, 1 it reaches 0.75.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=2,
    section="a-set-opens-with-its-key-and-stays-shut-to-another",
    star=True,
    todo="try every threshold, in both directions",
)
def best_key(F, y):
    """Index of the best column of F (n, d), and the accuracy (d,) of one threshold on each."""
    accuracies = np.zeros(F.shape[1])
    for j, column in enumerate(F.T):
        thresholds = np.append(column, -np.inf)
        above = column[:, None] > thresholds  # (n, n + 1)
        right = (above == y[:, None]).mean(axis=0)
        accuracies[j] = max(right.max(), 1 - right.min())
    return int(accuracies.argmax()), accuracies


@check(points=0.5)
def test_class_1_may_lie_on_either_side(best_key):
    F, y = np.array([[3.0, 1, 4], [3, 2, 3], [3, 3, 2], [3, 4, 1]]), np.array([0, 0, 1, 1])
    given = call_text("best_key", F, y)
    j, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "both the rising and the falling column reach 1",
        accuracies,
        [0.5, 1, 1],
        given=given,
        hint="one accuracy for each column, a share from 0 to 1",
        mistakes=[
            (
                [0.5, 1, 0.5],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            (
                [0.5, 1, 0.25],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            (
                [0.5, 1, 0],
                "class 1 may be below the threshold, too: turn the answer and look again",
            ),
            ([0.5, 0.5, 0.5], "0 is only one threshold of many: try those between the values"),
            ([1, 1, 1], "column 0 is constant, so no threshold tells its values apart"),
            ([2, 4, 4], "these are counts: divide by the number of examples"),
        ],
    )
    check_close(
        "j is the index of the first best column",
        j,
        1,
        given=given,
        mistakes=[
            (2, "columns 1 and 2 are equally good: take the first"),
            (
                0,
                "column 0 is constant: j is the index of the largest accuracy, not of the smallest",
            ),
        ],
    )


@check(points=0.25)
def test_every_threshold_is_tried(best_key):
    F = np.array([[5.0, 6], [6, 5], [7, 7], [8, 8], [105, 9]])
    y = np.array([0, 1, 1, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    usual = "the mean or the median is one threshold of many: here the best one lies between 5 and 6"
    check_close(
        "all of column 0 can be right (between 5 and 6), and four fifths of column 1",
        accuracies,
        [1, 0.8],
        given=given,
        hint="the best threshold may lie between any two values",
        mistakes=[([0.6, 0.6], usual), ([0.4, 0.6], usual)],
    )


@check(points=0.25)
def test_equal_values_stay_together_and_one_side_may_be_empty(best_key):
    F, y = np.array([[1.0], [1], [1], [2], [2], [2]]), np.array([0, 0, 1, 1, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "no threshold lies between 1 and 1",
        accuracies,
        [5 / 6],
        given=given,
        mistakes=[([1], "three values are equal, in both classes, so no threshold tells its values apart")],
    )
    F, y = np.array([[1.0], [2], [3], [4], [5]]), np.array([1, 1, 0, 1, 1])
    given = call_text("best_key", F, y)
    _, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
    check_close(
        "a threshold below all values gets four of five right",
        accuracies,
        [0.8],
        given=given,
        mistakes=[([0.6], "all examples may lie on one side: add a threshold outside the values")],
    )


@check(points=0.5)
def test_a_wrong_key_opens_nothing(best_key):
    x1, x2 = np.random.default_rng(22).uniform(-1, 1, size=(2, 300))
    F, classes = np.stack([x1, x1 * x2, x2, x1**2 - x2**2], axis=1), (np.abs(x1) > np.abs(x2)).astype(int)
    given = (
        call_text("best_key", F, classes) + ", columns x1, x1 x2, x2, x1² - x2²; class 1 where |x1| > |x2|"
    )
    j, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, classes), given=given)
    accuracies = array("accuracies", accuracies, (4,), given=given)
    hint = "look at each column on its own, with the thresholds that lie between its values"
    check_that(
        "x1² - x2² opens this set",
        accuracies[3] == 1,
        given=given,
        received=accuracies,
        expected="1 in the last place",
        hint=hint,
    )
    check_that(
        "x1, x1 x2 and x2 do not, but are never worse than the larger class",
        (accuracies[:3] < 0.72).all() and (accuracies[:3] >= classes.mean()).all(),
        given=given,
        received=accuracies,
        expected="0.5 to 0.72 in the first three places",
        hint=hint,
    )
    check_close("the key is column 3", j, 3, given=given, hint="j is the index of the largest accuracy")


@hidden_check(points=1.5)
def test_the_accuracy_is_the_best_of_all_thresholds(best_key):
    for seed, (n, d) in enumerate([(1, 1), (2, 3), (17, 4), (40, 2), (60, 5)]):
        rng = np.random.default_rng(2200 + seed)
        F, y = (
            rng.normal(size=(n, d)) * 10.0 ** rng.integers(-3, 6, size=d),
            rng.integers(2, size=n),
        )
        F[:, 0] = rng.integers(4, size=n)  # many equal values
        best = []
        for column in F.T:
            values = np.unique(column)
            cuts = [values[0] - 1, *values]
            shares = [np.mean((column > cut) == y) for cut in cuts]
            best.append(max(max(shares), 1 - min(shares)))
        given = call_text("best_key", F, y)
        j, accuracies = parts("j, accuracies", call_answer("best_key", best_key, F, y), given=given)
        check_close("accuracies", accuracies, best, given=given)
        check_close("j", j, int(np.argmax(best)), given=given)


@wrong("turn the answer and look again")
def class_1_always_above(F, y):
    above = F[:, None] > np.concatenate([F, F[:1] * 0 - np.inf])
    accuracies = (above == y[:, None, None]).mean(axis=0).max(axis=0)
    return accuracies.argmax(), accuracies


@wrong("the mean or the median is one threshold of many")
def the_mean_as_threshold(F, y):
    right = ((F > F.mean(axis=0)) == y[:, None]).mean(axis=0)
    accuracies = np.maximum(right, 1 - right)
    return accuracies.argmax(), accuracies


@wrong("0 is only one threshold of many")
def with_0_as_threshold(F, y):
    right = ((F > 0) == y[:, None]).mean(axis=0)
    accuracies = np.maximum(right, 1 - right)
    return accuracies.argmax(), accuracies


@wrong("so no threshold tells its values apart")
def cuts_between_equal_values(F, y):
    n, accuracies = len(y), []
    for column in F.T:
        t = y[np.argsort(column, kind="stable")]
        right = [((np.arange(n) >= i) == t).mean() for i in range(n + 1)]
        accuracies.append(max(max(right), 1 - min(right)))
    return int(np.argmax(accuracies)), np.array(accuracies)


@wrong("add a threshold outside the values")
def both_sides_must_have_examples(F, y):
    accuracies = []
    for column in F.T:
        cuts = np.unique(column)
        cuts = cuts[:-1] if len(cuts) > 1 else cuts
        right = [((column > cut) == y).mean() for cut in cuts]
        accuracies.append(max(max(right), 1 - min(right)))
    return int(np.argmax(accuracies)), np.array(accuracies)


@wrong("take the first")
def the_last_of_equal_columns(F, y):
    above = F[:, None] > np.concatenate([F, F[:1] * 0 - np.inf])
    right = (above == y[:, None, None]).mean(axis=0)
    accuracies = np.maximum(right.max(axis=0), 1 - right.min(axis=0))
    return len(accuracies) - 1 - accuracies[::-1].argmax(), accuracies

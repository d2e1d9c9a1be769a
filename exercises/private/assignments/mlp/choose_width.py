"""Choose the width

A network was trained with several widths, several times each, with another seed every time. The best width of a table is often best by luck, and wider than it has to be. A careful rule takes *the smallest width whose mean validation accuracy is at most one point below the best mean*. (A point is one percent.)

Write `choose_width(widths, train, validation)`. It gets an array of widths, in any order, and two tables of accuracies in percent. Each table has a row for each width, in the same order, and a column for each seed. It gives back `(width, gap)`: the width that the rule takes, and by how many points its mean training accuracy lies above its mean validation accuracy.

For example, this table has the mean validation accuracies 70, 78.5 and 79. The rule takes the width 20, with a gap of 89 − 78.5 = 10.5 points.

| width | training, two seeds | validation, two seeds |
|---|---|---|
| 5 | 74, 76 | 69, 71 |
| 20 | 88, 90 | 78, 79 |
| 80 | 98, 100 | 80, 78 |

To try it in a cell:

    widths = np.array([5, 20, 80])
    train = np.array([[74, 76], [88, 90], [98, 100]])
    validation = np.array([[69, 71], [78, 79], [80, 78]])
    choose_width(widths, train, validation)
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, parts


@question(
    number=7,
    section="on-pictures-validation-chooses-width-and-depth",
    todo="a mean for each width, then the smallest good one",
)
def choose_width(widths, train, validation):
    """The smallest width whose mean validation accuracy is near the best, and its gap in points.

    train and validation have a row for each width and a column for each seed.
    """
    mean_train, mean_validation = train.mean(axis=1), validation.mean(axis=1)
    good = mean_validation >= mean_validation.max() - 1
    width = widths[good].min()
    (i,) = np.flatnonzero(widths == width)
    return width, mean_train[i] - mean_validation[i]


@check(points=0.5)
def test_the_smallest_good_width_is_taken(choose_width):
    widths = np.array([3, 6, 12, 24, 48, 96, 192])
    train = np.array(
        [
            [55.0, 57, 56],
            [66, 67, 68],
            [78, 79, 77],
            [88, 86, 87],
            [92, 94, 93],
            [97, 96, 98],
            [100, 99, 100],
        ]
    )
    validation = np.array(
        [
            [50.0, 52, 51],
            [60, 62, 61],
            [68, 76, 66],
            [74, 69, 70],
            [71, 73, 72],
            [72, 73, 73],
            [71, 71, 72],
        ]
    )
    given = call_text("choose_width", widths, train, validation)
    width, gap = parts(
        "width, gap", call_answer("choose_width", choose_width, widths, train, validation), given=given
    )
    check_close(
        "the means are 51, 61, 70, 71, 72, 72.67 and 71.33, so the width is 48",
        width,
        48,
        given=given,
        hint="take the mean of each row, find the best, keep those at most 1 below, take the smallest width",
        mistakes=[
            (96, "this is the width with the best mean: a smaller one is at most one point below"),
            (192, "this is the best width on training pictures: choose on the validation pictures"),
            (12, "one lucky seed decided: take the mean of all seeds, not the best"),
            (24, "only the first seed was used: take the mean over all seeds"),
            (3, "every width passed: look at the limit, best mean - 1"),
            (4, "this is the position of the width in the table, not the width"),
        ],
    )
    check_close(
        "the gap is 93 - 72 points",
        gap,
        21,
        given=given,
        mistakes=[
            (-21, "the sign is turned: training minus validation"),
            (0.21, "in points, not as a share"),
            (97 - 218 / 3, "this is the gap of the best width, not of the width that you chose"),
            (22, "take the means of both tables before you subtract"),
            (
                299 / 3 - 218 / 3,
                "both means belong to the chosen width, not to the best of each table",
            ),
        ],
    )


@check(points=0.5)
def test_the_order_of_rows_and_seeds_does_not_matter(choose_width):
    widths = np.array([64, 4, 16, 8])
    train = np.array([[99.0, 97], [70, 74], [91, 89], [80, 82]])
    validation = np.array([[81.0, 79], [66, 70], [80, 79], [78, 80]])
    rows = {"sorted": [1, 3, 2, 0], "as given": [0, 1, 2, 3], "backwards": [3, 2, 1, 0]}
    for words, order in rows.items():
        of_64 = "the first good row of the table is not the smallest width: the rows come in any order"
        if words == "sorted":
            of_64 = "this is the width with the best mean: a smaller one is at most one point below"
        for seeds in [[0, 1], [1, 0]]:
            arguments = widths[order], train[order][:, seeds], validation[order][:, seeds]
            given = call_text("choose_width", *arguments)
            width, gap = parts(
                "width, gap", call_answer("choose_width", choose_width, *arguments), given=given
            )
            check_close(
                f"rows {words}: the means of 64, 16 and 8 are 80, 79.5 and 79, so the width is 8",
                width,
                8,
                given=given,
                hint="no step may depend on the order of the table",
                mistakes=[
                    (64, of_64),
                    (16, "exactly one point below the best is still good enough: >=, not >"),
                ],
            )
            check_close(
                "the gap is that of width 8: 81 - 79",
                gap,
                2,
                given=given,
                hint="sort the tables along with the widths, or find the row of the width again",
            )


@hidden_check(points=1)
def test_the_rule_is_right_for_random_tables(choose_width):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        m, n_seeds = int(rng.integers(1, 7)), int(rng.integers(1, 6))
        widths = rng.permutation(np.arange(1, 40))[:m]
        validation = 75 + rng.normal(size=(m, 1)) + rng.normal(size=(m, n_seeds))
        train = validation + rng.uniform(0, 20, size=(m, n_seeds))
        best = np.mean(validation, axis=1).max()
        row = min((i for i in range(m) if validation[i].mean() >= best - 1), key=lambda i: widths[i])
        given = call_text("choose_width", widths, train, validation)
        width, gap = parts(
            "width, gap", call_answer("choose_width", choose_width, widths, train, validation), given=given
        )
        check_close("the width", width, widths[row], given=given)
        check_close("the gap", gap, (train[row] - validation[row]).mean(), given=given)


@look
def look_at_widths():
    """The next cell measures. It trains networks of seven widths, five seeds each, on 60 points of two moons that overlap. It asks your `choose_width` with the help of 200 validation points, and only then looks at 2000 test points, with the chosen width alone. **Predict first:** do more units help on all three sets? (The cell takes a few seconds.)"""
    from mlplib import datasets
    from mlplib.activations import relu
    from mlplib.mlp import MLP
    from mlplib.optim import SGD, fit

    sizes = {"training": 60, "validation": 200, "test": 2000}
    moons = {name: datasets.moons(n, noise=0.35, rng=np.random.default_rng(n)) for name, n in sizes.items()}

    def trained(h, seed):
        rng = np.random.default_rng(seed)
        net = MLP([2, h, 2], relu, rng=rng)
        optimiser = SGD(0.1, momentum=0.9)
        fit(net, *moons["training"], optimiser=optimiser, epochs=200, batch_size=20, rng=rng)
        return net

    def percent(net, part):
        X, y = moons[part]
        return 100 * np.mean(net.predict(X) == y)

    widths, seeds = np.array([1, 2, 4, 8, 16, 32, 64]), range(5)
    nets = {h: [trained(h, seed) for seed in seeds] for h in widths}
    tables = [
        np.array([[percent(net, part) for net in nets[h]] for h in widths])
        for part in ["training", "validation"]
    ]
    print("width  training  validation (means of five seeds, in percent)")
    for h, *means in zip(widths, *(table.mean(axis=1) for table in tables)):
        print(f"{h:5} {means[0]:9.1f} {means[1]:11.1f}")
    width, gap = choose_width(widths, *tables)
    reached = np.mean([percent(net, "test") for net in nets[width]])
    print(f"chosen: {width}, with a gap of {gap:.1f} points; on the test points {reached:.1f}")


@sentence
def what_more_units_bring():
    """Read your own table. What do the units beyond the chosen width bring, on the training points and on the validation points? And which of the three numbers of the chosen width would you report as its accuracy, and why?"""
    return """
    From 4 to 64 units the training accuracy rises from 90 to 98 %, and the validation accuracy does not
    rise: these units fit the 60 training points, and bring nothing on new ones. I would report the test
    accuracy, 83 %: neither training nor the choice of the width has used those points."""


@wrong("with the best mean")
def the_best_mean(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max()
    width = widths[good].min()
    return width, (train - validation)[widths == width].mean()


@wrong("best width on training pictures")
def by_training_accuracy(widths, train, validation):
    means = train.mean(axis=1)
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, (train - validation)[widths == width].mean()


@wrong("one lucky seed decided")
def the_best_seed(widths, train, validation):
    means = validation.max(axis=1)
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, (train - validation)[widths == width].mean()


@wrong("only the first seed was used")
def the_first_seed(widths, train, validation):
    means = validation[:, 0]
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, (train - validation)[widths == width].mean()


@wrong("the position of the width")
def the_position(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max() - 1
    width = np.flatnonzero(good)[0]
    return width, (train - validation)[np.flatnonzero(good)[0]].mean()


@wrong("the first good row of the table")
def the_first_row(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max() - 1
    width = widths[good][0]
    return width, (train - validation)[widths == width].mean()


@wrong("still good enough")
def less_than_one_point(widths, train, validation):
    means = validation.mean(axis=1)
    good = means > means.max() - 1
    width = widths[good].min()
    return width, (train - validation)[widths == width].mean()


@wrong("the sign is turned")
def sign_of_the_gap(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, (validation - train)[widths == width].mean()


@wrong("the gap of the best width")
def gap_of_the_best_width(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, (train - validation)[means.argmax()].mean()


@wrong("not to the best of each table")
def gap_of_the_best_accuracies(widths, train, validation):
    means = validation.mean(axis=1)
    good = means >= means.max() - 1
    width = widths[good].min()
    return width, train.mean(axis=1).max() - means.max()

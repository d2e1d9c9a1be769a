"""Choose a learning rate, and test once

Write `choose_rate(score, rates, seeds)`. `score` is a function: `score(rate, seed, part)` trains a network with a learning rate, from the start that `seed` draws, and gives its accuracy in percent on a part of the data, `"validation"` or `"test"`. `rates` and `seeds` are lists. Do what an honest experiment does:

1. Ask for the validation accuracy of every rate, for every seed. Choose the rate with the highest *mean* over the seeds; of equally good ones the smallest rate.
2. Then, and for this rate only, ask for the test accuracy, for every seed.

Give back three numbers, `(rate, validation, test)`: the chosen rate and its two means. A test that is asked for other rates, too, tempts us to choose by it; so the checks look at what you ask.

For example, with this made-up score the result is `(0.1, 60.0, 55.0)`:

```python
def score(rate, seed, part):
    return {0.01: 40.0, 0.1: 60.0, 1.0: 20.0}[rate] - (5 if part == "test" else 0)


choose_rate(score, [0.01, 0.1, 1.0], [0, 1])
```
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


@question(
    number=6,
    section="build-train-and-debug-a-two-layer-network-by-hand",
    todo="a mean for each rate, then the test of one",
)
def choose_rate(score, rates, seeds):
    """The rate that is best on validation in the mean over seeds, this mean, and its mean on the test."""

    def mean(rate, part):
        return np.mean([score(rate, seed, part) for seed in seeds])

    validation = [mean(rate, "validation") for rate in rates]
    best = min(rate for rate, right in zip(rates, validation) if right == max(validation))
    return best, max(validation), mean(best, "test")


def observed(choose_rate, table, seeds):
    """What the answer gives back for accuracies {rate: {part: one for each seed}}, what it asked, the call."""
    asked = []

    def score(rate, seed, part):
        asked.append((float(rate), int(seed), str(part)))
        return table[asked[-1][0]][asked[-1][2]][seeds.index(asked[-1][1])]

    given = f"{call_text('choose_rate', score, list(table), seeds)} with the scores {table}"
    found = parts(
        "rate, validation, test",
        call_answer("choose_rate", choose_rate, score, list(table), seeds),
        given=given,
    )
    names = ["rate", "validation", "test"]
    return [number(name, value, given=given) for name, value in zip(names, found, strict=True)], asked, given


@check(points=0.5)
def test_the_best_mean_on_validation_is_chosen(choose_rate):
    table = {
        0.3: {"validation": [50.0, 50.0, 80.0], "test": [58.0, 52.0, 55.0]},
        0.1: {"validation": [66.0, 66.0, 66.0], "test": [62.0, 58.0, 63.0]},
        0.01: {"validation": [68.0, 40.0, 45.0], "test": [70.0, 70.0, 70.0]},
    }
    (rate, validation, test), _, given = observed(choose_rate, table, [4, 5, 6])
    hints = {
        0.3: "the best of all single runs is luck: compare the means over the seeds",
        0.01: "this rate is the best for the first seed, or on the test: compare the means on validation",
    }
    check_that(
        "the means are 60, 66 and 51",
        rate == 0.1,
        given=given,
        received=rate,
        expected=0.1,
        hint=hints.get(rate, ""),
    )
    check_close("validation is the mean of the chosen rate", validation, 66, given=given)
    mistakes = [(66, "this is the mean on validation"), (62, "test, too, is the mean over all seeds")]
    check_close("test is the mean of the chosen rate", test, 61, given=given, mistakes=mistakes)


@check(points=0.5)
def test_the_test_is_asked_for_one_rate_and_last(choose_rate):
    table = {rate: {"validation": [rate, rate + 1.0], "test": [5.0, 7.0]} for rate in [8.0, 16.0, 32.0]}
    (rate, _, _), asked, given = observed(choose_rate, table, [0, 1])
    check_that("the best rate is 32", rate == 32, given=given, received=rate, hint="32 has the highest mean")
    on_test = [ask for ask in asked if ask[2] == "test"]
    check_that(
        "the test is asked for the chosen rate alone, once for each seed",
        sorted(on_test) == [(32.0, 0, "test"), (32.0, 1, "test")],
        given=given,
        received=f"asked: {on_test}",
        hint="first choose, then ask for the test of this one rate"
        if {ask[0] for ask in on_test} != {32.0}
        else "each question to the test once: keep what it says",
    )
    check_that(
        "all validation comes before the first test",
        asked[-2:] == on_test or asked[-2:] == on_test[::-1],
        given=given,
        received=f"asked: {asked}",
        hint="a choice after the test is no choice on validation",
    )


@check(points=0.5)
def test_of_equally_good_rates_the_smallest_is_chosen(choose_rate):
    table = {
        rate: {"validation": [50.0 + (rate < 1)], "test": [40.0 + rate]} for rate in [0.5, 0.1, 0.2, 1.0]
    }
    (rate, validation, test), _, given = observed(choose_rate, table, [3])
    hint = "0.5, 0.1 and 0.2 are equally good; take the smallest, whatever the order of the list"
    check_that("the rate is 0.1", rate == 0.1, given=given, received=rate, expected=0.1, hint=hint)
    check_close("validation is 51", validation, 51, given=given)
    check_close("test is that of the chosen rate", test, 40.1, given=given)


@hidden_check(points=1.5)
def test_the_choice_is_right_for_other_scores(choose_rate):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        seeds, rates = list(range(10, 11 + seed)), rng.permutation([0.001, 0.01, 0.1, 1.0, 10.0]).tolist()
        drawn = rng.integers(10, 90, size=(5, 2, len(seeds))).astype(float).tolist()
        table = {rate: {"validation": v, "test": t} for rate, (v, t) in zip(rates, drawn)}
        means = {rate: np.mean(table[rate]["validation"]) for rate in sorted(rates)}
        best = max(means, key=means.get)
        (rate, validation, test), asked, given = observed(choose_rate, table, seeds)
        check_that("the rate", rate == best, given=given, received=rate, expected=best)
        check_close("validation", validation, means[best], given=given)
        check_close("test", test, np.mean(table[best]["test"]), given=given)
        alone = sum(ask[2] == "test" for ask in asked) == len(seeds)
        check_that("the test is asked once for each seed", alone, given=given, received=f"asked: {asked}")


@look
def look_at_two_choices():
    """Is the validation accuracy of the winner what we may expect on new pictures? The next cell makes a real choice among eight rates, five times, each time with other pictures and start: 300 photos for training, only 50 for validation, 1000 for the test. On the left the labels are true. On the right they are permuted, so that nothing can be learned, and guessing has 10 %. Each line leads from the winner's validation accuracy to its test. **Predict first:** which way will the lines on the right go? (It takes some ten seconds.)"""
    from mlplib import datasets, features, plotting
    from mlplib.activations import relu
    from mlplib.mlp import MLP
    from mlplib.optim import SGD, fit

    def score_of(X, y):
        def score(rate, seed, part):
            model = MLP([64, 30, 10], relu, rng=np.random.default_rng(seed))
            chance = np.random.default_rng(seed)
            fit(model, X[0], y[0], optimiser=SGD(rate), epochs=25, batch_size=20, rng=chance)
            k = ["training", "validation", "test"].index(part)
            return 100 * (model.predict(X[k]) == y[k]).mean()

        return score

    rates = [0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
    axes = plotting.plt.subplots(1, 2, figsize=(6.4, 3.2), sharey=True, layout="constrained")[1]
    for seed in range(5):
        rng = np.random.default_rng(seed)
        splits = datasets.photo_patches(rng=rng, n_train=300, n_validation=50, n_test=1000)[:3]
        X = features.standardise(*(features.colour_histogram(part.images) for part in splits))
        for ax, labels in zip(axes, ["true", "permuted"]):
            y = [rng.permutation(part.labels) if labels == "permuted" else part.labels for part in splits]
            rate, *ends = choose_rate(score_of(X, y), rates, [seed])
            ax.plot([0, 1], ends, "o-", color=plotting.COLOURS[seed])
            ax.set(
                title=f"{labels} labels", xticks=[0, 1], xticklabels=["validation", "test"], xlim=(-0.3, 1.3)
            )
            print(f"{labels:9} rate {rate:<6} validation {ends[0]:.0f} %  test {ends[1]:.0f} %")
    _ = axes[0].set(ylabel="accuracy in %", ylim=(0, 65))


@sentence
def what_to_report():
    """On the right there is nothing to learn. Why is the winner above 10 % on validation all the same, and not on the test? And which of the two numbers would you report on the left? Two or three sentences, with your numbers."""
    return """
    With permuted labels every rate can only guess, yet the winner has 12 to 24 % on validation: the best of eight guesses on 50 pictures is a lucky one, and to choose it is to keep the luck. The test took no part in the choice, and there the winner has 10 or 11 %. So I report the test: with true labels it is 40 to 49 %, in four of five cases less than the winner has on validation.
    """


@wrong("compare the means on validation")
def by_the_test(score, rates, seeds):
    tests = [np.mean([score(rate, seed, "test") for seed in seeds]) for rate in rates]
    best = rates[int(np.argmax(tests))]
    return best, np.mean([score(best, seed, "validation") for seed in seeds]), max(tests)


@wrong("the best of all single runs is luck")
def by_the_best_run(score, rates, seeds):
    runs = [max(score(rate, seed, "validation") for seed in seeds) for rate in rates]
    best = rates[int(np.argmax(runs))]
    return best, max(runs), np.mean([score(best, seed, "test") for seed in seeds])


@wrong("first choose, then ask for the test of this one rate")
def tests_all(score, rates, seeds):
    means = [
        [np.mean([score(r, s, part) for s in seeds]) for r in sorted(rates)]
        for part in ("validation", "test")
    ]
    k = int(np.argmax(means[0]))
    return sorted(rates)[k], means[0][k], means[1][k]


@wrong("this is the mean on validation")
def validation_twice(score, rates, seeds):
    means = [np.mean([score(rate, seed, "validation") for seed in seeds]) for rate in sorted(rates)]
    return sorted(rates)[int(np.argmax(means))], max(means), max(means)


@wrong("test, too, is the mean over all seeds")
def one_test(score, rates, seeds):
    means = [np.mean([score(rate, seed, "validation") for seed in seeds]) for rate in sorted(rates)]
    best = sorted(rates)[int(np.argmax(means))]
    return best, max(means), score(best, seeds[0], "test")


@wrong("take the smallest, whatever the order")
def first_of_the_list(score, rates, seeds):
    means = [np.mean([score(rate, seed, "validation") for seed in seeds]) for rate in rates]
    best = rates[int(np.argmax(means))]
    return best, max(means), np.mean([score(best, seed, "test") for seed in seeds])

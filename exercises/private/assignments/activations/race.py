"""A fair race

Activation functions are to be compared. How fast a network learns depends on the gain of its first weights and on the learning rate. So each function gets its own pair, chosen on some seeds, and is judged on *fresh* ones.

Write `race(gains, rates, tried, fresh)`. `gains` and `rates` are two lists of numbers. `tried` and `fresh` are dicts with the same keys, the names of the functions. `tried[name]` is an array of final losses, of the shape (number of gains, number of rates, number of seeds): its entry `[i, j]` holds the losses with `gains[i]` and `rates[j]`, one for each seed. So does `fresh[name]`, with other seeds, and perhaps another number of them.

- *A diverged run* has the loss nan or inf. Both count as infinitely large.
- *Choose on `tried`.* For each function take the gain and the rate with the lowest *median* loss.
- *Judge on `fresh`.* Take the median loss of the chosen pair there, and nothing else.

Give back `(chosen, judged)`: a dict from each name to its pair `(gain, rate)`, and a dict from each name to its median loss on the fresh seeds.

For example, take one gain, two rates and three seeds:

    tried = {"tanh": np.array([[[0.5, 0.4, 0.6], [0.1, np.nan, 0.2]]])}
    fresh = {"tanh": np.array([[[0.6, 0.6, 0.5], [0.1, 0.3, 0.4]]])}
    race([1.0], [0.1, 1.0], tried, fresh)

The medians on the tried seeds are 0.5 and 0.2, so it gives `({"tanh": (1.0, 1.0)}, {"tanh": 0.3})`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.activations.helpers import datasets
from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, parts


@question(
    number=4,
    section="give-each-function-its-own-start-and-rate-who-is-faster",
    todo="first make every nan infinite, then take medians over the seeds",
)
def race(gains, rates, tried, fresh):
    """Two dicts: name to the pair (gain, rate) chosen on tried, name to its median loss on fresh.

    tried and fresh hold an array (gains, rates, seeds) for each name.
    """
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged


@check(points=0.5)
def test_each_function_gets_its_own_gain_and_rate(race):
    gains, rates = [0.5, 2.0], [0.1, 0.3, 1.0]
    tried = {
        "tanh": np.array([[[0.8, 0.9, 0.7], [0.6, 0.6, 0.6], [0.6, 0.7, 0.6]], [[0.4, 0.5, 0.4], [0.2, 0.3, 0.3], [0.05, 0.9, 0.8]]]),
        "ReLU": np.array([[[0.6, 0.3, 0.7], [0.4, 0.5, 0.4], [0.2, 0.2, 0.9]], [[0.5, 0.6, 0.5], [0.8, 0.7, 0.9], [0.9, 0.9, 0.9]]]),
    }  # fmt: skip
    fresh = {name: table[::-1, ::-1] for name, table in tried.items()}
    given = call_text("race", gains, rates, tried, fresh)
    chosen, _ = parts("chosen, judged", call_answer("race", race, gains, rates, tried, fresh), given=given)
    wanted = {"tanh": (2.0, 0.3), "ReLU": (0.5, 1.0)}
    pairs = tuple(chosen.get(name) for name in wanted) if isinstance(chosen, dict) else None
    words = {
        ((2.0, 1.0), (0.5, 1.0)): "this is the lowest *single* loss of tanh: one lucky seed; take the median",
        ((2.0, 0.3), (0.5, 0.3)): "this is the lowest *mean* of ReLU: one bad seed decided; take the median",
        ((0.5, 0.3), (2.0, 0.1)): "these are the best pairs on the fresh seeds: choose on tried, or the race is rigged",
        ((1, 1), (0, 2)): "these are places in the table: give back gains[i] and rates[j]",
        ((0.3, 2.0), (1.0, 0.5)): "the gain comes first in a pair, then the rate",
        ((2.0, 0.3), (2.0, 0.3)): "each function has its own pair",
    }  # fmt: skip
    check_that(
        "each function has the pair with its lowest median",
        isinstance(chosen, dict) and chosen == wanted,
        given=given,
        received=chosen,
        expected=wanted,
        hint=words.get(pairs, "a dict from each name to a tuple (gain, rate)"),
    )


@check(points=0.5)
def test_a_diverged_run_is_infinitely_bad(race):
    nan, inf = float("nan"), float("inf")
    tried = {"ELU": np.array([[[0.5, 0.6, 0.7], [0.4, nan, 0.5], [0.2, nan, 0.3], [0.1, nan, nan]]])}
    fresh = {"ELU": np.array([[[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.4, inf, nan], [0.1, 0.1, 0.1]]])}
    gains, rates = [1.0], [0.1, 0.2, 0.3, 0.9]
    given = call_text("race", gains, rates, tried, fresh)
    answer = call_answer("race", race, gains, rates, tried, fresh)
    chosen, judged = parts("chosen, judged", answer, given=given)
    pair = chosen.get("ELU") if isinstance(chosen, dict) else None
    hint = "np.median of an array with a nan is nan: put inf in the place of every nan first"
    if pair == (1.0, 0.9):
        hint = "at 0.9 two of three runs diverged: do not leave them out, their median is infinite"
    elif pair == (1.0, 0.1):
        hint = "at 0.3 one run of three diverged: the median of 0.2, 0.3 and inf is 0.3"
    check_that(
        "the medians are 0.6, 0.5, 0.3 and inf, so the rate is 0.3",
        pair == (1.0, 0.3),
        given=given,
        received=chosen,
        expected={"ELU": (1.0, 0.3)},
        hint=hint,
    )
    loss = judged.get("ELU") if isinstance(judged, dict) else None
    hint = "the same rule holds on the fresh seeds: a nan counts as inf"
    if loss == 0.3:
        hint = "this is the loss on the tried seeds, on which the pairs were chosen"
    elif isinstance(loss, float) and loss > 1:
        hint = "np.nan_to_num makes a huge number of inf: use np.where(np.isfinite(table), table, np.inf)"
    check_that(
        "on the fresh seeds the median of 0.4, inf and nan is infinite",
        loss == inf,
        given=given,
        received=judged,
        expected={"ELU": inf},
        hint=hint,
    )


@check(points=1)
def test_the_chosen_pair_is_judged_on_fresh_seeds(race):
    tried = {"tanh": np.array([[[0.4, 0.4], [0.1, 0.1]]]), "ReLU": np.array([[[0.2, 0.2], [0.3, 0.3]]])}
    fresh = {
        "tanh": np.array([[[0.1, 0.1, 0.1, 0.1, 0.1], [0.3, 0.3, 0.2, 2.0, 0.4]]]),
        "ReLU": np.array([[[0.25, 0.2, 0.25, 0.3, 0.25], [0.05, 0.05, 0.05, 0.05, 0.05]]]),
    }
    given = call_text("race", [1.0], [0.1, 1.0], tried, fresh)
    answer = call_answer("race", race, [1.0], [0.1, 1.0], tried, fresh)
    _, judged = parts("chosen, judged", answer, given=given)
    check_that(
        "judged is a dict with both names",
        isinstance(judged, dict) and judged.keys() == tried.keys(),
        given=given,
        received=judged,
    )
    check_close(
        "the median losses of tanh and ReLU",
        [judged["tanh"], judged["ReLU"]],
        [0.3, 0.25],
        given=given,
        mistakes=[
            ([0.1, 0.2], "these are the losses on the tried seeds, on which the pairs were chosen"),
            ([0.1, 0.05], "these are the best losses on the fresh seeds: only the chosen pair counts there"),
            ([0.64, 0.25], "the mean is led astray by one bad run: take the median"),
        ],
        hint="the chosen rates are 1.0 for tanh and 0.1 for ReLU: look up these two rows of fresh",
    )


@hidden_check(points=1)
def test_the_race_is_fair_for_random_tables(race):
    for seed in range(12):
        rng = np.random.default_rng(seed)
        shape, names = rng.integers(1, 5, size=2), ["ReLU", "tanh", "ELU"][: 1 + seed % 3]
        gains, rates = rng.permutation(20)[: shape[0]].tolist(), rng.permutation(20)[: shape[1]].tolist()
        tables = []
        for n_seeds in [3, 5]:
            table = {name: rng.uniform(size=(*shape, n_seeds)) for name in names}
            for losses in table.values():
                losses[rng.uniform(size=losses.shape) < 0.15] = [np.nan, np.inf][seed % 2]
                losses[-1, -1, :2] = 0.4, 0.5  # one pair at least has a finite median
            tables.append(table)
        chosen, judged = parts("chosen, judged", call_answer("race", race, gains, rates, *tables))
        for name in names:
            middle, at = [], []
            for i, j in np.ndindex(*shape):
                middle.append(sorted(v if np.isfinite(v) else np.inf for v in tables[0][name][i, j])[1])
                at.append((i, j))
            i, j = at[int(np.argmin(middle))]
            check_close("the pair", chosen[name], (gains[i], rates[j]))
            new = sorted(v if np.isfinite(v) else np.inf for v in tables[1][name][i, j])[2]
            check_that("the median on the fresh seeds", judged[name] == new, received=judged, expected=new)


@look
def look_at_race():
    """The next cell runs a race: networks with two hidden layers learn three spirals for eight passes, with every pair of five gains and four rates. It chooses with your `race` on three seeds, and judges on ten fresh ones. (It takes about five seconds.) **Predict first:** will the loss of the winner be the same on the fresh seeds as on the tried ones?"""
    from mlplib import activations
    from mlplib.mlp import MLP
    from mlplib.optim import SGD, fit

    def final_loss(bend, gain, rate, seed):
        def init(n_in, n_out, rng):
            return rng.normal(scale=gain / np.sqrt(n_in), size=(n_in, n_out))

        rng = np.random.default_rng(seed)
        X, y = datasets.spirals(150, rng=rng)
        net = MLP([2, 20, 20, 3], bend, rng=rng, init=init)
        try:
            fit(net, X, y, optimiser=SGD(rate), epochs=8, batch_size=30, rng=rng)
        except FloatingPointError:  # diverged
            return np.nan
        return net.loss_and_grads(X, y)[0]

    def tables(seeds):
        return {
            name: np.array([[[final_loss(a, g, r, s) for s in seeds] for r in rates] for g in gains])
            for name, a in functions.items()
        }

    gains, rates = [1.0, 2.0, 4.0, 8.0, 16.0], [0.1, 0.3, 1.0, 3.0]
    functions = {"sigmoid": activations.sigmoid, "tanh": activations.tanh, "ReLU": activations.relu}
    tried, fresh = tables(range(3)), tables(range(3, 13))
    chosen, judged = race(gains, rates, tried, fresh)
    print("          gain  rate  median: tried  fresh   the ten fresh seeds in order")
    for name, (gain, rate) in chosen.items():
        i, j = gains.index(gain), rates.index(rate)
        row = " ".join(f"{loss:.2f}" for loss in np.sort(fresh[name][i, j]))
        old = np.median(tried[name][i, j])
        print(f"{name:8} {gain:5} {rate:5} {old:14.2f} {judged[name]:6.2f}   {row}")


@sentence
def what_the_race_has_shown():
    """Which of your three functions can you put in order by the *fresh* losses, and which not? What would the tried seeds alone have told you? And was the race fair to the sigmoid: look at the gain that it chose."""
    return """
    By the tried medians tanh is ahead of ReLU, 0.05 to 0.14. On fresh seeds ReLU has the lower median,
    0.05 to 0.07, and the losses of both scatter far more than that: these two cannot be put in order.
    The sigmoid is behind both. But it chose the largest gain of the list, so a larger one might have
    been better still, and its start may not be its best."""


@wrong("one lucky seed")
def the_lowest_single_loss(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = losses.min(axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged


@wrong("one bad seed decided")
def the_lowest_mean(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = losses.mean(axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged


@wrong("or the race is rigged")
def chosen_on_the_fresh_seeds(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        new = np.where(np.isfinite(fresh[name]), fresh[name], np.inf)
        middle = np.median(new, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged


@wrong("these are places in the table")
def places_instead_of_gains_and_rates(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (int(i), int(j)), np.median(new[i, j])
    return chosen, judged


@wrong("one run of three diverged")
def a_diverged_run_rules_a_pair_out(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = np.where(np.isfinite(losses).all(axis=2), np.median(losses, axis=2), np.inf)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged


@wrong("np.median of an array with a nan")
def nan_stays(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        middle = np.median(tried[name], axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(fresh[name][i, j])
    return chosen, judged


@wrong("do not leave them out")
def nan_left_out(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        middle = np.nanmedian(tried[name], axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.nanmedian(fresh[name][i, j])
    return chosen, judged


@wrong("a nan counts as inf")
def a_nan_on_a_fresh_seed_stays(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses = np.where(np.isfinite(tried[name]), tried[name], np.inf)
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(fresh[name][i, j])
    return chosen, judged


@wrong("on which the pairs were chosen")
def judged_on_the_tried_seeds(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses = np.where(np.isfinite(tried[name]), tried[name], np.inf)
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), middle[i, j]
    return chosen, judged


@wrong("led astray")
def judged_by_the_mean(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.where(np.isfinite(table), table, np.inf) for table in (tried[name], fresh[name]))
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.mean(new[i, j])
    return chosen, judged


@wrong("makes a huge number of inf")
def infinity_becomes_a_number(gains, rates, tried, fresh):
    chosen, judged = {}, {}
    for name in tried:
        losses, new = (np.nan_to_num(table, nan=np.inf) for table in (tried[name], fresh[name]))
        middle = np.median(losses, axis=2)
        i, j = np.unravel_index(middle.argmin(), middle.shape)
        chosen[name], judged[name] = (gains[i], rates[j]), np.median(new[i, j])
    return chosen, judged

"""A fair race

Each activation function gets its own learning rate, chosen on some seeds, and is judged on fresh ones. Write `race(tried, fresh)`. Both arguments are tables `{function: {rate: [final losses, one for each seed]}}`, with the same functions and rates. A run that diverged has the loss nan or inf.

- *Choose on `tried`.* For each function take the rate with the lowest mean loss. Leave diverged runs out of the mean. But a rate at which half of the runs or more have diverged is out of the race. If two means are equal, take the smaller rate. (One rate at least always stays in.)
- *Judge on `fresh`.* Only the chosen rate of each function counts. Order the functions by the *median* of their losses there, the lowest first. Here nothing is left out: a diverged run counts as infinitely large. The number of fresh seeds is odd.

Give back `(chosen, ranking)`: a dict `{function: rate}`, and a list of the names of the functions.

For example, with `tried = {"tanh": {0.1: [0.5, 0.5], 1.0: [0.2, 0.4]}, "ReLU": {0.1: [0.3, 0.3], 1.0: [0.1, nan]}}` the rate 1.0 is chosen for tanh and 0.1 for ReLU.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_that, parts


@question(
    number=5,
    section="give-each-function-its-own-start-and-rate-who-is-faster",
    todo="one loop over the functions, one over their rates",
)
def race(tried, fresh):
    """The rate chosen for each function on the tried seeds, and the ranking on the fresh ones."""
    chosen, score = {}, {}
    for name, table in tried.items():
        means = []
        for rate, losses in table.items():
            finite = [loss for loss in losses if np.isfinite(loss)]
            if 2 * len(finite) > len(losses):
                means.append((np.mean(finite), rate))
        chosen[name] = min(means)[1]
        score[name] = np.median(np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf))
    return chosen, sorted(score, key=score.get)


@check(points=0.5)
def test_each_function_gets_its_own_rate(race):
    tried = {
        "tanh": {0.1: [0.6, 0.7, 0.8], 1.0: [0.3, 0.2, 0.4]},
        "ReLU": {0.1: [0.25, 0.2, 0.3], 1.0: [0.9, 0.1, 0.8]},
    }
    fresh = {
        "tanh": {0.1: [0.5, 0.5, 0.5], 1.0: [0.6, 0.6, 0.6]},
        "ReLU": {0.1: [0.4, 0.5, 0.3], 1.0: [0.1, 0.1, 0.1]},
    }
    given = call_text("race", tried, fresh)
    chosen, _ = parts("chosen, ranking", call_answer("race", race, tried, fresh), given=given)
    words = {(1.0, 1.0): "1.0 has the lowest *single* loss of ReLU: compare means over the seeds",
             (0.1, 1.0): "these are the best rates on the fresh seeds: choose on tried, or the race is rigged",
             (0.1, 0.1): "each function has its own rate"}  # fmt: skip
    is_dict = isinstance(chosen, dict)
    pair = (chosen.get("tanh"), chosen.get("ReLU")) if is_dict else None
    check_that(
        "chosen is {'tanh': 1.0, 'ReLU': 0.1}",
        is_dict and chosen == {"tanh": 1.0, "ReLU": 0.1},
        given=given,
        received=chosen,
        expected={"tanh": 1.0, "ReLU": 0.1},
        hint=words.get(pair, "a dict from each name to its rate"),
    )


@check(points=0.5)
def test_diverged_runs_neither_hide_nor_win(race):
    nan, inf = float("nan"), float("inf")
    tried = {"ELU": {0.1: [0.5, 0.6, 0.7], 0.3: [0.2, nan, 0.3], 0.9: [0.1, inf, nan]}}
    tried["tanh"] = {0.1: [nan, 0.4, 0.4], 0.3: [0.5, 0.5, 0.5], 0.9: [0.4, 0.4, 0.4]}
    fresh = {
        name: {rate: [0.3, 0.2, 0.4] if name == "ELU" else [0.6, 0.5, 0.7] for rate in table}
        for name, table in tried.items()
    }
    given = call_text("race", tried, fresh)
    chosen, _ = parts("chosen, ranking", call_answer("race", race, tried, fresh), given=given)
    rates = chosen if isinstance(chosen, dict) else {}
    if rates.get("ELU") == 0.9:
        hint = "at 0.9 two of three runs diverged: that rate is out, however good the third run was"
    elif rates.get("ELU") == 0.1:
        hint = "at 0.3 one run of three diverged: leave it out of the mean, and keep the rate"
    elif rates.get("tanh") == 0.9:
        hint = "0.1 and 0.9 have the same mean: take the smaller rate"
    else:
        hint = "a comparison with nan is always False, so min and < may go wrong: use np.isfinite"
    check_that(
        "ELU takes 0.3 and tanh 0.1",
        rates == {"ELU": 0.3, "tanh": 0.1},
        given=given,
        received=chosen,
        expected={"ELU": 0.3, "tanh": 0.1},
        hint=hint,
    )


@check(points=0.5)
def test_the_ranking_is_made_on_fresh_seeds(race):
    nan = float("nan")
    tried = {
        name: {0.1: [0.9, 0.9], 0.5: [loss, loss]}
        for name, loss in [("sigmoid", 0.3), ("ReLU", 0.1), ("ELU", 0.2)]
    }
    fresh = {"sigmoid": {0.1: [0.1, 0.1, 0.1], 0.5: [0.3, 0.35, 0.4]}, "ReLU": {0.1: [0.1, 0.1, 0.1], 0.5: [0.2, 0.3, 2.0]},
             "ELU": {0.1: [0.1, 0.1, 0.1], 0.5: [0.1, nan, nan]}}  # fmt: skip
    given = call_text("race", tried, fresh)
    _, ranking = parts("chosen, ranking", call_answer("race", race, tried, fresh), given=given)
    right = ["ReLU", "sigmoid", "ELU"]
    words = {("ReLU", "ELU", "sigmoid"): "this is the order on the tried seeds",
             ("ELU", "sigmoid", "ReLU"): "lowest median first; a diverged fresh run is not left out, it counts as inf",
             ("ELU", "ReLU", "sigmoid"): "ELU diverged twice out of three times: its median is inf",
             ("sigmoid", "ELU", "ReLU"): "the lowest loss comes first; this is the reverse, or nan was compared",
             ("sigmoid", "ReLU", "ELU"): "the mean is led astray by one bad run: take the median"}  # fmt: skip
    received = list(ranking) if isinstance(ranking, list | tuple) else ranking
    key = (
        tuple(received)
        if isinstance(received, list) and all(isinstance(name, str) for name in received)
        else None
    )
    check_that(
        "the order is ReLU, sigmoid, ELU",
        received == right,
        given=given,
        received=ranking,
        expected=right,
        hint=words.get(key, "a list of the three names, ordered by the median of their fresh losses"),
    )


@hidden_check(points=1.5)
def test_any_race_is_fair(race):
    names = ["sigmoid", "tanh", "ReLU", "Leaky ReLU", "ELU"]
    for seed in range(8):
        rng = np.random.default_rng(seed)
        rates = [0.1, 0.4, 1.6, 6.4][: int(rng.integers(2, 5))]
        tables = []
        for n in (4, 5):
            table = {name: {rate: rng.uniform(size=n).round(6).tolist() for rate in rates} for name in names}
            for name in names:
                for rate in rates[1:]:
                    for k in range(n):
                        if rng.uniform() < 0.3:
                            table[name][rate][k] = float(rng.choice([np.nan, np.inf]))
            tables.append(table)
        tried, fresh = tables
        for name in names:  # no two medians are alike, and all are finite or one is inf
            if sum(
                np.isinf(np.median(np.nan_to_num(fresh[name][rate], nan=np.inf, posinf=np.inf)))
                for rate in rates
            ):
                fresh[name] = {rate: rng.uniform(size=5).tolist() for rate in rates}
        chosen, score = {}, {}
        for name in names:
            means = {
                r: np.mean([v for v in x if np.isfinite(v)])
                for r, x in tried[name].items()
                if sum(np.isfinite(x)) > 2
            }
            chosen[name] = min(means, key=lambda rate: (means[rate], rate))
            score[name] = sorted(v if np.isfinite(v) else np.inf for v in fresh[name][chosen[name]])[2]
        given = call_text("race", tried, fresh)
        received = parts("chosen, ranking", call_answer("race", race, tried, fresh), given=given)
        check_that(
            "the chosen rates",
            received[0] == chosen,
            given=given,
            received=received[0],
            expected=chosen,
        )
        right = sorted(names, key=score.get)
        check_that(
            "the ranking",
            list(received[1]) == right,
            given=given,
            received=received[1],
            expected=right,
        )


@wrong("lowest *single* loss")
def the_luckiest_run(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((min(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("or the race is rigged")
def chosen_on_the_fresh_seeds(tried, fresh):
    chosen, score = {}, {}
    for name, rates in fresh.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("each function has its own rate")
def one_rate_for_all(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(r for t in tried.values() for r in t)
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("two of three runs diverged")
def one_lucky_run_is_enough(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if f:
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("leave it out of the mean")
def one_bad_run_is_enough(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if len(f) == len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("take the smaller rate")
def the_larger_of_two_equal_rates(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means, key=lambda m: (round(m[0], 9), -m[1]))[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("the order on the tried seeds")
def ranked_on_the_tried_seeds(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(tried[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.median(last)
    return chosen, sorted(score, key=score.get)


@wrong("led astray")
def mean_of_the_fresh_seeds(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = np.mean(last)
    return chosen, sorted(score, key=score.get)


@wrong("its median is inf")
def fresh_diverged_runs_left_out(tried, fresh):
    chosen, score = {}, {}
    for name, rates in tried.items():
        means = []
        for rate, losses in rates.items():
            f = [v for v in losses if np.isfinite(v)]
            if 2 * len(f) > len(losses):
                means.append((np.mean(f), rate))
        chosen[name] = min(means)[1]
        last = np.nan_to_num(fresh[name][chosen[name]], nan=np.inf, posinf=np.inf)
        score[name] = (lambda v: np.median(v[np.isfinite(v)]))(last)
    return chosen, sorted(score, key=score.get)

# Made from the source of the assignment activations, which is private. Do not edit.
from mlplib.checks import call_answer, call_text, check_that, parts

exercise = "6.5"


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

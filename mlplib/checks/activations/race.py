# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, parts

exercise = "6.4"


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

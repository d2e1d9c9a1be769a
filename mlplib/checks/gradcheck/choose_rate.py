# Made from the source of the assignment gradcheck, which is private. Do not edit.
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


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

exercise = "8.6"


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


def test_of_equally_good_rates_the_smallest_is_chosen(choose_rate):
    table = {
        rate: {"validation": [50.0 + (rate < 1)], "test": [40.0 + rate]} for rate in [0.5, 0.1, 0.2, 1.0]
    }
    (rate, validation, test), _, given = observed(choose_rate, table, [3])
    hint = "0.5, 0.1 and 0.2 are equally good; take the smallest, whatever the order of the list"
    check_that("the rate is 0.1", rate == 0.1, given=given, received=rate, expected=0.1, hint=hint)
    check_close("validation is 51", validation, 51, given=given)
    check_close("test is that of the chosen rate", test, 40.1, given=given)

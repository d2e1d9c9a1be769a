"""Probabilities at any temperature

Write `probabilities(S, temperature)`. `S` holds scores, shape $(n, c)$; `temperature` is a number $T$ above 0. Divide the scores by $T$, and turn each row into probabilities with softmax. Give back `P` of shape $(n, c)$. No score may be too large for it: scores of 1000 beside scores of −1000 are welcome.

For example, `probabilities(np.log([[1, 2, 5]]), 1)` gives `[[0.125, 0.25, 0.625]]`, because 1 + 2 + 5 = 8.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=2,
    section="softmax-turns-scores-into-probabilities",
    todo="which shift changes nothing, and helps?",
)
def probabilities(S, temperature):
    """Softmax of each row of S / temperature, (n, c); any scores will do."""
    e = np.exp((S - S.max(axis=1, keepdims=True)) / temperature)
    return e / e.sum(axis=1, keepdims=True)


@check(points=0)
def test_rows_sum_to_one(probabilities):
    S = np.array([[1.0, 2.0, 0.0], [0.0, 0.5, 2.0], [3.0, 1.0, 1.0], [-1.0, 0.0, -2.0]])
    given = call_text("probabilities", S, 1)
    P = array("P", call_answer("probabilities", probabilities, S, 1), (4, 3), given=given)
    if np.isclose(P.sum(), 1):
        hint = "you divided by the sum of the whole array: use axis=1, keepdims=True"
    elif np.allclose(P.sum(axis=0), 1):
        hint = "the columns sum to 1: a row is an example, so sum along axis=1"
    else:
        hint = "divide exp by its sum along the row, as the last step"
    check_close("each row sums to 1", P.sum(axis=1), np.ones(4), given=given, hint=hint)
    check_that("no probability is negative", P.min() >= 0, given=given, received=P)
    check_that(
        "the largest score of a row has the largest probability",
        (P.argmax(axis=1) == [1, 2, 0, 1]).all(),
        given=given,
        received=P,
    )


@check(points=0.5)
def test_half_the_temperature_squares_the_ratios(probabilities):
    S, ratios = np.log([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]]), np.array([[1, 2, 5], [1, 1, 2]])
    given = call_text("probabilities", S, 1)
    check_close(
        "at temperature 1 the ratios are 1:2:5 and 1:1:2",
        call_answer("probabilities", probabilities, S, 1),
        ratios / [[8], [4]],
        given=given,
        hint="each entry is exp of its score, divided by the sum of its row",
    )
    given = call_text("probabilities", S, 0.5)
    roots = np.sqrt(ratios)
    check_close(
        "at temperature 1/2 the ratios are 1:4:25 and 1:1:4",
        call_answer("probabilities", probabilities, S, 0.5),
        ratios**2 / [[30], [6]],
        given=given,
        mistakes=[
            (ratios / [[8], [4]], "the temperature has no effect"),
            (ratios / [[4], [2]], "divide the scores by the temperature, not the probabilities"),
            (
                roots / roots.sum(axis=1, keepdims=True),
                "you multiplied by the temperature: divide by it",
            ),
        ],
        hint="divide the scores by the temperature before exp",
    )


@check(points=0.5)
def test_scores_of_any_size_are_welcome(probabilities):
    cases = [
        (
            np.log([[1.0, 3.0], [4.0, 1.0]]) + 1000,
            "exp of 1000 overflows: subtract the largest score before exp",
        ),
        (
            np.log([[1.0, 3.0], [4.0, 1.0]]) + np.array([[1000], [-1000]]),
            "subtract the largest score of each row, not of the whole array: the low row became 0 / 0",
        ),
    ]
    for S, hint in cases:
        given = call_text("probabilities", S, 1)
        P = call_answer("probabilities", probabilities, S, 1)
        check_that(
            "every probability is a finite number",
            bool(np.isfinite(P).all()),
            given=given,
            received=P,
            hint=hint,
        )
        check_close(
            "adding one number to a row of scores changes nothing",
            P,
            [[0.25, 0.75], [0.8, 0.2]],
            given=given,
            hint=hint,
        )
    S = np.array([[5.0, 2.0, 5.0]])
    check_close(
        "at a very low temperature the largest scores share the probability",
        call_answer("probabilities", probabilities, S, 0.001),
        [[0.5, 0, 0.5]],
        given=call_text("probabilities", S, 0.001),
        hint="5 / 0.001 is a large score too: shift before exp",
    )


@hidden_check(points=1)
def test_probabilities_are_right_for_scores_of_any_shape_and_size(probabilities):
    rng = np.random.default_rng(14)
    for n, c, size, temperature in [
        (1, 1, 1, 1),
        (3, 3, 1, 2.5),
        (6, 10, 5, 0.3),
        (2, 4, 2000, 1),
        (5, 2, 1e5, 7),
    ]:
        S = size * rng.normal(size=(n, c))
        powers = [[sum(np.exp(min(700, (s - t) / temperature)) for s in row) for t in row] for row in S]
        check_close(
            "the probabilities",
            call_answer("probabilities", probabilities, S, temperature),
            1 / np.array(powers),
            given=call_text("probabilities", S, temperature),
        )


@wrong("divided by the sum of the whole array")
def sum_of_the_whole_array(S, temperature):
    e = np.exp((S - S.max(axis=1, keepdims=True)) / temperature)
    return e / e.sum()


@wrong("the columns sum to 1")
def columns(S, temperature):
    e = np.exp((S - S.max(axis=1, keepdims=True)) / temperature)
    return e / e.sum(axis=0)


@wrong("exp of 1000 overflows")
def no_shift(S, temperature):
    with np.errstate(all="ignore"):
        e = np.exp(S / temperature)
        return e / e.sum(axis=1, keepdims=True)


@wrong("not of the whole array: the low row")
def one_shift_for_all_rows(S, temperature):
    with np.errstate(all="ignore"):
        e = np.exp((S - S.max()) / temperature)
        return e / e.sum(axis=1, keepdims=True)


@wrong("you multiplied by the temperature")
def multiplies_by_the_temperature(S, temperature):
    e = np.exp((S - S.max(axis=1, keepdims=True)) * temperature)
    return e / e.sum(axis=1, keepdims=True)


@wrong("by the temperature, not the probabilities")
def divides_the_probabilities(S, temperature):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / temperature


@wrong("the temperature has no effect")
def ignores_the_temperature(S, temperature):
    e = np.exp(S - S.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong("as the last step")
def exp_forgotten(S, temperature):
    return np.exp(S / temperature)

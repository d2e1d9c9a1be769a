"""Every exam question can be asked, whatever the seed, and its answer is what arithmetic gives."""

import re
import tomllib
from math import atan2, exp, hypot, isclose, log, sqrt

import numpy as np
import pytest

from exercises.private.bank.__main__ import ROOT, functions
from exercises.private.bank.ask import ask, choice, draw, number, written
from exercises.private.bank.markup import as_mathml, delimited, html
from tools.questions import Unfit

SEEDS = range(12)
OBJECTIVES = tomllib.loads((ROOT / "chapters" / "objectives.toml").read_text(encoding="utf-8"))
QUESTIONS = {
    f"{name}/{function.__name__}": (function, name) for name in OBJECTIVES for function in functions(name)
}
every_question = pytest.mark.parametrize("name", QUESTIONS)


@pytest.mark.parametrize("chapter", OBJECTIVES)
def test_a_chapter_has_twelve_questions_and_each_objective_one(chapter):
    cells = [function.cell for function in functions(chapter)]
    assert len(cells) >= 12
    assert set(cells) == {objective["cell"] for objective in OBJECTIVES[chapter].values()}


@every_question
def test_a_question_can_be_asked_with_every_seed(name):
    function, chapter = QUESTIONS[name]
    drawn = [draw(function, chapter, seed) for seed in SEEDS]
    assert all(question.name == name for question in drawn)
    assert drawn[3] == draw(function, chapter, 3), "the seed decides"
    asked = {(question.text, tuple(answer.text for answer in question.answers)) for question in drawn}
    assert len(asked) > 1, "no seed changes anything"
    for text in (drawn[0].text, *(part for a in drawn[0].answers for part in (a.text, a.reason))):
        assert "$" not in html(text, delimited)
        html(text, as_mathml)


def numbers_in(text):
    """All numbers of a text, in order."""
    return [float(found.replace(",", "")) for found in re.findall(r"-?\d[\d,]*(?:\.\d+)?(?!\d)", text)]


# How the answer follows from the numbers of the text, by arithmetic alone.
BY_ARITHMETIC = {
    "linear_model/how_many_parameters": lambda side, _, c: (3 * side**2 + 1) * c,
    "linear_model/loss_of_equal_scores": lambda c, _: log(c),
    "linear_model/loss_of_a_probability": lambda p: -log(p),
    "linear_model/probability_of_two": lambda one, other: 1 / (1 + exp(other - one)),
    "linear_model/probability_of_logarithms": lambda a, b, c: a / (a + b + c),
    "linear_model/noise_of_a_batch": lambda small, noise, large: noise / sqrt(large / small),
    "feature_spaces/radius": hypot,
    "feature_spaces/how_many_products": lambda d: d + d * (d + 1) / 2 + d * (d + 1) * (d + 2) / 6,
    "feature_spaces/how_many_trials": lambda k, m: m**k,
    "image_features/boxes_of_a_histogram": lambda bins: bins**3,
    "image_features/interval_of_a_value": lambda _, most, bins, __, value: value * bins // (most + 1),
    "image_features/size_of_hog": lambda side, _, cell, __, directions: (side / cell) ** 2 * directions,
    "image_features/decayed_weight": lambda w, _, n, rate, decay: w * (1 - rate * decay) ** n,
    "image_features/how_many_patches": lambda side, _, size, __, stride: ((side - size) // stride + 1) ** 2,
    "perceptron/value_of_the_bound": lambda _, R, margin: (R / margin) ** 2,
    "perceptron/weights_of_a_layer": lambda c, d: c * d,
    "mlp/parameters_of_two_layers": lambda d, h, c: d * h + h + h * c + c,
    "mlp/parameters_of_three_layers": lambda d, h, k, c: d * h + h * k + k * c + h + k + c,
    "mlp/rank_of_a_product": min,
    "mlp/pieces_of_one_layer": lambda h: h + 1,
    "mlp/pieces_of_folds": lambda k: 2**k,
    "activations/slope_of_the_sigmoid": lambda p: p - p**2,
    "activations/what_is_left": lambda layers, _, w: (w / 4) ** layers,
    "gradients/slopes_of_a_program": lambda d, h, c: 2 * h * (d + c),
    "gradcheck/relative": lambda a, b: 1 - min(a, b) / max(a, b),
    "gradcheck/passes_of_a_check": lambda d, h, c: 2 * (h * (d + c + 1) + c),
    "gradcheck/averaged_bias": lambda n: 1 / n,
    "gradcheck/central_of_a_cube": lambda step, _, w: 3 * w**2 + step**2,
    "gradcheck/forward_of_a_square": lambda step, a, _, w: 2 * a * w + a * step,
    "gradcheck/length_of_a_step": lambda _, g, __, w, rate, ___: 1e4 * rate * g / w,
}


@pytest.mark.parametrize("name", BY_ARITHMETIC)
def test_an_answer_is_what_arithmetic_gives(name):
    function, chapter = QUESTIONS[name]
    for seed in SEEDS:
        question = draw(function, chapter, seed)
        found = numbers_in(question.text)
        expected = BY_ARITHMETIC[name](*found)
        right = question.right
        unit = right.within or 1
        assert abs(right.value - expected) <= 0.5 * unit + 1e-9, (question.text, found)


def test_an_angle_lies_in_its_quadrant():
    function, chapter = QUESTIONS["feature_spaces/angle"]
    for seed in SEEDS:
        question = draw(function, chapter, seed)
        x1, x2 = map(float, re.search(r"\((-?\d), (-?\d)\)", question.text).groups())
        assert isclose(question.right.value, atan2(x2, x1), abs_tol=0.005)


def test_a_run_of_rosenblatts_rule_is_that_of_the_text():
    gates = {"AND": min, "OR": max, "NAND": lambda x: 1 - min(x)}
    function, chapter = QUESTIONS["perceptron/first_epoch"]
    for seed in SEEDS:
        question = draw(function, chapter, seed)
        gate = re.search(r"learns (\w+) from", question.text)[1]
        rows = [(int(a), int(b)) for a, b in re.findall(r"\((\d), (\d)\)", question.text)]
        w1 = w2 = b = corrections = 0
        for x1, x2 in rows:
            t = 1 if gates[gate]((x1, x2)) else -1
            if t * (w1 * x1 + w2 * x2 + b) <= 0:
                w1, w2, b, corrections = w1 + t * x1, w2 + t * x2, b + t, corrections + 1
        assert question.right.value == corrections


# What cannot be asked


@pytest.mark.parametrize(
    ("value", "digits", "problem"),
    [
        (0.125, 2, "lies at the border between two numbers of 2 decimals"),
        (-7.5, 0, "lies at the border between two numbers of 0 decimals"),
        (7.3, 0, "has decimals, but the question does not ask for them"),
        (0.004, 2, "hardly told from 0 with 2 decimals"),
        (np.nan, 0, "expected a finite number"),
    ],
)
def test_a_number_that_may_be_rounded_either_way_is_refused(value, digits, problem):
    with pytest.raises(Unfit, match=problem):
        number("How many?", value, digits=digits, reason="why", wrong={})


def test_a_mistake_that_leads_to_the_right_number_is_refused_and_the_first_of_two_named():
    with pytest.raises(Unfit, match="'4' and '4' cannot be told apart"):
        number("2 + 2?", 4, reason="why", wrong={"multiplied": 2 * 2})
    question = number("3 + 3?", 6, reason="why", wrong={"multiplied": 9, "squared": 3**2, "halved": 1.5})
    assert [answer.text for answer in question.answers] == ["6", "9", "1.50", ""]
    assert question.answers[1].reason == "multiplied"


def test_equal_options_are_refused():
    with pytest.raises(Unfit, match="'a' and 'a' cannot be told apart"):
        choice("Which?", ("a", "why"), {"a": "why not", "b": "why not"})


def test_a_right_option_that_stands_out_by_its_length_is_refused():
    with pytest.raises(Unfit, match="the right option has 20 characters, the longest wrong one 15"):
        choice("Which?", ("a" * 20, "why"), {"b" * 15: "why not", "c": "why not"})
    choice("Which?", ("a" * 18, "why"), {"b" * 15: "why not", "c": "why not"})


def test_an_unfit_draw_is_made_again_and_a_question_without_any_is_refused_by_name():
    @ask("cell")
    def sometimes(rng):
        return number("A half of?", rng.integers(1, 9) / 2, reason="why", wrong={})

    assert draw(sometimes, "chapter", 0).right.value in (1, 2, 3, 4)

    @ask("cell")
    def never(rng):
        return number("A half?", 0.5, reason="why", wrong={})

    with pytest.raises(Unfit, match=r"chapter/never: no draw of 50 from the seed 3 .* lies at the border"):
        draw(never, "chapter", 3)


def test_a_zero_has_no_sign():
    assert written(-0.001, 2) == "0.00"
    assert written(-0.01, 2) == "-0.01"


@pytest.mark.parametrize("text", ["See [there](mlp.ipynb).", "After {cite:t}`he2016`.", "![one](two.png)"])
def test_what_leads_nowhere_outside_the_book_is_refused(text):
    with pytest.raises(Unfit, match="leads nowhere outside the book"):
        html(text, delimited)


def test_formulas_are_what_a_platform_shows():
    assert html("If $a < b$.", delimited) == r'If <span class="math inline">\(a &lt; b\)</span>.'
    assert "<math>" in html("If $a < b$.", as_mathml)
    assert html("One.\n\nTwo.", delimited) == "<p>One.</p>\n<p>Two.</p>"

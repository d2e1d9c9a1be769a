"""What checks are made of: careful calls, and failures that teach."""

from fractions import Fraction

import numpy as np
import pytest

from mlplib.checks import (
    CheckFailed,
    array,
    call_answer,
    call_text,
    check_close,
    check_that,
    number,
    outcome,
    parts,
)


def failure(function, *arguments, **named):
    with pytest.raises(CheckFailed) as caught:
        function(*arguments, **named)
    return str(caught.value)


def test_a_failure_has_property_input_result_expectation_and_likely_mistake():
    said = failure(check_close, "each row sums to 1", [0.5, 1], [1, 1], given="f([1, 2])", hint="use axis=1")
    assert said.splitlines() == [
        "Property: each row sums to 1",
        "Input:    f([1, 2])",
        "Came out: [0.5, 1]",
        "Expected: [1, 1]",
        "Likely:   use axis=1",
    ]


def test_a_mistake_is_named_by_the_value_it_gives():
    mistakes = [(3, "the mean is missing"), (-1, "the sign is turned")]
    assert "the sign is turned" in failure(
        check_close, "loss", -1.0, 1.0, mistakes=mistakes, hint="something else"
    )
    assert "something else" in failure(
        check_close, "loss", 7.0, 1.0, mistakes=mistakes, hint="something else"
    )


def test_long_arrays_show_where_they_differ_most():
    expected = np.zeros((6, 7))
    received = expected + 0.1
    received[4, 2] = -3
    said = failure(check_close, "all zero", received, expected)
    assert "Came out: entry [4, 2] is -3\nExpected: 0" in said


def test_agreement_is_relative_to_the_largest_entry():
    check_close("large", [1e9, 0.0], [1e9 + 1, 0.0])
    failure(check_close, "small", [1e-3], [2e-3])
    failure(check_close, "nan", [np.nan], [1.0])


def test_an_answer_is_called_with_copies_and_must_not_change_them():
    def shrink(x):
        x *= 0
        return x

    x = np.ones(3)
    assert "changes an array in place" not in failure(call_answer, "f", shrink, x)
    assert "+= and -= change an array in place" in failure(call_answer, "f", shrink, x)
    assert (x == 1).all()
    with_nan = np.array([np.nan, 1.0])
    assert call_answer("f", lambda x: x.sum() * 0 + 1, np.array([1, 2])) == 1
    assert call_answer("f", lambda x: 5, with_nan) == 5


def not_written(x):
    raise NotImplementedError("Exercise 1.1: divide")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (None, "run the cell that defines f"),
        (not_written, "Not answered yet: Exercise 1.1: divide"),
        (lambda x: 1 / x, "ZeroDivisionError: division by zero"),
        (lambda: 1, "an argument too many or too few"),
        (lambda x: np.ones(2) @ np.ones(3), "shapes that do not fit: print them"),
        (lambda x: 1 if np.ones(2) > x else 0, "np.where asks entry by entry"),
        (lambda x: np.uint8(x) * 256, "uint8 cannot hold 256"),
        (lambda x: None, "the last line needs a return"),
    ],
)
def test_a_call_that_gives_nothing_says_why(function, words):
    assert words in failure(call_answer, "f", function, 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([[1, 2], [3]], "W holds numbers"),
        ("text", "W holds numbers"),
        ([1.0, 2.0], "W has the shape (2, 2)"),
        ([[1.0, np.inf], [0, 0]], "W holds finite numbers"),
    ],
)
def test_what_is_not_an_array_of_the_shape_is_refused_in_words(value, words):
    assert words in failure(array, "W", value, (2, 2))


def test_any_length_fits_where_none_is_asked_for():
    assert array("X", [[1, 2], [3, 4]], (None, 2)).shape == (2, 2)
    assert "Expected: shape (any, 2)" in failure(array, "X", [1, 2], (None, 2))
    assert number("loss", np.float32(2)) == 2.0
    failure(number, "loss", [1, 2])
    assert "shape (any, 2)" in failure(array, "X", [1, 2], (None, 2))


def test_parts_are_counted():
    assert parts("w, b", [1, 2]) == (1, 2)
    assert "end with: return w, b" in failure(parts, "w, b", 3)
    assert "3 values" in failure(parts, "w, b", (1, 2, 3))


def test_a_condition_says_what_it_is_about():
    check_that("it is even", True)
    assert failure(check_that, "it is even", False, received=3) == "Property: it is even\nCame out: 3"


def test_long_arrays_are_shown_by_their_shape():
    assert call_text("f", np.zeros((5, 6)), [1, (2.0, "a")], {"W1": np.ones(2)}, np.tanh) == (
        "f(an array of shape (5, 6), [1, (2, 'a')], {'W1': [1, 1]}, tanh)"
    )


def test_a_check_that_stops_is_a_failure_with_words():
    def test_pair(f):
        first, second = f
        assert first < second

    assert outcome(test_pair, {"f": (1, 2)}) is None
    assert "The check stopped: TypeError" in outcome(test_pair, {"f": 3})
    assert "The check stopped: TypeError" in outcome(test_pair, {})


@pytest.mark.parametrize("value", ["6", ["6"], 6 + 0j, np.array([6j]), [object()], [[1], [1, 2]], None])
def test_what_is_no_real_number_holds_none(value):
    with pytest.raises(CheckFailed, match="holds numbers"):
        array("the result", value, (None,))


@pytest.mark.parametrize("value", [6, True, np.float32(6), Fraction(6), 2**70])
def test_every_kind_of_real_number_is_one(value):
    assert number("the result", value) == float(value)

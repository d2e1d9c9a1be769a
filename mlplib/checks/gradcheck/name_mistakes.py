# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_that

exercise = "8.2"


def test_one_mistake_has_one_name(name_mistakes):
    E = np.array([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])
    cases = [
        ("right", E),
        ("sign flipped", -E),
        ("1/n missing", 5 * E),
        ("factor 2 missing", E / 2),
        ("transposed", E.T),
    ]
    for name, received in cases:
        given = call_text("name_mistakes", received, E, 5)
        found = call_answer("name_mistakes", name_mistakes, received, E, 5)
        if isinstance(found, str):
            hint = "give back a list, even if it holds one name only"
        elif list(found) == ["unknown"] and name == "transposed":
            hint = "compare the shape of expected.T with that of received, before you subtract"
        elif list(found) == ["unknown"] and name in ("1/n missing", "factor 2 missing"):
            hint = f"received is {'n' if name == '1/n missing' else 'half'} times expected: which side do you scale?"
        else:
            hint = "put the numbers into the equations of the table, one by one"
        check_that(
            f"the name is {name!r}",
            isinstance(found, list) and found == [name],
            given=given,
            received=found,
            expected=[name],
            hint=hint,
        )


def test_all_names_that_fit_are_given_and_in_order(name_mistakes):
    E, symmetric = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0, -1.0], [-1.0, 5.0]])
    for received, expected, n, names, why in [
        (E, E, 1, ["1/n missing", "right"], "with one example, n times a gradient is the gradient"),
        (
            symmetric,
            symmetric,
            3,
            ["right", "transposed"],
            "a symmetric matrix is its own transpose",
        ),
        (
            E - E.T,
            E.T - E,
            3,
            ["sign flipped", "transposed"],
            "this matrix turns its sign when transposed",
        ),
    ]:
        given = call_text("name_mistakes", received, expected, n)
        found = call_answer("name_mistakes", name_mistakes, received, expected, n)
        hint = f"{why}; collect every name that fits, do not stop at the first"
        if isinstance(found, list) and found != names and sorted(map(str, found)) == names:
            hint = "the list is not sorted"
        check_that(
            "both names fit, so both are given",
            found == names,
            given=given,
            received=found,
            expected=names,
            hint=hint,
        )


def test_two_mistakes_at_once_are_found_and_anything_else_is_unknown(name_mistakes):
    E = np.array([[1.0, 2.0], [3.0, 4.0]])
    one_off = -E
    one_off[1, 1] += 0.01
    for received, n, names, hint in [
        (
            -E.T,
            5,
            ["sign flipped and transposed"],
            "if no single name fits, make two mistakes, one after the other",
        ),
        (
            2 * E,
            4,
            ["1/n missing and factor 2 missing"],
            "n times, and half: this is twice expected for n = 4",
        ),
        (one_off, 5, ["unknown"], "an explanation must fit every entry, and [1, 1] is off by 0.01"),
        (
            np.ones((3, 2)),
            5,
            ["unknown"],
            "another shape is never equal: do not let numpy broadcast or stop",
        ),
    ]:
        given = call_text("name_mistakes", received, E, n)
        found = call_answer("name_mistakes", name_mistakes, received, E, n)
        check_that(
            f"the answer is {names}",
            found == names,
            given=given,
            received=found,
            expected=names,
            hint=hint,
        )

# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that
from mlplib.checks.variants import draws

STUDENT = ""


def data():
    """The inputs of BETWEEN are your own, in place of those of the table. The next cell shows them."""
    if not STUDENT:
        return np.array([[0], [1], [3]])
    small, large = np.sort(draws(STUDENT).choice(np.arange(2, 21), 2, replace=False))
    return np.array([[0], [large], [large + small]])


def demand_proof(multipliers, name, X, y):
    """Fail unless an answer proves that no unit computes the classes y (n,) of the inputs X (n, d)."""
    given, rows = call_text("multipliers", name), (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    found = array("multipliers(name)", call_answer("multipliers", multipliers, name), (len(X),), given=given)
    check_that(
        "the multipliers are whole numbers",
        (found == np.round(found)).all(),
        given=given,
        received=found,
        hint="multiply all of them by a number that makes them whole",
    )
    check_that(
        "no multiplier is negative",
        found.min() >= 0,
        given=given,
        received=found,
        hint="a negative multiplier turns an inequality round; the sign of the class is in the signed row already",
    )
    check_that(
        "not all multipliers are 0",
        found.any(),
        given=given,
        received=found,
        hint="to add up nothing proves nothing",
    )
    total = found @ rows
    hint = "write the sum down for each input; what is too much, and which row takes it away?"
    if total[-1] != 0:
        hint = "the rows of class 1 must be taken as often as the rows of class 0: look at the last number"
    check_that(
        "the signed rows, each times its multiplier, add up to zero",
        not total.any(),
        given=given,
        received=f"multipliers {found.tolist()}, sum {total.tolist()}",
        expected=f"sum {[0] * len(total)}",
        hint=hint,
    )

exercise = "4.2"


def test_no_unit_fires_between_two_numbers_only(multipliers):
    demand_proof(multipliers, "BETWEEN", data(), np.array([0, 1, 0]))


def test_no_unit_fires_inside_a_triangle_only(multipliers):
    X = np.array([[0, 0], [4, 0], [0, 4], [1, 2]])
    demand_proof(multipliers, "INSIDE", X, np.array([0, 0, 0, 1]))


def test_no_unit_tells_odd_from_even(multipliers):
    X = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    demand_proof(multipliers, "ODD", X, X.sum(axis=1) % 2)

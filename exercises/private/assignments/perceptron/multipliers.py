r"""Prove that no unit can do it

The chapter added up the four signed rows of XOR. Their sum is zero, so for every unit the four values of $t\,s$ have the sum zero, and cannot all be above 0. Such a proof may also take a row several times, or not at all. It is a list of whole numbers, a *multiplier* for each row: none is negative, not all are 0, and the signed rows, each times its multiplier, add up to zero. Nothing else is needed: whoever doubts it can add up.

Take one input, with the values 0, 1, 2 and the classes 0, 1, 0. The signed rows are (0, −1), (1, 1) and (−2, −1). The multipliers (1, 2, 1) prove that no unit does this: (0, −1) + 2 · (1, 1) + (−2, −1) = (0, 0).

Write `multipliers(name)`. It gives back an array with a proof for each of these three tasks, a multiplier for each row, in this order:

| name | inputs | classes |
|---|---|---|
| `"BETWEEN"` | 0, 1, 3 | 0, 1, 0 |
| `"INSIDE"` | (0, 0), (4, 0), (0, 4), (1, 2) | 0, 0, 0, 1 |
| `"ODD"` | the eight rows (0, 0, 0), (0, 0, 1), (0, 1, 0) … (1, 1, 1), counted up in binary | 1 if an odd number of the inputs is 1 |

Find them with paper and pencil. The last number of each signed row says that the rows of class 1 are taken as often as those of class 0. Then look at one input after the other. Any right proof will do. To try yours for BETWEEN: `multipliers("BETWEEN") @ signed_rows(np.array([[0], [1], [3]]), np.array([0, 1, 0]))`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that
from mlplib.checks.variants import draws

STUDENT = ""


@question(
    number=2,
    section="no-setting-computes-xor-add-up-four-inequalities",
    star=True,
    todo="write the signed rows below each other first",
)
def multipliers(name):
    """Whole numbers (n,), none negative, not all 0, with which the signed rows of the task add up to zero."""
    proofs = {"BETWEEN": [2, 3, 1], "INSIDE": [1, 1, 2, 4], "ODD": [1, 1, 1, 1, 1, 1, 1, 1]}
    return np.array(proofs[name])


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


@check(points=1)
def test_no_unit_fires_between_two_numbers_only(multipliers):
    demand_proof(multipliers, "BETWEEN", data(), np.array([0, 1, 0]))


@check(points=1)
def test_no_unit_fires_inside_a_triangle_only(multipliers):
    X = np.array([[0, 0], [4, 0], [0, 4], [1, 2]])
    demand_proof(multipliers, "INSIDE", X, np.array([0, 0, 0, 1]))


@check(points=1)
def test_no_unit_tells_odd_from_even(multipliers):
    X = np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    demand_proof(multipliers, "ODD", X, X.sum(axis=1) % 2)


@wrong("look at the last number")
def each_row_once(name):
    return np.ones({"BETWEEN": 3, "INSIDE": 4, "ODD": 8}[name])


@wrong("which row takes it away")
def balanced_classes_only(name):
    return np.array({"BETWEEN": [1, 2, 1], "INSIDE": [1, 1, 1, 3], "ODD": [1] * 8}[name])


@wrong("to add up nothing proves nothing")
def all_zero(name):
    return np.zeros({"BETWEEN": 3, "INSIDE": 4, "ODD": 8}[name])


@wrong("a negative multiplier turns an inequality round")
def the_sign_of_the_class_twice(name):
    return np.array(
        {"BETWEEN": [-2, 3, -1], "INSIDE": [-1, -1, -2, 4], "ODD": [-1, 1, 1, -1, 1, -1, -1, 1]}[name]
    )


@wrong("multiply all of them by a number")
def shares(name):
    return np.array({"BETWEEN": [2, 3, 1], "INSIDE": [1, 1, 2, 4], "ODD": [1] * 8}[name]) / 8

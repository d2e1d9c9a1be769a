# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that


def rows_of(witness, X, y):
    """The row numbers that an answer gives back, four or none, and the words for its input."""
    given = call_text("witness", X, y)
    found = array("the list of row numbers", call_answer("witness", witness, X, y), (None,), given=given)
    check_that(
        "four row numbers come back, or none",
        found.size in (0, 4) and bool(np.isin(found, np.arange(len(X))).all()),
        given=given,
        received=found,
        expected=f"numbers of 0 to {len(X) - 1}",
    )
    return found.astype(int), given

exercise = "1.6"


def test_xor_has_a_witness_and_and_has_none(witness):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    found, given = rows_of(witness, X, np.array([0, 1, 1, 0]))
    check_that(
        "four row numbers come back",
        found.shape == (4,),
        given=given,
        received=found,
        expected="[0, 3, 1, 2], or a pair the other way round",
        hint="(0, 0) + (1, 1) = (0, 1) + (1, 0)",
    )
    i, j, k, m = found
    off = X[i] + X[j] - X[k] - X[m]
    hint = (
        "compare coordinate by coordinate, not the total"
        if off.sum() == 0
        else "one equal coordinate is not enough"
    )
    check_that(
        "both pairs have the same sum, in every coordinate",
        not off.any(),
        given=given,
        received=found,
        expected="[0, 3, 1, 2], or a pair the other way round",
        hint=hint,
    )
    right = set(found[:2].tolist()) == {0, 3} and set(found[2:].tolist()) == {1, 2}
    check_that(
        "they are the pair of class 0, then the pair of class 1",
        right,
        given=given,
        received=found,
        expected="[0, 3, 1, 2], or a pair the other way round",
        hint="the first two must have the class 0, the last two the class 1",
    )
    found, given = rows_of(witness, X, np.array([0, 0, 0, 1]))
    check_that(
        "a line cuts off (1, 1), so there is no witness",
        found.size == 0,
        given=given,
        received=found,
        expected="[]",
        hint="put the four rows that you give back into the equation",
    )


def test_a_class_in_the_middle_of_the_other_has_a_witness(witness):
    for y, expected in [([1, 0, 1], [1, 1, {0, 2}]), ([0, 1, 0], [{0, 2}, 1, 1])]:
        X, y = np.array([[1, 0], [2, 2], [3, 4]]), np.array(y)
        found, given = rows_of(witness, X, y)
        check_that(
            "three points in a row, the middle one of the other class, have a witness",
            found.shape == (4,),
            given=given,
            received=found,
            expected="row 1 twice, and rows 0 and 2",
            hint="a pair may be one example taken twice: the second row of a pair may be the first again",
        )
        pairs = set(found[:2].tolist()), set(found[2:].tolist())
        check_that(
            "it is the middle one twice, and the two others",
            pairs == (({1}, {0, 2}) if expected[0] == 1 else ({0, 2}, {1})),
            given=given,
            received=found,
            expected="row 1 twice, and rows 0 and 2",
            hint="the first two must have the class 0, the last two the class 1",
        )


def test_bright_or_dark_pictures_have_a_witness(witness):
    disk, ring = np.array([0, 0, 3, 0, 0, 0]), np.array([0, 3, 0, 3, 0, 3])
    X, y = np.stack([disk, ring, -disk, -ring]), np.array([0, 1, 0, 1])
    found, given = rows_of(witness, X, y)
    check_that(
        "a bright and a dark disk have the same middle as a bright and a dark ring: grey",
        found.shape == (4,),
        given=given,
        received=found,
        expected="[0, 2, 1, 3]",
        hint="here the sums are 0 at every pixel",
    )
    right = set(found[:2].tolist()) == {0, 2} and set(found[2:].tolist()) == {1, 3}
    check_that(
        "the disks come first, then the rings",
        right,
        given=given,
        received=found,
        expected="[0, 2, 1, 3]",
        hint="the first two must have the class 0, the last two the class 1",
    )
    found, given = rows_of(witness, X[:2], y[:2])
    check_that(
        "with bright pictures only there is no witness",
        found.size == 0,
        given=given,
        received=found,
        expected="[]",
        hint="put the rows that you give back into the equation, pixel by pixel",
    )

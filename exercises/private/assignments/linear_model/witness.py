r"""Four examples that no linear classifier gets right

Take two examples of class 0 and two of class 1. Suppose that both pairs have the same sum, like (0, 0) and (1, 1) of class 0, (0, 1) and (1, 0) of class 1. Call the *lead* of an example its score of class 0 minus its score of class 1. A lead is a linear function of the example, plus a constant. So for every linear classifier the two leads of the first pair have the same sum as the two leads of the second pair. If all four examples were right, the first sum would be above 0 and the second below. That cannot be. Such four examples prove, without any training, that the task cannot be solved.

A pair may also be one example taken twice. An example of class 0 in the middle of two of class 1 is such a case.

Write `witness(X, y)` for examples `X` of shape $(n, d)$, whole numbers, with classes `y` of shape $(n,)$, 0 or 1. It gives back a list of four row numbers, the pair of class 0 first, or the empty list `[]` if there are no such four. If there are several, any will do. There are at most 12 examples, so you may try all.

For example, `witness(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0]))` gives `[0, 3, 1, 2]`. With the classes `np.array([0, 0, 0, 1])` it gives `[]`: a line can cut off (1, 1).

Note that `[]` proves nothing: it does *not* mean that a line exists. The point (1, 1) lies inside the triangle of (0, 0), (3, 0) and (0, 4). If it alone has another class, no line cuts it off, and yet there are no such four.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that


@question(
    number=6,
    section="two-looks-in-one-class-or-a-bent-border-are-out-of-reach",
    star=True,
    todo="loops over the rows of each class; compare whole sums",
)
def witness(X, y):
    """Four row numbers, two of class 0, then two of class 1, with equal sums; [] if there are none."""
    sums = {0: {}, 1: {}}
    for label in (0, 1):
        members = np.flatnonzero(y == label)
        for i in members:
            for j in members:
                sums[label][tuple(X[i] + X[j])] = [int(i), int(j)]
    for middle, pair in sums[0].items():
        if middle in sums[1]:
            return pair + sums[1][middle]
    return []


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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1.5)
def test_witnesses_are_found_if_and_only_if_there_are_any(witness):
    rng, seen = np.random.default_rng(23), []
    for n, d, size in [
        (1, 2, 2),
        (2, 1, 3),
        *[(6, 2, 4)] * 8,
        *[(9, 3, 5)] * 6,
        (12, 4, 3),
        (12, 2, 40),
    ]:
        X, y = rng.integers(size, size=(n, d)), rng.integers(2, size=n)
        zeros, ones = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
        sums = [{tuple(X[i] + X[j]) for i in rows for j in rows} for rows in (zeros, ones)]
        there = bool(sums[0] & sums[1])
        seen.append(there)
        found, given = rows_of(witness, X, y)
        check_that(
            "a witness is found if there is one" if there else "no witness is found where there is none",
            found.shape == ((4,) if there else (0,)),
            given=given,
            received=found,
        )
        if there:
            i, j, k, m = found
            right = y[i] == y[j] == 0 and y[k] == y[m] == 1 and (X[i] + X[j] == X[k] + X[m]).all()
            check_that("the four rows are a witness", right, given=given, received=found)
    check_that("both kinds were tried", any(seen) and not all(seen), received=seen)


@wrong("may be the first again")
def two_different_examples(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i + 1, n):
            for k in range(n):
                for l in range(k + 1, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and (X[i] + X[j] == X[k] + X[l]).all():
                        return [i, j, k, l]
    return []


@wrong("one equal coordinate is not enough")
def one_coordinate(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i, n):
            for k in range(n):
                for l in range(k, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and (X[i] + X[j] == X[k] + X[l]).any():
                        return [i, j, k, l]
    return []


@wrong("the first two must have the class 0")
def classes_the_other_way_round(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i, n):
            for k in range(n):
                for l in range(k, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and (X[i] + X[j] == X[k] + X[l]).all():
                        return [k, l, i, j]
    return []


@wrong("the list of row numbers has the shape")
def a_truth_value(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i, n):
            for k in range(n):
                for l in range(k, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and (X[i] + X[j] == X[k] + X[l]).all():
                        return True
    return False


@wrong("not the total")
def sums_of_coordinates(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i, n):
            for k in range(n):
                for l in range(k, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and (X[i] + X[j]).sum() == (X[k] + X[l]).sum():
                        return [i, j, k, l]
    return []


@wrong("(0, 0) + (1, 1) = (0, 1) + (1, 0)")
def opposite_examples_only(X, y):
    n = len(X)
    for i in range(n):
        for j in range(i, n):
            for k in range(n):
                for l in range(k, n):
                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1
                    if right and not ((X[i] + X[j]).any() or (X[k] + X[l]).any()):
                        return [i, j, k, l]
    return []

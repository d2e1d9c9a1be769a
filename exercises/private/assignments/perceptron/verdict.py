r"""Learn it, or prove that nobody can

On XOR the rule runs for ever, and never says that it is hopeless. Here it shall. Every correction adds one signed row to $(\mathbf{w}, b)$. So if the weights at the end of an epoch are *the same as at the end of an earlier one*, or as at the start, then the rows that were added in between have the sum zero: how often each was added is a multiplier, and together they are a proof, as in the question on multipliers. And weights that are whole numbers *must* come back, if no epoch is free of mistakes: the chapter says that they stay bounded, so there are only finitely many places for them.

Write `verdict(X, y)` for inputs `X` of shape $(n, d)$, whole numbers, and classes `y` of shape $(n,)$. Run Rosenblatt's rule from zero, rows in their order; a score of 0 is a mistake for both classes. After each epoch:

- if it had no mistake, give back `(True, v)`: `v` of shape $(d + 1,)$ holds the weights, and the bias last;
- if weights and bias are the same as after an earlier epoch, or as at the start, give back `(False, counts)`: `counts` of shape $(n,)$ says how often each row was added *since then*.

Keep the start and every epoch in a dict: `seen[tuple(v)] = counts.copy()`. The copy matters, since `counts` goes on counting. Any right separator and any right proof will do, and you can test both yourself with `signed_rows(X, y)`.

For example, `verdict(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1]))`, OR, gives `(True, array([2., 2., -1.]))`. With `np.array([0, 1, 1, 0])`, XOR, it gives `(False, array([1, 1, 1, 1]))`: the chapter shows this epoch.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that, number, parts


@question(
    number=4,
    section="on-xor-the-weights-go-round-in-circles",
    star=True,
    todo="run the rule, count, and remember each epoch",
)
def verdict(X, y):
    """(True, weights and bias (d + 1,)) if a unit learns it, else (False, counts (n,)), a proof."""
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])  # (n, d + 1)
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v) not in seen:
        before = counts.copy()
        seen[tuple(v)] = before
        for i, row in enumerate(rows):
            if row @ v <= 0:
                v, counts[i] = v + row, counts[i] + 1
        if (counts == before).all():
            return True, v
    return False, counts - seen[tuple(v)]


def demand_separator(weights, rows, given):
    """Fail unless t·s is above 0 for every row."""
    products = rows @ weights
    hint = "end with True only after a whole epoch without a mistake"
    if products.min() == 0:
        hint = "a score of 0 is a mistake for both classes"
    check_that(
        "t·s is above 0 for every row, since the verdict is True",
        (products > 0).all(),
        given=given,
        received=f"weights {weights.tolist()}, t·s {products.tolist()}",
        hint=hint,
    )


def demand_proof(counts, rows, given):
    """Fail unless the counts (n,) are whole, none negative, not all 0, and add up the rows to zero."""
    hint = "count how often each row was added, without the sign of its class"
    if not counts.any():
        hint = "keep a copy of the counts: counts itself goes on counting in the dict, too"
    check_that(
        "counts are whole numbers, not negative, and not all 0",
        (counts == np.round(counts)).all() and counts.min() >= 0 and counts.any(),
        given=given,
        received=counts,
        hint=hint,
    )
    total = counts @ rows
    hint = "count only what was added between the two visits to these weights"
    if not total[:-1].any():
        hint = "the bias belongs to the weights: compare it, too"
    check_that(
        "the signed rows, each times its count, add up to zero, since the verdict is False",
        not total.any(),
        given=given,
        received=f"counts {counts.tolist()}, sum {total.tolist()}",
        expected=f"sum {[0] * len(total)}",
        hint=hint,
    )


def demand_verdict(verdict, X, y):
    """Fail unless the answer carries its proof: a separator, or multipliers; there is never both."""
    given, rows = call_text("verdict", X, y), (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    said, found = parts("learned, found", call_answer("verdict", verdict, X, y), given=given)
    if number("learned", said, given=given):
        found = array("the weights, with the bias last,", found, (rows.shape[1],), given=given)
        demand_separator(found, rows, given)
    else:
        demand_proof(array("counts", found, (len(X),), given=given), rows, given)


@check(points=0.5)
def test_or_is_learned_and_xor_is_not(verdict):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    demand_verdict(verdict, X, np.array([0, 1, 1, 1]))
    demand_verdict(verdict, X, np.array([0, 1, 1, 0]))


@check(points=1)
def test_a_proof_counts_from_the_first_visit_to_the_second(verdict):
    demand_verdict(verdict, np.array([[0], [1], [2]]), np.array([0, 1, 1]))
    demand_verdict(verdict, np.array([[0], [1], [3]]), np.array([0, 1, 0]))
    demand_verdict(verdict, np.array([[0, 0], [4, 0], [0, 4], [1, 2]]), np.array([0, 0, 0, 1]))


@check(points=0.5)
def test_a_task_that_takes_long_is_not_given_up(verdict):
    demand_verdict(verdict, np.array([[10], [11], [13]]), np.array([0, 0, 1]))
    demand_verdict(verdict, np.array([[5], [6], [8]]), np.array([0, 1, 0]))


@hidden_check(points=2)
def test_every_verdict_carries_its_proof(verdict):
    rng, seen = np.random.default_rng(38), []
    for n, d in [(1, 1), (5, 1), *[(7, 2)] * 8, *[(9, 3)] * 4]:
        X, y = rng.integers(-3, 4, size=(n, d)), rng.integers(2, size=n)
        demand_verdict(verdict, X, y)
        seen.append(bool(call_answer("verdict", verdict, X, y)[0]))
    check_that("some tasks are possible and some are not", any(seen) and not all(seen), received=seen)


@wrong("count only what was added between")
def counts_from_the_start(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), set()
    while tuple(v) not in seen:
        seen.add(tuple(v))
        before = counts.copy()
        for i, row in enumerate(rows):
            if row @ v <= 0:
                v, counts[i] = v + row, counts[i] + 1
        if (counts == before).all():
            return True, v
    return False, counts


@wrong("keep a copy of the counts")
def keeps_no_copy(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v) not in seen:
        seen[tuple(v)], n_before = counts, counts.sum()
        for i, row in enumerate(rows):
            if row @ v <= 0:
                v, counts[i] = v + row, counts[i] + 1
        if counts.sum() == n_before:
            return True, v
    return False, counts - seen[tuple(v)]


@wrong("the bias belongs to the weights")
def compares_without_the_bias(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v[:-1]) not in seen:
        seen[tuple(v[:-1])] = counts.copy()
        before = counts.copy()
        for i, row in enumerate(rows):
            if row @ v <= 0:
                v, counts[i] = v + row, counts[i] + 1
        if (counts == before).all():
            return True, v
    return False, counts - seen[tuple(v[:-1])]


@wrong("without the sign of its class")
def counts_with_signs(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v) not in seen:
        seen[tuple(v)] = counts.copy()
        before = counts.copy()
        for i, row in enumerate(rows):
            if row @ v <= 0:
                v, counts[i] = v + row, counts[i] + 1
        if (counts == before).all():
            return True, v
    return False, (counts - seen[tuple(v)]) * (2 * y - 1)


@wrong("a score of 0 is a mistake")
def a_score_of_0_is_right(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v) not in seen:
        before = counts.copy()
        seen[tuple(v)] = before
        for i, row in enumerate(rows):
            if row @ v < 0:
                v, counts[i] = v + row, counts[i] + 1
        if (counts == before).all():
            return True, v
    return False, counts - seen[tuple(v)]


@wrong("only after a whole epoch")
def ends_with_the_first_row_that_is_right(X, y):
    rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    v, counts, seen = np.zeros(rows.shape[1]), np.zeros(len(X), dtype=int), {}
    while tuple(v) not in seen:
        seen[tuple(v)] = counts.copy()
        for i, row in enumerate(rows):
            if row @ v > 0:
                return True, v
            v, counts[i] = v + row, counts[i] + 1
    return False, counts - seen[tuple(v)]

# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that, number, parts


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

exercise = "4.4"


def test_or_is_learned_and_xor_is_not(verdict):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    demand_verdict(verdict, X, np.array([0, 1, 1, 1]))
    demand_verdict(verdict, X, np.array([0, 1, 1, 0]))


def test_a_proof_counts_from_the_first_visit_to_the_second(verdict):
    demand_verdict(verdict, np.array([[0], [1], [2]]), np.array([0, 1, 1]))
    demand_verdict(verdict, np.array([[0], [1], [3]]), np.array([0, 1, 0]))
    demand_verdict(verdict, np.array([[0, 0], [4, 0], [0, 4], [1, 2]]), np.array([0, 0, 0, 1]))


def test_a_task_that_takes_long_is_not_given_up(verdict):
    demand_verdict(verdict, np.array([[10], [11], [13]]), np.array([0, 0, 1]))
    demand_verdict(verdict, np.array([[5], [6], [8]]), np.array([0, 1, 0]))

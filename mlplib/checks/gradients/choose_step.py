# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, parts


def of_halves(*lasts):
    """Pairs whose two hidden units always give 1/2, with these last weights for two outputs."""
    return [(np.zeros((3, 2)), np.full((2, 2), float(last))) for last in lasts]


def chosen(choose_step, weights, x, y):
    """What the answer chooses, and the text of the call: best, loss, given."""
    given = call_text("choose_step", weights, x, y)
    best, loss = parts("best, loss", call_answer("choose_step", choose_step, weights, x, y), given=given)
    return best, loss, given


def index_or_none(best):
    """The index as an int, None for None, and -1 for what is neither."""
    whole = np.ndim(best) == 0 and np.asarray(best).dtype.kind in "iu"
    return None if best is None else int(best) if whole else -1

exercise = "7.4"


def test_the_smallest_loss_is_taken_not_the_last(choose_step):
    x, y = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[5.0, 5.0], [5.0, 7.0]])
    weights = of_halves(1, 9, 6, 8)
    best, loss, given = chosen(choose_step, weights, x, y)
    check_that(
        "the answers are 1, 9, 6 and 8, the losses 21.5, 13, 1 and 7, answering 0 costs 31",
        np.ndim(best) == 0 and best is not None and best == 2,
        given=given,
        received=best,
        expected=2,
        hint={
            0: "this is the largest loss of a pair",
            3: "the last step is not always the best: compare all",
            None: "the hidden units are sigmoids: they give 1/2 here, not x @ w1 = 0",
        }.get(index_or_none(best), "best is None or an index from 0 to 3"),
    )
    check_close(
        "the loss is the mean over 2 examples and 2 outputs",
        loss,
        1,
        given=given,
        mistakes=[
            (4, "this is the sum; divide by the number of examples and outputs"),
            (2, "this is the sum over the outputs; take the mean over them, too"),
        ],
    )


def test_answering_0_is_a_candidate(choose_step):
    x, y = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, -1.0]])
    weights = of_halves(2, 1, -3)
    best, loss, given = chosen(choose_step, weights, x, y)
    check_that(
        "the losses are 5, 2 and 10, and answering 0 costs 1",
        best is None,
        given=given,
        received=best,
        expected="None",
        hint="no pair is better than answering 0 everywhere, so best is None",
    )
    check_close("the loss is that of answering 0", loss, 1, given=given, hint="the mean of y ** 2")
    y = np.array([[2.0, 0.0]])
    best, loss, given = chosen(choose_step, weights, x, y)
    check_that(
        "the losses are 2, 1 and 13, and answering 0 costs 2",
        np.ndim(best) == 0 and best is not None and best == 1,
        given=given,
        received=best,
        expected=1,
        hint="a pair is chosen where its loss is smaller than that of answering 0",
    )
    check_close("the loss is that of the better pair", loss, 1, given=given)


def test_a_pair_that_has_diverged_is_never_chosen(choose_step):
    x, y = np.array([[1.0, 2.0, 3.0]]), np.array([[3.0, 3.0]])
    weights = of_halves(2, np.nan, 4, np.inf)
    best, loss, given = chosen(choose_step, weights, x, y)
    check_that(
        "the losses are 1, nan, 1 and inf, and answering 0 costs 9",
        np.ndim(best) == 0 and best is not None and best == 0,
        given=given,
        received=best,
        expected="0, the first of two that are equally good",
        hint={
            1: "np.argmin takes nan for the smallest, and nan < 1 is False, as is nan >= 1",
            2: "of two with the same loss, take the earlier one",
            3: "the last loss is inf, the largest of all",
            None: "the pairs that have not diverged still count, and two are better than answering 0",
        }.get(index_or_none(best), "best is None or an index from 0 to 3"),
    )
    check_close("the loss is that of the chosen pair", loss, 1, given=given)

# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts

exercise = "1.3"


def test_one_batch_is_one_step_downhill(choose_rate):
    X, y = np.array([[1.0, 0.0, 2.0], [0.0, 2.0, 0.0]]), np.array([1, 1])
    arguments = [2.0], X, y, X, y, [np.array([0, 1])]
    given = call_text("choose_rate", *arguments)
    _, W, b = parts("rate, W, b", call_answer("choose_rate", choose_rate, *arguments), given=given)
    right = np.array([[-0.5, 0.5], [-1, 1], [-1, 1]])
    check_close(
        "W moves against its gradient",
        W,
        right,
        given=given,
        mistakes=[
            (-right, "W moved uphill: subtract the gradient"),
            (right / 2, "the gradient was not multiplied by the learning rate"),
            (2 * right, "the gradient lacks the 1/n of the mean"),
        ],
        hint="d_S is [[0.25, -0.25], [0.25, -0.25]]; X.T @ d_S is the gradient of W",
    )
    check_close(
        "b moves against its gradient",
        b,
        [-1, 1],
        given=given,
        mistakes=[
            ([0, 0], "b did not learn: it has a gradient too"),
            ([-0.5, 0.5], "b needs the sum of the rows of d_S; the mean is already in d_S"),
            ([1, -1], "b moved uphill: subtract its gradient"),
        ],
    )


def test_the_second_batch_sees_what_the_first_has_learned(choose_rate):
    X, y, batches = np.array([[1.0]]), np.array([1]), [np.array([0]), np.array([0])]
    given = call_text("choose_rate", [2.0], X, y, X, y, batches)
    answer = call_answer("choose_rate", choose_rate, [2.0], X, y, X, y, batches)
    _, W, _ = parts("rate, W, b", answer, given=given)
    second = 1 + 2 / (1 + np.exp(4))  # after the first step the scores are -2 and 2
    check_close(
        "the second step is smaller than the first",
        W,
        [[-second, second]],
        given=given,
        mistakes=[
            ([[-2, 2]], "both batches used the old weights: make the step inside the loop"),
            ([[-1, 1]], "only one batch was used: go through the whole list"),
        ],
        hint="after the first step W is [[-1, 1]] and b is [-1, 1], so the scores are -2 and 2",
    )


def test_a_batch_uses_its_own_rows_and_no_others(choose_rate):
    rng = np.random.default_rng(16)
    X, y = rng.normal(size=(6, 2)).round(1), np.array([2, 0, 1, 1, 0, 2])
    batches, alone = [np.array([4]), np.array([1, 3, 5])], [np.array([2]), np.array([0, 1, 3])]
    given = call_text("choose_rate", [0.5], X, y, X, y, batches)
    _, W, b = parts(
        "rate, W, b",
        call_answer("choose_rate", choose_rate, [0.5], X, y, X, y, batches),
        given=given,
    )
    kept = X[[1, 3, 4, 5]], y[[1, 3, 4, 5]]
    _, W_alone, b_alone = parts(
        "rate, W, b", call_answer("choose_rate", choose_rate, [0.5], *kept, *kept, alone), given=given
    )
    W, b = array("W", W, (2, 3), given=given), array("b", b, (3,), given=given)
    check_that("W has learned", bool(np.abs(W).max() > 0.01), given=given, received=W)
    hint = "take X[batch] and y[batch], and divide by the size of the batch, not by all examples"
    what = "rows 0 and 2 are in no batch, so without them {} is the same"
    check_close(what.format("W"), W, array("W", W_alone, (2, 3)), given=given, hint=hint)
    check_close(what.format("b"), b, array("b", b_alone, (3,)), given=given, hint=hint)


def test_the_validation_examples_choose(choose_rate):
    rng, rates = np.random.default_rng(2881), [10.0, 0.01, 1.0, 0.1]
    centres = np.array([[0, 1.0], [-1, -0.5], [1, -0.5]])
    y, y_validation = np.arange(12) % 3, np.arange(20) % 3
    X = (centres[y] + 1.2 * rng.normal(size=(12, 2))).round(1)
    X_validation = (centres[y_validation] + 1.2 * rng.normal(size=(20, 2))).round(1)
    batches = [rng.permutation(12)[:4] for _ in range(9)]
    given = "rates [10, 0.01, 1, 0.1] on 12 training and 20 validation points of three classes"
    arguments = X, y, X_validation, y_validation, batches
    answer = call_answer("choose_rate", choose_rate, rates, *arguments)
    rate, W, b = parts("rate, W, b", answer, given=given)
    hints = {
        10.0: "this rate is best on the training examples: they taught the weights, and may not choose",
        0.1: "this rate has the lowest validation loss, or is the last: count the right answers",
        0.01: "this rate is right least often: take the largest count",
    }
    rate = number("the rate", rate, given=given)
    check_that(
        "12 of the 20 validation points are right at the rate 1, fewer at each other rate",
        rate == 1,
        given=given,
        received=f"rate {rate:g}",
        expected="rate 1",
        hint=hints.get(rate, "give back a rate of the list"),
    )
    answer = call_answer("choose_rate", choose_rate, [1.0], *arguments)
    _, W_alone, b_alone = parts("rate, W, b", answer, given=given)
    hint = "give back the weights of the chosen rate, not of the last: make new arrays of zeros for each rate"
    W_alone, b_alone = array("W", W_alone, (2, 3), given=given), array("b", b_alone, (3,), given=given)
    check_close("W is the same as with the rate 1 alone", W, W_alone, given=given, hint=hint)
    check_close("b is the same as with the rate 1 alone", b, b_alone, given=given, hint=hint)


def test_of_equally_good_rates_the_first_is_taken(choose_rate):
    X, y, batches = np.array([[1.0], [-1.0]]), np.array([1, 0]), [np.array([0, 1])]
    for rates in [[0.2, 0.1], [0.1, 0.2]]:
        given = call_text("choose_rate", rates, X, y, X, y, batches)
        answer = call_answer("choose_rate", choose_rate, rates, X, y, X, y, batches)
        rate, _, _ = parts("rate, W, b", answer, given=given)
        check_close(
            "both rates get all examples right, so the first one stays",
            rate,
            rates[0],
            given=given,
            hint="replace the best rate only if more are right, not if equally many are",
        )

# Made from the source of the assignment mlp, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "5.6"


def test_of_twins_one_unit_stays(merge_twins):
    W1, b1 = np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 3.0]]), np.array([0.0, 5.0, 0.0])
    W2 = np.array([[10.0], [20.0], [30.0]])
    given = call_text("merge_twins", W1, b1, W2)
    new = parts("W1, b1, W2", call_answer("merge_twins", merge_twins, W1, b1, W2), given=given)
    k = np.shape(new[0])[-1] if np.ndim(new[0]) else 0
    check_that(
        "two different units are left",
        k == 2,
        given=given,
        received=f"W1 has the shape {np.shape(new[0])}",
        expected="shape (2, 2)",
        hint="units 0 and 2 have the same column of W1 and the same bias: only one of them stays",
    )
    new_W1, new_b1 = array("W1", new[0], (2, 2), given=given), array("b1", new[1], (2,), given=given)
    first, second = sorted(np.vstack([new_W1, new_b1]).T.tolist())
    check_close(
        "the units that stay keep their weights and biases",
        [first, second],
        [[1, 3, 0], [2, 4, 5]],
        given=given,
        hint="copy the column of W1 and the bias of a unit that stays; change W2 only",
    )


def test_the_scores_stay_the_same(merge_twins):
    W1, b1 = np.array([[1.0, 2.0, 1.0], [3.0, 4.0, 3.0]]), np.array([0.0, 5.0, 0.0])
    W2, X = np.array([[10.0], [20.0], [30.0]]), np.array([[1.0, 0.0]])
    given = call_text("merge_twins", W1, b1, W2)
    new = parts("W1, b1, W2", call_answer("merge_twins", merge_twins, W1, b1, W2), given=given)
    new_W1, new_b1 = array("W1", new[0], (2, 2), given=given), array("b1", new[1], (2,), given=given)
    new_W2 = array("W2", new[2], (2, 1), given=given)
    check_close(
        "the score of the example (1, 0), with ReLU: 1 · 40 + 7 · 20",
        np.maximum(X @ new_W1 + new_b1, 0) @ new_W2,
        [[180]],
        given=given,
        mistakes=[
            ([[150]], "the twin that left took its share along: add its row of W2 to the one that stays"),
            ([[170]], "the row of the twin that left replaced the other one: add the two"),
            ([[160]], "not the mean of the rows of W2: two units gave to the score, so their rows add up"),
        ],
        hint="a row of W2 for each unit that stays: its own, and those of its twins added",
    )


def test_twins_agree_in_all_weights_and_in_the_bias(merge_twins):
    cases = [
        (
            [[1.0, 1.0], [2.0, 2.0]],
            [3.0, -3.0],
            2,
            "the biases differ: such units wake up at different lines",
        ),
        ([[1.0, 1.0], [2.0, 5.0]], [3.0, 3.0], 2, "compare whole columns of W1, not the first row alone"),
        ([[1.0, 1.0], [2.0, 2.0 + 1e-9]], [3.0, 3.0], 1, "they agree to 6 decimals: round, then compare"),
        (
            [[1.0] * 4, [2.0] * 4],
            [3.0] * 4,
            1,
            "all four are the same: one unit is left, not one of each pair",
        ),
    ]
    for W1, b1, wanted, hint in cases:
        W1, b1, W2 = np.array(W1), np.array(b1), np.ones((len(b1), 1))
        given = call_text("merge_twins", W1, b1, W2)
        new = parts("W1, b1, W2", call_answer("merge_twins", merge_twins, W1, b1, W2), given=given)
        new_b1 = array("b1", new[1], (None,), given=given)
        check_that(
            "the right number of units is left",
            len(new_b1) == wanted,
            given=given,
            received=f"{len(new_b1)} units",
            expected=f"{wanted}",
            hint=hint,
        )

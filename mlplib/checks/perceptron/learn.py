# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "4.3"


def test_or_takes_nine_corrections(learn):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    given = call_text("learn", X, y, 100)
    w, b, n_corrections = parts("w, b, n_corrections", call_answer("learn", learn, X, y, 100), given=given)
    check_close(
        "the number of corrections is counted",
        n_corrections,
        9,
        given=given,
        hint="start at zero; use the new w and b for the very next row; count corrections, and nothing else",
        mistakes=[
            (
                5,
                "this is the number of epochs with a correction, or close to it: count every correction",
            ),
            (4, "only the first epoch was run, or epochs were counted instead of corrections"),
            (3, "only the first epoch was run: go on until an epoch has no mistake"),
            (6, "these are epochs: count every correction"),
        ],
    )
    check_close("w ends at (2, 2)", array("w", w, (2,), given=given), [2, 2], given=given)
    check_close("b ends at -1", b, -1, given=given)


def test_it_stops_after_the_epochs_that_it_was_given(learn):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    given = call_text("learn", X, y, 50)
    _, _, n_corrections = parts("w, b, n_corrections", call_answer("learn", learn, X, y, 50), given=given)
    check_close(
        "XOR costs four corrections an epoch, for 50 epochs",
        n_corrections,
        200,
        given=given,
        hint="every row of XOR is wrong when its turn comes; do not stop before max_epochs while there are mistakes",
    )


def test_nobody_is_wrong_at_the_end(learn):
    rng = np.random.default_rng(33)
    X = rng.uniform(-2, 2, size=(60, 2))
    X, y = X[np.abs(X[:, 0] - X[:, 1]) > 0.3], None
    y = (X[:, 0] > X[:, 1]).astype(int)
    given = call_text("learn", X, y, 1000)
    w, b, _ = parts("w, b, n_corrections", call_answer("learn", learn, X, y, 1000), given=given)
    n_wrong = int(((2 * y - 1) * (X @ array("w", w, (2,), given=given) + b) <= 0).sum())
    check_that(
        "a line exists, so no example is wrong at the end",
        n_wrong == 0,
        given=given,
        received=f"{n_wrong} of {len(X)} wrong",
        expected="0 wrong",
        hint="an epoch is over when all rows were looked at; stop only if it had no correction at all",
    )

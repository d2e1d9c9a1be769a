r"""Learn until nobody is wrong

Write `learn(X, y, max_epochs)` for examples `X` of shape $(n, d)$ with classes `y` of shape $(n,)$. Start at $\mathbf{w} = 0$ and $b = 0$, look at the rows in their order, again and again, and stop after the first epoch without a mistake, at the latest after `max_epochs` epochs. Give back `(w, b, n_corrections)`.

For example, the gate OR with its rows in the order (0, 0), (0, 1), (1, 0), (1, 1) ends with $\mathbf{w} = (2, 2)$ and $b = -1$ after 9 corrections. You may use your `correct`, or write the rule again.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=3, section="learn-from-mistakes-rosenblatts-rule", todo="two loops, over epochs and over rows"
)
def learn(X, y, max_epochs):
    """Weights (d,), bias, and the number of corrections, by Rosenblatt's rule from zero."""
    w, b, n_corrections = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        before = n_corrections
        for x, t in zip(X, 2 * y - 1):
            if t * (w @ x + b) <= 0:
                w, b, n_corrections = w + t * x, b + t, n_corrections + 1
        if n_corrections == before:
            break
    return w, b, n_corrections


@check(points=1)
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


@check(points=1)
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


@check(points=1)
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


@hidden_check(points=1)
def test_every_correction_is_made_and_counted(learn):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(20, 3)), rng.integers(2, size=20)
        w, b, count = np.zeros(3), 0.0, 0
        for _ in range(7):
            before = count
            for x, t in zip(X, 2 * y - 1):
                if t * (w @ x + b) <= 0:
                    w, b, count = w + t * x, b + t, count + 1
            if count == before:
                break
        given = call_text("learn", X, y, 7)
        received = parts("w, b, n_corrections", call_answer("learn", learn, X, y, 7), given=given)
        check_close("w", received[0], w, given=given)
        check_close("b", received[1], b, given=given)
        check_close("the number of corrections", received[2], count, given=given)


@wrong("only the first epoch was run")
def one_epoch_only(X, y, max_epochs):
    w, b, n = np.zeros(X.shape[1]), 0.0, 0
    for x, t in zip(X, 2 * y - 1):
        if t * (w @ x + b) <= 0:
            w, b, n = w + t * x, b + t, n + 1
    return w, b, n


@wrong("count every correction")
def counts_epochs(X, y, max_epochs):
    w, b, n = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        wrong = False
        for x, t in zip(X, 2 * y - 1):
            if t * (w @ x + b) <= 0:
                w, b, wrong = w + t * x, b + t, True
        n += wrong
        if not wrong:
            break
    return w, b, n


@wrong("do not stop before max_epochs")
def gives_up_after_a_hundred_corrections(X, y, max_epochs):
    w, b, n = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (w @ x + b) <= 0 and n < 100:
                w, b, n = w + t * x, b + t, n + 1
    return w, b, n


@wrong("start at zero; use the new w and b")
def classes_instead_of_signs(X, y, max_epochs):
    w, b, n = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        for x, t in zip(X, y):
            if (2 * t - 1) * (w @ x + b) <= 0:
                w, b, n = w + t * x, b + t, n + 1
    return w, b, n

r"""Keep the best line in your pocket

If no line separates the classes, Rosenblatt's rule never ends, and it may stop on a bad line. The *pocket algorithm* runs the same rule, and keeps the best weights that it has seen so far 'in the pocket'.

Write `pocket(X, y, n_epochs)`, which gives back `(w, b, n_wrong)`. Start at zero, with the zero weights in the pocket: there all $n$ examples are wrong. Run the rule for `n_epochs` epochs, rows in order. After *each* correction count how many of all examples are wrong, a score of 0 being wrong too. If they are fewer than for the weights in the pocket, put the new weights into it. Stop early if nobody is wrong.

For example, on the four corners of XOR, in the order (0, 0), (0, 1), (1, 0), (1, 1), the best that the rule comes by has 2 wrong: $\mathbf{w} = (0, 0)$, $b = -1$.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, parts


@question(
    number=7, section="on-xor-the-weights-go-round-in-circles", star=True, todo="the rule, and a pocket"
)
def pocket(X, y, n_epochs):
    """The best weights (d,) and bias that Rosenblatt's rule comes by, and how many they get wrong."""
    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0
    best = w, b, len(X)
    for _ in range(n_epochs):
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w, b = w + t[i] * X[i], b + t[i]
                n_wrong = int((t * (X @ w + b) <= 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
                if n_wrong == 0:
                    return best
    return best


@check(points=0.5)
def test_a_set_that_a_line_separates_ends_with_nobody_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    given = call_text("pocket", X, y, 20)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 20), given=given)
    check_close(
        "OR can be learned, so nobody is wrong",
        n_wrong,
        0,
        given=given,
        hint="n_wrong belongs to the weights in the pocket, counted over all examples",
    )
    check_close(
        "the pocket holds the weights of that moment",
        w,
        [2, 2],
        given=given,
        hint="look into the pocket after every correction, not after every epoch",
    )


@check(points=0.5)
def test_xor_leaves_two_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    given = call_text("pocket", X, y, 20)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 20), given=given)
    check_close(
        "two corners of XOR stay wrong",
        n_wrong,
        2,
        given=given,
        mistakes=[
            (
                4,
                "these are the last weights, or those of the end of an epoch: keep the best, not the last",
            ),
            (1, "a score of exactly 0 is wrong, for both classes"),
            (0, "count with t·s <= 0 over all four corners"),
        ],
    )
    check_close(
        "the first of two equally good lines stays in the pocket",
        b,
        -1,
        given=given,
        hint="replace the pocket only if *fewer* are wrong, not if equally many are",
    )


@check(points=1)
def test_the_count_belongs_to_the_weights(pocket):
    rng = np.random.default_rng(37)
    X, y = rng.normal(size=(30, 2)), rng.integers(2, size=30)
    given = call_text("pocket", X, y, 5)
    w, b, n_wrong = parts("w, b, n_wrong", call_answer("pocket", pocket, X, y, 5), given=given)
    counted = int(((2 * y - 1) * (X @ array("w", w, (2,), given=given) + b) <= 0).sum())
    check_close(
        "n_wrong is what the returned weights get wrong",
        n_wrong,
        counted,
        given=given,
        hint="copy w, b and the count into the pocket together; w += ... would change the pocket as well",
    )


@hidden_check(points=2)
def test_the_pocket_holds_the_best_of_the_run(pocket):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(25, 2))
        y = (X @ [1.0, -0.5] + 0.8 * rng.normal(size=25) > 0).astype(int)
        t, w, b, best = 2 * y - 1, np.zeros(2), 0.0, 25
        for _ in range(6):
            for i in range(25):
                if t[i] * (X[i] @ w + b) <= 0 and best:
                    w, b = w + t[i] * X[i], b + t[i]
                    best = min(best, int((t * (X @ w + b) <= 0).sum()))
        check_close(
            "n_wrong is the fewest of the whole run",
            call_answer("pocket", pocket, X, y, 6)[2],
            best,
            given=call_text("pocket", X, y, 6),
        )


@wrong("keep the best, not the last")
def the_last_weights(X, y, n_epochs):
    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w, b = w + t[i] * X[i], b + t[i]
    return w, b, int((t * (X @ w + b) <= 0).sum())


@wrong("count with t·s <= 0")
def a_score_of_0_is_right(X, y, n_epochs):
    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0
    best = w, b, len(X)
    for _ in range(n_epochs):
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w, b = w + t[i] * X[i], b + t[i]
                n_wrong = int((t * (X @ w + b) < 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
    return best


@wrong("replace the pocket only if")
def takes_equally_good_weights(X, y, n_epochs):
    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0
    best = w, b, len(X)
    for _ in range(n_epochs):
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w, b = w + t[i] * X[i], b + t[i]
                n_wrong = int((t * (X @ w + b) <= 0).sum())
                if n_wrong <= best[2]:
                    best = w, b, n_wrong
    return best


@wrong("would change the pocket as well")
def the_pocket_changes_with_w(X, y, n_epochs):
    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0
    best = w, b, len(X)
    for _ in range(n_epochs):
        for i in range(len(X)):
            if t[i] * (X[i] @ w + b) <= 0:
                w += t[i] * X[i]
                b += t[i]
                n_wrong = int((t * (X @ w + b) <= 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
                if n_wrong == 0:
                    return best
    return best

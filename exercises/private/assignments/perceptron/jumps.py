r"""Where a threshold's answers jump

A threshold gives a weight no slope to follow, but its answers jump at certain values of the weight. Let weight $j$ of a unit take any value, and keep the other weights and the bias as they are. Each example with $x_j \ne 0$ has exactly one value of this weight at which its score is 0: there its answer flips. Between these values no answer changes.

Write `jumps(X, w, b, j)` for `X` of shape $(n, d)$ and `w` of shape $(d,)$; weight $j$ is `w[j]`, counted from 0. It gives back an array of these values, sorted from small to large. An example with $x_j = 0$ has none, and the present value of weight $j$ must not matter.

For example, `jumps(np.array([[2.0, 1.0], [-1.0, 0.0], [0.0, 7.0]]), np.array([9.0, 3.0]), -5.0, 0)` gives `array([-5., 1.])`. Let $v$ be the value of weight 0. The first example has the score $2v + 3 - 5$, which is 0 at $v = 1$; the second $-v - 5$, which is 0 at $v = -5$; the third does not notice $v$.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=7,
    section="a-threshold-has-no-slope-to-follow",
    todo="what is the score without input j? then solve for its weight",
)
def jumps(X, w, b, j):
    """The values of weight j, sorted, at which the answer for an example of X (n, d) flips."""
    noticing = X[X[:, j] != 0]
    rest = noticing @ w - noticing[:, j] * w[j] + b
    return np.sort(-rest / noticing[:, j])


@check(points=0.5)
def test_every_value_makes_a_score_zero(jumps):
    rng = np.random.default_rng(39)
    X, w, b = rng.integers(1, 5, size=(4, 3)).astype(float), np.array([1.0, -2.0, 0.5]), 0.5
    given = call_text("jumps", X, w, b, 1)
    found = array("the values", call_answer("jumps", jumps, X, w, b, 1), (4,), given=given)
    rest = X[:, 0] * 1.0 + X[:, 2] * 0.5 + b
    right = np.sort(-rest / X[:, 1])
    check_close(
        "at each value the score of one example is 0",
        found,
        right,
        given=given,
        mistakes=[
            (-rest / X[:, 1], "the values are right: sort them"),
            (np.sort(rest / X[:, 1]), "the sign is turned: weight · x_j must cancel the rest"),
            (np.sort(-(rest - b) / X[:, 1]), "the bias belongs to the rest of the score"),
            (np.sort(-(rest - 2 * X[:, 1]) / X[:, 1]), "take out the part of input j first"),
        ],
        hint="write the score as weight · x_j + rest, and set it to 0",
    )


@check(points=0.5)
def test_an_example_that_does_not_notice_the_weight_has_no_jump(jumps):
    X, w, b = np.array([[0.0, 3.0], [2.0, 1.0], [0.0, 0.0], [-4.0, 2.0]]), np.array([7.0, 1.0]), -3.0
    given = call_text("jumps", X, w, b, 0)
    found = call_answer("jumps", jumps, X, w, b, 0)
    check_that(
        "two of the four examples have a first input that is not 0, so there are two values",
        np.shape(found) == (2,),
        given=given,
        received=found,
        expected="2 values",
        hint="leave out the rows with X[:, j] == 0 before you divide",
    )
    check_close(
        "the two values",
        found,
        [-0.25, 1],
        given=given,
        hint="they solve 2 v + 1 - 3 = 0 and -4 v + 2 - 3 = 0",
    )


@hidden_check(points=1)
def test_the_answers_change_there_and_nowhere_else(jumps):
    rng = np.random.default_rng(40)
    for n, d in [(1, 1), (6, 2), (9, 4)]:
        X, w, b, j = rng.normal(size=(n, d)), rng.normal(size=d), float(rng.normal()), d - 1
        X[n // 2, j] = 0 if n > 1 else 1
        given = call_text("jumps", X, w, b, j)
        expected = sorted((w[j] - (x @ w + b) / x[j]) for x in X if x[j] != 0)
        check_close("the values", call_answer("jumps", jumps, X, w, b, j), expected, given=given)


@look
def look_at_the_staircase():
    """Look at your result: how many of 24 points a unit gets right, for every value of its first weight; the other weight and the bias stay. A dashed line stands at each value that your `jumps` found. Between two of them the slope is 0, so gradient descent would leave this weight where it is. One value between each two lines, and one beyond each end, are enough to find the best."""
    from mlplib import datasets, plotting

    X, y = datasets.blobs(36, spread=1.2, rng=np.random.default_rng(0))
    X, y = X[y < 2], y[y < 2]
    w, b = np.array([0.0, 1.0]), 0.4
    values = np.linspace(-3, 3, 2001)
    scores = values[:, None] * X[:, 0] + X[:, 1] * w[1] + b  # (2001, 24)
    ax = plotting.plt.figure(figsize=(6.4, 3)).subplots()
    for value in jumps(X, w, b, 0):
        ax.axvline(value, color="0.7", linestyle="--", linewidth=0.8)
    ax.plot(values, ((scores > 0) == y).sum(axis=1))
    _ = ax.set(xlim=(-3, 3), yticks=range(0, 25, 6), xlabel="$w_1$", ylabel="right answers of 24")


@wrong("sort them")
def not_sorted(X, w, b, j):
    noticing = X[X[:, j] != 0]
    return w[j] - (noticing @ w + b) / noticing[:, j]


@wrong("the sign is turned")
def turned_sign(X, w, b, j):
    noticing = X[X[:, j] != 0]
    return np.sort((noticing @ w + b) / noticing[:, j] - w[j])


@wrong("the bias belongs to the rest")
def no_bias(X, w, b, j):
    noticing = X[X[:, j] != 0]
    return np.sort(w[j] - (noticing @ w) / noticing[:, j])


@wrong("take out the part of input j")
def the_whole_score_for_the_rest(X, w, b, j):
    noticing = X[X[:, j] != 0]
    return np.sort(-(noticing @ w + b) / noticing[:, j])


@wrong("leave out the rows")
def infinite_values(X, w, b, j):
    with np.errstate(all="ignore"):
        return np.sort(w[j] - (X @ w + b) / X[:, j])

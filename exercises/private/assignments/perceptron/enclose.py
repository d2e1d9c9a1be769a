r"""What a run tells about the margin

A run of Rosenblatt's rule, from zero, has ended with the weights $\mathbf{w}$ and the bias $b$ after $m$ corrections. Nobody has searched for the best separator. Yet the run tells much about its margin $\gamma$, and you need only the two lines of the proof. Write $\tilde{\mathbf{w}} = (\mathbf{w}, b)$ and $\tilde{\mathbf{x}} = (\mathbf{x}, 1)$.

- *From below.* $\tilde{\mathbf{w}}$, scaled to length 1, is itself a separator. The smallest $t\,\mathbf{u} \cdot \tilde{\mathbf{x}}$ of this $\mathbf{u}$ cannot be above $\gamma$, the largest that any separator has.
- *From above.* The proof says $m\,\gamma \le \|\tilde{\mathbf{w}}\|$.

Write `enclose(X, y, w, b, m)` for `X` of shape $(n, d)$, `y` of shape $(n,)$ and `w` of shape $(d,)$. It gives back `(low, high, limit)`: the margin lies between `low` and `high`, and `limit` is the bound on the corrections that follows from `low`: $R$ divided by `low`, squared. $R$ is the length of the longest $\tilde{\mathbf{x}}$.

For example, take OR. The chapter's run ends with $\mathbf{w} = (2, 2)$ and $b = -1$ after 9 corrections. `enclose(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1]), np.array([2.0, 2.0]), -1.0, 9)` gives `(0.333333, 0.333333, 27.0)`. Both numbers agree, so this line has the best margin there is.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, parts


@question(
    number=3,
    section="it-must-stop-at-most--corrections",
    todo="attach the constant 1; how long is (w, b)?",
)
def enclose(X, y, w, b, m):
    """A lower and an upper limit of the margin, and the bound on the corrections that the lower one gives."""
    rows = np.column_stack([X, np.ones(len(X))])  # (n, d + 1)
    length = np.sqrt(w @ w + b**2)
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, length / m, (rows**2).sum(axis=1).max() / low**2


@check(points=1)
def test_the_run_on_and_encloses_its_margin(enclose):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 0, 0, 1])
    arguments = X, y, np.array([3.0, 2.0]), -4.0, 18
    given = call_text("enclose", *arguments)
    low, high, limit = parts("low, high, limit", call_answer("enclose", enclose, *arguments), given=given)
    length = np.sqrt(29)
    check_close(
        "low is the smallest t·u·(x, 1), and u is (3, 2, -4) scaled to length 1",
        low,
        1 / length,
        given=given,
        mistakes=[
            (1, "u was not scaled to length 1: divide by the length of (w1, w2, b)"),
            (1 / np.sqrt(13), "the bias belongs to u: divide by the length of (w1, w2, b)"),
            (4 / length, "this is the largest; the margin is the smallest of all examples"),
            (-4 / length, "multiply each score by its sign t before you take the smallest"),
        ],
    )
    check_close(
        "high is the length of (w, b), divided by the number of corrections",
        high,
        length / 18,
        given=given,
        mistakes=[
            (np.sqrt(3 / 18), "this is R / √m: true, but looser; the length itself is known here"),
            (np.sqrt(13) / 18, "the bias belongs to the length"),
            (length, "solve m γ ≤ length for γ"),
        ],
    )
    check_close(
        "limit is R² / low²",
        limit,
        87,
        given=given,
        mistakes=[
            (58, "R is too short: attach the constant 1 to every example first"),
            (np.sqrt(87), "this is R / low: square it"),
            (3 * 18**2 / 29, "the bound follows from low: it must hold for every run"),
        ],
        hint="the longest row is (1, 1, 1), so R² is 3",
    )


@check(points=0.5)
def test_the_run_on_or_is_exact(enclose):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    arguments = X, y, np.array([2.0, 2.0]), -1.0, 9
    given = call_text("enclose", *arguments)
    found = parts("low, high, limit", call_answer("enclose", enclose, *arguments), given=given)
    check_close("the margin of OR is 1/3, and the bound 27", found, [1 / 3, 1 / 3, 27], given=given)


@hidden_check(points=1.5)
def test_every_run_encloses_the_margin(enclose):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X, normal = 2 * rng.normal(size=(15, 2 + seed % 2)), rng.normal(size=2 + seed % 2)
        y = (X @ normal > 0.2).astype(int)
        X = X + 0.3 * (2 * y - 1)[:, None] * normal
        rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(15)])
        total, m = np.zeros(rows.shape[1]), 0
        while (rows @ total <= 0).any():
            for row in rows:
                if row @ total <= 0:
                    total, m = total + row, m + 1
        arguments = X, y, total[:-1], float(total[-1]), m
        given = call_text("enclose", *arguments)
        found = parts("low, high, limit", call_answer("enclose", enclose, *arguments), given=given)
        low, size = (rows @ total).min() / np.linalg.norm(total), np.linalg.norm(rows, axis=1).max()
        check_close("low", found[0], low, given=given)
        check_close("high", found[1], np.linalg.norm(total) / m, given=given)
        check_close("limit", found[2], (size / low) ** 2, given=given)


@wrong("u was not scaled")
def not_scaled(X, y, w, b, m):
    low, size = ((2 * y - 1) * (X @ w + b)).min(), (X**2).sum(axis=1).max() + 1
    return low, np.sqrt(w @ w + b * b) / m, size / low**2


@wrong("the bias belongs to u")
def length_of_w_alone(X, y, w, b, m):
    length, size = np.sqrt(w @ w), (X**2).sum(axis=1).max() + 1
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, length / m, size / low**2


@wrong("multiply each score by its sign")
def no_signs(X, y, w, b, m):
    length, size = np.sqrt(w @ w + b * b), (X**2).sum(axis=1).max() + 1
    low = (X @ w + b).min() / length
    return low, length / m, size / low**2


@wrong("true, but looser")
def the_root_for_the_length(X, y, w, b, m):
    length, size = np.sqrt(w @ w + b * b), (X**2).sum(axis=1).max() + 1
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, np.sqrt(size / m), size / low**2


@wrong("attach the constant 1 to every example first")
def r_without_the_constant(X, y, w, b, m):
    length, size = np.sqrt(w @ w + b * b), (X**2).sum(axis=1).max()
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, length / m, size / low**2


@wrong("this is R / low")
def not_squared(X, y, w, b, m):
    length, size = np.sqrt(w @ w + b * b), (X**2).sum(axis=1).max() + 1
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, length / m, np.sqrt(size) / low


@wrong("the bound follows from low")
def the_bound_from_high(X, y, w, b, m):
    length, size = np.sqrt(w @ w + b * b), (X**2).sum(axis=1).max() + 1
    low = ((2 * y - 1) * (X @ w + b)).min() / length
    return low, length / m, size / (length / m) ** 2

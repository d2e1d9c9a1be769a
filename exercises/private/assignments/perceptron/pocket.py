r"""Keep the best line in your pocket

If no line separates the classes, Rosenblatt's rule never ends, and where you stop it, its line may be a bad one. The *pocket algorithm* runs the same rule and keeps the best weights that it has passed by 'in the pocket'. Who says which are best? Here it is the validation examples: the training examples move the weights, the validation examples choose among them.

Write `pocket(X, y, X_validation, y_validation, n_epochs)`, with `X` of shape $(n, d)$ and `y` of shape $(n,)$, and the validation examples in arrays of the same kind. It gives back `(w, b, n_wrong)`.

- Start with $\mathbf{w} = 0$ and $b = 0$, and with these weights in the pocket: there all validation examples are wrong.
- Run the rule over the training examples, rows in order, for `n_epochs` epochs.
- After *each* correction count how many *validation* examples are wrong, a score of 0 being wrong for both classes. If they are fewer than for the weights in the pocket, put the new weights into it, with their count.

For example, let training and validation examples both be the corners of XOR, `X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])` and `y = np.array([0, 1, 1, 0])`. Then `pocket(X, y, X, y, 20)` gives `(array([0., 0.]), -1.0, 2)`. The chapter's table shows why: the counts after the corrections are 2, 3, 2, 4, again and again, and the first 2 stays. (Some line has only 1 wrong, but the rule does not pass by it.)
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import array, call_answer, call_text, check_close, number, parts


@question(
    number=5,
    section="on-xor-the-weights-go-round-in-circles",
    star=True,
    todo="the rule, and a pocket",
)
def pocket(X, y, X_validation, y_validation, n_epochs):
    """The weights (d,) and bias, of those that the rule passes by, with the fewest wrong validation examples."""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, len(X_validation)
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
                n_wrong = int(((2 * y_validation - 1) * (X_validation @ w + b) <= 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
    return best


def kept(pocket, X, y, X_validation, y_validation, n_epochs):
    """What an answer gives back, and the words for its input."""
    given = call_text("pocket", X, y, X_validation, y_validation, n_epochs)
    answer = call_answer("pocket", pocket, X, y, X_validation, y_validation, n_epochs)
    w, b, n_wrong = parts("w, b, n_wrong", answer, given=given)
    w = array("w", w, (X.shape[1],), given=given)
    return w, number("b", b, given=given), number("n_wrong", n_wrong, given=given), given


@check(points=0.5)
def test_a_set_that_a_line_separates_ends_with_nobody_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    w, b, n_wrong, given = kept(pocket, X, y, X, y, 20)
    hint = "n_wrong belongs to the weights in the pocket, counted over all validation examples"
    check_close("OR can be learned, so nobody is wrong", n_wrong, 0, given=given, hint=hint)
    hint = "look into the pocket after every correction"
    check_close("the pocket holds the weights of that moment", w, [2, 2], given=given, hint=hint)
    check_close("and the bias of that moment", b, -1, given=given, hint=hint)


@check(points=0.5)
def test_xor_leaves_two_wrong(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    _, b, n_wrong, given = kept(pocket, X, y, X, y, 20)
    check_close(
        "two corners of XOR stay wrong",
        n_wrong,
        2,
        given=given,
        mistakes=[
            (4, "these are the last weights, or those of the end of an epoch: keep the best"),
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


@check(points=0.5)
def test_the_count_belongs_to_the_weights(pocket):
    rng = np.random.default_rng(37)
    X, y = rng.normal(size=(30, 2)), rng.integers(2, size=30)
    w, b, n_wrong, given = kept(pocket, X, y, X, y, 5)
    check_close(
        "n_wrong is what the returned weights get wrong",
        n_wrong,
        int(((2 * y - 1) * (X @ w + b) <= 0).sum()),
        given=given,
        hint="keep w, b and the count together; w += ... would change the pocket as well",
    )


@check(points=0.5)
def test_the_validation_examples_choose(pocket):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    X_validation, y_validation = np.array([[3, 3], [5, 1], [2, 4]]), np.array([1, 1, 1])
    w, b, n_wrong, given = kept(pocket, X, y, X_validation, y_validation, 3)
    before = [0, 0, -1, 3]
    check_close(
        "w1, w2, b and n_wrong: the rule on XOR passes by w = (0, 1), b = 0, with no validation example wrong",
        [*w, b, n_wrong],
        [0, 1, 0, 0],
        given=given,
        mistakes=[
            (before, "the training examples chose: count the wrong *validation* examples"),
            ([0, 0, -1, 2], "the training examples chose: count the wrong *validation* examples"),
        ],
        hint="keep a copy of the weights after the second correction: none that come later are better",
    )


@hidden_check(points=2)
def test_the_pocket_holds_the_best_of_the_run(pocket):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        X, V = rng.normal(size=(25, 2)), rng.normal(size=(15, 2))
        y, u = ((Z @ [1.0, -0.5] + 0.8 * rng.normal(size=len(Z)) > 0).astype(int) for Z in (X, V))
        rows = (2 * y - 1)[:, None] * np.column_stack([X, np.ones(25)])
        judges = (2 * u - 1)[:, None] * np.column_stack([V, np.ones(15)])
        v, passed = np.zeros(3), [np.zeros(3)]
        for row in np.tile(rows, (6, 1)):
            if row @ v <= 0:
                v = v + row
                passed.append(v)
        counts = [int((judges @ v <= 0).sum()) for v in passed]
        w, b, n_wrong, given = kept(pocket, X, y, V, u, 6)
        check_close("n_wrong is the fewest of the whole run", n_wrong, min(counts), given=given)
        best = passed[int(np.argmin(counts))]
        check_close("w and b are those of the first that had so few", [*w, b], best, given=given)


@look
def look_at_the_pocket():
    """Look at your result. Two overlapping classes, 40 training, 30 validation and 2000 test points, and 10 epochs of the rule; all is done 300 times with new points. The cell prints how many of the points are wrong on average, for the line in your pocket and for the last line of the rule, which nobody chose. The picture shows both lines on the training points of the last time."""
    from mlplib import plotting
    from mlplib.perceptron import perceptron_updates

    def draw(n):
        y = rng.integers(2, size=n)
        return rng.normal(size=(n, 2)) + (2 * y - 1)[:, None] * [1.0, 0.5], y

    def share_wrong(X, y, w, b):
        return 100 * ((2 * y - 1) * (X @ w + b) <= 0).mean()

    found = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        train, validation, test = draw(40), draw(30), draw(2000)
        w, b, _ = pocket(*train, *validation, 10)
        *_, (_, w_last, b_last) = perceptron_updates(*train, max_epochs=10)
        lines = [(w, b), (w_last, b_last)]
        found.append([[share_wrong(*part, *line) for part in (validation, test)] for line in lines])
    for name, (on_validation, on_test) in zip(["pocket", "last  "], np.mean(found, axis=0)):
        print(f"{name}  wrong on validation {on_validation:.0f} %  on test {on_test:.0f} %")

    ax = plotting.plt.figure(figsize=(3.4, 3.4)).subplots()
    plotting.plot_plane(ax, 4)
    plotting.plot_points(ax, *train)
    plotting.plot_line(ax, w, b)
    plotting.plot_line(ax, w_last, b_last, color="0.5", linestyle="--")
    _ = ax.set_title("black: pocket, dashed: last")


@sentence
def is_the_pocket_as_good_as_it_looks():
    """Compare the four numbers. The line in the pocket was chosen on the validation points, the last line was not. For which of the two is the share of wrong points nearly the same on validation and on test, and why not for the other? Was it worth choosing, all the same? Answer in one to three sentences."""
    return """
    The last line is wrong about equally often on both, because nobody chose it. The line in the pocket has fewer wrong
    on validation than on test: it won among many lines on just these 30 points, partly by luck. It was worth it
    all the same, since on the test points, which chose nothing, it is wrong less often than the last line.
    """


@wrong("keep the best")
def the_last_weights(X, y, X_validation, y_validation, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
    return w, b, int(((2 * y_validation - 1) * (X_validation @ w + b) <= 0).sum())


@wrong("count with t·s <= 0")
def a_score_of_0_is_right(X, y, X_validation, y_validation, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, len(X_validation)
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
                n_wrong = int(((2 * y_validation - 1) * (X_validation @ w + b) < 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
    return best


@wrong("replace the pocket only if")
def takes_equally_good_weights(X, y, X_validation, y_validation, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, len(X_validation)
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
                n_wrong = int(((2 * y_validation - 1) * (X_validation @ w + b) <= 0).sum())
                if n_wrong <= best[2]:
                    best = w, b, n_wrong
    return best


@wrong("would change the pocket as well")
def the_pocket_changes_with_w(X, y, X_validation, y_validation, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, len(X_validation)
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w += t * x
                b += t
                n_wrong = int(((2 * y_validation - 1) * (X_validation @ w + b) <= 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
    return best


@wrong("the training examples chose")
def judged_by_the_training_examples(X, y, X_validation, y_validation, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, len(X)
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
                n_wrong = int(((2 * y - 1) * (X @ w + b) <= 0).sum())
                if n_wrong < best[2]:
                    best = w, b, n_wrong
    return best

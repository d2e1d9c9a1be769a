r"""Train at several rates, and choose one

Write `choose_rate(rates, X, y, X_validation, y_validation, batches)`. It trains a linear classifier once for each learning rate in the list `rates`, and keeps the one that is right most often on the *validation* examples.

- `X` of shape $(n, d)$ and `y` of shape $(n,)$ are the training examples. Every class occurs in `y`, so that `c = y.max() + 1`.
- Training always begins with weights and biases 0. Nothing is random: `batches` is a list of arrays of row numbers. For each batch, in the order of the list, take the rows `X[batch]` and `y[batch]`, and make one step against the gradient of their mean softmax loss.
- Then count how many validation examples have their largest score at the true class. If several rates are equally good, take the first of the list.

Give back `(rate, W, b)`: the chosen rate, and the weights of shape $(d, c)$ and the biases of shape $(c,)$ that were trained with it. You may use your `softmax_loss`, or write it again.

For example, take one example, one batch and one rate. Both probabilities are ½ at first, so this gives `(2.0, array([[-1., 1.]]), array([-1., 1.]))`:

```python
X, y = np.array([[1.0]]), np.array([1])
choose_rate([2.0], X, y, X, y, [np.array([0])])
```
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=3,
    section="choose-the-learning-rate-on-validation-report-on-test-once",
    todo="a loop over the rates, inside it one over the batches",
)
def choose_rate(rates, X, y, X_validation, y_validation, batches):
    """The rate with the best validation accuracy, and the weights (d, c) and biases (c,) trained with it."""
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            e = np.exp(S - S.max(axis=1, keepdims=True))
            d_S = e / e.sum(axis=1, keepdims=True)
            d_S[np.arange(len(batch)), y[batch]] -= 1
            d_S = d_S / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=1)
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


@check(points=0.5)
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


@hidden_check(points=2)
def test_rate_weights_and_biases_are_right_for_random_examples(choose_rate):
    rng = np.random.default_rng(18)
    for n, d, c in [(6, 2, 2), (12, 3, 4), (30, 7, 3)]:
        X, y = rng.normal(size=(n, d)), rng.permutation(np.arange(n) % c)
        X_validation, y_validation = rng.normal(size=(25, d)), rng.integers(c, size=25)
        batches = [rng.permutation(n)[: int(rng.integers(1, n))] for _ in range(6)]
        rates, found = [float(rate) for rate in rng.permutation([0.05, 0.3, 1, 3])], []
        for rate in rates:
            V, a = np.zeros((d, c)), np.zeros(c)
            for rows in batches:
                S = X[rows] @ V + a
                logs = np.logaddexp.reduce(S, axis=1)
                d_S = (np.exp(S - logs[:, None]) - np.eye(c)[y[rows]]) / len(rows)
                V, a = V - rate * X[rows].T @ d_S, a - rate * np.ones(len(rows)) @ d_S
            found.append((np.sum((X_validation @ V + a).argmax(axis=1) == y_validation), V, a))
        best = int(np.argmax([count for count, _, _ in found]))
        given = f"rates {rates} on {n} training and 25 validation points of {c} classes"
        answer = call_answer("choose_rate", choose_rate, rates, X, y, X_validation, y_validation, batches)
        rate, W, b = parts("rate, W, b", answer, given=given)
        check_close("the rate", rate, rates[best], given=given)
        check_close("W", W, found[best][1], given=given)
        check_close("b", b, found[best][2], given=given)


@look
def look_at_the_choice():
    """Look at your result: your function trains on 1000 pictures of the chapter's shapes, at five rates. The curves show how often it is right on training and on validation pictures; chance is 10 %. Then the choice is made 500 times, each time on 50 validation pictures drawn at random. The cell prints the mean accuracy on these 50, and that of the same weights on 2000 test pictures. (It takes some seconds.)"""
    from mlplib import datasets, plotting
    from mlplib.features import pixels

    drawn = datasets.shapes(rng=np.random.default_rng(0), n_train=1000, n_validation=1000, n_test=2000)
    sets = [(pixels(part.images), part.labels) for part in drawn[:3]]
    rng, rates = np.random.default_rng(0), [0.003, 0.01, 0.03, 0.1, 0.3]
    batches = [batch for _ in range(20) for batch in rng.permutation(1000).reshape(20, 50)]
    right = []  # for each rate, which pictures of each set are right
    for rate in rates:
        _, W, b = choose_rate([rate], *sets[0], *sets[1], batches)
        right.append([(X @ W + b).argmax(axis=1) == y for X, y in sets])

    chosen, fixed = [], []  # accuracies on 50 validation pictures and on the test pictures
    for _ in range(500):
        rows = rng.choice(1000, 50, replace=False)
        pairs = [(validation[rows].mean(), test.mean()) for _, validation, test in right]
        chosen.append(max(pairs, key=lambda pair: pair[0]))
        fixed.append(pairs[2])
    for name, found in [("the rate chosen on the 50", chosen), ("always the rate 0.03     ", fixed)]:
        on_50, on_test = 100 * np.mean(found, axis=0)
        print(f"{name}  on the 50: {on_50:.1f} %  on the test pictures: {on_test:.1f} %")

    ax = plotting.plt.figure(figsize=(5, 3)).subplots()
    for k, name in enumerate(["training", "validation"]):
        ax.semilogx(rates, [100 * found[k].mean() for found in right], "o-", label=name)
    ax.set(xlabel="learning rate", ylabel="accuracy in %", ylim=(0, 100))
    _ = ax.legend()


@sentence
def why_less_on_test():
    """The validation pictures taught no weight. Yet where they chose the rate, the accuracy on the 50 is above that on the test pictures; with the fixed rate it is not. Why? And which of the two numbers of the chosen rate would you report? Answer in one to three sentences."""
    return """
    The rate that wins on 50 pictures wins partly by luck, and this luck does not come along to other pictures.
    A fixed rate is not picked for its luck, so its two numbers differ by little, and here the other way round.
    I report the accuracy on the test pictures, measured once, after the choice.
    """


@wrong("W moved uphill")
def uphill(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W + rate * X[batch].T @ d_S, b + rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@wrong("b needs the sum")
def mean_for_b(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.mean(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@wrong("both batches used the old weights")
def the_old_weights_for_every_batch(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        P = np.full((len(X), len(b)), 1 / len(b))
        for batch in batches:
            d_S = (P[batch] - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@wrong("not by all examples")
def divides_by_all_examples(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(X)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@wrong("they taught the weights, and may not choose")
def chosen_on_training(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X @ W + b).argmax(axis=1) == y).mean()
        if right > most:
            most, best = right, (rate, W, b)
    return best


@wrong("this rate has the lowest validation loss")
def chosen_by_the_loss(rates, X, y, X_validation, y_validation, batches):
    least, best = np.inf, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        S = X_validation @ W + b
        loss = np.mean(np.log(np.exp(S).sum(axis=1)) - S[np.arange(len(S)), y_validation])
        if loss < least:
            least, best = loss, (rate, W, b)
    return best


@wrong("give back the weights of the chosen rate")
def the_weights_of_the_last_rate(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right > most:
            most, best = right, rate
    return best, W, b


@wrong("only if more are right")
def the_last_of_equally_good_rates(rates, X, y, X_validation, y_validation, batches):
    most, best = -1, None
    for rate in rates:
        W, b = np.zeros((X.shape[1], y.max() + 1)), np.zeros(y.max() + 1)
        for batch in batches:
            S = X[batch] @ W + b
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            d_S = (P - np.eye(len(b))[y[batch]]) / len(batch)
            W, b = W - rate * X[batch].T @ d_S, b - rate * d_S.sum(axis=0)
        right = ((X_validation @ W + b).argmax(axis=1) == y_validation).mean()
        if right >= most:
            most, best = right, (rate, W, b)
    return best

r"""When to stop, and whether to begin

The lecture's program learned targets of pure chance by heart. When should it have stopped? Its training loss cannot tell; *validation* examples can.

While the program ran, its weights were kept every 25 steps: `weights` is a list of pairs `(w1, w2)`, arrays of shape $(d, h)$ and $(h, c)$. The answers of a pair are `y_pred` $= \sigma(x w_1)\, w_2$, its loss the *mean* of `(y_pred - y) ** 2` over examples and outputs. (A mean, since the sum over 64 examples and that over 1000 cannot be compared.)

Write `choose_step(weights, x, y)`, where `x` $(n, d)$ and `y` $(n, c)$ are the validation examples and their targets. It gives back `(best, loss)`: the index of the pair with the smallest loss (of equally good ones the first), and that loss. Two things need care.

- Answering 0 everywhere needs no training, so it is a candidate too. If no pair has a *smaller* loss, `best` is `None`, and `loss` is that of answering 0.
- Training may diverge. A pair whose loss is not a finite number is never chosen.

For example, with one input, one hidden unit and one output:

```python
w1 = np.array([[0.0]])  # so the hidden unit gives 1/2
choose_step([(w1, np.array([[6.0]])), (w1, np.array([[4.0]]))], np.array([[1.0]]), np.array([[2.0]]))
```

The answers are 3 and 2, the losses 1 and 0. Answering 0 costs 4. So the result is `(1, 0.0)`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, parts


@question(
    number=4,
    section="the-lectures-program-line-by-line",
    todo="begin with the loss of answering 0, and look for a smaller one",
)
def choose_step(weights, x, y):
    """Index of the pair (w1, w2) with the smallest mean squared error, None for answering 0; and that error."""
    best, loss = None, np.mean(y**2)
    for i, (w1, w2) in enumerate(weights):
        y_pred = (1 / (1 + np.exp(-x.dot(w1)))).dot(w2)  # (n, c)
        candidate = np.mean((y_pred - y) ** 2)
        if candidate < loss:  # never true of nan
            best, loss = i, candidate
    return best, loss


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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1.5)
def test_the_choice_is_right_for_other_weights_and_sizes(choose_step):
    for seed, (n, d, h, c) in enumerate(
        [(4, 3, 5, 2), (7, 1, 2, 1), (2, 6, 3, 4), (9, 2, 2, 3), (5, 4, 1, 2)]
    ):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=(n, d)), rng.normal(size=(n, c))
        weights = [(rng.normal(size=(d, h)), rng.normal(size=(h, c)) / (1 + k % 4)) for k in range(8)]
        weights[seed] = (weights[seed][0], np.full((h, c), np.nan))
        y = y + (seed % 2) * (1 / (1 + np.exp(-x @ weights[6][0]))) @ weights[6][1]
        losses = [np.mean(((1 / (1 + np.exp(-x @ w1))) @ w2 - y) ** 2) for w1, w2 in weights]
        smallest, zero = np.nanmin(losses), np.mean(y * y)
        right = losses.index(smallest) if smallest < zero else None
        best, loss, given = chosen(choose_step, weights, x, y)
        there = best is None if right is None else np.ndim(best) == 0 and best == right
        check_that("it is the best candidate", there, given=given, received=best, expected=str(right))
        check_close("loss", loss, min(smallest, zero), given=given)


@look
def look_at_stopping():
    """Now the program runs 3000 steps on 64 examples: on the left the targets follow a rule, with noise added; on the right they are pure chance. `choose_step` chooses on 64 validation examples; a black dot marks the step, and there is none where it chose to answer 0. Then, once, the test: 1000 more examples. **Predict first:** which of the two training losses falls?"""
    from mlplib import plotting

    def run(x, y, rng):
        w1, w2, kept = 0.3 * rng.normal(size=(10, 50)), 0.3 * rng.normal(size=(50, 3)), []
        for step in range(3001):
            kept += [(w1, w2)] if step % 25 == 0 else []
            h_0 = 1 / (1 + np.exp(-x.dot(w1)))
            grad_y_pred = 2.0 * (h_0.dot(w2) - y)
            grad_w1 = x.T.dot(grad_y_pred.dot(w2.T) * h_0 * (1 - h_0))
            w1, w2 = w1 - 3e-4 * grad_w1, w2 - 3e-4 * h_0.T.dot(grad_y_pred)
        return kept

    def loss_of(pair, x, y):
        return np.mean(((1 / (1 + np.exp(-x.dot(pair[0])))).dot(pair[1]) - y) ** 2)

    axes = plotting.plt.subplots(1, 2, figsize=(8, 3.2), sharey=True, layout="constrained")[1]
    for ax, kind in zip(axes, ["rule and noise", "chance"]):
        rng = np.random.default_rng(0)
        rule = rng.normal(size=(10, 3)) / np.sqrt(10)
        sets = [
            (x, x @ rule * (kind != "chance")) for x in (rng.normal(size=(n, 10)) for n in (64, 64, 1000))
        ]
        sets = [(x, y + rng.normal(size=y.shape)) for x, y in sets]
        kept = run(*sets[0], rng)
        for name, part in zip(["training", "validation"], sets):
            ax.plot(np.arange(0, 3001, 25), [loss_of(pair, *part) for pair in kept], label=name)
        zero, (k, chosen) = np.mean(sets[2][1] ** 2), choose_step(kept, *sets[1])
        ax.axhline(np.mean(sets[1][1] ** 2), color="0.6", linestyle=":", label="answering 0, validation")
        at_choice = zero if k is None else loss_of(kept[k], *sets[2])
        if k is not None:
            ax.plot(25 * k, chosen, "o", color="black")
        ax.set(title=f"targets: {kind}", xlabel="step", ylim=(0, 3))
        choice = "answer 0" if k is None else f"step {25 * k}"
        print(f"{kind:15} chosen: {choice:9} test loss: {at_choice:.2f} there,", end=" ")
        print(f"{loss_of(kept[-1], *sets[2]):.2f} at the last step, {zero:.2f} for answering 0")
    axes[0].set(ylabel="loss")
    _ = axes[0].legend()


@sentence
def what_falling_shows():
    """Both training losses fall. In two or three sentences, with your numbers: when was training of use on new examples, when was it not, and what does the picture on the right say about the fall of a training loss?"""
    return """
    With a rule in the targets, the step chosen on validation has a test loss of 1.21, less than the last step (1.49) and than answering 0 (1.67). With targets of chance nothing can be learned: the training loss falls all the same, but no step beats answering 0 on validation, and the last step costs 1.44 on the test instead of 0.99. So a falling training loss shows only that the training targets are fitted, be it by heart; whether that is of use, other examples must show.
    """


@wrong("the last step is not always the best")
def last_step(weights, x, y):
    w1, w2 = weights[-1]
    return len(weights) - 1, np.mean(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2)


@wrong("this is the largest loss of a pair")
def largest_loss(weights, x, y):
    losses = [np.mean(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2) for w1, w2 in weights]
    k = int(np.argmax(losses))
    return k, losses[k]


@wrong("the hidden units are sigmoids")
def no_sigmoid(weights, x, y):
    best, loss = None, np.mean(y**2)
    for i, (w1, w2) in enumerate(weights):
        candidate = np.mean((x.dot(w1).dot(w2) - y) ** 2)
        if candidate < loss:
            best, loss = i, candidate
    return best, loss


@wrong("this is the sum; divide")
def summed(weights, x, y):
    best, loss = None, np.sum(y**2)
    for i, (w1, w2) in enumerate(weights):
        candidate = np.sum(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2)
        if candidate < loss:
            best, loss = i, candidate
    return best, loss


@wrong("no pair is better than answering 0 everywhere")
def always_trains(weights, x, y):
    losses = [np.mean(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2) for w1, w2 in weights]
    k = int(np.nanargmin(losses))
    return k, losses[k]


@wrong("np.argmin takes nan for the smallest")
def argmin_takes_nan(weights, x, y):
    losses = [np.mean(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2) for w1, w2 in weights]
    k, zero = int(np.argmin(losses)), np.mean(y**2)
    return (None, zero) if losses[k] >= zero else (k, losses[k])


@wrong("with the same loss, take the earlier one")
def later_of_two(weights, x, y):
    best, loss = None, np.mean(y**2)
    for i, (w1, w2) in enumerate(weights):
        candidate = np.mean(((1 / (1 + np.exp(-x.dot(w1)))).dot(w2) - y) ** 2)
        if candidate < loss or (candidate == loss and best is not None):
            best, loss = i, candidate
    return best, loss

r"""Units that do the same

Two hidden units are *twins* if they have the same weights and the same bias. Then their outputs are the same for every example, and one of them is enough, if it takes over what the other one gave to the scores.

Write `merge_twins(W1, b1, W2)` for a network with one hidden layer: `W1` of shape $(d, h)$, `b1` of shape $(h,)$ and `W2` of shape $(h, c)$. It gives back `(W1, b1, W2)` of a network with the same scores for every `X`, in which no two units are twins. The order of the units does not matter. There may be triplets, too. Trained weights are never exactly equal: count units as twins if weights and bias agree after rounding to 6 decimals.

For example,

    merge_twins(np.array([[1, 2, 1], [3, 4, 3]]), np.array([0, 5, 0]), np.array([[10], [20], [30]]))

has twins in its units 0 and 2. It gives back `[[1, 2], [3, 4]]`, `[0, 5]` and `[[40], [20]]`, as arrays.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=6,
    section="start-the-units-different-and-have-some-to-spare",
    star=True,
    todo="which units are the same, and what does the one that stays owe to the scores?",
)
def merge_twins(W1, b1, W2):
    """W1 (d, k), b1 (k,), W2 (k, c) of a network with the same scores, k different units instead of h."""
    units = np.vstack([W1, b1]).round(6)  # (d + 1, h), a column for each unit
    different, place = np.unique(units, axis=1, return_inverse=True)
    W2_merged = np.zeros((different.shape[1], W2.shape[1]))
    np.add.at(W2_merged, place, W2)
    return different[:-1], different[-1], W2_merged


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1.5)
def test_any_network_keeps_its_scores_and_loses_its_twins(merge_twins):
    for seed, (d, k, h, c) in enumerate([(2, 3, 5, 1), (3, 4, 4, 2), (1, 1, 6, 3), (5, 4, 12, 10)]):
        rng = np.random.default_rng(seed)
        which = np.concatenate([np.arange(k), rng.integers(k, size=h - k)])
        W1, b1 = rng.normal(size=(d, k)).round(3)[:, which], rng.normal(size=k).round(3)[which]
        W2, X = rng.normal(size=(h, c)), rng.normal(size=(9, d))
        given = f"{h} hidden units, {k} of them different, {d} inputs and {c} scores"
        new = parts("W1, b1, W2", call_answer("merge_twins", merge_twins, W1, b1, W2), given=given)
        new_W1, new_b1 = array("W1", new[0], (d, k), given=given), array("b1", new[1], (k,), given=given)
        new_W2 = array("W2", new[2], (k, c), given=given)
        for a in [np.abs, np.tanh]:
            wanted = a(X @ W1 + b1) @ W2
            check_close("the scores", a(X @ new_W1 + new_b1) @ new_W2, wanted, given=given)


@look
def look_at_starts():
    """**Predict, then run.** A network with four hidden units learns XOR from five starts, with ReLU and with tanh: the weights of a layer are all 0, all ½, or random. Biases start at 0. The cell uses your `merge_twins` to count how many different units each start leaves after training. Which starts leave four?"""
    from mlplib import activations, datasets
    from mlplib.mlp import MLP
    from mlplib.optim import SGD, fit

    def train(start1, start2, bend):
        X, y = datasets.xor(120, rng=np.random.default_rng(0))
        rng = np.random.default_rng(1)
        net = MLP([2, 4, 2], bend, rng=rng)
        for name, start in [("W1", start1), ("W2", start2)]:
            if start != "random":
                net.params[name][:] = start
        fit(net, X, y, optimiser=SGD(0.05, momentum=0.9), epochs=100, batch_size=30, rng=rng)
        return net, 100 * np.mean(net.predict(X) == y)

    print("W1      W2      activation  different units  right")
    for start1, start2 in [("random", "random"), ("random", 0), (0.5, "random"), (0.5, 0.5), (0, "random")]:
        for bend in [activations.relu, activations.tanh]:
            net, right = train(start1, start2, bend)
            k = len(merge_twins(net.params["W1"], net.params["b1"], net.params["W2"])[1])
            print(f"{start1!s:7} {start2!s:7} {bend.__name__:11} {k:15} {right:4.0f} %")


@sentence
def why_a_start_leaves_one_unit():
    """Three rows of your table leave one unit only. Explain them: why do four equal units stay equal, why is it enough if *one* layer starts at random, and why does that not help ReLU when `W1` starts at 0?"""
    return """
    Units that agree in their weights on both sides get the same gradient at every step, so they stay
    copies; a difference in either layer is enough to part them. If W1 is 0, every ReLU has z = 0, where
    its slope is taken as 0, so no gradient reaches W1, whatever W2 is. Tanh shows that this is the
    reason: its slope at 0 is 1, and from the same start it gets four units."""


@wrong("took its share along")
def share_of_the_twin_lost(W1, b1, W2):
    units = np.vstack([W1, b1]).round(6)
    _, first = np.unique(units, axis=1, return_index=True)
    return W1[:, first], b1[first], W2[first]


@wrong("replaced the other one")
def last_twin_wins(W1, b1, W2):
    units = np.vstack([W1, b1]).round(6)
    different, place = np.unique(units, axis=1, return_inverse=True)
    W2_merged = np.zeros((different.shape[1], W2.shape[1]))
    W2_merged[place] = W2
    return different[:-1], different[-1], W2_merged


@wrong("not the mean of the rows")
def mean_of_the_twins(W1, b1, W2):
    units = np.vstack([W1, b1]).round(6)
    different, place = np.unique(units, axis=1, return_inverse=True)
    W2_merged = np.zeros((different.shape[1], W2.shape[1]))
    np.add.at(W2_merged, place, W2)
    return different[:-1], different[-1], W2_merged / np.bincount(place)[:, None]


@wrong("only one of them stays")
def nothing_merged(W1, b1, W2):
    return W1, b1, W2


@wrong("the biases differ")
def biases_not_compared(W1, b1, W2):
    _, first, place = np.unique(W1.round(6), axis=1, return_index=True, return_inverse=True)
    W2_merged = np.zeros((len(first), W2.shape[1]))
    np.add.at(W2_merged, place, W2)
    return W1[:, first], b1[first], W2_merged


@wrong("not the first row alone")
def first_weight_only(W1, b1, W2):
    units = np.vstack([W1[0], b1]).round(6)
    _, first, place = np.unique(units, axis=1, return_index=True, return_inverse=True)
    W2_merged = np.zeros((len(first), W2.shape[1]))
    np.add.at(W2_merged, place, W2)
    return W1[:, first], b1[first], W2_merged


@wrong("round, then compare")
def compared_exactly(W1, b1, W2):
    different, place = np.unique(np.vstack([W1, b1]), axis=1, return_inverse=True)
    W2_merged = np.zeros((different.shape[1], W2.shape[1]))
    np.add.at(W2_merged, place, W2)
    return different[:-1], different[-1], W2_merged


@wrong("not one of each pair")
def pairs_only(W1, b1, W2):
    kept, free = [], list(range(len(b1)))
    W2 = W2.astype(float)
    while free:
        j = free.pop(0)
        twins = [k for k in free if np.allclose(W1[:, j], W1[:, k], atol=1e-6) and abs(b1[j] - b1[k]) < 1e-6]
        if twins:
            W2[j] += W2[twins[0]]
            free.remove(twins[0])
        kept.append(j)
    return W1[:, kept], b1[kept], W2[kept]

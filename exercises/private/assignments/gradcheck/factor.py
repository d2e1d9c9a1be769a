r"""One number that explains a gradient, or none

Many usual mistakes multiply a whole gradient by one number: a flipped sign by $-1$, a missing $1/n$ by $n$, a missing 2 by $\tfrac12$. Two such mistakes at once multiply it by both. Others, such as a forgotten gate, do something else to each entry.

Write `factor(received, nudged)` for two arrays: the gradient of a program, and the right one by nudges. It gives back the number for which `received = number * nudged` in *every* entry, or `np.nan`, not a number, if there is none. It must not guess:

- An entry fits if it differs from `number * nudged` by at most $10^{-6}$ of the largest $|$`received`$|$. Nudges are never exact.
- So do not divide by an entry that happens to be tiny: few of its digits are right.
- Arrays of different shapes have no factor.

`nudged` has at least one entry that is not 0. For example, with `d_W = np.array([[1.0, 2.0], [3.0, 4.0]])`, `factor(-5 * d_W, d_W)` is close to $-5$, and `factor(d_W.T, d_W)` is `nan`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that


@question(
    number=3,
    section="a-checker-that-names-the-mistake",
    star=True,
    todo="the number from an entry that is not small, then a look at all entries",
)
def factor(received, nudged):
    """The number with received = number * nudged in every entry, to 1e-6 of the largest; nan if there is none."""
    if received.shape != nudged.shape:
        return np.nan
    place = np.unravel_index(np.abs(nudged).argmax(), nudged.shape)
    k = received[place] / nudged[place]
    fits = np.abs(received - k * nudged) <= 1e-6 * np.abs(received).max()
    return float(k) if fits.all() else np.nan


def told(factor, received, nudged):
    """What the answer says, a float that may be nan, and the call."""
    given = call_text("factor", received, nudged)
    k = call_answer("factor", factor, received, nudged)
    one = np.ndim(k) == 0 and np.asarray(k).dtype.kind in "iuf"
    check_that("it gives back one number, or nan", one, given=given, received=k, expected="a number")
    return float(k), given


@check(points=0.5)
def test_one_number_must_explain_every_entry(factor):
    G = np.array([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])
    one_off = -G
    one_off[1, 1] += 0.01
    for right in [1.0, -1.0, 5.0, 0.5, -6.0, 0.0]:
        k, given = told(factor, right * G, G)
        check_that(
            "a number explains this gradient", not np.isnan(k), given=given, received=k, expected=right
        )
        check_close(
            "received is this number times nudged",
            k,
            right,
            given=given,
            mistakes=[
                (1 / right if right else 0, "this is one over the number: which array do you divide by?"),
                (-right, "the sign belongs to the number"),
            ],
        )
    shapes = "another shape has no factor: compare the shapes first"
    for received, nudged, hint in [
        (one_off, G, "the number must explain every entry, and [1, 1] is off by 0.01"),
        (np.abs(G), G, "the number must explain every entry, and one sign differs"),
        (np.array([[2.0, 4.0], [2.0, 4.0]]), np.array([1.0, 2.0]), shapes),
        (G.T, G, shapes),
    ]:
        k, given = told(factor, received, nudged)
        check_that(
            "no number explains this gradient",
            np.isnan(k),
            given=given,
            received=k,
            expected="nan",
            hint=hint,
        )


@check(points=0.5)
def test_entries_count_by_the_size_of_the_largest(factor):
    nudged = np.array([3e-9, 2.0, -3.0])  # the first one ought to be 1e-9
    tiny = "the first entry is tiny, and few of its digits are right"
    for scale in [1.0, 1e6]:
        k, given = told(factor, 4 * scale * np.array([1e-9, 2.0, -3.0]), scale * nudged)
        check_that(
            "a number explains this gradient", not np.isnan(k), given=given, received=k, expected=4, hint=tiny
        )
        check_close("it is 4", k, 4, given=given, hint=tiny + ": take the largest to find the number")
    k, given = told(factor, 1e-8 * np.array([1.0, 2.2]), 1e-8 * np.array([1.0, 2.0]))
    check_that(
        "no number explains this gradient, small as it is",
        np.isnan(k),
        given=given,
        received=k,
        expected="nan",
        hint="the difference counts relative to the largest entry of received: 1e-6 times its size",
    )


@hidden_check(points=1)
def test_factors_are_found_for_other_gradients_and_no_others(factor):
    for seed, shape in enumerate([(3, 4), (5,), (2, 2), (1, 6), (2, 3, 2)]):
        rng = np.random.default_rng(seed)
        for scale in [1e-7, 1.0, 1e5]:
            G = scale * rng.normal(size=shape)
            noisy = G + 1e-8 * np.abs(G).max() * rng.uniform(-1, 1, shape)
            off = G.copy()
            off.flat[seed] += 1e-5 * np.abs(G).max()
            cases = [(k * G, k) for k in [1, -1, 12, 0.5, -1 / 7]]
            for received, right in [*cases, (off, np.nan), (G[None], np.nan), (G**2 / scale, np.nan)]:
                k, given = told(factor, received, noisy)
                check_that(
                    "nan, and only where no number fits",
                    np.isnan(k) == np.isnan(right),
                    given=given,
                    received=k,
                )
                if not np.isnan(right):
                    check_close("the factor", k, right, given=given)


@look
def look_at_four_programs():
    """Four programs, A to D, compute the gradients of one network with tanh, on 6 examples. The next cell compares each with nudges. The table shows your factors."""
    from mlplib.gradcheck import numerical_gradient
    from mlplib.losses import cross_entropy

    def run(params, top=1.0, gate=True, bias=np.sum):
        W1, b1, W2, b2 = params.values()
        H = np.tanh(X @ W1 + b1)
        loss, d_S = cross_entropy(H @ W2 + b2, y)
        d_S = top * d_S
        d_Z = d_S @ W2.T * (1 - H**2 if gate else 1)
        return loss, {"W1": X.T @ d_Z, "b1": bias(d_Z, axis=0), "W2": H.T @ d_S, "b2": bias(d_S, axis=0)}

    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(6, 4)), rng.integers(3, size=6)
    shapes = {"W1": (4, 5), "b1": 5, "W2": (5, 3), "b2": 3}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    programs = [{}, {"gate": False}, {"top": -6.0}, {"bias": np.mean}]
    print("program", *(f"{name:>8}" for name in params))
    for letter, place in zip("ABCD", np.random.default_rng(3).permutation(4)):
        grads, factors = run(params, **programs[place])[1], []
        for name, value in params.items():
            nudged = numerical_gradient(lambda v, name=name: run(params | {name: v})[0], value)
            factors.append(factor(grads[name], nudged))
        print(f"{letter:7}", *(f"{k:8.3f}" for k in factors))


@sentence
def which_line():
    """Which program is right, and what is wrong in each of the others? In which line would you look? A sentence for each program; say no more than the table tells."""
    return """
    A: both biases have a sixth of the right gradient, and there are 6 examples, so it averages over the rows, or divides by n once more, where it ought to add. B: all four are off by the same number, so the mistake was made at the top, in d_S, and it is -6: the sign is flipped and the 1/n missing. C: what comes first on the way back, W2 and b2, is right, and no number explains W1 and b1, so the mistake lies between them, in the product with W2 or in the gate; which of the two, the table does not tell. D is right.
    """


@wrong("the number must explain every entry")
def mean_of_quotients(received, nudged):
    if received.shape != nudged.shape:
        return np.nan
    return float((received * nudged).sum() / (nudged**2).sum())


@wrong("another shape has no factor")
def no_look_at_the_shapes(received, nudged):
    k = received.mean() / nudged.mean()
    return float(k) if (np.abs(received - k * nudged) <= 1e-6 * np.abs(received).max()).all() else np.nan


@wrong("this is one over the number")
def upside_down(received, nudged):
    if received.shape != nudged.shape or not received.any():
        return np.nan if received.any() else 0.0
    place = np.unravel_index(np.abs(nudged).argmax(), nudged.shape)
    k = nudged[place] / received[place]
    return float(k) if (np.abs(nudged - k * received) <= 1e-6 * np.abs(nudged).max()).all() else np.nan


@wrong("the sign belongs to the number")
def sizes_only(received, nudged):
    if received.shape != nudged.shape:
        return np.nan
    received, nudged = np.abs(received), np.abs(nudged)
    k = received.max() / nudged.max()
    return float(k) if (np.abs(received - k * nudged) <= 1e-6 * received.max()).all() else np.nan


@wrong("the first entry is tiny")
def first_entry(received, nudged):
    if received.shape != nudged.shape:
        return np.nan
    k = received.flat[0] / nudged.flat[0]
    return float(k) if (np.abs(received - k * nudged) <= 1e-6 * np.abs(received).max()).all() else np.nan


@wrong("relative to the largest entry of received")
def absolute_difference(received, nudged):
    if received.shape != nudged.shape:
        return np.nan
    place = np.unravel_index(np.abs(nudged).argmax(), nudged.shape)
    k = received[place] / nudged[place]
    room = 1e-6 * max(1, np.abs(received).max())
    return float(k) if (np.abs(received - k * nudged) <= room).all() else np.nan

r"""Check a gradient

Write `check_gradient(f, W, received)`. `f` is a function that takes an array like `W` and gives one number; `W` is an array of floats, of any shape; `received` is a gradient of that shape, which may be wrong. Give back `(nudged, error)`:

- `nudged`, in the shape of `W`, holds the derivatives by central differences. Choose $\epsilon$ so that the first seven digits are right where `f` is smooth and its values are of ordinary size, up to about 100.
- `error` is one number, the largest $|a - b| / \max(|a|, |b|)$ over all entries, with $a$ from `received` and $b$ from `nudged`. An entry with $a = b = 0$ counts as 0.

For example, for the sum of the squares at `W = [1, 2]` (an array), with `received = [2, 8]`, `nudged` is close to `[2, 4]` and `error` close to 0.5.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(number=1, section="nudge-every-entry-of-every-array", todo="nudge one entry at a time, up and down")
def check_gradient(f, W, received):
    """Gradient of f at W by central differences, and the relative error of `received`."""
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@check(points=0.5)
def test_seven_digits_of_the_slopes_of_cubes_are_right(check_gradient):
    def cubes_plus_100(W):
        return 100 + (np.asarray(W) ** 3).sum()

    W = np.array([[0.5, -1.0, 1.5], [2.0, -0.25, 1.0]])
    right = 3 * W**2
    given = call_text("check_gradient", cubes_plus_100, W, right)
    nudged, _ = parts(
        "nudged, error",
        call_answer("check_gradient", check_gradient, cubes_plus_100, W, right),
        given=given,
    )
    nudged = array("nudged", nudged, W.shape, given=given)
    off = nudged - right
    forward = np.sum(off * W) / np.sum(3 * W**2)  # a forward difference is off by 3 W ε
    if np.allclose(nudged, 2 * right, rtol=1e-3):
        hint = "divide by 2ε: the two points are 2ε apart"
    elif np.allclose(nudged, right.sum(), rtol=1e-3):
        hint = "nudge one entry at a time, not the whole array"
    elif abs(forward) > 1e-9 and np.allclose(off, 3 * W * forward, rtol=0.3, atol=abs(forward)):
        hint = "this is a one-sided difference: nudge up and down, and divide by 2ε"
    elif off.mean() > 1e-7 and np.ptp(off) < 0.1 * off.mean():
        hint = f"the formula is too coarse: ε seems to be {off.mean() ** 0.5:.1g}, take a smaller one"
    elif np.allclose(nudged, right, atol=0.1):
        hint = "the digits are lost to rounding: your ε is too small"
    else:
        hint = "(f(W + ε) - f(W - ε)) / 2ε, with ε added to one entry of a copy of W"
    check_that(
        "the derivative of w³ is 3w², to seven digits",
        np.abs(off).max() < 2e-7,
        given=given,
        received=f"{nudged.round(8).tolist()}, off by up to {np.abs(off).max():.0e}",
        expected=right,
        hint=hint,
    )


@check(points=0.5)
def test_the_error_is_that_of_the_worst_entry(check_gradient):
    def weighted_sum(W):
        return 10 * W[0] - 2 * W[1] + 0.5 * W[2]

    W = np.array([1.0, 2.0, 3.0])
    for received, right, mistakes in [
        (
            [10, -2, 1],
            0.5,
            [
                (1, "divide by the larger of |a| and |b|, not by the nudged value"),
                (1 / 3, "divide by the larger of |a| and |b|, not by their sum"),
                (0.5 / 3, "this is the mean over the entries: one wrong entry must not hide"),
                (0.05, "compare each entry with its own size, not with the largest of all"),
                (
                    0,
                    "an error of 0 for a gradient with a wrong entry: take the largest, not the smallest",
                ),
            ],
        ),
        (
            [10, 2, 0.5],
            2,
            [
                (0, "the signs differ: take |a - b|, not the difference of the sizes"),
                (-2, "take the sizes: |a| and |b|"),
            ],
        ),
        ([10, -2, 0.5], 0, []),
    ]:
        received = np.array(received, dtype=float)
        given = call_text("check_gradient", weighted_sum, W, received)
        _, error = parts(
            "nudged, error",
            call_answer("check_gradient", check_gradient, weighted_sum, W, received),
            given=given,
        )
        check_close(
            "error is the largest |a - b| / max(|a|, |b|)",
            error,
            right,
            given=given,
            mistakes=mistakes,
            hint="b is about (10, -2, 0.5); work out the three quotients",
        )


@check(points=0.5)
def test_entries_that_are_0_on_both_sides_count_as_0(check_gradient):
    def first_only(W):
        return 3 * W[0, 0]

    W, received = np.ones((2, 2)), np.array([[3.0, 0.0], [0.0, 0.0]])
    given = call_text("check_gradient", first_only, W, received)
    with np.errstate(divide="ignore", invalid="ignore"):
        nudged, error = parts(
            "nudged, error",
            call_answer("check_gradient", check_gradient, first_only, W, received),
            given=given,
        )
    check_close(
        "only the first entry has a slope",
        nudged,
        received,
        given=given,
        hint="nudge every entry of W",
    )
    check_that(
        "0 against 0 is no error",
        np.ndim(error) == 0 and np.isfinite(error),
        given=given,
        received=error,
        expected="about 0",
        hint="0/0 is not a number: where both are 0, divide by 1 instead",
    )
    check_close("0 against 0 is no error", error, 0, given=given)


@hidden_check(points=1.5)
def test_nudges_and_error_are_right_for_other_functions_and_shapes(check_gradient):
    for seed, shape in enumerate([(4,), (2, 3), (3, 1), (2, 2, 2)]):
        rng = np.random.default_rng(seed)
        A, W = rng.normal(size=shape), rng.normal(size=shape)

        def waves(W, A=A):
            return float((A * np.sin(W)).sum() + np.exp(W).sum() / 10)

        right = A * np.cos(W) + np.exp(W) / 10
        wrong = right.copy()
        wrong.flat[seed] *= -0.25
        for gradient, expected in [(right, 0), (wrong, 1.25), (3 * right, 2 / 3), (0 * right, 1)]:
            given = call_text("check_gradient", waves, W, gradient)
            nudged, error = parts(
                "nudged, error",
                call_answer("check_gradient", check_gradient, waves, W, gradient),
                given=given,
            )
            check_close("nudged", nudged, right, given=given, tolerance=2e-7)
            check_close("error", error, expected, given=given)


@wrong("this is a one-sided difference")
def forward_difference(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(W)) / step
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("the formula is too coarse")
def coarse(f, W, received):
    step, nudged = 1e-2, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("the digits are lost to rounding")
def fine(f, W, received):
    step, nudged = 1e-12, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("the two points are 2ε apart")
def divided_by_one_step(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / step
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("not the whole array")
def whole_array(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up += step
        down -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("this is the mean over the entries")
def mean(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.mean()


@wrong("not by the nudged value")
def size_of_the_nudged(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.abs(nudged)
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()


@wrong("0/0 is not a number")
def nought_by_nought(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / larger
    return nudged, error.max()


@wrong("+= and -= change an array in place")
def in_place(f, W, received):
    nudged = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        W[i] += 1e-5
        up = f(W)
        W[i] -= 3e-5
        nudged[i] = (up - f(W)) / 4e-5
    return nudged, np.max(np.abs(nudged - received))

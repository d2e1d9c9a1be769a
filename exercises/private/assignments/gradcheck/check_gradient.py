r"""One nudge for a whole gradient

To nudge 101,000 weights one by one takes 202,000 passes. Here is a test that takes two. Draw an array `V` of random numbers in the shape of `W`: a *direction*. Nudge all entries of `W` at once, each by $\epsilon$ times its entry of $V$. If $dW$ is the gradient, then the slope along this direction is

$$\frac{L(W + \epsilon V) - L(W - \epsilon V)}{2\epsilon} \approx \sum_{jk} dW_{jk} V_{jk} .$$

Write `check_gradient(f, W, received, V)`. `f` is a function that takes an array like `W` and gives the loss, one number. `W`, `V` and `received`, a gradient that may be wrong, are arrays of floats of one shape, which may be any shape. Give back three numbers, `(nudged, claimed, error)`:

- `nudged` is the slope along `V` by central differences, the left side. Choose $\epsilon$ so that it has seven right digits where `f` is smooth, for losses up to about 100 and entries of `V` around 1.
- `claimed` is the slope that `received` claims, the right side.
- `error` is their difference, relative to the larger one: $|a - b| / \max(|a|, |b|)$. If both are 0, it is 0.

For example, the sum of the squares has the gradient $2W$. So this gives numbers close to 2, 4 and 0.5:

```python
W, V = np.array([1.0, 2.0]), np.array([1.0, 0.0])
check_gradient(lambda W: (W**2).sum(), W, np.array([4.0, 4.0]), V)
```
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


@question(
    number=1,
    section="trust-nothing-nudge-and-compare",
    todo="two losses, one sum of products, one quotient",
)
def check_gradient(f, W, received, V):
    """Slope of f at W along V by a nudge, the slope that `received` claims, and their relative error."""
    step = 1e-5
    nudged = (f(W + step * V) - f(W - step * V)) / (2 * step)
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


def asked(check_gradient, *arguments):
    """What the answer gives back, as three numbers, and the call."""
    given = call_text("check_gradient", *arguments)
    answer = parts(
        "nudged, claimed, error", call_answer("check_gradient", check_gradient, *arguments), given=given
    )
    names = ["nudged", "claimed", "error"]
    return [number(name, value, given=given) for name, value in zip(names, answer, strict=True)], given


@check(points=0.5)
def test_seven_digits_of_the_slopes_of_cubes_are_right(check_gradient):
    places = []

    def cubes_plus_90(W):
        places.append(np.array(W, dtype=float))
        return 90 + (places[-1] ** 3).sum()

    W, V = np.array([[0.5, -1.0, 1.5], [0.0, -0.25, 1.0]]), np.array([[2.0, 0.0, 0.5], [3.0, -1.0, 0.25]])
    right = (3 * W**2 * V).sum()
    (nudged, _, _), given = asked(check_gradient, cubes_plus_90, W, 3 * W**2, V)
    nudges = [np.abs(place - W).max() for place in places if place.shape == W.shape]
    if np.isclose(nudged, 2 * right, rtol=1e-3):
        hint = "divide by 2ε: the two points are 2ε apart"
    elif np.isclose(nudged, (3 * W**2).sum(), rtol=1e-3):
        hint = "nudge each entry by ε times its entry of V"
    elif min(nudges, default=0) == 0:
        hint = "this is a one-sided difference: nudge up and down, and divide by 2ε"
    elif max(nudges) > 1e-3:
        hint = "the formula is too coarse: take a smaller ε"
    elif max(nudges) < 1e-7:
        hint = "the digits are lost to rounding: your ε is too small"
    else:
        hint = "(f(W + εV) - f(W - εV)) / 2ε"
    check_that(
        "the slope along V is the sum of 3 W² V, to seven digits",
        abs(nudged - right) < 5e-7,
        given=given,
        received=f"{nudged:.9g}, off by {abs(nudged - right):.0e}",
        expected=f"{right:.9g}",
        hint=hint,
    )
    check_that(
        "two losses are enough",
        len(places) == 2,
        given=given,
        received=f"f was called {len(places)} times",
        expected="2 calls",
        hint="nudge all entries at once, W + εV, not one by one",
    )


@check(points=0.5)
def test_the_error_compares_two_slopes(check_gradient):
    def weighted_sum(W):
        return 10 * W[0] - 2 * W[1] + 0.5 * W[2]

    W, V = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 4.0])
    cases = [
        ([10, -2, 0.5], 8, 0),
        ([10, -2, 2.5], 16, 0.5),
        ([-10, 2, -0.5], -8, 2),
        ([10, -4, 0.5], 4, 0.5),
    ]
    for received, right, quotient in cases:
        (nudged, claimed, error), given = asked(check_gradient, weighted_sum, W, np.array(received, float), V)
        check_close("the slope along V is 10 - 2·2 + 0.5·4", nudged, 8, given=given)
        check_close(
            "claimed is the sum of received times V",
            claimed,
            right,
            given=given,
            hint="multiply entry by entry, then add",
            mistakes=[
                (right / 3, "this is the mean of the products: add them up"),
                (sum(received), "each entry of received is multiplied by its entry of V"),
            ],
        )
        check_close(
            "error is |a - b| / max(|a|, |b|)",
            error,
            quotient,
            given=given,
            mistakes=[
                (abs(right - 8) / 8, "divide by the larger of |a| and |b|, not by the nudged slope"),
                (abs(right - 8), "the difference alone is not relative: divide by the larger of |a| and |b|"),
                (
                    abs(right - 8) / abs(right),
                    "divide by the larger of |a| and |b|, not by the claimed slope",
                ),
                (-quotient, "take sizes: |a - b|"),
                (0, "the signs differ: take |a - b|, not the difference of the sizes"),
            ],
            hint="a is claimed, b is nudged",
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        given = call_text("check_gradient", weighted_sum, W, 0 * W, 0 * V)
        answer = call_answer("check_gradient", check_gradient, weighted_sum, W, 0 * W, 0 * V)
    error = parts("nudged, claimed, error", answer, given=given)[2]
    check_that(
        "0 against 0 is no error",
        np.ndim(error) == 0 and error == 0,
        given=given,
        received=error,
        expected="0",
        hint="0/0 is not a number: where both are 0, give back 0",
    )


@hidden_check(points=1)
def test_slopes_and_error_are_right_for_other_functions_and_shapes(check_gradient):
    for seed, shape in enumerate([(4,), (2, 3), (3, 1), (2, 2, 2)]):
        rng = np.random.default_rng(seed)
        A, W, V = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=shape)

        def waves(W, A=A):
            return float((A * np.sin(W)).sum() + np.exp(W).sum() / 10)

        right = A * np.cos(W) + np.exp(W) / 10
        for gradient, quotient in [(right, 0), (-right, 2), (3 * right, 2 / 3), (0 * right, 1)]:
            (nudged, claimed, error), given = asked(check_gradient, waves, W, gradient, V)
            check_close("nudged", nudged, (right * V).sum(), given=given, tolerance=2e-7)
            check_close("claimed", claimed, (gradient * V).sum(), given=given)
            check_close("error", error, quotient, given=given)


@wrong("this is a one-sided difference")
def forward_difference(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W)) / 1e-5
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("the formula is too coarse")
def coarse(f, W, received, V):
    nudged = (f(W + 1e-2 * V) - f(W - 1e-2 * V)) / 2e-2
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("the digits are lost to rounding")
def fine(f, W, received, V):
    nudged = (f(W + 1e-12 * V) - f(W - 1e-12 * V)) / 2e-12
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("the two points are 2ε apart")
def divided_by_one_step(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W - 1e-5 * V)) / 1e-5
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("nudge each entry by ε times its entry of V")
def the_same_nudge_for_all(f, W, received, V):
    nudged = (f(W + 1e-5) - f(W - 1e-5)) / 2e-5
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("nudge all entries at once")
def one_by_one(f, W, received, V):
    nudged = 0
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += 1e-5
        down[i] -= 1e-5
        nudged += (f(up) - f(down)) / 2e-5 * V[i]
    claimed = (received * V).sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("each entry of received is multiplied")
def claims_without_direction(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W - 1e-5 * V)) / 2e-5
    claimed = received.sum()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("this is the mean of the products")
def mean(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W - 1e-5 * V)) / 2e-5
    claimed = (received * V).mean()
    larger = max(abs(nudged), abs(claimed))
    return nudged, claimed, abs(nudged - claimed) / larger if larger > 0 else 0.0


@wrong("not by the nudged slope")
def size_of_the_nudged(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W - 1e-5 * V)) / 2e-5
    claimed = (received * V).sum()
    return nudged, claimed, abs(nudged - claimed) / abs(nudged) if nudged else 0.0


@wrong("0/0 is not a number")
def nought_by_nought(f, W, received, V):
    nudged = (f(W + 1e-5 * V) - f(W - 1e-5 * V)) / 2e-5
    claimed = (received * V).sum()
    return nudged, claimed, abs(nudged - claimed) / max(abs(nudged), abs(claimed))

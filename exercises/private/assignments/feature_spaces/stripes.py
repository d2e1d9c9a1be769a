r"""Let descent find the width of stripes

Points on a line, `x` of shape $(n,)$, lie in stripes of two classes, `y`, 0 or 1. The feature $\cos(u\,x)$ opens them, if the number $u$ inside it fits. The helper cell has the loss of a classifier on this feature, `stripe_loss(x, y, u)`: the softmax loss of the scores 0 and $3\cos(u\,x)$. Its weight is fixed, so only $u$ is to be found.

Gradient descent finds *a* valley. So try several starts, and keep the end with the lowest loss. Write `find_stripes(x, y, starts, rate, n_steps)`, with starts of shape $(m,)$. From each start take `n_steps` steps of gradient descent on $u$ with the learning rate `rate`, without momentum. Measure the slope by nudging, as the chapter does: the loss at $u + 10^{-4}$ minus the loss at $u - 10^{-4}$, divided by their distance. Give back `(best, ends)`: the end with the lowest loss, and where the descents from all starts end, of shape $(m,)$.

For example, `find_stripes(np.array([0.0, 1.0]), np.array([1, 0]), np.array([1.0]), 0.1, 1)` takes one step. The slope at 1 is about $-1.05$, so the only end is about 1.1053.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.feature_spaces.helpers import stripe_loss
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(
    number=5,
    section="gradient-descent-can-find-the-number-too",
    todo="descend from every start, then compare the losses",
)
def find_stripes(x, y, starts, rate, n_steps):
    """The end with the lowest loss, and all ends (m,), of descents from starts (m,); x and y are (n,)."""
    ends = []
    for u in starts:
        for _ in range(n_steps):
            slope = (stripe_loss(x, y, u + 1e-4) - stripe_loss(x, y, u - 1e-4)) / 2e-4
            u = u - rate * slope
        ends.append(u)
    losses = [stripe_loss(x, y, u) for u in ends]
    return ends[np.argmin(losses)], np.array(ends)


def loss_of(x, y, u):
    s = 3 * np.cos(u * x)
    return np.mean(np.logaddexp(0, s) - y * s)


@check(points=0.5)
def test_one_step_goes_downhill_by_rate_times_slope(find_stripes):
    x, y = np.array([0.0, 1.0, 2.0]), np.array([1, 0, 1])
    given = call_text("find_stripes", x, y, np.array([2.0]), 0.1, 1)
    slope = (loss_of(x, y, 2 + 1e-4) - loss_of(x, y, 2 - 1e-4)) / 2e-4
    _, ends = parts(
        "best, ends", call_answer("find_stripes", find_stripes, x, y, np.array([2.0]), 0.1, 1), given=given
    )
    check_close(
        "one step subtracts rate times slope",
        ends,
        [2 - 0.1 * slope],
        given=given,
        mistakes=[
            ([2 + 0.1 * slope], "this goes uphill: subtract the step"),
            ([2 - 0.2 * slope], "the two nudged values lie 0.0002 apart: divide by that"),
            ([2.0], "u did not move: change it in every step"),
        ],
        hint="slope: the difference of the two nudged losses, divided by their distance",
    )


@check(points=1)
def test_of_several_valleys_the_lowest_is_kept(find_stripes):
    x = np.linspace(-2, 2, 201)
    y, starts = (np.cos(5 * x) > 0).astype(int), np.array([6.0, 1, 9])
    given = call_text("find_stripes", x, y, starts, 0.1, 100) + ", classes 1 where cos 5x > 0"
    best, ends = parts(
        "best, ends", call_answer("find_stripes", find_stripes, x, y, starts, 0.1, 100), given=given
    )
    best, ends = number("best", best, given=given), array("ends", ends, (3,), given=given)
    check_that(
        "the descent from 6 comes near 5",
        abs(ends[0] - 5) < 0.1,
        given=given,
        received=ends,
        expected="about 5 in the first place",
        hint="take all the steps from one start, then begin at the next",
    )
    check_that(
        "the descents from 1 and 9 come to rest in other valleys",
        abs(ends[1] - 5) > 1 and abs(ends[2] - 5) > 1,
        given=given,
        received=ends,
        hint="every descent begins at its own start, not where the last one ended",
    )
    check_that(
        "best is the end with the lowest loss",
        abs(best - ends[0]) < 1e-9,
        given=given,
        received=best,
        expected=ends[0],
        hint="compare the losses at the ends, not the ends and not the last of them",
    )


@hidden_check(points=1.5)
def test_other_stripes_and_starts(find_stripes):
    for seed, true in enumerate([2.0, 3.5, 6.0]):
        rng = np.random.default_rng(2320 + seed)
        x = rng.uniform(-2, 2, size=150)
        y, starts = (np.cos(true * x) > 0).astype(int), rng.uniform(0.5, 9, size=5)
        expected = []
        for u in starts:
            for _ in range(25):
                u -= 0.05 * (loss_of(x, y, u + 1e-4) - loss_of(x, y, u - 1e-4)) / 2e-4
            expected.append(u)
        given = call_text("find_stripes", x, y, starts, 0.05, 25)
        best, ends = parts(
            "best, ends", call_answer("find_stripes", find_stripes, x, y, starts, 0.05, 25), given=given
        )
        check_close("ends", ends, expected, given=given, tolerance=1e-4)
        lowest = min(expected, key=lambda u: loss_of(x, y, u))
        check_close("best", best, lowest, given=given, tolerance=1e-4)


@look
def look_at_valleys():
    """Look at the valleys: the loss for every number $u$, and where your descents from five starts end. The stripes were made with 5."""
    from mlplib import plotting

    x = np.random.default_rng(0).uniform(-2, 2, size=400)
    y = (np.cos(5 * x) > 0).astype(int)
    best, ends = find_stripes(x, y, np.array([1.0, 3, 4, 7, 10]), 0.1, 100)
    tried = np.linspace(0, 11, 300)
    ax = plotting.plt.subplots(figsize=(6, 2.6), layout="constrained")[1]
    ax.plot(tried, [stripe_loss(x, y, u) for u in tried], color="0.6")
    ax.plot(ends, [stripe_loss(x, y, u) for u in ends], "o", color="black")
    _ = ax.set(xlabel="$u$", ylabel="loss", title=f"the lowest end is at {best:.2f}")


@wrong("this goes uphill")
def uphill(x, y, starts, rate, n_steps):
    ends = starts.copy()
    for _ in range(n_steps):
        slopes = [stripe_loss(x, y, u + 1e-4) - stripe_loss(x, y, u - 1e-4) for u in ends]
        ends = ends + rate * np.array(slopes) / 2e-4
    return ends[np.argmin([stripe_loss(x, y, u) for u in ends])], ends


@wrong("0.0002 apart")
def divided_by_one_nudge(x, y, starts, rate, n_steps):
    ends = starts.copy()
    for _ in range(n_steps):
        slopes = [stripe_loss(x, y, u + 1e-4) - stripe_loss(x, y, u - 1e-4) for u in ends]
        ends = ends - rate * np.array(slopes) / 1e-4
    return ends[np.argmin([stripe_loss(x, y, u) for u in ends])], ends


@wrong("u did not move")
def no_step(x, y, starts, rate, n_steps):
    return starts[np.argmin([stripe_loss(x, y, u) for u in starts])], starts


@wrong("not where the last one ended")
def one_descent_after_the_other(x, y, starts, rate, n_steps):
    ends, u = [], starts[0]
    for _ in starts:
        for _ in range(n_steps):
            u = u - rate * (stripe_loss(x, y, u + 1e-4) - stripe_loss(x, y, u - 1e-4)) / 2e-4
        ends.append(u)
    return ends[0], np.array(ends)


@wrong("compare the losses at the ends")
def the_last_end(x, y, starts, rate, n_steps):
    ends = starts.copy()
    for _ in range(n_steps):
        slopes = [stripe_loss(x, y, u + 1e-4) - stripe_loss(x, y, u - 1e-4) for u in ends]
        ends = ends - rate * np.array(slopes) / 2e-4
    return ends[-1], ends

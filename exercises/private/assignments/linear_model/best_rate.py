r"""The best learning rate of a valley

The chapter's valley has the curvature 1 along $\theta_1$ and 10 along $\theta_2$. One step of gradient descent multiplies $\theta_1$ by $1 - 1\alpha$ and $\theta_2$ by $1 - 10\alpha$. In a valley of more directions each coordinate has a factor of this kind: 1 minus $\alpha$ times its curvature. The nearer a factor is to 0, from above or from below, the sooner its coordinate is at rest. The one furthest from 0 is the *worst* factor: its coordinate comes to rest last.

The chapter gives the limit of $\alpha$, beyond which the path explodes. Here you look for the best $\alpha$: the one whose worst factor is nearest to 0.

Write `best_rate(curvatures)` for an array of positive curvatures, of any length. It gives back `(rate, factor)`: this learning rate, and its worst factor without the sign. First draw $|1 - \alpha|$ and $|1 - 10\alpha|$ over $\alpha$ on paper. A search over a grid of rates is not exact enough: six digits are checked.

For example, `best_rate(np.array([4.0]))` gives `(0.25, 0.0)`: one step reaches the bottom.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


@question(
    number=5,
    section="the-learning-rate-decides-between-crawling-and-exploding",
    star=True,
    todo="which two curvatures decide?",
)
def best_rate(curvatures):
    """The learning rate with the smallest worst factor |1 - rate · curvature|, and that factor."""
    low, high = np.min(curvatures), np.max(curvatures)
    return 2 / (low + high), (high - low) / (high + low)


@check(points=1)
def test_a_little_more_or_less_makes_the_slowest_coordinate_slower(best_rate):
    for curvatures in [np.array([1.0, 2.0, 10.0]), np.array([0.5, 6.0, 0.3, 4.0])]:
        given = call_text("best_rate", curvatures)
        rate, _ = parts("rate, factor", call_answer("best_rate", best_rate, curvatures), given=given)
        rate, limit = number("the rate", rate, given=given), 2 / curvatures.max()
        hints = [
            (limit, "this is the limit of the chapter: there one coordinate never comes to rest"),
            (
                limit / 2,
                "this brings the steepest coordinate to rest in one step; the flattest crawls",
            ),
            (
                1 / curvatures.min(),
                "this suits the flattest coordinate only; the steepest explodes",
            ),
            (1 / curvatures.mean(), "not the mean: the curvatures in between do not matter"),
        ]
        named = [words for value, words in hints if np.isclose(rate, value)]
        hint = named[0] if named else "move the rate until the factors of two coordinates have the same size"
        worst = [np.abs(1 - r * curvatures).max() for r in (rate, 0.9999 * rate, 1.0001 * rate)]
        check_that(
            "no rate beside it has a smaller worst factor",
            worst[0] < min(worst[1:]),
            given=given,
            received=f"rate {rate:.6g} with worst factor {worst[0]:.6g}",
            expected="both neighbours are worse",
            hint=hint,
        )


@check(points=0.5)
def test_the_factor_is_the_size_that_is_left(best_rate):
    for curvatures, left in [
        (np.array([4.0]), 0),
        (np.array([1.0, 3.0]), 0.5),
        (np.array([1.0, 2.0, 4.0]), 0.6),
    ]:
        given = call_text("best_rate", curvatures)
        rate, factor = parts("rate, factor", call_answer("best_rate", best_rate, curvatures), given=given)
        rate = number("the rate", rate, given=given)
        check_close(
            "the factor that is left",
            factor,
            left,
            given=given,
            mistakes=[
                (
                    -left,
                    "this is the factor of the steepest coordinate with its sign: give back its size",
                ),
                (
                    np.abs(1 - rate * curvatures).max(),
                    "the factor fits your rate, but another rate has a smaller one",
                ),
                (left**2, "this is how J shrinks: give back the factor of the coordinate"),
            ],
            hint="put your rate into |1 - rate · curvature|, and take the largest",
        )


@hidden_check(points=1.5)
def test_rate_and_factor_are_exact_for_any_curvatures(best_rate):
    rng = np.random.default_rng(22)
    for curvatures in [
        np.array([1.0, 10.0]),
        np.full(3, 2.0),
        *(rng.uniform(0.1, 9, size=k) for k in (1, 2, 5, 40)),
    ]:
        given = call_text("best_rate", curvatures)
        rate, factor = parts("rate, factor", call_answer("best_rate", best_rate, curvatures), given=given)
        low, high = sorted(curvatures)[0], sorted(curvatures)[-1]
        check_close("the rate", rate, 1 / ((low + high) / 2), given=given)
        check_close("the factor", factor, 1 - 2 * low / (low + high), given=given)


@wrong("this is the limit of the chapter")
def the_limit(k):
    return 2 / k.max(), abs(1 - 2 * k.min() / k.max())


@wrong("the flattest crawls")
def the_steepest_at_once(k):
    return 1 / k.max(), 1 - k.min() / k.max()


@wrong("the steepest explodes")
def the_flattest_at_once(k):
    return 1 / k.min(), k.max() / k.min() - 1


@wrong("not the mean")
def the_mean(k):
    return 1 / k.mean(), np.abs(1 - k / k.mean()).max()


@wrong("with its sign")
def a_signed_factor(k):
    return 2 / (k.min() + k.max()), 1 - 2 * k.max() / (k.min() + k.max())


@wrong("this is how J shrinks")
def the_factor_of_j(k):
    return 2 / (k.min() + k.max()), ((k.max() - k.min()) / (k.min() + k.max())) ** 2


@wrong("the factors of two coordinates have the same size")
def a_coarse_grid(k):
    rates = np.linspace(0, 2 / k.max(), 103)
    worst = np.abs(1 - rates[:, None] * k).max(axis=1)
    return rates[worst.argmin()], worst.min()

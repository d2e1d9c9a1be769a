r"""Where the V has its bottom

In the chapter you *saw* the best $\epsilon$ of a central difference. Now predict it. The error has two parts.

- The *formula* is off by $\tfrac16 \lvert L'''\rvert\, \epsilon^2$.
- The *numbers* are off, too. A float of the size of $L$ is stored with an error of up to $2^{-53} \lvert L\rvert$, about $10^{-16} \lvert L\rvert$. The difference of two of them may be off by twice as much, and is divided by $2\epsilon$.

$$\text{error}(\epsilon) = \frac{\lvert L'''\rvert\, \epsilon^2}{6} + \frac{2^{-53} \lvert L\rvert}{\epsilon}$$

Where is it smallest? Set its derivative to 0, on paper.

Write `best_step(L, L3)`, where `L` is the loss at the point and `L3` its third derivative there, two numbers of either sign that are not 0. Give back `(step, error)`: the best $\epsilon$, and the error there.

For example, `best_step(1.0, 3 * 2.0**-53)` gives a step of 1: there the two parts are $0.5 \cdot 2^{-53}$ and $2^{-53}$, so the error is $1.5 \cdot 2^{-53}$.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


@question(
    number=2,
    section="trust-nothing-nudge-and-compare",
    star=True,
    todo="the ε at which the derivative of the error is 0",
)
def best_step(L, L3):
    """Step ε with the smallest error |L3| ε²/6 + 2**-53 |L|/ε; and this error."""
    step = (3 * 2.0**-53 * abs(L) / abs(L3)) ** (1 / 3)
    return step, abs(L3) * step**2 / 6 + 2.0**-53 * abs(L) / step


@check(points=0.5)
def test_both_parts_of_the_error_are_counted(best_step):
    for L, L3 in [(1.0, 1.0), (-4.0, 0.5), (2.0, -30.0)]:
        given = call_text("best_step", L, L3)
        step, error = parts("step, error", call_answer("best_step", best_step, L, L3), given=given)
        hint = "a size has no sign: take |L| and |L3|"
        check_that("step is a real number", np.isrealobj(step), given=given, received=step, hint=hint)
        step = number("step", step, given=given)
        check_that("the step is above 0", step > 0, given=given, received=step, hint=hint)
        formula, numbers = abs(L3) * step**2 / 6, 2.0**-53 * abs(L) / step
        check_close(
            "the error is that of your own step, divided by the right one",
            number("error", error, given=given) / (formula + numbers),
            1,
            given=given,
            hint="put your step into error(ε)",
            mistakes=[
                (
                    formula / (formula + numbers),
                    "this is the part of the formula alone; add that of the numbers",
                ),
                (
                    numbers / (formula + numbers),
                    "this is the part of the numbers alone; add that of the formula",
                ),
            ],
        )


@check(points=0.5)
def test_no_other_step_has_a_smaller_error(best_step):
    L, L3 = 3.0, 5.0
    given = call_text("best_step", L, L3)
    step, _ = parts("step, error", call_answer("best_step", best_step, L, L3), given=given)
    step = number("step", step, given=given)
    check_that("the step is above 0", step > 0, given=given, received=step)
    slope = L3 * step**3 / 3 / (2.0**-53 * L)  # 1 at the bottom
    if np.isclose(slope, 1 / 3):
        hint = "the derivative of ε²/6 is ε/3, so there is a 3 in the cube root"
    elif np.isclose(slope, 2):
        hint = "the two parts are equally large there; the bottom is where their *slopes* cancel"
    elif step < 1e-7:
        hint = "ε² times ε is ε³: take the cube root"
    else:
        hint = "the derivative of the error is |L3| ε/3 - 2**-53 |L|/ε²; set it to 0"
    check_that(
        "to the right of the step the error rises, to the left it rises, too",
        np.isclose(slope, 1, rtol=1e-6),
        given=given,
        received=f"step {step:.4g}; there the formula's part changes {slope:.3g} times as fast as the numbers'",
        expected="equally fast, so that they cancel",
        hint=hint,
    )


@hidden_check(points=1)
def test_step_and_error_are_right_for_other_losses(best_step):
    rng = np.random.default_rng(80)
    for L, L3 in zip(10 ** rng.uniform(-3, 9, 20), rng.choice([-1, 1], 20) * 10 ** rng.uniform(-3, 3, 20)):
        given = call_text("best_step", float(L), float(L3))
        step, error = parts(
            "step, error", call_answer("best_step", best_step, float(L), float(L3)), given=given
        )
        right = np.cbrt(3 * L / abs(L3)) * 2.0 ** (-53 / 3)
        check_close(
            "step, divided by the right one", number("step", step, given=given) / right, 1, given=given
        )
        right = abs(L3) * right**2 / 2
        check_close(
            "error, divided by the right one", number("error", error, given=given) / right, 1, given=given
        )


@look
def look_at_two_vs():
    """Is it true? The next cell takes $L = e^w$ at $w = 1$, and once more with $10^6$ added: a loss with another height and the same derivatives. The lines are measured errors; the dot is your prediction, which counts the worst case of rounding, so near it the lines lie lower. **Predict first:** which arm of the V moves?"""
    from mlplib import plotting

    steps = 10 ** np.linspace(-10, 0, 101)
    ax = plotting.plt.figure(figsize=(6.4, 3.4), layout="constrained").add_subplot()
    for k, (added, name) in enumerate([(0.0, "$e^w$"), (1e6, "$e^w + 10^6$")]):
        quotients = ((added + np.exp(1 + steps)) - (added + np.exp(1 - steps))) / (2 * steps)
        step, error = best_step(added + np.e, np.e)
        ax.loglog(steps, np.abs(quotients - np.e), color=plotting.COLOURS[k], linewidth=1, label=name)
        ax.loglog(step, error, "o", color=plotting.COLOURS[k], markeredgecolor="black")
        print(f"L = {added + np.e:<11.8g} predicted: step {step:.0e}, error {error:.0e}")
    ax.set(xlabel="step", ylabel="error of the slope")
    _ = ax.legend()


@wrong("there is a 3 in the cube root")
def no_3(L, L3):
    step = (2.0**-53 * abs(L) / abs(L3)) ** (1 / 3)
    return step, abs(L3) * step**2 / 6 + 2.0**-53 * abs(L) / step


@wrong("where their *slopes* cancel")
def equal_parts(L, L3):
    step = (6 * 2.0**-53 * abs(L) / abs(L3)) ** (1 / 3)
    return step, abs(L3) * step**2 / 6 + 2.0**-53 * abs(L) / step


@wrong("take the cube root")
def square_root(L, L3):
    step = (3 * 2.0**-53 * abs(L) / abs(L3)) ** (1 / 2)
    return step, abs(L3) * step**2 / 6 + 2.0**-53 * abs(L) / step


@wrong("set it to 0")
def always_the_same(L, L3):
    step = 1e-5
    return step, abs(L3) * step**2 / 6 + 2.0**-53 * abs(L) / step


@wrong("a size has no sign")
def with_sign(L, L3):
    step = float(np.cbrt(3 * 2.0**-53 * L / L3))
    return step, abs(L3 * step**2 / 6) + abs(2.0**-53 * L / step)


@wrong("add that of the numbers")
def formula_alone(L, L3):
    step = (3 * 2.0**-53 * abs(L) / abs(L3)) ** (1 / 3)
    return step, abs(L3) * step**2 / 6

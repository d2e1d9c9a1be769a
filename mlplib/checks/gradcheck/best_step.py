# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts

exercise = "8.2"


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

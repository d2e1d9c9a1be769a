# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, number

exercise = "6.3"


def test_slopes_come_from_outputs(gradient_left):
    e = np.exp(-0.5)
    cases = [
        ("sigmoid", 0.5, 0.25, [(e / (1 + e) ** 2, "you took h for the pre-activation: 0.5 is already σ(z)")]),
        ("tanh", 0.6, 0.64, [(0.24, "h(1 - h) belongs to the sigmoid: use tanh' = 1 - tanh²"),
                             (1 - np.tanh(0.6) ** 2, "you took h for the pre-activation: 0.6 is already tanh(z)")]),
        ("ReLU", 3.0, 1.0, [(3, "the slope is 1 wherever the unit is active, not h")]),
        ("ReLU", 0.0, 0.0, [(1, "an output of 0 means that the unit is silent: its slope is 0")]),
        ("Leaky ReLU", -0.2, 0.01, [(0, "this is ReLU: a negative unit of Leaky ReLU lets a hundredth through")]),
        ("ELU", -0.75, 0.25, [(np.exp(-0.75), "you took h for the pre-activation: solve h = e^z - 1 for e^z"),
                              (-0.75, "this is h: solve h = e^z - 1 for e^z")]),
        ("ELU", 2.0, 1.0, [(3, "h + 1 holds on the left only")]),
    ]  # fmt: skip
    for name, h, slope, mistakes in cases:
        arguments = name, np.array([h]), np.array([2.0])
        check_close(
            f"one unit of {name} with the output {h:g} and the weight 2",
            call_answer("gradient_left", gradient_left, *arguments),
            2 * slope,
            given=call_text("gradient_left", *arguments),
            mistakes=[
                *[(2 * number, words) for number, words in mistakes],
                (slope, "the weight is a factor too"),
            ],
        )


def test_ten_units_multiply(gradient_left):
    for name, h, slope in [
        ("sigmoid", 0.5, 0.25),
        ("Leaky ReLU", -1.0, 0.01),
        ("tanh", 0.0, 1.0),
        ("ELU", -0.5, 0.5),
    ]:
        arguments = name, np.full(10, h), np.ones(10)
        given = call_text("gradient_left", *arguments)
        received = number("the product", call_answer("gradient_left", gradient_left, *arguments), given=given)
        check_close(
            f"{name}: what is left, divided by {slope:g} to the power of 10",
            received / slope**10,
            1,
            given=given,
            hint="the product of k factors, each the slope of one unit; is it right for one unit alone?",
            mistakes=[
                (10 * slope / slope**10, "the slopes were added: they multiply"),
                (slope / slope**10, "this is one unit, or the mean: take all k factors"),
            ],
        )


def test_nudging_the_start_of_a_path_moves_its_end_by_that_much(gradient_left):
    def path(x, w, bend):
        h = [x]
        for weight in w:
            h.append(bend(weight * h[-1]))
        return np.array(h[1:])

    bends = {"tanh": np.tanh, "Leaky ReLU": lambda z: np.where(z > 0, z, 0.01 * z)}
    bends["ELU"] = lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
    w, x, step = np.array([1.5, -0.8, 1.2, 2.0]), 0.7, 1e-6
    for name, bend in bends.items():
        h = path(x, w, bend)
        moved = (path(x + step, w, bend)[-1] - path(x - step, w, bend)[-1]) / (2 * step)
        check_close(
            f"the end of a path of {name} moves as the product says",
            call_answer("gradient_left", gradient_left, name, h, w),
            moved,
            given=call_text("gradient_left", name, h, w),
            hint="try one unit alone first: is its slope right?",
            tolerance=1e-7,
            mistakes=[(abs(moved), "a weight below 0 turns the sign of the gradient")],
        )

r"""What is left of a gradient

A gradient runs back along one path through $k$ units. At each it is multiplied by the slope of the unit and by the weight in front of it. After all $k$ it has been multiplied by $\prod_i w_i\, a'(z_i)$.

Nobody has kept the pre-activations $z_i$, only the outputs $h_i = a(z_i)$. They are enough. For the sigmoid you know $\sigma' = \sigma(1 - \sigma)$ from the chapter, and so $h(1 - h)$. Find such a form for the other four.

Write `gradient_left(name, h, w)` for outputs `h` and weights `w`, both of shape $(k,)$, and the names of question 6.1. Give back the product, one number. The slope of ReLU and Leaky ReLU at 0 is as in 6.1, and $\alpha = 1$ for ELU.

For example, ten sigmoids at their best, `gradient_left("sigmoid", np.full(10, 0.5), np.ones(10))`, leave $9.5 \cdot 10^{-7}$. **Predict** what ten units of tanh leave if all outputs are ½, then compute it.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib import activations
from mlplib.checks import call_answer, call_text, check_close, number


@question(
    number=3, section="slopes-multiply-along-a-chain", todo="the slope of each unit from its output alone"
)
def gradient_left(name, h, w):
    """Factor on a gradient along a path of units with the outputs h (k,) and the weights w (k,)."""
    slopes = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": np.where(h > 0, 1.0, 0.0),
        "Leaky ReLU": np.where(h > 0, 1.0, 0.01),
        "ELU": np.where(h >= 0, 1.0, 1 + h),  # exp(z) - 1 = h
    }
    return np.prod(w * slopes[name])


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1.5)
def test_any_path_is_right(gradient_left):
    five = {"sigmoid": activations.sigmoid, "tanh": activations.tanh, "ReLU": activations.relu,
            "Leaky ReLU": activations.leaky_relu, "ELU": activations.elu}  # fmt: skip
    for seed in range(4):
        for name, bend in five.items():
            rng = np.random.default_rng(seed)
            k = int(rng.integers(1, 12))
            z, w = 1.5 * rng.normal(size=k), rng.normal(size=k)
            z = np.abs(z) if name == "ReLU" and seed < 3 else z
            arguments, exact = (name, bend(z), w), np.prod(w * bend.derivative(z))
            given = call_text("gradient_left", *arguments)
            received = number(
                "the product", call_answer("gradient_left", gradient_left, *arguments), given=given
            )
            check_close(f"what {name} leaves", received / (exact or 1), 1.0 if exact else 0.0, given=given)
    for name, h, slope in [("ReLU", 0.0, 0.0), ("Leaky ReLU", 0.0, 0.01), ("ELU", 0.0, 1.0)]:
        arguments = name, np.array([h]), np.ones(1)
        received = call_answer("gradient_left", gradient_left, *arguments)
        check_close(
            f"the slope of {name} at 0",
            received,
            slope,
            given=call_text("gradient_left", *arguments),
        )


@wrong("0.5 is already σ(z)")
def outputs_taken_for_pre_activations(name, h, w):
    e = np.exp(-np.abs(h))
    table = {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 1 - np.tanh(h) ** 2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(h, 0)),
    }
    return np.prod(w * table[name])


@wrong("use tanh' = 1 - tanh²")
def tanh_like_the_sigmoid(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": h * (1 - h),
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return np.prod(w * table[name])


@wrong("the weight is a factor too")
def no_weights(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return np.prod(table[name] * 1.0)


@wrong("the slopes were added")
def a_sum(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return np.sum(w * table[name])


@wrong("take all k factors")
def the_last_unit_only(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return (w * table[name])[-1]


@wrong("turns the sign of the gradient")
def size_of_the_weights(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return np.prod(np.abs(w) * table[name])


@wrong("holds on the left only")
def elu_s_bend_everywhere(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h > 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + h,
    }
    return np.prod(w * table[name])


@wrong("its slope is 0")
def a_silent_relu_lets_it_through(name, h, w):
    table = {
        "sigmoid": h * (1 - h),
        "tanh": 1 - h**2,
        "ReLU": h >= 0,
        "Leaky ReLU": np.where(h > 0, 1, 0.01),
        "ELU": 1 + np.minimum(h, 0),
    }
    return np.prod(w * table[name])

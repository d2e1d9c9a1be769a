r"""Five functions and their slopes

Write `activate(name, z)`. `name` is `"sigmoid"`, `"tanh"`, `"ReLU"`, `"Leaky ReLU"` (slope 0.01) or `"ELU"` ($\alpha = 1$), `z` a float array of any shape. Give back `(value, slope)`: $a(z)$ and $a'(z)$, two arrays of the shape of `z`. At $z = 0$ the slope is 0 for ReLU, 0.01 for Leaky ReLU, 1 for ELU.

Everything must stay right for $|z|$ up to 1000. No entry may be nan, and slopes keep their digits: the slope of the sigmoid at 40 is $4.2 \cdot 10^{-18}$, not 0. (Which of $e^{40}$ and $e^{-40}$ can you add to 1 without losing it? The slope of the sigmoid is the same at $z$ and at $-z$.)

For example, `activate("sigmoid", np.array([0.0]))` gives `(array([0.5]), array([0.25]))`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib import activations
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(number=1, section="five-functions-bend-a-number", todo="exp of numbers up to 0 only")
def activate(name, z):
    """Value and slope of an activation function at z, two arrays of the shape of z."""
    negative = np.minimum(z, 0)  # exp of it never overflows
    if name == "sigmoid":
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, e) / (1 + e), e / (1 + e) ** 2
    if name == "tanh":
        e = np.exp(-2 * np.abs(z))
        return np.tanh(z), 4 * e / (1 + e) ** 2
    if name == "ReLU":
        return np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)
    if name == "Leaky ReLU":
        return np.maximum(0.01 * z, z), np.where(z > 0, 1.0, 0.01)
    return np.where(z >= 0, z, np.expm1(negative)), np.exp(negative)


@check(points=0.5)
def test_values_and_slopes_that_you_can_work_out_by_hand(activate):
    cases = [
        ("sigmoid", np.log(3), 3 / 4, 3 / 16,
         [(1 / 4, "this is the sigmoid of -z: the exponent in the denominator is -z")],
         [(3 / 4, "this is the value once more"), (np.log(3) * (1 - np.log(3)), "σ(1 - σ), not z(1 - z)")]),
        ("tanh", np.log(3) / 2, 1 / 2, 3 / 4,
         [(3**0.5 / (1 + 3**0.5), "this is the sigmoid of z: tanh(z) = 2σ(2z) - 1")],
         [(1 / 4, "σ(1 - σ) belongs to the sigmoid: the slope of tanh is 1 - tanh²"), (1 / 2, "this is the value once more")]),
        ("ReLU", 2.0, 2.0, 1.0, [(0, "max, not min")], [(2, "the slope of z is 1")]),
        ("ReLU", -2.0, 0.0, 0.0, [(-2, "ReLU lets nothing negative through")], [(1, "on the left ReLU is flat")]),
        ("Leaky ReLU", -2.0, -0.02, 0.01,
         [(-2, "a hundredth of z: the larger of 0.01 z and z"), (0, "this is ReLU: on the left 0.01 z is left over")],
         [(0, "this is the slope of ReLU"), (-0.02, "this is the value once more")]),
        ("ELU", -np.log(2), -1 / 2, 1 / 2,
         [(1 / 2, "e^z - 1: you left out the -1")],
         [(-1 / 2, "the slope of e^z - 1 is e^z, which is positive"), (1, "on the left ELU bends: its slope is e^z")]),
        ("ELU", 2.0, 2.0, 1.0, [(np.exp(2) - 1, "on the right ELU is z")], [(np.exp(2), "on the right the slope is 1")]),
    ]  # fmt: skip
    for name, z, value, slope, value_mistakes, slope_mistakes in cases:
        arguments = name, np.array([z])
        given = call_text("activate", *arguments)
        received = parts("value, slope", call_answer("activate", activate, *arguments), given=given)
        check_close(
            f"the value of {name} at {z:.4g}",
            received[0],
            [value],
            given=given,
            mistakes=[([number], words) for number, words in value_mistakes],
        )
        check_close(
            f"the slope of {name} at {z:.4g}",
            received[1],
            [slope],
            given=given,
            mistakes=[([number], words) for number, words in slope_mistakes],
        )


@check(points=0.5)
def test_slopes_agree_with_central_differences(activate):
    z, step = np.array([[-3.1, -0.7, -0.2], [0.4, 1.3, 2.6]]), 1e-5
    for name in ["sigmoid", "tanh", "ReLU", "Leaky ReLU", "ELU"]:
        given = call_text("activate", name, z)
        values = []
        for moved in (z + step, z - step):
            value = parts("value, slope", call_answer("activate", activate, name, moved), given=given)[0]
            values.append(array("value", value, z.shape, given=given))
        slope = parts("value, slope", call_answer("activate", activate, name, z), given=given)[1]
        check_close(
            f"the slope of {name} is (a(z + ε) - a(z - ε)) / 2ε",
            slope,
            (values[0] - values[1]) / (2 * step),
            given=given,
            hint="work entry by entry, with np.where or np.maximum: z has any shape",
        )


@check(points=0.5)
def test_a_thousand_to_either_side_is_no_problem(activate):
    z = np.array([-1000.0, 1000.0])
    ends = {"sigmoid": ([0, 1], [0, 0]), "tanh": ([-1, 1], [0, 0]), "ReLU": ([0, 1000], [0, 1]),
            "Leaky ReLU": ([-10, 1000], [0.01, 1]), "ELU": ([-1, 1000], [0, 1])}  # fmt: skip
    for name, (value, slope) in ends.items():
        given = call_text("activate", name, z)
        with np.errstate(all="ignore"):
            received = parts("value, slope", call_answer("activate", activate, name, z), given=given)
        for what, numbers, expected in [
            ("value", received[0], value),
            ("slope", received[1], slope),
        ]:
            there = np.size(numbers) == 2 and np.isfinite(np.asarray(numbers, dtype=float)).all()
            check_that(
                f"the {what} of {name} is finite",
                there,
                given=given,
                received=numbers,
                expected=str(expected),
                hint="exp(1000) is inf, and inf / inf or 0 * inf is nan: take exp of -|z| only",
            )
            check_close(f"the {what} of {name} far out", numbers, expected, given=given)


@hidden_check(points=1.5)
def test_all_five_are_right_for_any_shape_and_keep_their_digits(activate):
    five = {"sigmoid": activations.sigmoid, "tanh": activations.tanh, "ReLU": activations.relu,
            "Leaky ReLU": activations.leaky_relu, "ELU": activations.elu}  # fmt: skip
    for name, bend in five.items():
        for shape in [(7,), (3, 4), (2, 3, 2)]:
            z = 3 * np.random.default_rng(sum(shape)).normal(size=shape)
            z.flat[0] = 0
            given = call_text("activate", name, z)
            value, slope = parts("value, slope", call_answer("activate", activate, name, z), given=given)
            check_close(f"the value of {name}", value, bend(z), given=given)
            check_close(f"the slope of {name}", slope, bend.derivative(z), given=given)
    for name, z in [("sigmoid", [-40.0, 40.0, 200.0]), ("tanh", [-20.0, 20.0, 100.0])]:
        given = call_text("activate", name, np.array(z))
        with np.errstate(all="ignore"):
            slope = parts("value, slope", call_answer("activate", activate, name, np.array(z)), given=given)[
                1
            ]
        exact = five[name].derivative(np.array(z))
        check_close(
            f"the slope of {name} keeps its digits",
            array("slope", slope, (3,), given=given) / exact,
            np.ones(3),
            given=given,
            hint="1 - σ(40) is rounded to 0: write the slope with exp(-|z|), or take it at -|z|",
        )


@wrong("the sigmoid of -z")
def sigmoid_of_z(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, e, 1) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("σ(1 - σ), not z(1 - z)")
def slope_of_the_value_of_z(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, z * (1 - z)),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("tanh(z) = 2σ(2z) - 1")
def tanh_is_a_sigmoid(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (s, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("belongs to the sigmoid")
def tanh_has_the_slope_of_the_sigmoid(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (t, t * (1 - t)),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("a hundredth of z")
def the_smaller_of_the_two(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.minimum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("you left out the -1")
def elu_without_its_1(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.exp(n)), np.exp(n)),
    }
    return table[name]


@wrong("on the left ELU bends")
def elu_is_straight(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.ones_like(z)),
    }
    return table[name]


@wrong("inf / inf or 0 * inf")
def tanh_overflows(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, e / (1 + e) ** 2),
        "tanh": (
            (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
            4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2,
        ),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("1 - σ(40) is rounded to 0")
def slope_loses_its_digits(name, z):
    e, positive = np.exp(-np.abs(z)), z > 0
    s = np.where(z >= 0, 1, e) / (1 + e)
    t = np.tanh(z)
    n = np.minimum(z, 0)
    table = {
        "sigmoid": (s, s * (1 - s)),
        "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
        "ReLU": (np.maximum(z, 0), positive * 1.0),
        "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
        "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
    }
    return table[name]


@wrong("value has the shape (2, 3)")
def numbers_only(name, z):
    def right(name, z):
        e, positive = np.exp(-np.abs(z)), z > 0
        s = np.where(z >= 0, 1, e) / (1 + e)
        t = np.tanh(z)
        n = np.minimum(z, 0)
        table = {
            "sigmoid": (s, e / (1 + e) ** 2),
            "tanh": (t, 4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2),
            "ReLU": (np.maximum(z, 0), positive * 1.0),
            "Leaky ReLU": (np.maximum(0.01 * z, z), np.where(positive, 1, 0.01)),
            "ELU": (np.where(z >= 0, z, np.expm1(n)), np.exp(n)),
        }
        return table[name]

    return [np.ravel(v) for v in right(name, np.ravel(z))] if z.ndim > 1 else right(name, z)

r"""Five slopes that keep their digits

Write `slope_at(name, z)`. `name` is `"sigmoid"`, `"tanh"`, `"ReLU"`, `"Leaky ReLU"` (0.01 on the left) or `"ELU"` (the factor before the bracket is 1), `z` a float array of any shape. Give back $a'(z)$, an array of the shape of `z`. At $z = 0$ the slope is 0 for ReLU, 0.01 for Leaky ReLU, 1 for ELU.

The slopes must stay right for $|z|$ up to 1000: no entry is nan, and no slope is 0 unless it is smaller than every positive float, as that of the sigmoid at 1000. The slope of the sigmoid at 40 is $4.2 \cdot 10^{-18}$, but $\sigma(40)$ is rounded to 1, so $\sigma (1 - \sigma)$ gives 0. The chapter has the cure: with $e = e^{-|z|}$, which never overflows, it is $e / (1 + e)^2$. For tanh remember $\tanh'(z) = 4\,\sigma'(2z)$.

For example, `slope_at("sigmoid", np.array([0.0]))` gives `array([0.25])`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib import activations
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=1,
    section="a-saturated-sigmoid-kills-the-gradient",
    todo="five cases; exp of numbers up to 0 only",
)
def slope_at(name, z):
    """Slope of an activation function at each entry of z, an array of the shape of z."""
    if name in ("sigmoid", "tanh"):
        e = np.exp(-np.abs(z if name == "sigmoid" else 2 * z))
        return e / (1 + e) ** 2 * (1 if name == "sigmoid" else 4)
    if name == "ELU":
        return np.exp(np.minimum(z, 0))
    return np.where(z > 0, 1, 0.01 if name == "Leaky ReLU" else 0)


@check(points=0.5)
def test_slopes_that_you_can_work_out_by_hand(slope_at):
    cases = [
        ("sigmoid", np.log(3), 3 / 16, [(3 / 4, "this is the value σ(z): the slope is σ(1 - σ)")]),
        ("tanh", np.log(3) / 2, 3 / 4,
         [(1 / 4, "σ(1 - σ) belongs to the sigmoid: the slope of tanh is 1 - tanh²"),
          (3 / 16, "this is σ'(2z): the factor 4 is missing"),
          (4 * np.sqrt(3) - 6, "this is 4 σ'(z): it must be 4 σ'(2z), so double z before you take exp")]),
        ("ReLU", 2.0, 1.0, [(2, "the slope of z is 1")]),
        ("ReLU", 0.0, 0.0, [(1, "where ReLU has no slope, at 0, take 0")]),
        ("Leaky ReLU", -2.0, 0.01, [(0, "this is the slope of ReLU: on the left 0.01 z is left over")]),
        ("ELU", -np.log(2), 1 / 2,
         [(-1 / 2, "the slope of e^z - 1 is e^z, which is positive"), (1, "on the left ELU bends: its slope is e^z")]),
        ("ELU", 2.0, 1.0, [(np.exp(2), "on the right ELU is z, and its slope is 1")]),
    ]  # fmt: skip
    for name, z, expected, mistakes in cases:
        arguments = name, np.array([z])
        check_close(
            f"the slope of {name} at {z:.4g}",
            call_answer("slope_at", slope_at, *arguments),
            [expected],
            given=call_text("slope_at", *arguments),
            mistakes=[([value], words) for value, words in mistakes],
        )


@check(points=0.5)
def test_slopes_agree_with_central_differences(slope_at):
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "ReLU": lambda z: np.maximum(z, 0),
        "Leaky ReLU": lambda z: np.maximum(0.01 * z, z),
        "ELU": lambda z: np.where(z >= 0, z, np.exp(z) - 1),
    }
    z, step = np.array([[-3.1, -0.7, -0.2], [0.4, 1.3, 2.6]]), 1e-5
    for name, a in functions.items():
        check_close(
            f"the slope of {name} is (a(z + ε) - a(z - ε)) / 2ε",
            call_answer("slope_at", slope_at, name, z),
            (a(z + step) - a(z - step)) / (2 * step),
            given=call_text("slope_at", name, z),
            hint="is the formula right on both sides of 0? z has any shape: np.where works entry by entry",
        )


@check(points=0.5)
def test_far_out_no_slope_is_lost(slope_at):
    far = {"sigmoid": [0, 0], "tanh": [0, 0], "ReLU": [0, 1], "Leaky ReLU": [0.01, 1], "ELU": [0, 1]}
    for name, expected in far.items():
        z = np.array([-1000.0, 1000.0])
        given = call_text("slope_at", name, z)
        with np.errstate(all="ignore"):
            received = call_answer("slope_at", slope_at, name, z)
        there = np.shape(received) == (2,) and np.isfinite(np.asarray(received, dtype=float)).all()
        check_that(
            f"the slope of {name} is finite",
            there,
            given=given,
            received=received,
            expected=str(expected),
            hint="exp(1000) is inf, and inf / inf or 0 * inf is nan: take exp of numbers up to 0 only",
        )
        check_close(f"the slope of {name} at -1000 and 1000", received, expected, given=given)
    for name, z, expected in [
        ("sigmoid", [-40.0, 40.0], 4.248354e-18),
        ("tanh", [-20.0, 20.0], 1.699342e-17),
    ]:
        z = np.array(z)
        given = call_text("slope_at", name, z)
        received = array("the slope", call_answer("slope_at", slope_at, name, z), (2,), given=given)
        check_close(
            f"the slope of {name}, divided by {expected:.2g}",
            received / expected,
            [1, 1],
            given=given,
            hint="the value is rounded to 1 or -1, and its distance from there to 0: use e / (1 + e)², e = exp(-|z|)",
        )


@hidden_check(points=0.5)
def test_slopes_are_right_for_any_shape(slope_at):
    five = {"sigmoid": activations.sigmoid, "tanh": activations.tanh, "ReLU": activations.relu,
            "Leaky ReLU": activations.leaky_relu, "ELU": activations.elu}  # fmt: skip
    for name, bend in five.items():
        for shape in [(7,), (3, 4), (2, 3, 2)]:
            z = 3 * np.random.default_rng(sum(shape)).normal(size=shape)
            z.flat[0] = 0
            given = call_text("slope_at", name, z)
            check_close(
                f"the slope of {name}",
                call_answer("slope_at", slope_at, name, z),
                bend.derivative(z),
                given=given,
            )
    for name, z in [("sigmoid", [-35.0, 60.0, 200.0]), ("tanh", [-25.0, 30.0, 100.0])]:
        given, exact = call_text("slope_at", name, np.array(z)), five[name].derivative(np.array(z))
        received = array("the slope", call_answer("slope_at", slope_at, name, np.array(z)), (3,), given=given)
        check_close(f"the slope of {name} keeps its digits", received / exact, np.ones(3), given=given)


@wrong("this is the value σ(z)")
def value_of_the_sigmoid(name, z):
    e, f = np.exp(-np.abs(z)), np.exp(-2 * np.abs(z))
    return {
        "sigmoid": np.where(z >= 0, 1, e) / (1 + e),
        "tanh": 4 * f / (1 + f) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("belongs to the sigmoid")
def tanh_like_the_sigmoid(name, z):
    e = np.exp(-np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": np.tanh(z) * (1 - np.tanh(z)),
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("the factor 4 is missing")
def tanh_without_its_factor(name, z):
    e, f = np.exp(-np.abs(z)), np.exp(-2 * np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": f / (1 + f) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("double z before you take exp")
def tanh_without_its_stretching(name, z):
    e = np.exp(-np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 4 * e / (1 + e) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("at 0, take 0")
def relu_with_slope_1_at_0(name, z):
    e, f = np.exp(-np.abs(z)), np.exp(-2 * np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 4 * f / (1 + f) ** 2,
        "ReLU": np.where(z >= 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("this is the slope of ReLU")
def leaky_without_its_leak(name, z):
    e, f = np.exp(-np.abs(z)), np.exp(-2 * np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 4 * f / (1 + f) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("on the left ELU bends")
def elu_is_straight(name, z):
    e, f = np.exp(-np.abs(z)), np.exp(-2 * np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 4 * f / (1 + f) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.ones_like(z),
    }[name]


@wrong("exp(1000) is inf")
def sigmoid_overflows(name, z):
    f = np.exp(-2 * np.abs(z))
    return {
        "sigmoid": np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "tanh": 4 * f / (1 + f) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]


@wrong("the value is rounded to 1 or -1")
def digits_are_lost(name, z):
    e = np.exp(-np.abs(z))
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 1 - np.tanh(z) ** 2,
        "ReLU": np.where(z > 0, 1, 0),
        "Leaky ReLU": np.where(z > 0, 1, 0.01),
        "ELU": np.exp(np.minimum(z, 0)),
    }[name]

# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that

exercise = "6.1"


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

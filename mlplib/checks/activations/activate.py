# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "6.1"


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

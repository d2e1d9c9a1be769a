# Made from the source of the assignment gradients, which is private. Do not edit.
from itertools import pairwise

import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that

exercise = "7.6"


def test_each_operation_alone_hands_on_its_slopes(run_back):
    own = "a product hands each factor the gradient times the *other* factor"
    for kind, out, slopes, mistakes in [
        ("add", 7.0, (1, 1), {}),
        ("sub", -1.0, (1, -1), {"v": [(1, "v is subtracted, so its gradient turns its sign")]}),
        ("mul", 12.0, (4, 3), {"u": [(3, own)], "v": [(4, own)]}),
        (
            "div",
            0.75,
            (0.25, -0.1875),
            {
                "v": [
                    (0.1875, "1/v falls when v grows: the sign is minus"),
                    (-0.75, "the slope of u/v in v is -u/v², with the square"),
                    (-0.0625, "the slope of u/v in v is -u/v²: the factor u is missing"),
                ]
            },
        ),
    ]:
        tape, values = [(kind, "r", "u", "v")], {"u": 3.0, "v": 4.0, "r": out}
        given = call_text("run_back", tape, values)
        grads = call_answer("run_back", run_back, tape, values)
        there = isinstance(grads, dict) and set(grads) == {"u", "v", "r"}
        check_that("the result is a dict with the keys of values", there, given=given, received=grads)
        check_close(
            "the result has the derivative 1",
            grads["r"],
            1,
            given=given,
            hint="start with 1 at the out of the last operation",
        )
        for name, slope in zip("uv", slopes):
            check_close(
                f"{kind} hands {slope:g} to {name}",
                grads[name],
                slope,
                given=given,
                mistakes=mistakes.get(name, []),
            )
    tape, values = [("exp", "r", "u")], {"u": 0.0, "r": 1.0}
    grads = call_answer("run_back", run_back, tape, values)
    there = isinstance(grads, dict) and set(grads) == {"u", "r"}
    check_that(
        "the result is a dict with the keys of values",
        there,
        given=call_text("run_back", tape, values),
        received=grads,
    )
    check_close(
        "exp hands on exp(0) = 1",
        grads["u"],
        1,
        given=call_text("run_back", tape, values),
        hint="the slope of exp is its own result, values[out]",
    )


def test_a_name_that_is_read_twice_hears_from_both(run_back):
    lost = "a name that is read twice gets the sum of what comes back: add, do not overwrite"
    tape = [("mul", "s", "x", "x"), ("add", "r", "s", "x")]
    values = {"x": 5.0, "s": 25.0, "r": 30.0}
    given = call_text("run_back", tape, values)
    grads = call_answer("run_back", run_back, tape, values)
    there = isinstance(grads, dict) and set(grads) == set(values)
    check_that("the result is a dict with the keys of values", there, given=given, received=grads)
    check_close(
        "x² + x has the slope 2x + 1",
        grads["x"],
        11,
        given=given,
        mistakes=[
            (5, lost),
            (6, lost),
            (10, lost),
            (1, "run from the last operation to the first"),
        ],
    )
    names = "abcdefghi"
    tape = [("add", after, before, before) for before, after in pairwise(names)]
    values = {name: 2.0**k for k, name in enumerate(names)}
    grads = call_answer("run_back", run_back, tape, values)
    there = isinstance(grads, dict) and set(grads) == set(values)
    check_that(
        "the result is a dict with the keys of values",
        there,
        given=call_text("run_back", tape, values),
        received=grads,
    )
    check_close(
        "eight doublings have the slope 2⁸",
        grads["a"],
        256,
        given=call_text("run_back", tape, values),
        mistakes=[(1, lost)],
        hint="each name hands on the sum of all that it heard, once",
    )


def test_a_name_that_does_not_lead_to_the_result_has_the_derivative_0(run_back):
    tape = [("mul", "p", "w", "x"), ("exp", "unused", "p"), ("sub", "r", "Y", "p")]
    values = {"w": 2.0, "x": 3.0, "Y": 1.0, "spare": 9.0, "p": 6.0, "unused": 403.4, "r": -5.0}
    given = call_text("run_back", tape, values)
    grads = call_answer("run_back", run_back, tape, values)
    missing = sorted(set(values) - set(grads)) if isinstance(grads, dict) else "no dict"
    check_that(
        "every name of values has a derivative",
        missing == [],
        given=given,
        received=f"missing: {missing}",
        hint="begin with 0 for every name in values",
    )
    for name, right in {"r": 1, "Y": 1, "p": -1, "w": -3, "x": -2, "unused": 0, "spare": 0}.items():
        check_close(
            f"the derivative with respect to {name}",
            grads[name],
            right,
            given=given,
            hint="only the out of the last operation begins with 1, all other names begin with 0",
        )


def test_a_neuron_on_a_tape_agrees_with_nudges(run_back):
    def loss(w, x, b, Y):
        return (1 / (1 + np.exp(-(w * x + b))) - Y) ** 2

    leaves = {"w": 0.8, "x": -1.5, "b": 0.3, "Y": 1.0}
    z = leaves["w"] * leaves["x"] + leaves["b"]
    values = leaves | {
        "zero": 0.0,
        "one": 1.0,
        "p": -1.2,
        "z": z,
        "m": -z,
        "e": np.exp(-z),
        "n": 1 + np.exp(-z),
    }
    values |= {"s": 1 / values["n"], "d": 1 / values["n"] - 1.0, "L": loss(**leaves)}
    values = {name: float(value) for name, value in values.items()}
    tape = [
        ("mul", "p", "w", "x"),
        ("add", "z", "p", "b"),
        ("sub", "m", "zero", "z"),
        ("exp", "e", "m"),
        ("add", "n", "one", "e"),
        ("div", "s", "one", "n"),
        ("sub", "d", "s", "Y"),
        ("mul", "L", "d", "d"),
    ]
    given = "the tape of (σ(w x + b) - Y)², " + call_text("run_back", tape, values)
    grads = call_answer("run_back", run_back, tape, values)
    check_that(
        "the result is a dict",
        isinstance(grads, dict) and set(grads) == set(values),
        given=given,
        received=grads,
    )
    for name, value in leaves.items():
        up, down = (loss(**(leaves | {name: value + step})) for step in (1e-5, -1e-5))
        right = (up - down) / 2e-5
        check_close(
            f"the derivative with respect to {name} is what a nudge gives",
            grads[name],
            right,
            given=given,
            mistakes=[
                (right / 2, "half of it is lost: d is read twice by the last operation"),
                (right / values["e"], "exp multiplies by its slope, which is exp itself"),
                (0, "it hears nothing: go through the tape from its end to its beginning"),
            ],
        )

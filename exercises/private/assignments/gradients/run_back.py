"""Run a tape backward

Instead of nodes that know their parents, an automatic differentiator may keep a *tape*: a list on which each operation is written down while the program runs forward. Write `run_back(tape, values)`, which runs such a tape backward.

- `tape` is a list of tuples, in the order in which the operations were done: `("add", out, a, b)`, `("sub", out, a, b)`, `("mul", out, a, b)`, `("div", out, a, b)` and `("exp", out, a)`. `out`, `a` and `b` are names. `("div", "q", "u", "v")` says $q = u / v$. Each name is written once, but may be read many times, even twice by one operation.
- `values` is a dict with the number of every name, inputs and results alike.

The result of the program is the `out` of the last operation. Give back a dict with the same keys as `values`: the derivative of the result with respect to each name. That of the result itself is 1. A name that does not lead to the result has the derivative 0.

For example, $L = (wx - Y)^2$ with $w = 2$, $x = 3$, $Y = 1$:

```python
tape = [("mul", "p", "w", "x"), ("sub", "q", "p", "Y"), ("mul", "L", "q", "q")]
values = {"w": 2, "x": 3, "Y": 1, "p": 6, "q": 5, "L": 25}
run_back(tape, values)
```

The result is `{"w": 30, "x": 20, "Y": -10, "p": 10, "q": 10, "L": 1}`.
"""

# canary: 5d1f6c0a9e
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that


@question(
    number=6,
    section="bigger-networks-let-the-program-differentiate",
    star=True,
    todo="from the last operation to the first; gradients add up",
)
def run_back(tape, values):
    """Derivative of the last result of a tape with respect to every name in `values`, as a dict."""
    grads = dict.fromkeys(values, 0.0)
    grads[tape[-1][1]] = 1.0
    for kind, out, a, *rest in reversed(tape):
        b = rest[0] if rest else a
        slopes = {
            "add": lambda u, v: (1, 1),
            "sub": lambda u, v: (1, -1),
            "mul": lambda u, v: (v, u),
            "div": lambda u, v: (1 / v, -u / v**2),
            "exp": lambda u, v: (np.exp(u), 0),
        }[kind](values[a], values[b])
        grads[a] += grads[out] * slopes[0]
        grads[b] += grads[out] * slopes[1]
    return grads


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=2)
def test_random_tapes_agree_with_forward_differentiation(run_back):
    def step(kind, u, v, d_u, d_v):
        """A value, and its derivatives with respect to the inputs."""
        if kind == "add":
            return u + v, d_u + d_v
        if kind == "sub":
            return u - v, d_u - d_v
        if kind == "mul":
            return u * v, d_u * v + d_v * u
        if kind == "div":
            return u / v, d_u / v - d_v * u / v**2
        return float(np.exp(u)), d_u * np.exp(u)

    for seed, length in enumerate([1, 3, 6, 10, 15, 25, 40, 60]):
        rng = np.random.default_rng(seed)
        values = {f"v{k}": float(rng.uniform(0.5, 1.5)) for k in range(4)}
        slopes = {name: np.eye(4)[k] for k, name in enumerate(values)}
        tape = []
        for k in range(length):
            a, b = rng.choice(list(values)[-6:], 2).tolist()
            kind, out = rng.choice(["add", "sub", "mul", "div", "exp"]), f"r{k}"
            u, v = values[a], values[b]
            if abs(u) + abs(v) > 5 or (kind == "div" and abs(v) < 0.3) or (kind == "exp" and u > 1):
                kind = "sub"  # keep the numbers of ordinary size
            kind = str(kind)
            values[out], slopes[out] = step(kind, u, v, slopes[a], slopes[b])
            tape.append((kind, out, a) if kind == "exp" else (kind, out, a, b))
        given = call_text("run_back", tape, values) if length < 10 else f"a tape of {length} operations"
        grads = call_answer("run_back", run_back, tape, values)
        check_that(
            "the result is a dict with the keys of values",
            isinstance(grads, dict) and set(grads) == set(values),
            given=given,
            received=grads if length < 10 else "",
        )
        received = [grads[f"v{k}"] for k in range(4)]
        check_close(
            "the derivatives with respect to the inputs",
            received,
            slopes[f"r{length - 1}"],
            given=given,
        )
        check_close("the result has the derivative 1", grads[f"r{length - 1}"], 1, given=given)
    tape = [("add", f"d{k + 1}", f"d{k}", f"d{k}" if k % 2 else "zero") for k in range(1500)]
    values = {"zero": 0.0} | {f"d{k}": 0.0 for k in range(1501)}
    grads = call_answer("run_back", run_back, tape, values)
    check_that(
        "a long tape is run through in one pass",
        isinstance(grads, dict) and grads.get("d1500") == 1,
        given="a tape of 1500 operations",
        hint="a loop over the tape, no recursion",
    )
    check_close(
        "the derivative of the first name",
        grads["d1420"],
        2.0**40,
        given="a tape of 1500 operations",
    )


@wrong("add, do not overwrite")
def overwrites(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] = grads[out] * slope
    return grads


@wrong("the *other* factor")
def own_factor(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[0], numbers[1]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("run from the last operation to the first")
def forwards(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("v is subtracted")
def sub_like_add(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, 1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("with the square")
def quotient_without_a_square(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1]
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("the sign is minus")
def quotient_without_a_minus(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("begin with 0 for every name")
def only_what_is_reached(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return {k: g for k, g in grads.items() if g}


@wrong("exp multiplies by its slope")
def exp_without_its_slope(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (1,)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads


@wrong("all other names begin with 0")
def all_begin_with_1(tape, values):
    grads = {name: float(all(name not in t[2:] for t in tape)) for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads

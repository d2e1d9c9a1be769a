r"""Name the mistake, even two at once

The checker of the chapter tries one repair at a time. Yours shall also find *two* mistakes made together. Write `name_mistakes(received, expected, n)`: `received` and `expected` are arrays, `n` is the number of examples. Give back a sorted list of strings. Each name stands for an equation:

| name | equation |
|---|---|
| `right` | received = expected |
| `sign flipped` | received = −expected |
| `1/n missing` | received = n · expected |
| `factor 2 missing` | received = expected / 2 |
| `transposed` | received = expectedᵀ |

1. Every name whose equation holds for *every* entry is in the list; two that fit equally well are both there. A difference of up to 10⁻⁶ of the largest $|\text{expected}|$ counts as equal. Arrays of different shapes are never equal.
2. Only if no name fits: every pair of two different mistakes that, made one after the other, explain every entry, as one string in alphabetical order, such as `"1/n missing and sign flipped"`.
3. If no pair fits either: `["unknown"]`.

For example, with `E = np.array([[1.0, 2.0], [3.0, 4.0]])`, `name_mistakes(-E, E, 5)` is `["sign flipped"]`, `name_mistakes(-5 * E, E, 5)` is `["1/n missing and sign flipped"]`, and `name_mistakes(E, E, 1)` is `["1/n missing", "right"]`: one example cannot tell the two apart.
"""

# canary: 5d1f6c0a9e
from itertools import combinations

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_that


@question(
    number=2,
    section="a-checker-that-names-the-mistake",
    star=True,
    todo="make each mistake on purpose, and compare",
)
def name_mistakes(received, expected, n):
    """Sorted names of all single mistakes, else of all pairs, that explain every entry."""
    make = {
        "sign flipped": lambda g: -g,
        "1/n missing": lambda g: n * g,
        "factor 2 missing": lambda g: g / 2,
        "transposed": lambda g: g.T,
    }

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and bool((np.abs(received - g) <= room).all())

    found = ["right"] if fits(expected) else []
    found += [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]


@check(points=0.5)
def test_one_mistake_has_one_name(name_mistakes):
    E = np.array([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])
    cases = [
        ("right", E),
        ("sign flipped", -E),
        ("1/n missing", 5 * E),
        ("factor 2 missing", E / 2),
        ("transposed", E.T),
    ]
    for name, received in cases:
        given = call_text("name_mistakes", received, E, 5)
        found = call_answer("name_mistakes", name_mistakes, received, E, 5)
        if isinstance(found, str):
            hint = "give back a list, even if it holds one name only"
        elif list(found) == ["unknown"] and name == "transposed":
            hint = "compare the shape of expected.T with that of received, before you subtract"
        elif list(found) == ["unknown"] and name in ("1/n missing", "factor 2 missing"):
            hint = f"received is {'n' if name == '1/n missing' else 'half'} times expected: which side do you scale?"
        else:
            hint = "put the numbers into the equations of the table, one by one"
        check_that(
            f"the name is {name!r}",
            isinstance(found, list) and found == [name],
            given=given,
            received=found,
            expected=[name],
            hint=hint,
        )


@check(points=0.5)
def test_all_names_that_fit_are_given_and_in_order(name_mistakes):
    E, symmetric = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[2.0, -1.0], [-1.0, 5.0]])
    for received, expected, n, names, why in [
        (E, E, 1, ["1/n missing", "right"], "with one example, n times a gradient is the gradient"),
        (
            symmetric,
            symmetric,
            3,
            ["right", "transposed"],
            "a symmetric matrix is its own transpose",
        ),
        (
            E - E.T,
            E.T - E,
            3,
            ["sign flipped", "transposed"],
            "this matrix turns its sign when transposed",
        ),
    ]:
        given = call_text("name_mistakes", received, expected, n)
        found = call_answer("name_mistakes", name_mistakes, received, expected, n)
        hint = f"{why}; collect every name that fits, do not stop at the first"
        if isinstance(found, list) and found != names and sorted(map(str, found)) == names:
            hint = "the list is not sorted"
        check_that(
            "both names fit, so both are given",
            found == names,
            given=given,
            received=found,
            expected=names,
            hint=hint,
        )


@check(points=0.5)
def test_two_mistakes_at_once_are_found_and_anything_else_is_unknown(name_mistakes):
    E = np.array([[1.0, 2.0], [3.0, 4.0]])
    one_off = -E
    one_off[1, 1] += 0.01
    for received, n, names, hint in [
        (
            -E.T,
            5,
            ["sign flipped and transposed"],
            "if no single name fits, make two mistakes, one after the other",
        ),
        (
            2 * E,
            4,
            ["1/n missing and factor 2 missing"],
            "n times, and half: this is twice expected for n = 4",
        ),
        (one_off, 5, ["unknown"], "an explanation must fit every entry, and [1, 1] is off by 0.01"),
        (
            np.ones((3, 2)),
            5,
            ["unknown"],
            "another shape is never equal: do not let numpy broadcast or stop",
        ),
    ]:
        given = call_text("name_mistakes", received, E, n)
        found = call_answer("name_mistakes", name_mistakes, received, E, n)
        check_that(
            f"the answer is {names}",
            found == names,
            given=given,
            received=found,
            expected=names,
            hint=hint,
        )


@hidden_check(points=1.5)
def test_singles_pairs_and_ties_are_named_for_random_gradients(name_mistakes):
    def explain(received, expected, n):
        make = {
            "1/n missing": lambda g: n * g,
            "factor 2 missing": lambda g: g / 2,
            "right": lambda g: g,
            "sign flipped": lambda g: -g,
            "transposed": np.transpose,
        }

        def same(g):
            return g.shape == received.shape and np.abs(g - received).max() <= 1e-6 * np.abs(expected).max()

        pairs = combinations([name for name in make if name != "right"], 2)
        single = [name for name in make if same(make[name](expected))]
        return single or [f"{a} and {b}" for a, b in pairs if same(make[a](make[b](expected)))] or ["unknown"]

    for seed, shape in enumerate([(3, 4), (3, 3), (4,), (1, 5), (2, 2)]):
        rng = np.random.default_rng(seed)
        for n in [1, 2, 5]:
            for scale in [1e-6, 1e4]:
                E = scale * rng.normal(size=shape)
                E = E + E.T if seed == 1 else E - E.T if seed == 4 else E
                off = E * np.where(rng.permutation(E.size).reshape(shape) == 0, 1.0001, 1)
                nearly = E * (1 + 1e-9 * rng.normal(size=shape))
                for received in [
                    E,
                    -E,
                    n * E,
                    E / 2,
                    E.T,
                    -n * E,
                    n * E / 2,
                    -E.T,
                    n * E.T,
                    3 * E,
                    off,
                    nearly,
                ]:
                    given = call_text("name_mistakes", received, E, n)
                    found, right = (
                        call_answer("name_mistakes", name_mistakes, received, E, n),
                        explain(received, E, n),
                    )
                    check_that(
                        "every name that fits, sorted, and no other",
                        found == right,
                        given=given,
                        received=found,
                        expected=right,
                        hint="differences are measured against the largest entry of expected",
                    )


@wrong("give back a list")
def a_word(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return found[0] if found else "unknown"


@wrong("do not stop at the first")
def the_first_name_only(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found)[:1] or ["unknown"]


@wrong("the list is not sorted")
def not_sorted(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return found or ["unknown"]


@wrong("make two mistakes, one after the other")
def no_pairs(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if False:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]


@wrong("an explanation must fit every entry")
def mean_difference(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).mean() > 0.6

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]


@wrong("which side do you scale")
def repairs_the_wrong_side(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: g / n}
    make |= {"factor 2 missing": lambda g: 2 * g, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]


@wrong("could not be broadcast together")
def no_look_at_the_shapes(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]

"""The controls of `explore()`: what an author lists becomes a slider, a select or a checkbox."""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Control:
    """One control: its values in order, and what the reader sees of them.

    Attributes
    ----------
    name : str
        The argument of `draw` that it moves.
    kind : {"slider", "select", "checkbox"}
    values : tuple
        What `draw` receives.
    texts : tuple of str
        What the reader sees, one text per value, no two alike, without the unit.
    label, unit : str
        The words before the control, and what follows the text of a value.
    start : int
        Index of the value shown at first.
    """

    name: str
    kind: str
    values: tuple
    texts: tuple
    label: str
    unit: str = ""
    start: int = 0

    def show(self, index):
        """The text of a value with its unit: '30°'."""
        return self.texts[index] + self.unit

    def __str__(self):
        """One phrase: 'angle 0 to 180 in 37 steps', 'activation relu|tanh', 'bias False|True'."""
        if self.kind == "slider":
            return f"{self.name} {self.texts[0]} to {self.texts[-1]} in {len(self.values)} steps"
        return f"{self.name} {'|'.join(self.texts)}"


def make_control(name, given, label=None, unit="", start=None):
    """The control for what an author gave: numbers, choices, or a bool.

    Parameters
    ----------
    name : str
        The argument of `draw`.
    given : range, array, list, tuple or bool
        Numbers make a slider; strings or named objects (functions, classes) a select; a bool, or
        [False, True], a checkbox.
    label : str, optional
        The words beside the control; the name with spaces if omitted.
    unit : str
        Appended as it is to every value: '°', ' px'.
    start : optional
        The first value shown; the first of the list if omitted, the bool itself for a checkbox.

    Raises
    ------
    TypeError
        If the values are of no such kind.
    ValueError
        If there are fewer than two, two read alike, one is not finite, or `start` is not among them.
    """
    if _is_bool(given):
        start = given if start is None else start
        given = [False, True]
    kind, values, texts = _read(name, given)
    if len(values) < 2:
        raise ValueError(f"explore(): {name}={given!r} has fewer than two values, so nothing can be moved")
    for text in texts:
        if texts.count(text) > 1:
            raise ValueError(f"explore(): {name}={given!r} lists {text} more than once")
    label = label or (name[0].upper() + name[1:]).replace("_", " ")
    return Control(name, kind, values, texts, label, unit, _find(name, values, texts, start))


def _is_bool(value):
    return isinstance(value, bool | np.bool_)


def _is_number(value):
    return isinstance(value, int | float | np.integer | np.floating) and not _is_bool(value)


def _read(name, given):
    """The kind, values and texts of a control."""
    if isinstance(given, str) or not isinstance(given, range | list | tuple | np.ndarray):
        raise TypeError(
            f"explore(): {name}={given!r} must be a range, an array or list of numbers (a slider), "
            "a list of strings or functions (a select), or a bool (a checkbox)"
        )
    if isinstance(given, np.ndarray) and given.ndim != 1:
        raise ValueError(f"explore(): {name} has shape {given.shape}, a slider needs one dimension")
    values = list(given)
    if values and all(map(_is_number, values)):
        return "slider", *_read_numbers(name, values)
    if values and all(map(_is_bool, values)):
        return "checkbox", tuple(sorted(map(bool, values))), tuple(sorted(map(str, values)))
    return "select", tuple(values), tuple(_name_of(name, value) for value in values)


def _name_of(control, value):
    text = value if isinstance(value, str) else getattr(value, "__name__", "")
    if not text:
        raise TypeError(f"explore(): {control} lists {value!r}, which is neither a string nor a named object")
    return text


def _read_numbers(name, numbers):
    """Numbers and their texts, both without the noise digits of floating point.

    A number is rounded to a millionth, its text to a hundredth of what it differs by from its
    nearest neighbour and from 0: np.linspace(0, 1, 11)[3] is 0.3 for `draw` and for the reader.
    """
    for number in numbers:
        if not math.isfinite(number):
            raise ValueError(f"explore(): {name} lists {number}, which is not finite")
    if all(isinstance(number, int | np.integer) for number in numbers):
        values = tuple(int(number) for number in numbers)
        return values, tuple(_number_text(value) for value in values)
    places = [_decimal_place(number, numbers) for number in numbers]
    values = tuple(round(float(x), 6 + place) + 0.0 for x, place in zip(numbers, places, strict=True))
    return values, tuple(_number_text(round(x, 2 + place)) for x, place in zip(values, places, strict=True))


def _decimal_place(number, numbers):
    """The decimal place that counts: 1 if the nearest other number, or 0, is 0.1 to 1 away."""
    step = min((abs(number - other) for other in numbers if other != number), default=1)
    is_noise = abs(number) < 1e-12 * step  # a 0 that was summed up, as in np.arange(-1, 1, 0.1)
    return -math.floor(math.log10(step if is_noise else min(step, abs(number))))


def _number_text(number):
    """Digits as people write them: −0.5, 1e−5; never −0."""
    return f"{number + 0:.15g}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")


def _find(name, values, texts, start):
    """The index of the value to start with."""
    if start is None:
        return 0
    for index, value in enumerate(values):
        same_kind = _is_number(value) and _is_number(start)
        if value is start or (same_kind and math.isclose(value, start, rel_tol=1e-6)) or value == start:
            return index
    raise ValueError(f"explore(): start={{{name!r}: {start!r}}} is none of its values: {', '.join(texts)}")

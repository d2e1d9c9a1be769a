"""Checks that teach: what the check cells of the assignments are made of.

A check calls an answer with an input, and says which property holds or does not, for which input, what
came out, what was expected, and the likely mistake. `notebook` runs the checks of an assignment; they
lie beside it, one folder an assignment, one file a question, made from the private sources.
"""

from numbers import Real

import numpy as np

__all__ = [
    "CheckFailed",
    "array",
    "call_answer",
    "call_text",
    "check_close",
    "check_that",
    "number",
    "outcome",
    "parts",
]

LABELS = ("Property", "Input", "Came out", "Expected", "Likely")
MAX_NUMBERS = 24  # of an array that a message shows whole
STOPPED_BY = {  # what usually stops an answer, by the name of the error
    "IndexError": "an index beyond the end, or one index too many: print the shapes of your arrays",
    "KeyError": "a dict has no such key: print its keys",
    "ModuleNotFoundError": "import only what the first cell of the assignment names",
    "OverflowError": "a number too large: uint8 cannot hold 256, so calculate with int; or exp of a large number",
    "NameError": "no cell has defined this name yet, or it is spelt in another way",
    "Stopped": "an endless loop, or far too much work or memory for so small an input",
    "TypeError": "an argument too many or too few, or None where a number is needed",
    "ValueError": "shapes that do not fit: print them; or an if about a whole array: np.where asks entry by entry",
}


class CheckFailed(AssertionError):
    """An answer does not have a property; the message is written for the student."""


def show(value):
    """A value as a message shows it: on one line, six digits a number, long arrays by their shape."""
    if isinstance(value, np.ndarray | np.generic):
        return f"an array of shape {value.shape}" if value.size > MAX_NUMBERS else show(value.tolist())
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple | list):
        inside = ", ".join(map(show, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {show(entry)}" for key, entry in value.items()) + "}"
    if callable(value):
        return getattr(value, "__name__", "a function")
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def call_text(name, *arguments):
    """The call that a message names: 'softmax([[1, 2], [0, 0]])'."""
    return f"{name}({', '.join(map(show, arguments))})"


def fail(what, *, given="", received="", expected="", hint=""):
    """Raise CheckFailed with those of its lines that say something."""
    lines = zip(LABELS, (what, given, received, expected, hint), strict=True)
    raise CheckFailed("\n".join(f"{label + ':':10}{text}" for label, text in lines if text))


def call_answer(name, function, *arguments):
    """What a student's function returns for copies of the arguments.

    Raises
    ------
    CheckFailed
        If it is missing or not written yet, raises, changes an argument, or returns None.
    """
    given = call_text(name, *arguments)
    if not callable(function):
        hint = f"run the cell that defines {name}, or restore it: its name was changed or overwritten"
        fail(f"{name} is a function", received=show(function), hint=hint)
    handed = [np.copy(a) if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        value = function(*handed)
    except NotImplementedError as error:
        raise CheckFailed(f"Not answered yet: {error}") from None
    except Exception as error:
        came = f"{type(error).__name__}: {error}"
        fail(
            f"{name} runs without an error",
            given=given,
            received=came,
            hint=STOPPED_BY.get(type(error).__name__, "run the same call in a new cell"),
        )
    for before, after in zip(arguments, handed, strict=True):
        if isinstance(before, np.ndarray) and not np.array_equal(
            before, after, equal_nan=before.dtype.kind == "f"
        ):
            hint = "+= and -= change an array in place: write w = w + ... instead, or work on a copy"
            fail(f"{name} leaves its arguments as they were", given=given, received=show(after), hint=hint)
    if value is None:
        fail(f"{name} returns something", given=given, received="None", hint="the last line needs a return")
    return value


def array(what, value, shape, *, given=""):
    """The value as a float array of a shape, or a failure that says what it is instead.

    A scalar shape is (); an entry None of the shape allows any length. Complex numbers and texts are none.
    """
    wanted = f"shape {shape}".replace("None", "any")
    numbers = _real(value)
    if numbers is None:
        fail(f"{what} holds numbers", given=given, received=show(value), expected=wanted)
    fits = len(shape) == numbers.ndim and all(
        n in (None, m) for n, m in zip(shape, numbers.shape, strict=True)
    )
    if not fits:
        words = f"shape {numbers.shape}: {show(numbers)}"
        fail(f"{what} has the {wanted}", given=given, received=words, expected=wanted)
    numbers = numbers.astype(float)
    if not np.isfinite(numbers).all():
        hint = "a division by zero, or exp or log of a number that is too large or too small"
        fail(f"{what} holds finite numbers", given=given, received=show(numbers), hint=hint)
    return numbers


def _real(value):
    """The value as an array of real numbers, None if it holds anything else."""
    try:
        entries = np.asarray(value)
    except (TypeError, ValueError):  # rows of several lengths, for one
        return None
    are_real = entries.dtype.kind in "biuf" or all(isinstance(entry, Real) for entry in entries.flat)
    return entries if are_real else None


def number(what, value, *, given=""):
    """The value as one float, or a failure that says what it is instead."""
    return float(array(what, value, (), given=given))


def parts(names, value, *, given=""):
    """The parts of a tuple that an answer gives back, named in one string: parts("w, b", value)."""
    n_expected = names.count(",") + 1
    received = len(value) if isinstance(value, tuple | list) else None
    if received != n_expected:
        came = f"{received} values" if received else show(value)
        hint = f"end with: return {names}"
        fail(f"it gives back {names}", given=given, received=came, expected=f"{n_expected} values", hint=hint)
    return tuple(value)


def check_close(what, received, expected, *, given="", hint="", mistakes=(), tolerance=1e-6):
    """Fail unless two values agree, each entry to `tolerance` of the largest (or of 1).

    Parameters
    ----------
    what : str
        The property, as a sentence.
    received, expected : float or array_like, one shape
    given : str
        The call, from :func:`call_text`.
    hint : str
        The likely mistake when no other is recognised.
    mistakes : iterable of (value, str)
        What a usual mistake gives, and the words for it; the first that agrees replaces `hint`.
    """
    expected = np.asarray(expected, dtype=float)
    received = array(what, received, expected.shape, given=given)
    if not _close(received, expected, tolerance):
        named = [words for value, words in mistakes if _close(received, value, tolerance)]
        hint = named[0] if named else hint
        came, wanted = _apart(received, expected)
        fail(what, given=given, received=came, expected=wanted, hint=hint)


def _apart(received, expected):
    """Both as a message shows them: whole, or, of long arrays, where they differ most."""
    if expected.size <= MAX_NUMBERS:
        return show(received), show(expected)
    place = np.unravel_index(np.abs(received - expected).argmax(), expected.shape)
    index = ", ".join(map(str, place))
    return f"entry [{index}] is {received[place]:.6g}", f"{expected[place]:.6g}"


def _close(a, b, tolerance):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        return False
    largest = max(1, np.abs(b).max(initial=0))
    return bool((np.abs(a - b) <= tolerance * largest).all())


def outcome(test, answers):
    """None if a check holds, else what it says.

    Parameters
    ----------
    test : function
        A check; its arguments name the answers that it takes.
    answers : dict
        Names of the notebook, with their values; a name that is missing is handed over as None.
    """
    names = test.__code__.co_varnames[: test.__code__.co_argcount]
    try:
        test(**{name: answers.get(name) for name in names})
    except CheckFailed as failure:
        return str(failure)
    except Exception as error:  # what came back could not even be looked at
        hint = "compare what your function gives back with what the question asks for"
        return f"The check stopped: {type(error).__name__}: {error}\n{'Likely:':10}{hint}"
    return None


def check_that(what, condition, *, given="", received="", expected="", hint=""):
    """Fail unless the condition is true."""
    if not condition:
        received = received if isinstance(received, str) else show(received)
        expected = expected if isinstance(expected, str) else show(expected)
        fail(what, given=given, received=received, expected=expected, hint=hint)

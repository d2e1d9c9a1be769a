"""What every public function asks of its arguments, and the words in which it refuses."""

import numpy as np


def require_matrix(name, value, n_columns=None):
    """Return `value` as a 2-D array of numbers, or raise an error that names the argument.

    Parameters
    ----------
    name : str
        What the caller calls the argument.
    value : (n, n_columns) array_like
    n_columns : int, optional
        Required number of columns; any when left out.

    Raises
    ------
    TypeError
        If the entries are not numbers.
    ValueError
        If the shape is not (n, n_columns).
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, it holds {array.dtype}")
    if array.ndim != 2 or (n_columns is not None and array.shape[1] != n_columns):
        expected = f"(n, {n_columns})" if n_columns is not None else "(n, d)"
        raise ValueError(f"{name} must have shape {expected}, it has {array.shape}")
    return array


def require_labels(name, value, n_examples, n_classes=None):
    """Return `value` as an (n_examples,) array of whole numbers in 0..n_classes-1.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If there are too many or too few, or one is out of range.
    """
    labels = np.asarray(value)
    if labels.shape != (n_examples,):
        raise ValueError(f"{name} must have shape ({n_examples},), one label a row, it has {labels.shape}")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold integer labels, it holds {labels.dtype}")
    outside = (labels < 0) | (labels >= (n_classes if n_classes is not None else np.inf))
    if outside.any():
        i = int(np.argmax(outside))
        limit = f"0..{n_classes - 1}" if n_classes is not None else "0 or more"
        raise ValueError(f"{name}[{i}] is {labels[i]}, labels must be {limit}")
    return labels


def require_positive(name, value, kind=float):
    """Return `value` if it is a number above zero (a whole one for kind=int), or raise ValueError."""
    allowed = (int, np.integer) if kind is int else (int, float, np.number)
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, allowed) or not 0 < value < np.inf:
        word = "whole number" if kind is int else "number"
        raise ValueError(f"{name} must be a {word} above 0, it is {value!r}")
    return value


def require_generator(rng):
    """Return `rng` if it is a numpy Generator, or raise TypeError: no function uses global random numbers."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy Generator, such as np.random.default_rng(0), it is {rng!r}")
    return rng

"""What crosses between the grader and the sandbox: plain data in frames of bytes, never a pickle.

A frame is four bytes of length and that many bytes of JSON. Numbers, strings, None, sequences and dicts
stand for themselves; an array is its dtype, shape and bytes; anything else stays where it is, and
a reference to it crosses. Both sides use this file; the sandbox's side may be in hostile hands, so
`decode` trusts nothing that it reads. numpy and the standard library only.
"""

import base64
import json
import numbers
import re
import struct
from collections.abc import Sequence

import numpy as np

MAX_BYTES = 16_000_000  # of a frame
MAX_DEPTH = 20  # of lists in lists
MAX_ITEMS = 200_000  # numbers, strings and containers of a frame that are not inside an array
KINDS = "biuf"  # of arrays: bool, integers, floats
DTYPE = re.compile(r"[<>|](b1|[iu][1248]|f[248])")  # all that an array may be when it arrives


class ProtocolError(Exception):
    """What was received, or is to be sent, is not plain data within the limits."""


def pack(message):
    """A message as a frame, bytes.

    Raises
    ------
    ProtocolError
        If it is longer than MAX_BYTES.
    """
    body = json.dumps(message).encode()
    if len(body) > MAX_BYTES:
        raise ProtocolError(f"{len(body) / 1e6:.0f} MB of data, more than {MAX_BYTES / 1e6:.0f} MB")
    return struct.pack(">I", len(body)) + body


def length(header):
    """The length that the first four bytes of a frame announce, or ProtocolError if it is too large."""
    (n_bytes,) = struct.unpack(">I", header)
    if n_bytes > MAX_BYTES:
        raise ProtocolError(f"a message of {n_bytes / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB")
    return n_bytes


def weighed(body):
    """The body of a frame, or ProtocolError if reading it would make far more values than it may hold."""
    if sum(body.count(mark) for mark in (b"[", b"{", b",")) > 4 * MAX_ITEMS:
        raise ProtocolError(f"more than {MAX_ITEMS} separate values; arrays are better for many numbers")
    return body


def unpack(body):
    """The message, a dict, in the body of a frame, or ProtocolError."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"a message that is not JSON: {type(error).__name__}") from None
    if not isinstance(message, dict):
        raise ProtocolError("a message that is not a dict")
    return message


def encode(value, keep, depth=0):
    """A value as JSON; `keep(thing)` gives the reference that crosses for what is not plain.

    Raises
    ------
    ProtocolError
        If it is nested deeper than MAX_DEPTH.
    TypeError
        If it holds complex numbers, with which a check would compare what it does not mean.
    """
    if depth > MAX_DEPTH:
        raise ProtocolError(f"data nested deeper than {MAX_DEPTH} levels")
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.ndarray | np.generic) and np.asarray(value).dtype.kind in KINDS:
        array = np.ascontiguousarray(value)
        array = array.astype("f8" if array.dtype.char == "g" else array.dtype)  # no long doubles
        array = array.reshape(np.shape(value))  # ascontiguousarray makes a number a vector
        array = array.astype(array.dtype.newbyteorder("="))
        data = base64.b64encode(array.tobytes()).decode()
        return {"array": array.dtype.str, "shape": list(array.shape), "data": data}
    if isinstance(value, complex | np.ndarray | np.generic) and np.iscomplexobj(value):
        raise TypeError("complex numbers, where real ones are asked for")
    if isinstance(value, np.ndarray) and value.dtype.kind in "UO":
        return encode(value.tolist(), keep, depth + 1)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        name = "tuple" if isinstance(value, tuple) else "list"
        return {name: [encode(item, keep, depth + 1) for item in value]}
    if isinstance(value, dict):
        pairs = [[encode(k, keep, depth + 1), encode(v, keep, depth + 1)] for k, v in value.items()]
        return {"dict": pairs}
    if isinstance(value, str | numbers.Number):
        return _encode_scalar(value, keep, depth)
    return {"kept": keep(value)}


def _encode_scalar(value, keep, depth):
    """A string or a number of a class of its own: an IntEnum, a Fraction, a Decimal."""
    plain = next((kind for kind in (str, int) if isinstance(value, kind)), float)
    return plain(value) if plain is not str else str.__str__(value)


def decode(value, found, depth=0, count=None):
    """The value that `encode` gave; `found(reference)` gives what stands for a reference.

    Raises
    ------
    ProtocolError
        If it is anything that `encode` would not give, or beyond the limits.
    """
    count = [0] if count is None else count
    count[0] += 1
    if depth > MAX_DEPTH:
        raise ProtocolError(f"data nested deeper than {MAX_DEPTH} levels")
    if count[0] > MAX_ITEMS:
        raise ProtocolError(f"more than {MAX_ITEMS} separate values; arrays are better for many numbers")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, inside),) = value.items()
        if kind in ("list", "tuple") and isinstance(inside, list):
            items = [decode(item, found, depth + 1, count) for item in inside]
            return items if kind == "list" else tuple(items)
        if kind == "dict" and isinstance(inside, list):
            return _decode_dict(inside, found, depth, count)
        if kind == "kept":
            return found(inside)
    if isinstance(value, dict) and value.keys() == {"array", "shape", "data"}:
        return _decode_array(value)
    raise ProtocolError("a value that is not plain data")


def _decode_dict(pairs, found, depth, count):
    result = {}
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ProtocolError("a dict that is not made of pairs")
        key, item = (decode(part, found, depth + 1, count) for part in pair)
        if not isinstance(key, bool | int | float | str | type(None)):
            raise ProtocolError("a dict with a key that is no number and no string")
        result[key] = item
    return result


def _decode_array(value):
    name, shape = value["array"], value["shape"]
    if not isinstance(name, str) or not DTYPE.fullmatch(name):  # np.dtype would run much of what it reads
        raise ProtocolError("an array that does not hold plain numbers")
    if not isinstance(shape, list) or len(shape) > 8 or not all(type(n) is int and n >= 0 for n in shape):
        raise ProtocolError("an array whose shape is none")
    try:
        data = base64.b64decode(value["data"], validate=True)
    except (TypeError, ValueError):
        raise ProtocolError("an array that cannot be read") from None
    dtype, n_items = np.dtype(name), 1
    for n in shape:  # whole numbers of any size: no overflow
        n_items *= n
    if n_items * dtype.itemsize != len(data):
        raise ProtocolError("an array whose shape is not that of its data")
    try:
        return np.frombuffer(data, dtype).reshape(shape).copy()[()]  # a number of numpy is one again
    except (ValueError, MemoryError):  # no items, but an axis that is longer than numpy can count
        raise ProtocolError("an array whose shape is none") from None

"""The cells of a notebook file, however it was written; what cannot be read is told in a sentence."""

import contextlib
import json
import re
from itertools import islice

MAX_NOTEBOOK = 60_000_000  # bytes, most of them outputs
MAX_VALUES = 6_000_000  # brackets, braces and commas of a notebook: what reading it makes in memory
VALUE = re.compile(rb'(?:[^"\[{,]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?+)*+.?', re.DOTALL)  # and texts before it
MAX_CELLS = 2000


class Unreadable(ValueError):
    """What was handed in is not a notebook; the message says why."""


def cells_of(data, frame=frozenset()):
    """The sources of the code cells of a notebook file; those of the frame are empty.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    return sources(read(data), frame)


def sources(cells, frame=frozenset()):
    """The sources of the code cells among some cells; those of the frame are empty."""
    found = [source for cell in cells if (source := _source(cell)) is not None]
    return ["" if source.strip() in frame else source for source in found]  # each cell keeps its number


def read(data):
    """The cells of a notebook file, a list of what it holds.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    return opened(data)[0]


def opened(data):
    """The cells of a notebook file, and the version of Python that it says, as '3.12.3' or nothing.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    notebook = parsed(data)
    cells = _cells(notebook) if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("the file is JSON, but no notebook: it has no list of cells")
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells, more than {MAX_CELLS}")
    return cells, _version(notebook)


def parsed(data):
    """What the JSON of a notebook file holds, in Unicode or as Windows writes it in Korea or in the West.

    Raises
    ------
    Unreadable
        If it is too large, or no JSON.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    if len(data) > MAX_NOTEBOOK:
        raise Unreadable(f"the file has {len(data) / 1e6:.0f} MB, more than {MAX_NOTEBOOK // 1_000_000} MB")
    if _has_many(data):
        raise Unreadable(f"the file holds more than {MAX_VALUES} values")
    try:
        return json.loads(_decoded(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_why_unreadable(data, error)) from None


def _has_many(data):
    """Whether its JSON holds more than MAX_VALUES; a comma in a text, such as a long output, makes none."""
    if sum(data.count(mark) for mark in (b"[", b"{", b",")) <= MAX_VALUES:
        return False
    is_known = json.detect_encoding(data) in ("utf-8", "utf-8-sig")
    return not is_known or sum(1 for _ in islice(VALUE.finditer(data), MAX_VALUES)) == MAX_VALUES


def _why_unreadable(data, error):
    """Why a file is not JSON, as far as its first bytes and lines tell."""
    if re.search(rb"^<{7} ", data, re.MULTILINE):
        return "the file holds marks of a merge (<<<<<<<): settle them in a text editor, and save it again"
    if data[:4096].strip()[:1].isalnum() or data.lstrip().startswith((b"#", b"%", b'"""')):
        return "the file is text under the name of a notebook: hand in the notebook itself (.ipynb)"
    place = f"its JSON breaks off at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"the file is not a notebook: {place or f'{type(error).__name__} while reading its JSON'}"


def _decoded(data):
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode(json.detect_encoding(data), "surrogatepass")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("cp949")
    return data.decode("cp1252")


def _version(notebook):
    """The version of Python that a notebook names as its own, or nothing."""
    for key in ("metadata", "language_info", "version"):
        notebook = notebook.get(key) if isinstance(notebook, dict) else None
    return notebook if isinstance(notebook, str) and re.fullmatch(r"3(\.\d{1,3}){1,2}", notebook) else ""


def _cells(notebook):
    """The list of cells; those of all worksheets in a notebook of version 3."""
    sheets = notebook.get("worksheets")
    if "cells" in notebook or not isinstance(sheets, list):
        return notebook.get("cells")
    of_sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in of_sheets if isinstance(cells, list) for cell in cells] if of_sheets else None


def _source(cell):
    """The source of a code cell as one string; None for any other cell, or what is none."""
    return text_of(cell) if kind_of(cell) == "code" else None


def text_of(cell):
    """The source of a cell as one string, None if it is none."""
    source = cell.get("source", cell.get("input", ""))  # "input" in version 3
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        has_ends = any(line.endswith("\n") for line in source)
        source = ("" if has_ends else "\n").join(source)
    return source if isinstance(source, str) else None


def kind_of(cell):
    return cell.get("cell_type") if isinstance(cell, dict) else None

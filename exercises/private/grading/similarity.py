"""Names the pairs of submissions whose code is most alike; the code is read as text and never run."""

import ast
import html
import itertools
import math
from collections import Counter

from exercises.private.grading.grade import Unreadable, cells_of
from exercises.private.grading.results import PAGE

LONGEST = 20_000  # characters of a cell
PIECE = 8  # parts of the syntax tree that follow each other
N_PAIRS = 40


def shape(source):
    """The parts of the syntax of a cell in their order, without names, docstrings and comments."""
    if len(source) > LONGEST:
        return []
    try:
        return list(_parts(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics, bombs: not compared
        return []


def _parts(node):
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_text and isinstance(node.value.value, str):
        return
    yield type(node).__name__ + (repr(node.value)[:20] if isinstance(node, ast.Constant) else "")
    for child in ast.iter_child_nodes(node):
        yield from _parts(child)


def pieces(data, frame):
    """All runs of PIECE parts of a notebook, as a set."""
    try:
        shapes = [shape(source) for source in cells_of(data, frame)]
    except Unreadable:
        return set()
    return {tuple(parts[k : k + PIECE]) for parts in shapes for k in range(len(parts) - PIECE + 1)}


def pairs(found, frame):
    """(share, student, student) of the pairs most alike; a piece counts the more, the fewer have it."""
    has = {submission.student: pieces(submission.data, frame) for submission in found}
    common = Counter(piece for each in has.values() for piece in each)
    weight = {piece: math.log((1 + len(has)) / n) for piece, n in common.items()}
    size = {student: sum(map(weight.get, each)) for student, each in has.items()}
    alike = []
    for one, other in itertools.combinations(sorted(has), 2):
        shared = sum(map(weight.get, has[one] & has[other]))
        alike.append((shared / max(size[one] + size[other] - shared, 1e-9), one, other))
    return sorted(alike, key=lambda row: (-row[0], row[1:]))[:N_PAIRS]


def report(found, frame):
    """The page for the lecturer."""
    text = (
        "<p>Code without names, comments and texts; what many have counts little. No proof of anything.</p>"
    )
    rows = [
        f"<li>{a:.0%}: {html.escape(one)} and {html.escape(two)}</li>" for a, one, two in pairs(found, frame)
    ]
    return PAGE.format(title="Submissions that are most alike", body=text + "<ol>" + "".join(rows) + "</ol>")

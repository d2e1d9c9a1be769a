"""Names the pairs of hand-ins whose code is most alike; the code is read as text and never run.

What is compared are runs of parts of the syntax inside a function or a statement, without names, comments,
texts and magics; so neither other names, nor another order of functions, nor a block or a string around
them hides a copy. Runs that many have say little and count little. The fingerprints are kept beside the
results, and pairs are found from the runs that two have in common.
"""

import ast
import hashlib
import io
import math
import re
from pathlib import Path

import numpy as np
from scipy import sparse

from exercises.private.grading import results
from exercises.private.grading.notebook_file import Unreadable, cells_of
from exercises.private.grading.pages import items, page, text

LONGEST = 100_000  # characters of code of a notebook, without comments; the rest is not compared
PIECE = 8  # parts of the syntax that follow each other
FEW = 12  # pieces below which a hand-in counts as that large: a single line is in many
DEPTH = 3  # of code in a string in code
N_PAIRS = 40
MANY = 30  # a piece that more have, and more than a tenth of the class, is not looked at
KEPT = re.compile(r"^([\w, ]+=\s*)[%!].*$")
SKIPPED = ("ctx", "annotation", "returns", "decorator_list", "type_comment")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def without_magics(source):
    """The lines of a cell as Python: a magic or a shell command is `pass`, its result None; no comments."""
    lines = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(map(_without_magic, lines))


def _without_magic(line):
    """By looks that go once through a line: students choose how long it is, and of what."""
    code = KEPT.sub(r"\1None", line.strip())
    is_magic = code.startswith(("%", "!")) or code.endswith("?")
    return line[: len(line) - len(line.lstrip())] + ("pass" if is_magic else code)


def units(source, depth=0):
    """The parts of each function and each other statement of some code: one list of words for each."""
    try:
        tree = ast.parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # no Python, a bomb: not compared
        return
    ahead = list(tree.body)
    while ahead:
        root, words, stack = ahead.pop(), [], []
        stack = list(reversed(_inside(root)))
        while stack:
            node = stack.pop()
            if isinstance(node, FUNCTIONS):
                ahead.append(node)
                words.append("function")
            else:
                words.append(_word(node))
                stack += reversed(_inside(node))
            if depth < DEPTH and re.search(r"\n|def |lambda", code := _text_of(node)):
                yield from units(code, depth + 1)  # for exec, perhaps
        yield words


def _inside(node):
    """The parts of a node that are compared."""
    inside = [child for name, value in ast.iter_fields(node) if name not in SKIPPED for child in _list(value)]
    return [child for child in inside if isinstance(child, ast.AST) and not _is_docstring(child)]


def _list(value):
    return value if isinstance(value, list) else [value]


def _is_docstring(node):
    """Whether it is a text that stands alone, or nothing."""
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Pass) or (alone and isinstance(node.value.value, str))


def _word(node):
    value = node.value if isinstance(node, ast.Constant) else None
    is_shown = isinstance(value, float | complex) or (isinstance(value, int) and value.bit_length() < 64)
    return type(node).__name__ + (repr(value) if is_shown else "")


def _text_of(node):
    """The text of a string, or of a sum of some."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
        texts = [
            part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        return "".join(texts) if len(texts) == 2 else ""
    return ""


def pieces(data, frame):
    """The fingerprints of all runs of PIECE words of a notebook, (n,) uint64, sorted, each once."""
    try:
        cells = cells_of(data, frame)
    except Unreadable:
        return np.empty(0, np.uint64)
    left, found = LONGEST, set()
    for cell in cells:
        left -= len(without_magics(cell))
        for words in units(cell) if left >= 0 else ():
            found |= {_digest(words[k : k + PIECE]) for k in range(len(words) - PIECE + 1)}
    return np.array(sorted(found), np.uint64)


def _digest(words):
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=8).digest())


def kept_pieces(submission, frame, folder):
    """As `pieces`, from a file beside the results if it is there and whole."""
    program = Path(__file__).read_bytes() + "\0".join(sorted(frame)).encode()
    path = folder / f"{hashlib.sha256(submission.data + program).hexdigest()}.npy"
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):  # not there, or damaged: made anew
        found = pieces(submission.data, frame)
    out = io.BytesIO()
    np.save(out, found, allow_pickle=False)
    results.write(path, out.getvalue())
    return found


def pairs(found, frame, folder):
    """(share, student, student) of the pairs most alike; a piece counts the more, the fewer have it.

    The share is that of what both have in what the smaller of them has, so that code added does not hide
    a copy.

    Parameters
    ----------
    found : list of Submission
    frame : frozenset of str
        Sources of cells that are everybody's.
    folder : Path
        Where fingerprints are kept.
    """
    has = [kept_pieces(submission, frame, folder) for submission in found]
    n = len(has)
    if n < 2:
        return []
    whose = np.repeat(np.arange(n), [len(each) for each in has])
    _, which, common = np.unique(np.concatenate(has), return_inverse=True, return_counts=True)
    weight = np.log((1 + n) / common) * (common <= max(MANY, n / 10))
    there = sparse.csr_array((np.ones(len(which)), (whose, which)), shape=(n, len(common)))
    weighted = there * weight
    shared, size = (weighted @ there.T).toarray(), weighted.sum(axis=1)
    floor = FEW * math.log((1 + n) / 2)
    share = shared / np.maximum(np.minimum.outer(size, size), floor)
    one, other = np.triu_indices(n, 1)
    order = np.lexsort((other, one, -shared[one, other], -share[one, other].round(9)))[:N_PAIRS]
    return [
        (float(share[i, j]), found[i].student, found[j].student)
        for i, j in zip(one[order], other[order], strict=True)
    ]


def report(found, frame, folder):
    """The page for the lecturer."""
    told = "Code without names, comments and texts; what many have counts little. No proof of anything."
    alike = [
        f"{share:.0%}: {text(one)} and {text(other)}" for share, one, other in pairs(found, frame, folder)
    ]
    rows = "".join(f"<li>{row}</li>" for row in alike)
    parts = [f"<p>{told}</p>", f"<ol>{rows}</ol>"]
    if long := [submission.student for submission in found if is_long(submission.data, frame)]:
        parts += [f"<h2>Too long to be compared whole: {len(long)}</h2>", items(long)]
    return page("Hand-ins that are most alike", *parts)


def is_long(data, frame):
    """Whether a notebook has more code than is compared."""
    try:
        return len(data) > LONGEST and sum(map(len, map(without_magics, cells_of(data, frame)))) > LONGEST
    except Unreadable:
        return False

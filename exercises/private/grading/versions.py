"""What a score depends on besides the hand-in and its checks: the modules that grade it, numpy, limits."""

import ast
import dataclasses
import functools
import hashlib
import platform

import numpy as np

from exercises.private.grading import image
from exercises.private.grading.bubblewrap import Limits
from exercises.private.source import ROOT

BEGIN = ["exercises.private.grading.engines", *(f"exercises.private.grading.{name}" for name in image.WORKER)]
OURS = ("mlplib", "exercises")


def grader(assignment):
    """A digest of the modules that grade an assignment, of all that these import, and of numpy and Python.

    Comments and limits are no part of it; who has other limits is told by `limits`.
    """
    texts = "\n".join(question.text for question in assignment.questions)
    begin = [*BEGIN, *(f"mlplib.{module}" for module in assignment.modules), *imports(ast.parse(texts))]
    return digest(tuple(begin))


@functools.cache
def digest(begin):
    """That of the modules which these names reach."""
    told = [platform.python_version(), np.__version__]
    told += [f"{name} {ast.dump(without_limits(tree))}" for name, tree in sorted(reached(begin).items())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def limits():
    """What a hand-in may use, {name: number}."""
    return dataclasses.asdict(Limits())


def reached(names):
    """{name: syntax} of the modules of ours that have these names, and of those that they import."""
    found, ahead = {}, list(names)
    while ahead:
        name = ahead.pop()
        file = place(name)
        if file and name not in found:
            found[name] = ast.parse(file.read_text(encoding="utf-8"))
            ahead += imports(found[name])
    return found


def place(name):
    """The file of a module of ours, or None."""
    path = ROOT.joinpath(*name.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if name.split(".")[0] in OURS and file.is_file()), None)


def imports(tree):
    """The names that a module imports, at its top or inside a function; some are of no module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def without_limits(tree):
    """The syntax of a module without the numbers of its class Limits."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == "Limits":
            node.body = [part for part in node.body if not isinstance(part, ast.AnnAssign)]
    return tree

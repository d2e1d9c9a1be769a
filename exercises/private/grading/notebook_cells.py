"""Runs cells inside the sandbox as IPython does: magics, `await`, `_`, an error and the definitions below it.

Nothing here is trusted.
"""

import __future__

import ast
import contextlib
import linecache
import re
import traceback
import types

import numpy as np
from stand_ins import Absorb

OPTIONS = re.compile(r"^(\s*-[a-z]\w*(\s+\d+)?)*\s+(?=\S)")  # at the begin of the line of a magic
LAST = "_the_last_value_of_the_cell"


class Shell:
    """Stands for IPython: what times or captures code runs it, other magics do nothing."""

    def __init__(self, names):
        self.names = names

    def run_line_magic(self, magic, line, *rest):
        if magic == "pylab":
            self.names.update(np=np, plt=Absorb("plt"))
        if magic == "run":
            with open(line.split()[0], encoding="utf-8") as file:
                run(python_of(file.read()), self.names)
        if magic not in ("time", "timeit", "prun"):
            return None
        source = python_of(OPTIONS.sub("", f" {line}")).strip()
        is_value = isinstance(ast.parse(source).body[0], ast.Expr)
        return run(source, self.names, kind="eval" if is_value else "exec")

    def run_cell_magic(self, magic, line, body):
        if magic in ("writefile", "file"):
            with open(line.split()[-1], "a" if "-a" in line.split() else "w", encoding="utf-8") as file:
                file.write(body)
        if magic == "capture":
            self.names.update((word, Absorb(word)) for word in line.split() if word.isidentifier())
        if magic in ("time", "timeit", "prun", "capture", "python", "python3"):
            run(python_of(body), self.names)

    def __getattr__(self, name):
        return Absorb(name)


def python_of(source):
    """The source of a cell as plain Python: magics become calls of the stand-in for IPython."""
    source = source.removeprefix("\ufeff")
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(source.replace("\u00a0", " "))  # as a web page has them
    return source


def run(source, names, label="<cell>", kind="exec"):
    """Run Python, as text or tree, with `await` at its top allowed; the value if `kind` is "eval".

    What one cell has imported from the future holds in the cells below, as in IPython.
    """
    future = names.get("annotations") is __future__.annotations and __future__.annotations.compiler_flag
    value = eval(compile(source, label, kind, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future), names)
    if not isinstance(value, types.CoroutineType):
        return value
    import asyncio

    return asyncio.run(value)


def run_cell(source, names, number):
    """Run a cell as IPython does: its last value is `_`. After an error, what it defines below is defined."""
    names["In"].append(source)
    label = f"<cell {number}>"
    text = python_of(source)
    linecache.cache[label] = len(text), None, text.splitlines(keepends=True), label  # for inspect
    tree = ast.parse(text, label)
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        kept = ast.Assign([ast.Name(LAST, ast.Store())], last.value)
        tree.body[-1] = ast.fix_missing_locations(ast.copy_location(kept, last))
    try:
        run(tree, names, label)
    except BaseException as error:
        for part in definitions(tree, below=line_of(error, label)):
            with contextlib.suppress(Exception):  # the first error of a cell is the one that is told
                run(ast.Module([part], []), names, label)
        raise
    finally:
        show(names.pop(LAST, None), names, number)


def show(value, names, number):
    """Keep the last value of a cell as `_`, unless the notebook uses that name for something else."""
    if value is None:
        return
    before = next(reversed(names["Out"].values()), None)
    if names.get("_") is before:
        names["_"] = value
    names["Out"][number] = value


def line_of(error, label):
    """The line of a cell at which an error has stopped it."""
    steps = traceback.walk_tb(error.__traceback__)
    return next((line for frame, line in steps if frame.f_code.co_filename == label), 0)


def definitions(tree, below):
    """The functions, classes, imports and names that a cell defines below a line."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    kinds += (ast.Assign, ast.AnnAssign)
    return [part for part in tree.body if isinstance(part, kinds) and part.lineno > below]

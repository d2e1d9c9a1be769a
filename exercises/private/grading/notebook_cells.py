"""Runs cells inside the sandbox as IPython does: magics, `await`, `_`, an error and the definitions below it.

Nothing here is trusted.
"""

import __future__

import ast
import contextlib
import linecache
import os
import re
import shlex
import traceback
import types

import numpy as np
from stand_ins import Absorb

OPTIONS = re.compile(r"^(\s*-[a-z]\w*(\s+\d+)?)*\s+(?=\S)")  # at the begin of the line of a magic
LAST = "_the_last_value_of_the_cell"


class Shell:
    """Stands for IPython: what times or captures code runs it, other magics do nothing.

    What runs apart leaves no names behind.
    """

    def __init__(self, names):
        self.names = names

    def run_line_magic(self, magic, line, *rest):
        if magic == "pylab":
            self.names.update(np=np, plt=Absorb("plt"))
        if magic == "run":
            with open(next(words_of(line)), encoding="utf-8") as file:
                execute(file.read(), self.names)
        if magic not in ("time", "timeit", "prun"):
            return None
        return execute(OPTIONS.sub("", f" {line}").strip(), self.names_for(magic))

    def run_cell_magic(self, magic, line, body):
        if magic in ("writefile", "file"):
            path = next(words_of(line))
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)  # a shell would have made it
            with open(path, "a" if "-a" in line.split() else "w", encoding="utf-8") as file:
                file.write(body)
        if magic == "capture":
            self.names.update((word, Absorb(word)) for word in line.split() if word.isidentifier())
        if magic in ("time", "timeit", "prun", "capture", "python", "python3"):
            return execute(body, self.names_for(magic))
        return None

    def names_for(self, magic):
        return dict(self.names) if magic in ("timeit", "python", "python3") else self.names

    def __getattr__(self, name):
        return Absorb(name)


def words_of(line):
    """The words of the line of a magic that are no options, without quotes."""
    return (word for word in shlex.split(line) if not word.startswith("-"))


def python_of(source):
    """The source of a cell as plain Python: magics become calls of the stand-in for IPython."""
    source = source.removeprefix("\ufeff")
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(source.replace("\u00a0", " "))  # as a web page has them
    return source


def run(tree, names, label):
    """Run a tree, with `await` at its top allowed.

    What one cell has imported from the future holds in the cells below, as in IPython.
    """
    future = names.get("annotations") is __future__.annotations and __future__.annotations.compiler_flag
    value = eval(compile(tree, label, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future), names)
    if isinstance(value, types.CoroutineType):
        event_loop().run_until_complete(value)


def event_loop():
    """The loop of all cells: what one of them has started another may await."""
    import asyncio

    try:
        return asyncio.get_event_loop()
    except RuntimeError:  # there is none yet, or asyncio.run has taken it away
        asyncio.set_event_loop(asyncio.new_event_loop())
        return asyncio.get_event_loop()


def run_cell(source, names, number):
    """Run a cell as IPython does: its last value is `_`."""
    names["In"].append(source)
    show(execute(source, names, f"<cell {number}>"), names, number)


def execute(source, names, label="<cell>"):
    """Run code with magics; its last value. After an error, its `rest` runs."""
    text = python_of(source)
    linecache.cache[label] = len(text), None, text.splitlines(keepends=True), label  # for inspect
    tree = ast.parse(text, label)
    tree.body = [single for part in tree.body for single in singly(part)]
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        kept = ast.Assign([ast.Name(LAST, ast.Store())], last.value)
        tree.body[-1] = ast.fix_missing_locations(ast.copy_location(kept, last))
    try:
        run(tree, names, label)
        return names.get(LAST)
    except BaseException as error:
        for part in rest(tree, line_of(error, label)):
            with contextlib.suppress(Exception):  # the first error of a cell is the one that is told
                run(ast.Module([part], []), names, label)
        raise
    finally:
        names.pop(LAST, None)


def singly(part):
    """`import a, b` as two statements, so that one that is missing does not take the other along."""
    if not isinstance(part, ast.Import):
        return [part]
    return [ast.copy_location(ast.Import([alias]), part) for alias in part.names]


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


def rest(tree, line):
    """What still runs of a cell that an error has stopped at a line: what defines something.

    All from there on where an import has failed: the module is missing here, and was not to its author.
    """
    imports = (ast.Import, ast.ImportFrom)
    for k, part in enumerate(tree.body):
        if isinstance(part, imports) and part.lineno <= line <= part.end_lineno:
            return tree.body[k:]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, *imports)
    return [part for part in tree.body if isinstance(part, kinds) and part.lineno > line]

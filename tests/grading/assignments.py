"""The real assignments: the cells that solve them, and the usual mistakes."""

import importlib.util

import nbformat

from tools import exercises


def sources(path):
    """The code cells of a notebook that hold no test."""
    cells = nbformat.read(path, as_version=4).cells
    return [c.source for c in cells if c.cell_type == "code" and "# BEGIN TEST CONFIG" not in c.source]


def released(name):
    """The notebook that students get."""
    return exercises.ROOT / "exercises" / f"{name}.ipynb"


def wrong_answers(name):
    """{question: [(mistake, words of its message, code)]}."""
    path = exercises.SOURCES / "wrong_answers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"wrong_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.WRONG


SOLVED = sources(exercises.SOURCES / "perceptron.ipynb")

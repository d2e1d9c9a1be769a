"""A small assignment of two questions, answers to it, and notebooks that hold them."""

import json

import nbformat

from exercises.private.grading.assignment import Assignment, Question
from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.grade import grade

DOUBLE = """
from exercises.private.question import check, hidden_check

@check(points=1)
def test_three_becomes_six(double):
    from mlplib.checks import check_close, call_answer, call_text
    check_close("twice the number", call_answer("double", double, 3.0), 6.0, given=call_text("double", 3.0))

@hidden_check(points=2)
def test_arrays_are_doubled(double):
    import numpy as np
    from mlplib.checks import check_close, call_answer
    for shape in [(3,), (2, 2)]:
        x = np.random.default_rng(len(shape)).normal(size=shape)
        check_close("twice the array", call_answer("double", double, x), 2 * x)
"""
TOTAL = """
from exercises.private.question import check, hidden_check

@check(points=1)
def test_one_two_three_make_six(total):
    from mlplib.checks import check_close, call_answer
    check_close("the sum", call_answer("total", total, [1, 2, 3]), 6)

@hidden_check(points=1)
def test_a_function_is_summed(total):
    import numpy as np
    from mlplib.checks import check_close, call_answer
    check_close("the sum", call_answer("total", total, np.arange(10.0)), 45.0)
"""
MINI = Assignment("mini", (Question("double", "1.1", DOUBLE), Question("total", "1.2", TOTAL)), frozenset())
RIGHT_DOUBLE = "def double(x):\n    return 2 * x"
RIGHT_TOTAL = "def total(x):\n    return sum(x)"
# What answers need is some hundredths of these seconds; only what waits takes all of the clock's.
LIMITS = Limits(question=1, cell=1, submission=600, patience=8)
BOTH = f"{RIGHT_DOUBLE}\n\n\n{RIGHT_TOTAL}"


def notebook(*sources):
    """The bytes of a notebook with these code cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


def document(*cells, **rest):
    """The bytes of a notebook written by hand: cells as dicts."""
    return json.dumps(
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | rest
    ).encode()


def code(source, **rest):
    """A code cell written by hand."""
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return empty | {"source": source} | rest


def grade_mini(data, site):
    """The result of the bytes of a notebook, graded as the small assignment."""
    result = grade(data, MINI, site, LIMITS)
    assert_plain(result)
    return result


def assert_plain(result):
    """Whatever came back, the result is plain data, and has both questions."""
    json.dumps([result.questions, result.notes], ensure_ascii=False, allow_nan=False).encode()
    assert [question["name"] for question in result.questions] == ["double", "total"]


def points(result):
    return [question["points"] for question in result.questions]


def told(result):
    """All that a student's code can make the grader say."""
    return result.notes + [failed["says"] for question in result.questions for failed in question["failed"]]

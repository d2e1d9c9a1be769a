"""A small assignment of two questions, graded in the real sandbox."""

import json

import nbformat
import pytest

from exercises.grading.bubblewrap import Limits, prepare
from exercises.grading.grade import Assignment, Question, grade

DOUBLE = """
from otter.test_files import test_case

OK_FORMAT = False
name = "double"
points = None

@test_case(points=1, hidden=False)
def test_three_becomes_six(double):
    from mlplib.checks import agree, ask, call_text
    agree("twice the number", ask("double", double, 3.0), 6.0, given=call_text("double", 3.0))

@test_case(points=2, hidden=True)
def test_arrays_are_doubled(double):
    import numpy as np
    from mlplib.checks import agree, ask
    for shape in [(3,), (2, 2)]:
        x = np.random.default_rng(len(shape)).normal(size=shape)
        agree("twice the array", ask("double", double, x), 2 * x)
"""
TOTAL = """
from otter.test_files import test_case

OK_FORMAT = False
name = "total"
points = None

@test_case(points=1, hidden=False)
def test_one_two_three_make_six(total):
    from mlplib.checks import agree, ask
    agree("the sum", ask("total", total, [1, 2, 3]), 6)

@test_case(points=1, hidden=True)
def test_a_function_is_summed(total):
    import numpy as np
    from mlplib.checks import agree, ask
    agree("the sum", ask("total", total, np.arange(10.0)), 45.0)
"""
MINI = Assignment("mini", (Question("double", "1.1", DOUBLE), Question("total", "1.2", TOTAL)), frozenset())
RIGHT_DOUBLE = "def double(x):\n    return 2 * x"
RIGHT_TOTAL = "def total(x):\n    return sum(x)"


def notebook(*sources):
    """The bytes of a notebook with these code cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def graded(site):
    """Grade cells, or the bytes of a file, as the small assignment."""

    def run(*sources, limits=None):
        data = sources[0] if isinstance(sources[0], bytes) else notebook(*sources)
        result = grade(data, MINI, site, limits or Limits(question=5, cells=5, submission=20))
        json.dumps([result.questions, result.notes])  # plain data, whatever came back
        assert [question["name"] for question in result.questions] == ["double", "total"]
        return result

    return run

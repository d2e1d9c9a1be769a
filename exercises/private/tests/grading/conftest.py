"""Folders of packages, and tables of notebooks that are graded side by side in the real sandbox."""

from functools import partial

import pytest

from exercises.private import assignment, generate
from exercises.private.grading.assignment import load
from exercises.private.grading.image import prepare
from exercises.private.tests.grading.classes import N_STUDENTS, class_of, grade_class
from exercises.private.tests.grading.mini import grade_mini, notebook
from tests.together import side_by_side


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def graded(site):
    """A function that grades cells as the small assignment."""
    return lambda *cells: grade_mini(notebook(*cells), site)


@pytest.fixture(scope="module")
def table(request, once, site):
    """A function that gives {row: what work(site, row) returns}, of the module's rows that are selected.

    A row is a value of the parameter `row` of a test. All are worked on side by side, once a test run.
    """
    items = [item for item in request.session.items if item.path == request.path]
    rows = [item.callspec.params["row"] for item in items if "row" in item.fixturenames]
    return lambda work: once(request.path.stem, lambda _: side_by_side(partial(work, site), rows))


@pytest.fixture(scope="session")
def tests(tmp_path_factory):
    """The folder with the test files of the assignment perceptron, hidden ones included."""
    built = tmp_path_factory.mktemp("built")
    generate.build(assignment.one("perceptron"), built)
    return built / "perceptron" / "tests"


@pytest.fixture(scope="session")
def perceptron(tests):
    return load("perceptron", tests)


@pytest.fixture(scope="session")
def whole(once, tests):
    """A folder with a class, in `in`, and with its grades, from a run that nothing has disturbed."""

    def make(folder):
        grade_class(tests, class_of(folder / "in", N_STUDENTS), folder)
        return folder

    return once("whole", make)

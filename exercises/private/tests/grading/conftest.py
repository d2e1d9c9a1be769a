"""Folders of packages, and tables of notebooks that are graded side by side in the real sandbox."""

import os
import shutil
from functools import partial

import pytest

from exercises.private import assignment, generate
from exercises.private.grading import image
from exercises.private.grading.assignment import load
from exercises.private.tests.grading.classes import N_STUDENTS, class_of, grade_class
from exercises.private.tests.grading.mini import grade_mini, notebook
from tests.together import side_by_side


@pytest.fixture(scope="session", autouse=True)
def site(once):
    """A folder of packages; every other that a test has made shares its copy of Python."""
    folder = once("site", prepared)
    shared = [path for path in folder.iterdir() if path.name not in (*image.MOUNTED, "content", "site")]

    def share(other):
        for path in shared:
            shutil.copytree(path, other / path.name, copy_function=os.link)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image, "copy_python", share)
        yield folder


def prepared(folder):
    image.prepare(folder)
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
def tests(once):
    """The folder with the test files of the assignment perceptron, hidden ones included."""

    def make(folder):
        generate.build(assignment.one("perceptron"), folder)
        return folder / "perceptron" / "tests"

    return once("perceptron", make)


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

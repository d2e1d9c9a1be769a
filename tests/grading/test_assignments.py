"""Every assignment, graded in the real sandbox: its solution earns all points, its stub none."""

from pathlib import Path

import nbformat
import pytest

from exercises.grading.bubblewrap import prepare
from exercises.grading.grade import grade, load
from tools import exercises


@pytest.fixture(scope="module", params=exercises.names())
def real(request, tmp_path_factory):
    """An assignment made from its source, a folder of packages for it, and its student notebook."""
    before, exercises.BUILT = exercises.BUILT, tmp_path_factory.mktemp("built")
    try:
        exercises.make(request.param)
        assignment = load(request.param, tests=exercises.BUILT / request.param / "tests")
    finally:
        exercises.BUILT = before
    site = tmp_path_factory.mktemp("site")
    prepare(site, assignment.modules)
    released = Path(exercises.ROOT, "exercises", f"{request.param}.ipynb")
    return assignment, site, nbformat.read(released, as_version=4)


def solve(notebook, name):
    """The student notebook with the solutions in its answer cells."""
    source = nbformat.read(exercises.SOURCES / f"{name}.ipynb", as_version=4)
    solutions = {cell.id: cell.source for cell in source.cells if cell.id.startswith("answer-")}
    for cell in notebook.cells:
        cell.source = solutions.get(cell.id, cell.source)
    return notebook


def test_the_solution_earns_all_points_and_the_stub_none(real):
    assignment, site, notebook = real
    stub = grade(nbformat.writes(notebook).encode(), assignment, site)
    assert stub.points == 0
    assert all("Not answered yet" in question["failed"][0]["says"] for question in stub.questions)
    solved = grade(nbformat.writes(solve(notebook, assignment.name)).encode(), assignment, site)
    assert [question["failed"] for question in solved.questions] == [[] for _ in assignment.questions]
    assert solved.points == assignment.possible
    assert solved.notes == []

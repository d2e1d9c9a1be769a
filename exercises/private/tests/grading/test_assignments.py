"""Every assignment in the real sandbox: solutions earn all points, stubs none, mistakes their share."""

import tempfile
from functools import partial
from pathlib import Path

import nbformat
import pytest

from exercises.private import assignment, generate
from exercises.private.grading.assignment import load
from exercises.private.grading.grade import grade
from exercises.private.grading.image import prepare
from exercises.private.tests.grading.assignments import SOLVED, released, solutions, wrong_answers
from exercises.private.tests.grading.mini import notebook
from mlplib.checks import outcome

NAMES = assignment.names()
WRONG = {
    f"{question}: {mistake}": (question, code)
    for question, rows in wrong_answers("perceptron").items()
    for mistake, _, code in rows
}


def solve(notebook, name):
    """The student notebook with the solutions in its answer cells."""
    answers = solutions(name)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


def grade_stub_and_solution(name):
    """The assignment, and what its student notebook earns as it is and with the solutions."""
    with tempfile.TemporaryDirectory() as folder:
        built, site = Path(folder, "built"), Path(folder, "site")
        generate.build(assignment.one(name), built)
        loaded = load(name, built / name / "tests")
        site.mkdir()
        prepare(site, loaded.modules)
        stub = nbformat.read(released(name), as_version=4)
        graded = grade(nbformat.writes(stub).encode(), loaded, site)
        return loaded, graded, grade(nbformat.writes(solve(stub, name)).encode(), loaded, site)


def grade_row(perceptron, site, row):
    if row in NAMES:
        return grade_stub_and_solution(row)
    question, code = WRONG[row]
    return grade(notebook(*SOLVED, code), perceptron, site, questions=[question])


@pytest.fixture(scope="module")
def outcomes(table, perceptron):
    return table(partial(grade_row, perceptron))


@pytest.mark.parametrize("row", NAMES)
def test_the_solution_earns_all_points_and_the_stub_none(outcomes, row):
    loaded, stub, solved = outcomes[row]
    assert stub.points == 0
    assert all("Not answered yet" in question["failed"][0]["says"] for question in stub.questions)
    assert [question["failed"] for question in solved.questions] == [[] for _ in loaded.questions]
    assert solved.points == loaded.possible
    assert stub.notes == solved.notes == []


def in_process(question, cells):
    """The points of a question when its tests and the answers run in one process."""
    names = {}
    for source in cells:
        exec(compile(source, "<cell>", "exec"), names)
    return sum(test.points for test in question.tests if outcome(test, names) is None)


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_answer_earns_in_the_sandbox_what_it_earns_in_process(perceptron, outcomes, row):
    name, code = WRONG[row]
    (question,) = [question for question in perceptron.questions if question.name == name]
    result = outcomes[row]
    assert result.points == in_process(question, [*SOLVED, code]) < question.possible
    assert result.notes == []

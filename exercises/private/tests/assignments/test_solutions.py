"""Solved notebooks: assistants get all, students what is due, and neither hidden checks nor the canary."""

import datetime
import json

import nbformat
import pytest

from exercises.private import assignment, solutions
from exercises.private.source import CANARY, SourceError

NAME = "perceptron"
DAY = datetime.date(2027, 3, 1)


@pytest.fixture
def due(settings):
    """Settings in which one assignment has a day."""
    settings(f'name = "Course"\nsolutions = {{{NAME} = {DAY}}}')


def test_students_get_a_solution_from_its_day_on(due):
    names = assignment.names()
    assert solutions.released(names, DAY) == [NAME]
    assert solutions.released([NAME], DAY + datetime.timedelta(days=1)) == [NAME]


def test_before_its_day_a_solution_is_refused_and_so_is_one_without_a_day(due):
    eve = DAY - datetime.timedelta(days=1)
    with pytest.raises(SourceError, match=rf"gives students none on {eve}: {NAME} {DAY}"):
        solutions.released([NAME], eve)
    with pytest.raises(SourceError, match="mlp never"):
        solutions.released(["mlp"], DAY)


def test_assistants_get_all_with_its_outputs_and_students_no_hidden_check():
    ours, theirs = solutions.for_assistants(NAME), solutions.for_students(NAME)
    ids = {cell.id for cell in ours.cells}
    hidden = {name for name in ids if "-hidden-" in name}
    assert hidden
    assert {cell.id for cell in theirs.cells} == ids - hidden
    text = json.dumps(theirs)
    assert CANARY not in text
    assert not [
        cell.id for cell in theirs.cells if "raise NotImplementedError(" in cell.source and cell.id != "how"
    ]
    assert "find_spec" in text
    outputs = [output for cell in theirs.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    nbformat.validate(theirs)

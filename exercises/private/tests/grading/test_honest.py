"""Honest notebooks, however odd, earn exactly the points of their answers."""

import pytest

from exercises.private.grading import submissions
from exercises.private.tests.grading.mini import (
    BOTH,
    RIGHT_DOUBLE,
    RIGHT_TOTAL,
    grade_mini,
    notebook,
    points,
    told,
)
from exercises.private.tests.grading.notebooks import (
    BAD_CELLS,
    FILES,
    PARTLY,
    SHELL,
    STAND_INS,
    STOPPED,
    TABLES,
)

NOTEBOOKS = {**TABLES, **{wrong: cells for wrong, (cells, _) in PARTLY.items()}}


def grade_row(site, row):
    return grade_mini(FILES[row] if row in FILES else notebook(*NOTEBOOKS[row]), site)


@pytest.fixture(scope="module")
def outcomes(table):
    return table(grade_row)


@pytest.mark.parametrize("row", [*TABLES, *FILES])
def test_an_odd_notebook_with_right_answers_earns_all_points(outcomes, row):
    result = outcomes[row]
    assert points(result) == [3, 2], told(result)


@pytest.mark.parametrize("row", PARTLY)
def test_an_honest_mistake_costs_its_own_points_only(outcomes, row):
    result = outcomes[row]
    assert points(result) == PARTLY[row][1], told(result)
    assert all(len(failed["says"]) > 10 for question in result.questions for failed in question["failed"])


def test_a_cell_that_fails_is_named_as_the_student_counts(graded):
    result = graded(RIGHT_DOUBLE, RIGHT_TOTAL, "1 / 0")
    assert points(result) == [3, 2]
    assert result.notes == ["Code cell 3 stopped with ZeroDivisionError: division by zero"]


@pytest.mark.parametrize("row", [*STAND_INS, *SHELL])
def test_what_only_draws_or_asks_the_shell_stops_no_cell(outcomes, row):
    assert outcomes[row].notes == []


@pytest.mark.parametrize("row", STOPPED)
def test_what_stops_a_cell_before_its_answer_is_named(outcomes, row):
    (note,) = outcomes[row].notes
    assert note.startswith("Code cell 1 stopped with ")


@pytest.mark.parametrize("row", BAD_CELLS)
def test_a_cell_that_is_stopped_is_named(outcomes, row):
    number = 1 + next(k for k, source in enumerate(BAD_CELLS[row]) if not source.startswith("def "))
    assert outcomes[row].notes[0].startswith(f"Code cell {number} ")


def test_the_names_in_the_tables_are_all_different():
    assert len({*TABLES, *FILES, *PARTLY}) == len(TABLES) + len(FILES) + len(PARTLY)


@pytest.mark.parametrize(
    "name", ["my homework (2).ipynb", "Übung.ipynb", "a.b.IPYNB", "x.ipynb.txt", "y.ipynb.json"]
)
def test_a_renamed_file_is_found(tmp_path, name):
    data = notebook(BOTH)
    (tmp_path / name).write_bytes(data)
    (found,) = submissions.find([tmp_path])
    assert found.data == data

"""Data of a student's own: what is right for one is wrong for another."""

from fractions import Fraction

import pytest

from exercises.private import assignment, notebook
from exercises.private.tests.grading.classes import grade_class, grades
from exercises.private.tests.grading.mini import notebook as file_of
from mlplib.checks.notebook import Checks

ANN, BOB = "ann@example.org", "bob@example.org"
ROSTER = f"id,name,email\n1,Ann,{ANN.title()}\n2,Bob,{BOB}\n"
ANSWER = """\
import numpy as np
def multipliers(name):
    proofs = {{"BETWEEN": {}, "INSIDE": [1, 1, 2, 4], "ODD": [1] * 8}}
    return np.array(proofs[name])"""


def proof(student):
    """Multipliers for the inputs of a student, as the notebook shows them."""
    room = {"grader": Checks("perceptron"), "my_address": student}
    exec('own = grader.data("multipliers")', room)
    first, middle, last = room["own"].ravel().tolist()
    return [last - middle, last - first, middle - first]


def test_nobody_has_the_data_of_the_text_and_two_students_have_two():
    assert proof("") == [2, 3, 1]
    ann, bob = proof(ANN), proof(BOB)
    assert len({Fraction(one, last) for one, _, last in (ann, bob, [2, 3, 1])}) == 3
    assert proof(f" {ANN.upper()} ") == ann


def test_a_check_of_the_notebook_knows_whose_it_is():
    room = {}
    exec(ANSWER.format(proof(ANN)), room)
    for student, passed in ((ANN, True), (BOB, False), ("", False)):
        assert Checks("perceptron").check("multipliers", room | {"my_address": student}).passed == passed


@pytest.fixture
def handed_in(tmp_path):
    """Ann's own numbers, which Bob has copied."""
    (tmp_path / "in").mkdir()
    (tmp_path / "roster.csv").write_text(ROSTER)
    for k, student in enumerate((ANN, BOB)):
        (tmp_path / "in" / f"{student}.ipynb").write_bytes(file_of(ANSWER.format(proof(ANN)), f"k = {k}"))
    return tmp_path / "in"


def test_the_grader_asks_each_for_their_own_and_a_copied_number_does_not_fit(
    tests, settings, handed_in, tmp_path, capsys
):
    given = (tests, handed_in, tmp_path / "out", "--roster", tmp_path / "roster.csv")

    def points():
        grade_class(*given)
        return {row["student"]: float(row["multipliers"]) for row in grades(tmp_path / "out")}

    settings(variants=True)
    assert points() == {"Ann": 3, "Bob": 2}
    capsys.readouterr()
    assert points() == {"Ann": 3, "Bob": 2}
    assert "2 submissions, 2 of them graded already" in capsys.readouterr().out
    settings(variants=False)
    assert points() == {"Ann": 2, "Bob": 2}
    assert "since checks have changed: multipliers" in capsys.readouterr().out


def test_a_course_with_variants_needs_every_address(tests, settings, handed_in, tmp_path):
    settings(variants=True)
    for text in (None, "id,name,email\n1,Ann,\n2,Bob,b@example.org\n"):
        roster = [] if text is None else ["--roster", tmp_path / "short.csv"]
        (tmp_path / "short.csv").write_text(text or "")
        with pytest.raises(SystemExit, match="variants: --roster must have the mail address of every"):
            grade_class(tests, handed_in, tmp_path / "out", *roster)
    assert not (tmp_path / "out").exists()


def test_the_notebook_asks_for_the_address_only_where_there_are_variants(settings):
    perceptron = assignment.one("perceptron")
    settings(variants=False)
    assert not {"address", "check-multipliers-own"} & {c.id for c in notebook.notebook(perceptron).cells}
    settings(variants=True)
    sources = {cell.id: cell.source for cell in notebook.notebook(perceptron).cells}
    assert sources["address"].startswith('my_address = ""')
    assert sources["check-multipliers-own"] == 'grader.data("multipliers")'
    assert "your own" in sources["multipliers-own"]

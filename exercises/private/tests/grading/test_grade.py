"""Honest answers earn their points, wrong ones a reason."""

from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.grade import grade
from exercises.private.tests.grading.mini import MINI, RIGHT_DOUBLE, RIGHT_TOTAL, notebook, points


def test_right_answers_earn_all_points(graded):
    result = graded(RIGHT_DOUBLE, RIGHT_TOTAL)
    assert points(result) == [3, 2]
    assert result.notes == []


def test_a_wrong_answer_costs_its_question_only(graded):
    result = graded("def double(x):\n    return x", RIGHT_TOTAL)
    assert points(result) == [0, 2]
    assert "Came out: 3" in result.questions[0]["failed"][0]["says"]


def test_an_answer_that_calls_a_library_earns_nothing_and_is_told_what_may_be_imported(graded):
    at_top = graded("from scipy import special\ndef double(x):\n    return special.exp10(x)", RIGHT_TOTAL)
    assert points(at_top) == [0, 2]
    (note,) = at_top.notes
    assert note.startswith("Code cell 1 stopped with ModuleNotFoundError: No module named 'scipy'")
    assert note.endswith("import only what the first cell of the assignment names")
    inside = graded("def double(x):\n    import mlplib.losses\n    return 2 * x", RIGHT_TOTAL)
    assert points(inside) == [0, 2]
    says = inside.questions[0]["failed"][0]["says"]
    assert "import only what the first cell of the assignment names" in says


def test_an_endless_loop_costs_its_limit_and_names_its_question(site):
    data = notebook("def double(x):\n    while True: pass", RIGHT_TOTAL)
    result = grade(data, MINI, site, Limits(question=1))
    assert points(result) == [0, 2]
    assert "it took longer than 1 s" in result.questions[0]["failed"][0]["says"]

"""A question is one file: what stands in it reaches the notebook, the checks and the grader."""

import json
import re
import shutil

import pytest

from exercises.private import assignment as sources
from exercises.private import generate, homework
from exercises.private.notebook import notebook
from exercises.private.question import checks
from exercises.private.question_file import QuestionFile
from exercises.private.source import ASSIGNMENTS, CANARY, HERE, SourceError
from mlplib.checks import outcome

PERCEPTRON = ASSIGNMENTS / "perceptron"
README = HERE / "README.md"
OR_GATE = f'''"""A gate for either input

Write `either()`. It returns `(w1, w2, b)` of a unit that computes OR.
"""

# canary: {CANARY}
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import call_answer, call_text, check_that

CORNERS = np.array([[0, 1], [1, 0], [1, 1]])
NO_INPUT = np.zeros((1, 2))


def fires(answer, corners):
    w1, w2, b = call_answer("either", answer)
    return corners @ [w1, w2] + b > 0


@question(number=8, section="three-numbers-make-a-gate", star=True, todo="three numbers")
def either():
    """Weights and bias (w1, w2, b) of OR."""
    return 1, 1, -0.5


@check(points=1.5)
def test_one_input_is_enough(either):
    check_that("OR fires for any input", fires(either, CORNERS).all(), hint="is this AND?")


@hidden_check(points=2)
def test_no_input_is_not_enough(either):
    check_that("OR is silent for (0, 0)", not fires(either, NO_INPUT).any(), hint="raise the threshold")


@look
def look_at_either():
    """Look at your numbers."""
    w1, w2, b = either()
    print(w1, w2, b)


@wrong("is this AND?")
def and_for_or():
    return 1, 1, -1.5


@wrong("raise the threshold")
def fires_always():
    return 1, 1, 0.5
'''


@pytest.fixture
def copy(tmp_path):
    """A folder with the perceptron assignment, to be changed."""
    shutil.copytree(PERCEPTRON, tmp_path / "perceptron", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "perceptron"


@pytest.fixture
def added(copy):
    """The perceptron assignment with one more file, and its question."""
    (copy / "either.py").write_text(OR_GATE, encoding="utf-8")
    assignment = sources.read(copy, 3)
    return assignment, assignment.questions[-1]


def cells(assignment, **options):
    return {cell.id: cell for cell in notebook(assignment, **options).cells}


def points(question, assignment, code):
    """The points of an answer, with all checks as the grader reads them."""
    names = {}
    exec(code, names)
    found = checks(generate.all_checks(assignment, question))
    return sum(check.points for check in found if outcome(check, names) is None)


# To add a question is to add a file


def test_a_new_file_is_a_new_question_for_students(added):
    assignment, _ = added
    student = cells(assignment)
    assert student["either-text"].source.startswith(
        "## 3.8 A gate for either input ★ (3.5 points)\n\nWrite `either()`."
    )
    assert student["answer-either"].source == (
        'def either():\n    """Weights and bias (w1, w2, b) of OR."""\n'
        '    raise NotImplementedError("Exercise 3.8: three numbers")'
    )
    assert student["check-either"].source == 'grader.check("either")'
    assert student["look-at-either"].source == "w1, w2, b = either()\nprint(w1, w2, b)"
    assert student["look-at-either"].metadata.tags == ["raises-exception"]
    assert "**Points:** 23.5." in student["title"].source
    assert "| 90 | 23.5 |" in generate.page([assignment])


def test_its_public_checks_are_as_written_with_what_they_need_and_no_more(added):
    _, question = added
    text = generate.make(added[0])["mlplib/checks/perceptron/either.py"]
    assert question.checks[0].text in text
    assert text.index(
        "import numpy as np\n\nfrom mlplib.checks import call_answer, check_that\n"
    ) < text.index("CORNERS = ")
    assert (
        text.index("def fires(") < text.index('exercise = "3.8"') < text.index("def test_one_input_is_enough")
    )
    assert "call_text" not in text
    assert "NO_INPUT" not in text
    assert "not_enough" not in text
    assert [check.__name__ for check in checks("from exercises.private.question import *\n" + text)] == []


def test_the_grader_gives_its_points_and_rejects_its_wrong_answers(added):
    assignment, question = added
    assert points(question, assignment, question.answer.text) == 3.5
    earned = {mistake: points(question, assignment, code) for mistake, _, code in question.wrong_answers}
    assert earned == {"and_for_or": 2, "fires_always": 1.5}
    assert points(question, assignment, cells(assignment)["answer-either"].source) == 0


def test_the_question_that_the_readme_shows_is_one(copy):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
    (copy / "either.py").write_text(example.replace("the word in the file CANARY", CANARY), encoding="utf-8")
    assignment = sources.read(copy, 3)
    question = assignment.questions[-1]
    assert points(question, assignment, question.answer.text) == question.points == 3
    assert [points(question, assignment, code) for _, _, code in question.wrong_answers] == [2]


def test_solved_it_holds_the_answer_and_runs_the_hidden_checks(added):
    solved = cells(added[0], solved=True)
    assert "return 1, 1, -0.5" in solved["answer-either"].source
    assert solved["check-either-hidden-1"].source.endswith("\n\n\ntest_no_input_is_not_enough(either)")
    assert "corners @ [w1, w2]" in solved["check-either-hidden-1"].source, (
        "what the check needs stands in its cell"
    )
    for name in ("answer-either", "check-either-hidden-1"):
        assert CANARY in solved[name].source


def test_points_and_minutes_stand_in_one_place(copy):
    gates, about = copy / "gates.py", copy / "about.md"
    gates.write_text(gates.read_text().replace("@hidden_check(points=1)", "@hidden_check(points=3)"))
    about.write_text(about.read_text().replace("minutes: 90", "minutes: 70"))
    changed = sources.read(copy, 3)
    student = cells(changed)
    assert student["gates-text"].source.startswith("## 3.1 Build three gates (4 points)")
    assert "about 70 minutes. **Points:** 22." in student["title"].source
    assert "| 70 | 22 |" in generate.page([changed])
    assert "@hidden_check(points=3)" in generate.all_checks(changed, changed.questions[0])


def test_what_a_hand_in_may_import_is_data(copy):
    about = copy / "about.md"
    text = about.read_text()
    about.write_text(text.replace("[numpy]", "[numpy, mlplib.losses]\nhelper_imports: [mlplib.datasets]"))
    changed = sources.read(copy, 3)
    assert changed.modules == ("datasets", "losses")
    title = cells(changed)["title"].source
    assert (
        "**You may import** numpy and `mlplib.losses`. The helper cells also use `mlplib.datasets`." in title
    )


def test_cells_stand_before_the_question_that_they_name(copy):
    (copy / "clinic.py").write_text(
        'before = "enclose"\n\n# %% [markdown] why\n# Some $x$.\n#\n# ## Too\n\n# %% how-so\nx = 1\n'
    )
    ids = list(cells(sources.read(copy, 3)))
    assert ids[ids.index("check-multipliers") :][:4] == ["check-multipliers", "why", "how-so", "enclose-text"]
    assert cells(sources.read(copy, 3))["why"].source == "Some $x$.\n\n## Too"


# Bad input is named with its file, and with what is expected


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"""A gate', 'text = """A gate', r"either\.py, line 1: expected a docstring: the title"),
        (CANARY, "", r"either\.py, line 1: expected the word of exercises/private/CANARY"),
        ("@question(", "@look  # (", r"either\.py, line 1: expected one function under @question.*found 0"),
        ("number=8", "number=0", r"line \d+: @question.*: number must be 1, 2, \.\.\., it is 0"),
        ('"three numbers"', '""', r"line \d+: @question.*: todo must say what is to do, it is ''"),
        (
            "check(points=1.5)",
            "check(points=-1)",
            r"@check.*: points must be a number, at least 0, they are -1",
        ),
        ("check(points=1.5)", "check()", r"line \d+: @check\(\): check\(\) missing 1 .* argument: 'points'"),
        (
            '@wrong("is this AND?")',
            '@wrong("")',
            r"@wrong\(''\): wrong needs the words in which a check rejects",
        ),
        ('@wrong("is this AND?")', "@wrong", r"line \d+: @wrong: wrong needs the words in which a check"),
        ("@look", "@cache", r"line \d+: @cache: name 'cache' is not defined"),
        (
            "test_one_input_is_enough(either)",
            "test_one_input_is_enough()",
            r"must take either as an argument",
        ),
        ("return 1, 1, -0.5", "return (", r"either\.py, line \d+: Python cannot read it"),
    ],
)
def test_a_file_that_is_no_question_says_why(tmp_path, old, new, message):
    assert old in OR_GATE
    path = tmp_path / "either.py"
    path.write_text(OR_GATE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        QuestionFile(path)


def test_a_question_without_a_check_says_what_is_missing(tmp_path):
    path = tmp_path / "either.py"
    path.write_text(re.sub(r"@(hidden_)?check\(.*?\n\n\n(?=@)", "", OR_GATE, flags=re.S), encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"either\.py, line 1: expected checks with points: .*@hidden_check"
    ):
        QuestionFile(path)


def test_two_questions_with_one_number_are_both_named(copy):
    (copy / "either.py").write_text(OR_GATE.replace("number=8", "number=3"), encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"perceptron: questions must have the numbers 1, 2.*(either|enclose) 3.*3"
    ):
        sources.read(copy, 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[numpy]", "[scipy]", r"about\.md: imports must be of mlplib\.activations, .*numpy; 'scipy' is not"),
        ("[numpy]", "[mlplib.magic]", r"about\.md: imports must be of .*; 'mlplib.magic' is not"),
        (
            "minutes: 90",
            "minutes: an hour",
            r"about\.md: expected minutes, of type int, between two lines '---'",
        ),
        ("title: Perceptron", "", r"about\.md: expected title, of type str"),
        ("---\n", "", r"about\.md: expected number, of type int"),
    ],
)
def test_an_about_page_that_lacks_data_says_which(copy, old, new, message):
    about = copy / "about.md"
    about.write_text(about.read_text().replace(old, new))
    with pytest.raises(SourceError, match=message):
        sources.read(copy, 3)


def test_cells_before_no_question_and_a_chapter_that_is_none_are_named(copy):
    (copy / "clinic.py").write_text('before = "lern"\n\n# %% why\nx = 1\n')
    with pytest.raises(SourceError, match=r"perceptron: cells come before 'lern', which is no question"):
        sources.read(copy, 3)
    about = copy / "about.md"
    about.write_text(about.read_text().replace("chapter: perceptron", "chapter: chemistry"))
    with pytest.raises(
        SourceError, match=r"about\.md: chapter must be one of .*perceptron.*; it is 'chemistry'"
    ):
        sources.every(copy.parent)


def test_two_assignments_of_one_number_are_named(copy):
    shutil.copytree(copy, copy.parent / "twin")
    with pytest.raises(SourceError, match=r"number must differ .*; (perceptron|twin) and .* have 4"):
        sources.every(copy.parent)


def test_an_unknown_assignment_is_answered_with_those_there_are():
    with pytest.raises(SourceError, match=r"assignment must be one of linear_model, .*, it is 'chemistry'"):
        sources.one("chemistry")


def test_a_file_that_the_sources_no_longer_give_is_stale():
    made = {generate.PAGE: generate.page(sources.every())}
    for assignment in sources.every():
        made |= generate.make(assignment)
    gone = "mlplib/checks/perceptron/gates.py"
    assert gone in generate.stale({path: text for path, text in made.items() if path != gone})
    assert gone in generate.stale(made | {gone: made[gone] + "\n"})


def test_what_a_cell_printed_does_not_make_a_notebook_stale():
    text = generate.make(sources.one("perceptron"))["exercises/perceptron.ipynb"]
    printed = json.loads(text)
    printed["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    assert generate.without_outputs(text) == generate.without_outputs(json.dumps(printed))


# Homework follows from the sections, and a sentence is asked and never checked


PLAN = """
| 0–25 | 0–40 | [A gate](perceptron.ipynb#three-numbers-make-a-gate) | ? |
| – | 40–90 | [It must stop](perceptron.ipynb#it-must-stop-at-most--corrections) | ? |
"""


def test_homework_goes_with_what_a_plan_shows(added):
    told = homework.homework(added[0], PLAN)
    assert told == (
        "**[Homework](../exercises/perceptron.ipynb).** After 50 minutes: 3.1. After 90 minutes also: 3.3. "
        "After reading also: 3.6 and 3.7. New ground: ★ 3.2, 3.4, 3.5 and 3.8."
    )


def test_a_section_that_the_chapter_lacks_is_named(copy):
    (copy / "either.py").write_text(OR_GATE.replace("three-numbers-make-a-gate", "chemistry"))
    with pytest.raises(
        SourceError, match=r"either\.py, line 1: section must be one of .*; it is 'chemistry'"
    ):
        homework.homework(sources.read(copy, 3), PLAN)


SENTENCE = '''

@sentence
def why():
    """Why is the threshold between 0 and 1?"""
    return "So that one input lifts the score above it."
'''


def test_a_sentence_has_a_cell_to_write_in_and_a_model_answer(copy):
    (copy / "either.py").write_text(OR_GATE.replace("wrong\n", "sentence, wrong\n", 1) + SENTENCE)
    assignment = sources.read(copy, 3)
    label = "**Your answer to 3.8, in a sentence:**"
    student, solved = cells(assignment), cells(assignment, solved=True)
    assert student["either-sentence-text"].source == "Why is the threshold between 0 and 1?"
    assert student["sentence-either"].source == f"{label}\n\n*Write here, in place of this line.*"
    assert solved["sentence-either"].source == f"{label}\n\nSo that one input lifts the score above it."
    assert assignment.sentences[-1][:2] == ("3.8", label)


@pytest.mark.parametrize("bad", ["", '    """Why?"""\n    return 3', '    return "because"'])
def test_a_sentence_that_asks_or_answers_nothing_is_named(copy, bad):
    text = OR_GATE.replace("wrong\n", "sentence, wrong\n", 1)
    (copy / "either.py").write_text(f"{text}\n\n@sentence\ndef why():\n{bad or '    pass'}\n")
    with pytest.raises(SourceError, match=r"either\.py, line 1: expected one function under @sentence"):
        sources.read(copy, 3)

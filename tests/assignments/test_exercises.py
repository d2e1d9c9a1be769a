"""The assignments: every source earns all points, every stub none, every usual mistake its own message."""

import inspect
import re
from functools import partial

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from otter.test_files import ExceptionTestFile

from mlplib.checks import outcome
from mlplib.checks.notebook import Checks
from tests.grading.assignments import released, wrong_answers
from tests.together import side_by_side
from tools import exercises, kernels, release
from tools.exercises import ROOT, SOURCES

CANARY = release.CANARY.read_text().strip()  # in every solution, hidden test and wrong answer, nowhere else
NAMES = exercises.names()
every_assignment = pytest.mark.parametrize("name", NAMES)


def cells(path, kind="code"):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def is_test(cell):
    return "# BEGIN TEST CONFIG" in cell.source


def helps(cell):
    """Whether the cell defines something, and is neither a test nor a look at a result."""
    return not is_test(cell) and "raises-exception" not in cell.metadata.get("tags", [])


WRONG = [
    (name, question, *wrong)
    for name in NAMES
    for question, rows in wrong_answers(name).items()
    for wrong in rows
]


def run(sources, answers=None):
    """The names that cells define, run one after the other."""
    answers = {} if answers is None else answers
    for source in sources:
        exec(compile(source, "<cell>", "exec"), answers)
    return answers


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A folder for the tests of all assignments, the hidden ones included."""
    return tmp_path_factory.mktemp("exercises")


@pytest.fixture(scope="session")
def made(built):
    """What the sources give: {name: {path: text}}."""
    return {name: exercises.make(name, built) for name in NAMES}


@pytest.fixture(scope="session")
def questions(built, made):
    """{name: {question: otter test file, hidden tests included}}."""
    folders = {name: built / name / "tests" for name in NAMES}
    return {
        name: {path.stem: ExceptionTestFile.from_file(str(path)) for path in sorted(folder.glob("*.py"))}
        for name, folder in folders.items()
    }


@pytest.fixture(scope="session")
def solved():
    """{name: the names that a source's cells define, tests left out}."""
    sources = {name: [c.source for c in cells(SOURCES / f"{name}.ipynb") if helps(c)] for name in NAMES}
    return {name: run(sources[name]) for name in NAMES}


def outcomes(test_file, answers):
    """Messages of the tests that fail, and the points earned."""
    said = [(outcome(case.body.test_func, answers), case.points) for case in test_file.test_cases]
    return [message for message, _ in said if message], sum(points for message, points in said if not message)


# What is committed, and what must not be


@every_assignment
def test_committed_files_are_those_that_the_source_gives(made, name):
    assert exercises.stale(name, made[name]) == [], "run `make exercises`"


@every_assignment
def test_every_solution_and_hidden_test_carries_the_canary(name):
    for cell in cells(SOURCES / f"{name}.ipynb"):
        secret = re.findall(r"# BEGIN SOLUTION.*?# END SOLUTION", cell.source, flags=re.S)
        hidden = [cell.source] if is_test(cell) and "hidden: true" in cell.source else []
        for part in secret + hidden:
            assert CANARY in part, part
    assert CANARY in (SOURCES / "wrong_answers" / f"{name}.py").read_text(encoding="utf-8")


@every_assignment
def test_nothing_private_reaches_the_student(made, name):
    for path, text in made[name].items():
        assert CANARY not in text, path
        assert not re.search(r"# (BEGIN|END) |hidden: true|hidden=True", text), path


# Points


@every_assignment
def test_points_are_those_of_the_headings_and_a_third_is_for_new_questions(questions, name):
    text = "\n".join(cell.source for cell in cells(SOURCES / f"{name}.ipynb", "markdown"))
    headings = re.findall(r"^## \d+\.\d+ (.+?) \((\d+) points?\)$", text, flags=re.M)
    promised = [float(points) for _, points in headings]
    new = sum(float(points) for title, points in headings if title.endswith("★"))
    assert len(headings) == len(questions[name])
    assert sum(promised) == float(re.search(r"\*\*Points:\*\* (\d+)", text)[1])
    assert sorted(promised) == sorted(test.possible for test in questions[name].values())
    assert new >= 0.3 * sum(promised)


@every_assignment
def test_a_source_earns_all_points(questions, solved, name):
    for question, test_file in questions[name].items():
        messages, points = outcomes(test_file, solved[name])
        assert not messages, (question, messages)
        assert points == test_file.possible


@every_assignment
def test_a_stub_earns_nothing_and_says_so(questions, name):
    stubs = [c.source for c in cells(released(name)) if "otter_answer_cell" in c.metadata.get("tags", [])]
    helpers = [
        c.source for c in cells(SOURCES / f"{name}.ipynb") if helps(c) and "# BEGIN SOLUTION" not in c.source
    ]
    answers = run(stubs, run(helpers))
    for question, test_file in questions[name].items():
        messages, points = outcomes(test_file, answers)
        assert points == 0, question
        assert len(messages) == len(test_file.test_cases)


def refuse(*arguments):
    raise ValueError("no")


LAZY = {
    "nothing": lambda *arguments: None,
    "zero": lambda *arguments: 0.0,
    "one": lambda *arguments: 1,
    "true": lambda *arguments: True,
    "a word": lambda *arguments: "right",
    "an empty list": lambda *arguments: [],
    "an empty dict": lambda *arguments: {},
    "the first argument": lambda *arguments: arguments[0] if arguments else 0,
    "all arguments": lambda *arguments: arguments,
    "zeros like the first": lambda *arguments: np.zeros_like(arguments[0]) if arguments else 0,
    "a refusal": refuse,
}


@every_assignment
@pytest.mark.parametrize("lazy", LAZY)
def test_a_lazy_answer_earns_nothing(questions, solved, name, lazy):
    for question, test_file in questions[name].items():
        asked = {
            a for case in test_file.test_cases for a in inspect.signature(case.body.test_func).parameters
        }
        answers = solved[name] | dict.fromkeys(asked, LAZY[lazy])
        assert outcomes(test_file, answers)[1] == 0, question


@every_assignment
def test_every_question_has_three_wrong_answers_with_a_message_each(name):
    numbers = exercises.exercise_numbers(name)
    assert wrong_answers(name).keys() == numbers.keys()
    for question, rows in wrong_answers(name).items():
        assert len(rows) >= 3, question
        assert len({words for _, words, _ in rows}) == len(rows), question


@pytest.mark.parametrize(
    ("name", "question", "mistake", "words", "code"), WRONG, ids=["-".join(row[:3]) for row in WRONG]
)
def test_a_usual_mistake_is_rejected_in_its_own_words(
    questions, solved, name, question, mistake, words, code
):
    answers = run([code], dict(solved[name]))
    messages, points = outcomes(questions[name][question], answers)
    assert points < questions[name][question].possible
    assert any(words in message for message in messages), messages
    others = [other for _, other, _ in wrong_answers(name)[question] if other != words]
    assert not any(other in messages[0] for other in others), "another mistake's words come first"


# What the student sees


@every_assignment
def test_public_checks_hold_for_the_solution_and_answer_a_stub_in_words(solved, name):
    grader = Checks(name)
    for question in exercises.exercise_numbers(name):
        assert grader.check(question, solved[name]).passed
        report = grader.check(question, {})
        assert not report.passed
        assert "run the cell that defines" in repr(report) or "Not answered yet" in repr(report)


def solution(name, question):
    (source,) = [
        c.source for c in cells(SOURCES / f"{name}.ipynb") if c.id == f"answer-{question.replace('_', '-')}"
    ]
    return source


def out_of_order(folder, name):
    """Run a student notebook alone in a folder, renamed, its checks before and after the answers.

    Returns the texts that its check cells show at first and at the end, and the files that are there then.
    """
    notebook = nbformat.read(released(name), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    questions = exercises.exercise_numbers(name)
    answers = [nbformat.v4.new_code_cell(solution(name, question)) for question in questions]
    checks = [nbformat.v4.new_code_cell(f'print(repr(grader.check("{question}")))') for question in questions]
    others = [c for c in code if not c.id.startswith(("answer-", "check-", "hand-in"))]
    hand_in = [nbformat.v4.new_code_cell("grader.hand_in()")]
    again = [nbformat.v4.new_code_cell(cell.source) for cell in checks]
    notebook.cells = [*others, *checks, *answers, *again, *hand_in]
    alone = folder / name
    alone.mkdir()
    nbformat.write(notebook, alone / "my homework (2).ipynb")
    with kernels.client_of(notebook, timeout=60, resources={"metadata": {"path": str(alone)}}) as client:
        client.execute()
    texts = ["".join(output.text for output in cell.outputs) for cell in [*checks, *again, *hand_in]]
    return texts[: len(checks)], texts[len(checks) : -1], texts[-1], [file.name for file in alone.iterdir()]


@pytest.fixture(scope="session")
def run_out_of_order(once):
    return once("out_of_order", lambda folder: side_by_side(partial(out_of_order, folder), NAMES))


@every_assignment
def test_checks_work_in_a_renamed_notebook_without_a_folder_in_any_order(run_out_of_order, name):
    first, last, _, files = run_out_of_order[name]
    for question, text in zip(exercises.exercise_numbers(name), first, strict=True):
        assert text.startswith(f"✗ {question}: 0 of ")
        assert "run the cell that defines" in text
    for question, text in zip(exercises.exercise_numbers(name), last, strict=True):
        assert text.startswith(f"✓ {question}: "), text
    assert files == ["my homework (2).ipynb"], "it leaves nothing behind"


@every_assignment
def test_the_last_cell_says_what_to_hand_in(run_out_of_order, name):
    text = run_out_of_order[name][2]
    assert text.count("✓") == len(exercises.exercise_numbers(name))
    # This kernel is not told its file, as in Colab.
    assert "Hand in the notebook itself: File > Download" in text


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A function that stores cells as the notebook in which this process claims to run."""
    path = tmp_path / "renamed.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))

    def store(*sources):
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources]), path)
        return path

    return store


def test_an_answer_that_is_not_saved_is_named(saved, capsys):
    answers, code = {}, "def gate(name):\n    return 1, 1, -1.5"
    shell = InteractiveShell.instance()
    shell.run_cell(code)
    answers["gate"] = shell.user_ns["gate"]
    saved("def gate(name):\n    return 0, 0, 0")
    assert Checks("perceptron").hand_in(answers) is None
    assert "Not saved yet: gate." in capsys.readouterr().out
    saved("# my answer\n" + code)
    assert Checks("perceptron").hand_in(answers).path == "renamed.ipynb"
    assert "Hand in this file: renamed.ipynb" in capsys.readouterr().out


def test_saving_names_the_file_and_the_way_back(saved, capsys):
    saved("1")
    assert Checks("perceptron").save().path == "renamed.ipynb"
    said = capsys.readouterr().out
    assert "renamed.ipynb" in said
    assert "Restore: upload" in said


def test_without_a_file_saving_points_to_the_menu(monkeypatch, capsys):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert Checks("perceptron").save() is None
    assert "Save a copy in Drive" in capsys.readouterr().out


def test_a_report_shows_what_a_student_wrote_as_text_not_as_markup():
    answers = {"gate": lambda name: "<script>alert(1)</script>"}
    shown = Checks("perceptron").check("gates", answers)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_an_unknown_assignment_or_question_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match=r"assignment must be one of .*perceptron.*, it is 'chemistry'"):
        Checks("chemistry")
    with pytest.raises(ValueError, match=r"question must be one of .*gates.*, it is 'q1'"):
        Checks("perceptron").check("q1")


# The page about the assignments

PAGE = ROOT / "exercises" / "assignments.md"


def test_the_page_lists_minutes_and_points_as_the_assignments_state_them():
    rows = re.findall(r"`(\w+)\.ipynb` \| (\d+) \| (\d+) \|", PAGE.read_text(encoding="utf-8"))
    stated = []
    for name in NAMES:
        title = cells(SOURCES / f"{name}.ipynb", "markdown")[0].source
        minutes = re.search(r"\*\*Time:\*\* about (\d+) minutes", title)[1]
        stated.append((name, minutes, re.search(r"\*\*Points:\*\* (\d+)", title)[1]))
    assert rows == stated


def test_the_page_shows_a_message_as_it_is():
    (code,) = [code for mistake, _, code in wrong_answers("perceptron")["gates"] if mistake == "AND is OR"]
    message = repr(Checks("perceptron").check("gates", run([code])))
    assert f"```text\n{message}\n```" in PAGE.read_text(encoding="utf-8")

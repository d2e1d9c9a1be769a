"""The assignments: every source earns all points, every stub none, every usual mistake its own message."""

import inspect
import json
import re
import warnings
from functools import partial

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from exercises.private import assignment, generate, homework
from exercises.private.notebook import notebook
from exercises.private.question import checks
from exercises.private.source import CANARY, ROOT
from exercises.private.tests.grading.assignments import defining, released
from mlplib.checks import outcome
from mlplib.checks.notebook import EMPTY, LABEL, Checks, spoken
from tests.together import side_by_side
from tools import kernels, toc
from tools.course import course

ASSIGNMENTS = {each.name: each for each in assignment.every()}
NAMES = list(ASSIGNMENTS)
IN_WORDS = re.compile("^(?:Property|Likely):.*[a-z]{2}")  # a line that is a sentence; others may be numbers
every_assignment = pytest.mark.parametrize("name", NAMES)
WRONG = [
    (name, question.name, *wrong)
    for name in NAMES
    for question in ASSIGNMENTS[name].questions
    for wrong in question.wrong_answers
]


def house_rule(holds, words):
    """A rule of this book, not of every course: whoever sets house_rules to false is only told."""
    assert holds or not course().house_rules, f"{words}; with house_rules = false this only warns"
    if not holds:
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # any other warning fails a test
            warnings.warn(words, HouseRule, stacklevel=2)


class HouseRule(UserWarning):
    """A rule of this book that an assignment breaks."""


def run(sources, answers=None):
    """The names that cells define, run one after the other."""
    answers = {} if answers is None else answers
    for source in sources:
        exec(compile(source, "<cell>", "exec"), answers)
    return answers


@pytest.fixture(scope="session")
def made():
    """What is committed of the assignments, as the sources give it: {path: text}."""
    files = {path: text for each in ASSIGNMENTS.values() for path, text in generate.make(each).items()}
    pages = {
        generate.PAGE: generate.page(ASSIGNMENTS.values()),
        homework.GUIDE: homework.guide(ASSIGNMENTS.values()),
    }
    return files | pages


@pytest.fixture(scope="session")
def questions(tmp_path_factory):
    """{name: {question: its checks, hidden ones included, as the grader reads them}}."""
    built = tmp_path_factory.mktemp("exercises")
    for each in ASSIGNMENTS.values():
        generate.build(each, built)
    files = {name: sorted((built / name / "tests").glob("*.py")) for name in NAMES}
    return {name: {file.stem: checks(file.read_text()) for file in files[name]} for name in NAMES}


@pytest.fixture(scope="session")
def solved():
    """{name: the names that a solved notebook defines}."""
    return {name: run(defining(notebook(each, solved=True).cells)) for name, each in ASSIGNMENTS.items()}


def outcomes(found, answers):
    """Messages of the checks that fail, and the points earned."""
    said = [(outcome(check, answers), check.points) for check in found]
    return [message for message, _ in said if message], sum(points for message, points in said if not message)


def possible(found):
    return sum(check.points for check in found)


# What is committed, and what must not be


def test_committed_files_are_those_that_the_sources_give(made):
    assert generate.stale(made) == [], "run `make exercises`"


def secrets(question):
    """Lines that only a solution, a hidden check or a wrong answer has, long enough to be no accident."""
    functions = [each for each in question.functions if each.says.role != "look"]
    hidden = [each for each in functions if each.says.role != "check" or each.says.hidden]
    public = "\n".join([question.text, *(each.text for each in functions if each not in hidden)])
    lines = {line.strip() for each in hidden for line in each.body.splitlines()}
    return {line for line in lines if len(line) > 40 and line not in public}


def told(path, text):
    """What a student can read of a file: a notebook's cells, or all."""
    if not path.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@every_assignment
def test_nothing_private_reaches_the_student(made, name):
    places = (f"exercises/{name}.ipynb", f"mlplib/checks/{name}/")
    public = [told(path, text) for path, text in made.items() if path.startswith(places)]
    assert len(public) == len(ASSIGNMENTS[name].questions) + 1
    shown = "\n".join(public)
    assert CANARY not in shown
    for question in ASSIGNMENTS[name].questions:
        found = secrets(question)
        assert found
        assert [line for line in found if line in shown] == [], question.name


@every_assignment
def test_every_secret_of_the_solved_notebook_carries_the_canary(made, name):
    cells = json.loads(made[f"exercises/private/solved/{name}.ipynb"])["cells"]
    secret = ["".join(cell["source"]) for cell in cells if re.search(r"^answer-|-hidden-\d+$", cell["id"])]
    assert len(secret) > len(ASSIGNMENTS[name].questions)
    assert all(CANARY in text for text in secret)


def test_the_table_of_contents_offers_every_chapter():
    """A page that it leaves out is missed by no link, since these become words."""
    left_out = {f"chapters/{path.stem}" for path in ROOT.glob("chapters/*.ipynb")} - set(toc.pages())
    house_rule(not left_out, f"_toc.yml leaves out {sorted(left_out)}")


def test_a_house_rule_fails_here_and_warns_where_it_is_switched_off(settings):
    settings(house_rules=True)
    with pytest.raises(AssertionError, match="too few; with house_rules = false this only warns"):
        house_rule(False, "too few")
    settings(house_rules=False)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("error")  # as in every test
        house_rule(False, "too few")
    assert [str(each.message) for each in told] == ["too few"]


# Points


@every_assignment
def test_points_are_those_of_the_headings_and_a_third_is_for_new_questions(questions, name):
    cells = nbformat.read(released(name), as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## \d+\.\d+ (.+?) \(([\d.]*\d) points?\)$", text, flags=re.M)
    promised = [float(points) for _, points in headings]
    new = sum(float(points) for title, points in headings if title.endswith("★"))
    assert promised == [possible(questions[name][question.name]) for question in ASSIGNMENTS[name].questions]
    assert sum(promised) == float(re.search(r"\*\*Points:\*\* ([\d.]*\d)", text)[1])
    house_rule(new >= 0.3 * sum(promised), f"{name}: {new:g} of {sum(promised):g} points are for a ★")


@every_assignment
def test_a_source_earns_all_points(questions, solved, name):
    for question, found in questions[name].items():
        messages, points = outcomes(found, solved[name])
        assert not messages, (question, messages)
        assert points == possible(found)


@every_assignment
def test_a_stub_earns_nothing_and_says_so(questions, name):
    answers = run(defining(nbformat.read(released(name), as_version=4).cells))
    for question, found in questions[name].items():
        messages, points = outcomes(found, answers)
        assert points == 0, question
        assert len(messages) == len(found)


def refuse(*arguments):
    raise ValueError("no")


LAZY = {
    "nothing": lambda *arguments: None,
    "zero": lambda *arguments: 0.0,
    "one": lambda *arguments: 1,
    "a half": lambda *arguments: 0.5,
    "two halves": lambda *arguments: (0.5, 0.5),
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
    for question, found in questions[name].items():
        asked = {argument for check in found for argument in inspect.signature(check).parameters}
        answers = solved[name] | dict.fromkeys(asked, LAZY[lazy])
        assert outcomes(found, answers)[1] == 0, question


@every_assignment
def test_every_question_has_three_wrong_answers_with_a_message_each(name):
    for question in ASSIGNMENTS[name].questions:
        rows = question.wrong_answers
        house_rule(len(rows) >= 3, f"{name}, {question.name}: {len(rows)} wrong answers, not three")
        assert len({words for _, words, _ in rows}) == len(rows), question.name


@pytest.mark.parametrize(
    ("name", "question", "mistake", "words", "code"), WRONG, ids=["-".join(row[:3]) for row in WRONG]
)
def test_a_usual_mistake_is_rejected_in_its_own_words(
    questions, solved, name, question, mistake, words, code
):
    answers = run([code], dict(solved[name]))
    messages, points = outcomes(questions[name][question], answers)
    assert points < possible(questions[name][question])
    assert any(words in message for message in messages), messages
    rows = [row[3] for row in WRONG if row[:2] == (name, question)]
    others = [other for other in rows if other != words]
    assert not any(other in messages[0] for other in others), "another mistake's words come first"
    if course().house_rules:  # a course may have a question in English only
        for _, message in Checks(name).check(question, answers).results:
            lines = [line for line in (message or "").splitlines() if IN_WORDS.search(line)]
            assert [
                line for line in lines if not re.search("[가-힣]", spoken(line, "ko").partition(":")[2])
            ] == []


@every_assignment
def test_every_assignment_asks_for_a_sentence(name):
    assert ASSIGNMENTS[name].sentences


# What the student sees


@every_assignment
def test_public_checks_hold_for_the_solution_and_answer_a_stub_in_words(solved, name):
    grader = Checks(name)
    for question in names_of(name):
        assert grader.check(question, solved[name]).passed
        report = grader.check(question, {})
        assert not report.passed
        assert "run the cell that defines" in repr(report) or "Not answered yet" in repr(report)


def names_of(name):
    return [question.name for question in ASSIGNMENTS[name].questions]


def out_of_order(folder, name):
    """Run a student notebook alone in a folder, renamed, its checks before and after the answers.

    Returns the texts that its check cells show at first and at the end, and the files that are there then.
    """
    notebook = nbformat.read(released(name), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    questions = ASSIGNMENTS[name].questions
    answers = [nbformat.v4.new_code_cell(question.answer.text) for question in questions]
    calls = [f'print(repr(grader.check("{question.name}")))' for question in questions]
    checks = [nbformat.v4.new_code_cell(call) for call in calls]
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
    for question, text in zip(names_of(name), first, strict=True):
        assert text.startswith(f"✗ {question}: 0 of ")
        assert "run the cell that defines" in text
    for question, text in zip(names_of(name), last, strict=True):
        assert text.startswith(f"✓ {question}: "), text
    assert files == ["my homework (2).ipynb"], "it leaves nothing behind"


@every_assignment
def test_the_last_cell_says_what_to_hand_in(run_out_of_order, name):
    text = run_out_of_order[name][2]
    assert text.count("✓") == len(names_of(name))
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


def test_a_sentence_that_is_not_written_is_named(saved, capsys):
    cells = [
        nbformat.v4.new_markdown_cell(f"{LABEL.format(number='4.5')}\n\n{text}") for text in (EMPTY, "Luck.")
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), saved())
    Checks("perceptron").hand_in({})
    assert capsys.readouterr().out.count("The sentence of 4.5 is not written yet.") == 1


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

PAGE = ROOT / generate.PAGE


def test_the_page_shows_a_message_as_it_is():
    (code,) = [code for *place, _, code in WRONG if place == ["perceptron", "gates", "nor_is_nand"]]
    message = repr(Checks("perceptron").check("gates", run([code])))
    assert f"```text\n{message}\n```" in PAGE.read_text(encoding="utf-8")

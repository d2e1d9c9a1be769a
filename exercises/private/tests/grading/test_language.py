"""Feedback in Korean: what the grader and the checks say is translated, what a student wrote is not."""

import ast
import re
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pytest

from exercises.private.grading import choice, grade, pages
from exercises.private.grading.checker import HOW_IT_ENDED
from exercises.private.grading.choice import Candidate
from exercises.private.grading.runs import Runs
from exercises.private.grading.syntax import IN_NO_VERSION
from mlplib import locale
from mlplib.checks import STOPPED_BY, CheckFailed, call_answer, check_close
from mlplib.locale import FIELD
from tools.translation import strings

LETTERS = re.compile("[가-힣]")
GRADING = Path(pages.__file__).parent
LINES = Path("locale/feedback.txt").read_text(encoding="utf-8").splitlines()
MODULES = ["notebook_file", "archives", "choice", "submissions", "matching", "marks", "grade", "runs"]
MODULES += ["syntax", "sandbox", "checker", "answers", "protocol", "worker", "engines"]  # that make notes
NOT_FOR_STUDENTS = re.compile(  # how texts begin that are for the lecturer, for a shell, or no words
    r".*(\\|\?:)|Not answered yet|echo |exec |<an object|nothing from|in time|handed in|last modified"
    r"|submission time| and so on"
    r"|\{path\} does not exist|\{source\} looks like|\{0\} of \{|all notebooks are|\{name\} must be"
    r"|bubblewrap|the sandbox does not|a fault in|no worker|workers die|\{0\} has another|on \{0\}"
)
SAID_ELSEWHERE = ("Stopped", "EOFError", "The check stopped", " or ")  # names of errors, and by the library


def says(check, *arguments, **named):
    with pytest.raises(CheckFailed) as failed:
        check(*arguments, **named)
    return str(failed.value)


def test_what_a_check_says_is_translated_line_by_line():
    message = says(call_answer, "gate", None)
    page = pages.page("Feedback: perceptron", f"<pre>{pages.text(message)}</pre>")
    said = re.search("<pre>(.*?)</pre>", pages.said(page, "ko"), re.DOTALL)[1]
    assert said.splitlines()[0] == "성질: gate: 함수입니다"
    assert all(LETTERS.search(line) for line in said.splitlines() if not line.startswith("나온 값"))


def test_numbers_and_names_stay_as_they_are():
    message = says(
        check_close, "the loss", 2.5, 1.5, given="loss([[1, 2]])", hint="run the same call in a new cell"
    )
    page = pages.said(pages.page("Feedback: mlp", f"<pre>{pages.text(message)}</pre>"), "ko")
    assert "2.5" in page
    assert "loss([[1, 2]])" in page
    assert "새 셀에서" in page


def test_a_text_of_a_student_stays_escaped():
    name = "<script>alert(1)</script> & File"
    page = pages.page("Feedback: mlp", f"<dl><dt>Student</dt><dd>{pages.text(name)}</dd></dl>")
    said = pages.said(page, "ko")
    assert f"<dt>학생</dt><dd>{pages.text(name)}</dd>" in said
    assert '<html lang="ko">' in said


@pytest.mark.parametrize("text", LINES)
def test_everything_that_the_pages_say_has_a_translation(text):
    assert LETTERS.search(locale.texts("ko", "checks")[text])


def for_students():
    """What the modules say that make notes and reasons: the parts between the fields of each sentence."""
    trees = [ast.parse((GRADING / f"{name}.py").read_text(encoding="utf-8")) for name in MODULES]
    texts = {text for tree in trees for text in strings.texts(tree) if not NOT_FOR_STUDENTS.match(text)}
    return [parts(sentence) for text in texts for sentence in locale.SENTENCES.split(text)]


def parts(text):
    """What stands between the fields of a template, without the verb before the kind of a file."""
    return [part.strip().removeprefix("is ") for part in FIELD.split(text)[::2] if part.strip(" .:")]


def test_the_list_of_what_is_translated_has_every_note_for_students():
    lines = "\n".join(LINES)
    missing = [said for said in for_students() if not re.search(".*".join(map(re.escape, said)), lines)]
    assert missing == [], "add them to locale/feedback.txt, as a student reads them"


def test_nobody_has_stopped_to_say_what_is_translated():
    said = sorted({*chain(*for_students()), *SAID_ELSEWHERE}, key=len, reverse=True)
    written = (GRADING / "pages.py").read_text(encoding="utf-8") + "late not known"
    for line in LINES:
        if not all(part.strip(" .:") in written for part in parts(line)):
            rest = FIELD.sub("", line)
            for part in said:
                rest = rest.replace(part, "")
            assert not re.search("[a-z]{3}", rest), f"nobody says so any more: {line}"


def notes():
    """Notes of the kinds that are put together of several texts."""
    for name in ("긴 이름의 과제 3.hwp", "과제 3 (2).py", "a b.csv", "과제.egg", "과제.xyz", "onlinetext"):
        why = choice.what_else((name,))
        yield choice.choose([Candidate("과제 3.ipynb", "", ()), Candidate(name, "", (), says=why, rank=0)])[
            1
        ][0]
        yield f"Nothing could be graded: {name} {why}."
    for data in (b"", b"{}", b"{", b"<<<<<<< a", b"x = 1", b"[" * 100_000):
        (note,) = grade.grade(data, SimpleNamespace(questions=[]), None).notes
        why = note.removeprefix("Nothing could be graded: ")
        yield from (note, f"긴 이름의 과제 3 (2).ipynb does not count: it cannot be graded: {why}")
    runs = Runs([], [], None, SimpleNamespace(submission=1))
    yield from (runs._note(7, kind, "?") for kind in STOPPED_BY)
    yield f"{runs._note(7, 'SyntaxError', '?')}. {IN_NO_VERSION}"
    for why in ("it took longer than 10 s", "it sent what cannot be read: an array that cannot be read"):
        yield from (f"Code cell 7 was stopped and left out: {why}", f"The answer was stopped: {why}.")
        yield from (f"while the cells of the notebook ran, {why}", f"Stopped: {why}")
    yield HOW_IT_ENDED


@pytest.mark.parametrize("note", list(notes()))
def test_a_note_that_is_put_together_is_translated_whole(note):
    said = locale.translated(note, language="ko")
    assert not re.search("[a-z]{2,} [a-z]{2,}", said.replace("a b.csv", "")), said

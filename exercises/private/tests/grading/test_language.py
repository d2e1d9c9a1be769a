"""Feedback in Korean: what the grader and the checks say is translated, what a student wrote is not."""

import re
from pathlib import Path

import pytest

from exercises.private.grading import pages
from mlplib import locale
from mlplib.checks import CheckFailed, call_answer, check_close

LETTERS = re.compile("[가-힣]")
SAID = re.compile(r'f?"([^"]*[a-z] [^"]*)"')


def says(check, *arguments, **named):
    with pytest.raises(CheckFailed) as failed:
        check(*arguments, **named)
    return str(failed.value)


def test_what_a_check_says_is_translated_line_by_line():
    message = says(call_answer, "gate", None)
    page = pages.page("Feedback: perceptron", f"<pre>{pages.text(message)}</pre>")
    said = re.search("<pre>(.*?)</pre>", pages.said(page, "ko"), re.DOTALL)[1]
    assert said.splitlines()[0] == "성질: gate: 함수여야 합니다"
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


@pytest.mark.parametrize("text", Path("locale/feedback.txt").read_text(encoding="utf-8").splitlines())
def test_everything_that_the_pages_say_has_a_translation(text):
    assert LETTERS.search(locale.texts("ko", "checks")[text])
    plain = re.split(r"\{\w+\}", text)
    written = Path(pages.__file__).read_text(encoding="utf-8") + "late not known"
    assert all(part.strip(" .:") in written for part in plain), "no page says so any more"

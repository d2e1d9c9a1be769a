"""A question names what is wrong with it, and a quick check is read as it is written."""

import pytest

from tools.browser import ROOT
from tools.questions import Answer, Question, Unfit, all_quick_checks, quick_check, quick_checks
from tools.toc import pages

RIGHT, WRONG = Answer("this", "why", right=True), Answer("that", "why not")
CHOICE = """Before.

**Predict, then run.** Which of
$a$ and $b$?

1. The first.
2. The
   second.

<details><summary>Answer</summary>

1. It is not.
2. **Right.** It is
   so.

</details>

After."""
NUMBER = """**Predict:** how many?

<details><summary>Answer</summary>

- **1,024** is right: two to the tenth.
- **0.20** is the rate.
- **Another number:** count.

</details>"""


def test_a_choice_is_read_as_it_is_written():
    assert quick_check("page/cell", CHOICE) == Question(
        "page/cell",
        "Which of\n$a$ and $b$?",
        (Answer("The first.", "It is not."), Answer("The second.", "It is so.", right=True)),
    )


def test_a_number_is_read_with_its_known_mistakes():
    check = quick_check("page/cell", NUMBER)
    assert check.numeric
    assert [answer.text for answer in check.answers] == ["1,024", "0.20", ""]
    assert [answer.reason for answer in check.answers] == [
        "Two to the tenth.",
        "0.20 is the rate.",
        "Count.",
    ]
    assert (check.right.value, check.right.within) == (1024, 0)
    assert (check.answers[1].value, check.answers[1].within) == (0.2, 0.01)


def test_other_predictions_and_other_folded_texts_are_left_alone():
    assert quick_check("cell", "**Predict, then run.** Why?") is None
    assert quick_check("cell", "<details><summary>Answers</summary>\n\n1. So.\n\n</details>") is None


@pytest.mark.parametrize(
    ("found", "given", "problem"),
    [
        ("**Right.** ", "", "0 answers are right, expected 1"),
        ("1. It is not.", "1. **Right.** It is.", "2 answers are right, expected 1"),
        ("1. The first.\n", "", "an answer is folded, but no question"),
        ("2. The\n   second.\n", "", "1 options but 2 reasons"),
        ("1. The first.", "1. The second.", "'The second.' and 'The second.' cannot be told apart"),
        ("1. It is not.", "1. **Right.** ", "2 answers are right"),
        ("**Right.** It is\n   so.", "**Right.**", "the answer 'The second.' has no reason"),
        ("**Predict, then run.** ", "", "no question before it begins with **Predict"),
        ("</details>", "", "is not closed by </details>"),
    ],
)
def test_a_choice_that_cannot_be_asked_is_refused_by_name(found, given, problem):
    assert found in CHOICE
    with pytest.raises(Unfit) as refused:
        quick_check("page/cell", CHOICE.replace(found, given))
    assert str(refused.value).startswith("page/cell: ")
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("found", "given", "problem"),
    [
        ("is right: ", "", "0 answers are right"),
        ("**0.20** is", "**0.20** is right:", "2 answers are right"),
        ("**0.20**", "**1,024**", "'1,024' and '1,024' cannot be told apart"),
        ("- **Another number:** count.\n", "", "0 reasons for all other numbers"),
        ("**0.20**", "0.20", "a reason begins with '0.20 is the rate.', expected a number"),
    ],
)
def test_a_number_that_cannot_be_asked_is_refused_by_name(found, given, problem):
    with pytest.raises(Unfit, match="page/cell: ") as refused:
        quick_check("page/cell", NUMBER.replace(found, given))
    assert problem in str(refused.value)


def test_numbers_that_both_accept_an_answer_cannot_be_told_apart():
    other = Answer("", "count")
    near = Answer("2.3", "why", right=True), Answer("2.45", "why not"), other
    assert Question("fit", "how many", near, numeric=True).right.text == "2.3"
    near = Answer("2.3", "why", right=True), Answer("2.40", "why not"), other
    with pytest.raises(Unfit, match=r"'2\.3' and '2\.40' cannot be told apart"):
        Question("unfit", "how many", near, numeric=True)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ((RIGHT,), "no wrong answer"),
        ((RIGHT, Answer("that", "")), "the answer 'that' has no reason"),
        ((WRONG, Answer("other", "why not")), "0 answers are right"),
    ],
)
def test_a_question_without_a_wrong_answer_or_a_reason_is_refused(answers, problem):
    with pytest.raises(Unfit, match=problem):
        Question("name", "which", answers)


def test_every_chapter_asks_two_at_least_and_the_right_one_has_no_favourite_place():
    names = [path.stem for path in ROOT.glob("exercises/*.ipynb")]  # those that are not offered, too
    checks = {name: quick_checks(ROOT / "chapters" / f"{name}.ipynb") for name in names}
    offered = [page.removeprefix("chapters/") for page in pages()]
    assert [name for name in all_quick_checks() if name in names] == [n for n in offered if n in names]
    assert all(len(asked) >= 2 for asked in checks.values())
    places = [
        check.answers.index(check.right) for asked in checks.values() for check in asked if not check.numeric
    ]
    assert all(places.count(place) <= len(places) / 2 for place in range(3))

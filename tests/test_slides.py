"""What a presentation takes from a page, on pages of a few lines."""

import json

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.errors import ExtensionError

from tools.site.slides import Presentation, Row, fits, marks_of, portions

PAGE = """
Title
=====

The question.

Part
----

Prose that leaves.

Here it comes:

.. math:: x^2

**Predict, then run.** How much?

It is four.

More prose.

Exercises
---------

By hand.
"""
LINES = {"Title": 0, "The": 0, "Part": 1, "Prose": 1, "Here": 1, "Predict,": 2, "It": 3, "More": 3}


def page(text=PAGE):
    """A page whose cells begin at the lines that LINES names; MyST-NB numbers them so."""
    doctree = publish_doctree(text, settings_overrides={"report_level": 5, "doctitle_xform": False})
    cell = 0
    for part in doctree.findall():
        if isinstance(part, nodes.section | nodes.paragraph | nodes.math_block):
            cell = LINES.get(part.astext().split()[0], 4 if "Exercises" in part.astext()[:9] else cell)
            part.line = (cell + 1) * 10_000
    return doctree


def html_of(slides):
    """The slides as (class, words shown, words hidden, words for the speaker)."""
    told, place = [], None
    for part in slides.children:
        text = part.astext()
        if isinstance(part, nodes.raw):
            if 'class="slide-' in text:
                told.append((text.split('"')[1], [], [], []))
            place = 2 if "fragment" in text else 3 if "notes" in text else 1 if "<" in text[:1] else place
        elif not isinstance(part, nodes.Text):
            told[-1][place].append(text)
    return told


def presentation(marks=(None,) * 5, plan=(), text=PAGE):
    return html_of(Presentation(page(text), list(marks), dict(plan), "page.ipynb").slides())


def test_a_page_without_marks_shows_what_a_class_looks_at_and_hides_the_answer():
    title, formula, question, exercises = presentation()
    assert title == ("slide-title", ["The question."], [], [])
    assert formula == ("slide-text", ["Here it comes:", "x^2"], [], ["Prose that leaves."])
    assert question == (
        "slide-question",
        ["Predict, then run. How much?"],
        ["It is four."],
        ["More prose."],
    )
    assert exercises == ("slide-text", ["By hand."], [], [])


@pytest.mark.parametrize(
    ("cell", "mark", "expected"),
    [
        (4, "skip", ("slide-question", ["Predict, then run. How much?"], ["It is four."], ["More prose."])),
        (3, "skip", ("slide-text", ["By hand."], [], [])),
        (
            3,
            "notes",
            ("slide-question", ["Predict, then run. How much?"], [], ["It is four.", "More prose."]),
        ),
        (3, "slide", ("slide-text", ["It is four.", "More prose."], [], [])),
        (
            3,
            "fragment",
            ("slide-question", ["Predict, then run. How much?"], ["It is four.", "More prose."], []),
        ),
        (
            2,
            "skip",
            (
                "slide-text",
                ["Here it comes:", "x^2"],
                [],
                ["Prose that leaves.", "It is four.", "More prose."],
            ),
        ),
    ],
)
def test_a_mark_changes_what_is_shown(cell, mark, expected):
    marks = [None] * 5
    marks[cell] = mark
    assert expected in presentation(marks)


def test_the_plan_goes_to_the_speaker_of_each_slide_of_its_section():
    said = nodes.paragraph("", "the board"), nodes.paragraph("", "Why?")
    _, *part, exercises = presentation(plan={"part": Row({"50": "0–6"}, *said)})
    assert [notes[:3] for *_, notes in part] == [["Minutes 0–6 of 50.", "Show: the board", "Ask: Why?"]] * 2
    assert exercises[3] == []


def test_a_plan_that_shows_what_is_left_out_is_refused():
    with pytest.raises(
        ExtensionError, match=r"the plan of page\.ipynb shows '#exercises', which is no section"
    ):
        presentation((None,) * 4 + ("skip",), {"exercises": None})


def test_a_page_without_sections_is_refused():
    with pytest.raises(ExtensionError, match=r"page\.ipynb has a plan and no sections"):
        presentation(text="Title\n=====\n\nThe question.\n")


def test_an_unknown_slide_type_is_refused_by_name(tmp_path):
    cell = {"id": "loss", "metadata": {"slideshow": {"slide_type": "subslide"}}}
    path = tmp_path / "page.ipynb"
    path.write_text(json.dumps({"cells": [cell | {"metadata": {}}, cell]}))
    with pytest.raises(
        ExtensionError, match=r"page\.ipynb, cell 'loss': slide_type is 'subslide', not one of"
    ):
        marks_of(path)


def test_an_answer_that_is_too_long_for_the_slide_of_its_question_gets_its_own():
    long = PAGE.replace("It is four.", "It is four. " * 80)
    kinds = [(name, len(hidden)) for name, _, hidden, _ in presentation(text=long)]
    assert kinds == [
        ("slide-title", 0),
        ("slide-text", 0),
        ("slide-question", 0),
        ("slide-text", 0),
        ("slide-text", 0),
    ]


@pytest.mark.parametrize("sign", ["-", "#."])
def test_a_list_that_is_too_long_is_parted_and_nothing_is_lost(sign):
    items = [f"word{number} " * 40 for number in range(7)]
    (whole,) = publish_doctree("\n".join(f"{sign} {item}" for item in items)).children
    parts = [part for (part,) in portions([whole])]
    assert len(parts) > 1
    assert all(fits([part]) for part in parts)
    assert [item.astext().split()[0] for part in parts for item in part] == [
        item.split()[0] for item in items
    ]
    if sign == "#.":
        assert [part.get("start", 1) for part in parts] == [
            1 + sum(map(len, parts[:k])) for k in range(len(parts))
        ]


CHECK = """
.. raw:: html

   <div class="quick-check">

First this. **Predict, then run.** How much?

1. One.
2. Four.

.. raw:: html

   <details><summary>Answer</summary>

1. Too little.
2. **Right.** Twice two.

.. raw:: html

   </details>

.. raw:: html

   </div>
"""


def test_of_a_quick_check_the_right_reason_is_revealed_and_the_others_stay_folded():
    shown = page(f"T\n=\n\nThe question.\n\nPart\n----\n{CHECK}\nIt is four.\n\nMore.\n")
    slides = Presentation(shown, [None] * 5, {}, "page.ipynb").slides()
    (fragment,) = (k for k, part in enumerate(slides) if "fragment" in part.astext())
    assert slides[fragment + 1].astext() == "2. Twice two."
    (folded,) = slides.findall(lambda part: "folded" in getattr(part, "attributes", {}).get("classes", ()))
    assert "Too little." in folded.astext()
    (before,) = slides.findall(lambda part: "before" in getattr(part, "attributes", {}).get("classes", ()))
    assert before.astext() == "First this. "

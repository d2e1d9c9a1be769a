"""Where lines break: in text, in code, in what code prints."""

import pytest
from docutils.frontend import get_default_settings
from docutils.nodes import Text, literal, math, paragraph
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from tools.site.lines import PRINT, Firm, firm, hang, hanging, reachable

PRINTED = 'myst-ansi notranslate"><div class="highlight"><pre>{}\n</pre>'


@pytest.mark.parametrize(
    ("text", "follows", "wanted"),
    [
        ("61 % of 2 × 2 points, 5 px", False, "61\xa0% of 2\xa0×\xa02 points, 5\xa0px"),
        ("1 message and 3 %ages", False, "1 message and 3 %ages"),
        ("14–23 minutes", False, "14–\u206023 minutes"),
        ("유닛(unit)이라고", False, "유닛(unit)\u2060이라고"),
        ("를 얼마까지", True, "\u2060를 얼마까지"),
        ("를 얼마까지", False, "를 얼마까지"),
        (" and 를", True, " and 를"),
    ],
)
def test_a_number_keeps_its_unit_and_a_word_its_particle(text, follows, wanted):
    assert firm(text, follows) == wanted


def test_the_same_words_twice_are_held_where_they_follow_a_formula_and_code_stays():
    document = new_document("page", get_default_settings(Parser))
    line = paragraph("", "", Text("와 "), math("", "x"), Text("와 "), literal("", "5 %"))
    document += line
    Firm(document).run()
    assert [child.astext() for child in line] == ["와 ", "x", "\u2060와 ", "5 %"]


def test_a_line_of_code_says_how_far_it_is_indented():
    code = '<span class="k">if</span> x:\n    <span class="n">y</span>()\n\n'
    assert hanging(code) == (
        '<span class="line"><span class="k">if</span> x:\n</span>'
        '<span class="line" style="--indent: 4">    <span class="n">y</span>()\n</span>'
        '<span class="line">\n</span>'
    )


@pytest.mark.parametrize(("line", "reached"), [("&lt;" * 80, False), ("x" * 81, True)])
def test_keys_reach_a_print_that_is_wider_than_the_column(line, reached):
    made = PRINT.sub(reachable, PRINTED.format(line))
    assert ('<pre tabindex="0">' in made) == reached


def test_a_sign_stays_with_its_name():
    context = {"body": '<span class="pre">-X.T</span> <span class="pre">@</span>'}
    hang(None, "page", "page.html", context, None)
    assert context["body"] == '<span class="pre whole">-X.T</span> <span class="pre">@</span>'

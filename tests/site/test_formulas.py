"""Formulas and styles of the pages: translated while the book is built, with the glyphs that they need."""

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from tools.browser import BOOK, html_pages
from tools.site.mathml import breakable, font, glyphs, hold, italic, lines, mathml
from tools.site.styles import used

PAGES = html_pages(BOOK) or ["of-the-book"]


@pytest.fixture(scope="module")
def texts():
    return [(BOOK / page).read_text(encoding="utf-8") for page in PAGES]


def test_a_formula_becomes_mathml():
    assert mathml(r"\frac{1}{2}") == "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"


def test_a_word_is_a_symbol_beside_which_signs_have_room():
    assert "<mi>turns</mi>" in mathml(r"\text{turns} = 14")
    assert "<mn>½</mn>" in mathml("H = ½")
    assert "<mtext>if\xa0</mtext>" in mathml(r"\text{if } z")


def test_a_root_needs_the_glyph_of_its_sign():
    assert glyphs([mathml(r"\sqrt{2}")]) == {"2", "√"}
    assert glyphs([mathml("2")]) == {"2"}


def test_a_root_keeps_no_room_for_its_tall_forms():
    made = TTFont(io.BytesIO(font("√")))
    tall = made["MATH"].table.MathVariants.VertGlyphConstruction[0]
    names = [record.VariantGlyph for record in tall.MathGlyphVariantRecord]
    assert len(names) == 4
    assert len({made["hmtx"][name][0] for name in names}) == 1
    assert tall.GlyphAssembly is None


def test_nothing_parts_a_function_without_an_argument_from_its_comma():
    assert mathml(r"\tanh").endswith("<mo>\N{FUNCTION APPLICATION}</mo></mrow></math>")
    assert "0.1667em" in mathml(r"\tanh x")


def test_a_formula_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match=r"the formula '\\\\frac\{1' cannot be read"):
        mathml(r"\frac{1")


def plain(formula):
    return re.sub(r"<[^>]*>", "", formula)


def test_a_long_formula_may_break_at_its_operators_and_a_short_one_may_not():
    long = mathml(r"\max(0, x) - 2\max(0, x - 1) + \max(0, x - 2)")
    assert breakable(long).count("<wbr>") == 2
    assert plain(breakable(long)) == plain(long)
    assert breakable(mathml("a = b")) == mathml("a = b")


def test_a_wide_formula_breaks_at_its_gaps_and_before_a_second_relation():
    wide = lines(mathml(r"a = b + 1 = c, \qquad d \in e", display=True))
    parts = [[plain(piece).strip() for piece in part.split("<wbr>")] for part in wide.split("</span>")]
    assert parts == [["a=b+1", "=c,"], ["d∈e"], [""]]
    assert lines(mathml("a = b", display=True)) == mathml("a = b", display=True)


def test_a_formula_keeps_its_comma_and_its_brackets():
    x, y = mathml("x"), mathml("y")
    assert hold(f"so {x} and {y}") == f"so {x} and {y}"
    assert hold(f"{x} ({y}), so") == f'{x} <span class="whole">({y}),</span> so'
    assert hold(f"값 {x}\u2060입니다. {y} 는") == f'값 <span class="whole">{x}\u2060입니다.</span> {y} 는'


def test_the_sign_of_a_root_is_a_glyph_though_no_text_has_it():
    assert "√" in glyphs([mathml(r"\sqrt{2}")])
    assert "√" not in glyphs([mathml("2")])


@pytest.mark.parametrize(
    ("letter", "wanted"), [("x", "𝑥"), ("h", "ℎ"), ("W", "𝑊"), ("λ", "𝜆"), ("Θ", "𝛩"), ("∂", "𝜕"), ("1", "1")]
)
def test_a_letter_alone_is_drawn_in_italics(letter, wanted):
    assert italic(letter) == wanted


def test_the_font_of_the_site_has_every_glyph_of_its_formulas(texts):
    sheet = (BOOK / "_static" / "math.css").read_text(encoding="utf-8")
    data = base64.b64decode(re.search(r"base64,([^\"]+)", sheet)[1])
    known = TTFont(io.BytesIO(data)).getBestCmap()
    invisible = "\u2061\u200b\n "
    assert not [c for c in glyphs(texts) if ord(c) not in known and c not in invisible]
    assert len(data) < 60_000


def test_the_font_is_the_same_at_every_build():
    assert font("xyz=") == font("xyz=")


def test_no_formula_is_left_as_tex(texts):
    for text in texts:
        assert "merror" not in text
        assert not re.search(r"\\\(|\\\[", re.sub(r"<(pre|script)\b.*?</\1>", "", text, flags=re.S))


def test_rules_that_match_nothing_go():
    css = (
        ".a, .b .c { color: red } #d { top: 0 } @media print { .c { top: 0 } .a { left: 0 } } h1 { top: 1px }"
    )
    assert used(css, {"a", "b"}) == ".a{ color: red }@media print {.a{ left: 0 }}h1{ top: 1px }"
    assert used(":not(.x) { top: 0 }", set()) == ":not(.x){ top: 0 }"


def test_a_style_sheet_that_asks_for_another_is_refused():
    with pytest.raises(ValueError, match="imports another"):
        used('@import "other.css";', set())

"""The Sphinx extension that typesets mathematics while the book is built: TeX becomes MathML.

Pages run no typesetter. Temml translates (vendor/temml.min.js, in V8), browsers draw with the glyphs of STIX
Two Math that the book uses.
"""

import base64
import functools
import io
import logging
import re
from html import unescape
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from docutils.nodes import SkipNode
from fontTools import subset
from fontTools.ttLib import TTFont
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.errors import ExtensionError

TEMML = Path(__file__).parent / "vendor" / "temml.min.js"
RELATIONS = set("=<>≤≥≈≠∈→←")
GAP = {"1em", "2em"}  # of \quad and \qquad
LONG = 12  # characters of a formula that a phone with large text may not show in one line
SHEET = "math.css"
FAMILY = "Book Math"
LOAD = """\
<link rel="stylesheet" href="{url}">
<script>
  document.documentElement.style.visibility = "hidden"; /* for the moment in which the font is unpacked */
  document.fonts.load('1em "{family}"').finally(() => (document.documentElement.style.visibility = ""));
</script>
"""
FEATURES = ["ssty", "dtls", "ss04"]  # smaller shapes in exponents, letters under an accent, primes
MATH = re.compile(r"<math\b.*?</math>", flags=re.S)
ROOT = re.compile("<m(?:sqrt|root)>")  # browsers draw its sign, no text has it
END = re.compile(r'<mspace width="0\.1667em"></mspace>(?=(?:</\w+>)*$)')  # what would part it from a comma
WORD = re.compile(r"<mtext>([^\s<]+)</mtext>")
INLINE = re.compile(r"([(‘]*)(<math>(?:(?!<math).)*?</math>)((?:\u2060[가-힣]+)?[.,;:!?)’]*)", flags=re.S)
SINGLE = re.compile(r"<mi>(.|&#?\w+;)</mi>")
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells each table
ITALIC = {"a": 0x1D44E, "A": 0x1D434, "α": 0x1D6FC, "Α": 0x1D6E2}  # where mathematical italics begin
ITALIC_ALONE = {"h": "\u210e", "∂": "𝜕", "ϵ": "𝜖", "ϑ": "𝜗", "ϕ": "𝜙"}


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("html-page-context", ask_for_font)
    app.connect("build-finished", give_sheet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@functools.cache
def temml():
    """The translator, loaded once a process."""
    engine = MiniRacer()
    engine.eval(TEMML.read_text(encoding="utf-8"))
    return engine


@functools.cache
def mathml(tex, *, display=False):
    r"""A formula of TeX, such as r'\frac{1}{2}', as MathML.

    A word in it, such as r'\text{gain}', becomes a symbol: browsers set text as if it were a space, and the
    signs beside it too close.

    Raises
    ------
    ValueError
        If Temml cannot read it; the message says where.
    """
    options = {"displayMode": display, "throwOnError": True, "wrap": "none" if display else "tex"}
    try:
        return END.sub("", WORD.sub(as_symbol, temml().call("temml.renderToString", tex, options)))
    except JSEvalException as error:
        raise ValueError(
            f"the formula {tex!r} cannot be read: {str(error).strip().splitlines()[0]}"
        ) from None


def as_symbol(word):
    """A word of a formula as the name of something, a fraction like ½ as a number."""
    kind = "mi" if word[1].isalpha() and len(word[1]) > 1 else "mn"
    return f"<{kind}>{word[1]}</{kind}>"


def inline(translator, node):
    write(translator, node, "{}", display=False)


def breakable(formula):
    """A formula in a line; a long one becomes several, between which the line may break, at its operators."""
    parts = list(ElementTree.fromstring(formula))
    if len(parts) < 2 or len("".join(ElementTree.fromstring(formula).itertext())) < LONG:
        return formula
    return "<wbr>".join(f"<math>{xml(part)}</math>" for part in parts)


def xml(part):
    return ElementTree.tostring(part, encoding="unicode")


def lines(formula):
    """A formula on its own, in parts between which a narrow screen breaks it: at gaps, else at relations."""
    (row,) = ElementTree.fromstring(formula)
    signs = list(row) if row.tag == "mrow" else [row]
    gaps = [place for place, sign in enumerate(signs) if sign.get("width") in GAP]
    ends = [-1, *gaps, len(signs)]
    parts = [chain(signs[start + 1 : end]) for start, end in pairwise(ends)]
    if len(parts) == len(parts[0]) == 1:
        return formula
    return " ".join(f"<span>{'<wbr>'.join(part)}</span>" for part in parts)


def chain(signs):
    """The signs of a formula without gaps as one formula for each relation: 'a = b' and '= c'."""
    places = [place for place, sign in enumerate(signs) if sign.text in RELATIONS][1:]
    pieces = [signs[start:end] for start, end in pairwise([0, *places, len(signs)])]
    return [f'<math displaystyle="true"><mrow>{"".join(map(xml, piece))}</mrow></math>' for piece in pieces]


def hold(text):
    """The text of a page in which no line breaks between a formula and its comma, bracket or Korean particle.

    Browsers break beside a formula, even where a word joiner stands.

    >>> hold("If <math><mi>x</mi></math>, then.")
    'If <span class="whole"><math><mi>x</mi></math>,</span> then.'
    """

    def whole(found):
        before, _, after = found.groups()
        return f'<span class="whole">{found[0]}</span>' if before or after else found[0]

    return INLINE.sub(whole, text)


def block(translator, node):
    """A formula on its own; what does not break and is too wide scrolls, by keyboard too."""
    name = f' id="{node["ids"][0]}"' if node["ids"] else ""
    write(translator, node, f'<div class="formula"{name} tabindex="0">{{}}</div>\n', display=True)


def write(translator, node, frame, *, display):
    try:
        formula = mathml(node.astext(), display=display)
        translator.body.append(frame.format(lines(formula) if display else breakable(formula)))
    except ValueError as error:
        raise ExtensionError(f"{node.source}: {error}") from None
    raise SkipNode


def glyphs(pages):
    """The characters that browsers draw for the formulas of pages; a letter alone is drawn in italics."""
    formulas = "".join(formula for page in pages for formula in MATH.findall(page))
    plain = set(unescape(re.sub(r"<[^>]*>", "", formulas)))
    if ROOT.search(formulas):
        plain.add("√")
    return plain | {italic(unescape(letter)) for letter in SINGLE.findall(formulas)}


def italic(letter):
    """The mathematical italic form of a Latin or Greek letter, else the character itself."""
    if letter in ITALIC_ALONE:
        return ITALIC_ALONE[letter]
    for first, place in ITALIC.items():
        if 0 <= (k := ord(letter) - ord(first)) < (26 if first in "aA" else 25):
            return chr(place + k)
    return letter


def ask_for_font(app, pagename, templatename, context, doctree):
    """Let a page with formulas load their font before it is shown, so that no line moves when it comes."""
    if "<math" in context.get("body", ""):
        context["body"] = hold(context["body"])
        url = context["pathto"](f"_static/{SHEET}", resource=True)
        context["metatags"] += LOAD.format(url=url, family=FAMILY)


def give_sheet(app, exception):
    """Write the style sheet with the font of the formulas, which has the glyphs that pages use."""
    if exception is None and app.builder.format == "html":
        pages = (path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html")))
        rule = font_face(FAMILY, font("".join(sorted(glyphs(pages)))))
        (Path(app.outdir) / "_static" / SHEET).write_text(rule, encoding="utf-8")


def font(characters):
    """STIX Two Math (SIL Open Font License 1.1) with some of its characters, as WOFF2."""
    path = Path(find_spec("ziamath").origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    whole, out = TTFont(path, recalcTimestamp=False), io.BytesIO()
    even_roots(whole)
    whole.save(out)
    return subset_of(out.getvalue(), characters, FEATURES)


def even_roots(font):
    """Make the tall forms of the root sign as wide as the low one.

    Chromium keeps the room of the widest form beside every root.
    """
    variants, sign = font["MATH"].table.MathVariants, font.getBestCmap()[ord("√")]
    made = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(sign)]
    made.GlyphAssembly = None  # of parts: for roots of more than three lines
    width = font["hmtx"][sign][0]
    for name in {record.VariantGlyph for record in made.MathGlyphVariantRecord} - {sign}:
        own, left = font["hmtx"][name]
        glyph = font["glyf"][name]
        glyph.coordinates.scale((width / own, 1))
        glyph.coordinates.toInt()
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = width, round(left * width / own)


def subset_of(data, characters, features=()):
    """A font with some of its characters and features alone, as WOFF2."""
    options = subset.Options(flavor="woff2", layout_features=list(features))
    whole = subset.load_font(io.BytesIO(data), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=characters)
    chosen.subset(whole)
    out = io.BytesIO()
    subset.save_font(whole, out, options)
    return out.getvalue()


def font_face(family, data, weight=400):
    """The rule that brings a font which needs no request of its own."""
    packed = base64.b64encode(data).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f'src:url("data:font/woff2;base64,{packed}") format("woff2")}}\n'
    )

"""The Markdown of a question as HTML, with its formulas in the form that a platform shows."""

from functools import cache
from html import escape

import numpy as np
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from tools.questions import Unfit
from tools.site.mathml import mathml

BLOCK = ("paragraph_open", "paragraph_close")


def delimited(tex, options):
    r"""A formula between \( and \), which Moodle's MathJax looks for."""
    begin, end = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return begin + escape(tex.strip(), quote=False) + end


def as_mathml(tex, options):
    """A formula as MathML, which Canvas and browsers show by themselves."""
    return mathml(tex.strip(), display=options["display_mode"])


def plain(value):
    """A number with all its digits, and no power of ten."""
    return np.format_float_positional(round(value, 9), trim="-")


@cache
def converter(formula):
    return MarkdownIt("commonmark", {"html": False}).enable("table").use(dollarmath_plugin, renderer=formula)


def html(text, formula):
    """A text as HTML; one paragraph loses its tags.

    Raises
    ------
    Unfit
        If it has a link or a citation, which leads nowhere outside the book.
    """
    tokens = converter(formula).parse(text)
    inside = [child for token in tokens for child in token.children or ()]
    if "{cite" in text or any(token.type in ("link_open", "image") for token in inside):
        raise Unfit(f"a link or a picture leads nowhere outside the book: {text!r}")
    if [token.type for token in tokens if not token.children] == list(BLOCK):
        tokens = tokens[1:-1]
    return converter(formula).renderer.render(tokens, converter(formula).options, {}).strip()

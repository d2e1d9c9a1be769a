"""The Sphinx extension that says where lines break: wrapped code hangs, what belongs together stays so."""

import re
from html import unescape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CODE = re.compile(r'(?<!myst-ansi notranslate">)(<div class="highlight"><pre>)(.*?)(?=</pre>)', flags=re.S)
PRINT = re.compile(r'(myst-ansi notranslate"><div class="highlight"><pre)>(.*?)(?=</pre>)', flags=re.S)
WIDE = 80  # characters of a line that fit the column
TAG = re.compile(r"<[^>]*>")
UNIT = re.compile(r"(?<=\d) (?=(?:%|px|ms|KB|MB|°)(?!\w))|(?<=\d) (?=×)|(?<=\d ×) (?=\d)")
RANGE = re.compile(r"(?<=\d)–(?=\d)")
SIGNED = re.compile(r'<span class="pre">(?=-[^<]{1,20}<)')  # a browser breaks after its sign
FIRM = "\N{NO-BREAK SPACE}"
JOIN = "\N{WORD JOINER}"
PARTICLE = re.compile(r"(?<=[)\]’”½])(?=[가-힣])")  # Korean: browsers break between a bracket and a letter
BEGIN = re.compile(r"^(?=[가-힣])")
CODE_OR_MATH = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block)


class Firm(SphinxPostTransform):
    """Text that keeps a number with its unit, a range, and in Korean a word with its particle; not code."""

    default_priority = 500

    def run(self):
        for parent in list(self.document.findall(nodes.TextElement)):
            if isinstance(parent, CODE_OR_MATH):
                continue
            for i, child in enumerate(parent.children):
                if isinstance(child, nodes.Text):
                    parent[i] = nodes.Text(firm(child, i > 0 and isinstance(parent[i - 1], nodes.Inline)))


def firm(text, follows):
    """A text with spaces and joints at which no line breaks; whether it `follows` a formula or the like."""
    text = PARTICLE.sub(JOIN, RANGE.sub(f"–{JOIN}", UNIT.sub(FIRM, text)))
    return BEGIN.sub(JOIN, text) if follows else text


def setup(app):
    app.add_post_transform(Firm)
    app.connect("html-page-context", hang)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def hang(app, pagename, templatename, context, doctree):
    """Mark the lines of code; let keys reach prints that scroll on a wide screen; keep signs with names."""
    if "body" in context:
        body = CODE.sub(lambda code: code[1] + hanging(code[2]), context["body"])
        body = PRINT.sub(reachable, body)
        context["body"] = SIGNED.sub('<span class="pre whole">', body)


def reachable(found):
    """A print; it can be focused if one of its lines is wider than the column."""
    longest = max(map(len, unescape(TAG.sub("", found[2])).splitlines()), default=0)
    focus = ' tabindex="0"' if longest > WIDE else ""
    return f"{found[1]}{focus}>{found[2]}"


def hanging(code):
    """Highlighted code with an element for each line, which says how far it is indented.

    >>> hanging("if x:\\n    y()\\n")
    '<span class="line">if x:\\n</span><span class="line" style="--indent: 4">    y()\\n</span>'
    """
    return "".join(map(_line, code.splitlines(keepends=True)))


def _line(line):
    text = TAG.sub("", line)
    indent = len(text) - len(text.lstrip(" "))
    style = f' style="--indent: {indent}"' if indent else ""
    return f'<span class="line"{style}>{line}</span>'

"""The Sphinx extension that says where lines break: wrapped code hangs, and a number keeps its unit."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CODE = re.compile(r'(?<=<div class="highlight"><pre>)(.*?)(?=</pre>)', flags=re.S)
TAG = re.compile(r"<[^>]*>")
UNIT = re.compile(r"(?<=\d) (?=(?:%|px|ms|KB|MB|°)(?!\w))|(?<=\d) (?=×)|(?<=\d ×) (?=\d)")
FIRM = "\N{NO-BREAK SPACE}"


class Firm(SphinxPostTransform):
    """Text in which no line breaks between a number and its unit, or within '2 × 2'; code stays as it is."""

    default_priority = 500

    def run(self):
        for text in list(self.document.findall(nodes.Text)):
            if not isinstance(text.parent, nodes.literal | nodes.literal_block | nodes.raw | nodes.math):
                firm = UNIT.sub(FIRM, text)
                if firm != text:
                    text.parent.replace(text, nodes.Text(firm))


def setup(app):
    app.add_post_transform(Firm)
    app.connect("html-page-context", hang)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def hang(app, pagename, templatename, context, doctree):
    """Mark the lines of the code of a page."""
    if "body" in context:
        context["body"] = CODE.sub(lambda code: hanging(code[1]), context["body"])


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

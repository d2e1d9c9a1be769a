"""The Sphinx extension that marks quick checks, so that a script makes forms of them.

Without the script a page shows them as the chapter has them: a question, and a folded answer. What is wrong
with one ends the build, by name.
"""

from docutils import nodes
from sphinx.errors import ExtensionError

from tools.execute import read
from tools.questions import CLOSE, OPEN, Unfit, quick_checks
from tools.site.executed import english, notebook_of

BEGIN = '<div class="quick-check" role="group" aria-label="Quick check" data-right="{right}">'
END = "</div>"
FOLD = "<details><summary>"


def setup(app):
    app.connect("doctree-read", mark)
    app.connect("builder-inited", lambda app: app.add_js_file("quick-check.js", loading_method="defer"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mark(app, doctree):
    """Put each question, with its options and its answer, into a division of its own."""
    path = notebook_of(app, app.env.docname)
    if not path:
        return
    if app.config.language != "en":
        path = english(app.env.docname)  # the words differ, and not the forms
    try:
        checks = quick_checks(path)
    except Unfit as error:
        raise ExtensionError(str(error)) from None
    asked = [
        line == OPEN for cell in read(path).cells for line in cell.source.split("\n") if line.startswith(FOLD)
    ]
    there = [node for node in doctree.findall(nodes.raw) if node.astext().startswith(FOLD)]
    folds = [fold for fold, is_asked in zip(there, asked, strict=True) if is_asked]
    for fold, check in zip(folds, checks, strict=True):
        siblings = fold.parent
        begin = end = siblings.index(fold)
        begin -= 1 if check.numeric else 2
        while siblings[end].astext().strip() != CLOSE:
            end += 1
        siblings.insert(end + 1, raw(END))
        siblings.insert(begin, raw(BEGIN.format(right=check.answers.index(check.right))))


def raw(text):
    return nodes.raw("", text, format="html")

"""The Sphinx extension that fits the text to what the course offers: the pages of _toc.yml, the assignments.

What is about a page that is not offered goes: a section whose heading links to it, a paragraph whose bold
beginning does, a row of a table that maps the course. Any other link to it becomes plain words. So does a
link to an assignment that is not offered; one to an assignment that is leads to the page of the assignments.
The directive `paths` tells how long what is left takes.
"""

import posixpath
import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from mlplib.locale import Words
from tools import paths, toc
from tools.translation import catalogue, markdown

MAPS = ("intro", "chapters/lecture_map", "exercises/assignments")
ASSIGNMENTS = "exercises/assignments"
ANCHOR = re.compile(r'<a href="([^"#:]+)\.html(?:#[^"]*)?">')
TITLE = re.compile(r'^[\s"]*# (.+?)(?:\\n)?[",]*$', re.M)  # of a page, also within a notebook


def setup(app):
    app.add_transform(LeaveOut)
    app.add_directive("paths", Paths)
    app.connect("env-before-read-docs", say_what_is_left_out)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def say_what_is_left_out(app, env, docnames):
    chapters = {env.path2doc(str(path)) for path in env.srcdir.glob("chapters/*")} - {None}
    if without := sorted(chapters - env.found_docs):
        getLogger(__name__).info("_toc.yml leaves out %s: links there are plain words", ", ".join(without))


class Paths(SphinxDirective):
    """A path of a week, of two, of four, with the minutes of each week."""

    def run(self):
        self.env.note_dependency(str(paths.PATHS))
        text, language = paths.text(), self.config.language
        if language != "en":
            words = Words(catalogue.texts_of_site(language))
            text = markdown.translate(text, lambda message: words.whole(message, 0) or message)
        return self.parse_text_to_nodes(text)


class LeaveOut(SphinxTransform):
    default_priority = 400  # before references are resolved and sections collected

    def apply(self):
        for link in list(self.document.findall(pending_xref)):
            if link.get("refdomain") == "doc":
                self.lead_to_assignment(link)
                if link["reftarget"] not in self.env.found_docs:
                    self.drop(link)
        for anchor in list(self.document.findall(nodes.raw)):
            if (found := ANCHOR.fullmatch(anchor.astext())) and self.is_absent(found[1]):
                end = next(
                    node for node in anchor.findall(nodes.raw, siblings=True) if node.astext() == "</a>"
                )
                detach(anchor)
                detach(end)
        self.drop_empty()

    def is_absent(self, path):
        """Whether a page, relative to this one, has a source and is not offered."""
        page = posixpath.normpath(posixpath.join(posixpath.dirname(self.env.docname), path))
        return page not in self.env.found_docs and any(self.env.srcdir.glob(f"{page}.*"))

    def lead_to_assignment(self, link):
        folder, _, name = link["reftarget"].rpartition("/")
        if folder == "exercises" and name in toc.assignments():
            link["reftarget"], link["reftargetid"] = ASSIGNMENTS, None

    def drop(self, link):
        """Drop what a link is the subject of, or the link alone."""
        if subject := self.subject(link):
            detach(subject)
        else:
            words = [child for node in link.children for child in node.children]
            link.parent.replace(link, words or nodes.Text(self.title(link["reftarget"])))

    def subject(self, link):
        for node in ancestors(link):
            if isinstance(node, nodes.title):
                return node.parent
            if isinstance(node, nodes.row) and self.env.docname in MAPS:
                return node
            if isinstance(node, nodes.paragraph) and isinstance(link.parent, nodes.strong):
                return node if node.astext().startswith(link.parent.astext()) else None
        return None

    def title(self, page):
        (source,) = self.env.srcdir.glob(f"{page}.*")
        return TITLE.search(source.read_text(encoding="utf-8"))[1]

    def drop_empty(self):
        """Drop tables that have lost every row, and sections that are a heading only."""
        for body in list(self.document.findall(nodes.tbody)):
            if not body.children:
                table = next(node for node in ancestors(body) if isinstance(node, nodes.table))
                detach(table)
                if isinstance(table.parent, nodes.section) and len(table.parent) == 1:
                    detach(table.parent)


def detach(node):
    """Take a node out of its parent; it may be out already."""
    node.parent.children = [child for child in node.parent.children if child is not node]


def ancestors(node):
    while node := node.parent:
        yield node

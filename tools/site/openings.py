"""The Sphinx extension that opens a chapter with one of its figures, ready to be touched.

The tag `opening` of a cell says which. A copy stands below the first paragraph of the page and leads to the
section that explains it.
"""

import re
from itertools import pairwise

CELL = re.compile(r'<div class="cell [^"]*tag_opening')
FIGURE = re.compile(r'<div class="explore" id="([^"]+)".*?<p role="status"></p>\n</div>', re.DOTALL)
SECTION = re.compile(r'<h2>(.*?)<a class="headerlink" href="(#[^"]+)"')
CUTS = re.compile(r'data-cuts="([^"]*)"')
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
OPENING = """
<figure class="opening" style="--tall: {tall:.4f}">
{figure}<figcaption>From the section <a href="{link}">{title}</a></figcaption>
</figure>"""


def setup(app):
    app.connect("html-page-context", open_page, priority=600)  # after the pictures got their sizes
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def open_page(app, pagename, templatename, context, doctree):
    if doctree is not None and "body" in context:  # a presentation has none
        context["body"] = opened(context["body"], pagename)


def opened(body, name):
    """A page with its figure in front.

    Raises
    ------
    ValueError
        If the cell that is to open the page has no figure to explore, or two cells are to open it.
    """
    cells = list(CELL.finditer(body))
    if not cells:
        return body
    found = FIGURE.search(body, cells[0].start())
    if len(cells) > 1 or not found or found.start() > body.find('<div class="cell ', cells[0].end()) > 0:
        raise ValueError(f"{name}: one cell with a figure to explore has the tag `opening`, others have not")
    title, link = SECTION.findall(body, 0, found.start())[-1]
    figure = re.sub(rf'\b(id|for)="{found[1]}(?=["-])', rf'\1="{found[1]}-opening', found[0])
    first = body.index("</p>", body.index("</h1>")) + len("</p>")
    opening = OPENING.format(figure=figure, tall=tall(figure), link=link, title=title)
    return body[:first] + opening + body[first:]


def tall(figure):
    """Height of a figure whose panels stand below each other, each as wide as 1."""
    width, height = map(int, SIZE.search(figure).groups())
    ends = [0, *map(float, CUTS.search(figure)[1].split()), 1]
    return sum(height / width / (end - start) for start, end in pairwise(ends))

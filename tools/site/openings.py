"""The Sphinx extension that opens a chapter with one of its figures, ready to be touched.

The tag `opening` of a cell says which. A copy stands below the first paragraph of the page and leads to the
section that explains it. A message that links to the page shows its picture.
"""

import re
from itertools import pairwise
from pathlib import Path

from PIL import Image

from tools.execute import FRAMES
from tools.site.meta import ALT, PREVIEW

CELL = re.compile(r'<div class="cell [^"]*tag_opening[^"]*"')
FIGURE = re.compile(r'<div class="explore" id="([^"]+)".*?<p role="status"></p>\n</div>', re.DOTALL)
SECTION = re.compile(r'<h2>(.*?)<a class="headerlink" href="(#[^"]+)"')
CUTS = re.compile(r'data-cuts="([^"]*)"')
POSTER = re.compile(r'<figure class="opening\b.*?<img [^>]*src="([^"]+)"[^>]* alt="([^"]*)"', re.DOTALL)
CARD = (1200, 630)  # pixels of a preview
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
OPENING = """
<figure class="opening" style="--tall: {tall:.4f}">
{figure}<figcaption>From the section <a href="{link}">{title}</a></figcaption>
</figure>"""


def setup(app):
    app.connect("html-page-context", open_page, priority=600)  # after the pictures got their sizes
    app.connect("html-page-context", show_in_messages, priority=800)  # after the tags are written
    app.connect("build-finished", draw_previews, priority=700)  # after the frames are there
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
    start = body.index("<p>", body.index("</h1>"))
    end = body.index("</p>", start) + len("</p>")
    opening = OPENING.format(figure=figure, tall=tall(figure), link=link, title=title)
    question = f'<p class="opening-question">{body[start + len("<p>") : end]}'
    return body[:start] + question + opening + body[end:]


def preview(pagename):
    """Where the picture lies that a message shows of a page."""
    return f"previews/{pagename.rpartition('/')[2]}.png"


def show_in_messages(app, pagename, templatename, context, doctree):
    """Let a page that has an opening name its picture and words in place of those of the site."""
    if found := POSTER.search(context.get("body", "")):
        tags = context["metatags"].replace(f'/{PREVIEW}"', f'/{preview(pagename)}"')
        context["metatags"] = tags.replace(f'"{ALT}"', f'"{found[2]}"')


def draw_previews(app, exception):
    """Store the picture of each opening in the form that every service reads and shows large."""
    if exception is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        if found := POSTER.search(path.read_text(encoding="utf-8")):
            target = Path(app.outdir, preview(path.stem))
            target.parent.mkdir(exist_ok=True)
            card(Image.open(FRAMES / Path(found[1]).name)).save(target, optimize=True)


def card(picture):
    """A picture on white paper, as large as fits."""
    paper = Image.new("RGB", CARD, "white")
    scale = min(0.9 * side / own for side, own in zip(CARD, picture.size, strict=True))
    picture = picture.convert("RGB").resize([round(scale * side) for side in picture.size])
    paper.paste(picture, [(side - own) // 2 for side, own in zip(CARD, picture.size, strict=True)])
    return paper


def tall(figure):
    """Height of a figure whose panels stand below each other, each as wide as 1."""
    width, height = map(int, SIZE.search(figure).groups())
    ends = [0, *map(float, CUTS.search(figure)[1].split()), 1]
    return sum(height / width / (end - start) for start, end in pairwise(ends))

"""The Sphinx extension that lets pictures wait: they load when they come near, and keep their room."""

import base64
import io
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from mlplib.explore.book import drawn_folder
from mlplib.explore.pixels import cuts, ink, is_photograph, on_white
from tools.execute import FRAMES
from tools.site.photographs import drawn, paper_around, with_papers

IMAGE = re.compile(r"<img [^>]*>")
EMBEDDED = re.compile(r'src="data:image/png;base64,([^"]+)"')
SOURCE = re.compile(r'src="([^"]*?)([^"/]+)"')
NARROW = "(max-width: 600px)"  # where panels stand below each other
EXACT = {"lossless": True}
PHOTOGRAPH = {"quality": 75, "use_sharp_yuv": True}
PIXELS_OF_A_POINT = 96 / 72
PIXELS_OF_AN_INCH = 100  # as in figures to explore; more are stored, for dense screens


def setup(app):
    app.connect("html-page-context", let_wait)
    app.connect("build-finished", pack, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def let_wait(app, pagename, templatename, context, doctree):
    """Mend the pictures in the text of a page."""
    if "body" in context:
        sources = {name: Path(app.srcdir, path) for path, name in app.builder.images.items()}
        cells = re.split(r'(?=<div class="cell )', context["body"])
        folders = [drawn_folder(app), FRAMES]  # the frames of another language are those of English
        context["body"] = "".join(mended(cell, sources, folders) for cell in cells)


def mended(cell, sources, folders=()):
    """A cell with what follows it.

    Its tag `one-piece` keeps the panels of its picture together, `photograph` says that it shows photographs.
    """
    tags = cell.partition(">")[0]
    whole, photograph = ("tag_one-piece" in tags, "tag_photograph" in tags)
    cell = IMAGE.sub(lambda found: waiting(found[0], sources, whole, photograph), cell)
    return with_papers(cell, folders, photograph)


def waiting(image, sources, whole=False, photograph=False):
    """The tag of a picture that is loaded when it comes near, with the size at which it is shown.

    `sources` has the path of each file of _images, by its name. On a narrow screen panels stand below each
    other, unless the picture is to stay `whole`. On a dark page a drawing turns dark; of a picture with
    photographs, which have many colours or are named so, all but these.
    """
    image = image.replace("<img ", '<img loading="lazy" decoding="async" ', 1)
    if found := EMBEDDED.search(image):
        return embedded(image, found)
    found = SOURCE.search(image)
    if not found or found[2] not in sources:
        return image
    folder, name = found.groups()
    if sources[name].suffix == ".svg":
        return drawing(with_size(image, *svg_size(sources[name])))
    pixels, density = read(sources[name]), density_of(sources[name])
    image = with_size(image, pixels.shape[1], pixels.shape[0], density)
    image = image.replace(f'src="{folder}{name}"', f'src="{folder}{Path(name).stem}.webp"')
    photograph = photograph or is_photograph(pixels)
    if not photograph:
        image = drawing(image)
    below, papers = None if whole else stacked(pixels), {"--paper": paper_around([drawn(pixels)])}
    if below is not None:
        source = f'<source media="{NARROW}" srcset="{folder}{Path(name).stem}.narrow.webp">'
        image = f"<picture>{with_size(source, *below.shape[1::-1], density)}{image}</picture>"
        papers["--paper-below"] = paper_around([drawn(below)])
    if not photograph or not papers["--paper"][1]:
        return image
    style = "; ".join(f"{name}: {text}" for name, (text, _) in papers.items())
    return f'<span class="photographs" style="{style}">{image}</span>'


def drawing(image):
    return image.replace("<img ", '<img class="drawing" ', 1)


def embedded(image, found):
    """The tag of a picture that lies in the page itself, packed like the others."""
    pixels = read(io.BytesIO(base64.b64decode(found[1])))
    packed = base64.b64encode(smallest(pixels)).decode()
    return with_size(image.replace(found[0], f'src="data:image/webp;base64,{packed}"'), *pixels.shape[1::-1])


def with_size(tag, width, height, density=1):
    return tag.replace(" ", f' width="{round(width / density)}" height="{round(height / density)}" ', 1)


def density_of(path):
    """Stored pixels for one of the page: 1 where a picture does not say how large it is."""
    with Image.open(path) as picture:
        return picture.info.get("dpi", (PIXELS_OF_AN_INCH,))[0] / PIXELS_OF_AN_INCH


def read(file):
    """The pixels of a picture, (height, width, 3) uint8, on white paper."""
    with Image.open(file) as picture:
        return on_white(np.asarray(picture.convert("RGBA")))


def stacked(pixels):
    """The panels of a picture below each other, None if it has one; its margins go."""
    ends = [0, *(round(cut * pixels.shape[1]) for cut in cuts(ink(pixels))), pixels.shape[1]]
    if len(ends) == 2:
        return None
    panels = [pixels[:, first:end] for first, end in pairwise(ends)]
    panels = [
        panel[:, np.flatnonzero(ink(panel))[0] : np.flatnonzero(ink(panel))[-1] + 1] for panel in panels
    ]
    width = max(panel.shape[1] for panel in panels)
    return np.vstack(
        [np.pad(panel, ((0, 0), sides(panel, width), (0, 0)), constant_values=255) for panel in panels]
    )


def sides(panel, width):
    """How much white paper centres a panel."""
    left = (width - panel.shape[1]) // 2
    return left, width - panel.shape[1] - left


def svg_size(path):
    """Width and height of a drawing in pixels."""
    root = ElementTree.parse(path).getroot()
    return tuple(round(PIXELS_OF_A_POINT * float(root.get(side)[:-2])) for side in ("width", "height"))


def pack(app, exception):
    """Store the pictures of cells as WebP, without loss or as a photograph, whichever is smaller."""
    if exception is None and app.builder.format == "html":
        for path in (Path(app.outdir) / "_images").glob("*.png"):
            pixels = read(path)
            path.with_suffix(".webp").write_bytes(smallest(pixels))
            if (below := stacked(pixels)) is not None:
                path.with_suffix(".narrow.webp").write_bytes(smallest(below))
            path.unlink()


def smallest(pixels):
    """A picture as WebP."""
    made = []
    for how in (EXACT, PHOTOGRAPH):
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "webp", method=4, **how)
        made.append(out.getvalue())
    return min(made, key=len)

"""The Sphinx extension that lets pictures wait: they load when they come near, and keep their room."""

import base64
import io
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from mlplib.explore.pixels import cuts, ink, is_photograph, on_white

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
        context["body"] = "".join(mended(cell, sources) for cell in cells)


def mended(cell, sources):
    """A cell with what follows it; its tag `one-piece` keeps the panels of its picture together."""
    whole = "tag_one-piece" in cell.partition(">")[0]
    return IMAGE.sub(lambda found: waiting(found[0], sources, whole), cell)


def waiting(image, sources, whole=False):
    """The tag of a picture that is loaded when it comes near, with the size at which it is shown.

    `sources` has the path of each file of _images, by its name. On a narrow screen panels stand below each
    other, unless the picture is to stay `whole`.
    """
    image = image.replace("<img ", '<img loading="lazy" decoding="async" ', 1)
    if found := EMBEDDED.search(image):
        return embedded(image, found)
    found = SOURCE.search(image)
    if not found or found[2] not in sources:
        return image
    folder, name = found.groups()
    if sources[name].suffix == ".svg":
        return with_size(image, *svg_size(sources[name]))
    pixels, density = read(sources[name]), density_of(sources[name])
    image = with_size(image, pixels.shape[1], pixels.shape[0], density)
    image = image.replace(f'src="{folder}{name}"', f'src="{folder}{Path(name).stem}.webp"')
    if not is_photograph(pixels):
        image = image.replace("<img ", '<img class="drawing" ', 1)
    below = stacked(pixels)
    if whole or below is None:
        return image
    source = f'<source media="{NARROW}" srcset="{folder}{Path(name).stem}.narrow.webp">'
    source = with_size(source, *below.shape[1::-1], density)
    return f"<picture>{source}{image}</picture>"


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

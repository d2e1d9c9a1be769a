"""The Sphinx extension that lets pictures wait: they load when they come near, and keep their room."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

IMAGE = re.compile(r"<img [^>]*>")
SOURCE = re.compile(r'src="([^"]*?)([^"/]+)"')
EXACT = {"lossless": True}
PHOTOGRAPH = {"quality": 90, "use_sharp_yuv": True}
PIXELS_OF_A_POINT = 96 / 72


def setup(app):
    app.connect("html-page-context", let_wait)
    app.connect("build-finished", pack, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def let_wait(app, pagename, templatename, context, doctree):
    """Mend the pictures in the text of a page."""
    if "body" in context:
        sources = {name: Path(app.srcdir, path) for path, name in app.builder.images.items()}
        context["body"] = IMAGE.sub(lambda found: waiting(found[0], sources), context["body"])


def waiting(image, sources):
    """The tag of a picture that is loaded when it comes near, with the size at which it is shown.

    `sources` has the path of each file of _images, by its name.
    """
    source = sources.get(SOURCE.search(image)[2])
    if source:
        width, height = size(source)
        image = image.replace("<img ", f'<img width="{width}" height="{height}" ', 1)
        image = SOURCE.sub(lambda found: f'src="{found[1]}{packed(found[2])}"', image)
    return image.replace("<img ", '<img loading="lazy" decoding="async" ', 1)


def size(path):
    """Width and height of a picture in pixels."""
    if path.suffix == ".svg":
        root = ElementTree.parse(path).getroot()
        return tuple(round(PIXELS_OF_A_POINT * float(root.get(side)[:-2])) for side in ("width", "height"))
    with Image.open(path) as picture:
        return picture.size


def packed(name):
    """The name of a picture as the site has it."""
    return re.sub(r"\.png$", ".webp", name)


def pack(app, exception):
    """Store the pictures of cells as WebP: without loss or as a photograph, whichever is smaller."""
    if exception is None and app.builder.format == "html":
        for path in (Path(app.outdir) / "_images").glob("*.png"):
            with Image.open(path) as picture:
                made = [webp(picture.convert("RGB"), **how) for how in (EXACT, PHOTOGRAPH)]
            path.with_suffix(".webp").write_bytes(min(made, key=len))
            path.unlink()


def webp(picture, **how):
    out = io.BytesIO()
    picture.save(out, "webp", method=4, **how)
    return out.getvalue()

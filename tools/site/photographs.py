"""Photographs in a picture keep their colours on a dark page, while paper, text and curves turn dark.

A photograph is a solid rectangle, as `imshow` draws one. What turns dark is a mask, an SVG that leaves the
photographs out; theme.css lays it over the picture.
"""

import base64
import io
import json
import re
from functools import cache
from html import escape
from urllib.parse import quote

import numpy as np
from PIL import Image
from skimage.measure import label, regionprops

SIDE = 24  # pixels of a photograph, at least; letters are smaller
EDGE = 2  # pixels
SOLID = 0.9  # of a photograph is not white; some have a light patch at an edge
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}" preserveAspectRatio="none">'
    '<path shape-rendering="crispEdges" fill-rule="evenodd" d="{path}"/></svg>'
)
EXPLORE = re.compile(
    r'(?P<head><div class="explore" id="[^"]*" data-rows="(?P<rows>[^"]*)"(?:(?!<img ).)*?'
    r'<div class="explore-picture )explore-(?P<kind>drawing|photograph)"'
    r'(?P<poster>><img [^>]*?src="[^"]*?(?P<name>[0-9a-f]{16}\.webp)")',
    re.DOTALL,
)


def drawn(pixels):
    """Where a picture is not white paper, (height, width) bool."""
    return pixels.min(axis=-1) < 255


def boxes(pictures):
    """Where photographs are in pictures of one layout: (left, top, width, height) of each, in pixels.

    Parameters
    ----------
    pictures : list of (height, width) bool
        Where each of them is drawn.
    """
    found = []
    for region in regionprops(label(np.any(pictures, axis=0), connectivity=2)):
        top, left, bottom, right = region.bbox
        if min(bottom - top, right - left) < SIDE or region.area_filled < SOLID * region.area_bbox:
            continue
        if all(picture[top:bottom, left:right].mean() >= SOLID for picture in pictures):
            found.append((left, top, right - left, bottom - top))
    return sorted(found)


def paper(photographs, width, height):
    """All of a picture but its photographs, for CSS; their edges are paper: a screen mixes them with it."""
    holes = ((x + EDGE, y + EDGE, w - 2 * EDGE, h - 2 * EDGE) for x, y, w, h in photographs)
    path = "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in ((0, 0, width, height), *holes))
    svg = quote(SVG.format(width=width, height=height, path=path), safe=" =:/")
    return f"url('data:image/svg+xml,{svg}')"


def paper_around(pictures):
    """The paper of pictures of one layout, and whether it has photographs."""
    found = boxes(pictures)
    return paper(found, *pictures[0].shape[::-1]), bool(found)


@cache
def paper_of_row(path):
    """The paper of a row of frames (mlplib/explore/frames.py), and whether it has photographs."""
    row = json.loads(path.read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))
    base = drawn(_pixels(row["base"])[..., :3])
    patches = [_pixels(patch) for _, patch in row["frames"]]
    return paper_around([np.where(patch[..., 3] == 255, drawn(patch[..., :3]), base) for patch in patches])


def _pixels(text):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA"))


def with_papers(html, folders, tagged=False):
    """HTML whose figures to explore, if they show photographs, say where these are.

    Where rows of frames have them at other places, the figure has the paper of each row, for its script.

    Parameters
    ----------
    html : str
    folders : list of Path
        Where frames may lie.
    tagged : bool
        Whether its author says that there are photographs; else the number of colours says it.
    """

    def mark(found):
        if found["kind"] == "drawing" and not tagged:
            return found[0]
        paths = [place(name, folders) for name in found["rows"].split()]
        papers = [paper_of_row(path) for path in paths if path]
        if len(papers) < len(paths) or not any(photographs for _, photographs in papers):
            return f'{found["head"]}explore-photograph"{found["poster"]}'
        first, more = papers[0][0], ""
        if len(set(papers)) > 1:
            poster = Image.open(place(found["name"], folders)).convert("RGB")
            first, _ = paper_around([drawn(np.asarray(poster))])
            more = f' data-papers="{escape(json.dumps([text for text, _ in papers]))}"'
        return f'{found["head"]}photographs" style="--paper: {first}"{more}{found["poster"]}'

    return EXPLORE.sub(mark, html)


def place(name, folders):
    """Where a file lies, the first of some folders; None if in none."""
    return next((folder / name for folder in folders if (folder / name).exists()), None)

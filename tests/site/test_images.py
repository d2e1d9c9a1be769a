"""Pictures of the pages: they keep their room, and a phone gets their panels below each other."""

import base64
import json

import numpy as np
import pytest
from PIL import Image

from mlplib.explore.frames import encode_patch
from mlplib.explore.pixels import webp
from tools.site.images import mended, stacked, waiting
from tools.site.photographs import boxes, drawn, paper_of_row, with_papers

TAG = '<img alt="Two" src="../_images/two.png" />'
CELL = '<div class="cell tag_hide-input{} docutils container">\n{}</div>'


@pytest.fixture
def sources(tmp_path):
    """A picture of two panels, 60 and 80 pixels wide, as a cell has drawn it."""
    pixels = np.full((40, 200, 3), 255, np.uint8)
    pixels[5:35, 20:80] = 0
    pixels[5:35, 110:190] = 90
    Image.fromarray(pixels).save(tmp_path / "two.png")
    return {"two.png": tmp_path / "two.png"}


def test_a_picture_waits_with_its_size_and_says_what_it_is(sources):
    tag = waiting(TAG, sources)
    for part in ('loading="lazy"', 'width="200" height="40"', 'src="../_images/two.webp"', 'class="drawing"'):
        assert part in tag


def test_a_picture_that_says_how_dense_it_is_has_the_size_of_its_inches(sources):
    Image.open(sources["two.png"]).save(sources["two.png"], dpi=(200, 200))
    assert 'width="100" height="20"' in waiting(TAG, sources)


def test_a_phone_gets_the_panels_below_each_other(sources):
    below = stacked(np.asarray(Image.open(sources["two.png"])))
    assert below.shape == (80, 80, 3)
    assert (below[10, :10] == 255).all(), "the narrower panel stands in the middle"
    assert (below[10, 10:70] == 0).all()
    assert (below[50] == 90).all()
    assert 'srcset="../_images/two.narrow.webp">' in waiting(TAG, sources)


def test_the_tag_one_piece_keeps_a_diagram_whole(sources):
    assert "<picture>" in mended(CELL.format("", TAG), sources)
    assert "<picture>" not in mended(CELL.format(" tag_one-piece", TAG), sources)


@pytest.mark.parametrize("tag", ['<img alt="x">', '<img src="https://example.org/a.png">'])
def test_a_picture_from_elsewhere_stays_as_it_is(sources, tag):
    assert waiting(tag, sources) == tag.replace("<img ", '<img loading="lazy" decoding="async" ')


def with_photograph(left=20, bar=30):
    """A picture of a photograph of many colours, some letters, axes, and a bar in them."""
    rng = np.random.default_rng(left)
    pixels = np.full((120, 260, 3), 255, np.uint8)
    pixels[30:90, left : left + 70] = rng.integers(0, 256, (60, 70, 3))
    pixels[12:24, 20:80:6] = 0  # letters
    pixels[100, 150:250] = pixels[20:101, 150] = 0  # axes
    pixels[100 - bar : 100, 170:200] = (0, 114, 178)
    return pixels


def test_photographs_are_found_and_text_axes_and_bars_are_none():
    pictures = [drawn(with_photograph(bar=bar)) for bar in (30, 60)]
    assert boxes(pictures[:1]) == boxes(pictures) == [(20, 30, 70, 60)]


def test_what_is_a_photograph_in_one_state_alone_is_none():
    pictures = [drawn(with_photograph()), drawn(np.full((120, 260, 3), 255, np.uint8))]
    assert boxes(pictures) == []


def test_a_light_patch_at_an_edge_belongs_to_the_photograph():
    pixels = with_photograph()
    pixels[30:34, 30:50] = 255
    assert boxes([drawn(pixels)]) == [(20, 30, 70, 60)]


@pytest.mark.parametrize(("tag", "photographs"), [("", False), (" tag_photograph", True)])
def test_a_picture_says_where_its_photographs_are(tmp_path, tag, photographs):
    Image.fromarray(with_photograph()).save(tmp_path / "two.png")
    cell = mended(CELL.format(tag, TAG), {"two.png": tmp_path / "two.png"})
    assert ('<span class="photographs" style="--paper: url' in cell) == photographs
    assert ('class="drawing"' in cell) != photographs
    assert ("h66v56h-66z" in cell) == photographs


def test_an_svg_is_a_drawing(tmp_path):
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>')
    tag = waiting('<img alt="A" src="../_images/a.svg" />', {"a.svg": tmp_path / "a.svg"})
    assert 'class="drawing"' in tag
    assert 'width="96" height="48"' in tag


def row(folder, name, frames):
    """A file of frames, as `explore` packs them."""
    text = lambda data: base64.b64encode(data).decode()  # noqa: E731
    pairs = [["", text(encode_patch(frame, frames[0]))] for frame in frames]
    made = json.dumps({"base": text(webp(frames[0])), "frames": pairs})
    (folder / name).write_text(f"exploreRow = {made};\n")


EXPLORE = """<div class="explore" id="draw" data-rows="{}" data-cuts="" data-areas="[]">
<div class="explore-picture explore-{}"><img width="2" src="explore-frames:0123456789abcdef.webp" alt="">"""


def test_a_figure_whose_photographs_stay_has_one_paper_and_else_one_for_each_row(tmp_path):
    row(tmp_path, "a.js", [with_photograph(), with_photograph(bar=60)])
    row(tmp_path, "b.js", [with_photograph(left=40)])
    (tmp_path / "0123456789abcdef.webp").write_bytes(webp(with_photograph()))
    one = with_papers(EXPLORE.format("a.js a.js", "photograph"), [tmp_path])
    assert 'class="explore-picture photographs" style="--paper: url(' in one
    assert "data-papers" not in one
    two = with_papers(EXPLORE.format("a.js b.js", "photograph"), [tmp_path])
    assert paper_of_row(tmp_path / "a.js")[0] in two.partition("data-papers")[0]
    assert "data-papers" in two


def test_a_figure_that_is_a_drawing_stays_one_unless_its_author_says_more(tmp_path):
    row(tmp_path, "a.js", [with_photograph()])
    drawing = EXPLORE.format("a.js", "drawing")
    assert with_papers(drawing, [tmp_path]) == drawing
    assert "photographs" in with_papers(drawing, [tmp_path], tagged=True)


def test_a_figure_without_a_box_for_its_photographs_is_dimmed_as_a_whole(tmp_path):
    row(tmp_path, "a.js", [np.full((40, 40, 3), 255, np.uint8)])
    assert "explore-photograph" in with_papers(EXPLORE.format("a.js", "drawing"), [tmp_path], tagged=True)

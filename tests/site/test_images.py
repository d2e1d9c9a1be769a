"""Pictures of the pages: they keep their room, and a phone gets their panels below each other."""

import numpy as np
import pytest
from PIL import Image

from tools.site.images import mended, stacked, waiting

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

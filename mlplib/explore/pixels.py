"""Pixels, (height, width, 3 or 4) uint8, on white paper and as the bytes of files."""

import io

import numpy as np
from PIL import Image

GAP = 6  # blank columns between two panels, at least
NEAR = 0.14  # of the width, from where the panels would end if they were equal
WIDE = 0.85  # of the widest gap there: of gaps so wide the nearest counts, and ten pictures make 5 + 5
FEW = 500  # colours
SPECK = 16  # pixels of a colour that is not an edge's
WEBP = {"lossless": True, "quality": 50, "method": 2}  # 3 takes half as long again, and saves nothing


def on_white(rgba):
    """Lay a picture on white paper, (height, width, 3); an opaque one keeps its pixels."""
    alpha = rgba[..., 3:].astype(np.uint16)
    if (alpha == 255).all():
        return rgba[..., :3].copy()
    return ((rgba[..., :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


def ink(pixels):
    """The columns of a picture, (width,) bool, in which something is drawn on the white paper."""
    return (pixels.min(axis=0) < 255).any(axis=-1)


def cuts(columns):
    """Where panels end that stand side by side: shares of the width, none if there is one panel.

    Parameters
    ----------
    columns : (width,) bool
        Where something is drawn, in any state. Two or three panels of like width have blank columns between.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[True], columns, [True]]).astype(int)))
    blanks = [(first, end) for first, end in zip(edges[::2], edges[1::2], strict=True) if end - first >= GAP]
    for places in ((1 / 2,), (1 / 3, 2 / 3)):
        near = [[b for b in blanks if abs(sum(b) / 2 / len(columns) - place) < NEAR] for place in places]
        if all(near):
            chosen = (
                _nearest_wide(found, place * len(columns)) for found, place in zip(near, places, strict=True)
            )
            return [round(sum(blank) / 2) / len(columns) for blank in chosen]
    return []


def _nearest_wide(blanks, place):
    """Of the blanks (first, end) that are about as wide as the widest, the one nearest to a column."""
    least = WIDE * max(end - first for first, end in blanks)
    wide = (blank for blank in blanks if blank[1] - blank[0] >= least)
    return min(wide, key=lambda blank: abs(sum(blank) / 2 - place))


def is_photograph(pixels):
    """Whether a picture has more colours than lines and tints give, those of soft edges left out."""
    packed = pixels.reshape(-1, 3) @ np.array([1 << 16, 1 << 8, 1])
    return bool((np.unique(packed, return_counts=True)[1] >= SPECK).sum() > FEW)


def png(pixels):
    """A PNG file."""
    return _file(pixels, "png", compress_level=1)


def webp(pixels):
    """A lossless WebP file."""
    return _file(pixels, "webp", **WEBP)


def _file(pixels, kind, **settings):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **settings)
    return buffer.getvalue()

"""Pixels, (height, width, 3 or 4) uint8, on white paper and as the bytes of files."""

import io

import numpy as np
from PIL import Image

WEBP = {"lossless": True, "quality": 50, "method": 3}  # method 6 takes 3 s a frame to save a tenth


def on_white(rgba):
    """Lay a picture on white paper, (height, width, 3); an opaque one keeps its pixels."""
    alpha = rgba[..., 3:].astype(np.uint16)
    if (alpha == 255).all():
        return rgba[..., :3].copy()
    return ((rgba[..., :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


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

"""Figures on an open page: their controls, and the frames that they should show."""

import base64
import hashlib
import io
import json
import time
from functools import cache

import numpy as np
from PIL import Image


@cache
def read_row(path):
    """The base of a packed row, (height, width, 4) as a picture, and its pairs (alt text, patch as text)."""
    row = json.loads(path.read_text().removeprefix("exploreRow = ").removesuffix(";\n"))
    return layer(row["base"]), row["frames"]


def layer(text):
    return Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")


def unpack(path, index):
    """Alt text and pixels, (height, width, 4) uint8, of a frame of a packed row, by Pillow alone."""
    base, frames = read_row(path)
    alt, patch = frames[index]
    return alt, np.asarray(Image.alpha_composite(base, layer(patch)))


@cache
def digest(path, index):
    """Alt text and digest of the pixels of a frame of a packed row."""
    alt, pixels = unpack(path, index)
    return alt, hashlib.sha256(pixels.tobytes()).hexdigest()


class Figure:
    """One explorable figure of an open page, until that is loaded again, and the frames that it should show.

    It holds its elements: to look for one, among the ten thousand of a page, takes longer than to use it.
    """

    def __init__(self, element, site):
        self.element, self.found = element, element.element_handle()
        self.id, rows, self.kinds, self.counts = self.found.evaluate(READ_FIGURE)
        self.files = [site / "_frames" / name for name in rows.split()]
        self.controls = self.found.query_selector_all("input, select")

    @property
    def state(self):
        return tuple(self.found.evaluate(READ_STATE))

    @property
    def alt(self):
        return self.element.locator("img").get_attribute("alt")

    def expected(self, state):
        """The alt text of a state and the digest of its pixels."""
        first, *others = state
        row = 0
        for index, count in reversed(list(zip(others, self.counts[1:], strict=True))):
            row = row * count + index
        return digest(self.files[row], first)

    def shown(self):
        """The alt text and the digest of the pixels that the page shows."""
        return tuple(self.found.evaluate(READ_PICTURE))

    def wait_until_shown(self, state, timeout=5):
        """Assert that the page comes to show a state."""
        expected = self.expected(state)
        end = time.monotonic() + timeout
        while (shown := self.shown()) != expected and time.monotonic() < end:
            self.element.page.wait_for_timeout(20)
        assert shown == expected, f"#{self.id} does not show state {state}"
        assert self.state == state

    def press(self, place, index):
        """Move the control at a place to an index by keyboard, from the nearer end."""
        control, kind, count = self.controls[place], self.kinds[place], self.counts[place]
        control.focus()
        if kind == "checkbox":
            keys = ["Space"] * (index != self.state[place])
        elif index > count // 2:
            keys = ["End"] + ["ArrowLeft" if kind == "range" else "ArrowUp"] * (count - 1 - index)
        else:
            keys = ["Home"] + ["ArrowRight" if kind == "range" else "ArrowDown"] * index
        for key in keys:
            self.element.page.keyboard.press(key)

    def point(self, place, index):
        """Move a control to an index by pointer; a select's menu is not part of the page, so it is set."""
        control, kind = self.controls[place], self.kinds[place]
        if kind == "checkbox":
            control.set_checked(bool(index))
        elif kind == "select-one":
            control.select_option(index=index)
        else:
            control.scroll_into_view_if_needed()
            mouse = self.element.page.mouse
            mouse.move(*self.thumb(place, self.state[place]))
            mouse.down()
            mouse.move(*self.thumb(place, index), steps=3)
            mouse.up()

    def thumb(self, place, index):
        """Where the middle of a slider's thumb lies for an index; Chromium's thumb is 16 pixels wide."""
        box = self.controls[place].bounding_box()
        share = index / (self.counts[place] - 1)
        return box["x"] + 8 + (box["width"] - 16) * share, box["y"] + box["height"] / 2


READ_FIGURE = """figure => {
    const controls = [...figure.querySelectorAll("input, select")];
    const count = c => c.type === "range" ? +c.max + 1 : c.type === "checkbox" ? 2 : c.options.length;
    return [figure.id, figure.dataset.rows, controls.map(c => c.type), controls.map(count)];
}"""
READ_STATE = """figure => [...figure.querySelectorAll("input, select")].map(
    c => c.type === "range" ? +c.value : c.type === "checkbox" ? +c.checked : c.selectedIndex)"""
READ_PICTURE = """async figure => {
    const image = figure.querySelector("img");
    let picture = figure.querySelector("canvas");
    if (!picture) {  // the poster
        image.loading = "eager";  // one that is far away would never be decoded
        await image.decode();
        picture = document.createElement("canvas");
        [picture.width, picture.height] = [image.naturalWidth, image.naturalHeight];
        picture.getContext("2d").drawImage(image, 0, 0);
    }
    const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
    const alt = image.alt;  // of the picture just read: what follows lets the page go on
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return [alt, Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("")];
}"""

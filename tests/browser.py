"""What the tests and the benchmark of the built site share: a server, a browser, and figures on a page."""

import base64
import gzip
import hashlib
import io
import json
import os
import shutil
import threading
import time
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from tools import address

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "_build" / "html"
SITE_PATH = urlsplit(address.site()).path  # below which GitHub Pages serves the site
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder below a path as GitHub Pages does: packed, cached, with a page for what is missing."""

    protocol_version = "HTTP/1.1"
    compressed = (".html", ".js", ".css", ".svg", ".json")

    def __init__(self, *args, prefix, **kwargs):
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def do_GET(self):
        path, status = Path(self.translate_path(self.path)), 200
        if not path.is_file():
            path, status = Path(self.directory) / "404.html", 404
        if not self.path.startswith(self.prefix) or not path.is_file():
            return self.send_error(404)
        packed = path.suffix in self.compressed
        data = compress(path) if packed else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def translate_path(self, path):
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def log_message(self, *args):
        pass


@cache
def compress(path):
    return gzip.compress(path.read_bytes(), mtime=0)


@contextmanager
def serve(folder, prefix=SITE_PATH):
    """The address at which a folder is served from this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder, prefix=prefix)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium():
    """A headless browser: $CHROMIUM, or the one that is installed."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        raise RuntimeError("no Chromium. On Debian or Ubuntu: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def html_pages(site):
    """The pages of a built site, as addresses relative to it."""
    static = site / "_static"
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html") if static not in path.parents)


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
    """One explorable figure of an open page, and the frames that it should show."""

    def __init__(self, element, site):
        self.element = element
        self.id, rows, self.kinds, self.counts = element.evaluate(READ_FIGURE)
        self.files = [site / "_frames" / name for name in rows.split()]
        self.controls = element.locator("input, select").all()

    @property
    def state(self):
        return tuple(self.element.evaluate(READ_STATE))

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
        return tuple(self.element.evaluate(READ_PICTURE))

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
            control.page.keyboard.press(key)

    def point(self, place, index):
        """Move a control to an index by pointer; a select's menu is not part of the page, so it is set."""
        control, kind = self.controls[place], self.kinds[place]
        if kind == "checkbox":
            control.set_checked(bool(index))
        elif kind == "select-one":
            control.select_option(index=index)
        else:
            control.scroll_into_view_if_needed()
            mouse = control.page.mouse
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

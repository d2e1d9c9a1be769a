"""What the tests and the benchmark of the built site share: a server, a browser, and figures on a page."""

import base64
import gzip
import hashlib
import io
import json
import os
import shutil
import threading
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "_build" / "html"
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
    """Serve a folder below a path, compressed and cached as GitHub Pages does, without a line per request."""

    protocol_version = "HTTP/1.1"
    compressed = (".html", ".js", ".css", ".svg", ".json")

    def __init__(self, *args, prefix, **kwargs):
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not self.path.startswith(self.prefix) or not path.is_file():
            return self.send_error(404)
        packed = path.suffix in self.compressed
        data = compress(path) if packed else path.read_bytes()
        self.send_response(200)
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
def serve(folder, prefix="/"):
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


def unpack(path):
    """The pairs (alt text, pixels) of a packed row, by Pillow alone; pixels are (height, width, 4) uint8."""

    def layer(text):
        return Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")

    row = json.loads(path.read_text().removeprefix("exploreRow = ").removesuffix(";\n"))
    base = layer(row["base"])
    return [(alt, np.asarray(Image.alpha_composite(base, layer(patch)))) for alt, patch in row["frames"]]


@cache
def digests(path):
    """The pairs (alt text, digest of the pixels) of a packed row."""
    return [(alt, hashlib.sha256(pixels.tobytes()).hexdigest()) for alt, pixels in unpack(path)]


class Figure:
    """One explorable figure of an open page, and the frames that it should show."""

    def __init__(self, element, site):
        self.element = element
        self.id = element.get_attribute("id")
        self.files = [site / "_frames" / name for name in element.get_attribute("data-rows").split()]
        self.controls = element.locator("input, select").all()
        self.counts = [control.evaluate(COUNT_VALUES) for control in self.controls]

    @property
    def state(self):
        return tuple(control.evaluate(READ_INDEX) for control in self.controls)

    @property
    def alt(self):
        return self.element.locator("img").get_attribute("alt")

    def expected(self, state):
        """The alt text of a state and the digest of its pixels."""
        first, *others = state
        row = 0
        for index, count in reversed(list(zip(others, self.counts[1:], strict=True))):
            row = row * count + index
        return digests(self.files[row])[first]

    def shown(self):
        """The alt text and the digest of the pixels that the page shows."""
        return self.alt, self.element.evaluate(DIGEST)

    def wait_until_shown(self, state, timeout=5):
        """Assert that the page comes to show a state."""
        expected = self.expected(state)
        for _ in range(int(timeout / 0.02)):
            if (shown := self.shown()) == expected:
                break
            self.element.page.wait_for_timeout(20)
        assert shown == expected, f"#{self.id} does not show state {state}"
        assert self.state == state

    def press(self, control, index):
        """Move a control to an index by keyboard."""
        kind = kind_of(control)
        control.focus()
        if kind == "checkbox":
            if index != control.evaluate(READ_INDEX):
                control.press("Space")
            return
        count = control.evaluate(COUNT_VALUES)
        if index > count // 2:
            keys = ["End"] + ["ArrowLeft" if kind == "range" else "ArrowUp"] * (count - 1 - index)
        else:
            keys = ["Home"] + ["ArrowRight" if kind == "range" else "ArrowDown"] * index
        for key in keys:
            control.press(key)

    def point(self, control, index):
        """Move a control to an index by pointer; a select's menu is not part of the page, so it is set."""
        kind = kind_of(control)
        if kind == "checkbox":
            control.set_checked(bool(index))
        elif kind == "select-one":
            control.select_option(index=index)
        else:
            control.scroll_into_view_if_needed()
            mouse = control.page.mouse
            mouse.move(*thumb(control, control.evaluate(READ_INDEX)))
            mouse.down()
            mouse.move(*thumb(control, index), steps=3)
            mouse.up()


def kind_of(control):
    return control.evaluate("control => control.type")


def thumb(control, index):
    """Where the middle of a slider's thumb lies for an index; Chromium's thumb is 16 pixels wide."""
    box = control.bounding_box()
    share = index / (control.evaluate(COUNT_VALUES) - 1)
    return box["x"] + 8 + (box["width"] - 16) * share, box["y"] + box["height"] / 2


COUNT_VALUES = "c => c.type === 'range' ? +c.max + 1 : c.type === 'checkbox' ? 2 : c.options.length"
READ_INDEX = "c => c.type === 'range' ? +c.value : c.type === 'checkbox' ? +c.checked : c.selectedIndex"
DIGEST = """async figure => {
    let picture = figure.querySelector("canvas");
    if (!picture) {  // the poster
        const image = figure.querySelector("img");
        await image.decode();
        picture = document.createElement("canvas");
        [picture.width, picture.height] = [image.naturalWidth, image.naturalHeight];
        picture.getContext("2d").drawImage(image, 0, 0);
    }
    const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
}"""

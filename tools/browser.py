"""A server for a built site, as GitHub Pages serves one, and the browser that opens it."""

import gzip
import os
import shutil
import threading
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tools import address
from tools.course import course

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "_build" / "html"
SITE_PATH = urlsplit(address.site() or "/").path  # below which the site is served
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
        self.deliver(data)

    def deliver(self, data):
        self.wfile.write(data)

    def translate_path(self, path):
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def log_message(self, *args):
        pass


@cache
def compress(path):
    return gzip.compress(path.read_bytes(), mtime=0)


@contextmanager
def serve(folder, prefix=SITE_PATH, handler=Handler):
    """The address at which a folder is served from this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder, prefix=prefix)) as server:
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
        raise RuntimeError("no Chromium. On Debian or Ubuntu: make system")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def html_pages(site):
    """The English pages of a built site, as addresses relative to it; presentations are none."""
    others = {site / "_static", *(site / language for language in course().languages)}
    found = [path for path in site.rglob("*.html") if others.isdisjoint(path.parents)]
    return sorted(str(path.relative_to(site)) for path in found if not path.name.endswith(".slides.html"))


def pages_with_figures(site):
    """Those pages that have a figure to explore."""
    return [page for page in html_pages(site) if 'class="explore"' in (site / page).read_text("utf-8")]

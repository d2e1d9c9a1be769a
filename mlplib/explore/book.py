"""The Sphinx extension: the book is built with frames, and every page has the frames that it names.

A page is built again when it changes, when its cells failed, and with all others when a program or setting
changes, so that no page is older than the library it shows. Kernels learn from an environment variable
where their frames go; what they report is shown while they draw.
"""

import hashlib
import os
import re
import threading
from pathlib import Path

from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ExtensionError
from sphinx.util import logging

from mlplib.explore.page import FRAMES_URL, PROGRESS

STATIC = Path(__file__).parent / "static"
FRAME_FILE = re.compile(r"\b[0-9a-f]{16}\.(?:js|webp)\b")
PAGES = (".md", ".ipynb")
POLL_INTERVAL = 0.5  # seconds

logger = logging.getLogger(__name__)


def setup(app):
    app.connect("builder-inited", start)
    app.connect("env-get-outdated", outdated)
    app.connect(
        "env-updated", lambda app, env: env.found_docs
    )  # all are written, so that the sitemap is whole
    app.connect("html-page-context", resolve_frames)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def outdated(app, env, added, changed, removed):
    """Pages to build again beside those that changed: all if a program changed, else those that failed."""
    programs = digest(Path(app.srcdir))
    if getattr(env, "explore_programs", None) != programs:
        env.explore_programs = programs
        return env.found_docs
    runs = {name: NbMetadataCollector.get_exec_data(env, name) for name in env.found_docs}
    return [name for name, run in runs.items() if run and not run["succeeded"]]


def digest(folder):
    """Digest of all files of a folder that are not pages, hidden or built: programs, styles, settings."""
    total = hashlib.sha256()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for path in (Path(place, name) for name in sorted(names)):
            if path.suffix not in PAGES and not path.name.startswith("."):
                content = path.read_bytes()
                total.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def start(app):
    """Tell kernels where frames go, serve the script, and follow what the kernels report."""
    folder = frames_folder(app)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["MLPLIB_EXPLORE_FRAMES"] = str(folder)
    app.config.html_static_path.append(str(STATIC))
    (folder / PROGRESS).touch()
    app.explore_done = threading.Event()
    threading.Thread(target=follow, args=(folder / PROGRESS, app.explore_done), daemon=True).start()


def frames_folder(app):
    return Path(app.outdir) / "_frames"


def follow(path, done):
    """Show the lines that are appended to a file, until `done` is set."""
    with path.open() as log:
        while not done.wait(POLL_INTERVAL):
            for line in log:
                logger.info("explore: %s", line.strip())


def resolve_frames(app, pagename, templatename, context, doctree):
    """Point to the frames from where the page lies, and add the script where there is a figure."""
    if FRAMES_URL in context.get("body", ""):
        root = context["pathto"]("_frames", resource=True)
        context["body"] = context["body"].replace(FRAMES_URL, root + "/")
        app.add_js_file("explore.js", loading_method="defer")
        app.add_css_file("explore.css")


def finish(app, exception):
    """Stop following; fail if a page names a missing frame; remove frames that no page names."""
    app.explore_done.set()
    os.environ.pop("MLPLIB_EXPLORE_FRAMES", None)
    if exception is None:
        folder = frames_folder(app)
        (folder / PROGRESS).unlink()
        check_frames(Path(app.outdir), folder)


def check_frames(site, folder):
    """Compare the files of a folder with those named on the pages of a site.

    Raises
    ------
    ExtensionError
        If a page names a file that is not there.
    """
    there = {path.name for path in folder.iterdir()}
    named = set()
    for page in sorted(site.rglob("*.html")):
        on_page = set(FRAME_FILE.findall(page.read_text(encoding="utf-8")))
        if missing := sorted(on_page - there):
            raise ExtensionError(
                f"{page.relative_to(site)} names frames that are missing: {', '.join(missing)}"
            )
        named |= on_page
    for stale in there - named:
        (folder / stale).unlink()

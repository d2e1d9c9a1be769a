"""The Sphinx extension: every page has the frames that it names, and the script where there is a figure.

Kernels that run while the book is built learn from an environment variable where their frames go; what they
report is shown while they draw.
"""

import os
import re
import shutil
import threading
from pathlib import Path

from rjsmin import jsmin
from sphinx.errors import ExtensionError
from sphinx.util import logging

from mlplib.explore.page import FRAMES_URL, STATIC, page_script
from mlplib.explore.progress import follow

FRAME_FILE = re.compile(r"\b[0-9a-f]{16}\.(?:js|webp)\b")

logger = logging.getLogger(__name__)


def setup(app):
    app.add_config_value("explore_frames", "_frames", "html")  # a folder, from the root of the site
    app.connect("builder-inited", start)
    app.connect("html-page-context", resolve_frames)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def drawn_folder(app):
    """Where kernels put what they draw, from one build to the next."""
    return Path(app.outdir).parent / "executed" / "frames"


def start(app):
    """Tell kernels where frames go, write the script, and follow what the kernels report."""
    folder = drawn_folder(app)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["MLPLIB_EXPLORE_FRAMES"] = str(folder)
    scripts = Path(app.outdir).parent / "explore"
    scripts.mkdir(parents=True, exist_ok=True)
    script = jsmin(page_script()).replace("../_frames/", f"../{app.config.explore_frames}/")
    (scripts / "explore.js").write_text(script, encoding="utf-8")
    app.config.html_static_path += [str(scripts), str(STATIC / "explore.css")]
    app.explore_done = threading.Event()
    say = lambda line: logger.info("explore: %s", line)  # noqa: E731
    threading.Thread(target=follow, args=(folder, app.explore_done, say), daemon=True).start()


def resolve_frames(app, pagename, templatename, context, doctree):
    """Point to the frames from where the page lies, and add the script where there is a figure."""
    if FRAMES_URL in context.get("body", ""):
        root = context["pathto"](app.config.explore_frames, resource=True)
        context["body"] = context["body"].replace(FRAMES_URL, root + "/")
        app.add_js_file("explore.js", loading_method="defer")
        app.add_css_file("explore.css")


def finish(app, exception):
    """Stop following; give the site the frames that its pages name."""
    app.explore_done.set()
    os.environ.pop("MLPLIB_EXPLORE_FRAMES", None)
    if exception is None and app.config.explore_frames == "_frames":  # else they are those of another site
        give_frames(Path(app.outdir), drawn_folder(app))


def give_frames(site, drawn):
    """Copy the files that pages of a site name from the folder where they were drawn; remove all others.

    Raises
    ------
    ExtensionError
        If a page names a file that is not there.
    """
    folder, named = site / "_frames", set()
    for page in sorted(site.rglob("*.html")):
        on_page = set(FRAME_FILE.findall(page.read_text(encoding="utf-8")))
        if missing := sorted(name for name in on_page if not (drawn / name).exists()):
            raise ExtensionError(
                f"{page.relative_to(site)} names frames that are missing: {', '.join(missing)}"
            )
        named |= on_page
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in sorted(named):
        shutil.copyfile(drawn / name, folder / name)

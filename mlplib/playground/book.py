"""The Sphinx extension: the script and the style on every page that has a playground."""

from pathlib import Path

from rjsmin import jsmin

from mlplib.playground.page import STATIC, page_script

PLACE = 'class="playground"'


def setup(app):
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_script(app):
    """Put the script, made of its parts, among the static files."""
    folder = Path(app.outdir).parent / "playground"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "playground.js").write_text(jsmin(page_script()), encoding="utf-8")
    app.config.html_static_path += [str(folder), str(STATIC / "playground.css")]


def add_script(app, pagename, templatename, context, doctree):
    """Load it on a page that has a place for it."""
    if PLACE in context.get("body", ""):
        app.add_js_file("playground.js", loading_method="defer")
        app.add_css_file("playground.css")

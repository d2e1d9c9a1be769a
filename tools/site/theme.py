"""The Sphinx extension that mends what the stock theme leaves open: icon, roles, contrast, first colours."""

import re
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

STATIC = Path(__file__).parent / "static"

REDIRECT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="_static/{icon}">
{tags}
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><main><a href="{target}">{title}</a></main></body>
</html>
"""
# What a page says of itself to whoever links to it.
SHARED = re.compile(r'<(?:meta (?:property="og:|name="(?:twitter:|description"))|link rel="canonical")[^>]*>')
HALF_OF_A_TITLE = " && (queryLower.length >= title.length/2)"
# The theme's own script, which asks for light or dark, comes late on a slow line: colours are known before.
COLOURS_AT_ONCE = (
    "{ const page = document.documentElement.dataset; if (page.mode === 'auto') "
    "page.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'; }"
)
TABLE = '<div class="pst-scrollable-table-container"'
FIGURE = re.compile(r'class="(?:explore|playground)"')
MENDED = {
    'role="doc-biblioentry"': 'role="listitem"',  # the entries of a bibliography stand in a list
    TABLE: f'{TABLE} tabindex="0"',  # a wide table scrolls, by keyboard too
}


def setup(app):
    app.add_js_file(None, body=COLOURS_AT_ONCE)
    app.connect("builder-inited", add_files)
    app.connect("doctree-resolved", figures_first)
    app.connect("html-page-context", mend)
    app.connect("config-inited", rank_sections)
    app.connect("build-finished", find_sections)
    # Before a redirect without an icon is written.
    app.connect("build-finished", redirect_index, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_files(app):
    app.config.html_static_path.append(str(STATIC))
    app.config.html_extra_path.append(str(STATIC.parent / "root"))
    app.add_css_file("theme.css")
    for script in ("menu.js", "keep.js"):
        app.add_js_file(script, loading_method="defer")


def figures_first(app, doctree, docname):
    """Put a figure to touch before the folded code that draws it."""
    for cell in doctree.findall(nodes.container):
        if "tag_hide-input" in cell["classes"] and any(map(FIGURE.search, map(str, cell.findall(nodes.raw)))):
            cell.children.sort(key=lambda part: "cell_output" not in part.get("classes", []))


def mend(app, pagename, templatename, context, doctree):
    """Mend the markup of a page."""
    if "body" in context:
        for found, mended in MENDED.items():
            context["body"] = context["body"].replace(found, mended)


def rank_sections(app, config):
    config.html_search_scorer = str(STATIC.parent / "scorer.js")


def find_sections(app, exception):
    """Let the search find a section by any part of its title, not only by more than half of it.

    Raises
    ------
    ExtensionError
        If the search of Sphinx has another form than the one that is mended here.
    """
    if exception is None and app.builder.format == "html":
        script = Path(app.outdir, "_static", "searchtools.js")
        text = script.read_text(encoding="utf-8")
        if HALF_OF_A_TITLE not in text:
            raise ExtensionError(f"searchtools.js of Sphinx does not say {HALF_OF_A_TITLE!r} any more")
        script.write_text(text.replace(HALF_OF_A_TITLE, ""), encoding="utf-8")


def redirect_index(app, exception):
    """Lead from the address of the site to its first page; a page without icon makes browsers ask for one.

    A link to the site's address is to be shown like one to its first page.
    """
    if exception is None:
        icon = Path(app.config.html_favicon).name
        target = app.builder.get_target_uri(app.config.root_doc)
        first_page = Path(app.outdir, target).read_text(encoding="utf-8")
        tags = "\n".join(SHARED.findall(first_page))
        text = REDIRECT.format(title=app.config.html_title, icon=icon, target=target, tags=tags)
        Path(app.outdir, "index.html").write_text(text, encoding="utf-8")

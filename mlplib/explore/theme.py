"""The Sphinx extension that mends what the stock theme leaves open: an icon, roles, contrast, weight."""

from pathlib import Path

from mlplib.explore.book import STATIC

REDIRECT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="_static/{icon}">
<link rel="canonical" href="{canonical}">
{tags}<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><main><a href="{target}">{title}</a></main></body>
</html>
"""


TABLE = '<div class="pst-scrollable-table-container"'
MENDED = {
    'role="doc-biblioentry"': 'role="listitem"',  # the entries of a bibliography stand in a list
    TABLE: f'{TABLE} tabindex="0"',  # a wide table scrolls, by keyboard too
}


def setup(app):
    app.connect("builder-inited", add_style)
    app.connect("html-page-context", mend)
    app.connect("html-page-context", keep_first_page, priority=900)  # after others have added their tags
    app.connect(
        "build-finished", redirect_index, priority=400
    )  # before a redirect without an icon is written
    app.connect("build-finished", remove_unused, priority=900)  # after everything has been copied
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_style(app):
    app.config.html_static_path.append(str(STATIC))
    app.add_css_file("theme.css")


def mend(app, pagename, templatename, context, doctree):
    """Mend the markup of a page."""
    if "body" in context:
        for found, mended in MENDED.items():
            context["body"] = context["body"].replace(found, mended)


def keep_first_page(app, pagename, templatename, context, doctree):
    """Keep what the first page says of itself: a link to the site's address is to be shown like it."""
    if pagename == app.config.root_doc:
        app.first_page = {"tags": context["metatags"], "canonical": context.get("pageurl") or ""}


def redirect_index(app, exception):
    """Lead from the address of the site to its first page; a page without icon makes browsers ask for one."""
    if exception is None:
        icon = Path(app.config.html_favicon).name
        target = app.builder.get_target_uri(app.config.root_doc)
        text = REDIRECT.format(title=app.config.html_title, icon=icon, target=target, **app.first_page)
        (Path(app.outdir) / "index.html").write_text(text, encoding="utf-8")


def remove_unused(app, exception):
    """Remove the bundles of MathJax that no page asks for, each of which is the whole of it once more.

    What its menu may load, such as the renderer for SVG and the languages for speech, stays.
    """
    if exception is None:
        used = Path(app.outdir) / "_static" / app.config.mathjax_path
        for path in used.parent.glob("*.js"):
            if path != used:
                path.unlink()

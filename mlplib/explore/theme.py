"""The Sphinx extension that mends what the stock theme leaves open: a missing icon, a role, contrast."""

from pathlib import Path

from mlplib.explore.book import STATIC

REDIRECT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="_static/{icon}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><main><a href="{target}">{title}</a></main></body>
</html>
"""


def setup(app):
    app.connect("builder-inited", add_style)
    app.connect("html-page-context", name_citations)
    app.connect(
        "build-finished", redirect_index, priority=400
    )  # before a redirect without an icon is written
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add_style(app):
    app.config.html_static_path.append(str(STATIC))
    app.add_css_file("theme.css")


def name_citations(app, pagename, templatename, context, doctree):
    """Make the entries of a bibliography the items of the list that they stand in."""
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def redirect_index(app, exception):
    """Lead from the address of the site to its first page; a page without icon makes browsers ask for one."""
    if exception is None:
        icon = Path(app.config.html_favicon).name
        target = app.builder.get_target_uri(app.config.root_doc)
        text = REDIRECT.format(title=app.config.html_title, icon=icon, target=target)
        (Path(app.outdir) / "index.html").write_text(text, encoding="utf-8")

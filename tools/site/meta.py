"""The Sphinx extension that fits the site to its address: sitemap, previews, missing pages, buttons.

The address comes from the one setting that `tools.address` reads.
"""

from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from tools import address, lite

PREVIEW = "preview.png"  # what a message shows that links to the site
PICTURE = address.CONFIG.parent / ".github" / "page.webp"
ALT = "A page of the book: two sliders move a line through two classes of points"
MISSING = """\
<h1>Page not found</h1>
<p>There is no page at this address. Begin at <a href="{first}">the first page</a>, or search the book.</p>
"""
WHOLE = {
    "type": "link",
    "text": "Whole book",
    "tooltip": "All pages as one PDF",
    "icon": "fas fa-book",
}
APP = {
    "type": "link",
    "text": "This browser",
    "tooltip": "Run here, without an account; loads tens of megabytes of Python from another host",
    "icon": "fas fa-window-maximize",
}


def setup(app):
    app.setup_extension("notfound.extension")
    app.setup_extension("sphinx_sitemap")
    app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", derive, priority=100)  # before other extensions look at their settings
    app.connect("html-page-context", add_buttons, priority=502)  # after the theme's own
    app.connect("build-finished", draw_preview)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def derive(app, config):
    """Derive every setting that needs the address of the site."""
    site = address.site()
    root = urlsplit(site).path
    config.html_baseurl = config.ogp_site_url = site
    config.ogp_site_name, config.ogp_image, config.ogp_image_alt = config.html_title, PREVIEW, ALT
    config.ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image">']
    config.sitemap_url_scheme = "{link}"
    config.sitemap_excludes = ["404.html", "genindex.html", "search.html", "*.slides.html"]
    config.notfound_urls_prefix = root
    missing = MISSING.format(first=f"{root}{config.root_doc}.html")
    config.notfound_context = {"title": "Page not found", "body": missing}


def app_address(notebook):
    """Where the app opens a notebook of the book."""
    return f"{address.site()}lite/lab/index.html?path={notebook}"


def add_buttons(app, pagename, templatename, context, doctree):
    """Offer the app where a notebook of the book can be run, and the whole book where a page can be saved."""
    notebook = f"{pagename}.ipynb"
    groups = {group.get("label"): group for group in context["header_buttons"]}
    if "launch-buttons" in groups and notebook in map(str, lite.contents()):
        groups["launch-buttons"]["buttons"].append(APP | {"url": app_address(notebook)})
    if "download-buttons" in groups:
        groups["download-buttons"]["buttons"].append(WHOLE | {"url": address.pdf()})


def draw_preview(app, exception):
    """Store the picture of a page in the format that every service reads."""
    if exception is None:
        Image.open(PICTURE).convert("RGB").save(Path(app.outdir) / PREVIEW, optimize=True)

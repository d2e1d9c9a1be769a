"""The Sphinx extension that fits the site to course.toml: name, sitemap, previews, missing pages, buttons.

What is not set there has no address: no page links to it, and the build says once what it left out.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from sphinx.util.logging import getLogger

from tools import address, lite
from tools.course import MAIL, course
from tools.translation.catalogue import texts_of_site as texts

PREVIEW = "preview.png"  # what a message shows that links to the site
PICTURE = Path(__file__).parents[2] / ".github" / "page.webp"
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
LAUNCH = {
    "type": "group",
    "tooltip": "Launch interactive content",
    "icon": "fas fa-rocket",
    "label": "launch-buttons",
}
LOGOS = {"JupyterHub": "logo_jupyterhub.svg", "Binder": "logo_binder.svg", "Colab": "logo_colab.png"}
OF_A_SITE = re.compile(r'<meta property="og:(?:url|image|image:alt)"[^>]*>\n')
LEFT_OUT = {
    "repository": "no buttons for Binder, Colab or a hub, and notebooks that install nothing",
    "site": "no app, no whole book as PDF, no previews, no canonical addresses, no sitemap",
}


def setup(app):
    app.setup_extension("notfound.extension")
    app.setup_extension("sphinxext.opengraph")
    if address.site():
        app.setup_extension("sphinx_sitemap")
    app.connect("config-inited", derive, priority=100)  # before other extensions look at their settings
    app.connect("builder-inited", say_what_is_left_out)
    app.connect("html-page-context", add_buttons, priority=502)  # after the theme's own
    app.connect("html-page-context", drop_site, priority=900)  # after the tags are written
    app.connect("build-finished", draw_preview)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def derive(app, config):
    """Derive every setting of Sphinx and its extensions that comes from course.toml."""
    site = home(config)
    root = urlsplit(site).path or "/"
    config.html_title = config.project = texts(config.language).get(course().name, course().name)
    config.html_theme_options["extra_footer"] = asked()
    config.html_baseurl = config.ogp_site_url = site
    config.ogp_site_name, config.ogp_image, config.ogp_image_alt = config.html_title, PREVIEW, ALT
    config.ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image">']
    config.sitemap_url_scheme = "{link}"
    config.sitemap_excludes = ["404.html", "genindex.html", "search.html", "*.slides.html"]
    config.notfound_urls_prefix = root
    missing = MISSING.format(first=f"{root}{config.root_doc}.html")
    config.notfound_context = {"title": "Page not found", "body": missing}


def home(config):
    """The address of the book in its language; empty where the site has none."""
    site = address.site()
    return (site and (site if config.language == "en" else f"{site}{config.language}/")) or ""


def asked():
    """The line at the foot of each page that names whom to ask."""
    found = address.contact()
    if not found:
        return ""
    link = f"mailto:{found}" if MAIL.fullmatch(found) else found
    return f'<p>Questions: <a href="{escape(link)}">{escape(found)}</a></p>'


def say_what_is_left_out(app):
    for setting, without in LEFT_OUT.items():
        if not getattr(address, setting)():
            getLogger(__name__).info("course.toml sets no %s: %s", setting, without)


def launch_buttons(notebook):
    """What can run a notebook of the book."""
    for name, url in address.launchers(notebook).items():
        icon = f"_static/images/{LOGOS[name]}"
        yield {"type": "link", "text": name, "tooltip": f"Launch on {name}", "icon": icon, "url": url}
    if address.site():
        yield APP | {"url": address.app(notebook)}


def add_buttons(app, pagename, templatename, context, doctree):
    """Offer what can run a notebook where the page is one, and the whole book where a page can be saved."""
    folder = "" if app.config.language == "en" else f"{app.config.language}/"
    notebook, groups = f"{folder}{pagename}.ipynb", context["header_buttons"]
    runs = list(launch_buttons(notebook)) if notebook in map(str, lite.contents()) else []
    if runs:
        groups.insert(0, LAUNCH | {"buttons": runs})
    for group in groups:
        if group.get("label") == "download-buttons" and address.site():
            group["buttons"].append(WHOLE | {"url": address.pdf(app.config.language)})


def drop_site(app, pagename, templatename, context, doctree):
    """Let no page name an address or a picture of a site that has none."""
    if not address.site():
        context["metatags"] = OF_A_SITE.sub("", context.get("metatags") or "")


def draw_preview(app, exception):
    """Store the picture of a page in the format that every service reads."""
    if exception is None:
        Image.open(PICTURE).convert("RGB").save(Path(app.outdir) / PREVIEW, optimize=True)

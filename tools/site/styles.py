"""The Sphinx extension that makes pages light: one style sheet of what they use, scripts that wait.

The stock theme loads the style sheets of two frameworks, its icons twice, and a script before all else.
Here all style sheets become one, `_static/book.css`. It keeps a rule of others only if its classes and ids
are words of some page or script, and holds the glyphs of the icons that remain.
"""

import re
import shutil
from pathlib import Path

import tinycss2

from tools.site.mathml import font_face, subset_of

SHEET = "book.css"
TEMPLATES = Path(__file__).parent / "templates"
THEME = ("basic.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css")
OWN = ("theme.css", "explore.css", "playground.css")  # our own, short; scripts make some of their classes
ICONS = "vendor/fontawesome"  # of the theme; only its solid icons are used
ICON_FONT = "Font Awesome"
WORD = re.compile(r"[\w-]+")
# A table gives its columns their widths by what it has read of itself, so it is shown when all is read.
READ = """\
<script>
  {
    const { classList } = document.documentElement;
    classList.add("is-being-read");
    document.addEventListener("readystatechange", () => classList.remove("is-being-read"));
  }
</script>
"""
MAPS = "*.map"  # of the theme's sources, for its own developers


def setup(app):
    app.connect("config-inited", lambda app, config: config.templates_path.insert(0, str(TEMPLATES)))
    app.connect("builder-inited", lambda app: setattr(app, "book_styles", {}))
    app.connect("html-page-context", lighten, priority=900)  # after all that add files to a page
    app.connect("build-finished", bundle, priority=950)  # after all is copied and unused scripts are gone
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def lighten(app, pagename, templatename, context, doctree):
    """Take the style sheets of a page into the one of the book; let its scripts wait until it is shown."""
    app.book_styles |= dict.fromkeys(str(sheet.filename) for sheet in context["css_files"])
    context["css_files"] = []
    context["script_files"] = [script for script in context["script_files"] if not _of_versions(script)]
    for script in filter(lambda script: script.filename, context["script_files"]):
        script.attributes["defer"] = "defer"
        if pagename == "search":  # whose own script asks for the others at once
            del script.attributes["defer"]
    if "<table" in context.get("body", ""):
        context["metatags"] += READ


def _of_versions(script):
    """Whether it tells the page's name to a list of versions, which this book has not."""
    return "DOCUMENTATION_OPTIONS.pagename" in script.attributes.get("body", "")


def bundle(app, exception):
    """Write the style sheet of the book, and remove what it replaces."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    (icons,) = (static / ICONS).glob("*")
    sheets = [static / name for name in THEME]
    sheets += [icons / "css" / "all.min.css", *(Path(app.outdir) / name for name in app.book_styles)]
    words = words_of([*Path(app.outdir).rglob("*.html"), *static.rglob("*.js")])
    texts = {sheet.name: sheet.read_text(encoding="utf-8") for sheet in sheets}
    css = "\n".join(text if name in OWN else used(text, words) for name, text in texts.items())
    solid = subset_of((icons / "webfonts" / "fa-solid-900.woff2").read_bytes(), glyphs(css))
    (static / SHEET).write_text(css + font_face(f"{ICON_FONT} 6 Free", solid, weight=900), encoding="utf-8")
    for sheet in sheets:
        sheet.unlink()
    shutil.rmtree(static / ICONS)
    for path in static.rglob(MAPS):
        path.unlink()


def words_of(paths):
    """Every word of some files, such as the classes in pages and in scripts."""
    return {word for path in paths for word in WORD.findall(path.read_text(encoding="utf-8"))}


def used(css, words):
    """The rules of a style sheet that may match something; fonts of icons are left out.

    >>> used(".a, .b { color: red } @media print { .c { top: 0 } }", {"a"})
    '.a{ color: red }'
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(filter(None, (_kept(rule, words) for rule in rules)))


def _kept(rule, words):
    """A rule as text, as far as it may match something."""
    if rule.type == "error":
        raise ValueError(f"a style sheet of the theme cannot be read: {rule.message}")
    if rule.type == "qualified-rule":
        selectors = [part for part in _split(rule.prelude) if _may_match(part, words)]
        body = tinycss2.serialize(rule.content)
        return (
            ",".join(tinycss2.serialize(part).strip() for part in selectors) + f"{{{body}}}"
            if selectors
            else ""
        )
    if rule.lower_at_keyword == "charset" or (
        rule.lower_at_keyword == "font-face" and ICON_FONT in rule.serialize()
    ):
        return ""
    if rule.lower_at_keyword == "import":
        raise ValueError(
            f"a style sheet of the theme imports another, which would be lost: {rule.serialize()}"
        )
    if rule.lower_at_keyword in ("media", "supports"):
        inside = used(tinycss2.serialize(rule.content), words)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}" if inside else ""
    return rule.serialize()


def _split(prelude):
    """The selectors between the commas of a list."""
    parts = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_match(selector, words):
    """Whether all classes and ids of a selector are words; what stands in brackets is not looked at."""
    after_dot = False
    for token in selector:
        if (token.type == "hash" or (after_dot and token.type == "ident")) and token.value not in words:
            return False
        after_dot = token.type == "literal" and token.value == "."
    return True


def glyphs(css):
    """The characters of icons, which stand where Unicode leaves room for private use."""
    return "".join(sorted(set(re.findall("[\ue000-\uf8ff]", css))))

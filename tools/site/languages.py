"""The Sphinx extension for a book in several languages, built once for each: switch, anchors, search, words.

Sections have the ids of the English ones, so that an address leads to the same place in both. What the theme,
our scripts and the figures say is translated in the finished pages, and while a script runs by `speak.js`.
"""

import json
import re
from html import unescape
from pathlib import Path

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils.base import default_slugify
from sphinx.search import SearchLanguage
from sphinx.transforms import SphinxTransform

from mlplib._homes import SPEAK
from mlplib.locale import Words
from tools import address
from tools.course import course
from tools.translation import ROOT, catalogue, finished, markdown

NAMES = {"en": "English", "ko": "한국어"}
PARTICLES = [
    *(
        "으로부터",
        "에서는",
        "에서도",
        "으로는",
        "으로써",
        "이라는",
        "이라고",
        "에게서",
        "까지",
        "부터",
        "에서",
        "에게",
    ),
    *(
        "으로",
        "이나",
        "이란",
        "라는",
        "라고",
        "처럼",
        "보다",
        "마다",
        "하고",
        "입니다",
        "합니다",
        "이므로",
        "이며",
        "이고",
    ),
    *(
        "이면",
        "이다",
        "한다",
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "와",
        "과",
        "도",
        "로",
        "만",
        "나",
        "란",
    ),
]
UNTRANSLATED = {"ko": "이 페이지에는 아직 번역되지 않아 영어로 보이는 부분이 {n}곳 있습니다."}
SWITCH = "language-switch.html"


class Korean(SearchLanguage):
    """Words without one particle, so that 손실 finds 손실은 and 손실을; and their beginnings."""

    lang, language_name = "ko", "Korean"
    stopwords = frozenset()
    js_stemmer_code = f"""
const PARTICLES = {json.dumps(PARTICLES, ensure_ascii=False)};
var Stemmer = function () {{
  this.stemWord = (word) => {{
    const found = PARTICLES.find((end) => word.endsWith(end) && word.length - end.length >= 2);
    return found ? word.slice(0, -found.length) : word;
  }};
}};"""

    def split(self, text):
        """The words, and of Korean ones the beginnings: the search looks for whole words first."""
        found = []
        for word in super().split(text):
            is_korean = re.match("[가-힣]{2}", word)
            found += [word[:end] for end in range(2, len(word) + 1)] if is_korean else [word]
        return found

    def stem(self, word):
        word = word.lower()
        ends = (end for end in PARTICLES if word.endswith(end) and len(word) - len(end) >= 2)
        return next((word.removesuffix(end) for end in ends), word)

    def word_filter(self, word):
        return bool(word)


def setup(app):
    app.add_search_language(Korean)
    app.add_transform(EnglishIds)
    app.connect("config-inited", configure, priority=90)
    app.connect("builder-inited", add_words)
    app.connect("html-page-context", offer, priority=400)  # before the theme drops what shows nothing
    app.connect("html-page-context", tell, priority=850)  # after the tags are written
    app.connect("build-finished", say, priority=990)  # when all else is written
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def language(app):
    return app.config.language


def configure(app, config):
    """Let a book in another language use what lies beside the English one."""
    config.templates_path.append(str(Path(__file__).parent / "templates"))
    if course().languages:
        ends = config.html_theme_options.get("article_header_end", ["article-header-buttons.html"])
        config.html_theme_options["article_header_end"] = [SWITCH, *ends]
    if language(app) != "en":
        config.html_favicon = str(ROOT / config.html_favicon)
        config.bibtex_bibfiles = [str(ROOT / name) for name in config.bibtex_bibfiles]
        config.explore_frames = "../_frames"
        config.myst_heading_slug_func = EnglishSlugs(language(app))


# The same anchors


class EnglishSlugs:
    """Gives a heading the slug of the English one, by which pages link to each other."""

    def __init__(self, language):
        self.english = {}
        for path in catalogue.pages():
            pairs = zip(
                markdown.headings(ROOT / language / path), markdown.headings(ROOT / path), strict=True
            )
            self.english |= {plain(said): plain(english) for said, english in pairs}

    def __eq__(self, other):  # Sphinx asks whether a setting has changed
        return isinstance(other, EnglishSlugs) and self.english == other.english

    __hash__ = object.__hash__

    def __call__(self, title):
        return default_slugify(self.english.get(title, title))


def plain(text):
    """The letters of Markdown, as a slug is made of them: those of formulas are left out."""
    inline = MarkdownIt().parseInline(re.sub(r"\$[^$]*\$", "", text))[0].children
    return "".join(token.content for token in inline if token.type in ("text", "code_inline"))


class EnglishIds(SphinxTransform):
    """Gives a section the id of the English one."""

    default_priority = 390  # before sections that are not offered go

    def apply(self):
        if self.config.language == "en":
            return
        slugs = self.env.metadata[self.env.docname].get("myst_slugs", {})
        sections = list(self.document.findall(nodes.section))
        for section, english in zip(sections, english_ids(self.env.docname), strict=True):
            if english and english not in self.document.ids:
                old, section["ids"] = section["ids"][0], [english, *section["ids"]]
                self.document.ids[english] = section
                slugs |= {slug: (at, english, text) for slug, (at, own, text) in slugs.items() if own == old}


def english_ids(docname):
    """The ids of a page's sections in English, which are made of its headings."""
    (path,) = (path for path in ROOT.glob(f"{docname}.*") if path.suffix in (".md", ".ipynb"))
    for heading in markdown.headings(path):
        letters = re.sub(r"<[^>]*>", "", MarkdownIt().renderInline(heading.replace("$", "")))
        yield nodes.make_id(unescape(letters))


# The way to the other language


def places(pagename):
    """Where a page lies in each language, from the root of the site."""
    return {
        each: ("" if each == "en" else f"{each}/") + f"{pagename}.html"
        for each in ("en", *course().languages)
    }


def offer(app, pagename, templatename, context, doctree):
    """Offer the page in the other languages."""
    own, up = language(app), "../" * pagename.count("/")
    home = up if own == "en" else f"../{up}"
    context["languages"] = [
        (each, NAMES[each], home + path) for each, path in places(pagename).items() if each != own
    ]


def tell(app, pagename, templatename, context, doctree):
    """Tell search engines where a page is in other languages, and its reader what is not translated."""
    if doctree is None:
        return
    own, at, base = language(app), places(pagename), address.site()
    if base and len(at) > 1:
        links = [(each, base + path) for each, path in at.items()] + [("x-default", base + at["en"])]
        tags = "".join(f'\n<link rel="alternate" hreflang="{each}" href="{url}">' for each, url in links)
        context["metatags"] = (context.get("metatags") or "") + tags
    if own != "en" and (n := n_missing(own, pagename)):
        note = UNTRANSLATED[own].format(n=n)
        context["body"] = f'<div class="admonition note"><p>{note}</p></div>\n{context["body"]}'


def n_missing(language, pagename):
    """How many messages of a page are shown in English."""
    po = catalogue.load(language, f"{pagename}.po")
    return sum(1 for message in po if message.id) - len(catalogue.used(po))


# What is said around the text


def add_words(app):
    """The script that says in the language of the book what other scripts say."""
    app.add_js_file("language.js", loading_method="defer")
    if (own := language(app)) != "en":
        folder = Path(app.outdir).parent / "words"
        folder.mkdir(parents=True, exist_ok=True)
        words = json.dumps(catalogue.texts_of_site(own), ensure_ascii=False)
        places = ".explore, .playground, .quick-check"
        script = f"{SPEAK.read_text(encoding='utf-8')}\nconst WORDS = {words};\n"
        script += f'for (const place of document.querySelectorAll("{places}")) speak(place, WORDS);\n'
        (folder / "words.js").write_text(f"(() => {{\n{script}}})();\n", encoding="utf-8")
        app.config.html_static_path.append(str(folder))
        app.add_js_file("words.js", loading_method="defer", priority=400)  # before the figures begin


def say(app, exception):
    """Translate what the pages of another language say around their text."""
    if exception is None and language(app) != "en":
        words = Words(catalogue.texts_of_site(language(app)))
        for path in Path(app.outdir).rglob("*.html"):
            path.write_text(finished.translated(path.read_text(encoding="utf-8"), words), encoding="utf-8")

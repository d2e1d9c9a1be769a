"""The messages of the book and their translations: PO files below `locale/LANGUAGE`, one for each source.

A page has a file of its name; `strings/` holds what code says. A message that has changed keeps its old
translation, marked fuzzy, with the old English in a comment; pages show English until somebody has looked.
"""

import io
import json
import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from mlplib.locale import pattern
from tools.execute import read
from tools.paths import PATHS
from tools.translation import LOCALE, ROOT, glossary, markdown, strings

PAGES = (
    "*.ipynb",
    "references.md",
    "chapters/*.ipynb",
    "chapters/*.md",
    "exercises/*.ipynb",
    "exercises/*.md",
)
LIBRARY = ("_homes.py", "checks/__init__.py", "checks/notebook.py", "clinic.py")
SCRIPTS = ("explore/static/*.js", "playground/static/*.js")
SITE_SCRIPTS = ("tools/site/static/*.js", "tools/waiting.js")
RUNTIME = {
    "figures": ("mlplib.po", "intro.po", "chapters/*.po"),
    "checks": ("mlplib.po", "exercises/*.po", "checks/*.po", "feedback.po"),
}
AS_LINES = {"ensure_ascii": False, "indent": 0, "sort_keys": True}
SITE = ROOT / "locale" / "site.txt"  # what only the site says, a line each
NAMES = ROOT / "locale" / "library.txt"  # single words, and what scripts put together of pieces
FEEDBACK = ROOT / "locale" / "feedback.txt"  # what the pages say that the grader writes for students
MEASURED = Path("chapters/how_fast.md")  # a page of numbers that change
TEMPLATES = ROOT / "locale" / "measured.txt"  # what they are part of
WAS = "was: "
ONE_LINE = 1_000_000  # letters: nothing is broken
LONG = 90  # letters of a field that is prose
HEAD = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def pages():
    """Every page of the book and every assignment, whether it is offered or not, relative to the root."""
    return [path.relative_to(ROOT) for place in PAGES for path in sorted(ROOT.glob(place))]


def translate_page(path, say):
    """The text of a page, or the notebook, its words through `say(message, place)`; code is not touched."""
    if path.suffix == ".md":
        return markdown.translate((ROOT / path).read_text(encoding="utf-8"), lambda text: say(text, ""))
    notebook = read(ROOT / path)
    for cell in notebook.cells:
        at = f"#{cell.id}"
        if cell.cell_type == "markdown":
            cell.source = markdown.translate(cell.source, lambda text: say(text, at))  # noqa: B023
        image = cell.metadata.get("mystnb", {}).get("image", {})
        if "alt" in image:
            image["alt"] = say(image["alt"], at)
    return notebook


def code(path):
    """The code of a notebook, cell by cell, without the first, which brings the library."""
    cells = read(ROOT / path).cells
    return [cell.source for cell in cells if cell.cell_type == "code" and cell.id != "install"]


def sources():
    """Every PO file that there is to be, with its messages: {path: [(message, place), ...]}."""
    found = {}
    for path in pages():
        said = []
        translate_page(path, lambda text, at: said.append((text, f"{path}{at}")) or text)  # noqa: B023
        found[f"{path.with_suffix('')}.po"] = [entry for entry in said if not is_made(entry[0], path)]
        if path.suffix == ".ipynb":
            words = (strings.of_stubs if path.parts[0] == "exercises" else strings.of_figures)(code(path))
            found[f"strings/{path.with_suffix('')}.po"] = [(text, str(path)) for text in words]
    for folder in sorted(path for path in ROOT.glob("mlplib/checks/*/") if path.name != "__pycache__"):
        files = sorted(folder.glob("*.py"))
        found[f"strings/checks/{folder.name}.po"] = [
            (text, f"{folder.name}/{file.name}")
            for file in files
            for text in strings.of_checks(text_of(file))
        ]
    found["strings/mlplib.po"] = of_library()
    found["strings/site.po"] = of_site()
    found["strings/feedback.po"] = [(text, FEEDBACK.name) for text in text_of(FEEDBACK).splitlines()]
    return {po: said for po, said in found.items() if said}


def is_made(text, path):
    """Whether a text of a page is made from a template of code, which is translated instead."""
    from mlplib.checks.notebook import LABEL  # a book without assignments has no checks

    templates = text_of(TEMPLATES).splitlines() if path == MEASURED else ()
    found = [
        pattern(template).fullmatch(text) for template in (LABEL, *templates)
    ]  # LABEL is looked for again
    fields = [one.groups() for one in found if one]
    return any(all(". " not in field and len(field) < LONG for field in each) for each in fields)  # no prose


def text_of(path):
    return Path(path).read_text(encoding="utf-8")


def of_library():
    """What the library says itself, in Python and in the scripts of its figures."""
    home = ROOT / "mlplib"
    said = [(text, name) for name in LIBRARY for text in strings.of_library(text_of(home / name))]
    said += [(text, "explore/page.py") for text in strings.of_html(text_of(home / "explore/page.py"))]
    for place in SCRIPTS:
        for path in sorted(home.glob(place)):
            said += [(text, path.name) for text in strings.of_script(text_of(path))]
    return said + [(text, NAMES.name) for text in text_of(NAMES).splitlines()]


def of_site():
    """What the site says around the pages."""
    said = [(text, PATHS.name) for text in re.findall(r'^(?:title|aim) = "(.+)"$', text_of(PATHS), re.M)]
    said += [
        (text, "_toc.yml") for text in re.findall(r"(?:caption|title): (.+)", text_of(ROOT / "_toc.yml"))
    ]
    for place in SITE_SCRIPTS:
        for path in sorted(ROOT.glob(place)):
            said += [(text, path.name) for text in strings.of_script(text_of(path))]
    return said + [(text, file.name) for file in (SITE, TEMPLATES) for text in text_of(file).splitlines()]


@cache
def load(language, po):
    """A PO file; empty where there is none."""
    path = LOCALE / language / po
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def memory(language):
    """Every translation that is in use, of any file: what is said twice is translated once."""
    files = (path.relative_to(LOCALE / language) for path in sorted((LOCALE / language).rglob("*.po")))
    return {message.id: message.string for po in files for message in used(load(language, str(po)))}


def of_page(language, path):
    """The translations of a page, by their English."""
    return {message.id: message.string for message in used(load(language, f"{path.with_suffix('')}.po"))}


def used(catalogue):
    """The messages that have a translation which somebody has looked at."""
    return [message for message in catalogue if message.id and message.string and not message.fuzzy]


def merged(language, po, said, known):
    """The text of a PO file as it is to be: messages of now, what is translated of them, what is fuzzy."""
    fresh = Catalog(locale=language)
    for text, place in said:
        fresh.add(text, locations=[(place, None)])
    old, catalogue = load(language, po), Catalog(locale=language)
    for message in old:
        if message.id:
            catalogue[message.id] = message
    catalogue.update(fresh)
    catalogue.obsolete.clear()  # git remembers them
    for message in catalogue:
        if not message.id:
            continue
        message.flags -= {"python-format", "python-brace-format"}  # a formula is no format
        if (not message.string or message.fuzzy) and message.id in known:
            message.string, message.previous_id = known[message.id], ()
            message.flags.discard("fuzzy")
        if not message.fuzzy:
            message.user_comments = [note for note in message.user_comments if not note.startswith(WAS)]
        elif message.previous_id:  # as a comment, since Babel reads no previous message
            message.user_comments = [WAS + " ".join(message.previous_id).replace("\n", " ")]
    file = io.BytesIO()
    write_po(file, catalogue, width=ONE_LINE, omit_header=True)
    return HEAD.format(language=language) + file.getvalue().decode().strip() + "\n"


def made(language):
    """Every PO file of a language as it is to be, {path: text}."""
    known = memory(language)
    return {LOCALE / language / po: merged(language, po, said, known) for po, said in sources().items()}


def texts(language, *places):
    """What is said in the PO files of some places below `strings/`, by its English."""
    found = {}
    for path in sorted(path for place in places for path in (LOCALE / language / "strings").glob(place)):
        found |= {
            message.id: message.string
            for message in used(load(language, str(path.relative_to(LOCALE / language))))
        }
    return found


def texts_of_site(language):
    """What the site and its figures say around the text, by its English."""
    return texts(language, *RUNTIME["figures"], "site.po")


def runtime(language):
    """The files that the library reads, {path relative to the root: text}."""
    return {
        f"mlplib/locale/{language}/{kind}.json": json.dumps(texts(language, *places), **AS_LINES) + "\n"
        for kind, places in RUNTIME.items()
    }


def problems(language):
    """What keeps a language from being whole, a line each, and how many messages are done and there."""
    lines, done, total = [], 0, 0
    fresh = made(language)
    there = set((LOCALE / language).rglob("*.po"))
    lines += [f"{path.relative_to(ROOT)}: no such source" for path in sorted(there - fresh.keys())]
    for path, text in fresh.items():
        name = path.relative_to(ROOT)
        if not path.exists() or text != text_of(path):
            lines.append(f"{name}: not as the sources are: run `make translate`")
        for message in read_po(io.BytesIO(text.encode()), locale=language):
            if not message.id:
                continue
            total += 1
            where = f"{name}: {message.id[:60]!r}"
            if not message.string or message.fuzzy:
                lines.append(f"{where} {'has changed' if message.fuzzy else 'is not translated'}")
                continue
            done += 1
            found = [
                *markdown.faults(message.id, message.string),
                *glossary.faults(language, message.id, message.string),
            ]
            lines += [f"{where} {fault}" for fault in found]
    return lines, done, total

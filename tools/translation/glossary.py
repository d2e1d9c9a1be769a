"""One term for each thing: whether a translation uses the words of locale/LANGUAGE/glossary.toml."""

import re
import tomllib
from functools import cache

from tools.translation import LOCALE
from tools.translation.markdown import KEPT

PATH = re.compile(r"[\w/]+\.(?:ipynb|md|py)\b")


@cache
def terms(language):
    """The terms, longest first: [(pattern of the English, [translations]), ...]."""
    file = LOCALE / language / "glossary.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    plural = {"y": "(?:y|ies)", "x": "(?:x|xes|ices)", "s": "s(?:es)?"}
    return [
        (re.compile(rf"\b{re.escape(term[:-1])}{plural.get(term[-1], term[-1] + 's?')}\b", re.I), words)
        for term, words in sorted(found.items(), key=lambda item: -len(item[0]))
    ]


def is_prose(english, translation):
    """Whether a message is neither a name, which stays English, nor what a program prints."""
    return translation != english and "\n" not in english


def faults(language, english, translation):
    """A sentence for each term of the English that the translation has by another name."""
    plain = PATH.sub(" ", KEPT.sub(" ", english)) if is_prose(english, translation) else ""
    for pattern, words in terms(language):
        found = pattern.search(plain)
        plain = pattern.sub(" ", plain)  # 'learning rate' is not looked at as 'rate' again
        if found and not any(word in translation for word in words):
            yield f"says {found[0]!r} without {' or '.join(words)}"

"""What the library says to readers, in their language: that of MLPLIB_LANGUAGE, English where it is not set.

Code says everything in English. What reaches a reader is looked up here: first the text as it is, then the
templates that it may have been made from ('after {epoch} epochs'), then its sentences one by one. What is not
found stays English. `speak.js` does the same for what scripts say. The texts lie beside it, made by
`make translate`: those of figures, and those of checks.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent
FIELD = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}(?!\})")
LEAST = 3  # letters of a template; one of fewer would fit nearly all texts
SURE, LIKELY = 1 / 2, 1 / 8  # shares of a text that are letters of its template
SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")


class Words:
    """Texts by their English, some of them templates with fields in braces.

    Parameters
    ----------
    texts : dict
        {English: translation}; the fields of a translation are among those of its English.
    """

    def __init__(self, texts):
        self.texts = texts
        found = [english for english in texts if FIELD.search(english) and n_letters(english) >= LEAST]
        self.templates = [
            (n_letters(english), pattern(english), texts[english])
            for english in sorted(found, key=lambda english: (not is_outer(english), -n_letters(english)))
        ]

    def __call__(self, text):
        """The translation of a text, spaces around it kept; the text itself where there is none."""
        words = text.strip()
        made = self.whole(words, SURE) or self._sentences(words) or self.whole(words)
        return text.replace(words, made, 1) if made else text

    def whole(self, text, share=LIKELY):
        """What a text says as one message, that share of which is no field's; None if it is none."""
        if text in self.texts:
            return self.texts[text]
        for n, made, translation in self.templates:
            if n >= share * len(text) and (found := made.fullmatch(text)):
                return FIELD.sub(lambda field: self._field(found[f"_{field[1]}"]), translation)
        return None

    def _field(self, text):
        words = text.strip()
        return text.replace(words, self.whole(words) or words, 1)

    def _sentences(self, text):
        parts = [self.whole(part) for part in SENTENCES.split(text)]
        return " ".join(parts) if all(parts) else None


def n_letters(template):
    """How many letters stand between the fields of a template."""
    return len(FIELD.sub("", template))


def is_outer(template):
    """Whether a template has another text in it: it begins with the field {what}, and is looked for first."""
    return template.startswith("{what} ")


def pattern(template):
    """What a text matches that was made from a template; its groups are the fields, '_' before each name."""
    names, parts, end = set(), [], 0
    for field in FIELD.finditer(template):
        name = f"_{field[1]}"
        parts += [literal(template[end : field.start()])]
        parts += [f"(?P={name})" if name in names else f"(?P<{name}>.*?)"]
        names.add(name)
        end = field.end()
    return re.compile("".join([*parts, literal(template[end:])]), re.DOTALL)


def literal(text):
    return re.escape(text.replace("{{", "{").replace("}}", "}"))


@cache
def texts(language, kind):
    """What is said in a language, by its English; nothing of English, nor of a language that is not there.

    Parameters
    ----------
    language : str
    kind : {"figures", "checks"}
    """
    file = LOCALE / language / f"{kind}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@cache
def words(language, kind):
    return Words(texts(language, kind))


def languages():
    """The languages that there are besides English."""
    return sorted(path.parent.name for path in LOCALE.glob("*/checks.json"))


def in_every_language(text):
    """A text of a check as it may stand in a notebook: in English, and in each language that there is."""
    return [text, *(words(language, "checks")(text) for language in languages())]


def reader():
    """The language of the reader, such as 'ko'; 'en' where none is set."""
    return os.environ.get("MLPLIB_LANGUAGE", "en")


def translated(text, kind="checks", language=None):
    """A text in a language, that of the reader if none is named."""
    return words(language or reader(), kind)(text)

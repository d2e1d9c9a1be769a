"""What the library says to readers, in their language: that of MLPLIB_LANGUAGE, English where it is not set.

Code says everything in English. What reaches a reader is looked up here: first the text as it is, then the
templates that it may have been made from ('after {epoch} epochs'), then its sentences one by one. What is not
found stays English. The texts are `locale/LANGUAGE.json`, made by `make translate`.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
FIELD = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")


class Words:
    """Texts by their English, some of them templates with fields in braces.

    Parameters
    ----------
    texts : dict
        {English: translation}; the fields of a translation are among those of its English.
    """

    def __init__(self, texts):
        self.texts = texts
        templates = sorted(filter(FIELD.search, texts), key=lambda english: -len(FIELD.sub("", english)))
        self.templates = [(pattern(english), texts[english]) for english in templates]

    def __call__(self, text):
        """The translation of a text; the text itself where there is none."""
        return self._whole(text) or self._sentences(text) or text

    def _whole(self, text):
        if text in self.texts:
            return self.texts[text]
        for made, translation in self.templates:
            if found := made.fullmatch(text):
                fields = {name: self._whole(value) or value for name, value in found.groupdict().items()}
                return FIELD.sub(lambda field: fields["_" + field[1]], translation)
        return None

    def _sentences(self, text):
        parts = re.split(r"(?<=[.!?]) (?=[A-Z0-9])", text)
        translated = [self._whole(part) for part in parts]
        return " ".join(translated) if all(translated) else None


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
def words(language):
    """The texts of a language; none of English, nor of a language that is not there."""
    file = LOCALE / f"{language}.json"
    return Words(json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})


def translated(text):
    """A text in the language of the reader."""
    return words(os.environ.get("MLPLIB_LANGUAGE", "en"))(text)

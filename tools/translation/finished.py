"""Translate a finished page: its texts and the texts of its attributes, while its code and formulas stay."""

import re
from html import escape, unescape

TAG = re.compile(r"(<[^<>]*>)")
SAID = re.compile(
    r'\b(alt|title|aria-label|aria-valuetext|placeholder|data-unit|data-tooltip|content|data-bs-title)="([^"]*)"'
)
SILENT = re.compile(r"<(/?)(pre|code|script|style|math|textarea)\b")
ITEM = re.compile(r"<option( selected)?>$")


def translated(page, say):
    """The HTML of a page with what it says as `say` says it."""
    kept = {}

    def once(text):
        if text not in kept:
            words = unescape(text)
            said = say(words)
            kept[text] = text if said == words else escape(said)
        return kept[text]

    out, silent = [], 0
    for part in TAG.split(page):
        if part.startswith("<"):
            if found := SILENT.match(part):
                silent += -1 if found[1] else 1
            part = SAID.sub(lambda found: f'{found[1]}="{once(found[2])}"', part)
        elif not silent and part.strip():
            said = once(part)
            if said != part and (item := ITEM.search(out[-1])):
                out[-1] = f'<option value="{part}"{item[1] or ""}>'  # the address keeps the English
            part = said
        out.append(part)
    return "".join(out)

"""Texts that come from students, made fit to be stored, printed and shown."""

import hashlib

LONGEST_NAME = 120
LONGEST_LINE = 600
MOST_LINES = 30


def visible(text):
    """The text with its control characters, marks of direction and halves of characters written out."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def name(text):
    """A name on one line; a very long one is cut, and stays different from every other."""
    if len(text) > LONGEST_NAME:
        tail = hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:8]
        text = f"{text[:LONGEST_NAME]}... {tail}"
    return visible(text)


def message(text):
    """A message of a few lines, each of them cut where it is very long."""
    lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")[: MOST_LINES + 1]
    shown = [visible(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "...") for line in lines]
    return "\n".join(shown if len(shown) <= MOST_LINES else [*shown[:MOST_LINES], "..."])

"""Finds what a student wrote in words: the text below the label of a sentence, in a notebook's JSON."""

from exercises.private.grading.notebook_file import Unreadable, read
from exercises.private.grading.text import message
from mlplib.checks.notebook import EMPTY
from mlplib.locale import in_every_language

KINDS = ("markdown", "raw", "code")  # a cell that was turned into another kind still holds the words


def find(data, label, name):
    """The text of a student's sentence, "" if there is none.

    Parameters
    ----------
    data : bytes
        A notebook, or anything else.
    label : str
        The line above the text, such as '**Your answer to 3.8, in a sentence:**'.
    name : str
        Of the question; the cell has the id `sentence-NAME`, if its label has been deleted.
    """
    cells = _cells(data)
    sources = [(cell.get("id"), _source(cell)) for cell in cells]
    labels = set(map(_plain, in_every_language(label)))
    labelled = [
        _below(source, labels) for _, source in sources if labels & set(map(_plain, source.split("\n")))
    ]
    by_id = [source for id, source in sources if id == f"sentence-{name.replace('_', '-')}"]
    texts = [_written(text) for text in labelled or by_id]
    return message(next(filter(None, texts), ""))


def _written(text):
    """What is left of a text without the line that asks to write there."""
    for empty in in_every_language(EMPTY):
        text = text.replace(empty, "")
    return text.strip()


def _below(source, labels):
    lines = source.split("\n")
    first = next(k for k, line in enumerate(lines) if _plain(line) in labels)
    return "\n".join(lines[first + 1 :])


def _plain(line):
    """A line without the signs of Markdown: an editor may take the stars away."""
    return " ".join(line.replace("*", "").replace("#", "").split())


def _cells(data):
    """The cells that are dicts of a known kind; none if it is no notebook."""
    try:
        cells = read(data)
    except Unreadable:
        return []
    return [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") in KINDS]


def _source(cell):
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""

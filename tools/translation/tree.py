"""The notebooks and pages of a language, LANGUAGE/ beside the English ones: made by `make translate`.

Code cells are those of the English notebooks to the letter; a first one sets the language. Links between
pages, files beside them and the ids of cells are as in English.
"""

import json
import os

import nbformat
from nbformat import v4

from mlplib.locale import Words
from tools.notebooks import dumps, normalise
from tools.translation import ROOT, catalogue

FIRST = """\
# Sliders and checks speak the language of this notebook
import os

os.environ["MLPLIB_LANGUAGE"] = "{language}"
"""
BESIDE = ("chapters/*.svg", "exercises/jupyterhub/*")  # what pages show, and offer


def files(language):
    """Every file of the tree of a language, {path relative to the root: bytes}."""
    memory = catalogue.memory(language)
    by_code = Words(catalogue.texts(language, *catalogue.RUNTIME["checks"], "site.po"))
    found = {f"{language}/{path}": page(path, language, memory, by_code) for path in catalogue.pages()}
    for place in BESIDE:
        for path in ROOT.glob(place):
            found[f"{language}/{path.relative_to(ROOT)}"] = path.read_bytes()
    return found


def page(path, language, memory, by_code):
    """A page in a language: by its own translations, then by others; made texts by their templates."""
    known = memory | catalogue.of_page(language, path)

    def say(text, at):
        return (by_code.whole(text, 0) or text) if catalogue.is_made(text, path) else known.get(text, text)

    made = catalogue.translate_page(path, say)
    if path.suffix == ".md":
        return made.encode()
    first = v4.new_code_cell(FIRST.format(language=language).strip(), id="language")
    first.metadata = {"tags": ["remove-cell"]}
    at = next(i for i, cell in enumerate(made.cells) if cell.cell_type == "code")
    made.cells.insert(at, first)
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return dumps(normalise(json.loads(nbformat.writes(made)))).encode()


def stale(language):
    """A line for each file of the tree that is not as it is made."""
    made = files(language) | {name: text.encode() for name, text in catalogue.runtime(language).items()}
    there = {str(path.relative_to(ROOT)) for path in (ROOT / language).rglob("*") if path.is_file()}
    kept = {name for name in there if "ipynb_checkpoints" not in name}
    names = sorted(made.keys() | kept)
    return [
        f"{name}: not as it is made: run `make translate`" for name in names if is_stale(name, made.get(name))
    ]


def is_stale(name, content):
    path = ROOT / name
    return (path.read_bytes() if path.exists() else None) != content


def write(language):
    """Write what is not as it is made, and remove what is not made."""
    made = files(language) | {name: text.encode() for name, text in catalogue.runtime(language).items()}
    for path in (ROOT / language).rglob("*"):
        if path.is_file() and str(path.relative_to(ROOT)) not in made:
            path.unlink()
    for name, content in made.items():
        if is_stale(name, content):
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            fresh = ROOT / f"{name}.new"
            fresh.write_bytes(content)
            os.replace(fresh, ROOT / name)

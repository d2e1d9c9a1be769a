"""The one normal form in which notebooks are stored, and the command that stores them: `make notebooks`.

The normal form keeps text outputs, which strict nbval compares, and drops everything that differs
from run to run or bloats the repository: pictures, widget views and all metadata but `tags`, `mystnb` (the
alt text of a figure) and `slideshow` (what a presentation does with the cell). The tag `hide-input`, which
folds a cell on the page, decides whether JupyterLab and Colab fold it. Normalising twice changes nothing.
"""

import argparse
import json
from pathlib import Path

import nbformat

from tools.execute import ROOT, execute, merge_streams, read, with_outputs, write

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
KEPT_CELL_METADATA = ("mystnb", "slideshow", "tags")
FOLDED = {"hide-input", "remove-cell", "remove-input"}  # the page shows no code
FOLDS = {"cellView": "form", "jupyter": {"source_hidden": True}}
KEPT_MIME_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex")
# How figures show themselves on a page; with a kernel they do not.
PAGE_FIGURES = ('<div class="explore"', '<div class="playground"')


def _text(value):
    return "".join(value) if isinstance(value, list) else value


def normalise_output(output):
    """The output without pictures and metadata, or None where nothing is left of it."""
    kind = output["output_type"]
    if kind == "stream":
        return {"name": output["name"], "output_type": kind, "text": _text(output["text"])}
    if kind == "error":
        return {key: output[key] for key in ("ename", "evalue", "output_type", "traceback")}
    texts = {mime: _text(text) for mime, text in output["data"].items() if mime in KEPT_MIME_TYPES}
    data = {mime: text for mime, text in texts.items() if not text.startswith(PAGE_FIGURES)}
    if not data:
        return None
    normal = {"data": data, "metadata": {}, "output_type": kind}
    if kind == "execute_result":
        normal["execution_count"] = output["execution_count"]
    return normal


def normalise_cell(cell):
    """One cell with the fields of nbformat 4.5 and nothing that a rerun would change."""
    metadata = {key: cell["metadata"][key] for key in KEPT_CELL_METADATA if cell["metadata"].get(key)}
    if cell["cell_type"] == "code" and FOLDED & set(metadata.get("tags", ())):
        metadata |= FOLDS
    normal = {
        "cell_type": cell["cell_type"],
        "id": cell["id"],
        "metadata": metadata,
        "source": _text(cell["source"]),
    }
    if cell["cell_type"] == "code":
        outputs = [normalise_output(output) for output in cell["outputs"]]
        normal["outputs"] = merge_streams([output for output in outputs if output])
        normal["execution_count"] = cell["execution_count"]
    return normal


def normalise(notebook):
    """Return the normal form of a notebook, a plain nested dict; the argument is not changed."""
    return {
        "cells": [normalise_cell(cell) for cell in notebook["cells"] if _text(cell["source"]).strip()],
        "metadata": {"kernelspec": KERNELSPEC},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dumps(notebook):
    """The text of a notebook file: one key order, one indent, lines split as Jupyter splits them."""
    split = nbformat.v4.rwbase.split_lines(nbformat.from_dict(notebook))
    return json.dumps(split, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    paths = [path.resolve() for path in parser.parse_args().notebooks]
    execute(paths)
    for path in paths:
        write(path, dumps(normalise(with_outputs(read(path), path))))
        print(f"{path.relative_to(ROOT)}: stored without pictures")


if __name__ == "__main__":
    main()

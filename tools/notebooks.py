"""Execute notebooks and store them in one normal form: `make notebooks`.

The normal form keeps text outputs, which strict nbval compares, and drops everything that differs
from run to run or bloats the repository: pictures, widget views and all metadata but `tags` and
`mystnb` (the alt text of a figure). Normalising twice changes nothing.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
KEPT_CELL_METADATA = ("mystnb", "tags")
KEPT_MIME_TYPES = ("text/plain", "text/html", "text/markdown", "text/latex")


def _text(value):
    return "".join(value) if isinstance(value, list) else value


def normalise_output(output):
    """The output without pictures and metadata, or None where nothing is left of it."""
    kind = output["output_type"]
    if kind == "stream":
        return {"name": output["name"], "output_type": kind, "text": _text(output["text"])}
    if kind == "error":
        return {key: output[key] for key in ("ename", "evalue", "output_type", "traceback")}
    data = {mime: _text(text) for mime, text in output["data"].items() if mime in KEPT_MIME_TYPES}
    if not data:
        return None
    normal = {"data": data, "metadata": {}, "output_type": kind}
    if kind == "execute_result":
        normal["execution_count"] = output["execution_count"]
    return normal


def merge_streams(outputs):
    """Join neighbouring pieces of one stream: where they break depends on timing."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output["output_type"] == last.get("output_type") == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            merged.append(output)
    return merged


def normalise_cell(cell):
    """One cell with the fields of nbformat 4.5 and nothing that a rerun would change."""
    metadata = {key: cell["metadata"][key] for key in KEPT_CELL_METADATA if cell["metadata"].get(key)}
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


def execute(path):
    """Run every cell of the notebook in its own folder and return it; say how far it is."""
    notebook = nbformat.read(path, as_version=4)
    total = sum(cell.cell_type == "code" for cell in notebook.cells)

    def show(cell, cell_index, execute_reply):
        done = sum(c.cell_type == "code" for c in notebook.cells[: cell_index + 1])
        print(f"\r{path}: cell {done} of {total} ", end="", flush=True)

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=120,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_executed=show if sys.stdout.isatty() else None,
    )
    return client.execute()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    for path in parser.parse_args().notebooks:
        start = time.perf_counter()
        try:
            notebook = execute(path)
        except (CellExecutionError, CellTimeoutError) as error:
            sys.exit(f"\n{path}: a cell failed, the file is left as it was\n{error}")
        fresh = path.with_suffix(".ipynb.new")
        fresh.write_text(dumps(normalise(notebook)), encoding="utf-8")
        os.replace(fresh, path)
        print(f"\r{path}: executed in {time.perf_counter() - start:.0f} s, stored without pictures")


if __name__ == "__main__":
    main()

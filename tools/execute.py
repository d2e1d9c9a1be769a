"""Run notebooks, each once, side by side, and keep what they printed and drew: python -m tools.execute.

The book shows what was kept, `pytest` lets nbval compare it with what is stored, `make notebooks` stores it.
A notebook runs again when its code, its claims or a program that it could call has changed, or it failed.
"""

import argparse
import asyncio
import hashlib
import json
import os
import platform
import re
import sys
import threading
import time
from functools import cache
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from mlplib.explore.progress import follow
from tools import claims
from tools.kernels import client_of
from tools.toc import pages

ROOT = Path(__file__).parents[1]
EXECUTED = ROOT / "_build" / "executed"
FRAMES = EXECUTED / "frames"
PROGRAMS = ("mlplib", "requirements.lock")
PROGRAMS += tuple(f"tools/{name}.py" for name in ("claims", "execute", "kernels", "letters"))
CHECKS = "mlplib/checks"
SCRIPTS = (
    "mlplib/explore/static",
    "mlplib/playground/static",
    "mlplib/locale",
)  # of pages: no notebook prints them
COLOUR = re.compile(r"\x1b\[[\d;]*m")  # of a traceback on a terminal
LETTERS = "import json, tools.letters as letters; print(json.dumps(letters.noted))"
TIMEOUT = 600  # seconds for a cell; one with a thousand frames to draw takes minutes


def notebooks():
    """The notebooks of the book, in its order."""
    return [path for path in (ROOT / f"{page}.ipynb" for page in pages()) if path.exists()]


def record(path):
    """Where a notebook is kept with all that it printed and drew."""
    return EXECUTED / Path(path).resolve().relative_to(ROOT)


def read(path):
    return nbformat.read(path, as_version=4)


def digest(path):
    """What decides what a notebook prints: its code and claims, the programs, the Python that runs them."""
    code = [cell.source for cell in code_cells(read(path)) if cell.id != "install"]  # it does nothing here
    if file := claims.claims_of(path):
        code.append(file.read_text(encoding="utf-8"))
    place = [sys.version, platform.machine(), os.environ.get("OPENBLAS_CORETYPE")]
    return hashlib.sha256(json.dumps([code, programs(path in notebooks()), place]).encode()).hexdigest()


@cache
def programs(of_the_book):
    """Digest of all programs that a notebook may call; a chapter calls no check of an assignment."""
    return digest_of(PROGRAMS, without=(*SCRIPTS, CHECKS) if of_the_book else SCRIPTS)


def digest_of(names, without=()):
    """Digest of files, and of all files in folders but some, named relative to the root."""
    total = hashlib.sha256()
    for root in map(ROOT.joinpath, names):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            left_out = any(path.is_relative_to(ROOT / name) for name in without)
            if path.is_file() and "__pycache__" not in path.parts and not left_out:
                content = path.read_bytes()
                total.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def is_fresh(path):
    """Whether what is kept of a notebook is what it would print now."""
    kept = record(path)
    return kept.exists() and read(kept).metadata.get("digest") == digest(path)


def with_outputs(notebook, path):
    """A notebook whose code cells have the outputs that they had when the notebook at `path` ran.

    Raises
    ------
    RuntimeError
        If the code has not run as it is now.
    """
    if not is_fresh(path):
        raise RuntimeError(f"{path.name} has not run as it is now: run `make book`")
    ran = read(record(path))
    notebook["metadata"]["language_info"] = ran.metadata.language_info
    cells = [
        cell for cell in code_cells(notebook) if cell["id"] != "language"
    ]  # the first of another language
    for cell, kept in zip(cells, code_cells(ran), strict=True):
        cell |= {"outputs": kept["outputs"], "execution_count": kept["execution_count"]}
    return notebook


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


async def run(path):
    """Run every cell of a notebook in its own folder, then its claims; keep it with its outputs.

    Raises
    ------
    CellExecutionError, CellTimeoutError, DeadKernelError
        If a cell failed; what an earlier run has kept stays.
    """
    notebook = read(path)
    made_from, start = digest(path), time.perf_counter()
    file = claims.claims_of(path)
    questions = [LETTERS, *([claims.cell(file)] if file else [])]
    notebook.cells += map(nbformat.v4.new_code_cell, questions)
    options = {"timeout": TIMEOUT, "resources": {"metadata": {"path": str(path.parent)}}}
    with client_of(notebook, extra_arguments=["--ext=tools.letters"], **options) as client:
        await client.async_execute(env=os.environ | settings(path))
    said = f"executed in {time.perf_counter() - start:.0f} s"
    for cell in code_cells(notebook):
        cell.outputs = merge_streams(cell.outputs)
    answers = [json.loads(cell.outputs[0].text) for cell in notebook.cells[-len(questions) :]]
    del notebook.cells[-len(questions) :]
    notebook.metadata["letters"] = answers[0]
    if file:
        notebook.metadata["claims"] = answers[1]
        said += claims.said(notebook.metadata["claims"])
    notebook.metadata["digest"] = made_from
    write(record(path), nbformat.writes(notebook))
    print(f"{path.relative_to(ROOT)}: {said}", flush=True)


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


def settings(path):
    """The environment of a kernel; that of a page of the book draws every state of its figures.

    One thread multiplies matrices: they are small, and many threads on a busy machine are many times slower.
    """
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    return one_thread | ({"MLPLIB_EXPLORE_FRAMES": str(FRAMES)} if path in notebooks() else {})


def write(path, text):
    """Write a file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)


async def run_all(paths):
    """Run those notebooks that are not fresh, as many at a time as there are cores; return what failed.

    Returns
    -------
    list of str
        A line and the traceback for each notebook that failed.
    """
    places, failures = asyncio.Semaphore(os.cpu_count()), []

    async def one(path):
        async with places:
            try:
                await run(path)
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                failures.append(f"{path.relative_to(ROOT)}: a cell failed\n{COLOUR.sub('', str(error))}")

    await asyncio.gather(*(one(path) for path in paths if not is_fresh(path)))
    return failures


def execute(paths):
    """Bring what is kept of notebooks up to date; end the program where a cell failed."""
    FRAMES.mkdir(parents=True, exist_ok=True)
    done = threading.Event()
    threading.Thread(target=follow, args=(FRAMES, done, print_line), daemon=True).start()
    failures = asyncio.run(run_all(paths))
    done.set()
    if failures:
        sys.exit("\n".join(failures))


def print_line(text):
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="those of the book when left out")
    execute([path.resolve() for path in parser.parse_args().notebooks] or notebooks())


if __name__ == "__main__":
    main()

"""Make what students get, and what grades them, from exercises/source: `make exercises`.

Each source is a notebook in the format of otter-grader's `assign`: questions with their text, solution
and tests. From it come the student notebook (exercises/NAME.ipynb), its public checks
(mlplib/checks/NAME), and, under _build/exercises/NAME, the tests with the hidden ones and the zip
that Gradescope takes. `--check` compares what is committed with what the sources give.
"""

import argparse
import ast
import contextlib
import io
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
import yaml

from tools import address, derive
from tools.notebooks import dumps, normalise

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "exercises" / "source"
BUILT = ROOT / "_build" / "exercises"
NOTE = "Made from the source of the assignment {}, which is private. Do not edit."
CONFIG = """\
# ASSIGNMENT CONFIG
init_cell: false
export_cell: false
generate: true
tests:
    files: true
    ok_format: false
requirements:
    - mlplib @ git+{url}
"""
HOW = """\
**How this works.** Replace each `raise NotImplementedError(...)` by your answer, run the cell, then run \
the check below it. A check names the property that fails, the input, what came out, what was expected, \
and the likely mistake. Checks are feedback: the score comes from a grader that also tries other inputs. \
★ marks questions that neither the chapter nor the library answers. Keep the names and the order of the \
arguments; add cells as you like.

Run the next cell first. It brings the checks, on Binder, in Colab and on a laptop."""
SAVE = """\
**Save your work.** Binder forgets a notebook that has been idle for ten minutes. Run the next cell \
whenever you stop for a while; it says how to save this notebook, and how to restore it."""
HAND_IN = """\
## Make my submission

The last cell runs all checks once more, sees whether the notebook is saved, and names the file to hand in."""


def names():
    """The assignments, in the order of the chapters."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [Path(chapter["file"]).name for part in toc["parts"] for chapter in part["chapters"]]
    return [name for name in chapters if (SOURCES / f"{name}.ipynb").exists()]


def framed(name):
    """The source with the cells that every assignment begins and ends with."""
    notebook = nbformat.read(SOURCES / f"{name}.ipynb", as_version=4)
    v4 = nbformat.v4
    opening = [
        v4.new_markdown_cell(HOW, id="how"),
        v4.new_code_cell(derive.start(name), id="start"),
        v4.new_markdown_cell(SAVE, id="save"),
        v4.new_code_cell("grader.save()", id="save-now"),
    ]
    closing = [
        v4.new_markdown_cell(HAND_IN, id="submission"),
        v4.new_code_cell("grader.hand_in()", id="hand-in"),
    ]
    title, *rest = notebook.cells
    config = v4.new_raw_cell(CONFIG.format(url=address.repository()))
    notebook.cells = [config, title, *opening, *rest, *closing]
    return notebook


def assign(name, folder):
    """Run otter's assign on a framed source, in a folder of its own; return the student notebook."""
    from otter.assign import main as otter_assign

    source = folder / "source" / f"{name}.ipynb"
    source.parent.mkdir(parents=True)
    notebook = framed(name)
    nbformat.write(notebook, source)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        otter_assign(str(source), str(folder), no_pdfs=True, no_run_tests=True)
    return with_ids(nbformat.read(folder / "student" / f"{name}.ipynb", as_version=4), notebook)


def with_ids(student, source):
    """Give cells the ids of the source that otter drops; a check cell is named after its question."""
    known = {"".join(cell.source): cell.id for cell in source.cells}
    answers = iter(cell.id for cell in source.cells if cell.id.startswith("answer-"))
    for cell in student.cells:
        check = re.fullmatch(r'grader\.check\("(\w+)"\)', cell.source)
        cell.id = "check-" + check[1].replace("_", "-") if check else known.get(cell.source) or next(answers)
    return student


def public_check(text, name, exercise):
    """The functions of an otter test file, without otter: what a student's machine runs."""
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        function.decorator_list = []
    body = "\n\n\n".join(map(ast.unparse, functions))
    return f'# {NOTE.format(name)}\nexercise = "{exercise}"\n\n\n{body}\n'


def exercise_numbers(name):
    """The number in the heading of each question: {'gates': '3.1'}."""
    numbers, question = {}, None
    for cell in nbformat.read(SOURCES / f"{name}.ipynb", as_version=4).cells:
        begins = re.search(r"^name: (\w+)$", cell.source, flags=re.M) if cell.cell_type == "raw" else None
        question = begins[1] if begins else question
        heading = re.match(r"## (\d+\.\d+) ", cell.source) if cell.cell_type == "markdown" else None
        if heading and question and question not in numbers:
            numbers[question] = heading[1]
    return numbers


def make(name, target=BUILT):
    """Everything that comes from one source: {path relative to the root: text}; `target` gets the rest."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        student = assign(name, folder)
        numbers = exercise_numbers(name)
        made = {f"exercises/{name}.ipynb": dumps(normalise(json.loads(nbformat.writes(student))))}
        for file in sorted((folder / "student" / "tests").glob("*.py")):
            text = public_check(file.read_text(encoding="utf-8"), name, numbers[file.stem])
            made[f"mlplib/checks/{name}/{file.name}"] = text
        built = target / name
        shutil.rmtree(built, ignore_errors=True)
        shutil.copytree(folder / "autograder" / "tests", built / "tests")
        (zipped,) = (folder / "autograder").glob("*.zip")
        shutil.copy(zipped, built / "gradescope.zip")
        return made


def stale(name, made):
    """Committed files that the source no longer gives, or gives otherwise."""
    there = {f"exercises/{name}.ipynb"}
    there |= {str(path.relative_to(ROOT)) for path in (ROOT / "mlplib" / "checks" / name).glob("*.py")}
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in there if (ROOT / path).exists()}
    return sorted(path for path in made.keys() | texts.keys() if made.get(path) != texts.get(path))


def write(name, made):
    """Put the made files into their places, and remove what the source no longer gives."""
    shutil.rmtree(ROOT / "mlplib" / "checks" / name, ignore_errors=True)
    for path, text in made.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments; all when left out")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something is stale")
    options = parser.parse_args()
    for name in options.names or names():
        made = make(name)
        changed = stale(name, made)
        if options.check and changed:
            sys.exit(
                f"{name}: run `make exercises`, these are not what the source gives: {', '.join(changed)}"
            )
        if not options.check:
            write(name, made)
        print(f"{name}: {len(made) - 1} questions, {len(changed)} files changed", flush=True)


if __name__ == "__main__":
    main()

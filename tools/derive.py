"""Write into files of the tree what is derived from course.toml: `make derive`.

The first cell of each notebook brings the library where it is missing, the page of the assignments lists and
opens those that are offered, the citation names the site, and the workflows put the branch online. All else
is derived when the book is built.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import nbformat

from tools import address, toc
from tools.course import MAIL, course
from tools.notebooks import dumps, normalise
from tools.translation import tree

ROOT = Path(__file__).parents[1]
PAGES = ("intro.ipynb", *sorted(f"chapters/{path.name}" for path in ROOT.glob("chapters/*.ipynb")))
ASSIGNMENTS = tuple(sorted(f"exercises/{path.name}" for path in ROOT.glob("exercises/*.ipynb")))
WORKFLOWS = tuple(f".github/workflows/{name}.yml" for name in ("publish", "release"))  # the second is private
INSTALL = """\
import importlib.util
import sys

if importlib.util.find_spec("mlplib") is None:  # a machine without it
    if sys.platform == "emscripten":  # Python in the browser
        %pip install --quiet mlplib ipywidgets
    {elsewhere}"""
FROM = """\
else:  # Colab
        %pip install --quiet "{address}"
    importlib.invalidate_caches()
    if importlib.util.find_spec("mlplib") is None:
        raise ModuleNotFoundError(
            "This notebook needs the library mlplib, and it could not "
            "be installed here. With a network and git, the line with %pip in "
            "this cell installs it; then restart the kernel and run all cells."
        )"""
NOWHERE = """\
else:
        raise ModuleNotFoundError(
            "mlplib is missing. This copy does not say where it comes from: "
            "ask whoever gave it to you."
        )"""
START = """

from mlplib.checks.notebook import Checks

grader = Checks("{name}")"""
HEAD = """\
| Chapter | Assignment | Minutes | Points |{more}
|---|---|---|---|{rule}
"""
ADDRESSES = re.compile(r"^(?:repository-code|url|contact):.*\n(?:  .*\n)*", re.M)  # in the citation


def install():
    """The code of the cell that installs the library where it is missing, or says that it is."""
    elsewhere = FROM.format(address=address.install()) if address.repository() else NOWHERE
    return INSTALL.format(elsewhere=elsewhere)


def start(name):
    """The code of the cell that an assignment begins with."""
    return install() + START.format(name=name)


def with_first_cell(notebook, identity, source):
    """Give an executed notebook its first code cell, which shows nothing; an older one is replaced."""
    cells = [cell for cell in notebook.cells if cell.id != identity]
    code = [cell for cell in cells if cell.cell_type == "code"]
    first = nbformat.v4.new_code_cell(source, id=identity, metadata={"tags": ["remove-cell"]})
    cells.insert(cells.index(code[0]), first)
    for count, cell in enumerate([first, *code], 1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    notebook.cells = cells
    return notebook


def with_start(notebook, name):
    """Give an assignment the cell that it begins with."""
    (cell,) = [cell for cell in notebook.cells if cell.id == "start"]
    cell.source = start(name)
    return notebook


def titles():
    """The first cell of each assignment, which says what it costs: {name: text}."""
    return {Path(path).stem: read(path).cells[0].source for path in ASSIGNMENTS}


def with_table(page, titles):
    """The page of the assignments, whose table has a row for each that is offered."""
    names = [name for name in toc.assignments() if name in titles]
    opened = any(address.launchers(name) for name in names)
    head = HEAD.format(more=" Open in |" if opened else "", rule="---|" if opened else "")
    table = head + "".join(row(name, titles[name]) for name in names)
    return re.sub(r"^\| Chapter \|.*\n(?:\|.*\n)+", lambda _: table, page, flags=re.M)


def row(name, title):
    """The row of an assignment: its first cell says what it costs, and links open it."""
    chapter, file = re.search(r"\*\*Chapter:\*\* \[(.+?)\]\(\.\./(chapters/.+?)\.ipynb\)", title).groups()
    minutes = re.search(r"\*\*Time:\*\* about (\d+) minutes", title)[1]
    points = re.search(r"\*\*Points:\*\* ([\d.]*\d)", title)[1]
    shown = f"[{chapter}](../{file}.ipynb)" if file in toc.pages() else chapter
    cells = [shown, f"{{download}}`{name}.ipynb`", minutes, points]
    links = [f"[{place}]({url})" for place, url in address.launchers(f"exercises/{name}.ipynb").items()]
    return f"| {' | '.join([*cells, ', '.join(links)] if links else cells)} |\n"


def with_addresses(citation):
    """The citation, with the addresses of the repository and of the site, and whom to ask."""
    found = {"repository-code": address.repository(), "url": address.site()}
    lines = "".join(f"{key}: {value}\n" for key, value in found.items() if value)
    if asked := address.contact():
        kind = "email" if MAIL.fullmatch(asked) else "website"
        lines += f"contact:\n  - name: {json.dumps(course().name)}\n    {kind}: {asked}\n"
    return re.sub(r"^version: ", lambda found: lines + found[0], ADDRESSES.sub("", citation), flags=re.M)


def with_branch(workflow):
    """A workflow that goes from the branch, and to the branch of this name."""
    branch = course().branch
    workflow = re.sub(r"(branches: )\[.*\]", rf'\1["{branch}"]', workflow)
    return re.sub(r"(publish _build/release |--target )\S+", rf"\g<1>{branch}", workflow)


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def read(path):
    return nbformat.read(ROOT / path, as_version=4)


def stored(notebook):
    return dumps(normalise(json.loads(nbformat.writes(notebook))))


def made():
    """Everything that is written: {path: text}."""
    files = {
        "exercises/assignments.md": with_table(text("exercises/assignments.md"), titles()),
        "CITATION.cff": with_addresses(text("CITATION.cff")),
    }
    files |= {path: with_branch(text(path)) for path in WORKFLOWS if (ROOT / path).exists()}
    files |= {path: stored(with_first_cell(read(path), "install", install())) for path in PAGES}
    return files | {path: stored(with_start(read(path), Path(path).stem)) for path in ASSIGNMENTS}


def stale():
    """Paths of committed files that are not as they are made."""
    return [path for path, content in made().items() if not (ROOT / path).exists() or text(path) != content]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    check = parser.parse_args().check
    files, changed = made(), stale()
    if check and changed:
        sys.exit(f"derive: not as course.toml says: {', '.join(changed)}; run `make derive`")
    for path in changed:
        (ROOT / path).write_text(files[path], encoding="utf-8")
    for language in course().languages:
        tree.write(language)  # the same first cells
    print(f"{len(changed)} files changed, for {address.repository() or 'no repository'}")


if __name__ == "__main__":
    main()

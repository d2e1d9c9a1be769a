"""Write what is derived from the repository's address, which tools/address.py knows: `make derive`.

The first cell of each notebook brings the library where it is missing, pages link to Binder and Colab, and
the citation names the site.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import nbformat

from tools import address
from tools.notebooks import dumps, normalise

ROOT = Path(__file__).parents[1]
PAGES = ("intro.ipynb", *sorted(f"chapters/{path.name}" for path in ROOT.glob("chapters/*.ipynb")))
ASSIGNMENTS = tuple(sorted(f"exercises/{path.name}" for path in ROOT.glob("exercises/*.ipynb")))
INSTALL = """\
import sys
from importlib import invalidate_caches
from importlib.util import find_spec

if find_spec("mlplib") is None:  # a machine without the course's library
    if sys.platform == "emscripten":  # Python in the browser
        %pip install --quiet mlplib ipywidgets
    else:  # Colab
        %pip install --quiet "mlplib @ git+{url}\""""
MISSING = """
    invalidate_caches()
    if find_spec("mlplib") is None:
        raise ModuleNotFoundError(
            "This notebook needs the library mlplib, and it could not "
            "be installed here. With a network and git, the line with %pip in "
            "this cell installs it; then restart the kernel and run all cells."
        )"""
START = """

from mlplib.checks.notebook import Checks

grader = Checks("{name}")"""


def install():
    """The code of the cell that installs the library where it is missing, or says that it is."""
    return INSTALL.format(url=address.repository()) + MISSING


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


def with_links(page):
    """The page of the assignments, each row of its table ending in links that open the notebook."""

    def row(found):
        path = f"exercises/{found[2]}.ipynb"
        return f"{found[1]} [Binder]({address.binder(path)}), [Colab]({address.colab(path)}) |"

    return re.sub(r"^(\| .*\{download\}`(\w+)\.ipynb` \| \d+ \| \d+ \|).*$", row, page, flags=re.M)


def with_addresses(citation):
    """The citation, with the addresses of the repository and of the site."""
    for key, value in (("repository-code", address.repository()), ("url", address.site())):
        citation = re.sub(rf"^{key}: .*$", f"{key}: {value}", citation, flags=re.M)
    return citation


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def read(path):
    return nbformat.read(ROOT / path, as_version=4)


def stored(notebook):
    return dumps(normalise(json.loads(nbformat.writes(notebook))))


def made():
    """Everything that is written: {path: text}."""
    files = {
        "exercises/assignments.md": with_links(text("exercises/assignments.md")),
        "CITATION.cff": with_addresses(text("CITATION.cff")),
    }
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
        sys.exit(f"derive: not made for {address.repository()}: {', '.join(changed)}; run `make derive`")
    for path in changed:
        (ROOT / path).write_text(files[path], encoding="utf-8")
    print(f"{len(changed)} files changed, for {address.repository()}")


if __name__ == "__main__":
    main()

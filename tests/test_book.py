"""How the book is built: a notebook runs again only when its code, or what it calls, has changed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
PARTS = (
    "_config.yml",
    "references.bib",
    "favicon.svg",
    "requirements.lock",
    ".github/page.webp",
    "tools",
)
DRAW = "def draw(fig, width):\n    fig.add_subplot().plot([0, 1], lw=width)\n"
FIGURE = (
    "from mlplib.draw import draw\nfrom mlplib.explore import explore\nexplore(draw, width=[1, 2], alt='A')"
)


class Book:
    """A book of two notebooks in a folder of its own, built by its own copy of the programs."""

    def __init__(self, root):
        self.root, self.html = root, root / "_build" / "html"
        for name in PARTS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, root / name)
        shutil.copytree(ROOT / "mlplib", root / "mlplib", ignore=shutil.ignore_patterns("checks"))
        (root / "mlplib" / "draw.py").write_text(DRAW)
        course = (ROOT / "course.toml").read_text(encoding="utf-8")
        site = 'site = "https://book.example/"'
        course = re.sub(r'^site = "[^"]*"', site, course, flags=re.MULTILINE)
        course = re.sub(r"^languages = .*", "languages = []", course, flags=re.MULTILINE)
        (root / "course.toml").write_text(course)
        chapters = "parts:\n  - chapters:\n      - file: plain\n"
        (root / "_toc.yml").write_text(f"format: jb-book\nroot: intro\n{chapters}")
        self.write("intro", "# Figure", FIGURE)
        self.write("plain", "# Sum", "1 + 1")

    def write(self, name, text, *codes):
        cells = [nbformat.v4.new_markdown_cell(text, id="text")]
        cells += [nbformat.v4.new_code_cell(code, id=f"code-{i}") for i, code in enumerate(codes)]
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), self.root / f"{name}.ipynb")

    def build(self, *options):
        """What the build said, and the notebooks that it ran."""
        command = [sys.executable, "-m", "tools.book", *options]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        self.said, self.code = done.stdout + done.stderr, done.returncode
        return [name for name in ("intro", "plain") if f"{name}.ipynb: executed" in self.said]

    def page(self, name):
        return (self.html / f"{name}.html").read_text(encoding="utf-8")

    def frames(self):
        return {path.name for path in (self.html / "_frames").iterdir()}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Book(tmp_path_factory.mktemp("book"))


def test_a_notebook_runs_again_only_when_its_code_or_a_program_has_changed(book):
    assert book.build() == ["intro", "plain"], book.said
    assert book.code == 0, book.said
    first = book.frames()
    assert len(first) == 2  # a row and a poster
    assert book.build() == []
    assert "nothing to build" in book.said

    book.write("plain", "# Total", "1 + 1")
    assert book.build("--draft") == []
    assert "Total" in book.page("plain")
    assert "2" in book.page("plain")

    book.write("plain", "# Total", "print(40 + 2)")
    assert book.build("--draft") == ["plain"]
    assert "42" in book.page("plain")
    assert "draw: 2 frames drawn" not in book.said

    (book.root / "mlplib" / "draw.py").write_text(DRAW.replace("[0, 1]", "[1, 0]"))
    assert book.build() == ["intro", "plain"]
    assert len(book.frames()) == 2
    assert not first & book.frames()
    assert (book.html / "sitemap.xml").read_text().count("<loc>") == 2

    (book.root / "mlplib" / "checks").mkdir()
    (book.root / "mlplib" / "checks" / "of_an_assignment.py").write_text("exercise = 1\n")
    assert book.build() == [], "a chapter calls no check of an assignment"


def test_a_cell_that_fails_ends_the_build_by_its_name_and_leaves_the_site(book):
    book.write("intro", "# Figure", FIGURE)
    book.build()
    before = book.page("plain")
    book.write("plain", "# Total", "1 / 0")
    assert book.build() == []
    assert book.code == 1
    assert "plain.ipynb: a cell failed" in book.said
    assert "ZeroDivisionError: division by zero" in book.said
    assert book.page("plain") == before


def test_a_page_whose_code_has_not_run_is_not_built(book):
    book.write("intro", "# Figure", "2 + 2")
    program = Path(sys.executable).with_name("jupyter-book")
    own = os.environ | {"PYTHONPATH": str(book.root)}
    done = subprocess.run([program, "build", book.root], capture_output=True, text=True, env=own, check=False)
    assert done.returncode
    assert "intro.ipynb has not run as it is now: run `make book`" in done.stdout + done.stderr


def test_a_claim_that_does_not_hold_is_reported_and_the_page_is_built(book):
    book.write("intro", "# Figure", FIGURE)
    book.write("plain", "# Sum", "total = 1 + 1")
    book.build()
    claims = book.root / "tests" / "claims" / "plain.py"
    claims.parent.mkdir(parents=True)
    claims.write_text(
        "def one_and_one_are_three():\n    assert total == 3\n\n\ndef a_sum():\n    assert total\n"
    )
    assert book.build() == ["plain"], book.said
    assert book.code == 0, book.said
    assert "2 claims in 0 s, NOT HELD: one_and_one_are_three" in book.said
    ran = nbformat.read(book.root / "_build" / "executed" / "plain.ipynb", as_version=4)
    assert [bool(claim["failure"]) for claim in ran.metadata.claims] == [True, False]
    assert len(ran.cells) == 2, "the cell of the claims is not kept"
    assert book.build() == []

"""The lecture map and the objectives: each item points to an executed cell in a section of the site."""

import re
import tomllib

import nbformat
import pytest
from docutils.nodes import make_id

from tests.browser import BOOK, ROOT

CHAPTERS = ROOT / "chapters"


def load(name):
    return tomllib.loads((CHAPTERS / name).read_text(encoding="utf-8"))


ITEMS = [(item["page"], item["cell"]) for item in load("lecture_map.toml")["item"]]
OBJECTIVES = load("objectives.toml")
LINKS = ITEMS + [(page, cell) for page, rows in OBJECTIVES.items() for cell in rows.values()]


def cells(page):
    return nbformat.read(CHAPTERS / f"{page}.ipynb", as_version=4).cells


def section_of(page, cell_id):
    """The heading above a cell, and the cell."""
    heading = None
    for cell in cells(page):
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.+)$", cell.source, flags=re.M) or [heading])[-1]
        if cell.id == cell_id:
            return heading, cell
    raise AssertionError(f"{page} has no cell {cell_id}")


@pytest.mark.parametrize(("page", "cell_id"), sorted(set(LINKS)))
def test_an_item_is_shown_by_an_executed_cell_in_a_section_of_the_built_page(page, cell_id):
    heading, cell = section_of(page, cell_id)
    assert cell.execution_count
    assert "remove-cell" not in cell.metadata.get("tags", [])
    plain = re.sub(r"[$`*\\]", "", heading)
    built = (BOOK / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    assert f'id="{make_id(plain)}"' in built


@pytest.mark.parametrize("page", OBJECTIVES)
def test_the_objectives_are_those_that_the_chapter_promises(page):
    promised = re.findall(r"^- (.+?)[;.]$", cells(page)[0].source, flags=re.M)
    assert promised == list(OBJECTIVES[page])


def test_every_section_of_the_lecture_has_its_place():
    sections = [item["section"] for item in load("lecture_map.toml")["item"]]
    assert sections == sorted(sections)
    assert set(sections) == {f"1.{k}" for k in range(1, 6)} | {f"2.{k}" for k in range(1, 7)}

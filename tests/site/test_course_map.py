"""The lecture map and the objectives: each item leads to an executed cell in a section of the site."""

import re

import pytest

from tools.browser import BOOK
from tools.lecture_map import PAGE, check_of, load, section_of, text
from tools.toc import pages

ITEMS = [(item["page"], item["cell"]) for item in load("lecture_map.toml")["item"]]
OBJECTIVES = load("objectives.toml")
LINKS = ITEMS + [
    (page, cell) for page, rows in OBJECTIVES.items() for cell in (row["cell"] for row in rows.values())
]


def test_the_page_is_the_one_that_its_sources_give():
    assert PAGE.read_text(encoding="utf-8") == text(), "run `make notebooks`"


@pytest.mark.parametrize(("page", "cell_id"), sorted(set(LINKS)))
def test_an_item_is_shown_by_an_executed_cell_that_the_reader_sees(page, cell_id):
    _, cell = section_of(page, cell_id)
    assert cell.execution_count
    assert "remove-cell" not in cell.metadata.get("tags", [])


def test_every_link_of_the_built_page_leads_to_a_section():
    built = (BOOK / "chapters" / "lecture_map.html").read_text(encoding="utf-8")
    links = re.findall(r'href="(\w+\.html)#([^"]+)"><span class="std std-ref">', built)
    assert len(links) == len([page for page, _ in LINKS if f"chapters/{page}" in pages()])
    for page, anchor in links:
        assert f'id="{anchor}"' in (BOOK / "chapters" / page).read_text(encoding="utf-8"), (page, anchor)


def test_a_cell_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="mlp has no cell nowhere"):
        section_of("mlp", "nowhere")


def test_a_check_that_is_not_there_is_named():
    with pytest.raises(
        ValueError, match="the assignment of perceptron has no check test_nothing in a question gates"
    ):
        check_of("perceptron", "gates", "test_nothing")


@pytest.mark.parametrize("page", OBJECTIVES)
def test_the_objectives_are_those_that_the_chapter_promises(page):
    _, opening = section_of(page, "title")
    promised = re.findall(r"^- (.+?)[;.]$", opening.source, flags=re.M)
    assert promised == list(OBJECTIVES[page])


def test_every_section_of_the_lecture_has_its_place():
    sections = [item["section"] for item in load("lecture_map.toml")["item"]]
    assert sections == sorted(sections)
    assert set(sections) == {f"1.{k}" for k in range(1, 6)} | {f"2.{k}" for k in range(1, 7)}

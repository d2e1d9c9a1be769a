"""A number in the prose stands in a cell that the reader can open, in what it printed or in its code."""

import re
from pathlib import Path

import nbformat
import pytest

from tools.execute import code_cells, notebooks, read
from tools.questions import quick_checks

FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.S)
NO_MEASUREMENT = re.compile(  # links, headings, and numbers of sections, exercises and minutes
    r"\]\([^)]*\)|<a [^>]*>|^#.*|\*\*Time:\*\*.*|[Ss]ections? [\d., and]+|[Ll]ecture [\d.]+"
    r"|^\d+\. |\*\*\d+\.\*\*",
    re.M,
)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)")
SMALL = 12  # up to here a number that is not a percentage only counts


def shown(notebook):
    """All numbers in outputs, code and formulas of a notebook."""
    code = code_cells(notebook)
    texts = [cell.source for cell in code]
    texts += [str(output.get("text", output.get("data", ""))) for cell in code for output in cell.outputs]
    texts += [
        " ".join(FORMULA.findall(cell.source)) for cell in notebook.cells if cell.cell_type == "markdown"
    ]
    return {float(re.sub("[,_]", "", found)) for found in re.findall(r"\d[\d,_]*(?:\.\d+)?", " ".join(texts))}


def stated(source):
    """The numbers of a text that somebody computed; a paragraph that cites may take its own from there."""
    for paragraph in source.split("\n\n"):
        text = NO_MEASUREMENT.sub(" ", FORMULA.sub(" ", paragraph))
        for found in NUMBER.finditer(text) if "references.md#" not in paragraph else ():
            value, counts = float(found[0].replace(",", "")), "." not in found[0]
            if not (counts and value <= SMALL and not text[found.end() :].lstrip().startswith("%")):
                yield value


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: Path(path).stem)
def test_a_number_in_the_prose_is_shown_by_a_cell(path):
    notebook = read(path)
    known = shown(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            missing = [value for value in stated(cell.source) if value not in known]
            assert not missing, f"{cell.id} states {missing}, which no cell prints"


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: Path(path).stem)
def test_the_right_number_of_a_quick_check_is_shown_by_a_cell(path):
    known = shown(read(path))
    for check in quick_checks(path):
        if check.numeric:
            right = check.right
            assert any(abs(value - right.value) <= right.within for value in known), check.name


def test_counts_headings_links_and_cited_numbers_are_not_measurements():
    text = "## Lecture 2.6\n\nTwo of 12. [Ten](a/b99.html), section 13.1."
    text += "\n\n[He et al. (2016)](../references.md#he2016): 152 layers."
    assert list(stated(text)) == []
    assert list(stated("It got 7 %, or 1,625 corrections, at $x = 3.5$ and rate 0.1.")) == [7, 1625, 0.1]


def test_numbers_are_found_in_outputs_code_and_formulas():
    cell = nbformat.v4.new_code_cell("n = 1_000", outputs=[nbformat.v4.new_output("stream", text="42.0 %")])
    text = nbformat.v4.new_markdown_cell("With $\\alpha = 0.5$ it takes 99.")
    assert shown(nbformat.v4.new_notebook(cells=[cell, text])) == {1000, 42, 0.5}

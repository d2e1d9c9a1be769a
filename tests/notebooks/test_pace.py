"""A chapter fits the time that it states. `python -m tools.pace` prints the table."""

import nbformat
import pytest

from tools.pace import LIMITS, as_read, chapters, pace, words

every_chapter = pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)


@every_chapter
@pytest.mark.parametrize("what", LIMITS)
def test_a_chapter_keeps_within_the_limits(path, what):
    assert getattr(pace(path), what) <= LIMITS[what]


@every_chapter
def test_a_chapter_states_the_time_that_it_takes(path):
    measured = pace(path)
    assert measured.stated == measured.minutes, measured


def test_a_formula_is_one_word_and_marks_are_none():
    assert words("## Of $a + b = c$ and [one link](https://example.org/a/b), **bold** `x = 1`") == 10
    assert words("$$\n\\sum_i x_i\n$$") == 1


def test_what_stands_open_is_counted_and_what_is_folded_is_not(tmp_path):
    title = nbformat.v4.new_markdown_cell(
        "# One\n\n**Time:** about 5 minutes.\n\n## Two\n\n**Predict.** Why?"
    )
    shown = nbformat.v4.new_code_cell("x = 1\n\ny = 2")
    folded = nbformat.v4.new_code_cell("def draw(fig):\n    pass\n\n\nexplore(draw)")
    folded.metadata["tags"] = ["hide-input"]
    file = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[title, shown, folded]), file)
    measured = pace(file)
    assert (measured.sections, measured.lines, measured.predictions, measured.sliders) == (1, 2, 1, 1)
    assert measured.stated == measured.minutes == 5


def test_of_the_reasons_of_a_quick_check_one_is_read():
    folded = "<details><summary>Answer</summary>\n\n1. One.\n2. **Right.** One two three.\n\n</details>"
    source = f"**Predict.** Why?\n\n1. This.\n2. That.\n\n{folded}"
    assert words(as_read(source)) == words("Predict. Why? This. That.") + 2 + words("One two three.")

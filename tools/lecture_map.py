"""Write chapters/lecture_map.md from lecture_map.toml and objectives.toml: `make notebooks`."""

import re
import tomllib
from pathlib import Path

import nbformat
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from myst_parser.mdit_to_docutils.base import default_slugify

CHAPTERS = Path(__file__).parents[1] / "chapters"
CHECKS = Path(__file__).parents[1] / "mlplib" / "checks"
PAGE = CHAPTERS / "lecture_map.md"
TITLES = {"1": "Linear model", "2": "Neural network"}  # the parts of the lecture


def load(name):
    """The data of one TOML file beside the chapters."""
    return tomllib.loads((CHAPTERS / name).read_text(encoding="utf-8"))


def section_of(page, cell_id):
    """The heading above a cell of a chapter, and the cell.

    Raises
    ------
    ValueError
        If the chapter has no such cell.
    """
    heading = None
    for cell in nbformat.read(CHAPTERS / f"{page}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            heading = (re.findall(r"^#+ (.+)$", cell.source, flags=re.M) or [heading])[-1]
        if cell.id == cell_id:
            return heading, cell
    raise ValueError(f"{page} has no cell {cell_id}")


def link(page, cell_id):
    """A link to the section in which a cell stands, as MyST finds it."""
    heading, _ = section_of(page, cell_id)
    (inline,) = (t for t in MarkdownIt().use(dollarmath_plugin).parse(heading) if t.type == "inline")
    words = "".join(part.content for part in inline.children if part.type in ("text", "code_inline"))
    return f"[{heading}]({page}.ipynb#{default_slugify(words)})"


def lecture_rows(items):
    """A table for each part of the lecture."""
    for part, title in TITLES.items():
        yield from (
            "",
            f"### Part {part}: {title}",
            "",
            "| Section | On the slides | In the book |",
            "|---|---|---|",
        )
        for item in items:
            if item["section"].startswith(part):
                slide = item["slide"].replace("|", r"\|")
                yield f"| {item['section']} | {slide} | {link(item['page'], item['cell'])} |"


def check_of(page, question, check):
    """The number of an exercise of a chapter's assignment, and a check of it as words.

    Raises
    ------
    ValueError
        If the assignment has no such question, or the question no such public check.
    """
    file = CHECKS / page / f"{question}.py"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if f"def {check}(" not in text:
        raise ValueError(f"the assignment of {page} has no check {check} in a question {question}")
    return re.search(r'exercise = "(.+)"', text)[1], check.removeprefix("test_").replace("_", " ")


def objective_rows(objectives):
    """One table of what a reader can do after each chapter."""
    yield from (
        "| Chapter | You will be able to | Taught in | Trained by | Graded by |",
        "|---|---|---|---|---|",
    )
    for page, rows in objectives.items():
        for k, (objective, where) in enumerate(rows.items()):
            chapter = "" if k else f"[]({page}.ipynb)"
            number, check = check_of(page, where["exercise"], where["check"])
            exercise = f"[Exercise {number}](../exercises/{page}.ipynb)"
            yield f"| {chapter} | {objective} | {link(page, where['cell'])} | {exercise} | {check} |"


def text():
    """The whole page."""
    lines = [
        "% Written by `make notebooks` from lecture_map.toml and objectives.toml. Do not edit.",
        "# Lecture map",
        "",
        "For lecturers: where each item of the slides is taught, and what each chapter promises. "
        "Every link leads to the section in which an executed cell shows the item. The last two columns name "
        "the exercise that trains an objective, and one of the checks that grade it.",
        "",
        "## From the slides to the book",
        *lecture_rows(load("lecture_map.toml")["item"]),
        "",
        "## What a reader can do after each chapter",
        "",
        *objective_rows(load("objectives.toml")),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")

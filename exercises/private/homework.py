"""The homework lines of the instructor guide: each plan sets the questions that its class can do after it."""

import re

import nbformat
from myst_parser.mdit_to_docutils.base import default_slugify

from exercises.private.source import ROOT
from tools.paths import listed

GUIDE = "chapters/instructor_guide.md"
LINE = re.compile(
    r"^\*\*\[Homework\]\(.+?\)\.\*\*.*$", flags=re.M
)  # the link tells the course whether it is offered


def guide(assignments):
    """The text of the guide, with the homework of each plan."""
    plans = re.split(r"^(?=## )", (ROOT / GUIDE).read_text(encoding="utf-8"), flags=re.M)
    for assignment in assignments:
        head = "## Plan: [{title}]({chapter}.ipynb)\n".format(**assignment.about)
        (k,) = (k for k, plan in enumerate(plans) if plan.startswith(head))
        plans[k] = LINE.sub(lambda _, k=k, each=assignment: homework(each, plans[k]), plans[k])
    return "".join(plans)


def homework(assignment, plan):
    """The line of an assignment: for the short plan, the long one, after reading, and new ground."""
    demand_sections(assignment)
    short, long = shown(plan, 0), shown(plan, 1)
    groups = {
        "After 50 minutes:": [],
        "After 90 minutes also:": [],
        "After reading also:": [],
        "New ground: ★": [],
    }
    for question in assignment.questions:
        says = question.answer.says
        place = 3 if says.star else 0 if says.section in short else 1 if says.section in long else 2
        groups[list(groups)[place]].append(assignment.exercise(question))
    told = [f"{when} {listed(numbers)}." for when, numbers in groups.items() if numbers]
    return " ".join([f"**[Homework](../exercises/{assignment.name}.ipynb).**", *told])


def shown(plan, column):
    """The anchors of the sections that a plan shows in its column of 50 or of 90 minutes."""
    rows = [line.strip("|").split(" | ") for line in plan.splitlines() if line.startswith("| ")]
    told = [row[2] for row in rows if len(row) == 4 and row[column].strip() != "–"]
    return set(re.findall(r"\.ipynb#([\w-]+)\)", " ".join(told)))


def demand_sections(assignment):
    """Every question names a section of its chapter, by the anchor that links use."""
    chapter = nbformat.read(ROOT / "chapters" / f"{assignment.about['chapter']}.ipynb", as_version=4)
    texts = [cell.source for cell in chapter.cells if cell.cell_type == "markdown"]
    headings = re.findall(r"^##+ (.+)$", "\n".join(texts), flags=re.M)
    anchors = [default_slugify(re.sub(r"\$.+?\$", "", heading)) for heading in headings]
    for question in assignment.questions:
        if question.answer.says.section not in anchors:
            told = ", ".join(anchors)
            raise question.error(f"section must be one of {told}; it is {question.answer.says.section!r}")

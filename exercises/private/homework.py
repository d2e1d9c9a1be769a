"""The homework lines of the instructor guide: each plan sets the questions that its class can do after it."""

import re

import nbformat
from myst_parser.mdit_to_docutils.base import default_slugify

from exercises.private.source import ROOT

GUIDE = "chapters/instructor_guide.md"
LINE = re.compile(r"^\*\*Homework\.\*\*.*$", flags=re.M)


def guide(assignments):
    """The text of the guide, with the homework of each plan."""
    plans = re.split(r"^(?=## )", (ROOT / GUIDE).read_text(encoding="utf-8"), flags=re.M)
    for assignment in assignments:
        (k,) = (
            k for k, plan in enumerate(plans) if plan.startswith(f"## Plan: {assignment.about['title']}\n")
        )
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
        groups[list(groups)[place]].append(question.number)
    told = [f"{when} {listed(assignment.number, numbers)}." for when, numbers in groups.items() if numbers]
    return " ".join(["**Homework.**", *told])


def shown(plan, column):
    """The anchors of the sections that a plan shows in its column of 50 or of 90 minutes."""
    rows = [line.strip("|").split(" | ") for line in plan.splitlines() if line.startswith("| ")]
    told = [row[2] for row in rows if len(row) == 4 and row[column].strip() != "–"]
    return set(re.findall(r"\.ipynb#([\w-]+)\)", " ".join(told)))


def listed(assignment, numbers):
    """Exercises as a sentence lists them: 1.1 to 1.3 and 1.5."""
    begins = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    runs = []
    for first, last in zip(begins, ends, strict=True):
        runs += (
            [f"{assignment}.{first} to {assignment}.{last}"]
            if last > first + 1
            else [f"{assignment}.{n}" for n in range(first, last + 1)]
        )
    return " and ".join([*filter(None, [", ".join(runs[:-1])]), runs[-1]])


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

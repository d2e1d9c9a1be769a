"""Paths through what the course offers, with the minutes they take: python -m tools.paths.

A chapter takes the minutes that it states, an assignment those that its notebook states, and a question its
share by points; a plan of the instructor guide takes 50. chapters/paths.toml says what each week does.
"""

import re
import tomllib
from pathlib import Path

from tools import toc
from tools.execute import ROOT, read
from tools.pace import pace

PATHS = ROOT / "chapters" / "paths.toml"
QUESTION = re.compile(r"^## (\d+\.\d+) .*?( ★)? \(([\d.]+) points?\)$", re.M)
CLASS = 50  # minutes of a short plan
HEAD = "| Week | In class | Read | Answer | Minutes |\n|---|---|---|---|---|\n"


def reading(name):
    """The minutes that a chapter states."""
    return pace(ROOT / f"chapters/{name}.ipynb").stated


def cells(name):
    return [cell.source for cell in read(ROOT / f"exercises/{name}.ipynb").cells]


def answering(name, stars=True):
    """The questions of an assignment, with or without those with a star, and their minutes, to the next five.

    Returns
    -------
    tuple
        Their numbers as text, such as ['4.1', '4.3'], and an int.
    """
    texts = cells(name)
    stated = int(re.search(r"\*\*Time:\*\* about (\d+) minutes", texts[0])[1])
    questions = [(number, star, float(points)) for number, star, points in QUESTION.findall("\n".join(texts))]
    chosen = [(number, points) for number, star, points in questions if stars or not star]
    share = sum(points for _, points in chosen) / sum(points for *_, points in questions)
    return [number for number, _ in chosen], int(5 * -(-stated * share // 5))


def offered(names):
    return [name for name in names if f"chapters/{name}" in toc.pages()]


def listed(numbers):
    """Numbers of questions of an assignment as a sentence lists them: '1.1 to 1.3 and 1.5'."""
    number, questions = numbers[0].split(".")[0], [int(each.split(".")[1]) for each in numbers]
    begins = [k for k in questions if k - 1 not in questions]
    ends = [k for k in questions if k + 1 not in questions]
    runs = []
    for first, last in zip(begins, ends, strict=True):
        long = last > first + 1
        runs += (
            [f"{number}.{first} to {number}.{last}"]
            if long
            else [f"{number}.{k}" for k in {first: 0, last: 0}]
        )
    return " and ".join([*filter(None, [", ".join(runs[:-1])]), runs[-1]])


def row(number, week, stars):
    """The row of a week, and its minutes; nothing of it may be offered."""
    shown, read = offered(week["show"]), offered(week["read"])
    asked = [answering(name, stars) for name in week["read"] if name in toc.assignments()]
    parts = [CLASS * len(shown), sum(map(reading, read)), sum(minutes for _, minutes in asked)]
    links = [", ".join(f"[]({name}.ipynb)" for name in names) or "–" for names in (shown, read)]
    questions = "; ".join(listed(numbers) for numbers, _ in asked) or "–"
    total = " + ".join(str(part) for part in parts if part)
    return f"| {number} | {' | '.join(links)} | {questions} | {total} = {sum(parts)} |\n", sum(parts)


def table(path):
    """A path as a table, a row for each week; nothing where a week has nothing that is offered."""
    rows = [row(number, week, path["stars"]) for number, week in enumerate(path["weeks"], 1)]
    if not all(minutes for _, minutes in rows):
        return ""
    total = hours(sum(minutes for _, minutes in rows))
    return f"**{path['title']}:** {path['aim']}; {total}.\n\n{HEAD}{''.join(text for text, _ in rows)}\n"


def hours(minutes):
    """Minutes as hours, to the next half."""
    return f"{-(-minutes // 30) / 2:g} hours"


def text():
    """All paths, and the sums of all that is offered."""
    chapters = [Path(page).name for page in toc.pages() if page.startswith("chapters/")]
    read_all = sum(reading(name) for name in chapters if (ROOT / f"chapters/{name}.ipynb").exists())
    answer_all = sum(answering(name)[1] for name in toc.assignments())
    paths = tomllib.loads(PATHS.read_text(encoding="utf-8"))["path"]
    sums = f"To read every chapter takes {read_all} minutes, to answer every question {answer_all}: "
    return "".join(map(table, paths)) + f"{sums}together some {hours(read_all + answer_all)}.\n"


if __name__ == "__main__":
    print(text())

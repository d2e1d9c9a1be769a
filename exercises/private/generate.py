"""Make what students get, and what grades them, from the sources: `make exercises`.

Committed: the student notebook, exercises/NAME.ipynb; its public checks, mlplib/checks/NAME; the notebook
solved, exercises/private/solved/NAME.ipynb; the rows of exercises/assignments.md; the homework lines of
chapters/instructor_guide.md. Built, under _build/exercises/NAME: all checks, for the grader, and, where
course.toml sets a repository, an autograder for Gradescope.
"""

import argparse
import json
import shutil
import sys

import nbformat

from exercises.private import assignment as sources
from exercises.private import gradescope, homework
from exercises.private.notebook import notebook, title
from exercises.private.source import CANARY, ROOT, SourceError
from tools import address, derive
from tools.notebooks import dumps, normalise

BUILT = ROOT / "_build" / "exercises"
PAGE = "exercises/assignments.md"
PLACES = ("exercises/*.ipynb", "exercises/private/solved/*.ipynb", "mlplib/checks/*/*.py")
NOTE = "# Made from the source of the assignment {}, which is private. Do not edit.\n"


def public_checks(assignment, question):
    """The file of the checks that students see, as they are written in the source."""
    checks = [check for check in question.checks if not check.says.hidden]
    parts = [check.text for check in checks]
    return NOTE.format(assignment.name) + file(assignment, question, checks, parts)


def all_checks(assignment, question):
    """The file of all checks for the grader, each with its points."""
    marks = f"# canary: {CANARY}\nfrom exercises.private.question import check, hidden_check\n"
    parts = [f"{check.decorator}\n{check.text}" for check in question.checks]
    return marks + file(assignment, question, question.checks, parts)


def file(assignment, question, checks, parts):
    """A file that stands alone: what the checks need, the number of the exercise, the checks."""
    needs = question.support(set().union(*(check.needs for check in checks)))
    number = f'exercise = "{assignment.exercise(question)}"'
    return "\n\n\n".join(["\n\n".join(filter(None, [needs, number])), *parts]) + "\n"


def stored(notebook):
    return dumps(normalise(json.loads(nbformat.writes(notebook))))


def make(assignment):
    """Everything committed that comes from an assignment: {path relative to the root: text}."""
    name = assignment.name
    made = {
        f"exercises/{name}.ipynb": stored(notebook(assignment)),
        f"exercises/private/solved/{name}.ipynb": stored(notebook(assignment, solved=True)),
    }
    for question in assignment.questions:
        made[f"mlplib/checks/{name}/{question.name}.py"] = public_checks(assignment, question)
    return made


def build(assignment, target=BUILT):
    """Write all checks of an assignment, and the autograder for Gradescope, into a folder of its name."""
    folder = target / assignment.name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "tests").mkdir(parents=True)
    for question in assignment.questions:
        path = folder / "tests" / f"{question.name}.py"
        path.write_text(all_checks(assignment, question), encoding="utf-8")
    if address.install():
        gradescope.write(folder / "gradescope.zip", folder / "tests")


def page(assignments):
    """The page about the assignments, with a row for each that is offered."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    return derive.with_table(text, {each.name: title(each) for each in assignments})


def stale(made):
    """Committed files that the sources no longer give, or give otherwise; outputs of cells do not count."""
    there = {str(path.relative_to(ROOT)) for place in PLACES for path in ROOT.glob(place)}
    return sorted(path for path in made.keys() | there if is_stale(ROOT / path, made.get(path)))


def is_stale(path, text):
    """Whether a file is not there, or holds another text."""
    there = path.read_text(encoding="utf-8") if path.exists() else None
    if None in (text, there) or path.suffix != ".ipynb":
        return text != there
    return without_outputs(text) != without_outputs(there)


def without_outputs(text):
    """The cells of a notebook without what they have printed."""
    cells = json.loads(text)["cells"]
    return [{key: cell[key] for key in ("id", "cell_type", "metadata", "source")} for cell in cells]


def write(made):
    """Put the made files into their places, and remove what the sources no longer give."""
    for path in stale(made):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        if path in made:
            (ROOT / path).write_text(made[path], encoding="utf-8")
        else:
            (ROOT / path).unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail where something is stale")
    check = parser.parse_args().check
    assignments = sources.every()
    made = {PAGE: page(assignments), homework.GUIDE: homework.guide(assignments)}
    for assignment in assignments:
        made |= make(assignment)
    changed = stale(made)
    if check and changed:
        sys.exit(f"run `make exercises`, these are not what the sources give: {', '.join(changed)}")
    if not check:
        write(made)
        for assignment in assignments:
            build(assignment)
        if not address.install():
            print("course.toml sets no repository: no autograder for Gradescope, which installs from it")
    print(f"{len(assignments)} assignments, {len(changed)} files changed")


if __name__ == "__main__":
    try:
        main()
    except SourceError as error:
        sys.exit(f"exercises: {error}")

"""Write the assignments solved, with all that they print and draw: `make solutions`.

Assistants get all, hidden checks included. Students get those whose day in course.toml has come, without
hidden checks, with the cell that installs the library: `make solutions FOR=students`.
"""

import argparse
import datetime
import shutil
import sys

import nbformat

from exercises.private import assignment as sources
from exercises.private.notebook import SOLVED
from exercises.private.source import ROOT, SourceError
from tools import derive
from tools.course import course
from tools.execute import execute, read, with_outputs

TARGET = ROOT / "_build" / "solutions"


def for_assistants(name):
    """The notebook solved, as it has run."""
    path = ROOT / "exercises" / "private" / "solved" / f"{name}.ipynb"
    return with_outputs(read(path), path)


def for_students(name):
    """The same without hidden checks, so that another year can be graded by them."""
    notebook = for_assistants(name)
    notebook.cells = [cell for cell in notebook.cells if "-hidden-" not in cell.id]
    for cell in notebook.cells:
        cell.source = derive.start(name) if cell.id == "start" else cell.source.removeprefix(SOLVED)
    return notebook


def released(names, today):
    """Those of the names whose day has come.

    Raises
    ------
    SourceError
        If there is none; the message says which day course.toml gives each.
    """
    days = course().solutions
    due = [name for name in names if name in days and days[name] <= today]
    if not due:
        told = ", ".join(f"{name} {days.get(name, 'never')}" for name in names)
        raise SourceError(f"course.toml, [solutions], gives students none on {today}: {told}")
    return due


def write(names, make, folder):
    """Replace a folder by the notebooks."""
    execute([ROOT / "exercises" / "private" / "solved" / f"{name}.ipynb" for name in names])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in names:
        nbformat.write(make(name), folder / f"{name}.ipynb")
    print(f"{len(names)} notebooks in {folder.relative_to(ROOT)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", choices=("assistants", "students"))
    parser.add_argument("assignment", nargs="?", help="all when left out")
    asked = parser.parse_args()
    names = [sources.one(asked.assignment).name] if asked.assignment else sources.names()
    if asked.readers == "students":
        write(released(names, datetime.date.today()), for_students, TARGET / "students")
    else:
        write(names, for_assistants, TARGET / "assistants")


if __name__ == "__main__":
    try:
        main()
    except (SourceError, ValueError) as error:
        sys.exit(f"solutions: {error}")

"""Grades one hand-in for Gradescope, in the process of its notebook: python grade.py SUBMISSION RESULTS."""

import json
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from exercises.private.question import checks
from mlplib.checks import outcome
from mlplib.checks.notebook import sentence

HERE = Path(__file__).parent
TRUST = "Checks ran in the process of the notebook, where a hand-in can change them: see README.md."


def answers(notebook):
    """The names that the cells of a notebook define; a cell that fails is passed over."""
    shell = InteractiveShell.instance()
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"]))
    return shell.user_ns


def result(exercise, check, names):
    """What Gradescope shows of a check."""
    says = outcome(check, names)
    return {
        "name": f"{exercise}: {sentence(check)}",
        "score": 0 if says else check.points,
        "max_score": check.points,
        "output": says or "",
        "visibility": "hidden" if check.hidden else "visible",
    }


def main(submission, results):
    (notebook,) = Path(submission).rglob("*.ipynb")
    files = sorted((HERE / "tests").glob("*.py"))
    read = [(file.stem, checks(file.read_text(encoding="utf-8"))) for file in files]
    names = answers(notebook)
    tests = [result(question, check, names) for question, found in read for check in found]
    Path(results).write_text(json.dumps({"tests": tests, "output": TRUST, "output_visibility": "hidden"}))


if __name__ == "__main__":
    main(*sys.argv[1:])

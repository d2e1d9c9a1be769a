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
    texts = [file.read_text(encoding="utf-8") for file in (HERE / "tests").glob("*.py")]
    found = {text.split('exercise = "')[1].split('"')[0]: checks(text) for text in texts}
    names = answers(notebook)
    ordered = sorted(found, key=lambda exercise: [int(part) for part in exercise.split(".")])
    tests = [result(exercise, check, names) for exercise in ordered for check in found[exercise]]
    Path(results).write_text(json.dumps({"tests": tests, "output": TRUST, "output_visibility": "hidden"}))


if __name__ == "__main__":
    main(*sys.argv[1:])

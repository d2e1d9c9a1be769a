"""Grade many hand-ins of one assignment, and say what each costs: make benchmark-grading.

The hand-ins are the solutions of the perceptron assignment (seven questions), no two alike, graded through
the command line on all cores. The start-up of a sandbox is measured beside it: one that runs no cells.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.report import judge
from benchmarks.results import Line, Part
from exercises.private import assignment, generate
from exercises.private.grading.image import prepare
from exercises.private.grading.sandbox import Sandbox
from exercises.private.notebook import notebook

NAME = "perceptron"
N_SUBMISSIONS = 200
BUDGET = 0.6  # seconds a submission, on two cores


def hand_ins(folder):
    """Write the solved notebook many times, each with a cell of its own."""
    solved = notebook(assignment.one(NAME), solved=True)
    cells = [cell for cell in solved.cells if cell.cell_type == "code" and "-hidden-" not in cell.id]
    for number in range(N_SUBMISSIONS):
        solved.cells = [*cells, nbformat.v4.new_code_cell(f"number = {number}")]
        nbformat.write(solved, folder / f"student{number:03}.ipynb")


def start_up(folder, n_times=20):
    """Seconds that a sandbox without cells takes, one after the other."""
    prepare(folder)
    start = time.perf_counter()
    for _ in range(n_times):
        with Sandbox([], folder):
            pass
    return (time.perf_counter() - start) / n_times


def measure():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for part in ("in", "site"):
            (folder / part).mkdir()
        hand_ins(folder / "in")
        generate.build(assignment.one(NAME))
        grader = [sys.executable, "-m", "exercises.private.grading"]
        program = [*grader, str(folder / "in"), "--assignment", NAME]
        start = time.perf_counter()
        subprocess.run([*program, "--out", str(folder / "out")], check=True, stdout=subprocess.DEVNULL)
        seconds = (time.perf_counter() - start) / N_SUBMISSIONS
        alone = start_up(folder / "site")
    how = f"{N_SUBMISSIONS} hand-ins of seven questions, on all cores"
    reason = "Other work on the machine takes its share of the cores."
    lines = [
        Line("grading a hand-in", seconds, "s", how, at_most=BUDGET, reason=reason),
        Line("starting a sandbox that runs no cells", alone, "s", "one after the other, mean"),
    ]
    return Part(lines, [])


if __name__ == "__main__":
    sys.exit(judge(measure()))

"""A class of students who hand in the assignment perceptron, and the grader run as a lecturer runs it."""

import csv
import io
import os
import signal
import subprocess
import sys
import time

from exercises.private.grading import __main__ as command_line
from exercises.private.source import ROOT
from exercises.private.tests.grading.assignments import SOLVED
from exercises.private.tests.grading.mini import notebook

N_STUDENTS = int(os.environ.get("GRADING_CLASS", 18))  # a multiple of three
GATES_ONLY = "def gate(name): return {'NOR': (-1, -1, 0.5), 'ONLY': (1, -1, -0.5), 'IF': (-1, 1, 0.5)}[name]"


def class_of(folder, n_students):
    """A class: every third has all right, every third one question, the others hand in the stub."""
    kinds = [notebook(*SOLVED), notebook("import numpy as np", GATES_ONLY), notebook("x = 1")]
    folder.mkdir()
    for k in range(n_students):
        path = folder / f"student{k:03}.ipynb"
        path.write_bytes(kinds[k % 3].replace(b'"nbformat": 4', b'"nbformat": 4, "n": %d' % k))
        os.utime(path, (1_000_000, 1_000_000))
    return folder


def arguments(tests, submissions, out, *options):
    """What a lecturer writes behind the name of the grader."""
    given = [submissions, "--out", out, "--tests", tests, "--assignment", "perceptron", *options]
    return list(map(str, given))


def grade_class(*given):
    """Grade in this process, which has imported all already."""
    command_line.main(arguments(*given))


def start(*given):
    """Start the grader in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "exercises.private.grading", *arguments(*given)],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background ignores it
    )


def finish(process):
    """(exit code, lines of output, lines of errors)."""
    said, errors = process.communicate(timeout=60 + 5 * N_STUDENTS)
    return process.returncode, said.splitlines(), errors.splitlines()


def wait_for_results(process, out, n_results):
    """Wait until a run has written so many results, or has ended; how many there are then."""
    while (found := len(list(out.glob("results/*.json")))) < n_results and process.poll() is None:
        time.sleep(0.01)
    return found


def grades(out):
    return list(csv.DictReader(io.StringIO((out / "grades.csv").read_text(encoding="utf-8-sig"))))


def assert_same_grades(out, whole):
    """The grades are those of a run that nothing has disturbed, and what the answers are worth."""
    assert (out / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()
    assert [float(row["points"]) for row in grades(out)] == [20, 2, 0] * (N_STUDENTS // 3)

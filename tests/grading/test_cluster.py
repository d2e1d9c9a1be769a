"""The same scores from a Dask cluster, started as the documentation says, whatever happens to its workers."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from exercises.grading import engines
from exercises.grading.bubblewrap import SandboxError
from exercises.grading.submissions import Submission
from tests.grading.conftest import MINI
from tests.grading.test_batch import (
    N_STUDENTS,
    ROOT,
    class_of,
    finish,
    grades,
    start,
    tests,
    wait_for_results,
)
from tests.grading.test_honest import perceptron

__all__ = ["perceptron", "tests"]  # fixtures

JANE = Submission("jane", "jane.ipynb", "", b'{"cells": []}')
DASK = Path(sys.executable).with_name("dask")


def run(folder, *arguments):
    """Start one program of a cluster, in a process group of its own; what it says goes to a file."""
    with open(folder / f"{arguments[0]}.log", "a") as log:
        return subprocess.Popen(
            [DASK, *arguments], cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def kill(process):
    """Kill a program of a cluster, and all that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def scheduler(tmp_path):
    port = str(free_port())
    process = run(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    yield f"tcp://127.0.0.1:{port}"
    kill(process)


@pytest.fixture
def workers(tmp_path, scheduler):
    """Two workers, each a program of its own, as on two machines."""
    arguments = ["worker", scheduler, "--nworkers", "1", "--nthreads", "1", "--no-dashboard"]
    both = [run(tmp_path, *arguments, "--local-directory", str(tmp_path / f"worker{k}")) for k in range(2)]
    yield both
    for process in both:
        if process.poll() is None:
            kill(process)


def test_a_class_graded_on_a_cluster_has_the_same_scores_though_a_worker_is_killed(
    tests, tmp_path, scheduler, workers
):
    folder, out, whole = class_of(tmp_path / "in", N_STUDENTS), tmp_path / "out", tmp_path / "whole"
    process = start(tests, folder, "--out", out, "--scheduler", scheduler)
    at_kill = wait_for_results(process, out, N_STUDENTS // 4)
    kill(workers[0])
    status, said, errors = finish(process)
    assert status == 0, errors
    assert N_STUDENTS // 4 <= at_kill < N_STUDENTS
    assert sum(bool(re.match(r"\d+ of \d+: ", line)) for line in said) == N_STUDENTS
    assert finish(start(tests, folder, "--out", whole, "--processes", "2"))[0] == 0
    assert (out / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()
    assert [float(row["points"]) for row in grades(out)] == [20, 2, 0] * (N_STUDENTS // 3)


def test_where_no_scheduler_is_one_line_says_so(tests, tmp_path):
    folder = class_of(tmp_path / "in", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    at_once = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    process = start(tests, folder, "--out", tmp_path / "out", "--scheduler", address, **at_once)
    status, _, errors = finish(process)
    assert status == 1
    assert errors[-1].startswith("grading: ")
    assert address in errors[-1]


def test_a_scheduler_without_workers_is_not_waited_for_without_end(scheduler, monkeypatch):
    monkeypatch.setattr(engines, "FIRST_WORKER", 1)
    ahead = [(JANE, ["double"])]
    with pytest.raises(engines.ClusterError, match=r"no worker has come to \S+ in 1 s: start some"):
        list(engines.on_cluster(ahead, MINI, scheduler))


def test_a_worker_with_other_files_grades_nothing():
    with pytest.raises(engines.ClusterError, match="has another version of mlplib"):
        engines.grade_there(JANE, ["double"], MINI, "the version of the lecturer")


def test_a_worker_without_bubblewrap_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SandboxError, match=r"^on \S+: bubblewrap is missing"):
        engines.grade_there(JANE, ["double"], MINI, engines.version())

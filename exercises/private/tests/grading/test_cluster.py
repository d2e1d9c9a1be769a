"""The same scores from a Dask cluster, started as the documentation says, whatever happens to its workers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exercises.private.grading import engines
from exercises.private.grading.bubblewrap import SandboxError
from exercises.private.grading.submissions import Submission
from exercises.private.source import ROOT
from exercises.private.tests.grading.classes import (
    N_STUDENTS,
    assert_same_grades,
    finish,
    grade_class,
    start,
    wait_for_results,
)
from exercises.private.tests.grading.mini import MINI

JANE = Submission("jane", "name:jane", "jane.ipynb", "", b'{"cells": []}')
DASK = Path(sys.executable).with_name("dask")


def run(folder, *arguments):
    """Start one program of a cluster, in a process group of its own; what it says goes to a file."""
    with open(folder / f"{arguments[0]}.log", "a") as log:
        return subprocess.Popen(
            [DASK, *arguments], cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip


def kill(process):
    """Kill a program of a cluster, and all that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler, on a port that it has chosen."""
    process = run(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    log = tmp_path / "scheduler.log"
    while not (address := re.search(r"Scheduler at: +(tcp://\S+)\n", log.read_text())):
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    yield address[1]
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
    tests, whole, tmp_path, scheduler, workers
):
    out = tmp_path / "out"
    process = start(tests, whole / "in", out, "--scheduler", scheduler)
    at_kill = wait_for_results(process, out, N_STUDENTS // 4)
    kill(workers[0])
    status, said, errors = finish(process)
    assert status == 0, errors
    assert N_STUDENTS // 4 <= at_kill < N_STUDENTS
    assert sum(bool(re.match(r"\d+ of \d+: ", line)) for line in said) == N_STUDENTS
    assert_same_grades(out, whole)


def test_where_no_scheduler_is_one_line_says_so(tests, whole, tmp_path, monkeypatch):
    from distributed import config  # here, since it takes a while

    monkeypatch.setitem(config["distributed"]["comm"]["timeouts"], "connect", "1s")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(SystemExit, match=rf"^grading: .*{address}") as ended:
            grade_class(tests, whole / "in", tmp_path / "out", "--scheduler", address)
    assert "\n" not in ended.value.code


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

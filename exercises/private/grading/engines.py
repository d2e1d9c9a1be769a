"""Where submissions are graded: in processes of this machine, or by the workers of a Dask cluster.

An engine takes pairs (submission, names of questions) and an assignment, and yields
(submission, names of questions, Graded) as each is done, in any order.
"""

import functools
import hashlib
import multiprocessing
import platform
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import numpy as np

from exercises.private.grading import grade
from exercises.private.grading.bubblewrap import SandboxError
from exercises.private.grading.image import prepare
from exercises.private.grading.sandbox import Sandbox

KILLED = "the process that graded it was killed, perhaps for lack of memory, each time that it was tried"
FIRST_WORKER = 60  # seconds to wait for it
ONE_AT_A_TIME = threading.Lock()  # in a worker with threads: the tests of one submission own the process


class ClusterError(RuntimeError):
    """The cluster cannot grade; the message says what to do."""


def grade_one(submission, *, assignment, site, names):
    """Grade some questions of one submission; runs in a worker process."""
    assignment = assignment.of(submission)
    if submission.problem:
        nothing = [grade.nothing(q, submission.problem) for q in assignment.questions if q.name in names]
        return grade.Graded(nothing, [f"Nothing could be graded: {submission.problem}."])
    return grade.grade(submission.data, assignment, site, questions=names)


def in_processes(ahead, assignment, processes):
    """Grade in so many processes of this machine.

    Raises
    ------
    SandboxError
        If no sandbox can be made; before anything is graded.
    """
    if not ahead:
        return
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        prepare(site, assignment.modules)
        Sandbox([], site).close()  # says at once if there can be none
        work, done = functools.partial(grade_one, assignment=assignment, site=site), set()
        try:
            for place, graded in in_pool(work, ahead, range(len(ahead)), processes):
                done.add(place)
                yield *ahead[place], graded
        except BrokenProcessPool:  # a process was killed: whose hand-in did it, shows when each is alone
            for place in set(range(len(ahead))) - done:
                yield *ahead[place], alone(work, ahead, place)


def in_pool(work, ahead, places, processes):
    """Yield (place, Graded) of what lies at some places, as each is done."""
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork"))
    try:
        jobs = {pool.submit(work, ahead[place][0], names=ahead[place][1]): place for place in places}
        for job in as_completed(jobs):
            yield jobs[job], job.result()
    finally:
        pool.shutdown(cancel_futures=True)


def alone(work, ahead, place):
    """The result of one submission with nothing beside it, or the reason that there is none."""
    try:
        ((_, graded),) = in_pool(work, ahead, [place], 1)
        return graded
    except BrokenProcessPool:
        submission, names = ahead[place]
        return work(replace(submission, problem=KILLED), names=names)


def on_cluster(ahead, assignment, address):
    """Grade on the workers of a Dask scheduler; what a worker held when it died, another does.

    Raises
    ------
    ClusterError
        If there is no worker, if one has another version of the grader, or if several died of one task.
    SandboxError
        If a worker cannot make a sandbox.
    OSError
        If there is no scheduler at the address.
    """
    if not ahead:
        return
    import distributed  # takes a second

    with distributed.Client(address) as client:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER)
        except TimeoutError:
            raise ClusterError(f"no worker has come to {address} in {FIRST_WORKER} s: start some") from None
        given = (assignment, version())
        jobs = {client.submit(grade_there, s, names, *given, pure=False): (s, names) for s, names in ahead}
        for job in distributed.as_completed(jobs):
            try:
                yield *jobs[job], job.result()
            except distributed.KilledWorker as error:
                raise ClusterError(f"workers die: {error} The same command goes on where it was") from None


def grade_there(submission, names, assignment, asked):
    """Grade in a worker of a cluster, if its grader is of the version that is asked for."""
    if version() != asked:
        raise ClusterError(f"{platform.node()} has another version of mlplib, the grader or numpy")
    with ONE_AT_A_TIME:
        try:
            site = Path(own_site(assignment.modules).name)
            return grade_one(submission, assignment=assignment, site=site, names=names)
        except SandboxError as error:
            raise SandboxError(f"on {platform.node()}: {error}") from None


@functools.cache
def own_site(modules):
    """The folder of packages of this worker, which lasts as long as its process."""
    folder = tempfile.TemporaryDirectory()
    prepare(Path(folder.name), modules)
    return folder


@functools.cache
def version():
    """A digest of all that a score depends on besides the assignment: two graders of one version agree."""
    root = Path(__file__).parents[3]
    places = ("exercises/private/question.py", "exercises/private/grading/*.py", "mlplib/**/*.py")
    files = sorted(file for place in places for file in root.glob(place))
    told = [platform.python_version(), np.__version__, *map(str, (file.relative_to(root) for file in files))]
    return hashlib.sha256("\n".join(told).encode() + b"".join(map(Path.read_bytes, files))).hexdigest()

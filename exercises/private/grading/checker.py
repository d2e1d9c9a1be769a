"""Runs checks in a process of its own, which may die of what an answer gives; the trusted side."""

import contextlib
import json
import math
import os
import resource
import select
import signal
import time
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

from exercises.private.grading.answers import Answers
from exercises.private.grading.sandbox import LOOK
from exercises.private.grading.text import message
from exercises.private.grading.usage import PAGE
from mlplib.checks import outcome

HOW_IT_ENDED = (
    "The check was stopped: to look at what came back takes more time or memory than a check may use. "
    "Is it as large as what the question asks for?"
)
MEMORY = 1_000_000_000  # bytes that it may need beside those of the grader


@dataclass(frozen=True)
class Outcome:
    """What became of a check.

    Attributes
    ----------
    says : str or None
        None if it holds.
    stopped : bool
        Whether the sandbox cannot be asked again.
    seconds : float
        What the answers took of the question's seconds.
    """

    says: str | None
    stopped: bool
    seconds: float


class Checker:
    """A copy of this process that runs checks on the answers of a sandbox, and ends with it.

    Parameters
    ----------
    sandbox : Sandbox
    tests : list of function
        The checks that it may be asked for.
    """

    def __init__(self, sandbox, tests):
        self.sandbox, self.tests = sandbox, tests
        requests, self._requests = os.pipe()
        self._replies, replies = os.pipe()
        self.pid = fork()
        if self.pid == 0:
            os.close(self._requests)  # so that it ends when the grader has gone
            _serve(sandbox, tests, requests, replies)
        os.close(requests)
        os.close(replies)

    def close(self):
        """End the copy."""
        os.close(self._requests)
        os.close(self._replies)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def run(self, test, seconds):
        """The outcome of a check, whose answers together may compute so many seconds.

        Raises
        ------
        RuntimeError
            If the grader itself has a fault, which no student is to pay for.
        """
        start, before = time.monotonic(), self.sandbox.computed()
        ends = self.sandbox.allow(seconds)
        with contextlib.suppress(BrokenPipeError):  # it has died since, and says nothing below
            os.write(self._requests, f"{self.tests.index(test)} {seconds}\n".encode())
        limits = self.sandbox.limits
        said = self._listen(ends + limits.check * limits.patience)
        reply = json.loads(said) if said else {"outcome": (HOW_IT_ENDED, True)}
        if "fault" in reply:
            raise RuntimeError(f"a fault in the grader or in the check {test.__name__}:\n{reply['fault']}")
        waited = (time.monotonic() - start) / limits.patience
        return Outcome(*reply["outcome"], max(self.sandbox.computed() - before, waited))

    def _listen(self, ends):
        """The line that the copy writes, empty if none comes before a time; the sandbox is watched."""
        said = bytearray()
        while not said.endswith(b"\n") and (left := ends - time.monotonic()) > 0:
            self.sandbox.watch()
            if select.select([self._replies], [], [], min(left, LOOK))[0]:
                part = os.read(self._replies, 1 << 16)
                if not part:
                    return b""
                said += part
        return bytes(said)


def fork():
    """A copy of this process; it lacks the threads of numpy and of Dask, which it does not need."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _serve(sandbox, tests, requests, replies):
    """In the copy: run the checks that are asked for, write their outcomes, and never return."""
    try:
        with open(requests, encoding="ascii") as asked, open(replies, "w", encoding="ascii") as told:
            for line in asked:
                number, seconds = line.split()
                answers = Answers(sandbox, sandbox.allow(float(seconds)))
                print(_reply(tests[int(number)], answers), file=told, flush=True)
    finally:
        os._exit(1)


def _reply(test, answers):
    """The outcome of a check as JSON; a fault of the grader is told, too, and not taken for the student's."""
    try:
        _limit(answers.sandbox.limits.check)
        return json.dumps({"outcome": _outcome(test, answers)})
    except Exception:
        return json.dumps({"fault": traceback.format_exc()})


def _outcome(test, answers):
    """What a check says, and whether the sandbox cannot be asked again."""
    says = outcome(test, answers)
    if answers.stopped:
        says = says or f"The answer was stopped: {answers.stopped}."
    return says if says is None else message(says) or "The check fails.", bool(answers.stopped)


def _limit(seconds):
    """Limits of this process for the next check: memory beside what it shares with the grader, and time."""
    memory = int(Path("/proc/self/statm").read_text().split()[0]) * PAGE + MEMORY
    until = math.ceil(time.process_time() + seconds)  # the system counts whole seconds
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: until, resource.RLIMIT_CORE: 0}
    for name, value in limits.items():
        resource.setrlimit(name, (value, resource.getrlimit(name)[1]))

"""The sandboxes in which one notebook runs: another where a cell or an answer has stopped the last."""

import time

from exercises.private.grading import syntax
from exercises.private.grading.checker import Checker
from exercises.private.grading.sandbox import CellStopped, Sandbox, Stopped
from exercises.private.grading.text import message
from mlplib.checks import STOPPED_BY

UNREAD = ("SyntaxError", "IndentationError", "TabError")  # of a cell that cannot be read as Python
ABSORBED = (
    "mlplib.checks",
    "mlplib.plotting",
    "mlplib.explore",
    "mlplib.playground",
    "matplotlib",
    "seaborn",
    "pandas",
    "ipywidgets",
)
ABSORBED += ("IPython.display", "pylab", "tqdm", "mpl_toolkits", "plotly", "google")  # what draws or shows
ABSORBED += tuple(f"IPython.core.{part}" for part in ("interactiveshell", "display", "magic", "pylabtools"))


class Runs:
    """The sandboxes of one submission: one as long as it lives, another when it has been stopped."""

    def __init__(self, cells, tests, site, limits, version=""):
        self.cells, self.tests, self.site, self.limits = list(cells), tests, site, limits
        self.version = version  # of the Python that wrote the notebook
        self.ends = time.monotonic() + limits.submission
        self.checker, self.failed, self.stopped, self.bad = None, [], "", {}

    def living(self, seconds):
        """The checker of a sandbox that lives, to compute for so many seconds; or Stopped."""
        if seconds <= 0:
            raise Stopped(f"the question had used its {self.limits.question:g} s")
        if self.stopped:
            raise Stopped(self.stopped)
        if self.checker is None:
            sandbox = self._start()
            self.failed = self.failed or sandbox.failed
            self.checker = Checker(sandbox, self.tests)
        return self.checker

    def _start(self):
        """A sandbox in which the cells have run, without those that would stop it."""
        while True:
            try:
                return Sandbox(self.cells, self.site, ABSORBED, self.limits, self.ends)
            except Stopped as stopped:
                self._leave_out(stopped)

    def _leave_out(self, stopped):
        """Run the notebook without the cell that has stopped it from now on; raise if that is in vain."""
        cell = stopped.cell if isinstance(stopped, CellStopped) else None
        known = cell is not None and 1 <= cell <= len(self.cells) and cell not in self.bad
        if not known or len(self.bad) == self.limits.restarts or time.monotonic() >= self.ends:
            self.stopped = f"while the cells of the notebook ran, {stopped}"
            raise Stopped(self.stopped) from None
        self.bad[cell] = f"Code cell {cell} was stopped and left out: {stopped}"
        self.cells[cell - 1] = ""

    def close(self):
        if self.checker:
            self.checker.close()
            self.checker.sandbox.close()
            self.checker = None

    def notes(self):
        """Sentences about cells that were stopped or failed, with what is likely to help."""
        stopped = [self.bad[cell] for cell in sorted(self.bad)]
        failed = self.failed[:10] if isinstance(self.failed, list) else []
        return stopped + [self._note(*entry) for entry in failed if _is_failure(entry)]

    def _note(self, number, kind, words):
        hint = f"Likely: {STOPPED_BY[kind]}" if kind in STOPPED_BY else ""
        if kind in UNREAD and 1 <= number <= len(self.cells):
            hint = syntax.who_reads(self.cells[number - 1], self.version)
        return message(f"Code cell {number} stopped with {kind}: {words}"[:600]) + (hint and f". {hint}")


def _is_failure(entry):
    """Whether it is what the worker tells of a cell that failed: number, class and text of the error."""
    return isinstance(entry, list) and list(map(type, entry)) == [int, str, str]

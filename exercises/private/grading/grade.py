"""Grades one submission: the checks run here, the answers that they ask for run in a sandbox."""

import contextlib
import functools
import hashlib
import json
import re
import time
from dataclasses import dataclass, field, replace
from inspect import signature
from pathlib import Path

from exercises.private.assignment import one
from exercises.private.grading import syntax
from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.checker import Checker
from exercises.private.grading.sandbox import CellStopped, Sandbox, Stopped
from exercises.private.grading.text import message
from exercises.private.question import checks
from exercises.private.source import ROOT
from mlplib.checks import STOPPED_BY
from mlplib.checks.notebook import sentence
from mlplib.checks.variants import personal
from tools.course import course

TESTS = ROOT / "_build" / "exercises"
MAX_NOTEBOOK = 60_000_000  # bytes, most of them outputs
MAX_VALUES = 6_000_000  # brackets, braces and commas of a notebook: what reading it makes in memory
MAX_CELLS = 2000
NOT_ANSWERED = "Not answered yet"  # begins what a check says of a cell as it was handed out
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


@dataclass(frozen=True)
class Question:
    """One question: its name, the number of its exercise, the text of the file of its checks, its weight."""

    name: str
    exercise: str
    text: str
    weight: float = 1

    @property
    def tests(self):
        """The checks, hidden ones included."""
        return _tests(self.text)

    @property
    def digest(self):
        """What changes when a test is mended."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def possible(self):
        return sum(test.points for test in self.tests) * self.weight


@functools.cache
def _tests(text):
    return tuple(checks(text))


@dataclass(frozen=True)
class Assignment:
    """What a submission is graded by.

    Attributes
    ----------
    questions : tuple of Question
        In the order of the notebook.
    frame : frozenset of str
        Sources of the cells that only check, save, look at a result or hand in; they are left out.
    modules : tuple of str
        The parts of mlplib that a notebook may import.
    sentences : tuple of (str, str, str, str)
        Exercise, label, what asks, and model answer of each sentence that students write; none is graded.
    variants : bool
        Whether questions that can draw data of the student's own do.
    """

    name: str
    questions: tuple
    frame: frozenset
    modules: tuple = ()
    sentences: tuple = ()
    variants: bool = False

    def of(self, submission):
        """The assignment with the data of the student on the roster, or with those of all."""
        if not (self.variants and submission.person):
            return self
        own = [replace(each, text=personal(each.text, submission.person.email)) for each in self.questions]
        return replace(self, questions=tuple(own))

    @property
    def possible(self):
        return sum(question.possible for question in self.questions)


def load(name, tests=None):
    """The assignment of a name, from what `make exercises` has made.

    Raises
    ------
    FileNotFoundError
        If it has not been made; the message says how.
    """
    folder = Path(tests or TESTS / name / "tests")
    released = ROOT / "exercises" / f"{name}.ipynb"
    if not folder.is_dir() or not released.exists():
        raise FileNotFoundError(f"{folder} is missing: run `make exercises` first")
    notebook = json.loads(released.read_text(encoding="utf-8"))
    texts = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.py")}
    questions = [
        Question(stem, text.split('exercise = "')[1].split('"')[0], text) for stem, text in texts.items()
    ]
    questions.sort(key=lambda question: [int(part) for part in question.exercise.split(".")])
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    frame = {
        "".join(cell["source"]).strip()
        for cell in code
        if cell["id"] in ("start", "save-now", "hand-in")
        or cell["id"].startswith("check-")
        or "raises-exception" in cell["metadata"].get("tags", [])  # a look at a result
    }
    source = one(name)
    given = (name, tuple(questions), frozenset(frame), source.modules, source.sentences)
    return Assignment(*given, course().variants)


@dataclass
class Graded:
    """Points and reasons of one submission; plain data, as it is stored.

    Attributes
    ----------
    questions : list of dict
        name, exercise, points, possible, digest, and `failed`: the checks that fail, each with its
        sentence, whether it is hidden, and what it says.
    notes : list of str
        What the reader of the feedback should know: cells that failed, a notebook that cannot be read.
    """

    questions: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def points(self):
        return sum(question["points"] for question in self.questions)


class Unreadable(ValueError):
    """What was handed in is not a notebook; the message says why."""


def cells_of(data, frame=frozenset()):
    """The sources of the code cells of a notebook file; those of the frame are empty.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    return sources(read(data), frame)


def sources(cells, frame=frozenset()):
    """The sources of the code cells among some cells; those of the frame are empty."""
    found = [source for cell in cells if (source := _source(cell)) is not None]
    return ["" if source.strip() in frame else source for source in found]  # each cell keeps its number


def read(data):
    """The cells of a notebook file, a list of what it holds.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    return opened(data)[0]


def opened(data):
    """The cells of a notebook file, and the version of Python that it says, as '3.12.3' or nothing.

    Raises
    ------
    Unreadable
        If it is too large, no JSON, or no notebook.
    """
    notebook = parsed(data)
    cells = _cells(notebook) if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("the file is JSON, but no notebook: it has no list of cells")
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells, more than {MAX_CELLS}")
    return cells, _version(notebook)


def parsed(data):
    """What the JSON of a notebook file holds, in Unicode or as Windows writes it in Korea or in the West.

    Raises
    ------
    Unreadable
        If it is too large, or no JSON.
    """
    if not data.strip():
        raise Unreadable("the file is empty")
    if len(data) > MAX_NOTEBOOK:
        raise Unreadable(f"the file has {len(data) / 1e6:.0f} MB, more than {MAX_NOTEBOOK // 1_000_000} MB")
    if sum(data.count(mark) for mark in (b"[", b"{", b",")) > MAX_VALUES:
        raise Unreadable(f"the file holds more than {MAX_VALUES} values")
    try:
        return json.loads(_decoded(data))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_why_unreadable(data, error)) from None


def _why_unreadable(data, error):
    """Why a file is not JSON, as far as its first bytes and lines tell."""
    if re.search(rb"^<{7} ", data, re.MULTILINE):
        return "the file holds marks of a merge (<<<<<<<): settle them in a text editor, and save it again"
    if data[:4096].strip()[:1].isalnum() or data.lstrip().startswith((b"#", b"%", b'"""')):
        return "the file is text under the name of a notebook: hand in the notebook itself (.ipynb)"
    place = f"its JSON breaks off at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"the file is not a notebook: {place or f'{type(error).__name__} while reading its JSON'}"


def _decoded(data):
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode(json.detect_encoding(data), "surrogatepass")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("cp949")
    return data.decode("cp1252")


def _version(notebook):
    """The version of Python that a notebook names as its own, or nothing."""
    for key in ("metadata", "language_info", "version"):
        notebook = notebook.get(key) if isinstance(notebook, dict) else None
    return notebook if isinstance(notebook, str) and re.fullmatch(r"3(\.\d{1,3}){1,2}", notebook) else ""


def _cells(notebook):
    """The list of cells; those of all worksheets in a notebook of version 3."""
    sheets = notebook.get("worksheets")
    if "cells" in notebook or not isinstance(sheets, list):
        return notebook.get("cells")
    of_sheets = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in of_sheets if isinstance(cells, list) for cell in cells] if of_sheets else None


def _source(cell):
    """The source of a code cell as one string; None for any other cell, or what is none."""
    return _text(cell) if _kind(cell) == "code" else None


def _text(cell):
    """The source of a cell as one string, None if it is none."""
    source = cell.get("source", cell.get("input", ""))  # "input" in version 3
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        has_ends = any(line.endswith("\n") for line in source)
        source = ("" if has_ends else "\n").join(source)
    return source if isinstance(source, str) else None


def grade(data, assignment, site, limits=None, questions=None):
    """Grade the bytes of one notebook.

    Parameters
    ----------
    data : bytes
    assignment : Assignment
    site : Path
        A folder that `image.prepare` has filled.
    limits : Limits, optional
    questions : collection of str, optional
        Names of the questions to grade; all when left out.

    Returns
    -------
    Graded
        With a result for every question, whatever the notebook is or does.

    Raises
    ------
    SandboxError
        If no sandbox can be made on this machine.
    """
    wanted = [q for q in assignment.questions if questions is None or q.name in questions]
    graded = Graded()
    try:
        cells, version = opened(data)
    except Unreadable as error:
        graded.notes.append(f"Nothing could be graded: {error}.")
        graded.questions = [nothing(question, str(error)) for question in wanted]
        return graded
    limits = limits or Limits()
    tests = [test for question in wanted for test in question.tests]
    runs, partial = (
        Runs(sources(cells, assignment.frame), tests, site, limits, version),
        [Partial(each, limits.question) for each in wanted],
    )
    try:
        for hidden in (False, True):  # hidden ones last: what they ask cannot show in what a public one says
            for each in partial:
                each.check(hidden, runs)
    finally:
        runs.close()
    graded.questions = [_result(each.question, each.points, each.failed) for each in partial]
    graded.notes += runs.notes() + list(misplaced(cells, [each for each in partial if each.failed]))
    return graded


def misplaced(cells, questions):
    """Sentences about answers that lie in a cell of text, or above a cell that takes their name again."""
    code = sources(cells)
    texts = [_text(cell) or "" for cell in cells if _kind(cell) in ("markdown", "raw")]
    for question in questions:
        says = " ".join(failed["says"] for failed in question.failed)
        names = [name for test in question.question.tests for name in signature(test).parameters]
        for name in dict.fromkeys(names):
            places = [number for number, source in enumerate(code, 1) if _defines(name, source)]
            if not places and any(_defines(name, text) for text in texts):
                yield f"The cell with def {name} is a cell of text, so it did not run: make it a code cell."
            if len(places) > 1 and NOT_ANSWERED in says:
                yield (
                    f"Code cell {places[-1]} defines {name} again, after code cell {places[-2]}: what runs "
                    "last counts, so delete the one without your answer."
                )


def _kind(cell):
    return cell.get("cell_type") if isinstance(cell, dict) else None


def _defines(name, source):
    """Whether a line of it begins a function of this name."""
    return re.search(rf"^def {name}\(", source, re.MULTILINE)


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


@dataclass
class Partial:
    """A question while it is graded: the seconds left for it, its points so far, what fails."""

    question: Question
    left: float
    points: float = 0
    failed: list = field(default_factory=list)

    def check(self, hidden, runs):
        """Run its public or its hidden tests."""
        for test in self.question.tests:
            if test.hidden == hidden:
                says = self._run(test, runs)
                if says is None:
                    self.points += test.points
                else:
                    self.failed.append({"check": sentence(test), "hidden": hidden, "says": says})

    def _run(self, test, runs):
        """What a test says; a sandbox that it stops is closed, and the next test gets another."""
        try:
            checker = runs.living(self.left)
        except Stopped as stopped:
            return message(str(stopped))
        done = checker.run(test, self.left)
        self.left -= done.seconds
        if done.stopped:
            runs.close()
        return done.says


def _result(question, points, failed):
    return {
        "name": question.name,
        "exercise": question.exercise,
        "digest": question.digest,
        "points": points,
        "possible": question.possible,
        "failed": failed,
    }


def nothing(question, why):
    """The result of a question of a submission that cannot be read."""
    return _result(question, 0, [{"check": "the notebook can be read", "hidden": False, "says": why}])

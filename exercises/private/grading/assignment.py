"""What a hand-in is graded by: an assignment, its questions and their checks."""

import functools
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from exercises.private.assignment import one
from exercises.private.question import checks
from exercises.private.source import ROOT
from mlplib.checks.variants import personal
from tools.course import course

TESTS = ROOT / "_build" / "exercises"


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

"""Grades one submission: the checks run here, the answers that they ask for run in a sandbox."""

import re
from dataclasses import dataclass, field
from inspect import signature

from exercises.private.grading.assignment import Question
from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.notebook_file import Unreadable, kind_of, opened, sources, text_of
from exercises.private.grading.runs import Runs
from exercises.private.grading.sandbox import Stopped
from exercises.private.grading.text import message
from mlplib.checks.notebook import sentence

NOT_ANSWERED = "Not answered yet"  # begins what a check says of a cell as it was handed out


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
    texts = [text_of(cell) or "" for cell in cells if kind_of(cell) in ("markdown", "raw")]
    for question in questions:
        says = " ".join(failed["says"] for failed in question.failed if not failed["hidden"])
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


def _defines(name, source):
    """Whether a line of it begins a function of this name."""
    return re.search(rf"^def {name}\(", source, re.MULTILINE)


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

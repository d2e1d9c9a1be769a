"""Reads the folder of an assignment: about.md, a file for each question, files of other cells.

A file of other cells has no question in it. A line `# %% name` begins a cell of code, `# %% [markdown] name`
one of text, whose lines are comments. They come before the question that `before` names, or else first.
"""

import ast
import re
from dataclasses import dataclass
from itertools import pairwise

from exercises.private.about import about, modules, split
from exercises.private.question_file import QuestionFile
from exercises.private.source import ASSIGNMENTS, SourceError
from mlplib.checks.notebook import LABEL

CELL = re.compile(r"^# %% (\[markdown\] )?([\w-]+)\n", flags=re.M)


@dataclass(frozen=True)
class Assignment:
    """An assignment.

    Attributes
    ----------
    number : int
        What the number of each exercise begins with.
    about : dict
        The data of about.md.
    intro : str
    questions : tuple of QuestionFile
        In their order.
    cells : dict
        {name of a question, or None: [(kind, name, text), ...]}, the cells that stand before it.
    """

    name: str
    number: int
    about: dict
    intro: str
    questions: tuple
    cells: dict

    def exercise(self, question):
        return f"{self.number}.{question.number}"

    @property
    def sentences(self):
        """(exercise, label, what asks, model answer) of each sentence that is asked."""
        asked = [(self.exercise(question), question) for question in self.questions if question.sentence]
        return tuple((number, LABEL.format(number=number), *question.sentence) for number, question in asked)

    @property
    def points(self):
        return sum(question.points for question in self.questions)

    @property
    def modules(self):
        return modules(self.about)


def every(folder=ASSIGNMENTS):
    """The assignments, in the order of their numbers."""
    numbers = {path.parent: about(path)["number"] for path in folder.glob("*/about.md")}
    ordered = sorted(numbers, key=numbers.get)
    for path, other in pairwise(ordered):
        if numbers[path] == numbers[other]:
            told = f"{path.name} and {other.name} have {numbers[path]}"
            raise SourceError(f"about.md: number must differ from assignment to assignment; {told}")
    return [read(path, numbers[path]) for path in ordered]


def names():
    return [assignment.name for assignment in every()]


def one(name):
    """The assignment of a name.

    Raises
    ------
    SourceError
        If there is none; the message lists those that there are.
    """
    there = {assignment.name: assignment for assignment in every()}
    if name not in there:
        raise SourceError(f"assignment must be one of {', '.join(there)}, it is {name!r}")
    return there[name]


def read(folder, number):
    """The assignment in a folder."""
    questions, cells = [], {}
    for path in sorted(folder.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if CELL.search(text):
            before, told = cells_of(text)
            cells.setdefault(before, []).extend(told)
        else:
            questions.append(QuestionFile(path))
    questions.sort(key=lambda question: question.number)
    demand_order(folder, questions, cells)
    facts = about(folder / "about.md")
    intro = split((folder / "about.md").read_text(encoding="utf-8"))[1]
    return Assignment(folder.name, number, facts, intro, tuple(questions), cells)


def demand_order(folder, questions, cells):
    """Questions are numbered 1, 2, ...; cells come before a question that is there."""
    for number, question in enumerate(questions, 1):
        if question.number != number:
            told = ", ".join(f"{each.name} {each.number}" for each in questions)
            raise SourceError(f"{folder.name}: questions must have the numbers 1, 2, ..., they are: {told}")
    for before in cells.keys() - {None} - {question.name for question in questions}:
        raise SourceError(f"{folder.name}: cells come before {before!r}, which is no question")


def cells_of(text):
    """The question before which cells come, and (kind, name, text) of each."""
    top, *parts = CELL.split(text)
    before = None
    for node in ast.parse(top).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "before":
            before = ast.literal_eval(node.value)
    told = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return before, [cell(kind, name, source.strip()) for kind, name, source in told]


def cell(kind, name, source):
    """(kind, name, text) of a cell; the comments of one of markdown become its text."""
    if not kind:
        return "code", name, source
    return "markdown", name, re.sub(r"^# ?", "", source, flags=re.M)

"""Questions with a reason for every answer: the quick checks of the chapters, and what a question may be.

A quick check is a prediction that its reader can answer on the page. It stands in one cell of Markdown, and
reads well there: a question that begins with **Predict, a numbered list of options, and a folded list of
reasons in the same order, of which one begins with **Right.**

    **Predict first.** What happens?

    1. This.
    2. That.

    <details><summary>Answer</summary>

    1. Why this is not so.
    2. **Right.** Why it is so.

    </details>

Where a number is to be typed there are no options, and each reason begins with its number: first the right
one, then those of known mistakes, last what is said of all others.

    - **2.3** is right: why.
    - **0.1** is something else.
    - **Another number:** how to find it.
"""

import re
from dataclasses import dataclass
from itertools import combinations

from tools.execute import notebooks, read

OPEN, CLOSE = "<details><summary>Answer</summary>", "</details>"
PREDICT = re.compile(r"\*\*Predict[^*]*\*\*\s*")
RIGHT = "**Right.**"
OTHER = "**Another number:** "
ITEM = re.compile(r"^(?:\d+\.|-) ", re.M)
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
NUMBERED = re.compile(rf"\*\*({NUMBER.pattern})\*\* (is right: )?(?=.)")


class Unfit(ValueError):
    """A question that cannot be asked; the message says which, and why."""


@dataclass(frozen=True)
class Answer:
    """One possible answer.

    text : an option, or a number as it is written, such as 2.30; empty for all other numbers
    reason : why it is right, or which mistake leads to it
    right : whether it is right
    """

    text: str
    reason: str
    right: bool = False

    @property
    def value(self):
        return float(self.text.replace(",", ""))

    @property
    def within(self):
        """How far a number may be off: one unit of its last decimal; a whole number must be met."""
        return 10.0 ** -len(self.text.partition(".")[2]) if "." in self.text else 0.0


@dataclass(frozen=True)
class Question:
    """A question to choose an answer, or to type a number; texts are Markdown with formulas in dollars.

    Raises
    ------
    Unfit
        If not exactly one answer is right, one has no reason, or two cannot be told apart.
    """

    name: str
    text: str
    answers: tuple
    numeric: bool = False

    def __post_init__(self):
        n_right = sum(answer.right for answer in self.answers)
        self.demand(n_right == 1, f"{n_right} answers are right, expected 1")
        self.demand(len(self.answers) > 1, "no wrong answer, expected one at least")
        for answer in self.answers:
            self.demand(answer.reason, f"the answer {answer.text!r} has no reason")
        for one, other in combinations(self.numbers if self.numeric else self.answers, 2):
            apart = (
                abs(one.value - other.value) > one.within + other.within + 1e-9
                if self.numeric
                else one.text != other.text
            )
            self.demand(apart, f"the answers {one.text!r} and {other.text!r} cannot be told apart")
        if self.numeric:
            others = [answer for answer in self.answers if not answer.text]
            self.demand(len(others) == 1, f"{len(others)} reasons for all other numbers, expected 1")

    def demand(self, holds, problem):
        if not holds:
            raise Unfit(f"{self.name}: {problem}")

    @property
    def right(self):
        return next(answer for answer in self.answers if answer.right)

    @property
    def numbers(self):
        return [answer for answer in self.answers if answer.text]


def quick_check(name, source):
    """The quick check in the text of a cell, None where it has none.

    Raises
    ------
    Unfit
        If it is not written as the head of this file tells.
    """
    before, folded, rest = source.partition(OPEN)
    if not folded:
        return None
    inside, closed, _ = rest.partition(CLOSE)
    blocks = before.strip().split("\n\n")
    options = items(blocks.pop()) if blocks and blocks[-1].startswith("1. ") else []
    text = blocks[-1] if blocks else ""
    if not PREDICT.search(text):
        raise Unfit(f"{name}: an answer is folded, but no question before it begins with **Predict")
    if not closed:
        raise Unfit(f"{name}: {OPEN} is not closed by {CLOSE}")
    reasons = items(inside.strip())
    if options and len(options) != len(reasons):
        raise Unfit(f"{name}: {len(options)} options but {len(reasons)} reasons")
    answers = map(choice, options, reasons) if options else (number(name, reason) for reason in reasons)
    return Question(name, PREDICT.sub("", text), tuple(answers), numeric=not options)


def items(block):
    """The items of a list, each as one line."""
    return [" ".join(item.split()) for item in ITEM.split(block) if item.strip()]


def choice(option, reason):
    return Answer(option, reason.removeprefix(RIGHT).strip(), reason.startswith(RIGHT))


def number(name, reason):
    if reason.startswith(OTHER):
        why = reason.removeprefix(OTHER)
        return Answer("", why[0].upper() + why[1:])
    found = NUMBERED.match(reason)
    if not found:
        raise Unfit(
            f"{name}: a reason begins with {reason[:20]!r}, expected a number such as **2.3**, or {OTHER}"
        )
    text, why = found[1], reason[found.end() :]
    return Answer(text, why[0].upper() + why[1:] if found[2] else f"{text} {why}", bool(found[2]))


def quick_checks(path):
    """The quick checks of a notebook, in order; each is named after its file and cell."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    found = (quick_check(f"{path.stem}/{cell.id}", cell.source) for cell in cells)
    return [check for check in found if check]


def all_quick_checks():
    """Those of the book, by the name of their page; a page without any is left out."""
    found = {path.stem: quick_checks(path) for path in notebooks()}
    return {page: checks for page, checks in found.items() if checks}

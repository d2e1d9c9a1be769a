"""How long a chapter is, and how long it takes: python -m tools.pace.

A text with formulas is read at WORDS_A_MINUTE, a third of the pace of a novel. Code is read and run,
each prediction takes thought, and each slider wants to be played with.
"""

import re
from dataclasses import dataclass, fields

from tools.citations import roles
from tools.execute import notebooks, read
from tools.notebooks import FOLDED
from tools.questions import CLOSE, OPEN, quick_check

LIMITS = {"words": 3000, "sections": 12, "lines": 300, "predictions": 10}
WORDS_A_MINUTE, LINES_A_MINUTE, MINUTES_A_PREDICTION, MINUTES_A_SLIDER = 75, 15, 1, 1
FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.S)
NOT_WORDS = re.compile(r"<[^>]+>|\]\([^)]*\)|\{cite:\w\}|[|#*`]")


@dataclass
class Pace:
    """What one chapter asks of a reader; lines are those of code that stand open on the page."""

    words: int
    sections: int
    lines: int
    predictions: int
    sliders: int
    stated: int

    @property
    def minutes(self):
        """Minutes for reading, running and thinking, to the next five."""
        minutes = (
            self.words / WORDS_A_MINUTE
            + self.lines / LINES_A_MINUTE
            + self.predictions * MINUTES_A_PREDICTION
            + self.sliders * MINUTES_A_SLIDER
        )
        return 5 * -(-minutes // 5)


def pace(path):
    """Measure a chapter."""
    cells = read(path).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    code = [cell for cell in cells if cell.cell_type == "code"]
    shown = [cell.source for cell in code if not FOLDED & set(cell.metadata.get("tags", []))]
    stated = re.search(r"\*\*Time:\*\* about (\d+) minutes", text)
    return Pace(
        words=sum(words(as_read(cell.source)) for cell in cells if cell.cell_type == "markdown"),
        sections=len(re.findall(r"^##+ ", text, re.M)),
        lines=sum(bool(line.strip()) for source in shown for line in source.splitlines()),
        predictions=text.count("**Predict"),
        sliders=sum(bool(re.search(r"^(explore|playground)\(", cell.source, re.M)) for cell in code),
        stated=int(stated[1]) if stated else 0,
    )


def as_read(source):
    """What is read of a cell: of the reasons of a quick check that of one answer; the longest counts."""
    check = quick_check("a cell", source)
    if check is None:
        return source
    longest = max((answer.reason for answer in check.answers), key=words)
    return source[: source.index(OPEN)] + longest + source[source.index(CLOSE) :]


def words(text):
    """Words of a text; a formula, long or short, is one, and so is a citation."""
    return len(NOT_WORDS.sub(" ", FORMULA.sub(" x ", roles(text))).split())


def chapters():
    """The chapters that teach, in order: those that state a time."""
    return [path for path in notebooks() if pace(path).stated]


def main():
    names = [field.name for field in fields(Pace)]
    print(f"{'chapter':16}", *(f"{name:>11}" for name in [*names, "minutes"]))
    for path in chapters():
        measured = pace(path)
        print(f"{path.stem:16}", *(f"{getattr(measured, name):11.0f}" for name in [*names, "minutes"]))
    print(f"{'at most':16}", *(f"{LIMITS.get(name, ''):>11}" for name in names))


if __name__ == "__main__":
    main()

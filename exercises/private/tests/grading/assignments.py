"""The real assignments: the cells that solve them, and the usual mistakes."""

from exercises.private import assignment
from exercises.private.notebook import notebook
from exercises.private.source import ROOT


def defining(cells):
    """The sources of the code cells that define what checks ask for, and neither check nor look."""
    frame = ("start", "save-now", "check-", "hand-in")
    code = [cell for cell in cells if cell.cell_type == "code" and not cell.id.startswith(frame)]
    return [cell.source for cell in code if "raises-exception" not in cell.metadata.get("tags", [])]


def released(name):
    """The notebook that students get."""
    return ROOT / "exercises" / f"{name}.ipynb"


def solutions(name):
    """{id of a cell: source} of the solved answers."""
    cells = notebook(assignment.one(name), solved=True).cells
    return {cell.id: cell.source for cell in cells if cell.id.startswith("answer-")}


def wrong_answers(name):
    """{question: [(mistake, words of its message, code)]}."""
    return {question.name: question.wrong_answers for question in assignment.one(name).questions}


SOLVED = defining(notebook(assignment.one("perceptron"), solved=True).cells)

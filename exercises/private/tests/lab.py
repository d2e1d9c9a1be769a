"""A notebook that is open in JupyterLab, and how long a browser may take there."""

import re
import time

import nbformat
from playwright.sync_api import expect

from exercises.private import assignment
from tools.notebooks import FOLDED

MINUTE = 60_000  # in milliseconds, as Playwright counts


def wait_for(condition, seconds, otherwise):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.3)


def is_folded(cell):
    """Whether a cell shows no code, and no number when it has run."""
    return bool(FOLDED & set(cell.metadata.get("tags", [])))


class Notebook:
    """A notebook that a page of JupyterLab shows, and its file."""

    def __init__(self, page, file):
        self.page, self.file = page, file
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=2 * MINUTE)

    def choose(self, menu, entry):
        self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()

    def run_all(self):
        """Run all cells and wait until each has its number; one that fails leaves none to those after it."""
        self.choose("Run", "Run All Cells")
        code = [cell for cell in nbformat.read(self.file, as_version=4).cells if cell.cell_type == "code"]
        numbers = ["" if is_folded(cell) else f"[{number}]:" for number, cell in enumerate(code, 1)]
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        expect(prompts).to_have_text(numbers, timeout=5 * MINUTE)

    def cell(self, text):
        cell = self.page.locator(".jp-CodeCell", has=self.page.locator(".cm-content", has_text=text)).first
        cell.scroll_into_view_if_needed()
        return cell

    def write(self, cell, source):
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, cell):
        cell.locator(".jp-InputPrompt").click()  # selects it, and leaves folded code folded
        self.page.keyboard.press("Control+Enter")


class Question:
    """A question of an assignment with a usual mistake, as a student meets it."""

    def __init__(self, name, question, mistake):
        (found,) = [each for each in assignment.one(name).questions if each.name == question]
        (self.wrong, self.hint) = next((row[2], row[1]) for row in found.wrong_answers if row[0] == mistake)
        self.assignment, self.name = name, question
        self.right, self.points = found.answer.text, found.points

    def try_and_correct(self, notebook, stub):
        """Write the mistake, read its hint, write the right answer, see it pass."""
        notebook.run(notebook.cell("find_spec"))
        answer, check = notebook.cell(stub), notebook.cell(f'grader.check("{self.name}")')
        for source, words in ((self.wrong, self.hint), (self.right, f"✓ {self.name}")):
            notebook.write(answer, source)
            notebook.run(answer)
            notebook.run(check)
            check.locator(".jp-OutputArea-output", has_text=words).wait_for(timeout=MINUTE)


GATES = Question("perceptron", "gates", "nor_is_nand")
STUB = re.compile("def gate|gate = ")

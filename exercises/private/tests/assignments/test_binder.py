"""A click on Binder, without Binder: the public tree, an environment from binder/ alone, and a browser."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import URLError

import nbformat
import pytest
from playwright.sync_api import expect

from exercises.private import assignment, release
from tools.notebooks import FOLDED

pytestmark = pytest.mark.slow

CHAPTER, ASSIGNMENT, QUESTION, MISTAKE = "perceptron", "perceptron", "gates", "nor_is_nand"
TOKEN = "stand-in"
MINUTE = 60_000  # in milliseconds, as Playwright counts


class Machine:
    """The folder of a reader on Binder, and the programs of its environment."""

    def __init__(self, folder):
        self.home, self.env, self.settings = folder / "home", folder / "env", folder / "settings"

    def run(self, *command):
        """Run a command in the reader's folder as Binder does, and return its output."""
        done = subprocess.run(command, cwd=self.home, env=self.variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def variables(self):
        """The environment variables of this process, less those that lead to its own Python and settings."""
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER", "VIRTUAL", "JPY"))
        }
        own = {
            f"JUPYTER_{kind}_DIR": str(self.settings / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")
        }
        return kept | own | {"PATH": f"{self.env / 'bin'}:{os.environ['PATH']}"}

    @contextmanager
    def lab(self):
        """The address of a JupyterLab that serves the folder."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = [f"--port={port}", "--no-browser", "--allow-root", f"--IdentityProvider.token={TOKEN}"]
        options += [
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ]
        with open(self.settings / "log", "w") as log:
            program = [self.env / "bin" / "jupyter", "lab", *options]
            server = subprocess.Popen(program, cwd=self.home, env=self.variables, stdout=log, stderr=log)
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(lambda: answers(address), 60, f"JupyterLab does not start, see {log.name}")
                yield address
            finally:
                server.terminate()
                server.wait(30)


def forget_outputs(file):
    """Store a notebook as if nothing in it had ever been run."""
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, file)


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/api") as answer:
            return answer.status == 200
    except URLError:
        return False


def wait_for(condition, seconds, otherwise):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, otherwise
        time.sleep(0.3)


def is_folded(cell):
    """Whether a cell shows no code, and no number when it has run."""
    return bool(FOLDED & set(cell.metadata.get("tags", [])))


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page, address, file):
        self.page, self.file = page, file
        path = f"{file.parent.name}/{file.name}"
        page.goto(f"{address}/lab/tree/{path}?reset&token={TOKEN}")  # no tabs of an earlier visit
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=MINUTE)

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


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("binder"))
    machine.settings.mkdir()
    release.release(machine.home)
    wanted = (machine.home / "binder" / "runtime.txt").read_text().strip()
    assert wanted == f"python-{sys.version_info.major}.{sys.version_info.minor}", (
        "run this with Binder's Python"
    )
    subprocess.run([sys.base_prefix + "/bin/python3", "-m", "venv", machine.env], check=True)
    machine.run("python", "-m", "pip", "install", "--no-cache-dir", "-r", "binder/requirements.txt")
    machine.run("binder/postBuild")
    return machine


@pytest.fixture(scope="module")
def lab(machine):
    with machine.lab() as address:
        yield address


@pytest.fixture
def page(browser):
    with browser.new_page(viewport={"width": 1200, "height": 900}) as page:
        yield page


def test_the_library_comes_from_the_environment_not_from_the_folder(machine):
    program = "import mlplib, os; os.chdir('/'); print(mlplib.__file__)"
    assert str(machine.env) in machine.run("python", "-P", "-c", program)


def test_a_chapter_runs_and_its_slider_moves(machine, lab, page):
    file = machine.home / "chapters" / f"{CHAPTER}.ipynb"
    forget_outputs(file)
    Notebook(page, lab, file).run_all()
    folded = [
        cell
        for cell in nbformat.read(file, as_version=4).cells
        if FOLDED & set(cell.metadata.get("tags", []))
    ]
    expect(page.locator(".jp-CodeCell .jp-InputPlaceholder")).to_have_count(len(folded))
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    slider = page.locator(".widget-slider .noUi-handle").first
    picture = page.locator(".jp-OutputArea-output", has=slider).locator("img").first
    before = picture.get_attribute("src")
    slider.hover()  # waits until the cells above it have found their heights
    page.mouse.down()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + 120, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    expect(picture).not_to_have_attribute("src", before, timeout=MINUTE)


def wrong_and_right():
    """A usual mistake, words of its hint, and the solution of a question."""
    (question,) = [each for each in assignment.one(ASSIGNMENT).questions if each.name == QUESTION]
    (wrong,) = [row for row in question.wrong_answers if row[0] == MISTAKE]
    return wrong[2], wrong[1], question.answer.text


def test_a_wrong_answer_gets_a_hint_and_a_right_one_passes(machine, lab, page):
    wrong, hint, right = wrong_and_right()
    notebook = Notebook(page, lab, machine.home / "exercises" / f"{ASSIGNMENT}.ipynb")
    notebook.run(notebook.cell("find_spec"))
    answer, check = (
        notebook.cell(re.compile("def gate|gate = ")),
        notebook.cell(f'grader.check("{QUESTION}")'),
    )
    for source, words in ((wrong, hint), (right, f"✓ {QUESTION}")):
        notebook.write(answer, source)
        notebook.run(answer)
        notebook.run(check)
        check.locator(".jp-OutputArea-output", has_text=words).wait_for(timeout=MINUTE)

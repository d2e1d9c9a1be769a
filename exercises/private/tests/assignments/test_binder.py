"""A click on Binder, without Binder: the public tree, an environment from binder/ alone, and a browser."""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from urllib.error import URLError

import nbformat
import pytest
from playwright.sync_api import expect

from exercises.private import release
from exercises.private.tests.lab import GATES, MINUTE, STUB, Notebook, is_folded, wait_for

pytestmark = pytest.mark.slow

CHAPTER = "perceptron"
TOKEN = "stand-in"


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

    def open(self, page, address, path):
        """A notebook of the folder in JupyterLab, with no tabs of an earlier visit."""
        page.goto(f"{address}/lab/tree/{path}?reset&token={TOKEN}")
        return Notebook(page, self.home / path)


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
    machine.open(page, lab, f"chapters/{CHAPTER}.ipynb").run_all()
    folded = [cell for cell in nbformat.read(file, as_version=4).cells if is_folded(cell)]
    expect(page.locator(".jp-CodeCell .jp-InputPlaceholder")).to_have_count(len(folded))
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)
    figure = page.locator(".explore").first
    picture = figure.locator("img").first
    before = picture.get_attribute("alt")  # the words of the state that is drawn
    figure.locator("input[type=range]").first.press("End")
    expect(picture).not_to_have_attribute("alt", before, timeout=MINUTE)


def test_a_wrong_answer_gets_a_hint_and_a_right_one_passes(machine, lab, page):
    GATES.try_and_correct(machine.open(page, lab, f"exercises/{GATES.assignment}.ipynb"), STUB)

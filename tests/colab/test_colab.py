"""The notebooks with the packages that Colab has: `make test-all`.

Colab needs an account and a network. What stands in for it is an environment with the versions that it
publishes, on the Python that runs the tests. The address of the repository leads to a copy made here.
"""

import json
import os
import re
import subprocess

import nbformat
import pytest

from tools import address, derive, setup_env
from tools.browser import ROOT
from tools.kernels import client_of
from tools.notebooks import normalise_output

pytestmark = pytest.mark.slow

LOCK = ROOT / "tests" / "colab" / "requirements.lock"
LIBRARY = ("mlplib", "pyproject.toml", "README.md", "LICENSE")
SOLVED = sorted(ROOT.glob("exercises/*/solved/*.ipynb"))  # only where the sources of assignments are
VIEW = "application/vnd.jupyter.widget-view+json"
SLIDER = """\
live = explore(lambda fig, x: fig.add_subplot().plot([0, x]), alt="x = {x}", x=range(3))
before = live.drawn["src"]
live.state = [2]
print("moved" if live.drawn["src"] != before else "still")
live"""


def git(folder, *arguments):
    subprocess.run(
        ["git", "-c", "user.name=test", "-c", "user.email=test", *arguments], cwd=folder, check=True
    )


def origin(folder):
    """A repository with the library as it is now."""
    folder.mkdir()
    git(ROOT, "init", "--quiet", folder)
    listed = subprocess.check_output(["git", "ls-files", "-z", *LIBRARY], cwd=ROOT, text=True)
    for name in listed.split("\0")[:-1]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "library")
    return folder


class Machine:
    """Colab's packages, and kernels that have no others."""

    def __init__(self, folder):
        self.venv = folder / "env"
        setup_env.create(self.venv)
        setup_env.uv("install", self.venv, *setup_env.LOCKED, LOCK)
        there = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.file://{origin(folder / 'origin')}.insteadOf",
            "GIT_CONFIG_VALUE_0": address.repository(),
            "PATH": f"{self.venv / 'bin'}:{os.environ['PATH']}",
            "MPLCONFIGDIR": str(folder / "matplotlib"),
        }
        self.environment = os.environ | there
        self.folder = folder
        kernel = [str(self.venv / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (folder / "kernels" / "colab").mkdir(parents=True)
        spec = {"argv": kernel, "display_name": "Colab", "language": "python"}
        (folder / "kernels" / "colab" / "kernel.json").write_text(json.dumps(spec))

    def packages(self):
        command = [self.venv / "bin" / "python", "-m", "pip", "list", "--format=freeze"]
        return set(subprocess.check_output(command, env=self.environment, text=True).split())

    def run(self, *sources, allow_errors=False):
        """The outputs of code cells: a list for each."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        options = {"timeout": 300, "allow_errors": allow_errors, "kernel_name": "colab"}
        options["resources"] = {"metadata": {"path": str(self.folder)}}
        with pytest.MonkeyPatch.context() as patch, client_of(notebook, **options) as client:
            patch.setenv("JUPYTER_PATH", str(self.folder))
            client.execute(env=self.environment)
        return [cell.outputs for cell in notebook.cells]


def code(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def text(outputs):
    return "".join(output.get("text", "") for output in outputs)


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """The environment when a first cell has run in it."""
    machine = Machine(tmp_path_factory.mktemp("colab"))
    machine.before = machine.packages()
    machine.first, _ = machine.run(derive.install(), "import mlplib")
    return machine


def test_the_first_cell_adds_the_library_and_replaces_nothing_that_is_loaded(colab):
    """So that Colab does not ask for a restart."""
    (added,) = colab.packages() - colab.before
    assert added.startswith("mlplib")
    assert colab.before < colab.packages()
    assert "ipywidgets==7.7.1" in colab.before
    assert "rror" not in text(colab.first)


def test_a_slider_shows_and_moves(colab):
    _, outputs = colab.run("from mlplib.explore import explore", SLIDER)
    moved, *_, shown = outputs
    assert moved.text == "moved\n"
    assert VIEW in shown.data
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_playground_shows_its_network(colab):
    program = (
        'from mlplib.playground import playground\nshown = playground(data="xor", hidden=[3], steps=5)\n'
    )
    ((printed, *_, shown),) = colab.run(program + "print(len(shown.model.params))\nshown")
    assert int(printed.text) == 4
    assert VIEW in shown.data


@pytest.mark.parametrize("page", ["intro.ipynb", "chapters/perceptron.ipynb"])
def test_a_page_runs_and_shows_its_widgets(colab, page):
    cells = code(ROOT / page)
    outputs = colab.run(*cells)
    figures = [cell for cell in cells if re.search(r"^(explore|playground)\(", cell, flags=re.M)]
    shown = [output for cell in outputs for output in cell if VIEW in output.get("data", {})]
    assert len(shown) == len(figures) > 0


def test_a_check_answers_and_a_missing_answer_stops_no_other(colab):
    outputs = colab.run(*code(ROOT / "exercises" / "perceptron.ipynb"), allow_errors=True)
    said = [html for cell in outputs for output in cell if "✗" in (html := str(output.get("data", "")))]
    assert len(said) >= 5


@pytest.mark.parametrize("path", SOLVED, ids=[path.stem for path in SOLVED])
def test_a_right_answer_passes_its_checks(colab, path):
    stored = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    outputs = colab.run(*(cell.source for cell in stored))
    for cell, output in zip(stored, outputs, strict=True):
        if cell.source.startswith("grader.check("):
            assert [normalise_output(each) for each in output] == cell.outputs

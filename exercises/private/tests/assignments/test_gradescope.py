"""The autograder for Gradescope, unpacked and run as it is there, but for the folder."""

import json
import subprocess
import sys
from zipfile import ZipFile

import nbformat
import pytest

from exercises.private import assignment, generate
from exercises.private.notebook import notebook
from tools import address

INSTALLED = "mlplib @ git+https://github.com/a-lecturer/networks@v1.0"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The folder in which Gradescope unpacks the zip of the perceptron assignment."""
    folder = tmp_path_factory.mktemp("autograder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(address, "install", lambda: INSTALLED)
        generate.build(assignment.one("perceptron"), folder)
    with ZipFile(folder / "perceptron" / "gradescope.zip") as zipped:
        zipped.extractall(folder / "source")
        modes = {info.filename: info.external_attr >> 16 for info in zipped.infolist()}
    assert all(modes[name] & 0o111 for name in ("setup.sh", "run_autograder"))
    return folder / "source"


def graded(unpacked, folder, hand_in):
    """What Gradescope reads after a hand-in was graded."""
    (folder / "submission").mkdir()
    nbformat.write(hand_in, folder / "submission" / "my homework.ipynb")
    program = [sys.executable, "grade.py", folder / "submission", folder / "results.json"]
    subprocess.run(program, cwd=unpacked, check=True, capture_output=True)
    return json.loads((folder / "results.json").read_text())


def test_a_solution_earns_all_points_and_hidden_checks_stay_hidden(unpacked, tmp_path):
    perceptron = assignment.one("perceptron")
    tests = graded(unpacked, tmp_path, notebook(perceptron, solved=True))["tests"]
    assert (
        sum(test["score"] for test in tests) == sum(test["max_score"] for test in tests) == perceptron.points
    )
    hidden = [test["name"] for test in tests if test["visibility"] == "hidden"]
    assert hidden[0] == "4.1: all three gates are right with room to spare"
    assert len(hidden) == sum(check.says.hidden for each in perceptron.questions for check in each.checks)


def test_a_stub_earns_nothing_and_is_told_why(unpacked, tmp_path):
    tests = graded(unpacked, tmp_path, notebook(assignment.one("perceptron")))["tests"]
    assert sum(test["score"] for test in tests) == 0
    assert all(test["output"].startswith("Not answered yet: Exercise 4.") for test in tests)


def test_it_says_what_it_cannot_promise(unpacked):
    assert "It cannot promise that a score is earned." in (unpacked / "README.md").read_text()
    assert f'"{INSTALLED}"' in (unpacked / "setup.sh").read_text()


def test_without_a_repository_there_is_nothing_to_install_from_and_no_zip(settings, tmp_path):
    settings()
    generate.build(assignment.one("perceptron"), tmp_path)
    assert (tmp_path / "perceptron" / "tests").exists()
    assert not (tmp_path / "perceptron" / "gradescope.zip").exists()

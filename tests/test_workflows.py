"""What the workflows promise: little power, known versions, commands that exist."""

import os
import re
import tomllib

import pytest
import yaml

from tools.browser import ROOT

WORKFLOWS = {path.stem: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
MAKEFILES = [ROOT / "Makefile", *ROOT.glob("exercises/*/*.mk")]
every_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def read(name):
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))


def steps(name):
    return [step for job in read(name)["jobs"].values() for step in job["steps"]]


@every_workflow
def test_a_workflow_may_only_read_and_ends_in_time(name):
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for title, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= (350 if title == "proofs" else 90)
        assert "permissions" not in job


@every_workflow
def test_actions_are_pinned_to_a_commit(name):
    for line in WORKFLOWS[name].read_text().splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@every_workflow
def test_commands_exist(name):
    rules = set(re.findall(r"^([a-z-]+):", "".join(p.read_text() for p in MAKEFILES), flags=re.M))
    for command in filter(None, (step.get("run") for step in steps(name))):
        program, *arguments = command.split()
        if program == "make":
            assert set(arguments) <= rules, command
        elif program.startswith((".ci/", "exercises/")):
            assert os.access(ROOT / program, os.X_OK), command
            assert program != ".ci/run" or set(arguments) <= rules, command


def test_the_oldest_python_that_the_library_allows_is_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pythons = read("check")["jobs"]["check"]["strategy"]["matrix"]["python"]
    assert project["requires-python"] == f">={pythons[0]}"
    assert pythons == sorted(pythons, key=lambda version: int(version.split(".")[1]))

"""What the workflows promise: little power, known versions, commands that exist, few minutes."""

import os
import re
import tomllib

import pytest
import yaml

from tools.browser import ROOT

WORKFLOWS = {path.stem: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
MAKEFILES = [ROOT / "Makefile", *ROOT.glob("exercises/*/*.mk")]
DEPLOY = {"pages": "write", "id-token": "write"}
every_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def read(name):
    return yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))


def jobs(name):
    return read(name)["jobs"]


def steps(name):
    return [step for job in jobs(name).values() for step in job.get("steps", [])]


def triggers(name):
    return read(name)[True]  # YAML reads `on` as true


@every_workflow
def test_a_workflow_may_only_read_and_ends_in_time(name):
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for title, job in jobs(name).items():
        assert "uses" in job or job["timeout-minutes"] <= (350 if title == "proofs" else 90)
        assert job.get("permissions") == (DEPLOY if title == "deploy" else None)


@every_workflow
def test_actions_are_pinned_to_a_commit(name):
    for line in WORKFLOWS[name].read_text().splitlines():
        if "uses:" in line and "uses: ./" not in line:
            assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_an_action_has_one_version():
    named = re.findall(r"uses: ([\w/-]+)@(\w+)", "".join(path.read_text() for path in WORKFLOWS.values()))
    assert len(set(named)) == len(dict(named))


@every_workflow
def test_a_secret_is_seen_by_the_one_step_that_uses_it(name):
    rest = {"jobs": [{**job, "steps": None} for job in jobs(name).values()]}
    assert "secrets" not in str({**read(name), **rest})
    for step in steps(name):
        assert "secrets" not in str({**step, "env": None})
        if "secrets" in str(step):
            assert re.match(r"exercises/\w+/publish |gh release ", step["run"])


def test_what_goes_online_waits_for_the_check():
    last = {"publish": ["deploy"], "release": ["tree", "release"]}
    for name in WORKFLOWS.keys() & last:
        for job in last[name]:
            while job != "check":
                job = jobs(name)[job]["needs"]
        assert jobs(name)["check"]["uses"] == "./.github/workflows/check.yml"
    assert "workflow_call" in triggers("check")


def test_a_site_is_deployed_by_a_public_repository_alone():
    assert jobs("publish")["check"]["if"] == "${{ !github.event.repository.private }}"
    actions = [step["uses"].split("@")[0] for step in steps("publish") if "uses" in step]
    assert actions[-2:] == ["actions/upload-pages-artifact", "actions/deploy-pages"]


def test_what_runs_by_itself_leaves_a_free_account_its_minutes():
    """A private repository has 2,000 a month; public ones do not pay."""
    minutes = 0
    for name in WORKFLOWS:
        for schedule in triggers(name).get("schedule", []):
            day_of_month, month, weekday = schedule["cron"].split()[2:]
            assert (day_of_month.isdigit(), month, weekday) == (True, "*", "*"), "more than once a month"
            minutes += sum(job["timeout-minutes"] for job in jobs(name).values())
    assert 0 < minutes <= 500


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
    pythons = jobs("check")["check"]["strategy"]["matrix"]["python"]
    assert project["requires-python"] == f">={pythons[0]}"
    assert pythons == sorted(pythons, key=lambda version: int(version.split(".")[1]))

"""The lock file, and what `make lock` makes from it: the same versions and checksums everywhere."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.browser import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
INSTALLED = {canonicalize_name(distribution.name) for distribution in metadata.distributions()}
BINDER = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}
BINDER |= {"python_version": "3.11", "python_full_version": "3.11.0"}


def entries(path):
    """{package: (version, its checksums)} of a lock file."""
    found = re.findall(r"^([a-z0-9][\w.-]*)==(\S+)(.*(?:\n +.*)*)", (ROOT / path).read_text(), flags=re.M)
    return {name: (version, set(re.findall(r"sha256:\w+", rest))) for name, version, rest in found}


def needed(*packages):
    """Packages and all that they need on Binder, extras included; what this Python lacks is a leaf."""
    seen, todo = set(), [(package, "") for package in packages]
    while todo:
        package, extra = todo.pop()
        seen.add((package, extra))
        requirements = metadata.requires(package) if package in INSTALLED else None
        for requirement in map(Requirement, requirements or []):
            if requirement.marker is None or requirement.marker.evaluate(BINDER | {"extra": extra}):
                name = canonicalize_name(requirement.name)
                todo += {(name, e) for e in ("", *requirement.extras)} - seen
    return {package for package, _ in seen}


@pytest.mark.parametrize("path", ["binder/requirements.txt", "benchmarks/requirements.lock"])
def test_what_comes_from_the_lock_file_has_its_versions_and_checksums(path):
    made, locked = entries(path), entries("requirements.lock")
    shared = made.keys() & locked.keys()
    assert {"numpy", "scikit-image"} <= shared
    assert {name: made[name] for name in shared} == {name: locked[name] for name in shared}


def test_binder_installs_what_the_library_and_jupyterlab_need_and_no_more():
    wanted = needed("mlplib", "jupyterlab") | {"notebook"}  # what this needs, JupyterLab needs too
    assert entries("binder/requirements.txt").keys() | {"mlplib"} == wanted


def test_binder_runs_the_oldest_python_that_the_library_allows():
    runtime = (ROOT / "binder" / "runtime.txt").read_text().strip()
    assert PROJECT["requires-python"] == ">=" + runtime.removeprefix("python-")

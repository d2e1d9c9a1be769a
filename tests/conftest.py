"""Fixtures of all tests."""

import fcntl
import json
import os
import pickle
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings as examples

from tools import course
from tools.browser import chromium

# The same examples in every run, and no alarm when the machine is busy.
examples.register_profile("calm", deadline=None, derandomize=True)
examples.load_profile("calm")


@pytest.fixture
def rng():
    """Random numbers that are the same in every run and in any order of tests."""
    return np.random.default_rng(31)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A function that gives the course other settings: as the text of course.toml, or some by name."""

    def write(text=None, **given):
        lines = [f"{name} = {json.dumps(value)}" for name, value in ({"name": "Course"} | given).items()]
        (tmp_path / "course.toml").write_text("\n".join(lines) if text is None else text, encoding="utf-8")
        monkeypatch.setattr(course, "FILE", tmp_path / "course.toml")

    return write


@pytest.fixture(scope="session")
def browser():
    """The one browser of a test process: Playwright cannot be started twice in one."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """A function once(name, make) that gives what make(folder) returns, made in one of the test processes.

    It goes to the others through a file. The folder is new, and stays until the run has ended.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name, make):
        file = shared / f"{name}.pickle"
        with open(shared / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                folder = tempfile.mkdtemp(prefix=f"{name}-", dir=shared)
                file.write_bytes(pickle.dumps(make(Path(folder))))
        return pickle.loads(file.read_bytes())

    return made

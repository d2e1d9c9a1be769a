"""The control group of a sandbox: which is used, and, where there can be one, that the kernel holds to it."""

import os

import pytest

from exercises.private.grading import cgroup
from exercises.private.grading.bubblewrap import MB, Limits
from exercises.private.grading.sandbox import CellStopped, Sandbox

LIMITS = Limits(memory=150 * MB, cell=9)
CHILDREN = """
import os, time
for _ in range(4):
    if not os.fork():
        x = b"x" * (6 * 10**7)
        time.sleep(99)
time.sleep(99)
"""

BUSY_CHILD = """
import os, time
if not os.fork():
    while time.process_time() < 1: pass
    os._exit(0)
os.wait()
"""


@pytest.fixture
def groups():
    """A function that lists the groups of sandboxes that are there."""
    if not cgroup.home():
        pytest.skip("no control group with memory, pids and cpu is given to this process")
    return lambda: list(cgroup.home().glob(f"hand-in-{os.getpid()}-*"))


def test_the_kernel_bounds_what_all_processes_of_a_sandbox_hold_together(site, groups, monkeypatch):
    monkeypatch.setattr("exercises.private.grading.usage.memory_of", lambda pids: 0)
    with pytest.raises(CellStopped, match="it used more than 150 MB of memory"):
        Sandbox([CHILDREN], site, limits=LIMITS)
    assert groups() == []


def test_the_kernel_counts_what_a_sandbox_computes_its_dead_children_included(site, groups):
    with Sandbox([BUSY_CHILD], site, limits=LIMITS) as sandbox:
        (group,) = groups()
        assert int((group / "pids.current").read_text()) == 2  # that of bubblewrap, and Python
        assert sandbox.computed() > 1
    assert groups() == []


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A tree of groups that are folders, in whose group `job` this process is; it is found anew."""
    job = tmp_path / "job"
    job.mkdir()
    for name, text in {"controllers": "cpu io memory pids", "procs": f"{os.getpid()}\n", "type": ""}.items():
        (job / f"cgroup.{name}").write_text(text)
    (job / "cgroup.subtree_control").touch()
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(cgroup, "own", lambda: job)
    monkeypatch.setattr(os, "listxattr", lambda place: ["user.delegate"])
    cgroup.home.cache_clear()
    yield job
    cgroup.home.cache_clear()


def test_a_group_that_is_given_gets_one_below_for_the_grader_and_hands_on_what_it_may_bound(tree):
    assert cgroup.home() == tree
    assert (tree / "grader" / "cgroup.procs").read_text() == str(os.getpid())
    assert (tree / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"
    assert "in control groups" in cgroup.told()


def test_a_process_that_has_moved_already_finds_the_group_above(tree, monkeypatch):
    monkeypatch.setattr(cgroup, "own", lambda: tree / "grader")
    assert cgroup.home() == tree


def test_a_group_that_is_not_given_stays_as_it_is(tree, monkeypatch):
    monkeypatch.setattr(os, "listxattr", lambda place: [])
    assert cgroup.home() is None
    assert not (tree / "grader").exists()
    assert "by looks at /proc" in cgroup.told()


def test_a_group_that_may_not_bound_memory_is_not_used(tree):
    (tree / "cgroup.controllers").write_text("cpu pids")
    assert cgroup.home() is None


def test_a_group_whose_processes_cannot_move_is_not_used(tree):
    (tree / "cgroup.procs").write_text("1 of another\n")
    (tree / "grader").mkdir()
    (tree / "grader" / "cgroup.procs").mkdir()  # cannot be written
    assert cgroup.home() is None

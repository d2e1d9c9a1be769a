"""A control group (cgroup v2) for each sandbox, where this process may make some.

The kernel then bounds what all processes of a hand-in hold at every moment, its own memory for them included,
counts what they compute, and parts the processors by hand-in, however many processes each has. Elsewhere
`usage` adds up what /proc tells, some times a second.
"""

import functools
import itertools
import os
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
GIVEN = ("user.delegate", "trusted.delegate")  # systemd's marks on a group that is left to its processes
WANTED = ("cpu", "memory", "pids")
OURS = "grader"  # the group of the grader itself: one that has groups below it may hold no process
SHARE = 1000  # of the processors, where a hand-in has 100
END = 30  # seconds that processes may take to end when they are killed
NUMBERS = itertools.count()


class Group:
    """The control group of one sandbox."""

    def __init__(self, home, limits):
        self.path = home / f"hand-in-{os.getpid()}-{next(NUMBERS)}"
        self.path.mkdir()
        self._write("memory.max", limits.memory)
        self._write("memory.oom.group", 1)
        self._write("pids.max", limits.processes + 2)  # and those of bubblewrap
        if (self.path / "memory.swap.max").exists():
            self._write("memory.swap.max", 0)

    def _write(self, name, value):
        (self.path / name).write_text(str(value))

    @property
    def processes(self):
        """The file that a process writes its number to, to be in the group with all that it starts."""
        return self.path / "cgroup.procs"

    def seconds(self):
        """What its processes have computed so far, the dead included."""
        return int(_told(self.path / "cpu.stat")["usage_usec"]) / 1e6

    def was_full(self):
        """Whether the kernel has ended it because it held too much."""
        return int(_told(self.path / "memory.events")["oom_kill"]) > 0

    def remove(self):
        """Take away the group, once its processes, which were killed, have gone."""
        ends = time.monotonic() + END
        while _told(self.path / "cgroup.events")["populated"] != "0" and time.monotonic() < ends:
            time.sleep(0.01)
        self.path.rmdir()


def _told(file):
    return dict(line.split() for line in file.read_text().splitlines())


def make(limits):
    """A new group, or None where there can be none."""
    return Group(home(), limits) if home() else None


def told():
    """How what a hand-in uses is counted here, as a sentence."""
    how = (
        "by the kernel, in control groups" if home() else "by looks at /proc, since no control group is given"
    )
    return f"memory and time of the hand-ins were counted {how}"


@functools.cache
def home():
    """The group that was given to this process, ready to hold others, or None.

    That is the root of what it sees of the tree, or a group that systemd has marked as left to its
    processes. They move to a group below.
    """
    place = own().parent if own().name == OURS else own()
    return place if _is_given(place) and _has_moved(place) else None


def own():
    """The group of this process; the root where there is no tree."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    return next((ROOT / line[4:] for line in lines if line.startswith("0::/")), ROOT)


def _has_moved(place):
    """Move what is in a group to one below, so that it may hold others; whether that could be done."""
    try:
        (place / OURS).mkdir(exist_ok=True)
        if (place / "cgroup.type").exists():  # the root of the machine has none, and may hold processes
            for pid in (place / "cgroup.procs").read_text().split():
                (place / OURS / "cgroup.procs").write_text(pid)
        (place / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in WANTED))
        (place / OURS / "cpu.weight").write_text(str(SHARE))
    except OSError:  # another's process is there, or a controller is not ours to give
        return False
    return True


def _is_given(place):
    """Whether this process may make groups there, and nobody else expects to."""
    if not os.access(place / "cgroup.subtree_control", os.W_OK):
        return False
    has_all = set(WANTED) <= set((place / "cgroup.controllers").read_text().split())
    return has_all and (place == ROOT or not set(GIVEN).isdisjoint(os.listxattr(place)))

"""The command of bubblewrap that starts a sandbox, and what one may use.

No network, the file system of `image` read-only, numpy, an empty /tmp, and nothing else.
"""

import os
import platform
import shutil
from dataclasses import dataclass

from exercises.private.grading import image, seccomp

FIRST_USER = 60_000  # of those that root starts sandboxes as
MB = 1_000_000
HOW_TO_INSTALL = (
    "bubblewrap is missing: without a sandbox no submission is run. On Debian or Ubuntu: "
    "sudo apt-get install bubblewrap"
)


class SandboxError(RuntimeError):
    """No sandbox can be made on this machine; the message says how to get one."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use; times in seconds, sizes in bytes.

    Times are of computing, by all processes of the sandbox together: what runs beside it takes none of them.
    A clock on the wall may show `patience` times as much, since neighbours compute too.
    """

    question: float = 10  # all calls of one question together
    cell: float = 30
    check: float = 30  # the grader, for a look at what the answers gave
    submission: float = 900  # on the wall
    patience: float = 4
    restarts: int = 10  # of the notebook without a cell that was stopped
    memory: int = 1500 * MB
    file_size: int = 100 * MB
    disk: int = 200 * MB
    processes: int = 32

    def for_worker(self):
        """The part that the worker sets for itself before it runs anything."""
        return {
            "memory": 2 * self.memory,  # addresses, of which numpy reserves more than it uses
            "seconds": int(self.submission) + 1,
            "file_size": self.file_size,
            "processes": self.processes,
        }


def command(site):
    """The bubblewrap command that runs the worker in a folder that `image.prepare` has filled.

    The worker is the first process of its namespace: one of bubblewrap's, without limits or filter, would be
    open to a student's code that runs as the same user.

    Raises
    ------
    SandboxError
        If bubblewrap is not installed, or the system calls of this machine are not known.
    """
    program = shutil.which("bwrap")
    if not program:
        raise SandboxError(HOW_TO_INSTALL)
    if platform.machine() not in seccomp.MACHINES:
        raise SandboxError(f"the system calls of {platform.machine()} are not known to seccomp.py")
    apart, drop = separation()
    return [
        program, *apart, "--as-pid-1", "--die-with-parent", "--new-session",
        "--ro-bind", str(site), "/", *packages(), *disks(), *environment(),
        "--seccomp", "5", *drop, image.PYTHON, "-S", "/site/worker.py",
    ]  # fmt: skip


def separation():
    """Options for the namespaces, and the command that then drops the rights of root, if we are root.

    As root there is no user namespace: every sandbox has a user of its own, so that its processes count.
    """
    if os.geteuid() != 0:
        return ["--unshare-all"], []
    user = str(FIRST_USER + os.getpid())  # a process has one sandbox at a time
    apart = [f"--unshare-{kind}" for kind in ("ipc", "pid", "net", "uts", "cgroup-try")]
    drop = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--bounding-set=-all"]
    return apart, drop


def packages():
    """Options that show numpy, each of its folders by itself."""
    return [part for at in image.numpy_folders() for part in ("--ro-bind", str(at), f"/packages/{at.name}")]


def disks():
    """Options for what else there is: processes, devices, and two small disks in memory.

    /dev/zero is covered: mapped as shared, it is memory that belongs to no process.
    """
    return [
        "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/dev/null", "/dev/zero",
        *disk("/dev/shm"), *disk("/tmp"), "--chdir", "/tmp",
        "--remount-ro", "/dev",
    ]  # fmt: skip


def environment():
    """Options that set the environment variables, instead of ours."""
    variables = {
        "HOME": "/tmp",
        "PATH": "/bin",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": "/site:/packages",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
    }
    set_all = [part for name, value in variables.items() for part in ("--setenv", name, value)]
    return ["--clearenv", *set_all]


def disk(path):
    """An empty folder in memory that the student may write to, and that cannot grow without end."""
    return ["--size", str(Limits.disk), "--perms", "1777", "--tmpfs", path]

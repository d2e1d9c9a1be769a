"""What a sandbox sees, and what it may use: the command of bubblewrap that starts one.

No network, a read-only system, numpy and parts of mlplib, an empty /tmp. Hidden tests, other submissions
and the user's files are not there.
"""

import importlib.util
import os
import platform
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exercises.private.grading import seccomp

HERE = Path(__file__).parent
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
    """What a submission may use; times in seconds, sizes in bytes."""

    question: float = 10  # all calls of one question together
    cells: float = 60
    submission: float = 180
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


def prepare(folder, modules=()):
    """Fill a folder with all that a sandbox may import: the worker, numpy, and parts of mlplib.

    Parameters
    ----------
    folder : Path
        Empty.
    modules : iterable of str
        Modules of mlplib, such as 'datasets'; what is not named is not there.
    """
    folder.chmod(0o755)
    for name in ("worker.py", "protocol.py"):
        shutil.copy(HERE / name, folder / name)
    transformer = Path(importlib.util.find_spec("IPython").origin).parent
    for part in ("core/inputtransformer2.py", "utils/tokenutil.py"):
        (folder / "IPython" / part).parent.mkdir(parents=True)
        shutil.copy(transformer / part, folder / "IPython" / part)
    (folder / "IPython" / "__init__.py").write_text("from __main__ import get_ipython\n")
    library = HERE.parents[2] / "mlplib"
    for module in ("__init__", "_arguments", *modules):
        source = library / module if (library / module).is_dir() else library / f"{module}.py"
        copy = shutil.copytree if source.is_dir() else shutil.copy
        (folder / "mlplib").mkdir(exist_ok=True)
        copy(source, folder / "mlplib" / source.name)


def command(site):
    """The bubblewrap command that runs the worker with a prepared folder of packages and nothing else.

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
    python = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
    apart, drop = separation()
    return [
        program, *apart, "--as-pid-1", "--die-with-parent", "--new-session",
        *system(), *bind(site, "/site"), *disks(), *environment(),
        "--seccomp", "5", *drop, str(python), "-S", "/site/worker.py",
    ]  # fmt: skip


def separation():
    """Options for the namespaces, and the command that then drops the rights of root, if we are root.

    As root there is no user namespace: every sandbox has a user of its own, so that its processes count.
    """
    if os.geteuid() != 0:
        return ["--unshare-all"], []
    user = str(FIRST_USER + secrets.randbelow(5000))
    apart = [f"--unshare-{kind}" for kind in ("ipc", "pid", "net", "uts", "cgroup-try")]
    drop = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--bounding-set=-all"]
    return apart, drop


def system():
    """Options that show the system, Python and numpy, read-only."""
    seen = ["/usr", "/bin", "/lib", "/lib64", "/lib32", sys.base_prefix]
    binds = [part for path in dict.fromkeys(seen) if os.path.exists(path) for part in bind(path)]
    packages = Path(np.__file__).parents[1]
    for name in ("numpy", "numpy.libs"):
        if (packages / name).exists():
            binds += bind(packages / name, f"/packages/{name}")
    return binds


def disks():
    """Options for what else there is: processes, devices, and two small disks in memory.

    /dev/zero is covered: mapped as shared, it is memory that belongs to no process.
    """
    return [
        "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/dev/null", "/dev/zero",
        *disk("/dev/shm"), *disk("/tmp"), "--chdir", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/",
    ]  # fmt: skip


def environment():
    """Options that set the environment variables, instead of ours."""
    variables = {
        "HOME": "/tmp",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": "/site:/packages",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
    }
    set_all = [part for name, value in variables.items() for part in ("--setenv", name, value)]
    return ["--clearenv", *set_all]


def bind(path, to=None):
    """Show a path read-only, where it is or elsewhere, as a link if it is one; every user may enter it."""
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    above = reversed([str(parent) for parent in Path(to or path).parents][:-1])
    made = [part for parent in above for part in ("--perms", "0755", "--dir", parent)]
    return [*made, "--ro-bind", str(path), str(to or path)]


def disk(path):
    """An empty folder in memory that the student may write to, and that cannot grow without end."""
    return ["--size", str(Limits.disk), "--perms", "1777", "--tmpfs", path]

"""Starts a notebook in bubblewrap, and lets the grader call its functions; the trusted side.

The sandbox has no network, sees the system read-only, owns an empty /tmp, and gets the notebook through
a pipe. Hidden tests, other submissions and the user's files are not there. Limits hold for each process
(address space, CPU time, file size, number of processes) and, by a watchdog, for all of them together
(memory, time). `seccomp` forbids the system calls that would get round them.
"""

import contextlib
import fcntl
import importlib.util
import os
import platform
import secrets
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exercises.grading import protocol, seccomp

HERE = Path(__file__).parent
FIRST_USER = 60_000  # of those that root starts sandboxes as
MB = 1_000_000
START = 30  # seconds that a sandbox may take to start, before anything of the student's runs
LARGEST_INODE = 1024  # bytes that an empty file takes of the kernel's memory
HOW_TO_INSTALL = (
    "bubblewrap is missing: without a sandbox no submission is run. On Debian or Ubuntu: "
    "sudo apt-get install bubblewrap"
)
HOW_TO_ALLOW = (
    "bubblewrap cannot make a sandbox here: {}. Ubuntu 23.10 and newer restrict user namespaces; allow "
    "them with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
)
HOW_TO_FIX = "the sandbox does not start on this machine: {}"


class SandboxError(RuntimeError):
    """No sandbox can be made on this machine; the message says how to get one."""


class Stopped(Exception):
    """The student's process is gone, too slow, too large, or does not speak the protocol."""


class RemoteError(Exception):
    """The student's function raised; the class has the name of what it raised."""


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
    library = HERE.parents[1] / "mlplib"
    for module in ("__init__", "_checks", *modules):
        source = library / module if (library / module).is_dir() else library / f"{module}.py"
        copy = shutil.copytree if source.is_dir() else shutil.copy
        (folder / "mlplib").mkdir(exist_ok=True)
        copy(source, folder / "mlplib" / source.name)


def command(site):
    """The bubblewrap command that runs the worker with a prepared folder of packages and nothing else.

    /dev/zero is covered: mapped as shared, it is memory that belongs to no process.

    Raises
    ------
    SandboxError
        If bubblewrap is not installed, or the system calls of this machine are not known.
    """
    program = shutil.which("bwrap")
    if not program:
        raise SandboxError(HOW_TO_INSTALL)
    python = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
    seen = ["/usr", "/bin", "/lib", "/lib64", "/lib32", sys.base_prefix]
    binds = [part for path in dict.fromkeys(seen) if os.path.exists(path) for part in bind(path)]
    packages = Path(np.__file__).parents[1]
    for name in ("numpy", "numpy.libs"):
        if (packages / name).exists():
            binds += bind(packages / name, f"/packages/{name}")
    apart, drop = ["--unshare-all"], []
    if platform.machine() not in seccomp.MACHINES:
        raise SandboxError(f"the system calls of {platform.machine()} are not known to seccomp.py")
    if os.geteuid() == 0:  # no user namespace: another user in every sandbox, so that its processes count
        apart = [f"--unshare-{kind}" for kind in ("ipc", "pid", "net", "uts", "cgroup-try")]
        user = str(FIRST_USER + secrets.randbelow(5000))
        drop = ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--bounding-set=-all"]
    return [
        program, *apart, "--die-with-parent", "--new-session", "--clearenv",
        *binds, *bind(site, "/site"),
        "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/dev/null", "/dev/zero",
        *disk("/dev/shm"), *disk("/tmp"), "--chdir", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/",
        "--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LANG", "C.UTF-8",
        "--setenv", "PYTHONPATH", "/site:/packages", "--setenv", "PYTHONDONTWRITEBYTECODE", "1",
        "--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "PYTHONHASHSEED", "0",
        "--seccomp", "5", *drop, str(python), "-S", "/site/worker.py",
    ]  # fmt: skip


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


def descendants(pid):
    """A process and all below it, as far as /proc tells at this moment."""
    found, ahead = [], [pid]
    while ahead:
        current = ahead.pop()
        found.append(current)
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{current}/task"):
                ahead += map(int, Path(f"/proc/{current}/task/{task}/children").read_text().split())
    return found


def memory_of(pid):
    """Bytes that a process and all below it hold in memory; shared pages count once for each."""
    total = 0
    for each in descendants(pid):
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def disks_of(pid):
    """Bytes that the files on the disks of a sandbox take, by the pid of its first process."""
    total = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            disk = os.statvfs(f"/proc/{pid}/root/{folder}")
            total += (disk.f_blocks - disk.f_bfree) * disk.f_frsize
            total += (disk.f_files - disk.f_ffree) * LARGEST_INODE
    return total


class Sandbox:
    """One run of one notebook. A context; at its end every process of the sandbox is dead.

    Parameters
    ----------
    cells : list of str
        The code cells that are to run.
    site : Path
        The folder of packages that the notebook may import besides numpy.
    absorb : tuple of str
        Modules that are replaced by stand-ins that do nothing.
    limits : Limits
    ends : float
        When the submission has used up its time, by time.monotonic(); from now on if left out.

    Raises
    ------
    SandboxError
        If no sandbox can be made.
    Stopped
        If the cells take too long, or kill their process.
    """

    def __init__(self, cells, site, absorb=(), limits=None, ends=None):
        self.limits = limits or Limits()
        self.reason = self.said = ""
        self._handle = None  # of the first process, once it lives
        self.ends = ends or time.monotonic() + self.limits.submission
        requests, self._requests = map(high, os.pipe())
        self._replies, replies = map(high, os.pipe())
        try:
            self.process = start(command(site), requests, replies, seccomp.program())
        finally:
            os.close(requests)
            os.close(replies)
        for descriptor in (self._replies, self._requests, self.process.stderr.fileno()):
            os.set_blocking(descriptor, False)
        try:
            self._begin()
            setup = {"cells": cells, "absorb": list(absorb), "limits": self.limits.for_worker()}
            self.send(setup, self.limits.cells)
            self.failed = self.receive(self.limits.cells).get("ready", [])
        except BaseException:
            self.close()
            raise

    def _begin(self):
        """Wait until the worker lives. Until then the student has no say, so any failure is the machine's."""
        try:
            self.receive(START)
            self.first = descendants(self.process.pid)[1]
            self._handle = os.pidfd_open(self.first)
        except (Stopped, OSError, IndexError) as error:
            if time.monotonic() >= self.ends:
                raise Stopped(f"the whole submission took longer than {self.limits.submission:g} s") from None
            self.close()
            words = HOW_TO_ALLOW if self.said.startswith("bwrap:") else HOW_TO_FIX
            raise SandboxError(words.format(self.said or error)) from None
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """Kill every process of the sandbox, and wait until they are dead."""
        if self.process.stderr.closed:
            return
        self.kill()
        if self._handle is not None:
            select.select([self._handle], [], [], START)  # the first process ends when all others have
        self.process.wait()
        with contextlib.suppress(BlockingIOError):
            said = os.read(self.process.stderr.fileno(), 500)  # by bubblewrap itself
            self.said = said.decode(errors="replace").strip()
        self.process.stderr.close()
        os.close(self._requests)
        os.close(self._replies)
        if self._handle is not None:
            os.close(self._handle)

    def kill(self):
        """Kill the first process of the namespace, with which the kernel ends all others, and bubblewrap.

        By its handle, since its number could be another's by now; while there is none, by the numbers of
        all that bubblewrap has started: what starts does not yet die with its parent.
        """
        if self._handle is not None:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        elif self.process.poll() is None:
            for pid in descendants(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.process.kill()

    def _watch(self):
        """Kill the sandbox when its processes and its disks together hold too much memory."""
        while self.process.poll() is None:
            if memory_of(self.process.pid) + disks_of(self.first) > self.limits.memory:
                self.reason = f"it used more than {self.limits.memory // MB} MB of memory"
                self.kill()
            time.sleep(0.05)

    def send(self, message, seconds, ends=None):
        """Write a frame within some seconds (that end at `ends` if given), or raise Stopped."""
        try:
            data = memoryview(protocol.pack(message))
        except protocol.ProtocolError as error:
            raise Stopped(f"it was to get {error}") from None
        ends = min(ends or time.monotonic() + seconds, self.ends)
        while data:
            self._wait(ends, seconds, write=True)
            try:
                data = data[os.write(self._requests, data[: 1 << 16]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise Stopped(self._why()) from None

    def receive(self, seconds, ends=None):
        """Read a frame, a dict, within some seconds (that end at `ends` if given), or raise Stopped."""
        ends = min(ends or time.monotonic() + seconds, self.ends)
        try:
            n_bytes = protocol.length(self._read(4, ends, seconds))
            return protocol.unpack(protocol.weighed(self._read(n_bytes, ends, seconds)))
        except protocol.ProtocolError as error:
            raise Stopped(f"it sent {error}") from None

    def _read(self, n_bytes, ends, seconds):
        parts = bytearray()
        while len(parts) < n_bytes:
            self._wait(ends, seconds)
            try:
                part = os.read(self._replies, min(n_bytes - len(parts), 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise Stopped(self._why())
            parts += part
        return bytes(parts)

    def _wait(self, ends, seconds, *, write=False):
        left = ends - time.monotonic()
        ready = left > 0 and any(
            select.select([] if write else [self._replies], [self._requests] if write else [], [], left)
        )
        if not ready:
            if ends < self.ends:
                raise Stopped(f"it took longer than {seconds:g} s")
            raise Stopped(f"the whole submission took longer than {self.limits.submission:g} s")

    def _why(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        return self.reason or "its process ended before it answered"


def high(descriptor):
    """The same file under a number of 10 or more, out of the way of 3 and 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


def start(arguments, requests, replies, rules):
    """Start a command with two pipes as its file descriptors 3 and 4, and some bytes to read from 5."""
    reading, writing = map(high, os.pipe())
    os.write(writing, rules)  # they fit into the pipe
    os.close(writing)
    # A shell moves the pipes to fixed numbers: bubblewrap hands on what it inherits.
    given = {3: requests, 4: replies, 5: reading}
    moves = " ".join(f"{to}<&{at} {at}<&-" for to, at in given.items())
    process = subprocess.Popen(
        ["/bin/bash", "-c", f'exec {moves}; exec "$@"', "sandbox", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        pass_fds=given.values(), start_new_session=True, env={}, cwd="/",
    )  # fmt: skip
    os.close(reading)
    return process


class Answers:
    """The names of a notebook in a sandbox, as a mapping: functions become calls into the sandbox.

    All calls together may take as long as one question may.
    """

    def __init__(self, sandbox, seconds):
        self.sandbox, self.left = sandbox, seconds
        self.stopped = ""  # why the sandbox can no longer be asked
        self._mine = []  # functions of the tests that the sandbox may call back

    def get(self, name, default=None):
        """The value of a name, None where there is none."""
        return self._exchange({"name": name})

    def _call(self, target, arguments):
        values = [protocol.encode(argument, self._keep) for argument in arguments]
        return self._exchange(target | {"args": {"tuple": values}}, arguments)

    def _keep(self, thing):
        """A reference for what the sandbox cannot get: a function of numpy by its name, others by number."""
        if isinstance(thing, RemoteObject):
            return ["kept", thing.number]
        if isinstance(thing, np.ufunc):
            return ["numpy", thing.__name__]
        self._mine.append(thing)
        return ["mine", len(self._mine) - 1]

    def _found(self, reference):
        if not (isinstance(reference, list) and len(reference) == 3 and type(reference[0]) is int):
            raise protocol.ProtocolError("a reference that is none")
        number, kind, is_callable = reference
        return RemoteObject(self, number, str(kind)[:50], bool(is_callable))

    def _exchange(self, request, arguments=()):
        """Ask the sandbox and return what it answers; once it is stopped, it stays so."""
        if self.stopped:
            raise Stopped(self.stopped)
        start = time.monotonic()
        try:
            return self._ask(request, arguments, start + self.left)
        except Stopped as stopped:
            self.stopped = str(stopped)
            raise
        finally:
            self.left -= time.monotonic() - start

    def _ask(self, request, arguments, ends):
        nonce, seconds = secrets.token_hex(8), self.sandbox.limits.question
        self.sandbox.send(request | {"nonce": nonce}, seconds, ends)
        while "callback" in (reply := self.sandbox.receive(seconds, ends)):
            self.sandbox.send(self._called_back(reply), seconds, ends)
        if reply.get("nonce") != nonce:
            raise Stopped("it sent a reply that nobody had asked for")
        if "error" in reply:
            raise_remote(reply["error"])
        try:
            return self._read(reply, arguments)
        except (protocol.ProtocolError, TypeError, ValueError, LookupError) as error:
            raise Stopped(f"it sent what cannot be read: {error}") from None

    def _called_back(self, reply):
        """What a function of the tests answers when the student's code calls it."""
        try:
            function = self._mine[reply["callback"]]
            arguments = protocol.decode(reply["args"], self._found)
            answer = {"value": protocol.encode(function(*arguments), self._keep)}
            protocol.pack(answer)
            return answer
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"[:500]}

    def _read(self, reply, arguments):
        """The value of a reply; arrays that the call has changed are changed here too."""
        value = protocol.decode(reply.get("value"), self._found)
        for position, changed in reply.get("changed") or []:
            before, after = arguments[position], protocol.decode(changed, self._found)
            if (
                isinstance(before, np.ndarray)
                and before.shape == np.shape(after)
                and before.dtype == after.dtype
            ):
                before[...] = after
        return remote_function(value) if isinstance(value, RemoteObject) and value.is_callable else value


def raise_remote(error):
    """Raise what the student's function raised, as a class of that name."""
    kind, text = (
        str(part)[:500] for part in (error if isinstance(error, list) and len(error) == 2 else ["", ""])
    )
    if kind == "NotImplementedError":
        raise NotImplementedError(text)
    built_in = {
        error.__name__: error for error in (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError)
    }
    if kind in built_in:
        raise built_in[kind](text)
    raise type(kind if kind.isidentifier() else "RemoteError", (RemoteError,), {})(text)


class RemoteObject:
    """Something of the student's that stays in the sandbox."""

    def __init__(self, answers, number, kind, is_callable):
        self.answers, self.number, self.kind, self.is_callable = answers, number, kind, is_callable

    def __repr__(self):
        return f"<an object of type {self.kind}>"


def remote_function(thing):
    """A function that calls a kept object of the sandbox."""

    def call(*arguments):
        return thing.answers._call({"reference": thing.number}, arguments)

    call.__name__ = thing.kind
    return call

"""Starts a notebook in bubblewrap, speaks with it, and ends it; the trusted side.

Limits hold for each process (address space, file size, number of processes) and, by whoever waits for the
sandbox, for all of them together (memory, seconds of computing, seconds on the wall).
"""

import contextlib
import fcntl
import mmap
import os
import select
import signal
import socket
import subprocess
import time

from exercises.private.grading import protocol, seccomp, usage
from exercises.private.grading.bubblewrap import MB, Limits, SandboxError, command

START = 30  # seconds of computing that a sandbox may take to start, before anything of the student's runs
LOOK = 0.05  # seconds between two looks at what the sandbox uses
MEEK = "echo 1000 >/proc/self/oom_score_adj; renice -n 5 $$ >/dev/null"  # first to die, last to compute
HOW_TO_ALLOW = (
    "bubblewrap cannot make a sandbox here: {}. Ubuntu 23.10 and newer restrict user namespaces; allow "
    "them with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
)
HOW_TO_FIX = "the sandbox does not start on this machine: {}"


class Stopped(Exception):
    """The student's process is gone, too slow, too large, or does not speak the protocol."""


class CellStopped(Stopped):
    """This happened while a cell ran; the second argument is its number."""

    def __str__(self):
        return self.args[0]

    @property
    def cell(self):
        return self.args[1]


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
    CellStopped
        If a cell takes too long or too much memory, or kills its process.
    Stopped
        If this cannot be said of a cell.
    """

    def __init__(self, cells, site, absorb=(), limits=None, ends=None):
        self.limits = limits or Limits()
        self.said = ""
        self._handle = self.first = None  # of the first process, once it lives
        self._reason = mmap.mmap(-1, 200)  # shared with the copies of this process that run checks
        self._watcher, self._next, self._most = os.getpid(), 0, 0
        self.ends = ends or time.monotonic() + self.limits.submission
        requests, self._requests = channel()
        replies, self._replies = channel()
        try:
            self.process = start(command(site), requests, replies, seccomp.program())
        finally:
            os.close(requests)
            os.close(replies)
        for descriptor in (self._replies, self._requests, self.process.stderr.fileno()):
            os.set_blocking(descriptor, False)
        try:
            self._begin()
            self._run({"cells": cells, "absorb": list(absorb), "limits": self.limits.for_worker()})
        except BaseException:
            self.close()
            raise

    def _begin(self):
        """Wait until the worker lives. Until then the student has no say, so any failure is the machine's."""
        try:
            self._seconds, self._stops = START, START  # bubblewrap, Python and numpy compute little
            self.receive(time.monotonic() + START * self.limits.patience)
            self.first = usage.descendants(self.process.pid)[1]
            self._handle = os.pidfd_open(self.first)
        except (Stopped, OSError, IndexError) as error:
            if time.monotonic() >= self.ends:
                raise Stopped(f"the whole submission took longer than {self.limits.submission:g} s") from None
            self.close()
            words = HOW_TO_ALLOW if self.said.startswith("bwrap:") else HOW_TO_FIX
            raise SandboxError(words.format(self.said or error)) from None

    def _run(self, setup):
        """Let the worker run the cells, each of which it announces, and take down what failed."""
        ends, number = self.allow(self.limits.cell), None
        try:
            self.send(setup, ends)
            for _ in range(len(setup["cells"]) + 1):
                reply = self.receive(ends)
                if "ready" in reply:
                    self.failed = reply["ready"]
                    return
                ends, number = self.allow(self.limits.cell), reply.get("cell")
        except Stopped as stopped:
            raise (CellStopped(str(stopped), number) if type(number) is int else stopped) from None
        raise Stopped("it told of more cells than there are")

    def allow(self, seconds):
        """From now on, let it compute so long; when the wait for it ends, by time.monotonic()."""
        self._seconds, self._stops = seconds, self.computed() + seconds
        return time.monotonic() + seconds * self.limits.patience

    def computed(self):
        """Seconds that all its processes have computed so far."""
        self._most = max(self._most, usage.seconds_of(usage.descendants(self.process.pid)))
        return self._most

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
            for pid in usage.descendants(self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.process.kill()

    @property
    def reason(self):
        """Why it was killed, empty while it was not."""
        return self._reason[:].rstrip(b"\0").decode()

    def watch(self):
        """Kill the sandbox if its processes together hold too much memory or have computed too long.

        To be called often; it looks once in LOOK seconds.
        """
        if time.monotonic() < self._next or self.process.poll() is not None:
            return
        self._next = time.monotonic() + LOOK
        pids = usage.descendants(self.process.pid)
        held = usage.memory_of(pids)
        if self.first:
            held += usage.disks_of(self.first) + usage.sockets_of(self.first)
        if held > self.limits.memory:
            self._stop(f"it used more than {self.limits.memory // MB} MB of memory")
        elif self.computed() > self._stops:
            self._stop(f"it took longer than {self._seconds:g} s")

    def _stop(self, reason):
        self._reason[: len(reason)] = reason.encode()  # before the end that it explains
        self.kill()

    def send(self, message, ends):
        """Write a frame before a time by time.monotonic(), or raise Stopped."""
        try:
            data = memoryview(protocol.pack(message))
        except protocol.ProtocolError as error:
            raise Stopped(f"it was to get {error}") from None
        while data:
            self._wait(ends, write=True)
            try:
                data = data[os.write(self._requests, data[: 1 << 16]) :]
            except BlockingIOError:
                continue
            except ConnectionError:
                raise Stopped(self._why()) from None

    def receive(self, ends):
        """Read a frame, a dict, before a time by time.monotonic(), or raise Stopped."""
        try:
            n_bytes = protocol.length(self._read(4, ends))
            return protocol.unpack(protocol.weighed(self._read(n_bytes, ends)))
        except protocol.ProtocolError as error:
            raise Stopped(f"it sent {error}") from None

    def _read(self, n_bytes, ends):
        parts = bytearray()
        while len(parts) < n_bytes:
            self._wait(ends)
            try:
                part = os.read(self._replies, min(n_bytes - len(parts), 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise Stopped(self._why())
            parts += part
        return bytes(parts)

    def _wait(self, ends, *, write=False):
        """Wait until the channel is ready; look at the sandbox meanwhile, if this process is the one to."""
        reads, writes = ([], [self._requests]) if write else ([self._replies], [])
        while (left := min(ends, self.ends) - time.monotonic()) > 0:
            if os.getpid() == self._watcher:
                self.watch()
            if any(select.select(reads, writes, [], min(left, LOOK))):
                return
        if self.ends < ends:
            raise Stopped(f"the whole submission took longer than {self.limits.submission:g} s")
        raise Stopped(f"it waited, and took longer than {self._seconds * self.limits.patience:g} s")

    def _why(self):
        return self.reason or "its process ended before it answered"


def channel():
    """Two ends of a stream. Of sockets: a pipe could be opened again by its name in /proc, at either end."""
    return [high(end.detach()) for end in socket.socketpair()]


def high(descriptor):
    """The same file under a number of 10 or more, out of the way of 3 and 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


def start(arguments, requests, replies, rules):
    """Start a command with two channels as its file descriptors 3 and 4, and some bytes to read from 5."""
    reading, writing = map(high, os.pipe())
    os.write(writing, rules)  # they fit into the pipe
    os.close(writing)
    # A shell moves them to fixed numbers, which bubblewrap hands on.
    given = {3: requests, 4: replies, 5: reading}
    moves = " ".join(f"{to}<&{at} {at}<&-" for to, at in given.items())
    process = subprocess.Popen(
        ["/bin/bash", "-c", f'exec {moves}; {MEEK}; exec "$@"', "sandbox", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        pass_fds=given.values(), start_new_session=True, env={}, cwd="/",
    )  # fmt: skip
    os.close(reading)
    return process

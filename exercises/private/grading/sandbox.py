"""Starts a notebook in bubblewrap, speaks with it, and ends it; the trusted side.

Limits hold for each process (address space, CPU time, file size, number of processes) and, by a watchdog,
for all of them together (memory, time).
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from exercises.private.grading import protocol, seccomp
from exercises.private.grading.bubblewrap import MB, Limits, SandboxError, command

START = 30  # seconds that a sandbox may take to start, before anything of the student's runs
LARGEST_INODE = 1024  # bytes that an empty file takes of the kernel's memory
HOW_TO_ALLOW = (
    "bubblewrap cannot make a sandbox here: {}. Ubuntu 23.10 and newer restrict user namespaces; allow "
    "them with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
)
HOW_TO_FIX = "the sandbox does not start on this machine: {}"


class Stopped(Exception):
    """The student's process is gone, too slow, too large, or does not speak the protocol."""


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
            except ConnectionError:
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
    # A shell moves them to fixed numbers: bubblewrap hands on what it inherits.
    given = {3: requests, 4: replies, 5: reading}
    moves = " ".join(f"{to}<&{at} {at}<&-" for to, at in given.items())
    process = subprocess.Popen(
        ["/bin/bash", "-c", f'exec {moves}; exec "$@"', "sandbox", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        pass_fds=given.values(), start_new_session=True, env={}, cwd="/",
    )  # fmt: skip
    os.close(reading)
    return process

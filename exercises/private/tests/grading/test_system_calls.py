"""Each system call that the filter refuses, and each limit of a sandbox, is tried by itself in a real one.

The filter is told to refuse with an error of its own, which the system gives for none of these calls: a call
that it forgot shows, whatever else would have stopped it.
"""

import errno

import pytest

from exercises.private.grading import seccomp
from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.sandbox import Sandbox

OWN = errno.EDOM
LIMITS = Limits(cell=5)
BEGIN = """
import ctypes, mmap, os, platform, resource, socket, threading, time
c = ctypes.CDLL(None, use_errno=True)
def call(x86_64, aarch64, *given):
    number = ctypes.c_long(x86_64 if platform.machine() == "x86_64" else aarch64)
    return c.syscall(number, *given)
def tell(result):
    raise OSError(ctypes.get_errno() if result == -1 else 0, f"result {result}")
"""
# Refused whatever they ask for; as the C library has them, or by their numbers on x86-64 and on ARM64.
CALLS = {
    "memfd_create": "c.memfd_create(b'x', 0)",
    "memfd_secret": "call(447, 447, 0)",
    "shmget": "c.shmget(0, 4096, 0o1600)",
    "msgget": "c.msgget(0, 0o1600)",
    "semget": "c.semget(0, 1, 0o1600)",
    "mq_open": "c.mq_open(b'/x', 0o102, 0o600, None)",
    "unshare": "c.unshare(0)",
    "setns": "c.setns(0, 0)",
    "ptrace": "c.ptrace(0, 0, 0, 0)",
    "syslog": "c.klogctl(10, None, 0)",
    "add_key": "call(248, 217, b'user', b'x', b'x', 1, -3)",
    "request_key": "call(249, 218, b'user', b'x', None, -3)",
    "keyctl": "call(250, 219, 0, -3, 1)",
    "bpf": "call(321, 280, 0, None, 0)",
    "perf_event_open": "call(298, 241, None, 0, -1, -1, 0)",
    "userfaultfd": "call(323, 282, 1)",
    "io_uring_setup": "call(425, 425, 1, None)",
    "io_setup": "call(206, 0, 1, None)",
    "inotify_init": "c.inotify_init()",
    "inotify_init1": "c.inotify_init1(0)",
    "fanotify_init": "c.fanotify_init(0x200, 0)",
    "vmsplice": "c.vmsplice(0, None, 0, 0)",
    "sync": "call(162, 81)",
    "syncfs": "c.syncfs(0)",
}
NAMESPACES = ("NEWNS", "NEWCGROUP", "NEWUTS", "NEWIPC", "NEWUSER", "NEWPID", "NEWNET")
FLAGS = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
IN_A_CHILD = """
before = os.getsid(0)
if not (child := os.fork()): os._exit(c.setsid() != 0 or os.getsid(0) != before)
raise OSError(os.waitpid(child, 0)[1], "")
"""
REFUSED = {name: (f"tell({code})", OWN) for name, code in CALLS.items()}
REFUSED |= {
    f"clone with {name}": (f"tell(call(56, 220, {flag} | 17, 0, 0, 0, 0))", OWN)
    for name, flag in zip(NAMESPACES, FLAGS, strict=True)
}
REFUSED |= {
    f"{call} of {name}": (f"tell(c.{call}({number}, 2, 0, (ctypes.c_int * 2)()))", errno.EAFNOSUPPORT)
    for name, number in {"INET": 2, "INET6": 10, "NETLINK": 16, "PACKET": 17, "VSOCK": 40}.items()
    for call in ("socket", "socketpair")
}
REFUSED |= {
    "mmap of shared memory without a file": ("mmap.mmap(-1, 4096)", OWN),
    "getpid under its number of x32": ("tell(c.syscall(ctypes.c_long(0x40000000 + 39)))", OWN),
    "clone3": ("tell(call(435, 435, None, 0))", errno.ENOSYS),
    "setsid, without a word": (IN_A_CHILD, 0),
}
# Each begins with what it takes, and ends with what gives it back to the next.
TAKE = "kept = []\ntry:\n    for k in range({}): kept.append({})\nfinally: [{} for each in kept]"
FILE = "os.open(f'{}/{{k}}', os.O_CREAT | os.O_RDWR)"
BOUNDED = {
    "files that are open": (TAKE.format(99, "os.open('/dev/null', 0)", "os.close(each)"), errno.EMFILE),
    "processes": (
        TAKE.format(
            LIMITS.processes + 1, "os.fork() or time.sleep(99)", "(os.kill(each, 9), os.waitpid(each, 0))"
        ),
        errno.EAGAIN,
    ),
    "the length of a file": (
        f"fd = {FILE.format('/tmp')}\nos.truncate(fd, {LIMITS.file_size + 1})".replace("{k}", "x"),
        errno.EFBIG,
    ),
    "addresses": (
        f"mmap.mmap(-1, {2 * LIMITS.memory}, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
        errno.ENOMEM,
    ),
    "memory that is never swapped": ("tell(c.mlock(ctypes.create_string_buffer(9), 9))", errno.EPERM),
    "timers": (
        TAKE.format(99, "c.timer_create(0, None, ctypes.byref(ctypes.c_long())) and tell(-1)", "0"),
        errno.EAGAIN,
    ),
    "seconds": ("raise OSError(resource.getrlimit(resource.RLIMIT_CPU)[1], '')", int(LIMITS.submission) + 1),
    "dumps of memory": ("raise OSError(resource.getrlimit(resource.RLIMIT_CORE)[1], '')", 0),
}
FILL = """
fds = [os.open(f"{0}/{{k}}", os.O_CREAT | os.O_RDWR) for k in range(3)]
try: [os.posix_fallocate(fd, 0, {1}) for fd in fds]
finally: [(os.close(fd), os.unlink(f"{0}/{{k}}")) for k, fd in enumerate(fds)]
"""
BOUNDED |= {
    f"the disk {place}": (FILL.format(place, LIMITS.disk // 2), errno.ENOSPC)
    for place in ("/tmp", "/dev/shm")
}
ROWS = REFUSED | BOUNDED


@pytest.fixture(scope="module")
def said(site):
    """{row: error number} of cells that each try one row."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seccomp, "REFUSED", OWN)
        with Sandbox([BEGIN, *(code for code, _ in ROWS.values())], site, limits=LIMITS) as sandbox:
            failed = {number: words for number, _, words in sandbox.failed}
    return {row: failed.get(number, "no error") for number, row in enumerate(ROWS, 2)}


@pytest.mark.parametrize("row", REFUSED)
def test_a_call_is_refused(said, row):
    assert said[row].startswith(f"[Errno {REFUSED[row][1]}] ")


@pytest.mark.parametrize("row", BOUNDED)
def test_what_a_sandbox_takes_is_bounded(said, row):
    assert said[row].startswith(f"[Errno {BOUNDED[row][1]}] ")


def test_every_call_of_the_filter_is_tried():
    assert set(CALLS) == set(seccomp.FORBIDDEN)

"""System calls that no answer needs and that get round the sandbox: a seccomp filter, as bwrap reads it.

Most of them make memory that belongs to no process, so that the watchdog cannot see it (memory files,
shared memory, a new namespace with disks of its own); others use up what all sandboxes share (async I/O,
watches of files, the disks' time), reach what namespaces do not part (keys, sockets of a virtual machine), or
are known as doors into the kernel. They fail as if they were not allowed.
"""

import errno
import platform
import struct

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # audit number, column of the tables
FORBIDDEN = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "syslog": (103, 116),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_setup": (206, 0),
    "inotify_init": (253, 26),  # ARM64 has only the next
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "vmsplice": (278, 75),
    "sync": (162, 81),
    "syncfs": (306, 267),
}
CLONE, MMAP, CLONE3, SETSID = (56, 220), (9, 222), (435, 435), (112, 157)
SOCKETS = ((41, 198), (53, 199))  # socket and socketpair
NAMESPACES = 0x7E020000  # flags of clone that make any namespace
SHARED_ANONYMOUS = 0x21  # flags of mmap: memory that outlives the process that filled it
FAMILY = 1  # of sockets: unix; buffers of TCP are memory that all sandboxes share
LOAD, AND, RETURN = 0x20, 0x54, 0x06  # of the machine that runs a filter, each with a number k
IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT = 0x15, 0x35, 0x45  # skip so many steps if so, so many if not
NUMBER, MACHINE, FIRST, FOURTH = 0, 4, 16, 40  # where a call's number, machine and arguments lie
ALLOW, FAIL = 0x7FFF0000, 0x00050000  # FAIL + an error number
REFUSED = errno.EPERM  # what a call that is not allowed gives


def step(code, k, then=0, otherwise=0):
    return struct.pack("<HBBI", code, then, otherwise, k)


def fail(error=None):
    return step(RETURN, FAIL + (REFUSED if error is None else error))


def block(number, *steps):
    """Steps for one system call; the others skip them. Afterwards the number is loaded again."""
    inside = [*steps, step(LOAD, NUMBER)]
    return [step(IF_EQUAL, number, 0, len(inside)), *inside]


def program(machine=None):
    """The filter as bytes, or KeyError if the numbers of this machine's calls are not known."""
    audit, column = MACHINES[machine or platform.machine()]
    steps = [step(LOAD, MACHINE), step(IF_EQUAL, audit, 1, 0), fail(), step(LOAD, NUMBER)]
    steps += [step(IF_AT_LEAST, 0x40000000, 0, 1), fail()]  # the same calls under other numbers
    for numbers in FORBIDDEN.values():
        steps += [step(IF_EQUAL, numbers[column], 0, 1), fail()]
    # The flags of clone3 lie where a filter cannot look; without it, the C library takes clone.
    steps += block(CLONE3[column], fail(errno.ENOSYS))
    steps += block(SETSID[column], fail(0))  # as if it had one: each session has its share of the processors
    steps += block(CLONE[column], step(LOAD, FIRST), step(IF_ANY_BIT, NAMESPACES, 0, 1), fail())
    shared = [step(AND, SHARED_ANONYMOUS), step(IF_EQUAL, SHARED_ANONYMOUS, 0, 1), fail()]
    steps += block(MMAP[column], step(LOAD, FOURTH), *shared)
    for numbers in SOCKETS:
        known = step(IF_EQUAL, FAMILY, 1, 0)
        steps += block(numbers[column], step(LOAD, FIRST), known, fail(errno.EAFNOSUPPORT))
    return b"".join([*steps, step(RETURN, ALLOW)])

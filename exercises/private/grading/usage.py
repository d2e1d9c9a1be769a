"""What a sandbox uses of the machine, all its processes together, as /proc tells it."""

import contextlib
import os
from pathlib import Path

LARGEST_INODE = 1024  # bytes that an empty file takes of the kernel's memory
PAGE, TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
SOCKET = 2 * int(Path("/proc/sys/net/core/wmem_max").read_text())  # bytes in the letters that one can hold


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


def memory_of(pids):
    """Bytes that processes hold in memory; shared pages count once for each."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return total


def seconds_of(pids):
    """Seconds that processes, and those of their children that they have buried, have computed."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / TICKS


def disks_of(pid):
    """Bytes that the files on the disks of a sandbox take, by the pid of its first process."""
    total = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            disk = os.statvfs(f"/proc/{pid}/root/{folder}")
            total += (disk.f_blocks - disk.f_bfree) * disk.f_frsize
            total += (disk.f_files - disk.f_ffree) * LARGEST_INODE
    return total


def sockets_of(pid):
    """Bytes that the sockets of a sandbox can hold, by the pid of its first process."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/net/unix").read_bytes().count(b"\n") * SOCKET
    return 0

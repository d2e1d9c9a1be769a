"""The files in folders, zips and tars, read in memory: no link is followed, no path in an archive is used.

What a hand-in may cost is a budget that also the files use up that cannot be unpacked.
"""

import bz2
import gzip
import os
import stat
import tarfile
import time
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from exercises.private.grading import text
from exercises.private.grading.notebook_file import MAX_NOTEBOOK

MAX_BYTES = MAX_NOTEBOOK  # of one file
MAX_ARCHIVE = 200_000_000  # of an archive, and of all that a hand-in unpacks to
MAX_ENTRIES = 20_000  # of the archives of a hand-in together
MAX_SECONDS = 20
MAX_DEPTH = 3  # archives in archives
CHUNK = 1 << 20
LONGEST_PLACE = 300  # characters of a path that are shown
SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".gz", ".bz2")
NOT_OPENED = {".7z": "7z", ".rar": "RAR", ".xz": "xz", ".txz": "xz", ".zst": "Zstandard", ".egg": "ALZip"}
NOT_OPENED |= {".alz": "ALZip", ".lz4": "LZ4", ".lzh": "LZH", ".iso": "ISO"}
ZIP, ENTRY = b"PK\x03\x04", b"PK\x01\x02"
MARKS = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\xfd7zXZ\x00": "xz",
    b"ALZ\x01": "ALZip",
    b"EGGA": "ALZip",
}


class Refused(ValueError):
    """A file that is not opened; the message is the rest of a sentence that begins with its name."""


class Spent(Refused):
    """A hand-in that has cost all it may."""


class Budget:
    """What one hand-in may still cost in files, bytes and seconds."""

    def __init__(self, entries=MAX_ENTRIES, n_bytes=MAX_ARCHIVE, seconds=MAX_SECONDS):
        self.entries, self.bytes, self.ends = entries, n_bytes, time.monotonic() + seconds

    def spend(self, *, entries=0, n_bytes=0):
        """Take from it.

        Raises
        ------
        Spent
            If nothing is left; the message says of what.
        """
        self.entries -= entries
        self.bytes -= n_bytes
        if self.entries < 0:
            raise Spent(f"has more than {MAX_ENTRIES} files; the others were not read")
        if self.bytes < 0:
            raise Spent(f"unpacks to more than {MAX_ARCHIVE // 1_000_000} MB; the rest was not read")
        if time.monotonic() > self.ends:
            raise Spent(f"takes more than {MAX_SECONDS} s to unpack; the rest was not read")


@dataclass(frozen=True)
class File:
    """A file that may be handed in.

    Attributes
    ----------
    path : tuple of str
        The names of its folders and its own, below what the grader was given.
    source : str
        Printable path, with `!` between an archive and what is in it.
    date : str
        ISO, as the file or the archive tells: it orders the files of one student, and proves nothing.
    load : callable
        load(limit, budget) gives its bytes, or raises Refused.
    """

    path: tuple
    source: str
    date: str
    load: Callable

    @property
    def name(self):
        return self.path[-1]


def is_archive(name, data=b""):
    """Whether it is one by its name or its first bytes, opened or not."""
    return name.lower().endswith(SUFFIXES) or data.startswith((ZIP, *MARKS))


def parts(name):
    """The folders and the file of a path, in the normal form of Unicode, without what leads upwards."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    return tuple(part.strip() for part in name.split("/") if part.strip() not in ("", ".", ".."))


def place(*names):
    """Where something lies, on one line; of a very long path the end, which tells more."""
    shown = text.visible("!".join(map(str, names)))
    return shown if len(shown) <= LONGEST_PLACE else f"...{shown[-LONGEST_PLACE:]}"


def in_folder(folder):
    """The files of a folder and of those in it; an OSError where one cannot be looked into."""

    def refuse(error):
        raise error

    for root, folders, names in os.walk(folder, onerror=refuse):
        folders.sort()
        links = [name for name in folders if Path(root, name).is_symlink()]  # named, as what else is no file
        for name in sorted(names + links):
            path = Path(root, name)
            yield on_disk(path, parts(path.relative_to(folder).as_posix()))


def on_disk(path, below=None):
    """A file of a folder, which may be hostile, or one that the grader's user has named."""
    info = path.stat() if below is None else path.lstat()
    where = below or (path.name,)

    def load(limit, budget):
        if stat.S_ISLNK(info.st_mode):
            raise Refused("is a link to another file")
        if not stat.S_ISREG(info.st_mode):
            raise Refused("is no file")  # reading a pipe would wait for ever
        try:
            with path.open("rb") as file:
                return _within(file, limit, budget)
        except OSError as error:
            raise Refused(f"cannot be read: {error.strerror}") from None

    return File(where, place(path), _date(info.st_mtime), load)


def _within(file, limit, budget):
    """The bytes of an open file, each of which is paid for before the next is read."""
    pieces, size = [], 0
    while piece := file.read(CHUNK):
        size += len(piece)
        budget.spend(n_bytes=len(piece))
        if size > limit:
            raise Refused(f"is larger than {limit // 1_000_000} MB")
        pieces.append(piece)
    return b"".join(pieces)


def _date(seconds):
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""


def in_archive(file, name, source, budget):
    """The files of a zip or tar; `file` is its path or its bytes, and the budget pays for what is listed.

    Raises
    ------
    Refused
        If it cannot be read at all.
    """
    start = _start(file)
    if mark := next((mark for mark in MARKS if start.startswith(mark)), None):
        raise Refused(not_opened(MARKS[mark]))
    is_zip = start.startswith(ZIP) or name.lower().endswith(".zip")
    try:
        if is_zip:
            return _in_zip(file, source, budget)
        return _in_tar(file.read_bytes() if isinstance(file, Path) else file, name, source, budget)
    except Refused:
        raise
    except Exception as error:  # damaged in one of many ways
        kind = "zip" if is_zip else "tar"
        raise Refused(f"is a {kind} that cannot be read: {type(error).__name__}") from None


def not_opened(kind):
    return f"is a {kind} archive, which the grader does not open: hand in the notebook itself (.ipynb)"


def _start(file):
    if not isinstance(file, Path):
        return file[:8]
    with file.open("rb") as opened:
        return opened.read(8)


def _in_zip(file, source, budget):
    if isinstance(file, bytes):  # pay for the entries before they are read into memory
        budget.spend(entries=file.count(ENTRY))
    archive = zipfile.ZipFile(BytesIO(file) if isinstance(file, bytes) else file)
    names = names_of(archive.infolist())
    found = [(parts(name), entry) for name, entry in zip(names, archive.infolist(), strict=True)]
    return [
        File(path, place(source, "/".join(path)), _stamp(entry), _unzip(archive, entry))
        for path, entry in found
        if path and not entry.is_dir() and not entry.filename.endswith("\\")
    ]


def names_of(entries):
    """The names of the entries of a zip; what is not said to be UTF-8 may be that of macOS, or Korean."""
    plain = {entry.filename for entry in entries if not entry.flag_bits & 0x800}
    encoding = next((code for code in ("utf-8", "cp949") if _fits("".join(plain), code)), "cp437")
    return [_again(name, encoding) if (name := entry.filename) in plain else name for entry in entries]


def _again(name, encoding):
    """A name that was read as that of old DOS, in another encoding."""
    return name.encode("cp437").decode(encoding)


def _fits(names, encoding):
    """Whether it is the encoding of these names; the second byte of most Korean letters is no ASCII."""
    try:
        read = _again(names, encoding)
    except UnicodeError:
        return False
    pairs = [letter.encode("cp949") for letter in read if not letter.isascii()] if encoding == "cp949" else []
    return 2 * sum(min(pair) > 0xA0 for pair in pairs) >= len(pairs)


def _stamp(entry):
    try:
        return datetime(*entry.date_time).isoformat()
    except ValueError:
        return ""


def _unzip(archive, entry):
    def load(limit, budget):
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("is a link to another file")
        if entry.flag_bits & 1:
            raise Refused("cannot be unpacked: it is locked with a password")
        try:
            with archive.open(entry) as file:
                return _within(file, limit, budget)
        except Refused:
            raise
        except Exception as error:  # damaged, an unknown compression
            raise Refused(f"cannot be unpacked: {type(error).__name__}") from None

    return load


def _in_tar(data, name, source, budget):
    kind = PurePosixPath(name.lower()).suffix
    if kind in (".gz", ".tgz"):
        data = _within(gzip.GzipFile(fileobj=BytesIO(data)), MAX_ARCHIVE, budget)
    elif kind in (".bz2", ".tbz2"):
        data = _within(bz2.BZ2File(BytesIO(data)), MAX_ARCHIVE, budget)
    if data[257:262] != b"ustar":  # one file, compressed
        return [_alone(data, PurePosixPath(name).stem, source)]
    archive, found = tarfile.TarFile(fileobj=BytesIO(data)), []
    for member in archive:
        budget.spend(entries=1)
        if (path := parts(member.name)) and not member.isdir():
            where = place(source, "/".join(path))
            found.append(File(path, where, _date(member.mtime), _untar(archive, member)))
    return found


def _alone(data, name, source):
    def load(limit, budget):
        return _within(BytesIO(data), limit, budget)

    return File((name,), place(source, name), "", load)


def _untar(archive, member):
    def load(limit, budget):
        if not member.isreg():
            raise Refused("is a link to another file" if member.islnk() or member.issym() else "is no file")
        return _within(archive.extractfile(member), limit, budget)

    return load

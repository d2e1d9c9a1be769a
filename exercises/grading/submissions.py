"""Finds what was handed in: notebooks in a folder, in the zip of a learning platform, or named one by one.

Nothing is unpacked to disk. Links are not followed, paths inside a zip are only read as names.
"""

import os
import re
import stat
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

MAX_BYTES = 20_000_000  # of one file inside a zip, and ten times that of a zip inside a zip
MAX_ENTRIES = 20_000
MOODLE = re.compile(r"^(?P<student>.+?)_\d+_assignsubmission_file")
CANVAS = re.compile(r"^(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_.*?(?:-(?P<attempt>\d+))?\.ipynb$")


@dataclass(frozen=True)
class Submission:
    """One notebook of one student: who, from where, when, its bytes, or why there are none."""

    student: str
    source: str
    time: str  # ISO, as the file or the zip tells
    data: bytes = b""
    problem: str = ""


def find(paths):
    """All submissions in folders, zips and notebooks, the latest of each student, by student.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    found = []
    for path in map(Path, paths):
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        found += list(in_folder(path) if path.is_dir() else in_file(path))
    latest = {}
    for submission in sorted(found, key=lambda s: (s.time, s.source)):
        latest[submission.student] = submission
    return [latest[student] for student in sorted(latest)]


def in_folder(folder):
    """Submissions of a folder and the folders in it; links are named as problems, not followed."""
    for root, _, names in os.walk(folder, followlinks=False):
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix in (".ipynb", ".zip"):
                student = student_of(PurePosixPath(path.relative_to(folder)))
                if path.is_symlink():
                    yield Submission(student, str(path), "", problem="it is a link to another file")
                else:
                    yield from in_file(path, student)


def in_file(path, student=None):
    """The submission of a notebook, or those of a zip."""
    time = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    student = student or student_of(PurePosixPath(path.name))
    if path.suffix != ".zip":
        large = path.stat().st_size > MAX_BYTES
        data, problem = (
            (b"", f"it is larger than {MAX_BYTES // 1_000_000} MB") if large else (path.read_bytes(), "")
        )
        yield Submission(student, str(path), time, data, problem)
        return
    yield from in_zip(path.read_bytes(), str(path))


def in_zip(data, source, depth=0):
    """Submissions of a zip: its notebooks, and those of the zips in it, one level down."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        yield Submission(student_of(PurePosixPath(source)), source, "", problem="the zip cannot be read")
        return
    with archive:
        for entry in archive.infolist()[:MAX_ENTRIES]:
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            if entry.is_dir() or name.suffix not in (".ipynb", ".zip") or "__MACOSX" in name.parts:
                continue
            yield from _entry(archive, entry, name, source, depth)


def _entry(archive, entry, name, source, depth):
    student, where = student_of(name), f"{source}!{entry.filename}"
    time = datetime(*entry.date_time).isoformat() if _is_date(entry.date_time) else ""
    limit = MAX_BYTES * (10 if name.suffix == ".zip" else 1)
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield Submission(student, where, time, problem="it is a link to another file")
        return
    try:
        with archive.open(entry) as file:
            data = file.read(limit + 1)
    except Exception as error:  # encrypted, damaged, an unknown compression
        yield Submission(student, where, time, problem=f"it cannot be unpacked: {type(error).__name__}")
        return
    if len(data) > limit:
        yield Submission(student, where, time, problem=f"it unpacks to more than {limit // 1_000_000} MB")
    elif name.suffix == ".zip" and depth == 0:
        for inner in in_zip(data, where, depth=1):
            yield Submission(student, inner.source, time, inner.data, inner.problem)
    elif name.suffix == ".ipynb":
        yield Submission(student, where, time, data)


def _is_date(parts):
    try:
        datetime(*parts)
    except ValueError:
        return False
    return True


def student_of(name):
    """Who handed in a file, by the names that Moodle and Canvas give; else the folder or file itself."""
    for part in name.parts:
        if moodle := MOODLE.match(part):
            return moodle["student"]
    if canvas := CANVAS.match(name.name):
        return canvas["student"]
    inside = [part for part in name.parts[:-1] if part not in ("/", "..", ".")]
    return inside[0] if inside else name.stem

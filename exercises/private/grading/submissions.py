"""Finds what was handed in: notebooks in a folder, in the zip of a learning platform, or named one by one.

Nothing is unpacked to disk. Links are not followed, paths inside a zip are only read as names. A zip that
is named is a learning platform's, and the names in it tell the students; a zip in a folder or in a zip was
made by a student, so that what is in it counts as theirs and as old as the zip, whatever it says.
"""

import os
import re
import stat
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

from exercises.private.grading import text

MAX_BYTES = 20_000_000  # of one file inside a zip
MAX_ZIP = 200_000_000  # of a student's zip, and of all that is in it
MAX_ENTRIES = 20_000
MOODLE = re.compile(r"^(?P<student>.+?)_(?P<id>\d+)_assignsubmission_file")
CANVAS = re.compile(r"^(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<file>\d+)_.")


@dataclass(frozen=True)
class Submission:
    """One notebook of one student: who, from where, when, its bytes, or why there are none."""

    student: str
    key: str  # unique within the batch, and the same in every run
    source: str
    time: str  # ISO, as the platform records it
    data: bytes = b""
    problem: str = ""
    id: str = ""  # by which a platform tells students of one name apart
    platform: str = ""
    late: str = ""  # "late", "in time", or "" where it is not known
    hours_late: float | None = None
    others: tuple = ()  # sentences: what else was there, and why it does not count
    person: object = None  # the line of the roster
    members: tuple = ()  # further people of the same group


def find(paths):
    """All submissions in folders, zips and notebooks, the latest of each student, by student.

    Of those of one time, one that can be read counts, and among them the last one found.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    """
    latest = {}
    for path in map(Path, paths):
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        for submission in in_folder(path) if path.is_dir() else in_file(path):
            who = (submission.student, submission.id)
            if who not in latest or _rank(submission) >= _rank(latest[who]):
                latest[who] = submission
    names = [student for student, _ in latest]
    found = [
        replace(submission, student=(name := _named(student, number, names)), key=name)
        for (student, number), submission in latest.items()
    ]
    return sorted(found, key=lambda submission: submission.student)


def _named(student, number, names):
    return f"{student} ({number})" if names.count(student) > 1 else student


def _rank(submission):
    """What the latest has most of; Canvas counts its files, and need not keep their times."""
    canvas = CANVAS.match(PurePosixPath(submission.source.rpartition("!")[2]).name)
    return int(canvas["file"]) if canvas else 0, submission.time, not submission.problem


def in_folder(folder):
    """Submissions of a folder and the folders in it; links are named as problems, not followed."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))  # no checkpoints
        for name in sorted(names):
            path = Path(root, name)
            if _is_wanted(name):
                yield from in_file(path, student_of(PurePosixPath(path.relative_to(folder))))


def _is_wanted(name):
    return (_is_notebook(name) or name.lower().endswith(".zip")) and not name.startswith(".")


def _is_notebook(name):
    return name.lower().endswith((".ipynb", ".ipynb.txt", ".ipynb.json"))  # as browsers rename it


def in_file(path, owner=None):
    """The submission of a notebook, or those of a zip, which is a student's if it has an owner."""
    student, number = owner or student_of(PurePosixPath(path.name))
    source = text.name(str(path))
    try:
        info = path.lstat()
        problem = _problem_of(info, is_named=owner is None)
        if not problem and path.suffix.lower() == ".zip":
            yield from in_zip(path, source, owner and (*owner, _time(info.st_mtime)))
            return
        data = b"" if problem else path.read_bytes()
    except OSError as error:
        yield Submission(
            student, student, source, "", problem=f"it cannot be read: {error.strerror}", id=number
        )
        return
    yield Submission(student, student, source, _time(info.st_mtime), data, problem, number)


def _problem_of(info, *, is_named):
    """Why a file is not opened, or nothing; what the grader's user named may be a link."""
    if stat.S_ISLNK(info.st_mode):
        return "" if is_named else "it is a link to another file"
    if not stat.S_ISREG(info.st_mode):
        return "it is no file"  # reading a pipe would wait for ever
    return (
        f"it is larger than {MAX_BYTES // 1_000_000} MB" if not is_named and info.st_size > MAX_BYTES else ""
    )


def _time(seconds):
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""


def in_zip(file, source, owner=None):
    """Submissions of a zip: its notebooks, and those of the zips in it, one level down.

    `owner` is None for the zip of a learning platform, else (student, id, time) of who made it.
    """
    student, number, time = owner or (PurePosixPath(source).stem, "", "")
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # damaged in one of many ways
        problem = f"the zip cannot be read: {type(error).__name__}"
        yield Submission(student, student, source, time, problem=problem, id=number)
        return
    left = MAX_ZIP
    with archive:
        entries = archive.infolist()
        for entry in sorted(entries[:MAX_ENTRIES], key=lambda entry: entry.date_time):
            for found in _entry(archive, entry, source, owner):
                left -= len(found.data) if owner else 0
                yield found
            if left < 0:
                problem = f"the zip unpacks to more than {MAX_ZIP // 1_000_000} MB"
                yield Submission(student, student, source, time, problem=problem, id=number)
                return
    if len(entries) > MAX_ENTRIES:
        problem = f"the zip has more than {MAX_ENTRIES} files; the others were not read"
        yield Submission(student, student, source, time, problem=problem, id=number)


def _entry(archive, entry, source, owner):
    """The submissions of one file of a zip: none, one, or those of a zip in it."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    is_hidden = "__MACOSX" in name.parts or any(part.startswith(".") and part != ".." for part in name.parts)
    if not entry.filename or entry.is_dir() or not _is_wanted(name.name) or is_hidden:
        return
    where = text.name(f"{source}!{entry.filename}")
    student, number, time = owner or (*student_of(name), _date(entry.date_time))
    data, problem = _unpacked(archive, entry, MAX_ZIP if name.suffix.lower() == ".zip" else MAX_BYTES)
    if problem or _is_notebook(name.name):
        yield Submission(student, student, where, time, data, problem, number)
    elif owner is None:
        yield from in_zip(BytesIO(data), where, (student, number, time))


def _unpacked(archive, entry, limit):
    """The bytes of a file of a zip, and why there are none."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return b"", "it is a link to another file"
    try:
        with archive.open(entry) as file:
            data = file.read(limit + 1)
    except Exception as error:  # encrypted, damaged, an unknown compression
        return b"", f"it cannot be unpacked: {type(error).__name__}"
    if len(data) > limit:
        return b"", f"it unpacks to more than {limit // 1_000_000} MB"
    return data, ""


def _date(parts):
    try:
        return datetime(*parts).isoformat()
    except ValueError:
        return ""


def student_of(path):
    """Who handed in a file, and their id, by the names that Moodle and Canvas give; else folder or file.

    Canvas makes no folders: inside one, a file has the name that a student gave it.
    """
    for part in path.parts:
        if moodle := MOODLE.match(part):
            return text.name(moodle["student"]), moodle["id"]
    inside = [part for part in path.parts[:-1] if part not in ("/", "..", ".")]
    if not inside and (canvas := CANVAS.match(path.name)):
        return text.name(canvas["student"]), canvas["id"]
    return text.name(inside[0] if inside else re.split(r"\.(?:ipynb|zip)\b", path.name, flags=re.I)[0]), ""

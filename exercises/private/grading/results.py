"""Keeps what was graded, one JSON file a hand-in, and says what must be graded again, and why."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
from pathlib import Path

from exercises.private.grading import versions


def write(path, content):
    """Write a file whole or not at all; one that holds the same already is left alone."""
    data = content if isinstance(content, bytes) else content.encode(errors="backslashreplace")
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    os.replace(fresh, path)


@contextlib.contextmanager
def alone(folder):
    """While it lasts, no other run writes into the folder.

    Raises
    ------
    ValueError
        If one does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ends with this process, however it ends
        except (BlockingIOError, PermissionError):
            raise ValueError(f"another run writes into {folder}: wait until it has ended") from None
        yield


def file_name(student, key):
    """A name for the files of a hand-in: readable and safe, and by its key another one for each."""
    word = re.sub(r"[^\w-]+", "_", student)[:30].strip("_") or "student"
    return f"{word}-{hashlib.sha256(key.encode(errors='backslashreplace')).hexdigest()}"


def drop_pages(folder, kept):
    """Remove the pages of an earlier run, by `file_name`, that are not among the names kept."""
    for path in folder.glob("*.html"):
        if re.search(r"-[0-9a-f]{64}$", path.stem) and path.name not in kept:
            path.unlink()


class Store:
    """The results of one assignment in one folder; what is there already need not be graded again."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, submission):
        return self.folder / "results" / f"{file_name(submission.student, submission.key)}.json"

    def read(self, submission):
        """The result of a hand-in, or None if there is none that is whole; then it is graded again."""
        try:
            result = json.loads(self.path(submission).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return result if is_result(result) and result["key"] == submission.key else None

    def save(self, submission, result):
        write(self.path(submission), json.dumps(result, indent=1, ensure_ascii=False))


def is_result(value):
    """Whether it is what `merge` gives: every part there, of its type, and the points add up."""
    words = ("student", "key", "source", "time", "sha256", "assignment", "grader")
    return (
        _has(value, words, ("points", "possible"))
        and isinstance(value.get("limits"), dict)
        and _all(list(value["limits"].values()), lambda limit: isinstance(limit, int | float))
        and _all(value.get("notes"), lambda note: isinstance(note, str))
        and _all(value.get("questions"), _is_question)
        and value["points"] == sum(question["points"] for question in value["questions"])
    )


def _is_question(value):
    return (
        _has(value, ("name", "exercise", "digest"), ("points", "possible"))
        and 0 <= value["points"] <= value["possible"]
        and _all(value.get("failed"), lambda failed: _has(failed, ("check", "says"), ("hidden",)))
    )


def _has(value, words, numbers):
    """Whether it is a dict with these strings and these numbers."""
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(word), str) for word in words)
        and all(isinstance(value.get(number), int | float) for number in numbers)
    )


def _all(values, holds):
    return isinstance(values, list) and all(map(holds, values))


def plan(submission, assignment, old):
    """{name of a question: why it must be graded}; `old` is the stored result, or None.

    A hand-in is graded anew if it is another file, or if the modules that grade have changed. Narrower
    limits can change all. Wider limits can change only what fails, or all where a cell has failed: that
    of a question whose checks hold was within the old limits. Another text of checks changes its question.
    """
    names = [question.name for question in assignment.questions]
    if why := _of_all(submission, assignment, old):
        return dict.fromkeys(names, why)
    known = {question["name"]: question for question in old["questions"]}
    checks = [q.name for q in assignment.questions if known.get(q.name, {}).get("digest") != q.digest]
    wider = [
        name for name in names if old["limits"] != versions.limits() and known.get(name, {}).get("failed")
    ]
    return dict.fromkeys(wider, "limits are wider") | dict.fromkeys(checks, "checks have changed")


def _of_all(submission, assignment, old):
    """Why all questions of a hand-in must be graded, or nothing."""
    if old is None:
        return "new"
    if old["sha256"] != digest(submission):
        return "another file"
    if old["grader"] != versions.grader(assignment):
        return "the grader has changed"
    if old["limits"] == versions.limits():
        return ""
    if not are_wider(versions.limits(), old["limits"]):
        return "limits are narrower"
    return "limits are wider" if old["notes"] else ""


def are_wider(limits, old):
    """Whether no limit is below what it was, and none is new."""
    return limits.keys() == old.keys() and all(limits[name] >= old[name] for name in old)


def digest(submission):
    """What tells one hand-in from another."""
    return hashlib.sha256(submission.data + submission.problem.encode()).hexdigest()


def merge(submission, assignment, graded, old, names):
    """The result to store: what was graded now, and of the old one what is still true."""
    fresh = {question["name"]: question for question in graded.questions}
    kept = {q["name"]: q for q in old["questions"] if q["name"] not in names} if old else {}
    both = fresh | kept
    questions = [both[question.name] for question in assignment.questions]
    return {
        "student": submission.student,
        "key": submission.key,
        "source": submission.source,
        "time": submission.time,
        "sha256": digest(submission),
        "assignment": assignment.name,
        "grader": versions.grader(assignment),
        "limits": versions.limits(),
        "points": sum(question["points"] for question in questions),
        "possible": assignment.possible,
        "questions": questions,
        "notes": graded.notes or (old["notes"] if kept else []),
    }

"""Keeps what was graded, and writes it for people: one JSON file and one page a student, and grades.csv."""

import csv
import hashlib
import html
import io
import json
import os
import re
from datetime import datetime
from pathlib import Path

from exercises.private.grading.text import visible

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem; border: 1px solid #8888 }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def write(path, text):
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8", errors="backslashreplace")
    os.replace(fresh, path)


def file_name(student):
    """A name for the files of a student: readable, safe, and another one for every student."""
    word = re.sub(r"[^\w-]+", "_", student)[:40].strip("_") or "student"
    return f"{word}-{hashlib.sha256(student.encode(errors='backslashreplace')).hexdigest()[:8]}"


class Store:
    """The results of one assignment in one folder; what is there already need not be graded again."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def path(self, student):
        return self.folder / "results" / f"{file_name(student)}.json"

    def read(self, student):
        """The result of a student, or None if there is none that is whole; then it is graded again."""
        try:
            result = json.loads(self.path(student).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        return result if is_result(result) and result["student"] == student else None

    def save(self, result):
        write(self.path(result["student"]), json.dumps(result, indent=1, ensure_ascii=False))


def is_result(value):
    """Whether it is what `merge` gives: every part there, of its type, and the points add up."""
    words = ("student", "source", "time", "sha256", "assignment")
    return (
        _has(value, words, ("points", "possible"))
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
    """Names of the questions that must be graded: all, or those whose tests have changed since.

    `old` is the stored result of the same student, or None.
    """
    names = [question.name for question in assignment.questions]
    if old is None or old.get("sha256") != digest(submission):
        return names
    known = {question["name"]: question["digest"] for question in old["questions"]}
    return [question.name for question in assignment.questions if known.get(question.name) != question.digest]


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
        "source": submission.source,
        "time": submission.time,
        "id": submission.id,
        "sha256": digest(submission),
        "assignment": assignment.name,
        "points": sum(question["points"] for question in questions),
        "possible": assignment.possible,
        "questions": questions,
        "notes": graded.notes or (old["notes"] if kept else []),
    }


def grades_csv(results, deadline=None):
    """One line a student: total and points of every question; hours late if there is a deadline."""
    out = io.StringIO()
    names = [question["name"] for question in results[0]["questions"]] if results else []
    late = ["hours late"] if deadline else []
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["student", "points", "possible", *names, "notes", "handed in", *late, "file"])
    for result in results:
        points = [f"{question['points']:g}" for question in result["questions"]]
        row = [result["student"], f"{result['points']:g}", f"{result['possible']:g}", *points]
        row += [" ".join(result["notes"]), result["time"]]
        row += [hours_late(result["time"], deadline)] if deadline else []
        table.writerow([harmless(text) for text in [*row, result["source"]]])
    return out.getvalue()


def hours_late(time, deadline):
    """Hours after the deadline as text, nothing if in time; a time without a zone is that of this machine."""
    if not time:
        return ""
    late = datetime.fromisoformat(time).astimezone() - deadline.astimezone()
    return f"{late.total_seconds() / 3600:.1f}" if late.total_seconds() > 0 else ""


def harmless(text):
    """A text that a spreadsheet does not take for a formula, even one that splits lines at semicolons."""
    text = visible(" ".join(text.split()))
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    return re.sub(r"(^|[;|])([\s\"]*)([=+\-@＝＋－＠])", r"\1'\2\3", text)


def feedback(result):
    """The page of one student: points, what failed and why; of hidden checks only that they failed."""
    parts = [f"<p><strong>{result['points']:g} of {result['possible']:g} points.</strong></p>"]
    parts += [f"<p>{html.escape(note)}</p>" for note in result["notes"]]
    for question in result["questions"]:
        points = f"{question['points']:g} of {question['possible']:g}"
        parts.append(f"<h2>{html.escape(question['exercise'] + ' ' + question['name'])}: {points}</h2>")
        public = [failed for failed in question["failed"] if not failed["hidden"]]
        for failed in public:
            parts.append(f"<p>✗ {html.escape(failed['check'])}</p><pre>{html.escape(failed['says'])}</pre>")
        if len(question["failed"]) > len(public):
            parts.append("<p>✗ A hidden check fails: for some other input the answer is not right.</p>")
        if not question["failed"]:
            parts.append("<p>✓ All checks hold.</p>")
    return PAGE.format(title=html.escape(f"Feedback: {result['assignment']}"), body="\n".join(parts))


def statistics(results):
    """The page of the class: points and failures of every question."""
    totals = sorted(result["points"] for result in results)
    middle = totals[len(totals) // 2] if totals else 0
    parts = [f"<p>{len(results)} submissions; the middle one has {middle:g} points.</p>"]
    for k, question in enumerate(results[0]["questions"] if results else []):
        points = [result["questions"][k]["points"] for result in results]
        full = sum(p == question["possible"] for p in points)
        mean = f"mean {sum(points) / len(points):.1f} of {question['possible']:g}"
        parts.append(f"<h2>{html.escape(question['exercise'] + ' ' + question['name'])}</h2>")
        parts.append(f"<p>{mean}; {full} of {len(points)} have all points.</p>")
        counts = {}
        for result in results:
            for failed in result["questions"][k]["failed"]:
                counts[failed["check"]] = counts.get(failed["check"], 0) + 1
        rows = sorted(counts.items(), key=lambda row: -row[1])
        parts.append("<ul>" + "".join(f"<li>{n} × {html.escape(check)}</li>" for check, n in rows) + "</ul>")
    return PAGE.format(title="Points and failures of every question", body="\n".join(parts))

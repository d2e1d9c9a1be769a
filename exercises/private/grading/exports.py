"""Tables of grades and zips of feedback as the importers of Moodle and Canvas want them.

Their rules, as far as these files meet them, are in the tests. A cell that begins like a formula is quoted;
what is absent or excused is blank, or what the platform's own download has there.
"""

import io
import json
import re
import zipfile
from pathlib import PurePosixPath

from exercises.private.grading.tables import comments, harmless, number, table

DAWN = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same feedback gives the same zip
WORKSHEET = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
)
WORKSHEET_NEEDS = {"Identifier", "Grade", "Last modified (grade)"}
GRADEBOOK = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
GRADEBOOK_ALSO = ("Integration ID", "Root Account")
CANVAS_COLUMN = re.compile(r"(.*)\s\((\d+)\)")
CANVAS_FILE = re.compile(r"[^_]+(?:_LATE)?(?:_\d+_\d+|_[A-Za-z0-9]+_\d+)_.+")


# Moodle


def moodle_id(mark):
    """The participant number of the grading worksheet, of which the names of a download tell it too."""
    if mark.person and mark.person.platform == "moodle":  # in a roster of one's own, it is another number
        return mark.person.id
    is_moodle = mark.submission and mark.submission.platform == "moodle" and not _is_member(mark)
    return mark.submission.id if is_moodle else ""


def _is_member(mark):
    return mark.person in mark.submission.members


def moodle_csv(marks, assignment):
    """The grading worksheet: the roster filled in if it is Moodle's own, else a new one.

    Moodle finds a person by Identifier alone, skips a line without a grade, and one whose grade it has
    changed after the time in the last column but one. A blank comment would replace one that is there.
    """
    rosters = [dict(mark.person.row) for mark in marks if mark.person]
    given = next((list(row) for row in rosters if row.keys() >= WORKSHEET_NEEDS), None)
    columns, rows = given or WORKSHEET, []
    for mark in marks:
        if mark.person:
            row = dict(mark.person.row) if given else _new_worksheet_row(mark, assignment)
            if mark.final is not None:
                row["Grade"] = number(mark.final)
            if mark.comments:
                row["Feedback comments"] = comments(mark)
            rows.append([row.get(column, "") for column in columns])
    return table([columns, *rows])


def _new_worksheet_row(mark, assignment):
    participant = moodle_id(mark)
    return {
        "Identifier": f"Participant {participant}" if participant else "",
        "Full name": mark.person.name,
        "Email address": mark.person.email,
        "Maximum Grade": number(assignment.possible),
        "Grade can be changed": "Yes",
    }


def moodle_zip(marks, pages):
    """Feedback files for Moodle's bulk upload, which finds a person by the number in the name of each.

    Parameters
    ----------
    pages : dict
        {key of a mark: text of its page}.
    """
    entries = {}
    for mark in marks:
        if (participant := moodle_id(mark)) and mark.key in pages:
            name = re.sub(r"[\W_]+", " ", mark.student).strip() or "student"
            entries[f"{name}_{participant}_assignsubmission_file_feedback.html"] = pages[mark.key]
    return zipped(entries)


# Canvas


def canvas_csv(marks, assignment, column=None):
    """The gradebook: who they are as in Canvas's own download if the roster is one, and this assignment.

    Other columns are left out, so that no grade given since the download is put back. Canvas would take
    away a grade where the file is blank; so what the download has stays there for the absent and excused.

    Raises
    ------
    ValueError
        If the download has several assignments, and none has the name of this one or `column`.
    """
    given = next((dict(m.person.row) for m in marks if m.person and m.person.platform == "canvas"), None)
    title = canvas_column(given, assignment, column) if given else column or assignment.name
    columns = [name for name in given or GRADEBOOK if name in (*GRADEBOOK, *GRADEBOOK_ALSO)] + [title]
    possible = {"Student": "    Points Possible", title: number(assignment.possible)}
    rows = [[possible.get(name, "") for name in columns]]
    for mark in marks:
        if mark.person:
            row = dict(mark.person.row) if given else _new_gradebook_row(mark)
            if mark.final is not None:
                row[title] = number(mark.final)
            rows.append([row.get(name, "") for name in columns])
    return table([columns, *rows])


def canvas_column(row, assignment, column):
    """The name of the column of an assignment in a download of the gradebook: 'Name (12345)'."""
    there = [name for name in row if CANVAS_COLUMN.fullmatch(name)]
    wanted = [name for name in there if column in (name, CANVAS_COLUMN.fullmatch(name)[1])]
    if column is None:
        same = [name for name in there if assignment.name.replace("_", " ") in name.lower()]
        wanted = there if len(there) == 1 else same
    if len(wanted) != 1:
        asked = f"--canvas-column {column!r}" if column else f"the assignment {assignment.name}"
        raise ValueError(
            f"the roster has {len(wanted) or 'no'} columns for {asked}: name one of {', '.join(there)} with "
            f"--canvas-column"
        )
    return wanted[0]


def _new_gradebook_row(mark):
    is_canvas = mark.submission and mark.submission.platform == "canvas" and not _is_member(mark)
    return {
        "Student": mark.person.name,
        "ID": mark.submission.id if is_canvas else "",
        "SIS User ID": mark.person.id,
        "SIS Login ID": mark.person.email,
        "Section": mark.person.section,
    }


def canvas_zip(marks, pages):
    """Feedback files for Canvas's upload of a zip, which finds a hand-in by the name that it downloaded.

    Canvas shows each under the name of the student's own file; so what goes by the name of a notebook is one.
    """
    entries = {}
    for mark in marks:
        if mark.submission and mark.submission.platform == "canvas" and not _is_member(mark):
            parts = PurePosixPath(mark.submission.source.replace("!", "/")).parts
            own = f"_{mark.submission.id}_"  # which no folder of the lecturer's has
            named = next((p for p in parts if own in f"_{p}" and CANVAS_FILE.fullmatch(p)), None)
            if named:
                is_notebook = named.lower().endswith(".ipynb")
                entries[named] = as_notebook(pages[mark.key]) if is_notebook else pages[mark.key]
    return zipped(entries)


def as_notebook(page):
    """A page as a notebook with one cell of text; without blank lines, after which Markdown would begin."""
    body = re.sub(r"\n\s*\n", "\n", page.split("<body>")[1].split("</body>")[0].strip())
    cell = {"cell_type": "markdown", "id": "feedback", "metadata": {}, "source": body}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def zipped(entries):
    """The bytes of a zip with these {name: text}; none if there is nothing to put in."""
    if not entries:
        return b""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            info = zipfile.ZipInfo(name, DAWN)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, text.encode(errors="backslashreplace"))
    return out.getvalue()


def platforms(marks):
    """Which of moodle and canvas the hand-ins and the roster are of."""
    told = {mark.submission.platform for mark in marks if mark.submission}
    told |= {mark.person.platform for mark in marks if mark.person}
    return told & {"moodle", "canvas"}


def warnings(marks, assignment):
    """Sentences for the lecturer: what an importer would pass over."""
    graded = [mark for mark in marks if mark.person and mark.final is not None]
    if "moodle" in platforms(marks):
        without = sum(not moodle_id(mark) for mark in graded)
        if without:
            yield (
                f"moodle.csv: {without} people have no participant number, so the grading worksheet passes "
                "over them; give Moodle's own worksheet as the roster, or import into the gradebook by email"
            )
        maxima = {dict(mark.person.row).get("Maximum Grade", "") for mark in graded} - {""}
        wrong = sorted(text for text in maxima if _float(text) != assignment.possible)
        if wrong:
            yield f"moodle.csv: Moodle's maximum is {', '.join(wrong)}; set {assignment.possible:g} there"
    if "canvas" in platforms(marks):
        by_name = [mark.student for mark in graded if not _has_canvas_id(mark)]
        if by_name:
            yield (
                f"canvas.csv: {len(by_name)} people have no Canvas ID, and no SIS ID or one that begins like "
                "a formula and is quoted, so Canvas looks for their names and makes a new student of whom it "
                f"does not find: {', '.join(by_name)}; give Canvas's own gradebook as the roster"
            )


def _has_canvas_id(mark):
    """Whether a line of the gradebook tells a number by which Canvas finds the person."""
    row = dict(mark.person.row) if mark.person.platform == "canvas" else _new_gradebook_row(mark)
    number = row.get("SIS User ID", "")
    return bool(row["ID"] or (number and harmless(number) == number))


def _float(text):
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", text.strip()) else None

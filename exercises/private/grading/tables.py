"""Tables of people: CSV as a spreadsheet writes and opens it, and grades.csv."""

import contextlib
import csv
import io
import re

from exercises.private.grading import results
from exercises.private.grading.text import visible

BOM = "\ufeff"  # by which spreadsheets know UTF-8; the importers of Moodle and Canvas read over it


def harmless(text):
    """A text that a spreadsheet does not take for a formula, even one that splits lines at semicolons."""
    text = visible(" ".join(text.split()))
    if re.fullmatch(r"-?\d+(\.\d+)?|-", text):
        return text
    return re.sub(r"(^|[;|])([\s\"]*)([=+\-@＝＋－＠])", r"\1'\2\3", text)


def table(rows):
    """Rows as CSV for spreadsheets."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([harmless(str(text)) for text in row] for row in rows)
    return BOM + out.getvalue()


def read(path):
    """The columns of a CSV file, and (number of the line, {column: text}) of each line.

    Commas, semicolons or tabs separate them; UTF-8, Excel's UTF-16 or Korean Windows writes them. What
    stands beyond the last column is under None.

    Raises
    ------
    ValueError
        If it is in another encoding, or a quote is never closed.
    """
    text = re.sub(r"\Asep=.\r?\n", "", _decoded(path))  # as Excel may begin
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    reader.fieldnames = [(column or "").strip() for column in reader.fieldnames or []]
    try:
        return reader.fieldnames, [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: {error}: is a quote missing?") from None


def _decoded(path):
    data = path.read_bytes()
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp949")
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise ValueError(f"{path} is not UTF-8: save it as 'CSV UTF-8'")


def number(points):
    """Points as a person writes them; nothing where there are none."""
    return "" if points is None else f"{round(points, 6):g}"


def grades_csv(marks, assignment):
    """One line a person: what counts, of how many, what the checks gave, every question, and why."""
    names = [question.name for question in assignment.questions]
    header = [
        "student",
        "id",
        "email",
        "points",
        "possible",
        "raw",
        "taken off",
        *names,
        "late",
        "hours late",
    ]
    rows = [[*header, "excused", "comments", "notes", "handed in", "file", "feedback"]]
    for mark in marks:
        person, submission = mark.person, mark.submission
        own = [mark.student, person.id if person else submission.id, person.email if person else ""]
        own += map(number, (mark.final, assignment.possible, mark.raw, mark.taken or None))
        own += [number(mark.points.get(name)) for name in names]
        own += [mark.late, f"{mark.hours_late:.1f}" if mark.hours_late else ""]
        own += ["yes" if mark.excused else "", comments(mark), " ".join(mark.notes)]
        own += [submission.time, submission.source] if submission else ["", ""]
        rows.append([*own, page_name(mark)])
    return table(rows)


def comments(mark):
    """What the lecturer says to a person, on one line."""
    return " ".join(f"{question}: {text}" if question else text for question, text in mark.comments)


def page_name(mark):
    """The file of a person's feedback in the folder `feedback`; none for who has nothing to read."""
    has_page = mark.submission or mark.comments
    return f"{results.file_name(mark.student, mark.key)}.html" if has_page else ""

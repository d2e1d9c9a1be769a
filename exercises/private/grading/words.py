"""The lecturer's words: a CSV file that sets points, comments, gives time or excuses, and outlives regrading."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

COLUMNS = ("student", "question", "points", "comment", "extra_hours", "excused")
NUMBER = re.compile(r"'?([+-]?)(\d+(?:[.,]\d+)?)")  # a spreadsheet keeps the + of '+1 only
YES_OR_NO = {"": False, "no": False, "0": False, "false": False, "yes": True, "1": True, "true": True}


@dataclass(frozen=True)
class Word:
    """A line of the file.

    Attributes
    ----------
    whose : Person or str
        A line of the roster, or the key of a hand-in that is of nobody there.
    question : str
        Its name, or "" for the whole.
    points : float or None
    sign : str
        "+" or "-" if the points are added or taken, "" if they replace what the checks give.
    """

    whose: object
    question: str = ""
    points: float | None = None
    sign: str = ""
    comment: str = ""
    extra_hours: float = 0
    excused: bool = False

    def change(self, points):
        """What a number of points becomes."""
        if self.points is None:
            return points
        return {"": self.points, "+": points + self.points, "-": points - self.points}[self.sign]


def read(path, found, people, assignment):
    """The words of a CSV file with the column student, and any others of COLUMNS.

    Raises
    ------
    ValueError
        If a column, a student, a question or a number is none; the message names file and line.
    """
    words = []
    for number, row in _rows(path):
        try:
            words.append(_word(row, found, people, assignment))
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from None
    set_twice = [w for w in words if w.points is not None and not w.sign and sum(map(_same(w), words)) > 1]
    if set_twice:
        named = getattr(set_twice[0].whose, "name", set_twice[0].whose)
        raise ValueError(f"{path} sets the points of {named} for {set_twice[0].question or 'the whole'} twice")
    return words


def _same(word):
    """Whether another word sets the points of the same person and question."""
    place = (word.whose, word.question)
    return lambda other: (other.whose, other.question) == place and other.points is not None and not other.sign


def _rows(path):
    """(number of the line, {column: text}) of each line that is not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8: save it as 'CSV UTF-8'") from None
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ",")
    columns = [(column or "").strip().lower() for column in reader.fieldnames or []]
    unknown = [column for column in columns if column not in COLUMNS]
    if "student" not in columns or unknown:
        raise ValueError(f"{path} must have columns of {', '.join(COLUMNS)}; it has {', '.join(columns)}")
    reader.fieldnames = columns
    for row in reader:
        if None in row:
            raise ValueError(f"{path}, line {reader.line_num}: more cells than columns; quote a text with commas")
        cells = {column: (cell or "").strip() for column, cell in row.items()}
        if any(cells.values()):
            yield reader.line_num, cells


def _word(row, found, people, assignment):
    names = [question.name for question in assignment.questions]
    question = row.get("question", "")
    by_number = {q.exercise: q.name for q in assignment.questions}
    question = by_number.get(question, question)
    if question and question not in names:
        raise ValueError(f"question must be one of {', '.join(names)}, or blank for the whole; it is {question!r}")
    possible = {q.name: q.possible for q in assignment.questions}.get(question, assignment.possible)
    sign, points = _points(row.get("points", ""), possible)
    who = whose(row["student"], found, people)
    if question and points is not None and who in people and not any(who in _owners(s) for s in found):
        raise ValueError(f"{row['student']!r} has handed in nothing: give points for the whole, without a question")
    extra, excused = row.get("extra_hours", "") or "0", row.get("excused", "").lower()
    if not NUMBER.fullmatch(extra) or extra.startswith("-"):
        raise ValueError(f"extra_hours must be a number of hours, at least 0, they are {extra!r}")
    if excused not in YES_OR_NO:
        raise ValueError(f"excused must be yes, no or blank, it is {excused!r}")
    return Word(
        who, question, points, sign, row.get("comment", ""),
        float(extra.lstrip("'+").replace(",", ".")), YES_OR_NO[excused],
    )  # fmt: skip


def _owners(submission):
    return (submission.person, *submission.members)


def _points(text, possible):
    """(sign, number) of the points of a line, the number None where they are blank."""
    if not text:
        return "", None
    if not (parts := NUMBER.fullmatch(text)):
        raise ValueError(f"points must be a number such as 2, +1 or -0.5, they are {text!r}")
    sign, points = parts[1], float(parts[2].replace(",", "."))
    if not sign and points > possible:
        raise ValueError(f"points must be at most {possible:g}, they are {points:g}")
    return sign, points


def whose(called, found, people):
    """The person, or the key of the hand-in, that an id, an email address or a name means; in this order.

    Raises
    ------
    ValueError
        If that is nobody, or more than one.
    """
    strangers = [submission for submission in found if submission.person is None]
    by = [
        [(p.id, p) for p in people] + [(s.id, s.key) for s in found],
        [(p.email, p) for p in people],
        [(p.name, p) for p in people] + [(s.student, s.key) for s in strangers],
    ]
    owner = {submission.key: submission.person or submission.key for submission in found}
    for names in by:
        meant = {owner.get(who, who) for name, who in names if _plain(name) == _plain(called) != ""}
        if len(meant) > 1:
            raise ValueError(f"{called!r} means {len(meant)} students: give the id or the email address")
        if meant:
            return meant.pop()
    raise ValueError(f"nobody is called {called!r}: give an id, an email address or a name as in grades.csv")


def _plain(name):
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

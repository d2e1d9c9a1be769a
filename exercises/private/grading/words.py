"""The lecturer's words: a CSV file of points, comments, extra time and excuses, which outlives regrading."""

import re
import unicodedata
from dataclasses import dataclass

from exercises.private.grading import roster, tables

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

    @property
    def sets(self):
        """Whether its points replace others."""
        return self.points is not None and not self.sign

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
            _check_once(words)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: {error}") from None
    return words


def _check_once(words):
    """Raise ValueError if the last word sets points that another has set."""
    places = [(word.whose, word.question) for word in words if word.sets]
    if words[-1].sets and places.count(places[-1]) > 1:
        raise ValueError(f"the points of {words[-1].question or 'the whole'} are set twice for this student")


def _rows(path):
    """(number of the line, {column: text}) of each line that is not blank."""
    columns, lines = tables.read(path)
    columns = [column.lower() for column in columns]
    unknown = [column for column in columns if column not in (*COLUMNS, "")]
    if "student" not in columns or unknown:
        raise ValueError(f"{path} must have columns of {', '.join(COLUMNS)}; it has {', '.join(columns)}")
    for number, row in lines:
        if None in row:
            raise ValueError(f"{path}, line {number}: more cells than columns; quote a text with commas")
        cells = {column.lower(): (cell or "").strip() for column, cell in row.items()}
        if any(cells.values()):
            yield number, cells


def _word(row, found, people, assignment):
    who = whose(row["student"], found, people)
    question = _question(row.get("question", ""), assignment)
    possible = question.possible if question else assignment.possible
    sign, points = _points(row.get("points", ""), possible)
    handed_in = {owner for submission in found for owner in _owners(submission)}
    if question and points is not None and who not in handed_in:
        raise ValueError(f"{row['student']!r} has handed in nothing: give points for the whole only")
    facts = {"comment": row.get("comment", ""), "extra_hours": _hours(row.get("extra_hours", ""))}
    excused = row.get("excused", "").lower()
    if excused not in YES_OR_NO:
        raise ValueError(f"excused must be yes, no or blank, it is {excused!r}")
    return Word(who, question.name if question else "", points, sign, excused=YES_OR_NO[excused], **facts)


def _question(called, assignment):
    """The question of a name or number, None for the whole."""
    by_name = {called: q for q in assignment.questions for called in (q.name, q.exercise)}
    if called and called not in by_name:
        names = ", ".join(question.name for question in assignment.questions)
        raise ValueError(f"question must be one of {names}, or blank for the whole; it is {called!r}")
    return by_name.get(called)


def _hours(text):
    parts = NUMBER.fullmatch(text or "0")
    if not parts or parts[1] == "-":
        raise ValueError(f"extra_hours must be a number of hours, at least 0, they are {text!r}")
    return float(parts[2].replace(",", "."))


def _owners(submission):
    """Whose points a hand-in gives: people of the roster, or its key."""
    return (submission.person or submission.key, *submission.members)


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

    An id that has lost the zeros at its beginning comes last.

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
        [(called, p) for p in people if p.id and roster.bare(p.id) == roster.bare(called)],
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

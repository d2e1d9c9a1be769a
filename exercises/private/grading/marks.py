"""From what the checks give to a mark: the lecturer's words are heard, and lateness takes its share."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from exercises.private.grading import lateness


@dataclass(frozen=True)
class Policy:
    """What lateness costs: nothing, unless a percentage or a last day is given.

    Attributes
    ----------
    deadline : datetime or None
    percent : float
        Of the points that are possible, for each day begun.
    grace : float
        Hours after the deadline that count as in time.
    most_days : float or None
        After so many days nothing is left.
    """

    deadline: datetime | None = None
    percent: float = 0
    grace: float = 0
    most_days: float | None = None

    def __post_init__(self):
        for name in ("percent", "grace", "most_days"):
            value = getattr(self, name)
            if value is not None and not 0 <= value < math.inf:
                raise ValueError(f"{name} must be at least 0, it is {value!r}")

    def takes(self, hours, possible):
        """The points that so many hours of lateness cost."""
        if hours is None or hours <= self.grace:
            return 0.0
        if self.most_days is not None and hours > 24 * self.most_days:
            return possible
        return min(possible, possible * self.percent / 100 * math.ceil(hours / 24))


@dataclass(frozen=True)
class Mark:
    """What one person gets.

    Attributes
    ----------
    person : Person or None
        None for a hand-in of nobody on the roster.
    submission : Submission or None
        None if nothing was handed in; then `result` is None too.
    points : dict
        {question: points}, as the lecturer's words leave them.
    raw : float or None
        What the checks give.
    taken : float
        Points taken off for lateness.
    final : float or None
        None, and blank in every file, for who is absent or excused.
    hours_late : float or None
        0 in time, None where it is not known.
    comments : tuple of (str, str)
        Question, or "" for the whole, and what the lecturer says.
    notes : tuple of str
    """

    person: object
    submission: object
    result: dict | None
    points: dict = field(default_factory=dict)
    raw: float | None = None
    taken: float = 0
    final: float | None = None
    hours_late: float | None = None
    excused: bool = False
    comments: tuple = ()
    notes: tuple = ()

    @property
    def student(self):
        return self.person.name if self.person else self.submission.student

    @property
    def key(self):
        """Unique, as the key of the hand-in is; of a group, each member has one."""
        if self.submission is None:
            return f"nothing from\n{self.person.id}\n{self.person.email}"
        is_member = self.person in self.submission.members
        return f"{self.submission.key}\n{self.person.id}" if is_member else self.submission.key

    @property
    def late(self):
        if self.hours_late is None:
            return "" if self.submission is None else self.submission.late
        return "late" if self.hours_late > 0 else "in time"


def marks(found, results, people, words, policy):
    """A Mark for each person of the roster in its order, then for each hand-in of nobody there.

    Parameters
    ----------
    found : list of Submission
    results : list of dict
        As stored, in the order of `found`.
    people : list of Person
    words : list of Word
    policy : Policy
    """
    handed_in = {}
    for submission, result in zip(found, results, strict=True):
        for person in (submission.person, *submission.members):
            if person is not None:
                handed_in[person] = (submission, result)
    rows = [(person, *handed_in.get(person, (None, None))) for person in people]
    strangers = [pair for pair in zip(found, results, strict=True) if pair[0].person not in people]
    rows += [(submission.person, submission, result) for submission, result in strangers]
    return [_mark(*row, words, policy) for row in rows]


def _mark(person, submission, result, words, policy):
    whose = person or submission.key
    own = [word for word in words if word.whose == whose]
    excused = any(word.excused for word in own) or bool(person and person.excused)
    hours = None
    if submission:
        hours = hours_late(submission, person, sum(word.extra_hours for word in own), policy.deadline)
    says = tuple((word.question, text) for word in own if (text := _says(word)))
    notes = tuple(_notes(submission, result, hours))
    points, raw, taken, final = _points(result, own, hours, policy)
    given = (points, raw, taken, None if excused else final)
    return Mark(person, submission, result, *given, hours, excused, comments=says, notes=notes)


def _points(result, words, hours, policy):
    """Points of the questions, sum of the checks, points taken off, and what is left."""
    spoken = [word for word in words if word.points is not None]
    if result is None:  # on paper, perhaps: the lecturer gives points for the whole, or none
        return {}, None, 0.0, sum(word.change(0) for word in spoken) if spoken else None
    possible = {question["name"]: question["possible"] for question in result["questions"]}
    points = {question["name"]: question["points"] for question in result["questions"]}
    for word in spoken:
        if word.question:
            points[word.question] = _within(word.change(points[word.question]), possible[word.question])
    whole, taken = sum(points.values()), policy.takes(hours, result["possible"])
    said = [word for word in spoken if not word.question]
    for word in said:
        whole = _within(word.change(whole), result["possible"])
    if any(not word.sign for word in said):
        taken = 0.0  # a total that is set is the last word
    taken = min(taken, whole)
    return points, result["points"], taken, round(whole - taken, 6)


def _within(points, possible):
    return min(max(points, 0), possible)


def _says(word):
    """What the feedback tells of a word."""
    if word.points is None:
        return word.comment
    verb = {"": "Points set to", "+": "Points added:", "-": "Points taken off:"}[word.sign]
    return f"{verb} {word.points:g}. {word.comment}".strip()


def _notes(submission, result, hours):
    if submission is None:
        yield "Nothing was handed in."
        return
    if hours is None and submission.late == "late":
        yield "Late; by how much is not known, so nothing was taken off."
    yield from result["notes"]


def hours_late(submission, person, extra, deadline):
    """Hours after the deadline, 0 if in time, None if what the platform records does not tell.

    Parameters
    ----------
    extra : float
        Hours that the lecturer's words give; those of the roster are added.
    deadline : datetime or None
        One without a zone is of this machine's.
    """
    ends = lateness.due(deadline, person.extension if person else "")
    if ends and submission.time:
        return max(0.0, (lateness.seconds(submission.time) - ends.timestamp()) / 3600 - extra)
    if submission.hours_late is not None:
        return max(0.0, submission.hours_late - extra)
    return 0.0 if submission.late == "in time" else None

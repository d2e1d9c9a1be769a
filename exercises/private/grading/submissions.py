"""What was handed in: the one notebook of each student that counts, from folders, zips and files.

A zip that is named to the grader is a learning platform's, and the names in it tell the students. A zip in
a folder or in a zip was made by a student: what is in it is theirs, whatever it is called.
"""

from dataclasses import dataclass, field
from pathlib import Path

from exercises.private.grading import archives, choice, lateness, matching, platforms, text
from exercises.private.grading.archives import Budget, Refused
from exercises.private.grading.choice import NO_NOTEBOOK, UNREADABLE, Candidate
from exercises.private.grading.roster import Person


@dataclass(frozen=True)
class Submission:
    """What counts of one student, or of one group.

    Attributes
    ----------
    student : str
        The name as a person reads it; two may have the same.
    key : str
        Unique among all, and the same in every run.
    source : str
        Printable path, with `!` before what lies in an archive.
    time : str
        ISO, when it was handed in, as the platform or the roster tells; "" if neither does.
    data : bytes
        The notebook.
    problem : str
        Why there is none, as the end of a sentence.
    id : str
        The platform's number of the student.
    platform : str
        "moodle", "canvas", "gradescope", "nbgrader" or "".
    late : str
        "late", "in time", or "" if that is not known.
    hours_late : float or None
    others : tuple of str
        Sentences: what else was there, and why it does not count.
    person : Person or None
        The line of the roster.
    members : tuple of Person
        Others of the group, who get the same result.
    n_worked : int
        How many different notebooks hold answers; one of them counts.
    """

    student: str
    key: str
    source: str
    time: str
    data: bytes = b""
    problem: str = ""
    id: str = ""
    platform: str = ""
    late: str = ""
    hours_late: float | None = None
    others: tuple = ()
    person: Person | None = None
    members: tuple = ()
    n_worked: int = 0


def find(paths, people=(), known=None, assignment="", deadline=None):
    """What counts of everybody: `understand`, then `choose`."""
    return choose(understand(paths, people), known, assignment, deadline)


def understand(paths, people=()):
    """Who handed in what; nothing is unpacked yet.

    Parameters
    ----------
    paths : list of Path
        Folders, archives and notebooks.
    people : list of Person
        The roster, if there is one.

    Returns
    -------
    list of matching.HandIn
        By the name of the student.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.
    ValueError
        If an archive that is named cannot be read.
    """
    knows = matching.known_names(people)
    units = [unit for path in map(Path, paths) for unit in platforms.units(_files(path), knows)]
    return matching.identify(units, people)


def _files(path):
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist")
    if path.is_dir():
        return list(archives.in_folder(path))
    if not archives.is_archive(path.name):
        return [archives.on_disk(path)]
    try:
        return archives.in_archive(path, path.name, str(path), Budget())
    except Refused as error:
        raise ValueError(f"{path} {error}") from None


def question(hand_ins, people):
    """What the lecturer must be asked before anything is graded, or nothing."""
    if hand_ins and all(not hand_in.person and _is_download(hand_in) for hand_in in hand_ins):
        source = hand_ins[0].unit.files[0].source
        return f"{source} looks like the download of a whole class: name it, and not what it lies in"
    return matching.doubt(hand_ins, people)


def _is_download(hand_in):
    """Whether it is one archive that holds what a platform gives for a class."""
    files = hand_in.unit.files
    return len(files) == 1 and archives.is_archive(files[0].name) and platforms.is_download(_inside(files[0]))


def _inside(file):
    """The files of an archive, none if it cannot be read."""
    budget = Budget()
    try:
        data = file.load(archives.MAX_ARCHIVE, budget)
        return archives.in_archive(data, file.name, file.source, budget)
    except Refused:
        return []  # its student is told when it is opened to be graded


def choose(hand_ins, known=None, assignment="", deadline=None):
    """What counts of each.

    Parameters
    ----------
    hand_ins : list of matching.HandIn
    known : dict of str to choice.Release, optional
        What was handed out; it tells notebooks without an answer and those of other assignments.
    assignment : str
        Which of them is graded.
    deadline : datetime, optional

    Returns
    -------
    list of Submission
    """
    wanted = (known or {}).get(assignment)
    found = [_chosen(hand_in, wanted, known or {}, deadline) for hand_in in hand_ins]
    return sorted((each for each in found if each), key=lambda each: (each.student, each.key))


def doubt(found, people):
    """What else the lecturer must be asked: whether folders with several worked notebooks are students."""
    several = [each for each in found if each.platform == "" and each.n_worked > 1]
    if people or len(several) < 2 or 2 * len(several) <= len(found):
        return ""
    return (
        f"{len(several)} of {len(found)} hand-ins hold several notebooks with answers, of which one counts, "
        f"such as {several[0].student!r} ({several[0].source}): is it a student, or the folder of a section? "
        "With --roster the names of students decide"
    )


def _chosen(hand_in, wanted, known, deadline):
    """The submission of a hand-in; None if there is nothing but what a program has left."""
    pairs = [(candidate, unit) for unit in hand_in.units for candidate in _candidates(unit, wanted, known)]
    if not pairs:
        return None
    best, others = choice.choose([candidate for candidate, _ in pairs])
    unit = next(unit for candidate, unit in pairs if candidate is best)
    time, told = matching.recorded(hand_in.person)
    time, told = unit.time or time, (unit.late, None) if unit.late else told
    extension = hand_in.person.extension if hand_in.person else ""
    late, hours = lateness.lateness(time, told, deadline, extension)
    return Submission(
        student=text.name(unit.student),
        key=hand_in.key,
        source=best.source,
        time=time,
        data=best.data,
        problem=_problem(best),
        id=unit.id,
        platform=unit.platform,
        late=late,
        hours_late=hours,
        others=others + hand_in.notes,
        person=hand_in.person,
        members=hand_in.members,
        n_worked=len({candidate.data for candidate, _ in pairs if candidate.rank == choice.WORKED}),
    )


def _problem(best):
    """Why nothing can be graded; what cannot be read as a notebook, the grader says itself."""
    return "" if best.rank >= UNREADABLE else f"{best.name} {best.says}"


def _candidates(unit, wanted, known):
    """All files of a unit, with those in its archives, judged."""
    box = Box(unit, wanted, known, Budget())
    for file in unit.files:
        box.add(file)
    return box.found


@dataclass
class Box:
    """What is found in the files of a unit, within one budget."""

    unit: platforms.Unit
    wanted: choice.Release | None
    known: dict
    budget: Budget
    found: list = field(default_factory=list)

    def add(self, file, around=()):
        """Judge a file, and those in it if it is an archive; `around` are the dates of those it lies in."""
        if platforms.is_noise(("", *file.path)):
            return
        try:
            self._look(file, (*around, file.date))
        except Refused as error:
            self._note(file, (*around, file.date), NO_NOTEBOOK, str(error))

    def _look(self, file, dates):
        name = file.name
        if platforms.CHECKPOINTS in file.path:
            raise Refused("is a copy that Jupyter saved by itself, which does not count")
        if not archives.is_archive(name) and not choice.may_be_notebook(name):
            raise Refused(choice.what_else(file.path))
        limit = archives.MAX_ARCHIVE if archives.is_archive(name) else archives.MAX_BYTES
        data = file.load(limit, self.budget)
        if archives.is_archive(name, data):
            self._open(file, data, dates)
        elif choice.is_notebook(name, data):
            rank, says, answers = choice.judge(data, self.wanted, self.known)
            self._note(file, dates, rank, says, data, answers)
        else:
            raise Refused(choice.what_else(file.path, data))

    def _open(self, file, data, dates):
        """Look into an archive; what was found in one before the budget is spent stays."""
        if len(dates) > archives.MAX_DEPTH:
            raise Refused(f"is an archive in {archives.MAX_DEPTH} others, which is too deep")
        before = len(self.found)
        for each in archives.in_archive(data, file.name, file.source, self.budget):
            self.budget.spend()
            self.add(each, dates)
        if len(self.found) == before:
            raise Refused("is an archive with no file in it")

    def _note(self, file, dates, rank, says, data=b"", answers=0):
        name = text.name("/".join(file.path))
        order = (self.unit.number, lateness.seconds(self.unit.time))
        self.found.append(Candidate(name, file.source, dates, data, says, rank, order, answers))

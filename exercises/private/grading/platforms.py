"""Who handed in which files, by the shapes that Moodle, Canvas, Gradescope, nbgrader and plain folders have.

The first names decide, which the platform or the lecturer gives; what a student calls a file, a folder or
a name in an archive says nothing about who they are.
"""

import contextlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

import yaml

from exercises.private.grading import lateness
from exercises.private.grading.archives import MAX_ARCHIVE, Budget, is_archive

MOODLE = re.compile(r"(?P<student>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?")
CANVAS = re.compile(
    r"(?:(?P<student>(?!LATE_).+?)_)?(?:(?P<late>LATE)_)?(?P<id>\d+|anon_[A-Za-z0-9]+)_"
    r"(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>text|link)\.html)"
)
GRADESCOPE = re.compile(r"submission_(?P<id>\w+)")
METADATA = "submission_metadata.yml"
NBGRADER = {"submitted", "source", "release", "autograded", "feedback", "gradebook.db"}
STAMP = "timestamp.txt"  # nbgrader writes it into each hand-in
DEEPEST = 4  # folders above those of students
NOISE = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
NOISE |= {"$RECYCLE.BIN", "System Volume Information", "lost+found"}  # of a stick
CHECKPOINTS = ".ipynb_checkpoints"
BESIDE = (".csv", ".tsv", ".xlsx", ".ods", ".yml", ".yaml", ".toml", ".md", ".log", ".db", ".sh")
DAY = re.compile(r"(\d{4})(?:[-_.]|년 ?)?(\d\d?)(?:[-_.]|월 ?)?(\d\d?)일?|(\d\d?)\.(\d\d?)\.(\d{4})")
NOTEBOOK = re.compile(r"\.ipynb(?![A-Za-z])", re.IGNORECASE)
TAIL = re.compile(r"(?:\.ipynb\b|\.(?:zip|tar|tgz|tbz2|gz|bz2|json|[a-z0-9]{1,5})$).*", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """Files that lie under one name of a student.

    Attributes
    ----------
    student, id, platform : str
        As in Submission.
    files : tuple of File
    time, late : str
        When it was handed in, and "late" or "in time"; "" if the platform does not tell.
    number : int
        By which the platform counts its files, or the day that a folder names; 0 if there is none.
    submitters : tuple of (id, email, name)
        All who handed it in, where the platform lists them.
    """

    student: str
    id: str
    platform: str
    files: tuple
    time: str = ""
    late: str = ""
    number: int = 0
    submitters: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "student", _spaced(self.student))

    @property
    def key(self):
        """What stays the same between runs: the platform's id, and else the name."""
        return f"{self.platform}:{self.id}" if self.id else f"name:{self.student}"


def _spaced(name):
    """A name with one kind of space: some keyboards write others."""
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in name).strip()


def units(files, knows=None):
    """Who handed in these files.

    Parameters
    ----------
    files : list of File
    knows : callable, optional
        Whether a name is that of somebody on the roster; it decides which folders are students.

    Returns
    -------
    list of Unit
    """
    files = [file for file in files if not is_noise(file.path)]
    recognised = _gradescope(files) or _by_name(files) or _nbgrader(files)
    if recognised:
        return recognised
    below = _below(files)
    if below and all(is_download(part) for part in below.values()):
        return [unit for part in below.values() for unit in units(part, knows)]
    return _by_day(files, knows) or _plain(files, _depth(files, knows))


def is_noise(path):
    """Whether a program has left it; an autosaved copy in the folder of a student is looked at."""
    inside = [part for k, part in enumerate(path[:-1]) if k == 0 or part != CHECKPOINTS]
    is_hidden = any(part.startswith(".") for part in inside)
    return is_hidden or path[-1].startswith("._") or path[-1] == ".DS_Store" or bool(NOISE & set(path))


def is_wanted(name):
    """Whether a file can hold work: a notebook or an archive."""
    return bool(NOTEBOOK.search(name)) or is_archive(name)


def _tops(files):
    """{first name: its files}."""
    tops = {}
    for file in files:
        tops.setdefault(file.path[0], []).append(file)
    return tops


def _below(files):
    """{folder: its files, with paths that begin below it}; none if a hand-in lies beside the folders."""
    if any(len(file.path) == 1 and is_wanted(file.name) for file in files):
        return {}
    deeper = [file for file in files if len(file.path) > 1]
    return {top: [replace(f, path=f.path[1:]) for f in part] for top, part in _tops(deeper).items()}


def is_download(files):
    """Whether a folder holds what a platform gives for a class, and is no folder of one student."""
    files = [file for file in files if not is_noise(file.path)]
    if _gradescope(files) or _nbgrader(files):
        return True
    named = [unit for unit in _by_name(files) if unit.platform]
    if len({unit.key for unit in named}) > 1 and 2 * len(named) > len(_tops(files)):
        return True
    below = _below(files)
    return len(below) > 0 and all(map(is_download, below.values()))


def _by_name(files):
    """Units of Moodle and Canvas, and plain ones beside them; none if no name has their shapes."""
    found, beside = [], []
    for top, part in _tops(files).items():
        if match := MOODLE.fullmatch(top):
            found.append(_moodle(match, part))
        elif len(part[0].path) == 1 and (match := CANVAS.fullmatch(top)):
            found.append(_canvas(match, part))
        else:
            beside += _plain(part, 0)
    if len(found) > len(beside):  # in a download, what cannot hold work is the lecturer's
        beside = [unit for unit in beside if any(is_wanted(file.name) for file in unit.files)]
    return _named_as_blind(found) + beside if found else []


def _moodle(match, files):
    rest = match["rest"] or match["kind"]  # without folders, the name of the file follows the student's
    files = [replace(file, path=file.path[1:] or (rest,)) for file in files]
    if match["kind"] == "onlinetext":
        files = [replace(file, path=("onlinetext", file.name)) for file in files]
    return Unit(match["student"], match["id"] or "", "moodle", tuple(files))


def _named_as_blind(found):
    """Where all of Moodle have one name, as 'Participant' with blind marking, the number is a part of it."""
    named = {(unit.student, unit.id) for unit in found if unit.platform == "moodle"}
    names = {name for name, _ in named}
    if len(names) != 1 or (len(named) < 3 and names != {"Participant"}):
        return found
    return [replace(u, student=f"{u.student} {u.id}") if u.platform == "moodle" else u for u in found]


def _canvas(match, files):
    name = match["rest"] or f"{match['typed']}.html"
    path = (name,) if match["rest"] else ("onlinetext", name)
    student = match["student"] or match["id"]
    late = "late" if match["late"] else "in time"
    number = int(match["file"] or 0)
    files = tuple(replace(file, path=path) for file in files)
    return Unit(student, match["id"], "canvas", files, late=late, number=number)


class _Loader(yaml.CSafeLoader):
    """YAML of Ruby: what has a tag of its own is read as nothing."""


_Loader.add_multi_constructor("!", lambda loader, tag, node: None)


def _gradescope(files):
    """Units of a Gradescope export; none if it is no such export."""
    folders = _tops([file for file in files if len(file.path) > 1 and GRADESCOPE.fullmatch(file.path[0])])
    listing = [file for file in files if file.path == (METADATA,)]
    if not folders or not (listing or len(folders) > 1):
        return []
    told = _metadata(listing[0]) if listing else {}
    return [_gradescope_unit(top, part, told.get(top)) for top, part in folders.items()]


def _metadata(file):
    """What Gradescope tells of its submissions.

    Raises
    ------
    ValueError
        If the file cannot be read: without it nobody is known.
    """
    try:
        told = yaml.load(file.load(MAX_ARCHIVE, Budget()), Loader=_Loader)
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise ValueError(f"{file.source} cannot be read as YAML: {type(error).__name__}") from None
    return told if isinstance(told, dict) else {}


def _gradescope_unit(top, files, told):
    told = told if isinstance(told, dict) else {}
    listed = [entry for entry in told.get(":submitters") or [] if isinstance(entry, dict)]
    submitters = tuple(
        tuple(str(entry.get(field) or "").strip() for field in (":sid", ":email", ":name"))
        for entry in listed
    )
    files = tuple(replace(file, path=file.path[1:]) for file in files)
    time = lateness.iso(str(told.get(":created_at") or ""))
    number, _, name = submitters[0] if submitters else ("", "", "")
    known = number or next((email for _, email, _ in submitters if email), "") or top
    return Unit(name or top, known, "gradescope", files, time, submitters=submitters)


def _nbgrader(files):
    """Units of the submitted files of an nbgrader course: one of each student and assignment."""
    wanted = [file for file in files if is_wanted(file.name)]
    tops = _tops(wanted)
    if "submitted" in tops and tops.keys() <= NBGRADER:
        files = [replace(f, path=f.path[1:]) for f in files if f.path[0] == "submitted"]
    else:
        stamped = {file.path[0] for file in files if len(file.path) == 3 and file.name == STAMP}
        if 2 * len(stamped) <= len(tops) or any(len(file.path) < 3 for file in wanted):
            return []
    hand_ins = {}
    for file in files:
        if len(file.path) > 2:
            hand_ins.setdefault(file.path[:2], []).append(replace(file, path=file.path[2:]))
    return [_nbgrader_unit(student, part) for (student, _), part in hand_ins.items()]


def _nbgrader_unit(student, files):
    stamps = [file for file in files if file.path == (STAMP,)]
    time = lateness.iso(stamps[0].load(1000, Budget()).decode(errors="replace")) if stamps else ""
    files = tuple(file for file in files if file not in stamps)
    return Unit(student, "", "nbgrader", files, time)


def _by_day(files, knows):
    """Units in folders that are named after days, of which the last counts; none if a folder is not.

    Eight digits, and days in a folder that may be a student's, are taken for days only where folders lie
    in them.
    """
    below = _below(files)
    days = {top: _day(top) for top in below}
    if len(below) == 1 and not any(days.values()) and not (knows and any(map(knows, below))):
        (inner,) = below.values()
        return _by_day(inner, knows) if all(map(_below, _below(inner).values())) else []
    if not all(days.values()) or (any(map(str.isdecimal, below)) and not all(map(_below, below.values()))):
        return []
    found = [(top, unit) for top, part in below.items() for unit in units(part, knows)]
    return [_of_day(unit, days[top], top) for top, unit in found]


def _of_day(unit, day, folder):
    files = tuple(replace(file, path=(folder, *file.path)) for file in unit.files)
    return replace(unit, number=unit.number or day, files=files)


def _day(name):
    """The day that a name is, as a number that grows by 1 each day; 0 if it is none."""
    if match := DAY.fullmatch(name):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
        with contextlib.suppress(ValueError):
            return date(int(year), int(month), int(day)).toordinal()
    return 0


def _plain(files, depth):
    """Units of folders and files that are named after students, below so many other folders."""
    found = {}
    for file in files:
        level = min(depth, len(file.path) - 1)
        is_file = level == len(file.path) - 1
        if is_file and not _may_be_alone(file.name):
            continue
        student = TAIL.sub("", file.name) if is_file else file.path[level]
        rest = file.path[level:] if is_file else file.path[level + 1 :]
        found.setdefault(student or file.name, []).append(replace(file, path=rest))
    return [Unit(student, "", "", tuple(part)) for student, part in found.items()]


def _may_be_alone(name):
    """Whether a file in no student's folder is a hand-in, and not a table or a note of the lecturer's."""
    return PurePosixPath(name.lower()).suffix not in BESIDE and not name.lower().startswith("readme")


def _depth(files, knows):
    """How many folders lie above those of the students."""
    if knows:
        known = [sum(map(knows, _names_at(files, depth))) for depth in range(DEEPEST)]
        return 0 if known[0] else known.index(max(known))
    wanted, depth = [file.path for file in files if is_wanted(file.name)], 0
    while wanted and min(map(len, wanted)) > depth + 1 and len({path[depth] for path in wanted}) == 1:
        depth += 1
    folders = {path[depth] for path in wanted if len(path) > depth + 1}
    return depth if len(folders) > 1 and not all(map(_day, folders)) else 0


def _names_at(files, depth):
    deep = [file.path for file in files if len(file.path) > depth]
    return {TAIL.sub("", path[depth]) if len(path) == depth + 1 else path[depth] for path in deep}

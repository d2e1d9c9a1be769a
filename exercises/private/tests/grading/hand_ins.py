"""Hand-ins as platforms give them: folders, zips, tars, with notebooks that are worked or untouched."""

import io
import tarfile
import zipfile

from exercises.private.grading import choice, roster, submissions
from exercises.private.source import ROOT

NOON = (2026, 5, 1, 12, 0, 0)
KNOWN = choice.released()
SOLVED = (ROOT / "exercises" / "private" / "solved" / "perceptron.ipynb").read_bytes()
STUB = (ROOT / "exercises" / "perceptron.ipynb").read_bytes()
OTHER = (ROOT / "exercises" / "private" / "solved" / "linear_model.ipynb").read_bytes()
MOODLE = "{}_{}_assignsubmission_file_/{}"


def worked(word=""):
    """A notebook with answers, unlike that of another word."""
    return SOLVED + b" " * len(word) + b"\n" * sum(word.encode())


def zipped(path, entries):
    """A zip with {name: data}, or {name: (data, time)}, at a path; in memory if there is none."""
    target = path or io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            data, when = data if isinstance(data, tuple) else (data, NOON)
            archive.writestr(zipfile.ZipInfo(name, when), data, zipfile.ZIP_DEFLATED)
    return path or target.getvalue()


def tarred(entries, mode="w:gz"):
    """The bytes of a tar with {name: data}."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, data in entries.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


def written(folder, entries):
    """A folder with {path: data}."""
    for name, data in entries.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def people(folder, text):
    """The people of a roster file with this text, or these bytes."""
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return roster.read(path)


def find(path, people=(), **options):
    """What counts of each for the assignment perceptron."""
    return submissions.find([path], people, KNOWN, "perceptron", **options)


def asked(path, people=()):
    """What the lecturer is asked about it."""
    return submissions.question(submissions.understand([path], people), people)

"""Who is in the course, and whose hand-in is whose."""

import csv
import io
import unicodedata
from dataclasses import dataclass, replace

COLUMNS = ("id", "name", "email")


@dataclass(frozen=True)
class Person:
    """A line of the roster."""

    id: str
    name: str
    email: str
    section: str = ""
    group: str = ""
    extension: str = ""  # an ISO deadline, or hours of extra time
    excused: bool = False
    row: tuple = ()  # (column, value) of the file, as it stands there

    @property
    def keys(self):
        """What a learning platform or a folder may call them: 'doejane' is Jane Doe too."""
        words = self.name.replace(",", " ").split()
        names = {fold("".join(words[k:] + words[:k])) for k in range(len(words))}
        return names | {fold(self.id), fold(self.email), fold(self.email.split("@")[0])} - {""}


def fold(text):
    """Letters and digits alone, small."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in text if character.isalnum())


def read(path):
    """The people of a CSV file with the columns id, name, email, and section if there is one.

    Raises
    ------
    ValueError
        If it is no such file; the message says what is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8: save it as 'CSV UTF-8'") from None
    header = text.partition("\n")[0]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ","))
    rows = [{(key or "").strip().lower(): row[key] or "" for key in row if key} for row in rows]
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise ValueError(f"{path} needs the columns id, name, email; there is no {', '.join(missing)}")
    return [
        Person(*(row[c].strip() for c in COLUMNS), row.get("section", "").strip(), row=tuple(row.items()))
        for row in rows
    ]


def match(results, people):
    """Whose result is whose: {person: result}, and the results of people who are not on the roster.

    A name, id or email address must be that of one person; if two have a name, the platform's id decides.
    """
    owned, unknown = {}, []
    for result in sorted(results, key=lambda result: result["time"], reverse=True):  # the latest first
        number = result.get("id", "")
        called = fold(result["student"].removesuffix(f" ({number})"))
        candidates = [person for person in people if called in person.keys]
        if len(candidates) > 1:
            candidates = [person for person in candidates if number and person.id == number]
        if len(candidates) == 1 and candidates[0] not in owned:
            owned[candidates[0]] = result
        else:
            unknown.append(result)
    return owned, sorted(unknown, key=lambda result: result["student"])


def with_people(found, people):
    """The hand-ins, each with the person of the roster that it belongs to."""
    told = [{"student": s.student, "key": s.key, "id": s.id, "time": s.time} for s in found]
    owned, _ = match(told, people)
    whose = {result["key"]: person for person, result in owned.items()}
    return [replace(submission, person=whose.get(submission.key)) for submission in found]

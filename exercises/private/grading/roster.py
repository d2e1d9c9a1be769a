"""Who is in the course, by a table of one's own or what Moodle or Canvas gives."""

import re
import unicodedata
from dataclasses import dataclass, replace

from exercises.private.grading import lateness, tables

NAMES = {  # what columns are called; those of Moodle's worksheet and Canvas's gradebook among them
    "id": ("id", "identifier", "student id", "id number", "sis user id", "matrikelnummer", "학번"),
    "name": ("name", "student", "full name", "student name", "vollständiger name", "이름", "성명"),
    "email": (
        "email",
        "email address",
        "e-mail",
        "e-mail address",
        "sis login id",
        "e-mail-adresse",
        "이메일",
    ),
    "section": ("section", "분반"),
    "group": ("group", "team", "조"),
    "extension": ("extension", "extra time", "extra hours"),
    "excused": ("excused",),
}
NEEDED = ("id", "name", "email")
YES = ("yes", "true", "1", "x", "y", "excused")


@dataclass(frozen=True)
class Person:
    """A line of the roster.

    Attributes
    ----------
    id : str
        The number of the course or of the platform; that of Moodle's 'Participant 123' is '123'.
    name, email, section, group : str
        The email address may be a login.
    extension : str
        A deadline of one's own, ISO, or hours more.
    excused : bool
    row : tuple of (column, value)
        The line as it stands in the file.
    platform : str
        "moodle" or "canvas" if the file is theirs, so that ids are the platform's.
    """

    id: str
    name: str
    email: str
    section: str = ""
    group: str = ""
    extension: str = ""
    excused: bool = False
    row: tuple = ()
    platform: str = ""

    @property
    def names(self):
        """The forms of the name that a platform or a folder may give: 'doejane' is Jane Doe too."""
        words = self.name.replace(",", " ").split()
        return {fold("".join(words[k:] + words[:k])) for k in range(len(words))} - {""}

    @property
    def keys(self):
        """The names, the id, the email address, and what is before its @."""
        return self.names | {fold(self.id), fold(self.email), fold(self.email.split("@")[0])} - {""}

    def column(self, name):
        """What stands in a column of the file; "" if there is none of that name."""
        return next((value for column, value in self.row if column.strip().lower() == name), "")


def fold(text):
    """Letters and digits alone, small, in one form of Unicode."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in text if letter.isalnum() or unicodedata.category(letter)[0] == "M")


def bare(number):
    """A number without the zeros that it begins with, which a spreadsheet cuts; any other text as it is."""
    return number.lstrip("0") if number.isdecimal() else number


def read(path):
    """The people of a CSV file: a plain one, Moodle's grading worksheet, or Canvas's gradebook.

    A plain one has the columns id, name, email, and any of section, group, extension, excused.

    Raises
    ------
    ValueError
        If it is no such file, if one id has two names, if two lines of one name have neither id nor
        address, or if an extension is none; the message says which.
    """
    rows = _rows(path)
    columns = {column.lower() for column in rows[0]} if rows else set()
    if {"student", "id"} < columns and columns & {"sis login id", "sis user id"}:
        rows = [row for row in rows if row.get("ID", "").strip().isdigit()]
        people = [_person(row, "canvas") for row in rows]
    elif "identifier" in columns and any(column.startswith("last modified") for column in columns):
        people = [_person(row, "moodle") for row in rows]
    else:
        missing = [name for name in NEEDED if not columns & set(NAMES[name])]
        if missing:
            raise ValueError(f"{path} needs the columns id, name, email; there is no {', '.join(missing)}")
        people = [_person(row, "") for row in rows]
    return _once(people, path)


def _rows(path):
    """The lines of a CSV file that are not blank, each as {column: value}."""
    _, lines = tables.read(path)
    rows = [{column: value or "" for column, value in row.items() if column} for _, row in lines]
    return [row for row in rows if any(value.strip() for value in row.values())]


def _person(row, platform):
    def told(name):
        cells = {column.lower(): value for column, value in row.items()}
        value = next((cells[column] for column in NAMES[name] if cells.get(column, "").strip()), "")
        return unicodedata.normalize("NFC", " ".join(value.split()))

    number = told("id")
    if platform == "moodle":  # 'Participant 123'
        number = re.sub(r"^\D*", "", row.get("Identifier", number))
    name = told("name") or (row.get("Identifier", "") if platform == "moodle" else "")
    excused = told("excused").lower() in YES
    rest = (told("email"), told("section"), told("group"), told("extension"), excused)
    return Person(number, name, *rest, tuple(row.items()), platform)


def _once(people, path):
    """Each person once, with all their sections."""
    found = {}
    for person in people:
        key = person.id or (person.email, person.name)
        if key in found and not (person.id or person.email):
            raise ValueError(
                f"{path} has two lines of {person.name!r} without an id and an email address: one person or "
                "two? Leave out one, or give each an id or an address"
            )
        first = found.setdefault(key, person)
        try:
            lateness.due(None, person.extension)
        except ValueError as error:
            raise ValueError(f"{path}, {person.name}: {error}") from None
        if fold(first.name) != fold(person.name):
            raise ValueError(f"{path} has the id {person.id} twice: for {first.name} and {person.name}")
        if person.section not in first.section.split(", "):
            found[key] = replace(first, section=f"{first.section}, {person.section}")
    return list(found.values())

"""The settings of the course: reads course.toml and refuses what it cannot use."""

import datetime
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

FILE = Path(__file__).parents[1] / "course.toml"
LOCALE = Path(__file__).parents[1] / "locale"
FOLDER = Path(__file__).parents[1] / "exercises"
MAIL = re.compile(r"[^@\s<>\":]+@[^@\s<>\"]+\.\w+")
REFERENCE = re.compile(r"\w(?:[\w.+-]|/(?!/))*(?<![/.])")
PART = re.compile(r"\w[\w.+-]*")  # of the path to a repository


@dataclass(frozen=True)
class Course:
    """The settings, each as course.toml explains it; what is not set is empty."""

    name: str = ""
    contact: str = ""
    repository: str = ""
    branch: str = "main"
    tag: str = ""
    site: str = ""
    binder: str = ""
    colab: str = ""
    hub: str = ""
    assignments: list = ()
    house_rules: bool = True
    variants: bool = False
    languages: list = ()
    solutions: dict = field(default_factory=dict)


KINDS = {str: "text in quotes", list: "a list of names", bool: "true or false", dict: "a table of days"}


def wrong(setting, expected, given):
    return ValueError(f"course.toml: {setting} must be {expected}; it is {given!r}")


def course():
    """The settings.

    Raises
    ------
    ValueError
        If one is unknown, missing or cannot be used; the message names it, what is expected, what is there.
    """
    try:
        given = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"course.toml: {error}") from None
    given = {"name": ""} | given
    known = {each.name: each.type for each in fields(Course)}
    for setting, value in given.items():
        if setting not in known:
            raise ValueError(f"course.toml: settings are {', '.join(known)}; {setting!r} is none")
        if not isinstance(value, known[setting]):
            raise wrong(setting, KINDS[known[setting]], value)
    return Course(**{setting: USABLE[setting](setting, value) for setting, value in given.items()})


def address(setting, value, expected="an address such as https://www.example.edu/course, or empty"):
    """An address without blanks around it and without its last slash."""
    value = value.strip()
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise wrong(setting, expected, value)
    if parts.query or parts.fragment or re.search(r'[\s"<>]', value):
        raise wrong(setting, expected, value)
    return value.rstrip("/")


def name(setting, value):
    if not value:
        raise wrong(setting, "the name of your course", value)
    return value


def contact(setting, value):
    if value and not MAIL.fullmatch(value):
        return address(setting, value, "a mail address, the address of a page, or empty")
    return value


def repository(setting, value):
    """The address of a repository, without a last slash or .git."""
    expected = "the https address of a repository, such as https://github.com/OWNER/NAME, or empty"
    value = address(setting, value, expected).removesuffix(".git")
    parts = urlsplit(value)
    path = parts.path.strip("/").split("/")
    deep = len(path) > 2 and (parts.hostname == "github.com" or {"-", "tree", "blob"} & set(path))
    if value and (parts.scheme != "https" or len(path) < 2 or deep or not all(map(PART.fullmatch, path))):
        raise wrong(setting, expected, value)
    return value


def reference(setting, value):
    if value and not REFERENCE.fullmatch(value):
        raise wrong(setting, "a name that git allows", value)
    return value


def branch(setting, value):
    return reference(setting, value or "main")


def site(setting, value):
    if value == "pages":
        return value
    return address(setting, value, '"pages", an address such as "https://www.example.edu/course/", or empty')


def assignments(setting, value):
    """Names of assignments, once each."""
    there = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
    if not all(name in there for name in value) or len(set(value)) < len(value):
        raise wrong(setting, f"a list, without repetition, of {', '.join(there)}", value)
    return value


def languages(setting, value):
    """Languages that there are translations of."""
    there = sorted(path.parent.name for path in LOCALE.glob("*/glossary.toml"))
    if not all(language in there for language in value) or len(set(value)) < len(value):
        raise wrong(setting, f"a list, without repetition, of {', '.join(there)}", value)
    return value


def solutions(setting, value):
    """{name of an assignment: day}."""
    assignments(setting, list(value))
    for name, day in value.items():
        if type(day) is not datetime.date:
            raise wrong(f"{setting}.{name}", "a day, without quotes, such as 2027-03-01", day)
    return value


USABLE = {"name": name, "contact": contact, "repository": repository, "branch": branch, "tag": reference}
USABLE |= {"site": site, "binder": address, "colab": address, "hub": address}
USABLE |= {"assignments": assignments, "house_rules": lambda _, value: value, "solutions": solutions}
USABLE |= {"variants": lambda _, value: value, "languages": languages}

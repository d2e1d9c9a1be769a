"""Who is in the course, and the grades of a course as Moodle and Canvas import them."""

import csv
import io
import unicodedata
from dataclasses import dataclass

from exercises.private.grading.results import harmless

COLUMNS = ("id", "name", "email")


@dataclass(frozen=True)
class Person:
    """A line of the roster."""

    id: str
    name: str
    email: str
    section: str = ""

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
    return [Person(*(row[c].strip() for c in COLUMNS), row.get("section", "").strip()) for row in rows]


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


def absent(person, assignment):
    """What stands for the result of a person who has handed in nothing."""
    questions = [
        {"name": q.name, "exercise": q.exercise, "points": 0, "possible": q.possible}
        for q in assignment.questions
    ]
    return {
        "student": person.name,
        "source": "",
        "time": "",
        "points": 0,
        "possible": assignment.possible,
        "questions": questions,
        "notes": ["Nothing was handed in."],
    }


def with_everyone(results, people, assignment):
    """The results for grades.csv: roster people first, in its order, then those who are not on it."""
    owned, unknown = match(results, people)
    first = [
        owned[person] | {"student": person.name} if person in owned else absent(person, assignment)
        for person in people
    ]
    return first + [result | {"notes": ["Not on the roster.", *result["notes"]]} for result in unknown]


def table(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([harmless(str(text)) for text in row] for row in rows)
    return out.getvalue()


def moodle_csv(results, people, assignment):
    """As Moodle's grading worksheet has it; the gradebook maps it by the email address."""
    owned, _ = match(results, people)
    rows = [("Identifier", "Full name", "Email address", "Grade", "Maximum Grade")]
    for person in people:
        result = owned.get(person, {})
        from_moodle = "_assignsubmission_" in result.get("source", "")
        identifier = f"Participant {result['id']}" if from_moodle else person.id
        points = (f"{number:g}" for number in (result.get("points", 0), assignment.possible))
        rows.append((identifier, person.name, person.email, *points))
    return table(rows)


def canvas_csv(results, people, assignment):
    """As Canvas's gradebook imports it; rename the last column to that of an assignment that exists."""
    owned, _ = match(results, people)
    rows = [("Student", "ID", "SIS Login ID", "Section", assignment.name)]
    rows.append(("Points Possible", "", "", "", f"{assignment.possible:g}"))
    for person in people:
        points = owned.get(person, {}).get("points", 0)
        rows.append((person.name, person.id, person.email, person.section, f"{points:g}"))
    return table(rows)

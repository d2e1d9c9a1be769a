"""When something was handed in, as platforms write it, and how late that is."""

import contextlib
import re
from datetime import datetime, timedelta

FORMATS = ("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p", "%A, %d. %B %Y, %H:%M", "%A, %d %B %Y, %H:%M")
FORMATS += ("%d/%m/%Y, %H:%M", "%d %B %Y, %I:%M %p")
HOURS = {"day": 24, "hour": 1, "min": 1 / 60, "sec": 1 / 3600}
LATE = re.compile(r"(?P<much>(?:\d+ (?:day|hour|min|sec)s? ?)+)late")


def iso(written):
    """A date and time as ISO text; "" if it is none. Moodle's English forms are read, and nbgrader's."""
    written = re.sub(r"\s+", " ", written).strip()
    try:
        return datetime.fromisoformat(re.sub(r" ?UTC$", "+00:00", written)).isoformat(timespec="seconds")
    except ValueError:
        pass
    for form in FORMATS:
        try:
            return datetime.strptime(written, form).isoformat(timespec="seconds")
        except ValueError:
            continue
    return ""


def moment(written):
    """The end of a deadline, a datetime: that of a day alone is its last second.

    Raises
    ------
    ValueError
        If it is no date.
    """
    ends = datetime.fromisoformat(iso(written))
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", written.strip())
    return ends.replace(hour=23, minute=59, second=59) if is_day else ends


def seconds(time):
    """Seconds since 1970 of an ISO text, which is local if it names no zone; -1 for "", before all others."""
    return datetime.fromisoformat(time).timestamp() if time else -1.0


def moodle(status):
    """("late", "in time" or "", hours or None) of the column Status of Moodle's worksheet."""
    if match := LATE.search(status):
        amounts = re.findall(r"(\d+) (day|hour|min|sec)", match["much"])
        return "late", sum(int(number) * HOURS[unit] for number, unit in amounts)
    return ("in time", 0.0) if status.lower().startswith("submitted") else ("", None)


def due(deadline, extension):
    """The deadline of a person: that of all, or their own, or some hours more.

    Raises
    ------
    ValueError
        If the extension is neither a date nor a number of hours.
    """
    if not extension:
        return deadline
    try:
        more = timedelta(hours=float(extension))
    except (ValueError, OverflowError):
        with contextlib.suppress(ValueError):
            return moment(extension)
        raise ValueError(
            f"the extension {extension!r} is neither a date such as 2026-05-31T23:59 nor hours"
        ) from None
    return deadline and deadline + more


def lateness(time, told, deadline, extension=""):
    """Whether and by how much something is late.

    Parameters
    ----------
    time : str
        When it was handed in, ISO; "" if the platform does not tell.
    told : ("late", "in time" or "", hours or None)
        What the platform itself says.
    deadline : datetime or None
        The lecturer's; it is held to rather than the platform's.
    extension : str
        A deadline of one's own, or hours more.

    Returns
    -------
    (str, float or None)
        "late", "in time" or "" for not known; hours after the deadline, None if not known.
    """
    ends = due(deadline, extension)
    if time and ends:
        hours = max(0.0, (seconds(time) - ends.timestamp()) / 3600)
        return ("late" if hours else "in time"), hours
    late, hours = told
    if late == "late" and extension:
        return "", None  # the platform need not know of it
    return late, 0.0 if late == "in time" else hours

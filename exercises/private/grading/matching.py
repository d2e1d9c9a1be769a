"""Whose hand-in is whose: ids before names, and nobody takes the place of another by a name.

A name that fits two people, or a person whom two hand-ins of a platform claim, is left to the lecturer.
An id that has lost its zeros, on the roster or in the name of a file, is known where it fits one person.
"""

import re
from dataclasses import dataclass, replace

from exercises.private.grading import lateness, text
from exercises.private.grading.roster import Person, bare, fold

BY_ID, BY_NAME, BY_PART, BY_BARE_ID = 4, 3, 2, 1  # how sure it is
SHOWN = 3  # examples in a question
MOST_PIECES = 12  # of a name
SHORTEST = 4  # digits of an id within a name: fewer may count assignments
PLAIN = ("", "nbgrader")  # folders and files that the lecturer or a login names


@dataclass(frozen=True)
class HandIn:
    """What one student or group has handed in, and who that is.

    Attributes
    ----------
    key : str
    units : tuple of platforms.Unit
    person : Person or None
    members : tuple of Person
        Others of the group.
    notes : tuple of str
        Sentences for the lecturer and the student.
    sure : int
    """

    key: str
    units: tuple
    person: Person | None = None
    members: tuple = ()
    notes: tuple = ()
    sure: int = 0

    @property
    def unit(self):
        return self.units[0]


def known_names(people):
    """A function that says whether a folder has the name of somebody on the roster; None without a roster."""
    keys = {key for person in people for key in person.keys} | {fold(person.group) for person in people}
    keys = set(map(bare, keys)) - {""}
    return (lambda name: bare(fold(name)) in keys) if people else None


def identify(units, people):
    """The units of each student together, with the person of the roster.

    Parameters
    ----------
    units : list of platforms.Unit
    people : list of Person

    Returns
    -------
    list of HandIn
    """
    together = {}
    for unit in units:
        together.setdefault(unit.key, []).append(unit)
    hand_ins = [HandIn(key, tuple(group)) for key, group in together.items()]
    if not people:
        return _merged_files(hand_ins)
    roster = Roster(people, hand_ins)
    return _settled(_members_once([roster.whose(hand_in) for hand_in in hand_ins]))


def _merged_files(hand_ins):
    """Without a roster: 'jane (1)' is a file that a browser has numbered, if there is a 'jane'."""
    keys = {hand_in.key: hand_in for hand_in in hand_ins if hand_in.unit.platform in PLAIN}
    merged = dict(keys)
    for key in keys:
        base = _unnumbered(key)
        if base != key and base in merged:
            merged[base] = replace(merged[base], units=merged[base].units + merged.pop(key).units)
    return [merged.get(h.key, h) for h in hand_ins if h.key in merged or h.key not in keys]


def _unnumbered(name):
    """A name without the number that a browser has given to a copy."""
    return re.sub(r" ?\(\d+\)$", "", name)


class Roster:
    """The people, by what they may be called."""

    def __init__(self, people, hand_ins):
        self.people = people
        self.by_id = {person.id: person for person in people if person.id}
        self.ids = _index(people, lambda person: {fold(person.id)})
        self.bare_ids = _index(people, lambda person: {bare(fold(person.id))})
        self.emails = _index(people, lambda person: {fold(person.email)})
        self.logins = _index(people, lambda person: {fold(person.email.split("@")[0])})
        self.names = _index(people, lambda person: person.names)
        self.groups = _index(people, lambda person: {fold(person.group)})
        platforms = {hand_in.unit.platform for hand_in in hand_ins} - set(PLAIN)
        self.shared = {p for p in platforms if self._has_ids_of(p, hand_ins)}
        self.in_teams = {p for p in (*platforms, *PLAIN) if p in PLAIN or self._has_groups_of(p, hand_ins)}
        listed = [told for hand_in in hand_ins for told in hand_in.unit.submitters]
        self.has_addresses = any(self._addressed(number, email) for number, email, _ in listed)

    def _has_groups_of(self, platform, hand_ins):
        """Whether the names of a platform are those of groups, and not one of them by a student's will."""
        names = [fold(h.unit.student) for h in hand_ins if h.unit.platform == platform]
        return 2 * sum(name in self.groups for name in names) > len(names)

    def _has_ids_of(self, platform, hand_ins):
        """Whether the ids of the roster are those of a platform."""
        if platform in ("gradescope", *(person.platform for person in self.people)):
            return True
        mine = [hand_in.unit for hand_in in hand_ins if hand_in.unit.platform == platform]
        agree = [u for u in mine if u.id in self.by_id and fold(u.student) in self.by_id[u.id].names]
        return platform == "canvas" and 2 * len(agree) > len(mine)

    def whose(self, hand_in):
        """The hand-in with its person, and with those of its group."""
        found = self._known(hand_in)
        return found if found.person or found.unit.platform not in PLAIN else self._by_bare_id(found)

    def _by_bare_id(self, hand_in):
        """By an id without the zeros that it begins with, if it is that of one person."""
        called = _unnumbered(hand_in.unit.student)
        numbers = {fold(called), *(word for word in _runs(called) if len(word) >= SHORTEST)}
        found = {
            p: n
            for n in sorted(numbers)
            if n.isdecimal()
            for p in self.bare_ids.get(bare(n), [])
            if p.id != n
        }
        if not found:
            return hand_in
        number = next(iter(found.values()))
        ids = " or ".join(sorted(person.id for person in found))
        if len(found) > 1:
            note = f"The number {number} may be {ids} on the roster: the lecturer must say whose it is."
            return replace(hand_in, notes=(note,))
        note = (
            f"The number {number} is taken for {ids} on the roster, which differs in zeros at the beginning."
        )
        return replace(hand_in, person=next(iter(found)), notes=(note,), sure=BY_BARE_ID)

    def _known(self, hand_in):
        unit = hand_in.unit
        if unit.submitters:
            return self._all_of(hand_in, [self._submitter(*each) for each in unit.submitters])
        is_group = unit.platform in self.in_teams and not self._named(unit.student, unit.id)
        if is_group and unit.platform != "canvas" and fold(unit.student) in self.groups:
            return self._all_of(hand_in, self.groups[fold(unit.student)])
        if unit.platform in self.shared:
            return self._by_id(hand_in)
        person, sure = self._by_name(unit)
        return replace(hand_in, person=person, sure=sure)

    def _all_of(self, hand_in, people):
        people = list(dict.fromkeys(person for person in people if person))
        if not people:
            return hand_in
        return replace(hand_in, person=people[0], members=tuple(people[1:]), sure=BY_ID)

    def _submitter(self, number, email, name):
        """The person of a number or an address; of a name only if no number and address here is known."""
        known = self._addressed(number, email)
        return self._named(name, number) if known is None and not self.has_addresses else known

    def _addressed(self, number, email):
        by_email = self.emails.get(fold(email), [])
        return self.by_id.get(number) or (by_email[0] if len(by_email) == 1 else None)

    def _by_id(self, hand_in):
        """By the platform's id alone, so that a name can be anything; with the group of a Canvas group."""
        unit = hand_in.unit
        person = self.by_id.get(unit.id)
        group = self.groups.get(fold(unit.student), []) if unit.platform in self.in_teams else []
        members = tuple(other for other in group if other != person) if person in group else ()
        return replace(hand_in, person=person, members=members, sure=BY_ID if person else 0)

    def _by_name(self, unit):
        """(person, how sure); a platform's display name is a name and nothing else."""
        if fold(unit.student) in self.names and not self._named(unit.student, unit.id):
            return None, 0  # two have it
        if unit.platform not in PLAIN:
            named = self._named(unit.student, unit.id)
            return (named, BY_NAME) if named else (self._part(_after_group(unit.student)), BY_PART)
        found = self._exact(unit.student) or self._named(unit.student)
        return (found, BY_NAME) if found else (self._part(_runs(unit.student)), BY_PART)

    def _exact(self, called):
        """The one whose id, else email address, else login it is."""
        key = fold(called)
        found = (index.get(key, []) for index in (self.ids, self.emails, self.logins))
        return next((people[0] for people in found if len(people) == 1), None)

    def _named(self, name, number=""):
        """The one person of this name; of several, the one with this id."""
        found = self.names.get(fold(name), [])
        if len(found) > 1:
            found = [person for person in found if number and person.id == number]
        return found[0] if len(found) == 1 else None

    def _part(self, words):
        """The one person whom some of these words name by id, address or whole name.

        An id decides between names, but not against them: it may be the number of an exercise or a download.
        """
        by_id = {self.by_id[word] for word in words if word in self.by_id}
        named = {person for word in words if (person := self._addressed("", word) or self._named(word))}
        found = by_id if by_id and by_id <= named else by_id | named
        return found.pop() if len(found) == 1 else None


def _index(people, keys):
    """{key: the people who have it}; what is blank is no key."""
    found = {}
    for person in people:
        for key in keys(person) - {""}:
            found.setdefault(key, []).append(person)
    return found


def _runs(name):
    """The words of the name of a file, and neighbours joined: '2026_jane_doe' has 'jane doe'."""
    words = [word for word in re.split(r"[\s_\-+.()\[\]]+", name) if word][:MOST_PIECES]
    return [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words) + 1))]


def _after_group(name):
    """What follows a dash: Moodle puts the group before the name."""
    pieces = name.split("-", MOST_PIECES)
    return ["-".join(pieces[k:]) for k in range(1, len(pieces))]


def _settled(hand_ins):
    """Each person with one hand-in, and rivals left to the lecturer."""
    claims = {}
    for hand_in in hand_ins:
        claims.setdefault(hand_in.person or hand_in.key, []).append(hand_in)
    return [one for rivals in claims.values() for one in _settle(rivals)]


def _settle(rivals):
    """One hand-in of those that claim a person: the surest of a platform, with what the lecturer named."""
    by_bare_id = [rival for rival in rivals if rival.sure == BY_BARE_ID]
    if by_bare_id and len({_unnumbered(rival.key) for rival in rivals}) > 1:
        yield from (_unclear(rival) for rival in by_bare_id)
        rivals = [rival for rival in rivals if rival not in by_bare_id]
    plain = [rival for rival in rivals if rival.unit.platform in PLAIN]
    named = [rival for rival in rivals if rival.unit.platform not in PLAIN]
    best = max((rival.sure for rival in named), default=0)
    surest = [rival for rival in named if rival.sure == best]
    if len(surest) > 1 and best < BY_ID:
        surest = []
    own, unclear = surest + plain, [rival for rival in named if rival not in surest]
    if own:
        yield replace(own[0], units=tuple(unit for hand_in in own for unit in hand_in.units))
    yield from (_unclear(rival) for rival in unclear)


def _unclear(hand_in):
    name = text.name(hand_in.person.name)
    note = f"It may be that of {name}, as another is: the lecturer must say whose it is."
    return replace(hand_in, person=None, members=(), sure=0, notes=(note,))


def _members_once(hand_ins):
    """A member of a group who has handed in alone keeps what is theirs."""
    alone = {hand_in.person for hand_in in hand_ins if not hand_in.members}
    return [_without(hand_in, alone) if hand_in.members else hand_in for hand_in in hand_ins]


def _without(hand_in, alone):
    left = [person for person in (hand_in.person, *hand_in.members) if person not in alone]
    return replace(hand_in, person=left[0] if left else None, members=tuple(left[1:]))


def doubt(hand_ins, people):
    """What the lecturer must be asked before anything is graded, or nothing.

    It is asked when most hand-ins are of nobody on the roster, and when most of what was handed in is of
    one student.
    """
    matched = [hand_in for hand_in in hand_ins if hand_in.person]
    if people and 2 * len(matched) < len(hand_ins):
        unknown = [hand_in for hand_in in hand_ins if not hand_in.person]
        return (
            f"{len(unknown)} of {len(hand_ins)} hand-ins are of nobody on the roster: {_examples(unknown)}; "
            f"on the roster are {', '.join(text.name(person.name) for person in people[:SHOWN])} and so on"
        )
    most = max(hand_ins, key=lambda hand_in: len(hand_in.units), default=None)
    n_units = sum(len(hand_in.units) for hand_in in hand_ins)
    n_alike = _n_alike(most, people) if most and most.unit.platform in PLAIN else 0
    enough = 2 if people or len(hand_ins) > 1 else 1  # a student may have handed in twice
    if n_alike > enough and 2 * n_alike > n_units:
        return f"{len(most.units)} of {n_units} files and folders are of one student: {_examples([most])}"
    if len(hand_ins) == 1 and not most.person and most.unit.platform == "" and _has_many(most.unit):
        return f"all notebooks are of one student: {_examples([most])}"
    return ""


def _n_alike(hand_in, people):
    """Units that are of one person; without a roster, not those that a browser has numbered."""
    return len(hand_in.units) if people else sum(u.student == hand_in.unit.student for u in hand_in.units)


def _has_many(unit):
    return len({file.path for file in unit.files if file.name.lower().endswith(".ipynb")}) > 1


def _examples(hand_ins):
    shown = [f"{text.name(h.unit.student)!r} ({h.unit.files[0].source})" for h in hand_ins[:SHOWN]]
    return ", ".join(shown) + " and so on" * (len(hand_ins) > SHOWN)


def unread_times(people):
    """What the roster tells as times that cannot be read as such."""
    times = [time for person in people if (time := _written(person)) not in ("", "-")]
    return [time for time in times if not lateness.iso(time)]


def _written(person):
    """When something was handed in, as the roster tells it."""
    columns = ("last modified (submission)", "submitted", "handed in", "submission time")
    return next((value for column in columns if (value := person.column(column))), "")


def recorded(person):
    """(when, ("late", "in time" or "", hours)) as the roster tells it, which may be Moodle's worksheet."""
    if person is None:
        return "", ("", None)
    time = lateness.iso(_written(person))
    if person.platform == "moodle":
        return time, lateness.moodle(person.column("status"))
    late = {"yes": "late", "late": "late", "true": "late", "1": "late", "no": "in time", "in time": "in time"}
    return time, (late.get(person.column("late").strip().lower(), ""), None)

"""Mutated notebooks: each ends with points in range, and with a readable reason where points are missing.

GRADING_FUZZ is the number of notebooks: 200 when left out, 10000 in the nightly run.
"""

import json
import os
import random
from collections import Counter
from functools import partial

from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.grade import grade
from exercises.private.grading.notebook_file import parsed
from exercises.private.tests.grading.mini import MINI, RIGHT_DOUBLE, RIGHT_TOTAL, code, document, points
from exercises.private.tests.grading.notebooks import FILES, TABLES
from tests.together import side_by_side

N_MUTANTS = int(os.environ.get("GRADING_FUZZ", "200"))
LIMITS = Limits(question=2, cell=2, submission=8, patience=1)
RIGHT = document(code(RIGHT_DOUBLE), {"cell_type": "markdown", "source": "text"}, code(RIGHT_TOTAL))
CALM = [name for name in TABLES if "slow" not in name and "megabyte" not in name and "big" not in name]
SEEDS = [RIGHT, RIGHT, *(document(*map(code, TABLES[name])) for name in CALM)]
SEEDS += [data for name, data in FILES.items() if len(data) < 100_000]
WEIRD = [None, True, -1, 1e308, 10**30, "", "\x00", "\ud800", [], {}, [[]], {"cells": []}, "code", "🙂" * 50]
WORDS = [
    "return",
    "def double(x):",
    "(",
    ")",
    ":",
    "\n",
    "    ",
    "'",
    '"""',
    "#",
    "x",
    "0",
    "%",
    "!",
    "\\",
    "\t",
]
WORDS += [
    "lambda",
    "yield",
    "await",
    "None",
    "del double",
    "raise",
    "class",
    "\r",
    "\x00",
    "\u2028",
    "é",
    "total",
]
ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "utf-7", "cp037"]


def paths(value, path=()):
    """The places of all parts of a JSON value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from paths(part, (*path, key))


def pick(rng, value):
    """(container, key) of some part of a JSON value, never the whole."""
    *above, key = rng.choice(list(paths(value))[1:])
    for step in above:
        value = value[step]
    return value, key


def sources(notebook):
    """Cells of a notebook, as far as there are any."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return [cell for cell in cells or [] if isinstance(cell, dict) and isinstance(cell.get("source"), str)]


# Mutations of bytes


def flip(rng, data):
    data = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def cut(rng, data):
    return data[: rng.randrange(len(data))]


def cut_out(rng, data):
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 40) :]


def insert(rng, data):
    start = rng.randrange(len(data))
    return data[:start] + rng.choice(WORDS).encode(errors="surrogatepass") + data[start:]


def repeat(rng, data):
    start = rng.randrange(len(data))
    part = data[start : start + rng.randint(1, 60)]
    return data[:start] + part * rng.randint(2, 50) + data[start:]


def splice_bytes(rng, data):
    other = rng.choice(SEEDS)
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def encode(rng, data):
    return data.decode(errors="replace").encode(rng.choice(ENCODINGS), errors="replace")


def nest(rng, data):
    return rng.choice([b"[", b'{"cells":']) * rng.choice([3, 5000, 200_000]) + data


# Mutations of what the JSON says


def replace(rng, notebook):
    container, key = pick(rng, notebook)
    container[key] = rng.choice(WEIRD)


def delete(rng, notebook):
    container, key = pick(rng, notebook)
    del container[key]


def move(rng, notebook):
    (one, key), (other, place) = pick(rng, notebook), pick(rng, notebook)
    one[key], other[place] = json.loads(json.dumps(other[place])), json.loads(json.dumps(one[key]))


def double(rng, notebook):
    container, key = pick(rng, notebook)
    container[key] = [container[key]] * rng.randint(2, 30)


def shuffle(rng, notebook):
    rng.shuffle(notebook["cells"])


def splice_cells(rng, notebook):
    other = parsed(rng.choice(SEEDS))["cells"]
    notebook["cells"] = notebook["cells"][: rng.randrange(9)] + other[rng.randrange(3) :]


def retype(rng, notebook):
    rng.choice(notebook["cells"])["cell_type"] = rng.choice(["markdown", "raw", "heading", "CODE", 1, None])


def many(rng, notebook):
    notebook["cells"] *= rng.choice([2, 20, 1500])


def edit(rng, notebook):
    """Change some letters or words of the code of a cell."""
    cell = rng.choice(sources(notebook))
    for _ in range(rng.randint(1, 4)):
        text = cell["source"]
        start = rng.randrange(len(text) + 1)
        cell["source"] = text[:start] + rng.choice(["", *WORDS]) + text[start + rng.randint(0, 3) :]


def swap_lines(rng, notebook):
    cell = rng.choice(sources(notebook))
    lines = cell["source"].splitlines(keepends=True)
    rng.shuffle(lines)
    cell["source"] = lines


BYTES = [flip, cut, cut_out, insert, repeat, splice_bytes, encode, nest]
STRUCTURE = [replace, delete, move, double, shuffle, splice_cells, retype, many]
CODE = [edit, edit, edit, swap_lines]


def mutant(number):
    """The bytes of one mutated notebook, the same in every run."""
    rng = random.Random(number)
    data = rng.choice(SEEDS)
    for change in rng.choices(STRUCTURE + CODE * 2, k=rng.randint(0, 3)):
        data = changed(rng, data, change)
    if rng.random() < 0.35 and data:
        data = rng.choice(BYTES)(rng, data)
    return data


def changed(rng, data, change):
    """The notebook after a change of structure, or as it was where there is nothing to change."""
    notebook = parsed(data)
    try:
        change(rng, notebook)
    except (LookupError, TypeError, AttributeError):  # no cells any more, or none with a source
        return data
    return json.dumps(notebook).encode()


def complaints(result):
    """What is wrong with a result, in words; nothing if it is as it should be."""
    json.dumps([result.questions, result.notes])
    if [question["name"] for question in result.questions] != ["double", "total"]:
        yield "not one result for each question"
    for question in result.questions:
        if question["points"] not in range(question["possible"] + 1):
            yield f"{question['points']} points"
        if question["points"] < question["possible"] and not question["failed"]:
            yield "points are missing without a reason"
        for failed in question["failed"]:
            if not readable(failed["says"]) or not readable(failed["check"]):
                yield f"a reason that cannot be read: {failed['says'][:200]!r}"
    if not all(map(readable, result.notes)):
        yield f"a note that cannot be read: {result.notes}"


def readable(text):
    """Whether a text is some words on some lines, none of it part of the grader's insides."""
    lines = text.split("\n")
    is_clean = all(line.isprintable() for line in lines) and "Traceback" not in text
    return is_clean and 5 < len(text) < 20_000 and len(lines) < 60


def grade_mutant(site, number):
    """What a mutant ends with: points, and complaints."""
    result = grade(mutant(number), MINI, site, LIMITS)
    if number % 500 == 499:
        print(f"{number + 1} of {N_MUTANTS} mutants", flush=True)
    return points(result), list(complaints(result))


def test_every_mutant_ends_with_points_in_range_and_readable_reasons(site):
    """And they are of all kinds: not all broken beyond reading, nor all with their answers left alone."""
    outcomes = side_by_side(partial(grade_mutant, site), range(N_MUTANTS))
    assert not [(number, wrong) for number, (_, wrong) in outcomes.items() if wrong]
    counts = Counter(tuple(points) for points, _ in outcomes.values())
    share = {points: n / len(outcomes) for points, n in counts.items()}
    assert 0.2 < share[0, 0] < 0.8
    assert share[3, 2] > 0.1
    assert share[0, 2] + share[3, 0] > 0.05


def test_a_mutant_is_the_same_in_every_run():
    assert [mutant(number) for number in range(50)] == [mutant(number) for number in range(50)]
    assert len({mutant(number) for number in range(200)}) > 150

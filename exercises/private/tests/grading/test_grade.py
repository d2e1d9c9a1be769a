"""Honest answers earn their points, wrong ones a reason."""

import os
import signal
from functools import partial

import numpy as np
import pytest

from exercises.private.grading import engines, protocol
from exercises.private.grading.bubblewrap import Limits
from exercises.private.grading.grade import grade
from exercises.private.grading.submissions import Submission
from exercises.private.tests.grading.mini import (
    BOTH,
    MINI,
    RIGHT_DOUBLE,
    RIGHT_TOTAL,
    code,
    document,
    grade_mini,
    notebook,
    points,
)
from tests.together import side_by_side


def test_right_answers_earn_all_points(graded):
    result = graded(RIGHT_DOUBLE, RIGHT_TOTAL)
    assert points(result) == [3, 2]
    assert result.notes == []


def test_a_wrong_answer_costs_its_question_only(graded):
    result = graded("def double(x):\n    return x", RIGHT_TOTAL)
    assert points(result) == [0, 2]
    assert "Came out: 3" in result.questions[0]["failed"][0]["says"]


def test_an_answer_that_calls_a_library_earns_nothing_and_is_told_what_may_be_imported(graded):
    at_top = graded("from scipy import special\ndef double(x):\n    return special.exp10(x)", RIGHT_TOTAL)
    assert points(at_top) == [0, 2]
    (note,) = at_top.notes
    assert note.startswith("Code cell 1 stopped with ModuleNotFoundError: No module named 'scipy'")
    assert note.endswith("import only what the first cell of the assignment names")
    inside = graded("def double(x):\n    import mlplib.losses\n    return 2 * x", RIGHT_TOTAL)
    assert points(inside) == [0, 2]
    says = inside.questions[0]["failed"][0]["says"]
    assert "import only what the first cell of the assignment names" in says


GRADE_ONE = engines.grade_one


def killed_by_word(submission, **rest):
    """As if a hand-in killed the process that grades it, which no attack that is known does."""
    if b"dynamite" in submission.data and not submission.problem:
        os.kill(os.getpid(), signal.SIGKILL)
    return GRADE_ONE(submission, **rest)


def test_a_hand_in_that_kills_its_process_gets_a_reason_and_the_others_their_points(monkeypatch):
    monkeypatch.setattr(engines, "grade_one", killed_by_word)
    hand_ins = {name: notebook(BOTH) for name in ("ann", "cy", "dee")} | {"bob": notebook("dynamite")}
    everything = ["double", "total"]
    ahead = [(Submission(name, name, name, "", data), everything) for name, data in hand_ins.items()]
    done = {s.student: graded for s, _, graded in engines.in_processes(ahead, MINI, 2)}
    assert {name: points(graded) for name, graded in done.items()} == {
        "ann": [3, 2],
        "bob": [0, 0],
        "cy": [3, 2],
        "dee": [3, 2],
    }
    assert "was killed" in done["bob"].notes[0]


def test_right_answers_keep_their_points_beside_the_worst_neighbours(site):
    """Three hand-ins that compute and fill memory in all their processes for as long as they may."""
    worst = (
        "import os, threading, time\n"
        "def work():\n"
        "    x = []\n"
        "    while True: x = (x + [bytes(10**5)])[-20:]\n"
        "for _ in range(9):\n"
        "    try: threading.Thread(target=work).start()\n"
        "    except RuntimeError: time.sleep(0.01)\n"
        "def double(x):\n"
        "    for _ in range(4): os.fork()\n"
        "    work()\n"
    )
    slow = "def double(x):\n    for _ in range(3_000_000): pass\n    return 2 * x"
    limits = Limits(question=2, cell=2, submission=40)
    work = partial(grade_with, site=site, limits=limits)
    bad, fine = notebook("x = 1", worst), notebook(slow, RIGHT_TOTAL)
    outcomes = side_by_side(work, [bad, fine, bad + b" ", bad + b"  "], 4)
    assert points(outcomes[fine]) == [3, 2]
    assert all(points(outcomes[data])[0] == 0 for data in outcomes if data != fine)


def grade_with(data, site, limits):
    return grade(data, MINI, site, limits)


def test_an_endless_loop_costs_its_limit_and_names_its_question(site):
    data = notebook("def double(x):\n    while True: pass", RIGHT_TOTAL)
    result = grade(data, MINI, site, Limits(question=1, patience=60))
    assert points(result) == [0, 2]
    assert "it took longer than 1 s" in result.questions[0]["failed"][0]["says"]


def test_an_answer_that_waits_is_told_how_long_it_could(site):
    data = notebook("import time\ndef double(x):\n    time.sleep(99)", RIGHT_TOTAL)
    result = grade(data, MINI, site, Limits(question=0.5, patience=2))
    assert points(result)[0] == 0
    assert "it waited, and took longer than 1 s" in result.questions[0]["failed"][0]["says"]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("above", ["", "# My answer\nTWO = 2\ndef twice(x): return TWO * x\n\n"])
def test_an_answer_in_a_cell_of_text_is_named(site, kind, above):
    data = document({"cell_type": kind, "metadata": {}, "source": above + RIGHT_DOUBLE}, code(RIGHT_TOTAL))
    result = grade_mini(data, site)
    assert points(result) == [0, 2]
    assert result.notes == [
        "The cell with def double is a cell of text, so it did not run: make it a code cell."
    ]


STUB = 'def double(x):\n    raise NotImplementedError("twice the number")'


def test_a_stub_that_runs_again_after_the_answer_is_named(graded):
    result = graded(RIGHT_DOUBLE, RIGHT_TOTAL, STUB)
    assert points(result) == [0, 2]
    (note,) = result.notes
    assert note.startswith("Code cell 3 defines double again, after code cell 1: what runs last counts")


def test_the_halves_of_an_answer_that_was_split_cost_its_question_and_are_named(graded):
    head, body = "def double(x):\n    y = 2 * x", "    y = y * 1.0\n    return y"
    result = graded(head, body, RIGHT_TOTAL)
    assert points(result) == [0, 2]
    (note,) = result.notes
    assert note.startswith("Code cell 2 stopped with SyntaxError: 'return' outside function")


MERGED = document(code(BOTH)).replace(b'"cells"', b'\n<<<<<<< HEAD\n"cells"', 1)
UNREADABLE = {
    "marks of a merge": (MERGED, "the file holds marks of a merge (<<<<<<<)"),
    "code of a Python file": (BOTH.encode(), "the file is text under the name of a notebook"),
    "code that begins with a comment": (f"\n# Answers\n{BOTH}".encode(), "the file is text under the name"),
    "half a notebook": (
        document(code(BOTH))[:-9],
        "the file is not a notebook: its JSON breaks off at line 1",
    ),
    "bytes": (bytes(range(128, 256)), "the file is not a notebook: "),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_notebook_gets_a_reason_of_its_own(site, what):
    data, words = UNREADABLE[what]
    result = grade_mini(data, site)
    assert points(result) == [0, 0]
    assert result.notes[0].startswith(f"Nothing could be graded: {words}")


def test_a_file_of_too_many_values_is_not_read(site):
    result = grade_mini(b'{"cells": [' + b"{}," * 7_000_000 + b"{}]}", site)
    assert "the file holds more than" in result.notes[0]


def test_a_number_of_numpy_arrives_as_one_so_that_a_check_sees_what_the_notebook_saw():
    arrived = protocol.decode(protocol.encode([np.float32(2.5), np.int64(3)], None), None)
    assert [type(number) for number in arrived] == [np.float32, np.int64]

"""A whole class is graded: what is found, what is kept, what the lecturer and the students get."""

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import partial
from itertools import count
from types import SimpleNamespace

import pytest

from exercises.private.grading import __main__ as command_line
from exercises.private.grading import cgroup, engines, results, roster, submissions
from exercises.private.grading.assignment import Question
from exercises.private.source import ROOT
from exercises.private.tests.grading.classes import (
    GATES_ONLY,
    N_STUDENTS,
    arguments,
    assert_same_grades,
    class_of,
    finish,
    grade_class,
    grades,
    start,
    wait_for_results,
)
from exercises.private.tests.grading.mini import (
    MINI,
    RIGHT_DOUBLE,
    RIGHT_TOTAL,
    TOTAL,
    notebook,
)

RIGHT = notebook(RIGHT_DOUBLE, RIGHT_TOTAL)
ONE_WRONG = notebook("def double(x):\n    return 3 * x", RIGHT_TOTAL)
TWO_PROCESSES = partial(engines.in_processes, processes=2)


def grade(folder, out, assignment=MINI, engine=TWO_PROCESSES, **options):
    """Grade a folder as the small assignment; the results by student, and whose score has moved."""
    found = submissions.find([folder])
    graded, moved = command_line.run(found, assignment, out, engine, **options)
    return {result["student"]: result for result in graded}, moved


def points(graded):
    return {student: result["points"] for student, result in graded.items()}


def hand_in(folder, **students):
    """One file a student."""
    folder.mkdir(exist_ok=True)
    for student, data in students.items():
        (folder / f"{student}.ipynb").write_bytes(data)
    return folder


def zipped(path, entries):
    """A zip with these (name, data, time)."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, when in entries:
            archive.writestr(zipfile.ZipInfo(name, when), data)
    return path


# What is kept


NOON = (2026, 5, 1, 12, 0, 0)


def test_a_zip_earns_what_its_files_earn(tmp_path):
    folder = hand_in(tmp_path / "folder", jane=RIGHT, max=ONE_WRONG, zoe=b"{")
    entries = [(path.name, path.read_bytes(), NOON) for path in folder.iterdir()]
    zipped(tmp_path / "all.zip", entries)
    expected = {"jane": 5, "max": 2, "zoe": 0}
    assert points(grade(folder, tmp_path / "one")[0]) == expected
    assert points(grade(tmp_path / "all.zip", tmp_path / "two")[0]) == expected


def test_a_second_run_grades_nothing_and_gives_the_same_bytes(tmp_path, capsys):
    folder = hand_in(tmp_path / "in", jane=RIGHT, max=ONE_WRONG)
    first, _ = grade(folder, tmp_path / "out")
    capsys.readouterr()
    second, moved = grade(folder, tmp_path / "out")
    assert capsys.readouterr().out == "2 submissions, 2 of them graded already\n"
    assert first == second
    assert moved == []


def test_grading_twice_from_nothing_gives_the_same_bytes(tmp_path):
    folder = hand_in(
        tmp_path / "in", jane=RIGHT, max=ONE_WRONG, zoe=b"{", kim=notebook("1 / 0", RIGHT_DOUBLE)
    )
    one, two = (grade(folder, tmp_path / out)[0] for out in ("one", "two"))
    assert one == two


def test_a_changed_submission_alone_is_graded_again_and_its_notes_are_new(tmp_path, capsys):
    folder = hand_in(tmp_path / "in", jane=RIGHT, max=notebook("1 / 0", RIGHT_TOTAL))
    grade(folder, tmp_path / "out")
    capsys.readouterr()
    hand_in(folder, max=RIGHT)
    graded, moved = grade(folder, tmp_path / "out")
    assert capsys.readouterr().out.splitlines() == [
        "2 submissions, 1 of them graded already",
        "1 again, since another file: double, total",
        "1 of 1: max 5 of 5, was 2",
    ]
    assert moved == ["max 5 of 5, was 2"]
    assert graded["max"]["notes"] == []


MENDED = TOTAL.replace(
    'call_answer("total", total, np.arange(10.0)), 45.0', 'call_answer("total", total, np.ones(4)), 4.0'
)


def test_a_mended_test_regrades_its_question_only_and_names_whose_score_moved(tmp_path, capsys):
    small = notebook(RIGHT_DOUBLE, "def total(x):\n    return sum(x) if len(x) < 5 else 0")
    folder = hand_in(tmp_path / "in", jane=RIGHT, max=small)
    before, _ = grade(folder, tmp_path / "out")
    assert points(before) == {"jane": 5, "max": 4}
    asked = []

    def noting(ahead, assignment):
        asked.extend(ahead)
        return TWO_PROCESSES(ahead, assignment)

    mended = replace(MINI, questions=(MINI.questions[0], Question("total", "1.2", MENDED)))
    capsys.readouterr()
    graded, moved = grade(folder, tmp_path / "out", mended, noting)
    assert [names for _, names in asked] == [["total"], ["total"]]
    assert moved == ["max 5 of 5, was 4"]
    said = capsys.readouterr().out.splitlines()
    assert "2 again, since checks have changed: total" in said
    assert any("max 5 of 5, was 4" in line for line in said)
    assert graded["max"]["questions"][0] == before["max"]["questions"][0]
    assert points(grade(folder, tmp_path / "new", mended)[0]) == points(graded)


def test_a_regrade_grades_all_again_and_lists_whose_score_moved(tmp_path, capsys):
    folder = hand_in(tmp_path / "in", jane=RIGHT, max=ONE_WRONG)
    grade(folder, tmp_path / "out")
    (path,) = (tmp_path / "out" / "results").glob("max-*.json")
    stored = json.loads(path.read_text())
    stored["questions"][0]["points"], stored["points"] = 1, 3  # as a grader that erred would have
    path.write_text(json.dumps(stored))
    capsys.readouterr()
    _, moved = grade(folder, tmp_path / "out", again=True)
    assert moved == ["max 2 of 5, was 3"]
    assert "2 submissions, 2 of them" not in capsys.readouterr().out


def test_a_result_that_was_damaged_is_graded_again(tmp_path):
    folder = hand_in(tmp_path / "in", jane=RIGHT)
    grade(folder, tmp_path / "out")
    for path in (tmp_path / "out" / "results").iterdir():
        path.write_text("{")
    assert points(grade(folder, tmp_path / "out")[0]) == {"jane": 5}


def test_a_result_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "results" / "jane.json"
    results.write(path, "old")

    def stop(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        results.write(path, "new, and half of it was wri")
    assert path.read_text() == "old"


# The command line


def test_a_class_that_is_killed_in_the_middle_loses_nothing_and_is_graded_once(tests, whole, tmp_path):
    folder, out = whole / "in", tmp_path / "out"
    process = start(tests, folder, out, "--processes", "2")
    stored = kill_after(process, out, N_STUDENTS // 4)
    status, said, errors = finish(start(tests, folder, out, "--processes", "2"))
    assert (status, errors) == (0, [])
    already = int(re.fullmatch(rf"{N_STUDENTS} submissions, (\d+) of them graded already", said[0])[1])
    assert N_STUDENTS // 4 <= already < N_STUDENTS
    assert already == len(stored)
    assert sum(bool(re.match(r"\d+ of \d+: ", line)) for line in said) == N_STUDENTS - already
    assert all(path.stat().st_mtime_ns == when for path, when in stored.items())
    assert_same_grades(out, whole)


def kill_after(process, out, n_results):
    """Kill a run once so many results are there; the results, and when each was written."""
    wait_for_results(process, out, n_results)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return {path: path.stat().st_mtime_ns for path in out.glob("results/*.json")}


def test_an_interrupt_ends_with_one_line_and_keeps_what_is_graded(tests, whole, tmp_path):
    out = tmp_path / "out"
    process = start(tests, whole / "in", out, "--processes", "2")
    wait_for_results(process, out, 1)
    os.kill(process.pid, signal.SIGINT)
    status, _, errors = finish(process)
    assert (status, errors) == (1, ["grading: stopped; the same command goes on where it was"])
    assert 1 <= len(list(out.glob("results/*.json"))) < N_STUDENTS


def test_progress_tells_how_much_is_done_and_how_long_it_takes(tests, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command_line, "time", SimpleNamespace(monotonic=count(step=10).__next__))
    grade_class(tests, class_of(tmp_path / "in", 3), tmp_path / "out", "--processes", "1")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "3 submissions, 0 of them graded already",
        "1 of 3: student000 20 of 20; about 20 s left",
    ]
    assert said[3] == "3 of 3: student002 0 of 20"
    assert said[4].startswith(
        "grades.csv, statistics.html, sentences.html, similarity.html and 3 feedback pages are in "
    )
    assert said[-1] == cgroup.told()


REFUSED = {
    "an unknown assignment": (["{in}", "--assignment", "chemistry"], "make exercises"),
    "a folder without notebooks": (["{empty}"], "no notebook (.ipynb) was found"),
    "a path that is not there": (["{empty}/nothing"], "does not exist"),
    "a roster that is not there": (["{in}", "--roster", "{empty}/roster.csv"], "roster.csv"),
    "a roster without ids": (["{in}", "--roster", "{roster}"], "there is no id"),
    "a roster with an open quote": (["{in}", "--roster", "{quote}"], "is a quote missing?"),
    "results among the hand-ins": (["{here}"], "where all is handed in"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_cannot_be_done_ends_with_one_line(tests, tmp_path, capsys, wrong):
    (handed_in, *options), words = REFUSED[wrong]
    places = {"in": class_of(tmp_path / "in", 1), "empty": tmp_path / "empty", "roster": tmp_path / "r.csv"}
    places |= {"here": tmp_path, "quote": tmp_path / "quote.csv"}
    places["empty"].mkdir()
    places["roster"].write_text("name,email\nJane,j@x.org\n")
    places["quote"].write_text('id,name,email\n1,"Jane,j@x.org\n' + "2,Max Muster,m@x.org\n" * 7000)
    options = [option.format(**places) for option in options]
    with pytest.raises(SystemExit, match=rf"^grading: .*{re.escape(words)}") as ended:
        grade_class(tests, handed_in.format(**places), tmp_path / "out", *options)
    assert "\n" not in ended.value.code
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "out").exists()


def test_two_runs_do_not_write_into_one_folder(tests, tmp_path):
    with results.alone(tmp_path / "out"):
        code, _, errors = finish(start(tests, class_of(tmp_path / "in", 1), tmp_path / "out"))
    assert code == 1
    assert errors == [f"grading: another run writes into {tmp_path / 'out'}: wait until it has ended"]
    assert os.listdir(tmp_path / "out") == [".lock"]


def test_a_name_that_the_terminal_cannot_show_stops_no_run(tests, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    folder = hand_in(tmp_path / "in", 김철수=notebook("x = 1"))
    code, said, errors = finish(start(tests, folder, tmp_path / "out"))
    assert (code, errors) == (0, [])
    assert said[1] == r"1 of 1: \uae40\ucca0\uc218 0 of 20"


def test_limits_of_the_machine_that_are_lower_cost_nobody_a_point(tests, tmp_path):
    folder = hand_in(tmp_path / "in", ann=notebook("import numpy as np", GATES_ONLY))
    grader = [sys.executable, "-m", "exercises.private.grading", *arguments(tests, folder, tmp_path / "out")]
    under = ["/bin/bash", "-c", 'ulimit -f 50000 -i 20 && exec "$@"', "sh"]
    subprocess.run([*under, *grader], cwd=ROOT, check=True, capture_output=True)
    assert [row["points"] for row in grades(tmp_path / "out")] == ["2"]


def test_without_bubblewrap_nothing_is_run_and_one_line_says_how_to_get_it(tests, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        SystemExit, match=r"^grading: bubblewrap is missing: .* no submission is run\."
    ) as ended:
        grade_class(tests, class_of(tmp_path / "in", 3), tmp_path / "out")
    assert "\n" not in ended.value.code
    assert not list(tmp_path.glob("out/results/*"))


@pytest.mark.parametrize(
    "name", ["two words.zip", "O'Neill's \"class\" (1).zip", "$HOME `id` $(shell id); id #", "ü\\n.zip", "("]
)
def test_make_hands_on_names_as_they_are(tmp_path, name):
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    python.chmod(0o755)
    given = [f"SUBMISSIONS={name}", "ASSIGNMENT=perceptron", f"OUT={name}/out"]
    program = [
        "make",
        "--silent",
        "grade",
        f"BIN={tmp_path}",
        "READY=",
        *given,
        "OPTIONS=--words 'my words.csv'",
    ]
    said = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    rest = ["--assignment", "perceptron", "--out", f"{name}/out", "--words", "my words.csv"]
    assert json.loads(said) == ["-m", "exercises.private.grading", name, *rest]


# What the lecturer and the students get

ROSTER = """\
id,name,email
7001,"Doe, Jane",jane@example.org
7002,Max Muster,max@example.org
7003,Kim Absent,kim@example.org
101,Zoë Müller,zoe@example.org
"""


def test_a_roster_gives_the_absent_a_blank_and_names_strangers(tests, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("doejane_7001_1_a.ipynb", "max@example.org.ipynb", "stranger.ipynb"):
        (folder / name).write_bytes(notebook(GATES_ONLY))
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8-sig")
    out = tmp_path / "out"
    grade_class(tests, folder, out, "--roster", tmp_path / "roster.csv")
    said = capsys.readouterr().out.splitlines()
    rows = {row["student"]: (row["points"], row["notes"]) for row in grades(out)}
    assert rows == {
        "Doe, Jane": ("2", ""),
        "Max Muster": ("2", ""),
        "Kim Absent": ("", "Nothing was handed in."),
        "Zoë Müller": ("", "Nothing was handed in."),
        "stranger": ("2", ""),
    }
    assert "2 of 4 people on the roster have handed in nothing" in said
    (place,) = (k for k, line in enumerate(said) if line == "1 submissions are of nobody on the roster:")
    assert said[place + 1].startswith("  stranger (")


def result(student, earned=3, **rest):
    """A stored result of the small assignment."""
    questions = [
        {
            "name": q.name,
            "exercise": q.exercise,
            "points": p,
            "possible": q.possible,
            "digest": "",
            "failed": [],
        }
        for q, p in zip(MINI.questions, (earned, 0), strict=True)
    ]
    both = {"student": student, "source": "a", "time": "", "id": "", "points": earned, "possible": 5}
    return both | {"assignment": "mini", "questions": questions, "notes": []} | rest


def people(tmp_path, text=ROSTER):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    return roster.read(tmp_path / "roster.csv")

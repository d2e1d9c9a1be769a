"""What was handed in is found in every layout, and the file that counts is the right one, with reasons."""

import bz2
import gzip
import json
import os
import time
import unicodedata
import zipfile

import pytest

from exercises.private.grading import archives, choice, submissions
from exercises.private.grading.archives import Budget, Refused
from exercises.private.tests.grading.hand_ins import (
    MOODLE,
    NOON,
    OTHER,
    SOLVED,
    STUB,
    asked,
    find,
    tarred,
    worked,
    written,
    zipped,
)

MORNING = (2026, 5, 1, 8, 0, 0)


def who(found):
    return {(s.student, s.id, s.platform) for s in found}


# Layouts

JANE_MAX = {("Jane Doe", "101", "moodle"), ("Max Muster", "102", "moodle")}
CANVAS = {("doejane", "7001", "canvas"), ("mustermax", "7002", "canvas")}
PLAIN = {("jane", "", ""), ("max", "", "")}
METADATA = b"""\
submission_11:
  :submitters:
  - :name: Jane Doe
    :sid: '7001'
    :email: jane@x.org
  :created_at: 2026-05-01 10:30:00.419127000 Z
  :score: !ruby/object:BigDecimal 18:0.1e1
submission_12:
  :submitters:
  - :name: Max Muster
    :sid: '7002'
    :email: max@x.org
  :created_at: 2026-05-02 10:30:00 +02:00
"""
GRADESCOPE = {("Jane Doe", "7001", "gradescope"), ("Max Muster", "7002", "gradescope")}
NBGRADER = {("jane", "", "nbgrader"), ("max", "", "nbgrader")}
F = "assignsubmission_file"
LAYOUTS = {
    "Moodle, a folder each": (
        [f"Jane Doe_101_{F}_/p.ipynb", f"Max Muster_102_{F}_/p.ipynb"],
        JANE_MAX,
    ),
    "Moodle, newer folders": (
        [f"Jane Doe_101_{F}/p.ipynb", f"Max Muster_102_{F}/a/p.ipynb"],
        JANE_MAX,
    ),
    "Moodle, no folders": (
        [f"Jane Doe_101_{F}_p.ipynb", f"Max Muster_102_{F}_my_p.ipynb"],
        JANE_MAX,
    ),
    "Moodle, blind": (
        [f"Participant_{k}_{F}_/p.ipynb" for k in (1, 2)],
        {(f"Participant {k}", str(k), "moodle") for k in (1, 2)},
    ),
    "Moodle, blind in Korean": (
        [f"참가자_{k}_{F}_/p.ipynb" for k in (1, 2, 3)],
        {(f"참가자 {k}", str(k), "moodle") for k in (1, 2, 3)},
    ),
    "Moodle, teams": (
        [f"Group A_5_{F}_/p.ipynb", f"Default group_{F}_/p.ipynb"],
        {("Group A", "5", "moodle"), ("Default group", "", "moodle")},
    ),
    "Canvas": (
        ["doejane_7001_90001_p.ipynb", "mustermax_LATE_7002_90002_my_p-1.ipynb"],
        CANVAS,
    ),
    "Canvas, names of several words": (
        ["van_der_berg_7001_90001_p.ipynb", "김철수_7002_90002_p.ipynb"],
        {("van_der_berg", "7001", "canvas"), ("김철수", "7002", "canvas")},
    ),
    "Canvas, anonymous": (
        ["anon_Ab3dE_90001_p.ipynb", "LATE_anon_Xy9Qq_90002_p.ipynb"],
        {(f"anon_{word}", f"anon_{word}", "canvas") for word in ("Ab3dE", "Xy9Qq")},
    ),
    "Gradescope": (
        ["submission_11/p.ipynb", "submission_12/src/p.ipynb", "submission_metadata.yml"],
        GRADESCOPE,
    ),
    "nbgrader": (
        [f"submitted/{name}/ps1/p.ipynb" for name in ("jane", "max")]
        + ["source/ps1/p.ipynb", "release/ps1/p.ipynb", "autograded/jane/ps1/p.ipynb", "gradebook.db"],
        NBGRADER,
    ),
    "nbgrader, with stamps": (
        [f"{name}/ps1/{file}" for name in ("jane", "max") for file in ("p.ipynb", "timestamp.txt")],
        NBGRADER,
    ),
    "a folder each": (["jane/p.ipynb", "max/p.ipynb"], PLAIN),
    "a file each": (["jane.ipynb", "max.ipynb"], PLAIN),
    "a folder or a file": (["jane/work/p.ipynb", "max.ipynb"], PLAIN),
    "tables and notes beside": (
        ["jane.ipynb", "max.ipynb", "roster.csv", "README.md", "notes.md", "grades.xlsx", ".DS_Store"],
        PLAIN,
    ),
}
FOLDERS = list(LAYOUTS)[:-3]  # a folder of files may be one student's: the lecturer is asked, see below
PARENTS = ["", "submissions/", "course/week 3/"]
DATA = {"submission_metadata.yml": METADATA, "timestamp.txt": b"2026-05-01 15:58:23.948203 UTC"}


def entries(names, parent=""):
    return {parent + name: DATA.get(name.rpartition("/")[2], SOLVED) for name in names}


@pytest.mark.parametrize(
    ("layout", "parent"), [(layout, p) for layout in LAYOUTS for p in PARENTS if not p or layout in FOLDERS]
)
def test_a_layout_is_recognised_in_a_zip_and_unpacked_with_parents_and_without(tmp_path, layout, parent):
    names, expected = LAYOUTS[layout]
    leftovers = {f"__MACOSX/{parent}{names[0]}": b"x", f"{parent}__MACOSX/._x.ipynb": b"x"}
    path = zipped(tmp_path / "all.zip", entries(names, parent) | leftovers)
    assert who(find(path)) == expected
    zipfile.ZipFile(path).extractall(tmp_path / "in")
    assert who(find(tmp_path / "in")) == expected


def test_a_tar_of_a_class_is_read_like_a_zip(tmp_path):
    (tmp_path / "all.tar.gz").write_bytes(tarred(entries(["jane/p.ipynb", "max/p.ipynb"])))
    assert who(find(tmp_path / "all.tar.gz")) == PLAIN


def test_two_sections_of_a_course_are_read_side_by_side(tmp_path):
    names = [
        f"section {k}/{name}_{k}{n}_assignsubmission_file_/p.ipynb"
        for k in (1, 2)
        for n, name in enumerate(("Ann", "Bob"))
    ]
    found = find(written(tmp_path, entries(names)))
    assert {s.id for s in found} == {"10", "11", "20", "21"}


def test_two_of_one_name_have_keys_of_their_own(tmp_path):
    names = [MOODLE.format("Jane Doe", k, "p.ipynb") for k in (101, 205)]
    names += [MOODLE.format("Jane Doe (101)", 7, "p.ipynb")]
    found = find(zipped(tmp_path / "c.zip", entries(names)))
    assert [(s.student, s.key) for s in found] == [
        ("Jane Doe", "moodle:101"),
        ("Jane Doe", "moodle:205"),
        ("Jane Doe (101)", "moodle:7"),
    ]


def test_very_long_names_that_begin_alike_have_keys_of_their_own(tmp_path):
    long = "n" * 200
    found = find(zipped(tmp_path / "c.zip", entries([f"{long}{k}/p.ipynb" for k in range(9)])))
    assert len({s.key for s in found}) == 9
    assert all(len(s.student) < 150 for s in found)


def test_a_key_is_the_same_in_another_run_with_more_hand_ins_and_another_form_of_unicode(tmp_path):
    names = ["김철수/p.ipynb", "Zoë/p.ipynb"]
    first = {s.key for s in find(zipped(tmp_path / "1.zip", entries(names)))}
    again = [unicodedata.normalize("NFD", name) for name in names]
    assert first < {s.key for s in find(zipped(tmp_path / "2.zip", entries([*again, "max/p.ipynb"])))}


def test_a_student_cannot_turn_a_class_into_another_layout(tmp_path):
    """Inside one's own folder any name may stand; the others are read as before."""
    tricks = ["submission_metadata.yml", "src/timestamp.txt", "submitted/ann/ps1/p.ipynb"]
    tricks += [MOODLE.format(name, k, "p.ipynb") for k, name in enumerate(("Ann", "Kim", "Max"))]
    tricks += ["submission_1/p.ipynb", "submission_2/p.ipynb", "ann_1_2_p.ipynb", "max_2_3_p.ipynb"]
    names = ["ann/p.ipynb", "max/p.ipynb", "kim.ipynb", *(f"bob/{trick}" for trick in tricks)]
    found = find(zipped(tmp_path / "c.zip", entries(names)))
    assert [s.student for s in found] == ["ann", "bob", "kim", "max"]
    assert find(written(tmp_path / "in", entries(names)))[0].student == "ann"


@pytest.mark.parametrize(
    "trick",
    [["bob/src/timestamp.txt"], [f"bob/{MOODLE.format(name, 1, 'p.ipynb')}" for name in ("Ann", "Kim")]],
)
def test_one_folder_of_several_does_not_make_a_download(tmp_path, trick):
    names = ["ann/hw/p.ipynb", "kim/hw/p.ipynb", "bob/hw/p.ipynb", *trick]
    assert who(find(zipped(tmp_path / "c.zip", entries(names)))) == {
        (name, "", "") for name in ("ann", "bob", "kim")
    }


# Archives


def cp949(path, names):
    """A zip as Korean Windows makes it: names in CP949, and no flag that says so."""
    stand_ins = [f"{k:03}".ljust(len(name.encode("cp949")), "@") for k, name in enumerate(names)]
    data = zipped(None, dict.fromkeys(stand_ins, SOLVED))
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in.encode(), name.encode("cp949"))
    path.write_bytes(data)
    return path


def raw_utf8(path, names):
    """A zip as macOS makes it: UTF-8 in the form NFD, and no flag that says so."""
    names = [unicodedata.normalize("NFD", name) for name in names]
    stand_ins = [f"{k:03}".ljust(len(name.encode()), "@") for k, name in enumerate(names)]
    data = zipped(None, dict.fromkeys(stand_ins, SOLVED))
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in.encode(), name.encode())
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("made_by", [cp949, raw_utf8])
def test_korean_names_are_read_whatever_system_made_the_zip(tmp_path, made_by):
    found = find(made_by(tmp_path / "c.zip", ["김철수.ipynb", "이영희.ipynb", "똠방각하.ipynb"]))
    assert [s.student for s in found] == ["김철수", "똠방각하", "이영희"]


def test_umlauts_of_old_windows_are_not_taken_for_korean(tmp_path):
    path = tmp_path / "c.zip"
    path.write_bytes(zipped(None, {"M@ller.ipynb": SOLVED}).replace(b"M@ller", "Müller".encode("cp437")))
    assert find(path)[0].student == "Müller"


ODD = ["a b [1] (2).ipynb", "sub\\folder\\p.ipynb", "p.ipynb ", "p.ipynb.download", "p.ipynb.txt", "p.json"]
ODD += ["p.ipynb_", "p", "P.IPYNB", ".p.ipynb", "p.ipynb (1)"]


@pytest.mark.parametrize("name", ODD)
def test_a_notebook_with_an_odd_name_is_found(tmp_path, name):
    (found,) = find(zipped(tmp_path / "c.zip", {f"jane/{name}": SOLVED}))
    assert (found.student, found.data, found.problem) == ("jane", SOLVED, "")


HOLDS = {"p.ipynb": SOLVED}
NESTED = zipped(None, {"b.zip": zipped(None, HOLDS)})
PACKED = {
    "a.zip": zipped(None, HOLDS),
    "b.zip": NESTED,
    "c.zip": zipped(None, {"a.tar.gz": tarred({"b.zip": zipped(None, HOLDS)})}),
    "a.tar": tarred(HOLDS, "w"),
    "a.tar.gz": tarred(HOLDS),
    "a.tgz": tarred(HOLDS),
    "a.tar.bz2": tarred(HOLDS, "w:bz2"),
    "p.ipynb.gz": gzip.compress(SOLVED),
    "p.ipynb.bz2": bz2.compress(SOLVED),
    "p.ipynb": zipped(None, HOLDS),
    "A.ZIP": zipped(None, {"__MACOSX/._p.ipynb": b"x", "folder/p.ipynb": SOLVED}),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_notebook_is_found_in_archives_in_archives(tmp_path, name):
    (found,) = find(written(tmp_path, {f"jane/{name}": PACKED[name], "max/p.ipynb": STUB}))[:1]
    assert (found.student, found.data) == ("jane", SOLVED)


def locked():
    data = bytearray(zipped(None, HOLDS))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


TOO_DEEP = zipped(None, {"c.zip": zipped(None, {"d.zip": NESTED})})
REFUSED = {
    "a.rar": (b"Rar!\x1a\x07\x01\x00x", "a.rar is a RAR archive, which the grader does not open"),
    "a.7z": (b"7z\xbc\xaf\x27\x1cx", "a.7z is a 7z archive, which the grader does not open"),
    "a.egg": (b"EGGAx", "a.egg is a ALZip archive, which the grader does not open"),
    "a.tar.xz": (b"\xfd7zXZ\x00x", "a.tar.xz is a xz archive, which the grader does not open"),
    "rar.zip": (b"Rar!\x1a\x07\x01\x00x", "rar.zip is a RAR archive, which the grader does not open"),
    "locked.zip": (locked(), "p.ipynb cannot be unpacked: it is locked with a password"),
    "empty.zip": (zipped(None, {}), "empty.zip is an archive with no file in it"),
    "bad.zip": (b"PK\x03\x04", "bad.zip is a zip that cannot be read"),
    "bad.tar.gz": (b"x", "bad.tar.gz is a tar that cannot be read"),
    "deep.zip": (TOO_DEEP, "b.zip is an archive in 3 others, which is too deep"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_archive_that_is_not_opened_has_a_sentence_of_its_own(tmp_path, name):
    data, says = REFUSED[name]
    (found,) = find(zipped(tmp_path / "c.zip", {MOODLE.format("Jane", 1, name): data}))
    assert (found.student, found.data) == ("Jane", b"")
    assert found.problem.startswith(says)


def test_files_that_fail_use_the_budget_too(monkeypatch, tmp_path):
    """Each of the damaged files unpacks to 15 MB before its checksum is seen to be wrong."""
    monkeypatch.setattr(archives, "MAX_ARCHIVE", 40_000_000)
    monkeypatch.setattr(submissions, "Budget", lambda: Budget(n_bytes=40_000_000))
    data = zipped(None, {f"{k}.ipynb": bytes(15_000_000) for k in range(9)})
    checksum = zipfile.ZipFile(submissions.archives.BytesIO(data)).infolist()[0].CRC.to_bytes(4, "little")
    (found,) = find(written(tmp_path, {"jane/a.zip": data.replace(checksum, b"abcd"), "max.ipynb": STUB}))[:1]
    said = " ".join([found.problem, *found.others])
    assert said.count("cannot be unpacked: BadZipFile") == 2
    assert "a.zip does not count: it unpacks to more than 40 MB" in said


def test_an_archive_that_unpacks_for_ever_is_left_in_time():
    budget = Budget(seconds=-1)
    with pytest.raises(Refused, match="takes more than 20 s to unpack"):
        archives.in_archive(gzip.compress(bytes(10**6)), "a.gz", "a.gz", budget)


def test_a_small_tar_that_unpacks_to_gigabytes_costs_seconds_at_most(tmp_path):
    pieces = gzip.compress(bytes(50_000_000)) * 20
    start = time.monotonic()
    (found,) = find(written(tmp_path, {"jane/a.tar.gz": pieces, "max.ipynb": STUB}))[:1]
    assert "a.tar.gz unpacks to more than 200 MB" in found.problem
    assert time.monotonic() - start < 10


def test_one_student_uses_up_no_budget_of_another(tmp_path, monkeypatch):
    monkeypatch.setattr(submissions, "Budget", lambda: Budget(entries=5))
    many = zipped(None, {f"{k}.txt": b"x" for k in range(9)})
    found = find(written(tmp_path, {"ann/a.zip": many, "bob/b.zip": zipped(None, HOLDS)}))
    assert "has more than" in found[0].problem
    assert found[1].data == SOLVED


def test_a_zip_of_a_million_entries_is_not_read_into_memory(tmp_path):
    data = zipped(None, HOLDS)
    directory = data.index(archives.ENTRY)
    entry = data[directory : data.index(b"PK\x05\x06")]
    (found,) = find(written(tmp_path, {"jane/a.zip": data[:directory] + entry * 10**6, "max.ipynb": STUB}))[
        :1
    ]
    assert found.problem.startswith("a.zip has more than 20000 files")


def test_links_in_a_tar_are_not_followed(tmp_path):
    data = bytearray(tarred(HOLDS, "w"))
    member = archives.tarfile.TarInfo("p.ipynb")
    member.type, member.linkname = archives.tarfile.SYMTYPE, "/etc/passwd"
    (found,) = find(written(tmp_path, {"jane/a.tar": member.tobuf() + bytes(1024), "max.ipynb": data}))[:1]
    assert found.problem == "p.ipynb is a link to another file"


# Which file counts


def chosen(folder, entries):
    (found,) = find(zipped(folder / "c.zip", {f"jane/{name}": data for name, data in entries.items()}))
    return found


def test_the_last_file_of_canvas_counts_however_long_the_path(tmp_path):
    folder = tmp_path / ("x" * 60) / ("y" * 60)
    folder.mkdir(parents=True)
    entries = {
        "doejane_7001_90009_p-1.ipynb": (worked("new"), MORNING),
        "doejane_7001_90001_p.ipynb": (worked("old"), NOON),
    }
    for order in (entries, dict(reversed(entries.items()))):
        (found,) = find(zipped(folder / "c.zip", order))
        assert found.data == worked("new")
        assert found.others == ("p.ipynb does not count: p-1.ipynb was handed in later.",)
        assert found.source.endswith("c.zip!doejane_7001_90009_p-1.ipynb")


def test_the_number_of_canvas_is_no_decimal_fraction(tmp_path):
    entries = {f"doejane_7001_{number}_p.ipynb": worked(str(number)) for number in (99, 100)}
    assert find(zipped(tmp_path / "c.zip", entries))[0].data == worked("100")


@pytest.mark.parametrize("numbered", ["p (1).ipynb", "p-1.ipynb", "p(1).ipynb"])
def test_the_file_that_a_browser_has_numbered_is_the_later_one(tmp_path, numbered):
    found = chosen(tmp_path, {numbered: (worked("new"), MORNING), "p.ipynb": (worked("old"), NOON)})
    assert found.data == worked("new")
    assert "has the higher number" in found.others[0]


def test_ten_comes_after_nine(tmp_path):
    found = chosen(tmp_path, {f"p ({k}).ipynb": worked(str(k)) for k in (9, 10, 2)})
    assert found.data == worked("10")


def test_of_files_without_numbers_the_newer_date_counts_and_it_is_said(tmp_path):
    found = chosen(tmp_path, {"b.ipynb": (worked("old"), MORNING), "a.ipynb": (worked("new"), NOON)})
    assert found.data == worked("new")
    assert found.others == ("b.ipynb does not count: a.ipynb has the newer date.",)
    assert found.time == ""


def test_an_untouched_notebook_never_beats_a_worked_one(tmp_path):
    found = chosen(tmp_path, {"p.ipynb": (SOLVED, MORNING), "p (1).ipynb": (STUB, NOON)})
    assert found.data == SOLVED
    assert found.others == (
        "p (1).ipynb does not count: it is the notebook as it was handed out: no answer is written in it.",
    )


def test_an_untouched_notebook_alone_counts_and_it_is_said(tmp_path):
    found = chosen(tmp_path, {"p.ipynb": STUB})
    assert (found.data, found.problem) == (STUB, "")
    assert "no answer is written" in found.others[0]


@pytest.mark.parametrize(
    "changed", [lambda s: s.replace("\n", "\r\n"), lambda s: s.replace('"', "'").strip() + "\n\n"]
)
def test_a_stub_that_an_editor_or_a_formatter_has_changed_is_no_answer(tmp_path, changed):
    stub = json.loads(STUB)
    for cell in stub["cells"]:
        cell["source"] = changed("".join(cell["source"]))
    assert "no answer" in chosen(tmp_path, {"p.ipynb": json.dumps(stub).encode()}).others[0]


def test_a_notebook_that_ran_but_holds_no_answer_is_untouched(tmp_path):
    stub = json.loads(STUB)
    for cell in stub["cells"]:
        cell["id"] = "x"  # as Colab gives new ones
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    stub["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "source": "print(gate)"})
    assert "no answer" in chosen(tmp_path, {"p.ipynb": json.dumps(stub).encode()}).others[0]


@pytest.mark.parametrize(
    "answer", ["def gate(name):\n    return 1", "gate = lambda name: 1", "  def  gate (x): pass"]
)
def test_one_answer_below_its_stub_makes_a_notebook_worked(tmp_path, answer):
    notebook = json.loads(STUB)
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [], "source": answer})
    assert chosen(tmp_path, {"p.ipynb": json.dumps(notebook).encode()}).others == ()


@pytest.mark.parametrize(
    ("broken", "why"), [(b"{", "JSON"), (b"", "the file is empty"), (b'{"a": 1}', "no list")]
)
def test_a_broken_file_beats_no_notebook_that_can_be_read(tmp_path, broken, why):
    found = chosen(tmp_path, {"a.ipynb": (SOLVED, MORNING), "b.ipynb": (broken, NOON)})
    assert found.data == SOLVED
    assert why in found.others[0]


def test_the_same_notebook_twice_is_said_to_be_the_same(tmp_path):
    found = chosen(tmp_path, {"a.ipynb": SOLVED, "b.ipynb": SOLVED})
    assert found.others == ("a.ipynb is the same notebook once more.",)


def test_another_assignment_is_told_and_does_not_beat_this_one(tmp_path):
    entries = {"perceptron.ipynb": (SOLVED, MORNING), "linear_model.ipynb": (OTHER, NOON)}
    found = chosen(tmp_path, entries)
    why = "it is the notebook of the assignment linear_model, not of perceptron"
    assert found.data == SOLVED
    assert found.others == (f"linear_model.ipynb does not count: {why}.",)
    alone = chosen(tmp_path, {"p.ipynb": OTHER})
    assert (alone.data != b"", alone.problem) == (True, f"p.ipynb {why.removeprefix('it ')}")


def test_no_assignment_is_taken_for_another():
    for name, release in choice.released().items():
        data = (submissions.Path("exercises/private/solved") / f"{name}.ipynb").read_bytes()
        assert choice.judge(data, release, choice.released()) == (choice.WORKED, "", len(release.asked))


def in_language(name, source="1 + 1"):
    metadata = {"kernelspec": {"name": "k", "language": name}, "language_info": {"name": name}}
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [cell]}).encode()


@pytest.mark.parametrize(("language", "shown"), [("R", "R"), ("julia", "Julia")])
def test_another_language_is_told(tmp_path, language, shown):
    problem = chosen(tmp_path, {"p.ipynb": in_language(language)}).problem
    assert problem == f"p.ipynb is a notebook of {shown}, and the assignment is in Python"


@pytest.mark.parametrize("language", ["python", "python3", "sagemath", "xpython", "", None, 3, ["R"]])
def test_odd_words_for_python_are_no_other_language(tmp_path, language):
    assert chosen(tmp_path, {"p.ipynb": in_language(language)}).problem == ""


def test_python_under_a_wrong_label_is_graded(tmp_path):
    data = in_language("R", "def gate(name):\n    return 1")
    assert chosen(tmp_path, {"p.ipynb": data}).problem == ""


NO_NOTEBOOKS = {
    "p.py": "is a Python file",
    "p.pdf": "is a PDF",
    "p.html": "is a web page",
    "p.docx": "is a document",
    "p.hwp": "is a document",
    "p.png": "is a picture",
    "p.HEIC": "is a picture",
    "p.txt": "is text",
    "p.R": "is code in R",
    "p.jl": "is code in Julia",
    "p.m": "is code in MATLAB",
    "p.url": "is a link",
    "p.npy": "is data",
    "p.json": "is data",
    "p.xyz": "is no notebook",
    "p.pptx": "is a presentation",
    "p.ipynb.crdownload": "cannot be graded",
    "p": "is no notebook",
    "p.part": "is a download that did not finish",
}


@pytest.mark.parametrize("name", NO_NOTEBOOKS)
def test_what_is_no_notebook_has_a_sentence_of_its_own(tmp_path, name):
    (found,) = find(zipped(tmp_path / "c.zip", {MOODLE.format("Jane", 1, name): b"abc"}))
    says = NO_NOTEBOOKS[name]
    if says == "cannot be graded":  # a notebook by its name, of which the grader says what is wrong
        assert (found.data, found.problem) == (b"abc", "")
    else:
        assert found.problem.startswith(f"{name} {says}")
        assert "(.ipynb)" in found.problem


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\n<!DOCTYPE HTML><p>", "a web page"),
        (b"<html>", "a web page"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_what_is_only_named_as_a_notebook_is_told(tmp_path, data, kind):
    assert chosen(tmp_path, {"p.ipynb": data}).problem.startswith(
        f"p.ipynb is {kind} under the name of a notebook"
    )


def test_the_most_telling_of_several_files_is_named_first_and_all_are_named(tmp_path):
    found = chosen(tmp_path, {"a.png": b"x", "b.py": b"x", "c.csv": b"x"})
    assert found.problem.startswith("b.py is a Python file")
    assert [other.split()[0] for other in found.others] == ["a.png", "c.csv"]


def test_text_typed_into_the_platform_is_no_file(tmp_path):
    entries = {"Jane_1_assignsubmission_onlinetext_/onlinetext.html": b"<p>see my drive</p>"}
    (found,) = find(zipped(tmp_path / "m.zip", entries))
    assert (found.student, found.id) == ("Jane", "1")
    assert "text typed into the platform" in found.problem
    for entry in ("doejane_7001_text.html", "doejane_LATE_7001_link.html"):
        (found,) = find(zipped(tmp_path / "c.zip", {entry: b"x"}))
        assert (found.student, found.id) == ("doejane", "7001")
        assert "text typed into the platform" in found.problem


def test_text_beside_a_file_counts_as_one_hand_in(tmp_path):
    entries = {
        "Jane_1_assignsubmission_onlinetext_/onlinetext.html": b"hello",
        "Jane_1_assignsubmission_file_/p.ipynb": SOLVED,
    }
    (found,) = find(zipped(tmp_path / "m.zip", entries))
    assert found.data == SOLVED
    assert "onlinetext.html does not count: it is text typed" in found.others[0]


def test_an_autosaved_copy_alone_is_not_taken_silently(tmp_path):
    found = chosen(tmp_path, {".ipynb_checkpoints/p-checkpoint.ipynb": SOLVED})
    assert "a copy that Jupyter saved by itself" in found.problem


@pytest.mark.parametrize(
    "name",
    [
        ".ipynb_checkpoints/jane-checkpoint.ipynb",
        "__MACOSX/._jane.ipynb",
        "._jane.ipynb",
        "$RECYCLE.BIN/$R1.ipynb",
        "lost+found/jane.ipynb",
    ],
)
def test_copies_that_programs_leave_are_nobodys_hand_in(tmp_path, name):
    found = find(zipped(tmp_path / "all.zip", {"jane.ipynb": SOLVED, name: STUB}))
    assert [(s.student, s.data) for s in found] == [("jane", SOLVED)]


def test_many_files_are_told_in_few_lines(tmp_path):
    found = chosen(tmp_path, {f"{k:03}.png": b"x" for k in range(50)} | {"p.ipynb": SOLVED})
    assert len(found.others) == choice.MOST_OTHERS + 1
    assert found.others[-1] == "40 more files do not count."


def test_names_of_files_are_shown_without_what_a_terminal_obeys(tmp_path):
    found = chosen(tmp_path, {"\x1b[2J\u202e.png": b"x", "n" * 500 + ".png": b"x", "p.ipynb": SOLVED})
    assert all(other.isprintable() and len(other) < 400 for other in found.others)


def test_files_and_folders_may_be_named_together(tmp_path):
    folder = written(tmp_path / "folder", {"jane.ipynb": SOLVED})
    alone = written(tmp_path, {"max.ipynb": SOLVED}) / "max.ipynb"
    assert [s.student for s in submissions.find([folder, alone])] == ["jane", "max"]


def test_the_later_of_two_downloads_counts(tmp_path):
    name = MOODLE.format("Jane", 1, "p.ipynb")
    monday = zipped(tmp_path / "1.zip", {name: (worked("old"), MORNING)})
    tuesday = zipped(tmp_path / "2.zip", {name: (worked("new"), NOON)})
    for order in ([monday, tuesday], [tuesday, monday]):
        (found,) = submissions.find(order)
        assert found.data == worked("new")


def test_a_file_in_a_folder_is_dated_by_the_file(tmp_path):
    written(tmp_path, {"jane/b.ipynb": worked("old"), "jane/a.ipynb": worked("new"), "max/a.ipynb": SOLVED})
    os.utime(tmp_path / "jane" / "b.ipynb", (1_000_000, 1_000_000))
    assert find(tmp_path)[0].data == worked("new")


# Folders that are named after days


DAYS = ["2026-05-01", "2026_05_08", "20260508", "2026.5.8", "2026년 5월 8일", "8.5.2026"]


@pytest.mark.parametrize("parent", ["", "week 3/"])
@pytest.mark.parametrize("day", DAYS)
def test_below_days_are_students_and_the_last_day_counts(tmp_path, day, parent):
    names = [f"{parent}2026-04-30/{name}/p.ipynb" for name in ("jane", "max")]
    late = f"{parent}{day}/jane/p.ipynb"
    path = zipped(tmp_path / "c.zip", {late: worked("new")} | dict.fromkeys(names, worked("old")))
    jane, max_ = find(path)
    assert (jane.student, jane.data) == ("jane", worked("new"))
    assert jane.others == (f"2026-04-30/p.ipynb does not count: {day}/p.ipynb was handed in later.",)
    assert (max_.student, max_.data) == ("max", worked("old"))


@pytest.mark.parametrize(
    ("names", "students"),
    [
        (["2026-05-01/jane.ipynb", "2026-05-08/max.ipynb"], {"jane", "max"}),
        (["jane/2026-05-01/p.ipynb", "max/2026-05-08/p.ipynb"], {"jane", "max"}),
        (["20201105/p.ipynb", "20201231/p.ipynb"], {"20201105", "20201231"}),  # numbers of students
        (["20261301/jane/p.ipynb", "20260501/max/p.ipynb"], {"20261301", "20260501"}),  # there is no month 13
        (["jane/2026-05-01/p.ipynb", "jane/2026-05-08/q.ipynb"], {"jane"}),
        (["2026-05-01/jane/p.ipynb", "max/p.ipynb"], {"2026-05-01", "max"}),
    ],
)
def test_a_folder_is_a_day_only_where_it_can_be_no_student(tmp_path, names, students):
    assert {s.student for s in find(zipped(tmp_path / "c.zip", entries(names)))} == students


# What the lecturer is asked


@pytest.mark.parametrize(
    ("names", "n_several"),
    [
        (["A/jane/p.ipynb", "A/max/p.ipynb", "B/kim.ipynb", "B/lee.ipynb"], 2),
        (["A/jane/p.ipynb", "A/max/p.ipynb", "kim.ipynb"], 0),  # one of two
        (["A/jane.ipynb", "A/max.ipynb"], 0),  # asked before: all notebooks are of one student
        ([MOODLE.format(name, 1, f"{k}.ipynb") for name in ("A", "B") for k in "ab"], 0),
    ],
)
def test_it_is_asked_whether_folders_with_work_of_several_are_students(tmp_path, names, n_several):
    path = written(tmp_path, {name: worked(name) for name in names})
    question = submissions.doubt(find(path), [])
    assert question.startswith(f"{n_several} of 2 hand-ins hold several notebooks" if n_several else "")
    assert bool(question) == bool(n_several)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (
            ["class/jane.ipynb", "class/max.ipynb", "class/kim.ipynb"],
            "all notebooks are of one student: 'class'",
        ),
        (["jane.ipynb", "max.ipynb"], ""),
        (["jane/p.ipynb"], ""),
        (["jane/p.ipynb", "max/a.ipynb", "max/b.ipynb", "max/c.ipynb", "max/d.ipynb"], ""),
        (["jane.ipynb", "jane (1).ipynb", "jane (2).ipynb"], ""),
    ],
)
def test_it_is_asked_whether_all_is_of_one_student(tmp_path, names, words):
    question = asked(written(tmp_path, entries(names)))
    assert (words in question) if words else question == ""


def test_two_folders_of_students_that_are_named_one_by_one_are_not_made_one(tmp_path):
    written(tmp_path, entries(["ann/perceptron.ipynb", "bob/perceptron.ipynb"]))
    hand_ins = submissions.understand([tmp_path / "ann", tmp_path / "bob"])
    assert "2 of 2 files and folders are of one student" in submissions.question(hand_ins, [])


def test_the_zip_of_a_class_in_a_folder_is_not_taken_for_one_students(tmp_path):
    data = zipped(None, entries(LAYOUTS["Moodle, a folder each"][0]))
    question = asked(written(tmp_path, {"course.zip": data, "notes.md": b"x"}))
    assert "looks like the download of a whole class" in question


def test_the_zips_of_two_sections_in_a_folder_are_not_taken_for_two_students(tmp_path):
    data = zipped(None, entries(LAYOUTS["Canvas"][0]))
    question = asked(written(tmp_path, {"section A.zip": data, "section B.zip": data}))
    assert "looks like the download of a whole class" in question


def test_a_student_who_packs_what_looks_like_a_class_stops_nothing(tmp_path):
    data = zipped(None, entries(LAYOUTS["Moodle, a folder each"][0]))
    assert asked(written(tmp_path, {"bob.zip": data, "jane.ipynb": SOLVED})) == ""


def test_what_lies_beside_a_download_is_nobodys(tmp_path):
    names = [f"s{k}_{7000 + k}_{k}_p.ipynb" for k in range(5)]
    found = find(zipped(tmp_path / "c.zip", entries([*names, "notes.txt", "report.html", "feedback/x.pdf"])))
    assert [s.student for s in found] == ["s0", "s1", "s2", "s3", "s4"]


def test_one_file_with_a_shape_of_canvas_takes_nothing_from_a_plain_folder(tmp_path):
    found = find(zipped(tmp_path / "c.zip", entries(["jane.pdf", "max.ipynb", "kim_1_2_hw.ipynb"])))
    assert [s.student for s in found] == ["jane", "kim", "max"]


def test_an_archive_that_is_named_and_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(ValueError, match=r"c\.rar is a RAR archive|c\.zip is a zip that cannot be read"):
        find(written(tmp_path, {"c.zip": b"PK\x03\x04"}) / "c.zip")
    with pytest.raises(FileNotFoundError, match="does not exist"):
        find(tmp_path / "nothing")


def test_a_folder_that_cannot_be_looked_into_is_no_empty_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(archives.in_folder(tmp_path / "locked"))

"""What leaves the grader is what the importers of Moodle and Canvas take: their rules, written down again.

The rules are those of mod/assign/feedback/offline and mod/assign/feedback/file in moodle/moodle, and of
lib/gradebook_importer.rb and `infer_comment_context_from_filename` in instructure/canvas-lms.
"""

import csv
import io
import re
import zipfile
from dataclasses import replace

import nbformat
import pytest

from exercises.private.grading import __main__ as command_line
from exercises.private.grading import exports, pages, roster, tables
from exercises.private.grading.grade import Graded
from exercises.private.grading.roster import Person
from exercises.private.grading.words import Word
from exercises.private.tests.grading.handed_in import ANN, BOB, CAT, PEOPLE, marks_of, result, submission
from exercises.private.tests.grading.mini import MINI, notebook

UPLOAD = "all.zip!{}_{}_assignsubmission_file_/a.ipynb"
DOWNLOAD = "submissions.zip!{}_{}_{}_perceptron-1.ipynb"


def moodle_imports(text, participants, maximum, ignore_modified=False):
    """{user: (grade or None, comment)} that Moodle's importer of grading worksheets takes over.

    `participants` is {participant number: (user, time of the grade that Moodle has, or None)}.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    columns = {name: k for k, name in enumerate(rows[0])}
    assert {"Identifier", "Grade", "Last modified (grade)"} <= columns.keys()  # else it refuses the file
    assert all(len(row) == len(rows[0]) for row in rows)  # else the CSV reader does
    taken = {}
    for row in rows[1:]:
        user, graded_at = participants.get(row[columns["Identifier"]][len("Participant ") :], (None, None))
        if user is None:
            continue
        is_stale = graded_at is not None and graded_at > _time(row[columns["Last modified (grade)"]]) + 60
        text, grade = row[columns["Grade"]], None
        if text and 0 <= float(text) <= maximum and (ignore_modified or not is_stale):
            grade = float(text)
        place = columns.get("Feedback comments", 0)  # a first column would be passed over
        comment = row[place] if place and (ignore_modified or not is_stale) else None
        taken[user] = (grade, comment)
    return taken


def _time(text):
    """As strtotime: 0 where there is none."""
    return int(text) if text.isdigit() else 0


def moodle_feedback(data, participants):
    """{user: [(name, text)]} that Moodle's importer of feedback files takes over."""
    taken = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.split("/")[-1].startswith((".", "~")):
                continue
            assert name == re.sub(r"[\x00-\x1f&<>\"`|':\\]", "", name)  # it drops these
            for part in name.split("/"):
                info = part.split("_", 4)
                if len(info) >= 4 and info[1].isdigit() and info[1] in participants:
                    assert info[2:4] == ["assignsubmission", "file"]
                    taken.setdefault(participants[info[1]][0], []).append((info[4], archive.read(name)))
                    break
    return taken


def canvas_imports(text, ids, sis, names):
    """({user: grade} for the one assignment column, its header) as Canvas's importer reads them."""
    rows = list(csv.reader(io.StringIO(text)))  # it does not take the mark of byte order away
    header, n_fixed = rows[0], 3
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        n_fixed = 4
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        n_fixed = 5 + bool(re.search(r"Integration\s+ID", header[4]))
        n_fixed += bool(re.search(r"Root\s+Account", header[n_fixed - 1]))
    assert "Section" in header[n_fixed - 1]  # else: invalid header row
    (column,) = header[n_fixed:]
    taken = {}
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            assert float(row[n_fixed]) == 5
            continue
        user = ids.get(row[1]) or (sis.get(row[2]) if n_fixed > 4 else None) or names.get(row[0])
        assert user, f"Canvas would make a new student of {row}"
        taken[user] = row[n_fixed]
    return taken, column


def canvas_feedback(data, attachments):
    """{(user, attachment): text} that Canvas takes from a zip of feedback."""
    taken = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            parts = name.split("/")[-1].split("_")
            user, attachment = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
            assert not parts[-1].startswith("link")
            assert attachments[attachment] == user
            taken[user, attachment] = archive.read(name)
    return taken


def moodle_class(**rest):
    ann = submission("Ann Doe", person=ANN, id="101", platform="moodle", source=UPLOAD.format("Ann Doe", 101))
    bob = submission("Bob", person=BOB, id="102", platform="moodle", source=UPLOAD.format("Bob", 102))
    return marks_of((ann, result(3, 0.5)), (bob, result(0, 0)), people=PEOPLE, **rest)


PARTICIPANTS = {"101": ("ann", None), "102": ("bob", None), "103": ("cat", None)}


def test_moodle_takes_the_grades_of_a_new_worksheet_and_nothing_for_the_absent():
    words = [Word(ANN, comment="=good, +1; -2")]
    text = exports.moodle_csv(moodle_class(words=words), MINI)
    assert text.splitlines()[0] == "\ufeff" + ",".join(exports.WORKSHEET)
    taken = moodle_imports(text, PARTICIPANTS, 5)
    assert taken == {"ann": (3.5, "'=good, +1;' -2"), "bob": (0, "")}
    assert [row["Grade"] for row in read(text)] == ["3.5", "0", ""]


def test_moodle_passes_over_grades_that_it_changed_later_unless_told():
    text = exports.moodle_csv(moodle_class(), MINI)
    later = PARTICIPANTS | {"101": ("ann", 2_000_000_000)}
    assert moodle_imports(text, later, 5)["ann"] == (None, None)
    assert moodle_imports(text, later, 5, ignore_modified=True)["ann"][0] == 3.5


def read(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def worksheet(person, number, **cells):
    """A person whose line is one of Moodle's own worksheet, with a column that we do not know."""
    row = dict.fromkeys(exports.WORKSHEET, "-") | {
        "Identifier": f"Participant {number}",
        "Full name": person.name,
        "Grade": "",
        "Maximum Grade": "5.00",
        "Last modified (grade)": "1700000000",
        "Feedback comments": "",
        "Online text": "x",
    }
    return replace(person, id=str(number), platform="moodle", row=tuple((row | cells).items()))


def test_the_worksheet_of_moodle_is_filled_in_and_keeps_all_else():
    ann = worksheet(ANN, 101, Grade="1", **{"Feedback comments": "by hand"})
    cat = worksheet(CAT, 103, Grade="2", **{"Feedback comments": "on paper"})
    marks = marks_of((submission("Ann", person=ann), result(3, 0)), people=[ann, cat])
    text = exports.moodle_csv(marks, MINI)
    assert text.splitlines()[0] == "\ufeff" + ",".join([*exports.WORKSHEET, "Online text"])
    graded = {"101": ("ann", 1_700_000_000), "103": ("cat", 1_700_000_000)}
    assert moodle_imports(text, graded, 5) == {"ann": (3, "by hand"), "cat": (2, "on paper")}
    assert [row["Online text"] for row in read(text)] == ["x", "x"]
    assert [row["Status"] for row in read(text)] == ["-", "-"]


@pytest.mark.parametrize("columns", ["Identifier,Name,Email", "Student,ID,Section,Email"])
def test_a_roster_of_ones_own_with_the_columns_of_a_platform_has_none_of_its_numbers(tmp_path, columns):
    cells = {"Identifier": "102", "ID": "102", "Section": "A", "Email": "ann@example.org"}
    file = tmp_path / "roster.csv"
    file.write_text(f"{columns}\n{','.join(cells.get(name, 'Ann Doe') for name in columns.split(','))}\n")
    (ann,) = roster.read(file)
    source = UPLOAD.format("Ann Doe", 101)
    handed_in = submission("Ann Doe", person=ann, id="101", platform="moodle", source=source)
    marks = marks_of((handed_in, result(3, 0.5)), people=[ann])
    assert moodle_imports(exports.moodle_csv(marks, MINI), PARTICIPANTS, 5) == {"ann": (3.5, "")}
    assert exports.platforms(marks) == {"moodle"}
    _, row = read(exports.canvas_csv(marks, MINI))
    assert (row["ID"], row["SIS User ID"], row["mini"]) == ("", "102", "3.5")


def test_who_is_excused_has_no_grade_in_any_file():
    ann = replace(ANN, excused=True)
    ours = submission("Ann", person=ann, id="101", platform="moodle")
    marks = marks_of((ours, result(3, 2)), people=[ann])
    assert read(exports.moodle_csv(marks, MINI))[0]["Grade"] == ""
    assert read(exports.canvas_csv(marks, MINI))[1]["mini"] == ""
    (row,) = read(tables.grades_csv(marks, MINI))
    assert (row["points"], row["raw"], row["excused"]) == ("", "5", "yes")


def test_the_lecturer_is_told_what_moodle_would_pass_over():
    ann = worksheet(ANN, 101, **{"Maximum Grade": "100,00"})
    told = list(exports.warnings(marks_of((submission("Ann", person=ann), result(3, 0)), people=[ann]), MINI))
    assert told == ["moodle.csv: Moodle's maximum is 100,00; set 5 there"]
    ours = submission("Bob", person=BOB, platform="moodle")
    told = list(exports.warnings(marks_of((ours, result(3, 0)), people=[BOB]), MINI))
    assert "1 people have no participant number" in told[0]
    assert list(exports.warnings(moodle_class(), MINI)) == []


def test_moodle_takes_each_feedback_file_for_who_it_is():
    odd = submission(".O'Neill_Zoë & <b>/x", id="103", platform="moodle")
    marks = [*moodle_class(), *marks_of((odd, result(0, 0)))]
    written = {mark.key: f"page of {mark.student}" for mark in marks}
    taken = moodle_feedback(exports.moodle_zip(marks, written), PARTICIPANTS)
    assert taken == {
        "ann": [("feedback.html", b"page of Doe, Ann")],
        "bob": [("feedback.html", b"page of Bob Muster")],
        "cat": [("feedback.html", f"page of {odd.student}".encode())],
    }


def canvas_class(**rest):
    ann = submission(
        "doeann", person=ANN, id="11", platform="canvas", source=DOWNLOAD.format("doeann", 11, 900)
    )
    bob = submission(
        "bob", person=BOB, id="12", platform="canvas", source=DOWNLOAD.format("bob_LATE", 12, 901)
    )
    return marks_of((ann, result(3, 0.5)), (bob, result(0, 0)), people=PEOPLE, **rest)


def test_canvas_takes_the_grades_of_a_new_gradebook_and_no_number_for_a_stranger():
    text = exports.canvas_csv(canvas_class(), MINI)
    header = "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,mini"
    assert text.splitlines()[:2] == [header, "Points Possible,,,,,5"]
    taken, column = canvas_imports(text, {"11": "ann", "12": "bob", "7003": "eve"}, {"7003": "cat"}, {})
    assert (taken, column) == ({"ann": "3.5", "bob": "0", "cat": ""}, "mini")


def gradebook(person, number, **cells):
    """A person whose line is one of a download of Canvas's gradebook."""
    row = {"Student": person.name, "ID": number, "SIS User ID": "", "SIS Login ID": person.email}
    row |= {"Integration ID": "", "Section": "A", "Essay (41)": "9", "Mini (42)": "", "Final Score": "80"}
    return replace(person, platform="canvas", row=tuple((row | cells).items()))


def test_the_gradebook_of_canvas_is_filled_in_for_this_assignment_alone():
    ann, bob = gradebook(ANN, "11"), gradebook(BOB, "12", **{"Mini (42)": "1"})
    cat = gradebook(CAT, "13", **{"Mini (42)": "EX"})
    marks = marks_of((submission("x", person=ann), result(3, 2)), people=[ann, bob, cat])
    text = exports.canvas_csv(marks, MINI)
    taken, column = canvas_imports(text, {"11": "ann", "12": "bob", "13": "cat"}, {}, {})
    assert column == "Mini (42)"
    assert taken == {"ann": "5", "bob": "1", "cat": "EX"}  # a blank would take the last two away


@pytest.mark.parametrize(
    ("columns", "asked", "expected"),
    [
        (["Other (7)"], None, "Other (7)"),
        (["Other (7)", "The mini one (8)"], None, "The mini one (8)"),
        (["Other (7)", "Essay (8)"], "Essay", "Essay (8)"),
        (["Other (7)", "Essay (8)"], "Essay (8)", "Essay (8)"),
        (
            ["Other (7)", "Essay (8)"],
            None,
            "no columns for the assignment mini: name one of Other",
        ),
        (["Mini 1 (7)", "Mini 2 (8)"], None, "2 columns for the assignment mini"),
        (["Other (7)"], "Essay", "no columns for --canvas-column 'Essay'"),
    ],
)
def test_the_column_of_canvas_is_found_or_asked_for(columns, asked, expected):
    row = dict.fromkeys(["Student", "ID", "Section", *columns], "")
    if expected in columns:
        assert exports.canvas_column(row, MINI, asked) == expected
    else:
        with pytest.raises(ValueError, match=re.escape(expected)):
            exports.canvas_column(row, MINI, asked)


def test_canvas_takes_each_feedback_file_for_the_hand_in_that_it_is_of():
    marks = canvas_class()
    data = exports.canvas_zip(marks, {mark.key: pages.feedback(mark, MINI) for mark in marks})
    taken = canvas_feedback(data, {"900": "11", "901": "12"})
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert names == ["doeann_11_900_perceptron-1.ipynb", "bob_LATE_12_901_perceptron-1.ipynb"]
    for key, student in {("11", "900"): "Doe, Ann", ("12", "901"): "Bob Muster"}.items():
        document = nbformat.reads(taken[key].decode(), as_version=4)
        nbformat.validate(document)
        assert student in document.cells[0].source
        assert "\n\n" not in document.cells[0].source


def test_a_folder_named_as_a_file_of_canvas_takes_the_place_of_no_hand_in():
    place = "grading/hw4_2026_1_spring/submissions.zip!{}_{}_900_a.ipynb"
    pairs = [
        (submission(n, id=i, platform="canvas", source=place.format(n, i)), result(3, 1))
        for n, i in [("ann", "11"), ("bob", "12")]
    ]
    marks = marks_of(*pairs)
    data = exports.canvas_zip(marks, {mark.key: pages.feedback(mark, MINI) for mark in marks})
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["ann_11_900_a.ipynb", "bob_12_900_a.ipynb"]


def test_what_was_no_notebook_gets_its_page_under_its_name():
    ours = submission("doeann", id="11", platform="canvas", source="s.zip!doeann_11_900_work.html")
    (mark,) = marks_of((ours, result(0, 0)))
    data = exports.canvas_zip([mark], {mark.key: "page"})
    assert canvas_feedback(data, {"900": "11"}) == {("11", "900"): b"page"}


def test_the_same_feedback_gives_the_same_bytes():
    marks = moodle_class()
    one, two = (exports.moodle_zip(marks, {mark.key: "x" for mark in marks}) for _ in range(2))
    assert one == two


def test_members_of_a_group_get_the_same_points_and_a_page_each():
    ours = submission("Ann", person=ANN, members=(BOB,), id="101", platform="moodle")
    marks = marks_of((ours, result(3, 1)), people=PEOPLE)
    assert [mark.final for mark in marks] == [4, 4, None]
    assert len({tables.page_name(mark) for mark in marks if mark.submission}) == 2
    rows = read(exports.moodle_csv(marks, MINI))
    assert [row["Identifier"] for row in rows] == ["Participant 101", "", ""]  # Bob's number is not Ann's


def test_a_formula_in_a_name_is_text_in_every_table():
    eve = Person("=1", "=HYPERLINK(1)", "+e@x.org", section="@x")
    ours = submission("=2+3", person=eve, id="9", platform="canvas", source="-1;=2")
    marks = marks_of((ours, result(1, 0)), people=[eve])
    for text in (
        tables.grades_csv(marks, MINI),
        exports.moodle_csv(marks, MINI),
        exports.canvas_csv(marks, MINI),
    ):
        cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
        assert "'=HYPERLINK(1)" in cells


@pytest.mark.parametrize(
    ("number", "canvas", "found"), [("=1", "", 0), ("-a1", "", 0), ("", "", 0), ("=1", "9", 1), ("-7", "", 1)]
)
def test_whom_canvas_can_find_by_name_only_is_told(number, canvas, found):
    ann = replace(ANN, id=number)
    ours = submission("Ann", person=ann, id=canvas, platform="canvas")
    told = list(exports.warnings(marks_of((ours, result(1, 0)), people=[ann]), MINI))
    assert len(told) == 1 - found
    assert all("1 people have no Canvas ID" in text and "Doe, Ann" in text for text in told)


def test_points_are_written_as_a_person_writes_them():
    assert [tables.number(points) for points in (0.1 + 0.2, 5.0, 0, 12.25, None)] == [
        "0.3",
        "5",
        "0",
        "12.25",
        "",
    ]


# A class, from download to import


def graded_at_once(ahead, assignment):
    """An engine without a sandbox: all right, or one question, as the notebook says."""
    for ours, names in ahead:
        full = b"right" in ours.data
        questions = [q for q in result(3, 2 if full else 0)["questions"] if q["name"] in names]
        yield ours, names, Graded(questions)


def grade_all(monkeypatch, handed_in, roster, out, *options):
    monkeypatch.setattr(command_line, "load", lambda *given: MINI)
    monkeypatch.setattr(command_line, "engine", lambda options: graded_at_once)
    files = [handed_in, "--assignment", "mini", "--out", out, "--roster", roster]
    command_line.main(list(map(str, [*files, "--late-percent-per-day", 10, *options])))


N_CLASS = 120
NAMES = [f"Student {chr(65 + k // 26)}{chr(97 + k % 26)}" for k in range(N_CLASS)]
RIGHT, HALF = notebook("x = 'right'"), notebook("x = 'half'")


def written(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def zipped(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return path


def test_a_class_of_120_goes_from_moodle_and_back(tmp_path, monkeypatch, capsys):
    """Every third late by a day and a half, every fourth with an extension, every tenth absent."""
    there = [k for k in range(N_CLASS) if k % 10 != 9]
    names = {k: f"{NAMES[k]}_{500 + k}_assignsubmission_file/work {k}.ipynb" for k in there}
    entries = [(names[k], RIGHT if k % 2 else HALF) for k in there]
    rows = []
    for k, name in enumerate(NAMES):
        when = "Sunday, 3 May 2026, 12:00 AM" if k % 3 == 0 else "Friday, 1 May 2026, 10:00 AM"
        status = "Submitted for grading" if k in there else "No submission"
        person = [f"Participant {500 + k}", name, f"s{k}@x.org", status, "", "5.00", "Yes"]
        rows.append([*person, when if k in there else "-", "-", "", "48" if k % 4 == 0 else ""])
    sheet = written(tmp_path / "Grades.csv", [*exports.WORKSHEET, "extension"], rows)
    out = tmp_path / "out"
    grade_all(monkeypatch, zipped(tmp_path / "c.zip", entries), sheet, out, "--deadline", "2026-05-01T12:00")

    def expected(k):
        points = 5 if k % 2 else 3
        return points - 1 if k % 3 == 0 and k % 4 else points  # two days begun

    text = (out / "moodle.csv").read_text(encoding="utf-8")
    taken = moodle_imports(text, {str(500 + k): (k, None) for k in range(N_CLASS)}, 5)
    grades = {k: grade for k, (grade, _) in taken.items()}
    assert grades == {k: expected(k) if k in there else None for k in range(N_CLASS)}
    users = {str(500 + k): (k, None) for k in there}
    given = moodle_feedback((out / "moodle_feedback.zip").read_bytes(), users)
    assert all(NAMES[k].encode() in page for k, ((_, page),) in given.items())
    assert sorted(given) == there
    assert not (out / "canvas.csv").exists()
    assert "12 of 120 people on the roster have handed in nothing" in capsys.readouterr().out


def test_a_class_of_120_goes_from_canvas_and_back(tmp_path, monkeypatch):
    """In groups of three, of which one hands in; every fifth is late, by how much Canvas does not tell."""
    entries = []
    for k in range(0, N_CLASS, 3):
        late = "_LATE" if k % 15 == 0 else ""
        entries.append((f"group{k:03}{late}_{500 + k}_{9000 + k}_work.ipynb", RIGHT if k % 2 else HALF))
    rows = [["Points Possible", "", "", "", "", "5.00", "10", "(read only)"]]
    for k, name in enumerate(NAMES):
        rows.append([name, 500 + k, f"S{k}", f"s{k}@x.org", "A", "", 7, 70])
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Mini (42)", "Essay (41)", "Final"]
    book = written(
        tmp_path / "book.csv", [*header, "group"],
        [[*row, "" if k == 0 else f"group{3 * ((k - 1) // 3):03}"] for k, row in enumerate(rows)],
    )  # fmt: skip
    out = tmp_path / "out"
    grade_all(monkeypatch, zipped(tmp_path / "submissions.zip", entries), book, out)
    text = (out / "canvas.csv").read_text(encoding="utf-8")
    taken, column = canvas_imports(text, {str(500 + k): NAMES[k] for k in range(N_CLASS)}, {}, {})
    assert column == "Mini (42)"
    assert taken == {NAMES[k]: "5" if (k - k % 3) % 2 else "3" for k in range(N_CLASS)}
    attachments = {str(9000 + k): str(500 + k) for k in range(0, N_CLASS, 3)}
    assert len(canvas_feedback((out / "canvas_feedback.zip").read_bytes(), attachments)) == N_CLASS // 3
    assert not (out / "moodle.csv").exists()


def test_a_second_run_writes_no_file_again(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for k in range(3):
        (folder / f"s{k}@x.org.ipynb").write_bytes(notebook(f"x = 'right'\ny = {k}"))
    rows = [[k, NAMES[k], f"s{k}@x.org"] for k in range(4)]
    roster = written(tmp_path / "r.csv", ["id", "name", "email"], rows)
    grade_all(monkeypatch, folder, roster, tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    capsys.readouterr()
    grade_all(monkeypatch, folder, roster, tmp_path / "out")
    assert "3 submissions, 3 of them graded already\n" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(times) == 3 + 3 + 3 + 5 + 1  # results, pages, fingerprints, what the lecturer reads, a lock

"""Every hand-in reaches the person who made it: ids before names, and nobody takes the place of another."""

import time
from datetime import datetime

import pytest

from exercises.private.grading import lateness, roster, submissions
from exercises.private.tests.grading.classes import grade_class
from exercises.private.tests.grading.hand_ins import (
    MOODLE,
    SOLVED,
    asked,
    find,
    people,
    worked,
    written,
    zipped,
)
from exercises.private.tests.grading.mini import notebook

ROSTER = """\
id,name,email
7001,"Doe, Jane",jane@x.org
7002,Max Muster,max@x.org
7003,김철수,chulsoo@x.org
7004,山田　太郎,yamada@x.org
7005,Zoë Müller-Lüdenscheidt,zoe@x.org
"""
WORKSHEET = """\
\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 101","Jane Doe",jane@x.org,"Submitted for grading - ",,20.00,Yes,"Friday, 1 May 2026, 2:14 PM",-,
"Participant 102","Max Muster",max@x.org,"Submitted for grading - 1 day 2 hours late - ",,20.00,Yes,\
"Saturday, May 2, 2026, 4:14 PM",-,
"Participant 103","Kim Absent",kim@x.org,"No submission - ",,20.00,Yes,-,-,
"""
GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,Perceptron (12345),Final Score
    Points Possible,,,,,20,(read only)
"Doe, Jane",7001,u1,jdoe,Monday,,91
"Muster, Max",7002,u2,mmuster,Tuesday,,80
"Student, Test",7009,,abcdef,Monday,,
"""


def whose(found):
    """{name of the hand-in: id on the roster, or None}."""
    return {s.student: s.person and s.person.id for s in found}


def handed_in(folder, *names):
    """A zip with these entries, each a worked notebook of its own."""
    return zipped(folder / "c.zip", {name: worked(name) for name in names})


# The roster


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, encoding, separator):
    text = f"id{separator}name{separator}email\r\n1{separator}김철수{separator}a@x.org\r\n\r\n"
    (person,) = people(tmp_path, text.encode(encoding))
    assert (person.id, person.name, person.email) == ("1", "김철수", "a@x.org")


def test_all_columns_of_a_roster_are_kept(tmp_path):
    text = "ID;Name;Email;Section;Group;Extension;Excused;Note\n 1 ;Jane Doe;a@x.org;Monday;A;24;yes;x\n"
    (person,) = people(tmp_path, text)
    expected = roster.Person("1", "Jane Doe", "a@x.org", "Monday", "A", "24", True, person.row)
    assert person == expected
    assert dict(person.row) == {
        "ID": " 1 ", "Name": "Jane Doe", "Email": "a@x.org", "Section": "Monday",
        "Group": "A", "Extension": "24", "Excused": "yes", "Note": "x",
    }  # fmt: skip


def test_the_first_line_of_a_file_of_excel_is_no_column(tmp_path):
    (person,) = people(tmp_path, "sep=;\r\nid;name;email\r\n1;Jane;a@x.org\r\n")
    assert (person.id, person.name) == ("1", "Jane")


def test_the_gradebook_of_canvas_is_known_in_another_language(tmp_path):
    (jane,) = people(
        tmp_path, GRADEBOOK.replace("Points Possible", "Mögliche Punkte").replace(",7002,u2,", ",,,")
    )[:1]
    assert (jane.id, jane.platform) == ("7001", "canvas")


def test_a_name_of_thirty_thousand_dashes_costs_no_time(tmp_path):
    start = time.process_time()
    find(handed_in(tmp_path, MOODLE.format("-" * 30_000 + "Jane", 5, "p.ipynb")), people(tmp_path, ROSTER))
    assert time.process_time() - start < 2


def test_a_korean_roster_is_read(tmp_path):
    (person,) = people(tmp_path, "학번,이름,이메일\n2026001,김철수,a@x.org\n".encode("cp949"))
    assert (person.id, person.name, person.email) == ("2026001", "김철수", "a@x.org")


def test_the_worksheet_of_moodle_is_a_roster(tmp_path):
    jane, _, kim = people(tmp_path, WORKSHEET)
    assert (jane.id, jane.name, jane.email, jane.platform) == ("101", "Jane Doe", "jane@x.org", "moodle")
    assert kim.name == "Kim Absent"
    assert jane.column("maximum grade") == "20.00"


def test_the_worksheet_of_blind_marking_has_no_names(tmp_path):
    text = "Identifier,Status,Grade,Last modified (submission)\nParticipant 101,Submitted for grading,,-\n"
    (person,) = people(tmp_path, text)
    assert (person.id, person.name) == ("101", "Participant 101")


def test_the_gradebook_of_canvas_is_a_roster_without_the_line_of_points(tmp_path):
    jane, max_, _ = people(tmp_path, GRADEBOOK)
    assert (jane.id, jane.name, jane.email, jane.section) == ("7001", "Doe, Jane", "jdoe", "Monday")
    assert (max_.id, max_.platform) == ("7002", "canvas")
    assert ("Perceptron (12345)", "") in jane.row


def test_a_person_in_two_sections_is_one_person(tmp_path):
    text = "id,name,email,section\n1,Jane Doe,a@x.org,A\n2,Max,b@x.org,A\n1,Jane Doe,a@x.org,B\n"
    assert [(p.id, p.section) for p in people(tmp_path, text)] == [("1", "A, B"), ("2", "A")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,email\nJane,a@x.org\n", "there is no id"),
        ("", "there is no id, name, email"),
        ("id,name,email\n1,Jane,a@x.org\n1,Max,b@x.org\n", "has the id 1 twice: for Jane and Max"),
        ("id,name,email\n,Kim,\n2,Max,b@x.org\n,Kim,\n", "two lines of 'Kim' without an id"),
        (b"id,name,email\n1,J\xff\xff\xff,a\n", "is not UTF-8"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(tmp_path, text, says):
    with pytest.raises(ValueError, match=says):
        people(tmp_path, text)


# Names


JANE = [
    "Jane Doe",
    "Doe Jane",
    "Doe, Jane",
    "doejane",
    "JANE DOE",
    "jane@x.org",
    "7001",
    "jane",
    "Jane Doe (1)",
]
JANE += [
    "Jane\u00a0Doe",
    "Jane\u2003Doe",
    "Ｊａｎｅ Ｄｏｅ",
    "jane_doe_hw",
    "7001_perceptron",
    "perceptron-7001",
]
CALLED = {
    "7001": JANE,
    "7003": ["김철수", "2026_김철수_과제3", "hw3 [김철수] (2)"],
    "7004": ["山田 太郎", "山田太郎", "太郎\u3000山田"],
    "7005": ["Zoe\u0308 Mu\u0308ller-Lu\u0308denscheidt"],
    "": ["stranger", "Jane Doe and Max Muster", "7001_7002"],
}


@pytest.mark.parametrize(
    ("number", "called"), [(number, name) for number in CALLED for name in CALLED[number]]
)
def test_a_person_is_known_by_the_names_that_folders_and_files_give(tmp_path, number, called):
    everyone = people(tmp_path, ROSTER)
    for name in (f"{called}.ipynb", f"{called}/p.ipynb"):
        (found,) = find(handed_in(tmp_path, name), everyone)
        assert (found.person.id if found.person else "") == number


@pytest.mark.parametrize("name", ["7001", "jane@x.org", "jane", "chulsoo", "jane_doe_x"])
def test_on_a_platform_a_display_name_is_neither_an_id_nor_an_address(tmp_path, name):
    """Who calls themself '7001' on Moodle is not the person with that number."""
    found = find(
        handed_in(tmp_path, MOODLE.format(name.replace("_", " "), 55, "p.ipynb")), people(tmp_path, ROSTER)
    )
    assert found[0].person is None


def test_names_of_letters_and_marks_stay_apart(tmp_path):
    everyone = people(tmp_path, "id,name,email\n1,कि,a@x.org\n2,का,b@x.org\n")
    assert whose(find(handed_in(tmp_path, "कि/p.ipynb", "का/p.ipynb"), everyone)) == {"कि": "1", "का": "2"}


def test_the_number_of_a_moodle_submission_is_not_taken_for_the_id_of_another(tmp_path):
    found = find(handed_in(tmp_path, MOODLE.format("Max Muster", 7001, "p.ipynb")), people(tmp_path, ROSTER))
    assert whose(found) == {"Max Muster": "7002"}


def test_two_people_of_one_name_are_told_apart_by_the_id_or_not_at_all(tmp_path):
    two = people(tmp_path, "id,name,email\n1,Jane Doe,a@x.org\n2,Jane Doe,b@x.org\n")
    names = [MOODLE.format("Jane Doe", number, "p.ipynb") for number in (2, 99)]
    found = {s.id: s.person for s in find(handed_in(tmp_path, *names), two)}
    assert found["2"].email == "b@x.org"
    assert found["99"] is None


@pytest.mark.parametrize(
    "name", ["Jane Doe.ipynb", "Jane Doe/p.ipynb", MOODLE.format("Jane Doe", 9, "p.ipynb")]
)
def test_a_name_that_two_have_is_not_decided_by_a_part_of_it(tmp_path, name):
    two = people(tmp_path, "id,name,email\n1,Jane Doe,jane@x.org\n2,Jane Doe,doe@x.org\n3,Doe,d@x.org\n")
    assert find(handed_in(tmp_path, name), two)[0].person is None


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("exercise 2 Jane Doe.ipynb", None),  # 2 is the id of another
        ("Jane Doe (2).ipynb", None),
        ("Jane_Doe_1.ipynb", "1"),
        ("1_lee_jane_doe.ipynb", "1"),
        ("exercise_3.ipynb", "3"),
    ],
)
def test_an_id_decides_between_names_and_not_against_them(tmp_path, name, number):
    three = people(tmp_path, "id,name,email\n1,Jane Doe,jane@x.org\n2,Max Roe,max@x.org\n3,Lee,lee@x.org\n")
    person = find(handed_in(tmp_path, name), three)[0].person
    assert (person and person.id) == number


@pytest.mark.parametrize("name", ["jane smith.ipynb", "Jane Smith/p.ipynb", "max_hw1.ipynb"])
def test_a_first_name_in_the_name_of_another_is_no_login(tmp_path, name):
    assert find(handed_in(tmp_path, name), people(tmp_path, ROSTER))[0].person is None


def test_moodle_puts_a_group_before_the_name(tmp_path):
    names = [
        MOODLE.format(f"Group A-{name}", n, "p.ipynb") for n, name in enumerate(("Jane Doe", "Max Muster"))
    ]
    found = find(handed_in(tmp_path, *names), people(tmp_path, ROSTER))
    assert whose(found) == {"Group A-Jane Doe": "7001", "Group A-Max Muster": "7002"}


# Ids of the platform's own roster


def test_ids_of_moodle_decide_whatever_the_names_are(tmp_path):
    names = [MOODLE.format(name, n, "p.ipynb") for name, n in [("Max Muster", 101), ("J. D.", 102)]]
    found = find(handed_in(tmp_path, *names), people(tmp_path, WORKSHEET))
    assert whose(found) == {"Max Muster": "101", "J. D.": "102"}


def test_blind_marking_is_resolved_by_the_worksheet(tmp_path):
    names = [MOODLE.format("Participant", n, "p.ipynb") for n in (101, 102)]
    found = find(handed_in(tmp_path, *names), people(tmp_path, WORKSHEET))
    assert whose(found) == {"Participant 101": "101", "Participant 102": "102"}


def test_a_namesake_who_is_not_on_the_worksheet_gets_nothing_of_anothers(tmp_path):
    names = [MOODLE.format(name, n, "p.ipynb") for name, n in [("Kim Absent", 999), ("Jane Doe", 101)]]
    found = find(handed_in(tmp_path, *names), people(tmp_path, WORKSHEET))
    assert whose(found) == {"Kim Absent": None, "Jane Doe": "101"}


@pytest.mark.parametrize("text", [GRADEBOOK, ROSTER])
def test_ids_of_canvas_decide_with_its_gradebook_and_with_a_roster_that_has_them(tmp_path, text):
    names = ["doejane_7001_1_p.ipynb", "mustermax_7002_2_p.ipynb", "doejane_999_3_p.ipynb"]
    found = find(handed_in(tmp_path, *names), people(tmp_path, text))
    assert {s.id: s.person and s.person.id for s in found} == {"7001": "7001", "7002": "7002", "999": None}


def test_a_display_name_displaces_nobody_where_ids_are_not_known(tmp_path):
    """Two accounts of Moodle have Jane's name; the roster knows no numbers of Moodle."""
    names = [MOODLE.format("Jane Doe", n, "p.ipynb") for n in (5, 6)] + [
        MOODLE.format("Max Muster", 7, "p.ipynb")
    ]
    found = find(handed_in(tmp_path, *names), people(tmp_path, ROSTER))
    assert [(s.id, s.person and s.person.id) for s in found] == [("5", None), ("6", None), ("7", "7002")]
    assert len({s.key for s in found}) == 3
    assert found[0].others == (
        "It may be that of Doe, Jane, as another is: the lecturer must say whose it is.",
    )


@pytest.mark.parametrize("text", [ROSTER, WORKSHEET])
def test_a_file_that_came_by_mail_joins_what_its_author_has_on_the_platform(tmp_path, text):
    download = handed_in(
        tmp_path, *(MOODLE.format(name, k, "p.ipynb") for name, k in [("Jane Doe", 101), ("Max", 9)])
    )
    mailed = written(tmp_path / "mail", {"jane@x.org.ipynb": worked("late")})
    found = submissions.find([download, mailed], people(tmp_path, text))
    assert whose(found)["Max"] is None
    assert [len(s.others) for s in found if s.person] == [1]


def test_what_the_lecturer_named_stays_where_two_of_a_platform_claim_a_person(tmp_path):
    names = [MOODLE.format("Jane Doe", k, "p.ipynb") for k in (5, 6)]
    found = find(handed_in(tmp_path, *names, "x"), people(tmp_path, ROSTER))
    assert [s.person for s in found] == [None, None]
    mailed = written(tmp_path / "mail", {"7001.ipynb": worked("late")})
    found = submissions.find([tmp_path / "c.zip", mailed], people(tmp_path, ROSTER))
    assert {s.key: s.person and s.person.id for s in found} == {
        "moodle:5": None,
        "moodle:6": None,
        "name:7001": "7001",
    }


def test_a_name_with_a_dash_displaces_nobody(tmp_path):
    names = [MOODLE.format(name, n, "p.ipynb") for name, n in [("Jane Doe", 1), ("x-Jane Doe", 2)]]
    found = find(handed_in(tmp_path, *names), people(tmp_path, ROSTER))
    assert whose(found) == {"Jane Doe": "7001", "x-Jane Doe": None}


def test_several_files_of_one_person_are_one_hand_in(tmp_path):
    found = find(
        handed_in(tmp_path, "jane@x.org.ipynb", "Jane Doe/p.ipynb", "max.ipynb"), people(tmp_path, ROSTER)
    )
    assert sorted(s.person.id for s in found) == ["7001", "7002"]


def test_without_a_roster_a_numbered_copy_is_no_other_student(tmp_path):
    found = find(handed_in(tmp_path, "jane.ipynb", "jane (1).ipynb", "max (2).ipynb"))
    assert [s.student for s in found] == ["jane (1)", "max (2)"]


# Groups

GROUPS = """\
id,name,email,group
1,Ann,a@x.org,Group A
2,Bob,b@x.org,Group A
3,Cat,c@x.org,Group B
4,Dan,d@x.org,Group B
5,Eve,e@x.org,
"""


def members(found):
    return {s.student: [p.name for p in (s.person, *s.members) if p] for s in found}


def test_a_team_of_moodle_gets_one_result_together(tmp_path):
    names = [MOODLE.format(name, n, "p.ipynb") for name, n in [("Group A", 1), ("Group B", 2)]]
    found = find(handed_in(tmp_path, *names), people(tmp_path, GROUPS))
    assert members(found) == {"Group A": ["Ann", "Bob"], "Group B": ["Cat", "Dan"]}


def test_a_folder_of_a_group_is_the_groups_and_who_works_alone_keeps_their_own(tmp_path):
    found = find(handed_in(tmp_path, "Group A/p.ipynb", "Ann/p.ipynb", "Eve.ipynb"), people(tmp_path, GROUPS))
    assert members(found) == {"Ann": ["Ann"], "Eve": ["Eve"], "Group A": ["Bob"]}


def test_a_group_of_canvas_is_found_by_the_id_of_the_one_who_handed_in(tmp_path):
    names = ["groupa_2_1_p.ipynb", "groupb_3_2_p.ipynb"]
    gradebook = (
        "Student,ID,SIS Login ID,Section,Group\nPoints Possible,,,,\n"
        "Ann,1,a,,Group A\nBob,2,b,,Group A\nCat,3,c,,Group B\nDan,4,d,,Group B\n"
    )
    found = find(handed_in(tmp_path, *names), people(tmp_path, gradebook))
    assert members(found) == {"groupa": ["Bob", "Ann"], "groupb": ["Cat", "Dan"]}


def test_a_student_who_takes_the_name_of_a_group_takes_nobodys_place(tmp_path):
    names = [
        MOODLE.format(name, n, "p.ipynb") for name, n in [("Ann", 1), ("Cat", 3), ("Group B", 5), ("Bob", 2)]
    ]
    found = find(handed_in(tmp_path, *names), people(tmp_path, GROUPS))
    assert members(found) == {"Ann": ["Ann"], "Bob": ["Bob"], "Cat": ["Cat"], "Group B": []}


GRADESCOPE = b"""\
submission_11:
  :submitters:
  - {':name': Jane D., ':sid': '7001', ':email': x@y.org}
  - {':name': Somebody, ':sid': '', ':email': max@x.org}
  :created_at: 2026-05-01 10:30:00 Z
submission_12:
  :submitters:
  - {':name': Jane Doe, ':sid': '9999', ':email': evil@x.org}
  :created_at: 2026-05-03 10:30:00 Z
"""


def test_gradescope_tells_ids_addresses_and_groups(tmp_path):
    entries = {f"submission_{k}/p.ipynb": worked(str(k)) for k in (11, 12)} | {
        "submission_metadata.yml": GRADESCOPE
    }
    found = {s.id: s for s in find(zipped(tmp_path / "c.zip", entries), people(tmp_path, ROSTER))}
    assert (found["7001"].person.id, [p.id for p in found["7001"].members]) == ("7001", ["7002"])
    assert found["9999"].person is None


def with_metadata(path, text):
    entries = {
        "submission_1/p.ipynb": SOLVED,
        "submission_2/p.ipynb": SOLVED,
        "submission_metadata.yml": text,
    }
    return zipped(path, entries)


@pytest.mark.parametrize("text", [b"submission_1: [", b"\x80\x81"])
def test_damaged_metadata_is_an_error(tmp_path, text):
    with pytest.raises(ValueError, match=r"submission_metadata\.yml cannot be read as YAML"):
        find(with_metadata(tmp_path / "c.zip", text))


@pytest.mark.parametrize(
    "text", [b"- 1", b"submission_1: {':submitters': [null, 3]}", b"submission_1: 3", b""]
)
def test_metadata_that_tells_nothing_leaves_the_numbers(tmp_path, text):
    found = find(with_metadata(tmp_path / "c.zip", text))
    assert [s.student for s in found] == ["submission_1", "submission_2"]


def test_names_of_gradescope_count_where_no_number_and_address_is_known(tmp_path):
    listed = (
        b"submission_1:\n  :submitters:\n  - {':name': Jane Doe, ':sid': 'other', ':email': j@other.org}\n"
    )
    found = find(with_metadata(tmp_path / "c.zip", listed), people(tmp_path, ROSTER))
    assert whose(found) == {"Jane Doe": "7001", "submission_2": None}


# What the lecturer is asked


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["jane.ipynb", "stranger.ipynb"], ""),
        (["jane.ipynb", "7001.ipynb", "max.ipynb"], ""),
        (["jane.ipynb", "x.ipynb", "y.ipynb"], "2 of 3 hand-ins are of nobody on the roster: 'x' ("),
        (["x.ipynb"], "1 of 1 hand-ins"),
        ([MOODLE.format("Participant", n, "p.ipynb") for n in (1, 2)], "'Participant 1'"),
        (
            ["7001_1.ipynb", "7001_2.ipynb", "7001_3.ipynb", "max.ipynb"],
            "3 of 4 files and folders are of one student",
        ),
        (["section A/jane.ipynb", "section B/max.ipynb"], ""),
        (["week/A/jane.ipynb", "week/A/max.ipynb", "week/B/김철수.ipynb"], ""),
    ],
)
def test_the_lecturer_is_asked_when_most_are_unknown_or_one_person(tmp_path, names, words):
    question = asked(handed_in(tmp_path, *names), people(tmp_path, ROSTER))
    assert (words in question) if words else question == ""


def test_the_question_comes_before_anything_is_written_and_can_be_answered(tests, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER)
    path = written(tmp_path / "in", {"x.ipynb": notebook("x = 1"), "y.ipynb": notebook("y = 1")})
    arguments = (tests, path, tmp_path / "out", "--processes", "1", "--roster", tmp_path / "roster.csv")
    with pytest.raises(SystemExit, match=r"2 of 2 hand-ins .* Nothing is written; .* add --as-found"):
        grade_class(*arguments)
    assert not (tmp_path / "out").exists()
    grade_class(*arguments, "--as-found")
    assert (tmp_path / "out" / "grades.csv").exists()


def test_folders_of_sections_are_no_students_without_a_word(tests, tmp_path):
    """Only one notebook of a section would count."""
    path = written(
        tmp_path, {f"{name}/p.ipynb": worked(name) for name in ("A/ann", "A/bob", "B/cat", "B/dan")}
    )
    with pytest.raises(
        SystemExit, match=r"2 of 2 hand-ins hold several .* With --roster .* Nothing is written"
    ):
        grade_class(tests, path, tmp_path.parent / f"{tmp_path.name}-out")
    assert not (tmp_path.parent / f"{tmp_path.name}-out").exists()


def test_the_roster_tells_which_folders_are_students(tmp_path):
    names = ["week/A/jane.ipynb", "week/A/max/p.ipynb", "week/B/김철수/src/p.ipynb"]
    assert whose(find(handed_in(tmp_path, *names), people(tmp_path, ROSTER))) == {
        "jane": "7001",
        "max": "7002",
        "김철수": "7003",
    }


@pytest.mark.parametrize(
    ("ids", "names", "expected"),
    [
        (
            ("123", "124"),
            ["00123/p.ipynb", "0124.ipynb", "0124 (1).ipynb"],
            {"00123": "123", "0124 (1)": "124"},
        ),
        (("00123", "0124"), ["123/p.ipynb", "124_hw.ipynb"], {"123": "00123", "124_hw": None}),
        (("0001230", "5"), ["hw_1230.ipynb"], {"hw_1230": "0001230"}),
        (("1", "2"), ["hw_01.ipynb"], {"hw_01": None}),  # more likely the first assignment
        (
            ("00123", "123"),
            ["123.ipynb", "00123.ipynb", "0123.ipynb"],
            {"123": "123", "00123": "00123", "0123": None},
        ),
        (("123", "124"), ["0123/p.ipynb", "00123/p.ipynb"], {"0123": None, "00123": None}),
        (("123", "124"), ["123/p.ipynb", "00123/p.ipynb"], {"123": "123", "00123": None}),
        (("00123", "00124"), ["jane.ipynb", "123.ipynb"], {"jane": "00123", "123": None}),
        (("00123", "00124"), [MOODLE.format("123", 9, "p.ipynb")], {"123": None}),
    ],
)
def test_an_id_that_lost_its_zeros_is_known_where_it_can_be_of_one_only(tmp_path, ids, names, expected):
    text = "id,name,email\n{},Jane Doe,jane@x.org\n{},Max Muster,max@x.org\n".format(*ids)
    assert whose(find(handed_in(tmp_path, *names), people(tmp_path, text))) == expected


def test_it_is_said_that_an_id_lost_its_zeros_and_whose_it_may_be(tmp_path):
    everyone = people(tmp_path, "id,name,email\n00123,Jane,j@x.org\n0123,Max,m@x.org\n0009,Kim,k@x.org\n")
    nine, unclear = find(handed_in(tmp_path, "123/p.ipynb", "00009/p.ipynb"), everyone)
    assert nine.others == (
        "The number 00009 is taken for 0009 on the roster, which differs in zeros at the beginning.",
    )
    assert unclear.others == (
        "The number 123 may be 00123 or 0123 on the roster: the lecturer must say whose it is.",
    )


def test_a_folder_of_a_section_is_found_by_ids_that_lost_their_zeros(tmp_path):
    everyone = people(tmp_path, "id,name,email\n123,Jane,j@x.org\n124,Max,m@x.org\n")
    found = find(handed_in(tmp_path, "A/00123/p.ipynb", "B/00124/p.ipynb"), everyone)
    assert whose(found) == {"00123": "123", "00124": "124"}


def test_a_student_whose_folder_holds_all_names_of_the_class_hands_in_for_nobody_else(tmp_path):
    names = ["jane/p.ipynb", *(f"max/{name}/p.ipynb" for name in ("jane", "김철수", "zoe", "yamada"))]
    assert whose(find(handed_in(tmp_path, *names), people(tmp_path, ROSTER))) == {
        "jane": "7001",
        "max": "7002",
    }


# Lateness

DEADLINE = datetime(2026, 5, 1, 12, 0)


def late(path, everyone=(), deadline=DEADLINE):
    return {s.student: (s.late, s.hours_late) for s in find(path, everyone, deadline=deadline)}


def test_canvas_says_who_is_late_and_not_by_how_much(tmp_path):
    path = handed_in(tmp_path, "doejane_LATE_7001_1_p.ipynb", "mustermax_7002_2_p.ipynb")
    assert late(path) == {"doejane": ("late", None), "mustermax": ("in time", 0.0)}


def test_the_worksheet_of_moodle_says_when_and_how_late(tmp_path):
    names = [MOODLE.format(name, n, "p.ipynb") for name, n in [("Jane Doe", 101), ("Max Muster", 102)]]
    everyone = people(tmp_path, WORKSHEET)
    path = handed_in(tmp_path, *names)
    assert late(path, everyone, None) == {"Jane Doe": ("in time", 0.0), "Max Muster": ("late", 26.0)}
    found = {s.student: s.time for s in find(path, everyone)}
    assert found == {"Jane Doe": "2026-05-01T14:14:00", "Max Muster": "2026-05-02T16:14:00"}
    with_deadline = late(path, everyone, datetime(2026, 5, 1, 13, 14))
    assert with_deadline == {"Jane Doe": ("late", 1.0), "Max Muster": ("late", 27.0)}


def test_the_time_of_a_file_or_a_zip_says_nothing(tmp_path):
    written(tmp_path / "in", {"jane/p.ipynb": SOLVED, "max.ipynb": SOLVED})
    assert late(tmp_path / "in") == {"jane": ("", None), "max": ("", None)}
    assert late(handed_in(tmp_path, MOODLE.format("Jane", 1, "p.ipynb"))) == {"Jane": ("", None)}


def test_gradescope_and_nbgrader_stamp_what_they_get(tmp_path):
    entries = {"submission_11/p.ipynb": SOLVED, "submission_metadata.yml": GRADESCOPE}
    deadline = datetime.fromisoformat("2026-05-01T09:00:00+00:00")
    assert late(zipped(tmp_path / "g.zip", entries), (), deadline) == {"Jane D.": ("late", 1.5)}
    entries = {
        "submitted/jane/ps/p.ipynb": SOLVED,
        "submitted/jane/ps/timestamp.txt": b"2026-05-01 08:00:00.5 UTC\n",
    }
    assert late(zipped(tmp_path / "n.zip", entries), (), deadline) == {"jane": ("in time", 0.0)}


COLUMNS = """\
id,name,email,submitted,late,extension
1,Ann,a@x.org,2026-05-01T14:00,,
2,Bob,b@x.org,2026-05-01 14:00,,1.5
3,Cat,c@x.org,2026-05-01T14:00,,2026-05-01
4,Dan,d@x.org,,yes,
5,Eve,e@x.org,,no,
6,Fay,f@x.org,,,
7,Guy,g@x.org,,late,24
"""


def test_columns_of_the_roster_say_when_and_whose_deadline_is_later(tmp_path):
    everyone = people(tmp_path, COLUMNS)
    path = handed_in(tmp_path, *(f"{person.name}.ipynb" for person in everyone))
    assert late(path, everyone) == {
        "Ann": ("late", 2.0),
        "Bob": ("late", 0.5),
        "Cat": ("in time", 0.0),
        "Dan": ("late", None),
        "Eve": ("in time", 0.0),
        "Fay": ("", None),
        "Guy": ("", None),
    }


@pytest.mark.parametrize("extension", ["soon", "inf", "nan", "1e12"])
def test_an_extension_that_is_none_is_refused(tmp_path, extension):
    with pytest.raises(ValueError, match=rf"roster\.csv, Ann: the extension '{extension}' is neither a date"):
        people(tmp_path, f"id,name,email,extension\n1,Ann,a,{extension}\n")


@pytest.mark.parametrize(
    ("written_as", "iso"),
    [
        ("Wednesday, 10 June 2026, 2:14 PM", "2026-06-10T14:14:00"),
        ("Wednesday, September 23, 2020, 9:00 PM", "2020-09-23T21:00:00"),
        ("2026-05-01", "2026-05-01T00:00:00"),
        ("2015-02-02 15:58:23.948203 UTC", "2015-02-02T15:58:23+00:00"),
        ("-", ""),
        ("", ""),
        ("yesterday", ""),
    ],
)
def test_times_are_read_as_platforms_write_them(written_as, iso):
    assert lateness.iso(written_as) == iso


@pytest.mark.parametrize(
    ("written_as", "ends"),
    [("2026-05-31", "2026-05-31T23:59:59"), ("2026-05-31T12:00", "2026-05-31T12:00:00")],
)
def test_a_deadline_that_is_a_day_ends_with_it(written_as, ends):
    assert lateness.moment(written_as).isoformat() == ends


def test_find_needs_no_roster_and_no_release(tmp_path):
    (found,) = submissions.find([handed_in(tmp_path, "jane.ipynb")])
    assert (found.person, found.late, found.problem) == (None, "", "")

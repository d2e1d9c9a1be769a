"""What becomes of a result: what is graded again, what the lecturer's words do, and what people read."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime

import pytest

from exercises.private.grading import __main__ as command_line
from exercises.private.grading import (
    exports,
    marks,
    pages,
    results,
    sentences,
    tables,
    versions,
    weights,
    words,
)
from exercises.private.grading.assignment import Question
from exercises.private.grading.roster import Person
from exercises.private.grading.words import Word
from exercises.private.tests.grading.handed_in import (
    ANN,
    BOB,
    CAT,
    PEOPLE,
    SECRET,
    marks_of,
    result,
    submission,
)
from exercises.private.tests.grading.mini import MINI

# What is graded again


def stored(assignment=MINI, *points, **facts):
    ours = submission("ann", data=b"x")
    return ours, result(*(points or (3, 2)), sha256=results.digest(ours), **facts)


def test_what_has_not_changed_is_not_graded_again():
    assert results.plan(*planned(stored())) == {}


def planned(pair, assignment=MINI):
    ours, old = pair
    return ours, assignment, old


def test_another_file_or_another_grader_grades_all_again():
    ours, old = stored()
    other = replace(ours, data=b"y")
    assert results.plan(other, MINI, old) == dict.fromkeys(["double", "total"], "another file")
    assert results.plan(ours, MINI, None) == dict.fromkeys(["double", "total"], "new")
    old["grader"] = "0"
    assert results.plan(ours, MINI, old) == dict.fromkeys(["double", "total"], "the grader has changed")


def test_other_checks_grade_their_question_again():
    mended = replace(
        MINI, questions=(MINI.questions[0], Question("total", "1.2", MINI.questions[1].text + "\n"))
    )
    assert results.plan(*planned(stored(), mended)) == {"total": "checks have changed"}


WIDER, NARROWER = {"question": 0.5, "memory": 2}, {"question": 1e9}


def other_limits(**changes):
    """A pair whose result was made with these limits changed by a factor."""
    return {name: value * changes.get(name, 1) for name, value in versions.limits().items()}


def test_wider_limits_grade_again_what_fails_and_nothing_that_holds():
    wider = other_limits(question=0.5)
    assert results.plan(*planned(stored(MINI, 3, 2, limits=wider))) == {}
    assert results.plan(*planned(stored(MINI, 3, 1, limits=wider))) == {"total": "limits are wider"}


def test_wider_limits_grade_all_again_where_a_cell_has_failed():
    pair = stored(MINI, 3, 2, limits=other_limits(memory=0.5), notes=["Code cell 3 stopped"])
    assert results.plan(*planned(pair)) == dict.fromkeys(["double", "total"], "limits are wider")


@pytest.mark.parametrize("limits", [other_limits(question=2), other_limits(question=0.5, memory=2), {}])
def test_narrower_limits_grade_all_again(limits):
    plan = results.plan(*planned(stored(MINI, 3, 2, limits=limits)))
    assert plan == dict.fromkeys(["double", "total"], "limits are narrower")


def test_the_grader_is_what_runs_and_not_what_writes_pages():
    modules = versions.reached([*versions.BEGIN, "mlplib.checks"])
    ours = {name.rpartition(".")[2] for name in modules}
    assert {"grade", "worker", "sandbox", "protocol", "bubblewrap", "checks", "question"} <= ours
    assert not {"pages", "exports", "tables", "marks", "words", "similarity", "results", "roster"} & ours


def test_a_number_of_the_limits_is_no_part_of_the_grader_and_all_else_is(tmp_path, monkeypatch):
    folder = tmp_path / "exercises" / "private" / "grading"
    folder.mkdir(parents=True)
    (folder / "worker.py").write_text("x = 1\n")

    def told(text):
        (folder / "engines.py").write_text(text)
        versions.digest.cache_clear()
        return versions.grader(replace(MINI, questions=()))

    monkeypatch.setattr(versions, "ROOT", tmp_path)
    first = told("class Limits:\n    cells: float = 60\n    def f(self): return 1\n")
    assert told("# hm\nclass Limits:\n    cells: float = 90\n\n    def f(self): return 1\n") == first
    assert told("class Limits:\n    cells: float = 60\n    def f(self): return 2\n") != first
    versions.digest.cache_clear()


def test_checks_that_use_another_module_of_the_library_depend_on_it():
    question = Question("x", "1.1", "def test_x(x):\n    from mlplib import losses\n")
    names = versions.reached(versions.imports(versions.ast.parse(question.text)))
    assert "mlplib.losses" in names


# The lecturer's words


def said(tmp_path, text, found=(), people=PEOPLE):
    path = tmp_path / "words.csv"
    path.write_text(text, encoding="utf-8")
    return words.read(path, list(found), list(people), MINI)


OURS = submission("doeann", person=ANN, id="11")


def test_words_of_a_spreadsheet_are_read(tmp_path):
    text = "\ufeffStudent;question;points;comment;extra_hours;excused\n7001;1.2;1,5;Well said;;\n;;;;;\n"
    text += "bob@example.org;;;;24;yes\nCat  ABSENT;;'+1;;;\n"
    assert said(tmp_path, text, [OURS]) == [
        Word(ANN, "total", 1.5, "", "Well said"),
        Word(BOB, extra_hours=24, excused=True),
        Word(CAT, points=1, sign="+"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_words_are_read_as_spreadsheets_write_them(tmp_path, encoding, separator):
    path = tmp_path / "words.csv"
    path.write_bytes(
        f"sep={separator}\r\nStudent,Comment,\r\n7001,잘했어요,\r\n".replace(",", separator).encode(encoding)
    )
    assert words.read(path, [], PEOPLE, MINI) == [Word(ANN, comment="잘했어요")]


@pytest.mark.parametrize("called", ["11", "7001", "ANN@example.org", "doe,\u00a0ann"])
def test_a_student_is_called_by_id_email_or_name(tmp_path, called):
    (word,) = said(tmp_path, f'student,comment\n"{called}",x\n', [OURS])
    assert word.whose == ANN


def test_an_id_without_its_zeros_is_that_of_the_one_person_it_can_be(tmp_path):
    people = [Person(number, f"P{number}", f"p{number}@x.org") for number in ("00123", "0009", "009")]
    (word,) = said(tmp_path, "student,comment\n123,x\n", [], people)
    assert word.whose == people[0]
    with pytest.raises(ValueError, match="'9' means 2 students"):
        said(tmp_path, "student,comment\n9,x\n", [], people)


def test_who_is_not_on_the_roster_is_called_as_in_the_hand_in(tmp_path):
    (word,) = said(tmp_path, "student,comment\nEve,x\n", [submission("eve", key="k")], [])
    assert word.whose == "k"


WRONG = {
    "student,comment\nEve,x\n": "line 2: nobody is called 'Eve'",
    "student,comment\n,x\n": "line 2: nobody is called ''",
    "student,comment\nAnn Twin,x\n": "line 2: 'Ann Twin' means 2 students",
    "student,question\n7001,triple\n": "line 2: question must be one of double, total, or blank",
    "student,points\n7001,many\n": "line 2: points must be a number such as 2, +1 or -0.5, they are 'many'",
    "student,points\n7001,nan\n": "points must be a number",
    "student,points\n7001,6\n": "line 2: points must be at most 5, they are 6",
    "student,question,points\n7001,total,2.5\n": "points must be at most 2",
    "student,question,points\n7001,total,1\n7001,1.2,2\n": "line 3: the points of total are set twice",
    "student,question,points\n7003,total,1\n": "line 2: '7003' has handed in nothing",
    "student,extra_hours\n7001,-3\n": "extra_hours must be a number of hours, at least 0",
    "student,excused\n7001,maybe\n": "excused must be yes, no or blank, it is 'maybe'",
    "student,mark\n7001,3\n": "must have columns of student, question, points",
    "name,points\n7001,3\n": "must have columns of student",
    "student,comment\n7001,well, done\n": "line 2: more cells than columns",
}


@pytest.mark.parametrize("text", WRONG)
def test_words_that_cannot_be_meant_are_refused_by_line_and_name(tmp_path, text):
    twins = [Person(f"t{k}", "Ann Twin", f"t{k}@x.org") for k in (1, 2)]
    with pytest.raises(ValueError, match=re.escape(WRONG[text])):
        said(tmp_path, text, [OURS], [*PEOPLE, *twins])


CHANGES = {
    "nothing": ([], 4, {"double": 3, "total": 1}),
    "a question is set": ([Word(ANN, "total", 2)], 5, {"double": 3, "total": 2}),
    "points are added": ([Word(ANN, "total", 0.5, "+")], 4.5, {"double": 3, "total": 1.5}),
    "more than there are": ([Word(ANN, "total", 9, "+")], 5, {"double": 3, "total": 2}),
    "points are taken off": ([Word(ANN, "double", 9, "-")], 1, {"double": 0, "total": 1}),
    "the whole is set": ([Word(ANN, points=2)], 2, {"double": 3, "total": 1}),
    "the whole is added to": ([Word(ANN, points=0.1, sign="+"), Word(ANN, points=0.2, sign="+")], 4.3, None),
    "somebody else": ([Word(BOB, points=0)], 4, None),
    "a comment": ([Word(ANN, comment="x")], 4, None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_word_changes_the_points_and_keeps_what_the_checks_gave(change):
    given, final, points = CHANGES[change]
    mark = marks_of((OURS, result(3, 1)), people=[ANN], words=given)[0]
    assert (mark.final, mark.raw) == (final, 4)
    assert points is None or mark.points == points


def test_the_absent_have_blanks_until_the_lecturer_gives_points():
    nothing, paper = (marks_of(people=[CAT], words=given)[0] for given in ([], [Word(CAT, points=3)]))
    assert (nothing.final, nothing.raw, nothing.notes) == (None, None, ("Nothing was handed in.",))
    assert (paper.final, paper.raw) == (3, None)
    (row,) = csv.DictReader(io.StringIO(tables.grades_csv([nothing], MINI).removeprefix("\ufeff")))
    assert (row["points"], row["double"], row["raw"], row["taken off"]) == ("", "", "", "")


def test_words_outlive_regrading(tmp_path):
    given = [Word(ANN, "total", 2, comment="See me")]
    for points in (0, 1):
        (mark,) = marks_of((OURS, result(3, points)), people=[ANN], words=given)
        assert mark.final == 5
        page = pages.feedback(mark, MINI)
        assert "Points set to 2. See me" in page
        assert f"The checks give {3 + points}" in page


# Lateness

DEADLINE = datetime.fromisoformat("2026-05-01T10:00+00:00")  # two hours before the hand-ins


def late(person=ANN, given=(), ours=OURS, **policy):
    (mark,) = marks_of(
        (replace(ours, person=person), result(3, 2)),
        people=[person],
        words=given,
        policy=marks.Policy(**({"deadline": DEADLINE} | policy)),
    )
    return mark.hours_late, mark.taken, mark.final


def test_lateness_is_told_and_costs_nothing_unless_asked():
    assert late() == (2, 0, 5)
    assert late(deadline=None) == (None, 0, 5)


def test_a_percentage_is_of_all_points_for_each_day_begun():
    assert late(percent=10) == (2, 0.5, 4.5)
    days = replace(OURS, time="2026-05-02T10:00:01+00:00")
    assert late(ours=days, percent=10)[1:] == (1, 4)
    assert late(ours=replace(days, time="2027-01-01T00:00:00+00:00"), percent=10)[1:] == (5, 0)


def test_the_hours_of_grace_cost_nothing_and_are_no_gift_beyond():
    assert late(percent=10, grace=2) == (2, 0, 5)
    assert late(percent=10, grace=1.9) == (2, 0.5, 4.5)


def test_after_the_last_day_nothing_is_left():
    assert late(most_days=1)[2] == 5
    days = replace(OURS, time="2026-05-02T10:00:01+00:00")
    assert late(ours=days, most_days=1)[1:] == (5, 0)


@pytest.mark.parametrize("extension", ["24", "2.5", "2026-05-01T12:00+00:00"])
def test_an_extension_of_the_roster_is_honoured(extension):
    assert late(replace(ANN, extension=extension), percent=10) == (0, 0, 5)
    assert late(replace(ANN, extension="1"), percent=10) == (1, 0.5, 4.5)


def test_extra_hours_of_the_lecturer_are_added_to_those_of_the_roster():
    ann = replace(ANN, extension="1")
    assert late(ann, [Word(ann, extra_hours=0.5)], percent=10)[0] == 0.5
    assert late(ann, [Word(ann, extra_hours=1)], percent=10) == (0, 0, 5)


def test_an_extension_that_is_none_is_refused_by_name():
    with pytest.raises(ValueError, match="the extension 'soon' is neither"):
        late(replace(ANN, extension="soon"))


def test_what_the_platform_says_counts_where_no_time_is_known():
    ours = replace(OURS, time="")
    assert late(ours=replace(ours, hours_late=25.0), percent=10) == (25, 1, 4)
    assert late(given=[Word(ANN, extra_hours=24)], ours=replace(ours, hours_late=25.0), percent=10)[0] == 1
    assert late(ours=replace(ours, late="in time"), percent=10) == (0, 0, 5)
    (mark,) = marks_of(
        (replace(ours, late="late"), result(3, 2)), people=[ANN], policy=marks.Policy(percent=10)
    )
    assert (mark.late, mark.hours_late, mark.final) == ("late", None, 5)
    assert "by how much is not known" in mark.notes[0]


def test_a_total_that_the_lecturer_sets_is_the_last_word():
    assert late(given=[Word(ANN, points=3)], percent=10)[1:] == (0, 3)
    assert late(given=[Word(ANN, points=1, sign="-")], percent=10)[1:] == (0.5, 3.5)


@pytest.mark.parametrize("name", ["percent", "grace", "most_days"])
def test_a_policy_that_gives_points_for_lateness_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 0, it is -1"):
        marks.Policy(**{name: -1})


def test_raw_and_final_points_are_both_in_the_table():
    (mark,) = marks_of(
        (OURS, result(3, 1)), people=[ANN], words=[Word(ANN, "total", 2)], policy=marks.Policy(DEADLINE, 10)
    )
    (row,) = csv.DictReader(io.StringIO(tables.grades_csv([mark], MINI).removeprefix("\ufeff")))
    assert (row["points"], row["raw"], row["taken off"], row["hours late"]) == ("4.5", "4", "0.5", "2.0")
    assert (row["total"], row["comments"]) == ("2", "total: Points set to 2.")


# Pages


def body(page):
    return page.split("<body>")[1]


def test_feedback_says_who_which_file_when_and_what_else_was_there():
    ours = replace(
        OURS, others=("perceptron.pdf is not a notebook.",), source="/secret/all.zip!x/my work.ipynb"
    )
    page = body(pages.feedback(marks_of((ours, result(3, 1)), people=[ANN])[0], MINI))
    assert "<dd>Doe, Ann</dd>" in page
    assert "<dd>my work.ipynb</dd>" in page
    assert "<dd>2026-05-01 12:00:00+00:00</dd>" in page
    assert "perceptron.pdf is not a notebook." in page
    assert "secret" not in page


def test_feedback_gives_the_points_of_each_check_and_no_word_of_hidden_ones():
    page = body(pages.feedback(marks_of((OURS, result(2, 2)), people=[ANN])[0], MINI))
    lines = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li class=.*?</li>", page, re.S)]
    assert [line.split("Property")[0] for line in lines] == [
        "✗three becomes six: 0 of 1 point",
        "✓hidden check for other inputs: 2 of 2 points",
        "✓one two three make six: 1 of 1 point",
        "✓hidden check for other inputs: 1 of 1 point",
    ]
    assert "arrays are doubled" not in page
    assert "Came out: 0.3\nExpected: 6.0" in page


def test_feedback_on_a_hidden_check_tells_nothing_of_what_it_says():
    page = body(pages.feedback(marks_of((OURS, result(0, 0)), people=[ANN])[0], MINI))
    assert page.count("Expected:") == 2  # of the two public checks
    assert not re.search(rf"arrays are doubled|a function is summed|{SECRET}", page)


def told_by(text, *failed):
    """The feedback on one question with this text of checks, of which each that fails says the same."""
    ours = replace(MINI, questions=(Question("double", "1.1", text),))
    fails = [{"check": check, "hidden": hidden, "says": "Because."} for check, hidden in failed]
    question = result(0, 0)["questions"][0] | {"failed": fails}
    mark = marks_of((OURS, result(0, 0) | {"questions": [question]}), people=[ANN])[0]
    return body(pages.feedback(mark, ours))


def test_a_reason_that_all_checks_give_stands_once():
    text = MINI.questions[0].text.replace("hidden_", "")
    page = told_by(text, ("three becomes six", False), ("arrays are doubled", False))
    assert (page.count("Because."), page.count("For the same reason.")) == (1, 1)


def test_a_reason_is_told_even_if_a_hidden_check_gives_it_first():
    text = MINI.questions[0].text.replace("hidden_check(points=2)", "check(points=2)")
    text = text.replace("@check(points=1)", "@hidden_check(points=1)")
    page = told_by(text, ("three becomes six", True), ("arrays are doubled", False))
    assert (page.count("Because."), page.count("For the same reason.")) == (1, 0)


NUMBERS = {
    "0.30000000000000004": "0.3",
    "np.float64(0.5)": "0.5",
    "[np.float64(1.0), np.int64(3)]": "[1.0, 3]",
    "{np.str_('a'): np.True_}": "{'a': np.True_}",
    "-1.9999999999999998e-05": "-2e-05",
    "12345678901234": "12345678901234",
    "0.25, 3.14159": "0.25, 3.14159",
}


@pytest.mark.parametrize("written", NUMBERS)
def test_numbers_are_shown_as_a_person_writes_them(written):
    assert pages.text(written) == pages.html.escape(NUMBERS[written])


def unread():
    questions = [
        q
        | {
            "points": 0,
            "failed": [{"check": "the notebook can be read", "hidden": False, "says": "it is empty"}],
        }
        for q in result(0, 0)["questions"]
    ]
    return result(0, 0, notes=["Nothing could be graded: it is empty."]) | {"questions": questions}


def test_feedback_on_a_file_that_is_no_notebook_lists_no_checks():
    page = body(pages.feedback(marks_of((OURS, unread()), people=[ANN])[0], MINI))
    assert page.count("it is empty") == 1
    assert "three becomes six" not in page


def test_no_page_of_an_earlier_run_is_left(tmp_path):
    for name in ("Ann", "Ann Doe"):
        everyone = marks_of((submission(name, key="a"), result(3, 1)))
        command_line.write(tmp_path, MINI, [], everyone, None)
        (tmp_path / "feedback" / "mine.html").touch()
    assert sorted(path.name[:8] for path in tmp_path.glob("feedback/*")) == ["Ann_Doe-", "mine.htm"]


def test_times_that_cannot_be_read_are_told(capsys):
    person = replace(ANN, row=(("Submitted", "Sonntag, 7. Juni 2026"),))
    command_line.tell_the_rest(marks_of(people=[person, BOB]), [], [person, BOB], MINI)
    told = "times of the roster that cannot be read, so nobody is late by them: 1, such as\n  'Sonntag, 7."
    assert told in capsys.readouterr().out


def test_statistics_tell_the_absent_the_unreadable_and_what_fails():
    eve, fay = submission("eve", key="e"), submission("fay", key="f")
    marks = marks_of(
        (OURS, result(3, 2)),
        (eve, result(0, 1)),
        (fay, unread()),
        people=[ANN, BOB, replace(CAT, excused=True)],
    )
    page = body(pages.statistics(marks, MINI))
    assert "3 people have points, of 5: median 1.0, mean 2.0." in page
    assert "Nothing was handed in by: 1</h2><ul><li>Bob Muster</li>" in page.replace("\n", "")
    assert "Could not be read: 1" in page
    assert "all.zip!fay/a.ipynb. Nothing could be graded: it is empty." in page
    assert "Excused: 1" in page
    assert "Not on the roster: 2" in page
    assert f"<li>1 × {pages.HIDDEN} arrays are doubled</li>" in page
    assert "mean 1.0 of 3; 1 of 3 have all points." in page


def test_the_middle_of_an_even_number_has_one_decimal():
    marks = marks_of((OURS, result(3, 2)), (submission("eve", key="e"), result(0, 0)))
    assert "median 2.5" in pages.statistics(marks, MINI)


@pytest.mark.parametrize("possible", [1, 5, 9.5, 10, 11, 20, 23, 100])
def test_every_total_has_its_bar_and_the_picture_says_so_in_words(possible):
    totals = [0, possible / 2, possible, possible]
    picture = pages.distribution(totals, possible)
    label = re.search(r'aria-label="([^"]+)"', picture)[1]
    counts = [int(count) for count in re.findall(r": (\d+)", label)]
    assert sum(counts) == 4
    assert counts[-1] == 2
    assert picture.count("<rect") == len(counts) <= 11
    assert max(map(float, re.findall(r'height="([\d.]+)"', picture))) <= pages.HEIGHT
    feet = [int(low) for low in re.findall(rf'y="{pages.HEIGHT - pages.FOOT + 15}"[^>]*>(\d+)<', picture)]
    assert feet == list(range(0, int(possible) + 1, feet[1]))


def test_a_class_without_anything_has_its_pages():
    assert "Nobody has points yet." in pages.statistics([], MINI)
    assert "Nothing was handed in by: 3" in pages.statistics(marks_of(people=PEOPLE), MINI)
    assert tables.grades_csv([], MINI).startswith("\ufeffstudent,")


# Sentences

LABEL = "**Your answer to 1.2, in a sentence:**"
ASKED = replace(MINI, sentences=(("1.2", LABEL, "Why is it so?", "Since <it> is."),))


def written(*cells):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "x"} | cell for cell in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


PLACES = {
    "below its label": ({"source": f"{LABEL}\n\nBecause.\nSo."}, "Because.\nSo."),
    "lines in a list": ({"source": [LABEL + "\n", "\n", "Because."]}, "Because."),
    "the stars are gone": ({"source": "Your answer to 1.2,  in a sentence:\nBecause."}, "Because."),
    "below other text": ({"source": f"## Hm\n{LABEL}\nBecause."}, "Because."),
    "the label is gone": ({"id": "sentence-total", "source": "Because."}, "Because."),
    "code": ({"cell_type": "code", "source": f"{LABEL}\nBecause."}, "Because."),
    "not written": ({"id": "sentence-total", "source": f"{LABEL}\n\n{sentences.EMPTY}"}, ""),
    "the empty line stays": ({"source": f"{LABEL}\n\n{sentences.EMPTY}\nBecause."}, "Because."),
    "another question": (
        {"id": "sentence-double", "source": "**Your answer to 1.1, in a sentence:**\nNo."},
        "",
    ),
    "no text": ({"source": None}, ""),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_sentence_is_found_by_its_label_or_its_cell(place):
    cell, expected = PLACES[place]
    data = written({"source": "# Title"}, cell, {"source": "**Your answer to 1.1, in a sentence:** x"})
    assert sentences.find(data, LABEL, "total") == expected


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"cells": 5}', b'{"cells": [5, null]}', b"[" * 100_000])
def test_what_is_no_notebook_has_no_sentence(data):
    assert sentences.find(data, LABEL, "total") == ""


def test_a_notebook_with_too_many_values_to_be_graded_is_not_read_for_its_sentence():
    data = written({"source": f"{LABEL}\nBecause."})
    assert sentences.find(data, LABEL, "total") == "Because."
    flood = b', "more": [' + b"[]," * 3_100_000 + b"0]}"
    assert sentences.find(data.removesuffix(b"}") + flood, LABEL, "total") == ""


def test_the_page_of_sentences_shows_each_student_and_runs_nothing():
    evil = "<script>alert(1)</script>\n\u202e![x](http://x.org/y.png)"
    ours = replace(OURS, data=written({"source": f"{LABEL}\n{evil}"}))
    marks = marks_of((ours, result(3, 1)), (submission("eve", key='"><b>'), result(0, 0)), people=[ANN, CAT])
    page = body(pages.sentences(marks, ASKED))
    assert "Model answer: Since &lt;it&gt; is." in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>\\u202e![x](http://x.org/y.png)" in page
    assert not re.search(r"<(script|img|b)\b", page)
    assert page.index("Why is it so?") < page.index("Doe, Ann") < page.index("eve")
    assert "<td>1 of 4</td>" in page
    assert "<em>nothing</em>" in page
    targets, links = re.findall(r'<tr id="([^"]+)"', page), re.findall(r'<a href="#([^"]+)"', page)
    assert targets == links
    assert len(set(targets)) == 2


# Weights


def weighed(text, *points):
    """The assignment and a stored result as the weights of a course count them."""
    counted = weights.of_assignment(MINI, weights.read(text, MINI))
    return counted, weights.of_result(result(*points), counted)


def test_a_weight_reaches_every_total_and_every_file():
    counted, ours = weighed("total=2, 1.1=0.5", 3, 1)
    (mark,) = marks_of((submission("ann", person=ANN), ours), people=[ANN])
    assert (counted.possible, mark.final, mark.points) == (5.5, 3.5, {"double": 1.5, "total": 2})
    (row,) = csv.DictReader(io.StringIO(tables.grades_csv([mark], counted).removeprefix("\ufeff")))
    assert (row["points"], row["possible"], row["double"], row["total"]) == ("3.5", "5.5", "1.5", "2")
    assert ",3.5,5.5," in exports.moodle_csv([mark], counted)
    assert ",5.5\n" in exports.canvas_csv([mark], counted)
    page = pages.feedback(mark, counted)
    assert "1.1 double: 1.5 of 1.5 points" in page
    assert "0.5 of 0.5 points" in page  # of a check


def test_a_question_that_is_left_out_is_in_no_file():
    counted, ours = weighed("double=0", 3, 1)
    (mark,) = marks_of((submission("ann", person=ANN), ours), people=[ANN])
    assert (counted.possible, mark.final) == (2, 1)
    for text in (tables.grades_csv([mark], counted), pages.feedback(mark, counted)):
        assert "double" not in text
    assert "double" not in pages.statistics([mark], counted)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("triple=2", r"one of double, total, as in gates=2; it names 'triple'"),
        ("double", r"double a number from 0 to 100, it is ''"),
        ("double=-1", "a number from 0 to 100, it is '-1'"),
        ("double=2,1.1=3", "names double twice"),
        ("double=0,total=0", "leaves no question"),
    ],
)
def test_weights_that_mean_nothing_are_refused(text, says):
    with pytest.raises(ValueError, match=says):
        weights.read(text, MINI)


def test_other_weights_grade_nothing_again():
    counted, _ = weighed("double=2", 3, 2)
    assert results.plan(*planned(stored(), counted)) == {}

"""Claims see the chapter's names, are told apart, and a false one says why."""

import json

from tools.claims import judge, names

TEXT = '''"""Claims."""

import math


def _twice(x):
    return 2 * x


def two_and_two_are_four():
    print("not shown")
    assert _twice(two) == 4


def two_is_more_than_three():
    print("two is", two)
    assert two > 3, "less"


def the_chapter_has_a_root():
    assert math.isclose(missing, 1)
'''


def judged(tmp_path, capsys, text=TEXT):
    file = tmp_path / "numbers.py"
    file.write_text(text, encoding="utf-8")
    namespace = {"two": 2}
    judge(file, namespace)
    assert namespace == {"two": 2}, "a claim leaves the names of the chapter alone"
    return {claim["claim"]: claim["failure"] for claim in json.loads(capsys.readouterr().out)}


def test_every_public_function_is_a_claim():
    assert names(TEXT) == ["two_and_two_are_four", "two_is_more_than_three", "the_chapter_has_a_root"]


def test_a_true_claim_leaves_nothing_to_say(tmp_path, capsys):
    assert judged(tmp_path, capsys)["two_and_two_are_four"] == ""


def test_a_false_claim_shows_its_line_its_reason_and_what_it_printed(tmp_path, capsys):
    failure = judged(tmp_path, capsys)["two_is_more_than_three"]
    for part in ("numbers.py", "assert two > 3", "AssertionError: less", "two is 2"):
        assert part in failure


def test_a_claim_about_a_name_that_the_chapter_has_not_bound_fails(tmp_path, capsys):
    assert "NameError: name 'missing'" in judged(tmp_path, capsys)["the_chapter_has_a_root"]

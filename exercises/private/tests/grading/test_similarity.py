"""Code that is alike is found whatever a copy wears, and none that is hard to read stops the report."""

import time

import numpy as np
import pytest

from exercises.private.grading import similarity
from exercises.private.tests.grading.handed_in import submission
from exercises.private.tests.grading.mini import RIGHT_DOUBLE, RIGHT_TOTAL, code, document

LOOP = """
def total(x):
    '''Sum.'''
    s = 0
    for k in range(len(x)):
        s = s + x[k]
    return s


def spread(x):
    middle = sum(x) / len(x)
    squares = [(v - middle) ** 2 for v in x]
    return (sum(squares) / (len(x) - 1)) ** 0.5
"""
OTHER = """
def total(x):
    if len(x) == 0:
        return 0
    return x[0] + total(x[1:])


def spread(x):
    import numpy as np
    return np.sqrt(np.var(np.asarray(x), ddof=1))
"""
FIRST, SECOND = LOOP.strip().split("\n\n\n")
INDENTED = LOOP.replace("\n", "\n    ")
HINTED = LOOP.replace("def total(x):", "def total(x: 'list[float]') -> float:\n    'So.'")
RENAMED = LOOP.replace("total", "mine").replace("(x)", "(values)").replace("x[", "values[")
MAGICS = "    %pylab\n    s = 0\n    !ls\n    y = !ls\n    s?"
BLOCKS = "for _ in [1]:\n  with x:\n    try:{}\n    finally:\n      pass"
OTHERS = [f"def f{k}(a, b):\n    return [a + {k}, b * {k} - a]" for k in range(40)]
DRESSED = {
    "as it is": [LOOP],
    "other names": [RENAMED.replace("middle", "m").replace("squares", "q").replace("k", "n")],
    "other comments": [LOOP.replace("s = 0", "s = 0  # hm").replace("'''Sum.'''", "# sum")],
    "another order": [f"{SECOND}\n\n\n{FIRST}"],
    "a cell each": [SECOND, "x = 1", FIRST],
    "blank lines and blanks": [LOOP.replace("\n", "\n\n").replace("=", "   =   ")],
    "a magic on top": [f"%%time\n{LOOP}"],
    "magics between the lines": [LOOP.replace("    s = 0", MAGICS)],
    "in a block": [f"if True:{INDENTED}"],
    "in blocks in blocks": [BLOCKS.format(INDENTED.replace("\n", "\n  "))],
    "in a class": [f"class Mine:{INDENTED.replace('(x):', '(self, x):')}"],
    "in a function": [f"def make():{INDENTED}\n    return total, spread\ntotal, spread = make()"],
    "in a string": [f"exec({LOOP!r})"],
    "in two strings": [f"exec({LOOP[:40]!r} + {LOOP[40:]!r})"],
    "in a string in a string": [f"exec({f'exec({LOOP!r})'!r})"],
    "a string that the shell runs": [f"get_ipython().run_cell({LOOP!r})"],
    "a cell that is written to a file": [f"%%writefile mine.py\n{LOOP}"],
    "docstrings and hints": [HINTED.replace("return s\n", "'''now'''\n    return s\n")],
    "beside much other code": [LOOP, *OTHERS],
    "below long comments": ["# mine\n" * 50_000 + LOOP],
}


def found(**students):
    return [submission(name, data=document(*map(code, cells))) for name, cells in students.items()]


def pairs(class_, folder):
    return similarity.pairs(class_, frozenset(), folder)


@pytest.mark.parametrize("dress", DRESSED)
def test_a_copy_is_most_alike_whatever_it_wears(tmp_path, dress):
    class_ = found(ann=[LOOP], bob=[RIGHT_DOUBLE, *DRESSED[dress]], cat=[OTHER], dan=[RIGHT_TOTAL])
    (share, *pair), *rest = pairs(class_, tmp_path)
    assert (pair, len(rest)) == (["ann", "bob"], 5)
    assert share > 0.6
    assert rest[0][0] < 0.3


def test_cells_of_the_frame_and_what_all_have_make_nobody_alike(tmp_path):
    frame, given = "grader.check('total', [k * 2 for k in range(12) if k % 3 == 1])", FIRST
    class_ = found(**{f"s{k}": [frame, given] for k in range(40)})
    assert {share for share, *_ in similarity.pairs(class_, frozenset([frame]), tmp_path)} == {0}


BOMBS = {
    "a line of blanks": " " * 90_000 + "x",
    "a line of names": "a " * 45_000 + "?x",
    "brackets": "(" * 9000,
    "minus signs": "x = " + "-" * 15_000 + "1",
    "a long sum": "x = " + "1 + " * 4000 + "1",
    "a sum of strings": "x = " + "'def f(): return 1' + " * 3000 + "''",
    "indices": "x" + "[0]" * 5000,
    "blocks": "\n".join(" " * k + "if 1:" for k in range(150)),
    "a huge number": "x = " + "9" * 10_000,
    "a huge number in base 16": "x = 0x" + "f" * 10_000,
    "a large cell": "x = 1\n" * 100_000,
    "a cell of one long line": "x = [" + "1, " * 100_000 + "]",
    "strings in strings": "x = " + repr("y = " + repr("z = " + repr("def f():\n  return 1\n" * 500))),
    "magics": "%%time\nx = 1",
    "nothing": "",
    "half an emoji": "x = '\ud83d'",
    "a null": "x = '\0'",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_code_that_is_hard_to_read_is_not_run_and_stops_no_report(tmp_path, bomb):
    class_ = found(ann=[BOMBS[bomb], FIRST], bob=[FIRST], cat=[BOMBS[bomb]])
    start = time.process_time()
    assert pairs(class_, tmp_path)[0][1:] in [("ann", "bob"), ("ann", "cat")]
    assert time.process_time() - start < 5
    assert "ann and" in similarity.report(class_, frozenset(), tmp_path)


def test_the_report_escapes_names_and_stands_a_class_of_one(tmp_path):
    class_ = [submission("<b>", data=document(code(FIRST))), submission("c", data=b"{")]
    assert "0%: &lt;b&gt; and c" in similarity.report(class_, frozenset(), tmp_path)
    assert pairs(class_[:1], tmp_path) == []
    assert pairs(class_[1:], tmp_path) == []
    assert pairs([], tmp_path) == []


def test_a_hand_in_that_is_not_compared_whole_is_named(tmp_path):
    class_ = found(ann=["x = 1\n" * 20_000], bob=["# long\n" * 20_000 + FIRST], cat=[FIRST])
    class_.append(submission("dan", data=b"{" + b" " * 200_000))
    page = similarity.report(class_, frozenset(), tmp_path)
    assert "whole: 1</h2>\n<ul><li>ann</li></ul>" in page


def test_fingerprints_are_kept_and_a_damaged_file_is_made_anew(tmp_path, monkeypatch):
    class_ = found(ann=[LOOP], bob=[LOOP], cat=[OTHER])
    first = pairs(class_, tmp_path)
    made = []
    monkeypatch.setattr(similarity, "pieces", lambda *given: made.append(given) or np.empty(0, np.uint64))
    assert pairs(class_, tmp_path) == first
    assert made == []
    next(iter(tmp_path.iterdir())).write_bytes(b"\x93NUMPY")
    pairs(class_, tmp_path)
    assert len(made) >= 1


def test_a_file_of_fingerprints_is_never_unpickled(tmp_path):
    class_ = found(ann=[LOOP], bob=[LOOP])
    first = pairs(class_, tmp_path)
    for path in tmp_path.iterdir():
        with path.open("wb") as file:
            np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert pairs(class_, tmp_path) == first


@pytest.mark.slow
def test_a_class_of_1000_takes_seconds(tmp_path, rng):
    signs = ["+", "-", "*", "/", "**", "%", "<", ">"]
    lines = [
        "\n".join(
            f"    a{k} = (a0 {a} {k % 7}) {b} (x {c} a0)"
            for k, (a, b, c) in enumerate(rng.choice(signs, (60, 3)))
        )
        for _ in range(1000)
    ]
    lines[617] = lines[3].replace("a0", "b")
    class_ = found(**{f"s{k:03}": [f"def f(x, a0=1):\n{body}"] for k, body in enumerate(lines)})
    start = time.process_time()
    assert pairs(class_, tmp_path)[0][1:] == ("s003", "s617")
    assert time.process_time() - start < 120
    start = time.process_time()
    pairs(class_, tmp_path)
    assert time.process_time() - start < 20

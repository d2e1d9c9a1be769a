"""What a student is told of a cell that the Python of the grader cannot read."""

import os
import subprocess
import sys

import pytest

from exercises.private.grading import syntax
from exercises.private.grading.notebook_file import opened
from exercises.private.source import ROOT
from exercises.private.tests.grading.mini import RIGHT_DOUBLE, RIGHT_TOTAL, code, document, grade_mini, points

OURS = f"{sys.version_info.major}.{sys.version_info.minor}"
IN_3_14 = "try:\n    pass\nexcept ValueError, TypeError:\n    pass"
IN_3_12 = {
    "quotes": "x = f'{d['a']}'",
    "a name of a type": "type Row = list[float]",
    "a parameter of types": "def first[T](x: list[T]) -> T: return x[0]",
    "after magics": "%matplotlib inline\n!ls\nx = f'{d['a']}'",
}
BROKEN = {
    "Python 2": "print 'done'",
    "an open bracket": "!ls\nx = (",
    "a block without a body": "def f():\nreturn 1",
    "the middle of an answer": "    return w, b\n  x = 1",
}


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="no later version is known")
def test_newer_syntax_is_named_with_the_version_that_wrote_it(site):
    metadata = {"language_info": {"name": "python", "version": "3.14.1"}}
    result = grade_mini(
        document(code(RIGHT_TOTAL), code(f"{RIGHT_DOUBLE}\n{IN_3_14}"), metadata=metadata), site
    )
    assert points(result) == [0, 2]
    (note,) = result.notes
    assert note.startswith("Code cell 2 stopped with SyntaxError: ")
    assert note.endswith(
        ". It needs Python 3.14, and the notebook says that it was written with 3.14.1; "
        f"the grader has Python {OURS}: write it so that {OURS} reads it."
    )


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")
@pytest.mark.parametrize("what", IN_3_12)
def test_syntax_of_python_3_12_is_known(what):
    assert syntax.who_reads(IN_3_12[what]).startswith(f"It needs Python 3.12; the grader has Python {OURS}")


@pytest.mark.parametrize("what", BROKEN)
def test_what_no_version_reads_is_said_to_be_so(what):
    assert syntax.who_reads(BROKEN[what], "3.13.0") == "No version of Python 3 can read this cell."


@pytest.mark.parametrize("source", ["x = 1", "await x", "%%bash\nls (", "exec('1 +')"])
def test_what_can_be_read_gets_no_word(source):
    assert syntax.who_reads(source, "3.14.1") == ""


def test_what_ruff_says_is_read_whatever_the_language_of_the_machine():
    program = "from exercises.private.grading import syntax; print(syntax.who_reads('x\\uff1d1'))"
    machine = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    said = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, env=machine, text=True)
    assert said == f"{syntax.IN_NO_VERSION}\n"


@pytest.mark.parametrize("version", [None, 3.14, "3.14<b>", "3." + "1" * 999, "2.7.18", {}, "newest"])
def test_a_version_that_is_none_is_not_repeated(version):
    assert opened(document(metadata={"language_info": {"version": version}}))[1] == ""


HOSTILE = [
    "(" * 90_000,
    "x = " + "-" * 90_000 + "1",
    "f'{" * 30_000,
    "lambda:" * 12_000,
    "\ud800\x00(",
    "a" * 10**7,
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: ascii(source[:9]))
def test_hostile_text_stops_neither_the_reader_nor_the_grader(source):
    assert syntax.who_reads(source) in ("", syntax.IN_NO_VERSION)

"""Hostile notebooks, files and results: none earns a point, leaves the sandbox, or breaks the grader.

Every table maps a category to attacks: the mechanism as a phrase, and the code that tries it. The first
cell of each notebook answers `total` honestly; `double` is what the attack is after.
"""

# ruff: noqa: E501 - one attack a line, however long, is a table that can be read
import builtins
import io
import json
import os
import socket
import stat
import struct
import sys
import tempfile
import time
import warnings
import zipfile
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.random  # or the first check that draws would seem to change numpy
import pytest

from exercises.private import question
from exercises.private.grading import (
    archives,
    image,
    marks,
    pages,
    protocol,
    results,
    seccomp,
    submissions,
    tables,
)
from exercises.private.grading.bubblewrap import MB, Limits
from exercises.private.grading.grade import Assignment, Question, grade
from exercises.private.grading.results import digest
from exercises.private.grading.sandbox import Sandbox, Stopped
from exercises.private.grading.usage import descendants
from exercises.private.tests.grading.mini import DOUBLE, MINI, TOTAL, assert_plain, notebook, points, told

ROOT = Path(__file__).parents[4]
CANARY = f"attack_canary_{os.getpid()}"
PLACES = [
    ROOT,
    ROOT / "exercises",
    ROOT / "exercises/private/grading",
    ROOT / "exercises/private/tests/grading",
    Path.home(),
    Path("/"),
]
PLACES += [
    Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm", "/usr", "/usr/lib", "/etc", "/root", "/proc")
]
# What an honest answer needs is some hundredths of these seconds, and tenths on a machine with much to do.
LIMITS = Limits(question=1, cell=1, check=1, submission=60, patience=2, memory=400 * MB)
HONEST_TOTAL = f"""
CANARY = {CANARY!r}
def total(x):
    result = 0
    for part in x:
        result = result + part
    return result
"""

# Attacks on the tools of a grader that would run in the process of the notebook.

PATCHES = [
    ("numpy finds everything close", "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True"),
    ("numpy makes every array a zero", "np.asarray = np.array = lambda *a, **k: np.zeros(())"),
    ("numpy's ufuncs for a difference give nothing", "np.subtract = np.abs = lambda *a, **k: 0.0"),
    (
        "numpy's random numbers are all zero",
        "np.random.default_rng = lambda *a: type('R', (), {'normal': 0})",
    ),
    ("numpy.testing asserts nothing", "import numpy.testing as t\nt.assert_allclose = lambda *a, **k: None"),
    ("numpy.copy hands out other arrays", "np.copy = lambda a: a * 0"),
    (
        "a module called as that of the points gives all",
        "import types\nfake = types.ModuleType('question')\nfake.check = fake.checks = lambda *a, **k: 'all points'\n"
        "sys.modules['exercises'] = sys.modules['exercises.private.question'] = fake",
    ),
    (
        "the checks of mlplib agree with everything",
        "import types\nfake = types.ModuleType('mlplib.checks')\n"
        "fake.check_close = fake.call_answer = fake.outcome = fake.check_that = lambda *a, **k: None\n"
        "sys.modules['mlplib.checks'] = fake",
    ),
    ("builtins hold for everything", "import builtins\nbuiltins.all = builtins.isinstance = lambda *a: True"),
    ("builtins.abs is nothing", "import builtins\nbuiltins.abs = builtins.max = lambda *a, **k: 0"),
    (
        "an import hook replaces what is imported later",
        "import builtins\nold = builtins.__import__\n"
        "builtins.__import__ = lambda name, *a, **k: np if 'exercises' in name else old(name, *a, **k)",
    ),
    (
        "a finder on sys.meta_path offers a grader of its own",
        "class Finder:\n    def find_spec(self, name, path=None, target=None): raise SystemExit(0)\n"
        "sys.meta_path.insert(0, Finder())",
    ),
    (
        "json writes and reads other things",
        "import json\njson.loads = lambda *a: {}\njson.dumps = lambda *a: '{}'",
    ),
    ("base64 writes zeros", "import base64\nbase64.b64encode = lambda data: b'A' * len(data)"),
    ("struct packs a length of zero", "import struct\nstruct.pack = lambda *a: bytes(4)"),
    ("os.write claims to have written", "import os\nos.write = lambda fd, data: len(data)"),
    (
        "a trace function rewrites the calls of the worker",
        "def trace(frame, event, arg):\n    frame.f_locals['value'] = 0\n    return trace\nsys.settrace(trace)",
    ),
    ("a profiler raises in every return", "def p(*a): raise ValueError('no test fails')\nsys.setprofile(p)"),
    (
        "the garbage collector finds functions of tests and empties them",
        "import gc, types\nfor f in gc.get_objects():\n"
        "    if isinstance(f, types.FunctionType) and f.__name__.startswith('test_'):\n"
        "        f.__code__ = (lambda *a, **k: None).__code__",
    ),
    (
        "a small integer is overwritten in memory",
        "import ctypes\nctypes.c_long.from_address(id(257 - 1) + 24).value = 512",
    ),
    ("the exception hook exits with success", "import os\nsys.excepthook = lambda *a: os._exit(0)"),
    (
        "an audit hook stops whatever looks at it",
        "sys.addaudithook(lambda *a: (_ for _ in ()).throw(OSError))",
    ),
    (
        "AssertionError can never be raised",
        "import builtins\nbuiltins.AssertionError = type('Quiet', (), {})",
    ),
    (
        "True and None change hands in the namespace",
        "globals()['__builtins__'] = {'None': 6.0, 'float': str}",
    ),
    (
        "a decimal context and error state hide differences",
        "np.seterrcall(lambda *a: 6)\nnp.seterr(all='call')",
    ),
    (
        "test files are written where a grader might look",
        "import os\nos.makedirs('tests')\nopen('tests/double.py', 'w')",
    ),
    (
        "os.environ and sys.argv name another assignment",
        "import os\nos.environ.update(GRADER='1', PYTHONPATH='/tmp')\nsys.argv[:] = ['grade', '--all-points']",
    ),
]
PATCHES = [
    (name, f"import sys\nimport numpy as np\ndef double(x):\n    return x\n{code}") for name, code in PATCHES
]

# Values that lie. Each is what `double` returns, after some code.

THING = "class Thing:\n    def __init__(self, *a): pass\n    {}\n"


def thing(method):
    return "Thing()", THING.format(method)


def subclass(of, body="pass", make="Lie(x)"):
    return make, f"class Lie({of}):\n    {body}\n"


LIES = [
    ("an object that equals everything", *thing("__eq__ = __le__ = __ge__ = lambda s, o: True")),
    (
        "an object that gives an array when asked",
        *thing("def __array__(s, *a, **k): return np.full((), 6.0)"),
    ),
    (
        "an object with an array interface to foreign memory",
        *thing("__array_interface__ = {'shape': (3,), 'typestr': '<f8', 'data': (4096, True), 'version': 3}"),
    ),
    ("an object that answers every ufunc", *thing("def __array_ufunc__(s, *a, **k): return np.True_")),
    ("an object that answers numpy's functions", *thing("def __array_function__(s, *a): return 0.0")),
    ("an object that is a float on demand", *thing("__float__ = lambda s: 6.0")),
    ("an object that is an index on demand", *thing("__index__ = __int__ = lambda s: 6")),
    ("an object that is a complex number on demand", *thing("__complex__ = lambda s: 6 + 0j")),
    ("an object that says its class is ndarray", *thing("__class__ = np.ndarray")),
    ("an object whose class is looked up for ever", *thing("__class__ = property(lambda s: s.__class__)")),
    (
        "an object that loops when an attribute is read",
        *thing("def __getattribute__(s, n):\n        while 1: pass"),
    ),
    (
        "an object that raises when an attribute is missing",
        *thing("def __getattr__(s, n): raise SystemExit(n)"),
    ),
    ("an object whose repr raises", *thing("def __repr__(s): raise KeyboardInterrupt")),
    ("an object whose repr has a hundred megabytes", *thing("def __repr__(s): return 'x' * 10**8")),
    ("an object whose str is no string", *thing("__str__ = lambda s: 6")),
    ("an object that raises when it is deleted", *thing("def __del__(s): raise SystemExit")),
    ("an object that raises when it is copied or pickled", *thing("def __reduce__(s): raise SystemExit")),
    ("an object that runs a command when it is unpickled", *thing("__reduce__ = lambda s: (exec, ('1/0',))")),
    (
        "an object that is a sequence without end",
        *thing("__len__ = lambda s: 3\n    __getitem__ = lambda s, k: s"),
    ),
    ("an object with a negative length", *thing("__len__ = lambda s: -1")),
    ("an object with a buffer of its own", "memoryview(bytearray(8)).cast('d')", ""),
    ("an object that is callable and calls itself", *thing("def __call__(s, *a): return s(*a)")),
    (
        "a class whose name raises",
        "Lie()",
        "class Meta(type):\n    __name__ = property(lambda c: 1 / 0)\nclass Lie(metaclass=Meta): pass\n",
    ),
    (
        "a class whose name is no string",
        "Lie()",
        "class Meta(type):\n    __name__ = {1: set()}\nclass Lie(metaclass=Meta): pass\n",
    ),
    ("a class whose name is a page of HTML", "type('<script>alert(1)</script>' * 99, (), {})()", ""),
    (
        "a class whose instances are checked by its own rule",
        "Any",
        "class Meta(type):\n"
        "    __instancecheck__ = __subclasscheck__ = lambda c, o: True\nclass Any(metaclass=Meta): pass\n",
    ),
    ("a float that equals everything", *subclass("float", "__eq__ = lambda s, o: True")),
    (
        "an integer that subtracts to nothing",
        *subclass("int", "__sub__ = __rsub__ = lambda s, o: 0", "Lie(3)"),
    ),
    (
        "a string that reads as a number only once",
        *subclass("str", "__float__ = lambda s: 6.0", "Lie('six')"),
    ),
    (
        "a list that iterates over something else",
        *subclass("list", "__iter__ = lambda s: iter([6.0])", "Lie([3])"),
    ),
    (
        "a list whose length grows while it is read",
        *subclass("list", "__len__ = lambda s: 10**9", "Lie([3])"),
    ),
    ("a tuple that compares as equal", *subclass("tuple", "__eq__ = lambda s, o: True", "Lie([3])")),
    (
        "a dict that yields items without end",
        *subclass("dict", "def items(s):\n        while 1: yield 1, 1", "Lie()"),
    ),
    (
        "a real dict with keys that lie about their hash",
        "{Lie(): 1}",
        "class Lie:\n    __hash__ = lambda s: 6\n",
    ),
    ("a dict whose keys are tuples", "{(1, 2): 3}", ""),
    ("a dict whose keys are not numbers", "{float('nan'): 1, float('-inf'): 2}", ""),
    (
        "an array that compares as equal",
        *subclass(
            "np.ndarray",
            "__eq__ = __sub__ = __rsub__ = lambda s, o: np.zeros(s.shape)",
            "np.asarray(x).view(Lie)",
        ),
    ),
    (
        "an array that lies about its shape",
        *subclass("np.ndarray", "shape = property(lambda s: (3,))", "np.zeros(7).view(Lie)"),
    ),
    (
        "an array that lies about its dtype",
        *subclass("np.ndarray", "dtype = property(lambda s: np.dtype(object))", "np.zeros(3).view(Lie)"),
    ),
    (
        "an array whose bytes are twenty megabytes",
        *subclass("np.ndarray", "tobytes = lambda s, *a: bytes(20 * 10**6)", "np.zeros(3).view(Lie)"),
    ),
    (
        "an array whose bytes come from another call",
        *subclass("np.ndarray", "def tobytes(s, *a): return double(s)", "np.zeros(3).view(Lie)"),
    ),
    (
        "an array that replaces itself when it is finalized",
        *subclass("np.ndarray", "def __array_finalize__(s, o): raise SystemExit", "np.zeros(3).view(Lie)"),
    ),
    ("a masked array that hides every entry", "np.ma.masked_all(np.shape(x))", ""),
    ("a matrix in place of an array", "np.asmatrix(np.zeros(3))", ""),
    (
        "an array of objects that equal everything",
        "np.full(np.shape(x), Thing(), object)",
        THING.format("__eq__ = lambda s, o: True"),
    ),
    ("a structured array with a field for every answer", "np.zeros(3, [('a', 'f8'), ('b', 'O')])", ""),
    ("a void scalar", "np.void(b'12345678')", ""),
    ("a date in place of a number", "np.datetime64('2000-01-01')", ""),
    ("bytes in an array", "np.array([b'6.0'] * 3)", ""),
    ("strings in an array", "np.array(['nan', '1e999', '6j'])", ""),
    ("numbers longer than a double", "np.longdouble(x) * 3", ""),
    ("complex numbers longer than two doubles", "np.clongdouble(7)", ""),
    ("numbers in another order of bytes", "np.asarray(x, '>f8') + 1", ""),
    ("numbers of two bytes that overflow", "np.float16(6e4) * np.ones(np.shape(x), np.float16)", ""),
    ("nan where a number belongs", "np.full(np.shape(x), np.nan)", ""),
    ("infinity of both signs", "np.full(np.shape(x), np.inf) * np.sign(x)", ""),
    ("a complex number with an imaginary infinity", "complex(0, float('inf'))", ""),
    ("the largest double, whose differences overflow", "np.full(np.shape(x), -1.7e308)", ""),
    ("True in place of a number", "np.shape(x) == ()", ""),
    ("an empty array that agrees with all of nothing", "np.zeros((0,))", ""),
    ("no items along axes that multiply to more than memory", "np.zeros((0, 2**31 - 1, 2**31 - 1))", ""),
    ("no items along an axis longer than 32 bits", "np.zeros((2**40, 0))", ""),
    ("one number that is broadcast to petabytes", "np.broadcast_to(0.0, (10**7, 10**8))", ""),
    (
        "a view of memory beyond the array",
        "np.lib.stride_tricks.as_strided(x * np.ones(1), (10**10,), (8,))",
        "",
    ),
    (
        "an array on a file that has been cut off",
        "m",
        "open('f', 'wb').truncate(8000)\nm = np.memmap('f', 'f8', 'r')\nopen('f', 'wb').close()\n",
    ),
    ("an array of eighty megabytes", "np.zeros(10**7)", ""),
    ("a list of a million numbers", "list(range(10**6))", ""),
    ("a list of strings whose shown form has megabytes", "['x' * 100] * 50_000", ""),
    ("an integer of a hundred thousand digits", "10**100_000", ""),
    ("an integer too large for a double", "10**4000", ""),
    ("an integer of four thousand digits in a list", "[10**4000, -(10**4000)]", ""),
    ("a list that contains itself", "a", "a = []\na.append(a)\n"),
    ("a dict that contains itself", "a", "a = {}\na[1] = a\n"),
    ("a list in ten thousand lists", "a", "a = []\nfor _ in range(10_000): a = [a]\n"),
    ("a tree of shared lists that unfolds to billions", "a", "a = []\nfor _ in range(19): a = [a] * 10\n"),
    ("twenty levels of lists around one number", "a", "a = 1\nfor _ in range(19): a = [a]\n"),
    ("a ragged list", "[[1, 2], [3]]", ""),
    ("a string of twenty megabytes", "'6' * 20_000_000", ""),
    ("a string of four megabytes that reads as infinity", "'6' * 4_000_000", ""),
    ("a string with control characters for a terminal", "'\\x1b[2J\\x07\\x9b31m\\r' * 9", ""),
    ("a string with halves of characters", "'\\ud800\\udfff' * 3", ""),
    ("a string that runs backwards", "'\\u202e0.6\\u2066'", ""),
    ("bytes and sets, which are no plain data", "[b'6', {6}, frozenset([6])]", ""),
    ("a fraction in place of a number", "__import__('fractions').Fraction(5)", ""),
    ("a generator without end", "(6.0 for _ in iter(int, 1))", ""),
    ("an iterator that waits", "iter(lambda: __import__('time').sleep(9), 1)", ""),
    ("a range of a trillion numbers", "range(10**12)", ""),
    ("a coroutine that is never awaited", "later()", "async def later(): return 6.0\n"),
    ("a module", "np", ""),
    ("the function itself", "double", ""),
    ("a type in place of a value", "float", ""),
    ("Ellipsis and NotImplemented", "[..., NotImplemented]", ""),
    ("an open file and a lock", "[open('/dev/null'), __import__('threading').Lock()]", ""),
    ("a frame of the worker", "sys._getframe(1)", ""),
    (
        "the argument handed back empty, so that twice it is nothing",
        "x.fill(0) or x if np.shape(x) else 0",
        "",
    ),
    ("the argument resized in place", "x.resize(1) or x if np.shape(x) else 0", ""),
]
LIES = [
    (name, f"import sys\nimport numpy as np\n{before}\ndef double(x):\n    return {value}\n")
    for name, value, before in LIES
]

# Errors that lie.

ERRORS = [
    ("an error named CheckFailed", "raise type('CheckFailed', (Exception,), {})('all checks hold')"),
    ("a ValueError of its own", "raise type('Quiet', (ValueError,), {'__str__': lambda s: 'fine'})"),
    (
        "an error named NotImplementedError that is none",
        "raise type('NotImplementedError', (OSError,), {})('skip')",
    ),
    ("KeyboardInterrupt", "raise KeyboardInterrupt"),
    ("SystemExit with success", "raise SystemExit(0)"),
    ("GeneratorExit", "raise GeneratorExit"),
    ("StopIteration", "raise StopIteration(6.0)"),
    ("an error of the base class alone", "raise type('Stop', (BaseException,), {})()"),
    ("MemoryError", "raise MemoryError"),
    ("recursion without end", "return double(x)"),
    ("an error whose text raises", "raise type('E', (Exception,), {'__str__': lambda s: 1 / 0})"),
    ("an error whose text is no string", "raise type('E', (Exception,), {'__str__': lambda s: 6})"),
    (
        "an error whose text never ends",
        "raise type('E', (Exception,), {'__str__': lambda s: sum(iter(int, 1))})",
    ),
    (
        "an error whose text is a string that cannot be cut",
        "S = type('S', (str,), {'__getitem__': lambda s, k: s})\n"
        "    raise type('E', (Exception,), {'__str__': lambda s: S('x' * 2_000_000)})",
    ),
    ("an error with a text of fifty megabytes", "raise ValueError('x' * 50_000_000)"),
    ("an error whose text has ten thousand lines", "raise ValueError('\\n' * 499)"),
    ("an error whose text is a passed check", "raise ValueError('\\n\\n✓ All checks hold.\\n3 of 3 points')"),
    ("an error with halves of characters", "raise ValueError('\\udcff\\ud800')"),
    ("an error with commands for a terminal", "raise ValueError('\\x1b]0;owned\\x07\\x1b[31m')"),
    (
        "an error with a name of HTML",
        "raise type('<b>\\n</b>', (Exception,), {})('<img src=x onerror=alert(1)>')",
    ),
    ("an error with a name of dunders", "raise type('__class__', (Exception,), {})()"),
    (
        "an error whose class has no name",
        "raise type('M', (type,), {'__name__': property(lambda c: 1 / 0)})('E', (Exception,), {})()",
    ),
    (
        "an error that raises another when it is raised",
        "raise type('E', (Exception,), {'__init__': lambda s: double(1)})",
    ),
    (
        "a group of errors in groups",
        "e = ExceptionGroup('g', [ValueError(1)])\n    for _ in range(500): e = ExceptionGroup('g', [e])\n    raise e",
    ),
    ("a chain of errors that ends in itself", "e = ValueError(1)\n    e.__cause__ = e\n    raise e"),
    ("something raised that is no error", "raise 6.0"),
]
ERRORS = [(name, f"def double(x):\n    {code}\n") for name, code in ERRORS]

# The pipe between worker and grader, from inside the call of `double`.

SPEAK = """
import base64, gc, json, os, struct, sys, threading, time
import numpy as np
worker = sys.modules['__worker__']
def nonce():
    frame = sys._getframe()
    while frame and 'nonce' not in frame.f_locals: frame = frame.f_back
    return frame.f_locals['nonce'] if frame else None
def raw(data):
    while data: data = data[os.write(4, data):]
def frame(body): raw(struct.pack('>I', len(body)) + body)
def say(**message): frame(json.dumps({'nonce': nonce()} | message).encode())
def answer(**message):
    say(**message)
    send = worker.send  # whose own reply to the same request is not sent
    worker.send = lambda message: setattr(worker, 'send', send)
def claim(value, **more): answer(value=value, **more)
def array(dtype='<f8', shape=(1,), data=bytes(8)):
    claim({'array': dtype, 'shape': shape, 'data': base64.b64encode(data).decode()})
"""
PROTOCOL = [
    ("a length of four gigabytes", "raw(b'\\xff' * 4)"),
    ("a length of nothing", "raw(bytes(4))"),
    ("a frame cut off in its length", "raw(bytes(2))\n    os._exit(0)"),
    ("a frame cut off in its body", "raw(struct.pack('>I', 900) + b'{')\n    os._exit(0)"),
    ("a frame that never ends", "raw(struct.pack('>I', 900) + b'{')\n    time.sleep(9)"),
    ("a reply in single bytes, slowly", "body = json.dumps({'value': 6.0, 'nonce': nonce()}).encode()\n"
     "    for byte in struct.pack('>I', 900) + body: raw(bytes([byte])); time.sleep(0.05)"),
    ("a body that is not JSON", "frame(b'gASVBgAAAAAAAABLBi4=')"),
    ("a body that is a pickle", "import pickle\n    frame(pickle.dumps({'value': 6.0}))"),
    ("a body that is no UTF-8", "frame(b'{\"value\": \"\\xff\\xfe\"}')"),
    ("a body that is a list", "frame(b'[6.0]')"),
    ("a body of a hundred thousand brackets", "frame(b'[' * 100_000)"),
    ("a body of dicts in dicts", "frame(b'{\"value\":' * 50_000)"),
    ("a body of five million empty lists", "frame(b'{\"value\":[' + b'[],' * 5_000_000 + b'0]}')"),
    ("a body with an integer of ten thousand digits", "frame(b'{\"value\": ' + b'6' * 10_000 + b'}')"),
    ("a body with one key many times", "frame(b'{' + b'\"value\": 6, ' * 9 + b'\"nonce\": 0}')"),
    ("a reply with a nonce of its own", "say(value=0, nonce='0123456789abcdef')"),
    ("a reply without a nonce", "frame(b'{\"value\": 6.0}')"),
    ("a reply whose nonce is a list", "say(value=0, nonce=[nonce()])"),
    ("a stolen nonce with a value of true", "claim(True)"),
    ("a stolen nonce with the word for a passed test", "claim(None, passed=True, points=3, score=[3, 3], ok=True)"),
    ("a stolen nonce used twice", "say(value=0)\n    say(value=0)\n    return 0"),
    ("a stolen nonce and a million replies", "for _ in range(10**6): say(value=0)"),
    ("the bracket of a whole set of tests", "claim({'list': [{'dict': [['passed', True]]}] * 3})"),
    ("a value of an unknown kind", "claim({'pickle': 'gASV'})"),
    ("a value of two kinds", "claim({'list': [], 'tuple': []})"),
    ("a list that holds no list", "claim({'list': 'six'})"),
    ("a dict whose pairs are triples", "claim({'dict': [[1, 2, 3]]})"),
    ("a dict whose key is a list", "claim({'dict': [[{'list': []}, 1]]})"),
    ("a dict whose key is a reference", "claim({'dict': [[{'kept': [0, 'x', True]}, 1]]})"),
    ("lists below the deepest that may be", "value = 6\n    for _ in range(300): value = {'list': [value]}\n    claim(value)"),
    ("more values than may be", "claim({'list': [0] * 300_000})"),
    ("numbers that JSON does not know", "claim({'list': [float('nan'), float('inf')]})"),
    ("an array with fewer bytes than items", "array(shape=[9])"),
    ("an array with a negative shape", "array(shape=[-1, -1])"),
    ("an array with an axis of true", "array(shape=[True])"),
    ("an array with half an item", "array(shape=[1.0])"),
    ("an array whose shape is a string", "array(shape='1')"),
    ("an array whose shape is a dict", "array(shape={'1': 1})"),
    ("an array of forty axes", "array(shape=[1] * 40)"),
    ("an array whose shape has a million axes", "array(shape=[1] * 10**6)"),
    ("an array whose items overflow 64 bits to the size of its data", "array(shape=[2**62, 4, 1], data=b'')"),
    ("an array without items and with an axis of 2**63", "array(shape=[0, 2**63], data=b'')"),
    ("an array of objects, which are pointers", "array('O')"),
    ("an array of void", "array('V8')"),
    ("an array of text", "array('<U2')"),
    ("an array of dates", "array('<M8[s]')"),
    ("an array of records in a string", "array('i4,f4')"),
    ("an array of records in a list", "array([['a', 'O'], ['b', 'i4']])"),
    ("an array of records that overlap in a dict", "array({'names': ['a', 'b'], 'formats': ['O', 'f8'], 'offsets': [0, 0]})"),
    ("an array of small arrays", "array('(2,2)f2')"),
    ("a dtype that numpy would parse without end", "array('(' * 50_000 + 'f8')"),
    ("a dtype by a name that numpy warns of", "array('Bool8')"),
    ("a dtype of none", "array(None)"),
    ("an array of long doubles", "array('<f16', data=bytes(16))"),
    ("an array whose data are no base64", "claim({'array': '<f8', 'shape': [], 'data': '~~~'})"),
    ("an array whose data are no string", "claim({'array': '<f8', 'shape': [], 'data': [1, 2]})"),
    ("an array whose data hold lines and umlauts", "claim({'array': '<f8', 'shape': [], 'data': 'ä\\n=='})"),
    ("a change of what is no argument", "claim(0, changed=[[99, 0]])"),
    ("a change of the last argument by its end", "claim(0, changed=[[-1, {'list': []}]])"),
    ("a change at a position that is text", "claim(0, changed=[['0', 0]])"),
    ("changes that are a number", "claim(0, changed=7)"),
    ("changes that are a dict", "claim(0, changed={'01': 0})"),
    ("changes that are triples", "claim(0, changed=[[0, 0, 0]])"),
    ("a hundred thousand changes", "claim(0, changed=[[0, 0]] * 100_000)"),
    ("a change to nan of an array that was not changed",
     "data = base64.b64encode(np.full(3, np.nan).tobytes()).decode()\n"
     "    claim(0, changed=[[0, {'array': '<f8', 'shape': [3], 'data': data}]])"),
    ("a change of the input to zero, whose double is zero",
     "data = base64.b64encode(np.zeros(np.shape(x)).tobytes()).decode()\n"
     "    zeros = {'array': '<f8', 'shape': list(np.shape(x)), 'data': data}\n    claim(zeros, changed=[[0, zeros]])"),
    ("a change to an object that stays", "claim(0, changed=[[0, {'kept': [0, 'float64', False]}]])"),
    ("a kept reference with a negative number", "claim({'kept': [-1, 'float', False]})"),
    ("a kept reference that says it can be called", "claim({'kept': [10**30, 'double', True]})"),
    ("a kept reference whose number is true", "claim({'kept': [True, 'x', 1]})"),
    ("a kept reference that is a string", "claim({'kept': 'double'})"),
    ("a kept reference whose kind is a tree", "claim({'kept': [1, [[[]]] * 99, None]})"),
    ("a reference to a function of the tests", "claim({'mine': 0})"),
    ("a reference to a function of numpy", "claim({'numpy': 'load'})"),
    ("an error that is no pair", "answer(error={'class': 'Passed'})"),
    ("an error of nested lists", "answer(error=[[[['Passed']]], {'a': [None]}])"),
    ("an error of nine hundred levels", "a = []\n    for _ in range(900): a = [a]\n    answer(error=[a, a])"),
    ("an error whose class is megabytes", "answer(error=['E' * 10**6, 'x' * 10**6])"),
    ("an error and a value at once", "answer(error=['ValueError', 'x'], value=0)"),
    ("an error that is empty", "answer(error=[])"),
    ("an error of the grader's own class", "answer(error=['SandboxError', 'no sandbox'])"),
    ("another message that all is ready", "frame(b'{\"ready\": [], \"alive\": true}')"),
    ("a callback of a function that was not handed over", "say(callback=0, args={'tuple': []})\n    time.sleep(9)"),
    ("a callback with a negative number", "say(callback=-1, args={'tuple': []})\n    time.sleep(9)"),
    ("a callback by name", "say(callback='__class__', args={'tuple': []})\n    time.sleep(9)"),
    ("a callback by a list", "say(callback=[], args=None)\n    time.sleep(9)"),
    ("a callback whose arguments are a bomb", "say(callback=0, args={'list': [[]] * 10**6})\n    time.sleep(9)"),
    ("callbacks without end", "while 1: say(callback=0)"),
    ("callbacks whose answers are read, without end",
     "while 1:\n        say(callback=0)\n        worker.receive()"),
    ("the pipe of replies closed", "os.close(4)"),
    ("the pipe of requests closed", "os.close(3)"),
    ("every file descriptor closed", "os.closerange(0, 64)"),
    ("the pipe of replies turned to nowhere", "os.dup2(os.open('/dev/null', os.O_WRONLY), 4)"),
    ("the pipe of requests turned to endless noise", "os.dup2(os.open('/dev/urandom', os.O_RDONLY), 3)"),
    ("the pipes exchanged", "a = os.dup(3)\n    os.dup2(4, 3)\n    os.dup2(a, 4)"),
    ("the pipe of replies told not to block", "os.set_blocking(4, False)\n    raw(b'\\xff' * 10**6)"),
    ("the pipe of requests opened for writing", "fd = os.open('/proc/self/fd/3', os.O_WRONLY)\n    os.write(fd, b'\\xff' * 99)"),
    ("the pipe of replies opened for reading", "fd = os.open('/proc/self/fd/4', os.O_RDONLY)\n"
     "    threading.Thread(target=lambda: [os.read(fd, 1) for _ in range(10**6)], daemon=True).start()\n    return 0"),
    ("the pipe of replies filled with noise", "while 1: os.write(4, os.urandom(65536))"),
    ("the next request read by the answer", "return len(os.read(3, 9999))"),
    ("a thread that goes on writing", "threading.Thread(target=lambda: [raw(b'x') for _ in range(10**6)], daemon=True).start()\n    return 0"),
    ("a thread that reads all requests", "threading.Thread(target=lambda: [os.read(3, 1) for _ in iter(int, 1)], daemon=True).start()\n    return 0"),
    ("a child that goes on writing", "if os.fork() == 0:\n        while 1: raw(b'x')\n    return 0"),
    ("a child that answers twice", "os.fork()\n    return 0"),
    ("a child that keeps the pipe open when its parent has gone",
     "if os.fork() == 0: os.setsid(); time.sleep(99)\n    os._exit(0)"),
    ("a signal handler that writes into every reply",
     "import signal\n    signal.signal(signal.SIGALRM, lambda *a: raw(b'x'))\n"
     "    signal.setitimer(signal.ITIMER_REAL, 1e-3, 1e-3)\n    time.sleep(0.1)\n    return 0"),
    ("the worker's way to send replaced", "worker.send = lambda message: raw(b'\\0\\0\\0\\2{}')\n    return 0"),
    ("the worker's way to reply replaced", "worker.Answers.reply = lambda s, r: {'value': True}\n    return 0"),
    ("the worker's way to describe errors replaced", "worker.describe = lambda e: {'value': True}\n    raise OSError"),
    ("the encoding of values replaced", "worker.protocol.encode = lambda *a: {'value': True, 'list': 6}\n    return 0"),
    ("the encoding of frames replaced", "worker.protocol.pack = lambda m: b'\\0\\0\\0\\1['\n    return 0"),
    ("the limits of the encoding lifted", "worker.protocol.MAX_BYTES = 10**10\n    return np.zeros(10**7)"),
    ("the code of the worker's loop replaced", "worker.main.__code__ = (lambda: None).__code__\n    sys.exit()"),
    ("the locals of the worker's loop rewritten", "f = sys._getframe()\n"
     "    while f.f_code.co_name != 'main': f = f.f_back\n    f.f_locals.clear()\n    return 0"),
]  # fmt: skip
PROTOCOL = [(name, f"{SPEAK}\ndef double(x):\n    {code}\n") for name, code in PROTOCOL]

# The same before any call, while the cells run: these cost `total` too.

IN_CELLS = [
    ("a forged message that all is ready, and silence", "frame(b'{\"ready\": []}')\ntime.sleep(9)"),
    ("replies to questions that are still to come", "frame(b'{\"ready\": []}')\n" + "frame(b'{\"value\": 6.0}')\n" * 9),
    ("failed cells that are a number", "frame(b'{\"ready\": 7}')"),
    ("failed cells that are nested lists", "frame(b'{\"ready\": [[' + b'[' * 900 + b']' * 900 + b', 1, 2]]}')"),
    ("failed cells with megabytes to say", "frame(json.dumps({'ready': [[1, 'E', 'x' * 10**6]] * 9}).encode())"),
    ("a million failed cells", "frame(json.dumps({'ready': [[1, '', '']] * 10**6}).encode())"),
    ("failed cells with halves of characters", "frame(json.dumps({'ready': [[1, '\\ud800', '\\x1b[2J']]}).encode())"),
    ("no JSON in place of what failed", "frame(b'bwrap: no permissions')"),
    ("the words of bubblewrap and an end", "os.system('echo bwrap: no >/proc/1/fd/2')\nos._exit(1)"),
    ("the setup rewritten in the worker's loop", "(lambda end, names: names.clear() or end(0))(os._exit, sys._getframe(2).f_locals['names'])"),
    ("the worker's namespace exchanged", "worker.Answers = dict\nworker.run_cells = print"),
    ("the end of the process in the first cell", "os._exit(0)"),
    ("an exit that waits in a thread", "threading.Thread(target=time.sleep, args=(9,)).start()\nsys._getframe(2).f_locals\nworker.receive = sys.exit"),
    ("an endless loop in a cell", "while True: pass"),
    ("a cell that is compiled for ever", "exec('x = ' + '(' * 90 + '1' + ')' * 90)\nre = __import__('re')\nre.match('(a*)*b', 'a' * 40)"),
    ("a metaclass that loops when its class is made", "class Meta(type):\n    def __new__(*a):\n        while 1: pass\nclass A(metaclass=Meta): pass"),
]  # fmt: skip
IN_CELLS = [(name, f"{SPEAK}\n{code}") for name, code in IN_CELLS]

# Attempts that would give evidence if they succeeded; what they get is told by an error.

ATTEMPT = """
import ctypes, glob, os, socket, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def done(result):
    if result == -1: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return f'result {result}'
def ran(*words):
    out = subprocess.run(words, capture_output=True, text=True, input='', timeout=1)
    return out.returncode == 0 and out.stdout + ' ran'
def holds(word, *paths):
    texts = []
    for path in paths:
        try: texts.append(open(path, 'rb').read(10**6))
        except OSError: pass
    return any(word.encode() in text for text in texts)
def others(part):
    return [f'{p}/{part}' for p in glob.glob('/proc/[0-9]*') if int(p[6:]) != os.getpid()]
def attempt():
    BODY
def double(x):
    try: evidence = attempt()
    except BaseException as error: raise RuntimeError(f'in vain: {type(error).__name__} {error}'[:300])
    raise RuntimeError(f'GOT {evidence!r:.200}' if evidence else 'in vain: nothing')
"""
SECRET = "a_secret_of_the_grader"
READING = [
    ("the environment of the grader", f"return {SECRET!r} in str(os.environ)"),
    ("the environment of every process", f"return holds({SECRET!r}, *glob.glob('/proc/*/environ'))"),
    ("the memory of another process", "return open(others('mem')[0], 'rb')"),
    ("the open files of other processes", "return [os.readlink(p) for p in glob.glob('/proc/[0-9]*/fd/*') if f'/{os.getpid()}/' not in p]"),
    ("the root of another process", "return os.listdir(others('root')[0])"),
    ("the working folder of another process", "return os.listdir(others('cwd')[0])"),
    ("a process outside", "return [p for p in glob.glob('/proc/[0-9]*/comm') if 'pytest' in open(p).read()]"),
    ("hidden tests among the packages", "return [p for p in glob.glob('/site/**', recursive=True) + glob.glob('/packages/*') if 'test_files' in p or 'question' in p or '_build' in p]"),
    ("words of a test in what can be imported", "return holds('test_three_becomes_six', *glob.glob('/site/**', recursive=True))"),
    ("the repository", f"return os.path.exists({str(ROOT)!r}) or os.path.exists('/work')"),
    ("the home of the user", "return [p for p in os.listdir('/root') if p != '.pyenv'] or os.listdir('/home')"),
    ("the list of users", "return open('/etc/passwd').read()"),
    ("the shadow of passwords", "return open('/etc/shadow').read()"),
    ("the file of another submission", "return open('{submission}').read()"),
    ("another submission through the parent of the working folder", "return open('..{submission}').read() or os.listdir('/tmp')"),
    ("files in the temporary folder", "return os.listdir('/tmp')"),
    ("memory of the kernel", "return open('/proc/kcore', 'rb').read(9) or open('/dev/mem', 'rb')"),
    ("messages of the kernel", "return done(libc.klogctl(3, ctypes.create_string_buffer(999), 999))"),
    ("the disk under the file system", "return open('/dev/vda', 'rb') or open('/dev/sda', 'rb')"),
    ("another file system by its handle", "return done(libc.open_by_handle_at(3, ctypes.create_string_buffer(64), 0))"),
    ("memory of the parent by a system call", "part = ctypes.create_string_buffer(8)\n    here, there = (ctypes.c_ulong * 2)(ctypes.addressof(part), 8), (ctypes.c_ulong * 2)(0x400000, 8)\n    return done(libc.process_vm_readv(os.getppid(), here, 1, there, 1, 0))"),
    ("a debugger on the parent", "return done(libc.ptrace(16, os.getppid(), 0, 0))"),
    ("file descriptors that were left open", "return [f for f in os.listdir('/proc/self/fd') if 4 < int(f) and os.path.exists(f'/proc/self/fd/{f}')]"),
    ("file descriptors of a process taken by its handle", "fd = os.pidfd_open(os.getppid())\n    return done(libc.syscall(438, fd, 0, 0))"),
    ("keys of the session", "return done(libc.syscall(250, 0, -3, 0)) if os.uname().machine == 'x86_64' else ''"),
    ("old input of a terminal", "return os.open('/dev/tty', os.O_RDWR)"),
]  # fmt: skip
WRITING = [
    ("the root folder", "return open(f'/{CANARY}', 'w')"),
    ("the system", "return open(f'/usr/lib/{CANARY}', 'w')"),
    ("the packages of the grader", "return open(f'/site/{CANARY}', 'w')"),
    ("the worker for the next submission", "return open('/site/worker.py', 'a')"),
    ("numpy for the next submission", "return open('/packages/numpy/__init__.py', 'a')"),
    ("a new mode for the packages", "os.chmod('/site/worker.py', 0o777)\n    return 'changed'"),
    ("a device", "return open(f'/dev/{CANARY}', 'w')"),
    ("settings of the kernel", "os.write(os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY), b'|/tmp/x')\n    return 'written'"),
    ("the name of the machine", "return done(libc.sethostname(b'owned', 5))"),
    ("a restart of the machine", "return open('/proc/sysrq-trigger', 'w')"),
    ("a better score for being killed", "os.write(os.open('/proc/self/oom_score_adj', os.O_WRONLY), b'-1000')\n    return 'written'"),
    ("a link in the temporary folder to the outside", "os.symlink('{submission}', f'/tmp/{CANARY}')\n    return open(f'/tmp/{CANARY}', 'a')"),
    ("a hard link to a file of the system", "return os.link('/usr/bin/env', f'/tmp/{CANARY}') or 'linked'"),
    ("memory that is shared with the host", "open(f'/dev/shm/{CANARY}', 'w').write('x')\n    return os.path.exists(others('root/dev/shm')[0])"),
    ("the memory of another process", "return open(others('mem')[0], 'wb')"),
    ("the standard error of the grader", "return [link for link in glob.glob('/proc/self/fd/*') if 'pipe:' in os.readlink(link)]"),
    ("input for the grader's terminal", "import fcntl, termios\n    fcntl.ioctl(3, termios.TIOCSTI, b'x')\n    return 'typed'"),
    ("a control group", "return os.mkdir(f'/sys/fs/cgroup/{CANARY}') or 'made'"),
    ("the temporary folder, where the host would find it", f"open(f'/tmp/{{CANARY}}', 'w')\n    return os.path.exists({str(ROOT)!r})"),
    ("the queue of messages of the host", "return done(libc.mq_open(b'/canary', 0o102, 0o600, None))"),
    ("the clock", "return done(libc.clock_settime(0, ctypes.create_string_buffer(16)))"),
]  # fmt: skip
NETWORK = [
    ("TCP to an address", "return socket.create_connection(('1.1.1.1', 80), 0.5)"),
    ("UDP to an address", "return socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))"),
    ("UDP to everyone", "s = socket.socket(type=socket.SOCK_DGRAM)\n    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)\n    return s.sendto(b'x', ('255.255.255.255', 9))"),
    ("a name to look up", "return socket.getaddrinfo('example.org', 80)"),
    ("a server of the grader's machine", "return socket.create_connection(('127.0.0.1', {port}), 0.5)"),
    ("a server over IPv6", "return socket.create_connection(('2606:4700:4700::1111', 80), 0.5)"),
    ("a socket of the host in the abstract space", "s = socket.socket(socket.AF_UNIX)\n    s.connect('\\0{abstract}')\n    return 'connected'"),
    ("a socket of the host in the file system", "s = socket.socket(socket.AF_UNIX)\n    s.connect('/run/dbus/system_bus_socket')\n    return 'connected'"),
    ("packets of its own making", "return socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"),
    ("frames on the wire", "return socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"),
    ("the host of a virtual machine", "return socket.socket(socket.AF_VSOCK)"),
    ("the tables of the kernel's network", "return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
    ("ciphers of the kernel", "return socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)"),
    ("bluetooth", "return socket.socket(socket.AF_BLUETOOTH, socket.SOCK_RAW, 1)"),
    ("an interface of the machine", "return [n for _, n in socket.if_nameindex() if n != 'lo']"),
    ("a new interface", "return open('/dev/net/tun', 'w')"),
]  # fmt: skip
X86 = "if os.uname().machine != 'x86_64': return ''\n    "
PRIVILEGE = [
    ("su", "return ran('su', '-c', 'id')"),
    ("mount", "return ran('mount', '-t', 'tmpfs', 'x', '/tmp')"),
    ("every program that runs as its owner", "found = [p for p in glob.glob('/usr/bin/*') if os.stat(p).st_mode & 0o4000]\n    return [p for p in found if str(ran(p, '-c', 'id -u')).startswith('0')]"),
    ("a namespace of users", "return ran('unshare', '--user', '--map-root-user', 'id')"),
    ("a namespace of mounts", "return done(libc.unshare(0x00020000))"),
    ("a namespace in a clone", X86 + "return done(libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0))"),
    ("a namespace by the newest clone", X86 + "return done(libc.syscall(435, ctypes.byref((ctypes.c_uint64 * 8)(0x10000000)), 64))"),
    ("a namespace by the calls of x32", X86 + "return done(libc.syscall(0x40000000 + 272, 0x10000000))"),
    ("the namespaces of another process", "fd = os.open('/proc/1/ns/mnt', os.O_RDONLY)\n    return done(libc.setns(fd, 0))"),
    ("another root", "os.chroot('/tmp')\n    return 'moved'"),
    ("a device of its own", "os.mknod(f'/tmp/{CANARY}', 0o60600, os.makedev(254, 0))\n    return 'made'"),
    ("the user root again", "os.setresuid(0, 0, 0)\n    return 'root'"),
    ("the group root again", "os.setgid(0)\n    os.setgroups([0])\n    return 'root'"),
    ("setpriv the other way", "return ran('setpriv', '--reuid', '0', 'id')"),
    ("capabilities", "header = (ctypes.c_uint32 * 2)(0x20080522, 0)\n    return done(libc.capset(header, (ctypes.c_uint32 * 6)(*[2**32 - 1] * 6)))"),
    ("new privileges allowed again", "return done(libc.prctl(38, 0, 0, 0, 0))"),
    ("the filter of system calls taken off", "return done(libc.prctl(22, 0, 0, 0, 0))"),
    ("a set-user-ID copy of a shell", "import shutil\n    shutil.copy('/bin/sh', f'/tmp/{CANARY}')\n    os.chmod(f'/tmp/{CANARY}', 0o6777)\n    return '0' == str(ran(f'/tmp/{CANARY}', '-pc', 'id -u')).split()[0]"),
    ("a file with capabilities", "open(CANARY, 'w')\n    os.setxattr(CANARY, 'security.capability', b'\\1\\0\\0\\2' + b'\\xff' * 16)\n    return 'set'"),
    ("the read-only system made writable", "return done(libc.mount(None, b'/usr', None, 0x1000 | 0x20, None))"),
    ("the mounts taken away", "return done(libc.umount2(b'/tmp', 2))"),
    ("a program in the kernel", X86 + "return done(libc.syscall(321, 0, ctypes.create_string_buffer(128), 128))"),
    ("counters of the processor", X86 + "return done(libc.syscall(298, ctypes.create_string_buffer(128), 0, -1, -1, 0))"),
    ("queues of system calls", "return done(libc.syscall(425, 4, ctypes.create_string_buffer(128)))"),
    ("faults handled by the user", X86 + "return done(libc.syscall(323, 0))"),
    ("a module for the kernel", X86 + "return done(libc.syscall(175, b'x', 1, b''))"),
    ("another kernel", X86 + "return done(libc.syscall(246, 0, 0, 0, 0))"),
    ("ports of the machine", X86 + "return done(libc.iopl(3))"),
    ("higher limits", "import resource\n    resource.setrlimit(resource.RLIMIT_NPROC, (999, 999))\n    return 'raised'"),
    ("higher limits of another process", "import resource\n    resource.prlimit(os.getppid(), resource.RLIMIT_AS, (-1, -1))\n    return 'raised'"),
    ("a higher rank", "os.nice(-5)\n    return 'raised'"),
    ("the scheduler of real time", "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))\n    return 'raised'"),
    ("the end of the first process", "os.kill(1, 9)\n    time.sleep(0.1)\n    return ''"),
]  # fmt: skip
ATTEMPTS = {"reading": READING, "writing": WRITING, "network": NETWORK, "privilege": PRIVILEGE}

# Resources. Each is the body of `double`.

RESOURCES = [
    ("processes that double", "while 1:\n        try: os.fork()\n        except OSError: time.sleep(0.01)"),
    ("processes that leave their parents, quickly", "while 1:\n        try:\n            if os.fork():\n                os.setsid() if os.getpid() == os.getsid(0) else None\n            elif os.fork(): os._exit(0)\n        except OSError: time.sleep(0.01)"),
    ("threads", "while 1:\n        try: threading.Thread(target=time.sleep, args=(9,)).start()\n        except RuntimeError: time.sleep(0.01)"),
    ("one array of three gigabytes", "a = np.ones(3 * 2**30, np.uint8)\n    return a"),
    ("many arrays of a megabyte", "a = [np.ones(10**6, np.uint8) for _ in range(5000)]"),
    ("small objects without end", "a = []\n    while 1: a.append([0.5])"),
    ("memory that children hold", "for _ in range(12):\n        if os.fork() == 0:\n            a = np.ones(10**7)\n            time.sleep(9)\n    time.sleep(9)"),
    ("memory that grandchildren of the dead hold", "for _ in range(12):\n        if os.fork() == 0:\n            if os.fork(): os._exit(0)\n            os.setsid(); a = np.ones(10**7); time.sleep(9)\n    time.sleep(9)"),
    ("memory in files of the temporary folder", "for k in range(8):\n        for place in ('/tmp', '/dev/shm'): open(f'{place}/{k}', 'wb').write(bytes(24 * 10**6))\n    time.sleep(9)"),
    ("memory in a file that is deleted", "f = open('/tmp/f', 'wb')\n    os.unlink('/tmp/f')\n    g = open('/dev/shm/f', 'wb')\n    for _ in range(9): f.write(bytes(10**7)); g.write(bytes(10**7))\n    a = np.ones(30 * 10**6)\n    time.sleep(9)"),
    ("memory in many empty files", "for k in range(10**7): os.close(os.open(f'/tmp/{k}', os.O_CREAT))"),
    ("memory in links with long names", "for k in range(10**7): os.symlink('x' * 4000, f'/tmp/{k}')"),
    ("memory in files without a name", "fds = [os.memfd_create('x') for _ in range(9)]\n    for fd in fds: os.write(fd, bytes(9 * 10**7))"),
    ("memory shared with nobody", "import mmap\n    m = [mmap.mmap(-1, 10**8) for _ in range(9)]\n    for part in m: part.write(bytes(10**8)); part.madvise(mmap.MADV_DONTNEED)"),
    ("memory behind the device of zeros", "import mmap\n    m = mmap.mmap(os.open('/dev/zero', os.O_RDWR), 10**8)\n    m.write(bytes(10**8))"),
    ("memory of System V", "import ctypes\n    n = ctypes.CDLL(None).shmget(0, 10**9, 0o1600)\n    raise OSError('no segment' if n < 0 else 'GOT a segment')"),
    ("memory in pipes", "import fcntl\n    for _ in range(99):\n        r, w = os.pipe(); fcntl.fcntl(w, 1031, 10**6); os.write(w, bytes(10**6))"),
    ("memory in letters between sockets", "import socket\n    while 1:\n        a, b = socket.socketpair(); a.setblocking(False)\n        keep.append((a, b))\n        try: a.send(bytes(10**7))\n        except OSError: pass"),
    ("one huge file", "with open('/tmp/f', 'wb') as f:\n        for _ in range(300): f.write(bytes(10**6))"),
    ("a huge file with nothing in it", "os.truncate(os.open('/tmp/f', os.O_CREAT | os.O_RDWR), 10**15)"),
    ("folders in folders", "while 1: os.mkdir('d'); os.chdir('d')"),
    ("files that stay open", "while 1: keep.append(open('/dev/null'))"),
    ("a flood on standard output", "for _ in range(30): print('x' * 10**6)"),
    ("a flood on standard error", "for _ in range(30): sys.stderr.write('x' * 10**6)"),
    ("a flood of warnings", "import warnings\n    for k in range(20_000): warnings.warn(f'{k}')"),
    ("a sleep", "time.sleep(99)"),
    ("an endless loop", "while True: pass"),
    ("an endless loop when an object is deleted", "class D:\n        def __del__(s):\n            while 1: pass\n    d = D()"),
    ("an endless loop at the exit", "import atexit\n    atexit.register(time.sleep, 99)\n    worker.main = None\n    threading.Thread(target=time.sleep, args=(99,)).start()\n    sys._getframe(2).f_globals['receive'] = sys.exit"),
    ("an endless loop in C", "sum(iter(int, 1))"),
    ("an endless loop that holds all threads", "re.match('(a|aa)+$', 'a' * 60 + 'b')"),
    ("an integer that is computed for ever", "return len(str(9 ** (9 ** 9)))"),
    ("signals ignored, the one for time included", "for n in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGINT, signal.SIGHUP): signal.signal(n, signal.SIG_IGN)\n    while 1: pass"),
    ("signals blocked in a thread", "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\n    while 1: pass"),
    ("the end of the process", "os._exit(0)"),
    ("the abort of the process", "os.abort()"),
    ("a kill of itself", "os.kill(os.getpid(), 9)"),
    ("a kill of everyone", "os.kill(-1, 9)"),
    ("a stop of itself", "os.kill(os.getpid(), signal.SIGSTOP)"),
    ("a stop of everyone", "os.kill(-1, signal.SIGSTOP)"),
    ("a fault of memory", "ctypes.string_at(0)"),
    ("an overflow of the stack", "sys.setrecursionlimit(10**9)\n    f = lambda: f()\n    f()"),
    ("another program in its place", "os.execv('/bin/sleep', ['sleep', '99'])"),
    ("its standard files closed", "for fd in range(3): os.close(fd)\n    print('x' * 10**6)"),
    ("a daemon that outlives it", "if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0: time.sleep(99)\n        os._exit(0)\n    return 0"),
    ("a child that is told not to die", "if os.fork() == 0: ctypes.CDLL(None).prctl(1, 0); [signal.signal(n, signal.SIG_IGN) for n in range(1, 32) if n not in (9, 19)]; time.sleep(99)\n    return 0"),
    ("children that are never buried", "while 1:\n        try:\n            if os.fork() == 0: os._exit(0)\n        except OSError: time.sleep(0.01)"),
    ("locks that wait for each other", "a = threading.Lock()\n    a.acquire(); a.acquire()"),
    ("a wait for input", "import select\n    os.read(os.openpty()[0], 1)"),
]  # fmt: skip
BEFORE = "import ctypes, os, re, signal, sys, threading, time\nimport numpy as np\nkeep = []\nworker = sys.modules['__worker__']\n"
RESOURCES = [(name, f"{BEFORE}def double(x):\n    {code}\n") for name, code in RESOURCES]

# What stops its sandbox is asked for arrays only, so that it stops one sandbox and not two.
HEAD, _, LAST = DOUBLE.split("@")
ARRAYS = Assignment(
    "arrays",
    (Question("double", "1.1", f"{HEAD}@{LAST}"), Question("total", "1.2", TOTAL)),
    frozenset(),
)
# Of those in `double`, these break the order of messages or what `total` needs, and so cost it points.
COSTS_TOTAL = {
    "memory in letters between sockets",  # which it keeps: the watch may see it only in the next question
    "builtins hold for everything",
    "json writes and reads other things",
    "base64 writes zeros",
    "struct packs a length of zero",
    "os.write claims to have written",
    "a trace function rewrites the calls of the worker",
    "a stolen nonce used twice",
    "a stolen nonce and a million replies",
    "the pipe of requests closed",
    "the pipe of requests turned to endless noise",
    "a thread that goes on writing",
    "a thread that reads all requests",
    "a child that goes on writing",
    "a child that answers twice",
    "the worker's way to reply replaced",
    "the encoding of values replaced",
    "an endless loop at the exit",
    "called by two threads at once",
    "called by a child",
}
# What hands a function of the tests to the student's code: an assignment of its own.

APPLY = """
from exercises.private.question import check

@check(points=3)
def test_a_function_is_doubled(double):
    from mlplib.checks import check_close, call_answer
    check_close("twice the function", call_answer("double", double, lambda z: z * 3, 2.0), 12.0)
"""
WITH_FUNCTION = Assignment(
    "apply", (Question("double", "1.1", APPLY), Question("total", "1.2", TOTAL)), frozenset()
)
CALLBACKS = [
    ("called without end", "while 1: f(1)"),
    ("called in itself without end", "return f(f(double(f, x)))"),
    ("called with itself", "return f(f)"),
    ("called with the answer", "return f(double)"),
    ("called with nothing", "return f()"),
    ("called with a hundred thousand arguments", "return f(*range(100_000))"),
    ("called with an object that stays here", "return f(object())"),
    ("called with an object that multiplies itself", "return f(type('L', (), {'__rmul__': lambda s, o: 12.0})())"),
    ("called with a text that grows beyond a frame", "return f('x' * 6_000_000)"),
    ("called with an array that grows beyond a frame", "return f(np.zeros(10**6).tolist() * 9)"),
    ("called with a list too deep", "a = 1\n    for _ in range(99): a = [a]\n    return f(a)"),
    ("called with four thousand digits", "return f(10**4299)"),
    ("called by two threads at once", "t = [threading.Thread(target=f, args=(1,)) for _ in range(9)]\n    [a.start() for a in t]\n    return f(x)"),
    ("called by a child", "if os.fork() == 0: f(1)\n    return f(x)"),
    ("called under another number", "say(callback=1, args={'tuple': []})\n    return worker.receive()['value']"),
    ("called with keywords in place of arguments", "say(callback=0, args={'dict': [['z', 4.0]]})\n    return worker.receive()['value']"),
    ("called and left alone", "say(callback=0, args={'tuple': [1]})\n    time.sleep(9)"),
    ("called by an old number after its test", "keep.append(f)\n    return keep[0]('x')"),
    ("asked for its code", "return f.__globals__['check_close'] or f.__code__"),
]  # fmt: skip
CALLBACKS = [(name, f"{SPEAK}\nkeep = []\ndef double(f, x):\n    {code}\n") for name, code in CALLBACKS]


# What a check computes with a value as it came: an assignment of its own.

LOOK = """
from exercises.private.question import check

@check(points=3)
def test_the_points_are_apart(double):
    import os
    import numpy as np
    from mlplib.checks import check_that, call_answer
    value = call_answer("double", double, 3.0)
    if np.ndim(value) == 1:
        value = np.abs(np.subtract.outer(value, value)).sum()
    if value == 9:
        os.abort()  # as a library does that gets no memory
    check_that("the points are apart", sum(range(int(value))) == 15)
"""
LOOKED_AT = Assignment(
    "looked_at", (Question("double", "1.1", LOOK), Question("total", "1.2", TOTAL)), frozenset()
)
LOOKS = [
    ("all pairs of many points", "np.zeros(60_000)"),
    ("all pairs of very many points", "np.zeros(10**6, np.int8)"),
    ("pairs that are nearly too many, again and again", "np.zeros(15_000) + np.inf"),
    ("a number to count to", "10**15"),
    ("a number to count to with thousands of digits", "10**4000"),
    ("what ends the process of the check", "9"),
    ("a complex number that has the right real part", "6 + 1j"),
    ("complex points that are apart by an imaginary distance", "np.array([0, 3j])"),
    ("an object in an array", "np.array([object()])"),
    ("an array without an axis that does not end", "np.zeros((10**9, 0))"),
    ("points that are not numbers", "np.array([np.nan, 1.0])"),
]
LOOKS = [(name, f"import numpy as np\ndef double(x):\n    return {value}\n") for name, value in LOOKS]


def ids(table):
    return [pytest.param(*row, id=row[0].replace(" ", "-")) for row in table]


def assert_readable(result):
    for text in told(result):
        assert text.strip()
        assert len(text) < 20_000
        assert all(line.isprintable() for line in text.split("\n"))
        text.encode()


def snapshot():
    """What an attack could change in this process."""
    modules = (np, json, builtins, question, protocol, os, struct, sys.modules["base64"])
    named = {(m.__name__, k): id(v) for m in modules for k, v in vars(m).items() if not k.startswith("__")}
    environment = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    settings = (environment, list(sys.meta_path), sys.gettrace(), sys.getprofile(), sys.excepthook)
    return named, settings, np.geterr(), len(os.listdir("/proc/self/fd")), descendants(os.getpid())


@contextmanager
def untouched():
    """Nothing of an attack has happened in this process or on this machine, and no process is left."""
    before = snapshot()
    yield
    ends = time.monotonic() + 5
    while snapshot() != before and time.monotonic() < ends:
        time.sleep(0.02)  # the watchdog of the last sandbox may still be looking
    assert snapshot() == before
    assert not [place for place in PLACES if os.path.lexists(place / CANARY)]
    assert "six" not in protocol.DTYPE.pattern


@pytest.fixture(autouse=True)
def outside():
    with untouched():
        yield


@contextmanager
def targets():
    """What must not be reached: another submission, a server, a socket, a word in the environment."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as abstract,
        pytest.MonkeyPatch.context() as patch,
    ):
        submission = Path(folder, "other.ipynb")
        submission.write_text(SECRET)
        submission.chmod(0o777)
        patch.setenv("A_TOKEN", SECRET)
        abstract.bind(f"\0{CANARY}_{os.getpid()}")
        abstract.listen()
        yield {
            "{submission}": str(submission),
            "{port}": str(server.getsockname()[1]),
            "{abstract}": f"{CANARY}_{os.getpid()}",
        }
        assert submission.read_text() == SECRET


def grade_attack(data, assignment, site):
    """The result of the bytes of a notebook; it comes within the time that the limits allow."""
    start = time.monotonic()
    result = grade(data, assignment, site, LIMITS)
    assert time.monotonic() - start < LIMITS.submission + 2
    assert_plain(result)
    assert_readable(result)
    return result


def attack(assignment, source, site):
    return grade_attack(notebook(HONEST_TOTAL, source), assignment, site)


def attempt(code, site):
    with targets() as words:
        for word, value in words.items():
            code = code.replace(word, value)
        return attack(MINI, ATTEMPT.replace("BODY", code), site)


def grade_file(make, site):
    return grade_attack(make(), FRAMED, site)


def rows(tables, *make):
    """{what is tried: a function of the folder of packages that tries it}, of named tables."""
    return {f"{kind}: {name}": partial(*make, what) for kind, table in tables.items() for name, what in table}


ATTACKS = {
    **rows({"patches": PATCHES, "values": LIES, "errors": ERRORS, "cells": IN_CELLS}, attack, MINI),
    **rows({"protocol": PROTOCOL, "resources": RESOURCES}, attack, ARRAYS),
    **rows({"looks": LOOKS}, attack, LOOKED_AT),
}
WITH_CALLBACKS = rows({"callbacks": CALLBACKS}, attack, WITH_FUNCTION)
ATTEMPTS = rows({"reading": READING, "writing": WRITING, "network": NETWORK, "privilege": PRIVILEGE}, attempt)


def grade_row(site, row):
    with untouched():
        return (ATTACKS | WITH_CALLBACKS | ATTEMPTS | NO_NOTEBOOKS)[row](site)


@pytest.fixture(scope="module")
def outcomes(table):
    return table(grade_row)


def points_of_total(result):
    """What is left to the honest answer; the attacked question has none, and a reason."""
    double, total = result.questions
    assert double["points"] == 0
    assert double["failed"]
    return total["points"]


@pytest.mark.parametrize("row", ATTACKS)
def test_an_attack_earns_nothing_and_costs_only_its_own_question(outcomes, row):
    total = points_of_total(outcomes[row])
    category, name = row.split(": ", 1)
    assert total == 2 or category == "cells" or name in COSTS_TOTAL
    assert not [text for text in told(outcomes[row]) if "NameError" in text or "SyntaxError" in text]


@pytest.mark.parametrize("row", WITH_CALLBACKS)
def test_a_function_of_the_tests_gives_no_way_in(outcomes, row):
    total = points_of_total(outcomes[row])
    assert total == 2 or row.removeprefix("callbacks: ") in COSTS_TOTAL


@pytest.mark.parametrize("row", ATTEMPTS)
def test_an_attempt_to_leave_the_sandbox_is_in_vain(outcomes, row):
    assert points_of_total(outcomes[row]) == 2
    says = told(outcomes[row])[0]
    assert "in vain: " in says
    assert SECRET not in says
    mistakes = ("NameError", "SyntaxError", "TypeError", "ModuleNotFoundError", "ArgumentError")
    assert not [word for word in mistakes if word in says]


def test_hidden_inputs_do_not_show_in_what_a_public_check_says(site):
    """The answer to `double` keeps what it is asked, and that to `total` tells it."""
    code = "seen = []\ndef double(x): seen.append(repr(x))\ndef total(x): raise ValueError(' '.join(seen))"
    result = grade_attack(notebook(code), MINI, site)
    page = feedback_of(results.merge(SOMEBODY, MINI, result, None, ["double", "total"]))
    assert "ValueError: 3.0" in page
    assert "array(" not in page  # as repr shows what the hidden check gives


def test_hidden_inputs_do_not_show_in_a_note(site):
    """A name that is defined twice is noted where a public check finds no answer, whatever a hidden one finds."""
    stub = "def double(x):\n    if type(x) is float: return 2 * x\n    raise NotImplementedError('an array')"
    result = grade_attack(notebook("def double(x): return 2 * x", stub, HONEST_TOTAL), MINI, site)
    assert points(result) == [1, 2]
    assert result.notes == []


def test_a_setup_that_is_too_large_for_a_frame_is_a_reason(site):
    result = grade_attack(notebook("x = '" + "ä" * 3_000_000 + "'"), MINI, site)
    assert points(result) == [0, 0]
    assert "MB" in told(result)[-1]


CLONES = [image.STANDARD, image.STANDARD / "site-packages", Path(sys.base_prefix)]
CLONES += [Path(place) for place in ("/usr", "/usr/lib", "/lib", "/opt", "/etc", "/bin", "/root")]
WALK = "raise ValueError([f'{at}/{n}' for at, _, names in os.walk('/') if at[:5] != '/proc' for n in names if WORD in n])"


def test_a_clone_is_not_seen_wherever_it_lies(tmp_path):
    with ExitStack() as stack:
        clones = [
            stack.enter_context(tempfile.TemporaryDirectory(dir=place, prefix=CANARY))
            for place in (tmp_path, *CLONES)
            if os.access(place, os.W_OK)
        ]
        for clone in clones:
            Path(clone, f"{CANARY}.py").write_text("SOLUTION = 1")
        folder = tmp_path / "image"
        folder.mkdir()
        image.prepare(folder)
        at, known = f"{clones[0]}/{CANARY}.py", f"import os\nWORD = {CANARY!r}\n{WALK}"
        with Sandbox([f"open({at!r})", known, f"import os\nWORD = 'worker'\n{WALK}"], folder) as sandbox:
            assert sandbox.failed[0][1] == "FileNotFoundError"
            assert sandbox.failed[1] == [2, "ValueError", "[]"]
            assert sandbox.failed[2] == [3, "ValueError", "['/site/worker.py']"]


def test_what_may_not_be_imported_is_not_there(site):
    packages = (
        "pip",
        "setuptools",
        "pandas",
        "scipy",
        "IPython.core.interactiveshell",
        "mlplib.losses",
        "exercises",
    )
    cells = [f"import sys\nsys.path += {[str(p) for p in CLONES]}\nimport {name}" for name in packages]
    with Sandbox([*cells, f"import os\nWORD = 'METADATA'\n{WALK}"], site) as sandbox:
        *missing, last = sandbox.failed
        assert [kind for _, kind, _ in missing] == ["ModuleNotFoundError"] * len(packages)
        assert last[2] == "[]"


def test_the_filter_knows_two_machines():
    assert len(seccomp.program("x86_64")) == len(seccomp.program("aarch64"))
    assert seccomp.program("x86_64") != seccomp.program("aarch64")
    with pytest.raises(KeyError):
        seccomp.program("pdp11")


def test_a_sandbox_leaves_no_process_even_if_its_first_one_stays(site):
    with Sandbox(["import os, time\nif os.fork() == 0:\n    time.sleep(99)"], site) as sandbox:
        inside = descendants(sandbox.process.pid)
        assert len(inside) == 3
    assert not [pid for pid in inside if Path(f"/proc/{pid}/root").exists()]


def test_a_sandbox_that_is_stopped_is_closed(site):
    with pytest.raises(Stopped, match="took longer"):
        Sandbox(["while 1: pass"], site, limits=Limits(cell=0.3))


# Files of notebooks that are no notebooks. What `total` still earns is beside each.


def cell(source, **more):
    return {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": source,
    } | more


def nb(*cells, **more):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more


def dump(thing):
    return json.dumps(thing).encode()


TOTAL_CELL = cell(HONEST_TOTAL)
ATTACK = "def double(x): return x"
CHECK = 'grader.check("total")'
WIDGET = {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}, "metadata": {}}
NOTEBOOKS = [
    ("nothing at all", lambda: b"", 0),
    ("only white space", lambda: b" \n\t" * 99, 0),
    ("null bytes", lambda: bytes(1000), 0),
    ("a zip under the name of a notebook", lambda: b"PK\x03\x04" + bytes(99), 0),
    ("a pickle under the name of a notebook", lambda: b"\x80\x04\x95cos\nsystem\n(S'touch x'\ntR.", 0),
    ("a notebook cut off in the middle", lambda: dump(nb(TOTAL_CELL))[:-9], 0),
    ("two notebooks in one file", lambda: dump(nb(TOTAL_CELL)) * 2, 0),
    ("a list of notebooks", lambda: dump([nb(TOTAL_CELL)]), 0),
    ("a notebook in a notebook", lambda: dump(nb(nb(TOTAL_CELL))), 0),
    ("a number", lambda: b"6", 0),
    ("a number of a hundred thousand digits", lambda: b"6" * 100_000, 0),
    ("cells that are a dict", lambda: dump(nb() | {"cells": {"0": TOTAL_CELL}}), 0),
    ("cells that are null", lambda: dump(nb() | {"cells": None}), 0),
    ("cells that are text, numbers and null beside good ones", lambda: dump(nb("x", 1, None, [], TOTAL_CELL)), 2),
    ("a source that is a dict", lambda: dump(nb(cell({"a": "1/0"}), TOTAL_CELL)), 2),
    ("a source that is a number", lambda: dump(nb(cell(7), TOTAL_CELL)), 2),
    ("a source that is null", lambda: dump(nb(cell(None), TOTAL_CELL)), 2),
    ("a source of lines that are numbers", lambda: dump(nb(cell([1, 2]), TOTAL_CELL)), 2),
    ("a source of lists of lines", lambda: dump(nb(cell([["x = 1"]]), TOTAL_CELL)), 2),
    ("a kind of cell that is a list", lambda: dump(nb(cell("1/0", cell_type=["code"]), TOTAL_CELL)), 2),
    ("a kind of cell that is a dict", lambda: dump(nb(cell("1/0", cell_type={}), TOTAL_CELL)), 2),
    ("numbers that JSON does not know", lambda: dump(nb(TOTAL_CELL, metadata={"a": float("nan")})), 2),
    ("one key twice, the second empty", lambda: dump(nb(TOTAL_CELL))[:-1] + b', "cells": []}', 0),
    ("one key twice, the first empty", lambda: b'{"cells": [], ' + dump(nb(TOTAL_CELL))[1:], 2),
    ("a mark of the order of bytes", lambda: b"\xef\xbb\xbf" + dump(nb(TOTAL_CELL)), 2),
    ("sixteen bits a character", lambda: dump(nb(TOTAL_CELL)).decode().encode("utf-16"), 2),
    ("thirty-two bits a character", lambda: dump(nb(TOTAL_CELL)).decode().encode("utf-32"), 2),
    ("bytes that are no UTF-8", lambda: dump(nb(cell("# x"), TOTAL_CELL)).replace(b"# x", b"# \xff\xfe"), 2),
    ("halves of characters in a cell", lambda: dump(nb(cell("'\ud800'"), TOTAL_CELL)), 2),
    ("a null byte in a cell", lambda: dump(nb(cell("x = '\0'"), TOTAL_CELL)), 2),
    ("a hundred thousand cells", lambda: dump(nb(*[cell("")] * 100_000)), 0),
    ("two thousand cells that fail", lambda: dump(nb(TOTAL_CELL, *[cell("1/0")] * 1999)), 2),
    ("a file of sixty-one megabytes", lambda: dump(nb(TOTAL_CELL, metadata={"x": "x" * 61_000_000})), 0),
    ("nineteen megabytes of code", lambda: dump(nb(TOTAL_CELL, cell("#" * 19_000_000))), 0),
    ("metadata nested a hundred thousand times", lambda: b'{"cells": [], "x": ' + b"[" * 100_000, 0),
    ("code nested ten thousand times", lambda: dump(nb(cell("(" * 10_000 + ")" * 10_000), TOTAL_CELL)), 2),
    ("a tag that says that a cell only checks", lambda: dump(nb(cell(ATTACK, metadata={"tags": ["check"]}), TOTAL_CELL)), 2),
    ("metadata with points", lambda: dump(nb(TOTAL_CELL, metadata={"grader": {"tests": {"double": {"points": 99}}}})), 2),
    ("the id of a cell that checks around other code", lambda: dump(nb(cell(ATTACK, id="check-double"), TOTAL_CELL)), 2),
    ("ids that are all the same", lambda: dump(nb(cell(ATTACK, id="a"), TOTAL_CELL | {"id": "a"})), 2),
    ("the code of a check with an attack behind it", lambda: dump(nb(cell(f"{CHECK}\n{ATTACK}"), TOTAL_CELL)), 2),
    ("a check that never ends, as the released one is written", lambda: dump(nb(TOTAL_CELL, cell("while 1: pass"))), 2),
    ("attachments and outputs with scripts", lambda: dump(nb(TOTAL_CELL | {"outputs": [WIDGET], "attachments": {"../x": {"a": "b"}}})), 2),
    ("widgets with a state of code", lambda: dump(nb(TOTAL_CELL, metadata={"widgets": {"application/x": {"state": ATTACK}}})), 2),
    ("a kernel that runs a command", lambda: dump(nb(TOTAL_CELL, metadata={"kernelspec": {"name": "bash", "argv": ["sh"]}})), 2),
    ("a format of the future", lambda: dump(nb(TOTAL_CELL, nbformat=99)), 2),
    ("a format that is code", lambda: dump(nb(TOTAL_CELL, nbformat="__import__('os')._exit(0)")), 2),
    ("a magic that runs a shell", lambda: dump(nb(cell(f"!touch /tmp/{CANARY}"), cell(f"%%bash\ntouch /tmp/{CANARY}"), TOTAL_CELL)), 2),
    ("a magic that runs a file", lambda: dump(nb(cell("%run /proc/self/mem"), cell("%load_ext os"), TOTAL_CELL)), 2),
    ("a coding that hides code", lambda: dump(nb(cell("# -*- coding: utf-7 -*-\n+AG8AcwAu-"), TOTAL_CELL)), 2),
    ("a future import that is none", lambda: dump(nb(cell("from __future__ import braces"), TOTAL_CELL)), 2),
]  # fmt: skip


FRAMED = Assignment("mini", MINI.questions, frozenset({CHECK, "while 1: pass"}))
LEFT = {f"file: {name}": total for name, _, total in NOTEBOOKS}
NO_NOTEBOOKS = rows({"file": [(name, make) for name, make, _ in NOTEBOOKS]}, grade_file)


@pytest.mark.parametrize("row", NO_NOTEBOOKS)
def test_a_file_that_is_no_honest_notebook_gets_a_result(outcomes, row):
    assert points(outcomes[row]) == [0, LEFT[row]]
    assert told(outcomes[row])


# Files and zips that are handed in. Each builder fills a folder and gives what `find` is to be asked.

NB = dump(nb(TOTAL_CELL))


def zipped(path, *entries, **options):
    """A zip of (name, bytes); a name may be a ZipInfo."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        warnings.simplefilter("ignore")
        for name, data in entries:
            archive.writestr(name, data)
    return path


def inner(*entries):
    memory = io.BytesIO()
    zipped(memory, *entries)
    return memory.getvalue()


def link(name, to):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, to


def dated(name, year):
    return zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0))


def encrypted(folder):
    path = zipped(folder / "a.zip", ("ann/a.ipynb", NB))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    return path


def damaged(folder):
    path = zipped(folder / "a.zip", ("ann/a.ipynb", NB), ("bob/b.ipynb", NB))
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    return path


def unknown_compression(folder):
    path = zipped(folder / "a.zip", ("ann/a.ipynb", NB))
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x63\0")
    )
    return path


def nameless(folder):
    """A zip in which a name begins with a null byte, where it ends for Python."""
    path = zipped(folder / "a.zip", ("Q.ipynb", NB), (".", NB), ("..", NB), ("ann/a.ipynb", NB))
    path.write_bytes(path.read_bytes().replace(b"Q.ipynb", b"\0.ipynb"))
    return path


def written(folder, name, data=NB):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return folder


def linked(folder, name, to):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(to)
    return folder


def pipe(folder):
    os.mkfifo(folder / "ann.ipynb")
    return folder


def sock(folder):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "ann.ipynb"))
    return folder


def huge(folder):
    with open(folder / "ann.ipynb", "wb") as file:
        file.truncate(10**12)
    return folder


def old(folder):
    written(folder, "ann.ipynb")
    os.utime(folder / "ann.ipynb", (10**11, 10**12))
    return folder


def raw_name(folder):
    (folder / os.fsdecode(b"ann\xff\xfe.ipynb")).write_bytes(NB)
    return folder


def many(folder):
    empty = [(f"{k}.txt", b"") for k in range(archives.MAX_ENTRIES)]
    return written(folder, "ann.zip", inner(*empty, ("ann/a.ipynb", NB)))


MOODLE, ZEROS = "{}_{}_assignsubmission_file/{}", bytes(61_000_000)
GOOD = ""
FILES = [
    ("a link in a zip", lambda f: zipped(f / "a.zip", link("ann/a.ipynb", "/etc/passwd")), {"ann": "link"}),
    ("a link in a zip in a zip", lambda f: zipped(f / "a.zip", ("ann/a.zip", inner(link("b.ipynb", "/etc/passwd")))), {"ann": "link"}),
    ("a link in a folder", lambda f: linked(f, "ann.ipynb", "/etc/passwd"), {"ann": "link"}),
    ("a link to nothing", lambda f: linked(f, "ann.ipynb", "nowhere"), {"ann": "link"}),
    ("a link to itself", lambda f: linked(f, "ann.ipynb", "ann.ipynb"), {"ann": "link"}),
    ("a link named as a zip", lambda f: linked(f, "ann.zip", "/dev/zero"), {"ann": "link"}),
    ("a link to a device without end", lambda f: linked(f, "ann.ipynb", "/dev/zero"), {"ann": "link"}),
    ("a link to the folder above", lambda f: written(linked(f, "bob", ".."), "ann.ipynb"), {"ann": GOOD, "bob": "link"}),
    ("an absolute path", lambda f: zipped(f / "a.zip", (f"/tmp/{CANARY}/a.ipynb", NB)), {"tmp": GOOD}),
    ("a path upwards", lambda f: zipped(f / "a.zip", (f"../../../../tmp/{CANARY}.ipynb", NB)), {"tmp": GOOD}),
    ("a path with backslashes", lambda f: zipped(f / "a.zip", ("..\\..\\ann\\a.ipynb", NB)), {"ann": GOOD}),
    ("a path of a drive", lambda f: zipped(f / "a.zip", ("C:/ann/a.ipynb", NB)), {"C:": GOOD}),
    ("an empty path", nameless, {"ann": GOOD}),
    ("a file that unpacks a thousandfold", lambda f: zipped(f / "a.zip", ("ann/a.ipynb", ZEROS)), {"ann": "MB"}),
    ("a zip in a zip that unpacks a thousandfold", lambda f: zipped(f / "a.zip", ("ann/a.zip", inner(("b.ipynb", ZEROS)))), {"ann": "MB"}),
    ("many files that fit, together too much", lambda f: written(f, "ann.zip", inner(*[(f"{k}.ipynb", ZEROS[: 19 * 10**6]) for k in range(14)])), {"ann": GOOD}),
    ("zips in zips in zips", lambda f: zipped(f / "a.zip", ("ann/a.zip", inner(("b.zip", inner(("c.ipynb", NB))), ("d.ipynb", NB)))), {"ann": GOOD}),
    ("a zip with a password", encrypted, {"ann": "unpacked"}),
    ("a file with a damaged middle", damaged, {"ann": "unpacked", "bob": GOOD}),
    ("a compression that nobody knows", unknown_compression, {"ann": "unpacked"}),
    ("a zip that is none", lambda f: written(f, "ann.zip", b"PK" * 99), {"ann": "zip that cannot be read"}),
    ("a zip that is empty", lambda f: written(f, "ann.zip", b""), {"ann": "zip that cannot be read"}),
    ("a zip cut off", lambda f: written(f, "ann.zip", inner(("a.ipynb", NB))[:-30]), {"ann": "zip that cannot be read"}),
    ("a zip in a zip that is none", lambda f: zipped(f / "a.zip", ("ann/a.zip", b"x")), {"ann": "zip that cannot be read"}),
    ("a comment that holds another zip", lambda f: written(f, "ann.zip", inner(("a.ipynb", NB)) + inner(("b.ipynb", NB))), {"ann": GOOD}),
    ("a name with a line break", lambda f: zipped(f / "a.zip", ("ann\nbob/a.ipynb", NB)), {"ann\\nbob": GOOD}),
    ("a name of HTML", lambda f: zipped(f / "a.zip", ("<script>alert(1)<@script>/a.ipynb", NB)), {"<script>alert(1)<@script>": GOOD}),
    ("a name that clears the terminal", lambda f: zipped(f / "a.zip", ("\x1b[2J/a.ipynb", NB)), {"\\x1b[2J": GOOD}),
    ("a name that runs backwards", lambda f: zipped(f / "a.zip", ("\u202enna/a.ipynb", NB)), {"\\u202enna": GOOD}),
    ("a name of sixty thousand letters", lambda f: zipped(f / "a.zip", ("n" * 60_000 + "/a.ipynb", NB)), {None: GOOD}),
    ("a name that is no UTF-8", raw_name, {"ann\\udcff\\udcfe": GOOD}),
    ("more files than are read", many, {"ann": "20000 files"}),
    ("one name many times in a zip", lambda f: zipped(f / "a.zip", *[("ann/a.ipynb", NB)] * 9), {"ann": GOOD}),
    ("a name in capitals", lambda f: written(f, "ANN.IPYNB"), {"ANN": GOOD}),
    ("a folder with the name of a notebook", lambda f: written(f, "x.ipynb/y.ipynb"), {"x.ipynb": GOOD}),
    ("a folder in a zip with the name of a notebook", lambda f: zipped(f / "a.zip", ("x.ipynb/", b""), ("ann/a.ipynb", NB)), {"ann": GOOD}),
    ("a pipe that nobody writes to", pipe, {"ann": "no file"}),
    ("a socket", sock, {"ann": "no file"}),
    ("a terabyte of nothing", huge, {"ann": "MB"}),
    ("a date far beyond the calendar", old, {"ann": GOOD}),
    ("a date that is none", lambda f: zipped(f / "a.zip", (dated("ann/a.ipynb", 1980), NB)), {"ann": GOOD}),
    ("files that a system leaves behind", lambda f: zipped(f / "a.zip", ("__MACOSX/ann/._a.ipynb", b"x"), ("ann/.ipynb_checkpoints/a.ipynb", b"x"), ("ann/a.ipynb", NB)), {"ann": GOOD}),
    ("a broken file beside a good one of the same time", lambda f: zipped(f / "a.zip", (dated("ann/a.ipynb", 2020), NB), (dated("ann/b.zip", 2020), b"x")), {"ann": GOOD}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "build", "expected"), ids(FILES))
def test_a_hostile_file_is_read_as_no_more_than_it_is(tmp_path, name, build, expected):
    found = submissions.find([build(tmp_path)])
    problems = {submission.student: submission.problem for submission in found}
    if None not in expected:
        assert {s: p for s, p in problems.items() if s in expected or p} == problems
        assert set(problems) - {"a"} == set(expected) - {"a"}
    for student, words in expected.items():
        problem = problems[student] if student else found[0].problem
        assert words in problem
        assert bool(words) == bool(problem)
    for submission in found:
        assert len(submission.student) < 200
        assert (submission.student + submission.source).isprintable()
        assert submission.problem or submission.data == NB or name == "many files that fit, together too much"
        digest(submission), results.file_name(submission.student, submission.key)


IMPERSONATIONS = [
    ("the names of Moodle in a student's zip", lambda f: written(f, "bob.zip", inner((MOODLE.format("Ann", 1, "a.ipynb"), NB)))),
    ("the names of Canvas in a student's zip", lambda f: written(f, "bob.zip", inner(("ann_1_2_a.ipynb", NB)))),
    ("a folder of another in a student's zip", lambda f: written(f, "bob.zip", inner(("Ann/a.ipynb", NB)))),
    ("the names of Moodle in a zip in the zip of Moodle", lambda f: zipped(f / "m.zip", (MOODLE.format("bob", 1, "a.zip"), inner((MOODLE.format("Ann", 2, "a.ipynb"), NB))))),
    ("the names of Canvas in a student's folder", lambda f: written(f, "bob/ann_1_2_a.ipynb")),
    ("a path from one folder of Moodle to another", lambda f: zipped(f / "m.zip", (MOODLE.format("bob", 1, "../Ann_2_assignsubmission_file/a.ipynb"), NB))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "build"), ids(IMPERSONATIONS))
def test_nobody_hands_in_under_the_name_of_another(tmp_path, name, build):
    assert [submission.student for submission in submissions.find([build(tmp_path)])] == ["bob"]


def test_two_students_of_one_name_are_both_graded(tmp_path):
    two = zipped(
        tmp_path / "c.zip", ("smith_11_1_a.ipynb", NB), ("smith_22_2_a.ipynb", NB), ("x_3_3_a.ipynb", NB)
    )
    found = submissions.find([two])
    assert [s.student for s in found] == ["smith", "smith", "x"]
    assert len({s.key for s in found}) == 3


def test_a_zip_of_a_student_cannot_choose_its_time(tmp_path):
    future = inner((dated("a.ipynb", 2107), NB))
    name = MOODLE.format("bob", 1, "a.zip")
    first = zipped(tmp_path / "1.zip", (dated(name, 2020), future))
    second = zipped(tmp_path / "2.zip", (dated(name, 2021), inner((dated("a.ipynb", 1990), NB + b" "))))
    (found,) = submissions.find([second, first])
    assert (found.time, found.data) == ("", NB + b" ")


# What is stored, and the pages and tables that people open.

SOMEBODY = submissions.Submission("Ann", "name:Ann", "a.ipynb", "2020-01-01T00:00:00", b"x")
MARKUP = [
    "<script>alert(1)</script>",
    "</pre><img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "</title><meta http-equiv=refresh content=0;url=//evil>",
    "&lt;b&gt; {title} {body} {0} %s",
    "\ud800<b>",
    "\x00\x1b[31m<b>",
]


def graded_by(word):
    """A result in which every text of a student's is this word."""
    failed = [{"check": "c", "hidden": False, "says": word}]
    questions = [
        {
            "name": q.name,
            "exercise": q.exercise,
            "digest": q.digest,
            "points": 0,
            "possible": 2,
            "failed": failed,
        }
        for q in MINI.questions
    ]
    result = results.merge(SOMEBODY, MINI, type("G", (), {"questions": questions, "notes": [word]}), None, [])
    return result | {"student": word, "source": word}


def mark_of(result):
    """The mark of a hand-in whose names are those of a result."""
    submission = replace(SOMEBODY, student=result["student"], source=result["source"])
    (mark,) = marks.marks([submission], [result], [], [], marks.Policy())
    return mark


def feedback_of(result):
    return pages.feedback(mark_of(result), MINI)


@pytest.mark.parametrize("word", MARKUP, ids=ascii)
def test_markup_of_a_student_is_text_on_every_page(tmp_path, word):
    result = graded_by(word)
    for page in (feedback_of(result), pages.statistics([mark_of(result)], MINI)):
        body = page.split("<body>")[1].replace("</body>", "")
        assert not [tag for tag in ("<script", "<img", "<svg/", "<meta", "<b>", "<title") if tag in body]
        assert "Content-Security-Policy" in page.split("<body>")[0]
        results.write(tmp_path / "page.html", page)


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r\n=1",
    " =1",
    "＝1",
    "=cmd|' /C calc'!A0",
    "x;=1",
    'x;"=1',
]
FORMULAS += ["\x00=1", "\ufeff=1", "x|=1", "-2+3+cmd", "'=1"]


@pytest.mark.parametrize("word", FORMULAS, ids=ascii)
def test_a_formula_of_a_student_is_text_in_the_table(word):
    import csv

    table = tables.grades_csv([mark_of(graded_by(word))], MINI)
    for separator in ",;":
        for cell_text in list(csv.reader(io.StringIO(table), delimiter=separator))[1]:
            number = cell_text.lstrip("-").replace(".", "").isdigit()
            assert number or not cell_text.strip().startswith(("=", "+", "-", "@", "＝", "\ufeff"))
    assert len(table.splitlines()) == 2


TAMPERED = [
    ("nothing", lambda r: ""),
    ("no JSON", lambda r: "x"),
    ("null", lambda r: "null"),
    ("nothing but a name", lambda r: json.dumps({"student": "Ann"})),
    ("a list", lambda r: "[]"),
    ("brackets without end", lambda r: "[" * 100_000),
    ("nothing but the hash", lambda r: json.dumps({"sha256": r["sha256"]})),
    ("questions that are a dict", lambda r: json.dumps(r | {"questions": {}})),
    ("questions without a name", lambda r: json.dumps(r | {"questions": [{}]})),
    ("points that are text", lambda r: json.dumps(r | {"points": "5"})),
    ("points that do not add up", lambda r: json.dumps(r | {"points": 5})),
    ("more points than there are", lambda r: edited(r, points=99)),
    ("points below nothing", lambda r: edited(r, points=-1)),
    ("points that are no number", lambda r: edited(r, points=float("nan"))),
    ("failures that are text", lambda r: edited(r, failed="none")),
    ("failures without words", lambda r: edited(r, failed=[{"check": 1}])),
    ("notes that are numbers", lambda r: json.dumps(r | {"notes": [1]})),
    ("another student", lambda r: json.dumps(r | {"key": "Bob"})),
    ("tests that have changed", lambda r: edited(r, digest="old")),
    ("half a file", lambda r: json.dumps(r)[:-40]),
]


def edited(result, **changes):
    questions = [question | changes for question in result["questions"]]
    points = sum(question["points"] for question in questions)
    return json.dumps(result | {"questions": questions, "points": points})


@pytest.mark.parametrize(("name", "tamper"), ids(TAMPERED))
def test_a_stored_result_that_was_tampered_with_is_graded_again(tmp_path, name, tamper):
    store = results.Store(tmp_path)
    result = graded_by("Ann")
    store.save(SOMEBODY, result)
    assert results.plan(SOMEBODY, MINI, store.read(SOMEBODY)) == {}
    store.path(SOMEBODY).write_text(tamper(result))
    assert list(results.plan(SOMEBODY, MINI, store.read(SOMEBODY))) == ["double", "total"]


def test_notes_of_an_earlier_notebook_are_not_kept():
    fresh = type("G", (), {"questions": graded_by("x")["questions"], "notes": []})
    assert results.merge(SOMEBODY, MINI, fresh, graded_by("old"), ["double", "total"])["notes"] == []

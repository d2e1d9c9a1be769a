"""Honest notebooks, however odd: tables of cells and of files, and the points that they should earn."""

# ruff: noqa: E501 - an oddity a line, however long, is a table that can be read
import json

from exercises.private.tests.grading.mini import BOTH, RIGHT_DOUBLE, RIGHT_TOTAL, code, document

# Every table: what is odd, and the code cells of a notebook that answers both questions right.

NOISE = {
    "warnings are raised": ("import warnings\nwarnings.warn('careful')", BOTH),
    "an answer warns": (
        "import warnings",
        "def double(x):\n    warnings.warn('twice')\n    return 2 * x",
        RIGHT_TOTAL,
    ),
    "warnings are errors": ("import warnings\nwarnings.simplefilter('error')", BOTH),
    "an answer prints": (
        "def double(x):\n    print('x is', x, flush=True)\n    return 2 * x",
        "def total(x):\n    for part in x: print(part)\n    return sum(x)",
    ),
    "an answer prints to stderr": (
        "import sys\ndef double(x):\n    print(x, file=sys.stderr)\n    sys.stdout.write('hm')\n"
        "    return 2 * x",
        RIGHT_TOTAL,
    ),
    "a cell prints ten megabytes": ("for _ in range(100):\n    print('x' * 100_000)", BOTH),
    "an answer prints a megabyte": ("def double(x):\n    print('x' * 10**6)\n    return 2 * x", RIGHT_TOTAL),
    "a logger talks": (
        "import logging\nlogging.basicConfig(level=logging.DEBUG, force=True)\nlogging.info('hello')",
        "def double(x):\n    logging.debug('double')\n    return 2 * x",
        RIGHT_TOTAL,
    ),
    "an invalid escape in a string": ("path = 'C:\\data'", BOTH),
    "results are shown as the last line": (BOTH, "double(3)", "total([1, 2])", "_ = double(2);"),
    "display shows results": (BOTH, "display(double(3))", "display('a', total([1]))"),
    "pretty printing is set up": (
        "import numpy as np\nnp.set_printoptions(precision=3, suppress=True)",
        BOTH,
    ),
    "numpy raises for bad numbers": ("import numpy as np\nnp.seterr(all='raise')", BOTH),
    "a division by zero in a helper cell": ("import numpy as np\nnp.array([1.0]) / 0", BOTH),
}

MAGICS = {
    "%time on a line": (BOTH, "%time double(3)", "%time y = total([1, 2])"),
    "%%time on the cell of an answer": (f"%%time\n{RIGHT_DOUBLE}", f"%%time\n\n{RIGHT_TOTAL}"),
    "%%capture on the cell of an answer": (f"%%capture\n{RIGHT_DOUBLE}", f"%%capture out\n{RIGHT_TOTAL}"),
    "what %%capture has kept is shown": (
        f"%%capture out --no-stderr\nprint(1)\n{RIGHT_DOUBLE}",
        "out.show()\nif out.stdout:\n    total = sum",
    ),
    "%matplotlib inline in the cell of an answer": (f"%matplotlib inline\n{BOTH}",),
    "%matplotlib after the answer": (f"{BOTH}\n%matplotlib notebook",),
    "a line magic inside a block": (
        "if True:\n    %matplotlib inline\n    def double(x):\n        return 2 * x",
        RIGHT_TOTAL,
    ),
    "autoreload": (f"%load_ext autoreload\n%autoreload 2\n{BOTH}",),
    "a shell command": (f"!ls -l\n{RIGHT_DOUBLE}", f"files = !ls\n{RIGHT_TOTAL}"),
    "pip": (f"%pip install --quiet numpy\n!pip install numpy\n{BOTH}",),
    "questions about a function": (f"{BOTH}\ndouble?\n?total\ntotal??", "import numpy as np\nnp.sum?"),
    "%timeit": (BOTH, "%timeit double(3)", "%%timeit\ntotal([1, 2])"),
    "%timeit with options before an answer": (f"%timeit -n 10 -r 3 sum([1, 2])\n{BOTH}",),
    "the result of %timeit is kept": (f"{RIGHT_DOUBLE}\nt = %timeit -o -q double(3)\n{RIGHT_TOTAL}",),
    "the result of %time is kept": (f"{RIGHT_DOUBLE}\ny = %time double(3)\nassert y == 6\n{RIGHT_TOTAL}",),
    "cells in other languages": ("%%bash\necho hello", "%%html\n<b>bold</b>", "%%latex\n$x$", BOTH),
    "another folder and a variable": (f"%cd /content\n%env FOO=1\n{BOTH}",),
    "an unknown magic": ("%no_such_magic 1", "%%no_such_cell_magic\nx", BOTH),
    "settings of inline figures": ("%config InlineBackend.figure_format = 'retina'\n" + BOTH,),
    "a program of its own names something as an answer": (BOTH, "%%python\ntotal = 3"),
    "the folder in which Colab works": (
        f"%%writefile /content/mine.py\n{BOTH}",
        "import os, sys\nos.chdir('/content')\nsys.path.append('/content')\nfrom mine import double, total",
    ),
    "what %%timeit calls as an answer is called": (
        BOTH,
        "%%timeit\ntotal = 0\nfor k in range(10): total += k",
        "%timeit double = 3",
    ),
    "%%time and %%capture on cells that import what is not there": (
        f"%%time\nimport no_such_module\n{RIGHT_DOUBLE}",
        f"%%capture\nimport no_such_module\n{RIGHT_TOTAL}",
    ),
    "a file in a folder that the shell makes, run by a name in quotes": (
        "!mkdir -p src",
        f"%%writefile 'src/my answers.py'\n{BOTH}",
        "%run -i 'src/my answers.py'",
    ),
    "the shell is asked for": (f"get_ipython().run_line_magic('matplotlib', 'inline')\n{BOTH}",),
    "the shell is imported": (
        f"from IPython import get_ipython\nget_ipython().magic('matplotlib inline')\n{BOTH}",
    ),
    "every value of a cell is shown": (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"InteractiveShell.ast_node_interactivity = 'all'\n{BOTH}",
    ),
    "variables are listed": (f"%who\n%whos\n%reset -f\n{BOTH}",),
    "a cell is indented as a whole": ("    def double(x):\n        return 2 * x\n", RIGHT_TOTAL),
    "a cell is pasted with prompts": (">>> def double(x):\n...     return 2 * x", RIGHT_TOTAL),
    "a file written by a magic is imported": (
        f"%%writefile mine.py\n{BOTH}",
        "from mine import double, total",
    ),
    "await at the top of a cell": (f"import asyncio\nawait asyncio.sleep(0)\n{BOTH}",),
}

HELPERS = {
    "a helper function": (
        "def times(a, b):\n    return a * b",
        "def double(x): return times(2, x)",
        RIGHT_TOTAL,
    ),
    "a helper below its user": (
        "def double(x): return times(2, x)",
        RIGHT_TOTAL,
        "def times(a, b): return a * b",
    ),
    "a helper class": (
        "class Scale:\n    def __init__(self, k):\n        self.k = k\n    def of(self, x):\n"
        "        return self.k * x",
        "two = Scale(2)\ndef double(x):\n    return two.of(x)",
        RIGHT_TOTAL,
    ),
    "a dataclass": (
        "from dataclasses import dataclass, field\n"
        "@dataclass\nclass Factor:\n    k: float = 2.0\n    seen: list = field(default_factory=list)",
        "def double(x):\n    return Factor().k * x",
        RIGHT_TOTAL,
    ),
    "annotations from the future": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Factor:\n    k: float\n    other: Factor | None = None\n"
        "def double(x: Array) -> Array:\n    return Factor(2).k * x",
        RIGHT_TOTAL,
    ),
    "annotations from the future in a cell above": (
        "from __future__ import annotations",
        "def double(x: Array) -> Array:\n    return 2 * x",
        RIGHT_TOTAL,
    ),
    "answers given to the module of the notebook": (
        "import __main__, sys\ndef twice(x): return 2 * x\n__main__.double = twice\n"
        "setattr(sys.modules[__name__], 'total', sum)\nassert vars(__main__) is globals()",
        "assert double(3) == 6 == total([1, 2, 3])",
    ),
    "objects of the notebook pickled": (
        f"import pickle\nclass Two: pass\nassert isinstance(pickle.loads(pickle.dumps(Two())), Two)\n{BOTH}",
    ),
    "a decorator that reads the source": (
        "import inspect\ndef shown(f):\n    print(inspect.getsource(f))\n    return f",
        f"@shown\n{RIGHT_DOUBLE}",
        RIGHT_TOTAL,
    ),
    "type hints": (
        "import numpy as np\nimport numpy.typing as npt\nfrom typing import Optional, Union",
        "def double(x: Union[float, npt.NDArray[np.float64]]) -> Optional[npt.ArrayLike]:\n    return 2 * x",
        "def total(x: list[float] | np.ndarray, /) -> float:\n    return sum(x)",
    ),
    "a decorator": (
        "import functools\ndef logged(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        return f(*args, **kwargs)\n    return inner",
        f"@logged\n{RIGHT_DOUBLE}",
        f"@logged\n{RIGHT_TOTAL}",
    ),
    "a closure": (
        "def make(k):\n    def times(x):\n        return k * x\n    return times\ndouble = make(2)",
        "def counter():\n    n = 0\n    def run(x):\n        nonlocal n\n        n += 1\n"
        "        return sum(x)\n"
        "    return run\ntotal = counter()",
    ),
    "global state": (
        "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    return 2 * x",
        "history = []\ndef total(x):\n    history.append(len(x))\n    return sum(x)",
    ),
    "a cache": (
        "import functools\n@functools.lru_cache(maxsize=None)\ndef factor():\n    return 2",
        "def double(x):\n    return factor() * x",
        RIGHT_TOTAL,
    ),
    "recursion": (
        RIGHT_DOUBLE,
        "def total(x):\n    return 0 if len(x) == 0 else x[0] + total(x[1:])",
    ),
    "deep recursion": (
        "import sys\nsys.setrecursionlimit(5000)\ndef depth(n):\n"
        "    return 0 if n == 0 else depth(n - 1)\ndepth(3000)",
        BOTH,
    ),
    "generators": (
        "def parts(x):\n    yield from x",
        RIGHT_DOUBLE,
        "def total(x):\n    return sum(p for p in parts(x))",
    ),
    "a context manager": (
        "import contextlib\n@contextlib.contextmanager\ndef quiet():\n    yield 2",
        "def double(x):\n    with quiet() as k:\n        return k * x",
        RIGHT_TOTAL,
    ),
    "an enumeration": (
        "from enum import Enum\nclass Factor(Enum):\n    TWO = 2",
        "def double(x):\n    return Factor.TWO.value * x",
        RIGHT_TOTAL,
    ),
    "an asynchronous helper": (
        "import asyncio\nasync def add(x):\n    await asyncio.sleep(0)\n    return sum(x)",
        RIGHT_DOUBLE,
        "def total(x):\n    return asyncio.run(add(x))",
    ),
    "threads": (
        "from concurrent.futures import ThreadPoolExecutor",
        RIGHT_DOUBLE,
        "def total(x):\n    with ThreadPoolExecutor(2) as pool:\n        return sum(pool.map(float, x))",
    ),
    "an object is pickled": (
        "import pickle\nclass Box:\n    k = 2\nbox = pickle.loads(pickle.dumps(Box()))",
        "def double(x):\n    return box.k * x",
        RIGHT_TOTAL,
    ),
    "a test case of its own": (
        BOTH,
        "import unittest\nclass Mine(unittest.TestCase):\n    def test_it(self):\n"
        "        self.assertEqual(double(2), 4)\nunittest.main(argv=[''], exit=False)",
        "import doctest\ndoctest.testmod()",
    ),
    "assertions below the answer": (f"{BOTH}\nassert double(2) == 4\nassert total([1, 2]) == 3",),
    "a helper imported from the standard library": (
        "import operator, itertools, math, collections, functools",
        "def double(x):\n    return operator.mul(2, x)",
        "def total(x):\n    return functools.reduce(operator.add, itertools.chain(x), 0)",
    ),
}

ANSWERS = {
    "lambdas": ("double = lambda x: 2 * x\ntotal = lambda x: sum(x)",),
    "an instance that can be called": (
        "class Times:\n    def __init__(self, k):\n        self.k = k\n    def __call__(self, x):\n"
        "        return self.k * x\ndouble = Times(2)",
        RIGHT_TOTAL,
    ),
    "a partial function": (
        "import functools, operator\ndouble = functools.partial(operator.mul, 2)",
        "total = functools.partial(sum, start=0)",
    ),
    "a bound method": (
        "class Tools:\n    def double(self, x):\n        return 2 * x\n    @staticmethod\n    def total(x):\n"
        "        return sum(x)\ntools = Tools()\ndouble, total = tools.double, tools.total",
    ),
    "functions of the library": ("import numpy as np", RIGHT_DOUBLE, "total = np.sum"),
    "a builtin function": (RIGHT_DOUBLE, "total = sum"),
    "a method of a ufunc": ("import numpy as np", RIGHT_DOUBLE, "total = np.add.reduce"),
    "np.vectorize": ("import numpy as np", "@np.vectorize\ndef double(x):\n    return 2 * x", RIGHT_TOTAL),
    "np.frompyfunc": ("import numpy as np\ndouble = np.frompyfunc(lambda x: 2 * x, 1, 1)", RIGHT_TOTAL),
    "a class as a function": ("class double:\n    def __new__(cls, x):\n        return 2 * x", RIGHT_TOTAL),
    "default arguments": (
        "def double(x, factor=2):\n    return factor * x",
        "def total(x, start=0): return sum(x, start)",
    ),
    "keyword arguments": (
        "def double(x, *, k=2, **rest):\n    return k * x",
        "def total(*args): return sum(*args)",
    ),
    "other names of arguments": (
        "def double(number):\n    return 2 * number",
        "def total(Liste): return sum(Liste)",
    ),
    "an answer calls another": (
        "def double(x):\n    return total([x, x])",
        "def total(x):\n    s = 0.0\n    for part in x:\n        s = s + part\n    return s",
    ),
    "the walrus and match": (
        "def double(x):\n    if (y := 2 * x) is not None:\n        return y",
        "def total(x):\n    match list(x):\n        case []:\n            return 0\n"
        "        case [first, *rest]:\n"
        "            return first + total(rest)",
    ),
    "try, else and finally": (
        "def double(x):\n    try:\n        return 2 * x\n    except TypeError:\n        return None\n"
        "    finally:\n        pass",
        RIGHT_TOTAL,
    ),
    "a name given twice": ("def f(x):\n    return 2 * x\ndouble = twice = f", RIGHT_TOTAL),
    "an answer defined by exec": ("exec('def double(x): return 2 * x')", RIGHT_TOTAL),
    "a conditional definition": (
        "if 1 > 0:\n    def double(x): return 2 * x\nelse:\n    double = None",
        RIGHT_TOTAL,
    ),
    "an answer is slow": ("import time\ndef double(x):\n    time.sleep(0.5)\n    return 2 * x", RIGHT_TOTAL),
    "a cell is slow": ("import time\ntime.sleep(1)", BOTH),
}

RESULTS = {
    "float32": (
        "import numpy as np\ndef double(x):\n    return (2 * np.asarray(x)).astype(np.float32)",
        "def total(x):\n    return np.float32(sum(x))",
    ),
    "lists": ("import numpy as np\ndef double(x):\n    return (2 * np.asarray(x)).tolist()", RIGHT_TOTAL),
    "tuples": (
        "import numpy as np\ndef double(x):\n"
        "    return 2 * x if np.ndim(x) == 0 else tuple(2 * row for row in x)",
        RIGHT_TOTAL,
    ),
    "lists of numpy numbers": (
        "import numpy as np\ndef double(x):\n    return 2 * x if np.ndim(x) == 0 else [2 * row for row in x]",
        "def total(x):\n    return np.float64(sum(x))",
    ),
    "numbers of numpy": (
        "import numpy as np\ndef double(x):\n    return np.multiply(2, x)",
        "def total(x): return np.sum(x)",
    ),
    "arrays without a dimension": (
        "import numpy as np\ndef double(x):\n    return np.asarray(2 * np.asarray(x))",
        "def total(x):\n    return np.array(sum(x))",
    ),
    "small whole numbers": (
        "import numpy as np",
        RIGHT_DOUBLE,
        "def total(x):\n    return np.int16(sum(x))",
    ),
    "non-contiguous arrays": (
        "import numpy as np\ndef double(x):\n"
        "    return np.repeat(2 * np.asarray(x), 2).reshape(*np.shape(x), 2)[..., 0]",
        RIGHT_TOTAL,
    ),
    "negative strides": (
        "import numpy as np\ndef double(x):\n    return np.flip(np.flip(2 * np.asarray(x)).copy())",
        RIGHT_TOTAL,
    ),
    "Fortran order": (
        "import numpy as np\ndef double(x):\n    return np.array(2 * np.asarray(x), order='F')",
        RIGHT_TOTAL,
    ),
    "transposed twice": (
        "import numpy as np\ndef double(x):\n    return (2 * np.asarray(x).T).T",
        RIGHT_TOTAL,
    ),
    "big-endian": (
        "import numpy as np\ndef double(x):\n    return (2 * np.asarray(x)).astype('>f8')",
        "def total(x):\n    return np.array(sum(x), dtype='>i4')",
    ),
    "read-only": (
        "import numpy as np\ndef double(x):\n    y = 2 * np.asarray(x)\n    y.setflags(write=False)\n"
        "    return y",
        RIGHT_TOTAL,
    ),
    "masked arrays": (
        "import numpy as np\ndef double(x):\n    return np.ma.masked_invalid(2 * np.asarray(x))",
        "def total(x):\n    return np.ma.array(x).sum()",
    ),
    "a matrix": (
        "import numpy as np\ndef double(x):\n"
        "    return 2 * (np.asmatrix(x) if np.ndim(x) == 2 else np.asarray(x))",
        "def total(x):\n    return np.asmatrix(x).sum()",
    ),
    "a broadcast view": (
        "import numpy as np\ndef double(x):\n    return np.broadcast_to(2 * np.asarray(x), np.shape(x))",
        RIGHT_TOTAL,
    ),
    "half and long precision": (
        "import numpy as np\ndef double(x):\n    return np.longdouble(2) * np.asarray(x)",
        "def total(x):\n    return np.float16(sum(x))",
    ),
    "a subclass of ndarray": (
        "import numpy as np\nclass Mine(np.ndarray):\n    pass\ndef double(x):\n"
        "    return 2 * np.asarray(x).view(Mine)",
        RIGHT_TOTAL,
    ),
    "an object array": (
        "import numpy as np\ndef double(x):\n    return 2 * np.asarray(x, dtype=object)",
        RIGHT_TOTAL,
    ),
    "a fraction": (
        "from fractions import Fraction",
        RIGHT_DOUBLE,
        "def total(x):\n    return sum(Fraction(int(part)) for part in x)",
    ),
    "a decimal number": (
        "from decimal import Decimal",
        RIGHT_DOUBLE,
        "def total(x): return Decimal(float(sum(x)))",
    ),
    "a deque and an array of the standard library": (
        "from array import array\nfrom collections import deque",
        "def double(x):\n    y = np.multiply(2, x)\n    return [y, array('d', y) if y.ndim == 1 else y, deque(y) if y.ndim else y][y.ndim]",
        RIGHT_TOTAL,
    ),
    "a named tuple": (
        "from collections import namedtuple\nimport numpy as np\nPair = namedtuple('Pair', 'a b')",
        "def double(x):\n    return Pair(*(2 * x)) if np.shape(x) == (2, 2) else 2 * x",
        RIGHT_TOTAL,
    ),
    "a number class of one's own": (
        "class Sum(float):\n    pass",
        RIGHT_DOUBLE,
        "def total(x): return Sum(sum(x))",
    ),
    "an IntEnum": (
        "from enum import IntEnum\nclass Known(IntEnum):\n    SIX = 6\n    LARGE = 45",
        RIGHT_DOUBLE,
        "def total(x):\n    return Known(int(sum(x)))",
    ),
}

IMPORTS = {
    "matplotlib": (
        "import matplotlib.pyplot as plt\nplt.style.use('default')\n" + BOTH,
        "plt.plot([1, 2], [double(1), double(2)])\nplt.title('double')\nplt.show()",
    ),
    "settings of matplotlib": (
        "import matplotlib as mpl, matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (8, 4)\n"
        f"mpl.rcParams['font.size'] += 2\n{BOTH}",
    ),
    "a figure with axes": (
        "from matplotlib import pyplot as plt\nfig, ax = plt.subplots()\n"
        f"ax.plot([1])[0].set_color('k')\n{BOTH}",
    ),
    "a figure with a grid of axes": (
        "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 2)\naxes[0, 1].plot([1])\n"
        f"for ax in axes.flat:\n    ax.grid()\n{BOTH}",
    ),
    "a figure whose axes are always a grid": (
        "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(1, 3, squeeze=False)\naxes[0, 2].plot([1])\n"
        f"if round(axes[0, 1].get_xlim()[1], 2) is not None:\n    from operator import add\n{BOTH}",
        "fig, axes = plt.subplots(squeeze=False)\nresult = [axes[0, 0]]\nif result:\n"
        "    def double(x):\n        return add(x, x)",
    ),
    "a figure with a row of three axes": (
        f"import matplotlib.pyplot as plt\nfig, (a, b, c) = plt.subplots(1, 3)\nb.plot([1])\n{BOTH}",
    ),
    "limits of an axis are computed with": (
        "import matplotlib.pyplot as plt\nlow, high = plt.gca().get_ylim()\nplt.ylim(low - 1, 1.2 * high)\n"
        + BOTH,
    ),
    "a figure in three dimensions": (
        f"from mpl_toolkits.mplot3d import Axes3D\nfrom matplotlib import cm\n{BOTH}",
    ),
    "seaborn and pandas": (
        "import seaborn as sns\nimport pandas as pd\nsns.set_theme()\n" + BOTH,
        "table = pd.DataFrame({'x': [1, 2], 'y': [double(1), double(2)]})\ntable['y'].plot()\ntable.head()",
    ),
    "a table in the cell of an answer": (
        f"import pandas as pd\ntable = pd.DataFrame({{'x': [1]}})\ntable['z'] = table['x'] * 2\n"
        f"len(table)\n{BOTH}",
    ),
    "widgets": (
        "import ipywidgets as widgets\nfrom ipywidgets import interact\n" + BOTH,
        "interact(double, x=(0, 10))\n@interact(k=(0, 3))\ndef show(k=1):\n    print(double(k))",
    ),
    "tqdm around a helper loop": ("from tqdm.auto import tqdm\nfor _ in tqdm(range(3)): pass", BOTH),
    "tqdm inside an answer": (
        "from tqdm import tqdm, trange\nimport tqdm.notebook",
        "def double(x):\n    for _ in trange(3): y = 2 * x\n    return y",
        "def total(x):\n    s = 0\n    bar = tqdm(x, desc='sum')\n    for part in bar:\n        s += part\n"
        "        bar.set_postfix(s=s)\n    return s",
    ),
    "tqdm with a name, a length and its relatives": (
        "from tqdm import tqdm\nfrom tqdm.contrib import tenumerate, tzip",
        "def double(x):\n    for _, y in tzip(range(1), [x]): y = 2 * y\n    return y",
        "def total(x):\n    bar = tqdm(iterable=x, desc='sum')\n    s = 0\n"
        "    for k, part in tenumerate(bar):\n        s += part\n    return s if k + 1 == len(bar) else None",
    ),
    "IPython.display": (
        "from IPython.display import display, Markdown, HTML, clear_output, Image\nimport IPython\n" + BOTH,
        "display(Markdown(f'**{double(2)}**'))\nclear_output()\nIPython.display.display(HTML('<b>x</b>'))",
    ),
    "star imports": (
        "from numpy import *\nfrom math import *",
        "def double(x):\n    return multiply(x, 2)",
        RIGHT_TOTAL,
    ),
    "parts of numpy": (
        "import numpy as np, numpy.linalg as la\nfrom numpy.random import default_rng\nla.norm([1, 2])",
        BOTH,
    ),
    "a module that is not there": ("import no_such_module", BOTH),
    "a number with its type below a module that is not there": (
        "import no_such_module\nFACTOR: float = 2.0\ndef double(x):\n    return FACTOR * x",
        RIGHT_TOTAL,
    ),
    "several modules in one line, the first of which is not there": (
        "import no_such_module, operator",
        "def double(x): return operator.mul(2, x)",
        RIGHT_TOTAL,
    ),
    "all that stands below a module that is not there": (
        "from no_such_module import nothing\nFACTORS = []\nFACTORS.append(1)\nfor _ in FACTORS[:]: FACTORS[0] += 1\n"
        "if FACTORS:\n    def double(x): return FACTORS[0] * x",
        RIGHT_TOTAL,
    ),
    "Colab's drive": (f"from google.colab import drive, files\ndrive.mount('/content/drive')\n{BOTH}",),
    "is it Colab": (f"import sys\nIN_COLAB = 'google.colab' in sys.modules\nstr(get_ipython())\n{BOTH}",),
    "the checks of the course": (
        "from mlplib.checks.notebook import Checks\ngrader = Checks('mini')\ngrader.save()",
        f"{BOTH}\nassert grader.check('double').passed",
        "grader.check_all()\ngrader.hand_in()",
    ),
    "plots of the book": (
        f"from mlplib import plotting\nfrom mlplib.plotting import scatter\nscatter([1], [2])\n{BOTH}",
    ),
}

CELLS = {
    "everything in one cell": (BOTH,),
    "the other order": (RIGHT_TOTAL, RIGHT_DOUBLE),
    "every cell twice": (RIGHT_DOUBLE, RIGHT_DOUBLE, RIGHT_TOTAL, RIGHT_TOTAL),
    "an answer defined twice": ("def double(x):\n    return x", RIGHT_TOTAL, RIGHT_DOUBLE),
    "a stub above the answer": ("def double(x):\n    raise NotImplementedError('Exercise 1.1')", BOTH),
    "an answer split in two broken halves, and again whole": ("def double(x):", "    return 2 * x", BOTH),
    "a cell fails before": ("1 / 0", BOTH),
    "a cell fails after": (BOTH, "raise RuntimeError('what now?')"),
    "a cell fails below its answer": (f"{RIGHT_DOUBLE}\n1 / 0", RIGHT_TOTAL),
    "a cell with an endless traceback": ("def f(n): return f(n + 1)\nf(0)", BOTH),
    "an unused cell that is broken": ("def half(x:\n    return", BOTH),
    "an answer is commented out": (
        "# def double(x):\n#     return x",
        BOTH,
        "'''\ndef total(x):\n    return 0\n'''",
    ),
    "empty cells": ("", "   \n\t", BOTH, "", "# nothing"),
    "a question to the reader": (BOTH, "name = input('Your name? ')"),
    "exit at the end": (BOTH, "exit()"),
    "quit at the end": (BOTH, "quit"),
    "sys.exit at the end": (BOTH, "import sys\nsys.exit(0)"),
    "a keyboard interrupt": ("raise KeyboardInterrupt", BOTH),
    "a main guard": (f"{BOTH}\nif __name__ == '__main__':\n    print(double(2))",),
    "an answer behind a main guard": (
        "if __name__ == '__main__':\n    def double(x): return 2 * x",
        RIGHT_TOTAL,
    ),
    "a big data cell": ("data = [" + "0.123456789, " * 50_000 + "]", BOTH),
    "many cells": (*(f"x{k} = {k}" for k in range(300)), BOTH),
    "seeds": ("import random, numpy as np\nrandom.seed(1)\nnp.random.seed(1)\nnp.random.rand()", BOTH),
    "a file in the working folder": (
        "import json\nwith open('state.json', 'w') as file:\n    json.dump({'k': 2}, file)",
        "def double(x):\n    with open('state.json') as file:\n        return json.load(file)['k'] * x",
        RIGHT_TOTAL,
    ),
    "a module in the working folder": (
        "from pathlib import Path\nPath('mine2.py').write_text('def double(x): return 2 * x')",
        "from mine2 import double",
        RIGHT_TOTAL,
    ),
    "a folder is made and entered": ("import os\nos.makedirs('a/b', exist_ok=True)\nos.chdir('a')", BOTH),
    "the path of modules is extended": (
        "import sys\nsys.path.append('..')\nsys.path.insert(0, '/content')",
        BOTH,
    ),
    "a program is started": ("import subprocess\nsubprocess.run(['ls'], capture_output=True)", BOTH),
}

TEXT = {
    "unicode names": (
        "δ = 2\ndef größe(x):\n    return δ * x\ndef double(ξ):\n    return größe(ξ)",
        RIGHT_TOTAL,
    ),
    "emojis": ("print('🎉')  # 🙂\ndef double(x):\n    '''Twice 🚀'''\n    return 2 * x", RIGHT_TOTAL),
    "Windows line ends": (BOTH.replace("\n", "\r\n"),),
    "old Mac line ends": (RIGHT_DOUBLE.replace("\n", "\r"), RIGHT_TOTAL),
    "Windows line ends and a magic": ("%matplotlib inline\r\n" + BOTH.replace("\n", "\r\n"),),
    "tabs": ("def double(x):\n\tif True:\n\t\treturn 2 * x", "def total(x):\n\treturn sum(x)"),
    "trailing semicolons": ("def double(x): return 2 * x;", "total = sum;"),
    "a byte order mark in a cell": ("\ufeff" + RIGHT_DOUBLE, RIGHT_TOTAL),
    "an encoding line": ("# -*- coding: utf-8 -*-\n" + BOTH,),
    "an encoding line of another encoding": ("# -*- coding: latin-1 -*-\n" + BOTH + "\nx = 'ä'",),
    "a form feed and trailing blanks": ("\f\n" + RIGHT_DOUBLE + "   \n\n\n   ", RIGHT_TOTAL + "  # end\\"),
    "continued lines": (
        "def double(x):\n    return 2 \\\n        * x",
        "def total(x): return (\n    sum(x)\n)",
    ),
    "a very long line": ("x = '" + "a" * 200_000 + "'", BOTH),
    "sum is a number": (
        "sum = 3",
        RIGHT_DOUBLE,
        "def total(x):\n    s = 0\n    for v in x:\n        s += v\n    return s",
    ),
    "builtins are names of variables": (
        "list = [1]\ntype = 'line'\nid = 5\ninput = 3\nprint = None\nlen = 2\nmax, min = 1, 0\n"
        "str = ''\nint = 1",
        BOTH,
    ),
    "names of the grader are names of variables": (
        "grader = 1\nanswers = 2\nprotocol = 3\nsend = receive = names = kept = 4\nimport numpy as os",
        BOTH,
    ),
    "modules are names of variables": ("json = 1\nnumpy = 2\ntypes = sys = resource = 3", BOTH),
}

PLT = "import matplotlib.pyplot as plt"
STAND_INS = {  # what a cell of an answer does with modules that are only looked at, before it answers
    name: (f"{before}\n{BOTH}",)
    for name, before in {
        "three parts of a histogram": f"{PLT}\nn, bins, patches = plt.hist([1, 2, 3])",
        "a figure and its axes": f"{PLT}\nfig, (left, right) = plt.subplots(1, 2)\nleft.plot([1])",
        "four parts in a star": f"{PLT}\nfirst, *rest = plt.hist([1])",
        "one part": f"{PLT}\nline, = plt.plot([1])",
        "five parts in a loop": f"{PLT}\nfor a, b, c, d, e in plt.bars(): pass",
        "rows of a table that hold both": "import pandas as pd\nd = pd.DataFrame({'x': [1]})\n"
        "d = d[(d['x'] > 0) & (d['x'] <= 2) | ~(d['x'] >= 5)]",
        "as many steps as a table has rows": "import pandas as pd\nfor i in range(pd.read_csv('x').shape[0]): pass",
        "a place in a list": "import pandas as pd\n[1, 2][pd.read_csv('x').shape[0]]",
        "a class of widgets extended": "import ipywidgets as w\nclass Box(w.HBox):\n    def __init__(self, n):\n"
        "        super().__init__([w.Text()], layout=1)\n        self.n = n\nassert Box(3).n == 3\nBox(3).show()",
        "a class of widgets extended without its start": "import ipywidgets as w\nclass Box(w.HBox):\n"
        "    def __init__(self): self.n = 1\nBox().value",
        "an instance of a class of widgets": "import ipywidgets as w\nassert not isinstance(3, w.HBox)",
        "arrays of stand-ins": "import numpy as np\nimport pandas as pd\nd = pd.read_csv('x')\n"
        "np.ones((4, 2)) @ [d.x, d.y] + d.z\nnp.mean(d), np.asarray(d.x, dtype=int), np.sqrt(d['x'])",
        "figures closed one by one": f"{PLT}\nwhile plt.get_fignums(): plt.close()\nassert not plt.fignum_exists(1)",
        "lines taken away one by one": f"{PLT}\nax = plt.gca()\nwhile ax.lines: ax.lines[0].remove()\n"
        "while len(ax.patches) > 0: ax.patches.pop()\nwhile not ax.get_visible(): ax.set_visible(True)",
        "arithmetic": "import pandas as pd\ns = pd.Series([1])\n-abs(s) // 2 % 3 @ s ^ 1, 3 | s, 2 // s, 7 % s",
    }.items()
}
STAND_INS["a decorated answer"] = (
    f"from ipywidgets import interact\n@interact\n{RIGHT_DOUBLE}\n",
    f"from ipywidgets import interact\n@interact(x=(0, 3))\n{RIGHT_TOTAL}",
)
STOPPED = {  # what stops a cell of an answer before it answers
    name: (f"{before}\n{BOTH}",)
    for name, before in {
        "a question to the reader before an answer": "name = input('Your name? ')",
        "a number asked from the reader": "n = int(input())",
        "a library that is not needed": "from sklearn.datasets import load_iris\nimport torch",
        "a file that is not there": "import numpy as np\ndata = np.loadtxt('data/points.csv')",
        "an exit": "exit()",
        "a quiet exit": "import sys\nsys.exit(0)",
        "an assertion": "assert 1 == 2, 'not yet'",
        "an experiment that fails, over lines": "values = [\n    1,\n    1 / 0,\n]",
        "an experiment that awaits": "import asyncio\nawait asyncio.sleep(0)\nawait None",
    }.items()
}
SHELL = {
    "the last value": ("3 + 4", "y = _ + 1\nassert y == 8 == Out[1] + 1 and In[1] == '3 + 4'\n" + BOTH),
    "the last value is none": ("3 + 4", "print('x')", "y = _ + 1\n" + BOTH),
    "the name of the last value used for a translation": ("_ = lambda text: text", "3", "_('x')\n" + BOTH),
    "the name of the last value used in a loop": ("for _ in range(3): pass", "4", "assert _ == 2\n" + BOTH),
    "the last value of a timed cell": ("%%time\n3 + 4", "assert _ == 7\n" + BOTH),
    "versions of what draws": (
        f"import IPython, matplotlib, pandas\nprint(IPython.__version__, matplotlib.__version__, pandas.__version__)\n{BOTH}",
    ),
    "display, found in IPython": ("import IPython\nIPython.display.clear_output()", BOTH),
    "a task that a cell below awaits": (
        "import asyncio\nlater = asyncio.ensure_future(asyncio.sleep(0, 2))",
        "factor = await later",
        "def double(x): return factor * x",
        RIGHT_TOTAL,
    ),
    "a loop that has run, and another": (
        "import asyncio\nasyncio.run(asyncio.sleep(0))",
        "await asyncio.sleep(0)\n" + BOTH,
    ),
    "a last value that awaits": ("import asyncio\nawait asyncio.sleep(0, 5)", "assert _ == 5\n" + BOTH),
    "a file written by its other magic": (
        "%%file helper.py\ndef two(): return 2",
        "from helper import two\n" + BOTH,
    ),
    "a file that is run": (f"%%writefile helper.py\n{BOTH}", "%run helper.py"),
    "the cell that imports numpy deleted": ("def double(x): return np.multiply(2, x)", RIGHT_TOTAL),
    "pylab": ("%pylab inline\nnp.ones(3)\nplt.plot([1])", BOTH),
    "all of pylab": (f"from pylab import *\n{BOTH}",),
    "spaces of a web page": (BOTH.replace("    ", "\u00a0" * 4),),
}
MISTAKES = {
    "loops": "while True: pass",
    "loops in C": "sum(iter(int, 1))",
    "waits": "import time\ntime.sleep(99)",
    "asks": "input()",
    "leaves": "import os\nos._exit(0)",
    "kills all": "import os\nos.kill(-1, 9)",
    "faults": "import ctypes\nctypes.string_at(0)",
    "takes an array of a terabyte": "import numpy as np\nx = np.ones(2**37)",
    "grows": "x = []\nwhile True: x.append(bytes(10**6))",
    "grows in children": "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
    "        x = b'x' * 10**8\n        time.sleep(99)\ntime.sleep(9)",
    "computes in children": "import os\nfor _ in range(4): os.fork()\nwhile True: pass",
    "overflows": "import sys\nsys.setrecursionlimit(10**9)\nf = lambda: f()\nf()",
}
BAD_CELLS = {
    f"a cell that {name}, in the middle": (RIGHT_DOUBLE, bad, RIGHT_TOTAL) for name, bad in MISTAKES.items()
}
BAD_CELLS |= {f"a cell that {name}, at the end": (BOTH, bad) for name, bad in MISTAKES.items()}
BAD_CELLS["three cells that loop"] = ("while 1: 1", RIGHT_DOUBLE, "while 1: 2", RIGHT_TOTAL, "while 1: 3")
TABLES = {**NOISE, **MAGICS, **HELPERS, **ANSWERS, **RESULTS, **IMPORTS, **CELLS, **TEXT}
TABLES |= {**STAND_INS, **STOPPED, **SHELL, **BAD_CELLS}


PARTLY = {  # what is wrong, the cells, and the points that are left
    "an answer and an endless loop in one cell": ((RIGHT_DOUBLE + "\nwhile True: pass", RIGHT_TOTAL), [0, 2]),
    "an answer that asks": (("def double(x): return x * int(input())", RIGHT_TOTAL), [0, 2]),
    "no answer at all": ((), [0, 0]),
    "one question left out": ((RIGHT_DOUBLE,), [3, 0]),
    "an answer under another name": (("def Double(x):\n    return 2 * x", RIGHT_TOTAL), [0, 2]),
    "an answer that changes its argument": (
        ("def double(x):\n    x *= 2\n    return x", RIGHT_TOTAL),
        [1, 2],
    ),
    "an answer that prints and returns nothing": (("def double(x):\n    print(2 * x)", RIGHT_TOTAL), [0, 2]),
    "an answer for numbers only": (("def double(x):\n    return 2 * float(x)", RIGHT_TOTAL), [1, 2]),
    "an answer for lists only": ((RIGHT_DOUBLE, "def total(x):\n    return sum(x + [])"), [3, 1]),
    "a number instead of a function": (("double = 6.0", RIGHT_TOTAL), [0, 2]),
    "an answer deleted at the end": ((BOTH, "del double"), [0, 2]),
    "sum is a number, and is used": (("sum = 3", BOTH), [3, 0]),
    "an answer that yields": (("def double(x):\n    yield 2 * x", RIGHT_TOTAL), [0, 2]),
    "an answer of another shape": (
        ("import numpy as np\ndef double(x):\n    return 2 * np.atleast_2d(x)", RIGHT_TOTAL),
        [0, 2],
    ),
    "text instead of a number": ((RIGHT_DOUBLE, "def total(x): return f'{sum(x)} points'"), [3, 0]),
}


# The file


def as_lines(source):
    return source.splitlines(keepends=True)


COLAB = {
    "colab": {"provenance": [], "toc_visible": True},
    "accelerator": "GPU",
    "language_info": {"name": "python"},
}
PICTURE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 4_000_000}}
FLOOD = {"output_type": "stream", "name": "stdout", "text": ["line\n"] * 100_000}
TWO_SHEETS = {
    "nbformat": 3,
    "worksheets": [
        {"cells": [{"cell_type": "code", "input": RIGHT_DOUBLE}]},
        {"cells": [{"cell_type": "code", "input": RIGHT_TOTAL}]},
    ],
}
OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": "homework"},
    "worksheets": [
        {
            "metadata": {},
            "cells": [
                {"cell_type": "heading", "level": 1, "source": ["Homework"], "metadata": {}},
                {
                    "cell_type": "code",
                    "language": "python",
                    "collapsed": False,
                    "input": as_lines(RIGHT_DOUBLE),
                },
                {"cell_type": "code", "language": "python", "collapsed": False, "input": RIGHT_TOTAL},
            ],
        }
    ],
}
FILES = {
    "sources as strings": document(code(RIGHT_DOUBLE), code(RIGHT_TOTAL)),
    "sources as lists": document(code(as_lines(RIGHT_DOUBLE)), code(as_lines(RIGHT_TOTAL))),
    "version 4.0 without ids": document(code(BOTH), nbformat_minor=0),
    "no version": json.dumps({"cells": [code(BOTH)]}).encode(),
    "a version as text": document(code(BOTH), nbformat="4", nbformat_minor="x"),
    "the format of version 3": json.dumps(OLD).encode(),
    "version 3 with two worksheets": json.dumps(TWO_SHEETS).encode(),
    "lines without their ends": document(code(BOTH.split("\n"))),
    "a flood of thirty megabytes": document(code(BOTH, outputs=[FLOOD | {"text": ["line\n"] * 3_000_000}])),
    "lists of numbers printed, of forty megabytes": document(
        code(BOTH, outputs=[FLOOD | {"text": ["[1, 2, 3, 4, \\", ' "7"]\n'] * 1_600_000}])
    ),
    "ids twice": document(code(RIGHT_DOUBLE, id="a"), code(RIGHT_TOTAL, id="a")),
    "metadata of Colab": document(
        code(
            f"#@title Answer {{ run: 'auto' }}\n{BOTH}",
            metadata={"id": "x", "outputId": "y", "cellView": "form"},
        ),
        metadata=COLAB,
    ),
    "no metadata in the cells": document({"cell_type": "code", "source": BOTH}),
    "cells that are locked, hidden or tagged": document(
        code(
            BOTH,
            metadata={"tags": ["raises-exception", "skip-execution"], "deletable": False, "editable": False},
        ),
    ),
    "execution counts out of order": document(
        code(RIGHT_TOTAL, execution_count=12), code(RIGHT_DOUBLE, execution_count=3)
    ),
    "a picture and a flood as outputs": document(code(BOTH, outputs=[PICTURE, FLOOD])),
    "an error as output": document(
        code(BOTH, outputs=[{"output_type": "error", "ename": "E", "evalue": "e", "traceback": []}])
    ),
    "an answer retyped as markdown, and answered elsewhere": document(
        {"cell_type": "markdown", "metadata": {}, "source": "def double(x):\n    return 0"}, code(BOTH)
    ),
    "a raw cell with code": document({"cell_type": "raw", "metadata": {}, "source": "1 / 0"}, code(BOTH)),
    "an attachment": document(
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": "![x](attachment:x.png)",
            "attachments": {"x.png": {}},
        },
        code(BOTH),
    ),
    "a cell that is broken": document(None, 5, {"cell_type": "code"}, code(None), code([1, 2]), code(BOTH)),
    "indented JSON": json.dumps(json.loads(document(code(BOTH))), indent=8).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + document(code(BOTH)),
    "UTF-16": document(code(BOTH + "\n# ä")).decode().encode("utf-16"),
    "Windows line ends in the file": json.dumps(json.loads(document(code(BOTH))), indent=1)
    .replace("\n", "\r\n")
    .encode(),
    "unicode that is not escaped": json.dumps(
        json.loads(document(code("# größer 🙂\n" + BOTH))), ensure_ascii=False
    ).encode(),
    "Korean of Windows": json.dumps(
        json.loads(document(code(f"# 한글 주석\n{BOTH}"))), ensure_ascii=False
    ).encode("cp949"),
    "German of Windows": json.dumps(
        json.loads(document(code(f"x = 'größer'\nassert len(x) == 6\n{BOTH}"))), ensure_ascii=False
    ).encode("cp1252"),
    "widgets of Colab without their state": document(
        code(BOTH),
        metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {"a": {"model_name": "X"}}}},
    ),
    "an answer twice, with one id": document(code(BOTH, id="a"), code(BOTH, id="a")),
    "a number that is none as output": document(
        code(BOTH, outputs=[{"output_type": "execute_result", "data": {"application/json": float("nan")}}])
    ),
    "half an emoji": document(code("# \ud83d"), code("x = '\ud83d'"), code(BOTH)),
    "blank lines around the file": b"\n\n  " + document(code(BOTH)) + b"\n\n",
    "keys that nobody knows": document(
        code(BOTH, vscode={"languageId": "python"}), signature="", orig_nbformat=4
    ),
    "another kernel": document(code(BOTH), metadata={"kernelspec": {"name": "ir", "language": "R"}}),
}

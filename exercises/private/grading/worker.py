"""Runs a student's notebook inside the sandbox and answers calls. Nothing here is trusted.

Reads frames of `protocol` from one file descriptor and writes them to another. The first frame holds
the cells; then come calls, by the name of a function or by a reference that an earlier reply handed out.
"""

import __future__

import ast
import builtins
import contextlib
import dis
import importlib.abc
import importlib.machinery
import linecache
import os
import re
import resource
import shlex
import sys
import traceback
import types

import numpy as np
import protocol

REQUESTS, REPLIES = 3, 4  # file descriptors that the grader opens
LONGEST = 500  # characters of an error message
OPTIONS = re.compile(r"^(\s*-[a-z]\w*(\s+\d+)?)*\s+(?=\S)")  # at the begin of the line of a magic
NOTEBOOK = types.ModuleType("__main__")  # whose names are those of the notebook
OFTEN, ASKED = 10_000, {}
LAST = "_the_last_value_of_the_cell"


class Absorb(types.ModuleType):
    """Stands for a module that draws or checks: everything can be taken from it, called and entered."""

    def __getattr__(self, name):
        if name == "__version__":
            return "0"
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absorb(name)

    def __call__(self, *args, **kwargs):
        if isinstance(args[0] if args else None, types.FunctionType):  # a decorator leaves what it decorates
            return args[0]
        if self.__name__.startswith("tqdm") and (args or "iterable" in kwargs):  # it gives what is inside
            return Bar(args[0] if args else kwargs["iterable"])
        if self.__name__ in BARS:
            return Bar(BARS[self.__name__](*args))
        if self.__name__ in NOTHING_OPEN:
            return NOTHING_OPEN[self.__name__]()
        return (Absorb("figure"), grid(*args, **kwargs)) if self.__name__ == "subplots" else Absorb("result")

    def __iter__(self):
        return iter([Absorb("part") for _ in range(n_unpacked(sys._getframe(1)))])

    def __len__(self):
        return 2 * goes_on(sys._getframe(1))

    def __bool__(self):
        return goes_on(sys._getframe(1))

    def __float__(self):
        return 0.0

    def __round__(self, digits=None):
        return 0

    def __index__(self):
        return 0

    def __format__(self, how):
        return "result"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __instancecheck__(self, thing):
        return False

    def __array__(self, dtype=None, copy=None):
        return np.zeros((), dtype)  # or numpy would look for parts in parts without end

    def __array_ufunc__(self, *args, **kwargs):
        return Absorb("result")

    def __mro_entries__(self, bases):
        return (Ancestor,)


OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor")
for operator in ("getitem", "setitem", "delitem", "neg", "pos", "invert", "abs", "lt", "gt", "le", "ge"):
    setattr(Absorb, f"__{operator}__", lambda self, *others: Absorb("result"))
for operator in OPERATORS:
    setattr(Absorb, f"__{operator}__", lambda self, *others: Absorb("result"))
    setattr(Absorb, f"__r{operator}__", lambda self, *others: Absorb("result"))


class Ancestor(Absorb):
    """Stands for a class that a class of the notebook extends."""

    def __init__(self, *args, **kwargs):
        super().__init__("object")


def n_unpacked(frame):
    """How many names a frame is about to unpack something into; two, if it does another thing."""
    code, at = frame.f_code.co_code, frame.f_lasti
    return code[at + 1] if dis.opname[code[at]].startswith("UNPACK") else 2


def goes_on(frame):
    """Whether a stand-in holds: one time in OFTEN at one place it does not, so that a loop of it ends."""
    place = frame.f_code, frame.f_lasti
    ASKED[place] = ASKED.get(place, 0) + 1
    return ASKED[place] % OFTEN != 0


class Bar(Absorb):
    """Stands for a progress bar."""

    def __init__(self, inside):
        super().__init__("bar")
        self.inside = inside

    def __iter__(self):
        return iter(self.inside)

    def __len__(self):
        return len(self.inside)


NOTHING_OPEN = {"get_fignums": list, "get_figlabels": list, "fignum_exists": bool}  # of pyplot
BARS = {"trange": range, "tenumerate": enumerate, "tzip": zip, "tmap": map}  # of tqdm and tqdm.contrib


def grid(nrows=1, ncols=1, *, squeeze=True, **rest):
    """Stands for the axes of a figure: one, a row or column, or rows and columns."""
    axes = np.empty((nrows, ncols), dtype=object)
    for place in np.ndindex(nrows, ncols):
        axes[place] = Absorb("axes")
    if not squeeze:
        return axes
    return axes.squeeze() if axes.size > 1 else axes.item()


class AbsorbFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that are only looked at, which a grader need not run."""

    def __init__(self, names):
        self.names = tuple(names)

    def find_spec(self, name, path=None, target=None):
        if any(name == known or name.startswith(known + ".") for known in self.names):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Absorb(spec.name)

    def exec_module(self, module):
        module.__path__ = []


class Shell:
    """Stands for IPython: what times or captures code runs it, other magics do nothing.

    What runs apart leaves no names behind.
    """

    def __init__(self, names):
        self.names = names

    def run_line_magic(self, magic, line, *rest):
        if magic == "pylab":
            self.names.update(np=np, plt=Absorb("plt"))
        if magic == "run":
            with open(next(words_of(line)), encoding="utf-8") as file:
                execute(file.read(), self.names)
        if magic not in ("time", "timeit", "prun"):
            return None
        return execute(OPTIONS.sub("", f" {line}").strip(), self.names_for(magic))

    def run_cell_magic(self, magic, line, body):
        if magic in ("writefile", "file"):
            path = next(words_of(line))
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)  # a shell would have made it
            with open(path, "a" if "-a" in line.split() else "w", encoding="utf-8") as file:
                file.write(body)
        if magic == "capture":
            self.names.update((word, Absorb(word)) for word in line.split() if word.isidentifier())
        if magic in ("time", "timeit", "prun", "capture", "python", "python3"):
            return execute(body, self.names_for(magic))
        return None

    def names_for(self, magic):
        return dict(self.names) if magic in ("timeit", "python", "python3") else self.names

    def __getattr__(self, name):
        return Absorb(name)


def words_of(line):
    """The words of the line of a magic that are no options, without quotes."""
    return (word for word in shlex.split(line) if not word.startswith("-"))


def limit(setup):
    """Hard limits of this process and its children; none of them can be raised again."""
    limits = {
        resource.RLIMIT_AS: setup["memory"],
        resource.RLIMIT_CPU: setup["seconds"],
        resource.RLIMIT_FSIZE: setup["file_size"],
        resource.RLIMIT_NPROC: setup["processes"],
        resource.RLIMIT_NOFILE: 64,  # also bounds what buffers of sockets and pipes hold
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_SIGPENDING: 64,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for name, value in limits.items():
        most = resource.getrlimit(name)[1]  # of the machine, or of who grades
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(name, (value, value))


def read_exactly(n_bytes):
    parts = []
    while n_bytes:
        part = os.read(REQUESTS, min(n_bytes, 1 << 20))
        if not part:
            os._exit(0)  # the grader has gone
        parts.append(part)
        n_bytes -= len(part)
    return b"".join(parts)


def receive():
    return protocol.unpack(read_exactly(protocol.length(read_exactly(4))))


def send(message):
    data = memoryview(protocol.pack(message))
    while data:
        data = data[os.write(REPLIES, data) :]


def python_of(source):
    """The source of a cell as plain Python: magics become calls of the stand-in for IPython."""
    source = source.removeprefix("\ufeff")
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(source.replace("\u00a0", " "))  # as a web page has them
    return source


def run(tree, names, label):
    """Run a tree, with `await` at its top allowed.

    What one cell has imported from the future holds in the cells below, as in IPython.
    """
    future = names.get("annotations") is __future__.annotations and __future__.annotations.compiler_flag
    value = eval(compile(tree, label, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future), names)
    if isinstance(value, types.CoroutineType):
        event_loop().run_until_complete(value)


def event_loop():
    """The loop of all cells: what one of them has started another may await."""
    import asyncio

    try:
        return asyncio.get_event_loop()
    except RuntimeError:  # there is none yet, or asyncio.run has taken it away
        asyncio.set_event_loop(asyncio.new_event_loop())
        return asyncio.get_event_loop()


def describe(error):
    """An error as plain strings, whatever its methods do."""
    try:
        text = str(error)[:LONGEST]
    except BaseException:
        text = "an error that cannot be shown"
    return [type(error).__name__[:50], text]


def run_cells(cells, names):
    """Announce and run the cells one after the other; (number, error) of those that fail."""
    failed = []
    for number, source in enumerate(cells, 1):
        send({"cell": number})
        try:
            run_cell(source, names, number)
        except BaseException as error:
            failed.append([number, *describe(error)])
    return failed


def run_cell(source, names, number):
    """Run a cell as IPython does: its last value is `_`."""
    names["In"].append(source)
    show(execute(source, names, f"<cell {number}>"), names, number)


def execute(source, names, label="<cell>"):
    """Run code with magics; its last value. After an error, its `rest` runs."""
    text = python_of(source)
    linecache.cache[label] = len(text), None, text.splitlines(keepends=True), label  # for inspect
    tree = ast.parse(text, label)
    tree.body = [single for part in tree.body for single in singly(part)]
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        kept = ast.Assign([ast.Name(LAST, ast.Store())], last.value)
        tree.body[-1] = ast.fix_missing_locations(ast.copy_location(kept, last))
    try:
        run(tree, names, label)
        return names.get(LAST)
    except BaseException as error:
        for part in rest(tree, line_of(error, label)):
            with contextlib.suppress(Exception):  # the first error of a cell is the one that is told
                run(ast.Module([part], []), names, label)
        raise
    finally:
        names.pop(LAST, None)


def singly(part):
    """`import a, b` as two statements, so that one that is missing does not take the other along."""
    if not isinstance(part, ast.Import):
        return [part]
    return [ast.copy_location(ast.Import([alias]), part) for alias in part.names]


def show(value, names, number):
    """Keep the last value of a cell as `_`, unless the notebook uses that name for something else."""
    if value is None:
        return
    before = next(reversed(names["Out"].values()), None)
    if names.get("_") is before:
        names["_"] = value
    names["Out"][number] = value


def line_of(error, label):
    """The line of a cell at which an error has stopped it."""
    steps = traceback.walk_tb(error.__traceback__)
    return next((line for frame, line in steps if frame.f_code.co_filename == label), 0)


def rest(tree, line):
    """What still runs of a cell that an error has stopped at a line: what defines something.

    All from there on where an import has failed: the module is missing here, and was not to its author.
    """
    imports = (ast.Import, ast.ImportFrom)
    for k, part in enumerate(tree.body):
        if isinstance(part, imports) and part.lineno <= line <= part.end_lineno:
            return tree.body[k:]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, *imports)
    return [part for part in tree.body if isinstance(part, kinds) and part.lineno > line]


def no_input(*words):
    """Stands for input."""
    raise EOFError("input() waits for a person, and none is here")


class Answers:
    """The names of the notebook, and the references that were handed out."""

    def __init__(self, names):
        self.names, self.kept = names, []

    def keep(self, thing):
        self.kept.append(thing)
        return [len(self.kept) - 1, type(thing).__name__[:50], callable(thing)]

    def found(self, reference):
        """What a reference of the grader stands for: kept here, in numpy, or by the grader."""
        kind, key = reference
        if kind == "kept":
            return self.kept[key]
        if kind == "numpy":
            return getattr(np, key)
        return lambda *args: self.call_back(key, args)

    def call_back(self, key, args):
        send({"callback": key, "args": protocol.encode(args, self.keep)})
        reply = receive()
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return protocol.decode(reply["value"], self.found)

    def look_up(self, request):
        if "name" in request:
            return self.names.get(request["name"])
        return self.kept[request["reference"]]

    def reply(self, request):
        """Answer one request: what a name is, or what a call returns."""
        thing = self.look_up(request)
        if "args" not in request:
            return {"value": protocol.encode(thing, self.keep)}
        args = protocol.decode(request["args"], self.found)
        before = [np.copy(a) if isinstance(a, np.ndarray) else None for a in args]
        value = protocol.encode(thing(*args), self.keep)
        changed = [
            [k, protocol.encode(a, self.keep)]
            for k, (a, b) in enumerate(zip(args, before, strict=True))
            if b is not None and a.tobytes() != b.tobytes()
        ]
        return {"value": value, "changed": changed}


def main():
    send({"alive": True})
    setup = receive()
    limit(setup["limits"])
    with open(os.devnull, "r+b") as nothing:
        for descriptor in range(3):
            os.dup2(nothing.fileno(), descriptor)
    sys.meta_path.insert(0, AbsorbFinder(setup["absorb"]))
    sys.path.append("")
    sys.modules["__worker__"], sys.modules["__main__"] = sys.modules["__main__"], NOTEBOOK
    names = vars(NOTEBOOK)
    names.update(grader=Absorb("grader"), display=Absorb("display"))
    names["np"] = np  # as the first cell of an assignment has it, which students delete
    names.update(In=[""], Out={}, exit=sys.exit, quit=sys.exit, get_ipython=lambda: Shell(names))
    builtins.input = no_input
    answers = Answers(names)
    send({"ready": run_cells(setup["cells"], names)})
    while True:
        request = receive()
        nonce = request.get("nonce")
        try:
            reply = answers.reply(request)
        except BaseException as error:
            reply = {"error": describe(error)}
        try:
            send(reply | {"nonce": nonce})
        except (MemoryError, protocol.ProtocolError) as error:
            send({"error": describe(error), "nonce": nonce})


if __name__ == "__main__":
    main()

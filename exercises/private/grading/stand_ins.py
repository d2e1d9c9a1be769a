"""Stand-ins, inside the sandbox, for what draws, shows or checks: a notebook runs without any of it.

Standard library and numpy only; nothing here is trusted.
"""

import dis
import importlib.abc
import importlib.machinery
import sys
import types

import numpy as np

OFTEN, ASKED = 10_000, {}


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

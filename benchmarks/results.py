"""What was measured, where and when: benchmarks/results.json, from which the page of the book is written."""

import datetime
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

STORE = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Line:
    """One measured quantity, its quartiles, its target, how it was measured, and why it misses the target.

    `limit` is how far a target could go: what physics, or numpy, allows.
    """

    what: str
    value: float
    unit: str
    how: str
    low: float | None = None
    high: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    limit: float | None = None
    reason: str = ""

    @property
    def has_target(self):
        return self.at_most is not None or self.at_least is not None

    @property
    def holds(self):
        below = self.at_most is None or self.value <= self.at_most
        return below and (self.at_least is None or self.value >= self.at_least)


@dataclass(frozen=True)
class Part:
    """The lines of one program, and tables (title, head, rows of text) that show more."""

    lines: list
    tables: list
    date: str = ""
    machine: str = ""


def ratio(what, values, how, **target):
    """A line from the ratios of paired rounds: their median and quartiles."""
    low, middle, high = np.percentile(values, [25, 50, 75])
    return Line(what, float(middle), "×", how, float(low), float(high), **target)


def machine():
    """The processor, and the kernels that numpy's matrix products run on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    kernels = {
        f"{library['internal_api']} {library['version']} for {library['architecture']}"
        for library in threadpool_info()
        if library["user_api"] == "blas"
    }
    return f"{names[0] if names else platform.processor()}, {len(names)} cores; {', '.join(sorted(kernels))}"


def read(path=STORE):
    """{name: Part} of all parts that were ever measured."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        name: Part(**{**part, "lines": [Line(**line) for line in part["lines"]]})
        for name, part in stored.items()
    }


def store(name, part, path=STORE):
    """Replace one part, with today's date and this machine; the others keep what they had."""
    today = datetime.date.today().isoformat()
    parts = read(path) | {name: Part(part.lines, part.tables, today, machine())}
    text = json.dumps({key: asdict(value) for key, value in sorted(parts.items())}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")

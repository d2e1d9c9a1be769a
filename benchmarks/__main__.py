"""Measure parts and store what came out: python -m benchmarks training features.

`name=a.module` measures a part of that name by a module that lies elsewhere.
"""

import importlib
import sys
import time

from benchmarks.report import in_words
from benchmarks.results import machine, store


def main(names):
    for name, _, elsewhere in (part.partition("=") for part in names):
        print(f"{name}: on {machine()}", flush=True)
        start = time.perf_counter()
        part = importlib.import_module(elsewhere or f"benchmarks.{name}").measure()
        store(name, part)
        for line in part.lines:
            print(f"  {line.what}: {in_words(line)}")
        print(f"{name}: done in {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

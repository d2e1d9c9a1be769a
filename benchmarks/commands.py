"""Time what everybody types, in fresh clones: make book, make draft, make test, and a whole run of CI.

The clones hold what is committed. Packages come from wherever pip and uv get them, their caches included.
"""

import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.results import Line, Part

ROOT = Path(__file__).parents[1]
CHAPTER = "chapters/perceptron.ipynb"
REASON = (
    "The targets are older than the second language and the denser pictures. "
    "Seconds are those of this machine: another may take half as long."
)
GIVEN_BY_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PARTS")
FRAMES = re.compile(r"\w+: (\d+) frames drawn, ([\d.]+) CPU s each")


def clone(folder):
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


def timed(folder, *command):
    """Seconds that a command takes in a clone, and what it says; the end of the program where it fails."""
    print(f"  commands: {' '.join(command)}", flush=True)
    own = {name: value for name, value in os.environ.items() if name not in GIVEN_BY_MAKE}
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise SystemExit(done.stdout)
    return time.perf_counter() - start, done.stdout


def change(path, kind):
    """Change the last cell of a kind, which changes nothing of what the notebook prints."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][-1]
    last["source"] = [*last["source"], "\n# changed"] if kind == "code" else [*last["source"], " Changed."]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def cost_of_frames(said):
    """CPU seconds of each frame, as the build reports them."""
    found = FRAMES.findall(said)
    return np.repeat([float(cpu) for _, cpu in found], [int(count) for count, _ in found])


def measure():
    with tempfile.TemporaryDirectory() as name:
        here = clone(Path(name, "first"))
        book, said = timed(here, "make", "book")
        test, _ = timed(here, "make", "test")
        drafts = []
        for kind in ("markdown", "code"):
            change(here / CHAPTER, kind)
            drafts.append(timed(here, "make", "draft")[0])
        run, _ = timed(clone(Path(name, "second")), ".ci/run")
    cpu = cost_of_frames(said)
    how = f"{len(cpu)} frames, as the build reports them"
    return Part(
        [
            Line("make book, set-up included", book, "s", "a fresh clone", at_most=360, reason=REASON),
            Line("make test, after it", test, "s", "the same clone", at_most=480, reason=REASON),
            Line("a whole run of CI", run, "s", "a fresh clone, .ci/run", at_most=840, reason=REASON),
            Line("make draft, a paragraph changed", drafts[0], "s", CHAPTER, at_most=30, reason=REASON),
            Line("make draft, a cell changed", drafts[1], "s", CHAPTER, at_most=60, reason=REASON),
            Line("drawing and packing a frame, mean", cpu.mean(), "CPU s", how, at_most=0.2, reason=REASON),
        ],
        [],
    )

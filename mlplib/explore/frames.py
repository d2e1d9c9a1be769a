"""Draw every state once and pack the pictures, a row of the first control to a file.

A row is a base, the most common colour of every pixel, and for each frame a patch that is
transparent where the frame equals the base: both lossless WebP, so that base and patch laid over
each other are the frame to the pixel. The file is named by its content and is a script, because
a script is what a page may load from its own folder without a server (`file://`) too.
"""

import base64
import gc
import hashlib
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat

import numpy as np

from mlplib.explore.drag import areas
from mlplib.explore.pixels import cuts, ink, is_photograph, webp

GARBAGE = 100_000  # objects made before garbage is collected; a figure is some ten thousand

# What forked workers draw: they inherit it, since a notebook's function cannot be pickled.
_exploration = None


def pack(exploration, folder, report=lambda done: None):
    """Draw all states, write their rows and the poster of the first state.

    Parameters
    ----------
    exploration : Exploration
    folder : Path
        Where the files go; created if missing.
    report : callable, optional
        Called with the number of frames drawn so far.

    Returns
    -------
    dict
        `rows`, file names without folder: row r holds the states whose later controls count to r; `poster`, a
        file name; `cuts`, shares of the width at which panels end; `photograph`, whether the poster is one;
        `areas`, where a drag moves what.

    Raises
    ------
    DrawError
        If a state cannot be drawn.
    ValueError
        If the first state, drawn again, is another picture: `draw` uses more than its arguments; or if
        axes in which a drag moves a control are not the same in the first and in the last state.
    """
    folder.mkdir(parents=True, exist_ok=True)
    states = exploration.states()
    length = len(exploration.controls[0].values)
    rows, columns = [], False
    with _workers(exploration) as map_:
        for first in range(0, len(states), length):
            row = states[first : first + length]
            frames = []
            for frame in map_(_draw, row):
                frames.append(frame)
                columns |= ink(frame)
                report(first + len(frames))
            base = most_common(frames)
            patches = map_(encode_patch, frames, repeat(base))
            rows.append(_write(folder, ".js", _script(webp(base), patches, map(exploration.describe, row))))
            if exploration.start in row:
                poster = frames[row.index(exploration.start)]
    for _ in range(2):  # a worker has a copy of what `draw` may change, so that once could agree by chance
        if not np.array_equal(poster, exploration.picture(exploration.start)):
            raise ValueError(f"explore({exploration.name}): the same state drawn twice gives two pictures")
    dragged = areas(exploration, exploration.start)
    if dragged != areas(exploration, states[-1]):
        raise ValueError(f"explore({exploration.name}): drag needs axes that stay as they are in all states")
    return {
        "rows": rows,
        "poster": _write(folder, ".webp", webp(poster)),
        "cuts": cuts(columns),
        "photograph": is_photograph(poster),
        "areas": dragged,
    }


def most_common(frames):
    """The majority colour of every pixel, (height, width, 3) uint8; any of them where there is no majority.

    Votes are counted as in Boyer and Moore's algorithm, in one pass: an equal colour supports the
    candidate, another one weakens it and takes its place once no support is left.
    """
    candidate = frames[0].copy()
    votes = np.zeros(candidate.shape[:2], int)
    for frame in frames:
        votes += np.where(same_colour(frame, candidate), 1, -1)
        lost = votes < 0
        candidate[lost] = frame[lost]
        votes[lost] = 1
    return candidate


def same_colour(a, b):
    """Where two pictures agree, (height, width) bool."""
    red, green, blue = np.moveaxis(a == b, -1, 0)  # all() is ten times slower along an axis of three
    return red & green & blue


def encode_patch(frame, base):
    """What must be laid over the base to see the frame, as WebP."""
    opaque = ~same_colour(frame, base)
    patch = np.empty((*opaque.shape, 4), np.uint8)
    patch[..., :3] = frame * opaque[..., None]
    patch[..., 3] = 255 * opaque.view(np.uint8)
    return webp(patch)


def _script(base, patches, alts):
    """The text of a row: it hands its base and its pairs (alt text, patch) to the page's script."""
    frames = [[alt, _text(patch)] for alt, patch in zip(alts, patches, strict=True)]
    row = json.dumps({"base": _text(base), "frames": frames}, separators=(",", ":"))
    return f"exploreRow = {row};\n".encode()


def _text(data):
    return base64.b64encode(data).decode()


def _write(folder, ending, data):
    """Write a file named by its content; return the name."""
    name = hashlib.sha256(data).hexdigest()[:16] + ending
    (folder / name).write_bytes(data)
    return name


@contextmanager
def _workers(exploration):
    """A `map` over all cores where processes can be forked safely, else the plain one; same results."""
    global _exploration
    _exploration = exploration
    try:
        if sys.platform != "linux":
            yield map
        else:
            fork = multiprocessing.get_context("fork")
            with ProcessPoolExecutor(len(os.sched_getaffinity(0)), fork, initializer=_begin) as pool:
                yield pool.map
    finally:
        _exploration = None


def _begin():
    """Let the collector of garbage pass over what was there before: it would look at all of it, often."""
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _draw(state):
    return _exploration.picture(state)

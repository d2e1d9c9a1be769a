"""Keep what was drawn: a figure is drawn again only when something that its pictures depend on has changed.

That is the drawing function with every value that it reads, the controls, the style, and `mlplib` itself.
"""

import hashlib
import json
import pickle
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import CodeType

import cloudpickle

from mlplib.explore.frames import pack
from mlplib.explore.progress import Progress

MLPLIB = Path(__file__).parents[1]
DRAWS = ("matplotlib", "numpy", "pillow")
DRAW_NOTHING = ("checks", "locale")


def drawn(exploration, folder):
    """What :func:`mlplib.explore.frames.pack` gives for a figure, from an earlier run where it is the same.

    Parameters
    ----------
    exploration : Exploration
    folder : Path
        Where the files are or go; created if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / f"{key(exploration)}.json"
    if index.exists():
        made = json.loads(index.read_text())
        if all((folder / name).exists() for name in (*made["rows"], made["poster"])):
            return made
    with Progress(exploration, folder) as progress:
        made = pack(exploration, folder, progress)
    index.write_text(json.dumps(made))
    return made


def key(exploration):
    """Digest of all that the pictures and words of a figure depend on.

    Raises
    ------
    TypeError
        If the drawing function reads something that is no plain data, such as an open file.
    """
    total = hashlib.sha256(library().encode())
    try:
        Pickler(Sink(total)).dump(exploration)
    except (TypeError, pickle.PicklingError) as error:
        raise TypeError(f"explore({exploration.name}) draws from what is no plain data: {error}") from error
    return total.hexdigest()[:32]


class Pickler(cloudpickle.Pickler):
    """Writes functions without the place where they stand, which is another one in every kernel."""

    def reducer_override(self, value):
        if isinstance(value, CodeType) and value.co_filename:
            return str, (value.replace(co_filename="", co_firstlineno=1),)
        return super().reducer_override(value)


class Sink:
    """A file that keeps the digest of what is written to it."""

    def __init__(self, total):
        self.write = total.update


@cache
def library():
    """Digest of the library's own files, and of the versions of what it draws with."""
    files = sorted(
        path for path in MLPLIB.rglob("*.py") if path.relative_to(MLPLIB).parts[0] not in DRAW_NOTHING
    )
    parts = [path.read_bytes() for path in files] + [version(name).encode() for name in DRAWS]
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

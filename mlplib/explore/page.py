"""The form of the published page: HTML controls and a poster; a script shows the packed frames."""

import json
import re
from collections import Counter
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from mlplib._homes import joined
from mlplib.explore.exploration import PAGE_DPI
from mlplib.explore.pixels import png

STATIC = Path(__file__).parent / "static"
FRAMES_URL = "explore-frames:"  # stands for the relative path from the page to the frames

_used_ids = Counter()


class Page:
    """A figure whose states are all drawn; the value of a cell while the book is built.

    Raises
    ------
    DrawError
        If a state cannot be drawn; it names the state.
    """

    def __init__(self, exploration, folder):
        from mlplib.explore.store import drawn  # needs a package of the book, and a notebook needs `figure`

        self.exploration = exploration
        folder = Path(folder)
        self.made = drawn(exploration, folder)
        self.png = png(np.asarray(Image.open(folder / self.made["poster"])))
        self.id = _unique_id(exploration.name)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {
            "text/plain": str(self.exploration),
            "image/png": self.png,
            "text/html": self.html(),
        }

    def __repr__(self):
        return str(self.exploration)

    def html(self):
        """Controls, hidden until the script runs; the poster; a place for messages."""
        made = self.made
        return figure(
            self.exploration,
            self.id,
            FRAMES_URL + made["poster"],
            made["areas"],
            rows=made["rows"],
            cuts=made["cuts"],
            kind="photograph" if made["photograph"] else "drawing",
        )


def page_script():
    """The script as pages load it: it leaves no name behind, and works from a file too."""
    return f'"use strict";\n(() => {{\n{joined(STATIC, ("figure.js", "page.js"))}\n}})();\n'


def figure(exploration, identity, src, areas, rows=(), cuts=(), kind="drawing"):
    """The HTML of a figure at its start, the same on a page and in a notebook."""
    width, height = (round(PAGE_DPI * inches) for inches in exploration.figsize)
    controls = "\n".join(
        _control(f"{identity}-{control.name}", control, exploration.play and i == 0)
        for i, control in enumerate(exploration.controls)
    )
    hint = '\n<span class="explore-hint">or drag in the picture</span>' if areas else ""
    return f"""\
<div class="explore" id="{identity}" data-rows="{" ".join(rows)}" \
data-cuts="{" ".join(f"{cut:.4f}" for cut in cuts)}" data-areas="{escape(json.dumps(areas))}">
<form autocomplete="off" hidden>
{controls}
<button type="reset">Reset</button>{hint}
</form>
<div class="explore-picture explore-{kind}"><img src="{src}" \
width="{width}" height="{height}" alt="{escape(exploration.describe(exploration.start))}"></div>
<p role="status"></p>
</div>
"""


def _unique_id(name):
    """An id that is the same at every build; a second figure of the same name gets a number."""
    name = re.sub(r"\W+", "-", name).strip("-")
    _used_ids[name] += 1
    return name if _used_ids[name] == 1 else f"{name}-{_used_ids[name]}"


def _control(unique, control, play):
    """One labelled control; the script finds a value's text where the reader does."""
    make = {"slider": _slider, "select": _select, "checkbox": _checkbox}[control.kind]
    button = '\n<button type="button">Play</button>' if play else ""
    return f"""\
<div class="explore-control">
<label for="{unique}">{escape(control.label)}</label>
{make(f'id="{unique}" name="{control.name}"', control)}{button}
</div>"""


def _slider(names, control):
    shown = [escape(control.show(i)) for i in range(len(control.values))]
    texts = escape(json.dumps(control.texts, ensure_ascii=False))
    return f"""\
<input type="range" {names} min="0" max="{len(shown) - 1}" value="{control.start}" \
aria-valuetext="{shown[control.start]}" data-texts="{texts}" data-unit="{escape(control.unit)}">
<span class="explore-value" aria-hidden="true" style="min-width: {max(map(len, shown))}ch">\
{shown[control.start]}</span>"""


def _select(names, control):
    options = "".join(
        f"<option{' selected' * (i == control.start)}>{escape(text)}</option>"
        for i, text in enumerate(control.texts)
    )
    return f"<select {names}>{options}</select>"


def _checkbox(names, control):
    return f'<input type="checkbox" {names}{" checked" * control.values[control.start]}>'

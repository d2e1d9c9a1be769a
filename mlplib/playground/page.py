"""The form of the published page: a poster, which the script replaces by the playground."""

import io
import json
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

from matplotlib.figure import Figure

from mlplib._homes import SPEAK, joined
from mlplib.playground.draws import draws
from mlplib.playground.state import points_of, trained
from mlplib.plotting import plot_plane, plot_points, plot_regions

STATIC = Path(__file__).parent / "static"
PARTS = ("engine.js", "state.js", "view.js")


@cache
def script():
    """What both homes share: the parts one after the other, after the numbers they draw from."""
    return f"const DRAWS = {json.dumps(draws())};\n{joined(STATIC, PARTS)}"


def page_script():
    """The script as pages load it: it leaves no name behind, and works from a file too."""
    return f'"use strict";\n(() => {{\n{script()}\n{joined(STATIC, ["page.js"])}\n}})();\n'


def cell_script():
    """The script as a module, as notebooks load it."""
    return f"{script()}\n{joined(STATIC, [SPEAK, 'cell.js'])}\nexport default {{ render }};\n"


class Page:
    """A playground on a page; the value of a cell while the book is built."""

    def __init__(self, state, name, alt):
        self.state, self.name, self.alt = state, name, alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = poster(self.state)
        return {"text/plain": repr(self), "image/png": png, "text/html": self.html(png)}

    def __repr__(self):
        return f"playground({self.name})"

    def html(self, png):
        """The place that the script fills, with the poster that stands there before and without it."""
        start = escape(json.dumps(self.state))
        return (
            f'<div class="playground" id="{escape(self.name)}" data-start="{start}">\n'
            f'<img src="data:image/png;base64,{b64encode(png).decode()}" alt="{escape(self.alt)}">\n</div>\n'
        )


def poster(state):
    """The plane of a state, with its points and regions, as a PNG file."""
    fig = Figure(figsize=(4.2, 4.2))
    model, features = trained(state)
    n_classes = model.params[model.names[-1][0]].shape[1]
    ax, limit = fig.add_subplot(), state["limit"]
    plot_plane(ax, limit)
    plot_regions(ax, lambda points: model.predict(features(points)), n_classes, limit)
    plot_points(ax, *points_of(state))
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=100)
    return file.getvalue()

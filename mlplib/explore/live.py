"""The form in a notebook: the page's figure in a widget, whose states the kernel draws when asked for."""

import base64
from functools import lru_cache
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython

from mlplib._homes import SPEAK, display_with_still, joined, spoken
from mlplib.explore.drag import areas
from mlplib.explore.page import STATIC, figure
from mlplib.explore.pixels import png, webp

KEPT = 200  # pictures of a figure, some ten megabytes


class Live(anywidget.AnyWidget):
    """A figure whose states are drawn when the reader asks for them; the value of a cell.

    Raises
    ------
    DrawError
        If the first state cannot be drawn. A later failure is shown below the picture and raised.

    Attributes
    ----------
    state : list of int
        The index of each control's value; setting it draws.
    drawn : dict
        What is on the screen: the state `of`, its `alt` text, its `src`, and a `problem` or nothing.
    """

    _esm = joined(STATIC, (SPEAK, "figure.js", "cell.js")) + "\nexport default { render };\n"
    _css = (STATIC / "explore.css").read_text(encoding="utf-8")
    html = traitlets.Unicode().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    state = traitlets.List(traitlets.Int()).tag(sync=True)
    drawn = traitlets.Dict().tag(sync=True)

    def __init__(self, exploration):
        self.exploration = exploration
        self._kept = lru_cache(KEPT)(self._draw)
        super().__init__(state=list(exploration.start), words=spoken())
        self._show()
        identity = f"explore-{uuid4().hex}"  # a notebook may show a figure of this name already
        self.html = figure(exploration, identity, self.drawn["src"], areas(exploration, exploration.start))
        self.observe(lambda change: self._show(), "state")

    def _show(self):
        """Draw the state; tell the reader what went wrong, and raise it."""
        state = tuple(self.state)
        try:
            alt, src = self._kept(state, _cells_run())
            self.drawn = {"of": state, "alt": alt, "src": src, "problem": ""}
        except Exception as error:
            self.drawn = {"of": state, "alt": "", "src": "", "problem": f"No picture of this state: {error}"}
            raise

    def _draw(self, state, cells_run):
        """The words and the picture of a state; kept until another cell runs, which may change both."""
        data = base64.b64encode(png(self.exploration.picture(state))).decode()
        return self.exploration.describe(state), f"data:image/png;base64,{data}"

    def _ipython_display_(self, **kwargs):
        exploration = self.exploration
        display_with_still(
            self, webp(exploration.picture(exploration.start)), exploration.describe(exploration.start)
        )

    def __repr__(self):
        return str(self.exploration)


def _cells_run():
    """How many cells this kernel has run."""
    shell = get_ipython()
    return shell.execution_count if shell else 0

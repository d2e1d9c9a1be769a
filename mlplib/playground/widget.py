"""The form in a notebook: the same script in a widget, whose state Python reads and sets."""

import anywidget
import traitlets

from mlplib._homes import display_with_still, spoken
from mlplib.playground.page import STATIC, cell_script, poster
from mlplib.playground.state import points_of, trained


class Playground(anywidget.AnyWidget):
    """A playground in the output of a cell.

    Attributes
    ----------
    state : dict
        All that decides what is shown; see `mlplib.playground.state`.
    """

    name, alt = "playground", ""
    _esm = cell_script()
    _css = (STATIC / "playground.css").read_text(encoding="utf-8")
    state = traitlets.Dict().tag(sync=True)
    still = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, **kwargs):
        super().__init__(words=spoken(), **kwargs)

    def _ipython_display_(self, **kwargs):
        display_with_still(self, poster(self.state), self.alt)

    def __repr__(self):
        return f"playground({self.name})"

    @property
    def points(self):
        """The points as they are now: X (n, 2) and labels (n,)."""
        return points_of(self.state)

    @property
    def settings(self):
        """The settings as they are now, a dict with the names that `playground` takes."""
        return {name: value for name, value in self.state.items() if name not in ("points", "log", "limit")}

    @property
    def model(self):
        """The network with the weights on the screen, an `MLP` of the chosen inputs."""
        return trained(self.state)[0]

    def features(self, X):
        """The chosen inputs (n, d) of points X (n, 2), which `model` takes."""
        return trained(self.state)[1](X)

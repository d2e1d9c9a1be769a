"""What an author asked for: a drawing function, its controls, and the picture and words of every state."""

import itertools
import math
import os
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from mlplib.explore.pixels import on_white

PAGE_DPI = 100  # pixels of the page for an inch of `figsize`
DPI = 150  # pixels of a frame for an inch, more than the page has: phones and many screens are denser
MAX_STATES = 1000  # some three minutes of drawing on one core, ten megabytes of frames


class DrawError(RuntimeError):
    """A drawing function failed; the message names the state."""


@dataclass(frozen=True)
class Exploration:
    """A drawing function and its controls; a state is one index per control.

    Attributes
    ----------
    draw : callable
        `draw(fig, **values)` draws one state on an empty figure and depends on nothing else.
    controls : tuple of Control
    alt : str or callable
        The words for a state: a format string of the values, or a function of them.
    figsize : (float, float)
        Width and height in inches.
    play : bool
        Whether the first control is time.
    drag : dict
        Of controls whose values have a place in the picture; see `mlplib.explore.drag`.
    style : dict
        The matplotlib settings in force at the call; every state is drawn with them.
    """

    draw: Any
    controls: tuple
    alt: Any
    figsize: tuple
    play: bool = False
    drag: dict = field(default_factory=dict)
    style: dict = field(default_factory=lambda: dict(matplotlib.rcParams), repr=False)

    @property
    def name(self):
        return getattr(self.draw, "__name__", type(self.draw).__name__)

    @property
    def start(self):
        """The state shown at first."""
        return tuple(control.start for control in self.controls)

    @property
    def n_states(self):
        return math.prod(len(control.values) for control in self.controls)

    def states(self):
        """Every state; the first control moves fastest."""
        backwards = itertools.product(*(range(len(control.values)) for control in reversed(self.controls)))
        return [state[::-1] for state in backwards]

    def values(self, state):
        """The arguments of `draw` in a state, by name."""
        return {control.name: control.values[i] for control, i in zip(self.controls, state, strict=True)}

    def picture(self, state):
        """The pixels of a state, (height, width, 3) uint8.

        Raises
        ------
        DrawError
            If `draw` fails; it names the state and carries the cause.
        """
        return on_white(np.asarray(self.drawn(state).canvas.buffer_rgba()))

    def drawn(self, state):
        """The figure of a state; its canvas is that of all figures of its size.

        Raises
        ------
        DrawError
            If `draw` fails; it names the state and carries the cause.
        """
        with matplotlib.rc_context(self.style):
            fig, canvas = Figure(figsize=self.figsize, dpi=DPI), _canvas(self.figsize)
            canvas.figure = fig
            fig.set_canvas(canvas)
            try:
                self.draw(fig, **self.values(state))
                canvas.draw()
            except Exception as error:
                call = ", ".join(f"{c.name}={c.texts[i]}" for c, i in zip(self.controls, state, strict=True))
                raise DrawError(f"{self.name}(fig, {call}) raised {type(error).__name__}: {error}") from error
            return fig

    def describe(self, state):
        """The alt text of a state; functions and classes go by their name."""
        values = self.values(state)
        if callable(self.alt):
            return self.alt(**values)
        texts = {
            control.name: control.texts[i]
            for control, i in zip(self.controls, state, strict=True)
            if control.kind == "select"
        }
        try:
            return self.alt.format(**values | texts)
        except KeyError as error:
            raise ValueError(
                f"explore(): alt names {{{error.args[0]}}}; the controls are {', '.join(values)}"
            ) from error

    def __str__(self):
        return f"explore({self.name}): {', '.join(map(str, self.controls))}; {self.n_states} states"


@cache
def _canvas(figsize):
    """One canvas for all figures of a size: it remembers how large each text is, a third of the drawing."""
    return FigureCanvasAgg(Figure(figsize=figsize, dpi=DPI))


# A canvas keeps fonts, whose open files two processes cannot read at once.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_canvas.cache_clear)

"""`playground()`: a small network of the plane that trains where it is shown, with the library's numbers.

One script serves a page of the book and a notebook: `static/engine.js` computes, `state.js` knows the
settings and what was done, `view.js` draws; `page.js` and `cell.js` put it there. On the Python side `state`
is the same state and the network it stands for, `training` takes the steps, `draws` has the random numbers,
`page` and `widget` are the two homes, `book` is the Sphinx extension.
"""

import os

from mlplib.playground.draws import Orders
from mlplib.playground.training import Training

__all__ = ["Orders", "Training", "playground"]


def playground(
    X=None, y=None, *, name="playground", alt="A plane with points and regions", steps=0, **settings
):
    """Show a network that the reader trains, with points, settings and weights to play with.

    >>> pg = playground(X, y, hidden=[8], activation="relu")  # press Play, then
    >>> pg.model.predict(X), pg.points, pg.settings

    Parameters
    ----------
    X : (n, 2) float, optional
        Your own points, 2 to 500, best standardised; left out, the set `data` is shown.
    y : (n,) int
        Their labels in 0..3.
    name : str
        Of the figure in addresses, no two alike on a page.
    alt : str
        What the poster shows, for readers who cannot see it.
    steps : int
        How many steps are taken before the reader comes.
    **settings
        ``data`` ("moons", "circles", "spirals", "xor", "blobs"), ``n`` of its points, their ``noise``, the
        ``share`` kept for testing; ``inputs``, some of "x1", "x2", "r", "phi", "x1x2", "x1x1", "x2x2",
        "cos", "sin"; ``hidden``, at most three widths from 1 to 8; ``activation`` and ``loss``, by their
        names in `mlplib`; ``init`` ("he_normal", "xavier_normal", "zeros"), its ``scale``, ``seed`` 0 to 3;
        ``learning_rate``, ``momentum``, ``batch_size``, ``weight_decay``; ``speed`` ("slow", "normal",
        "fast").

    Returns
    -------
    Playground or Page
        The value of the cell. In a notebook its attributes ``points``, ``settings`` and ``model`` are what
        the reader sees at this moment.

    Raises
    ------
    TypeError, ValueError
        If there is no such setting, or a value is out of range.
    """
    from mlplib.playground.state import make_state

    state = make_state(X, y, steps=steps, **settings)
    if os.environ.get("MLPLIB_EXPLORE_FRAMES"):  # the book is being built
        from mlplib.playground.page import Page

        return Page(state, name, alt)
    from mlplib.playground.widget import Playground

    shown = Playground(state=state)
    shown.name, shown.alt = name, alt
    return shown

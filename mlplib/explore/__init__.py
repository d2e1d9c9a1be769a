"""`explore()`: a figure with sliders, live with a kernel and working without one on the published page.

One call, two forms of one HTML figure and its script (`static/figure.js`). With a kernel every state is
drawn when it is asked for (`live`). While the book is built every state is drawn once, packed into small
files (`frames`) and shown by a script of four kilobytes (`page`). `book` is the Sphinx extension.
"""

import os

from mlplib.explore.controls import make_control

__all__ = ["explore"]


def explore(
    draw,
    /,
    *,
    alt,
    start=None,
    labels=None,
    units=None,
    figsize=(6.4, 3.2),
    play=False,
    drag=None,
    **controls,
):
    """Show a figure whose parameters the reader moves.

    >>> def draw_line(fig, angle, kind):
    ...     ax = fig.add_subplot()
    >>> explore(draw_line, angle=range(0, 181, 5), kind=["solid", "dashed"],
    ...         alt="A {kind} line at {angle} degrees", units={"angle": "°"})
    explore(draw_line): angle 0 to 180 in 37 steps, kind solid|dashed; 74 states

    Parameters
    ----------
    draw : callable
        `draw(fig, **values)` draws one state on an empty matplotlib figure. It depends on the
        values alone and leaves nothing behind: states are drawn in any order, on several cores.
        `tight_layout` triples the drawing time; a fixed `fig.subplots_adjust(...)` does not.
    alt : str or callable
        What the picture shows, for readers who cannot see it: a format string of the values
        ('... after {epoch} epochs') or a function of them that returns a string.
    start : dict, optional
        The first value of a control, by name; the first listed if omitted.
    labels, units : dict, optional
        Words before a control, by name (its name if omitted), and what follows its values as it
        is ('°', ' px').
    figsize : (float, float), optional
        Inches; one is 100 pixels. The page is about 700 pixels wide.
    play : bool, optional
        Whether the first control is time and gets a Play button.
    drag : dict, optional
        Where the values of a control lie in the picture, by name, so that a drag there moves it: the number
        of the panel whose x axis shows them (the first is 0), a tuple of such numbers, or a function of a
        value that lists its places (panel, x, y) in units of that panel's axes, y None for any height.
    **controls
        A range, or numbers in a list or array, make a slider over these values; strings or named
        objects such as functions a select; a bool a checkbox. List first what the reader moves
        most: frames load in rows of the first control.

    Returns
    -------
    Live or Page
        The value of the cell, shown by Jupyter; its text is the same in both forms.

    Raises
    ------
    TypeError, ValueError
        If a control cannot be read, `start`, `labels`, `units`, `drag` or `alt` name no control, or
        there are more than 1000 states.
    DrawError
        If `draw` fails; it names the state.
    """
    from mlplib.explore.exploration import Exploration  # imports matplotlib, which `import mlplib` does not

    start, labels, units, drag = start or {}, labels or {}, units or {}, drag or {}
    _check_names(controls, start=start, labels=labels, units=units, drag=drag)
    made = tuple(
        make_control(name, given, labels.get(name), units.get(name, ""), start.get(name))
        for name, given in controls.items()
    )
    if play and made[0].kind != "slider":
        raise ValueError(
            f"explore(): play needs a slider as the first control, {made[0].name!r} is a {made[0].kind}"
        )
    exploration = Exploration(draw, made, alt, tuple(figsize), bool(play), drag)
    _check_budget(exploration)

    frames = os.environ.get("MLPLIB_EXPLORE_FRAMES")  # set by the Sphinx extension, inherited by kernels
    if frames:
        from mlplib.explore.page import Page

        return Page(exploration, frames)
    from mlplib.explore.live import Live

    return Live(exploration)


def _check_names(controls, **named):
    if not controls:
        raise ValueError("explore() needs at least one control, such as epoch=range(0, 61, 2)")
    for argument, names in named.items():
        for name in names:
            if name not in controls:
                raise ValueError(
                    f"explore(): {argument} names {name!r}; the controls are {', '.join(controls)}"
                )


def _check_budget(exploration):
    from mlplib.explore.exploration import MAX_STATES

    lengths = {control.name: len(control.values) for control in exploration.controls}
    if exploration.n_states > MAX_STATES:
        product = " × ".join(map(str, lengths.values()))
        longest = max(lengths, key=lengths.get)
        fit = MAX_STATES * lengths[longest] // exploration.n_states
        raise ValueError(
            f"explore(): {product} = {exploration.n_states} states are more than {MAX_STATES}: give "
            f"{longest!r} {fit} values or fewer instead of {lengths[longest]}, or move fewer things at once"
        )

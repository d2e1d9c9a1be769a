"""The picture as a control: where in it the values of a control lie, so that a drag can move it there.

An author gives for a control the number of a panel, whose x axis shows the control's values; a tuple of
such numbers; or a function of a value that lists its places, (panel, x, y) in the units of that panel's
axes, where y is None if any height will do.
"""

FAR = 10  # sides of a panel: a logarithm of 0 lies beyond


def areas(exploration, state):
    """Where a drag in the picture moves which control, in a state.

    Parameters
    ----------
    exploration : Exploration
    state : tuple of int

    Returns
    -------
    list of dict
        One for each panel: its `box`, (left, top, width, height) in shares of the picture; and `places`, of
        each control the places of each of its values, (x, y) in shares of the box from its upper left corner,
        y None for any height.

    Raises
    ------
    ValueError
        If a panel does not exist, or a place is far from it.
    """
    if not exploration.drag:
        return []
    fig = exploration.drawn(state)
    found = {}
    for control in exploration.controls:
        if control.name in exploration.drag:
            listed = [_places(exploration.drag[control.name], value) for value in control.values]
            for panel in sorted({place[0] for places in listed for place in places}):
                ax = _panel(fig, control.name, panel)
                area = found.setdefault(panel, {"box": _box(fig, ax), "places": {}})
                area["places"][control.name] = [
                    [_share(ax, control.name, x, y) for at, x, y in places if at == panel]
                    for places in listed
                ]
    return list(found.values())


def _places(given, value):
    """The places (panel, x, y) of a value."""
    if callable(given):
        return [tuple(place) for place in given(value)]
    return [(panel, value, None) for panel in (given if isinstance(given, tuple) else (given,))]


def _panel(fig, name, panel):
    if panel not in range(len(fig.axes)):
        raise ValueError(f"explore(): drag of {name!r} names panel {panel}; the picture has {len(fig.axes)}")
    return fig.axes[panel]


def _box(fig, ax):
    left, bottom, width, height = ax.get_window_extent().transformed(fig.transFigure.inverted()).bounds
    return [round(share, 4) for share in (left, 1 - bottom - height, width, height)]


def _share(ax, name, x, y):
    height = ax.get_ylim()[0] if y is None else y
    across, up = ax.transAxes.inverted().transform(ax.transData.transform((x, height)))
    if not (abs(across) < FAR and abs(up) < FAR):
        raise ValueError(
            f"explore(): drag of {name!r} gives the place ({x}, {y}), which is far from its panel"
        )
    return [round(float(across), 4), None if y is None else round(1 - float(up), 4)]

"""One example's numbers on their way through a model, and the way back."""

import re
from dataclasses import dataclass
from itertools import chain, pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from mlplib.plotting.style import COLOURS

SIGNS = ("·", "+", "=")


def plot_flow(ax, values, gradients=None, *, steps=(), back=None, marked=(), tints=(), rows=None, decimals=3):
    """One example's numbers on their way through a model and, below them in dark red, the way back.

    Each array is a column of boxes, or a grid, with its name on top; a gradient stands below the array that
    it belongs to. The letters are as large as the axes allow: let the axes fill the figure, and give the
    figure the shape of the drawing. Eight boxes side by side are legible on a phone.

    Parameters
    ----------
    values : dict of str to (m,) or (m, k) array
        Name to numbers, or to text, from left to right.
    gradients : dict of str to (str, array), optional
        Name in `values` to the name of its gradient and the numbers.
    steps : list of str
        What happens between two neighbours in `values`, written over an arrow; "·", "+" and "=" stand alone.
    back : list of (str, str), optional
        Arrows of the way back, from one name in `values` to another. One from a value without a gradient
        starts below the value; one that would cross another gradient runs below it. When left out, each
        gradient comes from the next at its right, and the last from the last value.
    marked : list of (str, int, int)
        Boxes with a thick edge: name of an array or a gradient, row, column (0 in a column of boxes).
    tints : list of str
        Names of arrays and gradients whose entries belong to classes, and take their colours: the rows of
        a column, the columns of a grid.
    rows : dict of str to list of str, optional
        Name in `values` to what is written at the left of its rows.
    decimals : int
        At most so many; an array of which fewer are enough gets fewer.
    """
    gradients, rows = gradients or {}, rows or {}
    above = {name: _Grid(name, _as_text(numbers, decimals)) for name, numbers in values.items()}
    below = {name: _Grid(title, _as_text(g, decimals), COLOURS[6]) for name, (title, g) in gradients.items()}
    steps = [*steps, *[""] * (len(above) - 1 - len(steps))]
    _place_flow(above, below, steps, rows)
    grids = [*above.values(), *below.values()]
    back = _ends_back(above, below) if back is None else back
    paths = [_path_back(above, below, *ends) for ends in back]
    em = _fit_flow(ax, grids, paths, rows)
    for grid in grids:
        grid.draw(ax, em, [(i, j) for name, i, j in marked if name == grid.name], grid.name in tints)
    for name, texts in rows.items():
        for text, y in zip(texts, above[name].heights(), strict=True):
            ax.text(above[name].left - 0.3, y, text, size=0.9 * em, ha="right", va="center")
    for (left, right), step in zip(pairwise(above.values()), steps, strict=True):
        _plot_step(ax, em, left.right, right.left - _room(rows.get(right.name)), step)
    for path in paths:
        _plot_arrow(ax, path, COLOURS[6])


@dataclass
class _Grid:
    """Boxes with text, m rows of k, below a name; (left, y) is the middle of the left side, all in ems."""

    name: str
    texts: np.ndarray  # (m, k)
    colour: str = "black"
    left: float = 0.0
    y: float = 0.0
    cell: float = 0.0  # width of a box
    row = 1.7  # its height

    @property
    def right(self):
        return self.left + self.cell * self.texts.shape[1]

    @property
    def middle(self):
        return (self.left + self.right) / 2

    @property
    def bottom(self):
        return self.y - self.row * len(self.texts) / 2

    def heights(self):
        """Where the middle of each row is, from the top."""
        return self.bottom + self.row * (np.arange(len(self.texts))[::-1] + 0.5)

    def draw(self, ax, em, marked, tinted):
        """Boxes, texts and name; `em` is the size of the letters in points."""
        for (i, j), text in np.ndenumerate(self.texts):
            corner = self.left + j * self.cell, self.heights()[i] - self.row / 2
            k = j if self.texts.shape[1] > 1 else i
            face = (*to_rgb(COLOURS[k % 10]), 0.25) if tinted else "white"
            width, order = (3, 3) if (i, j) in marked else (0.8, 2)
            style = {"facecolor": face, "edgecolor": self.colour, "linewidth": width, "zorder": order}
            ax.add_patch(plt.Rectangle(corner, self.cell, self.row, **style))
            middle = corner[0] + self.cell / 2, self.heights()[i]
            ax.text(*middle, text, size=em, ha="center", va="center_baseline", zorder=4)
        top = self.heights()[0] + self.row / 2 + 0.3
        ax.text(self.middle, top, self.name, size=1.1 * em, color=self.colour, ha="center", va="bottom")


def _as_text(values, decimals):
    """Numbers, or text, as a grid of text: 0 as such, all others with the decimals that one of them needs."""
    values = np.asarray(values)
    values = values.reshape(len(values), -1) if values.ndim else values.reshape(1, 1)
    if values.dtype.kind == "U":
        return values
    rounded = np.round(values.astype(float), decimals)
    needed = next(k for k in range(decimals + 1) if np.allclose(np.round(rounded, k), rounded, atol=1e-12))
    texts = [f"{x:.{needed}f}".replace("-", "−") for x in np.ravel(rounded + 0.0)]  # -0.0 becomes 0.0
    return np.where(values == 0, "0", np.array(texts).reshape(values.shape))


def _room(texts):
    """How many ems of small print need, with a margin; formulas count without their signs."""
    return max((0.55 * len(re.sub(r"[\\${}_^]", "", text)) + 0.6 for text in texts or []), default=0)


def _place_flow(above, below, steps, rows):
    """Put the grids side by side, gradients below values."""
    x = 0.0
    for name, step in zip(above, ["", *steps], strict=True):
        pair = [grids[name] for grids in (above, below) if name in grids]
        longest = max(len(text) for grid in pair for text in grid.texts.flat)
        if x:
            x += 1.6 if step in SIGNS else max(2, _room([step]))
        x += _room(rows.get(name))
        for grid in pair:
            grid.left, grid.cell = x, 0.62 * longest + 0.7
        x = max(grid.right for grid in pair)
    lowest = min(grid.bottom for grid in above.values())
    tallest = max((len(grid.texts) for grid in below.values()), default=0)
    for grid in below.values():
        grid.y = lowest - 2.2 - _Grid.row * tallest / 2


def _ends_back(above, below):
    """Each gradient comes from the next at its right, the last one from the last value."""
    last, *others = reversed(above)
    return list(pairwise([last, *(name for name in others if name in below)]))


def _path_back(above, below, start, end):
    """Corners of an arrow between two gradients: straight, or under what stands between them."""
    names = list(above)
    between = [n for n in names[names.index(end) + 1 : names.index(start)] if n in below]
    target, source = below[end], below.get(start, above[start])
    if between:
        floor = min(grid.bottom for grid in below.values()) - 0.8
        return [(source.middle, source.bottom), (source.middle, floor), (target.middle, floor),
                (target.middle, target.bottom - 0.1)]  # fmt: skip
    begin = (source.left - 0.15, source.y)
    if start not in below:
        begin = (source.middle, source.bottom - 0.1)
    return [begin, (begin[0], target.y), (target.right + 0.15, target.y)]


def _fit_flow(ax, grids, paths, rows):
    """Set the limits of the axes; how many points an em of the drawing has."""
    corners = [(grid.right, grid.heights()[0] + 2.4) for grid in grids]
    corners += [(grid.left - _room(rows.get(grid.name)), grid.bottom) for grid in grids]
    low, high = np.min([*corners, *chain(*paths)], axis=0) - 0.3, np.max(corners, axis=0) + 0.2
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    ax.axis("off")
    inches = ax.get_position().size * ax.figure.get_size_inches()
    return 72 * min(inches / (high - low))


def _plot_step(ax, em, start, end, step):
    """An arrow with its text on top, or a sign."""
    if step in SIGNS:
        ax.text((start + end) / 2, 0, step, size=1.1 * em, ha="center", va="center")
    else:
        _plot_arrow(ax, [(start + 0.15, 0), (end - 0.15, 0)], "black")
        ax.text((start + end) / 2, 0.3, step, size=0.9 * em, ha="center", va="bottom")


def _plot_arrow(ax, path, colour):
    """A line through points, with a head at the last."""
    ax.plot(*np.transpose(path[:-1]), color=colour, linewidth=1.5, solid_capstyle="butt")
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=path[-1], xytext=path[-2], arrowprops=style)

"""Arrays as blocks, networks as circles and lines."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from mlplib.plotting.style import COLOURS


def plot_blocks(ax, blocks):
    """Arrays as blocks in a row, for a formula with its shapes.

    Parameters
    ----------
    blocks : list of (str, str, float, float)
        Symbol, shape as text, width and height in the units of the axes; height 0 writes the symbol only.
    """
    x, tallest = 0.0, max(height for *_, height in blocks)
    for k, (symbol, shape, width, height) in enumerate(blocks):
        if height:
            box = plt.Rectangle(
                (x, -height / 2), width, height, facecolor=COLOURS[k % 10], alpha=0.3, edgecolor="black"
            )
            ax.add_patch(box)
            ax.text(x + width / 2, -height / 2 - 0.1, shape, ha="center", va="top", fontsize=11)
        ax.text(x + width / 2, 0, symbol, ha="center", va="center", fontsize=15)
        x += width + 0.35
    ax.set(xlim=(-0.1, x - 0.25), ylim=(-tallest / 2 - 0.5, tallest / 2 + 0.1), aspect="equal")
    ax.axis("off")


def plot_network(ax, layers, *, weights=None, labels=None, radius=0.32):
    """Units as circles, one column a layer, and a line for every weight between neighbouring layers.

    Parameters
    ----------
    layers : list of list of str
        What is written into the units of each layer, from the top; "⋮" leaves a gap without a circle.
        Layer number i stands at x = 2 i, centred on y = 0, one unit of the axes between two circles.
    weights : list of (n_in, n_out) arrays, optional
        One between two layers: blue where positive, orange where negative, as thick as large, none where 0.
    labels : list of (n_in, n_out) lists of str, optional
        What is written on the lines.
    radius : float
        Of a circle, in the units of the axes.
    """
    for column, units in enumerate(layers):
        top = (len(units) - 1) / 2
        for row, name in enumerate(units):
            place = (2 * column, top - row)
            if name != "⋮":
                ax.add_patch(plt.Circle(place, radius, facecolor="white", edgecolor="black"))
            ax.text(*place, name, ha="center", va="center", zorder=3)
    for gap, (left, right) in enumerate(pairwise(layers)):
        W = np.ones((len(left), len(right))) if weights is None else np.asarray(weights[gap], dtype=float)
        for i, j in np.argwhere(W):
            if "⋮" not in (left[i], right[j]):
                ends = (2 * gap, (len(left) - 1) / 2 - i), (2 * gap + 2, (len(right) - 1) / 2 - j)
                colour = "0.5" if weights is None else COLOURS[int(W[i, j] < 0)]
                width = 1.2 if weights is None else 0.3 + 3 * abs(W[i, j]) / np.abs(W).max()
                _plot_edge(ax, *ends, labels[gap][i][j] if labels else "", color=colour, linewidth=width)
    height = max(map(len, layers)) / 2
    ax.set(xlim=(-0.6, 2 * len(layers) - 1.4), ylim=(-height - 0.1, height + 0.1), aspect="equal")
    ax.axis("off")


def _plot_edge(ax, start, end, label, **style):
    """A line below the circles, with a label on a white ground at its middle."""
    ax.plot(*np.transpose([start, end]), zorder=0, **style)
    if label:
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        ax.text(*np.add(start, end) / 2, label, ha="center", va="center", bbox=ground)

"""Points, borders and regions in the plane of two inputs; paths in the plane of two parameters."""

import numpy as np
from matplotlib.colors import ListedColormap

from mlplib.plotting.style import COLOURS, MARKERS


def plot_plane(ax, limit, title=""):
    """Prepare axes for 2-D inputs: equal aspect, both coordinates from -limit to limit."""
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    ax.set_title(title)


def plot_points(ax, X, y, *, names=None, size=22):
    """Scatter 2-D examples X (n, 2) with the colour and marker of their class y (n,).

    Names, one a class, make a legend.
    """
    for k in np.unique(y):
        ax.scatter(
            *X[y == k].T, s=size, c=COLOURS[k], marker=MARKERS[k], edgecolors="white", linewidths=0.5,
            label=names[k] if names else None,
        )  # fmt: skip
    if names:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), handletextpad=0.2)


def plot_line(ax, w, b, **style):
    """The border w x + b = 0 of a unit with weights w (2,) and bias b; nothing where w = 0."""
    w = np.asarray(w, dtype=float)
    if w.any():
        foot = -float(b) * w / (w @ w)  # its point nearest to the origin
        ax.axline(foot, foot + w[::-1] * (-1, 1), **({"color": "black"} | style))


def plot_regions(ax, predict, n_classes, limit, *, resolution=240):
    """Tint the square from -limit to limit with the colour of the class that `predict` gives each point.

    Parameters
    ----------
    predict : callable
        (n, 2) points to (n,) labels in 0..n_classes-1.
    limit : float
        Half the side of the square, in the units of the plane.
    resolution : int
        Points per side at which the classifier is asked.
    """
    ticks = (np.arange(resolution) + 0.5) / resolution * 2 * limit - limit
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)  # (resolution**2, 2)
    labels = predict(grid).reshape(resolution, resolution)
    ax.imshow(
        labels, cmap=ListedColormap(COLOURS[:n_classes]), vmin=0, vmax=n_classes - 1, alpha=0.25,
        extent=(-limit, limit, -limit, limit), origin="lower", interpolation="nearest",
    )  # fmt: skip


def plot_descent(ax, f, path, limit, *, title=""):
    """Contours of f and a path (n, 2) of gradient descent on them, from the ring to the dot.

    `f` takes (n, 2) points and returns (n,) heights.
    """
    ticks = np.linspace(-limit, limit, 121)
    heights = f(np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)).reshape(121, 121)
    ax.contour(ticks, ticks, np.sqrt(heights), levels=9, colors="0.55", linewidths=1)
    ax.plot(*path.T, color=COLOURS[1], linewidth=1.2, marker=".", markersize=6)
    ax.plot(*path[0], marker="o", markersize=9, markerfacecolor="white", color=COLOURS[1])
    ax.plot(*path[-1], marker="o", markersize=9, color=COLOURS[1])
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$")
    ax.set_title(title)

"""A network of the plane in one glance."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from mlplib.plotting.plane import plot_plane, plot_points, plot_regions
from mlplib.plotting.style import COLOURS


def plot_playground(fig, model, X, y, losses, epoch, limit):
    """A network of the plane in one glance: what it answers, what its hidden units say, how its loss fell.

    Large, the regions of the classes with the points and, thin, the line of each hidden unit, where its
    pre-activation is 0. Small, the responses of the first eight units: blue above 0, white 0, orange
    below, one scale for all. At the bottom the loss, epochs on a logarithmic axis, with a dot at `epoch`.

    Parameters
    ----------
    fig : matplotlib figure, 6.4 by 3.84 inches, or as wide for its height
    model : MLP
        With one hidden layer, as it is after `epoch` epochs.
    X : (n, 2) float
    y : (n,) int
    losses : (n_epochs + 1,) float
        Loss on the points before the first epoch and after each.
    epoch : int
    limit : float
        Half the side of the square that is shown.
    """
    ends = [
        _ends_in_square(w, b, limit) for w, b in zip(model.params["W1"].T, model.params["b1"], strict=True)
    ]
    plane = fig.add_axes([0.045, 0.065, 0.505, 0.84])
    right = 100 * (model.predict(X) == y).mean()
    plot_plane(plane, limit, f"epoch {epoch}: {right:.0f} % right")
    plot_regions(plane, model.predict, model.params["W2"].shape[1], limit, resolution=120)
    plane.add_collection(LineCollection(ends, color="0.5", linewidth=0.5, antialiased=False))
    plot_points(plane, X, y, size=16)
    plane.set(xticks=[], yticks=[])
    _plot_responses(fig, model, ends, limit)
    curve = fig.add_axes([0.62, 0.155, 0.36, 0.2])
    curve.plot(losses, color=COLOURS[0])
    curve.plot(epoch, losses[epoch], "o", color="black")
    curve.set_xscale("symlog", linthresh=1)
    curve.set_xticks([0, 1, 10, 100], ["0", "1", "10", "100"])
    curve.set_xticks([], minor=True)
    curve.set(xlim=(-0.15, 1.2 * len(losses)), ylim=(0, max(1.2, 1.05 * max(losses))), xlabel="epoch")
    curve.set_title(f"loss {losses[epoch]:.2f}")


def _ends_in_square(w, b, limit):
    """Where w x + b = 0 enters and leaves the square from -limit to limit: (2, 2); nan where it does not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        foot, along = -b * w / (w @ w), w[::-1] * (-1, 1)
        sides = np.sort((np.array([[-limit], [limit]]) - foot) / along, axis=0)
        t = np.array([sides[0].max(), sides[1].min()])
        return foot + (t if t[0] < t[1] else t * np.nan)[:, None] * along


def _plot_responses(fig, model, ends, limit):
    """Pictures of what up to eight hidden units answer over the plane, in rows, all on one axes."""
    n_units, shown = len(ends), min(len(ends), 8)
    n_rows = 1 if shown <= 3 else 2
    n_columns = max(2, -(-shown // n_rows))
    side, gap = 24, 2  # of a picture, in the squares of its grid
    ticks = ((np.arange(side) + 0.5) / side * 2 - 1) * limit
    grid = np.stack(np.meshgrid(ticks, -ticks), axis=-1).reshape(-1, 2)
    (H,) = model.hidden(grid)  # (side * side, h)
    size = np.array([n_columns, n_rows]) * (side + gap) - gap
    width = min(0.405, 0.27 / size[1] * size[0])  # the figure is 5 / 3 as wide as high
    ax = fig.add_axes(
        [0.575, 0.9 - width * size[1] / size[0] * 5 / 3, width, width * size[1] / size[0] * 5 / 3]
    )
    paper = np.zeros(size[::-1])
    for j in range(shown):
        y, x = np.array(divmod(j, n_columns)) * (side + gap)
        paper[y : y + side, x : x + side] = H[:, j].reshape(side, side)
        ax.add_patch(plt.Rectangle((x, y), side, side, fill=False, clip_on=False))
    middles = np.array([divmod(j, n_columns)[::-1] for j in range(shown)]) * (side + gap) + side / 2
    scaled = np.array(ends)[:shown] / limit * side / 2 * (1, -1) + middles[:, None]
    ax.add_collection(LineCollection(scaled, color="black", linewidth=0.5, antialiased=False))
    scale = np.abs(H).max() or 1
    ax.imshow(
        paper, cmap=LinearSegmentedColormap.from_list("response", [COLOURS[1], "white", COLOURS[0]], N=9),
        vmin=-scale, vmax=scale, extent=(0, size[0], size[1], 0), interpolation="nearest",
    )  # fmt: skip
    ax.axis("off")
    title = f"{n_units} hidden unit" + "s" * (n_units > 1) + ", 8 shown" * (n_units > 8)
    fig.text(0.575, 0.922, title, fontsize=plt.rcParams["axes.titlesize"])

"""Every picture of the book is drawn here, in one style: class k has one colour and one marker everywhere.

All functions draw on the matplotlib axes they are given and return nothing, unless they say otherwise.
"""

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, ListedColormap, to_rgb

STYLE = Path(__file__).with_name("mlplib.mplstyle")
COLOURS = (  # told apart with any colour vision (the first six: Okabe and Ito 2008)
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
    "#661100", "#999933", "#555555", "#332288",
)  # fmt: skip
SIGNS = ("·", "+", "=")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")


def use_style():
    """Make `mlplib.mplstyle` the style of all figures from here on."""
    plt.style.use(STYLE)


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


def plot_bars(ax, values, names, *, colours=COLOURS, format="{:.2f}", title=""):
    """Bars, one a class, with the value written at each; the caller sets the limits of y."""
    bars = ax.bar(names, values, color=colours[: len(values)])
    ax.bar_label(bars, [format.format(value) for value in values], padding=2)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_title(title)


def plot_images(ax, images, titles, *, n_columns=5, fontsize=11):
    """Show images (n, h, w, 3) in a grid on one axes, each row of the grid below its titles.

    Images are uint8, or floats in 0..1. A row of the grid whose titles are all empty has no gap above it.
    """
    images = images / 255 if images.dtype == np.uint8 else images
    n, h, w, _ = images.shape
    n_rows, gap, top = -(-n // n_columns), w // 12, h // 3
    titles = [*titles, *[""] * (n_rows * n_columns - len(titles))]
    y, rows = 0, []
    for row in range(n_rows):
        y += top if any(titles[row * n_columns : (row + 1) * n_columns]) else gap
        rows.append(y)
        y += h
    paper = np.ones((y, n_columns * (w + gap) - gap, 3))
    for k, image in enumerate(images):
        y, x = rows[k // n_columns], k % n_columns * (w + gap)
        paper[y : y + h, x : x + w] = image
        ax.text(x + w / 2, y - gap, titles[k], ha="center", va="bottom", fontsize=fontsize)
    ax.imshow(paper, interpolation="nearest")
    ax.axis("off")


def template_images(W, shape=(32, 32, 3)):
    """Weights as pictures: each column of W (d, c) becomes an image, mid-grey where the weight is 0.

    All classes share one scale, set by the 99th percentile of the weights' sizes; larger ones saturate.

    Returns
    -------
    (c, *shape) float in 0..1
    """
    scale = np.percentile(np.abs(W), 99) or 1
    return np.clip(0.5 + 0.5 * W.T / scale, 0, 1).reshape(-1, *shape)


def plot_training(ax, losses, *, floor=None, title="Loss"):
    """Loss of every step, faint, with the mean of the last twenty steps on top; `floor` draws ln C."""
    steps = np.arange(len(losses))
    width = min(20, len(losses))
    ax.plot(steps, losses, color=COLOURS[0], alpha=0.25, linewidth=1)
    ax.plot(steps[width - 1 :], np.convolve(losses, np.ones(width) / width, "valid"), color=COLOURS[0])
    if floor is not None:
        ax.axhline(floor, color="black", linewidth=1, linestyle=":")
    ax.set(xlabel="step", ylim=(0, None))
    ax.set_title(title)


def plot_accuracies(ax, history, names, *, title="Accuracy in %"):
    """Accuracy after each epoch, one line for each name in `history`, 0 to 100 %."""
    for name, marker in zip(names, MARKERS, strict=False):
        epochs = np.arange(1, len(history[name]) + 1)
        ax.plot(epochs, 100 * np.array(history[name]), marker=marker, markersize=5, label=name)
    ax.set(xlabel="epoch", ylim=(0, 100))
    ax.legend(loc="upper left")
    ax.set_title(title)


def plot_descent(ax, f, path, limit, *, title=""):
    """Contours of f and a path (n, 2) of gradient descent on them, from the ring to the dot.

    `f` takes (n, 2) points and returns (n,) heights.
    """
    ticks = np.linspace(-limit, limit, 121)
    heights = f(np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)).reshape(121, 121)
    ax.contour(ticks, ticks, np.sqrt(heights), levels=9, colors="0.75", linewidths=1)
    ax.plot(*path.T, color=COLOURS[1], linewidth=1.2, marker=".", markersize=6)
    ax.plot(*path[0], marker="o", markersize=9, markerfacecolor="white", color=COLOURS[1])
    ax.plot(*path[-1], marker="o", markersize=9, color=COLOURS[1])
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
    ax.set(xlabel=r"$\theta_1$", ylabel=r"$\theta_2$")
    ax.set_title(title)


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
            x += 1.2 if step in SIGNS else max(2, _room([step]))
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


def plot_hog(ax, image, votes, *, title=""):
    """An image (h, w, 3), faded, with the edges of its histogram of oriented gradients drawn over it.

    Each cell of `votes` (rows, columns, orientations) gets one stroke per interval of direction, through
    its middle, along the edge, that is across the gradient, as long as its vote; a vote of 1 fills the cell.
    """
    rows, columns, orientations = votes.shape
    cell = np.array([image.shape[1] / columns, image.shape[0] / rows])
    places = np.stack(np.meshgrid(range(columns), range(rows)), axis=-1)
    middle = (places + 0.5) * cell - 0.5  # (rows, columns, 2)
    phi = (np.arange(orientations) + 0.5) * np.pi / orientations
    half = np.stack([-np.sin(phi), np.cos(phi)], axis=-1) * cell / 2 * votes[..., None]
    middle = middle[:, :, None]  # (rows, columns, 1, 2)
    ends = np.stack([middle - half, middle + half], axis=3)  # (rows, columns, orientations, 2, 2)
    ax.imshow(image, alpha=0.45, interpolation="nearest")
    width = np.clip(votes.ravel() * 2.5, 0.2, None)
    ax.add_collection(LineCollection(ends.reshape(-1, 2, 2), colors="black", linewidths=width))
    ax.axis("off")
    ax.set_title(title)


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

"""Pictures in a grid, weights as pictures, edges over a picture."""

import numpy as np
from matplotlib.collections import LineCollection


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

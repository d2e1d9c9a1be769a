"""Every picture of the book is drawn here, in one style: class k has one colour and one marker everywhere.

All functions draw on the matplotlib axes they are given and return nothing, unless they say otherwise.
"""

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from mlplib.plotting.charts import plot_bars, plot_training
from mlplib.plotting.diagrams import plot_blocks, plot_network
from mlplib.plotting.flow import plot_flow
from mlplib.plotting.pictures import plot_hog, plot_images, template_images
from mlplib.plotting.plane import plot_descent, plot_line, plot_plane, plot_points, plot_regions
from mlplib.plotting.playground import plot_playground
from mlplib.plotting.style import COLOURS, MARKERS, STYLE, use_style

__all__ = [
    "COLOURS",
    "MARKERS",
    "STYLE",
    "plot_bars",
    "plot_blocks",
    "plot_descent",
    "plot_flow",
    "plot_hog",
    "plot_images",
    "plot_line",
    "plot_network",
    "plot_plane",
    "plot_playground",
    "plot_points",
    "plot_regions",
    "plot_training",
    "plt",
    "template_images",
    "to_rgb",
    "use_style",
]

"""The one stylesheet and palette: class k has one colour and one marker everywhere."""

from pathlib import Path

import matplotlib.pyplot as plt

STYLE = Path(__file__).parents[1] / "mlplib.mplstyle"
COLOURS = (  # told apart with any colour vision (the first six: Okabe and Ito 2008)
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
    "#661100", "#999933", "#555555", "#332288",
)  # fmt: skip
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")


def use_style():
    """Make `mlplib.mplstyle` the style of all figures from here on."""
    plt.style.use(STYLE)

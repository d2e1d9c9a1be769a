"""Bars and curves."""

import numpy as np

from mlplib.plotting.style import COLOURS


def plot_bars(ax, values, names, *, colours=COLOURS, format="{:.2f}", title=""):
    """Bars, one a class, with the value written at each; the caller sets the limits of y."""
    bars = ax.bar(names, values, color=colours[: len(values)])
    ax.bar_label(bars, [format.format(value).replace("-", "−") for value in values], padding=2)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_title(title)


def plot_training(ax, losses, *, floor=None, title="Loss"):
    """Loss of every step, faint, with the mean of the last twenty steps on top; `floor` draws ln C."""
    steps = np.arange(len(losses))
    width = min(20, len(losses))
    ax.plot(steps, losses, color=COLOURS[0], alpha=0.5, linewidth=1)
    ax.plot(steps[width - 1 :], np.convolve(losses, np.ones(width) / width, "valid"), color=COLOURS[0])
    if floor is not None:
        ax.axhline(floor, color="black", linewidth=1, linestyle=":")
    ax.set(xlabel="step", ylim=(0, None))
    ax.set_title(title)

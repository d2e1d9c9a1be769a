"""How small the text of each figure is, noted by the kernel that draws it: no picture tells.

An extension of IPython; `tools.execute` loads it into the kernels of the book and keeps what it notes, and
tests/site/test_pages.py compares that with the sizes at which a phone shows the figures.
"""

import matplotlib.pyplot as plt
from matplotlib.text import Text

from mlplib.explore.page import Page

noted = []  # points of the smallest text of each figure, in the order of the page


def load_ipython_extension(shell):
    shell.events.register("post_execute", lambda: noted.extend(map(smallest, shown(shell))))


def shown(shell):
    """The figures that a cell shows: all that are open, or the start of an explorable one."""
    result = shell.last_execution_result
    if result and isinstance(result.result, Page):
        return [result.result.exploration.drawn(result.result.exploration.start)]
    return [plt.figure(number) for number in plt.get_fignums()]


def smallest(fig):
    """Points of the smallest text of a figure; signs above and below a line, as in formulas, do not count."""
    fig.canvas.draw()  # or its ticks have no text yet
    texts = (text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip())
    return min((text.get_fontsize() for text in texts), default=None)

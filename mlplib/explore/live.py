"""The live form: ipywidgets above the picture, each state drawn by the kernel when it is asked for."""

import base64
import html

import ipywidgets

from mlplib.explore.exploration import DPI, PAGE_DPI
from mlplib.explore.pixels import png

VIEW = "application/vnd.jupyter.widget-view+json"  # what ipywidgets 7, Colab's, shows in another way
PLAY_INTERVAL = 150  # milliseconds a frame, about what a kernel draws on a laptop


class Live:
    """Widgets that redraw the picture; the value of a cell.

    Raises
    ------
    DrawError
        If the first state cannot be drawn. A later failure is shown below the picture and raised.
    """

    def __init__(self, exploration):
        self.exploration = exploration
        self.inputs = [_input(control) for control in exploration.controls]
        self.image = ipywidgets.HTML()  # not an Image widget: that one cannot have an alt text
        self.message = ipywidgets.HTML()
        for widget in self.inputs:
            widget.observe(lambda change: self.redraw(), names="value")
        self.redraw()
        self.widget = ipywidgets.VBox([*self._rows(), self.image, self.message])

    @property
    def state(self):
        return tuple(
            control.values.index(widget.value)
            for control, widget in zip(self.exploration.controls, self.inputs, strict=True)
        )

    def redraw(self):
        """Draw the state of the controls; show what went wrong, and raise it."""
        try:
            self.image.value = img(
                self.exploration.picture(self.state), self.exploration.describe(self.state)
            )
            self.message.value = ""
        except Exception as error:
            self.message.value = (
                f'<div role="alert"><b>No picture of this state:</b> {html.escape(str(error))}</div>'
            )
            raise

    def _rows(self):
        """The controls, one below the other, time with its Play button."""
        if not self.exploration.play:
            return self.inputs
        first, *others = self.inputs
        play = ipywidgets.Play(min=0, max=len(first.options) - 1, value=first.index, interval=PLAY_INTERVAL)
        ipywidgets.link((play, "value"), (first, "index"))
        return [ipywidgets.HBox([first, play]), *others]

    def _repr_mimebundle_(self, include=None, exclude=None):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {VIEW: view, "text/plain": str(self.exploration)}

    def __repr__(self):
        return str(self.exploration)


def img(pixels, alt):
    """Pixels as an HTML image that fits its column, decoded at once so that it does not flicker."""
    data = base64.b64encode(png(pixels)).decode()
    height, width = (round(side * PAGE_DPI / DPI) for side in pixels.shape[:2])
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" width="{width}" height="{height}" '
        'decoding="sync" style="max-width: 100%; height: auto">'
    )


def _input(control):
    """The widget of a control."""
    shared = {"description": control.label, "style": {"description_width": "initial"}}
    if control.kind == "checkbox":
        return ipywidgets.Checkbox(value=control.values[control.start], indent=False, **shared)
    make = ipywidgets.SelectionSlider if control.kind == "slider" else ipywidgets.Dropdown
    options = [(control.show(i), value) for i, value in enumerate(control.values)]
    return make(options=options, value=control.values[control.start], **shared)

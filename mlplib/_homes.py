"""What figures with a script share: how it is put together, and the picture that stays in a notebook."""

from base64 import b64encode
from html import escape
from pathlib import Path
from uuid import uuid4

from mlplib import locale

SPEAK = Path(__file__).parent / "locale" / "speak.js"

# JupyterLab says 'model not found' where no Python is running: the picture before it says more.
STYLE = """\
<style>
.jp-OutputArea-child:has(.mlplib-still) + .jp-OutputArea-child:has(> .jp-OutputArea-output.jupyter-widgets) {
  display: none;
}
</style>"""
SENTENCE = (
    "The picture above stands still, as no Python is behind it: run all cells of this notebook to move it."
)


def joined(folder, names):
    """The scripts of a folder one after the other, without comments and indents."""
    lines = [line for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    return "\n".join(code for line in lines if (code := f" {line.strip()}".partition(" // ")[0].strip()))


def spoken():
    """What a figure in a notebook says in the language of the reader, by its English; nothing in English."""
    return locale.texts(locale.reader(), "figures")


def display_with_still(widget, picture, alt):
    """Show a widget, and before it a picture that its script hides, for a notebook opened without a kernel.

    Parameters
    ----------
    widget : anywidget.AnyWidget
        It has a trait `still`, and its script does not show what has that in `data-still`.
    picture : bytes
        A PNG or WebP file.
    alt : str
        What it shows.
    """
    from IPython.display import display

    widget.still = uuid4().hex
    alt, sentence = locale.translated(alt, "figures"), locale.translated(SENTENCE)
    image = f'<img src="data:image;base64,{b64encode(picture).decode()}" alt="{escape(alt)}">'
    html = f'<div class="mlplib-still" data-still="{widget.still}">\n{image}\n<p>{sentence}</p>\n</div>\n'
    display({"text/html": f"{STYLE}\n{html}", "text/plain": repr(widget)}, raw=True)
    data, metadata = widget._repr_mimebundle_()
    display(data, metadata=metadata, raw=True)

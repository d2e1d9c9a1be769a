"""Run notebooks in kernels that are reached through files: a TCP port may be another program's by then."""

from tempfile import TemporaryDirectory

from nbclient import NotebookClient
from traitlets.config import Config


def execute(notebook, **options):
    """Run the cells of a notebook in a kernel of its own; options are those of `nbclient.NotebookClient`."""
    with TemporaryDirectory() as folder:
        channels = {"transport": "ipc", "ip": f"{folder}/kernel"}
        NotebookClient(notebook, config=Config(KernelManager=channels), **options).execute()

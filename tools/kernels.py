"""Kernels that are reached through files: a TCP port may be another program's by then."""

from contextlib import contextmanager
from tempfile import TemporaryDirectory

from nbclient import NotebookClient
from traitlets.config import Config


@contextmanager
def client_of(notebook, **options):
    """The client that runs a notebook in a kernel of its own; it takes the options of NotebookClient."""
    with TemporaryDirectory(prefix="kernel-") as folder:
        channels = {"transport": "ipc", "ip": f"{folder}/kernel"}
        yield NotebookClient(notebook, config=Config(KernelManager=channels), **options)

"""Kernels for notebooks that run without a reader, reached over files: a port could be taken by another."""

import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager


@asynccontextmanager
async def kernel_manager():
    """A manager whose kernel can be reached through files of a folder of its own, removed at the end.

    The folder is a short one: the path of a socket has at most about a hundred characters.
    """
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        yield AsyncKernelManager(
            kernel_name="python3", transport="ipc", connection_file=str(Path(folder, "kernel.json"))
        )

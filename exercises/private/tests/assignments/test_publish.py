"""What goes out when the site or the public tree is published: exactly the folder, and not by mistake."""

import os
import subprocess

import pytest

from tools.browser import ROOT


def test_the_site_is_not_made_for_the_placeholder_or_another_address():
    """Whoever makes the site learns that before the book is built."""
    command = ["make", "--dry-run", "site"]
    recipe = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for check in ("tools.address --published", "tools.derive --check"):
        assert recipe.index(check) < recipe.index("tools.book")


def git(*arguments, folder):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def publish(folder, remote, branch="main"):
    environment = os.environ | {"PUBLIC_REMOTE": str(remote)}
    command = [ROOT / "exercises/private/publish", folder, branch]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def remote(tmp_path):
    git("init", "--quiet", "--bare", "public.git", folder=tmp_path)
    return tmp_path / "public.git"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text("a")
    (tmp_path / "site" / ".nojekyll").touch()
    return tmp_path / "site"


def test_publishing_adds_a_commit_with_exactly_the_folder(folder, remote):
    assert publish(folder, remote).stdout == "publish: 2 files on main\n"
    (folder / "a.html").rename(folder / "b.html")
    assert publish(folder, remote).returncode == 0
    assert git("ls-tree", "--name-only", "main", folder=remote).split() == [".nojekyll", "b.html"]
    assert git("rev-list", "--count", "main", folder=remote) == "2"


def test_publishing_nothing_new_adds_no_commit(folder, remote):
    publish(folder, remote)
    assert publish(folder, remote).stdout == "publish: main has it already\n"
    assert git("rev-list", "--count", "main", folder=remote) == "1"


def test_publishing_to_nowhere_fails(folder, tmp_path):
    assert publish(folder, tmp_path / "missing.git").returncode != 0


def test_publishing_without_the_secret_says_which(folder):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PUBLIC_")}
    command = [ROOT / "exercises/private/publish", folder, "main"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode != 0
    assert "the secret PUBLIC_TOKEN is missing" in done.stderr

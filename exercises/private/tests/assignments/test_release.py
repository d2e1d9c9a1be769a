"""The public tree: all that may be published, nothing that may not, and nothing that needs the rest."""

import os
import re
import subprocess

import pytest

from exercises.private import release
from exercises.private.release import PRIVATE, ROOT
from tools import derive
from tools.browser import BOOK

CANARY = release.CANARY.read_text().strip()
FOR_BOTH = "chapters/your_course.md"  # says which of its steps need the private copy
TEXTS = {".md", ".py", ".toml", ".yml", ".ipynb", ".cff", ".mk", ""}


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    target = tmp_path_factory.mktemp("public") / "tree"
    release.release(target)
    return target


@pytest.fixture(scope="session")
def texts(public):
    """{path in the public tree: text} of every file that a person wrote or reads."""
    paths = [path for path in public.rglob("*") if path.is_file() and path.suffix in TEXTS]
    return {str(path.relative_to(public)): path.read_text(encoding="utf-8") for path in paths}


def test_the_public_tree_has_the_assignments_and_no_source(public):
    names = {path.parent.name for path in (ROOT / "exercises/private/assignments").glob("*/about.md")}
    assert {path.stem for path in (public / "exercises").glob("*.ipynb")} == names
    for name in names:
        assert list((public / "mlplib" / "checks" / name).glob("*.py"))
    assert not release.leaks([path for path in public.rglob("*") if path.is_file()], CANARY)


def test_what_the_buttons_open_and_binder_needs_is_public(public):
    for path in (*derive.PAGES, *derive.ASSIGNMENTS, "binder/requirements.txt", "binder/runtime.txt"):
        assert (public / path).read_bytes() == (ROOT / path).read_bytes()
    assert os.access(public / "binder" / "postBuild", os.X_OK)


@pytest.mark.parametrize("private", PRIVATE)
def test_nothing_public_names_what_is_private(public, texts, private):
    assert (ROOT / private).exists(), f"exercises/private/release.py lists {private}, which is not there"
    assert not (public / private).exists()
    module = private.removesuffix(".py").strip("/").replace("/", ".")
    naming = {path for path, text in texts.items() if private.rstrip("/") in text or module in text}
    assert naming <= {FOR_BOTH, f"ko/{FOR_BOTH}"}


def test_every_link_of_the_public_pages_leads_to_a_public_file(public, texts):
    for path, text in texts.items():
        if path.endswith(".md") and not path.endswith(".template.md"):  # a template becomes a page elsewhere
            links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", re.sub(r"`[^`]*`", "", text))
            broken = [link for link in links if not (public / path).parent.joinpath(link).exists()]
            assert broken == [], path


def test_the_public_makefile_has_every_command_that_the_pages_name(texts):
    there = set(re.findall(r"^([a-z-]+):", texts["Makefile"], flags=re.M))
    named = {
        command
        for path, text in texts.items()
        if path.endswith((".md", ".py"))
        for command in re.findall(r"(?:`| {4})make ([a-z-]+)", text)
    }
    assert {"book", "test", "notebooks"} <= named <= there


def test_what_is_private_can_be_made_only_here(texts):
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("exercises", "grade", "release"):
        assert re.search(rf"^{command} ", done.stdout, flags=re.M)
        assert not re.search(rf"^{command}:", texts["Makefile"], flags=re.M)


def test_no_solution_reaches_the_site():
    files = [path for path in BOOK.rglob("*") if path.is_file()]
    assert BOOK / "index.html" in files, "run `make book`"
    assert not release.leaks(files, CANARY)


def test_a_leak_is_named_and_nothing_is_written(tmp_path):
    repository = tmp_path / "repository"
    subprocess.run(["git", "init", "-q", repository], check=True)
    (repository / "notes.md").write_text(f"the answer, {CANARY}")
    subprocess.run(["git", "add", "notes.md"], cwd=repository, check=True)
    with pytest.raises(RuntimeError, match=r"private text in notes\.md"):
        release.release(tmp_path / "public", repository)
    assert not (tmp_path / "public").exists()

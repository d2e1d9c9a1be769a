"""What a course does not offer: pages about it go, and links to it become plain words."""

import io
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from tools import paths, toc
from tools.browser import ROOT
from tools.site import offer

PAGES = {
    "intro.md": """# Course

| Chapter | Question |
|---|---|
| [Here](chapters/here.md) | first |
| [Gone](chapters/gone.md) | second |
""",
    "chapters/here.md": """# Here

As [the *bent* line](gone.md#deep) showed, and [](gone.md);
<a href="gone.html#slider.x=1">a state</a>,
<a href="here.html#s.x=1">ours</a>.

| Symbol | Where |
|---|---|
| x | [Gone](gone.md) |
""",
    "chapters/gone.md": "# The gone chapter\n\n## Deep\n",
    "chapters/guide.md": """# Guide

## Plan: [Here](here.md)

**[Homework](../exercises/here.md).** One.

**[Homework](../exercises/gone.md).** Two. [Exercise](../exercises/gone.md)

A [Homework](../exercises/gone.md) in a sentence.

## Plan: [Gone](gone.md)

Never seen, [nor this](gone.md).
""",
    "chapters/lecture_map.md": """# Map

## Part one

| Item | Section |
|---|---|
| a | [Deep](gone.md#deep) |

## Part two

| Item | Section | By |
|---|---|---|
| b | [Here](here.md) | [Exercise](../exercises/here.md) |
| c | [Deep](gone.md) | [Exercise](../exercises/here.md) |
""",
    "exercises/assignments.md": "# Assignments\n",
    "exercises/here.md": "# Notebook\n",
    "exercises/gone.md": "# Notebook\n",
}
LEFT_OUT = ["chapters/gone.md", "exercises/here.md", "exercises/gone.md"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The texts of the pages of a small course without one of its chapters, and what the build said."""
    source = tmp_path_factory.mktemp("course")
    for name, text in PAGES.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text if name == "intro.md" else f"---\norphan: true\n---\n{text}")
    settings = {
        "extensions": ["myst_parser", "tools.site.offer"],
        "exclude_patterns": LEFT_OUT,
        "root_doc": "intro",
        "nitpicky": True,
        "myst_heading_anchors": 3,
    }
    said, complaints = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, patch_docutils(), docutils_namespace():
        patch.setattr(toc, "assignments", lambda: ["here"])
        out = source / "_build"
        app = Sphinx(source, None, out, out, "html", settings, status=said, warning=complaints)
        app.build()
    assert complaints.getvalue() == ""
    pages = {name: (out / name.replace(".md", ".html")) for name in PAGES if name not in LEFT_OUT}
    bodies = {name: body(path.read_text(encoding="utf-8")) for name, path in pages.items()}
    return bodies, said.getvalue()


def body(page):
    """What a page says, with its links and without other tags."""
    text = page.partition('role="main">')[2].partition('<div class="sphinxsidebar"')[0]
    text = re.sub(r'<a class="headerlink".*?</a>', "", text)
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?a\b)[^>]*>", "", text))


def links(text):
    return re.findall(r'href="([^"#]*)', text)


def test_a_link_to_what_is_not_offered_becomes_its_words(built):
    text = built[0]["chapters/here.md"]
    assert "As the bent line showed, and The gone chapter; a state," in text
    assert links(text) == ["here.html"]
    assert "x Gone" in text, "only tables that map the course lose rows"


def test_a_row_of_a_map_goes_and_so_do_an_empty_table_and_its_section(built):
    assert links(built[0]["intro.md"]) == ["chapters/here.html"]
    assert "second" not in built[0]["intro.md"]
    text = built[0]["chapters/lecture_map.md"]
    assert "Part one" not in text
    assert links(text) == ["here.html", "../exercises/assignments.html"]


def test_a_section_about_what_is_not_offered_goes(built):
    text = built[0]["chapters/guide.md"]
    assert "Never seen" not in text
    assert links(text) == ["here.html", "../exercises/assignments.html"]


def test_homework_of_an_assignment_that_is_not_offered_goes_and_a_sentence_keeps_its_words(built):
    text = built[0]["chapters/guide.md"]
    assert "One." in text
    assert "Two." not in text
    assert "A Homework in a sentence." in text


def test_the_build_says_what_it_left_out(built):
    assert "_toc.yml leaves out chapters/gone: links there are plain words" in built[1]


def test_a_link_to_what_is_nowhere_is_still_a_fault(tmp_path):
    (tmp_path / "intro.md").write_text("# Course\n\n[Nowhere](nowhere.md)\n")
    complaints = io.StringIO()
    settings = {"extensions": ["myst_parser", "tools.site.offer"], "root_doc": "intro"}
    with patch_docutils(), docutils_namespace():
        out = tmp_path / "_build"
        Sphinx(tmp_path, None, out, out, "html", settings, status=None, warning=complaints).build()
    assert "nowhere.md" in complaints.getvalue()


def test_each_map_is_a_page_of_this_book():
    assert [page for page in offer.MAPS if not list(ROOT.glob(f"{page}.*"))] == []


# Paths


def test_the_minutes_of_a_path_add_up():
    rows = re.findall(r"^\| \d .* \| ([\d +]+) = (\d+) \|$", paths.text(), re.M)
    assert rows
    for parts, total in rows:
        assert sum(map(int, parts.split(" + "))) == int(total)


def test_a_path_takes_the_minutes_that_chapters_and_assignments_state(tmp_path, monkeypatch, settings):
    settings()
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/mlp\n")
    monkeypatch.setattr(toc, "TOC", tmp_path / "_toc.yml")
    path = {
        "title": "One week",
        "aim": "a net",
        "stars": True,
        "weeks": [{"show": ["gradients"], "read": ["mlp"]}],
    }
    reading = paths.reading("mlp")
    questions, minutes = paths.answering("mlp")
    total = reading + minutes
    assert paths.hours(total) in paths.table(path)
    assert (
        f"| 1 | – | [](mlp.ipynb) | {paths.listed(questions)} | {reading} + {minutes} = {total} |"
        in paths.table(path)
    )
    absent = {"show": ["gradients"], "read": ["gradients"]}
    assert paths.table(path | {"weeks": [*path["weeks"], absent]}) == ""


def test_questions_without_a_star_take_their_share_by_points(monkeypatch):
    text = [
        "**Time:** about 60 minutes.",
        "## 1.1 A (2 points)",
        "## 1.2 B ★ (1 point)",
        "## 1.3 C (3 points)",
    ]
    monkeypatch.setattr(paths, "cells", lambda name: text)
    assert paths.answering("one") == (["1.1", "1.2", "1.3"], 60)
    assert paths.answering("one", stars=False) == (["1.1", "1.3"], 50)
    assert paths.listed(["1.1", "1.2", "1.3", "1.5"]) == "1.1 to 1.3 and 1.5"


NEEDS = re.compile(r"\*\*You need\*\*(.*?)\*\*Time", re.S)


def test_a_path_reads_or_shows_first_what_a_chapter_needs():
    for path in tomllib.loads(paths.PATHS.read_text(encoding="utf-8"))["path"]:
        known = set()
        for week in path["weeks"]:
            known |= {*week["show"], *week["read"]}
            for name in week["read"]:
                text = "".join(cell.source for cell in paths.read(ROOT / f"chapters/{name}.ipynb").cells)
                needed = set(re.findall(r"\((\w+)\.ipynb\)", NEEDS.search(text)[1]))
                assert needed <= known, f"{path['title']}: {name}"


# A course of two chapters, elsewhere


@pytest.mark.slow
@pytest.mark.site
def test_two_chapters_at_another_address_build_without_a_warning_and_have_no_dead_link(tmp_path):
    """The outputs are those that are kept of the whole book."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "_build" / "executed", tmp_path / "_build" / "executed")
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    chapters = contents["parts"][0]["chapters"] = contents["parts"][0]["chapters"][-2:]
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False))
    names = [chapter["file"] for chapter in chapters]
    (tmp_path / "course.toml").write_text(
        'name = "Two chapters"\nrepository = "https://gitlab.com/dept/ml/networks.git"\ntag = "v1.0"\n'
        'site = "https://www.example.edu/nn"\nbinder = "https://mybinder.org"\ncontact = "ml@example.edu"\n'
    )
    for command in ("tools.derive", "tools.book"):
        done = subprocess.run([sys.executable, "-m", command], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "executed in" not in done.stdout, "another address runs nothing again"
    tests = ["tests/site/test_meta.py", "tests/site/test_derive.py", "tests/site/test_course_map.py"]
    tests += ["tests/site/test_instructor_guide.py", "tests/notebooks", "tests/test_course.py"]
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    for name in names:
        page = (tmp_path / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
        assert f"mybinder.org/v2/gl/dept%2Fml%2Fnetworks/v1.0?urlpath=lab/tree/{name}.ipynb" in page

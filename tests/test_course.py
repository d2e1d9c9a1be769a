"""The settings of the course: each is read or refused by name, and every address is made from them."""

import datetime
import re
import sys
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from IPython.core.interactiveshell import InteractiveShell

from tools import address, derive, lite, toc
from tools.course import course
from tools.derive import ASSIGNMENTS, PAGES, ROOT, WORKFLOWS

GITHUB = "https://github.com/a-lecturer/networks"
GITLAB = "https://gitlab.com/dept/ml/networks"
ENTERPRISE = "https://github.example.edu/ml/networks"
PATH = "exercises/mlp.ipynb"


# Settings


def test_the_committed_settings_can_be_used():
    assert course().name
    assert set(toc.assignments()) <= {path.stem for path in ROOT.glob("exercises/*.ipynb")}


def test_what_is_left_out_is_empty(settings):
    settings(name="Networks")
    found = course()
    assert (found.name, found.branch, found.house_rules) == ("Networks", "main", True)
    empty = ("contact", "repository", "tag", "site", "binder", "colab", "hub", "assignments", "solutions")
    assert not any(getattr(found, name) for name in empty)


@pytest.mark.parametrize("given", [GITHUB, f"{GITHUB}/", f"{GITHUB}.git", f" {GITHUB}.git/ "])
def test_a_repository_may_be_written_as_a_browser_or_git_shows_it(settings, given):
    settings(repository=given)
    assert address.repository() == GITHUB


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("name", '""', "name must be the name of your course; it is ''"),
        ("name", "3", "name must be text in quotes; it is 3"),
        ("repository", '"github.com/a/b"', r"repository must be the https address .*it is 'github.com/a/b'"),
        ("repository", '"git@github.com:a/b.git"', "repository must be the https address"),
        ("repository", '"http://github.com/a/b"', "repository must be the https address"),
        ("repository", '"https://github.com/a"', "repository must be the https address"),
        ("repository", '"https://github.com/a/b/tree/main"', "repository must be the https address"),
        ("repository", '"https://gitlab.com/a/b/-/tree/main"', "repository must be the https address"),
        ("repository", '"https://me:secret@gitlab.com/a/b"', "repository must be the https address"),
        ("branch", '"two words"', "branch must be a name that git allows; it is 'two words'"),
        ("tag", '"v1/"', "tag must be a name that git allows; it is 'v1/'"),
        ("site", '"www.example.edu"', "site must be \"pages\", an address .*it is 'www.example.edu'"),
        ("site", '"https://www.example.edu/?a=1"', "site must be"),
        ("contact", '"Ada"', "contact must be a mail address, the address of a page, or empty; it is 'Ada'"),
        ("contact", '"mailto:ada@example.edu"', "contact must be a mail address"),
        ("hub", '"hub.example.edu"', "hub must be an address such as"),
        ("assignments", '"mlp"', "assignments must be a list of names; it is 'mlp'"),
        (
            "assignments",
            '["chemistry"]',
            r"assignments must be a list.* of activations, .*it is \['chemistry",
        ),
        ("assignments", '["mlp", "mlp"]', "assignments must be a list, without repetition"),
        ("house_rules", '"no"', "house_rules must be true or false; it is 'no'"),
        ("solutions", '{mlp = "soon"}', r"solutions\.mlp must be a day, without quotes, .*it is 'soon'"),
        ("solutions", "{chemistry = 2027-03-01}", "solutions must be a list"),
        ("repo", '"x"', "settings are name, contact, .*; 'repo' is none"),
        ("name", '"', "course.toml: "),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_is_expected(settings, setting, value, expected):
    named = "" if setting == "name" else 'name = "Course"\n'
    settings(f"{named}{setting} = {value}")
    with pytest.raises(ValueError, match=f"(?s)^course.toml: .*{expected.removeprefix('course.toml: ')}"):
        course()


def test_without_a_name_that_is_said(settings):
    settings("")
    with pytest.raises(ValueError, match="name must be the name of your course"):
        course()


# Addresses


def test_nothing_set_has_no_address(settings):
    settings()
    made = (address.repository(), address.site(), address.pdf(), address.contact(), address.install())
    assert made == (None,) * 5
    assert address.app(PATH) is None
    assert address.launchers(PATH) == {}


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        (GITHUB, "https://a-lecturer.github.io/networks/"),
        ("https://github.com/Lab/lab.github.io", "https://lab.github.io/"),
        ("https://gitlab.com/dept/networks", "https://dept.gitlab.io/networks/"),
        (GITLAB, "https://dept.gitlab.io/ml/networks/"),
    ],
)
def test_pages_have_the_address_that_their_host_gives_them(settings, repository, site):
    settings(repository=repository, site="pages")
    assert address.site() == site
    assert address.pdf() == site + address.PDF
    assert address.app(PATH) == f"{site}lite/lab/index.html?path={PATH}"


@pytest.mark.parametrize("repository", [ENTERPRISE, ""])
def test_pages_of_an_unknown_host_are_refused(settings, repository):
    settings(repository=repository, site="pages")
    with pytest.raises(
        ValueError, match=r"site must be an address, or 'pages' with a repository on github\.com"
    ):
        address.site()


@pytest.mark.parametrize("site", ["https://www.example.edu/course", "https://www.example.edu/course/"])
def test_a_site_of_one_s_own_ends_in_one_slash(settings, site):
    settings(site=site)
    assert address.site() == "https://www.example.edu/course/"


BINDER = "https://mybinder.org"
COLAB = "https://colab.research.google.com"


@pytest.mark.parametrize(
    ("repository", "place"),
    [
        (GITHUB, "gh/a-lecturer/networks"),
        (GITLAB, "gl/dept%2Fml%2Fnetworks"),
        (ENTERPRISE, "git/https%3A%2F%2Fgithub.example.edu%2Fml%2Fnetworks"),
    ],
)
def test_binder_opens_each_host_at_the_tag(settings, repository, place):
    settings(repository=repository, binder=BINDER + "/", tag="v1.0")
    assert address.binder(PATH) == f"{BINDER}/v2/{place}/v1.0?urlpath=lab/tree/{PATH}"
    settings(repository=repository, binder=BINDER, branch="spring/a")
    assert address.binder(PATH) == f"{BINDER}/v2/{place}/spring%2Fa?urlpath=lab/tree/{PATH}"


def test_colab_opens_github_only(settings):
    settings(repository=GITHUB, colab=COLAB, tag="v1.0")
    assert address.launchers(PATH) == {"Colab": f"{COLAB}/github/a-lecturer/networks/blob/v1.0/{PATH}"}
    for repository in (GITLAB, ENTERPRISE):
        settings(repository=repository, colab=COLAB)
        assert address.launchers(PATH) == {}


@pytest.mark.parametrize("repository", [GITHUB, GITLAB, ENTERPRISE])
def test_a_hub_pulls_the_branch_into_a_folder_of_the_repository_s_name(settings, repository):
    settings(repository=repository, hub="https://hub.example.edu/", tag="v1.0", branch="autumn")
    parts = urlsplit(address.launchers(PATH)["JupyterHub"])
    assert (parts.netloc, parts.path) == ("hub.example.edu", "/hub/user-redirect/git-pull")
    asked = {"repo": [repository], "branch": ["autumn"], "urlpath": [f"lab/tree/networks/{PATH}"]}
    assert parse_qs(parts.query) == asked


def test_an_install_takes_the_tag_or_else_the_branch(settings):
    settings(repository=GITLAB, branch="autumn")
    assert address.install() == f"mlplib @ git+{GITLAB}@autumn"
    settings(repository=GITLAB, branch="autumn", tag="v1.0")
    assert address.install() == f"mlplib @ git+{GITLAB}@v1.0"


def test_who_is_asked_is_the_contact_or_else_the_issues(settings):
    settings(repository=GITHUB)
    assert address.contact() == f"{GITHUB}/issues"
    settings(repository=GITHUB, contact="ml@example.edu")
    assert address.contact() == "ml@example.edu"


def test_publishing_without_a_repository_or_a_site_fails_with_one_line(settings, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["address", "--published"])
    settings(site="https://www.example.edu")
    with pytest.raises(SystemExit, match=r"^address: course\.toml sets no repository; write it there"):
        address.main()
    settings(repository=GITHUB)
    with pytest.raises(SystemExit, match=r"^address: course\.toml sets no site; write it there"):
        address.main()
    settings(repository=GITHUB, site="pages")
    capsys.readouterr()
    address.main()
    assert capsys.readouterr().out == f"repository {GITHUB}\nsite https://a-lecturer.github.io/networks/\n"


def test_a_wrong_setting_ends_the_command_with_one_line(settings, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["address"])
    settings(repository="x")
    with pytest.raises(SystemExit, match=r"^address: course\.toml: repository must be"):
        address.main()


# What is offered


def offer(tmp_path, monkeypatch, *chapters):
    """Let the table of contents name some chapters."""
    files = "".join(f"      - file: chapters/{name}\n" for name in chapters)
    (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: intro\nparts:\n  - chapters:\n{files}")
    monkeypatch.setattr(toc, "TOC", tmp_path / "_toc.yml")


def test_assignments_follow_the_chapters_unless_they_are_named(settings, tmp_path, monkeypatch):
    offer(tmp_path, monkeypatch, "mlp", "errata")
    settings()
    assert toc.pages() == ["intro", "chapters/mlp", "chapters/errata"]
    assert toc.assignments() == ["mlp"]
    settings(assignments=["perceptron", "mlp"])
    assert toc.assignments() == ["perceptron", "mlp"]


def test_the_app_holds_what_is_offered_and_its_links_lead_there(settings, tmp_path, monkeypatch):
    offer(tmp_path, monkeypatch, "mlp")
    settings(assignments=["perceptron"])
    held = {path.as_posix() for path in lite.contents()}
    assert held == {"intro.ipynb", "chapters/mlp.ipynb", "exercises/perceptron.ipynb"}
    lite.copy_page(ROOT / "intro.ipynb", tmp_path / "intro.ipynb")
    text = "".join(cell.source for cell in nbformat.read(tmp_path / "intro.ipynb", as_version=4).cells)
    assert "[Multilayer perceptron](chapters/mlp.ipynb)" in text
    assert "| Perceptron |" in text


# What is made


def test_committed_files_are_as_they_are_made():
    assert derive.stale() == [], "run `make derive`"


def test_new_settings_reach_every_notebook_the_table_and_the_citation(settings, tmp_path, monkeypatch):
    offer(tmp_path, monkeypatch, "mlp")
    settings(repository=GITLAB, tag="v1.0", binder=BINDER, site="pages", contact="ml@example.edu")
    changed = set(derive.stale()) - set(WORKFLOWS)
    assert changed == {*PAGES, *ASSIGNMENTS, "exercises/assignments.md", "CITATION.cff"}
    made = derive.made()
    for path in (*PAGES, *ASSIGNMENTS):
        assert f"mlplib @ git+{GITLAB}@v1.0" in made[path]
    table = made["exercises/assignments.md"]
    assert f"| 90 | 18 | [Binder]({address.binder(PATH)}) |\n" in table
    for line in (f"repository-code: {GITLAB}", f"url: {address.site()}", "    email: ml@example.edu"):
        assert f"{line}\n" in made["CITATION.cff"]


@pytest.mark.parametrize("branch", ["2027", "fall/2027", "1.0"])
def test_workflows_go_from_the_branch_and_to_it(settings, branch):
    settings(branch=branch)
    made = derive.made()
    for path in (path for path in WORKFLOWS if (ROOT / path).exists()):
        workflow = yaml.safe_load(made[path])
        assert workflow[True]["push"]["branches"] == [branch]  # YAML reads `on` as true
        commands = [step.get("run", "") for job in workflow["jobs"].values() for step in job.get("steps", [])]
        named = re.findall(r"(?:publish _build/release|--target) (\S+)", "\n".join(commands))
        assert named == [branch] * (2 if path.endswith("release.yml") else 0)


def test_making_twice_changes_nothing_and_taking_back_restores(settings, monkeypatch):
    before = derive.made()
    settings(repository=GITHUB, site="pages", binder=BINDER)
    once = derive.made()
    monkeypatch.setattr(derive, "text", lambda path: once[path])
    monkeypatch.setattr(derive, "read", lambda path: nbformat.reads(once[path], as_version=4))
    assert derive.made() == once
    monkeypatch.undo()
    assert derive.made() == before


def test_an_assignment_without_its_chapter_is_in_the_table_without_a_link(settings, tmp_path, monkeypatch):
    offer(tmp_path, monkeypatch, "mlp")
    settings(assignments=["perceptron"])
    table = derive.made()["exercises/assignments.md"]
    rows = [line for line in table.splitlines() if "{download}" in line]
    assert rows == ["| Perceptron | {download}`perceptron.ipynb` | 90 | 20 |"]


def test_a_check_names_what_was_made_for_other_settings_and_writes_nothing(settings, monkeypatch):
    monkeypatch.setattr("sys.argv", ["derive", "--check"])
    derive.main()
    settings(repository=GITHUB)
    before = {path: (ROOT / path).read_text(encoding="utf-8") for path in derive.made()}
    with pytest.raises(SystemExit, match=r"intro\.ipynb.*run `make derive`"):
        derive.main()
    assert before == {path: (ROOT / path).read_text(encoding="utf-8") for path in before}


# The first cell


def first_cell(path):
    notebook = nbformat.read(ROOT / path, as_version=4)
    return next(cell for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", PAGES + ASSIGNMENTS)
def test_the_first_cell_is_silent_where_the_library_is_there(path, capsys):
    shell = InteractiveShell()
    shell.register_magic_function(pytest.fail, magic_name="pip")
    shell.run_cell(first_cell(path).source).raise_error()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("platform", "asked"),
    [
        ("linux", f'install --quiet "mlplib @ git+{GITHUB}@v1.0"'),
        ("emscripten", "install --quiet mlplib ipywidgets"),
    ],
)
def test_the_first_cell_installs_the_library_where_it_is_missing(settings, monkeypatch, platform, asked):
    settings(repository=GITHUB, tag="v1.0")
    shell, lines = InteractiveShell(), []

    def pip(line):
        lines.append(line)
        monkeypatch.delitem(sys.modules, "mlplib")  # now it is there

    shell.register_magic_function(pip, magic_name="pip")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setitem(sys.modules, "mlplib", None)  # it cannot be found now
    shell.run_cell(derive.install()).raise_error()
    assert lines == [asked]


def test_the_first_cell_says_what_is_missing_where_it_cannot_be_installed(settings, monkeypatch, capsys):
    settings(repository=GITHUB)
    shell = InteractiveShell()
    shell.register_magic_function(lambda line: print("no network"), magic_name="pip")
    monkeypatch.setitem(sys.modules, "mlplib", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs the library mlplib.*network and git"):
        shell.run_cell(derive.install()).raise_error()
    assert capsys.readouterr().out.startswith("no network")


def test_without_a_repository_the_first_cell_says_that_the_library_is_missing(settings, monkeypatch):
    settings()
    monkeypatch.setitem(sys.modules, "mlplib", None)
    with pytest.raises(ModuleNotFoundError, match=r"mlplib is missing.*ask whoever gave it to you"):
        InteractiveShell().run_cell(derive.install()).raise_error()


def test_the_day_of_solutions_is_a_day(settings):
    settings('name = "Course"\nsolutions = {mlp = 2027-03-01}')
    assert course().solutions == {"mlp": datetime.date(2027, 3, 1)}

"""From the page to a running notebook: one address, what is made from it, the links on the built pages."""

import re
import subprocess
import sys

import nbformat
import pytest
import yaml
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

from tools import address, derive
from tools.browser import BOOK
from tools.derive import ASSIGNMENTS, PAGES, ROOT

OURS = "https://github.com/a-lecturer/networks"


@pytest.fixture
def move(tmp_path, monkeypatch):
    """A function that gives the repository another address, as an edit of the setting does."""

    def edit(url):
        path = tmp_path / "_config.yml"
        path.write_text(yaml.safe_dump({"repository": {"url": url}}))
        monkeypatch.setattr(address, "CONFIG", path)

    return edit


# The address


def test_every_address_comes_from_the_setting(move):
    move(OURS)
    assert address.repository() == OURS
    assert address.site() == "https://a-lecturer.github.io/networks/"
    at_binder = "https://mybinder.org/v2/gh/a-lecturer/networks/main?urlpath=lab/tree/chapters/mlp.ipynb"
    assert address.binder("chapters/mlp.ipynb") == at_binder
    at_colab = "https://colab.research.google.com/github/a-lecturer/networks/blob/main/chapters/mlp.ipynb"
    assert address.colab("chapters/mlp.ipynb") == at_colab
    move("https://github.com/Lab/lab.github.io")
    assert address.site() == "https://lab.github.io/"


@pytest.mark.parametrize("url", ["", "github.com/a/b", OURS + ".git", OURS + "/", "https://example.org/a/b"])
def test_an_address_of_another_form_is_refused_with_the_form(move, url):
    move(url)
    with pytest.raises(ValueError, match=r"must look like https://github\.com/OWNER/NAME, it is"):
        address.repository()


def test_publishing_with_the_placeholder_fails_with_one_line_that_names_the_cure(monkeypatch, move, capsys):
    monkeypatch.setattr(sys, "argv", ["address", "--published"])
    move(f"https://github.com/{address.PLACEHOLDER}/networks")
    with pytest.raises(
        SystemExit, match=r"^address: repository\.url in _config\.yml is still the placeholder"
    ):
        address.main()
    move(OURS)
    address.main()
    assert capsys.readouterr().out == f"repository {OURS}\nsite https://a-lecturer.github.io/networks/\n"


def test_only_the_setting_holds_the_address():
    """Files that are not made from the setting name no address of the repository."""
    owner, name = address.owner_and_name()
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    made = {"_config.yml", *derive.made()}
    texts = [
        file
        for file in listed.stdout.split("\0")
        if file.endswith((".py", ".md", ".ipynb", ".yml", ".toml", ".cff"))
    ]
    holding = {file for file in texts if f"{owner}/{name}" in (ROOT / file).read_text(encoding="utf-8")}
    assert holding - made == set()


# What is made


def test_committed_files_are_as_they_are_made():
    assert derive.stale() == [], "run `make derive`"


def test_a_new_address_reaches_every_notebook_and_link(move):
    old = address.repository()
    move(OURS)
    changed = set(derive.stale())
    assert changed == {*PAGES, *ASSIGNMENTS, "exercises/assignments.md", "CITATION.cff"}
    for path, text in derive.made().items():
        assert old not in text, path


def test_a_check_names_what_was_made_for_another_address_and_writes_nothing(move, monkeypatch):
    monkeypatch.setattr("sys.argv", ["derive", "--check"])
    derive.main()
    move(OURS)
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
        ("linux", f'install --quiet "mlplib @ git+{address.repository()}"'),
        ("emscripten", "install --quiet mlplib ipywidgets"),
    ],
)
def test_the_first_cell_installs_the_library_where_it_is_missing(monkeypatch, platform, asked):
    shell, lines = InteractiveShell(), []

    def pip(line):
        lines.append(line)
        monkeypatch.undo()  # now it is there

    shell.register_magic_function(pip, magic_name="pip")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setitem(sys.modules, "mlplib", None)  # it cannot be found now
    shell.run_cell(derive.install()).raise_error()
    assert lines == [asked]


def test_the_first_cell_says_what_is_missing_where_it_cannot_be_installed(monkeypatch, capsys):
    shell = InteractiveShell()
    shell.register_magic_function(lambda line: print("no network"), magic_name="pip")
    monkeypatch.setitem(sys.modules, "mlplib", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs the library mlplib.*network and git"):
        shell.run_cell(derive.install()).raise_error()
    assert capsys.readouterr().out.startswith("no network")


# The built pages


def page(path):
    built = BOOK / path
    assert built.exists(), "run `make book`"
    return built.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_buttons_that_open_its_notebook(path):
    links = re.findall(r'href="([^"]+)"', page(path.replace(".ipynb", ".html")))
    assert address.binder(path) in links
    assert address.colab(path) in links


@pytest.mark.parametrize("path", PAGES)
def test_a_page_hides_its_first_cell_and_offers_it_for_download(path):
    assert "find_spec" not in page(path.replace(".ipynb", ".html"))
    assert f'href="{"../" * path.count("/")}_sources/{path}"' in page(path.replace(".ipynb", ".html"))
    assert (BOOK / "_sources" / path).read_bytes() == (ROOT / path).read_bytes()


@pytest.mark.parametrize("path", ASSIGNMENTS)
def test_the_page_of_the_assignments_opens_and_offers_each(path):
    links = re.findall(r'href="([^"]+)"', page("exercises/assignments.html"))
    assert address.binder(path) in links
    assert address.colab(path) in links
    (download,) = [link for link in links if link.endswith(f"/{path.split('/')[1]}") and "_downloads" in link]
    assert (BOOK / "exercises" / download).read_bytes() == (ROOT / path).read_bytes()


def test_a_downloaded_notebook_runs_alone(tmp_path):
    path = "chapters/errata.ipynb"
    notebook = nbformat.reads((BOOK / "_sources" / path).read_text(encoding="utf-8"), as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert list(tmp_path.iterdir()) == []

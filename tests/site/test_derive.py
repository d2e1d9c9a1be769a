"""From the page to a running notebook: the links on the built pages."""

import html
import re

import nbformat
import pytest
from nbclient import NotebookClient

from tools import address
from tools.browser import BOOK
from tools.derive import ROOT
from tools.toc import assignments, pages

NOTEBOOKS = [f"{name}.ipynb" for name in pages() if (ROOT / f"{name}.ipynb").exists()]
ASSIGNMENTS = [f"exercises/{name}.ipynb" for name in assignments()]


def page(path):
    built = BOOK / path
    assert built.exists(), "run `make book`"
    return built.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_page_has_a_button_for_each_place_that_opens_its_notebook_and_no_other(path):
    menu = re.search(r'dropdown-launch-buttons">(.*?)</ul>', page(path.replace(".ipynb", ".html")), re.S)
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', menu[1])] if menu else []
    assert links == [*address.launchers(path).values(), *filter(None, [address.app(path)])]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_a_page_hides_its_first_cell_and_offers_it_for_download(path):
    assert "find_spec" not in page(path.replace(".ipynb", ".html"))
    assert f'href="{"../" * path.count("/")}_sources/{path}"' in page(path.replace(".ipynb", ".html"))
    assert (BOOK / "_sources" / path).read_bytes() == (ROOT / path).read_bytes()


@pytest.mark.parametrize("path", ASSIGNMENTS)
def test_the_page_of_the_assignments_opens_and_offers_each(path):
    links = [
        html.unescape(link) for link in re.findall(r'href="([^"]+)"', page("exercises/assignments.html"))
    ]
    assert set(address.launchers(path).values()) <= set(links)
    (download,) = [link for link in links if link.endswith(f"/{path.split('/')[1]}") and "_downloads" in link]
    assert (BOOK / "exercises" / download).read_bytes() == (ROOT / path).read_bytes()


def test_a_downloaded_notebook_runs_alone(tmp_path):
    path = NOTEBOOKS[0]
    notebook = nbformat.reads((BOOK / "_sources" / path).read_text(encoding="utf-8"), as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert list(tmp_path.iterdir()) == []

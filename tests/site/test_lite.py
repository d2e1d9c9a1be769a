"""The app that runs the notebooks in the browser: what it holds, its weight, and that it starts.

Its Python comes from another host, which a test must not need: here that host answers nothing, and what is
tested ends where the kernel asks for it.
"""

import json
import re
import zipfile
from urllib.parse import urlsplit

import nbformat
import pytest

from tools import lite, toc
from tools.browser import ROOT, serve

PYTHON_HOST = "cdn.jsdelivr.net"
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}  # no way to any other host
CONTENTS = [path.as_posix() for path in lite.contents()]
FRONT = f"{toc.pages()[0]}.ipynb"
NOTEBOOK = f"lab/index.html?path={FRONT}"
TITLE = nbformat.read(ROOT / FRONT, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    target = tmp_path_factory.mktemp("lite") / "app"
    lite.build(target)
    return target


def test_contents_are_the_pages_and_the_assignments():
    assert {f"{page}.ipynb" for page in toc.pages() if (ROOT / f"{page}.ipynb").exists()} < set(CONTENTS)
    held = {name for name in CONTENTS if name.startswith("exercises/")} - {"exercises/assignments.md"}
    assert held == {f"exercises/{name}.ipynb" for name in toc.assignments()}
    assert not [name for name in CONTENTS if "source" in name or "grading" in name]


def test_app_holds_every_file(app):
    held = [
        path.relative_to(app / "files").as_posix() for path in (app / "files").rglob("*") if path.is_file()
    ]
    assert sorted(held) == CONTENTS
    for folder in ("", "chapters/", "exercises/"):
        listing = json.loads((app / "api" / "contents" / folder / "all.json").read_text())
        listed = [entry["path"] for entry in listing["content"] if entry["type"] != "directory"]
        assert sorted(listed) == [name for name in CONTENTS if name.rpartition("/")[0] == folder.rstrip("/")]


def test_notebooks_ask_for_the_kernel_of_the_app(app):
    for path in (app / "files").rglob("*.ipynb"):
        assert nbformat.read(path, as_version=4).metadata.kernelspec.name == "python"


def test_links_between_the_files_lead_somewhere(app):
    for path in (app / "files").rglob("*.ipynb"):
        text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        for link in re.findall(r"\]\(([\w./]+\.(?:ipynb|md))", text):
            assert (path.parent / link).exists(), f"{path.name} links to {link}"


def test_the_wheel_is_the_whole_library(app):
    (release,) = json.loads((app / "pypi" / "all.json").read_text())["mlplib"]["releases"].values()
    with zipfile.ZipFile(app / "pypi" / release[0]["filename"]) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("mlplib/")}
    files = [path for path in (ROOT / "mlplib").rglob("*") if path.is_file()]
    assert held == {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}


def test_app_is_light_enough_for_a_free_host(app):
    assert sum(path.stat().st_size for path in app.rglob("*") if path.is_file()) < 40e6


def test_app_starts_and_asks_one_other_host_for_its_python(app, browser):
    with serve(app, "/course/lite/") as address, browser.new_context(proxy=NOWHERE) as context:
        page = context.new_page()
        complaints, requests = [], []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        with page.expect_event("pageerror", lambda error: PYTHON_HOST in str(error)):  # it gets no Python
            page.goto(address + NOTEBOOK)
        page.get_by_role("heading", name=TITLE).wait_for()
        page.get_by_role("button", name="Python (Pyodide)", exact=True).wait_for()
        assert {urlsplit(url).hostname for url in requests} == {"127.0.0.1", PYTHON_HOST}
        assert not [text for text in complaints if PYTHON_HOST not in text]


@pytest.fixture
def at_once(app, browser):
    """A page on which time runs when the test says so, without a way to another host."""
    with (
        serve(app, "/course/lite/") as address,
        browser.new_context(proxy=NOWHERE, service_workers="block") as context,
    ):
        page = context.new_page()
        page.clock.install()
        yield page, address


# When the page says something, in milliseconds of its own clock: a slow machine may take longer to start it.
NOTED = """{
    const began = Date.now();
    new MutationObserver(() => {
        if (document.querySelector("p[role=alert]")) window.noted ??= Date.now() - began;
    }).observe(document, { childList: true, subtree: true });
}"""


def test_where_python_does_not_come_a_sentence_says_so_after_a_while(at_once):
    page, address = at_once
    page.add_init_script(NOTED)
    page.goto(address + NOTEBOOK)
    page.get_by_role("heading", name=TITLE).wait_for()
    page.clock.fast_forward(16_000)
    page.get_by_role("alert").filter(has_text=f"comes from {PYTHON_HOST}, which does not answer").wait_for()
    assert page.evaluate("window.noted") >= 15_000
    page.route(f"https://{PYTHON_HOST}/**", lambda route: route.fulfill(body=""))
    page.clock.fast_forward(16_000)
    page.get_by_role("alert").filter(has_text="reload the page").wait_for()


def test_where_python_comes_nothing_is_said(at_once):
    page, address = at_once
    page.route(f"https://{PYTHON_HOST}/**", lambda route: route.fulfill(body=""))
    page.goto(address + NOTEBOOK)
    page.get_by_role("heading", name=TITLE).wait_for()
    page.clock.fast_forward(31_000)
    page.wait_for_timeout(200)
    assert not page.get_by_role("alert").filter(has_text=PYTHON_HOST).count()


def test_a_command_that_fails_says_why(tmp_path):
    with pytest.raises(RuntimeError, match="no_such_module"):
        lite.run("no_such_module", folder=tmp_path)


def test_outputs_are_texts_not_lists_of_lines_whose_commas_the_app_would_show(app):
    for path in (app / "files").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                assert not [part for part in output.get("data", {}).values() if isinstance(part, list)]
                assert isinstance(output.get("text", ""), str)

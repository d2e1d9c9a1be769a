"""The built site in a real browser: every page of the book, and a small book of hard cases."""

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import BOOK, ROOT, Figure, chromium, html_pages, serve

DEMO_SOURCE = ROOT / "tests" / "site_demo"
DEMO_PAGES = [
    "genindex.html",
    "index.html",
    "intro.html",
    "part/figures.html",
    "part/plain.html",
    "search.html",
]
FIGURES = "part/figures.html"
PHONE = {"width": 360, "height": 740}

if not (BOOK / "index.html").exists():
    raise RuntimeError(f"{BOOK} is missing: run `make book` first")

BOOK_PAGES = html_pages(BOOK)
BOOK_FIGURES = [page for page in BOOK_PAGES if 'class="explore"' in (BOOK / page).read_text(encoding="utf-8")]


def of_both(book_pages, demo_pages):
    """Run a test on pages of the book and of the small book."""
    pages = [("book", page) for page in book_pages] + [("demo", page) for page in demo_pages]
    return pytest.mark.parametrize(("site_name", "page_name"), pages, ids=lambda part: part)


every_page = of_both(BOOK_PAGES, DEMO_PAGES)
every_page_with_figures = of_both(BOOK_FIGURES, [FIGURES])


def build(source):
    """Build a book as `make book` does; return its site and what the build said."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", source, "-W", "-n", "--keep-going"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return source / "_build" / "html", result


def copy_demo(folder):
    """The source of the small book, with the configuration of the real one."""
    shutil.copytree(DEMO_SOURCE, folder)
    for name in ("_config.yml", "references.bib", "favicon.svg"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    site, result = build(copy_demo(tmp_path_factory.mktemp("demo") / "book"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert html_pages(site) == DEMO_PAGES
    return site


@pytest.fixture(scope="session")
def addresses(demo):
    """Where the two sites are served, below a path as on GitHub Pages."""
    with serve(BOOK, "/course/") as book_address, serve(demo, "/demo/") as demo_address:
        yield {"book": (BOOK, book_address), "demo": (demo, demo_address)}


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


class Visit:
    """An open page that remembers what it asked for and complained about."""

    def __init__(self, context, site, address, page_name):
        self.site, self.address = site, address
        self.requests, self.complaints = [], []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address + page_name)
        self.page.wait_for_load_state("networkidle")

    @property
    def figures(self):
        return [Figure(element, self.site) for element in self.page.locator(".explore").all()]

    @property
    def foreign_requests(self):
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture(scope="session")
def contexts(browser):
    """Browser profiles by their options; the pages of a profile share what they loaded."""
    return functools.cache(lambda options: browser.new_context(**json.loads(options)))


@pytest.fixture
def visit(contexts, addresses):
    """Open a page and close it after the test: visit('demo', 'intro.html', color_scheme='dark')."""
    visits = []

    def open_page(site_name, page_name, **options):
        visits.append(Visit(contexts(json.dumps(options)), *addresses[site_name], page_name))
        return visits[-1]

    yield open_page
    for open_page in visits:
        open_page.page.close()


def unfold(page):
    """Open everything that is folded, so that it is checked too."""
    page.evaluate("document.querySelectorAll('details').forEach(details => (details.open = true))")
    for button in page.locator(".toggle-button:visible").all():
        button.click()


# Every page of both books


@every_page
def test_page_asks_one_host_and_does_not_complain(visit, site_name, page_name):
    open_page = visit(site_name, page_name)
    unfold(open_page.page)
    for figure in open_page.figures:
        figure.press(figure.controls[0], figure.counts[0] - 1)
    open_page.page.wait_for_load_state("networkidle")
    assert not open_page.foreign_requests
    assert not open_page.complaints


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible(visit, site_name, page_name, scheme):
    page = visit(site_name, page_name, color_scheme=scheme).page
    unfold(page)
    options = {"preload": False}  # it asks for the theme's styles once more, at a wrong address
    found = Axe().run(page, options=options).response["violations"]
    serious = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert not serious, [(v["id"], node["html"]) for v in serious for node in v["nodes"]]


@every_page
def test_page_fits_a_phone(visit, site_name, page_name):
    page = visit(site_name, page_name, viewport=PHONE).page
    unfold(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    for part in page.locator(".explore, .explore *:visible:not(option)").all():
        box = part.bounding_box()
        assert box["x"] >= 0, part.evaluate("part => part.outerHTML")
        assert box["x"] + box["width"] <= PHONE["width"], part.evaluate("part => part.outerHTML")


@every_page_with_figures
def test_posters_show_without_javascript(visit, site_name, page_name):
    page = visit(site_name, page_name, java_script_enabled=False).page
    for poster in page.locator(".explore img").all():
        assert poster.is_visible()
        assert poster.evaluate("image => image.complete && image.naturalWidth > 0")
    assert not page.locator(".explore form").locator("visible=true").count()


@every_page_with_figures
def test_every_control_shows_the_frames_that_were_drawn(visit, site_name, page_name):
    open_page = visit(site_name, page_name)
    for figure in open_page.figures:
        start = figure.state
        figure.wait_until_shown(start)
        for move in (figure.press, figure.point):
            for place, (control, count) in enumerate(zip(figure.controls, figure.counts, strict=True)):
                for index in sorted({count - 1, count // 2, 0}, reverse=True):
                    state = (*figure.state[:place], index, *figure.state[place + 1 :])
                    move(control, index)
                    figure.wait_until_shown(state)
        figure.element.locator("button[type=reset]").click()
        figure.wait_until_shown(start)


@every_page_with_figures
def test_address_brings_back_the_figures(visit, site_name, page_name):
    open_page = visit(site_name, page_name)
    states = []
    for figure in open_page.figures:
        for control, count in zip(figure.controls, figure.counts, strict=True):
            figure.press(control, count - 1)
        states.append(figure.state)
    open_page.page.wait_for_timeout(400)  # the address is written once the controls rest
    open_page.page.reload()
    for figure, state in zip(open_page.figures, states, strict=True):
        figure.wait_until_shown(state)

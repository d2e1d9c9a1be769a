"""A page opens at once on a slow line: what it loads, when it is seen, and when its sliders move."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tools.browser import BOOK, SITE_PATH, compress, html_pages, pages_with_figures, serve

PAGES = html_pages(BOOK) or ["of-the-book"]
WITH_FIGURES = pages_with_figures(BOOK)
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PHONE = {"width": 390, "height": 844}
WATCH = """() => {
    window.shifted = 0;
    const add = (list) => {
        for (const move of list.getEntries()) if (!move.hadRecentInput) window.shifted += move.value;
    };
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


class SlowVisit:
    """A page that is opened as on a phone at 400 kbit/s with 400 ms of delay, and nothing cached."""

    def __init__(self, browser, url, is_ready):
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        line, self.bytes, self.asked = context.new_cdp_session(page), 0, set()
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", SLOW)
        line.on("Network.responseReceived", self.note)
        line.on("Network.loadingFinished", self.add)
        page.add_init_script(f"({WATCH})()")
        page.goto(url, wait_until="commit")
        page.wait_for_function(is_ready)
        self.ready = page.evaluate("performance.now()")
        page.wait_for_load_state("networkidle")
        self.painted, self.shifted = page.evaluate(PAINTED), page.evaluate("window.shifted")
        context.close()

    def note(self, event):
        if not event["response"]["url"].startswith("data:"):  # which lies in the page
            self.asked.add(event["requestId"])

    def add(self, event):
        if event["requestId"] in self.asked:
            self.bytes += event["encodedDataLength"]


@pytest.fixture(scope="module")
def address():
    with serve(BOOK) as url:
        yield url


@pytest.mark.parametrize("page", [page for page in PAGES if page != "index.html"])
def test_a_page_is_seen_and_usable_on_a_slow_line(browser, address, page):
    figure = "document.querySelector('.explore form:not([hidden])')"
    is_ready = figure if page in WITH_FIGURES else "document.readyState !== 'loading'"
    visit = SlowVisit(browser, address + page, is_ready)
    assert visit.painted < 4000
    assert visit.ready < 6000
    assert visit.bytes < 300_000
    assert visit.shifted < 0.02


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_all_its_pictures_is_light(page):
    text = (BOOK / page).read_text(encoding="utf-8")
    links = re.findall(r'(?:src|href)="([^"#?:]+\.(?:js|css|png|svg|webp))[?"]', text)
    links = [unquote(link).removeprefix(SITE_PATH) if page == "404.html" else unquote(link) for link in links]
    files = {(BOOK / page).parent / link for link in links} | {BOOK / page}
    total = sum(
        len(compress(file) if file.suffix in (".html", ".js", ".css") else file.read_bytes())
        for file in files
    )
    assert total < 600_000


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_of_a_page_keeps_its_room_and_waits(page):
    for image in re.findall(r"<img [^>]*>", (BOOK / page).read_text(encoding="utf-8")):
        if "logo_" not in image:
            assert 'loading="lazy"' in image
            assert re.search(r'width="\d+"', image), image


def test_the_whole_site_has_no_typesetter_and_no_source_maps():
    names = {path.name for path in Path(BOOK).rglob("*")}
    assert not [name for name in names if "mathjax" in name.lower() or name.endswith(".map")]

"""What the built site says of itself, that no link of it is dead, and what a missing page shows."""

from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tools import address, lite
from tools.browser import BOOK, SITE_PATH, html_pages, serve
from tools.course import MAIL, course
from tools.site.meta import PREVIEW
from tools.site.openings import preview

SITE = address.site() or "https://not-set.invalid/"  # where the pages are thought to be
PAGES = html_pages(BOOK) or ["of-the-book"]
GENERATED = {"404.html", "genindex.html", "index.html", "search.html"}
READ = [page for page in PAGES if page not in GENERATED]
every_page = pytest.mark.parametrize("page", PAGES)
every_read_page = pytest.mark.parametrize("page", READ)


@cache
def soup(page):
    return BeautifulSoup((BOOK / page).read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(page):
    """What a link can lead to on a page."""
    return {tag[name] for tag in soup(page).find_all(True) for name in ("id", "name") if tag.has_attr(name)}


def links(page):
    """Every address on a page, in full."""
    for tag in soup(page).find_all(True):
        for name in ("href", "src"):
            if tag.has_attr(name):
                yield urljoin(SITE + page, tag[name])


def dead(url):
    """Whether an address on this site leads nowhere."""
    parts = urlsplit(url)
    path = unquote(parts.path).removeprefix(SITE_PATH) or "index.html"
    if path == "lite/lab/index.html":  # the app is built apart
        return parse_qs(parts.query)["path"][0] not in map(str, lite.contents())
    if path == address.PDF:  # so is the file of all pages
        return False
    if not (BOOK / path).is_file():
        return True
    anchor = unquote(parts.fragment)
    if "=" in anchor:  # the state of a figure: #draw_softmax.temperature=20
        anchor = anchor.partition(".")[0]
    return bool(anchor) and path.endswith(".html") and anchor not in anchors(path)


@every_page
def test_no_link_is_dead(page):
    found = list(links(page))
    assert len(found) > 1
    assert [url for url in found if url.startswith(SITE) and dead(url)] == []
    assert {urlsplit(url).scheme for url in found} <= {"https", "http", "data", "mailto", "javascript"}


@pytest.mark.parametrize(
    "link", ["nowhere.html", "intro.html#nowhere", "intro.html#draw.x=1", "lite/lab/index.html?path=a.ipynb"]
)
def test_a_dead_link_is_noticed(link):
    assert dead(SITE + link)
    assert not dead(SITE + "intro.html")


def meta(page, name):
    """The content of the one tag of this name."""
    tags = soup(page).find_all("meta", attrs={"property" if name.startswith("og:") else "name": name})
    assert len(tags) == 1, f"{page} has {len(tags)} tags {name}"
    return tags[0]["content"]


def addresses(page):
    """What a page says its own address is, and that of its picture."""
    canonical = soup(page).find_all("link", rel="canonical")
    shared = [soup(page).find_all("meta", attrs={"property": f"og:{name}"}) for name in ("url", "image")]
    return [tag["href"] for tag in canonical] + [tag["content"] for tags in shared for tag in tags]


@every_read_page
def test_page_says_what_it_is(page):
    assert meta(page, "og:site_name") == course().name
    assert meta(page, "og:title") in soup(page).title.text
    picture = preview(Path(page).stem) if soup(page).find(class_="opening") else PREVIEW
    assert addresses(page) == ([SITE + page, SITE + page, SITE + picture] if address.site() else [])
    assert meta(page, "description") == meta(page, "og:description")


def test_descriptions_are_sentences_and_differ():
    descriptions = [meta(page, "description") for page in READ]
    assert len(set(descriptions)) == len(READ)
    for text in descriptions:
        assert 40 < len(text) <= 203
        assert not set(text) & set("\\${}"), f"markup in {text!r}"


def test_the_address_of_the_site_is_shown_like_its_first_page():
    for name in ("og:title", "og:description", "description"):
        assert meta("index.html", name) == meta("intro.html", name)
    assert addresses("index.html") == addresses("intro.html")


@pytest.mark.parametrize("page", READ)
def test_preview_has_the_format_that_services_show_large(page):
    own = BOOK / preview(Path(page).stem)
    assert own.exists() == bool(soup(page).find(class_="opening"))
    with Image.open(own if own.exists() else BOOK / PREVIEW) as image:
        width, height = image.size
        assert image.format == "PNG"
    assert width >= 600
    assert width / height == pytest.approx(1.91, abs=0.02)


def test_sitemap_names_every_page_to_read():
    assert (BOOK / "sitemap.xml").exists() == bool(address.site())
    if address.site():
        names = {element.text for element in ElementTree.parse(BOOK / "sitemap.xml").iter() if element.text}
        assert names == {SITE + page for page in READ}


@every_page
def test_page_has_its_icon(page):
    icon = urljoin(SITE + page, soup(page).find("link", rel="icon")["href"])
    assert icon == SITE + "_static/favicon.svg"


@every_page
def test_every_notebook_and_no_other_page_offers_the_app(page):
    name = page.replace(".html", ".ipynb")
    expected = [address.app(name)] if address.site() and name in map(str, lite.contents()) else []
    assert [url for url in links(page) if "/lite/" in url] == expected


@every_read_page
def test_page_offers_the_whole_book(page):
    offered = [url for url in links(page) if url.endswith(address.PDF)]
    assert offered == ([address.pdf()] if address.site() else [])


@every_page
def test_page_names_whom_to_ask_where_somebody_is(page):
    asked = address.contact()
    link = asked and (f"mailto:{asked}" if MAIL.fullmatch(asked) else asked)
    told = [url for url in links(page) if url == link]
    assert len(told) == (asked is not None and page != "index.html")


@pytest.mark.parametrize("missing", ["no-such-page.html", "chapters/deep/down/no-such-page"])
def test_a_missing_page_is_whole_and_leads_back(missing, browser):
    with serve(BOOK) as home, browser.new_page() as page:
        answers = []
        page.on("response", lambda response: answers.append((response.status, response.url)))
        page.goto(home + missing)
        page.wait_for_load_state("networkidle")
        assert [url for status, url in answers if status != 200] == [home + missing]
        assert all(url.startswith(home) for _, url in answers)
        page.get_by_role("heading", name="Page not found").wait_for()
        page.get_by_role("link", name="the first page").click()
        page.wait_for_url(home + "intro.html")

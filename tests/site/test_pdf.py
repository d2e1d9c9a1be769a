"""The book as one PDF: bookmarks, links between its pages and out of it, pictures, nothing folded."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from tools import address, pdf

SITE = "https://www.example.edu/course/"
FIRST = """<!doctype html><title>First</title><article><section id="one"><h1>First page<a>#</a></h1>
<p><a href="deep/second.html#far">a section</a> <a href="deep/second.html">a page</a>
<a href="#far">here</a> <a href="data.zip">a download</a> <a href="https://example.org/">elsewhere</a></p>
<details><summary>Why</summary>Because of this.</details>
<img loading="lazy" src="picture.png" style="margin-top: 3000px">
<section id="far"><h2>Far</h2></section></section></article>"""
SECOND = """<!doctype html><title>Second</title><article><section id="two"><h1>Second page</h1>
<p style="margin-top: 3000px"><a href="../first.html">back</a></p>
<section id="far"><h2>Farther</h2></section></section></article>"""


@pytest.fixture(scope="module")
def book(tmp_path_factory, browser):
    site = tmp_path_factory.mktemp("site")
    (site / "deep").mkdir()
    (site / "first.html").write_text(FIRST)
    (site / "deep" / "second.html").write_text(SECOND)
    Image.new("RGB", (40, 30), "red").save(site / "picture.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(address, "site", lambda: SITE)
        writer = pdf.join(*pdf.print_pages(browser, ["first", "deep/second"], site))
    file = io.BytesIO()
    writer.write(file)
    return PdfReader(file)


def page_numbers(book, items):
    """Bookmarks as nested pairs (text, page)."""
    return [
        page_numbers(book, item)
        if isinstance(item, list)
        else (item.title, book.get_destination_page_number(item))
        for item in items
    ]


def first_page_with(book, text):
    return next(number for number, page in enumerate(book.pages) if text in page.extract_text())


def test_sheets_are_numbered_through_the_book(book):
    for number, page in enumerate(book.pages, 1):
        title = "First" if number < first_page_with(book, "Second page") + 1 else "Second"
        assert f"{title} · {number}" in page.extract_text()


def test_pages_and_sections_have_bookmarks(book):
    second, farther = (first_page_with(book, text) for text in ("Second page", "Farther"))
    far = first_page_with(book, "Far")
    assert 0 < far < second < farther
    expected = [("First page", 0), [("Far", far)], ("Second page", second), [("Farther", farther)]]
    assert page_numbers(book, book.outline) == expected


def actions(book):
    """What the visible links do, in their order: the number of a page of the file, or an address."""
    for page in book.pages:
        for link in page.get("/Annots", []):
            action = link.get_object()["/A"]
            yield action["/URI"] if "/URI" in action else book.get_page_number(action["/D"][0].get_object())


def test_links_lead_into_the_file_or_to_the_site(book):
    second, farther = (first_page_with(book, text) for text in ("Second page", "Farther"))
    here = first_page_with(book, "Far")
    out = [SITE + "data.zip", "https://example.org/"]
    assert list(actions(book)) == [farther, second, here, *out, 0]


def test_without_a_site_what_the_file_lacks_is_no_link(settings):
    settings()
    link = {"/A": {"/URI": "http://127.0.0.1/book/data.zip"}}
    pdf.lead(None, link, "http://127.0.0.1/book/first.html", "http://127.0.0.1/book/", {})
    assert link == {}


def test_what_is_folded_is_printed(book):
    assert first_page_with(book, "Because of this.") == 0


def test_pictures_are_there_though_nobody_scrolled(book):
    assert sum(len(page.images) for page in book.pages) == 1


def test_without_a_book_the_cure_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["pdf"])
    monkeypatch.setattr(pdf, "BOOK", tmp_path)
    with pytest.raises(SystemExit, match="run `make book` first"):
        pdf.main()


def test_a_handout_has_the_name_of_its_page_and_a_page_that_is_none_is_named():
    korean = [f"ko/{page}" for page in pdf.pages()]
    books = [(pdf.pages(), "neural-network-classifier.pdf"), (korean, "neural-network-classifier.ko.pdf")]
    assert pdf.chosen([]) == [(names, pdf.BUILT / name) for names, name in books]
    assert pdf.chosen(["intro"]) == [(["intro"], pdf.BUILT / "handouts" / "intro.pdf")]
    ((_, handout),) = pdf.chosen(["ko/chapters/mlp"])
    assert handout.name == "ko.mlp.pdf"
    with pytest.raises(SystemExit, match=r"PAGES must be of intro, .*; 'chapters/chemistry' is not"):
        pdf.chosen(["chapters/chemistry"])

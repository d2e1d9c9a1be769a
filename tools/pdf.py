"""Print the built book, or pages of it, as one file with bookmarks and links: `make pdf`.

Chromium prints each page of _build/html, figures as posters; pypdf joins them. A link to another page leads
there within the file; one to what the file lacks, such as a download, leads to the published site.
"""

import argparse
import io
import json
import sys
from pathlib import Path
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    Fit,
    FloatObject,
    NameObject,
    NullObject,
    TextStringObject,
)

from tools import address
from tools.browser import BOOK, chromium, serve
from tools.course import course
from tools.toc import pages

BUILT = Path(__file__).parents[1] / "_build"
PREPARE = """async () => {
    document.querySelectorAll("details").forEach(details => (details.open = true));
    document.querySelectorAll(".admonition.toggle-hidden .toggle-button").forEach(button => button.click());
    for (const target of document.querySelectorAll("article [id]"))  // only what is linked to can be found
        document.body.insertAdjacentHTML("beforeend", `<a hidden href="#${target.id}"></a>`);
    const images = [...document.images];
    images.forEach(image => (image.loading = "eager"));
    await Promise.all(images.map(image => image.decode()));
    await document.fonts.ready;
}"""
STYLE = """
details.hide, .bd-header-article, .bd-sidebar-secondary, .copybtn { display: none !important; }
.bd-main .bd-content { margin-left: 0; }
h1, h2, h3, h4, pre, .cell_input, .explore { break-inside: avoid; }
pre { white-space: pre-wrap !important; }
"""
HEADINGS = """() => [...document.querySelectorAll("article h1, article h2")].map(
    heading => [heading.closest("section").id, heading.textContent.replace(/#$/, "").trim()])"""
PAPER = """
@page {{
    size: A4;
    margin: 15mm 12mm 18mm;
    @bottom-center {{ content: {title} " · " counter(page); font: 9px sans-serif; color: #555; }}
}}
html {{ counter-reset: page {printed}; }}
"""


def print_page(browser_page, url, printed=0):
    """A page on paper, its sheets numbered after those printed, and its headings as pairs (anchor, text)."""
    browser_page.goto(url)
    browser_page.wait_for_load_state("networkidle")
    title = json.dumps(browser_page.title(), ensure_ascii=False)
    browser_page.add_style_tag(content=STYLE + PAPER.format(title=title, printed=printed))
    browser_page.evaluate(PREPARE)
    data = browser_page.pdf(prefer_css_page_size=True, scale=0.8, tagged=True)
    return PdfReader(io.BytesIO(data)), browser_page.evaluate(HEADINGS)


def targets(url, reader, first):
    """Where in the joined file an address leads that begins with `url`: {address: (page, left, top)}."""
    found = {url: (first, 0, None)}
    for name, destination in reader.named_destinations.items():
        page = first + reader.get_destination_page_number(destination)
        found[f"{url}#{unquote(name.lstrip('/'))}"] = (page, destination.left, destination.top)
    return found


def add_bookmarks(writer, url, headings, places):
    """A bookmark for a page, and below it one for each of its sections."""
    parent = None
    for anchor, text in headings:
        page, _, top = places[f"{url}#{anchor}"]
        item = writer.add_outline_item(title=text, page_number=page, parent=parent, fit=Fit.xyz(top=top))
        parent = parent or item


def go_to(writer, page, left, top):
    """The action that shows a place of the file."""
    numbers = [NullObject() if number is None else FloatObject(number) for number in (left, top)]
    place = [writer.pages[page].indirect_reference, NameObject("/XYZ"), *numbers, NullObject()]
    return DictionaryObject({NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): ArrayObject(place)})


def lead(writer, link, own, home, places):
    """Let a link of the page with the address `own` lead into the file, or to the published site."""
    if "/Dest" in link:
        url = f"{own}#{unquote(str(link.pop('/Dest')).lstrip('/'))}"
    elif "/URI" in link.get("/A", {}):
        url = unquote(str(link["/A"]["/URI"]))
    else:
        return
    page = url.partition("#")[0]
    if page in places:
        link[NameObject("/A")] = go_to(writer, *places.get(url, places[page]))
    elif url.startswith(home) and not address.site():
        del link["/A"]  # the words stay
    elif url.startswith(home):
        link["/A"][NameObject("/URI")] = TextStringObject(address.site() + url.removeprefix(home))


def print_pages(browser, names, site=BOOK):
    """Sheets and headings of pages by the address they were printed from, and the address of that site."""
    with serve(site, "/book/") as home, browser.new_page(color_scheme="light") as page:
        printed, n_sheets = {}, 0
        for url in (f"{home}{name}.html" for name in names):
            printed[url] = print_page(page, url, n_sheets)
            n_sheets += len(printed[url][0].pages)
        return printed, home


def join(printed, home):
    """One file of all pages; their headings are its bookmarks, their links lead into it."""
    writer, places, owners = PdfWriter(), {}, []
    for url, (reader, headings) in printed.items():
        places |= targets(url, reader, first=len(writer.pages))
        writer.append(reader, import_outline=False)
        add_bookmarks(writer, url, headings, places)
        owners += [url] * len(reader.pages)
    for own, page in zip(owners, writer.pages, strict=True):
        for link in page.get("/Annots", []):
            lead(writer, link.get_object(), own, home, places)
    return writer


def chosen(names):
    """What to print: the whole book in each language if no page is named, else a handout of those that are.

    Returns
    -------
    list of (list of str, Path)
        Pages, and the file for them; a handout has the name of its first page.
    """
    books = {"en": pages()} | {
        language: [f"{language}/{page}" for page in pages()] for language in course().languages
    }
    every = [page for book in books.values() for page in book]
    for name in names:
        if name not in every:
            sys.exit(f"pdf: PAGES must be of {', '.join(every)}; {name!r} is not")
    if names:
        return [(names, BUILT / "handouts" / f"{names[0].replace('chapters/', '').replace('/', '.')}.pdf")]
    return [(book, BUILT / address.pdf_name(language)) for language, book in books.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="such as chapters/perceptron; all when left out")
    books = chosen(parser.parse_args().pages)
    if not (BOOK / "index.html").exists():
        sys.exit(f"pdf: {BOOK} is missing: run `make book` first")
    with chromium() as browser:
        for names, file in books:
            writer = join(*print_pages(browser, names))
            writer.add_metadata({"/Title": course().name})
            file.parent.mkdir(exist_ok=True)
            writer.write(file)
            print(f"{len(writer.pages)} sheets in {file}")


if __name__ == "__main__":
    main()

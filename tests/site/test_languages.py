"""The book in Korean: the way there and back, the same places, search, figures, letters, paper."""

import re
from pathlib import Path

import pytest

from tools.browser import BOOK, html_pages, serve
from tools.course import course
from tools.pdf import print_pages
from tools.toc import pages
from tools.translation import catalogue

ROOT = BOOK / "ko"
NO_TEXT = ("404.html", "genindex.html", "index.html", "search.html")
PAGES = [page for page in html_pages(ROOT) if page not in NO_TEXT]
every_page = pytest.mark.parametrize("page", PAGES or ["of-the-book"])
pytestmark = pytest.mark.skipif("ko" not in course().languages, reason="course.toml offers no Korean")


def needs(page):
    """Leaves out a test whose chapter the course does not offer."""
    offered = page in pages()
    return pytest.mark.skipif(not offered, reason=f"_toc.yml leaves out {page}")


LETTERS = re.compile("[가-힣]")
# Blocks of text that a reader sees; code, what it prints, and titles of works stay English.
TEXTS = """() => {
  const silent = "pre, code, script, style, math, svg, [role=listitem], .headerlink, em, [lang=en]";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const home = walker.currentNode.parentElement;
    if (!home.closest(silent)) texts.push(walker.currentNode.data.trim());
  }
  for (const element of document.querySelectorAll("[alt], [aria-label], [title], [placeholder]"))
    if (!element.closest(silent))
      for (const name of ["alt", "aria-label", "title", "placeholder"])
        texts.push(element.getAttribute(name) ?? "");
  return texts.filter(Boolean);
}"""
ENGLISH = re.compile(r"\b[a-z]+( [a-z]+){2}\b")  # three words in a row
CITED = re.compile(
    r"\b(19|20)\d\d\.( |$)|Upload multiple feedback files in a zip"
)  # titles, and a button of Moodle


@pytest.fixture(scope="module")
def home():
    with serve(BOOK) as url:
        yield url


@pytest.fixture
def visit(browser, home):
    contexts = []

    def opened(page, width=1280, height=800, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        tab = contexts[-1].new_page()
        tab.goto(home + page)
        return tab

    yield opened
    for context in contexts:
        context.close()


def ids(page):
    return re.findall(r'<section[^>]* id="([^"]+)"', page.read_text(encoding="utf-8"))


def test_every_page_is_there_in_both_languages():
    assert html_pages(ROOT) == html_pages(BOOK)


@every_page
def test_a_page_has_the_sections_of_the_english_one(page):
    assert ids(ROOT / page) == ids(BOOK / page)


@every_page
def test_nothing_is_left_in_english(visit, page):
    tab = visit(f"ko/{page}", java_script_enabled=False)
    assert tab.get_attribute("html", "lang") == "ko"
    left = [text for text in tab.evaluate(TEXTS) if ENGLISH.search(text) and not LETTERS.search(text)]
    names = catalogue.texts_of_site("ko")  # a name that code asks for is its own translation
    left = [text for text in left if not CITED.search(text) and names.get(text) != text]
    assert left == []


@every_page
def test_letters_come_from_a_korean_font_and_fit_a_phone(visit, page):
    tab = visit(f"ko/{page}", width=360, height=740)
    client = tab.context.new_cdp_session(tab)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    article = client.send("DOM.querySelector", {"nodeId": root, "selector": "article h1"})["nodeId"]
    fonts = {
        font["familyName"]
        for font in client.send("CSS.getPlatformFontsForNode", {"nodeId": article})["fonts"]
    }
    assert any("CJK KR" in font or "Nanum" in font for font in fonts)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


TORN = """() => [...document.querySelectorAll(".bd-article math")].filter((formula) => {
  const text = formula.nextSibling;
  if (text?.nodeType !== 3 || !/^\\u2060[가-힣]/.test(text.data)) return false;
  const particle = document.createRange();
  particle.setStart(text, 1);
  particle.setEnd(text, 2);
  return particle.getBoundingClientRect().left < formula.getBoundingClientRect().left;
}).length"""


@every_page
def test_no_line_begins_with_the_particle_of_a_formula_and_large_text_fits_a_phone(visit, page):
    tab = visit(f"ko/{page}", width=390, height=844)
    assert tab.evaluate(TORN) == 0
    tab.add_style_tag(content="html { font-size: 200% !important; }")
    assert tab.evaluate("document.scrollingElement.scrollWidth") <= 390


@needs("chapters/perceptron")
def test_the_switch_keeps_the_state_of_a_figure(visit):
    tab = visit("chapters/perceptron.html#draw_gates.b=−1.5")
    tab.get_by_role("link", name="한국어").click()
    tab.wait_for_url("**/ko/chapters/perceptron.html#draw_gates.b=*")
    image = tab.locator("#draw_gates img")
    assert LETTERS.search(image.get_attribute("alt"))
    assert tab.locator("#draw_gates .explore-value").first.text_content() == "−1.5"
    tab.get_by_role("link", name="English").click()
    tab.wait_for_url(
        "**/html/chapters/perceptron.html*" if "/html/" in tab.url else "**/chapters/perceptron.html#*"
    )
    assert not LETTERS.search(tab.locator("#draw_gates img").get_attribute("alt"))


@needs("chapters/mlp")
def test_the_switch_keeps_the_section(visit):
    tab = visit("chapters/mlp.html#two-linear-layers-are-one")
    place = "document.getElementById('two-linear-layers-are-one').getBoundingClientRect().top"
    tab.wait_for_function(f"Math.abs({place}) < 100")
    tab.evaluate("document.querySelector('.language-switch').click()")  # a click of Playwright's may scroll
    tab.wait_for_url("**/ko/chapters/mlp.html#two-linear-layers-are-one")
    tab.wait_for_function(f"Math.abs({place}) < 300")


@pytest.mark.parametrize("word", ["손실을", "가중치는", "퍼셉트론", "그레디언트의", "활성화 함수가"])
def test_search_finds_words_with_their_particles(visit, word):
    tab = visit(f"ko/search.html?q={word}")
    first = tab.locator("#search-results li > a").first
    first.wait_for()
    assert "chapters/" in first.get_attribute("href") or "intro" in first.get_attribute("href")


@needs("chapters/perceptron")
def test_a_slider_says_its_state_in_korean(visit):
    tab = visit("ko/chapters/perceptron.html")
    image, slider = tab.locator("#draw_gates img"), tab.locator("#draw_gates input").first
    before = image.get_attribute("alt")
    slider.focus()
    slider.press("ArrowRight")
    tab.wait_for_function("before => document.querySelector('#draw_gates img').alt !== before", arg=before)
    tab.wait_for_function("/[가-힣]/.test(document.querySelector('#draw_gates img').alt)")
    assert LETTERS.search(tab.locator("#draw_gates label").first.text_content())


def test_the_playground_speaks_korean(visit):
    tab = visit("ko/intro.html")
    place = tab.locator(".playground").first
    place.get_by_role("button", name="재생").or_(place.locator("button").first).first.click()
    tab.wait_for_timeout(300)
    place.locator("button").first.click()
    told = place.locator("[role=status]").text_content()
    assert LETTERS.search(told), told
    assert not ENGLISH.search(told), told


@needs("chapters/perceptron")
def test_a_quick_check_answers_in_korean(visit):
    tab = visit("ko/chapters/perceptron.html")
    check = tab.locator(".quick-check").first
    right = int(check.get_attribute("data-right"))
    buttons = check.locator("li button")
    for k, button in enumerate(buttons.all()):
        button.click()
        reply = check.locator("[aria-live=polite]")
        assert ("right" in reply.get_attribute("class").split()) == (k == right)
        assert LETTERS.search(reply.text_content())


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("chapters/")][:1])
def test_the_notebook_that_is_offered_is_the_korean_one(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    (source,) = set(re.findall(r'href="([^"]*_sources/[^"]*\.ipynb)"', text))
    notebook = ((ROOT / page).parent / source).resolve()
    assert LETTERS.search(notebook.read_text(encoding="utf-8"))
    assert '"id": "language"' in notebook.read_text(encoding="utf-8")
    assert Path(notebook).is_relative_to(ROOT.resolve())


@needs("chapters/perceptron")
def test_a_chapter_in_korean_on_paper(browser):
    printed, _ = print_pages(browser, ["ko/chapters/perceptron"])
    ((reader, headings),) = printed.values()
    text = "".join(page.extract_text() for page in reader.pages)
    assert "퍼셉트론" in text
    assert LETTERS.search(headings[0][1])

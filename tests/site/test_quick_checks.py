"""Every quick check in a browser, by keyboard: each answer gets its reason."""

from types import SimpleNamespace

import nbformat
import pytest
from sphinx.errors import ExtensionError

from tools.browser import BOOK, compress, serve
from tools.questions import all_quick_checks
from tools.site.quick_checks import mark

CHECKS = all_quick_checks()
every_page = pytest.mark.parametrize("page_name", CHECKS)


@pytest.fixture(scope="module")
def address():
    with serve(BOOK) as url:
        yield url + "chapters/"


@pytest.fixture
def open_page(browser, address):
    """Open a page without pictures, which no quick check needs."""
    contexts = []

    def opened(name, **options):
        contexts.append(browser.new_context(service_workers="block", **options))
        contexts[-1].route("**/*.{webp,png}", lambda route: route.abort())
        page = contexts[-1].new_page()
        page.goto(f"{address}{name}.html", wait_until="domcontentloaded")
        return page

    yield opened
    for context in contexts:
        context.close()


def reasons_of(shown):
    """The reasons as they stand in the folded answer."""
    return [item.text_content().strip() for item in shown.locator("details li").all()]


def reply_of(shown):
    reply = shown.locator("[aria-live=polite]")
    return reply.text_content().strip(), "right" in reply.get_attribute("class").split()


@every_page
def test_every_answer_gets_its_reason_by_keyboard(open_page, page_name):
    page = open_page(page_name)
    for shown, check in zip(page.locator(".quick-check").all(), CHECKS[page_name], strict=True):
        assert reply_of(shown) == ("", False)
        (type_all if check.numeric else choose_all)(page, shown, check)


def choose_all(page, shown, check):
    buttons = shown.locator("button")
    buttons.first.focus()
    for place, (answer, reason) in enumerate(zip(check.answers, reasons_of(shown), strict=True)):
        page.keyboard.press("Enter" if place % 2 else "Space")
        assert reply_of(shown) == (reason if answer.right else f"No. {reason}", answer.right), check.name
        pressed = [button.get_attribute("aria-pressed") for button in buttons.all()]
        assert pressed == ["true" if at == place else "false" for at in range(len(pressed))]
        page.keyboard.press("Tab")


def type_all(page, shown, check):
    field, reasons = shown.get_by_label("Your number"), reasons_of(shown)

    def answer_to(text):
        field.focus()
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        return reply_of(shown)

    for answer, reason in zip(check.numbers, reasons, strict=False):
        said = (reason if answer.right else f"No. {reason}"), answer.right
        edge = f"{answer.value + answer.within:g}"
        for text in {answer.text, answer.text.replace(",", ""), f" {edge} %", f"{2 * answer.value:g}/2"}:
            assert answer_to(text) == said, (check.name, text)
        if answer.within:
            assert answer_to(edge.replace(".", ",")) == said
            assert answer_to(f"{answer.value + 1.5 * answer.within:g}") != said
    assert answer_to("-77.5") == (reasons[-1], False)
    for text in ("", "many", "1/0"):
        assert answer_to(text) == ("Type a number, such as 2.5.", False)


@pytest.mark.parametrize("page_name", list(CHECKS)[:1])
def test_without_the_script_a_question_stands_above_its_folded_answer(open_page, page_name):
    page = open_page(page_name, java_script_enabled=False)
    for shown, check in zip(page.locator(".quick-check").all(), CHECKS[page_name], strict=True):
        assert shown.locator(":scope > ol > li").count() == (0 if check.numeric else len(check.answers))
        assert not shown.locator("button, input").count()
        assert shown.locator("summary").is_visible()
        assert not shown.locator("details li").first.is_visible()


@pytest.mark.parametrize("page_name", list(CHECKS)[:1])
def test_on_a_phone_a_quick_check_fits_and_keys_show_where_they_are(open_page, page_name):
    page = open_page(page_name, viewport={"width": 360, "height": 740}, color_scheme="dark")
    page.keyboard.press("Tab")  # so that the browser shows the focus
    for control in page.locator(".quick-check :is(button, input)").all():
        box = control.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["height"] >= 24
        control.focus()
        assert control.evaluate("control => getComputedStyle(control).outlineStyle") == "solid"


def test_the_script_is_small_and_waits():
    script = BOOK / "_static" / "quick-check.js"
    assert len(compress(script)) < 2000
    page = (BOOK / "chapters" / f"{next(iter(CHECKS))}.html").read_text(encoding="utf-8")
    assert page.count("quick-check.js") == 1
    assert 'defer="defer" src="../_static/quick-check.js' in page


def test_what_is_wrong_with_a_quick_check_ends_the_build_by_name(tmp_path):
    folded = "<details><summary>Answer</summary>\n\n1. No.\n2. No.\n\n</details>"
    source = f"**Predict.** Why?\n\n1. A.\n2. B.\n\n{folded}"
    cell = nbformat.v4.new_markdown_cell(source, id="why")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "page.ipynb")
    config = SimpleNamespace(language="en")
    app = SimpleNamespace(srcdir=tmp_path, env=SimpleNamespace(docname="page"), config=config)
    with pytest.raises(ExtensionError, match="page/why: 0 answers are right"):
        mark(app, None)

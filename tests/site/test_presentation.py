"""The presentation of every chapter in a browser, on a stage of 1280 × 720 as a projector shows it."""

import io
import re
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from tools.browser import BOOK, serve
from tools.lecture_map import load
from tools.toc import pages

CHAPTERS = [name for name in load("objectives.toml") if f"chapters/{name}" in pages()]
STAGE = {"width": 1280, "height": 720}
READY = "window.Reveal?.isReady()"
# What of a slide is cut off, leaves the stage or is smaller than 24 pixels, with all that it hides revealed.
FAULTS = """() => {
    const slide = Reveal.getCurrentSlide(), faults = [];
    const shown = (part) => part.checkVisibility({ visibilityProperty: true });
    const told = ":scope :not(aside, aside *, details *, canvas, option)";
    const boxes = "section, pre, div.formula, table, .playground";
    const parts = [...slide.querySelectorAll(told)].filter(shown);
    const blame = (part, fault) => faults.push(`${part.tagName}.${part.className} ${fault}`);
    const leaves = ({ left, top, right, bottom, width }) =>
        width && (left < 0 || top < 0 || right > 1280 || bottom > 720);
    for (const part of parts)
        if (part.closest("math, svg") === null && leaves(part.getBoundingClientRect()))
            blame(part, "leaves the stage");
    for (const part of [slide, ...parts].filter((part) => part.matches(boxes)))
        if (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1)
            blame(part, "is cut off");
    for (const part of parts) {
        const says = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const small = parseFloat(getComputedStyle(part).fontSize) < 23.9;
        if (says && small && part.closest("math, .explore-control output, [role=status]") === null)
            blame(part, `is small: ${part.textContent}`);
    }
    return faults.map((fault) => `slide ${Reveal.getSlidePastCount() + 1}: ${fault}`);
}"""
REVEALED = """() => [...Reveal.getCurrentSlide().querySelectorAll(".fragment")].filter(
    (part) => getComputedStyle(part).visibility === "visible").length"""
PLACE = "() => Reveal.getSlidePastCount() + 1"


@pytest.fixture(scope="module")
def page(browser):
    """A page of the browser that remembers what it asked for and complained about."""
    with browser.new_context(viewport=STAGE, service_workers="block") as context:
        page = context.new_page()
        page.complaints, page.requests = [], []
        context.on(
            "page", lambda other: other.on("pageerror", lambda error: page.complaints.append(str(error)))
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
        context.on("request", lambda request: page.requests.append(request.url))
        yield page
        assert page.complaints == []
        assert [url for url in page.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def address(name):
    if name not in CHAPTERS:
        pytest.skip(f"the chapter {name} is not offered")
    return (BOOK / "chapters" / f"{name}.slides.html").as_uri()


def open_slides(page, url):
    page.goto("about:blank")
    page.goto(url)
    page.wait_for_function(READY)
    return page.evaluate("Reveal.getTotalSlides()")


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_two_keys_of_a_remote_travel_through_slides_that_fit(page, name):
    """From a file, without a server. What waits is hidden until a press shows it."""
    n_slides, faults = open_slides(page, address(name)), []
    page.evaluate("() => Promise.all([...document.images].map((image) => image.decode()))")
    for place in range(1, n_slides + 1):
        assert page.evaluate(PLACE) == place
        waiting = page.evaluate("Reveal.getCurrentSlide().querySelectorAll('.fragment').length")
        assert page.evaluate(REVEALED) == 0
        for _ in range(waiting):
            page.keyboard.press("PageDown")
        assert page.evaluate(REVEALED) == waiting
        faults += page.evaluate(FAULTS)
        page.keyboard.press("PageDown")
    assert faults == []
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert n_slides - 3 <= page.evaluate(PLACE) < n_slides


def test_a_slider_moves_and_the_remote_travels_from_it(page):
    open_slides(page, address("perceptron") + "#draw_rule.step=3")
    assert "slide=" in page.url
    slider = page.locator("#draw_rule input[type=range]").first
    assert slider.is_visible()
    value, place = slider.get_attribute("aria-valuetext"), page.evaluate(PLACE)
    slider.press("ArrowRight")
    page.wait_for_selector("#draw_rule canvas")
    assert (value, slider.get_attribute("aria-valuetext")) == ("3", "4")
    assert page.evaluate(PLACE) == place
    slider.press("PageDown")
    assert (page.evaluate(REVEALED), page.evaluate(PLACE)) == (1, place)
    slider.press("PageDown")
    assert page.evaluate(PLACE) == place + 1
    page.reload()
    page.wait_for_function(READY)
    assert page.evaluate(PLACE) == place + 1


def test_the_speaker_sees_the_plan_and_moves_the_slider_that_it_names(page):
    open_slides(page, address("perceptron") + "?minutes=50#slide=2")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    page.keyboard.press("PageDown")
    speaker.get_by_text("Minutes 0–6 of 50, 0–9 of 90.").wait_for()
    assert speaker.get_by_text("for which inputs does it fire?").is_visible()
    assert speaker.get_by_text("Pacing").is_visible()
    for _ in range(3):  # the next slide, its answer, the next section
        speaker.keyboard.press("PageDown")
    page.wait_for_function("Reveal.getCurrentSlide().parentElement.id === 'three-numbers-make-a-gate'")
    speaker.get_by_role("link", name="AND").click()
    page.wait_for_function("document.querySelector('#draw_gates-b').ariaValueText === '−1.5'")
    speaker.close()


def test_every_press_in_the_speakers_window_counts_on_a_slow_machine(page):
    """And no copy of a slide that is late takes one back."""
    start = address("perceptron") + "#slide=2"
    open_slides(page, start)
    for _ in range(8):
        page.keyboard.press("PageDown")
    expected = page.evaluate("() => JSON.stringify(Reveal.getState())")
    open_slides(page, start)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    copies = [
        speaker.frame_locator(f"#{name} iframe").locator("html")
        for name in ("current-slide", "upcoming-slide")
    ]
    for copy in copies:
        copy.evaluate("() => new Promise((ready) => Reveal.isReady() ? ready() : Reveal.on('ready', ready))")
    for window in [speaker, page, *[speaker] * 6]:
        window.keyboard.press("PageDown")
    is_there = f"() => JSON.stringify(Reveal.getState()) === '{expected}'"
    page.wait_for_function(is_there)
    page.wait_for_timeout(1000)  # longer than any window waits before it tells another
    assert page.evaluate(is_there)
    assert copies[0].evaluate(is_there)
    speaker.close()


def swipe(tab, start, end):
    """Move a finger over the screen."""
    line = tab.context.new_cdp_session(tab)
    for k in range(11):
        x, y = (a + (b - a) * k / 10 for a, b in zip(start, end, strict=True))
        kind = "touchMove" if k else "touchStart"
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_turns_the_slide_and_moves_a_slider_without_turning_it(browser):
    with browser.new_context(viewport=STAGE, has_touch=True) as context:
        page = context.new_page()
        open_slides(page, address("perceptron") + "#draw_gates-b=0")
        place = page.evaluate(PLACE)
        slider = page.locator("section.present input[type=range]").first
        box = slider.bounding_box()
        left, right = [
            (box["x"] + box["width"] * share, box["y"] + box["height"] / 2) for share in (0.1, 0.9)
        ]
        values = []
        for start, end in [(left, right), (right, left)]:
            swipe(page, start, end)
            values.append(int(slider.input_value()))
            assert page.evaluate(PLACE) == place
        assert values[0] > values[1]
        swipe(page, (900, 700), (500, 700))
        assert page.evaluate(PLACE) == place + 1


def test_a_swipe_in_the_speakers_window_turns_the_slide(browser):
    with browser.new_context(viewport=STAGE, has_touch=True) as context:
        page = context.new_page()
        open_slides(page, address("perceptron") + "#slide=2")
        with page.expect_popup() as popup:
            page.keyboard.press("s")
        speaker = popup.value
        copy = speaker.frame_locator("#current-slide iframe").locator("html")
        copy.evaluate("() => new Promise((ready) => Reveal.isReady() ? ready() : Reveal.on('ready', ready))")
        frame = speaker.locator("#current-slide iframe").bounding_box()
        x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] - 20
        swipe(speaker, (x + 100, y), (x - 100, y))
        page.wait_for_function(f"({PLACE})() === 3")
        swipe(speaker, (x - 100, y), (x + 100, y))
        page.wait_for_function(f"({PLACE})() === 2")


@cache
def sections(page, url):
    open_slides(page, url)
    return page.evaluate("[...document.querySelectorAll('.slides > section')].map((stack) => stack.id)")


def test_a_class_has_what_its_plan_shows(page):
    everything, long, short = (
        sections(page, address("perceptron") + k) for k in ("", "?minutes=90", "?minutes=50")
    )
    assert everything[0] == short[0] == "perceptron"
    assert everything[-1] == short[-1] == "summary"
    assert set(everything) > set(long) > set(short)
    assert set(long) - set(short) == {"on-xor-the-weights-go-round-in-circles"}
    seconds = page.evaluate(
        "[...document.querySelectorAll('[data-timing]')].map((slide) => +slide.dataset.timing)"
    )
    assert sum(seconds) == pytest.approx(50 * 60, abs=20)
    assert min(seconds) > 30  # what opens and closes the chapter has some


def test_a_chapter_prints_all_slides_with_their_answers(page):
    n_slides = open_slides(page, address("mlp"))
    page.add_init_script("window.print = () => undefined")
    page.goto(address("mlp") + "?view=print")
    page.wait_for_selector(".pdf-page:nth-of-type(5)")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(reader.pages) == n_slides
    assert sum(bool(sheet.images) for sheet in reader.pages) >= 8
    assert all(re.search(r"\w", sheet.extract_text()) for sheet in reader.pages)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_presentation_is_accessible(browser, scheme):
    path = address("perceptron").removeprefix(BOOK.as_uri())
    with serve(BOOK) as url, browser.new_page(viewport=STAGE) as page:
        page.add_init_script(f"localStorage.mode = '{scheme}'")
        open_slides(page, url.rstrip("/") + path)
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        for _ in range(6):
            page.keyboard.press("PageDown")
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []


def test_a_chapter_has_a_button_that_presents_it(page):
    page.goto(address(CHAPTERS[0]).replace(".slides", ""))
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Present").click()
    popup.value.wait_for_function(READY)
    assert popup.value.url == address(CHAPTERS[0])

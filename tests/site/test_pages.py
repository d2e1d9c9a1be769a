"""The built site in a real browser: every page of the book, and a small book of hard cases."""

import io
import json
import math
import shutil
import subprocess
import sys
from contextlib import ExitStack
from functools import cache
from itertools import cycle, product
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from mlplib.explore.exploration import PAGE_DPI
from mlplib.plotting.style import STYLE
from tests.figures import Figure
from tools.browser import BOOK, ROOT, html_pages, pages_with_figures, serve
from tools.execute import notebooks, read, record

DEMO_SOURCE = ROOT / "tests" / "site" / "demo"
DEMO_PAGES = [
    "404.html",
    "genindex.html",
    "index.html",
    "intro.html",
    "part/figures.html",
    "part/plain.html",
    "search.html",
]
FIGURES = "part/figures.html"
PHONE = {"width": 360, "height": 740}
SETTLE = 400  # milliseconds after which a move is in the address
BARE = {"service_workers": "block"}  # or what it fetches for a page cannot be answered by a test

BOOK_PAGES = html_pages(BOOK) or ["of-the-book"]
CHAPTERS = [str(path.relative_to(ROOT).with_suffix(".html")) for path in notebooks()]
BOOK_FIGURES = pages_with_figures(BOOK) or BOOK_PAGES


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
    """The source of the small book, with the configuration of the real one; its cells run as it is built."""
    shutil.copytree(DEMO_SOURCE, folder)
    for name in ("references.bib", "favicon.svg"):
        shutil.copy(ROOT / name, folder)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["execute"] |= {"execute_notebooks": "force", "allow_errors": False, "timeout": 120}
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    return folder


@pytest.fixture(scope="session")
def demo(once):
    return once("demo", build_demo)


def build_demo(folder):
    site, result = build(copy_demo(folder / "book"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert html_pages(site) == DEMO_PAGES
    return site


@pytest.fixture(scope="session")
def address_of(request):
    """A function address_of(site_name): folder and address of a site, served below the path of GitHub Pages.

    The small book is built when the first test asks for it; tests of the book need not wait.
    """
    with ExitStack() as servers:

        @cache
        def served(site_name):
            site = BOOK if site_name == "book" else request.getfixturevalue("demo")
            return site, servers.enter_context(serve(site))

        yield served


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
        if page_name == "index.html":
            self.page.wait_for_url("**/intro.html")

    @property
    def figures(self):
        return [Figure(element, self.site) for element in self.page.locator(".explore").all()]

    @property
    def foreign_requests(self):
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture(scope="session")
def contexts(browser):
    """Browser profiles by their options; the pages of a profile share what they loaded."""
    return cache(lambda options: browser.new_context(**(BARE | json.loads(options))))


@pytest.fixture
def visit(contexts, address_of):
    """Open a page and close it after the test: visit('demo', 'intro.html', color_scheme='dark')."""
    visits = []

    def open_page(site_name, page_name, **options):
        visits.append(Visit(contexts(json.dumps(options)), *address_of(site_name), page_name))
        return visits[-1]

    yield open_page
    for open_page in visits:
        open_page.page.close()


FADE_IN = "() => Promise.all(document.getAnimations().map(animation => animation.finished))"


def unfold(page):
    """Open everything that is folded, so that it is checked too."""
    page.evaluate("document.querySelectorAll('details').forEach(details => (details.open = true))")
    for button in page.locator(".toggle-button:visible").all():
        button.click()
    page.evaluate(FADE_IN)


# Every page of both books


def change_scheme(page, scheme):
    """Ask for light or dark colours, as a reader's system does, until the page has them."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
    page.evaluate(FADE_IN)


NOTE_LOOKS = """() => {
    const ground = (part) => {
        const { backgroundColor } = getComputedStyle(part);
        const clear = backgroundColor === "rgba(0, 0, 0, 0)" && part.parentElement;
        return clear ? ground(part.parentElement) : backgroundColor;
    };
    const hasWords = (part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    for (const part of [...document.body.querySelectorAll("*")].filter(hasWords)) {
        const { color, fontSize, fontWeight, opacity } = getComputedStyle(part);
        part.look = [part.look, color, fontSize, fontWeight, opacity, ground(part)].join();
    }
}"""
LEAVE_ONE_OF_A_LOOK = """(selector) => {
    const looks = new Set();
    for (const part of document.body.querySelectorAll(selector)) {
        if (part.look && looks.has(part.look)) part.replaceChildren(...part.children);
        looks.add(part.look);
    }
    for (const part of [...document.body.querySelectorAll(selector)].reverse())
        if (part.look && !part.hasChildNodes()) part.remove();
}"""


def violations(page, **options):
    """The serious ones that axe finds, each with the tag that has it."""
    options |= {"preload": False}  # it asks for the theme's styles once more, at a wrong address
    found = Axe().run(page, options=options | {"resultTypes": ["violations"]}).response["violations"]
    serious = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    return [(violation["id"], node["html"]) for violation in serious for node in violation["nodes"]]


@every_page
def test_page_is_accessible_asks_one_host_and_does_not_complain(visit, site_name, page_name):
    """Of words that look the same in both schemes, one is held to its contrast: there are thousands."""
    open_page = visit(site_name, page_name)
    page = open_page.page
    unfold(page)
    assert not open_page.complaints
    for scheme in ("dark", "light"):
        change_scheme(page, scheme)
        page.evaluate(NOTE_LOOKS)
    page.evaluate(LEAVE_ONE_OF_A_LOOK, ".highlight span, math, math *")
    assert violations(page, rules={"color-contrast": {"enabled": False}}) == []
    page.evaluate(LEAVE_ONE_OF_A_LOOK, "*")
    for scheme in ("light", "dark"):
        change_scheme(page, scheme)
        assert violations(page, runOnly=["color-contrast"]) == []
    assert not open_page.foreign_requests


BEYOND_THE_EDGES = """() => {
    const parts = [...document.querySelectorAll(".explore, .explore *:not(option)")];
    return parts.filter(part => {
        const { left, right, width } = part.getBoundingClientRect();
        return width && (left < 0 || right > innerWidth);
    }).map(part => part.outerHTML);
}"""


DISTORTED = """async () => {
    const images = [...document.querySelectorAll("article img")].filter(image => image.checkVisibility());
    images.forEach(image => (image.loading = "eager"));
    await Promise.all(images.map(image => image.decode()));
    const form = image => image.clientWidth / image.clientHeight / (image.naturalWidth / image.naturalHeight);
    return images.filter(image => Math.abs(form(image) - 1) > 0.03).map(image => image.alt);
}"""


@every_page
def test_page_fits_a_phone_and_pictures_keep_their_form(visit, site_name, page_name):
    page = visit(site_name, page_name, viewport=PHONE).page
    unfold(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(BEYOND_THE_EDGES) == []
    for viewport in (PHONE, {"width": 1280, "height": 800}):
        page.set_viewport_size(viewport)
        assert page.evaluate(DISTORTED) == []


PIXELS_OF_AN_INCH = """async ([stored, shown]) => {
    const sizes = [];
    for (const part of document.querySelectorAll(".cell_output :is(.explore, img:not(.explore img))")) {
        const panels = [...part.querySelectorAll(".explore-panels canvas")];
        const image = part.matches("img") ? part : part.querySelector("img");
        image.loading = "eager";
        await image.decode();
        const share = panels[0]?.width / panels.reduce((sum, panel) => sum + panel.width, 0);
        if (share) sizes.push((shown * panels[0].clientWidth) / (share * image.getAttribute("width")));
        else if (image === part) sizes.push((stored * image.clientWidth) / image.naturalWidth);
        else sizes.push((shown * image.clientWidth) / image.getAttribute("width"));
    }
    return sizes;
}"""
STORED_DPI = matplotlib.rc_params_from_file(STYLE, use_default_template=False)["figure.dpi"]


@pytest.mark.parametrize("page_name", CHAPTERS)
def test_no_text_of_a_figure_is_small_on_a_phone(visit, page_name):
    page = visit("book", page_name, viewport=PHONE).page
    points = read(record(ROOT / Path(page_name).with_suffix(".ipynb"))).metadata.letters
    inches = page.evaluate(PIXELS_OF_AN_INCH, [STORED_DPI, PAGE_DPI])
    sizes = [size / 72 * inch for size, inch in zip(points, inches, strict=True)]
    assert [size for size in sizes if size < 11] == []


@every_page_with_figures
def test_posters_show_without_javascript(visit, site_name, page_name):
    page = visit(site_name, page_name, java_script_enabled=False).page
    for poster in page.locator(".explore img").all():
        assert poster.is_visible()
        assert poster.evaluate("image => image.complete && image.naturalWidth > 0")
    assert not page.locator(".explore form").locator("visible=true").count()


@every_page_with_figures
def test_every_control_shows_the_frames_that_were_drawn_and_the_address_keeps_them(
    visit, site_name, page_name
):
    open_page = visit(site_name, page_name)
    starts, ends = [], []
    for figure in open_page.figures:
        starts.append(figure.state)
        figure.wait_until_shown(figure.state)
        for place, count in enumerate(figure.counts):
            others = sorted({0, count // 2, count - 1} - {figure.state[place]})
            for move, index in zip(cycle((figure.point, figure.press)), others, strict=False):
                state = (*figure.state[:place], index, *figure.state[place + 1 :])
                move(place, index)
                figure.wait_until_shown(state)
        ends.append(figure.state)
    open_page.page.wait_for_timeout(SETTLE)
    open_page.page.reload()
    for figure, start, end in zip(open_page.figures, starts, ends, strict=True):
        figure.wait_until_shown(end)
        figure.element.locator("button[type=reset]").click()
        figure.wait_until_shown(start)
    assert not open_page.foreign_requests
    assert not open_page.complaints


# The small book


@pytest.fixture
def figures_page(visit):
    """The page with several figures, in a profile of its own address history."""
    return visit("demo", FIGURES)


INKED = """panels => panels.map((panel) => {
    const { data } = panel.getContext("2d").getImageData(0, 0, panel.width, panel.height);
    return data.some((value, i) => i % 4 < 3 && value < 128 && data[i - (i % 4) + 3]);
})"""


def test_poster_has_the_words_and_pixels_of_the_start(figures_page):
    wave = figures_page.figures[0]
    assert wave.state == (2, 0, 1)
    wave.wait_until_shown((2, 0, 1))
    assert wave.alt == "A sine wave shifted by 30 degrees"


def test_words_follow_the_control(figures_page):
    phase = figures_page.page.get_by_label("Phase")
    phase.press("ArrowRight")
    assert phase.get_attribute("aria-valuetext") == "45°"
    assert figures_page.page.get_by_text("45°", exact=True).is_visible()
    figures_page.page.get_by_role("img", name="A sine wave shifted by 45 degrees").wait_for()
    announced = figures_page.page.get_by_role("status").first
    figures_page.page.wait_for_timeout(SETTLE)
    assert announced.text_content() == "A sine wave shifted by 45 degrees"


def test_every_control_is_found_by_its_label(figures_page):
    for figure in figures_page.figures:
        for control in figure.controls:
            label = control.evaluate("control => control.labels[0].textContent.trim()")
            assert figure.element.get_by_label(label, exact=True).count() == 1


def test_figures_do_not_disturb_each_other(figures_page):
    wave, power, choice, again = figures_page.figures
    assert len({figure.id for figure in figures_page.figures}) == 4
    for figure, state in ((wave, (12, 1, 0)), (power, (1, 3)), (choice, (5,)), (again, (1, 1))):
        before = [other.shown() for other in figures_page.figures if other.id != figure.id]
        for place, index in enumerate(state):
            figure.press(place, index)
        figure.wait_until_shown(state)
        assert before == [other.shown() for other in figures_page.figures if other.id != figure.id]


@pytest.mark.parametrize("side", ["primary", "secondary"])
def test_the_keyboard_stays_in_an_open_menu_until_escape(visit, side):
    page = visit("book", BOOK_FIGURES[0], viewport=PHONE).page
    button, panel = page.locator(f".{side}-toggle").first, page.locator(f".bd-sidebar-{side}")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('.bd-sidebar-{side}').contains(document.activeElement)")
    for _ in range(panel.locator("a, button, input").count() + 2):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('article')"), "it has left the menu"
    page.keyboard.press("Escape")
    assert button.evaluate("button => button === document.activeElement")
    assert not panel.evaluate("panel => panel.contains(document.activeElement)")
    assert page.evaluate("!document.querySelector('[inert]')")


def test_every_button_of_the_header_shows_where_the_keyboard_is(visit):
    page = visit("book", BOOK_FIGURES[0]).page
    for button in page.locator(".bd-header-article :is(button, label[tabindex], a):visible").all():
        page.keyboard.press("Tab")  # so that the browser shows the focus
        button.focus()
        style = "b => [getComputedStyle(b).outlineStyle, parseFloat(getComputedStyle(b).outlineWidth)]"
        assert button.evaluate(style) == ["solid", 2]


def test_touch_moves_a_slider(visit):
    page_visit = visit("demo", FIGURES, has_touch=True, viewport=PHONE)
    wave = page_visit.figures[0]
    wave.controls[0].scroll_into_view_if_needed()
    page_visit.page.touchscreen.tap(*wave.thumb(0, 9))
    wave.wait_until_shown((9, 0, 1))


def hand(box, degrees):
    """Where the hand of the wave's circle points, in the area of its panel."""
    angle = math.radians(degrees)
    return box["x"] + box["width"] * (1 + math.cos(angle)) / 2, box["y"] + box["height"] * (
        1 - math.sin(angle)
    ) / 2


def test_a_drag_in_the_picture_moves_the_slider(figures_page):
    page, wave = figures_page.page, figures_page.figures[0]
    box = wave.element.locator(".explore-area").bounding_box()
    page.mouse.move(*hand(box, 30))
    page.mouse.down()
    for degrees in range(40, 122, 10):
        page.mouse.move(*hand(box, degrees))
    page.mouse.up()
    wave.wait_until_shown((8, 0, 1))
    assert page.get_by_label("Phase").get_attribute("aria-valuetext") == "120°"
    page.wait_for_timeout(SETTLE)
    assert page.url.endswith("#draw_wave.phase=120")


def test_a_finger_drags_in_a_panel_of_a_phone(visit):
    page_visit = visit("demo", FIGURES, has_touch=True, viewport=PHONE)
    page, wave = page_visit.page, page_visit.figures[0]
    area = wave.element.locator(".explore-area")
    area.scroll_into_view_if_needed()
    box, finger = area.bounding_box(), page.context.new_cdp_session(page)
    assert box["width"] > 0.55 * PHONE["width"]
    for kind, degrees in (("touchStart", 0), ("touchMove", 60), ("touchMove", 90)):
        x, y = hand(box, degrees)
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wave.wait_until_shown((6, 0, 1))


def test_play_runs_to_the_end_and_can_pause(figures_page):
    wave = figures_page.figures[0]
    play = wave.element.get_by_role("button", name="Play")
    play.click()
    wave.element.get_by_role("button", name="Pause").click()
    play.wait_for()
    paused = wave.state
    assert paused[0] < 12
    figures_page.page.wait_for_timeout(300)
    assert wave.state == paused
    play.click()
    wave.wait_until_shown((12, 0, 1))
    play.wait_for()
    play.click()
    wave.wait_until_shown((12, 0, 1))  # from the start again


def test_a_move_ends_the_play(figures_page):
    wave = figures_page.figures[0]
    wave.element.get_by_role("button", name="Play").click()
    wave.press(0, 0)
    figures_page.page.wait_for_timeout(300)
    wave.wait_until_shown((0, 0, 1))


def test_back_leaves_the_page_and_forward_brings_its_figures_back(figures_page):
    page = figures_page.page
    page.goto(figures_page.address + "part/plain.html")
    page.goto(figures_page.address + FIGURES)
    wave = figures_page.figures[0]
    for place, index in ((0, 3), (1, 1), (0, 4)):
        wave.press(place, index)
        page.wait_for_timeout(SETTLE)
    assert page.url.endswith("#draw_wave.phase=60&draw_wave.shape=square")
    page.go_back()
    assert page.url.endswith("part/plain.html")
    page.go_forward()
    figures_page.figures[0].wait_until_shown((4, 1, 1))


def test_a_row_on_its_way_is_shown(figures_page):
    page, wave = figures_page.page, figures_page.figures[0]
    held = []
    page.route("**/_frames/*.js", lambda route: held.append(route))
    wave.press(1, 1)
    busy = page.locator(f"#{wave.id}[aria-busy=true]")
    busy.wait_for()
    held.pop().continue_()
    wave.wait_until_shown((2, 1, 1))
    busy.wait_for(state="detached")


def test_on_a_phone_panels_stand_below_each_other(visit):
    page_visit = visit("demo", FIGURES, viewport=PHONE)
    wave, *_ = page_visit.figures
    panels = page_visit.page.locator(f"#{wave.id} .explore-panels canvas")
    wave.press(0, 12)
    wave.wait_until_shown((12, 0, 1))
    boxes = [panel.bounding_box() for panel in panels.all()]
    assert len(boxes) == 2
    assert all(box["width"] > 0.85 * PHONE["width"] for box in boxes)
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert panels.evaluate_all(INKED) == [True, True]
    assert page_visit.page.get_by_role("img", name=wave.alt, exact=True).count() == 1


@pytest.mark.parametrize("page_name", BOOK_FIGURES)
def test_on_a_phone_panels_are_drawn_before_a_control_moves(visit, page_name):
    page_visit = visit("book", page_name, viewport=PHONE)
    drawn = f"""figure => {{
        const panels = [...figure.querySelectorAll(".explore-panels canvas")];
        const image = figure.querySelector("img"), [first] = panels;
        const sharp = !first || first.height === image.naturalHeight;
        return sharp && ({INKED})(panels).every(Boolean);
    }}"""
    for figure in page_visit.figures:
        figure.found.scroll_into_view_if_needed()
        page_visit.page.wait_for_function(drawn, arg=figure.found)


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 740}, {"width": 844, "height": 390}])
@pytest.mark.parametrize("page_name", BOOK_FIGURES)
def test_labels_of_controls_keep_their_words_and_stay_in_the_form(visit, page_name, viewport):
    page = visit("book", page_name, viewport=viewport).page
    tall = """labels => labels
        .filter((label) => label.offsetHeight > 2.5 * parseFloat(getComputedStyle(label).lineHeight))
        .map((label) => label.textContent)"""
    assert page.eval_on_selector_all(".explore label", tall) == []
    wide = (
        "forms => forms.filter((form) => form.scrollWidth > form.clientWidth).map((form) => form.textContent)"
    )
    assert page.eval_on_selector_all(".explore form", wide) == []


@pytest.mark.parametrize("page_name", CHAPTERS[:1])
def test_what_cells_print_keeps_its_columns_and_code_that_wraps_hangs(visit, page_name):
    page = visit("book", page_name, viewport=PHONE).page
    styles = """(selector) => [...new Set([...document.querySelectorAll(selector)].map((part) => {
        const { whiteSpace, paddingLeft, textIndent } = getComputedStyle(part);
        return [whiteSpace, Math.sign(parseFloat(paddingLeft)), Math.sign(parseFloat(textIndent))].join(" ");
    }))]"""
    assert page.evaluate(styles, "div.cell_output .highlight pre") == ["pre 1 0"]
    assert page.evaluate(styles, "div.cell_input .highlight pre > .line") == ["pre-wrap 1 -1"]


LOW = [{"width": 844, "height": 390}, {"width": 640, "height": 400}]  # a phone on its side; a page at 200 %


@pytest.mark.parametrize("page_name", BOOK_FIGURES)
def test_on_a_low_screen_controls_and_picture_are_in_view_together(visit, page_name):
    page_visit = visit("book", page_name, viewport=LOW[0])
    for viewport, figure in product(LOW, page_visit.figures):
        page_visit.page.set_viewport_size(viewport)
        figure.found.evaluate("figure => figure.scrollIntoView({ block: 'end' })")
        boxes = [figure.found.query_selector(part).bounding_box() for part in ("form", ".explore-picture")]
        assert max(box["height"] for box in boxes) <= viewport["height"] - 56  # the header
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("page_name", BOOK_FIGURES)
def test_a_chapter_has_a_figure_to_touch_within_its_first_two_screens(visit, page_name, width, height):
    page = visit("book", page_name, viewport={"width": width, "height": height}).page
    form, picture = (page.locator(f".explore {part}").first for part in ("form", ".explore-picture"))
    page.locator(".explore form:not([hidden])").first.wait_for()
    for box in (form.bounding_box(), picture.bounding_box()):
        assert box["y"] + box["height"] <= 2 * height


CUT = """() => [...document.querySelectorAll("article pre:not(.cell_output pre)")]
    .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth)
    .map((part) => part.textContent)"""


@pytest.mark.parametrize("page_name", CHAPTERS)
def test_no_line_of_code_is_cut(visit, page_name):
    page = visit("book", page_name).page
    unfold(page)
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_its_colours_before_the_script_of_the_theme(browser, scheme):
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.route("**/pydata-sphinx-theme.js*", lambda route: route.abort())
        page.goto((BOOK / "intro.html").as_uri())
        assert page.locator("html").get_attribute("data-theme") == scheme


@pytest.mark.parametrize(
    "page_name", sorted({"chapters/image_features.html", "chapters/perceptron.html"} & set(html_pages(BOOK)))
)
def test_a_figure_has_at_night_in_the_opening_the_colours_of_its_section(visit, page_name):
    page = visit("book", page_name, color_scheme="dark").page
    name = page.locator(".opening .explore").get_attribute("id")
    kinds = [
        page.locator(f"#{own} .explore-picture").get_attribute("class")
        for own in (name, name.removesuffix("-opening"))
    ]
    assert kinds[0] == kinds[1]
    assert ("photographs" in kinds[0]) == ("image_features" in page_name)


PHOTOGRAPHS = [  # a picture, and a place in a photograph of it, of each at a width
    ("image_features", "#draw_histogram .explore-picture", (1280, 800), (0.15, 0.5)),
    ("image_features", "#draw_histogram .explore-panel", (390, 844), (0.25, 0.5)),
    ("linear_model", ".cell_output > .photographs", (1280, 800), (0.06, 0.3)),
    ("mlp", "#draw_narrow .explore-picture", (1280, 800), (0.12, 0.3)),
]
PAPER = (18, 18, 18)  # of every drawing on a dark page
DIMMED = 0.8


@pytest.mark.parametrize(("name", "selector", "size", "place"), PHOTOGRAPHS)
def test_on_a_dark_page_paper_turns_dark_and_photographs_keep_their_colours(
    visit, name, selector, size, place
):
    page_name = f"chapters/{name}.html"
    if page_name not in BOOK_PAGES:
        pytest.skip("the book does not offer it")
    page = visit("book", page_name, viewport=dict(zip(("width", "height"), size, strict=True))).page
    picture = page.locator(selector).first
    picture.evaluate("part => part.scrollIntoView({ block: 'center' })")
    page.wait_for_load_state("networkidle")
    shown = {}
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.wait_for_timeout(300)
        shown[theme] = np.asarray(Image.open(io.BytesIO(picture.screenshot())).convert("RGB")).astype(int)
    height, width = shown["dark"].shape[:2]
    for inwards in (2, 10):  # where the paper ends, and where nothing but the paper is near
        lines = np.concatenate(
            [shown["dark"][[inwards, height - 1 - inwards]].reshape(-1, 3), shown["dark"][:, inwards]]
        )
        assert np.abs(np.median(lines, axis=0) - PAPER).max() <= 2
    at = slice(round(place[1] * height) - 8, round(place[1] * height) + 8)
    at = at, slice(round(place[0] * width) - 8, round(place[0] * width) + 8)
    assert shown["light"][at].std() > 1, "this is no photograph"
    # In the mean: at a fraction of a pixel a browser blends neighbours otherwise once it dims them.
    assert np.abs(shown["dark"][at] - DIMMED * shown["light"][at]).mean() <= 3
    assert (shown["dark"].min(axis=-1) > 240).mean() < 0.01, "nothing glares"


LARGE_TEXT = "html { font-size: 200% !important; }"


@every_page
def test_no_page_with_large_text_is_wider_than_a_phone(visit, site_name, page_name):
    page = visit(site_name, page_name, viewport={"width": 390, "height": 844}).page
    page.add_style_tag(content=LARGE_TEXT)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    over = "({ scrollHeight, clientHeight }) => scrollHeight - clientHeight"
    assert all(
        page.eval_on_selector_all(".bd-header-article", f"bars => bars.map({over}).map(by => by <= 1)")
    )


SCREENS = [(1280, 800), (1366, 768), (390, 844), (360, 740)]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_the_first_page_begins_with_a_figure_that_is_whole_in_its_first_screen(visit, width, height):
    touch = width < 600  # whose buttons are larger
    options = {"viewport": {"width": width, "height": height}, "has_touch": touch, "is_mobile": touch}
    page = visit("book", "intro.html", **options).page
    play = page.get_by_role("button", name="Play", exact=True)
    play.wait_for()
    parts = [play, *(page.locator(f".playground-{part}") for part in ("plane", "brushes", "told", "net"))]
    for box in [part.bounding_box() for part in parts]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    undo = page.get_by_role("button", name="Undo").bounding_box()
    assert undo["y"] == play.bounding_box()["y"], "the buttons stand in one line"
    assert undo["x"] + undo["width"] <= width


def test_shared_address_scrolls_to_its_figure(visit):
    page_visit = visit("demo", FIGURES + "#draw_power_of_choice.curve=the curve that begins with long name")
    assert not page_visit.page.evaluate("scrollY")  # the start changes nothing
    page_visit = visit("demo", FIGURES + "#draw_power.scale=0.5&draw_power.exponent=77")
    power = page_visit.figures[1]
    power.wait_until_shown((0, 3))  # an exponent that is not offered stays at its start
    box = power.element.bounding_box()
    assert 0 < box["y"] < page_visit.page.viewport_size["height"]


def test_link_to_a_section_moves_nothing(figures_page):
    wave = figures_page.figures[0]
    wave.press(0, 12)
    wave.wait_until_shown((12, 0, 1))
    figures_page.page.evaluate("location.hash = 'several-figures-on-one-page'")
    figures_page.page.wait_for_timeout(100)
    wave.wait_until_shown((12, 0, 1))


def test_reset_empties_the_address(figures_page):
    wave = figures_page.figures[0]
    wave.press(0, 12)
    figures_page.page.wait_for_timeout(SETTLE)
    wave.element.get_by_role("button", name="Reset").click()
    figures_page.page.wait_for_timeout(SETTLE)
    assert figures_page.page.url.endswith(FIGURES)
    wave.wait_until_shown((2, 0, 1))


def test_page_works_from_disk(contexts, demo):
    page = contexts("{}").new_page()
    page.goto((demo / FIGURES).as_uri())
    phase = page.get_by_label("Phase")
    phase.press("End")
    page.get_by_role("img", name="A sine wave shifted by 180 degrees").wait_for()
    page.wait_for_timeout(SETTLE)
    page.reload()
    page.get_by_role("img", name="A sine wave shifted by 180 degrees").wait_for()
    page.close()


def test_missing_frames_are_said_and_asked_for_again(visit):
    page_visit = visit("demo", FIGURES)
    page, wave = page_visit.page, page_visit.figures[0]
    page.route("**/_frames/*.js", lambda route: route.fulfill(status=404))
    wave.element.locator("form").hover()
    page.wait_for_load_state("networkidle")
    assert not any("cannot be shown" in complaint for complaint in page_visit.complaints)
    wave.press(0, 12)
    wave.element.get_by_role("status").filter(has_text="cannot be shown").wait_for()
    assert wave.files[2].name in wave.element.get_by_role("status").text_content()
    page.unroute("**/_frames/*.js")
    wave.press(0, 11)
    wave.wait_until_shown((11, 0, 1))
    assert not wave.element.get_by_role("status").filter(has_text="cannot be shown").count()


def rows_asked_for(page_visit):
    """Names of the rows of frames that a page has loaded, in order."""
    names = [url.rpartition("/_frames/")[2] for url in page_visit.requests if "/_frames/" in url]
    return [name for name in names if name.endswith(".js")]


def test_rows_are_loaded_at_the_first_touch_and_their_neighbours_when_idle(figures_page):
    wave = figures_page.figures[0]
    figures_page.page.wait_for_load_state("networkidle")
    assert not rows_asked_for(figures_page)
    wave.press(0, 12)
    wave.wait_until_shown((12, 0, 1))
    figures_page.page.wait_for_load_state("networkidle")
    row, *neighbours = rows_asked_for(figures_page)
    files = [file.name for file in wave.files]  # by shape and grid
    assert row == files[2]
    assert sorted(neighbours) == sorted([files[3], files[0]])


def test_a_row_comes_when_somebody_reaches_for_the_controls(figures_page):
    page, wave = figures_page.page, figures_page.figures[0]
    wave.element.locator("form").hover()
    page.wait_for_load_state("networkidle")
    assert rows_asked_for(figures_page) == [wave.files[2].name]


def test_who_saves_data_loads_no_row_in_advance(visit):
    page_visit = visit("demo", FIGURES, locale="en-GB")  # a profile of its own, which has loaded nothing
    page_visit.page.evaluate("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page_visit.figures[0].element.locator("form").hover()
    page_visit.page.wait_for_load_state("networkidle")
    assert not rows_asked_for(page_visit)
    page_visit.figures[0].press(0, 12)
    page_visit.figures[0].wait_until_shown((12, 0, 1))
    page_visit.page.wait_for_load_state("networkidle")
    assert len(rows_asked_for(page_visit)) == 1


def test_what_was_seen_works_without_a_network(browser, address_of):
    site, address = address_of("demo")
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + FIGURES)
    page.wait_for_function("navigator.serviceWorker.controller")
    page.reload()
    wave = Figure(page.locator(".explore").first, site)
    wave.press(0, 12)
    wave.wait_until_shown((12, 0, 1))
    page.wait_for_timeout(SETTLE)
    context.set_offline(True)
    page.reload()
    wave = Figure(page.locator(".explore").first, site)
    wave.wait_until_shown((12, 0, 1))
    context.close()


def test_script_comes_only_with_a_figure(visit):
    assert not [url for url in visit("demo", "part/plain.html").requests if "explore" in url]


def test_print_shows_the_state_without_buttons(figures_page):
    page, wave = figures_page.page, figures_page.figures[0]
    wave.press(0, 12)
    wave.wait_until_shown((12, 0, 1))
    page.emulate_media(media="print")
    assert wave.element.locator("canvas").is_visible()
    assert wave.element.get_by_text("180°").is_visible()
    assert not wave.element.get_by_role("button").locator("visible=true").count()


EMPTY_FRAMES = """() => [...document.querySelectorAll("article .cell, article .cell *")].filter((part) => {
    const { borderLeftWidth, boxShadow, backgroundColor } = getComputedStyle(part);
    const ground = !["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(backgroundColor);
    const shows = (part) => part.matches("img, canvas, input");
    const filled = part.innerText?.trim() || [part, ...part.children].some(shows);
    const framed = parseFloat(borderLeftWidth) || boxShadow !== "none" || ground;
    return part.checkVisibility() && part.clientHeight > 4 && framed && !filled && !part.closest("table");
}).map((part) => part.outerHTML)"""


@pytest.mark.parametrize("page_name", CHAPTERS)
def test_print_leaves_no_empty_frames(visit, page_name):
    page = visit("book", page_name).page
    page.emulate_media(media="print")
    assert page.evaluate(EMPTY_FRAMES) == []


@pytest.mark.parametrize(("site_name", "word"), [("book", "linear"), ("demo", "figures")])
def test_search_stays_on_the_site(visit, site_name, word):
    page_visit = visit(site_name, f"search.html?q={word}")
    page_visit.page.locator("#search-results li a").first.wait_for()
    assert not page_visit.foreign_requests
    assert not page_visit.complaints


@pytest.mark.parametrize("words", ["k-means", "xor", "softmax", "overfitting"])
def test_search_ranks_a_section_by_its_title_first(visit, words):
    page = visit("book", f"search.html?q={words}").page
    page.get_by_text("Search finished").wait_for()
    first = page.locator("#search-results li > a").first
    assert words in first.get_attribute("href").partition("#")[2]


def test_the_whole_site_is_light_enough_for_a_free_host():
    files = [path for path in BOOK.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 40e6

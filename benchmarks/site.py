"""Use the figures of the built book as a reader does, and hold them to their budgets: make benchmark-site.

The site is served from this machine, compressed as GitHub Pages does. Each figure of each page is
opened in fresh profiles; its first control is moved cold, then swept. Times are those of a browser
on this machine, so a busy machine fails where an idle one passes.
"""

import gzip
import re
import subprocess
import sys

import numpy as np

from benchmarks.report import judge
from benchmarks.results import Line, Part
from mlplib.explore.page import STATIC, page_script
from tests.figures import read_row
from tools.browser import BOOK, ROOT, chromium, compress, html_pages, serve

N_COLD = 5  # fresh profiles for a figure
REASON = "Times of this machine, whose browser has no graphics processor; another may take half as long."
GROWN = "What is served is the same on every machine: it has grown."
MOVE = """async ([figure, order]) => {
    const input = figure.querySelector("input, select");
    const image = figure.querySelector("img");
    const drawn = () => new Promise(resolve => {
        const observer = new MutationObserver(() => { observer.disconnect(); resolve(performance.now()); });
        observer.observe(image, { attributes: true, attributeFilter: ["alt"] });  // set right after drawing
    });
    const painted = () => new Promise(resolve => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(0);  // runs once the frame is painted
    }));
    const times = [];
    input.focus();  // as a reader does before the first move
    for (const index of order) {
        await new Promise(resolve => setTimeout(resolve, 30));
        if (input.type === "range") input.value = index; else input.selectedIndex = index;
        const start = performance.now();
        const waiting = drawn();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        const end = await waiting;
        times.push([end - start, await painted() - start]);
    }
    return times;
}"""
DRAG = """async figure => {
    const input = figure.querySelector("input[type=range]");
    const image = figure.querySelector("img");
    const last = +input.max;
    let [drawn, place, end] = [0, 0, performance.now() + 1000];
    const observer = new MutationObserver(() => drawn++);
    observer.observe(image, { attributes: true, attributeFilter: ["alt"] });
    while (performance.now() < end) {  // as fast as the screen, there and back
        await new Promise(requestAnimationFrame);
        input.value = Math.abs(last - place++ % (2 * last));
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    observer.disconnect();
    return drawn;
}"""
LOADED = """image => (image.complete && image.naturalWidth) ||
    new Promise((resolve) => image.addEventListener("load", () => resolve(true)))"""
COUNT = """figure => {
    const first = figure.querySelector("input, select");
    return first.type === "range" ? +first.max + 1 : first.options.length;
}"""


class Visit:
    """A page in a fresh profile, and the requests that it finished."""

    def __init__(self, browser, address, page_name):
        self.page, self.finished = browser.new_page(), []
        self.page.on("requestfinished", lambda request: self.finished.append(request))
        self.page.goto(address + page_name)
        self.page.wait_for_load_state("networkidle")
        self.address = address

    def weight(self):
        """KB that the page has loaded; what its profile had already counts as -1 byte there, here as none."""
        loaded = [request for request in self.finished if request.url.startswith(self.address)]
        return sum(max(0, request.sizes()["responseBodySize"]) for request in loaded) / 1000


def sweep(figure, order):
    """Milliseconds until each state is drawn and painted, (states, 2)."""
    return np.array(figure.page.evaluate(MOVE, [figure.element_handle(), order]))


def use(browser, address, page_name, place):
    """Of one figure: cold moves, moves of a sweep, frames drawn in a second of dragging."""
    cold, drags = [], []
    for attempt in range(N_COLD):
        visit = Visit(browser, address, page_name)
        figure = visit.page.locator(".explore").nth(place)
        figure.scroll_into_view_if_needed()
        figure.locator("img").evaluate(LOADED)
        last = figure.evaluate(COUNT) - 1
        cold.append(sweep(figure, [last])[0, 1])
        if attempt == N_COLD - 1:
            visit.page.wait_for_timeout(200)
            times = sweep(figure, [*range(last + 1), *range(last - 1, -1, -1)])
            if figure.locator("input[type=range]").count():
                drags.append(figure.evaluate(DRAG))
        visit.page.close()
    return cold, times, drags


def page_weight(browser, address, page_name):
    """KB that a page loads in a fresh profile before anything is touched."""
    visit = Visit(browser, address, page_name)
    weight = visit.weight()
    visit.page.close()
    return weight


def untouched(figure_html, poster):
    """KB that a figure adds to its page before it is touched: markup, poster, script and style."""
    packed = len(gzip.compress(figure_html.encode())) + len(compress(STATIC / "explore.css"))
    return (packed + poster.stat().st_size) / 1000 + script_size()


def heaviest_row(figure_html):
    """KB of the largest file that a sweep of the first control needs, compressed."""
    rows = re.search(r'data-rows="([^"]+)"', figure_html)[1].split()
    return max(len(compress(BOOK / "_frames" / row)) for row in rows) / 1000


def script_size():
    """KB of the script of the sliders, compressed."""
    return len(gzip.compress(page_script().encode())) / 1000


def figures_of(page_name):
    """The markup of each figure of a page."""
    return re.findall(r'<div class="explore".*?</p>\n</div>', (BOOK / page_name).read_text(), flags=re.S)


def use_all():
    """Every figure, and every page's weight: {quantity: list of numbers}."""
    found = {"cold": [], "drawn": [], "painted": [], "rows": [], "untouched": [], "drags": [], "pages": []}
    with serve(BOOK) as address, chromium() as browser:
        for page_name in html_pages(BOOK):
            print(f"  site: {page_name}", flush=True)
            found["pages"].append(page_weight(browser, address, page_name))
            for place, html in enumerate(figures_of(page_name)):
                cold, times, drags = use(browser, address, page_name, place)
                found["cold"] += cold
                found["drawn"] += list(times[:, 0])
                found["painted"] += list(times[:, 1])
                found["rows"].append(heaviest_row(html))
                found["drags"] += drags
                poster = BOOK / "_frames" / re.search(r"\w+\.webp", html)[0]
                found["untouched"].append(untouched(html, poster))
    return found


def browser_lines(found):
    """Times are those of Chromium on this machine; the site is served from it, compressed."""

    def line(what, values, summary, unit, how, **target):
        low, high = np.percentile(values, [25, 75])
        reason = GROWN if unit == "KB" else REASON
        return Line(what, float(summary(values)), unit, how, float(low), float(high), **target, reason=reason)

    def p95(values):
        return np.percentile(values, 95)

    sweep, bytes_ = "each figure's first control, there and back", "bytes served, compressed"
    return [
        line("slider: state drawn, 95th percentile", found["drawn"], p95, "ms", sweep, at_most=2),
        line("slider: state painted, 95th percentile", found["painted"], p95, "ms", sweep, at_most=25),
        line(
            "slider: first move on a cold page",
            found["cold"],
            np.median,
            "ms",
            "fresh profiles, 30 ms after the control has the focus",
            at_most=50,
        ),
        line(
            "frames a second while dragging",
            found["drags"],
            np.median,
            "",
            "a move at every repaint, one second",
        ),
        # 100 KB when a frame had 640 pixels across; now it has 1.5 times as many each way.
        line("what a sweep of a control loads, heaviest", found["rows"], max, "KB", bytes_, at_most=225),
        line("figure before the first touch, heaviest", found["untouched"], max, "KB", bytes_, at_most=60),
        line("page with all that it loads", found["pages"], np.median, "KB", bytes_),
    ]


def frame_lines():
    """Of a frame its KB, packed in its row and compressed; of all files their MB, as they lie there."""
    files = list((BOOK / "_frames").iterdir())
    rows = [path for path in files if path.suffix == ".js"]
    frame = sum(len(compress(path)) for path in rows) / sum(len(read_row(path)[1]) for path in rows) / 1000
    disk = sum(path.stat().st_size for path in files) / 1e6
    return [
        Line("a frame, mean", frame, "KB", "gzip of all rows of frames"),
        Line("all frames", disk, "MB", "their files, not compressed", at_most=30, reason=GROWN),
    ]


def measure():
    subprocess.run(["make", "book"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    lines = [
        *browser_lines(use_all()),
        Line("script of the sliders", script_size(), "KB", "gzip", at_most=4, reason=GROWN),
        *frame_lines(),
    ]
    return Part(lines, [])


if __name__ == "__main__":
    sys.exit(judge(measure()))

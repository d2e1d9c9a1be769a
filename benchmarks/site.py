"""Build the book, use its figures as a reader does, and hold them to their budgets: make benchmark-site.

The site is served from this machine, compressed as GitHub Pages does. Each figure of each page is
opened in fresh profiles; its first control is moved cold, then swept. Times are those of a browser
on this machine, so a busy machine fails where an idle one passes.
"""

import gzip
import re
import subprocess
import sys

import numpy as np

from mlplib.explore.book import STATIC
from tests.browser import BOOK, ROOT, chromium, compress, html_pages, serve

N_COLD = 5  # fresh profiles for a figure
BUDGETS = {
    "state drawn, p95": (2, "ms"),
    "state painted, p95": (25, "ms"),
    "first move on a cold page, median": (50, "ms"),
    "script, gzipped": (3, "KB"),
    "first sweep of a control, heaviest figure": (100, "KB"),
    "frame, mean": (5, "KB"),
    "page before the first touch, heaviest figure": (60, "KB"),
    "drawing and packing a frame, mean": (0.2, "CPU s"),
}
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
COUNT = """figure => {
    const first = figure.querySelector("input, select");
    return first.type === "range" ? +first.max + 1 : first.options.length;
}"""


def build():
    """Build the book; return the CPU seconds of each of its frames, as the build reports them."""
    result = subprocess.run(["make", "book"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(result.stdout + result.stderr)
    found = re.findall(r"explore: (\w+): (\d+) frames drawn, ([\d.]+) CPU s each", result.stdout)
    return np.concatenate([np.full(int(count), float(seconds)) for _, count, seconds in found])


def open_figure(browser, address, page_name, place):
    page = browser.new_page()
    page.goto(address + page_name)
    page.wait_for_load_state("networkidle")
    figure = page.locator(".explore").nth(place)
    figure.scroll_into_view_if_needed()
    return page, figure


def sweep(figure, order):
    """Milliseconds until each state is drawn and painted, (states, 2)."""
    return np.array(figure.page.evaluate(MOVE, [figure.element_handle(), order]))


def measure(browser, address, page_name, place):
    """The cold moves, the moves of a sweep, and the KB that the sweep loads."""
    cold, loaded = [], []
    for _ in range(N_COLD):
        page, figure = open_figure(browser, address, page_name, place)
        page.on("requestfinished", lambda request: request.url.startswith(address) and loaded.append(request))
        last = figure.evaluate(COUNT) - 1
        cold.append(sweep(figure, [last])[0, 1])
        page.wait_for_timeout(200)
        times = sweep(figure, [*range(last + 1), *range(last - 1, -1, -1)])
        weight = sum(request.sizes()["responseBodySize"] for request in loaded) / 1000
        loaded.clear()
        page.close()
    return cold, times, weight


def untouched(figure_html, poster):
    """KB that a figure adds to its page before it is touched: markup, poster, script and style."""
    static = sum(len(compress(STATIC / name)) for name in ("explore.js", "explore.css"))
    return (len(gzip.compress(figure_html.encode())) + poster.stat().st_size + static) / 1000


def main():
    cpu = build()
    cold, times, sweeps, weights = [], [], [], []
    with serve(BOOK) as address, chromium() as browser:
        for page_name in html_pages(BOOK):
            figures = re.findall(
                r'<div class="explore".*?</p>\n</div>', (BOOK / page_name).read_text(), flags=re.S
            )
            for place, html in enumerate(figures):
                poster = BOOK / "_frames" / re.search(r"\w+\.webp", html)[0]
                moves, sweep_times, loaded = measure(browser, address, page_name, place)
                name = re.search(r'id="(.*?)"', html)[1]
                weights.append(untouched(html, poster))
                print(
                    f"{page_name} {name}: first move {np.median(moves):.0f} ms, drawn and painted p95 "
                    f"{np.round(np.percentile(sweep_times, 95, axis=0), 1)} ms, first sweep {loaded:.0f} KB, "
                    f"untouched {weights[-1]:.0f} KB",
                    flush=True,
                )
                cold += moves
                times.append(sweep_times)
                sweeps.append(loaded)
    drawn, painted = np.percentile(np.concatenate(times), 95, axis=0)
    rows = sum(len(compress(path)) for path in (BOOK / "_frames").glob("*.js"))
    script = len(compress(STATIC / "explore.js"))
    values = (
        drawn,
        painted,
        np.median(cold),
        script / 1000,
        max(sweeps),
        rows / len(cpu) / 1000,
        max(weights),
        cpu.mean(),
    )
    n_over = 0
    for (name, (budget, unit)), value in zip(BUDGETS.items(), values, strict=True):
        n_over += value > budget
        print(f"{'over ' if value > budget else 'holds'}  {name}: {value:.3g} {unit} of {budget}")
    sys.exit(int(n_over > 0))


if __name__ == "__main__":
    main()

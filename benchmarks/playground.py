"""The playground in a browser: steps of its engine beside those of another one, and frames while it trains.

The other engine is that of TensorFlow's playground, `src/nn.ts` of github.com/tensorflow/playground, which
is no part of this repository. Where NN_JS names that file, compiled to an ES module (`tsc --target es2015
--module es2015`), both are measured side by side; where it does not, the lines of the last time are kept, and
say when.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.results import Line, Part, ratio, read
from mlplib.playground.page import STATIC, Page, page_script, poster, script
from mlplib.playground.state import make_state
from tools.browser import chromium

SIZES = [2, 8, 8, 8, 2]
ROUNDS = 100
REASON = "Times of this machine, whose browser has no graphics processor; another may take half as long."
HOW = (
    "an epoch of 500 points in batches of 10 through 2-8-8-8 tanh units, then softmax of two here and one "
    "unit with squared error there; 100 rounds, both in each, in Chromium"
)
OURS = """(sizes) => {
    const n = 500, X = Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i));
    const y = Int32Array.from({ length: n }, (_, i) => +(X[2 * i] > X[2 * i + 1]));
    const model = MLP(sizes, "tanh", "cross_entropy", "xavier_normal", 1, normalsOf(1));
    const run = { model, X, y, n, epoch: 0, orders: ordersOf(1, n), caches: makeCaches(sizes, n),
        grads: zerosLike(model.params) };
    const rates = { learning_rate: 0.03, momentum: 0, weight_decay: 0, velocity: zerosLike(model.params) };
    const steps = trainer(run, rates, 10);
    window.ours = () => { for (let i = 0; i < n / 10; i++) steps.next(); };
    window.points = { X, y, n };
}"""
THEIRS = """([sizes]) => {
    const { X, y, n } = points, { TANH } = nn.Activations;
    const net = nn.buildNetwork([...sizes.slice(0, -1), 1], TANH, TANH, null, ["x", "y"]);
    window.theirs = () => {
        for (let i = 0; i < n; i++) {
            nn.forwardProp(net, [X[2 * i], X[2 * i + 1]]);
            nn.backProp(net, y[i] ? 1 : -1, nn.Errors.SQUARE);
            if ((i + 1) % 10 === 0) nn.updateWeights(net, 0.03, 0);
        }
    };
}"""
TIME = """([names, rounds]) => {  // milliseconds of an epoch, the mean of ten, both engines in each round
    const epochs = (name) => {
        const start = performance.now();
        for (let i = 0; i < 10; i++) window[name]();
        return (performance.now() - start) / 10;
    };
    for (let i = 0; i < 20; i++) names.forEach(epochs); // to warm up
    return Array.from({ length: rounds }, () => names.map(epochs));
}"""
FRAMES = """async () => {
    const start = performance.now();
    for (let i = 0; i < 180; i++) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
N_FRAMES = 180


def epochs(browser):
    """Milliseconds of an epoch in each round: of this engine, and of the other one or nothing."""
    page = browser.new_page()
    page.add_script_tag(content=script())
    page.evaluate(OURS, SIZES)
    names = ["ours"]
    if other := os.environ.get("NN_JS"):
        code = Path(other).read_text(encoding="utf-8").replace("export ", "")
        given = "{ buildNetwork, forwardProp, backProp, updateWeights, Activations, Errors }"
        page.add_script_tag(content=f"window.nn = (() => {{ {code}; return {given}; }})();")
        page.evaluate(THEIRS, [SIZES])
        names.append("theirs")
    times = np.array(page.evaluate(TIME, [names, ROUNDS]))
    page.close()
    return times.T


def frames(browser):
    """Of a frame while three layers of eight units train on 500 points: milliseconds, all and the script's.

    The script's are processor time of the page's main thread, which other programs do not lengthen.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        state = make_state(data="spirals", n=500, hidden=[8, 8, 8], batch_size=10)
        place = Page(state, "pg", "A plane").html(poster(state))
        style = (STATIC / "playground.css").read_text(encoding="utf-8")
        html = f"<!doctype html><style>{style}</style>{place}<script>{page_script()}</script>"
        (folder / "page.html").write_text(html, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto((folder / "page.html").as_uri())
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_timeout(500)
        line = page.context.new_cdp_session(page)
        line.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = busy(line)
        passed = page.evaluate(FRAMES)
        used = busy(line) - before
        page.close()
    return passed / N_FRAMES, 1000 * used / N_FRAMES


def busy(line):
    """Seconds of processor time that the main thread has used."""
    metrics = line.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def measure():
    with chromium() as browser:
        ours, *theirs = epochs(browser)
        frame, busy_for = frames(browser)
    low, middle, high = np.percentile(ours, [25, 50, 75])
    seen = "three layers of eight units and 500 points, 180 frames of a window of 1280 × 800"
    lines = [
        Line("an epoch of 500 points", middle, "ms", HOW, low, high),
        Line("steps a second", 50_000 / middle, "", HOW, 50_000 / high, 50_000 / low),
        Line("frames a second while it trains", 1000 / frame, "", seen, at_least=59, reason=REASON),
        Line("processor time of a frame", busy_for, "ms", seen, at_most=16, reason=REASON),
    ]
    what = "speed beside the engine of TensorFlow's playground"
    if theirs:
        lines.append(ratio(what, theirs[0] / ours, HOW, at_least=3, reason=REASON))
    elif earlier := read().get("playground"):
        kept = [line for line in earlier.lines if line.what == what]
        how = f"{HOW}, on {earlier.date}"
        lines += [replace(line, how=line.how if ", on " in line.how else how) for line in kept]
    return Part(lines, [])

"""The playground: its script computes what mlplib computes, in a real browser."""

import gzip
import json
import re
from itertools import product

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from rjsmin import jsmin

from mlplib import activations, datasets, losses
from mlplib.mlp import MLP
from mlplib.optim import SGD, minibatches
from mlplib.playground import playground
from mlplib.playground.draws import N_SEEDS, Orders
from mlplib.playground.page import STATIC, Page, cell_script, page_script, poster, script
from mlplib.playground.state import make_state, points_of, trained
from tools.browser import ROOT

ACTIVATIONS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"]
DEPTHS = [[], [5], [4, 3], [3, 4, 3]]

TRAIN = """({X, y, sizes, activation, loss, steps, learning_rate, momentum, weight_decay}) => {
    const model = MLP(sizes, activation, loss, "he_normal", 1, normalsOf(1));
    const n = y.length;
    const run = { model, X: Float64Array.from(X.flat()), y: Int32Array.from(y), n, epoch: 0,
        orders: ordersOf(1, n), caches: makeCaches(sizes, n), grads: zerosLike(model.params) };
    const optimiser = { learning_rate, momentum, weight_decay, velocity: zerosLike(model.params) };
    const steps_of = trainer(run, optimiser, 10);
    for (let i = 0; i < steps; i++) if (steps_of.next().done) throw new Error("diverged");
    return Object.fromEntries(Object.entries(model.params).map(([name, w]) => [name, Array.from(w)]));
}"""

CHECK = """({X, y, sizes, activation, loss}) => {
    const model = MLP(sizes, activation, loss, "xavier_normal", 1, normalsOf(2));
    for (const name of ["b1", "b2"]) model.params[name].fill(0.1); // no unit stands at its corner
    const caches = makeCaches(sizes, y.length);
    const [grads, other] = [zerosLike(model.params), zerosLike(model.params)];
    caches.H[0].set(X.flat());
    lossAndGrads(model, y, y.length, caches, grads);
    const pairs = [];
    for (const [name, theta] of Object.entries(model.params)) theta.forEach((value, i) => {
        const at = (moved) => { theta[i] = moved; return lossAndGrads(model, y, y.length, caches, other); };
        pairs.push([grads[name][i], (at(value + 1e-5) - at(value - 1e-5)) / 2e-5]);
        theta[i] = value;
    });
    return pairs;
}"""


@pytest.fixture(scope="module")
def engine(browser):
    """An empty page that has the script's functions."""
    page = browser.new_page()
    page.add_script_tag(content=script())
    yield page
    page.close()


def batches(n, size, orders):
    while True:
        yield from minibatches(n, size, rng=orders)


def trained_by_mlplib(X, y, sizes, activation, loss, steps, optimiser):
    """The parameters of an mlplib network after some steps, by the orders of the page."""
    model = MLP(
        sizes, getattr(activations, activation), rng=np.random.default_rng(1), loss=getattr(losses, loss)
    )
    target = losses.one_hot(y, sizes[-1]) if loss == "squared_error" else y
    for _, batch in zip(range(steps), batches(len(X), 10, Orders(1)), strict=False):
        optimiser.step(model.params, model.loss_and_grads(X[batch], target[batch])[1])
    return model.params


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_thousand_steps_end_in_the_weights_of_mlplib(engine, loss, activation):
    X, y = datasets.moons(64, rng=np.random.default_rng(5))
    for momentum, weight_decay, hidden in product([0, 0.9], [0, 0.01], DEPTHS):
        learning_rate = (0.05 if loss == "cross_entropy" else 0.002) * (1 - momentum)
        rates = {"learning_rate": learning_rate, "momentum": momentum, "weight_decay": weight_decay}
        setup = {"sizes": [2, *hidden, 2], "activation": activation, "loss": loss, "steps": 1000}
        found = engine.evaluate(TRAIN, {"X": X.tolist(), "y": y.tolist(), **setup, **rates})
        for name, expected in trained_by_mlplib(X, y, **setup, optimiser=SGD(**rates)).items():
            assert_allclose(np.reshape(found[name], expected.shape), expected, rtol=1e-9, err_msg=name)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_central_differences(engine, loss, activation):
    X, y = datasets.blobs(12, rng=np.random.default_rng(3))
    setup = {"sizes": [2, 4, 3, 3], "activation": activation, "loss": loss}
    found, expected = np.transpose(engine.evaluate(CHECK, {"X": X.tolist(), "y": y.tolist(), **setup}))
    assert np.abs(found).max() > 0.01
    assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


PERMUTE = "([seed, n]) => [...Array(21).keys()].map((epoch) => Array.from(ordersOf(seed, n)(epoch)))"


@pytest.mark.parametrize("n", [1, 37, 500])
@pytest.mark.parametrize("seed", range(N_SEEDS))
def test_the_script_draws_the_orders_of_numpy(engine, seed, n):
    rng = Orders(seed)
    assert engine.evaluate(PERMUTE, [seed, n]) == [rng.permutation(n).tolist() for _ in range(21)]


def test_orders_come_round_and_hold_each_number_once():
    rng = Orders(2)
    first = [rng.permutation(30) for _ in range(10)]
    assert all(sorted(order) == list(range(30)) for order in first)
    assert len({tuple(order) for order in first}) == 10
    assert rng.permutation(30).tolist() == first[0].tolist()
    with pytest.raises(ValueError, match="1 to 500, it is 501"):
        rng.permutation(501)


def assert_same_weights(found, expected):
    assert found.keys() == expected.keys()
    for name in expected:
        assert_allclose(np.ravel(found[name]), np.ravel(expected[name]), rtol=1e-9, atol=1e-12, err_msg=name)


OWN = np.array([[0, 0], [1, 0.5], [-1, 2], [0.3, -0.7], [2, 2], [-2, 0]]), np.array([0, 1, 3, 0, 1, 3])
WITH_EVENTS = [["W1", 1, 0.5], [7, 0.2, 0.5, 20, 0.01], ["b2", 0, -1], [40, 0.05, 0, 16, 0]]
STATES = {
    "own": make_state(*OWN, steps=30, share=0, hidden=[3, 2]),
    "events": make_state(share=0.3) | {"log": WITH_EVENTS},
    "keys": make_state(data="spirals", inputs=["r", "cos", "sin"], hidden=[], steps=100, learning_rate=0.5),
    "all keys": make_state(data="circles", inputs=["x1", "x2", "phi", "x1x2", "x1x1", "x2x2"], steps=50),
    "squared": make_state(data="blobs", loss="squared_error", learning_rate=0.001, steps=100, seed=3),
    "xavier": make_state(data="xor", init="xavier_normal", scale=2, activation="elu", n=80, steps=100),
    "zeros": make_state(init="zeros", activation="sigmoid", steps=100),
}
SHOW = """(state) => {
    const run = replay(makeRun(state), state.log);
    const params = Object.entries(run.model.params).map(([name, w]) => [name, Array.from(w)]);
    return [pointsOf(state), Object.fromEntries(params), toCode(state, run)];
}"""


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_page_notebook_and_exported_code_show_one_network(engine, state):
    points, params, code = engine.evaluate(SHOW, state)
    X, y = points_of(state)
    assert_allclose(np.array(points), np.column_stack([X, y]), atol=1e-14)
    model, features = trained(state)
    assert_same_weights(params, model.params)
    namespace = {}
    exec(code, namespace)
    assert_same_weights(params, namespace["model"].params)
    assert_allclose(features(X), namespace["X"][: len(X)])


# The page, as a file


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    (site / "_static").mkdir()
    (site / "_static" / "playground.js").write_text(jsmin(page_script()), encoding="utf-8")
    (site / "_static" / "playground.css").write_text((STATIC / "playground.css").read_text("utf-8"))
    state = make_state()
    place = Page(state, "pg", "A plane").html(poster(state))
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title>'
    head += '<link rel="stylesheet" href="_static/playground.css">'
    head += '<script defer src="_static/playground.js"></script>'
    html = f'<!doctype html><html lang="en">{head}<body><main><h1>A page</h1>{place}</main></body></html>'
    (site / "page.html").write_text(html, encoding="utf-8")
    return site


@pytest.fixture
def page(browser, folder):
    """The page from a file, on a phone; it must not complain."""
    page, complaints = browser.new_page(viewport={"width": 360, "height": 740}), []
    page.on("console", lambda line: complaints.append(line.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(20_000)
    page.goto((folder / "page.html").as_uri())
    yield page
    page.close()
    assert complaints == []


# What is written on the pictures of the units, as the next picture of the network draws them.
MARKS = """() => {
    const written = [], { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
        written.push(text);
        fillText.call(this, text, ...at);
    };
    document.querySelector(".playground select[aria-label=Weight]").onchange();
    CanvasRenderingContext2D.prototype.fillText = fillText;
    return written;
}"""


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page, title):
    page.get_by_text(title, exact=True).click()


def said(page):
    return page.get_by_role("status").inner_text()


def address(page):
    """What the address holds once the page has settled."""
    page.wait_for_timeout(200)
    return page.evaluate("decodeURIComponent(location.hash)")


def facts(page):
    return page.locator(".playground-facts").inner_text()


def put(page, text):
    page.get_by_label("Points, one a line").fill(text)
    press(page, "Use these points")


def test_script_is_small():
    code = jsmin("\n".join(line for line in page_script().splitlines() if not line.startswith("const DRAWS")))
    assert len(gzip.compress(code.encode())) <= 15 * 1024
    assert len(gzip.compress(page_script().encode())) <= 42 * 1024  # with what its seeds draw


def test_what_is_told_leads_to_a_section_that_is_there():
    told = re.findall(r'"(\w+)\.html#([\w-]+)"', script())
    assert len(told) == 6
    for page, anchor in told:
        cells = json.loads((ROOT / "chapters" / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        headings = re.findall(r"^## (.+)$", text, flags=re.M)
        assert anchor in [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


def test_nothing_is_wider_than_a_phone(page):
    for title in ("Settings", "Weights and gradients", "As code", "Points as text"):
        unfold(page, title)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


def test_page_is_accessible(page):
    for title in ("Settings", "Weights and gradients", "As code", "Points as text"):
        unfold(page, title)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(v["id"], node["html"]) for v in found for node in v["nodes"]] == []


def test_a_poster_stands_there_without_javascript(browser, folder):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((folder / "page.html").as_uri())
        poster = page.get_by_alt_text("A plane")
        assert poster.is_visible()
        assert poster.bounding_box()["width"] > 300


def test_an_epoch_trains_and_undo_takes_it_back(page):
    before = facts(page)
    press(page, "Epoch")
    assert "Epoch 1 " in facts(page)
    assert address(page) == "#pg.log=4,0.1,0.9,30,0"
    press(page, "Undo")
    assert facts(page) == before
    assert address(page) == ""


def test_play_trains_until_pause(page):
    unfold(page, "As code")
    press(page, "Play")
    page.wait_for_function("document.querySelector('.playground-facts').textContent.startsWith('Epoch 1')")
    press(page, "Pause")
    assert "training points are right" in said(page)
    steps = re.search(r"pg.log=(\d+)", address(page))[1]
    assert f"training.steps({steps}, 0.1, 0.9, 30, 0)" in page.locator("pre").inner_text()


def test_copy_takes_the_code_of_the_step_that_is_shown(page):
    unfold(page, "As code")
    press(page, "Play")
    page.wait_for_function("document.querySelector('.playground-facts').textContent.startsWith('Epoch 1')")
    press(page, "Copy")
    assert said(page) == "Copied."
    copied = page.evaluate("getSelection().toString()")
    assert f"training.steps({re.search(r'pg.log=([0-9]+)', address(page))[1]}, " in copied


def test_own_points_by_keyboard_alone(page):
    press(page, "Clear")
    page.locator(".playground-plane").focus()
    for key in ("ArrowLeft", "Enter", "2", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    unfold(page, "Points as text")
    assert page.get_by_label("Points, one a line").input_value() == "-0.19,0,0\n0.19,0,1"
    page.keyboard.press("Escape")
    press(page, "Epoch")
    assert "Epoch 1 " in facts(page)


def test_the_keyboard_stays_where_it_is(page):
    """A control that is pressed keeps the focus, though the network that it changes is drawn anew."""
    for name, key in [("One unit more in hidden layer 1", "Enter"), ("Weight", "ArrowDown")]:
        control = page.get_by_label(name, exact=True)
        control.focus()
        for _ in range(6):
            page.keyboard.press(key)
            assert control.evaluate("control => control === document.activeElement"), name
    assert page.get_by_label("Weight", exact=True).input_value() == "W1[0, 6]"
    assert 'Hidden is "9": it must be a whole number from 1 to 8' in said(page)


def test_own_points_by_click_and_drag(page):
    press(page, "Clear")
    plane = page.locator(".playground-plane")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    points = address(page).partition("pg.points=")[2].split(";")
    assert 4 <= len(points) <= 8
    press(page, "Undo")
    assert "pg.points" not in address(page), "a drag is one move"


# A finger


@pytest.fixture
def finger(browser, folder):
    """The page on a phone, and a finger on its plane, which goes through shares of its width and height."""
    phone = {"viewport": {"width": 390, "height": 500}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.goto((folder / "page.html").as_uri())
        box = page.locator(".playground-plane").bounding_box()
        session = context.new_cdp_session(page)

        def send(kind, *places):
            spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
            points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(spots)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        def go(*fingers):
            for n in range(len(fingers)):
                send("touchStart", *(places[0] for places in fingers[: n + 1]))
            for places in zip(*fingers, strict=True):
                send("touchMove", *places)
            send("touchEnd")

        yield page, go


def n_points(page):
    """How many points the address holds, which the page writes when it has settled."""
    points = address(page).partition("pg.points=")[2]
    return len(points.split(";")) if points else 0


def test_a_finger_taps_a_point(finger):
    page, go = finger
    press(page, "Clear")
    for x in (0.2, 0.5, 0.8):
        go([(x, 0.5)])
    assert n_points(page) == 3
    assert "choose another shape" in said(page)


def test_a_finger_scrolls_over_given_points_and_draws_in_every_direction_once_they_are_its_own(finger):
    page, go = finger
    steps = [0.1 + 0.05 * step for step in range(16)]
    go([(0.5, 1 - x) for x in steps])
    page.wait_for_function("scrollY > 50")
    assert n_points(page) == 0
    press(page, "Clear")
    page.evaluate("scrollTo(0, 0)")
    go([(x, 0.6) for x in steps])
    drawn = n_points(page)
    assert 5 <= drawn <= 15
    go([(0.5, 1 - x) for x in steps])
    assert 5 <= n_points(page) - drawn <= 15
    assert page.evaluate("scrollY") == 0


def test_two_fingers_enlarge_the_page_and_put_no_point(finger):
    page, go = finger
    steps = [0.05 * step for step in range(16)]  # they end beside the plane
    go([(0.3 - x, 0.5) for x in steps], [(0.7 + x, 0.5) for x in steps])
    page.wait_for_function("visualViewport.scale > 1.2")
    assert n_points(page) == 0


def test_what_a_finger_presses_is_large_enough(finger):
    page, _ = finger
    for title in ("Settings", "As code", "Points as text"):
        unfold(page, title)
    for part in page.locator("button, select, input[type=number], summary, fieldset label").all():
        box = part.bounding_box()
        assert min(box["width"], box["height"]) >= 44, part.evaluate("part => part.outerHTML")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,0\n1,two,1", 'Line 2, "1,two,1"'),
        ("1,2,0\n1,2", "it has 2"),
        ("1,2,7", "from 0 to 3"),
        ("1,2,0\n" * 501, "501 points; at most 500"),
        ("", "no points"),
    ],
)
def test_text_that_is_no_points_is_refused_and_the_last_state_kept(page, text, words):
    before = facts(page)
    unfold(page, "Points as text")
    put(page, text)
    assert words in said(page)
    assert facts(page) == before
    assert page.get_by_label("Points, one a line").input_value() == text, "to be mended"


def test_a_file_of_a_million_points_is_refused(page):
    unfold(page, "Points as text")
    file = {"name": "points.csv", "mimeType": "text/csv", "buffer": b"0.1,0.2,0\n" * 10**6}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('1000000 points')")
    file["buffer"] = b"x1,x2,class\n1,2,0\n-1,0.5,1\n"
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('network: 2.')")


@pytest.mark.parametrize("points", ["x1,x2,class\n1,2,0", "1,2,0\n-1,2,0"])
def test_points_of_one_class_do_not_train_and_an_empty_class_does(page, points):
    unfold(page, "Points as text")
    put(page, points)
    press(page, "Play")
    assert "of one class" in said(page)
    put(page, "1,2,0\n-1,2,2")
    press(page, "Epoch")
    assert "Epoch 1 " in facts(page)


def test_a_diverging_run_stops_with_a_sentence(page):
    unfold(page, "Settings")
    page.get_by_label("Activation").select_option("ReLU")
    page.get_by_label("Loss", exact=True).select_option("squared error (lecture)")
    page.get_by_label("Learning rate").fill("5")
    press(page, "Play")
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('diverged')")
    unfold(page, "Weights and gradients")
    assert "NaN" not in page.inner_text("main")
    press(page, "Restart")
    assert "Epoch 0 " in facts(page)


def test_a_huge_rate_is_named_before_what_it_does_to_the_units(page):
    unfold(page, "Settings")
    page.get_by_label("Learning rate").fill("100")
    for _ in range(3):
        press(page, "Epoch")
    assert "smaller learning rate" in said(page)
    assert page.get_by_role("link", name="Why?").count() == 0  # there is no book around this page
    units = page.evaluate(MARKS)
    assert "saturated" in units
    assert "dead" not in units, "a unit of tanh that gives 1 everywhere is not dead"


def loss(page):
    return float(re.search(r"loss ([\d.]+)", facts(page))[1])


def test_a_weight_that_was_set_is_not_taken_for_a_rate_that_is_too_large(page):
    page.get_by_label("Weight", exact=True).select_option("W2[0, 0]")
    value = page.get_by_label("Value of W2[0, 0]")
    value.fill("80")
    value.press("Enter")
    before = loss(page)
    press(page, "Epoch")
    assert loss(page) > 2 * before
    assert "learning rate" not in said(page)


def test_points_drawn_while_it_plays_are_learned_at_once(page):
    press(page, "Play")
    page.wait_for_function("/Epoch [1-9]/.test(document.querySelector('[role=status]').textContent)")
    page.locator(".playground-plane").click(position={"x": 20, "y": 20})
    page.wait_for_timeout(300)
    press(page, "Pause")
    assert re.search(r"Epoch [1-9]", said(page))
    assert n_points(page) == 121
    press(page, "Undo")
    assert n_points(page) == 0, "a point is one move"


def test_own_points_come_back_after_a_look_at_others(page):
    put_own = "1,2,0\n-1,2,1"
    unfold(page, "Points as text")
    put(page, put_own)
    page.get_by_label("Points", exact=True).select_option("xor")
    page.get_by_label("Points", exact=True).select_option("your own")
    assert page.get_by_label("Points, one a line").input_value() == put_own


def test_the_wheel_over_a_number_does_not_change_it(page):
    unfold(page, "Settings")
    rate = page.get_by_label("Learning rate")
    before = rate.input_value()
    rate.click()
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(100)
    assert rate.input_value() == before


def test_a_weight_can_be_set_and_is_part_of_the_state(page):
    page.get_by_label("Weight", exact=True).select_option("W1[1, 2]")
    value = page.get_by_label("Value of W1[1, 2]")
    value.fill("2.5")
    value.press("Enter")
    assert address(page) == "#pg.log=W1,6,2.5"


def pick(options, number):
    return options[number % len(options)]


def set_weight(page, number):
    page.locator(".playground-net").click(position={"x": 60 + number, "y": 30 + number % 50})
    value = page.get_by_label(re.compile("^Value of"))
    value.fill(str(number / 10 - 3))
    value.press("Enter")


def play_a_while(page, number):
    press(page, "Play")
    page.wait_for_timeout(number)
    if page.get_by_role("button", name="Pause", exact=True).count():
        press(page, "Pause")


def put_or_erase(page, number):
    page.locator(".playground-brushes button").nth(number % 5).click()
    page.locator(".playground-plane").click(position={"x": 10 + 1.7 * number, "y": 30 + number})


def change_layers(page, number):
    buttons = page.locator(".playground-layers button:enabled")
    buttons.nth(number % buttons.count()).click()


def choose(label):
    return lambda page, number: page.get_by_label(label, exact=True).select_option(index=number % 3)


def fill(label, *values):
    return lambda page, number: page.get_by_label(label).fill(str(pick(values, number)))


ACTS = {
    "press": lambda page, number: press(page, pick(["Step", "Epoch", "Restart", "Clear"], number)),
    "undo": lambda page, number: press(page, "Undo") if can_undo(page) else None,
    "play": play_a_while,
    "weight": set_weight,
    "point": put_or_erase,
    "layers": change_layers,
    "points": lambda page, number: page.get_by_label("Points", exact=True).select_option(index=number % 6),
    "paste": lambda page, number: put(page, pick(["1,2,0\n-1,0,3", "1,2\n", "0,0,1"], number)),
    "activation": choose("Activation"),
    "loss": lambda page, number: page.get_by_label("Loss", exact=True).select_option(index=number % 2),
    "weights": choose("Starting weights"),
    "speed": choose("Speed"),
    "rate": fill("Learning rate", 0.01, 0.1, 30, -1),
    "momentum": fill("Momentum", 0, 0.9, 2),
    "batch": fill("Batch size", 1, 16, 500, 1.5),
    "share": fill("Share for testing", 0, 0.4, 7),
    "input": lambda page, number: page.locator("fieldset input").nth(number % 9).click(),
}


def can_undo(page):
    return page.get_by_role("button", name="Undo").is_enabled()


def look(page):
    """What the facts and the table of weights and gradients say."""
    page.wait_for_selector("td")
    cells = page.evaluate("[...document.querySelectorAll('td')].map((cell) => cell.textContent)")
    return facts(page), cells


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 99)), min_size=8, max_size=20))
def test_the_address_restores_what_any_acts_lead_to(page, acts):
    """The page of the address, opened anew, shows the same numbers as the one on which all was done."""
    folded = ("Settings", "Weights and gradients", "Points as text")
    page.goto(page.url.partition("#")[0])
    page.reload()
    for title in folded:
        unfold(page, title)
    for name, number in acts:
        ACTS[name](page, number)
    assert "NaN" not in page.inner_text("main")
    there, where = look(page), address(page)
    page.goto(page.url)
    page.reload()
    unfold(page, "Weights and gradients")
    assert look(page) == there, where
    assert address(page) == where


def test_undo_takes_all_back(page):
    unfold(page, "Weights and gradients")
    start, acts = look(page), ["press", "weight", "point", "layers", "press", "points", "weight"]
    for number, name in enumerate(acts):
        ACTS[name](page, 7 * number)
    assert look(page) != start
    while can_undo(page):
        press(page, "Undo")
    assert look(page) == start
    assert address(page) == ""


def test_an_address_that_holds_nonsense_is_refused(page):
    page.evaluate("location.hash = 'pg.hidden=99'")
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('Hidden is')")
    page.evaluate("location.hash = 'pg.log=' + '200000,0.1,0,30,0;'.repeat(3).slice(0, -1)")
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('600000 steps')")
    assert "Epoch 0 " in facts(page)


def test_a_move_of_another_figure_leaves_the_playground_and_the_page_where_they_are(page):
    press(page, "Epoch")
    before = facts(page), address(page)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("location.hash += '&draw_wave.phase=60'")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == 0
    assert facts(page) == before[0]
    press(page, "Undo")
    assert address(page) == "#draw_wave.phase=60"


# In a notebook


def test_python_reads_back_what_the_reader_did(browser):
    pg = playground(*OWN, hidden=[3], steps=20, share=0)
    page = browser.new_page()
    page.set_content('<div id="cell"></div>')
    page.add_script_tag(content=cell_script().replace("export default", "window.home ="))
    page.evaluate(
        """(state) => {
            window.state = state;
            const get = (name) => (name === "words" ? {} : window.state);
            const model = { get, save_changes() {}, on() {} };
            model.set = (_, next) => (window.state = next);
            home.render({ model, el: document.getElementById("cell") });
        }""",
        pg.state,
    )
    press(page, "Epoch")
    pg.state = json.loads(page.evaluate("JSON.stringify(window.state)"))
    page.close()
    assert pg.state["log"] == [[21, 0.1, 0.9, 30, 0]]
    assert_allclose(pg.points[0], OWN[0])
    assert pg.settings["hidden"] == [3]
    assert pg.model.forward(pg.features(OWN[0]))[0].shape == (6, 4)


@pytest.mark.parametrize(
    ("given_settings", "words"),
    [
        ({"hidden": [9]}, "hidden must be at most 3 widths from 1 to 8, it is"),
        ({"activation": "sine"}, "activation must be one of identity"),
        ({"seed": 4}, "seed must be a whole number from 0 to 3, it is 4"),
        ({"X": np.zeros((1, 2)), "y": [0]}, "X must have 2 to 500 rows, it has 1"),
        ({"X": np.zeros((2, 2)), "y": [0, 4]}, "labels must be 0..3"),
        ({"inputs": []}, "inputs must be some of x1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(given_settings, words):
    with pytest.raises(ValueError, match=words):
        playground(**given_settings)


def test_a_setting_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="no setting 'layers'"):
        playground(layers=3)

"""`explore()`: its controls, its errors, its live form, and frames that are the live picture to the pixel."""

import base64
import io
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from sphinx.errors import ExtensionError

from mlplib.explore import explore, progress
from mlplib.explore.book import give_frames
from mlplib.explore.controls import make_control
from mlplib.explore.drag import areas
from mlplib.explore.exploration import DPI, DrawError, Exploration
from mlplib.explore.frames import encode_patch, most_common, pack, same_colour
from mlplib.explore.live import Live
from mlplib.explore.pixels import cuts, ink, is_photograph
from mlplib.explore.store import drawn, key
from tests.figures import unpack


def draw_line(fig, slope, style="-", thick=False):
    ax = fig.add_subplot()
    ax.plot([0, 1], [0, slope], style, lw=3 if thick else 1)
    ax.set(ylim=(-2, 2), title=f"slope {slope}")


CONTROLS = {"slope": np.linspace(-1, 1, 5), "style": ["-", "--"], "thick": True}


def explore_line(**changes):
    return explore(draw_line, **{"alt": "A line of slope {slope}", "figsize": (3, 2)} | CONTROLS | changes)


def exploration(draw=draw_line, alt="", figsize=(3, 2), **controls):
    made = tuple(make_control(name, given) for name, given in (controls or CONTROLS).items())
    return Exploration(draw, made, alt, figsize)


def pixels_of(live):
    png = live.drawn["src"].removeprefix("data:image/png;base64,")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))))


# Controls


def test_numbers_make_a_slider_strings_a_select_a_bool_a_checkbox():
    kinds = [
        control.kind
        for control in exploration(a=range(3), b=[0.5, 2], c=["x", "y"], d=[max, min], e=False).controls
    ]
    assert kinds == ["slider", "slider", "select", "select", "checkbox"]


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (range(-1, 2), "−1 0 1"),
        (np.linspace(0, 1, 6), "0 0.2 0.4 0.6 0.8 1"),
        (np.arange(-0.3, 0.31, 0.1), "−0.3 −0.2 −0.1 0 0.1 0.2 0.3"),
        (np.linspace(0, 2 * np.pi, 5), "0 1.57 3.14 4.71 6.28"),
        ([1e-16, 1e-8, 1e-4, 1], "1e−16 1e−8 0.0001 1"),
        ([1000.5, 1000.75], "1000.5 1000.75"),
        (np.float32([0.1, 0.2]), "0.1 0.2"),
        ([max, min], "max min"),
    ],
)
def test_texts_show_no_noise(given, texts):
    assert " ".join(make_control("x", given).texts) == texts


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 50))
def test_values_stay_within_a_millionth_of_a_step(first, step, count):
    given_values = first + step * np.arange(count)
    control = make_control("x", given_values)
    assert_allclose(control.values, given_values, rtol=0, atol=step * 1e-6)
    assert len(set(control.texts)) == count


def test_draw_receives_plain_numbers_without_noise():
    values = make_control("x", np.linspace(0, 1, 11)).values
    assert values[3] == 0.3
    assert type(values[3]) is float
    assert type(make_control("n", np.arange(3)).values[1]) is int


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (5, TypeError, "rate=5 must be a range"),
        ("relu", TypeError, "rate='relu' must be"),
        ([object, 3], TypeError, "rate lists 3"),
        ([1], ValueError, "fewer than two"),
        ([], ValueError, "fewer than two"),
        ([1, 2, 1], ValueError, "lists 1 more than once"),
        ([1.0, np.nan], ValueError, "rate lists nan"),
        (np.ones((2, 2)), ValueError, r"rate has shape \(2, 2\)"),
    ],
)
def test_a_bad_control_is_named_with_its_value(given, error, words):
    with pytest.raises(error, match=words):
        explore(draw_line, alt="", rate=given)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": {"slope": 0.3}}, "'slope': 0.3.* none of its values: −1, −0.5, 0, 0.5, 1"),
        ({"start": {"slop": 0.3}}, "start names 'slop'; the controls are slope, style, thick"),
        ({"labels": {"Slope": "s"}}, "labels names 'Slope'"),
        ({"units": {"x": "°"}}, "units names 'x'"),
        ({"alt": "{slop}"}, r"alt names \{slop\}"),
        (
            {"slope": ["a", "b"], "play": True},
            "play needs a slider as the first control, 'slope' is a select",
        ),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(changes, words):
    with pytest.raises(ValueError, match=words):
        explore_line(**changes)


def test_too_many_states_are_counted_and_the_way_out_is_said():
    words = r"40 × 30 = 1200 states are more than 1000: give 'slope' 33 values or fewer instead of 40"
    with pytest.raises(ValueError, match=words):
        explore(draw_line, alt="", slope=range(40), thick=range(30))


# The live form


@pytest.fixture
def displayed(monkeypatch):
    """What a notebook would store of what was displayed."""
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw, metadata=None: bundles.append(bundle))
    return bundles


WIDGET = "application/vnd.jupyter.widget-view+json"


def test_text_of_the_cell_is_fixed_and_the_same_in_both_forms(displayed, tmp_path, monkeypatch):
    live = explore_line()
    live._ipython_display_()
    still, bundle = displayed
    assert set(bundle) == {"text/plain", WIDGET}
    assert bundle["text/plain"] == still["text/plain"] == repr(live)
    assert (
        repr(live) == "explore(draw_line): slope −1 to 1 in 5 steps, style -|--, thick False|True; 20 states"
    )
    monkeypatch.setenv("MLPLIB_EXPLORE_FRAMES", str(tmp_path))
    page = explore_line()
    assert set(page._repr_mimebundle_()) == {"text/plain", "text/html", "image/png"}
    assert page._repr_mimebundle_()["text/plain"] == repr(page) == repr(live)


def test_a_notebook_without_a_kernel_has_the_picture_and_a_sentence(displayed):
    live = explore_line(start={"slope": 0.5})
    live._ipython_display_()
    html = displayed[0]["text/html"]
    assert f'data-still="{live.still}"' in html
    assert "run all cells" in html
    assert 'alt="A line of slope 0.5"' in html
    picture = base64.b64decode(re.search(r'src="data:image;base64,(.*?)"', html)[1])
    assert_array_equal(np.asarray(Image.open(io.BytesIO(picture))), pixels_of(live))


def test_a_state_moves_the_picture_and_its_words():
    live = explore_line(start={"slope": 0.5})
    assert live.drawn["alt"] == "A line of slope 0.5"
    live.state = [0, 1, 0]
    assert live.drawn["alt"] == "A line of slope -1.0"
    assert live.drawn["of"] == (0, 1, 0)
    assert_array_equal(pixels_of(live), exploration().picture((0, 1, 0)))


def test_a_picture_is_drawn_once_until_another_cell_runs(monkeypatch):
    drawn, cells = [], [7]
    monkeypatch.setattr("mlplib.explore.live._cells_run", lambda: cells[0])
    live = explore(lambda fig, a: drawn.append(a), a=[1, 2], alt="")
    for index in (1, 0, 1, 0):
        live.state = [index]
    assert drawn == [1, 2]
    cells[0] += 1
    live.state = [1]
    assert drawn == [1, 2, 2]


def test_draw_that_fails_at_once_fails_the_cell():
    with pytest.raises(DrawError, match=r"fails\(fig, slope=−1\) raised ZeroDivisionError: division by zero"):
        explore(fails, alt="", slope=[-1, 0])


def fails(fig, slope):
    if slope < 0:
        1 / 0  # noqa: B018


def test_draw_that_fails_later_says_so_under_the_picture():
    live = explore(fails, alt="", slope=[0, -1])
    with pytest.raises(DrawError):
        live.state = [1]
    assert "fails(fig, slope=−1) raised ZeroDivisionError" in live.drawn["problem"]
    live.state = [0]
    assert not live.drawn["problem"]


def test_words_may_come_from_a_function():
    live = explore(draw_line, slope=[0, 1], alt=lambda slope: f"Slope number {slope + 1}")
    assert live.drawn["alt"] == "Slope number 1"


IN_A_CELL = """([html, drawn]) => {
    const state = { html, drawn, still: "x", words: {} }, told = {};
    window.cell = state;
    window.tell = (name) => told[name]();
    window.answer = (of) => {
        state.drawn = { ...drawn, of, alt: "State " + of };
        tell("change:drawn");
    };
    const model = { get: (name) => state[name], set: (name, value) => (state[name] = value), off() {} };
    Object.assign(model, { save_changes() {}, on: (name, act) => (told[name] = act) });
    home.render({ model, el: document.getElementById("cell") });
}"""


@pytest.fixture
def cell(browser):
    """A function that shows a live figure in an empty page; the test answers in the kernel's place."""
    page = browser.new_page()

    def show(live):
        page.set_content('<div data-still="x">still</div><div id="cell"></div>')
        page.add_style_tag(content=Live._css)
        page.add_script_tag(content=Live._esm.replace("export default", "window.home ="))
        page.evaluate(IN_A_CELL, [live.html, live.drawn])
        return page

    yield show
    page.close()


def test_a_cell_has_the_controls_of_the_page_by_name(cell):
    page = cell(explore_line(play=True, units={"slope": "°"}))
    assert not page.get_by_text("still").is_visible()
    slope = page.get_by_role("slider", name="Slope", exact=True)
    assert slope.get_attribute("aria-valuetext") == "−1°"
    slope.press("End")
    page.get_by_role("combobox", name="Style").select_option("--")
    page.get_by_role("checkbox", name="Thick").uncheck()
    assert page.evaluate("cell.state") == [4, 1, 0]
    page.evaluate("answer([4, 0, 1])")
    page.evaluate("answer([4, 1, 0])")
    page.get_by_role("img", name="State 4,1,0").wait_for()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("cell.state[0] == 0")


def test_a_cell_whose_kernel_is_gone_keeps_its_picture_and_says_what_to_do(cell):
    page = cell(explore_line())
    page.evaluate("tell('comm_live_update')")
    assert "run all cells" in page.get_by_role("status").inner_text()
    assert page.get_by_role("status").is_visible()
    assert page.get_by_role("img", name="A line of slope").is_visible()


# A drag in the picture


def draw_point(fig, x, y):
    ax = fig.add_axes([0.1, 0.2, 0.4, 0.6])
    ax.plot(x, y, "o")
    ax.set(xlim=(0, 4), ylim=(0, 4))
    fig.add_axes([0.6, 0.2, 0.3, 0.6]).set(xscale="log", xlim=(1, 100), ylim=(0, 1))


def point(**drag):
    return explore(draw_point, x=[1, 2, 3], y=[0, 4], alt="", drag=drag)


def test_an_area_knows_where_values_lie():
    live = point(x=(0, 1), y=lambda y: [(0, 2, y)])
    left, right = areas(live.exploration, (0, 0))
    assert left["box"] == pytest.approx([0.1, 0.2, 0.4, 0.6], abs=0.002)
    assert left["places"]["x"] == [[[0.25, None]], [[0.5, None]], [[0.75, None]]]
    assert left["places"]["y"] == [[[0.5, 1]], [[0.5, 0]]]
    assert_allclose([values[0][0] for values in right["places"]["x"]], np.log10([1, 2, 3]) / 2, atol=1e-4)
    assert list(right["places"]) == ["x"]


@pytest.mark.parametrize(
    ("drag", "words"),
    [
        ({"z": 0}, "drag names 'z'; the controls are x, y"),
        ({"x": 2}, "drag of 'x' names panel 2; the picture has 2"),
        ({"y": 1}, r"drag of 'y' gives the place \(0, .+\), which is far"),
    ],
)
def test_a_drag_that_cannot_be_is_refused(drag, words):
    with pytest.raises(ValueError, match=words):
        point(**drag)


def test_axes_of_a_drag_must_not_move(tmp_path):
    def draw(fig, a):
        fig.add_subplot().set_xlim(0, a)

    made = (make_control("a", [1, 2]),)
    with pytest.raises(ValueError, match=r"explore\(draw\): drag needs axes that stay"):
        pack(Exploration(draw, made, "", (3, 2), drag={"a": 0}), tmp_path)


def test_a_drag_moves_each_control_to_the_nearest_value(cell):
    page = cell(point(x=0, y=lambda y: [(0, 2, y)]))
    box = page.locator(".explore-area").bounding_box()
    at = [box["x"] + 0.7 * box["width"], box["y"] + 0.1 * box["height"]]
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    page.mouse.down()
    page.mouse.move(*at, steps=4)
    assert page.evaluate("cell.state") == [2, 1]
    page.mouse.up()
    page.mouse.move(box["x"] + 5, at[1])
    assert page.evaluate("cell.state") == [2, 1], "the drag has ended"


# Frames


def test_frames_are_the_live_pictures_to_the_pixel(tmp_path):
    live = explore_line()
    made = pack(live.exploration, tmp_path)
    rows, poster = made["rows"], made["poster"]
    length = len(CONTROLS["slope"])
    assert len(rows) * length == live.exploration.n_states
    for number, state in enumerate(live.exploration.states()):
        alt, frame = unpack(tmp_path / rows[number // length], number % length)
        live.state = list(state)
        assert_array_equal(frame[..., :3], pixels_of(live))
        assert alt == live.drawn["alt"]
    start = np.asarray(Image.open(tmp_path / poster))
    assert_array_equal(start, live.exploration.picture(live.exploration.start))


def test_a_frame_is_what_matplotlib_draws(tmp_path):
    fig = Figure(figsize=(3, 2), dpi=DPI)
    canvas = FigureCanvasAgg(fig)
    draw_line(fig, slope=0.5)
    canvas.draw()
    assert_array_equal(exploration().picture((3, 0, 0)), np.asarray(canvas.buffer_rgba())[..., :3])


def test_style_in_force_at_the_call_draws_every_state():
    with matplotlib.rc_context({"axes.facecolor": "black"}):
        live = explore_line()
    assert_array_equal(live.exploration.picture((0, 0, 0))[100, 150], [0, 0, 0])


def panels(*widths, gap=20):
    """White paper, (9, width, 3), with dark panels of some widths side by side."""
    parts = [np.zeros((9, width, 3), np.uint8) for width in widths]
    paper = np.full((9, gap, 3), 255, np.uint8)
    return np.hstack([paper, *(part for panel in parts for part in (panel, paper))])


@pytest.mark.parametrize(
    ("picture", "wanted"),
    [
        (panels(100, 100), [130 / 260]),
        (panels(90, 110), [120 / 260]),
        (panels(80, 80, 80), [110 / 320, 210 / 320]),
        (panels(200), []),
        (panels(40, 200), []),
        (panels(100, 100, gap=3), []),
        (panels(50, 50, 50, 50), [150 / 300]),
        (panels(*[50] * 10), [360 / 720]),
    ],
)
def test_panels_end_where_paper_is_blank_from_top_to_bottom(picture, wanted):
    assert cuts(ink(picture)) == pytest.approx(wanted)


def test_a_figure_knows_its_panels_over_all_its_states(tmp_path):
    def draw(fig, wide):
        fig.add_axes([0.1, 0.1, 0.25, 0.8])
        fig.add_axes([0.65 - 0.27 * wide, 0.1, 0.25, 0.8])

    assert len(pack(exploration(draw, wide=[0, 0.01]), tmp_path)["cuts"]) == 1
    assert pack(exploration(draw, wide=[0, 1]), tmp_path)["cuts"] == []


def test_a_photograph_has_more_colours_than_a_drawing():
    rng = np.random.default_rng(0)
    small = rng.integers(0, 256, size=(32, 32, 3), dtype=np.uint8)
    assert is_photograph(small.repeat(5, axis=0).repeat(5, axis=1))
    assert not is_photograph(exploration().picture((0, 0, 0)))


def test_packing_twice_gives_the_same_bytes(tmp_path):
    first = pack(exploration(), tmp_path / "a")
    assert first == pack(exploration(), tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@settings(deadline=None)
@given(arrays.arrays(np.uint8, (5, 4, 6, 3), elements=st.integers(0, 2)))
def test_base_and_patch_are_the_frame(frames):
    base = most_common(list(frames))
    for frame in frames:
        patch = np.asarray(Image.open(io.BytesIO(encode_patch(frame, base))).convert("RGBA"))
        shown = np.where(patch[..., 3:] == 255, patch[..., :3], base)
        assert_array_equal(shown, frame)
        assert_array_equal(patch[..., 3] == 0, same_colour(frame, base))


@given(arrays.arrays(np.uint8, (5, 1, 1, 3), elements=st.integers(0, 1)))
def test_a_colour_of_more_than_half_the_frames_is_the_base(frames):
    colours, counts = np.unique(frames.reshape(5, 3), axis=0, return_counts=True)
    if counts.max() > 2:
        assert_array_equal(most_common(list(frames))[0, 0], colours[counts.argmax()])


def test_a_failing_state_stops_the_build_by_its_name(tmp_path):
    with pytest.raises(DrawError, match=r"fails\(fig, slope=−1\) raised ZeroDivisionError"):
        pack(exploration(fails, slope=[0, -1]), tmp_path)


def test_draw_must_depend_on_its_arguments_alone(tmp_path):
    rng = np.random.default_rng(0)

    def draw_noise(fig, width):
        fig.add_subplot().plot(rng.normal(size=9), lw=width)

    with pytest.raises(
        ValueError, match=r"explore\(draw_noise\): the same state drawn twice gives two pictures"
    ):
        pack(exploration(draw_noise, width=[1, 2]), tmp_path)


def test_page_shows_hostile_texts_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("MLPLIB_EXPLORE_FRAMES", str(tmp_path))
    hostile = '"><b>&'
    html = explore(
        lambda fig, **values: None,
        size=[1, 2],
        name=[hostile, "b"],
        alt=hostile,
        labels={"name": hostile},
        units={"size": hostile},
    ).html()
    assert "<b>" not in html
    assert html.count("&quot;&gt;&lt;b&gt;&amp;") == 6  # label, option, alt, and the unit in three places


def test_two_figures_of_one_function_have_two_ids(tmp_path, monkeypatch):
    monkeypatch.setenv("MLPLIB_EXPLORE_FRAMES", str(tmp_path))
    assert explore_line().id != explore_line().id


# What the extension promises


def test_missing_frames_fail_and_stale_ones_go(tmp_path):
    site, drawn = tmp_path / "site", tmp_path / "drawn"
    (site / "_frames").mkdir(parents=True)
    drawn.mkdir()
    named, stale = "0123456789abcdef.js", "fedcba9876543210.webp"
    (site / "_frames" / stale).touch()
    (drawn / stale).touch()
    (site / "page.html").write_text(f'<div data-rows="{named}">')
    with pytest.raises(ExtensionError, match=rf"page\.html names frames that are missing: {named}"):
        give_frames(site, drawn)
    (drawn / named).touch()
    give_frames(site, drawn)
    assert [path.name for path in (site / "_frames").iterdir()] == [named]


# What is kept from one run to the next


def test_a_figure_is_drawn_once_and_again_when_what_it_reads_changes(tmp_path):
    data, calls = {"height": 1}, str(tmp_path / "calls")

    def draw(fig, a):
        with open(calls, "a") as log:
            log.write(".")
        fig.add_subplot().plot([0, data["height"] * a])

    def draw_all():
        Path(calls).write_text("")
        files = drawn(exploration(draw, a=[1, 2]), tmp_path / "frames")
        return [*files["rows"], files["poster"]], len(Path(calls).read_text())

    first, n_drawn = draw_all()
    assert n_drawn == 4  # both states, and the first twice more
    assert draw_all() == (first, 0)
    (tmp_path / "frames" / first[-1]).unlink()
    assert draw_all() == (first, 4)
    data["height"] = 2
    second, n_drawn = draw_all()
    assert n_drawn == 4
    assert second != first


def test_the_place_of_a_function_does_not_decide_whether_it_is_drawn_again():
    functions = []
    for lines, file in ((0, "/one/cell.py"), (3, "/another/cell.py")):
        names = {"__name__": "__main__"}
        exec(compile("\n" * lines + "def draw(fig, a): (lambda: a)()", file, "exec"), names)
        functions.append(names["draw"])
    one, other = (key(exploration(function, a=[1, 2])) for function in functions)
    assert one == other
    assert one != key(exploration(functions[0], a=[1, 3]))


def test_what_cannot_be_compared_is_named(tmp_path):
    with (tmp_path / "open").open("w") as file:

        def draw(fig, a):
            file.write("")

        with pytest.raises(TypeError, match=r"explore\(draw\) draws from what is no plain data: "):
            key(exploration(draw, a=[1, 2]))


def test_what_is_appended_is_said_until_all_is_done(tmp_path):
    said, done = [], threading.Event()
    (tmp_path / progress.FILE).write_text("of an earlier run\n")
    thread = threading.Thread(target=progress.follow, args=(tmp_path, done, said.append))
    thread.start()
    while not said:
        with (tmp_path / progress.FILE).open("a") as log:
            log.write("draw: 3 of 9 frames\n")
        time.sleep(0.01)
    done.set()
    thread.join()
    assert set(said) == {"draw: 3 of 9 frames"}


@pytest.mark.parametrize("module", ["mlplib", "mlplib.explore"])
def test_import_is_light(module):
    heavy = {"matplotlib", "ipywidgets", "PIL"}
    program = f"import sys, {module}; print(*({heavy} & set(sys.modules)))"
    assert not subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.strip()

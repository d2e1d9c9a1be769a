import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal

from mlplib import plotting
from mlplib.activations import relu, tanh
from mlplib.mlp import MLP


@pytest.fixture
def ax():
    return Figure().subplots()


def test_each_class_has_a_colour_and_a_marker_of_its_own():
    assert len(set(plotting.COLOURS)) == len(set(plotting.MARKERS)) == 10


def test_the_stylesheet_cycles_through_the_colours_of_the_classes():
    with matplotlib.style.context(plotting.STYLE):
        cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
    assert [to_rgb(f"#{colour.lstrip('#')}") for colour in cycle] == [to_rgb(c) for c in plotting.COLOURS]


def test_use_style_changes_the_figures_that_follow():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        plotting.use_style()
        assert matplotlib.rcParams["legend.frameon"] is False


def test_points_keep_the_colour_of_their_class_when_another_class_is_missing(ax, rng):
    X = rng.normal(size=(4, 2))
    plotting.plot_points(ax, X, np.array([0, 2, 2, 0]), names=["a", "b", "c"])
    assert [scatter.get_label() for scatter in ax.collections] == ["a", "c"]
    colours = [tuple(scatter.get_facecolor()[0][:3]) for scatter in ax.collections]
    assert_allclose(colours, [to_rgb(plotting.COLOURS[0]), to_rgb(plotting.COLOURS[2])])
    assert_array_equal(ax.collections[1].get_offsets(), X[1:3])


def test_regions_show_the_prediction_where_it_was_made(ax):
    plotting.plot_regions(ax, lambda X: (X[:, 0] > 0.5) + 2 * (X[:, 1] > 0), 4, limit=1, resolution=8)
    (image,) = ax.images
    labels = image.get_array()
    assert image.origin == "lower"
    assert image.get_extent() == [-1, 1, -1, 1]
    assert_array_equal(labels[0], [0, 0, 0, 0, 0, 0, 1, 1])  # bottom row: y < 0, right quarter is x > 1/2
    assert_array_equal(labels[:, 0], [0, 0, 0, 0, 2, 2, 2, 2])


def test_bars_write_their_values(ax):
    plotting.plot_bars(ax, [0.25, -0.75], ["cat", "rocket"], title="p")
    assert [bar.get_height() for bar in ax.patches] == [0.25, -0.75]
    assert [text.get_text() for text in ax.texts] == ["0.25", "−0.75"]


def test_images_stand_in_reading_order_below_their_titles(ax, rng):
    images = rng.integers(256, size=(3, 12, 12, 3), dtype=np.uint8)
    plotting.plot_images(ax, images, ["a", "b", "c"], n_columns=2)
    paper = ax.images[0].get_array()
    assert_allclose(paper[4:16, :12], images[0] / 255)
    assert_allclose(paper[4:16, 13:25], images[1] / 255)
    assert_allclose(paper[20:32, :12], images[2] / 255)
    assert_allclose(paper[20:32, 13:25], 1)
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    assert [text.get_position()[1] < y for text, y in zip(ax.texts, [4, 4, 20], strict=True)] == [True] * 3


def test_a_weight_of_zero_is_mid_grey_and_signs_are_bright_and_dark():
    W = np.array([[0.0, 1.0], [0.0, -1.0], [0.0, 0.5]])
    images = plotting.template_images(W, (1, 1, 3))
    assert_allclose(images[0], 0.5)
    assert images[1, 0, 0, 0] == 1
    assert images[1, 0, 0, 1] == 0
    assert 0.5 < images[1, 0, 0, 2] < 1


def test_templates_of_untrained_weights_are_grey():
    assert_allclose(plotting.template_images(np.zeros((12, 2)), (2, 2, 3)), 0.5)


def test_the_smooth_line_of_training_is_the_mean_of_twenty_losses(ax, rng):
    losses = rng.uniform(size=100)
    plotting.plot_training(ax, losses, floor=0.5)
    smooth = ax.lines[1]
    assert_allclose(smooth.get_xdata()[[0, -1]], [19, 99])
    assert_allclose(smooth.get_ydata()[[0, -1]], [losses[:20].mean(), losses[-20:].mean()])


def test_training_shorter_than_the_window_is_drawn_too(ax):
    plotting.plot_training(ax, [3.0, 1.0])
    assert_allclose(ax.lines[1].get_ydata(), [2])


def test_a_descent_is_drawn_from_ring_to_dot_on_contours_of_its_height(ax):
    path = np.array([[1.0, 1.0], [0.5, 0.2], [0.0, 0.0]])
    plotting.plot_descent(ax, lambda theta: (theta**2).sum(axis=1), path, 2, title="J")
    track, ring, dot = ax.lines
    assert_array_equal(track.get_xydata(), path)
    assert_array_equal(ring.get_xydata(), path[:1])
    assert_array_equal(dot.get_xydata(), path[-1:])
    for level, segments in zip(ax.collections[0].levels, ax.collections[0].allsegs, strict=True):
        for segment in segments:
            assert_allclose(np.hypot(*segment.T), level, rtol=2e-3)  # circles: the root of the height


def test_blocks_stand_side_by_side_without_overlap(ax):
    plotting.plot_blocks(ax, [("s", "10", 0.5, 1), ("=", "", 0.3, 0), ("W", "10 × 3", 2, 1)])
    first, second = ax.patches
    assert first.get_x() + first.get_width() < second.get_x()
    assert [text.get_text() for text in ax.texts] == ["10", "s", "=", "10 × 3", "W"]


def flow(**options):
    """Axes with the flow x, W, s, L; d_W below W, d_s below s."""
    ax = Figure(figsize=(6, 3)).add_axes([0, 0, 1, 1])
    values = {"x": [0.7, 0.0], "W": [[2, -3, 1], [0, 1, 4]], "s": [1.0, -1.5, 0.5], "L": 2.6666}
    d_W = [[-0.5, 0.25, 0.0004], [0, 0, -0.0004]]
    plotting.plot_flow(ax, values, {"W": ("d_W", d_W), "s": ("d_s", [0.1, 0.2, -0.3])}, **options)
    return ax


def box_of(ax, text):
    """The one box whose middle carries this text."""
    (place,) = [t.get_position() for t in ax.texts if t.get_text() == text]
    return next(box for box in ax.patches if box.get_bbox().contains(*place))


def test_numbers_of_a_flow_stand_in_boxes_without_needless_decimals_and_with_a_true_minus():
    texts = [text.get_text() for text in flow(decimals=3).texts]
    assert texts[:3] == ["0.7", "0", "x"]
    assert texts[3:10] == ["2", "−3", "1", "0", "1", "4", "W"]
    assert "2.667" in texts
    assert texts[texts.index("L") + 1 :][:7] == ["−0.50", "0.25", "0.00", "0", "0", "0.00", "d_W"]


def test_grids_of_a_flow_do_not_overlap_and_gradients_stand_below_their_values():
    ax = flow()
    boxes = [box.get_bbox() for box in ax.patches]
    for k, box in enumerate(boxes):
        assert not any(box.padded(-1e-6).overlaps(other) for other in boxes[:k])
    assert len(boxes) == 2 + 6 + 3 + 1 + 6 + 3
    for value, gradient in zip(boxes[2:11], boxes[12:], strict=True):
        assert_allclose([gradient.x0, gradient.width], [value.x0, value.width])
        assert gradient.y1 < min(box.y0 for box in boxes[:12])


def arrows(ax):
    """Start, corners and end of each arrow, and its colour."""
    heads = [text for text in ax.texts if hasattr(text, "xy")]
    return [
        (np.vstack([line.get_xydata(), head.xy]), line.get_color())
        for line, head in zip(ax.lines, heads, strict=True)
    ]


def test_forward_arrows_are_black_and_signs_have_none():
    ax = flow(steps=["·", "=", "loss"])
    (path, colour), *_ = arrows(ax)
    assert colour == "black"
    assert [colour for _, colour in arrows(ax)].count("black") == 1
    assert box_of(ax, "0.7").get_bbox().x1 < path[0, 0] < path[-1, 0] < box_of(ax, "2.667").get_bbox().x0


def test_the_way_back_goes_from_the_last_value_through_the_gradients_in_a_colour_of_its_own():
    ax = flow(steps=["·", "=", "loss"])
    _, (first, colour), (second, _) = arrows(ax)
    loss, d_s, d_W = (box_of(ax, text).get_bbox() for text in ["2.667", "0.2", "0.25"])
    assert colour != "black"
    assert loss.x0 < first[0, 0] < loss.x1
    assert d_s.x1 < first[-1, 0] < first[0, 0]
    assert d_W.x1 < second[-1, 0] < second[0, 0] < d_s.x0
    assert_allclose(second[:, 1], first[-1, 1])


def test_an_arrow_back_runs_below_a_gradient_that_it_passes():
    ax = flow(back=[("L", "W")])
    path, _ = arrows(ax)[-1]
    lowest = min(box.get_bbox().y0 for box in ax.patches)
    assert path[:, 1].min() < lowest
    assert ax.get_ylim()[0] < path[:, 1].min()
    d_W = [box.get_bbox() for box in ax.patches[12:18]]
    assert d_W[0].x0 < path[-1, 0] < d_W[2].x1
    assert_allclose(path[-1, 1], d_W[-1].y0, atol=0.2)


def test_marked_boxes_are_thick_and_tinted_ones_have_the_colour_of_their_class():
    ax = flow(marked=[("s", 1, 0), ("d_W", 0, 2)], tints=["W", "s"])
    thick = [k for k, box in enumerate(ax.patches) if box.get_linewidth() > 2]
    assert thick == [2 + 6 + 1, 12 + 2]
    for boxes in (ax.patches[2:5], ax.patches[5:8], ax.patches[8:11]):
        faces = [box.get_facecolor()[:3] for box in boxes]
        assert_allclose(faces, [to_rgb(colour) for colour in plotting.COLOURS[:3]])
    assert_allclose(ax.patches[12].get_facecolor()[:3], 1)


def test_names_of_rows_stand_beside_their_rows_inside_the_axes():
    ax = flow(rows={"x": ["width", "height"]})
    for name, number in [("width", "0.7"), ("height", "4")]:
        (text,) = [text for text in ax.texts if text.get_text() == name]
        box = box_of(ax, number).get_bbox()
        assert box.y0 < text.get_position()[1] < box.y1
        assert ax.get_xlim()[0] < text.get_position()[0] < box_of(ax, "0.7").get_bbox().x0


def test_letters_of_a_flow_grow_with_the_figure_and_fit_their_boxes():
    sizes = []
    for width in (4, 8):
        fig = Figure(figsize=(width, width / 2))
        ax = fig.add_axes([0, 0, 1, 1])
        plotting.plot_flow(ax, {"x": [1.25, -12.5], "y": ["text"]})
        fig.draw_without_rendering()
        for text in ax.texts[:2]:
            inside = text.get_window_extent()
            box = next(box for box in ax.patches if box.get_bbox().contains(*text.get_position()))
            assert inside.width < box.get_window_extent().width
        sizes.append(ax.texts[0].get_size())
    assert_allclose(sizes[1], 2 * sizes[0])


def test_a_plane_has_equal_axes(ax):
    plotting.plot_plane(ax, 3, "title")
    assert ax.get_xlim() == ax.get_ylim() == (-3, 3)
    assert ax.get_aspect() == 1


def test_strokes_of_hog_run_along_the_edge_through_the_middle_of_their_cell(ax):
    image = np.zeros((16, 32, 3), dtype=np.uint8)
    votes = np.zeros((2, 4, 2))
    votes[1, 2, 0] = 1  # gradient at 45 degrees down to the right: the edge runs down to the left
    plotting.plot_hog(ax, image, votes)
    strokes = np.array(ax.collections[0].get_segments()).reshape(2, 4, 2, 2, 2)
    assert_allclose(strokes.mean(axis=3)[1, 2], [[19.5, 11.5]] * 2)
    half = 4 / np.sqrt(2)
    assert_allclose(strokes[1, 2, 0], [[19.5 + half, 11.5 - half], [19.5 - half, 11.5 + half]])
    assert_allclose(np.ptp(strokes, axis=3)[votes == 0], 0)


def test_a_line_is_the_border_of_the_unit(ax):
    plotting.plot_line(ax, [3.0, 4.0], 5.0)
    (line,) = ax.lines
    points = np.array([line.get_xy1(), line.get_xy2()])
    assert_allclose(points @ [3, 4] + 5, 0, atol=1e-12)
    assert_allclose(np.hypot(*points[0]), 1)  # |b| / |w| away from the origin
    assert not np.allclose(*points)


def test_a_unit_without_weights_has_no_border(ax):
    plotting.plot_line(ax, np.zeros(2), 1.0)
    assert len(ax.lines) == 0


def test_a_network_has_a_circle_for_each_unit_and_a_line_for_each_weight(ax):
    plotting.plot_network(ax, [["a", "b", "c"], ["d", "e"]], labels=[["12", "34", "56"]])
    assert len(ax.patches) == 5
    assert len(ax.lines) == 6
    assert_allclose(ax.lines[1].get_xydata(), [[0, 1], [2, -0.5]])  # from a to e
    assert "".join(text.get_text() for text in ax.texts) == "abcde123456"


def test_the_sign_of_a_weight_is_a_colour_its_size_a_width_and_zero_is_no_line(ax):
    plotting.plot_network(ax, [["a", "b"], ["c", "d"]], weights=[[[2.0, -1.0], [0.0, -2.0]]])
    widths = [line.get_linewidth() for line in ax.lines]
    assert [line.get_color() for line in ax.lines] == [plotting.COLOURS[k] for k in (0, 1, 1)]
    assert widths[0] == widths[2] > widths[1] > 0


def test_a_gap_in_a_layer_has_neither_circle_nor_lines(ax):
    plotting.plot_network(ax, [["a", "⋮", "z"], ["s"]])
    assert len(ax.patches) == 3
    assert len(ax.lines) == 2


def playground(rng, n_hidden=3, activation=tanh):
    """The axes of a playground whose hidden unit j has the border x1 = j / 10, with j + 1 times the slope."""
    model = MLP([2, n_hidden, 2], activation, rng=rng)
    slopes = np.arange(1, n_hidden + 1)
    model.params["W1"] = np.stack([slopes, 0 * slopes]).astype(float)
    model.params["b1"] = -slopes * np.arange(n_hidden) / 10
    X = rng.normal(size=(20, 2))
    fig = Figure(figsize=(7.0, 4.2))
    plotting.plot_playground(fig, model, X, model.predict(X), np.linspace(1, 0.5, 31), 20, limit=2)
    return fig, model


def test_the_playground_shows_answers_loss_and_share_of_right_answers(rng):
    fig, model = playground(rng)
    plane, _, curve = fig.axes
    assert "epoch 20: 100 % right" in [plane.get_title(loc) for loc in ["left", "center"]]
    labels = plane.images[0].get_array()
    assert_array_equal(labels[0, [0, -1]], model.predict(np.array([[-1.99, -1.99], [1.99, -1.99]])))
    assert_allclose(curve.lines[1].get_xydata(), [[20, 1 - 0.5 * 20 / 30]])


def test_each_hidden_unit_has_its_line_in_the_plane_and_in_its_own_picture(rng):
    fig, _ = playground(rng)
    plane, units, _ = fig.axes
    lines = np.array(plane.collections[0].get_segments())
    assert_allclose(lines[:, :, 0], np.repeat([[0.0], [0.1], [0.2]], 2, axis=1))
    assert_allclose(np.abs(lines[:, :, 1]), 2)
    small = np.array(units.collections[0].get_segments())
    boxes = [box.get_bbox() for box in units.patches]
    for j, box in enumerate(boxes):
        assert_allclose(small[j, :, 0], box.x0 + box.width * (2 + j / 10) / 4)
        assert_allclose(sorted(small[j, :, 1]), [box.y0, box.y1])
        assert not any(box.overlaps(other) for other in boxes[:j])


def test_pictures_of_units_show_their_responses_on_one_scale_with_white_at_zero(rng):
    fig, _ = playground(rng)
    image = fig.axes[1].images[0]
    assert image.norm(0) == 0.5
    ticks = ((np.arange(24) + 0.5) / 12 - 1) * 2
    paper = image.get_array()
    for j, x in enumerate([0, 26, 52]):
        assert_allclose(paper[5, x : x + 24], np.tanh((j + 1) * (ticks - j / 10)))


def test_the_picture_of_a_unit_has_the_upper_part_of_the_plane_at_the_top(rng):
    model = MLP([2, 1, 2], relu, rng=rng)
    model.params |= {"W1": np.array([[0.0], [1.0]]), "b1": np.array([-0.5])}
    fig = Figure(figsize=(6.4, 3.84))
    plotting.plot_playground(fig, model, rng.normal(size=(5, 2)), np.zeros(5, int), [1.0, 1.0], 1, limit=1)
    units = fig.axes[1]
    paper = units.images[0].get_array()
    assert paper[0, 0] > 0 == paper[-1, 0]
    assert_allclose(units.collections[0].get_segments()[0][:, 1], 24 * 0.25)


def test_a_line_outside_the_square_and_a_unit_without_weights_are_not_drawn(rng):
    model = MLP([2, 2, 2], relu, rng=rng)
    model.params |= {"W1": np.array([[1.0, 0.0], [1.0, 0.0]]), "b1": np.array([-5.0, 1.0])}
    fig = Figure(figsize=(6.4, 3.84))
    plotting.plot_playground(fig, model, rng.normal(size=(5, 2)), np.zeros(5, int), [1.0, 1.0], 1, limit=1)
    for segment in fig.axes[0].collections[0].get_segments():
        assert np.isnan(segment).all() or not segment.size


@pytest.mark.parametrize(("n_hidden", "title"), [(1, "1 hidden unit"), (11, "11 hidden units, 8 shown")])
def test_a_playground_counts_its_units_and_shows_at_most_eight(n_hidden, title, rng):
    fig, _ = playground(rng, n_hidden)
    assert [text.get_text() for text in fig.texts] == [title]
    assert len(fig.axes[1].patches) == min(n_hidden, 8)

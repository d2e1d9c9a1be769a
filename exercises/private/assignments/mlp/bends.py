r"""Through any points, and straight beyond them

The chapter builds a chain of straight pieces through points at equal distances. Before its first point the chain is level, since all ramps are silent there. Now the points lie anywhere, and the first and the last piece go on straight in both directions without end.

Write `bends(knots, values)` for sorted `knots`, all different, and the `values` there, two arrays with at least two entries each. It gives back `(W1, b1, W2, b2)` of a network with one input, one output and *at most as many* ReLU units as there are points, with the shapes $(1, h)$, $(h,)$, $(h, 1)$ and $(1,)$. Its output is the chain of straight pieces through all points.

For example, `bends(np.array([0, 2]), np.array([1, 5]))` has the output $1 + 2x$ for every $x$, at −100 too. Two units do it:

- one with the weight 1, awake to the right of the knot 0, $\max(0, x)$;
- one with the weight −1, awake to the left of it, $\max(0, -x)$.

Which shares `W2` and which height `b2` do they need? Begin with that on paper, then add a point at the right.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=5,
    section="each-relu-unit-adds-one-bend",
    star=True,
    todo="slopes first, then their changes, then the left end",
)
def bends(knots, values):
    """W1 (1, h), b1 (h,), W2 (h, 1), b2 (1,) of straight pieces through points.

    knots and values have one shape; h is at most their length.
    """
    slopes = np.diff(values) / np.diff(knots)  # (m - 1,), one a piece
    W1 = np.append(-1, np.ones(len(slopes)))[None]  # the first unit looks to the left
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0))[:, None]  # changes of slope
    return W1, b1, W2, values[:1]


@check(points=0.5)
def test_the_output_passes_through_the_points(bends):
    knots, values = np.array([-1.0, 0.0, 2.0]), np.array([1.0, 3.0, 2.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    W1, b1 = array("W1", W1, (1, None), given=given), array("b1", b1, (None,), given=given)
    W2, b2 = array("W2", W2, (None, 1), given=given), array("b2", b2, (1,), given=given)
    output = np.maximum(knots[:, None] @ W1 + b1, 0) @ W2 + b2
    check_close(
        "the outputs at the three knots are the three values",
        output[:, 0],
        values,
        given=given,
        hint="work out by hand which units are awake at each knot",
        mistakes=[
            ([0, 2, 1], "the chain has the right form, but the wrong height: where does it start?"),
            (
                [1, 3, 6],
                "W2 holds the slopes: a ramp must add only the change of slope, the ones before go on",
            ),
            ([1, 3, 1], "a slope is a difference of values divided by the difference of knots"),
            ([1, 1, -2], "a unit with the weight 1 wakes up at a knot if its bias is minus the knot"),
            ([1, 7 / 3, 1], "the knots are not at equal distances: each piece has its own length"),
        ],
    )


@check(points=0.5)
def test_the_first_and_last_pieces_go_on_straight(bends):
    knots, values = np.array([-1.0, 0.0, 2.0]), np.array([1.0, 3.0, 2.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    W1, b1 = array("W1", W1, (1, None), given=given), array("b1", b1, (None,), given=given)
    W2, b2 = array("W2", W2, (None, 1), given=given), array("b2", b2, (1,), given=given)
    left, right = (np.maximum(np.array([[-2.0], [4.0]]) @ W1 + b1, 0) @ W2 + b2)[:, 0]
    check_close(
        "at x = -2 the first piece, of slope 2, has come down to -1",
        left,
        -1,
        given=given,
        mistakes=[
            (
                1,
                "all ramps are silent there: a unit with the weight -1 is awake to the left of its knot",
            ),
            (
                3,
                "to the left the chain rises: a ramp that looks to the left needs a negative share here",
            ),
            (0, "no unit is awake to the left, and the height is missing"),
        ],
        hint="which units are awake to the left of the first knot?",
    )
    check_close(
        "at x = 4 the last piece, of slope -½, has come down to 1",
        right,
        1,
        given=given,
        mistakes=[(2, "the chain is level beyond the last knot: no bend stands there")],
        hint="beyond the last knot nothing bends any more",
    )


@check(points=0.5)
def test_there_are_at_most_as_many_units_as_points(bends):
    knots, values = np.array([3.0, 3.5, 7.0, 10.0]), np.array([-2.0, 0.0, 0.0, 9.0])
    given = call_text("bends", knots, values)
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
    h = np.shape(W1)[-1] if np.ndim(W1) else 0
    W1, b1 = array("W1", W1, (1, h), given=given), array("b1", b1, (h,), given=given)
    W2, b2 = array("W2", W2, (h, 1), given=given), array("b2", b2, (1,), given=given)
    check_that(
        "four points need at most four units",
        h <= 4,
        given=given,
        received=f"{h} units",
        hint="a unit for each piece, and one that looks to the left; the last knot needs none",
    )
    middle = np.array([[3.25], [5.25], [8.5]])
    output = np.maximum(middle @ W1 + b1, 0) @ W2 + b2
    check_close(
        "halfway between two knots the output is halfway between two values",
        output[:, 0],
        [-1, 0, 4.5],
        given=given,
        hint="every knot but the first and the last needs a bend, exactly there",
    )


@hidden_check(points=1.5)
def test_the_chain_is_right_for_random_points(bends):
    for n in [2, 3, 5, 12]:
        rng = np.random.default_rng(n)
        knots, values = np.cumsum(rng.uniform(0.2, 3, size=n)) - 5, rng.normal(size=n)
        if n == 3:
            knots, values = np.array([-4, 1, 2]), np.array([3, -2, 5])
        given = call_text("bends", knots, values)
        W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("bends", bends, knots, values), given=given)
        h = np.shape(W1)[-1] if np.ndim(W1) else 0
        W1, b1 = array("W1", W1, (1, h), given=given), array("b1", b1, (h,), given=given)
        W2, b2 = array("W2", W2, (h, 1), given=given), array("b2", b2, (1,), given=given)
        check_that("there are at most as many units as points", h <= n, given=given, received=f"{h} units")
        x = np.concatenate([rng.uniform(knots[0], knots[-1], size=50), knots, [-1e4, -20.0, 60.0, 1e4]])
        slopes = np.diff(values) / np.diff(knots)
        piece = np.searchsorted(knots[1:-1], x)
        wanted = values[piece] + slopes[piece] * (x - knots[piece])
        output = (np.maximum(x[:, None] @ W1 + b1, 0) @ W2 + b2)[:, 0]
        check_close("the output between the knots", output[:-4], wanted[:-4], given=given)
        check_close("the output far beyond the knots", output[-4:], wanted[-4:], given=given)


@look
def look_at_bends():
    """Look at your chain. It should pass through all dots, and leave the picture straight on both sides."""
    from mlplib import plotting

    knots, values = np.array([-2.0, -1.0, 0.5, 1.0, 3.0]), np.array([0.0, 2.0, -1.0, 1.0, 0.5])
    W1, b1, W2, b2 = bends(knots, values)
    x = np.linspace(-4, 5, 400)[:, None]
    ax = plotting.plt.figure(figsize=(5, 2.8), layout="constrained").add_subplot(1, 1, 1)
    ax.plot(x[:, 0], (np.maximum(x @ W1 + b1, 0) @ W2 + b2)[:, 0])
    ax.plot(knots, values, "o", color="black")
    _ = ax.set(xlabel="$x$", ylim=(-5, 5))


@wrong("must add only the change of slope")
def slopes_in_w2(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(-slopes[0], slopes)[:, None]
    return W1, b1, W2, values[:1]


@wrong("if its bias is minus the knot")
def sign_of_the_bias(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(1, np.ones(len(slopes)))[None]
    b1 = W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(0, np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("divided by the difference of knots")
def not_divided(knots, values):
    slopes = np.diff(values)
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("not at equal distances")
def knots_at_equal_distances(knots, values):
    slopes = np.diff(values) / (np.ptp(knots) / (len(knots) - 1))
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("the wrong height")
def height_forgotten(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, np.zeros(1)


@wrong("all ramps are silent there")
def level_at_the_left(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(0, np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("needs a negative share")
def left_ramp_with_the_wrong_sign(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(slopes)))[None]
    b1 = -W1[0] * np.append(knots[0], knots[:-1])
    W2 = np.append(slopes[0], np.diff(slopes, prepend=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("no bend stands there")
def level_at_the_right(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(knots)))[None]
    b1 = -W1[0] * np.append(knots[0], knots)
    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0, append=0))[:, None]
    return W1, b1, W2, values[:1]


@wrong("the last knot needs none")
def a_unit_too_many(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W1 = np.append(-1, np.ones(len(knots)))[None]
    b1 = -W1[0] * np.append(knots[0], knots)
    W2 = np.concatenate([[-slopes[0]], np.diff(slopes, prepend=0), [0]])[:, None]
    return W1, b1, W2, values[:1]

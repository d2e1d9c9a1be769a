"""A network for a region

No training here: choose the weights with pencil and paper. Write `region(name)`. It gives back `(W1, b1, W2, b2)` of a two-layer network with two inputs $x_1, x_2$ and one score. The score must be above 0 at every point inside the region, and 0 or below at every point outside.

| `name` | the score is above 0 for | hidden units |
|---|---|---|
| `"band"` | points between two lines: $-1 < x_1 + x_2 < 1$ | 2 with ReLU |
| `"triangle"` | points inside the triangle with the corners (0, 0), (4, 0), (0, 2) | 3 with a threshold |
| `"outside"` | points *outside* the square $1 < x_1 < 3$, $-1 < x_2 < 1$ | 4 with a threshold |

A threshold unit gives 1 if its $z$ is above 0, else 0. For $h$ hidden units the shapes are $(2, h)$, $(h,)$, $(h, 1)$ and $(1,)$. Points closer than 0.05 to the border are not tested.

The band is XOR once more, for inputs that are −1 or 1: it contains the two corners of the square whose coordinates differ. Compute the two hidden outputs at the four corners by hand before you look at the check.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.mlp.helpers import relu
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that, parts


@question(
    number=4,
    section="bend-the-line-with-two-units-and-xor-is-solved",
    star=True,
    todo="a line for each hidden unit, then count those that fire",
)
def region(name):
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) of a network whose score is above 0 in the region."""
    if name == "band":  # rises from the one line to the middle, then falls
        return np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)
    if name == "triangle":  # x1 > 0 and x2 > 0 and x1 + 2 x2 < 4
        W1, b1 = np.array([[1, 0, -1], [0, 1, -2]]), np.array([0, 0, 4])
        return W1, b1, np.ones((3, 1)), np.array([-2.5])
    W1, b1 = np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]), np.array([1, -3, -1, -1])
    return W1, b1, np.ones((4, 1)), np.array([-0.5])  # one of four is enough


@check(points=0.5)
def test_the_band_is_xor_with_two_hidden_units(region):
    given = call_text("region", "band")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "band"), given=given)
    W1, b1 = array("W1", W1, (2, 2), given=given), array("b1", b1, (2,), given=given)
    W2, b2 = array("W2", W2, (2, 1), given=given), array("b2", b2, (1,), given=given)
    hints = {
        (
            1,
            1,
        ): "beyond the middle the score must fall again, as fast as it rose: what does the second unit weigh?",
        (-1, -1): "the first unit wakes up too early, or b2 is too high",
        (0.3, 0.3): "a sum of 0.6 is still inside the band: the score turns too early",
    }
    points = [
        (-1, 1),
        (1, -1),
        (-1, -1),
        (1, 1),
        (0, 0),
        (0.3, 0.3),
        (-0.3, -0.3),
        (4, -4),
        (3, 3),
        (-3, -3),
    ]
    for x in points:
        H = np.maximum(x @ W1 + b1, 0)
        (score,), inside = H @ W2 + b2, abs(sum(x)) < 1
        other = (
            "the score is not above 0 here: put the point into both units"
            if inside
            else "this point is outside"
        )
        check_that(
            f"the score at {x} is {'above 0: inside' if inside else '0 or below: outside'}",
            (score > 0) == inside,
            given=given,
            received=f"hidden outputs {H.tolist()}, score {score:g}",
            hint=hints.get(x, other),
        )


@check(points=0.5)
def test_the_triangle_needs_all_three_sides(region):
    given = call_text("region", "triangle")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "triangle"), given=given)
    check_that(
        "W1 has a column for each hidden unit",
        np.shape(W1) == (2, 3),
        given=given,
        received=f"shape {np.shape(W1)}",
        expected="shape (2, 3)",
        hint="row 1 holds the weights of x1, row 2 those of x2",
    )
    W1, b1 = array("W1", W1, (2, 3), given=given), array("b1", b1, (3,), given=given)
    W2, b2 = array("W2", W2, (3, 1), given=given), array("b2", b2, (1,), given=given)
    sides = {
        (-0.5, 1): "the side x1 = 0",
        (1, -0.5): "the side x2 = 0",
        (3, 0.9): "the slanted side",
        (0.8, 1.8): "the slanted side",
    }
    inside = [(1, 0.5), (0.2, 0.2), (3.5, 0.1), (0.1, 1.8), (2, 0.8)]
    fires = {x: ((np.array(x) @ W1 + b1 > 0) @ W2 + b2).item() > 0 for x in [*inside, *sides]}
    for x, was in fires.items():
        wanted = x in inside
        hint = f"only {sides.get(x)} keeps this point out: are its weights and its bias right?"
        if wanted:
            hint = (
                "all three conditions hold at this point: do the units say what you meant, and does b2 fit?"
            )
        elif all(fires[y] for y in sides):
            hint = "two conditions are enough for this network: it must ask for all three, with b2"
        check_that(
            f"the point {x} is {'inside' if wanted else 'outside'}",
            was == wanted,
            given=given,
            received=f"units {(np.array(x) @ W1 + b1 > 0).astype(int).tolist()}, "
            f"score {'above 0' if was else '0 or below'}",
            hint=hint,
        )


@check(points=0.5)
def test_one_side_is_enough_to_be_outside_the_square(region):
    given = call_text("region", "outside")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "outside"), given=given)
    check_that(
        "W1 has a column for each hidden unit",
        np.shape(W1) == (2, 4),
        given=given,
        received=f"shape {np.shape(W1)}",
        expected="shape (2, 4)",
        hint="one column for each side: row 1 holds the weights of x1, row 2 those of x2",
    )
    W1, b1 = array("W1", W1, (2, 4), given=given), array("b1", b1, (4,), given=given)
    W2, b2 = array("W2", W2, (4, 1), given=given), array("b2", b2, (1,), given=given)
    sides = [(0.5, 0), (3.5, 0), (2, 1.5), (2, -1.5)]
    corners, inside = [(5, 4), (-2, -3), (0, 3), (4, -2)], [(2, 0), (1.2, 0.8), (2.8, -0.8)]
    fires = {x: ((np.array(x) @ W1 + b1 > 0) @ W2 + b2).item() > 0 for x in [*sides, *inside, *corners]}
    for x, was in fires.items():
        wanted = x not in inside
        hint = (
            "compare the units above with the four conditions: which one says something else than you meant?"
        )
        if all(fires[y] for y in inside) and not any(fires[y] for y in sides):
            hint = "this network fires inside the square: turn the sign of the score, W2 and b2"
        elif not any(fires[y] for y in sides):
            hint = "beyond one side one condition is broken, not two: one must be enough, so look at b2"
        elif wanted:
            hint = "one side of the square is not watched: look at the unit for this one, and at its bias"
        elif all(fires.values()):
            hint = "it fires everywhere: some unit fires inside the square too, or b2 asks for nothing"
        check_that(
            f"the point {x} is {'outside' if wanted else 'inside'}",
            was == wanted,
            given=given,
            received=f"units {(np.array(x) @ W1 + b1 > 0).astype(int).tolist()}, "
            f"score {'above 0' if was else '0 or below'}",
            hint=hint,
        )


@hidden_check(points=1)
def test_the_band_is_right_everywhere(region):
    given = call_text("region", "band")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "band"), given=given)
    W1, b1 = array("W1", W1, (2, 2), given=given), array("b1", b1, (2,), given=given)
    W2, b2 = array("W2", W2, (2, 1), given=given), array("b2", b2, (1,), given=given)
    rng = np.random.default_rng(440)
    X = np.concatenate([rng.uniform(-3, 3, size=(2000, 2)), rng.uniform(-40, 40, size=(500, 2))])
    X = X[np.abs(np.abs(X.sum(axis=1)) - 1) > 0.0708]
    scores = (np.maximum(X @ W1 + b1, 0) @ W2 + b2)[:, 0]
    wrong = X[(scores > 1e-12) != (np.abs(X.sum(axis=1)) < 1)]
    check_that(
        "the score is above 0 in the band and nowhere else",
        not len(wrong),
        given=given,
        received=f"{len(wrong)} points wrong, such as {wrong[:1].round(2).tolist()}",
    )


@hidden_check(points=0.75)
def test_the_triangle_is_right_everywhere(region):
    given = call_text("region", "triangle")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "triangle"), given=given)
    W1, b1 = array("W1", W1, (2, 3), given=given), array("b1", b1, (3,), given=given)
    W2, b2 = array("W2", W2, (3, 1), given=given), array("b2", b2, (1,), given=given)
    rng = np.random.default_rng(441)
    X = np.concatenate([rng.uniform([-1, -1], [5, 3], size=(2000, 2)), rng.uniform(-40, 40, size=(500, 2))])
    depth = np.stack([X[:, 0], X[:, 1], (4 - X @ [1, 2]) / 5**0.5], axis=1).min(axis=1)
    X, depth = X[np.abs(depth) > 0.05], depth[np.abs(depth) > 0.05]
    scores = ((X @ W1 + b1 > 0) @ W2 + b2)[:, 0]
    wrong = X[(scores > 1e-12) != (depth > 0)]
    check_that(
        "the score is above 0 in the triangle and nowhere else",
        not len(wrong),
        given=given,
        received=f"{len(wrong)} points wrong, such as {wrong[:1].round(2).tolist()}",
    )


@hidden_check(points=0.75)
def test_the_square_is_left_out_and_nothing_else(region):
    given = call_text("region", "outside")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "outside"), given=given)
    W1, b1 = array("W1", W1, (2, 4), given=given), array("b1", b1, (4,), given=given)
    W2, b2 = array("W2", W2, (4, 1), given=given), array("b2", b2, (1,), given=given)
    rng = np.random.default_rng(442)
    X = np.concatenate([rng.uniform([-1, -3], [5, 3], size=(2000, 2)), rng.uniform(-40, 40, size=(500, 2))])
    depth = 1 - np.abs(X - [2, 0]).max(axis=1)
    X, depth = X[np.abs(depth) > 0.05], depth[np.abs(depth) > 0.05]
    scores = ((X @ W1 + b1 > 0) @ W2 + b2)[:, 0]
    wrong = X[(scores > 1e-12) != (depth < 0)]
    check_that(
        "the score is above 0 outside the square and nowhere else",
        not len(wrong),
        given=given,
        received=f"{len(wrong)} points wrong, such as {wrong[:1].round(2).tolist()}",
    )


@look
def look_at_region():
    """Look at your networks: orange where the score is above 0. You should see a diagonal band, a flat triangle to the upper right of the middle, and everything but a square."""
    from functools import partial

    from mlplib import plotting

    def fires(name, X):
        W1, b1, W2, b2 = region(name)
        H = relu(X @ W1 + b1) if name == "band" else X @ W1 + b1 > 0
        return (H @ W2 + b2 > 0).astype(int)

    axes = plotting.plt.subplots(1, 3, figsize=(8, 2.8), layout="constrained")[1]
    for ax, name in zip(axes, ["band", "triangle", "outside"]):
        plotting.plot_regions(ax, partial(fires, name), 2, 5)
        plotting.plot_plane(ax, 5, name)


@wrong("the score must fall again")
def the_band_does_not_fall_again(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-1]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("put the point into both units")
def a_band_for_inputs_0_and_1(name):
    return {
        "band": (np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("the first unit wakes up too early")
def a_band_with_b2_too_high(name):
    return {
        "band": (np.ones((2, 2)), np.array([2, 0]), np.array([[1], [-3]]), np.array([0.5])),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("two conditions are enough")
def two_sides_of_the_triangle_are_enough(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-1.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("only the slanted side keeps")
def slanted_side_x1_x2_4(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -1]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("all three conditions hold at this point")
def slanted_side_turned(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, 1], [0, 1, 2]]),
            np.array([0, 0, -4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("row 1 holds the weights of x1, row 2")
def a_row_for_each_unit(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0], [0, 1], [-1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]


@wrong("this network fires inside the square")
def inside_the_square(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[1, -1, 0, 0], [0, 0, 1, -1]]),
            np.array([-1, 3, 1, 1]),
            np.ones((4, 1)),
            np.array([-3.5]),
        ),
    }[name]


@wrong("one condition is broken, not two")
def outside_two_sides(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-1.5]),
        ),
    }[name]


@wrong("one side of the square is not watched")
def the_square_around_the_origin(name):
    return {
        "band": (np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)),
        "triangle": (
            np.array([[1, 0, -1], [0, 1, -2]]),
            np.array([0, 0, 4]),
            np.ones((3, 1)),
            np.array([-2.5]),
        ),
        "outside": (
            np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]),
            np.array([-1, -3, -1, -1]),
            np.ones((4, 1)),
            np.array([-0.5]),
        ),
    }[name]

"""A network for a region

No training here: choose the weights with pencil and paper. Write `region(name)`. It gives back `(W1, b1, W2, b2)` of a network with two inputs $x_1, x_2$, one hidden layer of $h$ units, and one score. The shapes are $(2, h)$, $(h,)$, $(h, 1)$ and $(1,)$. The score must be above 0 at every point inside the region, and 0 or below at every point outside.

| `name` | the score is above 0 for | hidden units |
|---|---|---|
| `"band"` | points between two lines: $-1 < x_1 + x_2 < 1$ | 2 with ReLU |
| `"triangle"` | points inside the triangle with the corners (0, 0), (4, 0), (0, 2) | 3 with a threshold |

- *Band.* Look at the sum $x_1 + x_2$ alone. The score has to rise as the sum grows, then to bend and fall. Where must it be 0, where is the bend, and how steep is it after it? (It is XOR once more, for inputs that are −1 or 1. The network of the chapter has such a score, elsewhere.)
- *Triangle.* A threshold unit gives 1 if its $z$ is above 0, else 0. So each unit can say on which side of a line a point lies. The score counts the units that say 'inside'. How many must it demand?

Points closer than 0.05 to the border are not tested.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.mlp.helpers import relu
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that, parts


@question(
    number=3,
    section="bend-the-line-with-two-units-and-xor-is-solved",
    star=True,
    todo="band: where does the score rise, bend and fall? triangle: a unit for each side",
)
def region(name):
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) of a network whose score is above 0 in the region."""
    if name == "band":  # rises from the one line to the middle, then falls
        return np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)
    W1, b1 = np.array([[1, 0, -1], [0, 1, -2]]), np.array([0, 0, 4])  # x1 > 0, x2 > 0, x1 + 2 x2 < 4
    return W1, b1, np.ones((3, 1)), np.array([-2.5])


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
    corners = [(-1, 1), (1, -1), (-1, -1), (1, 1)]
    points = [*corners, (0, 0), (0.3, 0.3), (-0.3, -0.3), (4, -4), (3, 3), (-3, -3)]
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


@hidden_check(points=1)
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


@look
def look_at_region():
    """Look at your networks: orange where the score is above 0. You should see a diagonal band, and a flat triangle to the upper right of the middle."""
    from functools import partial

    from mlplib import plotting

    def fires(name, X):
        W1, b1, W2, b2 = region(name)
        H = relu(X @ W1 + b1) if name == "band" else X @ W1 + b1 > 0
        return (H @ W2 + b2 > 0).astype(int)

    axes = plotting.plt.subplots(1, 2, figsize=(6, 2.8), layout="constrained")[1]
    for ax, name in zip(axes, ["band", "triangle"]):
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
    }[name]

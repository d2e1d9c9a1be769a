r"""Straighten three borders

Three sets of points in the plane, each with a bent border between class 0 and class 1:

| `name` | the border |
|---|---|
| `"wave"` | $x_2 = \sin 3x_1$ |
| `"ellipse"` | $(x_1 - 1)^2 / 4 + x_2^2 = 1$, an ellipse around the point (1, 0) |
| `"flower"` | $r = 1 + 0.4 \cos 5\varphi$ in polar coordinates |

Write `straighten(name, X)`. It gets points `X` of shape $(n, 2)$ with the columns $x_1$ and $x_2$. It returns their features, an array with $n$ rows and one or two columns, in which the border of that set is a straight line. Two columns $f_1, f_2$ do this if the border can be written as $w_1 f_1 + w_2 f_2 + b = 0$, and one column does if it has the same value all along the border.

For example, for the circle $x_1^2 + x_2^2 = 1$ the columns $x_1^2$ and $x_2^2$ would do, and so would the one column $r$.

Three rules. Give features, not answers: two points close together on the two sides of a border have nearly the same features, so use no comparison and no `np.sign`. The features of a point do not depend on the other points. They are finite for every point, (0, 0) included.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that
from mlplib.features import standardise
from mlplib.linear_model import LinearModel
from mlplib.optim import SGD, fit


@question(
    number=1,
    section="change-the-coordinates-and-a-circle-becomes-a-line",
    star=True,
    todo="which columns make the border a weighted sum?",
)
def straighten(name, X):
    """Features (n, 1) or (n, 2) of points X (n, 2) that make the border straight."""
    x1, x2 = X.T
    if name == "wave":
        return np.stack([x2, np.sin(3 * x1)], axis=1)
    if name == "ellipse":
        return np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    return np.stack([r, np.cos(5 * phi)], axis=1)


@check(points=0.5)
def test_each_border_becomes_a_straight_line(straighten):
    turn = np.linspace(-3.1, 3.1, 201)
    radius = 1 + 0.4 * np.cos(5 * turn)
    borders = {
        "wave": np.stack([turn / 1.5, np.sin(2 * turn)], axis=1),
        "ellipse": np.stack([1 + 2 * np.cos(turn), np.sin(turn)], axis=1),
        "flower": np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1),
    }
    near = {"wave": [0, 0.3], "ellipse": [0, 0], "flower": [0, 0]}
    far = {"wave": [0, -0.3], "ellipse": [3, 1.5], "flower": [0.9, 1.2]}
    hints = {
        "wave": "one column must follow the height of the wave at the x1 of the point",
        "ellipse": "the middle of the ellipse is (1, 0), not (0, 0)",
        "flower": "the radius of the border changes with the angle, five times around",
    }
    for name, border in borders.items():
        both = np.array([near[name], far[name]], dtype=float)
        given = call_text("straighten", name, both)
        two = call_answer("straighten", straighten, name, both)
        check_that(
            "the result has a row for each point, and columns",
            np.ndim(two) == 2,
            given=given,
            received=f"shape {np.shape(two)}",
            expected="shape (2, 1) or (2, 2)",
            hint="one column is still a column: column[:, None] has the shape (n, 1)",
        )
        two = array("the result", two, (2, None), given=given)
        check_that(
            "points on the two sides of the border have different features",
            np.ptp(two, axis=0).max() > 1e-3,
            given=given,
            received=two,
            hint="both points have the same features, so no classifier can tell them apart",
        )
        given = call_text("straighten", name, border) + ", points on the border"
        f = array(
            "the result",
            call_answer("straighten", straighten, name, border),
            (201, two.shape[1]),
            given=given,
        )
        check_that(
            "there are one or two columns",
            f.shape[1] in (1, 2),
            given=given,
            received=f"{f.shape[1]} columns",
        )
        largest = np.abs(np.concatenate([f, two])).max(axis=0).clip(1e-12)
        rows = np.column_stack([f / largest, np.ones(201)])
        _, sizes, across = np.linalg.svd(rows)
        away = np.abs(rows @ across[-1]).max()  # of the border from the best line
        hint = hints[name]
        if len(np.unique(f, axis=0)) == 2:
            hint = "features with two values are answers: leave the comparison to the classifier"
        elif f.shape == border.shape and np.allclose(f, border):
            hint = "these are x1 and x2 as they were: the border is as bent as before"
        elif name == "ellipse":
            left, right = call_answer("straighten", straighten, name, np.array([[0.3, 0.4], [1.7, 0.4]]))
            if np.allclose(left, right):
                hint = "a circle around (1, 0), but an ellipse is asked for: it is wider than high"
        check_that(
            f"the border of {name!r} is a straight line in your features",
            sizes[-1] < 1e-9 * sizes[0],
            given=given,
            received=f"points up to {away:.2g} away from the best line",
            expected="all on one line",
            hint=hint,
        )


@check(points=1)
def test_a_linear_classifier_learns_each_set_from_your_features(straighten):
    rng = np.random.default_rng(21)
    X = rng.uniform([-2, -2], [3, 2], size=(900, 2))
    x1, x2 = X.T
    r, phi = np.hypot(x1, x2), np.arctan2(x2, x1)
    sides = {
        "wave": x2 > np.sin(3 * x1),
        "ellipse": (x1 - 1) ** 2 / 4 + x2**2 < 1,
        "flower": r < 1 + 0.4 * np.cos(5 * phi),
    }
    edge = np.array([[0.5, np.sin(1.5)], [3, 0], [1.4, 0]])  # a point of each border
    inwards = np.array([[0, 1e-6], [-1e-6, 0], [-1e-6, 0]])
    for i, (name, side) in enumerate(sides.items()):
        given = call_text("straighten", name, X)
        f = array("the result", call_answer("straighten", straighten, name, X), (900, None), given=given)
        first = array(
            "the result", call_answer("straighten", straighten, name, X[:1]), (1, None), given=given
        )
        check_close(
            "the first point has the same features alone and among others",
            first[0],
            f[0],
            given=given,
            hint="standardise later, on training rows: the features of a point are its own",
        )
        step = np.stack([edge[i] + inwards[i], edge[i] - inwards[i]])
        jump = np.ptp(
            array("the result", call_answer("straighten", straighten, name, step), (2, None)), axis=0
        ).max()
        check_that(
            "a point that moves by 0.000002 has nearly the same features",
            jump < 1e-3,
            given=call_text("straighten", name, step),
            received=f"a feature jumped by {jump:g}",
            hint="this feature jumps at the border: no comparison, no sign",
        )
        train, test = standardise(f[:400], f[400:])
        model = LinearModel(train.shape[1], 2)
        fit(
            model,
            train,
            side[:400].astype(int),
            optimiser=SGD(0.5, momentum=0.9),
            epochs=30,
            batch_size=100,
            rng=rng,
        )
        percent = 100 * (model.predict(test) == side[400:]).mean()
        check_that(
            f"a linear classifier of your features gets 97 % of {name!r} right",
            percent >= 97,
            given=given,
            received=f"{percent:.1f} %",
            expected="97 % or more",
            hint="is the border of this set a line for it?",
        )


@hidden_check(points=1.5)
def test_borders_are_straight_everywhere_and_separate_the_classes(straighten):
    rng = np.random.default_rng(2100)
    turn = rng.uniform(-np.pi, np.pi, size=300)
    radius = 1 + 0.4 * np.cos(5 * turn)
    borders = {
        "wave": np.stack([3 * turn, np.sin(9 * turn)], axis=1),
        "ellipse": np.stack([1 + 2 * np.cos(turn), np.sin(turn)], axis=1),
        "flower": np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1),
    }
    X = np.concatenate([rng.uniform(-3, 4, size=(600, 2)), np.zeros((1, 2))])
    x1, x2 = X.T
    sides = {
        "wave": x2 > np.sin(3 * x1),
        "ellipse": (x1 - 1) ** 2 / 4 + x2**2 < 1,
        "flower": np.hypot(x1, x2) < 1 + 0.4 * np.cos(5 * np.arctan2(x2, x1)),
    }
    sides["wave"][-1] = sides["ellipse"][-1] = False  # (0, 0) lies on these borders
    for name, border in borders.items():
        given = call_text("straighten", name, border)
        f = array("the result", call_answer("straighten", straighten, name, border), (300, None), given=given)
        check_that(
            "there are one or two columns",
            f.shape[1] in (1, 2),
            given=given,
            received=f"{f.shape[1]} columns",
        )
        g = array(
            "the result", call_answer("straighten", straighten, name, X), (601, f.shape[1]), given=given
        )
        scale = np.abs(g).max(axis=0).clip(1e-12)
        _, sizes, across = np.linalg.svd(np.column_stack([f / scale, np.ones(300)]))
        check_that(f"the border of {name!r} is straight", sizes[-1] < 1e-9 * sizes[0], given=given)
        free = across[sizes < 1e-9 * sizes[0]].T  # every line that the border lies on
        scores = np.column_stack([g / scale, np.ones(601)]) @ free
        t = 2 * sides[name] - 1
        scores = scores @ np.linalg.lstsq(scores, t.astype(float))[0]
        right = ((scores > 0) == sides[name])[:-1].mean()
        check_that(
            f"the line separates the classes of {name!r}",
            right > 0.95,
            given=given,
            received=f"{100 * right:.0f} %",
        )
        twice = array(
            "the result",
            call_answer("straighten", straighten, name, X[[3, 3]]),
            (2, f.shape[1]),
            given=given,
        )
        check_that("a point has features of its own", np.allclose(twice, g[3]), given=given)
        step = np.concatenate([border[:50] + 1e-7, border[:50] - 1e-7])
        up, down = array(
            "the result", call_answer("straighten", straighten, name, step), (100, f.shape[1])
        ).reshape(2, 50, -1)
        check_that("features move a little when a point does", np.abs(up - down).max() < 1e-4, given=given)


@look
def look_at_flower():
    """Look at your result: the flower on the left, and the same points in your features on the right. Both classes should lie on the two sides of a straight line."""
    from mlplib import plotting

    X = np.random.default_rng(0).uniform(-1.8, 1.8, size=(400, 2))
    inside = np.hypot(*X.T) < 1 + 0.4 * np.cos(5 * np.arctan2(X[:, 1], X[:, 0]))
    features = straighten("flower", X)
    left, right = plotting.plt.subplots(1, 2, figsize=(7, 3), layout="constrained")[1]
    plotting.plot_points(left, X, inside.astype(int), size=8)
    plotting.plot_points(right, features[:, [0, -1]], inside.astype(int), size=8)
    _ = left.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    _ = right.set(xlabel="first feature", ylabel="last feature")


@wrong("these are x1 and x2 as they were")
def the_points_as_they_were(name, X):
    return X


@wrong("the middle of the ellipse is (1, 0)")
def an_ellipse_around_the_origin(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    ellipse = np.stack([x1**2, x2**2], axis=1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("it is wider than high")
def a_circle_for_the_ellipse(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    ellipse = np.sqrt((x1 - 1) ** 2 + x2**2)[:, None]
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("one column is still a column")
def a_flat_array(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = x2 - np.sin(3 * x1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("follow the height of the wave")
def the_wave_without_the_3(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = np.stack([x2, np.sin(x1)], axis=1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("changes with the angle, five times around")
def polar_coordinates_for_the_flower(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    flower = np.stack([r, phi], axis=1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("features with two values are answers")
def the_class_as_the_only_feature(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = (x2 > np.sin(3 * x1)).astype(float)[:, None]
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("this feature jumps at the border")
def the_class_beside_a_constant(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = np.stack([x2 > np.sin(3 * x1) + 1e-9, 0 * x2], axis=1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("the features of a point are its own")
def standardised_on_the_points_themselves(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = (wave - wave.mean(axis=0)) / (wave.std(axis=0) + 1e-9)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]


@wrong("both points have the same features")
def a_constant(name, X):
    return np.ones((len(X), 1))


@wrong("3 columns")
def three_columns(name, X):
    x1, x2 = X.T
    r, phi = np.sqrt(x1**2 + x2**2), np.arctan2(x2, x1)
    wave = np.stack([x2, np.sin(3 * x1)], axis=1)
    ellipse = np.stack([(x1 - 1) ** 2, x2**2], axis=1)
    flower = np.stack([r, np.cos(5 * phi)], axis=1)
    wave = np.stack([x1, x2, np.sin(3 * x1)], axis=1)
    return {"wave": wave, "ellipse": ellipse, "flower": flower}[name]

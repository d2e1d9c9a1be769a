# Made from the source of the assignment feature_spaces, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that
from mlplib.features import standardise
from mlplib.linear_model import LinearModel
from mlplib.optim import SGD, fit

exercise = "2.1"


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

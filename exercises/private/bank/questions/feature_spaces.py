"""Exam questions on feature spaces."""

# canary: 5d1f6c0a9e
from math import comb

import numpy as np

from exercises.private.bank.ask import ask, choice, number, row
from mlplib.features import polar, product
from mlplib.gradcheck import numerical_gradient


@ask("polar-definition")
def radius(rng):
    x = rng.integers(-6, 7, size=2)
    r, _ = polar(x[None].astype(float))[0]
    return number(
        f"What is the polar coordinate $r$ of the point ${row(x)}$?",
        r,
        digits=2,
        reason="$r = \\sqrt{x_1^2 + x_2^2}$.",
        wrong={
            "The root is missing.": x @ x,
            "The squares are added, not the sizes.": np.abs(x).sum(),
            "The squares are added, not subtracted.": np.sqrt(abs(x[0] ** 2 - x[1] ** 2)),
        },
    )


@ask("polar-definition")
def angle(rng):
    x = rng.integers(1, 5, size=2) * rng.choice([[-1, 1], [-1, -1]])
    _, phi = polar(x[None].astype(float))[0]
    return number(
        f"What is the polar coordinate $\\varphi = \\operatorname{{atan2}}(x_2, x_1)$ of the point "
        f"${row(x)}$, in radians, between $-\\pi$ and $\\pi$?",
        phi,
        digits=2,
        reason="The angle from the positive $x_1$ axis to the point, in its own quadrant.",
        wrong={
            "The arctangent of $x_2/x_1$ knows only half of the directions.": np.arctan(x[1] / x[0]),
            "That is in degrees.": np.degrees(phi),
            "The arguments are exchanged.": np.arctan2(x[0], x[1]),
        },
    )


@ask("polar-definition")
def what_a_line_becomes(rng):
    lines = {
        "$r = 2$": "a circle",
        "$\\varphi = 1$": "a ray that begins in the middle",
        "$r = 2 + 0.1\\,\\varphi$": "one turn of a spiral, with a step",
    }
    why = {
        "a circle": "All points at one distance from the middle.",
        "a ray that begins in the middle": "All points in one direction.",
        "one turn of a spiral, with a step": "The distance grows with the angle, and jumps back at the cut.",
        "a straight line through the middle": "It goes in two opposite directions; an angle names one.",
    }
    line = rng.choice(list(lines))
    right = lines[line]
    wrong = {curve: reason for curve, reason in why.items() if curve != right}
    return choice(
        f"The line {line} of the space of the polar coordinates $(r, \\varphi)$ is a curve in the plane. "
        "Which?",
        (right, why[right]),
        wrong,
    )


@ask("polar-definition")
def circle_from_squares(rng):
    r = rng.integers(2, 7)
    return choice(
        f"A classifier gets the two features $x_1^2$ and $x_2^2$. Which line of their space is the circle of "
        f"radius ${r}$ around the middle?",
        (f"$x_1^2 + x_2^2 = {r * r}$", "Both features have the same weight, and the right side is $r^2$."),
        {
            f"$x_1^2 + x_2^2 = {r}$": "The right side is the square of the radius.",
            f"$x_1^2 - x_2^2 = {r * r}$": "That is a hyperbola.",
            "none, because a circle is not a straight line": "In the plane it is not; in the space of the "
            "squares it is.",
        },
    )


@ask("polar-definition")
def distance_at_an_angle(rng):
    start, tilt = rng.choice([1, 1.5, 2, 2.5]), rng.choice([0.1, 0.2, 0.3])
    part, phi = [("\\pi/2", np.pi / 2), ("-\\pi/2", -np.pi / 2), ("3\\pi/4", 3 * np.pi / 4)][rng.integers(3)]
    return number(
        f"A border is the line $r = {start:g} + {tilt:g}\\,\\varphi$ of the space of the polar coordinates. "
        f"At which distance from the middle does it cross the direction $\\varphi = {part}$?",
        start + tilt * phi,
        digits=2,
        reason="The angle, in radians, is put into the line.",
        wrong={
            "The angle is in radians.": start + tilt * np.degrees(phi),
            "This is the distance in the direction $\\varphi = 0$.": start,
            "The sign of the angle is turned.": start - tilt * phi,
        },
    )


@ask("unlock-table")
def score_with_a_product(rng):
    w, b, x = rng.integers(-3, 4, size=3), rng.integers(-3, 4), rng.integers(-3, 4, size=2)
    features = product(x[None].astype(float))[0]
    return number(
        f"A linear classifier with the features $(x_1, x_2, x_1 x_2)$ has the weights ${row(w)}$ and the "
        f"bias ${b}$. What is the score of the point ${row(x)}$?",
        features @ w + b,
        reason="Weights times features, plus the bias; the third feature is the product.",
        wrong={
            "The bias is missing.": features @ w,
            "The third feature is the product, not the sum.": x @ w[:2] + w[2] * x.sum() + b,
            "The third feature is missing.": x @ w[:2] + b,
        },
    )


@ask("unlock-table")
def weights_of_xor(rng):
    same = bool(rng.integers(2))
    sign, other = (">", "<") if same else ("<", ">")
    says = "agree" if same else "differ"
    return choice(
        f"A point belongs to class 1 where the signs of $x_1$ and $x_2$ {says}. Which score, positive for "
        "class 1, is right everywhere?",
        (
            f"$w_3\\,x_1 x_2$ with $w_3 {sign} 0$",
            "The product is positive where the signs agree, negative where they differ.",
        ),
        {
            f"$w_3\\,x_1 x_2$ with $w_3 {other} 0$": "With this sign every point is on the wrong side.",
            "$w_1 x_1 + w_2 x_2$ with the right $w_1$ and $w_2$": "At opposite points it has opposite signs, "
            "but they belong to one class.",
            "$w_1 x_1^2 + w_2 x_2^2$ with the right $w_1$ and $w_2$": "Squares forget the signs.",
        },
    )


@ask("unlock-table")
def how_many_products(rng):
    d = rng.integers(4, 13)
    count = comb(d + 3, 3) - 1
    return number(
        f"How many products of one, two or three of the ${d}$ inputs are there, repeats allowed and whatever "
        "the order?",
        count,
        reason=f"Three things out of {d} inputs and a 1, repeats allowed, less the product 1·1·1.",
        wrong={
            "The product 1·1·1 is no feature.": comb(d + 3, 3),
            "These are products of three different inputs.": comb(d, 3),
            "The order does not matter, and shorter products count too.": d**3,
            "These are the products of exactly three inputs.": comb(d + 2, 3),
        },
    )


@ask("unlock-table")
def which_key(rng):
    keys = {
        "two circles, one inside the other": {
            "$r$": "One threshold on the distance separates them.",
            "$x_1 x_2$": "On each circle it takes all values from negative to positive.",
            "$\\varphi$": "All directions occur in both classes.",
        },
        "XOR, where the class says whether the signs of $x_1$ and $x_2$ differ": {
            "$x_1 x_2$": "Its sign is the class.",
            "$r$": "All four clouds of XOR lie at the same distances.",
            "$\\varphi$": "Once around the middle the class changes four times; one threshold is not enough.",
        },
    }
    points = rng.choice(list(keys))
    right, *wrong = keys[points].items()
    straight = {"$x_1 + x_2$": "A threshold on it is a straight border, which is not enough."}
    return choice(
        f"Which single feature is enough for a linear classifier to tell the classes apart? The points are {points}.",
        right,
        dict(wrong) | straight,
    )


@ask("unlock-table")
def more_columns(rng):
    n = rng.integers(2, 30)
    return choice(
        f"${n}$ columns are *added* to the features of a linear classifier. What is certain?",
        (
            "The lowest loss on the training examples does not rise.",
            "With the weight 0 on the new columns it has the old classifier back.",
        ),
        {
            "The accuracy on new examples does not fall.": "Columns of noise do lower it.",
            "The lowest loss on the training examples falls.": "Columns that say nothing new leave it as it is.",
            "Nothing, since training may end in another valley.": "In the weights of a linear classifier the "
            "loss has one valley.",
        },
    )


@ask("unlock-table")
def noise_columns(rng):
    n, k, left = rng.choice([40, 60, 80]), rng.choice([50, 100, 200]), 78 + rng.integers(0, 7)
    return choice(
        f"A classifier, trained on {n} points, gets 94 % of new points right. With {k} columns of pure noise "
        f"beside its features it gets all training points right, but {left} % of the new ones. Why?",
        (
            "By luck some columns agree with the classes of these points.",
            "The classifier leans on them; on new points the agreement is gone.",
        ),
        {
            "The learning rate is too large for so many columns.": "All training points are learned.",
            "The noise makes the training points inseparable.": "More columns only make it easier to "
            "separate them.",
            "The test set has changed.": "It is the same.",
        },
    )


@ask("unlock-table")
def how_many_trials(rng):
    k, m = int(rng.integers(2, 5)), int(rng.choice([10, 20, 33, 50]))
    return number(
        f"A feature has ${k}$ numbers inside it, and each is to be tried at ${m}$ values, in all "
        "combinations. How many classifiers must be trained?",
        m**k,
        reason=f"Each of the {m} values of one number goes with each of the next: ${m}^{k}$.",
        wrong={
            "This tries one number at a time.": m * k,
            "The last number is tried at all its values, too.": m ** (k - 1),
        },
    )


@ask("unlock-table")
def slope_by_nudging(rng):
    a, step = rng.choice([0.5, 1, 2, 3]), rng.choice([0.1, 0.2])
    turns = rng.choice([1, 2, 3])
    up, down, at = (a * value**2 for value in (turns + step, turns - step, turns))
    slope = numerical_gradient(lambda t: float(a * t[0] ** 2), np.array([float(turns)]))[0]
    return number(
        f"Around $\\text{{turns}} = {turns}$ a loss was measured: ${down:.4g}$ at ${turns - step:g}$, "
        f"${at:.4g}$ at ${turns:g}$ and ${up:.4g}$ at ${turns + step:g}$. Estimate its slope there by the "
        "central difference.",
        slope,
        digits=2,
        reason="The loss above minus the loss below, divided by the distance between them.",
        wrong={
            "The distance is twice the step.": (up - down) / step,
            "This is the forward difference, off by half a step times the curvature.": (up - at) / step,
            "The difference is not yet divided by the distance.": up - down,
        },
    )


@ask("unlock-table")
def another_valley(rng):
    start = rng.choice([12, 14, 16])
    return choice(
        f"Gradient descent on a number inside a feature starts at ${start}$, and comes to rest where the "
        "classes are not separated. Other starts reach a loss near 0. What has happened?",
        (
            "It has come to rest in another valley of the loss.",
            "It walks downhill from where it stands; a number inside a feature makes many valleys.",
        ),
        {
            "The gradient was computed wrongly.": "The same gradient brings other starts to a loss near 0.",
            "It needs more steps.": "Where the slope is 0 more steps change nothing.",
            "The loss of a linear classifier has many valleys.": "In the weights alone it has one; the number inside the feature makes the others.",
        },
    )

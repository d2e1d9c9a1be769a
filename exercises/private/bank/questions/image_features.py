"""Exam questions on image features."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, number, row
from mlplib.features import bag_of_words, colour_histogram, hog, learn_codebook, standardise
from mlplib.optim import SGD


@ask("bag-definition")
def boxes_of_a_histogram(rng):
    bins = rng.integers(3, 11)
    size = colour_histogram(np.zeros((1, 4, 4, 3), np.uint8), bins).size
    return number(
        f"A colour histogram cuts each of red, green and blue into ${bins}$ intervals. How many features does "
        "it have?",
        size,
        reason="A box for each combination of three intervals: the third power.",
        wrong={
            "The three colours are counted together, not each by itself.": 3 * bins,
            "There are three colours.": bins**2,
            "A finer cut makes more boxes, not fewer.": 256 * 3 // bins,
        },
    )


@ask("bag-definition")
def interval_of_a_value(rng):
    bins, value = rng.choice([3, 4, 5, 6, 8]), rng.integers(20, 250)
    below, above = ((value + step) * bins // 256 for step in (-1, 1))
    return number(
        f"The values $0 \\dots 255$ of a channel are cut into ${bins}$ equal intervals, numbered from 0. In "
        f"which lies the value ${value}$?",
        np.nan if below < above else value * bins // 256,
        reason="The value times the number of intervals, divided by 256, without the rest.",
        wrong={
            "The numbers begin with 0.": value * bins // 256 + 1,
            "This divides by the number of intervals, not by their width.": value // bins,
            "This takes the rest.": value % bins,
        },
    )


@ask("bag-definition")
def size_of_hog(rng):
    cell, orientations = rng.choice([4, 8, 16]), rng.integers(4, 13)
    size = hog(np.zeros((1, 32, 32, 3), np.uint8), cell, orientations).size
    return number(
        f"HoG describes a picture of $32 \\times 32$ pixels with cells of ${cell} \\times {cell}$ pixels and "
        f"${orientations}$ directions, each cell scaled by itself. How many features are there?",
        size,
        reason=f"{32 // cell} rows of {32 // cell} cells, {orientations} numbers each.",
        wrong={
            "The cells stand in rows and columns.": 32 // cell * orientations,
            "This counts the pixels of a cell, not the cells.": cell**2 * orientations,
            "A cell has one histogram, not each pixel.": 32**2 * orientations,
        },
    )


@ask("bag-definition")
def direction_of_an_edge(rng):
    d = rng.choice([-60, -40, -20]), rng.choice([-60, -40, -20, 20, 40, 60])
    direction = np.degrees(np.arctan2(d[0], d[1]))
    return number(
        f"At a pixel the brightness changes by ${d[0]}$ downwards and by ${d[1]}$ to the right. Which "
        "direction, in degrees from 0 to 180, does this pixel vote for in HoG? (The direction is "
        "$\\operatorname{atan2}(\\text{down}, \\text{right})$, opposite ones count as one.)",
        direction % 180,
        digits=1,
        reason="The angle of the gradient, plus 180 degrees where it is negative.",
        wrong={
            "Opposite directions count as one: it lies between 0 and 180.": direction,
            "Down and right are exchanged.": np.degrees(np.arctan2(d[1], d[0])) % 180,
            "This is the direction of the edge; the gradient points across it.": (direction + 90) % 180,
        },
    )


@ask("bag-definition")
def how_many_patches(rng):
    side, size, stride = rng.choice([16, 24, 32]), rng.choice([4, 6, 8]), rng.choice([2, 3, 4])
    along = len(range(0, side - size + 1, stride))
    return number(
        f"A picture of ${side} \\times {side}$ pixels is cut into patches of ${size} \\times {size}$ pixels "
        f"that begin every ${stride}$ pixels. How many patches are there?",
        along**2,
        reason=f"They begin at {along} places across and at {along} down.",
        wrong={
            "The patches overlap.": (side // size) ** 2,
            "A patch must lie inside the picture.": (side // stride) ** 2,
            "The patch at the far end is missing.": (along - 1) ** 2,
            "They stand in rows and columns.": along,
        },
    )


@ask("bag-definition")
def one_step_of_k_means(rng):
    points = np.sort(rng.choice(np.arange(0, 21), size=5, replace=False)).astype(float)
    centres = np.sort(rng.choice(points, size=2, replace=False))
    distances = np.abs(points[:, None] - centres)
    labels = distances.argmin(axis=1)
    tie = np.isclose(distances[:, 0], distances[:, 1]).any()
    new = points[labels == 1].mean()
    return number(
        f"k-means on the numbers {', '.join(f'${p:g}$' for p in points)}, with centres at ${centres[0]:g}$ "
        f"and ${centres[1]:g}$. Where is the larger centre after one step?",
        np.nan if tie else new,
        digits=2,
        reason="It goes to the mean of the numbers that are nearer to it than to the other.",
        wrong={
            "It moves to the mean of its points.": centres[1],
            "Only its own points count.": points.mean(),
            "It goes to the mean of all its points, not of two.": (centres[1] + points[-1]) / 2,
        },
    )


@ask("bag-definition")
def score_of_a_word(rng):
    word, patch = rng.integers(-3, 4, size=3), rng.integers(-3, 4, size=3)
    score = patch @ word - word @ word / 2
    return number(
        "The nearest word of a patch is the one with the largest $\\text{patch} \\cdot \\text{word} - "
        f"\\frac12|\\text{{word}}|^2$. What is this score of the word ${row(word)}$ for the patch "
        f"${row(patch)}$?",
        score,
        digits=1,
        reason="The inner product, minus half the squared length of the word.",
        wrong={
            "Half the squared length of the word is missing.": patch @ word,
            "Half of the squared length is subtracted.": patch @ word - word @ word,
            "It is the length of the word that counts.": patch @ word - patch @ patch / 2,
        },
    )


@ask("bag-definition")
def what_a_bag_forgets(rng):
    k = rng.choice([50, 100, 200])
    book = learn_codebook(rng.integers(0, 256, size=(3, 32, 32, 3)).astype(np.uint8), k=4, rng=rng)
    total = bag_of_words(rng.integers(0, 256, size=(1, 32, 32, 3)).astype(np.uint8), book).sum()
    return choice(
        f"A picture is described by a bag of ${k}$ visual words. Which of these does the description keep?",
        ("How often each word occurs in it.", f"The {k} shares add up to {total:.0f}."),
        {
            "Where in the picture each word occurs.": "The order is forgotten.",
            "The contrast of each patch.": "Each patch is divided by its spread before it is compared.",
            "The brightness of each patch.": "Each patch is shifted to mean 0 before it is compared.",
        },
    )


@ask("standardise-run")
def standardised_value(rng):
    column = rng.choice(np.arange(1, 13), size=4, replace=False).astype(float)
    new = float(rng.integers(1, 20))
    _, (value,) = standardise(column[:, None], np.array([[new]]))
    both = np.append(column, new)
    return number(
        f"A feature has the values {', '.join(f'${v:g}$' for v in column)} on the training pictures and "
        f"${new:g}$ on a test picture. What is the test value after standardising? (The spread is the "
        "standard deviation, which divides by the number of values.)",
        value[0],
        digits=2,
        reason="Mean and spread are those of the training values.",
        wrong={
            "The test value must not take part in mean and spread.": (new - both.mean()) / both.std(),
            "It is not yet divided by the spread.": new - column.mean(),
            "It is divided by the spread, not by its square.": (new - column.mean()) / column.var(),
            "This spread divides by one less.": (new - column.mean()) / column.std(ddof=1),
        },
    )


@ask("standardise-run")
def where_the_test_leaks(rng):
    leak = rng.choice(["the mean and spread of every column", "the codebook of visual words"])
    return choice(
        f"In a pipeline {leak} must come from the training pictures alone. Why?",
        (
            "Because the test pictures would not be new any more.",
            "What is computed from test pictures may fit them better than new ones.",
        ),
        {
            "Because the computation would take too long.": "Time is not the point.",
            "Because test pictures have no labels.": "No label is needed for it, and yet it leaks.",
            "Because the training loss would not fall.": "Training would work as well.",
        },
    )


@ask("standardise-run")
def decayed_weight(rng):
    w, rate, decay, n = rng.integers(2, 6), *rng.choice([0.1, 0.2, 0.5], size=2), rng.choice([5, 10])
    params, optimiser = {"W": np.array([[float(w)]])}, SGD(rate, weight_decay=decay)
    for _ in range(n):
        optimiser.step(params, {"W": np.zeros((1, 1))})
    return number(
        f"A weight is ${w}$, and the gradient of the loss stays 0. What is the weight after ${n}$ steps with "
        f"$\\alpha = {rate:g}$ and weight decay $\\lambda = {decay:g}$, without momentum?",
        params["W"][0, 0],
        digits=2,
        reason=f"Each step multiplies it by $1 - \\alpha\\lambda = {1 - rate * decay:g}$.",
        wrong={
            "The share is taken of what is left, so the factors multiply.": w * (1 - n * rate * decay),
            "The share is $\\alpha\\lambda$, not $\\lambda$.": w * (1 - decay) ** n,
            "Weight decay acts without any gradient of the loss.": w,
        },
    )


@ask("standardise-run")
def what_to_try_first(rng):
    cases = {
        "Weight decay or more pictures.": "A large gap with a high training accuracy: it overfits.",
        "A finer description, or a classifier that can do more.": "Low on both, hardly a gap: it underfits.",
    }
    overfits = bool(rng.integers(2))
    train, new = (97 + rng.integers(3), 58 + rng.integers(6)) if overfits else (40 + rng.integers(4), 39)
    right, other = cases if overfits else reversed(cases)
    return choice(
        f"A classifier of ten classes reaches {train} % on its training pictures and {new} % on validation "
        "pictures. What would you try first?",
        (right, cases[right]),
        {
            other: "The training accuracy is high already."
            if overfits
            else "There is hardly a gap that it could close.",
            "Report the accuracy on the training pictures.": "They taught the weights; the number says "
            "nothing about new pictures.",
            "Choose on the test pictures.": "Then nothing is left to report on.",
        },
    )


@ask("standardise-run")
def gap_and_gain(rng):
    first, second = 62 + rng.integers(4), 54 + rng.integers(3)
    new = 39 + rng.integers(4)
    return choice(
        f"Weight decay brings the training accuracy from {first} % to {second} %; validation stays at {new} "
        "%. What has been gained?",
        ("Nothing on new pictures: the gap has narrowed from above.", "Only the validation accuracy counts."),
        {
            "The classifier no longer overfits, so it will do better on test pictures.": "Nothing points to a "
            "better accuracy on new pictures.",
            "The test accuracy has risen by the narrowing of the gap.": "A gap is no accuracy.",
            "The classifier has been ruined.": "On new pictures it is what it was.",
        },
    )


@ask("blind-run")
def which_does_not_see(rng):
    changes = {
        "cut into tiles of 8 × 8 pixels, which are shuffled": {
            "The colour histogram.": "It counts pixels, wherever they stand.",
            "HoG.": "The edges of a cell have moved to another.",
            "The bag of visual words.": "The patches across the borders of the tiles are new.",
        },
        "replaced by its negative": {
            "HoG.": "It counts opposite directions as one.",
            "The colour histogram.": "The negative has other colours.",
            "The bag of visual words.": "The negative of a patch is another word.",
        },
    }
    change = rng.choice(list(changes))
    right, *wrong = changes[change].items()
    return choice(f"A picture is {change}. Which description stays the same?", right, dict(wrong))


@ask("blind-run")
def why_words_suffer(rng):
    before, after = 64 + rng.integers(3), 53 + rng.integers(3)
    return choice(
        f"Shapes become brighter *or darker* than their background. A bag of visual words falls from {before} "
        f"% to {after} %, HoG stays. Why?",
        (
            "The negative of a patch is another word, but the same edge.",
            "HoG counts opposite directions as one.",
        ),
        {
            "HoG has more features than the bag has words.": "Their number is not the reason.",
            "The words were found without labels.": "So is HoG made without labels.",
            "HoG keeps the colours of the background as well.": "It keeps no colours at all.",
        },
    )

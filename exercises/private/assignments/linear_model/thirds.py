r"""Weights made by hand

A grey picture has `height` rows of `width` pixels, and `width` can be divided by 3. It becomes a vector $\mathbf{x}$ by `reshape(-1)`: the first row, then the second, and so on. There are four classes. The classes 0, 1 and 2 say that the left, the middle or the right third of the picture is the brightest. Class 3 says that nothing is bright.

Write `thirds(height, width)`. It gives back `(W, b)`, with `W` of shape (height · width, 4) and `b` of shape (4,), such that

- score 0 is the mean of the pixels in the left third, score 1 of those in the middle third, score 2 of those in the right third;
- score 3 is ¼ for every picture.

Nothing is trained here: you choose the numbers. What must a weight be, so that the score becomes a mean? Which number counts whatever the picture is?

For example, `thirds(1, 3)` is for pictures of one row with three pixels. Its `W` has the columns (1, 0, 0), (0, 1, 0), (0, 0, 1) and (0, 0, 0).
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=1,
    section="one-column-of-weights-per-class-gives-one-score-per-class",
    todo="draw a picture of 2 x 6 pixels, and number its pixels",
)
def thirds(height, width):
    """Weights (height * width, 4) and biases (4,): the means of the three thirds, and 1/4."""
    W, third = np.zeros((height, width, 4)), width // 3
    for k in range(3):
        W[:, k * third : (k + 1) * third, k] = 1 / (height * third)
    return W.reshape(height * width, 4), np.array([0, 0, 0, 0.25])


@check(points=0.5)
def test_w_has_a_row_for_each_pixel_and_a_column_for_each_class(thirds):
    given = call_text("thirds", 2, 6)
    W, b = parts("W, b", call_answer("thirds", thirds, 2, 6), given=given)
    turned = np.shape(W) == (4, 12)
    check_that(
        "W has the shape (12, 4)",
        np.shape(W) == (12, 4),
        given=given,
        received=f"shape {np.shape(W)}",
        expected="shape (12, 4)",
        hint="turn W: inputs down, classes across" if turned else "2 x 6 pixels are 12 inputs",
    )
    array("W", W, (12, 4), given=given)
    array("b", b, (4,), given=given)


@check(points=1)
def test_each_score_is_the_mean_of_a_third(thirds):
    image = np.array([[1, 1, 2, 4, 0, 0], [3, 3, 0, 2, 0, 1], [0, 4, 1, 3, 0, 5]]) / 10
    given = "thirds(3, 6), then the picture [[1, 1, 2, 4, 0, 0], [3, 3, 0, 2, 0, 1], [0, 4, 1, 3, 0, 5]] / 10"
    W, b = parts("W, b", call_answer("thirds", thirds, 3, 6), given=given)
    scores = image.reshape(-1) @ array("W", W, (18, 4), given=given) + array("b", b, (4,), given=given)
    check_close(
        "the first three scores are the means 0.2, 0.2 and 0.1 of the thirds",
        scores[:3],
        [0.2, 0.2, 0.1],
        given=given,
        mistakes=[
            ([1.2, 1.2, 0.6], "these are sums: a mean divides by the number of pixels in a third"),
            ([0.6, 0.6, 0.3], "a third has height · width / 3 pixels: you divided by its width alone"),
            ([0.2 / 3, 0.2 / 3, 0.1 / 3], "divide by the pixels of one third, not of the picture"),
            (
                [0.8 / 6, 0.9 / 6, 1.3 / 6],
                "these are the upper, middle and lower third: x begins with the whole first row, so a third of x is not a third of the width",
            ),
        ],
        hint="make zeros of shape (height, width, 4), fill the columns of pixels, and reshape at the end",
    )


@check(points=0.5)
def test_a_black_picture_has_nothing_bright(thirds):
    given = call_text("thirds", 2, 3)
    W, b = parts("W, b", call_answer("thirds", thirds, 2, 3), given=given)
    W, b = array("W", W, (6, 4), given=given), array("b", b, (4,), given=given)
    for value in [0.0, 0.2]:
        scores = np.full(6, value) @ W + b
        check_close(
            f"in a picture that is {value:g} everywhere class 3 scores 1/4",
            scores[3],
            0.25,
            given=given,
            hint="what a class scores before anybody has looked at the picture is its bias; its weights are 0",
        )
        check_close(
            f"and the classes 0, 1 and 2 score {value:g}, the mean of each third",
            scores[:3],
            [value, value, value],
            given=given,
            hint="the weights of a mean add up to 1, and it needs no bias",
        )


@hidden_check(points=1)
def test_the_brightest_third_wins_in_pictures_of_any_size(thirds):
    rng = np.random.default_rng(11)
    for height, width in [(1, 3), (4, 9), (5, 3), (3, 12)]:
        given = call_text("thirds", height, width)
        W, b = parts("W, b", call_answer("thirds", thirds, height, width), given=given)
        W, b = array("W", W, (height * width, 4), given=given), array("b", b, (4,), given=given)
        images = rng.uniform(-0.5, 0.5, size=(20, height, width))
        means = np.stack([part.mean(axis=(1, 2)) for part in np.split(images, 3, axis=2)], axis=1)
        expected = np.column_stack([means, np.full(20, 0.25)])
        check_close("the scores", images.reshape(20, -1) @ W + b, expected, given=given)


@wrong("turn W: inputs down, classes across")
def rows_for_classes(height, width):
    W = np.zeros((height, width, 4))
    for k in range(3):
        W[:, k * width // 3 : (k + 1) * width // 3, k] = 3 / (height * width)
    return W.reshape(height * width, 4).T, np.array([0, 0, 0, 0.25])


@wrong("these are sums")
def sums(height, width):
    W = np.zeros((height, width, 4))
    for k in range(3):
        W[:, k * width // 3 : (k + 1) * width // 3, k] = 1
    return W.reshape(height * width, 4), np.array([0, 0, 0, 0.25])


@wrong("not of the picture")
def shares_of_the_picture(height, width):
    W = np.zeros((height, width, 4))
    for k in range(3):
        W[:, k * width // 3 : (k + 1) * width // 3, k] = 1 / (height * width)
    return W.reshape(height * width, 4), np.array([0, 0, 0, 0.25])


@wrong("you divided by its width alone")
def means_of_a_row(height, width):
    W, third = np.zeros((height, width, 4)), width // 3
    for k in range(3):
        W[:, k * third : (k + 1) * third, k] = 1 / third
    return W.reshape(height * width, 4), np.array([0, 0, 0, 0.25])


@wrong("a third of x is not a third of the width")
def a_third_of_x(height, width):
    W, third = np.zeros((height * width, 4)), height * width // 3
    for k in range(3):
        W[k * third : (k + 1) * third, k] = 1 / third
    return W, np.array([0, 0, 0, 0.25])


@wrong("is its bias")
def no_bias(height, width):
    W = np.zeros((height, width, 4))
    for k in range(3):
        W[:, k * width // 3 : (k + 1) * width // 3, k] = 3 / (height * width)
    return W.reshape(height * width, 4), np.zeros(4)


@wrong("2 x 6 pixels are 12 inputs")
def one_row_only(height, width):
    W = np.zeros((width, 4))
    for k in range(3):
        W[k * width // 3 : (k + 1) * width // 3, k] = 3 / width
    return W, np.array([0, 0, 0, 0.25])

# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "1.1"


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

# Made from the source of the assignment linear_model, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, check_close, check_that, number, parts

exercise = "1.4"


def test_a_classifier_of_colour_loses_nothing(control):
    rng = np.random.default_rng(19)
    tint = np.arange(12) % 3  # red, green or blue pictures of 2 x 4 pixels
    images = 0.1 * rng.uniform(-1, 1, size=(12, 2, 4, 3)) + 0.3 * np.eye(3)[tint][:, None, None]
    y = np.where(np.arange(12) < 3, (tint + 1) % 3, tint)  # the first three carry a wrong label
    W = np.tile(np.eye(3), (8, 1))  # template k is one flat colour, the same at all eight pixels
    given = (
        "red, green and blue pictures, three of twelve labels wrong; template k is the colour k everywhere"
    )
    first, second = parts(
        "accuracy, painted", call_answer("control", control, W, np.zeros(3), images, y), given=given
    )
    check_close(
        "nine of twelve pictures are right",
        first,
        0.75,
        given=given,
        mistakes=[
            (75, "accuracies lie between 0 and 1"),
            (9, "divide by the number of pictures"),
            (0.25, "this is the share of wrong answers"),
        ],
        hint="the predicted class of a picture is the one with the largest score",
    )
    check_close(
        "templates of one flat colour stay the same when painted over",
        second,
        0.75,
        given=given,
        mistakes=[
            (
                4 / 12,
                "you painted all templates alike: keep red, green and blue apart, and the classes",
            )
        ],
        hint="a row of W is one colour of one pixel, a column is a class; is that how you took W apart?",
    )


def test_a_classifier_of_shape_is_left_with_its_bias(control):
    white = np.ones((3, 8))  # three pictures of 2 x 4 pixels, each with two black ones
    white[[0, 0, 1, 1, 2, 2], [0, 1, 0, 2, 1, 2]] = 0
    pictures = np.repeat(white.reshape(3, 2, 4, 1) - 0.5, 3, axis=3)
    y = np.array([0, 1, 1, 2, 2, 2])
    arguments = pictures.reshape(3, 24).T, np.array([0, 0.1, 0]), pictures[y], y
    given = "pictures of 2 x 4 pixels, two of them black; the templates are the pictures; b = [0, 0.1, 0]"
    first, second = parts("accuracy, painted", call_answer("control", control, *arguments), given=given)
    check_close(
        "all six pictures are right",
        first,
        1,
        given=given,
        mistakes=[
            (
                2 / 6,
                "the two accuracies are in the wrong order: the templates as they are come first",
            )
        ],
    )
    check_close(
        "all painted templates are one grey, so the bias decides, for class 1",
        second,
        2 / 6,
        given=given,
        mistakes=[
            (1 / 6, "the bias is missing with the painted templates: add b to the scores"),
            (1, "the templates were not painted over"),
        ],
        hint="every pixel of a template gets the mean over all pixels of that template",
    )


def test_shuffled_pixels_change_the_first_accuracy_only(control):
    rng = np.random.default_rng(20)
    images, y = (
        rng.uniform(-0.5, 0.5, size=(60, 3, 4, 3)) + 0.1 * rng.normal(size=(60, 1, 1, 3)),
        rng.integers(4, size=60),
    )
    W, b = rng.normal(size=(36, 4)), 0.1 * rng.normal(size=4)
    shuffled = images.reshape(60, 12, 3)[:, rng.permutation(12)].reshape(images.shape)
    given = "random pictures of 3 x 4 pixels, random templates of four classes"
    names = "accuracy, painted"
    first, second = parts(names, call_answer("control", control, W, b, images, y), given=given)
    first_shuffled, second_shuffled = parts(
        names, call_answer("control", control, W, b, shuffled, y), given=given
    )
    first, first_shuffled = (number("the first accuracy", value) for value in (first, first_shuffled))
    check_that(
        "the templates as they are give another accuracy on shuffled pictures",
        first != first_shuffled,
        given=given,
        received=f"{first} and {first_shuffled}",
        hint="is the first accuracy the one of W itself?",
    )
    check_close(
        "painted templates do not care where a pixel lies",
        second_shuffled,
        second,
        given=given,
        hint="take the mean over all pixels of one class, separately for each of the three colours",
    )
    permuted = parts(names, call_answer("control", control, W[:, ::-1], b[::-1], images, 3 - y), given=given)
    check_close(
        "with the classes in turned order both accuracies are the same",
        permuted,
        (first, second),
        given=given,
        hint="treat all classes alike: each template gets its own mean colour",
    )

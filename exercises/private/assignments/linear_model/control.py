r"""Paint the templates over: a control

A classifier looks at `images` of shape (n, height, width, 3), already scaled to −½ … ½. A picture becomes a row of $X$ by `reshape`. So `W` has the shape (height · width · 3, c), and its column $k$, reshaped to (height, width, 3), is the template of class $k$.

Does the classifier use more than colour? The chapter took the colour out of the pictures. Here is the opposite: leave *only* the colour in the templates. Paint each template over with its own mean colour: every pixel of the template gets the template's mean red, mean green and mean blue. Such a template sees the mean colour of a picture and nothing else.

Write `control(W, b, images, y)` with `b` of shape $(c,)$ and the true classes `y` of shape $(n,)$. It gives back two accuracies between 0 and 1: with the templates as they are, and with all of them painted over. `b` stays the same. (`W.reshape(height * width, 3, c)` has the pixels first, then the colours, then the classes.)

For example, take pictures of two pixels, black (−½) and white (½). In class 0 the left pixel is white, in class 1 the right one. Templates that look the same as the pictures get both right. Painted over, both are grey, and all scores are 0; `argmax` then answers class 0. So this gives `(1.0, 0.5)`:

```python
images = np.full((2, 1, 2, 3), -0.5)
images[0, 0, 0] = images[1, 0, 1] = 0.5
control(images.reshape(2, 6).T, np.zeros(2), images, np.array([0, 1]))
```
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.linear_model.choose_rate import choose_rate
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, number, parts


@question(
    number=4,
    section="a-column-of-weights-is-a-template-a-control-says-what-it-uses",
    todo="a template is a column; its mean colour is three numbers",
)
def control(W, b, images, y):
    """Accuracy with the templates (height * width * 3, c) as they are, and painted over with their mean colours."""
    n, height, width, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(height * width, 3, -1).mean(axis=0)  # (3, c)
    painted = np.tile(colours, (height * width, 1))  # (height * width * 3, c)
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))
    return (first == y).mean(), (second == y).mean()


@check(points=0.5)
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


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1.5)
def test_both_accuracies_are_right_for_pictures_of_any_size(control):
    rng = np.random.default_rng(21)
    for n, height, width, c in [(40, 3, 3, 3), (50, 1, 5, 2), (80, 6, 2, 7), (200, 4, 8, 10)]:
        images = rng.uniform(-0.5, 0.5, size=(n, height, width, 3))
        W, b, y = (
            rng.normal(size=(height * width * 3, c)),
            0.1 * rng.normal(size=c),
            rng.integers(c, size=n),
        )
        scores = np.einsum("ihwq,hwqk->ik", images, W.reshape(height, width, 3, c)) + b
        flat = images.mean(axis=(1, 2)) @ W.reshape(height * width, 3, c).sum(axis=0) + b
        given = call_text("control", W, b, images, y)
        received = parts("accuracy, painted", call_answer("control", control, W, b, images, y), given=given)
        check_close("the first accuracy", received[0], (scores.argmax(axis=1) == y).mean(), given=given)
        check_close(
            "the accuracy of the painted templates",
            received[1],
            (flat.argmax(axis=1) == y).mean(),
            given=given,
        )


@look
def look_at_templates():
    """Look at your result: templates that your `choose_rate` learns from 1000 photo patches at one rate, grey where a weight is 0, and what your `control` says about them on 500 other pictures. Chance is 10 %. (It takes some seconds.)"""
    from mlplib import datasets, plotting

    splits = datasets.photo_patches(rng=np.random.default_rng(0), n_train=1000, n_test=500)
    images, test_images = splits.train.images / 255 - 0.5, splits.test.images / 255 - 0.5
    train = images.reshape(1000, -1), splits.train.labels
    _, W, b = choose_rate([0.01], *train, *train, 20 * list(np.arange(1000).reshape(20, 50).T))
    accuracies = control(W, b, test_images, splits.test.labels)
    ax = plotting.plt.figure(figsize=(7, 2.6)).add_axes([0, 0, 1, 1])
    plotting.plot_images(ax, plotting.template_images(W), splits.class_names)
    print("templates as they are {:.0%}, painted over {:.0%}".format(*accuracies))


@wrong("you painted all templates alike")
def one_grey(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1).mean(axis=0)
    painted = np.tile(colours.mean(axis=0), (h * w * 3, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))
    return (first == y).mean(), (second == y).mean()


@wrong("the bias is missing with the painted templates")
def painted_without_the_bias(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1).mean(axis=0)
    painted = np.tile(colours, (h * w, 1))
    first, second = (s.argmax(axis=1) for s in (X @ W + b, X @ painted))
    return (first == y).mean(), (second == y).mean()


@wrong("the templates were not painted over")
def nothing_painted(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1).mean(axis=0)
    painted = np.tile(colours, (h * w, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, W))
    return (first == y).mean(), (second == y).mean()


@wrong("in the wrong order")
def turned_order(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1).mean(axis=0)
    painted = np.tile(colours, (h * w, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (painted, W))
    return (first == y).mean(), (second == y).mean()


@wrong("accuracies lie between 0 and 1")
def percent(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1).mean(axis=0)
    painted = np.tile(colours, (h * w, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))
    return 100 * (first == y).mean(), 100 * (second == y).mean()


@wrong("a row of W is one colour of one pixel")
def rows_taken_for_templates(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(-1, h * w, 3).mean(axis=1).T
    painted = np.tile(colours, (h * w, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))
    return (first == y).mean(), (second == y).mean()


@wrong("over all pixels of that template")
def the_colours_of_the_first_pixel(W, b, images, y):
    n, h, w, _ = images.shape
    X = images.reshape(n, -1)
    colours = W.reshape(h * w, 3, -1)[0]
    painted = np.tile(colours, (h * w, 1))
    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))
    return (first == y).mean(), (second == y).mean()

"""A line in the hidden space

A hidden layer is given, and its second layer is missing. In the space of the inputs no line separates the two classes. In the hidden space one does. Write `hidden_line(X, y, W1, b1, a)` for examples `X` of shape $(n, d)$ with classes `y` of shape $(n,)$, 0 or 1. It gives back `(H, w, b)`:

- `H` of shape $(n, h)$: the outputs of the hidden units, the coordinates of the examples in the hidden space;
- `w` of shape $(h,)$ and the number `b`: a line with `H @ w + b` above 0 for every example of class 1 and below 0 for every example of class 0.

Any line that separates will do. (With three units it is a plane.) The first cell brings `rosenblatt(F, y)`, the rule of the chapter [Perceptron](../chapters/perceptron.ipynb). It gives back `w` and `b` of such a line for the rows of `F`, if there is one.

For example, for the chapter's XOR network with ReLU `H` is `[[0, 0], [1, 0], [1, 0], [2, 1]]`, and `w = [1, -2]` with `b = -0.5` is one of many right lines.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.mlp.helpers import rosenblatt
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=4,
    section="the-hidden-layer-is-a-feature-map-and-it-is-learned",
    todo="first H, then a line for the rows of H",
)
def hidden_line(X, y, W1, b1, a):
    """Hidden outputs H (n, h), and w (h,) and the number b of a line that separates the classes there."""
    H = a(X @ W1 + b1)
    return H, *rosenblatt(H, y)


@check(points=0.5)
def test_h_holds_the_outputs_of_the_hidden_units(hidden_line):
    def relu(z):
        return np.maximum(z, 0)

    X, y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    W1, b1 = np.array([[1.0, 1.0, -1.0], [1.0, 1.0, 0.0]]), np.array([0.0, -1.0, 0.5])
    given = call_text("hidden_line", X, y, W1, b1, relu)
    H, _, _ = parts("H, w, b", call_answer("hidden_line", hidden_line, X, y, W1, b1, relu), given=given)
    wanted = [[0, 0, 0.5], [1, 0, 0.5], [1, 0, 0], [2, 1, 0]]
    check_close(
        "H holds the hidden outputs, a row for each example",
        array("H", H, (4, 3), given=given),
        wanted,
        given=given,
        mistakes=[
            (
                [[0, -1, 0.5], [1, 0, 0.5], [1, 0, -0.5], [2, 1, -0.5]],
                "these are the pre-activations: without a, the hidden space is as flat as the input space",
            ),
            ([[0, 0, 0], [1, 1, 0], [1, 1, 0], [2, 2, 0]], "the hidden units have biases: add b1"),
            ([[0, -1, 0.5], [1, 0, 0.5], [1, 0, 0.5], [2, 1, 0.5]], "add b1 before you apply a"),
        ],
    )


@check(points=0.5)
def test_a_line_in_the_hidden_space_separates_a_disk_from_a_ring(hidden_line):
    def relu(z):
        return np.maximum(z, 0)

    rng = np.random.default_rng(45)
    y = np.arange(40) % 2
    r, turn = (
        np.where(y, rng.uniform(0, 0.9, size=40), rng.uniform(1.2, 2, size=40)),
        rng.uniform(0, 7, size=40),
    )
    X = np.stack([r * np.cos(turn), r * np.sin(turn)], axis=1)
    around = np.array([0.5, 7 / 6, 11 / 6]) * np.pi
    W1, b1 = np.stack([np.cos(around), np.sin(around)]), np.full(3, -0.2)
    given = "a disk of class 1 in a ring of class 0, 40 points, and three hidden units with ReLU"
    H, w, b = parts("H, w, b", call_answer("hidden_line", hidden_line, X, y, W1, b1, relu), given=given)
    check_that(
        "w has a weight for each of the three hidden units",
        np.shape(w) == (3,),
        given=given,
        received=f"shape {np.shape(w)}",
        expected="shape (3,)",
        hint="the line lies in the hidden space, so its points are the rows of H, not those of X",
    )
    H, w, b = (
        array("H", H, (40, 3), given=given),
        array("w", w, (3,), given=given),
        array("b", b, (), given=given),
    )
    t, scores = 2 * y - 1, H @ w + b
    n_wrong = int((t * scores <= 0).sum())
    hint = "learn on the rows of H, and give back w and b as they come"
    if (t * scores < 0).all():
        hint = "the line separates, but the wrong way round: class 1 must be above 0"
    elif (t * (scores - 0.5) > 0).all():
        hint = "this line decides at ½; here 0 decides, so move ½ into b"
    elif b == 0:
        hint = "give back the b that belongs to w: with b = 0 the line passes through the origin"
    check_that(
        "H @ w + b is above 0 for class 1 and below 0 for class 0",
        n_wrong == 0,
        given=given,
        received=f"{n_wrong} of 40 wrong",
        expected="0 wrong",
        hint=hint,
    )
    H_right = relu(X @ W1 + b1)
    check_that(
        "the line separates the hidden outputs of the given layer",
        (t * (H_right @ w + b) > 0).all(),
        given=given,
        received="the line separates your H, but that is not a(X @ W1 + b1)",
        hint="is H right for every example?",
    )


@hidden_check(points=1)
def test_a_line_is_found_in_any_hidden_space_that_has_one(hidden_line):
    for a, d, h, seed in [
        (np.tanh, 3, 5, 13),
        (np.tanh, 3, 5, 14),
        (np.sin, 2, 4, 14),
        (np.abs, 1, 2, 12),
    ]:
        rng = np.random.default_rng(seed)
        X, W1, b1 = 1.5 * rng.normal(size=(120, d)), rng.normal(size=(d, h)), rng.normal(size=h)
        H = a(X @ W1 + b1)
        u = rng.normal(size=h)
        u /= np.linalg.norm(u)
        score = H @ u - np.median(H @ u)
        far = np.abs(score) > 0.25
        X, H, y = X[far], H[far], (score[far] > 0).astype(int)
        given = f"{len(X)} examples, {h} hidden units with {a.__name__}"
        received, w, b = parts(
            "H, w, b", call_answer("hidden_line", hidden_line, X, y, W1, b1, a), given=given
        )
        check_close("H", received, H, given=given)
        w, b = array("w", w, (h,), given=given), array("b", b, (), given=given)
        n_wrong = int(((2 * y - 1) * (H @ w + b) <= 0).sum())
        check_that("the line separates the classes", n_wrong == 0, given=given, received=f"{n_wrong} wrong")


@look
def look_at_hidden():
    """Look at the hidden space. Left: two rings, one inside the other, which no line separates. Right: the same points, with the outputs of two hidden units as their coordinates (the activation is $|z|$), and your line. It should pass between the two classes: the hidden layer has folded the plane."""
    from mlplib import plotting

    angle, y = np.linspace(0, 2 * np.pi, 60), np.arange(60) % 2
    X = np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.where(y, 0.4, 1.5)[:, None]
    H, w, b = hidden_line(X, y, np.array([[1, 0.7], [0.2, -1]]), np.zeros(2), np.abs)
    axes = plotting.plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")[1]
    for ax, points in zip(axes, [X, H]):
        plotting.plot_plane(ax, 2)
        plotting.plot_points(ax, points, y)
    plotting.plot_line(axes[1], w, b)
    _ = axes[1].set(xlabel="$H_1$", ylabel="$H_2$")


@wrong("these are the pre-activations")
def no_activation(X, y, W1, b1, a):
    H = X @ W1 + b1
    return H, *rosenblatt(H, y)


@wrong("the hidden units have biases")
def no_bias_in_the_hidden_layer(X, y, W1, b1, a):
    H = a(X @ W1)
    return H, *rosenblatt(H, y)


@wrong("add b1 before")
def bias_after_the_activation(X, y, W1, b1, a):
    H = a(X @ W1) + b1
    return H, *rosenblatt(H, y)


@wrong("not those of X")
def learns_on_the_inputs(X, y, W1, b1, a):
    return a(X @ W1 + b1), *rosenblatt(X, y)


@wrong("the b that belongs to w")
def bias_of_the_line_lost(X, y, W1, b1, a):
    H = a(X @ W1 + b1)
    return H, rosenblatt(H, y)[0], 0.0


@wrong("the wrong way round")
def classes_exchanged(X, y, W1, b1, a):
    H = a(X @ W1 + b1)
    return H, *rosenblatt(H, 1 - y)


@wrong("move ½ into b")
def least_squares_on_0_and_1(X, y, W1, b1, a):
    H = a(X @ W1 + b1)
    rows = np.column_stack([H, np.ones(len(H))])
    v = np.linalg.lstsq(rows, y.astype(float))[0]
    return H, v[:-1], v[-1]

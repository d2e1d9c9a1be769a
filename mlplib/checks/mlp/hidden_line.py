# Made from the source of the assignment mlp, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "5.4"


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

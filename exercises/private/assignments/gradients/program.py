"""Repair the lecture's program

A friend typed one step of the lecture's two-layer program from memory. **Three lines are wrong.** One of them stops with an error if the sizes differ; two say nothing.

```python
y_0 = x.dot(w1)
h_0 = 1 / (1 + np.exp(-y_0))
y_pred = h_0.dot(w2)
loss = np.square(y_pred - y).mean()
grad_y_pred = 2.0 * (y_pred - y)
grad_w2 = h_0.dot(grad_y_pred)
grad_h = grad_y_pred.dot(w2.T)
grad_w1 = x.T.dot(grad_h * y_0 * (1 - y_0))
```

Write `program(x, y, w1, w2)` with the three lines repaired. The letters are the lecture's: `x` has the shape $(n, d)$, `y`, the targets, $(n, c)$, `w1` $(d, h)$, `w2` $(h, c)$. It gives back `(loss, grad_w1, grad_w2)`: the squared error *summed* over examples and outputs, as in the lecture, and its two gradients, in the shapes of `w1` and `w2`. Write down the shape of every line: one of the three faults shows there, two do not.

For example, `program(np.array([[2.0]]), np.array([[1.0]]), np.array([[0.0]]), np.array([[4.0]]))` gives the loss 1, `grad_w1` `[[4]]` and `grad_w2` `[[1]]`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts


@question(number=3, section="the-lectures-program-line-by-line", todo="eight lines, three of them to repair")
def program(x, y, w1, w2):
    """Summed squared error of the two-layer network, its gradients (d, h) and (h, c)."""
    h_0 = 1 / (1 + np.exp(-x.dot(w1)))  # (n, h)
    y_pred = h_0.dot(w2)  # (n, c)
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)  # (n, h)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return np.square(y_pred - y).sum(), grad_w1, grad_w2


@check(points=0.5)
def test_one_unit_can_be_done_by_hand(program):
    x, y, w1, w2 = (np.array([[number]]) for number in (-3.0, 0.0, 0.0, 2.0))
    given = call_text("program", x, y, w1, w2)
    loss, grad_w1, grad_w2 = parts(
        "loss, grad_w1, grad_w2", call_answer("program", program, x, y, w1, w2), given=given
    )
    check_close("h_0 is 1/2, so the prediction is 1 and the loss 1", loss, 1, given=given)
    check_close(
        "grad_w2 is 2·1·1/2",
        grad_w2,
        [[1]],
        given=given,
        mistakes=[
            ([[0.5]], "the 2 from the square is missing"),
            ([[-1]], "the error is y_pred - y"),
        ],
    )
    check_close(
        "grad_w1 is 2·1·2·1/4·(-3)",
        grad_w1,
        [[-3]],
        given=given,
        mistakes=[
            ([[0]], "the slope of the sigmoid is h_0 (1 - h_0), with its output, not with y_0"),
            ([[-12]], "the slope of the sigmoid is left out"),
            ([[3]], "its sign is turned"),
        ],
    )


@check(points=0.5)
def test_the_same_examples_twice_double_everything(program):
    rng = np.random.default_rng(62)
    x, y, w1, w2 = (rng.normal(size=shape).round(1) for shape in [(2, 3), (2, 4), (3, 5), (5, 4)])
    names = "loss, grad_w1, grad_w2"
    given = call_text("program", x, y, w1, w2)
    once = parts(names, call_answer("program", program, x, y, w1, w2), given=given)
    x, y = np.vstack([x, x]), np.vstack([y, y])
    given = call_text("program", x, y, w1, w2)
    twice = parts(names, call_answer("program", program, x, y, w1, w2), given=given)
    loss = number("the loss", once[0], given=given)
    check_that("chance targets are not hit, so the loss is above 0", loss > 0, given=given, received=loss)
    for name, one, two in zip(["the loss", "grad_w1", "grad_w2"], once, twice):
        one = array(name, one, {"the loss": (), "grad_w1": (3, 5), "grad_w2": (5, 4)}[name], given=given)
        check_close(
            f"each row twice, and {name} is twice as large",
            two,
            2 * one,
            given=given,
            mistakes=[(one, f"{name} did not change: it is a sum over the examples, not a mean")],
        )


@check(points=0.5)
def test_each_gradient_is_what_a_nudge_gives(program):
    rng = np.random.default_rng(63)
    x, y, w1, w2 = (rng.normal(size=shape).round(1) for shape in [(4, 3), (4, 2), (3, 5), (5, 2)])
    given = call_text("program", x, y, w1, w2)
    loss, *grads = parts("loss, grad_w1, grad_w2", call_answer("program", program, x, y, w1, w2), given=given)

    def loss_of(w1, w2):
        return np.square(1 / (1 + np.exp(-x @ w1)) @ w2 - y).sum()

    check_close(
        "the loss is the squared error, summed",
        loss,
        loss_of(w1, w2),
        given=given,
        mistakes=[
            (loss_of(w1, w2) / 8, "this is the mean over examples and outputs: the lecture sums"),
            (loss_of(w1, w2) / 4, "this is the mean over the examples: the lecture sums"),
        ],
    )
    for name, grad, w in zip(["grad_w1", "grad_w2"], grads, [w1, w2]):
        right = np.zeros(w.shape)
        for i in np.ndindex(w.shape):
            up, down = w.copy(), w.copy()
            up[i], down[i] = up[i] + 1e-5, down[i] - 1e-5
            pairs = [(up, w2), (down, w2)] if name == "grad_w1" else [(w1, up), (w1, down)]
            right[i] = (loss_of(*pairs[0]) - loss_of(*pairs[1])) / 2e-5
        check_close(
            f"{name} agrees with central differences",
            array(name, grad, w.shape, given=given),
            right,
            given=given,
            hint="go back from the loss: the first line that is wrong spoils all that follow",
            mistakes=[
                (right / 2, "the 2 from the square is missing"),
                (-right, "the error is y_pred - y"),
                (right / 4, "you divided by n, but the loss is a sum"),
                (right / 8, "you divided by n·c, but the loss is a sum"),
            ],
        )


@hidden_check(points=1.5)
def test_the_program_is_right_for_other_sizes(program):
    for seed, (n, d, h, c) in enumerate(
        [(1, 2, 3, 4), (6, 5, 1, 2), (3, 3, 3, 3), (7, 2, 4, 1), (5, 9, 6, 3)]
    ):
        rng = np.random.default_rng(seed)
        x, y, w1, w2 = (rng.normal(size=shape) for shape in [(n, d), (n, c), (d, h), (h, c)])
        given = call_text("program", x, y, w1, w2)
        received = parts("loss, grad_w1, grad_w2", call_answer("program", program, x, y, w1, w2), given=given)
        hidden = 1 / (1 + np.exp(-x @ w1))
        error = hidden @ w2 - y
        check_close("the loss", received[0], (error**2).sum(), given=given)
        check_close("grad_w1", received[1], 2 * x.T @ (error @ w2.T * hidden * (1 - hidden)), given=given)
        check_close("grad_w2", received[2], 2 * hidden.T @ error, given=given)


@wrong("loss did not change")
def mean_loss(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).mean()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return loss, grad_w1, grad_w2


@wrong("with its output, not with y_0")
def slope_of_y_0(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * y_0 * (1 - y_0))
    return loss, grad_w1, grad_w2


@wrong("not aligned")
def no_transpose(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return loss, grad_w1, grad_w2


@wrong("the slope of the sigmoid is left out")
def no_slope(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h)
    return loss, grad_w1, grad_w2


@wrong("the 2 from the square is missing")
def no_2(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = y_pred - y
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return loss, grad_w1, grad_w2


@wrong("grad_w1 did not change")
def mean_gradient(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y) / len(x)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return loss, grad_w1, grad_w2

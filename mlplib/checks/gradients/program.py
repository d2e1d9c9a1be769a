# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, number, parts

exercise = "7.3"


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

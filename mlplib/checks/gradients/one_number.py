# Made from the source of the assignment gradients, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that, parts

exercise = "7.1"


def test_a_case_that_can_be_done_by_hand(one_number):
    arguments = 3.0, 0.5, -1.5, 2.0, -1.0
    given = call_text("one_number", *arguments)
    loss, grads = parts("loss, grads", call_answer("one_number", one_number, *arguments), given=given)
    check_close("the pre-activation is 0, so the output is 0 and the loss 1", loss, 1, given=given)
    there = isinstance(grads, dict) and set(grads) == {"x", "w1", "b", "w2", "Y"}
    check_that(
        "grads is a dict with the keys x, w1, b, w2 and Y",
        there,
        given=given,
        received=grads,
        expected="five entries",
        hint="the input x and the target Y have gradients, too",
    )
    check_close(
        "b has the gradient 2·(0 + 1)·2·1 = 4",
        grads["b"],
        4,
        given=given,
        hint="multiply the factors from the loss back to b: square, times w2, tanh, plus b",
        mistakes=[
            (2, "the 2 from the square is missing"),
            (-4, "the sign is turned: the error is prediction minus target"),
            (0, "H (1 - H) is the slope of the sigmoid; that of tanh is 1 - H², which is 1 here"),
            (1, "1/4 is the slope of the sigmoid at 0; that of tanh is 1"),
        ],
    )
    check_close(
        "w1 has the gradient of b times x",
        grads["w1"],
        12,
        given=given,
        hint="a product hands each factor the gradient times the other factor",
        mistakes=[
            (4, "w1 is multiplied by x, so its gradient is too"),
            (2, "a product hands w1 the gradient times the *other* factor, x, and not w1"),
        ],
    )
    check_close(
        "x has the gradient of b times w1",
        grads["x"],
        2,
        given=given,
        hint="a product hands x the gradient times the other factor, w1",
    )
    check_close(
        "w2 hears nothing when H is 0",
        grads["w2"],
        0,
        given=given,
        hint="the other factor of w2 is H = tanh(w1 x + b)",
    )
    check_close(
        "Y has the gradient -2·(0 + 1)",
        grads["Y"],
        -2,
        given=given,
        mistakes=[(2, "Y is subtracted, so its gradient has the opposite sign")],
    )


def test_each_gradient_is_what_a_nudge_gives(one_number):
    def nudge(f, value, step=1e-5):
        return (f(value + step) - f(value - step)) / (2 * step)

    def loss_of(x, w1, b, w2, Y):
        return (w2 * np.tanh(w1 * x + b) - Y) ** 2

    point = {"x": 0.7, "w1": -1.2, "b": 0.4, "w2": 1.5, "Y": 0.3}
    given = call_text("one_number", *point.values())
    loss, grads = parts("loss, grads", call_answer("one_number", one_number, *point.values()), given=given)
    check_close("the loss is (w2 tanh(w1 x + b) - Y)²", loss, loss_of(**point), given=given)
    there = isinstance(grads, dict) and set(grads) == set(point)
    check_that(
        "grads is a dict with the keys x, w1, b, w2 and Y",
        there,
        given=given,
        received=grads,
        expected="five entries",
        hint="the input x and the target Y have gradients, too",
    )
    Z = point["w1"] * point["x"] + point["b"]
    H, slope = np.tanh(Z), nudge(np.tanh, Z)
    for name, value in point.items():
        right = nudge(lambda v, name=name: loss_of(**(point | {name: v})), value)
        before = right / slope  # without the slope of tanh
        mistakes = [(-right, "its sign is turned"), (right / 2, "the 2 from the square is missing")]
        if name in ("x", "w1", "b"):
            mistakes += [
                (before, "the slope of tanh is left out on the way to the inner weights"),
                (before * H * (1 - H), "H (1 - H) is the slope of the sigmoid, not of tanh"),
                (
                    before * nudge(np.tanh, H),
                    "the slope was taken at H; it belongs to Z = w1 x + b",
                ),
            ]
        check_close(
            f"the gradient of {name} is (L(+ε) - L(-ε)) / 2ε",
            grads[name],
            right,
            given=given,
            mistakes=mistakes,
            hint="compare each factor with its edge of the graph",
        )

r"""One number, forward and back

One input, one hidden unit with tanh and a bias, one output. In the names of the chapter,

$$Z = w_1 x + b, \qquad H = \tanh Z, \qquad S = w_2 H, \qquad L = (S - Y)^2 .$$

Draw the graph first, and write both numbers on each edge: the value on its way forward, the gradient on its way back. The slope of tanh at $Z$ is $1 - H^2$.

Write `one_number(x, w1, b, w2, Y)`; all five arguments are numbers. It gives back `(loss, grads)`: the number $L$, and a dict with the keys `"x"`, `"w1"`, `"b"`, `"w2"` and `"Y"`, each with the derivative of $L$ with respect to it.

For example, `one_number(2, 1, -2, 3, 1)` has the loss 1 and the gradients `{"x": -6, "w1": -12, "b": -6, "w2": 0, "Y": 2}`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, parts


@question(
    number=1, section="used-twice-a-value-hears-from-both", todo="forward with names, then back edge by edge"
)
def one_number(x, w1, b, w2, Y):
    """L = (w2 tanh(w1 x + b) - Y)², and a dict of its derivatives with respect to the five numbers."""
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_the_gradients_are_right_at_other_points(one_number):
    rng = np.random.default_rng(61)
    points = [
        *rng.normal(size=(20, 5)).tolist(),
        [40.0, 10.0, 0.0, 2.0, 1.0],
        [0.0, 1.0, 0.0, 0.0, 3.0],
    ]
    for x, w1, b, w2, Y in points:
        given = call_text("one_number", x, w1, b, w2, Y)
        loss, grads = parts(
            "loss, grads", call_answer("one_number", one_number, x, w1, b, w2, Y), given=given
        )
        H = np.tanh(w1 * x + b)
        d_S = 2 * (w2 * H - Y)
        d_Z = d_S * w2 * (1 - H * H)
        check_close("the loss", loss, (w2 * H - Y) ** 2, given=given)
        check_that("grads is a dict of five", isinstance(grads, dict) and len(grads) == 5, given=given)
        for name, right in {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}.items():
            check_close(f"the gradient of {name}", grads.get(name), right, given=given)


@wrong("the 2 from the square is missing")
def no_2(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = w2 * H - Y
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("is the slope of the sigmoid")
def slope_of_the_sigmoid(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (H * (1 - H))
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("the slope of tanh is left out")
def no_slope(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("the slope was taken at H")
def slope_at_the_output(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (1 - np.tanh(H) ** 2)
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("the sign is turned")
def turned_error(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (-w2 * H + Y)
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("Y is subtracted")
def target_like_the_output(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * w1, "w1": d_Z * x, "b": d_Z, "w2": d_S * H, "Y": d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("w1 is multiplied by x")
def w1_without_x(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * w1, "w1": d_Z, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads


@wrong("*other* factor, x")
def own_factor(x, w1, b, w2, Y):
    H = np.tanh(w1 * x + b)
    d_S = 2 * (w2 * H - Y)
    d_Z = d_S * w2 * (1 - H**2)
    grads = {"x": d_Z * x, "w1": d_Z * w1, "b": d_Z, "w2": d_S * H, "Y": -d_S}
    return (w2 * H - Y) ** 2, grads

r"""ReLU without a kink

Softplus rounds off the kink of ReLU. With the sharpness $\beta > 0$ it is

$$\operatorname{softplus}(z) = \frac{1}{\beta} \log\left(1 + e^{\beta z}\right).$$

The larger $\beta$, the closer it comes to ReLU. Derive its slope on paper first; the result is an old acquaintance.

Write `softplus(z, sharpness)` for a float array `z` of any shape and $\beta =$ `sharpness`. Give back `(value, slope)`, two arrays of the shape of `z`. The formula as it stands fails for $\beta z = 1000$. It also loses all digits for $\beta z = -40$, where the value is not 0. Find a form that does neither, for $|\beta z|$ up to 1000. (Try to split off the larger of $\beta z$ and 0. `np.log1p(x)` is $\log(1 + x)$ and keeps the digits of a tiny $x$.)

For example, `softplus(np.array([0.0]), 2.0)` gives the value $\frac12 \ln 2 = 0.3466$ and the slope ½.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.activations.helpers import plotting
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=2, section="five-functions-bend-a-number", star=True, todo="exp of numbers up to 0 only, once more"
)
def softplus(z, sharpness):
    """Value and slope of log(1 + exp(sharpness z)) / sharpness, two arrays of the shape of z."""
    e = np.exp(-np.abs(sharpness * z))
    value = np.maximum(z, 0) + np.log1p(e) / sharpness
    return value, np.where(z >= 0, 1, e) / (1 + e)


@check(points=0.5)
def test_at_zero_the_value_is_ln_2_over_the_sharpness_and_the_slope_a_half(softplus):
    for sharpness in [1.0, 4.0]:
        z = np.zeros(2)
        given = call_text("softplus", z, sharpness)
        value, slope = parts("value, slope", call_answer("softplus", softplus, z, sharpness), given=given)
        one = np.ones(2)
        check_close(
            "the value at 0",
            value,
            one * np.log(2) / sharpness,
            given=given,
            mistakes=[
                (one * np.log(2), "divide the logarithm by the sharpness"),
                (one * np.log(2) * sharpness, "divide by the sharpness, do not multiply"),
            ],
        )
        check_close(
            "the slope at 0",
            slope,
            one / 2,
            given=given,
            mistakes=[
                (one * sharpness / 2, "the inner derivative β and the factor 1/β cancel"),
                (one / 2 / sharpness, "the chain rule: the inner derivative β is missing"),
                (one / 4, "this is the slope of the sigmoid: the slope of softplus is simpler"),
            ],
        )


@check(points=0.5)
def test_the_slope_agrees_with_central_differences(softplus):
    z, step = np.array([[-1.7, -0.3, 0.0], [0.2, 0.9, 2.2]]), 1e-5
    for sharpness in [0.5, 3.0]:
        given = call_text("softplus", z, sharpness)
        values = []
        for moved in (z + step, z - step):
            value = parts("value, slope", call_answer("softplus", softplus, moved, sharpness), given=given)[0]
            values.append(array("value", value, z.shape, given=given))
        slope = parts("value, slope", call_answer("softplus", softplus, z, sharpness), given=given)[1]
        check_close(
            "the slope is (a(z + ε) - a(z - ε)) / 2ε",
            slope,
            (values[0] - values[1]) / (2 * step),
            given=given,
            hint="derive log(1 + e^(βz)) with the chain rule, then divide both parts of the fraction by e^(βz)",
            mistakes=[(1 / (1 + np.exp(-z)), "the sharpness belongs into the slope as well")],
        )


@check(points=0.5)
def test_softplus_of_z_minus_softplus_of_minus_z_is_z(softplus):
    for z in [np.array([-2.0, -0.4, 0.1, 3.0]), np.array([-500.0, 20.0, 500.0])]:
        given = call_text("softplus", z, 2.0)
        with np.errstate(all="ignore"):
            answers = [call_answer("softplus", softplus, sign * z, 2.0) for sign in (1, -1)]
        pairs = [parts("value, slope", answer, given=given) for answer in answers]
        for what, k in [("value", 0), ("slope", 1)]:
            there = all(np.isfinite(np.asarray(pair[k], dtype=float)).all() for pair in pairs)
            check_that(
                f"the {what} is finite",
                there,
                given=given,
                received=f"{what} {pairs[0][k]} at z, {pairs[1][k]} at -z",
                hint="exp of a large number is inf; log(1 + e^u) = max(u, 0) + log(1 + e^-|u|) takes exp of -|u| only",
            )
        left, right = ([array("it", entry, z.shape, given=given) for entry in pair] for pair in pairs)
        check_close("a(z) - a(-z) = z, as for ReLU", left[0] - right[0], z, given=given)
        check_close("a'(z) + a'(-z) = 1", left[1] + right[1], np.ones(len(z)), given=given)


@hidden_check(points=1.5)
def test_softplus_is_right_for_any_sharpness_and_keeps_its_digits(softplus):
    for sharpness in [0.3, 1.0, 7.0, 40.0]:
        rng = np.random.default_rng(int(10 * sharpness))
        for z in [
            rng.normal(size=(3, 4)),
            np.array([-900.0, -60.0, -40.0, 40.0, 1000.0]) / sharpness,
        ]:
            given = call_text("softplus", z, sharpness)
            with np.errstate(all="ignore"):
                answer = call_answer("softplus", softplus, z, sharpness)
            value, slope = parts("value, slope", answer, given=given)
            exact, one = np.logaddexp(0, sharpness * z) / sharpness, np.ones(z.shape)
            check_close("the value", array("value", value, z.shape, given=given), exact, given=given)
            ratio = np.divide(value, exact, out=np.ones(z.shape), where=exact > 0)
            check_close(
                "the value keeps its digits",
                ratio,
                one,
                given=given,
                hint="1 + e^-40 is rounded to 1, and its log is 0: use log1p",
            )
            exact = np.exp(-np.logaddexp(0, -sharpness * z))
            ratio = np.divide(
                array("slope", slope, z.shape, given=given),
                exact,
                out=np.ones(z.shape),
                where=exact > 0,
            )
            check_close("the slope keeps its digits", ratio, one, given=given)


@look
def look_at_softplus():
    """The next cell shows your softplus. On the left you should see three soft bends above the broken line of ReLU, the sharpest one closest to it. On the right are their slopes: three steps from 0 to 1, all through the same point."""
    many = np.linspace(-3, 3, 121)
    curves = {sharpness: softplus(many, sharpness) for sharpness in [1.0, 3.0, 10.0]}
    figure = plotting.plt.figure(figsize=(7, 2.8), layout="constrained")
    left, right = figure.add_subplot(1, 2, 1), figure.add_subplot(1, 2, 2)
    left.plot(many, np.maximum(many, 0), color="0.7", label="ReLU")
    left.set(xlabel="$z$", title="value"), right.set(xlabel="$z$", title="slope")
    for sharpness, (value, slope) in curves.items():
        left.plot(many, value, label=f"sharpness {sharpness:g}"), right.plot(many, slope)
        left.legend()


@wrong("exp of a large number is inf")
def the_formula_as_it_stands(z, k):
    return np.log(1 + np.exp(k * z)) / k, 1 / (1 + np.exp(-k * z))


@wrong("divide the logarithm by the sharpness")
def not_divided(z, k):
    return np.logaddexp(0, k * z), np.exp(-np.logaddexp(0, -k * z))


@wrong("cancel")
def factors_do_not_cancel(z, k):
    return np.logaddexp(0, k * z) / k, k * np.exp(-np.logaddexp(0, -k * z))


@wrong("the inner derivative β is missing")
def no_inner_derivative(z, k):
    return np.logaddexp(0, k * z) / k, np.exp(-np.logaddexp(0, -k * z)) / k


@wrong("the slope of softplus is simpler")
def slope_of_the_sigmoid(z, k):
    e = np.exp(-np.abs(k * z))
    return np.logaddexp(0, k * z) / k, e / (1 + e) ** 2


@wrong("belongs into the slope as well")
def slope_without_sharpness(z, k):
    return np.logaddexp(0, k * z) / k, np.exp(-np.logaddexp(0, -z))


@wrong("use log1p")
def log_of_1_plus_something_tiny(z, k):
    e = np.exp(-np.abs(k * z))
    return np.maximum(z, 0) + np.log(1 + e) / k, np.where(z >= 0, 1, e) / (1 + e)

r"""First weights that keep the signal alive

The chapter draws first weights with the spread $\text{gain}/\sqrt h$, and finds: the mean of $z^2$ in a layer is $\text{gain}^2$ times the mean of the squared outputs $H^2$ of the layer below. For ReLU the gain $\sqrt 2$ keeps the signal as it is, from layer to layer. Here you find the gain for *any* activation function, and ask what it does to the gradient on its way back.

Write `keep_signal(H, slopes)`. Both arguments are arrays of one shape. They come from many pre-activations $z$ with mean 0 and spread 1, so that the mean of $z^2$ is 1: `H` holds $a(z)$, and `slopes` holds $a'(z)$. Give back `(gain, factor)`, two numbers.

- `gain`: the gain for which the mean of $z^2$ is 1 in the next layer, too.
- `factor`: by how much a step back through one such layer multiplies the length of a gradient. Begin with the mean of its squared entries. The weights multiply that by $\text{gain}^2$, as on the way forward: with layers of equal width an entry of the gradient is a sum over as many units above as $z$ has below. The slopes multiply it by the mean of *their* squares. The length goes with the root of the mean square.

For example, `keep_signal(np.array([0, 1]), np.array([0, 1]))`, a ReLU at $z = -1$ and $z = 1$, gives the gain $\sqrt 2$ and the factor 1. It keeps both.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib.checks import call_answer, call_text, check_close, number, parts


@question(
    number=2,
    section="on-the-way-back-weights-and-slopes-decide-together",
    star=True,
    todo="what must gain² be, so that gain² times the mean of H² is 1?",
)
def keep_signal(H, slopes):
    """Gain that keeps the mean of z² at 1, and the factor of such a layer on the length of a gradient."""
    gain = 1 / np.sqrt(np.mean(H**2))
    return gain, gain * np.sqrt(np.mean(slopes**2))


@check(points=0.5)
def test_the_gain_makes_up_for_the_mean_square_of_the_outputs(keep_signal):
    for H in [np.array([1.0, 3.0]), np.array([[0.0, 0.1], [-0.2, 0.4]])]:
        given = call_text("keep_signal", H, np.ones(H.shape))
        answer = call_answer("keep_signal", keep_signal, H, np.ones(H.shape))
        gain, _ = parts("gain, factor", answer, given=given)
        square = (H**2).mean()
        check_close(
            "gain² times the mean of H²",
            number("the gain", gain, given=given) ** 2 * square,
            1,
            given=given,
            mistakes=[
                (1 / square, "this is gain²: take the root"),
                (square**2, "the other way round: small outputs need a large gain"),
                (
                    square / H.var(),
                    "the mean of the squares, not the variance: do not subtract the mean of H",
                ),
                (square / H.mean() ** 2, "first square, then take the mean"),
            ],
            hint="solve gain² · mean(H²) = 1 for the gain",
        )


@check(points=0.5)
def test_the_factor_has_the_gain_and_the_slopes_in_it(keep_signal):
    H, slopes = np.array([0.5, -0.5, 0.5, 0.5]), np.array([0.2, 0.4, 0.2, 0.4])
    given = call_text("keep_signal", H, slopes)
    _, factor = parts("gain, factor", call_answer("keep_signal", keep_signal, H, slopes), given=given)
    root = np.sqrt(0.1)
    check_close(
        "the gain is 2, the mean of the squared slopes 0.1, so the factor is 2 · √0.1",
        factor,
        2 * root,
        given=given,
        mistakes=[
            (root, "the weights count on the way back, too: the gain is missing"),
            (2 * 0.3, "the mean of the slopes is not enough: the lengths need the mean of their squares"),
            (4 * 0.1, "this is the factor of the mean square: the length is its root"),
            (2 * 0.1, "the root of the mean square of the slopes is missing"),
        ],
    )


@check(points=0.5)
def test_a_straight_function_keeps_both_with_gain_1_over_its_slope(keep_signal):
    z = np.array([-1.0, 1.0, 1.0, -1.0])
    for slope in [1.0, 0.25, 3.0]:
        arguments = slope * z, np.full(4, slope)
        given = call_text("keep_signal", *arguments)
        gain, factor = parts("gain, factor", call_answer("keep_signal", keep_signal, *arguments), given=given)
        check_close(f"a(z) = {slope:g} z needs the gain {1 / slope:g}", gain, 1 / slope, given=given)
        check_close("gain and slope cancel on the way back", factor, 1, given=given)


@hidden_check(points=1.5)
def test_gain_and_factor_are_right_for_many_functions(keep_signal):
    z = np.random.default_rng(63).normal(size=500)
    cases = {
        "tanh": (np.tanh(z), 1 / np.cosh(z) ** 2),
        "sin(2z)": (np.sin(2 * z), 2 * np.cos(2 * z)),
        "|z| + 1": (np.abs(z) + 1, np.sign(z)),
        "exp(z / 2)": (np.exp(z / 2), np.exp(z / 2) / 2),
    }
    for name, (H, slopes) in cases.items():
        given = f"outputs and slopes of {name} at 500 pre-activations"
        for shape in [(500,), (20, 25)]:
            answer = call_answer("keep_signal", keep_signal, H.reshape(shape), slopes.reshape(shape))
            gain, factor = parts("gain, factor", answer, given=given)
            square = sum(value**2 for value in H) / 500
            check_close("the gain", gain, square**-0.5, given=given)
            expected = (sum(value**2 for value in slopes) / 500 / square) ** 0.5
            check_close("the factor", factor, expected, given=given)


@look
def look_at_twenty_layers():
    """**Predict, then run.** The cell asks your `keep_signal` for the gains of five functions, builds 20 layers of 100 units with each gain, and sends 50 random examples forward and a random gradient back. It prints medians of 25 such networks. *Spread* is that of all $z$ in layer 20, and should be near 1 everywhere. *Between examples* is the spread unit by unit, the mean of the unit taken away: what is left of the differences between the examples. The last column is the length of the gradient in layer 1, divided by that in layer 20. Does the sigmoid keep its signal?"""
    from mlplib import activations

    sigmoid, rng = activations.sigmoid, np.random.default_rng(0)
    functions = {
        "sigmoid": (sigmoid, sigmoid.derivative),
        "sigmoid - ½": (lambda z: sigmoid(z) - 0.5, sigmoid.derivative),
        "tanh": (activations.tanh, activations.tanh.derivative),
        "ReLU": (activations.relu, activations.relu.derivative),
        "ELU": (activations.elu, activations.elu.derivative),
    }

    def deep(a, derivative, gain):
        """Spread and spread between examples in layer 20, and the share of a gradient that reaches layer 1."""
        Ws = gain / np.sqrt(100) * rng.normal(size=(20, 100, 100))
        H, Zs = a(rng.normal(size=(50, 100))), []
        for W in Ws:
            Zs.append(H @ W)
            H = a(Zs[-1])
        first = d_Z = rng.normal(size=(50, 100))
        for W, Z in zip(Ws[:0:-1], Zs[-2::-1]):
            d_Z = d_Z @ W.T * derivative(Z)
        return Zs[-1].std(), Zs[-1].std(axis=0).mean(), np.linalg.norm(d_Z) / np.linalg.norm(first)

    normal = rng.normal(size=100_000)
    print("             gain  factor | layer 20: spread  between examples | gradient at layer 1")
    for name, (a, derivative) in functions.items():
        gain, factor = keep_signal(a(normal), derivative(normal))
        spread, between, share = np.median([deep(a, derivative, gain) for _ in range(25)], axis=0)
        print(f"{name:12} {gain:4.1f} {factor:7.1f} {spread:18.1f} {between:17.0e} {share:21.0e}")


@sentence
def what_the_sigmoid_keeps():
    """In your table the sigmoid has about the right spread in layer 20. Has its signal survived, and its gradient? Say what is to blame, and how the row *sigmoid − ½* shows it."""
    return """
    No: all examples look the same in layer 20, where less than a ten millionth of the spread lies
    between them, and as little of the gradient arrives at layer 1. What keeps the spread up is the mean ½ of the
    outputs, which is the same for all examples, and because of it the gain comes out too small for the
    slopes. Without the mean, sigmoid − ½, the same slopes get a larger gain, and both survive."""


@wrong("this is gain²")
def gain_squared(H, slopes):
    gain = 1 / np.mean(H**2)
    return gain, gain * np.sqrt(np.mean(slopes**2))


@wrong("small outputs need a large gain")
def the_other_way_round(H, slopes):
    gain = np.sqrt(np.mean(H**2))
    return gain, gain * np.sqrt(np.mean(slopes**2))


@wrong("not the variance")
def spread_instead_of_mean_square(H, slopes):
    gain = 1 / np.std(H)
    return gain, gain * np.sqrt(np.mean(slopes**2))


@wrong("first square, then take the mean")
def square_of_the_mean(H, slopes):
    gain = 1 / np.mean(H)
    return gain, gain * np.sqrt(np.mean(slopes**2))


@wrong("the gain is missing")
def factor_without_the_gain(H, slopes):
    return 1 / np.sqrt(np.mean(H**2)), np.sqrt(np.mean(slopes**2))


@wrong("the mean of the slopes is not enough")
def mean_slope(H, slopes):
    gain = 1 / np.sqrt(np.mean(H**2))
    return gain, gain * np.mean(slopes)


@wrong("the length is its root")
def factor_of_the_mean_square(H, slopes):
    gain = 1 / np.sqrt(np.mean(H**2))
    return gain, gain**2 * np.mean(slopes**2)

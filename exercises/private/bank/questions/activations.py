"""Exam questions on activation functions."""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.bank.ask import ask, choice, number
from mlplib.activations import elu, leaky_relu, relu, sigmoid, tanh


@ask("five-library")
def value_of_the_sigmoid(rng):
    a = rng.choice([2, 3, 4, 5, 6, 9])
    sign = rng.choice([1, -1])
    z = sign * np.log(a)
    value = sigmoid(np.array([z]))[0]
    text = f"\\ln {a}" if sign > 0 else f"-\\ln {a}"
    return number(
        f"What is $\\sigma({text})$?",
        value,
        digits=2,
        reason="$\\sigma(z) = 1/(1 + e^{-z})$.",
        wrong={
            "The sign of the exponent is turned.": 1 - value,
            "This is the slope.": value * (1 - value),
            "It is not yet divided by 1 plus it.": np.exp(z),
        },
    )


@ask("five-library")
def slope_on_the_left(rng):
    name, bend, text = [
        ("Leaky ReLU (factor 0.01)", leaky_relu, "0.01 everywhere on the left."),
        ("ELU (factor 1)", elu, "$e^z$ on the left."),
    ][rng.integers(2)]
    z = -rng.choice([0.5, 1, 1.5, 2])
    value = float(bend.derivative(np.array([z]))[0])
    return number(
        f"What is the slope of {name} at $z = {z:g}$?",
        value,
        digits=3,
        reason=text,
        wrong={
            "This is the value, not the slope.": float(bend(np.array([z]))[0]),
            "This is the slope on the right.": 1.0,
            "All five functions rise or are level.": -value,
        },
    )


@ask("five-library")
def which_is_flat(rng):
    side = rng.choice(["far on the right", "far on the left"])
    flat = {
        "sigmoid": True,
        "tanh": True,
        "ReLU": side.endswith("left"),
        "ELU": side.endswith("left"),
        "Leaky ReLU": False,
    }
    bends = {"sigmoid": sigmoid, "tanh": tanh, "ReLU": relu, "ELU": elu, "Leaky ReLU": leaky_relu}
    z = 30.0 if side.endswith("right") else -30.0
    assert all((bends[name].derivative(np.array([z]))[0] < 1e-3) == flat[name] for name in flat)
    names = [name for name in flat if flat[name]]

    def told(chosen):
        return ", ".join(chosen)

    return choice(
        f"Which of sigmoid, tanh, ReLU, ELU and Leaky ReLU are flat {side}?",
        (told(names), "There their slope is 0, or as good as."),
        {
            told(["sigmoid", "tanh", "ReLU"]): "ELU approaches −1 there."
            if side.endswith("left")
            else "ReLU rises there with the slope 1.",
            told(list(flat)): "Leaky ReLU keeps a slope on both sides.",
            "none of them": "The sigmoid approaches 0 on the left and 1 on the right.",
        },
    )


@ask("five-library")
def tanh_from_the_sigmoid(rng):
    p = rng.choice([0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9])
    z = np.log(p / (1 - p)) / 2
    return number(
        f"For some $z$ the sigmoid $\\sigma(2z)$ is ${p:g}$. What is $\\tanh(z)$?",
        tanh(np.array([z]))[0],
        digits=2,
        reason="$\\tanh(z) = 2\\,\\sigma(2z) - 1$.",
        wrong={
            "The shift is missing: 1 is subtracted.": 2 * p,
            "The sigmoid is doubled first.": p - 1,
            "This is the slope of tanh there.": 4 * p * (1 - p),
        },
    )


@ask("depth-chain")
def slope_of_the_sigmoid(rng):
    p = rng.choice([0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9])
    z = np.log(p / (1 - p))
    return number(
        f"A sigmoid unit gives ${p:g}$. What is the slope of its activation there?",
        sigmoid.derivative(np.array([z]))[0],
        digits=3,
        reason="$\\sigma' = \\sigma(1 - \\sigma)$.",
        wrong={
            "This is one of the two factors.": 1 - p,
            "So large is the slope at $z = 0$ only, where the unit gives ½.": 0.25,
            "The second factor is $1 - \\sigma$.": p**2,
        },
    )


@ask("depth-chain")
def slope_of_a_chain(rng):
    w = rng.choice([-3, -2, -1, 1, 2, 3, 4], size=3)
    p = rng.choice([0.1, 0.2, 0.3, 0.5, 0.6, 0.8], size=2)
    slopes = p * (1 - p)
    value = w.prod() * slopes.prod()
    return number(
        "A chain computes $z_1 = w_1 x + b_1$, $H_1 = \\sigma(z_1)$, $z_2 = w_2 H_1 + b_2$, $H_2 = \\sigma(z_2)$, "
        f"$s = w_3 H_2$. Its weights are $w_1 = {w[0]}$, $w_2 = {w[1]}$, $w_3 = {w[2]}$, and at some $x$ the "
        f"outputs are $H_1 = {p[0]:g}$, $H_2 = {p[1]:g}$. What is $\\partial s/\\partial x$ there?",
        value,
        digits=3,
        reason="The product of three weights and two slopes $H(1 - H)$.",
        wrong={
            "A unit multiplies by its slope $H(1 - H)$, not by its output.": w.prod() * p.prod(),
            "The slopes of the two units are missing.": w.prod(),
            "The first weight is a factor, too.": w[1:].prod() * slopes.prod(),
        },
    )


@ask("depth-chain")
def what_is_left(rng):
    layers, w = rng.choice([3, 4, 5]), rng.choice([1, 2, 3, 5, 6])
    factor = w * sigmoid.derivative(np.array([0.0]))[0]
    return number(
        f"A gradient passes ${layers}$ sigmoid units, each at $z = 0$ and with the weight ${w}$. By which "
        "factor has it changed?",
        factor**layers,
        digits=3,
        reason=f"Each unit multiplies by weight times slope, {w} · ¼.",
        wrong={
            "The factors multiply.": layers * factor,
            "The weights are factors, too.": 0.25**layers,
            "The slope at 0 is ¼; ½ is the output.": (w * 0.5) ** layers,
        },
    )


@ask("depth-chain")
def mean_square_of_relu(rng):
    gain, layers = rng.choice([1, 1.2, 1.8, 2]), rng.choice([2, 3, 4])
    return number(
        f"ReLU layers have weights of spread $\\text{{gain}}/\\sqrt h$ with gain ${gain:g}$, where $h$ is the "
        "number of inputs, and pre-activations lie as often above as below 0. By which factor does the mean "
        f"square of the pre-activations change over ${layers}$ layers?",
        (gain**2 / 2) ** layers,
        digits=3,
        reason="A layer multiplies it by gain², and ReLU leaves half of it.",
        wrong={
            "ReLU takes half of it away in each layer.": gain ** (2 * layers),
            "The gain is squared.": (gain / 2) ** layers,
            "This is the factor of the spread, the root.": (gain / np.sqrt(2)) ** layers,
        },
    )


@ask("depth-chain")
def which_gain(rng):
    h = rng.choice([50, 100, 200, 512])
    return choice(
        f"How large should the spread of the first weights of a wide ReLU network be, with ${h}$ inputs to "
        "each unit, so that the signal neither fades nor grows?",
        (f"$\\sqrt{{2/{h}}}$", "ReLU takes away half of the mean square; the 2 makes up for it."),
        {
            f"$1/{h}$": "The mean square of a sum grows with the number of terms, so the root counts.",
            f"$\\sqrt{{1/{h}}}$": "This suits a function that is nearly the identity around 0, such as tanh.",
            "1, whatever the number of inputs": "Then each layer multiplies the spread by a large number.",
        },
    )


@ask("zigzag-numbers")
def gradients_of_one_sign(rng):
    bend, right = [("sigmoid", True), ("ReLU", True), ("tanh", False)][rng.integers(3)]
    options = {
        "Those that move all go the same way.": "$\\partial L/\\partial z$ of the neuron is one factor for "
        "all, and no input is negative.",
        "Some can go up while others go down.": "The inputs can have either sign, and $\\partial L/\\partial z$ of "
        "the neuron is one factor for all.",
    }
    together, apart = options.items()
    return choice(
        f"A neuron stands above {bend} units. A gradient step is made on one example. What do the neuron's "
        "weights do?",
        together if right else apart,
        {
            (apart if right else together)[0]: "The gradient of a weight is its input times "
            f"$\\partial L/\\partial z$ of the neuron; look at the signs that {bend} gives.",
            "Only the largest one changes.": "Every weight changes whose input is not 0.",
        },
    )


@ask("zigzag-numbers")
def curvature_ratio(rng):
    h, mean, spread = rng.choice([10, 20, 50, 100]), rng.choice([0.2, 0.4, 0.5, 1]), rng.choice([0.2, 0.5, 1])
    return number(
        f"A linear neuron with half the squared error has ${h}$ independent inputs of mean ${mean:g}$ and "
        f"spread ${spread:g}$. The largest curvature is $\\text{{spread}}^2 + h \\cdot \\text{{mean}}^2$, the "
        "smallest $\\text{spread}^2$. How many times as large is the largest?",
        (spread**2 + h * mean**2) / spread**2,
        digits=1,
        reason="$1 + h \\cdot (\\text{mean}/\\text{spread})^2$: a mean that is not 0 makes a narrow valley.",
        wrong={
            "The spread counts in the steep direction, too.": h * mean**2 / spread**2,
            "Mean and spread are squared.": 1 + h * mean / spread,
            "It grows with the number of inputs.": 1 + (mean / spread) ** 2,
        },
    )


@ask("dead-repair")
def silent_units(rng):
    Z = rng.integers(-5, 4, size=(4, 5))
    Z[:, rng.choice(5, size=2, replace=False)] = -rng.integers(1, 6, size=(4, 2))
    lines = ["| | " + " | ".join(f"unit {k + 1}" for k in range(5)) + " |", "|---" * 6 + "|"]
    lines += [
        f"| example {i + 1} | " + " | ".join(f"{value}" for value in values) + " |"
        for i, values in enumerate(Z)
    ]
    table = "\n".join(lines)
    return number(
        f"Pre-activations of five ReLU units for all training examples:\n\n{table}\n\nHow many units are "
        "dead?",
        (relu(Z.astype(float)) == 0).all(axis=0).sum(),
        reason="A unit is dead if its output is 0 for *every* example.",
        wrong={
            "A unit that is negative for some examples only is alive.": (Z < 0).any(axis=0).sum(),
            "These are the examples to which no unit answers.": (Z < 0).all(axis=1).sum(),
            "Look for a column without a positive number.": 0,
        },
    )


@ask("dead-repair")
def why_dead_units_stay(rng):
    rate = rng.choice([0.1, 0.5, 1])
    return choice(
        f"A ReLU unit of the first layer is negative for every training example. Plain gradient descent with "
        f"the rate ${rate:g}$ goes on for a thousand epochs. What happens to the unit?",
        ("Nothing: its weights and bias do not move.", "Its slope is 0 for every example."),
        {
            "It comes back slowly.": "So would a Leaky ReLU; here no gradient passes.",
            "It comes back at once, since the rate is large.": "A step of gradient 0 is no step at any rate.",
            "Its weights shrink to 0.": "So they would with weight decay.",
        },
    )


@ask("faster-race")
def what_is_unfair(rng):
    first, second = rng.permutation(["tanh", "ReLU"])
    return choice(
        f"{first} and {second} are compared with the learning rate that was best for {first}, over five "
        f"seeds. {first} wins. What is wrong with it?",
        (f"{second} did not get its own best learning rate.", "A setting that suits one side rigs the race."),
        {
            "Five seeds are too many.": "More seeds make a comparison better.",
            "The learning rate should have been chosen on the test set.": "Nothing is chosen there.",
            "The two functions must start from the same weights.": "Each needs the spread that suits it.",
        },
    )


@ask("faster-race")
def stable_sigmoid(rng):
    z = rng.choice([-800, -1000, -2000])
    return choice(
        f"For negative $z$, such as ${z}$, a program computes $\\sigma(z)$ as $e^z/(1 + e^z)$, not as "
        "$1/(1 + e^{-z})$. Why?",
        ("It takes exp of numbers up to 0 only, so nothing overflows.", f"$e^{{{-z}}}$ would be infinity."),
        {
            "The second formula is wrong for negative numbers.": "On paper both are the same.",
            "The first formula is faster.": "Both take one exp and one division.",
            "The second formula gives a negative number.": "It gives 1 divided by a positive number.",
        },
    )

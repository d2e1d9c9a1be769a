"""How the cost of a training step grows with examples, width, depth and classes.

The slope of log seconds over log size is 1 where twice the size takes twice the time. Beside it stands the
slope of the multiplications that the formulas ask for, counted on the same sizes.
"""

from itertools import pairwise

import numpy as np

from benchmarks.measure import paired
from benchmarks.results import Line, Part
from mlplib.activations import relu
from mlplib.mlp import MLP
from mlplib.optim import SGD

ROUNDS = 11
BASE = {"examples": 256, "width": 256, "depth": 2, "classes": 10}  # depth: hidden layers
SIZES = {
    "examples": (128, 256, 512, 1024, 2048),
    "width": (128, 192, 256, 384, 512, 768),
    "depth": (2, 4, 8, 16),
    "classes": (128, 256, 512, 1024, 2048),
}
N_INPUTS = 256


def sizes_of(setting):
    return [N_INPUTS, *[setting["width"]] * setting["depth"], setting["classes"]]


def multiplications(setting):
    """Of one step: forward and both gradients of every layer, but no gradient of the inputs."""
    products = [n_in * n_out for n_in, n_out in pairwise(sizes_of(setting))]
    return setting["examples"] * (3 * sum(products) - products[0])


def step_of(setting):
    """A function that takes one step of training."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(setting["examples"], N_INPUTS))
    y = rng.integers(setting["classes"], size=setting["examples"])
    model, optimiser = MLP(sizes_of(setting), relu, rng=rng), SGD(0.01)

    def step():
        optimiser.step(model.params, model.loss_and_grads(X, y)[1])

    return step


def slope(sizes, values):
    """Of the straight line through log sizes, log values."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def measure(n_rounds=ROUNDS, sizes=SIZES):
    lines, rows = [], []
    for name, grid in sizes.items():
        print(f"  growth: {name}", flush=True)
        settings = [{**BASE, name: size} for size in grid]
        steps = {size: step_of(setting) for size, setting in zip(grid, settings, strict=True)}
        seconds = paired({size: lambda step=step: step for size, step in steps.items()}, n_rounds)
        medians = [np.median(values) for values in seconds.values()]
        fitted = slope(grid, medians)
        expected = slope(grid, [multiplications(setting) for setting in settings])
        milliseconds = [f"{1000 * value:.3g}" for value in medians]
        rows.append(
            [name, f"{grid[0]} to {grid[-1]}", " ".join(milliseconds), f"{fitted:.2f}", f"{expected:.2f}"]
        )
        how = f"straight line through the medians of {n_rounds} rounds, logarithms on both axes"
        lines.append(Line(f"slope for {name}, expected {expected:.2f}", fitted, "", how))
    base = ", ".join(f"{name} {size}" for name, size in BASE.items())
    title = f"Slopes; what does not grow: {base}"
    return Part(lines, [(title, ["grows", "from, to", "milliseconds a step", "fitted", "expected"], rows)])

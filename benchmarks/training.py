"""Train the lecture's network with several libraries, side by side, and hold mlplib to its targets."""

import tracemalloc
from itertools import product

import numpy as np

from benchmarks import digits
from benchmarks.contenders import CONTENDERS, by_mlplib, losses_of, problem
from benchmarks.measure import paired
from benchmarks.results import Line, Part, ratio

# Shapes (examples, inputs, hidden, outputs), and the targets of those that have some: how many times the
# floor mlplib may take at most, and how many times mlplib PyTorch takes at least.
TARGETS = {
    (64, 1000, 100, 10): ("lecture", 1.31, 1.2),
    (128, 3072, 256, 10): ("largest", 1.3, 1),
    (64, 64, 64, 10): ("small", 2.2, 3),
}
SHAPES = (*TARGETS, (256, 784, 256, 10))
DTYPES = (np.float32, np.float64)
ROUNDS = 21
FLOOR_REASON = (
    "A step does more than five products. The limit is the better of 'slide' and 'in place': how far numpy "
    "goes in a program that calls and checks nothing, and that takes the slope from the sigmoid's output, "
    "where it has lost its digits when the output is near 1."
)
PEER_REASON = "Most of a step is the same products in both. The limit is a program that does these alone."
MEMORY_REASON = "An array lives longer than the step needs it."
MEMORY_HOW = (
    "tracemalloc, one step; needed are parameters and gradients, and activations or the step of the weights, "
    "whichever is more"
)
HOW = "median of the ratios of {} paired rounds, CPU time, one thread"


def lines_of(shape, dtype, seconds, how):
    """Ratios of a shape that has targets: mlplib to the floor, and PyTorch to mlplib."""
    name, at_most, at_least = TARGETS[shape]
    floors = {other: float(np.median(seconds[other] / seconds["floor"])) for other in seconds}
    where = f"{name} shape, {dtype.__name__}"
    limit = min(floors["slide"], floors["in place"])
    values = seconds["mlplib"] / seconds["floor"]
    yield ratio(f"mlplib / floor, {where}", values, how, at_most=at_most, limit=limit, reason=FLOOR_REASON)
    limit = floors["PyTorch"]
    values = seconds["PyTorch"] / seconds["mlplib"]
    yield ratio(f"PyTorch / mlplib, {where}", values, how, at_least=at_least, limit=limit, reason=PEER_REASON)


def row_of(shape, dtype, seconds):
    """The floor in milliseconds, and the others in multiples of it."""
    multiples = [f"{np.median(seconds[name] / seconds['floor']):.2f}" for name in seconds if name != "floor"]
    return [f"{shape}, {dtype.__name__}", f"{1000 * np.median(seconds['floor']):.3g}", *multiples]


def compare(shape, dtype, n_rounds, contenders):
    """Seconds of a step of each contender in each round, after checking that all do the same work."""
    p = problem(shape, dtype)
    losses_of(p, contenders)
    seconds = paired({name: lambda make=make: make(p) for name, make in contenders.items()}, n_rounds)
    return {name: values / p.n_steps for name, values in seconds.items()}


def memory(p):
    """Bytes that a step of mlplib takes at its peak, and bytes that it needs."""
    step = by_mlplib(p._replace(n_steps=2))
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    parameters = p.W1.nbytes + p.W2.nbytes
    activations = 2 * len(p.X) * p.W1.shape[1] * p.X.itemsize
    needed = p.X.nbytes + p.Y.nbytes + 2 * parameters + max(activations, p.W1.nbytes)
    return parameters + p.X.nbytes + peak, needed


def memory_line(shape):
    peak, needed = memory(problem(shape, np.float64))
    what = f"peak memory / needed, {shape}, float64"
    return Line(what, peak / needed, "×", MEMORY_HOW, at_most=1.2, limit=1, reason=MEMORY_REASON)


def measure(n_rounds=ROUNDS, shapes=SHAPES, contenders=CONTENDERS, epochs=20):
    how, lines, rows = HOW.format(n_rounds), [], []
    for shape, dtype in product(shapes, DTYPES):
        print(f"  training {shape} {dtype.__name__}", flush=True)
        seconds = compare(shape, dtype, n_rounds, contenders)
        rows.append(row_of(shape, dtype, seconds))
        if shape in TARGETS:
            lines += lines_of(shape, dtype, seconds, how)
    lines.append(digits.line(n_rounds, how, epochs, at_least=1.25, reason=PEER_REASON))
    # the two with large weights; in a small network most is what the sigmoid makes on its way
    lines += [memory_line(shape) for shape in shapes[:2]]
    title = "A step: the floor in milliseconds, and the others in multiples of it"
    return Part(lines, [(title, ["(n, d, h, c), type", *contenders], rows)])

"""Train the lecture's network with several libraries, side by side, and hold mlplib to its targets.

All start from the same weights, see the same examples and take the same steps; their last losses prove it.
"""

import tracemalloc
import warnings
from itertools import product
from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from benchmarks.measure import paired
from benchmarks.results import Line, Part, ratio
from mlplib.activations import relu, sigmoid
from mlplib.losses import squared_error
from mlplib.mlp import MLP
from mlplib.optim import SGD, fit

LECTURE, LARGEST = (64, 1000, 100, 10), (128, 3072, 256, 10)
NAMED = {LECTURE: "lecture", LARGEST: "largest"}
SHAPES = (LECTURE, LARGEST, (64, 64, 64, 10), (256, 784, 256, 10))  # examples, inputs, hidden, outputs
DTYPES = (np.float32, np.float64)
WORK, MAX_STEPS = 2.5e9, 300  # additions and multiplications of a timed run, and its steps
ROUNDS = 21
HOW = "median of the ratios of {} paired rounds, CPU time, one thread"
MEMORY_HOW = "tracemalloc, one step; needed are parameters, gradients and activations"


class Problem(NamedTuple):
    """The lecture's examples and first weights, as its program draws them."""

    X: np.ndarray
    Y: np.ndarray
    W1: np.ndarray
    W2: np.ndarray
    learning_rate: float
    n_steps: int


def problem(shape, dtype, work=WORK):
    """Examples and weights of a shape (n, d, h, c). The learning rate is the lecture's 1e-4 at its shape."""
    n, d, h, c = shape
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=size).astype(dtype) for size in [(n, d), (n, c), (d, h), (h, c)]]
    flops = 4 * n * d * h + 6 * n * h * c
    return Problem(*arrays, 1e-4 * 6400 / (n * h), int(np.clip(work / flops, 3, MAX_STEPS)))


# Each contender makes a fresh start and returns a function that trains and returns the loss of the last step.


def floor(p):
    """The five products of matrices alone: nothing that trains this network by numpy can be faster."""
    H, D = p.X @ p.W1, p.Y

    def run():
        for _ in range(p.n_steps):
            p.X @ p.W1
            H @ p.W2
            H.T @ D
            d_Z = D @ p.W2.T
            p.X.T @ d_Z

    return run


def slide(p):
    """The program of the lecture, without its print, and without the warning that its exp overflows."""
    x, y, w1, w2 = p.X, p.Y, p.W1, p.W2

    @np.errstate(over="ignore")
    def run():
        nonlocal w1, w2
        for _ in range(p.n_steps):
            y_0 = x.dot(w1)
            h_0 = 1 / (1 + np.exp(-y_0))
            y_pred = h_0.dot(w2)
            loss = np.square(y_pred - y).sum()
            grad_y_pred = 2.0 * (y_pred - y)
            grad_w2 = h_0.T.dot(grad_y_pred)
            grad_h = grad_y_pred.dot(w2.T)
            grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
            w1 = w1 - p.learning_rate * grad_w1
            w2 = w2 - p.learning_rate * grad_w2
        return float(loss)

    return run


def in_place(p):
    """How far numpy goes: every array is made once and filled again in each step. Not for beginners."""
    X, Y, W1, W2 = p.X, p.Y, p.W1.copy(), p.W2.copy()
    H, scores = X @ W1, Y.copy()
    d_Z, slope = np.empty_like(H), np.empty_like(H)
    d_W1, d_W2 = np.empty_like(W1), np.empty_like(W2)

    @np.errstate(over="ignore")
    def step():
        np.matmul(X, W1, out=H)
        np.negative(H, out=H)
        np.exp(H, out=H)
        np.add(H, 1, out=H)
        np.reciprocal(H, out=H)
        np.matmul(H, W2, out=scores)
        np.subtract(scores, Y, out=scores)
        loss = np.vdot(scores, scores)
        np.multiply(scores, 2, out=scores)
        np.matmul(H.T, scores, out=d_W2)
        np.matmul(scores, W2.T, out=d_Z)
        np.subtract(1, H, out=slope)
        np.multiply(slope, H, out=slope)
        np.multiply(slope, d_Z, out=d_Z)
        np.matmul(X.T, d_Z, out=d_W1)
        for W, d_W in ((W1, d_W1), (W2, d_W2)):
            np.multiply(d_W, p.learning_rate, out=d_W)
            np.subtract(W, d_W, out=W)
        return float(loss)

    return lambda: [step() for _ in range(p.n_steps)][-1]


def network(p, bias):
    """The network of mlplib with the weights of a problem."""
    sizes = [*p.W1.shape, p.W2.shape[1]]
    weights = iter([p.W1, p.W2])
    return MLP(
        sizes,
        sigmoid,
        rng=np.random.default_rng(0),
        loss=squared_error,
        init=lambda *_: next(weights).copy(),
        bias=bias,
        dtype=p.X.dtype,
    )


def by_mlplib(p, bias=False):
    model, optimiser = network(p, bias), SGD(p.learning_rate)

    def step():
        loss, grads = model.loss_and_grads(p.X, p.Y)
        optimiser.step(model.params, grads)
        return loss  # the gradients are freed before the next step makes new ones

    def run():
        return [step() for _ in range(p.n_steps)][-1]

    return run


def with_biases(p):
    return by_mlplib(p, bias=True)


def by_pytorch(p):
    """PyTorch as its tutorials write it, executed eagerly."""
    import torch

    torch.set_num_threads(1)
    X, Y, W1, W2 = map(torch.tensor, p[:4])
    layers = [torch.nn.Linear(*W.shape, bias=False, dtype=X.dtype) for W in (W1, W2)]
    for layer, W in zip(layers, (W1, W2), strict=True):
        layer.weight = torch.nn.Parameter(W.T.contiguous())
    model = torch.nn.Sequential(layers[0], torch.nn.Sigmoid(), layers[1])
    loss_of = torch.nn.MSELoss(reduction="sum")
    optimiser = torch.optim.SGD(model.parameters(), lr=p.learning_rate)

    def run():
        for _ in range(p.n_steps):
            loss = loss_of(model(X), Y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return run


def continued(model, X, y, weights, epochs):
    """A scikit-learn network that will go on from given weights, for a number of epochs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is not meant to converge
        model.set_params(warm_start=True, max_iter=1).fit(X, y)
    model.coefs_ = [W.copy() for W in weights]
    model.intercepts_ = [np.zeros_like(b) for b in model.intercepts_]
    model.loss_curve_, model.n_iter_, model.t_ = [], 0, 0
    return model.set_params(max_iter=epochs, tol=0, n_iter_no_change=epochs + 1)


def fit_quietly(model, X, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of epochs is given
        return model.fit(X, y)


PLAIN = {"solver": "sgd", "alpha": 0, "shuffle": False, "nesterovs_momentum": False}


def by_scikit_learn(p):
    """MLPRegressor, which always has biases. Its gradient is ours / 2n, so that its rate is 2n times ours."""
    n, c = p.Y.shape
    settings = {"batch_size": n, "learning_rate_init": 2 * n * p.learning_rate, "momentum": 0, **PLAIN}
    model = MLPRegressor(hidden_layer_sizes=p.W1.shape[1], activation="logistic", **settings)
    continued(model, p.X, p.Y, [p.W1, p.W2], p.n_steps)

    def run():
        return 2 * n * c * fit_quietly(model, p.X, p.Y).loss_curve_[-1]

    return run


CONTENDERS = {
    "floor": floor,
    "mlplib": by_mlplib,
    "slide": slide,
    "in place": in_place,
    "PyTorch": by_pytorch,
    "mlplib with biases": with_biases,
    "scikit-learn": by_scikit_learn,
}


def losses_of(p, contenders=CONTENDERS):
    """The last loss of each, after checking that all did the same work.

    Raises
    ------
    RuntimeError
        If two losses differ that should agree: those of the networks without biases, or with.
    """
    losses = {name: float(make(p)()) for name, make in contenders.items() if make is not floor}
    for group in [("mlplib", "slide", "in place", "PyTorch"), ("mlplib with biases", "scikit-learn")]:
        there = [losses[name] for name in group if name in losses]
        if not np.allclose(there, there[0], rtol=1e-6 if p.X.dtype == np.float64 else 1e-3):
            raise RuntimeError(f"different work at {p.X.dtype}, {p.X.shape}: the last losses are {losses}")
    return losses


def memory(p):
    """Peak of a step of mlplib in bytes, and parameters + gradients + activations of the batch in bytes."""
    step = by_mlplib(p._replace(n_steps=2))
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    parameters = p.W1.nbytes + p.W2.nbytes
    hidden = len(p.X) * p.W1.shape[1] * p.X.itemsize
    budget = 2 * parameters + p.X.nbytes + 2 * hidden + p.Y.nbytes
    return parameters + p.X.nbytes + peak, budget


def pieces(p):
    """What a step of mlplib does, piece by piece: functions without arguments."""
    model, optimiser = network(p, bias=False), SGD(p.learning_rate)
    scores, caches = model.forward(p.X)
    _, grads = model.loss_and_grads(p.X, p.Y)
    Z = caches[1][0]
    return {
        "the sigmoid": lambda: sigmoid(Z),
        "its slope": lambda: sigmoid.derivative(Z),
        "the loss and its gradient": lambda: squared_error(scores, p.Y),
        "the step of the weights": lambda: optimiser.step(model.params, grads),
    }


def shares(p, n_rounds):
    """Percent of the floor that each piece takes at least, and what is left over, as a table."""

    def repeated(run):
        return lambda: lambda: [run() for _ in range(p.n_steps)]

    contenders = {name: repeated(run) for name, run in pieces(p).items()}
    seconds = paired({"floor": lambda: floor(p), "all": lambda: by_mlplib(p), **contenders}, n_rounds)
    percent = {name: 100 * np.median(seconds[name] / seconds["floor"]) for name in ("all", *contenders)}
    rest = percent.pop("all") - 100 - sum(percent.values())
    return percent | {"calls, new arrays, full caches": rest}


class InOrder(np.random.Generator):
    """Leaves the examples in their order, as scikit-learn does without shuffling."""

    def permutation(self, n):
        return np.arange(n)


def digits(epochs, hidden=100):
    """The digits of scikit-learn, in the same batches, by mlplib and by MLPClassifier: mean last losses."""
    X, y = load_digits(return_X_y=True)
    X, batch = X / 16, 200
    start = MLP([X.shape[1], hidden, 10], relu, rng=np.random.default_rng(0))
    rate = {"learning_rate_init": 0.1, "momentum": 0.9}

    def ours():
        model = MLP([X.shape[1], hidden, 10], relu, rng=np.random.default_rng(0))
        settings = {"epochs": epochs, "batch_size": batch, "rng": InOrder(np.random.PCG64(0))}
        sizes = np.diff([*range(0, len(X), batch), len(X)])

        def run():
            losses = fit(model, X, y, optimiser=SGD(0.1, 0.9), **settings)["loss"]
            return np.average(losses[-len(sizes) :], weights=sizes)

        return run

    def theirs():
        model = MLPClassifier(hidden_layer_sizes=hidden, batch_size=batch, **rate, **PLAIN)
        continued(model, X, y, [start.params["W1"], start.params["W2"]], epochs)
        return lambda: fit_quietly(model, X, y).loss_curve_[-1]

    n_steps = epochs * -(-len(X) // batch)
    p = Problem(X[:batch], np.ones((batch, 10)), start.params["W1"], start.params["W2"], 0.1, n_steps)
    return {"floor": lambda: floor(p), "mlplib": ours, "scikit-learn": theirs}


FLOOR_REASON = (
    "A step does more than five products: see the table of its pieces. The column 'in place' shows how far "
    "numpy goes, in a program that no longer reads like its formulas: no new arrays, and the slope from the "
    "sigmoid's output. `mlplib` computes the slope anew, where it keeps all its digits, and leaves gradients "
    "as they are, so that they can be printed after the step."
)
MEMORY_REASON = (
    "The step of the weights makes one array of the size of a weight matrix. Inside the gradient's own array "
    "it would not; but then a reader who prints a gradient after the step would read something else. In the "
    "smallest network most is the arrays that the sigmoid makes on its way."
)
PYTORCH_REASON = "Most of a step is the same products in both: the floor limits how far they can part."
DIGITS_REASON = (
    "The line below it says how many times faster a program would be that did the products and nothing else."
)


def targets(name):
    """(other, what to divide, target) of the lines for a shape."""
    first, last = {"lecture": (1.25, 2), "largest": (1.3, 1)}[name]
    yield "mlplib", "floor", {"at_most": first, "reason": FLOOR_REASON}
    yield "PyTorch", "mlplib", {"at_least": last, "reason": PYTORCH_REASON}


def compare(shape, dtype, n_rounds, contenders=CONTENDERS):
    """Seconds of each contender in each round, and the last losses, at one shape and type."""
    p = problem(shape, dtype)
    losses = losses_of(p, contenders)
    seconds = paired({name: lambda make=make: make(p) for name, make in contenders.items()}, n_rounds)
    return {name: values / p.n_steps for name, values in seconds.items()}, losses


def lines_of(name, dtype, seconds, how):
    for over, under, target in targets(name):
        what = f"{over} / {under}, {name} shape, {dtype.__name__}"
        yield ratio(what, seconds[over] / seconds[under], how, **target)


def rows_of(shape, dtype, seconds, losses):
    """A row of the table of times and one of the table of losses."""
    label = f"{shape}, {dtype.__name__}"
    times = [f"{1000 * np.median(seconds['floor']):.3g}"]
    times += [f"{np.median(seconds[name] / seconds['floor']):.2f}" for name in seconds if name != "floor"]
    return [label, *times], [label, *(f"{loss:.5g}" for loss in losses.values())]


def digits_lines(n_rounds, how, epochs):
    contenders = digits(epochs)
    losses = [float(contenders[name]()()) for name in ("mlplib", "scikit-learn")]
    if not np.allclose(*losses, rtol=1e-6):
        raise RuntimeError(f"different work on the digits: the last losses are {losses}")
    seconds = paired(contenders, n_rounds)
    what = f"scikit-learn / mlplib, digits, last loss {losses[0]:.4f} and {losses[1]:.4f}"
    target = {"at_least": 4, "reason": DIGITS_REASON}
    yield ratio(what, seconds["scikit-learn"] / seconds["mlplib"], how, **target)
    yield ratio("scikit-learn / floor, digits", seconds["scikit-learn"] / seconds["floor"], how)


def memory_line(shape, dtype):
    peak, budget = memory(problem(shape, dtype))
    what = f"peak memory / needed, {shape}, {dtype.__name__}"
    return Line(what, peak / budget, "×", MEMORY_HOW, at_most=1.2, reason=MEMORY_REASON)


def shares_table(shape, n_rounds):
    found = {dtype.__name__: shares(problem(shape, dtype), n_rounds) for dtype in DTYPES}
    rows = [[name, *(f"{percent:.0f} %" for percent in row.values())] for name, row in found.items()]
    title = f"What a step does beside its products, in percent of the floor, {shape}"
    return title, ["type", *next(iter(found.values()))], rows


def measure(n_rounds=ROUNDS, shapes=SHAPES, contenders=CONTENDERS, epochs=20):
    how, lines, rows = HOW.format(n_rounds), [], []
    for shape, dtype in product(shapes, DTYPES):
        print(f"  training {shape} {dtype.__name__}", flush=True)
        seconds, losses = compare(shape, dtype, n_rounds, contenders)
        rows.append(rows_of(shape, dtype, seconds, losses))
        if shape in NAMED:
            lines += lines_of(NAMED[shape], dtype, seconds, how)
    times, last_losses = map(list, zip(*rows, strict=True))
    label = "(n, d, h, c), type"
    tables = [
        ("A step: the floor in milliseconds, and the others in multiples of it", [label, *contenders], times),
        ("The last loss of each: equal work", [label, *losses], last_losses),
        shares_table(shapes[0], n_rounds),
    ]
    lines += digits_lines(n_rounds, how, epochs)
    lines += [memory_line(shape, np.float64) for shape in shapes]
    return Part(lines, tables)

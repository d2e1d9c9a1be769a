"""Wrong answers to the questions of the gradients assignment; canary: 5d1f6c0a9e."""

ONE = """
def one_number(x, w1, b, w2, y):
    h = np.tanh(w1 * x + b)
    d_y_hat = 2 * (w2 * h - y)
    d_z = d_y_hat * w2 * (1 - h**2)
    grads = {"x": d_z * w1, "w1": d_z * x, "b": d_z, "w2": d_y_hat * h, "y": -d_y_hat}
    return (w2 * h - y) ** 2, grads
"""
PROGRAM = """
def program(x, y, w1, w2):
    y_0 = x.dot(w1)
    h_0 = 1 / (1 + np.exp(-y_0))
    y_pred = h_0.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_0.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h_0 * (1 - h_0))
    return loss, grad_w1, grad_w2
"""
DELTAS = """
def deltas(x, t, weights):
    z = [x]
    for W in weights[:-1]:
        z.append(np.tanh(W @ z[-1]))
    found = [weights[-1] @ z[-1] - t]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - z[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found
"""
CHECK = """
def check_gradient(f, W, received):
    step, nudged = 1e-5, np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        nudged[i] = (f(up) - f(down)) / (2 * step)
    larger = np.maximum(np.abs(received), np.abs(nudged))
    error = np.abs(received - nudged) / np.where(larger > 0, larger, 1)
    return nudged, error.max()
"""
NAME = """
def name_mistakes(received, expected, n):
    make = {"right": lambda g: g, "sign flipped": lambda g: -g, "1/n missing": lambda g: n * g}
    make |= {"factor 2 missing": lambda g: g / 2, "transposed": lambda g: g.T}

    def fits(g):
        room = 1e-6 * np.abs(expected).max()
        return g.shape == received.shape and (np.abs(received - g) <= room).all()

    found = [name for name in make if fits(make[name](expected))]
    if not found:
        pairs = [(a, b) for a in make for b in make if a < b and "right" not in (a, b)]
        found = [f"{a} and {b}" for a, b in pairs if fits(make[a](make[b](expected)))]
    return sorted(found) or ["unknown"]
"""
SKIP = """
def skip_network(X, y, W1, b1, W2, b2):
    n = len(X)
    Z = X @ W1 + b1
    H = X + np.maximum(Z, 0)
    S = H @ W2 + b2
    S = S - S.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    d_S = np.exp(log_p)
    d_S[np.arange(n), y] -= 1
    d_S = d_S / n
    d_H = d_S @ W2.T
    d_Z = d_H * (Z > 0)
    grads = {"W2": H.T @ d_S, "b2": d_S.sum(axis=0), "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}
    grads["X"] = d_H + d_Z @ W1.T
    return -log_p[np.arange(n), y].mean(), grads
"""
TAPE = """
def run_back(tape, values):
    grads = {name: 0.0 for name in values}
    grads[tape[-1][1]] = 1.0
    for kind, out, *names in tape[::-1]:
        numbers = [values[name] for name in names]
        if kind == "add":
            slopes = 1, 1
        elif kind == "sub":
            slopes = 1, -1
        elif kind == "mul":
            slopes = numbers[1], numbers[0]
        elif kind == "div":
            slopes = 1 / numbers[1], -numbers[0] / numbers[1] ** 2
        else:
            slopes = (values[out],)
        for name, slope in zip(names, slopes):
            grads[name] += grads[out] * slope
    return grads
"""
TRAIN = """
def train(X, y, n_hidden, epochs, learning_rate, batch_size, rng_seed):
    rng = np.random.default_rng(rng_seed)
    c, losses = y.max() + 1, []
    p = {"W1": rng.normal(size=(X.shape[1], n_hidden)) * np.sqrt(2 / X.shape[1]), "b1": np.zeros(n_hidden)}
    p |= {"W2": 0.01 * rng.normal(size=(n_hidden, c)), "b2": np.zeros(c)}
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            x, t, n = X[rows], y[rows], len(rows)
            Z = x @ p["W1"] + p["b1"]
            H = np.maximum(Z, 0)
            S = H @ p["W2"] + p["b2"]
            S = S - S.max(axis=1, keepdims=True)
            P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)
            losses.append(-np.log(P[np.arange(n), t] + 1e-300).mean())
            d_S = (P - np.eye(c)[t]) / n
            d_Z = d_S @ p["W2"].T * (Z > 0)
            g = {"W1": x.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": H.T @ d_S, "b2": d_S.sum(axis=0)}
            p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, losses
"""


def slip(code, *changes):
    """The code with some of its text replaced, each piece exactly once."""
    for right, wrong in changes:
        assert code.count(right) == 1, right
        code = code.replace(right, wrong)
    return code


WRONG = {
    "one_number": [
        ("no 2", "the 2 from the square is missing", slip(ONE, ("2 * (w2", "(w2"))),
        ("slope of the sigmoid", "is the slope of the sigmoid", slip(ONE, ("1 - h**2", "h * (1 - h)"))),
        ("no slope", "the slope of tanh is left out", slip(ONE, (" * (1 - h**2)", ""))),
        (
            "slope at the output",
            "the slope was taken at h",
            slip(ONE, ("1 - h**2", "1 - np.tanh(h) ** 2")),
        ),
        ("turned error", "the sign is turned", slip(ONE, ("w2 * h - y)\n", "-w2 * h + y)\n"))),
        ("y like the output", "y is subtracted", slip(ONE, ("-d_y_hat}", "d_y_hat}"))),
        ("w1 without x", "w1 is multiplied by x", slip(ONE, ("d_z * x", "d_z"))),
        (
            "own factor",
            "*other* factor, x",
            slip(ONE, ("d_z * w1", "d_z * x"), ('"w1": d_z * x', '"w1": d_z * w1')),
        ),
    ],
    "program": [
        ("mean loss", "loss did not change", slip(PROGRAM, (".sum()", ".mean()"))),
        (
            "slope of y_0",
            "with h its output, not y_0",
            slip(PROGRAM, ("* h_0 * (1 - h_0)", "* y_0 * (1 - y_0)")),
        ),
        ("no transpose", "not aligned", slip(PROGRAM, ("h_0.T.dot", "h_0.dot"))),
        ("no slope", "the slope of the sigmoid is left out", slip(PROGRAM, (" * h_0 * (1 - h_0)", ""))),
        ("no 2", "the 2 from the square is missing", slip(PROGRAM, ("2.0 * ", ""))),
        (
            "mean gradient",
            "grad_w1 did not change",
            slip(PROGRAM, ("2.0 * (y_pred - y)", "2.0 * (y_pred - y) / len(x)")),
        ),
    ],
    "deltas": [
        ("no slope", "the slope h'(a_j) of the hidden unit is left out", slip(DELTAS, ("slope * (", "("))),
        (
            "slope of the sigmoid",
            "is the slope of the sigmoid",
            slip(DELTAS, ("1 - z[k] ** 2", "z[k] * (1 - z[k])")),
        ),
        (
            "slope at the output",
            "is already the slope at a",
            slip(DELTAS, ("1 - z[k] ** 2", "1 - np.tanh(z[k]) ** 2")),
        ),
        (
            "a 2 too many",
            "half the squared error leaves no 2",
            slip(DELTAS, ("[weights[-1] @ z[-1] - t]", "[2 * (weights[-1] @ z[-1] - t)]")),
        ),
        (
            "target minus output",
            "the error is output minus target",
            slip(DELTAS, ("weights[-1] @ z[-1] - t", "t - weights[-1] @ z[-1]")),
        ),
        ("no transpose", "that is column j", slip(DELTAS, ("weights[k].T @", "weights[k] @"))),
        (
            "outputs first",
            "first layer first, the outputs last",
            slip(DELTAS, ("return found", "return found if len(found) < 3 else found[::-1]")),
        ),
        (
            "tanh at the output",
            "none at the output",
            slip(DELTAS, ("weights[-1] @ z[-1] - t", "np.tanh(weights[-1] @ z[-1]) - t")),
        ),
    ],
    "check_gradient": [
        (
            "forward difference",
            "this is a one-sided difference",
            slip(CHECK, ("(f(up) - f(down)) / (2 * step)", "(f(up) - f(W)) / step")),
        ),
        ("coarse", "the formula is too coarse", slip(CHECK, ("1e-5", "1e-2"))),
        ("fine", "the digits are lost to rounding", slip(CHECK, ("1e-5", "1e-12"))),
        ("divided by one step", "the two points are 2ε apart", slip(CHECK, ("(2 * step)", "step"))),
        ("whole array", "not the whole array", slip(CHECK, ("up[i] +=", "up +="), ("down[i] -=", "down -="))),
        ("mean", "this is the mean over the entries", slip(CHECK, ("error.max()", "error.mean()"))),
        (
            "size of the nudged",
            "not by the nudged value",
            slip(CHECK, ("np.maximum(np.abs(received), np.abs(nudged))", "np.abs(nudged)")),
        ),
        (
            "nought by nought",
            "0/0 is not a number",
            slip(CHECK, ("np.where(larger > 0, larger, 1)", "larger")),
        ),
        (
            "in place",
            "+= and -= change an array in place",
            "def check_gradient(f, W, received):\n"
            "    nudged = np.zeros(W.shape)\n"
            "    for i in np.ndindex(W.shape):\n"
            "        W[i] += 1e-5\n"
            "        up = f(W)\n"
            "        W[i] -= 3e-5\n"
            "        nudged[i] = (up - f(W)) / 4e-5\n"
            "    return nudged, np.max(np.abs(nudged - received))",
        ),
    ],
    "name_mistakes": [
        (
            "a word",
            "give back a list",
            slip(NAME, ('return sorted(found) or ["unknown"]', 'return found[0] if found else "unknown"')),
        ),
        (
            "the first name only",
            "do not stop at the first",
            slip(NAME, ("sorted(found)", "sorted(found)[:1]")),
        ),
        ("not sorted", "the list is not sorted", slip(NAME, ("sorted(found)", "found"))),
        ("no pairs", "make two mistakes, one after the other", slip(NAME, ("if not found:", "if False:"))),
        ("mean difference", "an explanation must fit every entry", slip(NAME, (".all()", ".mean() > 0.6"))),
        (
            "repairs the wrong side",
            "which side do you scale",
            slip(NAME, ("n * g", "g / n"), ("g / 2", "2 * g")),
        ),
        (
            "no look at the shapes",
            "could not be broadcast together",
            slip(NAME, ("g.shape == received.shape and ", "")),
        ),
    ],
    "skip_network": [
        ("no 1/n", "the 1/n is missing", slip(SKIP, ("d_S = d_S / n", "d_S = d_S * 1"))),
        ("one-hot minus p", "it is p minus one-hot", slip(SKIP, ("d_S = d_S / n", "d_S = -d_S / n"))),
        ("averaged bias", "divided by n twice", slip(SKIP, ("d_S.sum(axis=0)", "d_S.mean(axis=0)"))),
        ("no gate", "only where Z is above 0", slip(SKIP, ("d_H * (Z > 0)", "d_H"))),
        ("no skip forward", "H is X plus the ReLU of Z", slip(SKIP, ("H = X + ", "H = "))),
        (
            "no skip backward",
            "a sum hands its gradient to both sides",
            slip(SKIP, ("d_H + d_Z @ W1.T", "d_Z @ W1.T")),
        ),
        ("skip only", "only the skip reaches X", slip(SKIP, ("d_H + d_Z @ W1.T", "d_H"))),
        ("W1 not transposed", "here it is missing", slip(SKIP, ("W1.T", "W1"))),
        ("d_W1 transposed", "d_W1 is transposed", slip(SKIP, ("X.T @ d_Z", "d_Z.T @ X"))),
        ("summed loss", "this is the sum over the examples", slip(SKIP, (".mean()", ".sum()"))),
        (
            "overflow",
            "holds finite numbers",
            slip(
                SKIP,
                ("def skip", "@np.errstate(all='ignore')\ndef skip"),
                ("    S = S - S.max(axis=1, keepdims=True)\n", ""),
            ),
        ),
    ],
    "run_back": [
        ("overwrites", "add, do not overwrite", slip(TAPE, ("grads[name] += ", "grads[name] = "))),
        (
            "own factor",
            "the *other* factor",
            slip(TAPE, ("numbers[1], numbers[0]\n", "numbers[0], numbers[1]\n")),
        ),
        ("forwards", "run from the last operation to the first", slip(TAPE, ("tape[::-1]", "tape"))),
        ("sub like add", "v is subtracted", slip(TAPE, ("slopes = 1, -1", "slopes = 1, 1"))),
        ("quotient without a square", "with the square", slip(TAPE, ("numbers[1] ** 2", "numbers[1]"))),
        ("quotient without a minus", "the sign is minus", slip(TAPE, ("-numbers[0] /", "numbers[0] /"))),
        (
            "only what is reached",
            "begin with 0 for every name",
            slip(TAPE, ("    return grads", "    return {k: g for k, g in grads.items() if g}")),
        ),
        ("exp without its slope", "exp multiplies by its slope", slip(TAPE, ("(values[out],)", "(1,)"))),
        (
            "all begin with 1",
            "all other names begin with 0",
            slip(
                TAPE,
                (
                    "name: 0.0 for name in values",
                    "name: float(all(name not in t[2:] for t in tape)) for name in values",
                ),
            ),
        ),
    ],
    "train": [
        (
            "a loss an epoch",
            "not of every epoch",
            slip(TRAIN, ("return p, losses", "return p, losses[:: -(-len(X) // batch_size)]")),
        ),
        (
            "short batch dropped",
            "is shorter, and counts too",
            slip(TRAIN, ("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)")),
        ),
        ("other seed", "draw all chance from one", slip(TRAIN, ("default_rng(rng_seed)", "default_rng()"))),
        ("large last weights", "with small last weights", slip(TRAIN, ("0.01 * rng", "3 * rng"))),
        (
            "summed loss",
            "this is the sum over the 20 rows",
            slip(TRAIN, ("+ 1e-300).mean()", "+ 1e-300).sum()")),
        ),
        (
            "zero weights",
            "zero weights give every hidden unit",
            slip(
                TRAIN, ("rng.normal(size=(X.shape[1], n_hidden)) * ", "np.zeros((X.shape[1], n_hidden)) * ")
            ),
        ),
        ("uphill", "it goes uphill", slip(TRAIN, ("p[name] - learning", "p[name] + learning"))),
        ("no 1/n", "12 times too long", slip(TRAIN, ("np.eye(c)[t]) / n", "np.eye(c)[t])"))),
        ("no gate", "the ReLU gates the gradient", slip(TRAIN, (" * (Z > 0)", ""))),
        (
            "biases forgotten",
            "does not learn",
            slip(TRAIN, ("for name in p}", "if name[0] == 'W' else p[name] for name in p}")),
        ),
        (
            "X shuffled, y not",
            "no longer belong together",
            slip(TRAIN, ("y[rows], len", "y[start : start + batch_size], len")),
        ),
        (
            "not shuffled",
            "nothing was shuffled",
            slip(TRAIN, ("rng.permutation(len(X))", "np.arange(len(X))")),
        ),
        (
            "one order for all epochs",
            "inside the loop over the epochs",
            slip(
                TRAIN,
                (
                    "    for _ in range(epochs):\n        order = rng.permutation(len(X))\n",
                    "    order = rng.permutation(len(X))\n    for _ in range(epochs):\n",
                ),
            ),
        ),
        (
            "one step an epoch",
            "is a step taken for every batch and in every epoch",
            slip(
                TRAIN,
                (
                    "p = {name: p[name] - learning_rate * g[name] for name in p}",
                    "step = g\n        p = {name: p[name] - learning_rate * step[name] for name in p}",
                ),
            ),
        ),
        (
            "divided by batch_size",
            "the mean over its own rows",
            slip(TRAIN, ("np.eye(c)[t]) / n", "np.eye(c)[t]) / batch_size")),
        ),
    ],
}

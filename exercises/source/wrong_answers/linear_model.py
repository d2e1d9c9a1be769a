"""Wrong answers to the questions of the linear model assignment; canary: 5d1f6c0a9e."""

LOSS = (
    "def softmax_loss(S, y):\n"
    "    n, rows = len(y), np.arange(len(y))\n"
    "    shifted = S - S.max(axis=1, keepdims=True)\n"
    "    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))\n"
    "    P = np.exp(log_P)\n"
    "    loss, d_S = -log_P[rows, y].mean(), (P - np.eye(S.shape[1])[y]) / n\n"
)  # right, but for what a row below adds or replaces

EPOCH = (
    "def sgd_epoch(X, y, W, b, batches, learning_rate):\n"
    "    losses, W, b = [], W.copy(), b.copy()\n"
    "    for rows in batches:\n"
    "        S = X[rows] @ W + b\n"
    "        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)\n"
    "        loss = -np.log(P[np.arange(len(rows)), y[rows]]).mean()\n"
    "        d_S = (P - np.eye(len(b))[y[rows]]) / len(rows)\n"
    "        losses.append(loss)\n"
    "        W -= learning_rate * X[rows].T @ d_S\n"
    "        b -= learning_rate * d_S.sum(axis=0)\n"
    "    return W, b, losses"
)

CONTROL = (
    "def control(W, b, images, y):\n"
    "    n, h, w, _ = images.shape\n"
    "    X = images.reshape(n, -1)\n"
    "    colours = W.reshape(h * w, 3, -1).mean(axis=0)\n"
    "    painted = np.tile(colours, (h * w, 1))\n"
    "    first, second = ((X @ V + b).argmax(axis=1) for V in (W, painted))\n"
    "    return (first == y).mean(), (second == y).mean()"
)

WITNESS = (
    "def witness(X, y):\n"
    "    n = len(X)\n"
    "    for i in range(n):\n"
    "        for j in range(i, n):\n"
    "            for k in range(n):\n"
    "                for l in range(k, n):\n"
    "                    right = y[i] == y[j] == 0 and y[k] == y[l] == 1\n"
    "                    if right and (X[i] + X[j] == X[k] + X[l]).all():\n"
    "                        return [i, j, k, l]\n"
    "    return []"
)

HINGE = (
    "def hinge(S, y):\n"
    "    n, rows = len(y), np.arange(len(y))\n"
    "    terms = np.maximum(0, S - S[rows, y][:, None] + 1)\n"
    "    terms[rows, y] = 0\n"
    "    d_S = (terms > 0).astype(float)\n"
    "    d_S[rows, y] = -d_S.sum(axis=1)\n"
    "    return terms.sum() / n, d_S / n"
)


def change(code, *pairs):
    """The code with each old text, which must be there, replaced by a new one."""
    for old, new in pairs:
        assert old in code, old
        code = code.replace(old, new)
    return code


WRONG = {
    "linear": [
        (
            "the product of the chapter",
            "here W has a row per class",
            "def linear(X, W, b, d_S): return X @ W.T + b, X.T @ d_S, d_S.sum(axis=0)",
        ),
        (
            "W as in the chapter",
            "as in the chapter; here a class is a row",
            "def linear(X, W, b, d_S): return X @ W + b, d_S.T @ X, d_S.sum(axis=0)",
        ),
        (
            "scores on their side",
            "put X on the left",
            "def linear(X, W, b, d_S): return W @ X.T + b[:, None], d_S.T @ X, d_S.sum(axis=0)",
        ),
        (
            "no bias",
            "the bias is missing",
            "def linear(X, W, b, d_S): return X @ W.T, d_S.T @ X, d_S.sum(axis=0)",
        ),
        (
            "mean for b",
            "the sum over the examples, not the mean",
            "def linear(X, W, b, d_S): return X @ W.T + b, d_S.T @ X, d_S.mean(axis=0)",
        ),
        (
            "b over the classes",
            "not over the classes",
            "def linear(X, W, b, d_S): return X @ W.T + b, d_S.T @ X, d_S.sum(axis=1)",
        ),
        (
            "b over everything",
            "over the examples only",
            "def linear(X, W, b, d_S): return X @ W.T + b, d_S.T @ X, d_S.sum()",
        ),
        (
            "the mean twice",
            "you divided d_W by n",
            "def linear(X, W, b, d_S): return X @ W.T + b, d_S.T @ X / len(X), d_S.sum(axis=0)",
        ),
    ],
    "probabilities": [
        (
            "sum of the whole array",
            "divided by the sum of the whole array",
            "def probabilities(S, temperature):\n"
            "    e = np.exp((S - S.max(axis=1, keepdims=True)) / temperature)\n"
            "    return e / e.sum()",
        ),
        (
            "columns",
            "the columns sum to 1",
            "def probabilities(S, temperature):\n"
            "    e = np.exp((S - S.max(axis=1, keepdims=True)) / temperature)\n"
            "    return e / e.sum(axis=0)",
        ),
        (
            "no shift",
            "exp of 1000 overflows",
            "def probabilities(S, temperature):\n"
            "    with np.errstate(all='ignore'):\n"
            "        e = np.exp(S / temperature)\n"
            "        return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "one shift for all rows",
            "not of the whole array: the low row",
            "def probabilities(S, temperature):\n"
            "    with np.errstate(all='ignore'):\n"
            "        e = np.exp((S - S.max()) / temperature)\n"
            "        return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "multiplies by the temperature",
            "you multiplied by the temperature",
            "def probabilities(S, temperature):\n"
            "    e = np.exp((S - S.max(axis=1, keepdims=True)) * temperature)\n"
            "    return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "divides the probabilities",
            "by the temperature, not the probabilities",
            "def probabilities(S, temperature):\n"
            "    e = np.exp(S - S.max(axis=1, keepdims=True))\n"
            "    return e / e.sum(axis=1, keepdims=True) / temperature",
        ),
        (
            "ignores the temperature",
            "the temperature has no effect",
            "def probabilities(S, temperature):\n"
            "    e = np.exp(S - S.max(axis=1, keepdims=True))\n"
            "    return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "exp forgotten",
            "as the last step",
            "def probabilities(S, temperature): return np.exp(S / temperature)",
        ),
    ],
    "softmax_loss": [
        ("sum of the losses", "this is the sum over the examples", LOSS + "    return loss * n, d_S"),
        ("gradient without 1/n", "the gradient lacks the 1/n", LOSS + "    return loss, d_S * n"),
        ("turned gradient", "the sign of the gradient is turned", LOSS + "    return loss, -d_S"),
        ("turned loss", "a loss is never below 0", LOSS + "    return -loss, d_S"),
        (
            "the probabilities for the gradient",
            "these are the probabilities",
            LOSS + "    return loss, P / n",
        ),
        (
            "whole columns",
            "takes whole columns",
            LOSS + "    P[:, y] -= 1\n    return loss, P / n",
        ),
        (
            "the logarithm of the probability",
            "p_y is 0 here",
            LOSS + "    with np.errstate(divide='ignore'):\n        return -np.log(P[rows, y]).mean(), d_S",
        ),
        (
            "a small number inside the logarithm",
            "a small number inside the logarithm",
            LOSS + "    return -np.log(P[rows, y] + 1e-12).mean(), d_S",
        ),
        (
            "no shift",
            "exp of 1000 overflows",
            LOSS
            + "    with np.errstate(all='ignore'):\n"
            + "        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)\n"
            + "        return -np.log(P[rows, y]).mean(), (P - np.eye(S.shape[1])[y]) / n",
        ),
        ("base 2", "the logarithm to base 2", LOSS + "    return loss / np.log(2), d_S"),
    ],
    "sgd_epoch": [
        ("uphill", "W moved uphill", change(EPOCH, ("W -=", "W +="), ("b -=", "b +="))),
        ("no learning rate", "not multiplied by the learning rate", change(EPOCH, ("learning_rate * ", ""))),
        (
            "no bias step",
            "b did not learn",
            change(EPOCH, ("        b -= learning_rate * d_S.sum(axis=0)\n", "")),
        ),
        ("mean for b", "b needs the sum", change(EPOCH, ("sum(axis=0)", "mean(axis=0)"))),
        (
            "no mean in the gradient",
            "the gradient lacks the 1/n",
            change(EPOCH, (" / len(rows)\n", "\n")),
        ),
        (
            "divides by all examples",
            "not by all examples",
            change(EPOCH, (" / len(rows)\n", " / len(X)\n")),
        ),
        (
            "the old weights for every batch",
            "both batches used the old weights",
            change(
                EPOCH,
                ("W, b = [], W.copy(), b.copy()", "V, a = [], W, b"),
                ("S = X[rows] @ W + b", "S = X[rows] @ V + a"),
                ("W -= learning_rate *", "W = W - learning_rate *"),
                ("b -= learning_rate *", "b = b - learning_rate *"),
            ),
        ),
        (
            "only the last loss",
            "is the list made before the loop",
            change(EPOCH, ("losses.append(loss)", "losses = [loss]")),
        ),
        (
            "the loss after the step",
            "take the loss before the step",
            change(
                EPOCH,
                ("        losses.append(loss)\n", ""),
                (
                    "    return",
                    "        S = X[rows] @ W + b\n"
                    "        P = np.exp(S) / np.exp(S).sum(axis=1, keepdims=True)\n"
                    "        losses.append(-np.log(P[np.arange(len(rows)), y[rows]]).mean())\n"
                    "    return",
                ),
            ),
        ),
        ("changes W in place", "+= and -= change an array in place", change(EPOCH, (".copy()", ""))),
    ],
    "control": [
        (
            "one grey",
            "you painted all templates alike",
            change(
                CONTROL, ("np.tile(colours, (h * w, 1))", "np.tile(colours.mean(axis=0), (h * w * 3, 1))")
            ),
        ),
        (
            "painted without the bias",
            "the bias is missing with the painted templates",
            change(
                CONTROL,
                (
                    "(X @ V + b).argmax(axis=1) for V in (W, painted)",
                    "s.argmax(axis=1) for s in (X @ W + b, X @ painted)",
                ),
            ),
        ),
        (
            "nothing painted",
            "the templates were not painted over",
            change(CONTROL, ("for V in (W, painted)", "for V in (W, W)")),
        ),
        (
            "turned order",
            "in the wrong order",
            change(CONTROL, ("for V in (W, painted)", "for V in (painted, W)")),
        ),
        (
            "percent",
            "accuracies lie between 0 and 1",
            change(CONTROL, ("(first == y).mean(), (second", "100 * (first == y).mean(), 100 * (second")),
        ),
        (
            "rows taken for templates",
            "a row of W is one colour of one pixel",
            change(
                CONTROL, ("W.reshape(h * w, 3, -1).mean(axis=0)", "W.reshape(-1, h * w, 3).mean(axis=1).T")
            ),
        ),
        (
            "the colours of the first pixel",
            "over all pixels of that template",
            change(CONTROL, (".mean(axis=0)\n", "[0]\n")),
        ),
    ],
    "best_rate": [
        (
            "the limit",
            "this is the limit of the chapter",
            "def best_rate(k): return 2 / k.max(), abs(1 - 2 * k.min() / k.max())",
        ),
        (
            "the steepest at once",
            "the flattest crawls",
            "def best_rate(k): return 1 / k.max(), 1 - k.min() / k.max()",
        ),
        (
            "the flattest at once",
            "the steepest explodes",
            "def best_rate(k): return 1 / k.min(), k.max() / k.min() - 1",
        ),
        ("the mean", "not the mean", "def best_rate(k): return 1 / k.mean(), np.abs(1 - k / k.mean()).max()"),
        (
            "a signed factor",
            "with its sign",
            "def best_rate(k): return 2 / (k.min() + k.max()), 1 - 2 * k.max() / (k.min() + k.max())",
        ),
        (
            "the factor of J",
            "this is how J shrinks",
            "def best_rate(k): return 2 / (k.min() + k.max()), ((k.max() - k.min()) / (k.min() + k.max())) ** 2",
        ),
        (
            "a coarse grid",
            "the factors of two coordinates have the same size",
            "def best_rate(k):\n"
            "    rates = np.linspace(0, 2 / k.max(), 103)\n"
            "    worst = np.abs(1 - rates[:, None] * k).max(axis=1)\n"
            "    return rates[worst.argmin()], worst.min()",
        ),
    ],
    "witness": [
        (
            "two different examples",
            "let j begin at i",
            change(WITNESS, ("range(i, n)", "range(i + 1, n)"), ("range(k, n)", "range(k + 1, n)")),
        ),
        ("one coordinate", "one equal coordinate is not enough", change(WITNESS, (".all()", ".any()"))),
        (
            "classes the other way round",
            "i and j must have the class 0",
            change(WITNESS, ("[i, j, k, l]", "[k, l, i, j]")),
        ),
        (
            "a truth value",
            "return [i, j, k, l]",
            change(WITNESS, ("return [i, j, k, l]", "return True"), ("return []", "return False")),
        ),
        (
            "sums of coordinates",
            "not the total",
            change(
                WITNESS, ("(X[i] + X[j] == X[k] + X[l]).all()", "(X[i] + X[j]).sum() == (X[k] + X[l]).sum()")
            ),
        ),
        (
            "opposite examples only",
            "(0, 0) + (1, 1) = (0, 1) + (1, 0)",
            change(
                WITNESS,
                ("(X[i] + X[j] == X[k] + X[l]).all()", "not ((X[i] + X[j]).any() or (X[k] + X[l]).any())"),
            ),
        ),
    ],
    "hinge": [
        (
            "the true class costs 1",
            "leave out the term of the true class",
            change(HINGE, ("    terms[rows, y] = 0\n", "")),
        ),
        (
            "sum of the losses",
            "this is the sum over the examples",
            change(HINGE, ("terms.sum() / n", "terms.sum()")),
        ),
        ("no margin", "the + 1 is missing", change(HINGE, ("[:, None] + 1)", "[:, None])"))),
        (
            "the worst class only",
            "not only the worst",
            change(HINGE, ("terms.sum() / n", "terms.max(axis=1).sum() / n")),
        ),
        (
            "mean over all scores",
            "not by the number of scores",
            change(HINGE, ("terms.sum() / n", "terms.mean()")),
        ),
        ("squared", "no squares here", change(HINGE, ("terms.sum() / n", "(terms**2).sum() / n"))),
        (
            "the true score pulled once",
            "-1 for each of them",
            change(HINGE, ("-d_S.sum(axis=1)", "-1 * (d_S.sum(axis=1) > 0)")),
        ),
        (
            "the true score left out",
            "the true score is missing",
            change(HINGE, ("    d_S[rows, y] = -d_S.sum(axis=1)\n", "")),
        ),
        ("gradient without 1/n", "the gradient lacks the 1/n", change(HINGE, ("d_S / n", "d_S"))),
        ("turned gradient", "the sign of the gradient is turned", change(HINGE, ("d_S / n", "-d_S / n"))),
        (
            "slope 1 at the bend",
            "compare with > 0, not with >= 0",
            change(
                HINGE,
                (
                    "    terms = np.maximum(0, S - S[rows, y][:, None] + 1)\n    terms[rows, y] = 0\n    d_S = (terms > 0).astype(float)",
                    "    terms = S - S[rows, y][:, None] + 1\n    terms[rows, y] = -1\n    d_S = (terms >= 0).astype(float)\n    terms = np.maximum(0, terms)",
                ),
            ),
        ),
    ],
}

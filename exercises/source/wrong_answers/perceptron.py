"""Wrong answers to the questions of the perceptron assignment; canary: 5d1f6c0a9e."""

WRONG = {
    "gates": [
        (
            "AND is OR",
            "this is OR",
            "def gate(name): return (1, 1, -0.5) if name == 'AND' else (-1, -1, 1.5)",
        ),
        (
            "the bias of NAND keeps its sign",
            "did you turn the bias too",
            "def gate(name): return {'AND': (1, 1, -1.5), 'NAND': (-1, -1, -1.5), 'NOR': (-1, -1, 0.5)}[name]",
        ),
        (
            "a corner on the threshold",
            "halfway between",
            "def gate(name): return {'AND': (1, 1, -1.9), 'NAND': (-1, -1, 1.9), 'NOR': (-1, -1, 0.5)}[name]",
        ),
        (
            "NOR is NAND",
            "NOR is OR with all three signs turned",
            "def gate(name): return (1, 1, -1.5) if name == 'AND' else (-1, -1, 1.5)",
        ),
        ("a string", "holds numbers", "def gate(name): return 'w1 = 1, w2 = 1, b = -1.5'"),
    ],
    "correct": [
        (
            "always corrects",
            "correct only when t·s is not above 0",
            "def correct(w, b, x, y): return w + (2 * y - 1) * x, b + 2 * y - 1",
        ),
        (
            "y for t",
            "which is 0 here, instead of t",
            "def correct(w, b, x, y):\n"
            "    right = (2 * y - 1) * (w @ x + b) > 0\n"
            "    return (w, b) if right else (w + y * x, b + y)",
        ),
        (
            "the bias does not learn",
            "the bias learns too",
            "def correct(w, b, x, y):\n"
            "    t = 2 * y - 1\n"
            "    return (w, b) if t * (w @ x + b) > 0 else (w + t * x, b)",
        ),
        (
            "a score of 0 is right",
            "compare with <= 0",
            "def correct(w, b, x, y):\n"
            "    t = 2 * y - 1\n"
            "    return (w, b) if t * (w @ x + b) >= 0 else (w + t * x, b + t)",
        ),
        (
            "turned sign",
            "the example was subtracted",
            "def correct(w, b, x, y):\n"
            "    t = 2 * y - 1\n"
            "    return (w, b) if t * (w @ x + b) > 0 else (w - t * x, b - t)",
        ),
        (
            "changes w in place",
            "+= and -= change an array in place",
            "def correct(w, b, x, y):\n"
            "    t = 2 * y - 1\n"
            "    if t * (w @ x + b) <= 0:\n"
            "        w += t * x\n"
            "        b += t\n"
            "    return w, b",
        ),
    ],
    "learn": [
        (
            "one epoch only",
            "only the first epoch was run",
            "def learn(X, y, max_epochs):\n"
            "    w, b, n = np.zeros(X.shape[1]), 0.0, 0\n"
            "    for x, t in zip(X, 2 * y - 1):\n"
            "        if t * (w @ x + b) <= 0:\n"
            "            w, b, n = w + t * x, b + t, n + 1\n"
            "    return w, b, n",
        ),
        (
            "counts epochs",
            "count every correction",
            "def learn(X, y, max_epochs):\n"
            "    w, b, n = np.zeros(X.shape[1]), 0.0, 0\n"
            "    for _ in range(max_epochs):\n"
            "        wrong = False\n"
            "        for x, t in zip(X, 2 * y - 1):\n"
            "            if t * (w @ x + b) <= 0:\n"
            "                w, b, wrong = w + t * x, b + t, True\n"
            "        n += wrong\n"
            "        if not wrong:\n"
            "            break\n"
            "    return w, b, n",
        ),
        (
            "gives up after a hundred corrections",
            "do not stop before max_epochs",
            "def learn(X, y, max_epochs):\n"
            "    w, b, n = np.zeros(X.shape[1]), 0.0, 0\n"
            "    for _ in range(max_epochs):\n"
            "        for x, t in zip(X, 2 * y - 1):\n"
            "            if t * (w @ x + b) <= 0 and n < 100:\n"
            "                w, b, n = w + t * x, b + t, n + 1\n"
            "    return w, b, n",
        ),
        (
            "classes instead of signs",
            "start at zero; use the new w and b",
            "def learn(X, y, max_epochs):\n"
            "    w, b, n = np.zeros(X.shape[1]), 0.0, 0\n"
            "    for _ in range(max_epochs):\n"
            "        for x, t in zip(X, y):\n"
            "            if (2 * t - 1) * (w @ x + b) <= 0:\n"
            "                w, b, n = w + t * x, b + t, n + 1\n"
            "    return w, b, n",
        ),
    ],
    "bound": [
        (
            "R without the constant",
            "attach the constant 1",
            "def bound(X, y, w, b):\n"
            "    t, length = 2 * y - 1, np.sqrt(w @ w + b * b)\n"
            "    gamma = (t * (X @ w + b)).min() / length\n"
            "    if gamma <= 0:\n"
            "        raise ValueError\n"
            "    return (X**2).sum(axis=1).max() / gamma**2",
        ),
        (
            "length of w alone",
            "the bias belongs to it",
            "def bound(X, y, w, b):\n"
            "    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w)\n"
            "    if gamma <= 0:\n"
            "        raise ValueError\n"
            "    return ((X**2).sum(axis=1) + 1).max() / gamma**2",
        ),
        (
            "not scaled",
            "was not scaled",
            "def bound(X, y, w, b):\n"
            "    gamma = ((2 * y - 1) * (X @ w + b)).min()\n"
            "    if gamma <= 0:\n"
            "        raise ValueError\n"
            "    return ((X**2).sum(axis=1) + 1).max() / gamma**2",
        ),
        (
            "not squared",
            "this is R / γ",
            "def bound(X, y, w, b):\n"
            "    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)\n"
            "    if gamma <= 0:\n"
            "        raise ValueError\n"
            "    return np.sqrt(((X**2).sum(axis=1) + 1).max()) / gamma",
        ),
        (
            "does not refuse",
            "before you square it",
            "def bound(X, y, w, b):\n"
            "    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)\n"
            "    return ((X**2).sum(axis=1) + 1).max() / gamma**2",
        ),
    ],
    "layer": [
        (
            "a row for each neuron",
            "one column for each neuron, not one row",
            "def layer(neurons): return np.stack([w for w, _ in neurons]), np.array([b for _, b in neurons])",
        ),
        (
            "neurons in reverse",
            "the order of the neurons",
            "def layer(neurons):\n"
            "    back = neurons[::-1]\n"
            "    return np.stack([w for w, _ in back], axis=1), np.array([b for _, b in back])",
        ),
        (
            "one bias for all",
            "b has the shape (2,)",
            "def layer(neurons): return np.stack([w for w, _ in neurons], axis=1), neurons[0][1]",
        ),
        (
            "all weights in one vector",
            "stack the w of all neurons",
            "def layer(neurons): return np.concatenate([w for w, _ in neurons]), np.array([b for _, b in neurons])",
        ),
    ],
    "at_least": [
        ("more than k", "raise the bias", "def at_least(k, d): return np.ones(d), -0.5 - k"),
        ("one too few", "lower the bias", "def at_least(k, d): return np.ones(d), 1.5 - k"),
        ("on the edge", "halfway between k - 1 and k", "def at_least(k, d): return np.ones(d), 0.1 - k"),
        ("two inputs only", "w has the shape (3,)", "def at_least(k, d): return np.ones(2), 0.5 - k"),
        ("two of any number", "the bias must depend on k", "def at_least(k, d): return np.ones(d), -1.5"),
    ],
    "pocket": [
        (
            "the last weights",
            "keep the best, not the last",
            "def pocket(X, y, n_epochs):\n"
            "    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0\n"
            "    for _ in range(n_epochs):\n"
            "        for i in range(len(X)):\n"
            "            if t[i] * (X[i] @ w + b) <= 0:\n"
            "                w, b = w + t[i] * X[i], b + t[i]\n"
            "    return w, b, int((t * (X @ w + b) <= 0).sum())",
        ),
        (
            "a score of 0 is right",
            "count with t·s <= 0",
            "def pocket(X, y, n_epochs):\n"
            "    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0\n"
            "    best = w, b, len(X)\n"
            "    for _ in range(n_epochs):\n"
            "        for i in range(len(X)):\n"
            "            if t[i] * (X[i] @ w + b) <= 0:\n"
            "                w, b = w + t[i] * X[i], b + t[i]\n"
            "                n_wrong = int((t * (X @ w + b) < 0).sum())\n"
            "                if n_wrong < best[2]:\n"
            "                    best = w, b, n_wrong\n"
            "    return best",
        ),
        (
            "takes equally good weights",
            "replace the pocket only if",
            "def pocket(X, y, n_epochs):\n"
            "    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0\n"
            "    best = w, b, len(X)\n"
            "    for _ in range(n_epochs):\n"
            "        for i in range(len(X)):\n"
            "            if t[i] * (X[i] @ w + b) <= 0:\n"
            "                w, b = w + t[i] * X[i], b + t[i]\n"
            "                n_wrong = int((t * (X @ w + b) <= 0).sum())\n"
            "                if n_wrong <= best[2]:\n"
            "                    best = w, b, n_wrong\n"
            "    return best",
        ),
        (
            "the pocket changes with w",
            "would change the pocket as well",
            "def pocket(X, y, n_epochs):\n"
            "    t, w, b = 2 * y - 1, np.zeros(X.shape[1]), 0.0\n"
            "    best = w, b, len(X)\n"
            "    for _ in range(n_epochs):\n"
            "        for i in range(len(X)):\n"
            "            if t[i] * (X[i] @ w + b) <= 0:\n"
            "                w += t[i] * X[i]\n"
            "                b += t[i]\n"
            "                n_wrong = int((t * (X @ w + b) <= 0).sum())\n"
            "                if n_wrong < best[2]:\n"
            "                    best = w, b, n_wrong\n"
            "                if n_wrong == 0:\n"
            "                    return best\n"
            "    return best",
        ),
    ],
}

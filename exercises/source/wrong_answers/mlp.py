"""Wrong answers to the questions of the multilayer perceptron assignment; canary: 5d1f6c0a9e."""


def shapes(
    W="(d, h)", b="(h,)", out="(n, h)", count="d * h + h", start="0", last="'S' if i == last else f'H{i}'"
):
    """An answer to the first question, with one expression exchanged."""
    return f"""
def shapes(n, widths):
    arrays, n_parameters, last = {{"X": (n, widths[0])}}, {start}, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{{i}}"], arrays[f"b{{i}}"] = {W}, {b}
        arrays[{last}] = {out}
        n_parameters += {count}
    return arrays, n_parameters
"""


def forward(step="a(H @ W + b)", end="H @ W + b", layers="layers[:-1]", before=""):
    """A forward pass with one expression exchanged."""
    return f"""
def forward(X, layers, a):
    hidden, H = [], X
    {before}
    for W, b in {layers}:
        H = {step}
        hidden.append(H)
    W, b = layers[-1]
    return {end}, hidden
"""


def collapse(
    W="W @ W_next", b="b @ W_next + b_next", rank="min(min(V.shape) for V, _ in layers)", layers="layers"
):
    """A collapse with one expression exchanged."""
    return f"""
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in {layers}[1:]:
        W, b = {W}, {b}
    return W, b, {rank}
"""


def region(**other):
    """All three networks, one of them exchanged."""
    networks = {
        "band": "np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-2]]), np.zeros(1)",
        "triangle": "np.array([[1, 0, -1], [0, 1, -2]]), np.array([0, 0, 4]), np.ones((3, 1)), np.array([-2.5])",
        "outside": "np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]), np.array([1, -3, -1, -1]), np.ones((4, 1)), "
        "np.array([-0.5])",
    } | other
    rows = ", ".join(f'"{name}": ({arrays})' for name, arrays in networks.items())
    return f"def region(name): return {{{rows}}}[name]"


def hidden_line(H="a(X @ W1 + b1)", rows="H", t="2 * y - 1", epochs="1000", b="b + sign", end="w, b"):
    """Rosenblatt's rule in the hidden space, with one expression exchanged."""
    return f"""
def hidden_line(X, y, W1, b1, a):
    H, t = {H}, {t}
    rows = {rows}
    w, b = np.zeros(rows.shape[1]), 0.0
    for _ in range({epochs}):
        for row, sign in zip(rows, t):
            if sign * (row @ w + b) <= 0:
                w, b = w + sign * row, {b}
    return H, {end}
"""


def bends(
    slopes="np.diff(values) / np.diff(knots)",
    first="-1",
    at="np.append(knots[0], knots[:-1])",
    sign="-",
    change="np.diff(slopes, prepend=0)",
    left="-slopes[0]",
    b2="values[:1]",
):
    """A chain of straight pieces with one expression exchanged."""
    return f"""
def bends(knots, values):
    slopes = {slopes}
    W1 = np.append({first}, np.ones(len(slopes)))[None]
    b1 = {sign}W1[0] * {at}
    W2 = np.append({left}, {change})[:, None]
    return W1, b1, W2, {b2}
"""


def reorder(W="W[:, order]", b="b[order]", W_next="W_next[order]", b_next="b_next", k="k", before=""):
    """Another order of the units, with one expression exchanged."""
    return f"""
def reorder(layers, k, order):
    k = {k}
    {before}
    (W, b), (W_next, b_next) = layers[k - 1], layers[k]
    changed = [({W}, {b}), ({W_next}, {b_next})]
    return [*layers[: k - 1], *changed, *layers[k + 1 :]]
"""


def choose_width(
    of="validation",
    mean=".mean(axis=1)",
    good=">= means.max() - 1",
    width="widths[good].min()",
    gap="(train - validation)[widths == width].mean()",
):
    """The rule for the width with one expression exchanged."""
    return f"""
def choose_width(widths, train, validation):
    means = {of}{mean}
    good = means {good}
    width = {width}
    return width, {gap}
"""


WRONG = {
    "shapes": [
        ("W as for columns", "W1 lies on its side", shapes(W="(h, d)")),
        ("hidden outputs as columns", "H1 lies on its side", shapes(out="(h, n)")),
        ("a number for the shape of b", "with one entry and a comma", shapes(b="(h)")),
        ("a bias for each example", "one bias for each unit of the layer", shapes(b="(n, h)")),
        ("H for the scores", "has no hidden outputs", shapes(last='f"H{i}"')),
        (
            "layers counted from 0",
            "count the layers from 1",
            "def shapes(n, widths):\n"
            "    arrays = {'X': (n, widths[0])}\n"
            "    for i, (d, h) in enumerate(zip(widths, widths[1:])):\n"
            "        arrays |= {f'W{i}': (d, h), f'b{i}': (h,), f'H{i}': (n, h)}\n"
            "    arrays['S'] = arrays.pop(f'H{i}')\n"
            "    return arrays, sum((d + 1) * h for d, h in zip(widths, widths[1:]))",
        ),
        ("weights alone", "these are the weights alone", shapes(count="d * h")),
        ("inputs with a bias", "the inputs have no bias", shapes(start="widths[0]")),
        (
            "counts outputs and examples",
            "are not parameters",
            shapes(count="d * h + h + n * h", start="n * widths[0]"),
        ),
        (
            "two layers only",
            "for each pair of neighbouring widths",
            "def shapes(n, widths):\n"
            "    d, h, c = widths[0], widths[1], widths[-1]\n"
            "    arrays = {'X': (n, d), 'W1': (d, h), 'b1': (h,), 'H1': (n, h), 'W2': (h, c), 'b2': (c,), 'S': (n, c)}\n"
            "    return arrays, d * h + h + h * c + c",
        ),
    ],
    "forward": [
        ("no activation", "these are the pre-activations", forward(step="H @ W + b")),
        ("no bias in the hidden layers", "before you apply a", forward(step="a(H @ W)")),
        ("bias after the activation", "the bias comes before", forward(step="a(H @ W) + b")),
        ("activation after the last layer", "no activation after the last", forward(end="a(H @ W + b)")),
        ("no bias in the last layer", "add the bias of the last layer", forward(end="H @ W")),
        ("W transposed", "W was transposed", forward(step="a(H @ W.T + b)", end="H @ W.reshape(-1, 1) + b")),
        ("X among the hidden outputs", "X and S do not belong", forward(before="hidden.append(X)")),
        (
            "two layers only",
            "too many values to unpack",
            "def forward(X, layers, a):\n"
            "    (W1, b1), (W2, b2) = layers\n"
            "    H = a(X @ W1 + b1)\n"
            "    return H @ W2 + b2, [H]",
        ),
    ],
    "collapse": [
        ("order turned", "the order is turned", collapse(W="W_next @ W")),
        ("entry by entry", "multiplies entry by entry", collapse(W="W * W_next")),
        ("biases added", "b1 goes through the second layer too", collapse(b="b + b_next")),
        ("first bias forgotten", "the bias of the first layer is lost", collapse(b="b_next")),
        ("last bias forgotten", "the bias of the last layer is lost", collapse(b="b @ W_next")),
        ("W times b", "b1 is a row", collapse(b="W_next @ b + b_next")),
        (
            "two layers only",
            "too many values to unpack",
            "def collapse(layers):\n"
            "    (W1, b1), (W2, b2) = layers\n"
            "    return W1 @ W2, b1 @ W2 + b2, min(*W1.shape, W2.shape[1])",
        ),
        (
            "biases in the middle forgotten",
            "melt the first two layers",
            "def collapse(layers):\n"
            "    W, b = layers[0]\n"
            "    for W_next, _ in layers[1:]:\n"
            "        W, b = W @ W_next, b @ W_next\n"
            "    return W, b + layers[-1][1], min(min(V.shape) for V, _ in layers)",
        ),
        ("the rank of W", "this is the rank of this very W", collapse(rank="np.linalg.matrix_rank(W)")),
        (
            "hidden widths only",
            "the input and the output can be",
            collapse(rank="min([V.shape[1] for V, _ in layers[:-1]])"),
        ),
        ("shape of W only", "through the hidden layers too", collapse(rank="min(W.shape)")),
    ],
    "region": [
        (
            "the band does not fall again",
            "the score must fall again",
            region(band="np.ones((2, 2)), np.array([1, 0]), np.array([[1], [-1]]), np.zeros(1)"),
        ),
        (
            "a band for inputs 0 and 1",
            "put the point into both units",
            region(band="np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]]), np.zeros(1)"),
        ),
        (
            "a band with b2 too high",
            "the first unit wakes up too early",
            region(band="np.ones((2, 2)), np.array([2, 0]), np.array([[1], [-3]]), np.array([0.5])"),
        ),
        (
            "two sides of the triangle are enough",
            "two conditions are enough",
            region(
                triangle="np.array([[1, 0, -1], [0, 1, -2]]), np.array([0, 0, 4]), np.ones((3, 1)), np.array([-1.5])"
            ),
        ),
        (
            "slanted side x1 + x2 < 4",
            "only the slanted side keeps",
            region(
                triangle="np.array([[1, 0, -1], [0, 1, -1]]), np.array([0, 0, 4]), np.ones((3, 1)), np.array([-2.5])"
            ),
        ),
        (
            "slanted side turned",
            "all three conditions hold at this point",
            region(
                triangle="np.array([[1, 0, 1], [0, 1, 2]]), np.array([0, 0, -4]), np.ones((3, 1)), np.array([-2.5])"
            ),
        ),
        (
            "a row for each unit",
            "row 1 holds the weights of x1, row 2",
            region(
                triangle="np.array([[1, 0], [0, 1], [-1, -2]]), np.array([0, 0, 4]), np.ones((3, 1)), np.array([-2.5])"
            ),
        ),
        (
            "inside the square",
            "this network fires inside the square",
            region(
                outside="np.array([[1, -1, 0, 0], [0, 0, 1, -1]]), np.array([-1, 3, 1, 1]), np.ones((4, 1)), "
                "np.array([-3.5])"
            ),
        ),
        (
            "outside two sides",
            "one condition is broken, not two",
            region(
                outside="np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]), np.array([1, -3, -1, -1]), np.ones((4, 1)), "
                "np.array([-1.5])"
            ),
        ),
        (
            "the square around the origin",
            "one side of the square is not watched",
            region(
                outside="np.array([[-1, 1, 0, 0], [0, 0, -1, 1]]), np.array([-1, -3, -1, -1]), np.ones((4, 1)), "
                "np.array([-0.5])"
            ),
        ),
    ],
    "hidden_line": [
        ("no activation", "these are the pre-activations", hidden_line(H="X @ W1 + b1")),
        ("no bias in the hidden layer", "the hidden units have biases", hidden_line(H="a(X @ W1)")),
        ("bias after the activation", "add b1 before", hidden_line(H="a(X @ W1) + b1")),
        ("learns on the inputs", "learn on rows of H", hidden_line(rows="X", epochs="10")),
        ("one epoch", "until no row of H is wrong", hidden_line(epochs="1")),
        ("the line has no bias", "through the origin of the hidden space", hidden_line(b="b", epochs="100")),
        ("classes instead of signs", "needs the class as a sign", hidden_line(t="y", epochs="50")),
        ("sign of t turned", "the wrong way round", hidden_line(t="1 - 2 * y", epochs="50")),
        (
            "least squares on 0 and 1",
            "move ½ into b",
            "def hidden_line(X, y, W1, b1, a):\n"
            "    H = a(X @ W1 + b1)\n"
            "    rows = np.column_stack([H, np.ones(len(H))])\n"
            "    v = np.linalg.lstsq(rows, y.astype(float))[0]\n"
            "    return H, v[:-1], v[-1]",
        ),
    ],
    "bends": [
        ("slopes in W2", "must add only the change of slope", bends(change="slopes")),
        ("sign of the bias", "if its bias is -t", bends(sign="", first="1", left="0")),
        ("not divided", "divided by the difference of knots", bends(slopes="np.diff(values)")),
        (
            "knots at equal distances",
            "not at equal distances",
            bends(slopes="np.diff(values) / (np.ptp(knots) / (len(knots) - 1))"),
        ),
        ("height forgotten", "the wrong height", bends(b2="np.zeros(1)")),
        ("level at the left", "all ramps are silent there", bends(left="0")),
        ("left ramp with the wrong sign", "needs a negative share", bends(left="slopes[0]")),
        (
            "level at the right",
            "no bend stands there",
            "def bends(knots, values):\n"
            "    slopes = np.diff(values) / np.diff(knots)\n"
            "    W1 = np.append(-1, np.ones(len(knots)))[None]\n"
            "    b1 = -W1[0] * np.append(knots[0], knots)\n"
            "    W2 = np.append(-slopes[0], np.diff(slopes, prepend=0, append=0))[:, None]\n"
            "    return W1, b1, W2, values[:1]",
        ),
        (
            "a unit too many",
            "the last knot needs none",
            "def bends(knots, values):\n"
            "    slopes = np.diff(values) / np.diff(knots)\n"
            "    W1 = np.append(-1, np.ones(len(knots)))[None]\n"
            "    b1 = -W1[0] * np.append(knots[0], knots)\n"
            "    W2 = np.concatenate([[-slopes[0]], np.diff(slopes, prepend=0), [0]])[:, None]\n"
            "    return W1, b1, W2, values[:1]",
        ),
    ],
    "reorder": [
        ("biases stay", "each unit takes its bias along", reorder(b="b")),
        ("next layer stays", "must know where each unit has gone", reorder(W_next="W_next")),
        ("next layer the opposite way", "not the opposite one", reorder(W_next="W_next[np.argsort(order)]")),
        (
            "everything the opposite way",
            "not the other way round",
            reorder(before="order = np.argsort(order)"),
        ),
        ("first layer stays", "which side of it belongs", reorder(W="W")),
        (
            "only the two layers",
            "all layers belong to the network",
            reorder().replace("*layers", "*layers[:0]"),
        ),
        ("always the first hidden layer", "means layers[1]", reorder(k="1")),
        ("next bias moves too", "outputs keep their order", reorder(b_next="b_next[order]")),
        ("columns of the next layer", "the units are the rows", reorder(W_next="W_next[:, order]")),
    ],
    "choose_width": [
        ("the best mean", "with the best mean", choose_width(good=">= means.max()")),
        ("by training accuracy", "best width on training pictures", choose_width(of="train")),
        ("the best seed", "one lucky seed decided", choose_width(mean=".max(axis=1)")),
        ("the first seed", "only the first seed was used", choose_width(mean="[:, 0]")),
        (
            "the position",
            "the position of the width",
            choose_width(
                width="np.flatnonzero(good)[0]", gap="(train - validation)[np.flatnonzero(good)[0]].mean()"
            ),
        ),
        ("the first row", "the first good row of the table", choose_width(width="widths[good][0]")),
        ("less than one point", "still good enough", choose_width(good="> means.max() - 1")),
        (
            "sign of the gap",
            "the sign is turned",
            choose_width(gap="(validation - train)[widths == width].mean()"),
        ),
        (
            "gap of the best width",
            "the gap of the best width",
            choose_width(gap="(train - validation)[means.argmax()].mean()"),
        ),
        (
            "gap of the best accuracies",
            "not to the best of each table",
            choose_width(gap="train.mean(axis=1).max() - means.max()"),
        ),
    ],
}

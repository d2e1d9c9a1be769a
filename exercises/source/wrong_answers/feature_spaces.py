"""Wrong answers to the questions of the feature_spaces assignment; canary: 5d1f6c0a9e."""

STRAIGHTEN = """
def straighten(name, X):
    x, y = X.T
    r, theta = np.sqrt(x**2 + y**2), np.arctan2(y, x)
    wave = np.stack([y, np.sin(3 * x)], axis=1)
    ellipse = np.stack([(x - 1) ** 2, y**2], axis=1)
    flower = np.stack([r, np.cos(5 * theta)], axis=1)
    {}
    return {{"wave": wave, "ellipse": ellipse, "flower": flower}}[name]
"""
CLASSIFY = """
def classify(train, y, test):
    F, G = train.mean(axis=(1, 2)), test.mean(axis=(1, 2))
    mean, spread = F.mean(axis=0), F.std(axis=0)
    spread[spread == 0] = 1
    {}
    Z_train, Z = (F - mean) / spread, (G - mean) / spread
    T = np.stack([Z_train[y == k].mean(axis=0) for k in range(y.max() + 1)])
    return Z, ((Z[:, None] - T) ** 2).sum(axis=2).argmin(axis=1)
"""
VOTES = """
def cell_votes(d_y, d_x, orientations):
    direction = np.degrees(np.arctan2(d_y, d_x)) % 180
    length = np.hypot(d_y, d_x)
    {}
    interval = (direction * orientations / 180).astype(int)
    votes = np.bincount(interval.ravel(), length.ravel(), minlength=orientations)
    size = np.sqrt((votes**2).sum())
    return votes / size if size > 0 else votes
"""
TWIN = """
def twin(image, blind):
    colours, edges = image[::-1], 255 - image
    words, both = np.roll(image, 8, axis=0), image[::-1, ::-1]
    {}
    return {{"colours": colours, "edges": edges, "words": words, "both": both}}[blind]
"""

WRONG = {
    "straighten": [
        (
            "the points as they were",
            "these are x and y as they were",
            "def straighten(name, X): return X",
        ),
        (
            "an ellipse around the origin",
            "the middle of the ellipse is (1, 0)",
            STRAIGHTEN.format("ellipse = np.stack([x**2, y**2], axis=1)"),
        ),
        (
            "a circle for the ellipse",
            "it is wider than high",
            STRAIGHTEN.format("ellipse = np.sqrt((x - 1) ** 2 + y**2)[:, None]"),
        ),
        (
            "a flat array",
            "one column is still a column",
            STRAIGHTEN.format("wave = y - np.sin(3 * x)"),
        ),
        (
            "the wave without the 3",
            "follow the height of the wave",
            STRAIGHTEN.format("wave = np.stack([y, np.sin(x)], axis=1)"),
        ),
        (
            "polar coordinates for the flower",
            "changes with the angle, five times around",
            STRAIGHTEN.format("flower = np.stack([r, theta], axis=1)"),
        ),
        (
            "the class as the only feature",
            "features with two values are answers",
            STRAIGHTEN.format("wave = (y > np.sin(3 * x)).astype(float)[:, None]"),
        ),
        (
            "the class beside a constant",
            "this feature jumps at the border",
            STRAIGHTEN.format("wave = np.stack([y > np.sin(3 * x) + 1e-9, 0 * y], axis=1)"),
        ),
        (
            "standardised on the points themselves",
            "the features of a point are its own",
            STRAIGHTEN.format("wave = (wave - wave.mean(axis=0)) / (wave.std(axis=0) + 1e-9)"),
        ),
        (
            "a constant",
            "a constant feature says nothing",
            "def straighten(name, X): return np.ones((len(X), 1))",
        ),
        (
            "three columns",
            "3 columns",
            STRAIGHTEN.format("wave = np.stack([x, y, np.sin(3 * x)], axis=1)"),
        ),
    ],
    "best_key": [
        (
            "class 1 always above",
            "turn the answer and look again",
            "def best_key(F, y):\n"
            "    above = F[:, None] > np.concatenate([F, F[:1] * 0 - np.inf])\n"
            "    accuracies = (above == y[:, None, None]).mean(axis=0).max(axis=0)\n"
            "    return accuracies.argmax(), accuracies",
        ),
        (
            "the mean as threshold",
            "the mean or the median is one threshold of many",
            "def best_key(F, y):\n"
            "    right = ((F > F.mean(axis=0)) == y[:, None]).mean(axis=0)\n"
            "    accuracies = np.maximum(right, 1 - right)\n"
            "    return accuracies.argmax(), accuracies",
        ),
        (
            "0 as threshold",
            "0 is only one threshold of many",
            "def best_key(F, y):\n"
            "    right = ((F > 0) == y[:, None]).mean(axis=0)\n"
            "    accuracies = np.maximum(right, 1 - right)\n"
            "    return accuracies.argmax(), accuracies",
        ),
        (
            "cuts between equal values",
            "so no threshold tells its values apart",
            "def best_key(F, y):\n"
            "    n, accuracies = len(y), []\n"
            "    for column in F.T:\n"
            "        t = y[np.argsort(column, kind='stable')]\n"
            "        right = [((np.arange(n) >= i) == t).mean() for i in range(n + 1)]\n"
            "        accuracies.append(max(max(right), 1 - min(right)))\n"
            "    return int(np.argmax(accuracies)), np.array(accuracies)",
        ),
        (
            "both sides must have examples",
            "add a threshold outside the values",
            "def best_key(F, y):\n"
            "    accuracies = []\n"
            "    for column in F.T:\n"
            "        cuts = np.unique(column)\n"
            "        cuts = cuts[:-1] if len(cuts) > 1 else cuts\n"
            "        right = [((column > cut) == y).mean() for cut in cuts]\n"
            "        accuracies.append(max(max(right), 1 - min(right)))\n"
            "    return int(np.argmax(accuracies)), np.array(accuracies)",
        ),
        (
            "the last of equal columns",
            "take the first",
            "def best_key(F, y):\n"
            "    above = F[:, None] > np.concatenate([F, F[:1] * 0 - np.inf])\n"
            "    right = (above == y[:, None, None]).mean(axis=0)\n"
            "    accuracies = np.maximum(right.max(axis=0), 1 - right.min(axis=0))\n"
            "    return len(accuracies) - 1 - accuracies[::-1].argmax(), accuracies",
        ),
    ],
    "colour_shares": [
        (
            "counts",
            "these are counts",
            "def colour_shares(image, bins):\n"
            "    box = image.reshape(-1, 3).astype(int) * bins // 256\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares",
        ),
        (
            "divided by all numbers",
            "not twelve numbers",
            "def colour_shares(image, bins):\n"
            "    box = image.reshape(-1, 3).astype(int) * bins // 256\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / image.size",
        ),
        (
            "the size of the chapter's pictures",
            "this picture has another size",
            "def colour_shares(image, bins):\n"
            "    box = image.reshape(-1, 3).astype(int) * bins // 256\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / 1024",
        ),
        (
            "blue comes first",
            "red is the first index",
            "def colour_shares(image, bins):\n"
            "    box = image.reshape(-1, 3).astype(int) * bins // 256\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T[::-1]), 1)\n"
            "    return shares / len(box)",
        ),
        (
            "uint8 overflows",
            "the type uint8 ends at 255",
            "def colour_shares(image, bins):\n"
            "    box = (image.reshape(-1, 3) * np.uint8(bins) / 256).astype(int)\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / len(box)",
        ),
        (
            "256 as uint8",
            "uint8 cannot hold 256",
            "def colour_shares(image, bins):\n"
            "    box = image.reshape(-1, 3) * bins // 256\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / len(box)",
        ),
        (
            "a whole number as width",
            "which need not be a whole number",
            "def colour_shares(image, bins):\n"
            "    box = np.minimum(image.reshape(-1, 3) // (256 // bins), bins - 1).astype(int)\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / len(box)",
        ),
        (
            "255 has no interval",
            "IndexError",
            "def colour_shares(image, bins):\n"
            "    box = (image.reshape(-1, 3) / 255 * bins).astype(int)\n"
            "    shares = np.zeros((bins,) * 3)\n"
            "    np.add.at(shares, tuple(box.T), 1)\n"
            "    return shares / len(box)",
        ),
    ],
    "cell_votes": [
        (
            "swapped slopes",
            "the slopes are swapped",
            VOTES.format("direction = np.degrees(np.arctan2(d_x, d_y)) % 180"),
        ),
        (
            "counts pixels",
            "pixels were counted",
            VOTES.format("length = np.ones(d_x.shape)"),
        ),
        (
            "squared lengths",
            "the votes are squared lengths",
            VOTES.format("length = (d_y**2 + d_x**2).astype(float)"),
        ),
        (
            "signed directions",
            "360° were spread over the intervals",
            VOTES.format("direction = np.degrees(np.arctan2(d_y, d_x)) % 360 / 2"),
        ),
        (
            "directions below 0 turned over",
            "not their absolute value",
            VOTES.format("direction = np.abs(np.degrees(np.arctan2(d_y, d_x))) % 180"),
        ),
        (
            "scaled to sum 1",
            "their *squares* should",
            VOTES.format("").replace("np.sqrt((votes**2).sum())", "votes.sum()"),
        ),
        (
            "not scaled",
            "the votes are not scaled",
            VOTES.format("").replace("votes / size if size > 0 else votes", "votes"),
        ),
        (
            "divides a flat cell by 0",
            "do not scale votes of length 0",
            VOTES.format("").replace(
                "votes / size if size > 0 else votes", "votes * (1 / size if size > 0 else np.nan)"
            ),
        ),
    ],
    "lloyd_step": [
        (
            "an empty centre has no mean",
            "so it has no mean",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    k = len(centres)\n"
            "    count, total = np.bincount(nearest, minlength=k), np.zeros(centres.shape)\n"
            "    np.add.at(total, nearest, X)\n"
            "    return count / len(X), total / np.maximum(count, 1)[:, None]",
        ),
        (
            "counts",
            "these are counts",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "             for j, c in enumerate(centres)]\n"
            "    return np.bincount(nearest, minlength=len(centres)), np.array(moved)",
        ),
        (
            "absolute differences",
            "a sum of squares, not of absolute values",
            "def lloyd_step(X, centres):\n"
            "    nearest = np.abs(X[:, None] - centres).sum(axis=2).argmin(axis=1)\n"
            "    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "             for j, c in enumerate(centres)]\n"
            "    return np.bincount(nearest, minlength=len(centres)) / len(X), np.array(moved)",
        ),
        (
            "means cut to whole numbers",
            "cut to whole numbers",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    moved = centres.copy()\n"
            "    for j in set(nearest):\n"
            "        moved[j] = X[nearest == j].mean(axis=0)\n"
            "    return np.bincount(nearest, minlength=len(centres)) / len(X), moved",
        ),
        (
            "shares of the moved centres",
            "not to the moved ones",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    moved = np.array([X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "                      for j, c in enumerate(centres)])\n"
            "    nearest = ((X[:, None] - moved) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    return np.bincount(nearest, minlength=len(centres)) / len(X), moved",
        ),
        (
            "the last of equally near centres",
            "argmin does so",
            "def lloyd_step(X, centres):\n"
            "    distances = ((X[:, None] - centres) ** 2).sum(axis=2)\n"
            "    nearest = len(centres) - 1 - distances[:, ::-1].argmin(axis=1)\n"
            "    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "             for j, c in enumerate(centres)]\n"
            "    return np.bincount(nearest, minlength=len(centres)) / len(X), np.array(moved)",
        ),
        (
            "centres first, shares second",
            "give back the shares first",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "             for j, c in enumerate(centres)]\n"
            "    return np.array(moved), np.bincount(nearest, minlength=len(centres)) / len(X)",
        ),
        (
            "no share for the last centre",
            "give it minlength",
            "def lloyd_step(X, centres):\n"
            "    nearest = ((X[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)\n"
            "    moved = [X[nearest == j].mean(axis=0) if (nearest == j).any() else c\n"
            "             for j, c in enumerate(centres)]\n"
            "    return np.bincount(nearest) / len(X), np.array(moved)",
        ),
    ],
    "classify": [
        (
            "the statistics of the test pictures",
            "these are mean and spread of the test pictures",
            CLASSIFY.format("").replace(
                "(G - mean) / spread", "(G - G.mean(axis=0)) / (G.std(axis=0) + 1e-9)"
            ),
        ),
        (
            "the statistics of both together",
            "were thrown together",
            CLASSIFY.format("mean, spread = (f(np.concatenate([F, G]), axis=0) for f in (np.mean, np.std))"),
        ),
        (
            "the constant column is divided by 0",
            "divide by 1 instead",
            CLASSIFY.format("spread = F.std(axis=0) + np.where(F.std(axis=0) == 0, np.nan, 0)"),
        ),
        (
            "a small number in place of 0",
            "a small spread makes huge",
            CLASSIFY.format("spread = F.std(axis=0) + 1e-8"),
        ),
        (
            "the constant column becomes 0",
            "shift it by its mean, no more",
            CLASSIFY.format("spread[F.std(axis=0) == 0] = np.inf"),
        ),
        (
            "the variance",
            "you divided by the variance",
            CLASSIFY.format("spread = np.where(F.std(axis=0) == 0, 1, F.var(axis=0))"),
        ),
        (
            "n - 1",
            "without ddof",
            CLASSIFY.format("spread = np.where(F.std(axis=0) == 0, 1, F.std(axis=0, ddof=1))"),
        ),
        (
            "one mean for all columns",
            "one mean and one spread for each column",
            CLASSIFY.format("mean, spread = F.mean(), F.std()"),
        ),
        (
            "classifies raw features",
            "blue must not drown the rest",
            CLASSIFY.format("")
            .replace(
                "T = np.stack([Z_train[y == k]",
                "Z, raw, Z_train = G, Z, F\n    T = np.stack([Z_train[y == k]",
            )
            .replace("return Z, ", "return raw, "),
        ),
        (
            "the farthest template",
            "or you took the farthest one",
            CLASSIFY.format("").replace("argmin", "argmax"),
        ),
    ],
    "twin": [
        (
            "the same picture",
            "a picture is no twin of itself",
            "def twin(image, blind): return image",
        ),
        (
            "half a turn for the colours",
            "half a turn turns every gradient round",
            TWIN.format("colours = both"),
        ),
        (
            "the channels of each pixel are swapped",
            "leave each one whole",
            TWIN.format("colours = image[..., ::-1]"),
        ),
        (
            "brighter, beyond 255",
            "a number that leaves 0 to 255",
            TWIN.format("edges = image + np.uint8(100)"),
        ),
        (
            "other channels, for a grey picture too",
            "swapping the three channels of grey",
            TWIN.format("edges = image[..., ::-1]"),
        ),
        (
            "the tiles are cut off the grid",
            "from multiples of 8 to multiples of 8",
            TWIN.format("words = np.roll(image, 4, axis=0)"),
        ),
        (
            "the negative for both",
            "the negative has other colours",
            TWIN.format("both = edges"),
        ),
        (
            "a mirror for both",
            "which movement of the whole picture",
            TWIN.format("both = image[:, ::-1]"),
        ),
        (
            "floats",
            "end with .astype(np.uint8)",
            TWIN.format("edges = 255.0 - image"),
        ),
    ],
}

"""The state of a playground as plain data, the same as the script's, and the network that it stands for."""

import numpy as np

from mlplib import activations, datasets, layers, losses
from mlplib._arguments import require_labels, require_matrix
from mlplib.mlp import MLP
from mlplib.playground.draws import LIMIT, N_SEEDS, Orders
from mlplib.playground.training import Training

SETS = {  # noise, and half the side of the square that shows the points
    "moons": (0.15, 1.9),
    "circles": (0.08, 1.25),
    "spirals": (0.2, 1.25),
    "xor": (0.4, 2.6),
    "blobs": (0.5, 3.6),
    "own": (0, 2),
}
KEYS = {  # what can be an input, as functions of the two coordinates
    "x1": lambda x, y: x,
    "x2": lambda x, y: y,
    "r": np.hypot,
    "phi": lambda x, y: np.arctan2(y, x),
    "x1x2": lambda x, y: x * y,
    "x1x1": lambda x, y: x * x,
    "x2x2": lambda x, y: y * y,
    "cos": lambda x, y: np.cos(np.arctan2(y, x) + 4 * np.hypot(x, y)),
    "sin": lambda x, y: np.sin(np.arctan2(y, x) + 4 * np.hypot(x, y)),
}
CHOICES = {
    "data": tuple(SETS),
    "activation": ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"),
    "loss": ("cross_entropy", "squared_error"),
    "init": ("he_normal", "xavier_normal", "zeros"),
    "speed": ("slow", "normal", "fast"),
}
RANGES = {
    "n": (4, LIMIT),
    "noise": (0, 3),
    "share": (0, 0.8),
    "scale": (0, 10),
    "seed": (0, N_SEEDS - 1),
    "learning_rate": (0, 100),
    "momentum": (0, 0.999),
    "batch_size": (1, LIMIT),
    "weight_decay": (0, 10),
}
WHOLE = ("n", "seed", "batch_size")
RATES = ("learning_rate", "momentum", "batch_size", "weight_decay")
N_CLASSES = 4
START = {
    "data": "moons", "n": 120, "share": 0.2, "inputs": ["x1", "x2"], "hidden": [4], "activation": "tanh",
    "loss": "cross_entropy", "init": "he_normal", "scale": 1, "seed": 1, "learning_rate": 0.1,
    "momentum": 0.9, "batch_size": 30, "weight_decay": 0, "speed": "normal",
}  # fmt: skip


def make_state(X=None, y=None, *, steps=0, **settings):
    """The state of these settings, after so many steps; all others are those of `START`.

    Raises
    ------
    TypeError, ValueError
        As `playground` does.
    """
    own = X is not None or y is not None
    if own:
        settings = {"data": "own"} | settings
    for name, value in settings.items():
        _check(name, value)
    state = START | settings
    noise, limit = SETS[state["data"]]
    points = _own_points(X, y) if own else []
    if points:
        limit = 1.1 * max(abs(value) for x1, x2, _ in points for value in (x1, x2)) or limit
    state = {"noise": noise, "limit": limit, "points": points} | state
    return state | {"log": [[steps, *(state[name] for name in RATES)]] if steps else []}


def _check(name, value):
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(f"{name} must be one of {', '.join(CHOICES[name])}, it is {value!r}")
    elif name in RANGES:
        least, most = RANGES[name]
        if not least <= value <= most or (name in WHOLE and value != int(value)):
            whole = "a whole number " if name in WHOLE else ""
            raise ValueError(f"{name} must be {whole}from {least} to {most}, it is {value!r}")
    elif name == "hidden":
        if len(value) > 3 or not all(width in range(1, 9) for width in value):
            raise ValueError(f"hidden must be at most 3 widths from 1 to 8, it is {value!r}")
    elif name == "inputs":
        if not value or not set(value) <= KEYS.keys():
            raise ValueError(f"inputs must be some of {', '.join(KEYS)}, it is {value!r}")
    else:
        raise TypeError(f"a playground has no setting {name!r}; it has {', '.join(START)}, noise, steps")


def _own_points(X, y):
    X = require_matrix("X", X, 2)
    if not 2 <= len(X) <= LIMIT:
        raise ValueError(f"X must have 2 to {LIMIT} rows, it has {len(X)}")
    y = require_labels("y", y, len(X), N_CLASSES)
    return [[float(x1), float(x2), int(k)] for (x1, x2), k in zip(X, y, strict=True)]


def points_of(state):
    """The points of a state, X (n, 2), and their labels y (n,)."""
    if state["data"] == "own":
        points = np.reshape(np.array(state["points"], float), (-1, 3))
        return points[:, :2], points[:, 2].astype(int)
    noise = {"spread" if state["data"] == "blobs" else "noise": state["noise"]}
    X, y = getattr(datasets, state["data"])(LIMIT, **noise, rng=np.random.default_rng(0))
    return X[: state["n"]], y[: state["n"]]


def trained(state):
    """The network of a state, and the function from points (n, 2) to its inputs (n, d).

    Returns
    -------
    model : MLP
    features : callable
    """
    X, y = points_of(state)
    n_classes = max(3 if state["data"] in ("spirals", "blobs") else 2, *(y + 1))
    model = _new_model(state, n_classes)

    def features(points):
        return np.stack([KEYS[key](*points.T) for key in state["inputs"]], axis=1)

    train = Orders(0).permutation(len(X))[int(state["share"] * len(X)) :]
    target = losses.one_hot(y, n_classes) if state["loss"] == "squared_error" else y
    _replay(model, features(X)[train], target[train], state)
    return model, features


def _new_model(state, n_classes):
    draw = getattr(layers, state["init"], None)

    def init(n_in, n_out, rng):
        return state["scale"] * draw(n_in, n_out, rng) if draw else np.zeros((n_in, n_out))

    return MLP(
        [len(state["inputs"]), *state["hidden"], n_classes],
        getattr(activations, state["activation"]),
        rng=np.random.default_rng(state["seed"]),
        loss=getattr(losses, state["loss"]),
        init=init,
    )


def _replay(model, X, y, state):
    """Do again what the log holds: weights that were set, and stretches of steps."""
    training = Training(model, X, y, state["seed"])
    for entry in state["log"]:
        if isinstance(entry[0], str):
            name, place, value = entry
            model.params[name].flat[place] = value
        else:
            training.steps(*entry)

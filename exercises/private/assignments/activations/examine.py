r"""Silent units and gradients of one sign

A unit is *silent* if its output is 0 or below for every example.

Write `examine(H, d_Z)`, which looks at one layer of units and at the layer of neurons above it.

- `H`, shape $(n, h)$: the outputs of the units, a row for each of $n$ examples and a column for each of $h$ units.
- `d_Z`, shape $(n, \text{neurons})$: the gradient of the mean loss with respect to the pre-activations of the neurons above, a column for each neuron.

The gradient of the weights between the two layers is `H.T @ d_Z`: over the batch it adds up, for each unit and each neuron, what the chapter has for one example, $H_j \cdot \partial L / \partial z$. Each neuron owns a column of it.

Give back `(silent, one_sign)`, two numbers:

- `silent`: the share of the units that are silent;
- `one_sign`: the share of the neurons whose weight gradients all have one sign, that is, all 0 or above, or all 0 or below.

For example, `examine(np.array([[1.0, 0.0], [2.0, 0.0]]), np.array([[1.0], [1.0]]))` gives `(0.5, 1.0)`: the second of two units is silent, and the one neuron above gets the gradients 3 and 0.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.activations.helpers import plotting
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import call_answer, call_text, check_close, parts


@question(
    number=3,
    section="outputs-of-one-sign-give-gradients-of-one-sign",
    todo="which axis are the examples, which the neurons?",
)
def examine(H, d_Z):
    """Share of silent units of H (n, h), and of neurons above, columns of d_Z, with gradients of one sign."""
    d_W = H.T @ d_Z  # a row for each unit, a column for each neuron
    one_sign = (d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)
    return (H <= 0).all(axis=0).mean(), one_sign.mean()


@check(points=0.5)
def test_a_unit_is_silent_only_if_it_is_silent_for_every_example(examine):
    H = np.array([[0.0, 1.5, 0.0, 0.0], [0.0, 0.0, -0.1, 0.0], [0.0, 2.0, -0.2, 0.3]])
    both = (H, "two of four units are silent", 0.5), (H[:, :3], "two of three units are silent", 2 / 3)
    for units, what, share in both:
        given = call_text("examine", units, np.ones((3, 2)))
        silent, _ = parts(
            "silent, one_sign", call_answer("examine", examine, units, np.ones((3, 2))), given=given
        )
        check_close(
            what,
            silent,
            share,
            given=given,
            hint="(H <= 0).all over the examples (axis 0), then the mean over the units",
            mistakes=[
                (1, "you counted units that are silent for some example: they must be silent for all"),
                (
                    0.75,
                    "this is the share of outputs, not of units: first ask of each unit whether all are 0",
                ),
                (1 / 3, "you went along the rows: these are examples without an active unit"),
                (0.25, "an output below 0, as of Leaky ReLU, is silent too: H <= 0"),
                (2, "this is the number of silent units: divide by the width of the layer"),
            ],
        )


@check(points=0.5)
def test_one_example_with_positive_outputs_gives_gradients_of_one_sign(examine):
    d_Z = np.array([[0.4, -1.0, 0.2]])
    for H, share in [(np.array([[0.2, 0.9, 0.5]]), 1), (np.array([[0.2, -0.9, 0.5]]), 0)]:
        given = call_text("examine", H, d_Z)
        one_sign = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[1]
        mixed = "one output is negative, so none of the neurons get one sign"
        check_close(
            "all outputs are positive, so all three neurons get one sign" if share else mixed,
            one_sign,
            share,
            given=given,
            hint="the column of a neuron is H times its d_Z: look down each column of H.T @ d_Z",
            mistakes=[
                (0, "this is the share of neurons with both signs, or you went along the rows"),
                (1, "these are the signs of d_Z alone: the gradient of a weight is the output times d_Z"),
                (2 / 3, "all 0 or below is one sign as well"),
            ],
        )


@check(points=0)
def test_a_batch_is_added_up_before_the_signs_are_read(examine):
    H = np.array([[1.0, 3.0, 2.0], [2.0, 1.0, 1.0]])
    d_Z = np.array([[1.0, 1.0, 1.0, 1.0], [-1.0, -0.2, -0.6, 1.0]])
    given = call_text("examine", H, d_Z)
    one_sign = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[1]
    check_close(
        "two of the four neurons have gradients of one sign",
        one_sign,
        0.5,
        given=given,
        hint="the columns of H.T @ d_Z are (-1, 2, 1), (0.6, 2.8, 1.8), (-0.2, 2.4, 1.4), (3, 4, 3)",
        mistakes=[
            (0.25, "the gradient of a batch is a sum over its examples: read the signs of the sum"),
            (1, "the outputs are positive, but the batch mixes: multiply H.T @ d_Z first"),
            (2 / 3, "rows of H.T @ d_Z belong to units, columns to neurons: look down the columns"),
        ],
    )


@hidden_check(points=0.5)
def test_the_share_of_silent_units_is_right_for_any_layer(examine):
    for seed in range(8):
        rng = np.random.default_rng(seed)
        h, above = rng.integers(2, 15, size=2)
        H = np.maximum(rng.normal(size=(6, h)) - 1.2 + rng.normal(size=h), 0)
        d_Z = rng.normal(size=(6, above))
        given = call_text("examine", H, d_Z)
        silent = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[0]
        check_close("the share of silent units", silent, np.mean(H.max(axis=0) <= 0), given=given)


@hidden_check(points=0.5)
def test_the_share_of_one_sign_is_right_for_batches_of_any_size(examine):
    bends = [lambda z: 1 / (1 + np.exp(-z)), np.tanh, lambda z: np.maximum(z, 0)]
    for seed, n in enumerate([1, 2, 5, 20, 40, 60]):
        rng = np.random.default_rng(seed)
        H, d_Z = bends[seed % 3](rng.normal(size=(n, 4))), rng.normal(size=(n, 9)) / n
        given = call_text("examine", H, d_Z)
        one_sign = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[1]
        columns = sum(H[i, :, None] * d_Z[i] for i in range(n)).T
        expected = np.mean([column.min() >= 0 or column.max() <= 0 for column in columns])
        check_close("the share of neurons with one sign", one_sign, expected, given=given)


@look
def look_at_signs():
    """**Predict, then run.** Twenty units feed twenty neurons; their pre-activations and the gradients that come back are drawn at random. For a batch of one example all neurons above sigmoid units have gradients of one sign. What happens to their share when the batch grows from 1 to 1024? And above tanh and ReLU? (You should see a line at 0, one that soon falls nearly to 0, and one that stays near a half however large the batch: it does not take away the mean of the outputs.)"""
    sizes, rng = [1, 2, 4, 16, 64, 256, 1024], np.random.default_rng(0)
    bends = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "ReLU": lambda z: np.maximum(z, 0),
        "tanh": np.tanh,
    }
    drawn = [rng.normal(size=(2, 40, n, 20)) for n in sizes]  # 40 networks for each size
    lines = {
        name: [np.mean([examine(bend(z), d_Z)[1] for z, d_Z in zip(*pair)]) for pair in drawn]
        for name, bend in bends.items()
    }
    ax = plotting.plt.figure(figsize=(5, 2.8), layout="constrained").add_subplot(1, 1, 1)
    ax.set(xlabel="batch size", title="share of neurons with one sign", ylim=(-0.05, 1.05))
    for name, shares in lines.items():
        ax.semilogx(sizes, shares, marker="o", label=name)
    _ = ax.legend()


@wrong("silent for some example")
def silent_for_some_example(H, d_Z):
    d_W = H.T @ d_Z
    return (H <= 0).any(axis=0).mean(), ((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean()


@wrong("the share of outputs, not of units")
def share_of_outputs(H, d_Z):
    d_W = H.T @ d_Z
    return (H <= 0).mean(), ((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean()


@wrong("examples without an active unit")
def silent_examples(H, d_Z):
    d_W = H.T @ d_Z
    return (H <= 0).all(axis=1).mean(), ((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean()


@wrong("as of Leaky ReLU")
def only_exactly_0(H, d_Z):
    d_W = H.T @ d_Z
    return (H == 0).all(axis=0).mean(), ((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean()


@wrong("divide by the width")
def a_number_of_units(H, d_Z):
    d_W = H.T @ d_Z
    return (H <= 0).all(axis=0).sum(), ((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean()


@wrong("all 0 or below is one sign as well")
def positive_only(H, d_Z):
    return (H <= 0).all(axis=0).mean(), (H.T @ d_Z >= 0).all(axis=0).mean()


@wrong("the signs of d_Z alone")
def signs_of_d_z(H, d_Z):
    return (H <= 0).all(axis=0).mean(), ((d_Z >= 0).all(axis=0) | (d_Z <= 0).all(axis=0)).mean()


@wrong("or you went along the rows")
def rows_of_the_gradient(H, d_Z):
    d_W = H.T @ d_Z
    return (H <= 0).all(axis=0).mean(), ((d_W >= 0).all(axis=1) | (d_W <= 0).all(axis=1)).mean()


@wrong("read the signs of the sum")
def each_example_by_itself(H, d_Z):
    signs = np.sign(H[:, :, None] * d_Z[:, None, :]).sum(axis=(0, 1))
    return (H <= 0).all(axis=0).mean(), (np.abs(signs) == H.size).mean()

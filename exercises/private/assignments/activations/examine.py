r"""Silent units and gradients of one sign

Write `examine(outputs, d_next)`, which looks into a network of any depth. Both arguments are lists with one array for each layer of units, the lowest first. (The linear layer at the top has no activation function; it is not among them.)

- `outputs[k]`, shape $(n, h)$: the outputs $H$ of the layer, a row for each of $n$ examples.
- `d_next[k]`, shape $(n, h')$: the gradient of the mean loss with respect to the pre-activations of the $h'$ neurons of the layer *above*. The gradient of the weights between the two layers is $H^\top$ times this, of shape $(h, h')$. Each neuron of the layer above owns a column.

Give back `(silent, one_sign)`, two lists with one number for each layer of units.

- `silent[k]`: the share of the layer's units whose output is 0 or below for *every* example.
- `one_sign[k]`: the share of the neurons of the layer above whose weight gradients all have one sign: all 0 or above, or all 0 or below.

For example, `examine([np.array([[1.0, 0.0], [2.0, 0.0]])], [np.array([[1.0], [1.0]])])` gives `([0.5], [1.0])`: the second of two units is silent, and the one neuron above gets the gradients 3 and 0.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.activations.helpers import plotting
from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, parts


@question(
    number=4,
    section="outputs-of-one-sign-give-gradients-of-one-sign",
    todo="which axis are the examples, which the neurons?",
)
def examine(outputs, d_next):
    """For each layer: share of silent units, share of neurons above with gradients of one sign."""
    silent = [(H <= 0).all(axis=0).mean() for H in outputs]
    one_sign = []
    for H, d_Z in zip(outputs, d_next):
        d_W = H.T @ d_Z  # (h, h')
        one_sign.append(((d_W >= 0).all(axis=0) | (d_W <= 0).all(axis=0)).mean())
    return silent, one_sign


@check(points=1)
def test_a_unit_is_silent_only_if_it_is_silent_for_every_example(examine):
    H = np.array([[0.0, 1.5, 0.0, 0.0], [0.0, 0.0, -0.1, 0.0], [0.0, 2.0, -0.2, 0.3]])
    arguments = [H, np.ones((3, 2))], [np.ones((3, 2)), np.ones((3, 1))]
    given = call_text("examine", *arguments)
    silent, _ = parts("silent, one_sign", call_answer("examine", examine, *arguments), given=given)
    hint = "(H <= 0).all over the examples (axis 0), then the mean over the units"
    check_close(
        "two of four units are silent in the first layer, none in the second",
        array("silent", silent, (2,), given=given),
        [0.5, 0],
        given=given,
        hint=hint,
        mistakes=[
            (
                [1, 0],
                "you counted units that are silent for some example: they must be silent for all",
            ),
            (
                [0.75, 0],
                "this is the share of outputs, not of units: first ask of each unit whether all are 0",
            ),
            ([1 / 3, 0], "you went along the rows: these are examples without an active unit"),
            ([0.25, 0], "an output below 0, as of Leaky ReLU, is silent too: H <= 0"),
            (
                [0.5, 1],
                "this is the share of active units in one layer and of silent ones in the other",
            ),
            ([2, 0], "this is the number of silent units: divide by the width of the layer"),
        ],
    )


@check(points=0.5)
def test_one_example_with_positive_outputs_gives_gradients_of_one_sign(examine):
    d_Z = np.array([[0.4, -1.0, 0.2]])
    for H, share in [(np.array([[0.2, 0.9, 0.5]]), 1), (np.array([[0.2, -0.9, 0.5]]), 0)]:
        arguments = [H], [d_Z]
        given = call_text("examine", *arguments)
        one_sign = parts("silent, one_sign", call_answer("examine", examine, *arguments), given=given)[1]
        words = "all outputs are positive, so" if share else "one output is negative, so"
        check_close(
            f"{words} {'all three' if share else 'none of the'} neurons get one sign",
            array("one_sign", one_sign, (1,), given=given),
            [share],
            given=given,
            hint="the column of a neuron is H times its d_Z: look down each column of H.T @ d_Z",
            mistakes=[
                (
                    [1 - share],
                    "this is the share of neurons with both signs, or you went along the rows",
                ),
                ([2 / 3], "all 0 or below is one sign as well"),
            ],
        )


@check(points=0.5)
def test_a_batch_is_added_up_before_the_signs_are_read(examine):
    H = np.array([[1.0, 3.0, 2.0], [2.0, 1.0, 1.0]])
    d_Z = np.array([[1.0, 1.0, 1.0, 1.0], [-1.0, -0.2, -0.6, 1.0]])
    given = call_text("examine", [H], [d_Z])
    one_sign = parts("silent, one_sign", call_answer("examine", examine, [H], [d_Z]), given=given)[1]
    check_close(
        "two of the four neurons have gradients of one sign",
        array("one_sign", one_sign, (1,), given=given),
        [0.5],
        given=given,
        hint="the columns of H.T @ d_Z are (-1, 2, 1), (0.6, 2.8, 1.8), (-0.2, 2.4, 1.4), (3, 4, 3)",
        mistakes=[
            (
                [0.25],
                "the gradient of a batch is a sum over its examples: read the signs of the sum",
            ),
            ([1], "the outputs are positive, but the batch mixes: multiply H.T @ d_Z first"),
            (
                [2 / 3],
                "rows of H.T @ d_Z belong to units, columns to neurons: look down the columns",
            ),
        ],
    )


@hidden_check(points=1)
def test_the_shares_of_silent_units_are_right_in_deep_networks(examine):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        widths = rng.integers(2, 15, size=int(rng.integers(2, 6)))
        outputs = [np.maximum(rng.normal(size=(6, h)) - 1.2 + rng.normal(size=h), 0) for h in widths[:-1]]
        d_next = [rng.normal(size=(6, h)) for h in widths[1:]]
        given = call_text("examine", outputs, d_next)
        silent = parts("silent, one_sign", call_answer("examine", examine, outputs, d_next), given=given)[0]
        expected = [np.mean(H.max(axis=0) <= 0) for H in outputs]
        check_close(
            "the share of silent units",
            array("silent", silent, (len(outputs),), given=given),
            expected,
            given=given,
        )


@hidden_check(points=1)
def test_the_shares_of_one_sign_are_right_for_batches_of_any_size(examine):
    for seed in range(6):
        rng = np.random.default_rng(seed)
        n = [1, 2, 5, 20, 40, 60][seed]
        bend = [lambda z: 1 / (1 + np.exp(-z)), np.tanh, lambda z: np.maximum(z, 0)][seed % 3]
        outputs = [bend(rng.normal(size=(n, h))) for h in (4, 3, 2)]
        d_next = [rng.normal(size=(n, h)) / n for h in (3, 2, 9)]
        given = call_text("examine", outputs, d_next)
        one_sign = parts("silent, one_sign", call_answer("examine", examine, outputs, d_next), given=given)[1]
        columns = [[sum(H[i, :, None] * d_Z[i] for i in range(n)).T] for H, d_Z in zip(outputs, d_next)]
        expected = [
            np.mean([column.min() >= 0 or column.max() <= 0 for column in layer[0]]) for layer in columns
        ]
        check_close(
            "the share of neurons with one sign",
            array("one_sign", one_sign, (3,), given=given),
            expected,
            given=given,
        )


@look
def look_at_signs():
    """**Predict, then run.** Twenty units feed twenty neurons; their pre-activations and the gradients that come back are drawn at random. For a batch of one example all neurons above sigmoid units have gradients of one sign. What happens to their share when the batch grows from 1 to 1024? In the picture there is a line at 0 for tanh, one for ReLU that soon falls nearly to 0, and one for the sigmoid that falls at first and then stays near a half. A larger batch does not take away the mean of the sigmoid's outputs. That mean is what makes the valley narrow, and training slow."""
    sizes, rng = [1, 2, 4, 16, 64, 256, 1024], np.random.default_rng(0)
    bends = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "ReLU": lambda z: np.maximum(z, 0),
        "tanh": np.tanh,
    }
    drawn = [rng.normal(size=(2, 40, n, 20)) for n in sizes]  # 40 networks for each size
    lines = {
        name: [np.mean(examine(list(bend(Z)), list(d_Z))[1]) for Z, d_Z in drawn]
        for name, bend in bends.items()
    }
    ax = plotting.plt.figure(figsize=(5, 2.8), layout="constrained").add_subplot(1, 1, 1)
    ax.set(xlabel="batch size", title="share of neurons with one sign", ylim=(-0.05, 1.05))
    for name, shares in lines.items():
        ax.semilogx(sizes, shares, marker="o", label=name)
        ax.legend()


@wrong("silent for some example")
def silent_for_some_example(outputs, d_next):
    silent = [(H <= 0).any(axis=0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]


@wrong("the share of outputs, not of units")
def share_of_outputs(outputs, d_next):
    silent = [(H <= 0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]


@wrong("examples without an active unit")
def silent_examples(outputs, d_next):
    silent = [(H <= 0).all(axis=1).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]


@wrong("as of Leaky ReLU")
def only_exactly_0(outputs, d_next):
    silent = [(H == 0).all(axis=0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]


@wrong("divide by the width")
def a_number_of_units(outputs, d_next):
    silent = [(H <= 0).all(axis=0).sum() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]


@wrong("all 0 or below is one sign as well")
def positive_only(outputs, d_next):
    silent = [(H <= 0).all(axis=0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [(W >= 0).all(axis=0).mean() for W, H, d in zip(Ws, outputs, d_next)]


@wrong("or you went along the rows")
def rows_of_the_gradient(outputs, d_next):
    silent = [(H <= 0).all(axis=0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [
        ((W >= 0).all(axis=1) | (W <= 0).all(axis=1)).mean() for W, H, d in zip(Ws, outputs, d_next)
    ]


@wrong("read the signs of the sum")
def each_example_by_itself(outputs, d_next):
    silent = [(H <= 0).all(axis=0).mean() for H in outputs]
    Ws = [H.T @ d for H, d in zip(outputs, d_next)]
    return silent, [
        np.mean([abs(np.sign(H[:, :, None] * d[:, None, :]).sum(axis=(0, 1))) == H.size])
        for W, H, d in zip(Ws, outputs, d_next)
    ]

"""Neurons side by side

Write `layer(neurons)`. It gets a list of $c$ neurons, each a pair `(w, b)` with `w` of shape $(d,)$, and gives back `(W, b)`, the weights and biases of the whole layer as the code of this book keeps them, so that `X @ W + b` holds the scores of all neurons, a column each, for examples `X` of shape $(n, d)$.

For example, two neurons with three inputs give `W` of shape $(3, 2)$ and `b` of shape $(2,)$.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=5,
    section="many-neurons-side-by-side-are-chapter-1s-classifier",
    todo="which way do the weights lie?",
)
def layer(neurons):
    """Weights (d, c) and biases (c,) of a layer of neurons."""
    W = np.stack([w for w, _ in neurons], axis=1)
    return W, np.array([b for _, b in neurons])


@check(points=1)
def test_each_column_holds_the_scores_of_one_neuron(layer):
    rng = np.random.default_rng(35)
    neurons = [(rng.normal(size=3).round(1), round(float(rng.normal()), 1)) for _ in range(2)]
    X = rng.normal(size=(4, 3))
    given = call_text("layer", neurons)
    W, b = parts("W, b", call_answer("layer", layer, neurons), given=given)
    hint = (
        "one column for each neuron, not one row" if np.shape(W) == (2, 3) else "stack the w of all neurons"
    )
    check_that(
        "W has the shape (d, c)",
        np.shape(W) == (3, 2),
        given=given,
        received=f"shape {np.shape(W)}",
        expected="shape (3, 2)",
        hint=hint,
    )
    W, b = array("W", W, (3, 2), given=given), array("b", b, (2,), given=given)
    alone = np.stack([X @ w + bias for w, bias in neurons], axis=1)
    check_close(
        "X @ W + b holds what each neuron answers alone",
        X @ W + b,
        alone,
        given=given,
        hint="the order of the neurons is the order of the columns, in W and in b alike",
    )


@hidden_check(points=1)
def test_a_layer_of_any_size_keeps_order_and_bias(layer):
    for d, c in [(1, 1), (2, 5), (7, 3)]:
        rng = np.random.default_rng(d)
        neurons = [(rng.normal(size=d), float(rng.normal())) for _ in range(c)]
        given = call_text("layer", neurons)
        W, b = parts("W, b", call_answer("layer", layer, neurons), given=given)
        check_close(
            "W",
            array("W", W, (d, c), given=given),
            np.transpose([w for w, _ in neurons]),
            given=given,
        )
        check_close("b", array("b", b, (c,), given=given), [bias for _, bias in neurons], given=given)


@wrong("one column for each neuron, not one row")
def a_row_for_each_neuron(neurons):
    return np.stack([w for w, _ in neurons]), np.array([b for _, b in neurons])


@wrong("the order of the neurons")
def neurons_in_reverse(neurons):
    back = neurons[::-1]
    return np.stack([w for w, _ in back], axis=1), np.array([b for _, b in back])


@wrong("b has the shape (2,)")
def one_bias_for_all(neurons):
    return np.stack([w for w, _ in neurons], axis=1), neurons[0][1]


@wrong("stack the w of all neurons")
def all_weights_in_one_vector(neurons):
    return np.concatenate([w for w, _ in neurons]), np.array([b for _, b in neurons])

r"""The error $\delta$ of every unit

The chapter derives $\delta$ for one hidden layer. With more layers the same step is repeated. Let $W$ be the matrix that leads from a hidden layer (its units down) to the next layer (its units across). Then

$$\delta_j = a'(Z_j) \sum_k W_{jk}\, \delta_k .$$

Here $k$ runs over the units of the next layer, hidden ones or outputs. Their $\delta_k$ must be known already, so begin at the outputs and go back, one layer at a time.

Write `deltas(x, Y, weights)` for *one* example `x` of shape $(d,)$ with targets `Y` of shape $(c,)$. `weights` is a list of matrices, first layer first, each with inputs down and units across; there are no biases. Hidden units have tanh, $H = \tanh(Z)$, with the slope $1 - H^2$. The outputs $S$ have no activation function. The loss is $L = \frac12 \sum_k (S_k - Y_k)^2$.

Give back a list with one array for each matrix, first layer first: the errors of its units, $\partial L/\partial Z$, and in the last layer $\partial L/\partial S$.

An example with two hidden layers of one unit each:

```python
deltas(np.array([0.0]), np.array([1.0]), [np.array([[5.0]]), np.array([[3.0]]), np.array([[2.0]])])
```

The input is 0, so all $Z$ are 0, all slopes 1, and $S = 0$. The output has the error $0 - 1 = -1$, the second hidden unit $2 \cdot (-1) = -2$, the first $3 \cdot (-2) = -6$. The result is `[array([-6.]), array([-2.]), array([-1.])]`.
"""

# canary: 5d1f6c0a9e
from itertools import pairwise

import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts


@question(
    number=2,
    section="output-nodes-and-hidden-nodes-the-error-",
    todo="forward and keep every H, then back layer by layer",
)
def deltas(x, Y, weights):
    """Errors dL/dZ of all units, one array (units,) a layer; tanh in the hidden layers, none at the outputs."""
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]  # the outputs
    for k in range(len(weights) - 1, 0, -1):
        found.insert(0, (1 - H[k] ** 2) * (weights[k] @ found[0]))
    return found


@check(points=0.5)
def test_a_hidden_unit_collects_from_the_outputs_that_it_feeds(deltas):
    weights = [np.array([[0.0, 0.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])]
    arguments = np.array([6.0]), np.array([-1.0, -2.0]), weights
    given = call_text("deltas", *arguments)
    hidden, out = parts("delta_hidden, delta_out", call_answer("deltas", deltas, *arguments), given=given)
    check_close(
        "all outputs are 0, so their errors are 0 - Y",
        array("delta_out", out, (2,), given=given),
        [1, 2],
        given=given,
        mistakes=[
            ([2, 4], "half the squared error leaves no 2"),
            ([-1, -2], "the error is output minus target"),
            ([5, 11], "first layer first, the outputs last"),
        ],
    )
    check_close(
        "δ of the first hidden unit is 1·1 + 2·2, of the second 3·1 + 4·2",
        array("delta_hidden", hidden, (2,), given=given),
        [5, 11],
        given=given,
        mistakes=[
            (
                [7, 10],
                "unit j collects W_jk δ_k over all outputs k: that is row j of the matrix",
            ),
            ([0, 0], "H (1 - H) is the slope of the sigmoid; that of tanh is 1 - H²"),
            ([30, 66], "the input x belongs to the gradient of the weight, not to δ"),
            ([1, 8], "each unit collects from all outputs, not only from the one beside it"),
        ],
    )


@check(points=0.5)
def test_there_is_one_error_for_each_unit(deltas):
    rng = np.random.default_rng(64)
    weights = [rng.normal(size=shape).round(1) for shape in [(2, 3), (3, 4), (4, 2), (2, 1)]]
    x, Y = np.array([0.5, -1.0]), np.array([0.5])
    given = call_text("deltas", x, Y, weights)
    found = call_answer("deltas", deltas, x, Y, weights)
    n_found = len(found) if isinstance(found, list | tuple) else None
    check_that(
        "there is one array for each matrix",
        n_found == 4,
        given=given,
        received=found,
        expected="a list of 4 arrays",
        hint="the input has no error; every layer of weights has one array",
    )
    for k, n_units in enumerate([3, 4, 2, 1]):
        check_that(
            f"layer {k + 1} has {n_units} units",
            np.shape(found[k]) == (n_units,),
            given=given,
            received=f"shape {np.shape(found[k])}",
            expected=f"shape ({n_units},)",
            hint="first layer first, the outputs last",
        )
    H = x
    for W in weights[:-1]:
        H = np.tanh(H @ W)
    check_close(
        "the last one is output minus target",
        found[3],
        H @ weights[3] - Y,
        given=given,
        hint="tanh in every hidden layer, and none at the output",
    )


@check(points=0.5)
def test_each_error_is_what_a_nudge_of_the_pre_activation_gives(deltas):
    rng = np.random.default_rng(65)
    weights = [rng.normal(size=shape).round(1) for shape in [(4, 3), (3, 5), (5, 2)]]
    x, Y = rng.normal(size=4).round(1), rng.normal(size=2).round(1)

    def run(layer, nudge):
        """The loss, and all pre-activations, with a nudge added to those of one layer."""
        H, Z = x, []
        for k, W in enumerate(weights):
            Z.append(H @ W + (nudge if k == layer else 0))
            H = np.tanh(Z[-1]) if k < 2 else Z[-1]
        return 0.5 * ((H - Y) ** 2).sum(), Z

    given = call_text("deltas", x, Y, weights)
    found = parts("delta_1, delta_2, delta_out", call_answer("deltas", deltas, x, Y, weights), given=given)
    for layer in [2, 1, 0]:
        Z = run(0, 0)[1][layer]
        right = np.array([(run(layer, e)[0] - run(layer, -e)[0]) / 2e-5 for e in 1e-5 * np.eye(len(Z))])
        slope = (np.tanh(Z + 1e-5) - np.tanh(Z - 1e-5)) / 2e-5 if layer < 2 else 1
        at_output = (np.tanh(np.tanh(Z) + 1e-5) - np.tanh(np.tanh(Z) - 1e-5)) / 2e-5
        check_close(
            f"δ in layer {layer + 1} is ∂L/∂Z",
            found[layer],
            right,
            given=given,
            hint="δ_j = (1 - H_j²) Σ_k W_jk δ_k, with the δ_k of the layer just above",
            mistakes=[
                (2 * right, "half the squared error leaves no 2"),
                (-right, "turn the sign"),
                (right / slope, "the slope 1 - H_j² of the hidden unit is left out"),
                (right / slope * at_output, "1 - H² with H = tanh(Z) is already the slope at Z"),
            ],
        )


@hidden_check(points=1.5)
def test_the_errors_are_right_for_any_number_of_layers(deltas):
    for seed, sizes in enumerate(
        [(3, 2), (2, 4, 3), (3, 3, 3), (1, 2, 3, 4, 5), (5, 1, 4, 1), (2, 6, 5, 4, 3, 2)]
    ):
        rng = np.random.default_rng(seed)
        weights = [rng.normal(size=pair) for pair in pairwise(sizes)]
        x, Y = rng.normal(size=sizes[0]), rng.normal(size=sizes[-1])
        H = [x]
        for W in weights[:-1]:
            H.append(np.tanh(H[-1] @ W))
        right = [H[-1] @ weights[-1] - Y]
        for W, out in zip(weights[:0:-1], H[:0:-1]):
            right.insert(0, (1 - out * out) * (W @ right[0]))
        given = call_text("deltas", x, Y, weights)
        found = call_answer("deltas", deltas, x, Y, weights)
        there = isinstance(found, list | tuple) and len(found) == len(right)
        check_that("one array for each matrix", there, given=given, received=found)
        for k, expected in enumerate(right):
            check_close(f"δ in layer {k + 1} of {len(right)}", found[k], expected, given=given)


@wrong("the slope 1 - H_j² of the hidden unit is left out")
def no_slope(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, (weights[k] @ found[0]))
    return found


@wrong("is the slope of the sigmoid")
def slope_of_the_sigmoid(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = H[k] * (1 - H[k])
        found.insert(0, slope * (weights[k] @ found[0]))
    return found


@wrong("is already the slope at Z")
def slope_at_the_output(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - np.tanh(H[k]) ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found


@wrong("half the squared error leaves no 2")
def a_2_too_many(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [2 * (H[-1] @ weights[-1] - Y)]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found


@wrong("the error is output minus target")
def target_minus_output(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [Y - H[-1] @ weights[-1]]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found


@wrong("that is row j")
def no_transpose(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, slope * (weights[k].T @ found[0]))
    return found


@wrong("first layer first, the outputs last")
def outputs_first(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [H[-1] @ weights[-1] - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found if len(found) < 3 else found[::-1]


@wrong("none at the output")
def tanh_at_the_output(x, Y, weights):
    H = [x]
    for W in weights[:-1]:
        H.append(np.tanh(H[-1] @ W))
    found = [np.tanh(H[-1] @ weights[-1]) - Y]
    for k in range(len(weights) - 1, 0, -1):
        slope = 1 - H[k] ** 2
        found.insert(0, slope * (weights[k] @ found[0]))
    return found

# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that, parts

exercise = "4.5"


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

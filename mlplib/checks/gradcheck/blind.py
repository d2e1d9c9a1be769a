# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that, parts


def all_gradients(X, y, W1, b1, W2):
    """The right gradients of W1, b1 and W2 in one row, and the wrong ones by the name of the mistake."""
    n, h = len(X), len(W2)
    Z = X @ W1 + b1
    H = np.maximum(Z, 0)
    S = H @ W2
    e = np.exp(S - S.max(axis=1, keepdims=True))
    d_S = (e / e.sum(axis=1, keepdims=True) - np.eye(h)[y]) / n

    def back(d_S, W2, gate):
        d_Z = d_S @ W2.T * gate
        return np.concatenate([(X.T @ d_Z).ravel(), d_Z.sum(axis=0), (H.T @ d_S).ravel()])

    wrong = {"1/n missing": (n * d_S, W2, Z > 0), "no gate": (d_S, W2, 1)}
    wrong |= {"W2 not transposed": (d_S, W2.T, Z > 0)}
    return back(d_S, W2, Z > 0), {name: back(*how) for name, how in wrong.items()}


def check_example(blind, mistake, h):
    """Fail unless an answer hides a mistake and shows the two others."""
    given = call_text("blind", mistake, h)
    X, y, W1, b1, W2 = parts("X, y, W1, b1, W2", call_answer("blind", blind, mistake, h), given=given)
    X, y = array("X", X, (None, None), given=given), array("y", y, (None,), given=given)
    n, d = X.shape
    sizes = 1 <= n <= 20 and 1 <= d <= 20 and len(y) == n
    check_that(
        "n and d are from 1 to 20, and y has n entries", sizes, given=given, received=f"{X.shape}, {y.shape}"
    )
    W1, b1 = array("W1", W1, (d, h), given=given), array("b1", b1, (h,), given=given)
    W2 = array("W2", W2, (h, h), given=given)
    whole = np.isin(y, np.arange(h)).all()
    check_that(f"classes are whole numbers from 0 to {h - 1}", whole, given=given, received=y)
    with np.errstate(all="ignore"):  # numbers of any size come from outside
        right, wrong = all_gradients(X, y.astype(int), W1, b1, W2)
    largest = np.abs(right[: d * h]).max()
    check_that(
        "the right gradient of W1 has an entry above 0.001",
        largest > 1e-3,
        given=given,
        received=f"the largest is {largest:.1e}",
        hint="nothing flows back: all units silent, or the scores so large that softmax is certain",
    )
    off = {name: np.abs(gradient - right).max() / np.abs(right).max() for name, gradient in wrong.items()}
    why = {
        "1/n missing": "for which n is a factor of n no factor?",
        "no gate": "the gate of a unit is 1 where it is active",
        "W2 not transposed": "which matrices are their own transpose?",
    }
    check_that(
        f"'{mistake}' leaves no trace",
        off[mistake] < 1e-9,
        given=given,
        received=f"it changes the gradient by {100 * off[mistake]:.2g} % of its largest entry",
        hint=why[mistake],
    )
    show = {
        "1/n missing": "take more than one example",
        "no gate": "a unit must be silent for some example",
        "W2 not transposed": "W2 must differ from its transpose",
    }
    for name in [name for name in off if name != mistake]:
        check_that(
            f"'{name}' can be seen",
            off[name] > 1e-3,
            given=given,
            received=f"it changes the gradient by {100 * off[name]:.2g} % of its largest entry",
            expected="more than 0.1 %",
            hint=f"this example is blind to '{name}', too: {show[name]}",
        )

exercise = "8.4"


def test_an_example_without_a_trace_of_a_missing_1_over_n(blind):
    check_example(blind, "1/n missing", 3)


def test_an_example_without_a_trace_of_a_missing_gate(blind):
    check_example(blind, "no gate", 3)


def test_an_example_without_a_trace_of_a_missing_transpose(blind):
    check_example(blind, "W2 not transposed", 3)

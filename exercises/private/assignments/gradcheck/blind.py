r"""The example that sees nothing

A check is as good as its example. Here is the network of the cell above, without biases in its last layer, and with as many classes as hidden units, $h$:

$$Z = XW_1 + \mathbf{b}_1, \qquad H = \max(Z, 0), \qquad S = HW_2, \qquad L = \text{mean cross-entropy of softmax}(S).$$

Three mistakes may be in its backward pass: `"1/n missing"`, `"no gate"` and `"W2 not transposed"`, that is $dH = dS\, W_2$ instead of $dS\, W_2^\top$. For each of them there are examples on which it changes *nothing*: on these, every check says that the gradient is right.

Write `blind(mistake, h)`. It gives back `(X, y, W1, b1, W2)`, an example on which this mistake leaves no trace, though **each of the other two** shows. `X` has the shape $(n, d)$, `y` $(n,)$ with classes $0 \dots h - 1$, `W1` $(d, h)$, `b1` $(h,)$ and `W2` $(h, h)$. You choose $n$ and $d$, from 1 to 20, and all numbers; `h` is 3 or more. The right gradient of $W_1$ must have an entry above $10^{-3}$: so not all units may be silent, nor scores so large that softmax hands nothing back.

Try an example with the function above. This is true where a mistake leaves no trace:

```python
example = blind("no gate", 3)
right, wrong = gradients(*example), gradients(*example, "no gate")
all(np.allclose(wrong[name], right[name]) for name in right)
```
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that, parts


@question(
    number=4,
    section="a-checker-that-names-the-mistake",
    star=True,
    todo="how many examples, which units active, which W2?",
)
def blind(mistake, h):
    """An example (X, y, W1, b1, W2) that sees the two other mistakes, but not this one."""
    rng = np.random.default_rng(h)
    n = 1 if mistake == "1/n missing" else 4
    X, y = rng.uniform(0.5, 1, (n, 3)), np.arange(n) % h
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    if mistake != "no gate":
        W1[:, 0] *= -1  # unit 0 is silent
    if mistake == "W2 not transposed":
        W2 = W2 + W2.T
    return X, y, W1, np.zeros(h), W2


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


@check(points=0.5)
def test_an_example_without_a_trace_of_a_missing_1_over_n(blind):
    check_example(blind, "1/n missing", 3)


@check(points=0.5)
def test_an_example_without_a_trace_of_a_missing_gate(blind):
    check_example(blind, "no gate", 3)


@check(points=0.5)
def test_an_example_without_a_trace_of_a_missing_transpose(blind):
    check_example(blind, "W2 not transposed", 3)


@hidden_check(points=1.5)
def test_there_are_examples_for_any_number_of_units(blind):
    for h in [4, 5, 7]:
        for mistake in ["1/n missing", "no gate", "W2 not transposed"]:
            check_example(blind, mistake, h)


@wrong("for which n is a factor of n no factor")
def hides_nothing(mistake, h):
    rng = np.random.default_rng(h)
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    W1[:, 0] *= -1
    return rng.uniform(0.5, 1, (4, 3)), np.arange(4) % h, W1, np.zeros(h), W2


@wrong("W2 must differ from its transpose")
def blind_to_all(mistake, h):
    rng = np.random.default_rng(h)
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    W1[:, 0] *= -1
    return rng.uniform(0.5, 1, (1, 3)), np.zeros(1, dtype=int), W1, np.zeros(h), W2 + W2.T


@wrong("the gate of a unit is 1 where it is active")
def a_silent_unit_for_no_gate(mistake, h):
    rng = np.random.default_rng(h)
    n = 1 if mistake == "1/n missing" else 4
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    W1[:, 0] *= -1
    W2 = W2 + W2.T if mistake == "W2 not transposed" else W2
    return rng.uniform(0.5, 1, (n, 3)), np.arange(n) % h, W1, np.zeros(h), W2


@wrong("a unit must be silent for some example")
def always_active(mistake, h):
    rng = np.random.default_rng(h)
    n = 1 if mistake == "1/n missing" else 4
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    W2 = W2 + W2.T if mistake == "W2 not transposed" else W2
    return rng.uniform(0.5, 1, (n, 3)), np.arange(n) % h, W1, np.zeros(h), W2


@wrong("nothing flows back")
def everything_silent(mistake, h):
    return (
        np.ones((1, 3)),
        np.zeros(1, dtype=int),
        -np.ones((3, h)),
        np.zeros(h),
        np.arange(h * h).reshape(h, h),
    )


@wrong("which matrices are their own transpose")
def orthogonal(mistake, h):
    rng = np.random.default_rng(h)
    n = 1 if mistake == "1/n missing" else 4
    W1, W2 = rng.uniform(0.1, 0.5, (3, h)), rng.normal(size=(h, h))
    if mistake != "no gate":
        W1[:, 0] *= -1
    W2 = np.linalg.qr(W2)[0] if mistake == "W2 not transposed" else W2
    return rng.uniform(0.5, 1, (n, 3)), np.arange(n) % h, W1, np.zeros(h), W2

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlplib.activations import elu, leaky_relu, relu, sigmoid, tanh
from mlplib.gradcheck import diagnose, gradient_errors, numerical_gradient, relative_error
from mlplib.linear_model import LinearModel
from mlplib.losses import cross_entropy, squared_error
from mlplib.mlp import MLP


def test_a_quadratic_is_differentiated_exactly(rng):
    A, x = rng.normal(size=(4, 4)), rng.normal(size=4)
    assert_allclose(numerical_gradient(lambda x: x @ A @ x, x), (A + A.T) @ x, atol=1e-9)


def test_the_gradient_has_the_shape_of_its_argument(rng):
    X = rng.normal(size=(2, 3, 4))
    assert_allclose(numerical_gradient(lambda X: np.sin(X).sum(), X), np.cos(X), atol=1e-9)


def test_the_argument_is_not_changed(rng):
    x = rng.normal(size=5)
    before = x.copy()
    numerical_gradient(lambda x: (x**3).sum(), x)
    assert_array_equal(x, before)


def test_halving_the_step_quarters_the_error():
    def error(step):
        return abs(numerical_gradient(lambda x: np.exp(x[0]), np.zeros(1), step)[0] - 1)

    assert error(1e-2) / error(5e-3) == pytest.approx(4, rel=1e-3)


def test_relative_error_of_known_pairs():
    assert relative_error([1, 2], [1, 2]) == 0
    assert relative_error([0, 0], [0, 0]) == 0
    assert relative_error([1, 4], [1, 2]) == 0.5
    assert relative_error([1], [-1]) == 2
    assert relative_error([], []) == 0


def test_relative_error_refuses_two_shapes():
    with pytest.raises(ValueError, match=r"they have \(2,\) and \(1, 2\)"):
        relative_error(np.zeros(2), np.zeros((1, 2)))


def test_a_step_of_zero_is_refused():
    with pytest.raises(ValueError, match="step must be a number above 0, it is 0"):
        numerical_gradient(np.sum, np.zeros(2), step=0)


class Faulty(LinearModel):
    """A linear model whose gradient a test can spoil."""

    spoil = staticmethod(lambda grads: grads)

    def loss_and_grads(self, X, y):
        loss, grads = super().loss_and_grads(X, y)
        return loss, self.spoil(grads)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(5, 3)), rng.integers(4, size=5)


def test_correct_gradients_pass_and_parameters_are_restored(batch):
    model = Faulty(3, 4)
    W = model.params["W"]
    errors = gradient_errors(model, *batch)
    assert errors.keys() == {"W", "b"}
    assert max(errors.values()) < 1e-8
    assert model.params["W"] is W
    assert_array_equal(W, 0)


@pytest.mark.parametrize("name", ["W", "b"])
def test_a_wrong_gradient_is_found_under_its_name(batch, name):
    model = Faulty(3, 4)
    model.spoil = lambda grads: {**grads, name: 1.5 * grads[name]}
    errors = gradient_errors(model, *batch)
    assert errors.pop(name) == pytest.approx(1 / 3, rel=1e-4)
    assert max(errors.values()) < 1e-8


def test_a_forgotten_gradient_is_refused(batch):
    model = Faulty(3, 4)
    model.spoil = lambda grads: {"W": grads["W"]}
    with pytest.raises(ValueError, match=r"grads has the keys \['W'\], params has \['W', 'b'\]"):
        gradient_errors(model, *batch)


SIZES = (6, 4, 7, 3)  # n, d, h, c: all different, so that no mistake hides


def spoiled(activation, change, *, bias=True):
    """A network of two layers and a batch; `change(grads, parts)` spoils its gradients."""
    n, d, h, c = SIZES
    rng = np.random.default_rng(5)

    class Spoiled(MLP):
        def loss_and_grads(self, X, y):
            S, ((_, _), (Z, _), (H, W2)) = self.forward(X)
            loss, d_S = self.loss(S, y)
            parts = {"X": X, "Z": Z, "H": H, "W2": W2, "d_S": d_S, "slope": self.activation.derivative}
            return loss, change(self.backward(d_S, self.forward(X)[1]), parts)

    model = Spoiled([d, h, c], activation, rng=rng, bias=bias)
    return model, rng.normal(size=(n, d)), rng.integers(c, size=n)


def first_layer(grads, X, d_Z):
    return {**grads, "W1": X.T @ d_Z, "b1": d_Z.sum(axis=0)}


def every(function):
    return lambda grads, _: {name: function(gradient) for name, gradient in grads.items()}


def one(name, function):
    return lambda grads, _: {**grads, name: function(grads[name])}


def no_gate(grads, parts):
    return first_layer(grads, parts["X"], parts["d_S"] @ parts["W2"].T)


def slope_at_output(grads, parts):
    return first_layer(grads, parts["X"], parts["d_S"] @ parts["W2"].T * parts["slope"](parts["H"]))


def w2_reshaped(grads, parts):
    d_H = parts["d_S"] @ parts["W2"].reshape(parts["W2"].T.shape)
    return first_layer(grads, parts["X"], d_H * parts["slope"](parts["Z"]))


def x_reshaped(grads, parts):
    d_Z = parts["d_S"] @ parts["W2"].T * parts["slope"](parts["Z"])
    return {**grads, "W1": parts["X"].reshape(parts["X"].T.shape) @ d_Z}


def hidden_reshaped(grads, parts):
    return {**grads, "W2": parts["H"].reshape(parts["H"].T.shape) @ parts["d_S"]}


def unsummed_bias(grads, parts):
    return {**grads, "b2": parts["d_S"]}


ALL = {"W1", "b1", "W2", "b2"}
FIRST = {"W1", "b1"}
MISTAKES = [
    (every(lambda g: -g), ALL, "its sign is flipped"),
    (every(lambda g: g * SIZES[0]), ALL, "the factor 1/n is missing"),
    (one("b1", lambda g: g / SIZES[0]), {"b1"}, "it is divided by n once too often"),
    (every(lambda g: g / 2), ALL, "the factor 2 is missing"),
    (one("W2", np.transpose), {"W2"}, "it is transposed"),
    (unsummed_bias, {"b2"}, "it is not summed over the examples"),
    (no_gate, FIRST, "the slope of the activation is left out (no gate)"),
    (slope_at_output, FIRST, "the slope is taken at the output, not at the pre-activation"),
    (w2_reshaped, FIRST, "W2 is not transposed"),
    (x_reshaped, {"W1"}, "X is not transposed"),
    (hidden_reshaped, {"W2"}, "the hidden outputs are not transposed"),
]


# the slope of ReLU is the same at both places, so that one mistake is left to the smooth ones
@pytest.mark.parametrize(
    ("activation", "change", "where", "name"),
    [(a, *m) for a in (relu, sigmoid, tanh) for m in MISTAKES if (a, m[0]) != (relu, slope_at_output)],
)
def test_every_usual_mistake_is_named_where_it_was_made_and_nothing_else(activation, change, where, name):
    assert diagnose(*spoiled(activation, change)) == dict.fromkeys(where, name)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("activation", [relu, leaky_relu, elu, sigmoid, tanh])
@pytest.mark.parametrize("loss", [cross_entropy, squared_error])
def test_a_right_gradient_is_not_blamed(activation, loss, bias, rng):
    n, d, h, c = SIZES
    model = MLP([d, h, c], activation, rng=rng, loss=loss, bias=bias)
    y = rng.integers(c, size=n) if loss is cross_entropy else rng.normal(size=(n, c))
    assert diagnose(model, rng.normal(size=(n, d)), y) == {}


def test_the_slope_of_relu_may_be_taken_at_either_place():
    assert diagnose(*spoiled(relu, slope_at_output)) == {}


def test_saturated_units_raise_no_alarm(rng):
    """Slopes of 1e-40 are below what a difference of losses can see."""
    model = MLP([4, 7, 3], sigmoid, rng=rng, loss=squared_error)
    assert diagnose(model, 100 * rng.normal(size=(6, 4)), rng.normal(size=(6, 3))) == {}


def test_an_unknown_fault_is_given_its_place_and_no_name():
    def change(grads, _):
        grads["W1"][2, 5] += 1.5
        return grads

    model, X, y = spoiled(tanh, change)
    (sentence,) = diagnose(model, X, y).values()
    right = numerical_gradient(lambda W: _loss_with(model, "W1", W, X, y), model.params["W1"])[2, 5]
    assert sentence == f"unknown: W1[2, 5] is {right + 1.5:.4g}, expected {right:.4g}"


def _loss_with(model, name, value, X, y):
    return MLP.loss_and_grads(_with(model, name, value), X, y)[0]


def _with(model, name, value):
    other = MLP(SIZES[1:], model.activation, rng=np.random.default_rng(0))
    other.params = {**model.params, name: value}
    return other


@pytest.mark.parametrize("factor", [1.001, 0.99, 3, -2])
def test_a_factor_that_is_no_usual_mistake_is_not_named(factor):
    found = diagnose(*spoiled(sigmoid, every(lambda g: factor * g)))
    assert found.keys() == ALL
    assert all(sentence.startswith("unknown: ") for sentence in found.values())


def test_two_mistakes_at_once_are_not_mistaken_for_one():
    found = diagnose(
        *spoiled(sigmoid, lambda grads, parts: every(lambda g: -g)(no_gate(grads, parts), parts))
    )
    assert found["W2"] == found["b2"] == "its sign is flipped"
    assert found["W1"].startswith("unknown: ")


def test_nearly_a_usual_mistake_is_not_named():
    """One entry of a flipped gradient is spoiled as well: the name would not account for it."""

    def change(grads, _):
        grads["W1"] = -grads["W1"]
        grads["W1"][0, 0] *= 1.01
        return grads

    assert diagnose(*spoiled(tanh, change))["W1"].startswith("unknown: W1[")


def test_a_wrong_shape_and_a_nan_are_reported():
    found = diagnose(*spoiled(tanh, one("b1", lambda g: g[:3])))
    assert found == {"b1": "unknown: b1 has shape (3,), expected (7,)"}
    found = diagnose(*spoiled(tanh, one("b2", lambda g: np.full_like(g, np.nan))))
    assert found["b2"].startswith("unknown: b2[0] is nan, expected ")


def test_with_two_examples_two_names_fit_and_both_are_given():
    model, X, y = spoiled(tanh, every(lambda g: g / 2))
    assert set(diagnose(model, X[:2], y[:2]).values()) == {
        "it is divided by n once too often or the factor 2 is missing"
    }


def test_a_model_of_another_kind_is_checked_too(batch):
    model = Faulty(3, 4)
    assert diagnose(model, *batch) == {}
    model.spoil = lambda grads: {"W": -grads["W"], "b": 5 * grads["b"]}
    assert diagnose(model, *batch) == {"W": "its sign is flipped", "b": "the factor 1/n is missing"}


def test_a_deeper_network_is_checked_without_names_for_its_hidden_layers(rng):
    class Shifted(MLP):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return loss, {**grads, "W1": grads["W1"] + 1}

    model = Shifted([4, 7, 2, 3], tanh, rng=rng)
    found = diagnose(model, rng.normal(size=(6, 4)), rng.integers(3, size=6))
    assert found.keys() == {"W1"}
    assert found["W1"].startswith("unknown: W1[")


def test_diagnose_refuses_a_forgotten_gradient_and_leaves_the_parameters():
    model, X, y = spoiled(tanh, lambda grads, _: {"W1": grads["W1"]})
    with pytest.raises(ValueError, match=r"grads has the keys \['W1'\]"):
        diagnose(model, X, y)
    model, X, y = spoiled(tanh, every(lambda g: -g))
    before = {name: value.copy() for name, value in model.params.items()}
    diagnose(model, X, y)
    for name, value in before.items():
        assert_array_equal(model.params[name], value)


def test_a_large_constant_in_the_loss_raises_no_alarm(batch):
    """Differences of a loss near 1e6 keep only four digits; the checker knows."""

    class Shifted(Faulty):
        def loss_and_grads(self, X, y):
            loss, grads = super().loss_and_grads(X, y)
            return loss + 1e6, grads

    assert diagnose(Shifted(3, 4), *batch) == {}


def test_a_name_that_would_not_make_it_right_is_not_given():
    """The loss has weight decay, its gradient has neither that nor a gate: two faults, no name."""
    model, X, y = spoiled(sigmoid, no_gate)
    without = model.loss_and_grads

    def with_decay(X, y):
        loss, grads = without(X, y)
        return loss + 0.1 * np.square(model.params["W1"]).sum(), grads

    model.loss_and_grads = with_decay
    found = diagnose(model, X, y)
    assert found.keys() == {"W1", "b1"}
    assert all(sentence.startswith("unknown: ") for sentence in found.values())

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mlplib.gradcheck import gradient_errors, numerical_gradient, relative_error
from mlplib.linear_model import LinearModel


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

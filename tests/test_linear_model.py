import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import LogisticRegression

from mlplib.datasets import blobs
from mlplib.gradcheck import gradient_errors
from mlplib.linear_model import LinearModel
from mlplib.losses import one_hot, squared_error
from mlplib.metrics import accuracy
from mlplib.optim import SGD


@pytest.fixture
def batch(rng):
    return rng.normal(size=(8, 5)), rng.integers(3, size=8)


@pytest.fixture
def model(rng):
    model = LinearModel(5, 3)
    model.params = {"W": rng.normal(size=(5, 3)), "b": rng.normal(size=3)}
    return model


def test_a_fresh_model_costs_log_c(batch):
    loss, _ = LinearModel(5, 3).loss_and_grads(*batch)
    assert_allclose(loss, np.log(3))


def test_gradients_match_central_differences(model, batch):
    assert max(gradient_errors(model, *batch).values()) < 1e-7


def test_gradients_match_automatic_differentiation(model, batch):
    X, y = batch

    def loss(params):
        scores = X @ params["W"] + params["b"]
        log_p = scores - anp.log(anp.exp(scores).sum(axis=1, keepdims=True))
        return -log_p[np.arange(len(y)), y].mean()

    expected = grad(loss)(model.params)
    _, grads = model.loss_and_grads(X, y)
    for name in model.params:
        assert_allclose(grads[name], expected[name], rtol=1e-10)


def test_the_gradient_changes_no_parameter(model, batch):
    before = {name: value.copy() for name, value in model.params.items()}
    model.loss_and_grads(*batch)
    for name, value in before.items():
        assert_array_equal(model.params[name], value)


def test_training_ends_at_the_optimum_of_scikit_learn(rng):
    X, y = blobs(90, rng=rng, spread=2.0)
    penalty = 0.01  # without it the optimum need not be finite
    model, optimiser = LinearModel(2, 3), SGD(learning_rate=0.5)
    for _ in range(3000):
        _, grads = model.loss_and_grads(X, y)
        optimiser.step(model.params, {"W": grads["W"] + penalty * model.params["W"], "b": grads["b"]})
    oracle = LogisticRegression(C=1 / (penalty * len(y)), tol=1e-10, max_iter=1000).fit(X, y)
    assert_allclose(model.params["W"].T, oracle.coef_, atol=1e-4)
    assert_allclose(model.params["b"] - model.params["b"].mean(), oracle.intercept_, atol=1e-4)
    assert_array_equal(model.predict(X), oracle.predict(X))


def test_squared_error_leads_to_least_squares(rng):
    X, y = blobs(60, rng=rng)
    model, optimiser = LinearModel(2, 3, loss=squared_error), SGD(learning_rate=2e-3)
    for _ in range(5000):
        optimiser.step(model.params, model.loss_and_grads(X, one_hot(y, 3))[1])
    with_ones = np.column_stack([X, np.ones(60)])
    expected = np.linalg.lstsq(with_ones, one_hot(y, 3), rcond=None)[0]
    assert_allclose(np.vstack([model.params["W"], model.params["b"]]), expected, atol=1e-6)
    assert accuracy(model.predict(X), y) > 0.9


def test_single_precision_is_kept(batch):
    X, y = batch
    model = LinearModel(5, 3, dtype=np.float32)
    scores, _ = model.forward(X.astype(np.float32))
    _, grads = model.loss_and_grads(X.astype(np.float32), y)
    assert {scores.dtype, grads["W"].dtype, grads["b"].dtype} == {np.dtype(np.float32)}


def test_examples_of_another_width_are_refused():
    with pytest.raises(ValueError, match=r"X must have shape \(n, 5\), it has \(2, 4\)"):
        LinearModel(5, 3).predict(np.zeros((2, 4)))


def test_a_single_example_needs_its_row():
    with pytest.raises(ValueError, match=r"X must have shape \(n, 5\), it has \(5,\)"):
        LinearModel(5, 3).predict(np.zeros(5))


@pytest.mark.parametrize("sizes", [(0, 3), (5, -1), (2.5, 3), (True, 3)])
def test_sizes_that_are_no_whole_numbers_above_zero_are_refused(sizes):
    with pytest.raises(ValueError, match="must be a whole number above 0"):
        LinearModel(*sizes)

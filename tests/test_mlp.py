import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.neural_network import MLPClassifier

from mlplib.activations import elu, leaky_relu, relu, sigmoid, tanh
from mlplib.datasets import moons
from mlplib.gradcheck import gradient_errors
from mlplib.losses import squared_error
from mlplib.mlp import MLP
from mlplib.optim import SGD, minibatches

IN_AUTOGRAD = {
    sigmoid: lambda z: 1 / (1 + anp.exp(-z)),
    tanh: anp.tanh,
    relu: lambda z: anp.maximum(0, z),
    leaky_relu: lambda z: anp.maximum(0.01 * z, z),
    elu: lambda z: anp.where(z >= 0, z, anp.exp(anp.minimum(z, 0)) - 1),
}
every_activation = pytest.mark.parametrize("activation", IN_AUTOGRAD, ids=lambda f: f.__name__)
every_depth = pytest.mark.parametrize("sizes", [[4, 3], [4, 6, 3], [4, 5, 6, 3]], ids=str)


@pytest.fixture
def batch(rng):
    return rng.normal(size=(7, 4)), rng.integers(3, size=7)


@every_activation
@every_depth
def test_gradients_match_central_differences(sizes, activation, batch, rng):
    model = MLP(sizes, activation, rng=rng)
    assert max(gradient_errors(model, *batch).values()) < 1e-5


@every_activation
@every_depth
def test_gradients_match_automatic_differentiation(sizes, activation, batch, rng):
    X, y = batch
    model = MLP(sizes, activation, rng=rng)

    def loss(params):
        A = X
        for i in range(1, model.n_layers + 1):
            Z = A @ params[f"W{i}"] + params[f"b{i}"]
            A = IN_AUTOGRAD[activation](Z)
        log_p = Z - anp.log(anp.exp(Z).sum(axis=1, keepdims=True))
        return -log_p[np.arange(len(y)), y].mean()

    expected = grad(loss)(model.params)
    value, grads = model.loss_and_grads(X, y)
    assert_allclose(value, loss(model.params))
    for name in model.params:
        assert_allclose(grads[name], expected[name], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(("activation", "name"), [(sigmoid, "logistic"), (tanh, "tanh"), (relu, "relu")])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_training_matches_scikit_learn_step_by_step(activation, name, momentum, rng):
    X, y = moons(60, rng=rng)
    model, optimiser = MLP([2, 8, 5, 3], activation, rng=rng), SGD(0.1, momentum)
    oracle = MLPClassifier(
        [8, 5], activation=name, solver="sgd", alpha=0, learning_rate_init=0.1, momentum=momentum,
        nesterovs_momentum=False, batch_size=len(X),
    )  # fmt: skip
    y = rng.integers(3, size=60)
    oracle.partial_fit(X, y, classes=range(3))
    weights = [value.copy() for key, value in model.params.items() if key.startswith("W")]
    oracle.coefs_, oracle.intercepts_ = weights, [np.zeros_like(b) for b in oracle.intercepts_]
    oracle._optimizer.velocities = [np.zeros_like(v) for v in oracle._optimizer.velocities]
    oracle._optimizer.params = oracle.coefs_ + oracle.intercepts_

    for _ in range(20):
        loss, grads = model.loss_and_grads(X, y)
        optimiser.step(model.params, grads)
        oracle.partial_fit(X, y)
        assert_allclose(loss, oracle.loss_, rtol=1e-9)
        for i, (W, b) in enumerate(zip(oracle.coefs_, oracle.intercepts_, strict=True), start=1):
            assert_allclose(model.params[f"W{i}"], W, rtol=1e-8, atol=1e-12)
            assert_allclose(model.params[f"b{i}"], b, rtol=1e-8, atol=1e-12)


def test_the_program_of_the_lecture_takes_the_same_steps(rng):
    n, d, h, c = 8, 20, 6, 3
    x, y = rng.normal(size=(n, d)), rng.normal(size=(n, c))
    model = MLP(
        [d, h, c], sigmoid, rng=rng, bias=False, loss=squared_error,
        init=lambda n_in, n_out, rng: rng.normal(size=(n_in, n_out)),
    )  # fmt: skip
    w1, w2 = model.params["W1"].copy(), model.params["W2"].copy()
    optimiser = SGD(learning_rate=1e-3)
    for _ in range(10):
        h_0 = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h_0.dot(w2)
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w1 = x.T.dot(grad_y_pred.dot(w2.T) * h_0 * (1 - h_0))
        w1, w2 = w1 - 1e-3 * grad_w1, w2 - 1e-3 * h_0.T.dot(grad_y_pred)
        optimiser.step(model.params, model.loss_and_grads(x, y)[1])
    assert model.params.keys() == {"W1", "W2"}
    assert_allclose(model.params["W1"], w1, rtol=1e-9)
    assert_allclose(model.params["W2"], w2, rtol=1e-9)


def test_permuting_hidden_units_changes_nothing(batch, rng):
    X, _ = batch
    model = MLP([4, 6, 3], relu, rng=rng)
    before, _ = model.forward(X)
    order = rng.permutation(6)
    p = model.params
    model.params = {"W1": p["W1"][:, order], "b1": p["b1"][order], "W2": p["W2"][order], "b2": p["b2"]}
    assert_allclose(model.forward(X)[0], before)


def test_hidden_gives_the_outputs_of_every_hidden_layer(batch, rng):
    X, _ = batch
    model = MLP([4, 6, 5, 3], tanh, rng=rng)
    first, second = model.hidden(X)
    assert_allclose(first, np.tanh(X @ model.params["W1"]))
    assert_allclose(second, np.tanh(first @ model.params["W2"]))


def test_the_seed_decides_the_weights():
    first, again, other = (MLP([4, 6, 3], relu, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert_array_equal(first.params["W1"], again.params["W1"])
    assert not np.allclose(first.params["W1"], other.params["W1"])


def test_single_precision_is_kept_through_a_step(batch, rng):
    X, y = batch
    model = MLP([4, 6, 3], elu, rng=rng, dtype=np.float32)
    optimiser = SGD(0.1, momentum=0.9)
    for batch_rows in minibatches(len(X), 4, rng=rng):
        _, grads = model.loss_and_grads(X[batch_rows].astype(np.float32), y[batch_rows])
        optimiser.step(model.params, grads)
    arrays = [*grads.values(), *model.params.values(), *optimiser.velocity.values()]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_bad_arguments_are_named(rng):
    with pytest.raises(ValueError, match="sizes must name at least inputs and outputs"):
        MLP([4], relu, rng=rng)
    with pytest.raises(ValueError, match=r"sizes\[1\] must be a whole number above 0, it is 0"):
        MLP([4, 0, 3], relu, rng=rng)
    with pytest.raises(TypeError, match="rng must be a numpy Generator"):
        MLP([4, 5, 3], relu, rng=0)
    with pytest.raises(TypeError, match="activation must be a function with a derivative, it is 'relu'"):
        MLP([4, 5, 3], "relu", rng=rng)
    with pytest.raises(ValueError, match=r"X must have shape \(n, 4\), it has \(2, 5\)"):
        MLP([4, 5, 3], relu, rng=rng).predict(np.zeros((2, 5)))

import numpy as np
import pytest
from autograd import grad
from numpy.testing import assert_allclose, assert_array_equal

from mlplib.activations import elu, leaky_relu, relu, sigmoid, tanh
from mlplib.gradcheck import numerical_gradient
from mlplib.layers import (
    activation_backward,
    activation_forward,
    he_normal,
    linear_backward,
    linear_forward,
    xavier_normal,
)


@pytest.fixture
def layer(rng):
    X, W, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
    return X, W, b, rng.normal(size=(5, 3))


def test_rows_as_examples_agree_with_the_column_of_the_lecture(layer):
    X, W, b, _ = layer
    S, _ = linear_forward(X, W, b)
    for x, s in zip(X, S, strict=True):
        assert_allclose(s, W.T @ x + b)  # the lecture's W is this one transposed


def test_linear_gradients_match_central_differences_and_automatic_differentiation(layer):
    X, W, b, d_S = layer
    gradients = linear_backward(d_S, linear_forward(X, W, b)[1])
    for i, gradient in enumerate(gradients):

        def f(value, i=i):
            arguments = [X, W, b]
            arguments[i] = value
            return ((arguments[0] @ arguments[1] + arguments[2]) * d_S).sum()

        assert_allclose(gradient, numerical_gradient(f, layer[i]), atol=1e-8)
        assert_allclose(gradient, grad(f)(layer[i]), rtol=1e-12)


def test_the_bias_can_be_left_out_and_what_is_not_needed_skipped(layer):
    X, W, _, d_S = layer
    S, cache = linear_forward(X, W)
    assert_allclose(S, X @ W)
    d_X, d_W, d_b = linear_backward(d_S, cache, with_input=False, with_bias=False)
    assert d_X is d_b is None
    assert_allclose(d_W, X.T @ d_S)


every_activation = pytest.mark.parametrize(
    "activation", [sigmoid, tanh, relu, leaky_relu, elu], ids=lambda f: f.__name__
)


@every_activation
def test_activation_gradient_matches_central_differences(activation, rng):
    Z, d_H = rng.normal(size=(2, 6, 4))
    H, cache = activation_forward(Z, activation)
    assert_allclose(H, activation(Z))
    numerical = numerical_gradient(lambda Z: (activation(Z) * d_H).sum(), Z)
    assert_allclose(activation_backward(d_H, cache), numerical, atol=1e-8)


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_way_back_keeps_every_digit_of_the_derivative(activation, dtype):
    Z = np.array([[-1e4, -800, -80, -20, -1, 0, 1, 20, 80, 800, 1e4]], dtype)  # the sigmoid of 80 is 1
    H, cache = activation_forward(Z, activation)
    d_Z = activation_backward(np.ones_like(Z), cache)
    assert H.dtype == d_Z.dtype == dtype
    assert_array_equal(H, activation(Z))
    tiny = np.finfo(dtype).tiny
    assert_allclose(d_Z, activation.derivative(Z), rtol=5 * np.finfo(dtype).eps, atol=tiny)


def test_a_relu_gate_is_closed_by_the_pre_activation():
    _, cache = activation_forward(np.array([[-1.0, 2.0]]), relu)
    assert_allclose(activation_backward(np.array([[5.0, 5.0]]), cache), [[0, 5]])


@pytest.mark.parametrize(("init", "variance"), [(he_normal, 2 / 300), (xavier_normal, 2 / 700)])
def test_initial_weights_have_the_stated_variance(init, variance, rng):
    W = init(300, 400, rng)
    assert W.shape == (300, 400)
    assert W.var() == pytest.approx(variance, rel=0.02)  # 4.9 standard errors
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)


def test_he_keeps_the_size_of_signals_through_a_deep_relu_network(rng):
    A = rng.normal(size=(200, 256))
    before = (A**2).mean() / 2
    for _ in range(20):
        A = relu(A @ he_normal(256, 256, rng))
    assert 0.5 < (A**2).mean() / 2 / before < 2

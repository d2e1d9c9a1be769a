import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad
from numpy.testing import assert_allclose

from mlplib.activations import elu, leaky_relu, relu, sigmoid, tanh, with_derivative
from mlplib.gradcheck import numerical_gradient

ALL = [sigmoid, tanh, relu, leaky_relu, elu]
INDEPENDENT = {
    sigmoid: lambda z: 1 / (1 + anp.exp(-z)),
    tanh: anp.tanh,
    relu: lambda z: anp.maximum(0, z),
    leaky_relu: lambda z: anp.maximum(0.01 * z, z),
    elu: lambda z: anp.where(z >= 0, z, anp.exp(anp.minimum(z, 0)) - 1),
}
pytestmark = pytest.mark.filterwarnings("error")
every_activation = pytest.mark.parametrize("f", ALL, ids=lambda f: f.__name__)


@pytest.fixture
def z(rng):
    values = rng.normal(scale=3, size=(6, 5))
    return values[np.abs(values) > 1e-3]  # away from the kink at 0


@every_activation
def test_value_is_the_formula_of_the_lecture(f, z):
    assert_allclose(f(z), INDEPENDENT[f](z), rtol=1e-12)


@every_activation
def test_derivative_matches_central_differences(f, z):
    assert_allclose(f.derivative(z), numerical_gradient(lambda z: f(z).sum(), z), atol=1e-8)


@every_activation
def test_derivative_matches_automatic_differentiation(f, z):
    assert_allclose(f.derivative(z), elementwise_grad(INDEPENDENT[f])(z), rtol=1e-9)


@every_activation
def test_nothing_overflows_far_from_zero(f):
    z = np.array([-1e4, -800.0, 800.0, 1e4])
    assert np.isfinite(f(z)).all()
    assert np.isfinite(f.derivative(z)).all()


@every_activation
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept(f, dtype):
    z = np.linspace(-2, 2, 5, dtype=dtype)
    assert f(z).dtype == dtype
    assert f.derivative(z).dtype == dtype


@every_activation
def test_whole_numbers_and_lists_are_taken_as_floats(f):
    assert_allclose(f([-1, 0, 2]), f(np.array([-1.0, 0.0, 2.0])))


@every_activation
def test_not_a_number_is_passed_on(f):
    assert np.isnan(f(np.nan))


def test_sigmoid_slope_at_ten_is_the_number_of_the_lecture():
    assert_allclose(sigmoid.derivative([10.0, -10.0]), 4.54e-5, rtol=1e-3)


def test_sigmoid_slope_keeps_its_digits_where_the_sigmoid_rounds_to_one():
    assert sigmoid(40.0) == 1.0
    assert_allclose(sigmoid.derivative(40.0), np.exp(-40), rtol=1e-12)


def test_tanh_is_a_stretched_sigmoid(z):
    assert_allclose(tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-15)


def test_parameters_change_the_negative_side():
    assert leaky_relu(-2.0, slope=0.2) == pytest.approx(-0.4)
    assert leaky_relu.derivative(-2.0, slope=0.2) == 0.2
    assert elu(-50.0, alpha=3.0) == pytest.approx(-3.0)
    assert elu.derivative(-1.0, alpha=3.0) == pytest.approx(3 * np.exp(-1))


def test_the_slope_at_the_kink_is_a_stated_choice():
    assert relu.derivative(0.0) == 0
    assert leaky_relu.derivative(0.0) == 0.01
    assert elu.derivative(0.0) == 1


def test_a_reader_can_bring_a_function_of_their_own():
    @with_derivative(lambda z: 2 * z)
    def square(z):
        return z**2

    assert square.derivative(3) == 6

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from scipy import special
from sklearn.metrics import log_loss

from mlplib.gradcheck import numerical_gradient
from mlplib.losses import cross_entropy, log_softmax, one_hot, softmax, squared_error

scores_of_any_size = arrays(
    float, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(-1e4, 1e4)
)


@given(scores_of_any_size)
def test_softmax_rows_are_probabilities(scores):
    p = softmax(scores)
    assert ((p >= 0) & (p <= 1)).all()
    assert_allclose(p.sum(axis=1), 1)


@given(scores_of_any_size, st.floats(-1e4, 1e4))
def test_softmax_ignores_a_shift_of_all_scores(scores, shift):
    assert_allclose(softmax(scores + shift), softmax(scores), atol=1e-9)


@given(scores_of_any_size)
def test_softmax_and_log_softmax_match_scipy(scores):
    assert_allclose(softmax(scores), special.softmax(scores, axis=1), atol=1e-15)
    assert_allclose(log_softmax(scores), special.log_softmax(scores, axis=1), atol=1e-10)


def test_softmax_takes_a_single_row():
    assert_allclose(softmax([0.0, 0.0]), [0.5, 0.5])


def test_equal_scores_cost_log_c():
    loss, _ = cross_entropy(np.zeros((4, 3)), np.array([0, 1, 2, 0]))
    assert_allclose(loss, np.log(3))


def test_huge_scores_cost_what_they_should():
    loss, d_scores = cross_entropy(np.array([[1e5, 0.0]]), np.array([1]))
    assert loss == 1e5
    assert_allclose(d_scores, [[1, -1]])


def test_cross_entropy_matches_scikit_learn(rng):
    scores, y = rng.normal(size=(20, 4)), rng.integers(4, size=20)
    assert_allclose(cross_entropy(scores, y)[0], log_loss(y, softmax(scores), labels=range(4)))


def test_cross_entropy_gradient_matches_central_differences(rng):
    scores, y = rng.normal(size=(4, 3)), rng.integers(3, size=4)
    _, d_scores = cross_entropy(scores, y)
    assert_allclose(d_scores, numerical_gradient(lambda s: cross_entropy(s, y)[0], scores), atol=1e-9)


def test_cross_entropy_gradient_matches_automatic_differentiation(rng):
    scores, y = rng.normal(size=(4, 3)), rng.integers(3, size=4)

    def loss(s):
        return -anp.mean((s - anp.log(anp.sum(anp.exp(s), axis=1, keepdims=True)))[np.arange(4), y])

    assert_allclose(cross_entropy(scores, y)[1], grad(loss)(scores), rtol=1e-12)


@given(scores_of_any_size, st.data())
def test_cross_entropy_gradient_rows_sum_to_zero(scores, data):
    y = data.draw(arrays(int, len(scores), elements=st.integers(0, scores.shape[1] - 1)))
    assert_allclose(cross_entropy(scores, y)[1].sum(axis=1), 0, atol=1e-12)


def test_squared_error_and_its_gradient_match_their_oracles(rng):
    prediction, target = rng.normal(size=(2, 5, 3))
    loss, d_prediction = squared_error(prediction, target)
    assert_allclose(loss, np.linalg.norm(prediction - target) ** 2)
    assert_allclose(d_prediction, grad(lambda p: anp.sum((p - target) ** 2))(prediction))
    numerical = numerical_gradient(lambda p: squared_error(p, target)[0], prediction)
    assert_allclose(d_prediction, numerical, atol=1e-8)


@pytest.mark.parametrize("loss", [cross_entropy, squared_error])
def test_gradients_keep_single_precision(loss):
    scores = np.ones((2, 3), np.float32)
    y = np.array([0, 1]) if loss is cross_entropy else scores
    assert loss(scores, y)[1].dtype == np.float32


def test_one_hot_rows_find_their_label(rng):
    y = rng.integers(5, size=30)
    rows = one_hot(y, 5)
    assert (rows.argmax(axis=1) == y).all()
    assert rows.sum() == 30


@pytest.mark.parametrize(
    ("scores", "y", "message"),
    [
        (np.zeros((2, 3)), [0, 3], r"y\[1\] is 3, labels must be 0\.\.2"),
        (np.zeros((2, 3)), [-1, 0], r"y\[0\] is -1, labels must be 0\.\.2"),
        (np.zeros((2, 3)), [0], r"y must have shape \(2,\), one label a row, it has \(1,\)"),
        (np.zeros(3), [0], r"scores must have shape \(n, d\), it has \(3,\)"),
        (np.zeros((0, 3)), [], "scores has no row"),
    ],
)
def test_cross_entropy_says_what_is_wrong(scores, y, message):
    with pytest.raises(ValueError, match=message):
        cross_entropy(scores, np.array(y, dtype=int))


def test_labels_that_are_not_whole_numbers_are_refused():
    with pytest.raises(TypeError, match="y must hold integer labels, it holds float64"):
        cross_entropy(np.zeros((2, 3)), np.array([0.0, 1.0]))


def test_squared_error_refuses_to_broadcast():
    with pytest.raises(ValueError, match=r"shape of prediction, \(3, 1\), it has \(3,\)"):
        squared_error(np.zeros((3, 1)), np.zeros(3))

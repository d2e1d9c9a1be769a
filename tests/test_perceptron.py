import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import Perceptron as SklearnPerceptron
from sklearn.svm import SVC

from mlplib.gradcheck import gradient_errors
from mlplib.perceptron import Perceptron, mistake_bound, perceptron_updates

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "nand": [1, 1, 1, 0]}
XOR = np.array([0, 1, 1, 0])


@pytest.fixture
def separable(rng):
    X = rng.normal(size=(200, 2))
    scores = X @ [2.0, -1.0] + 0.5
    far = np.abs(scores) > 0.4
    return X[far], (scores[far] > 0).astype(int)


def test_a_silent_unit_starts_to_fire_above_the_threshold():
    unit = Perceptron(2)
    unit.params = {"w": np.array([1.0, 1.0]), "b": np.array([-1.0])}
    assert_array_equal(unit.predict(CORNERS), GATES["and"])  # at a score of exactly 0 it is silent


@pytest.mark.parametrize("gate", GATES)
def test_the_rule_learns_every_gate_that_a_line_separates(gate):
    y = np.array(GATES[gate])
    *_, (_, w, b) = perceptron_updates(CORNERS, y)
    assert_array_equal((CORNERS @ w + b > 0).astype(int), y)


def test_the_rule_makes_the_steps_of_scikit_learn(separable):
    X, y = separable
    steps = list(perceptron_updates(X, y, max_epochs=3))
    oracle = SklearnPerceptron(shuffle=False, max_iter=3, tol=None, penalty=None).fit(X, y)
    _, w, b = steps[-1]
    assert_allclose(w, oracle.coef_[0])
    assert_allclose(b, oracle.intercept_[0])


def test_one_gradient_step_of_size_one_is_the_rule(separable):
    X, y = separable
    unit = Perceptron(2)
    for i, w, b in perceptron_updates(X, y, max_epochs=1):
        _, grads = unit.loss_and_grads(X[i : i + 1], y[i : i + 1])
        unit.params = {name: unit.params[name] - grads[name] for name in unit.params}
        assert_allclose(unit.params["w"], w)
        assert_allclose(unit.params["b"], [b])


def test_gradients_match_central_differences(separable, rng):
    X, y = separable
    unit = Perceptron(2)
    unit.params = {"w": rng.normal(size=2), "b": rng.normal(size=1)}
    assert max(gradient_errors(unit, X, y).values()) < 1e-6


def test_mistakes_stay_below_the_bound(separable):
    X, y = separable
    mistakes = len(list(perceptron_updates(X, y, max_epochs=10_000)))
    assert 0 < mistakes <= mistake_bound(X, y)


def test_the_bound_uses_the_margin_of_a_support_vector_machine(separable):
    X, y = separable
    with_bias = np.column_stack([X, np.ones(len(X))])
    signs = 2 * y - 1
    mirrored = signs[:, None] * with_bias  # a separator through 0 of these points and their mirror images
    svm = SVC(kernel="linear", C=1e9, tol=1e-9).fit(
        np.vstack([mirrored, -mirrored]), [1] * len(X) + [0] * len(X)
    )
    margin = 1 / np.linalg.norm(svm.coef_)
    expected = (with_bias**2).sum(axis=1).max() / margin**2
    assert_allclose(mistake_bound(X, y), expected, rtol=0.02)
    assert mistake_bound(X, y) >= expected * (1 - 1e-6)


def test_xor_has_no_bound_and_its_weights_cycle():
    with pytest.raises(ValueError, match="no separating line was found"):
        mistake_bound(CORNERS, XOR)
    weights = [(*w, b) for _, w, b in perceptron_updates(CORNERS, XOR, max_epochs=50)]
    assert len(weights) >= 50
    assert len(set(weights)) < 20


def test_a_line_that_the_search_missed_is_not_denied(separable):
    X, y = separable
    assert len(list(perceptron_updates(X + 9, y, max_epochs=10_000))) > 0  # it ends: there is a line
    with pytest.raises(ValueError, match="in at most 3 steps"):
        mistake_bound(X + 9, y, n_steps=3)


def test_labels_other_than_zero_and_one_are_refused():
    with pytest.raises(ValueError, match=r"y\[0\] is -1, labels must be 0\.\.1"):
        list(perceptron_updates(CORNERS, np.array([-1, 1, 1, -1])))

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import LogisticRegression

from mlplib.activations import relu
from mlplib.datasets import blobs
from mlplib.linear_model import LinearModel
from mlplib.losses import squared_error
from mlplib.metrics import accuracy
from mlplib.mlp import MLP
from mlplib.optim import SGD, fit, linear_decay, minibatches, no_decay


@given(st.integers(1, 200), st.integers(1, 50), st.integers(0, 5))
def test_minibatches_visit_every_example_once(n, batch_size, seed):
    batches = list(minibatches(n, batch_size, rng=np.random.default_rng(seed)))
    assert sorted(np.concatenate(batches)) == list(range(n))
    assert {len(batch) for batch in batches[:-1]} <= {batch_size}


def test_a_seed_is_not_a_generator():
    with pytest.raises(TypeError, match="rng must be a numpy Generator, such as"):
        list(minibatches(10, 2, rng=0))


def test_minibatches_are_shuffled(rng):
    first, second = (np.concatenate(list(minibatches(100, 10, rng=rng))) for _ in range(2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_first_step_is_the_formula_of_the_lecture_and_leaves_the_gradient_to_be_printed(momentum, rng):
    theta, gradient = rng.normal(size=(2, 3, 4))
    before, kept = theta.copy(), gradient.copy()
    SGD(0.1, momentum).step({"theta": theta}, {"theta": gradient})
    assert_allclose(theta, before - 0.1 * kept)
    assert_array_equal(gradient, kept)


def test_under_a_constant_gradient_momentum_multiplies_the_speed():
    optimiser, params = SGD(learning_rate=0.1, momentum=0.9), {"theta": np.zeros(1)}
    for _ in range(300):
        before = params["theta"].copy()
        optimiser.step(params, {"theta": np.ones(1)})
    assert_allclose(params["theta"] - before, -0.1 / (1 - 0.9))


def test_weights_decay_and_biases_do_not():
    params = {"W1": np.full((2, 2), 4.0), "b1": np.full(2, 4.0)}
    SGD(0.1, weight_decay=0.5).step(params, {name: np.zeros_like(value) for name, value in params.items()})
    assert_allclose(params["W1"], (1 - 0.1 * 0.5) * 4)
    assert_array_equal(params["b1"], 4)


def test_weight_decay_leaves_the_gradient_to_be_printed(rng):
    W, gradient = rng.normal(size=(2, 3, 4))
    kept = gradient.copy()
    SGD(0.1, weight_decay=0.5).step({"W": W}, {"W": gradient})
    assert_array_equal(gradient, kept)


@pytest.mark.parametrize("weight_decay", [0.01, 0.3])
def test_with_weight_decay_training_ends_where_the_ridge_of_scikit_learn_does(weight_decay):
    """scikit-learn minimises C sum(loss) + |W|^2 / 2, with the bias free: ours where C = 1 / (n lambda)."""
    X, y = blobs(60, rng=np.random.default_rng(0))
    model, optimiser = LinearModel(2, 3), SGD(0.3, momentum=0.9, weight_decay=weight_decay)
    fit(model, X, y, optimiser=optimiser, epochs=2000, batch_size=60, rng=np.random.default_rng(0))
    theirs = LogisticRegression(C=1 / (60 * weight_decay), tol=1e-10, max_iter=5000).fit(X, y)
    assert_allclose(model.params["W"], theirs.coef_.T, atol=1e-5)


@pytest.mark.parametrize("weight_decay", [-0.1, np.inf, np.nan])
def test_weight_decay_must_not_be_negative(weight_decay):
    with pytest.raises(ValueError, match="weight_decay must be at least 0 and finite, it is"):
        SGD(0.1, weight_decay=weight_decay)


@pytest.mark.parametrize("curvature", [0.5, 2.0, 8.0])
def test_on_a_parabola_the_error_shrinks_by_one_minus_rate_times_curvature(curvature):
    params, optimiser = {"theta": np.ones(1)}, SGD(learning_rate=0.1)
    for _ in range(5):
        optimiser.step(params, {"theta": curvature * params["theta"]})
    assert_allclose(params["theta"], (1 - 0.1 * curvature) ** 5)


def test_decays_begin_at_one():
    assert linear_decay(0) == no_decay(0) == no_decay(1) == 1
    assert linear_decay(1) == 0


@pytest.fixture
def data(rng):
    return blobs(150, rng=rng)


def test_fit_learns_and_keeps_its_history(data, rng):
    X, y = data
    model = LinearModel(2, 3)
    history = fit(model, X, y, optimiser=SGD(0.1), epochs=8, batch_size=32, rng=rng, watch={"train": (X, y)})
    assert len(history["loss"]) == 8 * 5
    assert history["loss"][0] == pytest.approx(np.log(3))
    assert len(history["train"]) == 8
    assert history["train"][-1] == accuracy(model.predict(X), y) > 0.9


def test_fit_is_the_loop_written_by_hand(data):
    X, y = data
    model, by_hand = LinearModel(2, 3), LinearModel(2, 3)
    rng = np.random.default_rng(5)
    fit(model, X, y, optimiser=SGD(0.1), epochs=2, batch_size=40, rng=rng, decay=linear_decay)
    rng, step = np.random.default_rng(5), 0
    for _ in range(2):
        for batch in minibatches(len(X), 40, rng=rng):
            _, grads = by_hand.loss_and_grads(X[batch], y[batch])
            for name, gradient in grads.items():
                by_hand.params[name] -= 0.1 * (1 - step / 8) * gradient
            step += 1
    assert_allclose(model.params["W"], by_hand.params["W"])


def test_the_seed_decides_the_run(data):
    X, y = data
    weights = []
    for seed in (1, 1, 2):
        rng = np.random.default_rng(seed)
        model = MLP([2, 6, 3], relu, rng=rng)
        fit(model, X, y, optimiser=SGD(0.1), epochs=2, batch_size=32, rng=rng)
        weights.append(model.params["W1"])
    assert_array_equal(weights[0], weights[1])
    assert not np.allclose(weights[0], weights[2])


def test_fit_reports_one_line_an_epoch(data, rng):
    X, y = data
    lines = []
    fit(
        LinearModel(2, 3), X, y, optimiser=SGD(0.1), epochs=10, batch_size=50, rng=rng,
        watch={"train": (X, y)}, report=lines.append,
    )  # fmt: skip
    assert len(lines) == 10
    assert lines[0].startswith("epoch  1 of 10  loss 0.")
    assert lines[-1].endswith(" %")


def test_a_diverging_loss_stops_with_the_step_and_what_to_try(rng):
    X, Y = 10 * rng.normal(size=(50, 4)), rng.normal(size=(50, 2))
    model = MLP([4, 8, 2], relu, rng=rng, loss=squared_error)
    with pytest.raises(FloatingPointError, match=r"at step \d+\. Try a smaller learning rate \(now 0\.5\)"):
        fit(model, X, Y, optimiser=SGD(0.5), epochs=50, batch_size=10, rng=rng)


def test_data_that_is_not_a_number_is_noticed_at_the_first_step(data, rng):
    X, y = data
    X[:, 0] = np.nan
    with pytest.raises(FloatingPointError, match="the loss is nan at step 0"):
        fit(LinearModel(2, 3), X, y, optimiser=SGD(0.1), epochs=1, batch_size=150, rng=rng)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "epochs must be a whole number above 0, it is 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number above 0, it is 2.5"),
        ({"y": np.zeros(3, int)}, "X and y must have as many rows, they have 150 and 3"),
    ],
)
def test_fit_names_a_bad_argument(data, rng, change, message):
    X, y = data
    arguments = {"y": y, "optimiser": SGD(0.1), "epochs": 1, "batch_size": 10, "rng": rng, **change}
    with pytest.raises(ValueError, match=message):
        fit(LinearModel(2, 3), X, **arguments)


@pytest.mark.parametrize("learning_rate", [0, -1, np.nan, np.inf, "fast"])
def test_a_learning_rate_must_be_above_zero(learning_rate):
    with pytest.raises(ValueError, match="learning_rate must be a number above 0"):
        SGD(learning_rate)


@pytest.mark.parametrize("momentum", [-0.1, 1.0, np.nan])
def test_momentum_must_be_below_one(momentum):
    with pytest.raises(ValueError, match=r"momentum must be in \[0, 1\)"):
        SGD(0.1, momentum)

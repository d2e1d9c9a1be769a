"""The patients of the assignment on activation functions."""

import numpy as np
import pytest

from mlplib import clinic, datasets
from mlplib.gradcheck import numerical_gradient

HEALTHY = {
    "activation": "ReLU",
    "scale": 1.0,
    "bias": 0.0,
    "learning_rate": 1.0,
    "standardise": True,
    "stable_softmax": True,
}
SHOWS = [
    ({"bias": -9.0}, lambda s: s["silent_start"] > 0.9),
    ({"activation": "sigmoid", "scale": 40.0}, lambda s: s["far_start"] > 0.5 and s["silent_start"] == 0),
    ({"scale": 0.0}, lambda s: s["spread_W1"] == 0 and s["equal_units"]),
    ({"learning_rate": 300.0}, lambda s: s["largest_loss"] > 10 * s["first_loss"]),
    ({"stable_softmax": False}, lambda s: not np.isfinite(s["first_loss"]) and s["not_finite"]),
    ({"standardise": False}, lambda s: s["spread_X"] > 10),
]


@pytest.fixture(scope="module")
def data():
    X, y = datasets.blobs(60, 3, rng=np.random.default_rng(0))
    return 100 * X + 50, y


@pytest.mark.parametrize("activation", ["ReLU", "sigmoid"])
def test_gradients_agree_with_central_differences(data, activation):
    settings = HEALTHY | {"activation": activation}
    X, y = (data[0] - 50) / 100, data[1]
    params = clinic.initial(2, 5, 3, settings, np.random.default_rng(1))
    grads = clinic.loss_and_gradients(params, X, y, settings)[2]
    for name in params:
        numerical = numerical_gradient(
            lambda value, name=name: clinic.loss_and_gradients(params | {name: value}, X, y, settings)[0],
            params[name],
        )
        np.testing.assert_allclose(grads[name], numerical, rtol=1e-5, atol=1e-7)


def test_a_healthy_network_learns(data):
    losses, first_Z, symptoms = clinic.train(*data, HEALTHY, seed=5, width=20)
    assert len(losses) == clinic.N_STEPS
    assert first_Z.shape == (60, 20)
    assert losses[-1] < np.log(3) / 2
    assert symptoms["last_loss"] == losses[-1]


@pytest.mark.parametrize(("change", "shows"), SHOWS, ids=[str(change) for change, _ in SHOWS])
def test_each_fault_shows_and_keeps_the_network_from_learning_well(data, change, shows):
    losses, first_Z, symptoms = clinic.train(*data, HEALTHY | change, seed=5, width=20)
    assert shows(symptoms)
    assert (
        not losses[-1] < np.log(3) / 2 or (np.abs(first_Z) > 5).mean() >= 0.1 or symptoms["largest_loss"] > 10
    )


def test_the_same_seed_gives_the_same_patient(data):
    first, second = (clinic.train(*data, HEALTHY, seed=5, width=20)[0] for _ in range(2))
    assert first == second

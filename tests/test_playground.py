"""The playground: its script computes what mlplib computes, in a real browser."""

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mlplib import activations, datasets, losses
from mlplib.mlp import MLP
from mlplib.optim import SGD, minibatches
from mlplib.playground.draws import Orders
from mlplib.playground.page import script

ACTIVATIONS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"]
DEPTHS = [[], [5], [4, 3], [3, 4, 3]]

TRAIN = """({X, y, sizes, activation, loss, steps, learning_rate, momentum, weight_decay}) => {
    const model = MLP(sizes, activation, loss, "he_normal", 1, normalsOf(1));
    const n = y.length;
    const run = { model, X: Float64Array.from(X.flat()), y: Int32Array.from(y), n, epoch: 0,
        orders: ordersOf(1, n), caches: makeCaches(sizes, n), grads: zerosLike(model.params) };
    const optimiser = { learning_rate, momentum, weight_decay, velocity: zerosLike(model.params) };
    const steps_of = trainer(run, optimiser, 10);
    for (let i = 0; i < steps; i++) if (steps_of.next().done) throw new Error("diverged");
    return Object.fromEntries(Object.entries(model.params).map(([name, w]) => [name, Array.from(w)]));
}"""

CHECK = """({X, y, sizes, activation, loss}) => {
    const model = MLP(sizes, activation, loss, "xavier_normal", 1, normalsOf(2));
    for (const name of ["b1", "b2"]) model.params[name].fill(0.1); // no unit stands at its corner
    const caches = makeCaches(sizes, y.length);
    const [grads, other] = [zerosLike(model.params), zerosLike(model.params)];
    caches.H[0].set(X.flat());
    lossAndGrads(model, y, y.length, caches, grads);
    const pairs = [];
    for (const [name, theta] of Object.entries(model.params)) theta.forEach((value, i) => {
        const at = (moved) => { theta[i] = moved; return lossAndGrads(model, y, y.length, caches, other); };
        pairs.push([grads[name][i], (at(value + 1e-5) - at(value - 1e-5)) / 2e-5]);
        theta[i] = value;
    });
    return pairs;
}"""


@pytest.fixture(scope="module")
def engine(browser):
    """An empty page that has the script's functions."""
    page = browser.new_page()
    page.add_script_tag(content=script())
    yield page
    page.close()


def batches(n, size, orders):
    while True:
        yield from minibatches(n, size, rng=orders)


def trained(X, y, sizes, activation, loss, steps, optimiser):
    """The parameters of an mlplib network after some steps, by the orders of the page."""
    model = MLP(
        sizes, getattr(activations, activation), rng=np.random.default_rng(1), loss=getattr(losses, loss)
    )
    target = losses.one_hot(y, sizes[-1]) if loss == "squared_error" else y
    for _, batch in zip(range(steps), batches(len(X), 10, Orders(1)), strict=False):
        optimiser.step(model.params, model.loss_and_grads(X[batch], target[batch])[1])
    return model.params


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_thousand_steps_end_in_the_weights_of_mlplib(engine, loss, activation):
    X, y = datasets.moons(64, rng=np.random.default_rng(5))
    for momentum, weight_decay, hidden in product([0, 0.9], [0, 0.01], DEPTHS):
        learning_rate = (0.05 if loss == "cross_entropy" else 0.002) * (1 - momentum)
        rates = {"learning_rate": learning_rate, "momentum": momentum, "weight_decay": weight_decay}
        setup = {"sizes": [2, *hidden, 2], "activation": activation, "loss": loss, "steps": 1000}
        found = engine.evaluate(TRAIN, {"X": X.tolist(), "y": y.tolist(), **setup, **rates})
        for name, expected in trained(X, y, **setup, optimiser=SGD(**rates)).items():
            assert_allclose(np.reshape(found[name], expected.shape), expected, rtol=1e-9, err_msg=name)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_central_differences(engine, loss, activation):
    X, y = datasets.blobs(12, rng=np.random.default_rng(3))
    setup = {"sizes": [2, 4, 3, 3], "activation": activation, "loss": loss}
    found, expected = np.transpose(engine.evaluate(CHECK, {"X": X.tolist(), "y": y.tolist(), **setup}))
    assert np.abs(found).max() > 0.01
    assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


def test_orders_come_round_and_hold_each_number_once():
    rng = Orders(2)
    first = [rng.permutation(30) for _ in range(10)]
    assert all(sorted(order) == list(range(30)) for order in first)
    assert len({tuple(order) for order in first}) == 10
    assert rng.permutation(30).tolist() == first[0].tolist()
    with pytest.raises(ValueError, match="1 to 500, it is 501"):
        rng.permutation(501)

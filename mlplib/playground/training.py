"""Steps of gradient descent as the page takes them."""

from itertools import chain, count, islice

from mlplib.optim import SGD, minibatches
from mlplib.playground.draws import Orders


class Training:
    """A model in training: each stretch of steps has its own rates and begins a new epoch.

    Parameters
    ----------
    model
        Anything with `params` and `loss_and_grads(X, y)`.
    X : (n, d) float
        At most 500 examples.
    y : (n,) int or (n, c) float
        What the model's loss takes.
    seed : int
        Of the orders in which the epochs take the examples.
    """

    def __init__(self, model, X, y, seed):
        self.model, self.X, self.y = model, X, y
        self.orders, self.optimiser = Orders(seed), SGD(1)

    def steps(self, n_steps, learning_rate, momentum, batch_size, weight_decay):
        """Take steps, in place; the velocity goes on from one stretch to the next."""
        optimiser = self.optimiser
        optimiser.learning_rate, optimiser.momentum = learning_rate, momentum
        optimiser.weight_decay = weight_decay
        epochs = (minibatches(len(self.X), batch_size, rng=self.orders) for _ in count())
        for batch in islice(chain.from_iterable(epochs), n_steps):
            optimiser.step(self.model.params, self.model.loss_and_grads(self.X[batch], self.y[batch])[1])

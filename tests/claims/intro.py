"""What `intro.ipynb` claims."""

from functools import cache

from mlplib.playground.state import make_state, points_of, trained

SEEDS = range(2, 7)  # the page begins with seed 1
EPOCHS_200 = 800  # steps


@cache
def _reached(data, hidden, activation, seed):
    """Share of the points that a network of the playground gets right after 200 epochs."""
    state = make_state(data=data, hidden=[hidden], activation=activation, steps=EPOCHS_200) | {"seed": seed}
    model, features = trained(state)
    X, y = points_of(state)
    return (model.predict(features(X)) == y).mean()


def one_unit_is_never_enough():
    below = {"moons": 0.92, "circles": 0.72, "xor": 0.8, "spirals": 0.75}
    for data in below:
        for activation in ("sigmoid", "tanh", "relu"):
            assert max(_reached(data, 1, activation, seed) for seed in SEEDS) < below[data]


def six_tanh_units_are_enough():
    for data in ("moons", "circles", "xor", "spirals"):
        assert min(_reached(data, 6, "tanh", seed) for seed in SEEDS) > 0.95


def four_tanh_units_are_enough_for_the_spirals_and_three_seldom_are():
    right = {hidden: [_reached("spirals", hidden, "tanh", seed) for seed in SEEDS] for hidden in (3, 4)}
    assert min(right[4]) > 0.95
    assert sum(share > 0.9 for share in right[3]) <= 2

"""What `intro.ipynb` claims."""


def hero_claims():
    from mlplib.metrics import accuracy

    def reached(name, hidden, activation, seed):
        model, snapshots, _ = (
            trained[name, hidden, activation] if seed == 1 else train(name, hidden, activation, seed)
        )
        model.params = snapshots[-1]
        return accuracy(model.predict(points[name][0]), points[name][1])

    below = {"moons": 0.92, "circles": 0.72, "xor": 0.8, "spirals": 0.75}
    for seed in [1, 2, 3]:
        for name in points:
            for activation in functions:
                one = reached(name, 1, activation, seed)
                assert one < below[name], "one unit is never enough"
            assert reached(name, 6, "tanh", seed) > 0.95, "six are enough"
        for activation in functions:
            three = reached("spirals", 3, activation, seed)
            assert three < 0.92, "three are not, for the spirals"

"""Time things side by side, so that a busy or a slow machine weighs on all of them alike."""

import time

import numpy as np


def paired(contenders, n_rounds, clock=time.process_time):
    """Seconds of each contender in each round, {name: (n_rounds,)}; every round runs all, in one order.

    Parameters
    ----------
    contenders : dict
        Name to a function without arguments that makes a fresh start and returns the function to be timed.
        The first round only warms up.
    """
    seconds = {name: [] for name in contenders}
    for _ in range(n_rounds + 1):
        for name, prepare in contenders.items():
            run = prepare()
            start = clock()
            run()
            seconds[name].append(clock() - start)
    return {name: np.array(values[1:]) for name, values in seconds.items()}


def quartiles(values):
    """Lower quartile, median, upper quartile."""
    return [float(value) for value in np.percentile(values, [25, 50, 75])]

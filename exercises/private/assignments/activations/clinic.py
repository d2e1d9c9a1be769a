"""Cells that come before the question diagnose."""

from exercises.private.assignments.activations.helpers import datasets, np, plotting

before = "diagnose"

# %% [markdown] clinic
# ## The clinic
#
# Six networks do not learn as they should. Each has one layer of ReLU or sigmoid units with a linear layer above. Each has one fault, and each fault occurs once:
#
# | fault | what it is |
# |---|---|
# | `"dead ReLU"` | biases that start far below 0: the lines of most units have left the data |
# | `"saturated sigmoid"` | weights or biases so far from 0 that $\sigma$ is flat for most $z$ |
# | `"zero initialisation"` | all weights start at 0: the units are all the same, and stay so. (See [the last chapter](../chapters/mlp.ipynb): ReLU units that start at 0 do not learn at all.) |
# | `"learning rate too high"` | steps so long that they jump out of the valley |
# | `"overflow in softmax"` | $e^s$ of a large score is infinite, as the largest score was not subtracted |
# | `"unscaled input"` | inputs as they were measured, not standardised |
#
# All get the same 90 points of three classes, measured in raw units: around 50, spread over some hundred. Most patients standardise them. All output biases start at 1000, which does no harm as softmax ignores a shift, provided that the largest score is subtracted first.
#
# The first cell brings `train`, which trains a network for 100 steps and measures *symptoms*: plain numbers. A unit is silent if its output is 0 or below for every example, as in the chapter; a sigmoid never is.
#
# | symptom | what it is |
# |---|---|
# | `first_loss`, `last_loss` | loss before the first step, and before the last; nan or inf if it cannot be computed |
# | `largest_loss` | largest loss that is a finite number; 0 if there is none |
# | `not_finite` | True if any loss is nan or inf |
# | `silent_start`, `silent_end` | share of silent units, before the first step and before the last |
# | `far_start` | share of pre-activations with $\lvert z \rvert > 5$ before the first step |
# | `spread_W1` | standard deviation of the initial weights of the first layer |
# | `equal_units` | True if at the end all units have the same weights |
# | `mean_X`, `spread_X` | largest mean, in size, and largest standard deviation of an input column, as the network gets it |

# %% clinic-train
from mlplib.clinic import train

# %% [markdown] clinic-patients-text
# The next cell admits the patients. Their names are dealt out at random, and the rows are not in the order of the faults. Do not puzzle over the rows: look at the pictures below.

# %% clinic-patients
KEYS = ["activation", "scale", "bias", "learning_rate", "standardise", "stable_softmax"]
ROWS = [
    ["ReLU", 1.0, 0.0, 1.0, True, False],
    ["ReLU", 1.0, -7.0, 1.0, True, True],
    ["ReLU", 1.0, 0.0, 120.0, True, True],
    ["sigmoid", 30.0, 0.0, 1.0, True, True],
    ["ReLU", 0.0, 0.0, 1.0, True, True],
    ["ReLU", 1.0, 0.0, 1.0, False, True],
]
order = np.random.default_rng(50).permutation(6)
PATIENTS = {name: dict(zip(KEYS, ROWS[k])) for name, k in zip("ABCDEF", order)}
X, y = datasets.blobs(90, 3, rng=np.random.default_rng(5))
X = 100 * X + 50
FILES = {name: train(X, y, settings, 5, 20) for name, settings in PATIENTS.items()}


def treated(name, change):
    """Last loss of a patient, trained again with a dict of changed settings."""
    return train(X, y, PATIENTS[name] | change, 5, 20)[0][-1]


# %% [markdown] clinic-pictures-text
# Look at each patient, a row each. Left: the loss at each of 100 steps, on a logarithmic axis. A curve that leaves at the top is larger than 10 000, and where there is no curve the loss is nan or inf. The dotted line is $\ln 3$, the loss of guessing. Middle: the histogram of all pre-activations before the first step. Right: the percentage of silent units at the start and at the end. One patient brings its loss down all the same: its upper layer learns nearly alone, and the layer below moves little. It is ill nevertheless. **Write down a name for each before you go on.**

# %% clinic-pictures
figure = plotting.plt.figure(figsize=(8, 11))
for row, (name, (losses, Z, symptoms)) in enumerate(FILES.items()):
    curve, histogram, bars = [figure.add_subplot(6, 3, 3 * row + k) for k in (1, 2, 3)]
    curve.semilogy(np.where(np.isfinite(losses), np.clip(losses, 1e-4, 1e5), np.nan))
    curve.axhline(np.log(3), color="black", linewidth=1, linestyle=":")
    curve.minorticks_off()
    curve.set(title=f"{name}: loss", xlim=(-3, 103), ylim=(1e-3, 1e4))
    histogram.hist(Z.ravel(), bins=30)
    histogram.set(title="pre-activations")
    percent = [100 * symptoms["silent_start"], 100 * symptoms["silent_end"]]
    plotting.plot_bars(bars, percent, ["start", "end"], format="{:.0f} %", title="silent units")
    bars.set(ylim=(0, 130), yticks=[0, 100])
figure.subplots_adjust(top=0.97, bottom=0.03, hspace=0.6)

# %% [markdown] clinic-numbers-text
# The same patients as numbers, a column each. For True stands 1, for False 0.

# %% clinic-numbers
print(" " * 13 + "".join(f"{name:>10}" for name in FILES))
for key in FILES["A"][2]:
    print(f"{key:13}" + "".join(f"{round(file[2][key], 3):10.3g}" for file in FILES.values()))

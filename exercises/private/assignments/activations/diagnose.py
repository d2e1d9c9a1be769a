"""Name the fault

Write `diagnose(symptoms)`. It gets a dict with the eleven symptoms of the table above and gives back the name of the fault, one of the six strings.

It will see other patients than your six: other data, seeds and widths, other strengths of the same faults. So do not look for exact numbers. Ask instead which symptom *only* this fault can cause, and in which order to ask. Some things to know:

- A sigmoid may be saturated by its weights, or by a bias far from 0. A network that starts at zero may have sigmoid units, which are never silent.
- Inputs are unscaled if they spread over 10 or more, or lie 10 or more away from 0. Without standardising they may still be harmless, with a spread around 1 and a mean around 0.
- With too large a learning rate the last loss is a matter of luck, and units may or may not die.

For example, `diagnose(FILES["A"][2])` names the fault of patient A.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.assignments.activations.clinic import FILES, PATIENTS, treated
from exercises.private.question import check, hidden_check, look, question, sentence, wrong
from mlplib import datasets
from mlplib.checks import call_answer, call_text, check_that
from mlplib.clinic import train


@question(
    number=5,
    section="a-relu-whose-line-has-left-the-data-is-dead",
    star=True,
    todo="six names; begin with the fault that is easiest to tell",
)
def diagnose(symptoms):
    """Name of the fault that a network with these symptoms, a dict of numbers, has."""
    if symptoms["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(symptoms["first_loss"]):
        return "overflow in softmax"
    if max(symptoms["spread_X"], symptoms["mean_X"]) > 5:
        return "unscaled input"
    if symptoms["silent_start"] > 0.5:
        return "dead ReLU"
    if symptoms["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@check(points=0.5)
def test_silence_has_several_causes(diagnose):
    base = {"first_loss": 1.4, "last_loss": 1.1, "largest_loss": 1.4, "not_finite": False, "silent_start": 0.0,
            "silent_end": 0.0, "far_start": 0.0, "spread_W1": 1.0, "equal_units": False, "mean_X": 0.0, "spread_X": 1.0}  # fmt: skip
    cases = [
        ("dead ReLU", {"silent_start": 0.9, "silent_end": 0.9, "far_start": 0.8},
         "nothing else is wrong at the start, but most units are silent before the first step"),
        ("zero initialisation",
         {"first_loss": 1.0986, "last_loss": 1.0986, "largest_loss": 1.0986, "silent_start": 1.0, "silent_end": 1.0,
          "spread_W1": 0.0, "equal_units": True},
         "all units are silent because all weights are 0: ask for spread_W1 before you ask for silence"),
        ("unscaled input",
         {"first_loss": 40.0, "last_loss": 1.0986, "largest_loss": 9000.0, "silent_start": 0.55, "silent_end": 1.0,
          "far_start": 0.9, "mean_X": 30.0},
         "half of the units are silent because all inputs lie on one side of 0: look at mean_X first"),
        ("learning rate too high", {"largest_loss": 1e30, "last_loss": 5e20, "silent_end": 1.0},
         "the units were alive at the start and died on the way: not their start is to blame"),
    ]  # fmt: skip
    for fault, change, hint in cases:
        symptoms = base | change
        received = call_answer("diagnose", diagnose, symptoms)
        check_that(
            "the fault has the right name",
            isinstance(received, str) and received == fault,
            given=call_text("diagnose", symptoms),
            received=received,
            expected=fault,
            hint=hint,
        )


@check(points=0.5)
def test_a_loss_that_is_not_finite_has_several_causes(diagnose):
    nan, inf = float("nan"), float("inf")
    base = {"first_loss": 1.4, "last_loss": nan, "largest_loss": 1e300, "not_finite": True, "silent_start": 0.0,
            "silent_end": 0.0, "far_start": 0.0, "spread_W1": 1.0, "equal_units": False, "mean_X": 0.0, "spread_X": 1.0}  # fmt: skip
    cases = [
        ("overflow in softmax", {"first_loss": inf, "largest_loss": 0.0},
         "the loss could not be computed even before the first step, with weights and inputs that are all right"),
        ("overflow in softmax", {"first_loss": nan, "largest_loss": 0.0},
         "the first loss is nan, not inf: ask with np.isfinite, which knows both"),
        ("learning rate too high", {},
         "the first loss was a number, so softmax works; the loss became nan in training: look at first_loss, not at not_finite"),
        ("unscaled input", {"first_loss": 300.0, "far_start": 0.98, "mean_X": 50.0, "spread_X": 150.0},
         "the loss runs away as with a high rate, but look at spread_X"),
    ]  # fmt: skip
    for fault, change, hint in cases:
        symptoms = base | change
        received = call_answer("diagnose", diagnose, symptoms)
        check_that(
            "the fault has the right name",
            isinstance(received, str) and received == fault,
            given=call_text("diagnose", symptoms),
            received=received,
            expected=fault,
            hint=hint,
        )


@check(points=0.5)
def test_pre_activations_far_from_zero_have_several_causes(diagnose):
    base = {"first_loss": 1.4, "last_loss": 1.1, "largest_loss": 1.4, "not_finite": False, "silent_start": 0.0,
            "silent_end": 0.0, "far_start": 0.0, "spread_W1": 1.0, "equal_units": False, "mean_X": 0.0, "spread_X": 1.0}  # fmt: skip
    cases = [
        ("saturated sigmoid", {"far_start": 0.8, "spread_W1": 18.0, "first_loss": 9.0, "last_loss": 0.4, "largest_loss": 9.0},
         "no unit is silent, the inputs are in order, and yet most pre-activations are far from 0"),
        ("saturated sigmoid", {"far_start": 1.0, "last_loss": 8.0, "largest_loss": 25.0},
         "here the weights are of ordinary size and a bias of 12 saturates the units: do not rely on spread_W1"),
        ("dead ReLU", {"far_start": 0.95, "silent_start": 0.95, "silent_end": 0.95},
         "an output of exactly 0 is a ReLU, as a sigmoid is never silent: look at silent_start first"),
        ("unscaled input", {"far_start": 0.97, "mean_X": 0.4, "spread_X": 40.0, "first_loss": 50.0, "largest_loss": 1e40},
         "large pre-activations come from large weights, or from large inputs: look at spread_X and mean_X first"),
    ]  # fmt: skip
    for fault, change, hint in cases:
        symptoms = base | change
        received = call_answer("diagnose", diagnose, symptoms)
        check_that(
            "the fault has the right name",
            isinstance(received, str) and received == fault,
            given=call_text("diagnose", symptoms),
            received=received,
            expected=fault,
            hint=hint,
        )


@check(points=0.5)
def test_the_six_patients_of_the_notebook_get_their_names(diagnose):
    keys = ["activation", "scale", "bias", "learning_rate", "standardise", "stable_softmax"]
    rows = [
        [
            "ReLU",
            1.0,
            0.0,
            1.0,
            True,
            False,
            "overflow in softmax",
            "what happened before the first step?",
        ],
        ["ReLU", 1.0, -7.0, 1.0, True, True, "dead ReLU", "how many units ever say anything?"],
        [
            "ReLU",
            1.0,
            0.0,
            120.0,
            True,
            True,
            "learning rate too high",
            "at the start all is well; what do the steps do?",
        ],
        [
            "sigmoid",
            30.0,
            0.0,
            1.0,
            True,
            True,
            "saturated sigmoid",
            "where in the histogram are the pre-activations?",
        ],
        [
            "ReLU",
            0.0,
            0.0,
            1.0,
            True,
            True,
            "zero initialisation",
            "can its units ever become different?",
        ],
        [
            "ReLU",
            1.0,
            0.0,
            1.0,
            False,
            True,
            "unscaled input",
            "compare its inputs with those of the others",
        ],
    ]
    X, y = datasets.blobs(90, 3, rng=np.random.default_rng(5))
    for patient, k in zip("ABCDEF", np.random.default_rng(50).permutation(6)):
        symptoms = train(100 * X + 50, y, dict(zip(keys, rows[k])), 5, 20)[2]
        received = call_answer("diagnose", diagnose, symptoms)
        check_that(
            f"patient {patient} has the right name",
            isinstance(received, str) and received == rows[k][6],
            given=call_text("diagnose", symptoms),
            received=received,
            hint=rows[k][7],
        )


@hidden_check(points=2)
def test_other_patients_get_their_names(diagnose):
    healthy = {
        "activation": "ReLU",
        "scale": 1.0,
        "bias": 0.0,
        "learning_rate": 1.0,
        "standardise": True,
        "stable_softmax": True,
    }
    sigmoid = {"activation": "sigmoid"}
    patients = [
        *[("dead ReLU", {"bias": bias, "standardise": bias < -9}, 1, 0) for bias in (-8.0, -10.0, -15.0)],
        ("saturated sigmoid", sigmoid | {"scale": 20.0}, 1, 0), ("saturated sigmoid", sigmoid | {"scale": 60.0}, 1, 0),
        ("saturated sigmoid", sigmoid | {"bias": 12.0}, 1, 0), ("saturated sigmoid", sigmoid | {"bias": -14.0}, 1, 0),
        ("zero initialisation", {"scale": 0.0}, 1, 0), ("zero initialisation", sigmoid | {"scale": 0.0}, 1, 0),
        ("zero initialisation", {"scale": 0.0, "standardise": False}, 1, 0),
        *[("learning rate too high", {"learning_rate": rate, "bias": 0.2}, 1, 0) for rate in (100.0, 300.0, 1000.0)],
        ("overflow in softmax", {"stable_softmax": False}, 1, 0),
        ("overflow in softmax", sigmoid | {"stable_softmax": False, "standardise": False}, 1, 0),
        *[("unscaled input", {"standardise": False}, *units) for units in [(100, 0), (25, 10), (1, 30), (0.5, -20), (200, 1000)]],
        ("unscaled input", sigmoid | {"standardise": False}, 60, -40),
    ]  # fmt: skip
    for seed, (fault, change, stretch, shift) in enumerate(patients):
        rng = np.random.default_rng(seed)
        n, width = int(rng.integers(60, 100)), int(rng.integers(10, 40))
        X, y = datasets.moons(n, rng=rng) if seed % 3 == 0 else datasets.blobs(n, 2 + seed % 4, rng=rng)
        symptoms = train(stretch * X + shift, y, healthy | change, seed, width)[2]
        received = call_answer("diagnose", diagnose, symptoms)
        check_that(
            "the fault has the right name",
            isinstance(received, str) and received == fault,
            given=call_text("diagnose", symptoms),
            received=received,
            expected=fault,
        )


@look
def look_at_cures():
    """Now treat your patients. Each gets the cure for the fault that *you* have named: one changed setting. And each is treated once more by a friend, who divides every learning rate by ten. The table shows the loss before the last of 100 steps, one above a million as 1e+06; guessing costs $\\ln 3 = 1.1$."""
    cures = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    print("   silent at first   untreated   a tenth of the rate   your cure")
    for name, settings in PATIENTS.items():
        fault = diagnose(FILES[name][2])
        tenth = {"learning_rate": settings["learning_rate"] / 10}
        losses = np.minimum([treated(name, change) for change in ({}, tenth, cures[fault])], 1e6)
        silent = 100 * FILES[name][2]["silent_start"]
        print(f"{name} {silent:13.0f} % {losses[0]:11.2g} {losses[1]:21.2g} {losses[2]:11.2g}   {fault}")


@sentence
def what_a_lower_rate_cures():
    """Whom does the friend help, with a tenth of the learning rate? Why can no learning rate help the dead ReLU, and why does your cure?"""
    return """
    Only the patient whose learning rate is too high gets better, and hardly better than guessing. All
    units of the dead ReLU are silent, so the gradient of their weights and biases is exactly 0, and a
    step of any length times 0 is 0. With the bias 0 the lines run among the points again: units
    answer, get a gradient and learn."""


@wrong("ask for spread_W1 before")
def silence_first(s):
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("look at mean_X first")
def silence_before_the_inputs(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("died on the way")
def silence_at_the_end(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["silent_end"] > 0.5:
        return "dead ReLU"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("look at first_loss, not at not_finite")
def any_nan_is_softmax(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if s["not_finite"]:
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("which knows both")
def inf_only(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if s["first_loss"] == np.inf:
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("a sigmoid is never silent")
def far_before_silent(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["silent_start"] > 0.5 and s["far_start"] < 0.9:
        return "dead ReLU"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("do not rely on spread_W1")
def saturated_by_its_weights_only(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if max(s["spread_X"], s["mean_X"]) > 5:
        return "unscaled input"
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if s["spread_W1"] > 5:
        return "saturated sigmoid"
    return "learning rate too high"


@wrong("or from large inputs")
def far_before_the_inputs(s):
    if s["spread_W1"] == 0:
        return "zero initialisation"
    if not np.isfinite(s["first_loss"]):
        return "overflow in softmax"
    if s["mean_X"] > 5:
        return "unscaled input"
    if s["silent_start"] > 0.5:
        return "dead ReLU"
    if s["far_start"] > 0.5:
        return "saturated sigmoid"
    return "learning rate too high"

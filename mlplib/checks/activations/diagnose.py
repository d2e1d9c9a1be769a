# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib import datasets
from mlplib.checks import call_answer, call_text, check_that
from mlplib.clinic import train

exercise = "6.5"


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

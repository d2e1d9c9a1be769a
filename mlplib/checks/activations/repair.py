# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib import datasets
from mlplib.checks import call_answer, call_text, check_that
from mlplib.clinic import train

exercise = "6.7"


def test_exactly_one_setting_changes(repair):
    odd = {
        "activation": "ReLU",
        "scale": 0.8,
        "bias": 0.1,
        "learning_rate": 0.7,
        "standardise": True,
        "stable_softmax": True,
    }
    patients = [("dead ReLU", {"bias": -9.0}), ("saturated sigmoid", {"activation": "sigmoid", "scale": 40.0}),
                ("saturated sigmoid", {"activation": "sigmoid", "bias": 15.0}), ("zero initialisation", {"scale": 0.0}),
                ("learning rate too high", {"learning_rate": 200.0}), ("unscaled input", {"standardise": False}),
                ("overflow in softmax", {"stable_softmax": False, "standardise": False})]  # fmt: skip
    for fault, change in patients:
        settings = odd | change
        before = dict(settings)
        given = call_text("repair", settings, fault)
        received = call_answer("repair", repair, settings, fault)
        check_that(
            "the settings that were handed over stay as they are",
            settings == before,
            given=given,
            received=settings,
            hint="you wrote into the dict that you were given: begin with new = dict(settings)",
        )
        check_that(
            "the repaired settings have the same six keys",
            isinstance(received, dict) and received.keys() == before.keys(),
            given=given,
            received=received,
            hint="give back a whole dict, with all settings; mind the spelling",
        )
        changed = [key for key in before if received[key] != before[key]]
        if not changed:
            hint = "nothing was changed: did you give back the old dict?"
        elif fault == "saturated sigmoid":
            hint = "one of scale and bias is in order here: change the other one only"
        else:
            hint = "put right what the fault names; all other settings do no harm, even if they look unusual"
        check_that(
            "exactly one setting is different",
            len(changed) == 1,
            given=given,
            received=f"different: {changed}",
            expected="one",
            hint=hint,
        )


def test_the_six_patients_of_the_notebook_learn_after_treatment(repair):
    keys = ["activation", "scale", "bias", "learning_rate", "standardise", "stable_softmax"]
    rows = [
        [
            "ReLU",
            1.0,
            -7.0,
            1.0,
            True,
            True,
            "dead ReLU",
            "bring the lines of the units back among the points",
        ],
        [
            "ReLU",
            1.0,
            0.0,
            1.0,
            True,
            False,
            "overflow in softmax",
            "the largest score has to be subtracted first",
        ],
        [
            "ReLU",
            1.0,
            0.0,
            120.0,
            True,
            True,
            "learning rate too high",
            "neither huge nor tiny: see the table",
        ],
        [
            "sigmoid",
            30.0,
            0.0,
            1.0,
            True,
            True,
            "saturated sigmoid",
            "pre-activations of size 1 need weights of size 1",
        ],
        [
            "ReLU",
            0.0,
            0.0,
            1.0,
            True,
            True,
            "zero initialisation",
            "units that start alike stay alike: they need weights",
        ],
        ["ReLU", 1.0, 0.0, 1.0, False, True, "unscaled input", "the chapter on image features has the cure"],
    ]
    X, y = datasets.blobs(90, 3, rng=np.random.default_rng(5))
    for row in rows:
        settings = dict(zip(keys, row))
        given = call_text("repair", settings, row[6])
        received = call_answer("repair", repair, settings, row[6])
        same = isinstance(received, dict) and received.keys() == settings.keys() and received != settings
        check_that(
            "the repaired settings have the same six keys, and differ",
            same,
            given=given,
            received=received,
            hint="give back a changed copy, a whole dict",
        )
        losses, Z, _ = train(100 * X + 50, y, received, 5, 20)
        check_that(
            "after 100 steps the loss is below half of ln 3",
            losses[-1] < np.log(3) / 2,
            given=given,
            received=f"{received}, loss {losses[-1]:.4g}",
            expected="a loss below 0.549",
            hint=row[7],
        )
        check_that(
            "few pre-activations start further than 5 from 0",
            (np.abs(Z) > 5).mean() < 0.1,
            given=given,
            received=f"{received}, {100 * (np.abs(Z) > 5).mean():.0f} % are further",
            expected="below 10 %",
            hint=row[7],
        )

r"""Repair, and touch nothing else

Write `repair(settings, fault)`. `settings` is a dict like those in `PATIENTS`, `fault` one of the six names. Give back a *changed copy* with which the network learns. Change exactly one setting, the one that is to blame, and leave `settings` itself as it is.

| setting | harmless |
|---|---|
| `"activation"` | `"ReLU"` and `"sigmoid"` |
| `"scale"`, of the initial weights, 1 is that of He | 0.5 to 1.5 |
| `"bias"`, initial, of the units | −0.5 to 0.5 |
| `"learning_rate"` | 0.5 to 1.5 |
| `"standardise"`, the inputs | `True`; `False` too, if the inputs are harmless as they are |
| `"stable_softmax"` | `True` |

What is unusual but harmless stays: a scale of 0.8 is not to be 'repaired' into 1. A saturated sigmoid has a bias *or* a scale that is to blame; find out which. The checks train the repaired network for 100 steps and demand a loss below half of $\ln c$, which is half of what guessing costs. Fewer than a tenth of the pre-activations may start further than 5 from 0.

For example, `repair(PATIENTS["A"], diagnose(FILES["A"][2]))` gives the settings of patient A after treatment. Look at one repaired patient with `train(X, y, repaired, 5, 20)[0]`.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib import datasets
from mlplib.checks import call_answer, call_text, check_that
from mlplib.clinic import train


@question(
    number=7,
    section="a-relu-whose-line-has-left-the-data-is-dead",
    star=True,
    todo="a copy, and one new entry",
)
def repair(settings, fault):
    """A copy of the settings in which the one that causes the fault is put right."""
    if fault == "saturated sigmoid":
        cure = {"scale": 1.0} if settings["scale"] > 1.5 else {"bias": 0.0}
    else:
        cure = {
            "dead ReLU": {"bias": 0.0},
            "zero initialisation": {"scale": 1.0},
            "learning rate too high": {"learning_rate": 1.0},
            "overflow in softmax": {"stable_softmax": True},
            "unscaled input": {"standardise": True},
        }[fault]
    return settings | cure


@check(points=1)
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


@check(points=1)
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


@hidden_check(points=2)
def test_other_patients_learn_after_the_smallest_change(repair):
    odd = {
        "activation": "ReLU",
        "scale": 0.9,
        "bias": -0.1,
        "learning_rate": 0.8,
        "standardise": True,
        "stable_softmax": True,
    }
    sigmoid = {"activation": "sigmoid"}
    patients = [
        ("dead ReLU", {"bias": -12.0, "standardise": False}, 1, 0), ("dead ReLU", {"bias": -6.0}, 30, 10),
        ("saturated sigmoid", sigmoid | {"scale": 15.0}, 1, 0), ("saturated sigmoid", sigmoid | {"scale": 80.0}, 40, 0),
        ("saturated sigmoid", sigmoid | {"bias": 12.0}, 1, 0), ("saturated sigmoid", sigmoid | {"bias": -20.0}, 40, 0),
        ("zero initialisation", {"scale": 0.0}, 1, 0), ("zero initialisation", sigmoid | {"scale": 0.0}, 1, 0),
        ("learning rate too high", {"learning_rate": 30.0}, 1, 0), ("learning rate too high", {"learning_rate": 5000.0}, 9, 9),
        ("overflow in softmax", sigmoid | {"stable_softmax": False, "standardise": False}, 1, 0),
        ("unscaled input", {"standardise": False}, 1, 30), ("unscaled input", sigmoid | {"standardise": False}, 100, 5),
    ]  # fmt: skip
    for seed, (fault, change, stretch, shift) in enumerate(patients):
        rng = np.random.default_rng(100 + seed)
        X, y = datasets.blobs(80, 3 + seed % 2, rng=rng)
        settings = odd | change
        given = call_text("repair", settings, fault)
        received = call_answer("repair", repair, settings, fault)
        check_that(
            "the repaired settings have the same six keys",
            isinstance(received, dict) and received.keys() == settings.keys(),
            given=given,
            received=received,
        )
        changed = [key for key in settings if received[key] != settings[key]]
        check_that("exactly one setting is different", len(changed) == 1, given=given, received=received)
        losses, Z, _ = train(stretch * X + shift, y, received, seed, int(rng.integers(12, 36)))
        learns = losses[-1] < np.log(y.max() + 1) / 2 and (np.abs(Z) > 5).mean() < 0.1
        check_that(
            "the network learns after the repair",
            learns,
            given=given,
            received=f"{received}, loss {losses[-1]:.4g}",
        )


@wrong("begin with new = dict(settings)")
def writes_into_the_dict(settings, fault):
    new = settings
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    new.update(cure[fault])
    return new


@wrong("give back a whole dict")
def the_entry_alone(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    new.update(cure[fault])
    return cure[fault]


@wrong("even if they look unusual")
def everything_back_to_normal(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    new.update(scale=1.0, bias=0.0, learning_rate=1.0)
    new.update(cure[fault])
    return new


@wrong("change the other one only")
def always_weights_and_bias(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    cure["saturated sigmoid"] = {"scale": 1.0, "bias": 0.0}
    new.update(cure[fault])
    return new


@wrong("did you give back the old dict")
def nothing(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    new.update(cure[fault])
    return dict(settings)


@wrong("neither huge nor tiny")
def half_the_rate(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    cure["learning rate too high"] = {"learning_rate": settings["learning_rate"] / 2}
    new.update(cure[fault])
    return new


@wrong("need weights of size 1")
def a_lower_rate_for_a_saturated_sigmoid(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    cure["saturated sigmoid"] = {"learning_rate": 0.1}
    new.update(cure[fault])
    return new


@wrong("the chapter on image features has the cure")
def a_lower_rate_for_raw_inputs(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    cure["unscaled input"] = {"learning_rate": 1e-4}
    new.update(cure[fault])
    return new


@wrong("they need weights")
def a_positive_bias_for_zero_weights(settings, fault):
    new = dict(settings)
    high = settings["scale"] > 1.5
    cure = {
        "dead ReLU": {"bias": 0.0},
        "saturated sigmoid": {"scale": 1.0} if high else {"bias": 0.0},
        "zero initialisation": {"scale": 1.0},
        "learning rate too high": {"learning_rate": 1.0},
        "overflow in softmax": {"stable_softmax": True},
        "unscaled input": {"standardise": True},
    }
    cure["zero initialisation"] = {"bias": 0.3}
    new.update(cure[fault])
    return new

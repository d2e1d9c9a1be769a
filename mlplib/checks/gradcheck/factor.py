# Made from the source of the assignment gradcheck, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, check_that


def told(factor, received, nudged):
    """What the answer says, a float that may be nan, and the call."""
    given = call_text("factor", received, nudged)
    k = call_answer("factor", factor, received, nudged)
    one = np.ndim(k) == 0 and np.asarray(k).dtype.kind in "iuf"
    check_that("it gives back one number, or nan", one, given=given, received=k, expected="a number")
    return float(k), given

exercise = "8.3"


def test_one_number_must_explain_every_entry(factor):
    G = np.array([[1.0, 2.0, -3.0], [4.0, 0.5, 6.0]])
    one_off = -G
    one_off[1, 1] += 0.01
    for right in [1.0, -1.0, 5.0, 0.5, -6.0, 0.0]:
        k, given = told(factor, right * G, G)
        check_that(
            "a number explains this gradient", not np.isnan(k), given=given, received=k, expected=right
        )
        check_close(
            "received is this number times nudged",
            k,
            right,
            given=given,
            mistakes=[
                (1 / right if right else 0, "this is one over the number: which array do you divide by?"),
                (-right, "the sign belongs to the number"),
            ],
        )
    shapes = "another shape has no factor: compare the shapes first"
    for received, nudged, hint in [
        (one_off, G, "the number must explain every entry, and [1, 1] is off by 0.01"),
        (np.abs(G), G, "the number must explain every entry, and one sign differs"),
        (np.array([[2.0, 4.0], [2.0, 4.0]]), np.array([1.0, 2.0]), shapes),
        (G.T, G, shapes),
    ]:
        k, given = told(factor, received, nudged)
        check_that(
            "no number explains this gradient",
            np.isnan(k),
            given=given,
            received=k,
            expected="nan",
            hint=hint,
        )


def test_entries_count_by_the_size_of_the_largest(factor):
    nudged = np.array([3e-9, 2.0, -3.0])  # the first one ought to be 1e-9
    tiny = "the first entry is tiny, and few of its digits are right"
    for scale in [1.0, 1e6]:
        k, given = told(factor, 4 * scale * np.array([1e-9, 2.0, -3.0]), scale * nudged)
        check_that(
            "a number explains this gradient", not np.isnan(k), given=given, received=k, expected=4, hint=tiny
        )
        check_close("it is 4", k, 4, given=given, hint=tiny + ": take the largest to find the number")
    k, given = told(factor, 1e-8 * np.array([1.0, 2.2]), 1e-8 * np.array([1.0, 2.0]))
    check_that(
        "no number explains this gradient, small as it is",
        np.isnan(k),
        given=given,
        received=k,
        expected="nan",
        hint="the difference counts relative to the largest entry of received: 1e-6 times its size",
    )

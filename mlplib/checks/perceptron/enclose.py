# Made from the source of the assignment perceptron, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, parts

exercise = "4.3"


def test_the_run_on_and_encloses_its_margin(enclose):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 0, 0, 1])
    arguments = X, y, np.array([3.0, 2.0]), -4.0, 18
    given = call_text("enclose", *arguments)
    low, high, limit = parts("low, high, limit", call_answer("enclose", enclose, *arguments), given=given)
    length = np.sqrt(29)
    check_close(
        "low is the smallest t·u·(x, 1), and u is (3, 2, -4) scaled to length 1",
        low,
        1 / length,
        given=given,
        mistakes=[
            (1, "u was not scaled to length 1: divide by the length of (w1, w2, b)"),
            (1 / np.sqrt(13), "the bias belongs to u: divide by the length of (w1, w2, b)"),
            (4 / length, "this is the largest; the margin is the smallest of all examples"),
            (-4 / length, "multiply each score by its sign t before you take the smallest"),
        ],
    )
    check_close(
        "high is the length of (w, b), divided by the number of corrections",
        high,
        length / 18,
        given=given,
        mistakes=[
            (np.sqrt(3 / 18), "this is R / √m: true, but looser; the length itself is known here"),
            (np.sqrt(13) / 18, "the bias belongs to the length"),
            (length, "solve m γ ≤ length for γ"),
        ],
    )
    check_close(
        "limit is R² / low²",
        limit,
        87,
        given=given,
        mistakes=[
            (58, "R is too short: attach the constant 1 to every example first"),
            (np.sqrt(87), "this is R / low: square it"),
            (3 * 18**2 / 29, "the bound follows from low: it must hold for every run"),
        ],
        hint="the longest row is (1, 1, 1), so R² is 3",
    )


def test_the_run_on_or_is_exact(enclose):
    X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 1])
    arguments = X, y, np.array([2.0, 2.0]), -1.0, 9
    given = call_text("enclose", *arguments)
    found = parts("low, high, limit", call_answer("enclose", enclose, *arguments), given=given)
    check_close("the margin of OR is 1/3, and the bound 27", found, [1 / 3, 1 / 3, 27], given=given)

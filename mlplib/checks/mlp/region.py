# Made from the source of the assignment mlp, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that, parts

exercise = "5.3"


def test_the_band_is_xor_with_two_hidden_units(region):
    given = call_text("region", "band")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "band"), given=given)
    W1, b1 = array("W1", W1, (2, 2), given=given), array("b1", b1, (2,), given=given)
    W2, b2 = array("W2", W2, (2, 1), given=given), array("b2", b2, (1,), given=given)
    hints = {
        (
            1,
            1,
        ): "beyond the middle the score must fall again, as fast as it rose: what does the second unit weigh?",
        (-1, -1): "the first unit wakes up too early, or b2 is too high",
        (0.3, 0.3): "a sum of 0.6 is still inside the band: the score turns too early",
    }
    corners = [(-1, 1), (1, -1), (-1, -1), (1, 1)]
    points = [*corners, (0, 0), (0.3, 0.3), (-0.3, -0.3), (4, -4), (3, 3), (-3, -3)]
    for x in points:
        H = np.maximum(x @ W1 + b1, 0)
        (score,), inside = H @ W2 + b2, abs(sum(x)) < 1
        other = (
            "the score is not above 0 here: put the point into both units"
            if inside
            else "this point is outside"
        )
        check_that(
            f"the score at {x} is {'above 0: inside' if inside else '0 or below: outside'}",
            (score > 0) == inside,
            given=given,
            received=f"hidden outputs {H.tolist()}, score {score:g}",
            hint=hints.get(x, other),
        )


def test_the_triangle_needs_all_three_sides(region):
    given = call_text("region", "triangle")
    W1, b1, W2, b2 = parts("W1, b1, W2, b2", call_answer("region", region, "triangle"), given=given)
    check_that(
        "W1 has a column for each hidden unit",
        np.shape(W1) == (2, 3),
        given=given,
        received=f"shape {np.shape(W1)}",
        expected="shape (2, 3)",
        hint="row 1 holds the weights of x1, row 2 those of x2",
    )
    W1, b1 = array("W1", W1, (2, 3), given=given), array("b1", b1, (3,), given=given)
    W2, b2 = array("W2", W2, (3, 1), given=given), array("b2", b2, (1,), given=given)
    sides = {
        (-0.5, 1): "the side x1 = 0",
        (1, -0.5): "the side x2 = 0",
        (3, 0.9): "the slanted side",
        (0.8, 1.8): "the slanted side",
    }
    inside = [(1, 0.5), (0.2, 0.2), (3.5, 0.1), (0.1, 1.8), (2, 0.8)]
    fires = {x: ((np.array(x) @ W1 + b1 > 0) @ W2 + b2).item() > 0 for x in [*inside, *sides]}
    for x, was in fires.items():
        wanted = x in inside
        hint = f"only {sides.get(x)} keeps this point out: are its weights and its bias right?"
        if wanted:
            hint = (
                "all three conditions hold at this point: do the units say what you meant, and does b2 fit?"
            )
        elif all(fires[y] for y in sides):
            hint = "two conditions are enough for this network: it must ask for all three, with b2"
        check_that(
            f"the point {x} is {'inside' if wanted else 'outside'}",
            was == wanted,
            given=given,
            received=f"units {(np.array(x) @ W1 + b1 > 0).astype(int).tolist()}, "
            f"score {'above 0' if was else '0 or below'}",
            hint=hint,
        )

# Made from the source of the assignment mlp, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, parts

exercise = "5.7"


def test_the_smallest_good_width_is_taken(choose_width):
    widths = np.array([3, 6, 12, 24, 48, 96, 192])
    train = np.array(
        [
            [55.0, 57, 56],
            [66, 67, 68],
            [78, 79, 77],
            [88, 86, 87],
            [92, 94, 93],
            [97, 96, 98],
            [100, 99, 100],
        ]
    )
    validation = np.array(
        [
            [50.0, 52, 51],
            [60, 62, 61],
            [68, 76, 66],
            [74, 69, 70],
            [71, 73, 72],
            [72, 73, 73],
            [71, 71, 72],
        ]
    )
    given = call_text("choose_width", widths, train, validation)
    width, gap = parts(
        "width, gap", call_answer("choose_width", choose_width, widths, train, validation), given=given
    )
    check_close(
        "the means are 51, 61, 70, 71, 72, 72.67 and 71.33, so the width is 48",
        width,
        48,
        given=given,
        hint="take the mean of each row, find the best, keep those at most 1 below, take the smallest width",
        mistakes=[
            (96, "this is the width with the best mean: a smaller one is at most one point below"),
            (192, "this is the best width on training pictures: choose on the validation pictures"),
            (12, "one lucky seed decided: take the mean of all seeds, not the best"),
            (24, "only the first seed was used: take the mean over all seeds"),
            (3, "every width passed: look at the limit, best mean - 1"),
            (4, "this is the position of the width in the table, not the width"),
        ],
    )
    check_close(
        "the gap is 93 - 72 points",
        gap,
        21,
        given=given,
        mistakes=[
            (-21, "the sign is turned: training minus validation"),
            (0.21, "in points, not as a share"),
            (97 - 218 / 3, "this is the gap of the best width, not of the width that you chose"),
            (22, "take the means of both tables before you subtract"),
            (
                299 / 3 - 218 / 3,
                "both means belong to the chosen width, not to the best of each table",
            ),
        ],
    )


def test_the_order_of_rows_and_seeds_does_not_matter(choose_width):
    widths = np.array([64, 4, 16, 8])
    train = np.array([[99.0, 97], [70, 74], [91, 89], [80, 82]])
    validation = np.array([[81.0, 79], [66, 70], [80, 79], [78, 80]])
    rows = {"sorted": [1, 3, 2, 0], "as given": [0, 1, 2, 3], "backwards": [3, 2, 1, 0]}
    for words, order in rows.items():
        of_64 = "the first good row of the table is not the smallest width: the rows come in any order"
        if words == "sorted":
            of_64 = "this is the width with the best mean: a smaller one is at most one point below"
        for seeds in [[0, 1], [1, 0]]:
            arguments = widths[order], train[order][:, seeds], validation[order][:, seeds]
            given = call_text("choose_width", *arguments)
            width, gap = parts(
                "width, gap", call_answer("choose_width", choose_width, *arguments), given=given
            )
            check_close(
                f"rows {words}: the means of 64, 16 and 8 are 80, 79.5 and 79, so the width is 8",
                width,
                8,
                given=given,
                hint="no step may depend on the order of the table",
                mistakes=[
                    (64, of_64),
                    (16, "exactly one point below the best is still good enough: >=, not >"),
                ],
            )
            check_close(
                "the gap is that of width 8: 81 - 79",
                gap,
                2,
                given=given,
                hint="sort the tables along with the widths, or find the row of the width again",
            )

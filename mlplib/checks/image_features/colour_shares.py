# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_close, check_that

exercise = "3.1"


def test_four_pixels_by_hand(colour_shares):
    image = np.array([[[200, 10, 20], [0, 0, 0]], [[30, 0, 90], [250, 255, 130]]], dtype=np.uint8)
    given = call_text("colour_shares", image, 2)
    expected, turned = np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    expected[1, 0, 0], expected[0, 0, 0], expected[1, 1, 1] = 0.25, 0.5, 0.25
    turned[0, 0, 1], turned[0, 0, 0], turned[1, 1, 1] = 0.25, 0.5, 0.25
    check_close(
        "half of the pixels are dark, a quarter is red, a quarter is light",
        call_answer("colour_shares", colour_shares, image, 2),
        expected,
        given=given,
        hint="with 2 bins, 0 to 127 is interval 0 and 128 to 255 is interval 1",
        mistakes=[
            (
                np.eye(8)[0].reshape(2, 2, 2),
                "all dark: the type uint8 ends at 255, so 2 · 200 begins again",
            ),
            (4 * expected, "these are counts: divide by the number of pixels"),
            (expected / 3, "there are four pixels, not twelve numbers: divide by h · w"),
            (expected * 4 / 1024, "you divided by 32 · 32: this picture has another size"),
            (turned, "red is the first index, blue the last"),
            (expected / np.sqrt(0.375), "scaled to length 1: the shares should sum to 1"),
        ],
    )


def test_every_brightness_finds_its_interval(colour_shares):
    ends = {
        2: [127, 255],
        3: [85, 170, 255],
        4: [63, 127, 191, 255],
        5: [51, 102, 153, 204, 255],
    }  # last of each
    for bins, lasts in ends.items():
        for i, last in enumerate(lasts):
            image = np.full((1, 2, 3), last, dtype=np.uint8)
            given = call_text("colour_shares", image, bins)
            shares = array(
                "the result",
                call_answer("colour_shares", colour_shares, image, bins),
                (bins,) * 3,
                given=given,
            )
            box = np.unravel_index(shares.argmax(), shares.shape)
            hint = "the intervals are equally long: 256 / bins, which need not be a whole number"
            if bins == 2:
                hint = "the type uint8 ends at 255: turn the picture into int before you multiply"
            check_that(
                f"with {bins} bins, {last} is the last brightness of interval {i}",
                abs(shares[i, i, i] - 1) < 1e-9,
                given=given,
                received=f"{shares.max():g} in box {tuple(map(int, box))}",
                expected=f"1 in box {(i, i, i)}",
                hint=hint,
            )

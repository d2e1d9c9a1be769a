"""How much of each colour

Write `colour_shares(image, bins)` for one picture `image` of shape $(h, w, 3)$, `uint8`. Each channel, 0 to 255, is cut into `bins` equal intervals: the value $v$ is in interval `v * bins // 256`, calculated with `int`, not with `uint8`. The result has the shape `(bins, bins, bins)`: its entry `[i, j, k]` is the share of the pixels whose red is in interval $i$, green in interval $j$ and blue in interval $k$. All entries together give 1. `bins` may be any whole number from 1 to 16, also one that does not divide 256. The picture may have any size.

For example, a picture with one red pixel (255, 0, 0) and one black pixel gives, with 2 bins, 0.5 at `[1, 0, 0]`, 0.5 at `[0, 0, 0]` and 0 elsewhere.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import array, call_answer, call_text, check_close, check_that


@question(
    number=1,
    section="colour-histogram-how-much-of-each-colour",
    todo="an interval for each channel, then count",
)
def colour_shares(image, bins):
    """Share of the pixels of a picture (h, w, 3) in each box of colour, (bins, bins, bins)."""
    interval = image.reshape(-1, 3).astype(int) * bins // 256  # (h w, 3)
    shares = np.zeros((bins, bins, bins))
    for red, green, blue in interval:
        shares[red, green, blue] += 1 / len(interval)
    return shares


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_any_picture_and_any_number_of_bins(colour_shares):
    rng = np.random.default_rng(2300)
    for height, width, bins in [(1, 1, 1), (5, 9, 3), (16, 4, 6), (7, 7, 10), (12, 20, 4)]:
        image = rng.integers(256, size=(height, width, 3), dtype=np.uint8)
        image[0, 0] = 255
        expected = np.zeros((bins, bins, bins))
        for pixel in image.reshape(-1, 3).tolist():
            expected[tuple(value * bins // 256 for value in pixel)] += 1 / (height * width)
        given = call_text("colour_shares", image, bins)
        check_close(
            "the shares", call_answer("colour_shares", colour_shares, image, bins), expected, given=given
        )


@wrong("these are counts")
def counts(image, bins):
    box = image.reshape(-1, 3).astype(int) * bins // 256
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares


@wrong("not twelve numbers")
def divided_by_all_numbers(image, bins):
    box = image.reshape(-1, 3).astype(int) * bins // 256
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / image.size


@wrong("this picture has another size")
def the_size_of_the_chapter_s_pictures(image, bins):
    box = image.reshape(-1, 3).astype(int) * bins // 256
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / 1024


@wrong("red is the first index")
def blue_comes_first(image, bins):
    box = image.reshape(-1, 3).astype(int) * bins // 256
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T[::-1]), 1)
    return shares / len(box)


@wrong("the type uint8 ends at 255")
def uint8_overflows(image, bins):
    box = (image.reshape(-1, 3) * np.uint8(bins) / 256).astype(int)
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / len(box)


@wrong("uint8 cannot hold 256")
def with_256_as_uint8(image, bins):
    box = image.reshape(-1, 3) * bins // 256
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / len(box)


@wrong("which need not be a whole number")
def a_whole_number_as_width(image, bins):
    box = np.minimum(image.reshape(-1, 3) // (256 // bins), bins - 1).astype(int)
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / len(box)


@wrong("IndexError")
def with_255_has_no_interval(image, bins):
    box = (image.reshape(-1, 3) / 255 * bins).astype(int)
    shares = np.zeros((bins,) * 3)
    np.add.at(shares, tuple(box.T), 1)
    return shares / len(box)

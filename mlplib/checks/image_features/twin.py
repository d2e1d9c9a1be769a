# Made from the source of the assignment image_features, which is private. Do not edit.
import numpy as np

from mlplib.checks import array, call_answer, call_text, check_that
from mlplib.features import colour_histogram, hog

exercise = "3.6"


def test_colours_stay_and_edges_change(twin):
    y, x = np.mgrid[:32, :32]
    image = np.stack([127 + 100 * np.sin(x / 3 + y / 5), 8 * x, 2 * x + 5 * y], axis=2).astype(np.uint8)
    given = call_text("twin", image, "colours")
    other = call_answer("twin", twin, image, "colours")
    array("the twin", other, (32, 32, 3), given=given)
    check_that(
        "the twin is of type uint8",
        getattr(other, "dtype", None) == np.uint8,
        given=given,
        received=getattr(other, "dtype", type(other).__name__),
        hint="end with .astype(np.uint8)",
    )
    apart = np.abs(other.astype(int) - image).mean()
    check_that(
        "the twin differs from the picture by 2 or more on average",
        apart >= 2,
        given=given,
        received=f"{apart:.2g}",
        hint="a picture is no twin of itself",
    )
    change = np.abs(colour_histogram(other[None]) - colour_histogram(image[None])).max()
    check_that(
        "the colour histogram stays",
        change < 1e-6,
        given=given,
        received=f"a share changed by {change:.2g}",
        hint="move pixels, but leave each one whole and use each one once",
    )
    change = np.abs(hog(other[None], cell=32) - hog(image[None], cell=32)).max()
    check_that(
        "HoG changes",
        change > 1e-3,
        given=given,
        received=f"no vote changed by more than {change:.2g}",
        expected="more than 0.001",
        hint="half a turn turns every gradient round, and opposite directions are one",
    )


def test_edges_stay_and_colours_change(twin):
    y, x = np.mgrid[:32, :32]
    grey = (127 + 80 * np.sin(x / 3 + y / 5) + 1.5 * x).astype(np.uint8)
    coloured = np.stack([127 + 127 * np.sin(x / 3 + y / 5), 8 * x, 2 * x + 5 * y], axis=2).astype(np.uint8)
    for what, image in [
        ("a coloured", coloured),
        ("a grey", np.repeat(grey[..., None], 3, axis=2)),
    ]:
        given = call_text("twin", image, "edges") + f", {what} picture"
        other = call_answer("twin", twin, image, "edges")
        array("the twin", other, (32, 32, 3), given=given)
        check_that(
            "the twin is of type uint8",
            getattr(other, "dtype", None) == np.uint8,
            given=given,
            received=getattr(other, "dtype", type(other).__name__),
            hint="end with .astype(np.uint8)",
        )
        change = np.abs(hog(other[None], cell=32) - hog(image[None], cell=32)).max()
        check_that(
            "HoG stays",
            change < 1e-6,
            given=given,
            received=f"a vote changed by {change:.2g}",
            hint="no direction may change: rounding does it, and a number that leaves 0 to 255",
        )
        change = np.abs(colour_histogram(other[None]) - colour_histogram(image[None])).max()
        check_that(
            "the colour histogram changes",
            change > 1e-3,
            given=given,
            received=f"no share changed by more than {change:.2g}",
            expected="more than 0.001",
            hint="moving pixels keeps colours; swapping the three channels of grey does nothing",
        )


def test_neither_colours_nor_edges_see_the_twin(twin):
    y, x = np.mgrid[:32, :32]
    image = np.stack([127 + 100 * np.sin(x / 3 + y / 5), 8 * x, 2 * x + 5 * y], axis=2).astype(np.uint8)
    given = call_text("twin", image, "both")
    other = call_answer("twin", twin, image, "both")
    array("the twin", other, (32, 32, 3), given=given)
    check_that(
        "the twin is of type uint8",
        getattr(other, "dtype", None) == np.uint8,
        given=given,
        received=getattr(other, "dtype", type(other).__name__),
        hint="end with .astype(np.uint8)",
    )
    apart = np.abs(other.astype(int) - image).mean()
    check_that(
        "the twin differs from the picture by 2 or more on average",
        apart >= 2,
        given=given,
        received=f"{apart:.2g}",
        hint="the same picture is no twin: it must look different",
    )
    change = np.abs(colour_histogram(other[None]) - colour_histogram(image[None])).max()
    check_that(
        "the colour histogram stays",
        change < 1e-6,
        given=given,
        received=f"a share changed by {change:.2g}",
        hint="the pixels must be the same ones, in other places: the negative has other colours",
    )
    change = np.abs(hog(other[None], cell=32) - hog(image[None], cell=32)).max()
    check_that(
        "HoG stays",
        change < 1e-6,
        given=given,
        received=f"a vote changed by {change:.2g}",
        hint="which movement of the whole picture keeps every direction, or turns it round?",
    )

"""Make a twin that the feature cannot see

Write `twin(image, blind)`. It gets a picture of shape (32, 32, 3), `uint8`, and gives back another picture of the same shape and type, so that some features stay as they are:

| `blind` | must stay | must change |
|---|---|---|
| `"colours"` | the colour histogram (4 bins) | HoG |
| `"edges"` | HoG | the colour histogram |
| `"both"` | the colour histogram and HoG | the picture |

HoG is here one histogram of the whole picture: `cell=32`, 9 orientations, at each pixel the channel with the steepest slope, as in the chapter. A feature stays if none of its numbers differs by more than 0.000001, and has changed if one differs by more than 0.001. Every twin must also look different: its numbers differ from those of the picture by at least 2 on average.

The picture can be any: it may use all brightnesses from 0 to 255, or be grey, with three equal channels. But it has no symmetry, neither of place nor of brightness.

For example, adding 100 to all numbers is no answer to `"edges"`: above 255 a `uint8` begins again at 0, which makes new edges.
"""

# canary: 5d1f6c0a9e
import numpy as np

from exercises.private.question import check, hidden_check, look, question, wrong
from mlplib.checks import array, call_answer, call_text, check_that
from mlplib.features import colour_histogram, hog


@question(
    number=6,
    section="know-what-a-feature-cannot-see",
    star=True,
    todo="what may change without the feature noticing?",
)
def twin(image, blind):
    """Another picture (32, 32, 3) that the features named by `blind` cannot tell from the image."""
    if blind == "colours":
        return image[::-1]  # upside down: a stroke leans the other way
    if blind == "edges":
        return 255 - image
    return image[::-1, ::-1]  # half a turn: each gradient is turned round


@check(points=1)
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


@check(points=1)
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


@check(points=1)
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


@hidden_check(points=2)
def test_twins_of_other_pictures(twin):
    y, x = np.mgrid[:32, :32]
    images = []
    for seed in [2701, 2704, 2705, 2708]:  # no two channels are equally steep at a pixel
        rng = np.random.default_rng(seed)
        a, b, c = rng.uniform(2, 7, size=(3, 3, 1, 1))
        image = 127.5 + 70 * np.sin(x / a + y / b + c) + 3.5 * (x - 15.5) + rng.normal(size=(3, 32, 32)) * 6
        image = np.moveaxis(image, 0, 2).clip(0, 255).astype(np.uint8)
        images.append(np.repeat(image[..., :1], 3, axis=2) if seed == 2708 else image)
    for image in images:
        for blind in ["colours", "edges", "both"]:
            given = call_text("twin", image, blind)
            other = call_answer("twin", twin, image, blind)
            array("the twin", other, (32, 32, 3), given=given)
            check_that("the twin is of type uint8", getattr(other, "dtype", None) == np.uint8, given=given)
            check_that(
                "the twin looks different",
                np.abs(other.astype(int) - image).mean() >= 2,
                given=given,
            )
            pairs = [(colour_histogram(p[None]), hog(p[None], cell=32)) for p in (image, other)]
            colours, edges = (np.abs(one - two).max() for one, two in zip(*pairs))
            right = {
                "colours": colours < 1e-6 and edges > 1e-3,
                "edges": edges < 1e-6 and colours > 1e-3,
                "both": colours < 1e-6 and edges < 1e-6,
            }
            check_that(
                f"the table holds for {blind!r}",
                right[blind],
                given=given,
                received=f"the colours changed by {colours:.2g}, HoG by {edges:.2g}",
            )


@look
def look_at_twins():
    """Look at your twins: a picture of tilted stripes, and the three pictures that you made of it, in the order of the table."""
    from mlplib import plotting

    y, x = np.mgrid[:32, :32]
    picture = [127 + 100 * np.sin(x / 3 + y / 5), 8 * x, 2 * x + 5 * y]
    picture = np.stack(picture, axis=2).astype(np.uint8)
    names = ["colours", "edges", "both"]
    pictures = np.stack([picture, *[twin(picture, name) for name in names]])
    ax = plotting.plt.figure(figsize=(7, 2)).add_axes([0, 0, 1, 1])
    plotting.plot_images(ax, pictures, ["picture", *names], n_columns=4)


@wrong("a picture is no twin of itself")
def the_same_picture(image, blind):
    return image


@wrong("half a turn turns every gradient round")
def half_a_turn_for_the_colours(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    colours = both
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("leave each one whole")
def the_channels_of_each_pixel_are_swapped(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    colours = image[..., ::-1]
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("a number that leaves 0 to 255")
def brighter_beyond_255(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    edges = image + np.uint8(100)
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("swapping the three channels of grey")
def other_channels_for_a_grey_picture_too(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    edges = image[..., ::-1]
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("the negative has other colours")
def the_negative_for_both(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    both = edges
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("which movement of the whole picture")
def a_mirror_for_both(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    both = image[:, ::-1]
    return {"colours": colours, "edges": edges, "both": both}[blind]


@wrong("end with .astype(np.uint8)")
def floats(image, blind):
    colours, edges = image[::-1], 255 - image
    both = image[::-1, ::-1]
    edges = 255.0 - image
    return {"colours": colours, "edges": edges, "both": both}[blind]

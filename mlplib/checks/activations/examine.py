# Made from the source of the assignment activations, which is private. Do not edit.
import numpy as np

from mlplib.checks import call_answer, call_text, check_close, parts

exercise = "6.3"


def test_a_unit_is_silent_only_if_it_is_silent_for_every_example(examine):
    H = np.array([[0.0, 1.5, 0.0, 0.0], [0.0, 0.0, -0.1, 0.0], [0.0, 2.0, -0.2, 0.3]])
    both = (H, "two of four units are silent", 0.5), (H[:, :3], "two of three units are silent", 2 / 3)
    for units, what, share in both:
        given = call_text("examine", units, np.ones((3, 2)))
        silent, _ = parts(
            "silent, one_sign", call_answer("examine", examine, units, np.ones((3, 2))), given=given
        )
        check_close(
            what,
            silent,
            share,
            given=given,
            hint="(H <= 0).all over the examples (axis 0), then the mean over the units",
            mistakes=[
                (1, "you counted units that are silent for some example: they must be silent for all"),
                (
                    0.75,
                    "this is the share of outputs, not of units: first ask of each unit whether all are 0",
                ),
                (1 / 3, "you went along the rows: these are examples without an active unit"),
                (0.25, "an output below 0, as of Leaky ReLU, is silent too: H <= 0"),
                (2, "this is the number of silent units: divide by the width of the layer"),
            ],
        )


def test_one_example_with_positive_outputs_gives_gradients_of_one_sign(examine):
    d_Z = np.array([[0.4, -1.0, 0.2]])
    for H, share in [(np.array([[0.2, 0.9, 0.5]]), 1), (np.array([[0.2, -0.9, 0.5]]), 0)]:
        given = call_text("examine", H, d_Z)
        one_sign = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[1]
        mixed = "one output is negative, so none of the neurons get one sign"
        check_close(
            "all outputs are positive, so all three neurons get one sign" if share else mixed,
            one_sign,
            share,
            given=given,
            hint="the column of a neuron is H times its d_Z: look down each column of H.T @ d_Z",
            mistakes=[
                (0, "this is the share of neurons with both signs, or you went along the rows"),
                (1, "these are the signs of d_Z alone: the gradient of a weight is the output times d_Z"),
                (2 / 3, "all 0 or below is one sign as well"),
            ],
        )


def test_a_batch_is_added_up_before_the_signs_are_read(examine):
    H = np.array([[1.0, 3.0, 2.0], [2.0, 1.0, 1.0]])
    d_Z = np.array([[1.0, 1.0, 1.0, 1.0], [-1.0, -0.2, -0.6, 1.0]])
    given = call_text("examine", H, d_Z)
    one_sign = parts("silent, one_sign", call_answer("examine", examine, H, d_Z), given=given)[1]
    check_close(
        "two of the four neurons have gradients of one sign",
        one_sign,
        0.5,
        given=given,
        hint="the columns of H.T @ d_Z are (-1, 2, 1), (0.6, 2.8, 1.8), (-0.2, 2.4, 1.4), (3, 4, 3)",
        mistakes=[
            (0.25, "the gradient of a batch is a sum over its examples: read the signs of the sum"),
            (1, "the outputs are positive, but the batch mixes: multiply H.T @ d_Z first"),
            (2 / 3, "rows of H.T @ d_Z belong to units, columns to neurons: look down the columns"),
        ],
    )

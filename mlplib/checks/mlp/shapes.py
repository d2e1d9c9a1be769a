# Made from the source of the assignment mlp, which is private. Do not edit.
from mlplib.checks import call_answer, call_text, check_close, check_that, parts

exercise = "5.1"


def test_every_array_has_its_shape(shapes):
    wanted = {
        "X": (7, 4),
        "W1": (4, 6),
        "b1": (6,),
        "H1": (7, 6),
        "W2": (6, 5),
        "b2": (5,),
        "H2": (7, 5),
        "W3": (5, 3),
        "b3": (3,),
        "S": (7, 3),
    }
    given = call_text("shapes", 7, [4, 6, 5, 3])
    arrays, _ = parts("arrays, n_parameters", call_answer("shapes", shapes, 7, [4, 6, 5, 3]), given=given)
    check_that(
        "arrays is a dict",
        isinstance(arrays, dict),
        given=given,
        received=arrays,
        expected="a dict {name: shape}",
    )
    missing = [name for name in wanted if name not in arrays]
    extra = [name for name in arrays if name not in wanted]
    hint = "there is a layer for each pair of neighbouring widths: three here"
    if {"W0", "b0", "H0"} & set(arrays):
        hint = "count the layers from 1"
    elif "H3" in arrays:
        hint = "the last layer has no hidden outputs: what comes out of it is S"
    check_that(
        "every array has its name",
        not missing and not extra,
        given=given,
        received=f"missing: {missing}, too many: {extra}",
        expected=f"the names {list(wanted)}",
        hint=hint,
    )
    for name, shape in wanted.items():
        received = arrays[name]
        is_shape = isinstance(received, tuple | list)
        hint = "draw the arrays: rows are examples, columns are units"
        if not is_shape:
            hint = f"the shape of a vector is a tuple with one entry and a comma: ({shape[0]},)"
        elif tuple(received) == shape[::-1]:
            hint = f"{name} lies on its side: X @ W1 gives H1, (n, d) times (d, h) gives (n, h)"
        elif name[0] == "b":
            hint = "one bias for each unit of the layer, however many examples there are"
        check_that(
            f"{name} has its shape",
            is_shape and tuple(received) == shape,
            given=given,
            received=received,
            expected=f"{shape}",
            hint=hint,
        )


def test_a_network_of_4_and_3_and_2_has_23_parameters(shapes):
    given = call_text("shapes", 10, [4, 3, 2])
    _, n_parameters = parts("arrays, n_parameters", call_answer("shapes", shapes, 10, [4, 3, 2]), given=given)
    check_close(
        "4·3 + 3 weights and biases, then 3·2 + 2",
        n_parameters,
        23,
        given=given,
        hint="add the sizes of all W and all b, and nothing else",
        mistakes=[
            (18, "these are the weights alone: biases are parameters too"),
            (20, "the biases of the last layer are missing"),
            (21, "the biases of the first layer are missing"),
            (27, "the inputs have no bias: nothing is computed there"),
            (15, "the last layer is missing"),
            (8, "the first layer is missing"),
            (113, "examples and hidden outputs are not parameters: training changes only W and b"),
        ],
    )

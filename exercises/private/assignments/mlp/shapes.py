"""Shapes and parameters

Write `shapes(n, widths)` for $n$ examples and a network whose layers have the widths `widths`: inputs first, then every hidden layer, classes last. It gives back `(arrays, n_parameters)`:

- `arrays`: a dict from the name of each array to its shape, a tuple. The names are `"X"`, then `"W1"`, `"b1"` and `"H1"` (the outputs of hidden layer 1), `"W2"`, `"b2"` and `"H2"`, and so on. The last layer has no `H`; its result is the scores, `"S"`.
- `n_parameters`: how many numbers training can change.

For example, `shapes(5, [3072, 100, 10])` gives the shapes `"X": (5, 3072)`, `"W1": (3072, 100)`, `"b1": (100,)`, `"H1": (5, 100)`, `"W2": (100, 10)`, `"b2": (10,)`, `"S": (5, 10)`, and 308310 parameters. A list `widths` of two numbers is a linear model: it has no hidden layer.
"""

# canary: 5d1f6c0a9e
from itertools import pairwise

from exercises.private.question import check, hidden_check, question, wrong
from mlplib.checks import call_answer, call_text, check_close, check_that, parts


@question(
    number=1,
    section="put-a-hidden-layer-between-the-picture-and-the-scores",
    todo="a loop over pairs of neighbouring widths",
)
def shapes(n, widths):
    """Shapes of all arrays {name: tuple} of a network for n examples, and its number of parameters."""
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@check(points=0.5)
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


@check(points=0.5)
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


@hidden_check(points=1)
def test_shapes_and_counts_are_right_for_any_depth(shapes):
    for n, widths in [(3, [4, 2]), (1, [2, 9, 1]), (20, [5, 1, 4, 1, 3]), (64, [3072, 100, 10])]:
        given = call_text("shapes", n, widths)
        arrays, n_parameters = parts(
            "arrays, n_parameters", call_answer("shapes", shapes, n, widths), given=given
        )
        check_that(
            "arrays is a dict of tuples",
            isinstance(arrays, dict) and all(isinstance(shape, tuple | list) for shape in arrays.values()),
            given=given,
            received=arrays,
        )
        wanted, count = {"X": (n, widths[0])}, 0
        for i, (d, h) in enumerate(pairwise(widths), 1):
            wanted |= {f"W{i}": (d, h), f"b{i}": (h,), f"H{i}": (n, h)}
            count += (d + 1) * h
        wanted["S"] = wanted.pop(f"H{len(widths) - 1}")
        received = {name: tuple(shape) for name, shape in arrays.items()}
        check_that(
            "every array has its name and shape",
            received == wanted,
            given=given,
            received=received,
            expected=wanted,
        )
        check_close("the number of parameters", n_parameters, count, given=given)


@wrong("W1 lies on its side")
def w_as_for_columns(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (h, d), (h,)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("H1 lies on its side")
def hidden_outputs_as_columns(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays["S" if i == last else f"H{i}"] = (h, n)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("with one entry and a comma")
def a_number_for_the_shape_of_b(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("one bias for each unit of the layer")
def a_bias_for_each_example(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (n, h)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("has no hidden outputs")
def h_for_the_scores(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays[f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("count the layers from 1")
def layers_counted_from_0(n, widths):
    arrays = {"X": (n, widths[0])}
    for i, (d, h) in enumerate(zip(widths, widths[1:])):
        arrays |= {f"W{i}": (d, h), f"b{i}": (h,), f"H{i}": (n, h)}
    arrays["S"] = arrays.pop(f"H{i}")
    return arrays, sum((d + 1) * h for d, h in zip(widths, widths[1:]))


@wrong("these are the weights alone")
def weights_alone(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, 0, len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h
    return arrays, n_parameters


@wrong("the inputs have no bias")
def inputs_with_a_bias(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, widths[0], len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h
    return arrays, n_parameters


@wrong("are not parameters")
def counts_outputs_and_examples(n, widths):
    arrays, n_parameters, last = {"X": (n, widths[0])}, n * widths[0], len(widths) - 1
    for i in range(1, len(widths)):
        d, h = widths[i - 1], widths[i]
        arrays[f"W{i}"], arrays[f"b{i}"] = (d, h), (h,)
        arrays["S" if i == last else f"H{i}"] = (n, h)
        n_parameters += d * h + h + n * h
    return arrays, n_parameters


@wrong("for each pair of neighbouring widths")
def two_layers_only(n, widths):
    d, h, c = widths[0], widths[1], widths[-1]
    arrays = {"X": (n, d), "W1": (d, h), "b1": (h,), "H1": (n, h), "W2": (h, c), "b2": (c,), "S": (n, c)}
    return arrays, d * h + h + h * c + c

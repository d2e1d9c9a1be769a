"""The benchmarks at tiny sizes, and the page that is written from what they measured."""

import dataclasses

import nbformat
import numpy as np
import pytest
from numpy.testing import assert_allclose

from benchmarks import commands, contenders, digits, features, growth, measure, report, results, training
from benchmarks.results import Line, Part
from mlplib.datasets import shapes

TINY = (6, 12, 5, 3)
WITHOUT_PYTORCH = {name: make for name, make in contenders.CONTENDERS.items() if name != "PyTorch"}


@pytest.mark.parametrize("dtype", training.DTYPES)
def test_every_library_does_the_same_work(dtype):
    losses = contenders.losses_of(contenders.problem(TINY, dtype), WITHOUT_PYTORCH)
    assert list(losses) == ["mlplib", "slide", "in place", "mlplib with biases", "scikit-learn"]


def test_other_work_is_noticed():
    def idle(p):
        return lambda: 0.0

    with pytest.raises(RuntimeError, match="different work at float64"):
        contenders.losses_of(contenders.problem(TINY, np.float64), {**WITHOUT_PYTORCH, "slide": idle})


def test_the_floor_multiplies_what_a_step_multiplies():
    p = contenders.problem(TINY, np.float64)
    assert p.n_steps == contenders.MAX_STEPS
    assert contenders.problem(training.SHAPES[0], np.float32).n_steps < contenders.MAX_STEPS
    assert contenders.floor(p)() is None


def test_digits_are_learned_alike():
    both = digits.contenders(epochs=2, hidden=8)
    ours, theirs = (float(both[name]()()) for name in ("mlplib", "scikit-learn"))
    assert_allclose(ours, theirs, rtol=1e-9)


def test_memory_counts_the_arrays_of_a_step():
    peak, needed = training.memory(contenders.problem((8, 200, 50, 3), np.float64))
    assert needed < peak < 2 * needed


def test_training_gives_a_line_for_each_target_and_a_row_for_each_shape():
    part = training.measure(n_rounds=1, shapes=[TINY], contenders=WITHOUT_PYTORCH, epochs=1)
    assert [line.unit for line in part.lines] == ["×"] * 2
    assert [len(rows) for _, _, rows in part.tables] == [2]


def test_a_named_shape_is_held_to_the_floor_and_to_pytorch_within_what_is_possible():
    steps = {"floor": 1, "mlplib": 2, "slide": 1.5, "in place": 1.8, "PyTorch": 6}
    seconds = {name: value * np.array([1, 1, 3]) for name, value in steps.items()}
    ours, theirs = training.lines_of((64, 64, 64, 10), np.float32, seconds, "by hand")
    assert (ours.value, ours.at_most, ours.limit) == (2, 2.2, 1.5)
    assert (theirs.value, theirs.at_least, theirs.limit) == (3, 3, 6)


def test_features_agree_with_the_other_libraries():
    images = shapes(rng=np.random.default_rng(0), n_train=20, n_validation=10, n_test=10).train.images
    for name, functions in features.feature_pairs(images, n_patches=500, n_words=7).items():
        features.require_agreement(name, *(function(images) for function in functions))


def test_disagreement_is_noticed():
    with pytest.raises(RuntimeError, match="HoG"):
        features.require_agreement("HoG", np.zeros(4), np.ones(4))
    with pytest.raises(RuntimeError, match="k-means"):
        features.require_equal_objectives(np.eye(3), np.eye(3), np.zeros((1, 3)))


def test_both_cluster_alike(rng):
    X = rng.normal(size=(300, 4))
    ours, theirs = (run() for run in features.lloyd(X, 3, n_iterations=2))
    assert_allclose(ours, theirs)


def test_multiplications_double_with_the_examples():
    one = growth.multiplications(growth.BASE)
    assert growth.multiplications({**growth.BASE, "examples": 2 * growth.BASE["examples"]}) == 2 * one
    # 2 examples, 256 inputs, one hidden layer of 3, 5 classes: 256·3 twice, 3·5 three times
    small = {"examples": 2, "width": 3, "depth": 1, "classes": 5}
    assert growth.multiplications(small) == 2 * (2 * 256 * 3 + 3 * 3 * 5)


def test_a_power_law_has_its_slope():
    assert_allclose(growth.slope([1, 2, 4], [3, 12, 48]), 2)


def test_growth_has_a_line_for_each_size():
    part = growth.measure(n_rounds=1, sizes={"examples": (4, 8), "depth": (1, 2)})
    assert len(part.lines) == len(part.tables[0][2]) == 2


def test_rounds_are_paired_and_the_first_warms_up():
    ran, ticks = [], iter(range(100))
    contenders = {name: lambda name=name: lambda: ran.append(name) for name in "ab"}
    seconds = measure.paired(contenders, 2, clock=lambda: next(ticks))
    assert ran == list("ababab")
    assert seconds["a"].tolist() == seconds["b"].tolist() == [1, 1]


@pytest.fixture
def parts():
    table = ("Times", ["(n, d, h, c), type", "floor", "mlplib"], [["(1, 2), float32", "0.1", "2.00"]])
    lines = [
        Line("fast", 1.25, "×", "by hand", 1.0, 1.5, at_most=2, reason="None."),
        Line("slow", 3.0, "×", "by clock", at_least=4, limit=5.5, reason="Because."),
    ]
    return {"training": Part(lines, [table], "2026-01-01", "a machine")}


def test_the_page_says_what_holds_and_why_what_misses(parts):
    text = report.page(parts)
    assert "1 of 2 targets hold." in text
    rows = "| fast | 1.25~× (1~to~1.5) | ≤~2, holds | a |\n| slow | 3~× | ≥~4, **missed**; limit~5.5 | b |"
    assert rows.replace("~", "\N{NO-BREAK SPACE}") in text
    assert "How: **a:** by hand; **b:** by clock." in text
    assert "**Missed: slow.** Because." in text
    assert "{{" not in text


@pytest.mark.parametrize(
    ("value", "text"), [(1321.4, "1320"), (0.03142, "0.0314"), (2.0, "2"), (463.2, "463")]
)
def test_numbers_have_three_digits_and_no_power_of_ten(value, text):
    assert report.digits(value) == text


def test_a_page_without_misses_gives_no_reasons(parts):
    held = dataclasses.replace(parts["training"], lines=parts["training"].lines[:1])
    text = report.page({"training": held})
    assert "All 1 targets hold." in text
    assert "Missed" not in text


def test_parts_keep_what_was_measured_earlier(parts, tmp_path):
    path = tmp_path / "results.json"
    results.store("training", parts["training"], path)
    results.store("growth", Part([], []), path)
    stored = results.read(path)
    assert stored["training"].lines == parts["training"].lines
    assert stored["growth"].date == stored["training"].date != parts["training"].date


def test_the_page_of_the_book_is_written_from_the_results():
    written = report.PAGE.read_text(encoding="utf-8")
    assert written == report.page(results.read()), "run python -m benchmarks.report"


def test_every_line_that_has_a_target_has_a_reason_to_miss_it():
    for part in results.read().values():
        assert all(line.reason for line in part.lines if line.has_target)


def test_a_missed_target_is_named_and_ends_with_a_code(capsys):
    fast = Line("fast", 1.0, "s", "", at_most=2)
    slow = Line("slow", 3.0, "s", "", at_most=2, reason="Because.")
    assert report.judge(Part([fast], [])) == 0
    assert report.judge(Part([fast, slow], [])) == 1
    assert "over   slow: 3" in capsys.readouterr().out


def test_a_changed_chapter_prints_what_it_printed(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("Text."), nbformat.v4.new_code_cell("1 + 1")]
    path = tmp_path / "chapter.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    commands.change(path, "markdown")
    commands.change(path, "code")
    text, code = nbformat.read(path, as_version=4).cells
    assert text.source == "Text. Changed."
    assert code.source == "1 + 1\n# changed"


def test_each_frame_counts_in_the_mean_cost():
    said = "a: 3 frames drawn, 0.100 CPU s each\nb: 1 of 9 frames\nb: 1 frames drawn, 0.5 CPU s each"
    assert_allclose(commands.cost_of_frames(said), [0.1, 0.1, 0.1, 0.5])


def test_a_table_without_a_target_has_no_column_for_it():
    text = "\n".join(report.section(Part([Line("slope", 0.9, "", "by eye")], [], "2026-01-01", "a machine")))
    assert "| what | measured | how |\n| --- | --- | --- |\n| slope | 0.9 | a |" in text

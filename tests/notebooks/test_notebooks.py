"""What every notebook of the book must look like; `pytest --nbval` then compares what it prints."""

import ast
import copy
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from tools.notebooks import FOLDED, dumps, normalise
from tools.toc import pages

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("*.ipynb"), *ROOT.glob("chapters/*.ipynb")])
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name == "chapters"]
SOLVED = sorted(ROOT.glob("exercises/*/*/*.ipynb"))  # the assignments, where their solutions are
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_executed = pytest.mark.parametrize(
    "path", NOTEBOOKS + SOLVED, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def parsed(source):
    """The syntax tree of a cell; its magics are calls there, as IPython runs them."""
    return ast.parse(TransformerManager().transform_cell(source))


def tags(cell):
    return set(cell.metadata.get("tags", []))


@every_executed
def test_a_notebook_is_valid_and_stored_in_normal_form(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert path.read_text(encoding="utf-8") == dumps(normalise(notebook)), "run `make notebooks`"


@every_executed
def test_every_cell_was_executed_in_order(path):
    """nbval compares nothing for a cell that was never run, so that must not happen."""
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run `make notebooks`"


@every_executed
def test_no_warning_or_error_is_stored(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id


@every_executed
def test_no_output_depends_on_an_address_in_memory(path):
    for cell in code_cells(path):
        assert " at 0x" not in json.dumps(cell.outputs), cell.id


@every_executed
def test_cell_ids_are_words(path):
    for cell in read(path).cells:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell.id), cell.id
        assert not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}.*)?", cell.id), f"{cell.id} was drawn at random"


@every_notebook
def test_every_figure_has_alt_text(path):
    for cell in code_cells(path):
        if "<Figure size" in json.dumps(cell.outputs):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt) > 20, f"{cell.id} shows a figure without alt text"


@every_notebook
def test_code_is_short_enough_to_read(path):
    for cell in code_cells(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if not FOLDED & tags(cell):
            assert len(lines) <= 15, f"{cell.id} shows {len(lines)} lines"


@every_notebook
def test_a_reader_meets_no_assertion(path):
    """What a chapter claims is asserted in tests/claims; all that stays unseen is the cell that installs."""
    for cell in code_cells(path):
        assert not any(isinstance(node, ast.Assert) for node in ast.walk(parsed(cell.source))), cell.id
        assert "remove-cell" not in tags(cell) or cell.id == "install", cell.id


@every_executed
def test_no_cell_ends_in_a_semicolon(path):
    for cell in code_cells(path):
        assert not cell.source.rstrip().endswith(";"), f"{cell.id}: a final ';' fails strict nbval"


@every_notebook
def test_only_timings_may_be_left_uncompared(path):
    uncompared = [cell.id for cell in code_cells(path) if {"nbval-ignore-output", "nbval-skip"} & tags(cell)]
    assert all(cell.startswith("timing") for cell in uncompared), uncompared


def test_the_table_of_contents_names_pages_that_there_are():
    assert [page for page in pages() if not list(ROOT.glob(f"{page}.*"))] == []


def declared_names():
    """Names in code that the table of chapters/notation.md declares."""
    table = (ROOT / "chapters" / "notation.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row[2])}


def mathematical_names(source):
    """One-letter names, with or without d_ and digits, that a cell assigns or takes as arguments."""
    tree = parsed(source)
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.comprehension)]
    counters = {name.id for loop in loops for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    assigned = {name.id for name in names if isinstance(name.ctx, ast.Store)} - counters
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    arguments = {a.arg for f in functions for a in f.args.args + f.args.kwonlyargs}
    return {name for name in assigned | arguments if re.fullmatch(r"(d_)?[A-Za-z]\d*", name)}


@every_chapter
def test_every_symbol_is_declared_in_the_notation(path):
    declared = declared_names()
    for cell in code_cells(path):
        for name in mathematical_names(cell.source):
            assert name in declared or name.rstrip("0123456789") in declared, f"{cell.id} uses {name}"


FORMULA = re.compile(r"\$\$.+?\$\$|(?<!\\)\$[^$]+\$", re.S)
WORDS = re.compile(r"\\(?:operatorname|text|mathrm|mathbb|begin|end)\*?\{[^}]*\}")  # and sets
NO_SYMBOLS = re.compile(  # what TeX writes operators, functions, accents and spaces with
    r"\\(?:aligned|approx|bar|binom|big[lr]|cases|cdots?|l?dots|exp|t?frac|[gln]e|hat|in|infty|left|(?:left|right|xright)arrow"
    r"|ln|log|[lr]vert|mathbf|mathcal|max|mid|min|nabla|odot|partial|pi|pm|prod|q?quad|right|sqrt|sum|tanh|tilde"
    r"|times|to|top|cos|sin)(?![A-Za-z])"
)


def symbols(text):
    """Letters, Latin and Greek, that stand for something in the formulas of a text."""
    formulas = " ".join(WORDS.sub(" ", found) for found in FORMULA.findall(text))
    return set(re.findall(r"\\[A-Za-z]+|[A-Za-z]", NO_SYMBOLS.sub(" ", formulas)))


@every_chapter
def test_every_symbol_of_a_formula_is_declared_in_the_notation(path):
    table = (ROOT / "chapters" / "notation.md").read_text(encoding="utf-8")
    declared = symbols("\n".join(line for line in table.splitlines() if line.startswith("|")))
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert symbols(cell.source) <= declared, cell.id


def test_operators_words_and_sets_are_no_symbols():
    text = r"$\mathbf{x} \in \mathbb{R}^d$, $\operatorname{ReLU}(z_{jk})$ and $$\frac\alpha2$$ but a"
    assert symbols(text) == {"x", "d", "z", "j", "k", r"\alpha"}


def test_a_symbol_that_is_not_declared_is_noticed():
    assert mathematical_names("def f(q, W1): d_Z = q\nfor i in []: pass") == {"q", "W1", "d_Z"}
    assert "q" not in declared_names()


def bound_names(cell):
    """Names that the top level of a cell binds, each with its node; a function body binds none."""
    for statement in parsed(cell.source).body:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name, statement
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, statement
            elif isinstance(node, ast.alias):
                yield node.asname or node.name, statement


def names_behind(function, functions):
    """Every name that a function reads, and that the functions of the notebook it calls read."""
    seen, todo = set(), [function]
    while todo:
        tree = todo.pop()
        arguments = [node for node in ast.walk(tree) if isinstance(node, ast.arguments)]
        local = {a.arg for node in arguments for a in node.args + node.kwonlyargs}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                local.add(node.id)
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - local
        todo += [functions[name] for name in read & functions.keys() - seen]
        seen |= read
    return seen


def rebound_behind_sliders(cells):
    """Pairs (drawing function, name) where a cell after the slider binds again what the function reads."""
    last_bound, functions = {}, {}
    for number, cell in enumerate(cells):
        for name, node in bound_names(cell):
            last_bound[name] = number
            if isinstance(node, ast.FunctionDef):
                functions[name] = node
    drawn = [re.search(r"^explore\(\s*(\w+)", cell.source, flags=re.M) for cell in cells]
    return [
        (found[1], name)
        for number, found in enumerate(drawn)
        if found
        for name in sorted(names_behind(functions[found[1]], functions))
        if last_bound.get(name, 0) > number
    ]


@every_notebook
def test_a_slider_still_draws_the_same_after_the_whole_notebook_has_run(path):
    """A live slider reads the names of the notebook when it is moved, not when it was made."""
    assert rebound_behind_sliders(code_cells(path)) == []


def test_a_name_bound_again_behind_a_slider_is_noticed():
    sources = [
        "X = 1",
        "def f(a):\n    return X",
        "def draw(fig, a):\n    f(a)\nexplore(\n    draw)",
        "X = 2",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    assert rebound_behind_sliders(cells) == [("draw", "X")]
    assert rebound_behind_sliders(cells[:-1]) == []


@every_notebook
def test_normalising_twice_changes_nothing(path):
    once = normalise(json.loads(path.read_text(encoding="utf-8")))
    assert normalise(copy.deepcopy(once)) == once


def test_normalising_keeps_text_and_drops_pictures_and_metadata():
    figure = {"image/png": "iVBOR", "text/plain": "<Figure>", "application/vnd.jupyter.widget-view+json": {}}
    cell = nbformat.v4.new_code_cell("1", metadata={"tags": ["x"], "collapsed": True}, execution_count=4)
    cell.outputs = [
        nbformat.v4.new_output("display_data", figure, metadata={"image/png": {"width": 3}}),
        nbformat.v4.new_output("stream", text="a"),
        nbformat.v4.new_output("stream", text="b"),
        nbformat.v4.new_output("display_data", {"image/png": "iVBOR"}),
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"widgets": {}, "authors": []})
    normal = normalise(notebook)
    (kept,) = normal["cells"]
    assert kept["metadata"] == {"tags": ["x"]}
    assert [output.get("data", output.get("text")) for output in kept["outputs"]] == [
        {"text/plain": "<Figure>"},
        "ab",
    ]
    assert normal["metadata"].keys() == {"kernelspec"}
    assert "widgets" in notebook.metadata, "the argument is not changed"


@pytest.mark.parametrize("tag", ["hide-input", "remove-cell"])
def test_what_the_page_folds_is_folded_in_a_live_notebook(tag):
    def metadata(tags):
        cell = nbformat.v4.new_code_cell("1", metadata={"tags": tags, "jupyter": {"source_hidden": False}})
        return normalise(nbformat.v4.new_notebook(cells=[cell]))["cells"][0]["metadata"]

    assert metadata([tag]) == {"tags": [tag], "jupyter": {"source_hidden": True}, "cellView": "form"}
    assert metadata(["nbval-ignore-output"]) == {"tags": ["nbval-ignore-output"]}


def run_strictly(tmp_path, printed):
    cell = nbformat.v4.new_code_cell("print(f'{1 / 3:.3f}')", id="third", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed + "\n")]
    path = tmp_path / "claim.ipynb"
    path.write_text(dumps(normalise(nbformat.v4.new_notebook(cells=[cell]))), encoding="utf-8")
    options = ["--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-c", os.devnull, str(path)]
    command = [sys.executable, "-m", "pytest", *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)


def test_strict_nbval_passes_a_right_number(tmp_path):
    done = run_strictly(tmp_path, "0.333")
    assert done.returncode == 0, done.stdout


def test_strict_nbval_fails_a_wrong_number(tmp_path):
    done = run_strictly(tmp_path, "0.334")
    assert done.returncode == 1, done.stdout
    assert "0.334" in done.stdout

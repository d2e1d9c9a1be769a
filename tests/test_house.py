"""The house rules of mlplib: which room may use which."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

MLPLIB = Path(__file__).parents[1] / "mlplib"
FLOORS = [
    {"locale"},
    {"_arguments", "_homes"},
    {"activations", "losses", "metrics", "gradcheck", "clinic", "datasets", "features"},
    {"layers"},
    {"linear_model", "perceptron", "mlp"},
    {"optim"},
    {"plotting"},
    {"explore", "playground"},
    {"checks"},
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
HEAVY = ("matplotlib", "ipywidgets", "PIL", "skimage", "pooch")
FILES = sorted(MLPLIB.rglob("*.py"))


def room_of(path):
    return path.relative_to(MLPLIB).parts[0].removesuffix(".py")


def imports(path, *, everywhere):
    """Full names of the modules that a file imports: at its top only, or inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_floor():
    assert {room_of(path) for path in FILES} == FLOOR_OF.keys() | {"__init__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MLPLIB)))
def test_imports_point_downwards(path):
    room = room_of(path)
    for name in imports(path, everywhere=True):
        package, _, rest = name.partition(".")
        target = rest.split(".")[0]
        if package == "mlplib" and target != room:
            assert room != "__init__", "the package itself imports no room"
            assert FLOOR_OF[target] < FLOOR_OF[room], f"{room} must not import {name}"


def test_the_optimiser_knows_no_model():
    for name in imports(MLPLIB / "optim.py", everywhere=True):
        assert name.split(".")[1:2] not in [[model] for model in FLOORS[3]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MLPLIB)))
def test_heavy_libraries_have_one_room_each(path):
    room = room_of(path)
    allowed = {
        "plotting": {"matplotlib"},
        "explore": {"matplotlib", "ipywidgets", "PIL"},
        "playground": {"matplotlib"},
    }.get(room, set())
    heavy = {name.split(".")[0] for name in imports(path, everywhere=False)} & set(HEAVY)
    assert heavy <= allowed


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(MLPLIB)))
def test_no_global_random_numbers(path):
    source = path.read_text(encoding="utf-8")
    assert "np.random.seed" not in source
    calls = [
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) in ("np.random", "random")
        and not (
            room_of(path) in ("checks", "clinic", "playground")
            and node.func.attr == "default_rng"
            and node.args
        )
    ]
    assert calls == []


def test_importing_the_numerics_loads_nothing_heavy():
    rooms = [*sorted(set.union(*FLOORS[:5])), "explore"]
    program = (
        f"import sys, importlib\n"
        f"for room in {rooms}: importlib.import_module('mlplib.' + room)\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_a_notebook_shows_loads_only_what_binder_installs():
    installed = (MLPLIB.parent / "binder" / "requirements.txt").read_text(encoding="utf-8")
    there = {name.lower() for name in re.findall(r"^([\w.-]+)==", installed, flags=re.M)}
    program = "import sys\nbegin = {*sys.modules}\nimport mlplib.explore.live, mlplib.playground.widget\n"
    program += "print(*sys.modules.keys() - begin)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    owners = packages_distributions()
    loaded = {
        owner.lower().replace("_", "-") for name in done.stdout.split() for owner in owners.get(name, ())
    }
    assert "anywidget" in loaded
    assert loaded - {"mlplib"} <= there

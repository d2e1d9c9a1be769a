"""The file system of a sandbox, as an allow-list: Python, its standard library, and what may be imported.

Each file is copied by its name, so that nothing else is there, wherever the repository, hand-ins or results
lie. numpy, which is large, is bound by `bubblewrap` instead: its own folders, not the one that holds them.
"""

import compileall
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
LIBRARY = HERE.parents[2] / "mlplib"
STANDARD = Path(sysconfig.get_path("stdlib"))
PROGRAM = f"bin/python{sys.version_info.major}.{sys.version_info.minor}"
HOME = "python"  # where Python lies in the sandbox; it finds its library from there
PYTHON = f"/{HOME}/{PROGRAM}"
SETPRIV, LDD = Path("/usr/bin/setpriv"), "/usr/bin/ldd"
OF_NO_USE = {
    "_tkinter",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pydoc_data",
    "tkinter",
    "turtle",
    "turtledemo",
    "venv",
}
WORKER = ("worker", "notebook_cells", "stand_ins", "protocol")  # modules that run inside
UNUSED = ("*.opt-*.pyc", "tests")  # compiled for other options of Python; its own tests
MOUNTED = ("proc", "dev", "tmp", "packages")


def prepare(folder, modules=()):
    """Fill a folder with all that a sandbox sees, except numpy.

    Parameters
    ----------
    folder : Path
        Empty.
    modules : iterable of str
        Modules of mlplib, such as 'datasets'; what is not named is not there.
    """
    for name in (*MOUNTED, *(f"packages/{at.name}" for at in numpy_folders())):
        (folder / name).mkdir()
    (folder / "content").symlink_to("tmp")  # where Colab works
    copy_python(folder)
    copy_packages(folder / "site", modules)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)  # for every user, whatever the mask of ours


def numpy_folders():
    """The folders of numpy: its own, and that of the libraries that come with it."""
    packages = Path(np.__file__).parents[1]
    return [packages / name for name in ("numpy", "numpy.libs") if (packages / name).exists()]


def copy_python(folder):
    """Copy the interpreter, the standard library and the shared libraries that they need."""
    program = Path(sys.base_prefix, PROGRAM)
    copy(program, folder / HOME / PROGRAM)
    library = folder / HOME / STANDARD.relative_to(sys.base_prefix)
    every = (*STANDARD.iterdir(), *STANDARD.glob("__pycache__/*"), *STANDARD.glob("lib-dynload/*"))
    wanted = [file for file in every if is_standard(file.name)]
    for file in wanted:
        copy(file, library / file.relative_to(STANDARD))
    binaries = [program, *(file for file in wanted if file.suffix == ".so")]
    binaries += [file for at in numpy_folders() for file in at.rglob("*.so*")]
    if os.geteuid() == 0:
        copy(SETPRIV, folder / str(SETPRIV)[1:])
        binaries.append(SETPRIV)
    for file in shared_libraries(binaries):
        copy(file, folder / str(file)[1:])


def is_standard(name):
    """Whether a file or folder of this name is a module of the standard library that an answer may want."""
    module = name.split(".")[0]
    known = module in sys.stdlib_module_names or module.startswith("_sysconfigdata")
    return known and module not in OF_NO_USE and ".opt-" not in name


def shared_libraries(binaries):
    """What the dynamic linker loads for some programs and libraries, apart from numpy's own."""
    told = subprocess.run([LDD, *map(str, binaries)], capture_output=True, text=True).stdout
    found = {Path(path) for path in re.findall(r"^\t(?:\S+ => )?(/\S+) \(0x", told, re.MULTILINE)}
    return sorted(file for file in found if not any(file.is_relative_to(at) for at in numpy_folders()))


def copy_packages(site, modules):
    """Copy the worker, the part of IPython that reads magics, and the named parts of mlplib."""
    for name in WORKER:
        copy(HERE / f"{name}.py", site / f"{name}.py")
    transformer = Path(importlib.util.find_spec("IPython").origin).parent
    for part in ("core/inputtransformer2.py", "utils/tokenutil.py"):
        copy(transformer / part, site / "IPython" / part)
    shell = "from __main__ import get_ipython\nimport IPython.display\n__version__ = '0'\n"
    (site / "IPython" / "__init__.py").write_text(shell)
    for module in ("__init__", "_arguments", *modules):
        source = LIBRARY / module if (LIBRARY / module).is_dir() else LIBRARY / f"{module}.py"
        copy(source, site / "mlplib" / source.name)
    compileall.compile_dir(site, quiet=1)  # once, and not in each sandbox


def copy(source, to):
    """Copy a file or a folder, with the times that Python's compiled files are held against."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns(*UNUSED))
    else:
        shutil.copy2(source, to)

"""The autograder for Gradescope: a zip of the files beside this one, and the checks of an assignment."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools import address

HERE = Path(__file__).parent
FILES = ("README.md", "setup.sh", "run_autograder", "grade.py")


def write(target, tests):
    """Write the zip, with the files of checks in the folder `tests`; the same files give the same bytes."""
    with ZipFile(target, "w") as zipped:
        for name in FILES:
            text = (HERE / name).read_text(encoding="utf-8")
            add(zipped, name, text.replace("{mlplib}", address.install()))
        add(
            zipped, "exercises/private/question.py", (HERE.parent / "question.py").read_text(encoding="utf-8")
        )
        for file in sorted(tests.glob("*.py")):
            add(zipped, f"tests/{file.name}", file.read_text(encoding="utf-8"))


def add(zipped, name, text):
    """Add a file that may be executed, with a date that never changes."""
    info = ZipInfo(name)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o755 << 16
    zipped.writestr(info, text)

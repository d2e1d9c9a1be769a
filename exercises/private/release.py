"""Write the public tree, which holds no solution, hidden test or grader: `make release`.

Everything that git tracks goes there, but exercises/private and what cannot live in it. A canary stands in
the file of every question and in every solved notebook; where it is found outside, nothing is written.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRIVATE = (
    "exercises/private/",
    ".github/workflows/release.yml",  # GitHub looks for workflows there only
)
CANARY = ROOT / "exercises" / "private" / "CANARY"


def public_files(root=ROOT):
    """Tracked files, relative to the root, that are not private."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and not name.startswith(PRIVATE)]


def leaks(paths, canary):
    """The files that hold the canary."""
    return [path for path in paths if canary.encode() in path.read_bytes()]


def release(target, root=ROOT):
    """Replace the folder `target` by the public tree; it is not touched when something would leak.

    Raises
    ------
    RuntimeError
        If a public file holds the canary; the message names it.
    """
    names = public_files(root)
    found = leaks([root / name for name in names], CANARY.read_text().strip())
    if found:
        raise RuntimeError(f"private text in {', '.join(str(path.relative_to(root)) for path in found)}")
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name in names:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, fresh / name, follow_symlinks=False)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(fresh, target)
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", nargs="?", type=Path, default=ROOT / "_build" / "release")
    target = parser.parse_args().target
    try:
        names = release(target)
    except RuntimeError as error:
        sys.exit(f"release: {error}; nothing was written")
    print(f"{len(names)} files in {target}")


if __name__ == "__main__":
    main()

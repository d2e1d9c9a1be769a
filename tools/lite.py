"""Build the notebooks as an app whose Python runs in the reader's browser: `make lite`.

JupyterLite serves the pages of the book and the assignments from plain files, `mlplib` as a wheel among
them. Python itself, numpy and the other packages come from another host, when a notebook starts.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from tools.course import course
from tools.toc import assignments, pages

ROOT = Path(__file__).parents[1]
WAITING = Path(__file__).with_name("waiting.js")
LITE = ROOT / "_build" / "lite"
LINK = re.compile(r"\[([^\]]+)\]\(([\w./]+\.(?:ipynb|md))(?:#[^)]*)?\)")
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "anywidget", KERNEL_EXTENSION)


def contents():
    """The pages of the book and the assignments, relative to the root."""
    files = [path for page in pages() for path in ROOT.glob(f"{page}.*") if path.suffix in (".ipynb", ".md")]
    files += [ROOT / f"exercises/{name}.ipynb" for name in assignments()]
    files += [ROOT / language / path.relative_to(ROOT) for language in course().languages for path in files]
    return sorted(path.relative_to(ROOT) for path in files)


def copy_page(source, target):
    """Copy a page; a notebook names the kernel of the app, and leads nowhere outside."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".ipynb":
        notebook = nbformat.read(source, as_version=4)
        notebook.metadata["kernelspec"] = KERNEL
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = LINK.sub(lambda link: words_or_link(link, source), cell.source)
        text = nbformat.v4.writes(notebook, split_lines=False)  # of a list of lines the app shows the commas
        target.write_text(text, encoding="utf-8")
    else:
        shutil.copy(source, target)


def words_or_link(link, source):
    """A link of a page; where the app does not hold what it leads to, its words alone."""
    held = (source.parent / link[2]).resolve() in [ROOT / path for path in contents()]
    return link[0] if held else link[1]


def settings(target):
    """What JupyterLite is told: one app, and only those extensions of this environment that it needs."""
    installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    build = {
        "apps": ["lab"],
        "federated_extensions": [str(installed / name) for name in EXTENSIONS],
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(target),
    }
    return {"LiteBuildConfig": build}


def run(*command, folder):
    """Run a module of the environment; what it says is shown only when it fails."""
    command = [sys.executable, "-m", *command]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def python_address(app):
    """Where the kernel of a built app gets Python.

    Raises
    ------
    RuntimeError
        If the kernel names no place or several.
    """
    scripts = (app / "extensions" / KERNEL_EXTENSION).rglob("*.js")
    pattern = r"https://[^\"'`]+/pyodide\.m?js"
    found = {url for script in scripts for url in re.findall(pattern, script.read_text(encoding="utf-8"))}
    if len(found) != 1:
        raise RuntimeError(
            f"the kernel of the app must name one address of Python, it names {found or 'none'}"
        )
    return found.pop()


def add_note(app):
    """Let the page of the app tell the reader when Python does not come."""
    shutil.copy(WAITING, app)
    page = app / "lab" / "index.html"
    tag = f'<script defer src="../{WAITING.name}" data-python="{python_address(app)}"></script>\n'
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</head>", f"{tag}</head>", 1), encoding="utf-8")


def build(target=LITE):
    """Replace the folder `target` by the app."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in contents():
            copy_page(ROOT / path, folder / "files" / path)
        (folder / "jupyter_lite_config.json").write_text(json.dumps(settings(target)))
        run(
            "pip",
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            "pypi",
            str(ROOT),
            folder=folder,
        )
        run("jupyterlite_core", "build", folder=folder)
    add_note(target)


if __name__ == "__main__":
    build()
    print(f"The app is at {LITE}; it runs when it is served, not from disk")

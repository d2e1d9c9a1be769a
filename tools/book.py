"""Build the book into _build/html, unless nothing has changed since the last time: `make book`.

With --draft only pages that changed are built again, which is quicker and almost as good: `make draft`.
"""

import argparse
import shutil
import sys

from jupyter_book.sphinx import build_sphinx

from tools.execute import EXECUTED, ROOT, digest_of, execute, notebooks

HTML = ROOT / "_build" / "html"
STAMP = ROOT / "_build" / "book.sha256"  # what the site was made from
NOT_PART_OF_IT = ("tests", "benchmarks")


def sources():
    """Everything that the site is made from."""
    kept = [path for path in ROOT.iterdir() if not path.name.startswith((".", "_build", *NOT_PART_OF_IT))]
    return sorted(str(path.relative_to(ROOT)) for path in [*kept, *EXECUTED.rglob("*.ipynb")])


def is_current(made_from):
    return (HTML / "index.html").exists() and STAMP.exists() and STAMP.read_text() == made_from


def build():
    """Let Sphinx write the pages, warnings as errors; 0 when all is well."""
    toc = {"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False, "nitpicky": True}
    outcome = build_sphinx(
        ROOT,
        HTML,
        noconfig=True,
        path_config=ROOT / "_config.yml",
        confoverrides=toc,
        warningiserror=True,
        keep_going=True,
    )
    return outcome if isinstance(outcome, int) else 1


def remove_site():
    STAMP.unlink(missing_ok=True)
    for name in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(ROOT / "_build" / name, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draft", action="store_true", help="build again only the pages that changed")
    draft = parser.parse_args().draft
    execute(notebooks())
    made_from = digest_of(sources())
    if is_current(made_from):
        print("The book is as its sources are: nothing to build.")
        return
    STAMP.unlink(missing_ok=True) if draft else remove_site()
    if code := build():
        sys.exit(code)
    if not draft:
        STAMP.write_text(made_from)
    print("The book is at _build/html/index.html; 'make serve' opens it.")


if __name__ == "__main__":
    main()

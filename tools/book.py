"""Build the book into _build/html, unless nothing has changed since the last time: `make book`.

With --draft only pages that changed are built again, which is quicker and almost as good: `make draft`.
"""

import argparse
import shutil
import sys

from jupyter_book.sphinx import build_sphinx

from tools.course import course
from tools.execute import EXECUTED, ROOT, digest_of, execute, notebooks
from tools.translation import tree

HTML = ROOT / "_build" / "html"
STAMP = ROOT / "_build" / "book.sha256"  # what the site was made from
NOT_PART_OF_IT = ("tests", "benchmarks")


def sources():
    """Everything that the site is made from."""
    kept = [path for path in ROOT.iterdir() if not path.name.startswith((".", "_build", *NOT_PART_OF_IT))]
    return sorted(str(path.relative_to(ROOT)) for path in [*kept, *EXECUTED.rglob("*.ipynb")])


def is_current(made_from):
    return (HTML / "index.html").exists() and STAMP.exists() and STAMP.read_text() == made_from


def build(language="en"):
    """Let Sphinx write the pages in a language, warnings as errors; 0 when all is well.

    Those in another language than English lie in a folder of its name, with the frames of the English ones.
    """
    settings = {"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False, "nitpicky": True}
    source, target = ROOT, HTML
    if language != "en":
        source, target = ROOT / language, HTML.parent / language / "html"
        settings["language"] = language
    outcome = build_sphinx(
        source,
        target,
        noconfig=True,
        path_config=ROOT / "_config.yml",
        confoverrides=settings,
        warningiserror=True,
        keep_going=True,
    )
    if outcome == 0 and target != HTML:
        shutil.copytree(target, HTML / language, dirs_exist_ok=True)
    return outcome if isinstance(outcome, int) else 1


def remove_site():
    STAMP.unlink(missing_ok=True)
    for name in ("html", ".doctrees", "jupyter_execute", *course().languages):
        shutil.rmtree(ROOT / "_build" / name, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draft", action="store_true", help="build again only the pages that changed")
    draft = parser.parse_args().draft
    execute(notebooks())
    for language in course().languages:
        tree.write(language)
    made_from = digest_of(sources())
    if is_current(made_from):
        print("The book is as its sources are: nothing to build.")
        return
    STAMP.unlink(missing_ok=True) if draft else remove_site()
    for language in ("en", *course().languages):
        if code := build(language):
            sys.exit(code)
    if not draft:
        STAMP.write_text(made_from)
    print("The book is at _build/html/index.html; 'make serve' opens it.")


if __name__ == "__main__":
    main()

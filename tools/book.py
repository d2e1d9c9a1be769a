"""Build the book into _build/html, unless nothing has changed since the last time: `make book`.

With --draft only pages that changed are built again, which is quicker and almost as good: `make draft`.
"""

import argparse
import shutil
import subprocess
import sys

from jupyter_book.sphinx import build_sphinx

from mlplib import locale
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

    Those in another language than English lie in a folder of its name; they use the English frames.
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
    return outcome if isinstance(outcome, int) else 1


def build_all(languages):
    """Build the English pages, and beside them, in processes of their own, those in other languages."""
    others = [
        subprocess.Popen(
            [sys.executable, "-m", "tools.book", "--only", language],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for language in languages
    ]
    codes = [build()]
    for other in others:
        said, _ = other.communicate()
        print(said, flush=True)
        codes.append(other.returncode)
    if any(codes):
        sys.exit(max(map(abs, codes)))
    for language in locale.languages():
        shutil.rmtree(HTML / language, ignore_errors=True)
        if language in languages:
            shutil.copytree(HTML.parent / language / "html", HTML / language)


def remove_site():
    STAMP.unlink(missing_ok=True)
    for name in ("html", ".doctrees", "jupyter_execute", *locale.languages()):
        shutil.rmtree(ROOT / "_build" / name, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draft", action="store_true", help="build again only the pages that changed")
    parser.add_argument("--only", metavar="LANGUAGE", help=argparse.SUPPRESS)  # a part of the work
    asked = parser.parse_args()
    if asked.only:
        sys.exit(build(asked.only))
    execute(notebooks())
    languages = course().languages
    for language in languages:
        tree.write(language)
    made_from = digest_of(sources())
    if is_current(made_from):
        print("The book is as its sources are: nothing to build.")
        return
    STAMP.unlink(missing_ok=True) if asked.draft else remove_site()
    build_all(languages)
    if not asked.draft:
        STAMP.write_text(made_from)
    print("The book is at _build/html/index.html; 'make serve' opens it.")


if __name__ == "__main__":
    main()

"""Bring translations up to date with the English: `make translate`; --check writes nothing and fails.

Writes, for each language that course.toml names: the PO files below locale/, with what is missing and what
has changed; what the library reads, below mlplib/locale/LANGUAGE/; and the pages and notebooks in LANGUAGE/.
"""

import argparse
import sys

from tools.course import course
from tools.translation import catalogue, tree


def update(language):
    for path, text in catalogue.made(language).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    catalogue.load.cache_clear()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something is missing")
    check = parser.parse_args().check
    for language in course().languages:
        if not check:
            update(language)
            tree.write(language)
        lines, done, total = catalogue.problems(language)
        lines += tree.stale(language) if check else []
        print(*lines, f"{language}: {done} of {total} messages are translated", sep="\n")
        if check and lines:
            sys.exit(1)


if __name__ == "__main__":
    main()

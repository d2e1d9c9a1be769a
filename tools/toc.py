"""The pages of the book, in their order."""

from pathlib import Path

import yaml

TOC = Path(__file__).parents[1] / "_toc.yml"


def pages():
    """The pages that the table of contents names, without their ending: ['intro', 'chapters/...', ...]."""
    toc = yaml.safe_load(TOC.read_text(encoding="utf-8"))
    return [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]

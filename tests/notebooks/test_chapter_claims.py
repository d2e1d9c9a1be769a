"""What the chapters claim holds; `tools.execute` has tried each claim at the end of its chapter's run."""

import pytest

from tools.claims import CLAIMS, claims_of, names
from tools.execute import ROOT, is_fresh, notebooks, read, record
from tools.pace import chapters

FILES = sorted(CLAIMS.glob("*.py"))


def notebook(name):
    return ROOT / f"{name}.ipynb" if name == "intro" else ROOT / "chapters" / f"{name}.ipynb"


OFFERED = [file for file in FILES if notebook(file.stem) in notebooks()]
CLAIMED = [(file.stem, name) for file in OFFERED for name in names(file.read_text(encoding="utf-8"))]


def outcomes(chapter):
    path = notebook(chapter)
    assert is_fresh(path), f"{path.name} has not run as it is now: run `make book`"
    return {claim["claim"]: claim["failure"] for claim in read(record(path)).metadata.claims}


@pytest.mark.parametrize(("chapter", "claim"), CLAIMED)
def test_a_claim_holds(chapter, claim):
    failure = outcomes(chapter)[claim]
    assert not failure, failure


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_every_chapter_has_claims(path):
    assert claims_of(path)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_claims_are_about_a_chapter_and_are_many(file):
    assert notebook(file.stem).exists()
    assert claims_of(notebook(file.stem)) == file
    assert names(file.read_text(encoding="utf-8"))

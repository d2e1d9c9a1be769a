"""What the book offers: its pages in their order, and its assignments."""

from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

from tools.course import course

TOC = Path(__file__).parents[1] / "_toc.yml"
ASSIGNMENTS = Path(__file__).parents[1] / "exercises"


def pages():
    """The pages that the table of contents names, without their ending: ['intro', 'chapters/...', ...]."""
    return list(parse_toc_yaml(TOC))


def assignments():
    """The names of the assignments: those that course.toml lists, or else one for each chapter."""
    own = [path.stem for path in ASSIGNMENTS.glob("*.ipynb")]
    chapters = [page.removeprefix("chapters/") for page in pages()]
    return list(course().assignments) or [name for name in chapters if name in own]

"""Citations: the text of a link in a notebook, and what the page makes of it."""

import re
from html import unescape

import pytest

from tools.browser import BOOK
from tools.citations import LINK, roles
from tools.execute import notebooks, read

CITED = re.compile(r'<span class="bibtex-citation"[^>]*>(.*?)</span>', re.S)


def names_and_years(text):
    """The letters and digits of a citation, whatever brackets a style has."""
    return "".join(re.findall(r"\w", text))


def test_links_to_the_literature_become_roles_and_others_stay():
    text = "[Cover (1965)](../references.md#cover1965) and [a page](../references.md), as ([He et al., 2016]"
    text += "(../references.md#he2016); [Zhang, 2017](../references.md#zhang2017)) say"
    assert roles(text) == (
        "{cite:t}`cover1965` and [a page](../references.md), as {cite:p}`he2016,zhang2017` say"
    )


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_notebook_and_its_page_cite_the_same(path):
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert "{cite" not in "".join(cells), "a notebook shows it as it is"
    links = re.findall(LINK, "\n".join(cells))
    texts = [re.search(r"\[(.+)\]", link)[1] for link in links]
    page = (BOOK / f"{path.parent.name if path.stem != 'intro' else '.'}" / f"{path.stem}.html").read_text(
        "utf-8"
    )
    shown = [unescape(re.sub(r"<[^>]+>", "", found)) for found in CITED.findall(page)]
    assert names_and_years("".join(shown)) == names_and_years("".join(texts))

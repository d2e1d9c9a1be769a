"""Citations in notebooks: links that read as text anywhere, and become citations on a page of the book.

`[Cybenko (1989)](../references.md#cybenko1989)` is on a page what ``{cite:t}`cybenko1989` `` makes, and
`([He et al., 2016](../references.md#he2016))`, in parentheses, what ``{cite:p}`he2016` `` makes.
"""

import re

LINK = r"\[[^\]]+\]\((?:\.\./)?references\.md#[\w-]+\)"
KEY = re.compile(r"references\.md#([\w-]+)")
IN_PARENTHESES = re.compile(rf"\(({LINK}(?:; {LINK})*)\)")


def roles(text):
    """A text whose links to the literature are roles, as the book's builder reads them."""
    text = IN_PARENTHESES.sub(lambda found: f"{{cite:p}}`{','.join(KEY.findall(found[1]))}`", text)
    return re.sub(LINK, lambda found: f"{{cite:t}}`{KEY.search(found[0])[1]}`", text)

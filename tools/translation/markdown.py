"""Translate Markdown message by message: a heading, a paragraph, an item of a list, a cell of a table.

What a message must keep is told by `kept`: code, formulas, targets of links, tags, fields of templates.
"""

import re
from collections import Counter

from markdown_it import MarkdownIt

from tools.execute import read

FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})")
PRINTED = "```text"  # what a program prints, which may speak the reader's language
MARK = re.compile(r"\s*(?:#{1,6} |[-*] |\d+\. |> )")
SUMMARY = re.compile(r"(<details><summary>)(.*)(</summary>)")
RAW = re.compile(r"\s*(</?details>|<!--.*|%.*|\(.+\)=|-{3,}|\|[-:| ]+\|)\s*$")
LINK = re.compile(r"(\[)([^\[\]]+)(\]\([^()]*\))")
CELL = re.compile(r"(?<!\\)\|")
KEPT = re.compile(
    r"\{[\w:-]+\}`[^`]+`|`[^`]+`|\$[^$]+\$|\]\([^)]*\)|https?://[^\s)]+|</?\w[^>]*>|(?<!\{)\{\w+[^{}]*\}(?!\})"
)
WORD = re.compile(r"[^\W\d_]{2}")
MARKDOWN = MarkdownIt()


def translate(text, say):
    """Markdown with each message replaced by what `say` makes of it."""
    out, lines = [], text.split("\n")
    while lines:
        line = lines.pop(0)
        if line == PRINTED:
            *shown, end = upto(lines, lambda other: other == "```")
            out += [line, say("\n".join(shown)), end]
        elif fence := FENCE.match(line):
            out += [line, *upto(lines, lambda other: other.strip() == fence[1])]
        elif line.lstrip().startswith("$$"):
            alone = line.count("$$") == 2
            out += [line, *([] if alone else upto(lines, lambda other: "$$" in other))]
        elif found := SUMMARY.fullmatch(line):
            out.append(found[1] + message(found[2], say) + found[3])
        elif not line.strip() or RAW.match(line) or is_code(line, out):
            out.append(line)
        elif line.startswith("|"):
            out.append("|".join(cell(part, say) for part in CELL.split(line)))
        else:
            mark = found[0] if (found := MARK.match(line)) else re.match(r"\s*", line)[0]
            block = [line.removeprefix(mark)]
            while lines and not mark.lstrip().startswith("#") and goes_on(lines[0]):
                block.append(lines.pop(0).strip())
            hard = any(part.endswith(("  ", "\\")) for part in block)
            out.append(mark + message(("\n" if hard else " ").join(block), say))
    return "\n".join(out)


def is_code(line, before):
    """Whether a line is of an indented block, which begins after an empty line."""
    last = before[-1] if before else ""
    return line.startswith("    ") and (not last.strip() or last.startswith("    "))


def upto(lines, is_last):
    """Take lines away up to the one that is the last."""
    taken = []
    while lines:
        taken.append(lines.pop(0))
        if is_last(taken[-1]):
            break
    return taken


def goes_on(line):
    """Whether a line belongs to the paragraph before it."""
    begins = (FENCE, MARK, RAW, SUMMARY)
    return (
        bool(line.strip())
        and not line.lstrip().startswith(("|", "$$"))
        and not any(begin.match(line) for begin in begins)
    )


def cell(text, say):
    """A cell of a table, its spaces kept."""
    words = text.strip()
    return text.replace(words, message(words, say), 1) if words else text


def message(text, say):
    """What `say` makes of a message, or of the words of one that is a link alone; without words it stays."""
    if link := LINK.fullmatch(text):
        return link[1] + message(link[2], say) + link[3]
    return say(text) if WORD.search(KEPT.sub("", text)) else text


def headings(path):
    """The headings of a page or a notebook, in order."""
    if path.suffix == ".ipynb":
        cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    else:
        cells = [path.read_text(encoding="utf-8")]
    without_code = (re.sub(r"^(`{3,}).*?^\1", "", cell, flags=re.M | re.DOTALL) for cell in cells)
    return [heading for cell in without_code for heading in re.findall(r"^#{1,6} (.+)$", cell, re.M)]


def faults(english, translation):
    """What is wrong with the markup of a translation, a sentence each."""
    before, after = Counter(kept(english)), Counter(kept(translation))
    if lost := list((before - after).elements()):
        yield f"lost {', '.join(lost)}"
    if more := list((after - before).elements()):
        yield f"has more {', '.join(more)}"
    for block in MARKDOWN.parse(KEPT.sub("x", translation)):
        for child in block.children or []:
            if child.type == "text" and re.search(r"\*\*|(?<![\s*])\*(?![\s*])", child.content):
                yield f"emphasis does not render, write **말**(word)은: {child.content!r}"


def kept(text):
    """What a translation must keep, without the formats of fields."""
    return [re.sub(r"^\{(\w+)[^{}]*\}$", r"{\1}", part) for part in KEPT.findall(text)]

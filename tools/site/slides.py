"""The Sphinx extension that makes a presentation of every chapter from its page: chapters/NAME.slides.html.

A chapter for which the instructor guide has a plan is presented by reveal.js (vendor/reveal.js). Slides show
headings, predictions, figures, formulas, lists. What answers a prediction waits until it is revealed. Prose,
and the minutes and questions of the plan, go to the speaker. A cell may say otherwise with its slide type, as
JupyterLab sets it: `MARKS`. Here slides are cut by an estimate of their heights; slides.js then gives the
text of each the largest size that fits.
"""

import json
import re
import shutil
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

from tools.site.executed import notebook_of
from tools.site.lines import JOIN

GUIDE = "chapters/instructor_guide"
PLANS = ("Plan: ", "수업 계획: ")  # how the heading of a plan begins, in each language
ENDING = ".slides"
MARKS = {
    "slide": "shown, on a slide of its own; of code, the code too",
    "fragment": "shown once it is revealed",
    "notes": "for the speaker alone",
    "skip": "left out; where a section begins, the whole section",
}
ROOM = 700  # pixels below the heading of a slide, at a size of the text that may still become smaller
BESIDE = 165  # pixels of text that leave enough room for a figure
LISTS = nodes.bullet_list | nodes.enumerated_list
VENDOR = Path(__file__).parent / "vendor"
LIBRARY = ("reveal.js", "reveal-notes.js", "reveal.css")
LIVE = ("explore", "playground", "quick-check")  # classes of what moves, by scripts of the same names
LINES_OF_A_CELL = 10_000  # MyST-NB numbers the lines of cell k, from 0, from (k + 1) times this
FIGURE = re.compile(r'class="(explore|playground)"')
CHECK, CHECK_END = '<div class="quick-check"', "</div>"
FOLD, FOLD_END = "<details", "</details>"
PREDICT, RIGHT = ("Predict", "예측"), ("Right.", "맞습니다.")  # in each language
BUTTON = {
    "type": "link",
    "text": "Present",
    "tooltip": "Present this chapter",
    "icon": "fas fa-display",
}


def setup(app):
    app.connect("builder-inited", lambda app: setattr(app, "presentations", {}))
    app.connect("html-page-context", present, priority=502)  # after the theme's own buttons
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", only_live, priority=901)  # after all that add scripts to a page
    app.connect("build-finished", give_library, priority=960)  # its words are none of the theme's styles
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def present(app, pagename, templatename, context, doctree):
    """Make the presentation of a page that has a plan, and a button that opens it."""
    if doctree is None or (path := notebook_of(app, pagename)) is None:
        return
    plan = plans(app).get(doctree.next_node(nodes.title).astext())
    if plan is None:
        return
    slides = Presentation(doctree, marks_of(path), plan, path.name).slides()
    context["header_buttons"].append(BUTTON | {"url": f"{Path(pagename).name}{ENDING}.html"})
    app.presentations[pagename + ENDING] = {
        "title": f"{context['title']}: presentation",
        "page": f"{Path(pagename).name}.html",
        "body": to_speaker(app.builder.render_partial(slides)["fragment"], Path(pagename).name),
        "metatags": "",
    }


def pages(app):
    """The pages that Sphinx writes besides those of the book."""
    for name, context in app.presentations.items():
        yield name, context, "slides.html"


def only_live(app, pagename, templatename, context, doctree):
    """A presentation has the scripts of its figures alone; its pictures do not wait."""
    if templatename == "slides.html":
        live = [f"{name}.js" for name in LIVE if f'class="{name}"' in context["body"]]
        context["live"] = live if app.config.language == "en" else ["words.js", *live]
        context["body"] = context["body"].replace('loading="lazy"', 'loading="eager"')


def give_library(app, exception):
    """Put reveal.js among the static files of a site that has a presentation."""
    if exception is None and app.presentations:
        for name in LIBRARY:
            shutil.copyfile(VENDOR / name, Path(app.outdir) / "_static" / name)


# The plans


@dataclass
class Row:
    """What a plan says of a section: when, {"50": "0–6", "90": "0–9"}, and what to show and ask."""

    minutes: dict
    show: nodes.Element
    ask: nodes.Element


def plans(app):
    """The plans of the guide, {title of a chapter: {section: Row}}; none in a book without a guide."""
    if not hasattr(app, "class_plans"):
        guide = app.env.get_and_resolve_doctree(GUIDE, app.builder) if GUIDE in app.env.found_docs else None
        sections = guide.findall(nodes.section) if guide else ()
        titles = ((section, section[0].astext()) for section in sections)
        app.class_plans = {
            title.partition(": ")[2]: dict(rows(section))
            for section, title in titles
            if title.startswith(PLANS)
        }
    return app.class_plans


def rows(plan):
    """(section, Row) of each row of a plan's table, which names a section by its first link."""
    table = next(plan.findall(nodes.table))
    head, *body = table.findall(nodes.row)
    classes = [re.match(r"\d+", entry.astext())[0] for entry in head[:2]]
    for *minutes, show, ask in body:
        section = next(show.findall(nodes.reference))["refuri"].partition("#")[2]
        cells = (entry.astext().replace(JOIN, "") for entry in minutes)
        told = dict(zip(classes, cells, strict=True))
        yield section, Row({name: text for name, text in told.items() if text != "–"}, show[0], ask[0])


def to_speaker(text, name):
    """Let links of the plan that move a slider move it in the presentation, from the speaker's window."""
    return text.replace(f'href="{name}.html#', 'target="presentation" href="#')


# The marks


def marks_of(path):
    """The slide type of each cell of a notebook, None where it has none.

    Raises
    ------
    ExtensionError
        If a cell has a type that is none of `MARKS`.
    """
    marks = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        mark = cell["metadata"].get("slideshow", {}).get("slide_type")
        if mark is not None and mark not in MARKS:
            raise ExtensionError(
                f"{path.name}, cell {cell['id']!r}: slide_type is {mark!r}, not one of {', '.join(MARKS)}"
            )
        marks.append(mark)
    return marks


# The slides


@dataclass
class Block:
    """A part of a section: its kind, its nodes, the mark of its cell, and whether it begins that cell."""

    kind: str
    nodes: list
    mark: str | None
    begins: bool

    @property
    def leads(self):
        """Whether it is a paragraph that says what comes next."""
        if self.kind != "prose":
            return False
        (paragraph, *_) = self.nodes
        strong = next(paragraph.findall(nodes.strong), nodes.strong())
        return paragraph.astext().endswith(":") or paragraph.astext() == strong.astext() != ""


@dataclass
class Slide:
    shown: list
    notes: list = field(default_factory=list)
    hidden: list = field(default_factory=list)  # until it is revealed
    kind: str = "text"

    def takes(self, parts):
        """Whether there is room below what it has."""
        text = [part for part in self.shown if not is_playground(part)]
        room = BESIDE if self.kind == "figure" else ROOM
        return len(text) == len(self.shown) and fits(text + self.hidden + parts, room)


class Presentation:
    """The slides of a chapter, from its resolved doctree.

    Raises
    ------
    ExtensionError
        If the chapter has no sections, or the plan shows a section that has no slide.
    """

    def __init__(self, doctree, marks, plan, name):
        self.marks, self.plan = marks, plan
        chapter, *sections = doctree.findall(nodes.section)
        if not sections:
            raise ExtensionError(f"{name} has a plan and no sections: a presentation needs one at least")
        kept = [section for section in sections if marks[cell_of(section)] != "skip"]
        self.sections = [chapter, *kept]
        ids = {section_id for section in kept for section_id in section["ids"]}
        if missing := sorted(set(plan) - ids):
            raise ExtensionError(
                f"the plan of {name} shows '#{missing[0]}', which is no section of its presentation"
            )

    def slides(self):
        """All slides as one node."""
        whole = nodes.container(classes=["slides", "bd-content"])
        for section in self.sections:
            whole += list(self.stack(section))
        return whole

    def stack(self, section):
        """The slides of a section, below each other, with what the plan says of it."""
        (name, *_) = section["ids"]
        row = next((self.plan[name] for name in section["ids"] if name in self.plan), None)
        blocks = list(self.blocks(section))
        times = "".join(f' data-minutes-{k}="{text}"' for k, text in row.minutes.items()) if row else ""
        yield html(f'<section id="{name}"{times}>')
        level, blocks = ("h1", opening(blocks)) if section is self.sections[0] else ("h2", blocks)
        for slide in cut(blocks):
            yield html(f'<section class="slide-{slide.kind}"><{level}>')
            yield from (child.deepcopy() for child in section[0].children)
            yield html(f"</{level}>")
            yield from slide.shown
            if slide.hidden:
                yield from (html('<div class="fragment">'), *slide.hidden, html("</div>"))
            yield from (html('<aside class="notes">'), *told(row), *slide.notes, html("</aside></section>"))
            level = "h2"
        yield html("</section>")

    def blocks(self, section):
        """The parts of a section without its title and without the sections in it."""
        parts = [part for part in section.children if not isinstance(part, nodes.title | nodes.section)]
        parts, cell = iter(parts), None
        for part in parts:
            before, cell = cell, cell_of(part) if part.line else cell
            own = (self.marks[cell], cell != before)
            if is_raw(part, CHECK):
                yield Block("question", [part, *until(parts, CHECK_END)], *own)
            elif is_raw(part, FOLD):
                yield Block("prose", until(parts, FOLD_END)[:-1], *own)
            else:
                yield Block(kind(part), [part], *own)


def cell_of(part):
    """The place of the cell, from 0, that a part of a page was written in."""
    return part.line // LINES_OF_A_CELL - 1


def html(text):
    return nodes.raw("", text, format="html")


def until(parts, end):
    """The next parts, up to the raw one that ends them."""
    taken = []
    for part in parts:
        taken.append(part)
        if is_raw(part, end):
            break
    return taken


def is_raw(part, text):
    """Whether it is raw HTML that begins with a text."""
    return isinstance(part, nodes.raw) and part.astext().strip().startswith(text)


def kind(part):
    """What a part of a section is to a presentation."""
    if isinstance(part, nodes.math_block):
        return "formula"
    if isinstance(part, LISTS):
        return "list"
    if part.get("nb_element") == "cell_code":
        return "figure" if is_figure(part) else "code"
    strong = part.findall(nodes.strong) if isinstance(part, nodes.paragraph) else ()
    return "question" if any(words.astext().startswith(PREDICT) for words in strong) else "prose"


def is_figure(cell):
    raw = (part.astext() for part in cell.findall(nodes.raw))
    return next(cell.findall(nodes.image), None) is not None or any(map(FIGURE.search, raw))


def is_playground(part):
    """Whether it shows a playground, which leaves no room for anything else."""
    return any('class="playground"' in raw.astext() for raw in part.findall(nodes.raw))


def told(row):
    """What a plan says of a section, for the speaker; nothing if it does not show the section."""
    if row:
        times = ", ".join(f"{told} of {minutes}" for minutes, told in row.minutes.items())
        yield nodes.paragraph("", f"Minutes {times}.")
        for word, said in {"Show: ": row.show, "Ask: ": row.ask}.items():
            words = (part.deepcopy() for part in said.children)
            yield nodes.paragraph("", "", nodes.strong("", word), *words)


def outputs(cell):
    """What a cell has printed or drawn, in the frame that its styles need; None if nothing."""
    kept = [part for part in cell.children if part.get("nb_element") == "cell_code_output"]
    return nodes.container("", *(part.deepcopy() for part in kept), classes=cell["classes"]) if kept else None


def opening(blocks):
    """The blocks before the first section; the first of them stands beside the title."""
    first, *others = blocks
    return [Block("title", first.nodes, first.mark, first.begins), *others]


def asked(block):
    """What is shown of a question, and the reason that is revealed if it is a quick check."""
    parts, reasons = list(block.nodes), []
    if is_raw(parts[0], CHECK):
        fold = next(k for k, part in enumerate(parts) if is_raw(part, FOLD))
        reasons = [right_reason(parts[fold + 1])]
        parts = [*parts[:fold], nodes.container("", *parts[fold:-1], classes=["folded"]), parts[-1]]
    return [set_apart(part) if isinstance(part, nodes.paragraph) else part for part in parts], reasons


def right_reason(reasons):
    """The reason of the right answer, after the number that is typed or that the option has."""
    if isinstance(reasons, nodes.bullet_list):
        return reasons[0][0].deepcopy()
    said = [item[0] for item in reasons]
    place = next(k for k, reason in enumerate(said) if reason.astext().startswith(RIGHT))
    words = (part.deepcopy() for part in said[place] if part.astext() not in RIGHT)
    return nodes.paragraph("", "", nodes.strong("", f"{place + 1}."), *words)


def set_apart(paragraph):
    """The same paragraph, with what comes before its question in a node of its own."""
    strongs = (k for k, part in enumerate(paragraph) if isinstance(part, nodes.strong))
    if place := next((k for k in strongs if paragraph[k].astext().startswith(PREDICT)), 0):
        before = nodes.inline("", "", *paragraph.children[:place], classes=["before"])
        paragraph = nodes.paragraph("", "", before, *paragraph.children[place:])
    return paragraph


def cut(blocks):
    """The slides of a section, from its blocks in their order."""
    blocks = [block for block in blocks if block.mark != "skip"]
    made, prose, reasons, question, before = [], [], [], None, None

    def begin(shown, kind="text"):
        """Start a slide. The paragraph before it goes with it, others with the slide before."""
        own = prose[-1:] if made else prose[:]
        for block in prose[: len(prose) - len(own)]:
            made[-1].notes += block.nodes
        made.append(Slide(shown, [node for block in own for node in block.nodes], kind=kind))
        prose.clear()
        return made[-1]

    def add(shown, *, fresh=False):
        """Put parts on the slide of text that has begun, or on the next."""
        for part in portions(shown):
            if not fresh and made and made[-1].kind == "text" and made[-1].takes(part):
                made[-1].shown += part
            else:
                begin(part)
            fresh = False

    def draw(figure):
        """Put a figure below a formula that leaves room for it, or on the next slide."""
        is_formula = made and made[-1].kind == "text" and isinstance(made[-1].shown[-1], nodes.math_block)
        if not is_formula or not fits(made[-1].shown, BESIDE) or is_playground(figure):
            begin([figure], "figure")
            return
        made[-1].kind = "figure"
        made[-1].shown.append(figure)
        made[-1].notes += [node for block in prose for node in block.nodes]
        prose.clear()

    def reveal(part):
        """Hide a part of an answer on the slide of its question or figure, or put it on the next."""
        if (made[-1] is question or made[-1].kind == "figure") and made[-1].takes(part):
            made[-1].hidden += part
        else:
            add(part)

    for block, following in zip_longest(blocks, blocks[1:]):
        introduces = following and (
            (block.kind == "prose" and following.kind == "figure")
            or (block.leads and following.kind == "code")
            or (before and before.kind == "question" and not block.begins)
        )
        if reasons and not (made[-1] is question and (introduces or block.kind == "figure")):
            reveal(reasons)
            reasons = []
        if block.mark == "fragment":
            (made[-1] if made else begin([])).hidden += block.nodes
        elif block.kind == "title":
            begin(block.nodes, "title")
        elif block.kind == "question" and block.mark != "notes":
            shown, reasons = asked(block)
            question = begin(shown, "question")
        elif block.kind == "figure" and block.mark != "notes":
            draw(outputs(block.nodes[0]))
        elif block.kind == "code":
            if block.mark == "slide":
                begin(block.nodes, "code")
            elif block.mark != "notes" and question and (printed := outputs(block.nodes[0])):
                reveal([printed])
        elif block.mark != "notes" and (block.kind != "prose" or block.mark == "slide"):
            lead = prose.pop().nodes if prose and prose[-1] is before and before.leads else []
            add(lead + block.nodes, fresh=block.mark == "slide" and block.begins)
        elif block.mark != "notes" and question and not introduces:
            reveal(block.nodes)
            question = None
        else:
            prose.append(block)
        before = block
    if reasons:
        reveal(reasons)
    if not made:
        words = [block for block in prose if isinstance(block.nodes[0], nodes.paragraph)][:1]
        prose = [block for block in prose if block not in words]
        begin([node for block in words for node in block.nodes])
    made[-1].notes += [node for block in prose for node in block.nodes]
    return made


def portions(shown):
    """The same parts, in groups that are not parted: a list that is too long for a slide becomes several."""
    *lead, last = shown
    if not isinstance(last, LISTS):
        yield shown
        return
    for n_groups in range(1, len(last) + 1):
        edges = [len(last) * k // n_groups for k in range(n_groups + 1)]
        groups = {start: last.children[start:end] for start, end in pairwise(edges)}
        if all(fits([*lead, *group]) for group in groups.values()):
            break
    for start, group in groups.items():
        portion = last.copy()
        portion.extend(group)
        if start and isinstance(last, nodes.enumerated_list):
            portion["start"] = start + 1
        yield [*lead, portion]
        lead = []


def fits(parts, room=ROOM):
    """Whether parts fit below the heading of a slide, by their number of characters and lines."""
    return sum(map(height, parts)) <= room


def height(part):
    """About how many pixels of a slide a part needs."""
    if isinstance(part, LISTS):
        return sum(map(height, part.children))
    if isinstance(part, nodes.math_block):
        return 80 * (1 + part.astext().count(r"\\"))
    if isinstance(part, nodes.literal_block):
        return 47 + 36 * len(part.astext().strip().splitlines())
    if is_raw(part, CHECK):
        return 130  # what its controls need besides their text
    if isinstance(part, nodes.raw | nodes.image) or "folded" in part["classes"]:
        return 0
    if isinstance(part, nodes.container):
        return sum(map(height, part.children))
    width, line = (76, 40) if isinstance(part, nodes.list_item) else (66, 45)
    return 12 + line * -(-len(part.astext()) // width)

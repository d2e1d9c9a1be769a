"""The notebook of an assignment: with stubs, as students get it, or solved, with the hidden checks."""

import json
import textwrap

from nbformat import v4

from exercises.private.source import CANARY
from mlplib.checks.notebook import EMPTY, LABEL
from tools import derive
from tools.course import course

HOW = """\
**How this works.** Replace each `raise NotImplementedError(...)` by your answer, run the cell, then run \
the check below it. A check names the property that fails, the input, what came out, what was expected, \
and the likely mistake. If a check takes longer than a minute, a loop of yours does not end: choose \
*Kernel > Interrupt Kernel*. Checks are feedback: the score comes from a grader that also tries other \
inputs. ★ marks questions that neither the chapter nor the library answers. Keep the names and the order of \
the arguments; add cells as you like. Where a sentence is asked, a person reads it; no check does.

Run the next cell first. It brings the checks, on Binder, in Colab and on a laptop."""
SAVE = """\
**Save your work.** Binder forgets a notebook that has been idle for ten minutes. Run the next cell \
whenever you stop for a while; it says how to save this notebook, and how to restore it."""
HAND_IN = """\
## Make my submission

The last cell runs all checks once more, sees whether the notebook is saved, and names the file to hand in."""
SOLVED = f"# solved; canary: {CANARY}\n"


def notebook(assignment, *, solved=False):
    """The notebook, made of the given cells, and for each question its text, answer, check and looks."""
    cells = [
        v4.new_markdown_cell(title(assignment), id="title"),
        v4.new_markdown_cell(HOW, id="how"),
        v4.new_code_cell(start(assignment, solved), id="start"),
        v4.new_markdown_cell(SAVE, id="save"),
        v4.new_code_cell("grader.save()", id="save-now"),
        *named(assignment),
        *given(assignment, None),
    ]
    for question in assignment.questions:
        cells += given(assignment, question.name)
        cells += asked(assignment, question, solved)
        cells += [cell for look in question.of("look") for cell in looked(look)]
        cells += interpreted(assignment, question, solved)
    cells += [
        v4.new_markdown_cell(HAND_IN, id="submission"),
        v4.new_code_cell("grader.hand_in()", id="hand-in"),
    ]
    return v4.new_notebook(cells=cells)


def named(assignment):
    """The cell in which students name themselves, if the course has variants and a question draws one."""
    if not (course().variants and any(question.variant for question in assignment.questions)):
        return []
    return [v4.new_code_cell('my_address = ""  # your mail address, as the course knows it', id="address")]


def start(assignment, solved):
    """The code that brings the checks; only students may lack the library."""
    brings = derive.START.format(name=assignment.name).strip()
    return brings if solved else derive.start(assignment.name)


def title(assignment):
    """The first cell: what the assignment is about, and what it costs and allows."""
    about = assignment.about
    first, *rest = assignment.intro.split("\n\n")
    facts = [
        f"**Chapter:** [{about['title']}](../chapters/{about['chapter']}.ipynb).",
        f"**Time:** about {about['minutes']} minutes.",
        f"**Points:** {assignment.points:g}.",
        f"**You may import** {listed(about['imports'])}.",
    ]
    if "helper_imports" in about:
        facts.append(f"The helper cells also use {listed(about['helper_imports'])}.")
    heading = f"# {about['title']}: assignment {assignment.number}"
    return "\n\n".join([heading, " ".join([first, *facts]), *rest])


def listed(names):
    """Names as a sentence lists them; modules of ours look like code."""
    shown = [f"`{name}`" if "." in name else name for name in names]
    return " and ".join([*filter(None, [", ".join(shown[:-1])]), shown[-1]])


def given(assignment, before):
    """The cells that are given, before a question or before all."""
    make = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    return [make[kind](text, id=name) for kind, name, text in assignment.cells.get(before, [])]


def asked(assignment, question, solved):
    """The cells of a question: its text, stub or answer, and check; solved, the hidden checks too."""
    answer, slug = question.answer, question.name.replace("_", "-")
    exercise = assignment.exercise(question)
    points = f"{question.points:g} point{'' if question.points == 1 else 's'}"
    heading = f"## {exercise} {question.title}{' ★' if answer.says.star else ''} ({points})"
    todo = json.dumps(f"Exercise {exercise}: {answer.says.todo}", ensure_ascii=False)
    stub = f"{answer.head}\n    raise NotImplementedError({todo})"
    cells = [
        v4.new_markdown_cell(f"{heading}\n\n{question.text}", id=f"{slug}-text"),
        *drawn(question, slug),
        v4.new_code_cell(SOLVED + answer.text if solved else stub, id=f"answer-{slug}"),
        v4.new_code_cell(f'grader.check("{question.name}")', id=f"check-{slug}"),
    ]
    return cells + (hidden(question, slug) if solved else [])


def drawn(question, slug):
    """What shows students the data of their own; nothing where the course has no variants."""
    if not (course().variants and question.variant):
        return []
    return [
        v4.new_markdown_cell(question.variant, id=f"{slug}-own"),
        v4.new_code_cell(f'grader.data("{question.name}")', id=f"check-{slug}-own"),
    ]


def hidden(question, slug):
    """A cell for each hidden check, which is called there."""
    cells = []
    for number, check in enumerate((check for check in question.checks if check.says.hidden), 1):
        call = f"{check.name}({', '.join(check.arguments)})"
        parts = [SOLVED + question.support(check.needs), check.text, call]
        cells.append(v4.new_code_cell("\n\n\n".join(parts), id=f"check-{slug}-hidden-{number}"))
    return cells


def interpreted(assignment, question, solved):
    """What asks for a sentence, and the cell to write it in; nothing if none is asked."""
    if not question.sentence:
        return []
    (asks, model), slug = question.sentence, question.name.replace("_", "-")
    label = LABEL.format(number=assignment.exercise(question))
    return [
        v4.new_markdown_cell(asks, id=f"{slug}-sentence-text"),
        v4.new_markdown_cell(f"{label}\n\n{model if solved else EMPTY}", id=f"sentence-{slug}"),
    ]


def looked(look):
    """The text and the code of a look at a result, which fails as long as the question is not answered."""
    slug = look.name.replace("_", "-")
    code = textwrap.dedent(look.body)
    return [
        v4.new_markdown_cell(look.docstring, id=f"{slug}-text"),
        v4.new_code_cell(code, id=slug, metadata={"tags": ["raises-exception"]}),
    ]

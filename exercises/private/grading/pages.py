"""The pages that people read: feedback for each student; statistics and sentences for the lecturer.

Every text of a student's is escaped, and no page loads anything or runs anything.
"""

import html
import math
import re
from collections import Counter
from functools import partial
from statistics import mean, median

from exercises.private.grading.sentences import find
from exercises.private.grading.tables import number
from mlplib import locale
from mlplib.checks.notebook import sentence, spoken
from tools.translation import finished

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8887; --good: #17692f; --bad: #b3261e; --bar: #2f6db5 }}
@media (prefers-color-scheme: dark) {{ :root {{ --good: #7fd694; --bad: #ff9c93; --bar: #7fb2ee }} }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem;
  overflow-wrap: anywhere }}
h1 {{ font-size: 1.6rem; line-height: 1.25 }}
h2 {{ font-size: 1.15rem; margin: 2rem 0 .25rem }}
pre {{ white-space: pre-wrap; padding: .5rem .75rem; margin: .25rem 0 .75rem;
  border-left: 3px solid var(--bad); background: #8881; font-size: .9rem }}
ul.checks {{ list-style: none; padding: 0 }}
ul.checks > li {{ margin: .25rem 0 }}
.mark {{ display: inline-block; width: 1.4em; font-weight: bold }}
.holds .mark {{ color: var(--good) }}
.fails .mark {{ color: var(--bad) }}
.hidden {{ border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; font-size: .85rem }}
.word {{ border-left: 3px solid var(--bar); padding-left: .75rem }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem }}
dd {{ margin: 0 }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
  border-bottom: 1px solid var(--line) }}
@media (max-width: 34rem) {{ tr, td {{ display: block }} tr {{ padding: .4rem 0 }} th {{ display: none }}
  tr {{ border-bottom: 1px solid var(--line) }} td {{ border: 0; padding: 0 }} }}
svg {{ width: 100%; max-width: 34rem; height: auto; font-size: 13px; fill: currentColor }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
NUMPY_NUMBER = re.compile(r"\bnp\.(?:float|int|uint|bool|complex|str)\w*\(([^()]*)\)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{11,}(?:e[+-]?\d+)?")
SAYS = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
HIDDEN = '<span class="hidden">hidden check</span>'
UNREAD = "the notebook can be read"  # the check that stands for all where there is no notebook
N_BARS = 10
WIDTH, HEIGHT, FOOT = 400, 200, 34  # of the picture, in its own units


def page(title, *parts):
    """A whole page; the parts are HTML."""
    return PAGE.format(title=html.escape(title), body="\n".join(parts))


def text(words):
    """A text as HTML, with its numbers as a person writes them: 0.30000000000000004 is 0.3."""
    words = NUMPY_NUMBER.sub(r"\1", words)
    return html.escape(LONG_NUMBER.sub(lambda found: f"{float(found[0]):.10g}", words))


def items(sentences):
    return "<ul>" + "".join(f"<li>{text(each)}</li>" for each in sentences) + "</ul>" if sentences else ""


def points_of(points, possible):
    return f"{number(points)} of {number(possible)} point{'' if possible == 1 else 's'}"


# Feedback


def feedback(mark, assignment, language="en"):
    """The page of one person: points and why; of hidden checks only whether they hold."""
    parts = [_total(mark, assignment), _facts(mark)]
    parts += [f'<p class="word">{text(says)}</p>' for question, says in mark.comments if not question]
    parts += [f"<p>{text(note)}</p>" for note in mark.notes]
    results = mark.result["questions"] if mark.result else [None] * len(assignment.questions)
    for question, graded in zip(assignment.questions, results, strict=True):
        if graded:
            parts += _question_of(mark, question, graded)
    whole = page(f"Feedback: {assignment.name.replace('_', ' ')}", *parts)
    return whole if language == "en" else said(whole, language)


def said(page, language):
    """A page in another language, what failed checks say included."""
    page = page.replace('<html lang="en">', f'<html lang="{language}">', 1)
    page = SAYS.sub(lambda found: f"<pre>{_in(language, found[1])}</pre>", page)
    return finished.translated(page, partial(locale.translated, language=language))


def _in(language, says):
    lines = html.unescape(says).splitlines()
    return html.escape("\n".join(spoken(line, language) for line in lines))


def _question_of(mark, question, graded):
    """The points of one question, what the lecturer says to it, and its checks."""
    points = points_of(mark.points[question.name], question.possible)
    yield f"<h2>{text(question.exercise + ' ' + question.name)}: {points}</h2>"
    yield from (f'<p class="word">{text(says)}</p>' for name, says in mark.comments if name == question.name)
    yield _checks(graded, question) if not is_unread(graded) else ""


def _total(mark, assignment):
    if mark.excused:
        return "<p><strong>Excused: no points are counted.</strong></p>"
    if mark.final is None:
        return "<p><strong>No points.</strong></p>"
    total = f"<p><strong>{points_of(mark.final, assignment.possible)}.</strong>"
    if mark.raw is not None and (mark.taken or mark.raw != mark.final):
        total += f" The checks give {number(mark.raw)}."
    if mark.taken:
        total += f" {number(mark.taken)} taken off: {mark.hours_late:.1f} hours late."
    return total + "</p>"


def _facts(mark):
    """Who, which file, when, and what else was there."""
    submission = mark.submission
    facts = [("Student", mark.student)]
    if submission:
        file = re.split(r"[/\\!]", submission.source)[-1]
        facts += [("File", file), ("Handed in", submission.time.replace("T", " ") or "time not known")]
    if mark.late:
        late = f"late, by {mark.hours_late:.1f} hours" if mark.hours_late else mark.late
        facts.append(("Deadline", late))
    rows = "".join(f"<dt>{name}</dt><dd>{text(value)}</dd>" for name, value in facts)
    return f"<dl>{rows}</dl>" + items(submission.others if submission else ())


def _checks(graded, question):
    """All checks of a question with their points, and what those say that fail."""
    failed = {(each["check"], each["hidden"]): each["says"] for each in graded["failed"]}
    lines, before = [], None
    for test in question.tests:
        says = failed.get((sentence(test), test.hidden))
        words = f"{HIDDEN} for other inputs" if test.hidden else text(sentence(test))
        shown = None if test.hidden else "For the same reason." if says and says == before else says
        lines.append(_line(says is None, words, test.points * question.weight, shown))
        before = before if test.hidden else says or before
    return f'<ul class="checks">{"".join(lines)}</ul>'


def _line(holds, words, points, says=None):
    """One check: `words` are HTML, and what it says is text."""
    kind, sign = ("holds", "✓") if holds else ("fails", "✗")
    worth = points_of(points if holds else 0, points) if points else "no points"
    said = f"<pre>{text(says)}</pre>" if says else ""
    mark = f'<span class="mark" role="img" aria-label="{kind}">{sign}</span>'
    return f'<li class="{kind}">{mark}{words}: {worth}{said}</li>'


# Statistics


def statistics(marks, assignment):
    """The page of the class: who is missing, how points are distributed, what fails how often."""
    graded = [mark for mark in marks if mark.result]
    totals = [mark.final for mark in marks if mark.final is not None]
    parts = [f"<p>{_middle(totals, assignment.possible)}</p>", distribution(totals, assignment.possible)]
    absent = [mark.student for mark in marks if mark.submission is None and not mark.excused]
    excused = [mark.student for mark in marks if mark.excused]
    unread = [
        f"{m.student}: {m.submission.source}. {m.notes[0] if m.notes else ''}"
        for m in graded
        if all(map(is_unread, m.result["questions"]))
    ]
    strangers = [mark.student for mark in marks if mark.person is None and any(m.person for m in marks)]
    lists = {"Nothing was handed in by": absent, "Could not be read": unread}
    lists |= {"Excused": excused, "Not on the roster": strangers}
    for title, names in lists.items():
        parts += [f"<h2>{title}: {len(names)}</h2>", items(names)] if names else []
    parts += [_question(question, graded) for question in assignment.questions]
    return page(f"Statistics: {assignment.name.replace('_', ' ')}", *parts)


def is_unread(question):
    """Whether no check of a question could be run, since the file is no notebook."""
    return any(failed["check"] == UNREAD for failed in question["failed"])


def _middle(totals, possible):
    if not totals:
        return "Nobody has points yet."
    people = "1 person has" if len(totals) == 1 else f"{len(totals)} people have"
    return f"{people} points, of {possible:g}: median {median(totals):.1f}, mean {mean(totals):.1f}."


def distribution(totals, possible):
    """How many have how many points, as a picture and, for who cannot see it, in words."""
    if not totals or possible <= 0:
        return ""
    step = max(1, math.ceil(possible / N_BARS))
    counts = [0] * (math.floor(possible / step) + 1)
    for points in totals:
        counts[min(int(points // step), len(counts) - 1)] += 1
    lows = [k * step for k in range(len(counts))]
    told = "; ".join(f"from {low}: {count}" for low, count in zip(lows, counts, strict=True))
    label = html.escape(f"How many people have how many points. {told}.")
    axis = f'<text x="{WIDTH / 2}" y="{HEIGHT - 2}" text-anchor="middle">points, from this number on</text>'
    bars = "".join(_bar(k, low, counts) for k, low in enumerate(lows))
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {HEIGHT}">{bars}{axis}</svg>'


def _bar(k, low, counts):
    """The bar of one range of points, with its count above and its lower end below."""
    wide, high = WIDTH / len(counts), (HEIGHT - FOOT - 20) * counts[k] / max(counts)
    x, y = k * wide + wide / 2, HEIGHT - FOOT - high
    size = f'x="{k * wide + 2:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{high:.1f}"'
    count = f'<text x="{x:.1f}" y="{y - 5:.1f}" text-anchor="middle">{counts[k] or ""}</text>'
    foot = f'<text x="{x:.1f}" y="{HEIGHT - FOOT + 15}" text-anchor="middle">{low}</text>'
    return f'<rect {size} style="fill: var(--bar)"/>{count}{foot}'


def _question(question, graded):
    """Points of one question, and how often each of its checks fails."""
    title = f"<h2>{text(question.exercise + ' ' + question.name)}</h2>"
    results = [q for mark in graded for q in mark.result["questions"] if q["name"] == question.name]
    if not results:
        return title
    points = [mark.points[question.name] for mark in graded]
    full = sum(each == question.possible for each in points)
    words = f"mean {mean(points):.1f} of {question.possible:g}; {full} of {len(points)} have all points."
    failed = Counter((each["check"], each["hidden"]) for result in results for each in result["failed"])
    rows = [
        f"<li>{n} × {HIDDEN + ' ' if hidden else ''}{text(check)}</li>"
        for (check, hidden), n in failed.most_common()
        if check != UNREAD
    ]
    return f"{title}<p>{words}</p>" + (f"<ul>{''.join(rows)}</ul>" if rows else "")


# Sentences


def sentences(marks, assignment):
    """The page of what students wrote in words: the model answer on top, a row a student."""
    parts = ["<p>No machine grades these. Points for them, if any, come from your file of words.</p>"]
    for exercise, label, prompt, model in assignment.sentences:
        name = next(q.name for q in assignment.questions if q.exercise == exercise)
        parts.append(f'<h2 id="{html.escape(name)}">{text(exercise + " " + name)}</h2><p>{text(prompt)}</p>')
        parts.append(f'<p class="word">Model answer: {text(model)}</p>')
        rows = [_row(mark, name, label) for mark in marks if mark.submission]
        head = "<tr><th>Student</th><th>Points</th><th>Sentence</th></tr>"
        parts.append(f"<table>{head}{''.join(rows)}</table>")
    return page(f"Sentences: {assignment.name.replace('_', ' ')}", *parts)


def _row(mark, name, label):
    says = find(mark.submission.data, label, name)
    shown = text(says).replace("\n", "<br>") if says else "<em>nothing</em>"
    place = html.escape(f"{name}-{mark.submission.key}", quote=True)
    link = f'<a href="#{place}">{text(mark.student)}</a>'
    points = f"{number(mark.points[name])} of {number(mark.final)}" if mark.final is not None else ""
    return f'<tr id="{place}"><td>{link}</td><td>{points}</td><td>{shown}</td></tr>'

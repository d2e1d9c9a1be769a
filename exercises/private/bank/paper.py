"""Questions on paper: an exam, and its key with all reasons, as HTML that Chromium prints."""

from html import escape
from string import ascii_lowercase

from exercises.private.bank.markup import as_mathml, html, plain
from tools.site.mathml import FAMILY, font, font_face, glyphs

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
{font}
@page {{ size: A4; margin: 18mm 16mm; @bottom-center {{ content: counter(page); font: 9px sans-serif; }} }}
body {{ font: 11pt/1.45 sans-serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }}
math {{ font: 1.12em/1 "{family}", math; }}
h1 {{ font-size: 1.4rem; }}
.name {{ display: flex; gap: 1rem; margin-bottom: 1.5rem; }}
.name span {{ flex: 1; border-bottom: 1px solid; padding-top: 1.5rem; }}
main > ol > li {{ break-inside: avoid; margin-bottom: 1.4rem; }}
main ol ol {{ list-style: lower-alpha; margin-top: 0.4rem; }}
main ol ol li {{ padding-left: 0.3rem; }}
.answer {{ margin-top: 0.6rem; }}
.right {{ font-weight: bold; }}
.reason {{ display: block; color: #444; font-weight: normal; }}
pre {{ background: #f3f3f3; padding: 0.5rem; }}
td, th {{ border: 1px solid #999; padding: 0.1rem 0.6rem; }} table {{ border-collapse: collapse; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{head}
<ol>
{items}
</ol>
</main>
</body>
</html>
"""
HEAD = """<p>{n} questions, one point each. Choose one option, or write a number.</p>
<div class="name"><span>Name</span><span>Number</span></div>"""


def exam(title, questions):
    """The sheet that students get."""
    head = HEAD.format(n=len(questions))
    return page(title, head, [shown(question) for question in questions])


def key(title, questions):
    """The same questions with right answers and all reasons."""
    return page(f"{title}: key", "", [solved(question) for question in questions])


def page(title, head, items):
    items = "\n".join(f"<li>{item}</li>" for item in items)
    rule = font_face(FAMILY, font("".join(sorted(glyphs([items])))))
    return PAGE.format(title=escape(title), head=head, items=items, font=rule, family=FAMILY)


def shown(question):
    if question.numeric:
        return f'{written(question.text)}<p class="answer">Answer: ____________________</p>'
    options = "".join(f"<li>{written(answer.text)}</li>" for answer in question.answers)
    return f"{written(question.text)}<ol>{options}</ol>"


def solved(question):
    if question.numeric:
        rows = [numeric_row(answer) for answer in question.numbers]
        return f"{written(question.text)}<ul>{''.join(rows)}</ul>"
    rows = [
        f'<li{mark(answer)}>{written(answer.text)}<span class="reason">{written(answer.reason)}</span></li>'
        for answer in question.answers
    ]
    right = ascii_lowercase[question.answers.index(question.right)]
    told = f"<p>Right: {right}. <small>{question.name}</small></p>"
    return f"{written(question.text)}<ol>{''.join(rows)}</ol>{told}"


def numeric_row(answer):
    off = f" ± {plain(answer.within)}" if answer.right and answer.within else ""
    return f'<li{mark(answer)}>{answer.text}{off}<span class="reason">{written(answer.reason)}</span></li>'


def mark(answer):
    return ' class="right"' if answer.right else ""


def written(text):
    return html(text, as_mathml)

"""Translations: what there is to translate, what must be kept, and that Korean is whole and up to date."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplib import locale
from mlplib._homes import SPEAK
from mlplib.locale import Words
from tools.course import course
from tools.execute import ROOT, read
from tools.site import languages, meta
from tools.translation import catalogue, glossary, markdown, strings, tree

MESSAGES = """\
# Title

First line,
second line with $x$.

- item one
- item *two*

1. numbered

| Head | `code` |
|---|---|
| cell with \\| bar | [page](a.md) |

$$
x = y
$$

```python
not = "a message"
```

```text
2 of 3 checks hold
```

<details><summary>Answer</summary>

    indented = "code"

Inside.

</details>
"""


def messages(text):
    found = []
    markdown.translate(text, lambda message: found.append(message) or message)
    return found


def test_every_kind_of_block_gives_its_messages():
    assert messages(MESSAGES) == [
        *("Title", "First line, second line with $x$.", "item one", "item *two*", "numbered"),
        *("Head", "cell with \\| bar", "page", "2 of 3 checks hold", "Answer", "Inside."),
    ]


def test_a_translation_changes_messages_and_nothing_else():
    said = markdown.translate(MESSAGES, str.upper)
    assert said.split("\n\n")[:3] == [
        "# TITLE",
        "FIRST LINE, SECOND LINE WITH $X$.",
        "- ITEM ONE\n- ITEM *TWO*",
    ]
    assert "| CELL WITH \\| BAR | [PAGE](a.md) |" in said
    assert 'not = "a message"' in said
    assert '    indented = "code"' in said


def words_of(text):
    """A text without the places where lines break, which a paragraph does not keep."""
    return text.split()


@pytest.mark.parametrize("path", catalogue.pages(), ids=str)
def test_a_page_translated_into_english_is_the_page(path):
    same = catalogue.translate_page(path, lambda text, at: text)
    if path.suffix == ".md":
        assert words_of(same) == words_of((ROOT / path).read_text(encoding="utf-8"))
    else:
        for cell, own in zip(same.cells, read(ROOT / path).cells, strict=True):
            assert words_of(cell.source) == words_of(own.source)


@pytest.mark.parametrize(
    ("english", "said", "fault"),
    [
        ("The rate $\\alpha$", "비율", "lost $\\alpha$"),
        ("See [it](a.md)", "[그것](b.md) 참고", "lost ](a.md), has more ](b.md)"),
        ("After {n:.2f} steps", "{m}번 뒤", "lost {n}, has more {m}"),
        ("A **term** here", "**용어(term)**는", "emphasis does not render"),
    ],
)
def test_lost_markup_is_found(english, said, fault):
    assert fault in ", ".join(markdown.faults(english, said))
    assert list(markdown.faults(english, english)) == []


def test_a_term_by_another_name_is_found():
    assert list(glossary.faults("ko", "The learning rate", "배우는 속도")) == [
        "says 'learning rate' without 학습률"
    ]
    assert list(glossary.faults("ko", "Learning rates", "학습률")) == []
    assert list(glossary.faults("ko", "The `loss` of $weight$", "그것")) == []


def test_code_gives_what_it_says():
    checks = 'def test_rows_sum(f):\n    """No message."""\n'
    checks += '    fail(f"{name} is {1 + 1} rows", hint="one " + f"word, {x}")'
    assert strings.of_checks(checks) == ["rows sum", "{name} is {1} rows", "one word, {x}"]
    figure = 'explore(draw, alt=words, labels={"n": "Units"}, n=[1, 2], kind=["a plain line", "dots"])'
    told = 'def words(n):\n    return f"A net of {n} units"'
    assert strings.of_figures([told, figure]) == ["A net of {n} units", "Units", "Kind", "a plain line"]
    assert strings.of_stubs(['def f():\n    raise NotImplementedError("Exercise 1.1: do \\"it\\"")']) == [
        'Exercise 1.1: do "it"'
    ]
    script = 'say(`Epoch ${run(`x ${y}`)}: all is well`); // "a comment here"\n'
    script += 'add("div", "Play", "more of y", {"a": "b-c"});'
    assert strings.of_script(script) == ["Epoch {0}: all is well", "Play", "more of y"]


# What is said while a program runs

TEXTS = {
    "Play": "재생",
    "units are": "유닛이",
    "{0} hidden {1}": "은닉 {1} {0}개",
    "{0} dead: no gradient.": "{0} 죽었습니다.",
    "Epoch {n}: {share:.1f} right.": "에포크 {n}: {share} 맞음.",
    "{x} and {x} again": "{x} 두 번",
    "{0}": "?",
}
SAID = {
    "Play": "재생",
    " Play\n": " 재생\n",
    "Epoch 3: 95 % right.": "에포크 3: 95 % 맞음.",
    "2 hidden units are dead: no gradient. Play": "은닉 유닛이 2개 죽었습니다. 재생",
    "a and a again": "a 두 번",
    "a and b again": "a and b again",
    "Something else.": "Something else.",
}


@pytest.mark.parametrize("text", SAID)
def test_a_text_is_found_by_its_template(text):
    assert Words(TEXTS)(text) == SAID[text]


def test_scripts_find_what_python_finds(browser):
    page = browser.new_page()
    page.add_script_tag(content=SPEAK.read_text(encoding="utf-8"))
    texts = locale.texts("ko", "figures") | TEXTS
    filled = [re.sub(r"\{\w+[^{}]*\}", "12", text) for text in texts]
    said = page.evaluate("([texts, all]) => all.map(speaker(texts))", [texts, [*SAID, *filled]])
    assert said == list(map(Words(texts), [*SAID, *filled]))
    page.close()


@given(st.text("abc 12.", min_size=1))
def test_a_field_may_hold_anything(value):
    assert Words({"Before {it}, after": "{it}"})(f"Before {value}, after") == value


def test_what_is_put_in_later_is_translated_too(browser):
    page = browser.new_page()
    page.set_content("<div title='Play'><pre>Play</pre><select><option>Play</select></div>")
    page.add_script_tag(content=SPEAK.read_text(encoding="utf-8"))
    page.evaluate("texts => speak(document.querySelector('div'), texts)", TEXTS)
    page.evaluate("document.querySelector('div').insertAdjacentHTML('beforeend', '<b alt=Play>Play</b>')")
    page.evaluate("document.querySelector('b').firstChild.data = 'a and a again'")
    html = page.inner_html("body")
    assert html == (
        '<div title="재생"><pre>Play</pre><select><option value="Play">재생</option></select>'
        '<b alt="재생">a 두 번</b></div>'
    )
    page.close()


# Korean


@pytest.fixture(scope="module")
def korean():
    return catalogue.problems("ko")


def test_korean_is_whole_and_up_to_date(korean):
    lines, done, total = korean
    if course().house_rules:  # a course may change a text and leave it in English
        assert lines == []
        assert done == total
    assert total > 1000
    assert tree.stale("ko") == []


def test_a_changed_paragraph_costs_one_message():
    po = "chapters/mlp.po"
    said = catalogue.sources()[po]
    text, place = next(entry for entry in said if len(entry[0]) > 200)
    changed = [(f"{text} More." if entry == (text, place) else entry[0], entry[1]) for entry in said]
    before = catalogue.merged("ko", po, said, {}).split("\n\n")
    after = catalogue.merged("ko", po, changed, {}).split("\n\n")
    (entry,) = [entry for entry in after if entry not in before]
    assert "fuzzy" in entry
    assert f"# was: {text}" in entry  # the English that was translated


def test_a_second_update_changes_nothing(tmp_path, monkeypatch):
    po = "chapters/mlp.po"
    said = catalogue.sources()[po]
    changed = [(f"{text} More." if len(text) > 200 else text, place) for text, place in said]
    once = catalogue.merged("ko", po, changed, {})
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    (tmp_path / "ko" / "chapters").mkdir(parents=True)
    (tmp_path / "ko" / po).write_text(once, encoding="utf-8")
    catalogue.load.cache_clear()
    assert "fuzzy" in once
    assert catalogue.merged("ko", po, changed, {}) == once
    catalogue.load.cache_clear()


def test_code_is_the_same_in_every_language():
    for path in catalogue.pages():
        if path.suffix == ".ipynb":
            own = [cell for cell in read(ROOT / "ko" / path).cells if cell.cell_type == "code"]
            first = next(cell for cell in own if cell.id == "language")
            assert first.source.endswith('os.environ["MLPLIB_LANGUAGE"] = "ko"')
            rest = [(cell.id, cell.source) for cell in own if cell is not first]
            assert rest == [
                (cell.id, cell.source) for cell in read(ROOT / path).cells if cell.cell_type == "code"
            ]


def test_a_check_speaks_the_language_of_the_notebook():
    program = (
        "from mlplib.checks.notebook import Checks\n"
        "def gate(name): return [1, 1, -1.5]\n"
        "print(Checks('perceptron').check('gates', globals()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"MLPLIB_LANGUAGE": "ko"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert "gates" in lines[0]
    for line in lines:
        assert re.search("[가-힣]", line), line


def test_search_engines_learn_of_both_languages(settings):
    settings(site="https://www.example.edu/course", languages=["ko"])
    app = SimpleNamespace(config=SimpleNamespace(language="en"))
    context = {"body": "", "metatags": ""}
    languages.tell(app, "chapters/mlp", "", context, doctree=object())
    root = "https://www.example.edu/course/"
    for code, place in {"en": "", "ko": "ko/", "x-default": ""}.items():
        assert f'hreflang="{code}" href="{root}{place}chapters/mlp.html"' in context["metatags"]


def test_a_korean_page_launches_the_korean_notebook(settings):
    hosts = {"binder": "https://mybinder.org", "colab": "https://colab.research.google.com"}
    settings(repository="https://github.com/someone/book", languages=["ko"], **hosts)
    app = SimpleNamespace(config=SimpleNamespace(language="ko"))
    context = {"header_buttons": []}
    meta.add_buttons(app, "intro", "", context, None)
    (launch,) = context["header_buttons"]
    assert [button["text"] for button in launch["buttons"]] == ["Binder", "Colab"]
    assert all(button["url"].endswith("ko/intro.ipynb") for button in launch["buttons"])


def test_a_page_says_how_much_of_it_is_not_translated(settings, monkeypatch):
    settings(languages=["ko"])
    app = SimpleNamespace(config=SimpleNamespace(language="ko"))
    for n in (0, 2):
        context = {"body": "<h1>제목</h1>"}
        monkeypatch.setattr(languages, "n_missing", lambda language, page: n)  # noqa: B023
        languages.tell(app, "chapters/mlp", "", context, doctree=object())
        assert ("부분이 2곳" in context["body"]) == (n > 0)


def test_the_languages_offered_have_translations():
    assert set(course().languages) <= {path.name for path in (ROOT / "locale").iterdir()}
    assert json.loads((ROOT / "mlplib/locale/ko/figures.json").read_text(encoding="utf-8"))

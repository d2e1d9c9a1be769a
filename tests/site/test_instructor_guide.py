"""The instructor guide: its plans fit the hour, its links open what they promise, its homework exists."""

import html
import re
from functools import cache
from itertools import groupby
from operator import itemgetter
from posixpath import normpath
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
import yaml
from traitlets.config import Config

from tests.figures import Figure
from tools.browser import BOOK, ROOT, serve
from tools.lecture_map import CHAPTERS, load
from tools.toc import pages

GUIDE = (CHAPTERS / "instructor_guide.md").read_text(encoding="utf-8")
PLANS = dict(re.findall(r"^## Plan: \[.+?\]\((\w+)\.ipynb\)\n(.+?)(?=^## )", GUIDE, flags=re.M | re.S))
PAGES = list(load("objectives.toml"))
LINK = re.compile(r'<a href="([^"#]+\.html)#([^"]+=[^"]*)">')
VALUES = ROOT / "exercises" / "jupyterhub" / "values.yaml"

every_plan = pytest.mark.parametrize("page", PAGES)


def rows(text, n_columns):
    """The cells of every table row with so many columns, without heads and rules."""
    lines = [line for line in text.splitlines() if re.match(r"\| (?!Students|50&nbsp;)", line)]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if len(row) == n_columns]


@cache
def plan(page):
    """The part of the guide on a chapter."""
    return PLANS[page]


@cache
def chapter(name, folder="chapters"):
    return nbformat.read(ROOT / folder / f"{name}.ipynb", as_version=4)


def minutes(cells):
    """(start, end) of each cell that is not a dash."""
    return [tuple(map(int, cell.split("–"))) for cell in cells if cell != "–"]


def test_every_chapter_has_a_plan_under_its_title():
    assert list(PLANS) == PAGES
    for page in PAGES:
        title = chapter(page).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"## Plan: [{title}]({page}.ipynb)\n" in GUIDE


@every_plan
@pytest.mark.parametrize(("column", "total"), [(0, 50), (1, 90)])
def test_a_plan_fills_its_time_without_gap_and_in_order(page, column, total):
    times = minutes(row[column] for row in rows(plan(page), 4))
    assert [start for start, _ in times] == [0, *(end for _, end in times[:-1])]
    assert all(start < end for start, end in times)
    assert times[-1][1] == total


@every_plan
def test_sections_come_in_the_order_of_the_chapter(page):
    headings = [line for cell in chapter(page).cells for line in re.findall(r"^##+ (.+)$", cell.source, re.M)]
    plain = [re.sub(r"\$.+?\$", "", h) for h in headings]
    slugs = [re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in plain]
    shown = re.findall(rf"\({page}\.ipynb#(.+?)\)", "".join(row[2] for row in rows(plan(page), 4)))
    assert [slugs.index(anchor) for anchor in shown] == sorted(slugs.index(anchor) for anchor in shown)


def homework(page):
    """(number, whether it has a star) of each question that the plan of a chapter sets."""
    text = re.search(rf"^\*\*\[Homework\]\(\.\./exercises/{page}\.ipynb\)\.\*\*(.+)", plan(page), re.M)[1]
    for first, last in re.findall(r"(\d\.\d) to (\d\.\d)", text):
        between = [f"{first[0]}.{k}" for k in range(int(first[2]), int(last[2]) + 1)]
        text = text.replace(f"{first} to {last}", ", ".join(between))
    known, _, new = text.partition("★")
    numbered = [(re.findall(r"\d\.\d", part), star) for part, star in ((known, False), (new, True))]
    return sorted({(number, star) for numbers, star in numbered for number in numbers})


def test_homework_names_every_question_once_with_its_star():
    assignments = [path.stem for path in (ROOT / "exercises").glob("*.ipynb")]
    titles = [cell.source for name in assignments for cell in chapter(name, "exercises").cells]
    questions = [title for title in titles if re.match(r"## \d", title)]
    named = sorted(question for page in PAGES for question in homework(page))
    assert named == sorted((title[3:6], "★" in title.splitlines()[0]) for title in questions)


@every_plan
def test_every_plan_sets_homework(page):
    assert homework(page)


@every_plan
def test_what_students_see_is_left_to_the_cells_to_count(page):
    table = rows(plan(page), 3)
    assert len(table) >= 5
    assert not [see for _, _, see in table if re.search(r"\d ?%", see)]


# The links into sliders, in the built site


@pytest.fixture(scope="module")
def links():
    """(page, hash) of every link that moves a slider."""
    built = (BOOK / "chapters" / "instructor_guide.html").read_text(encoding="utf-8")
    found = [tuple(map(html.unescape, link)) for link in LINK.findall(built)]
    guide = GUIDE
    for page, told in PLANS.items():
        guide = guide if f"chapters/{page}" in pages() else guide.replace(told, "")
    offered = [link for link in LINK.findall(guide) if normpath(f"chapters/{link[0][:-5]}") in pages()]
    assert len(found) == len(offered) > 0
    return found


@pytest.fixture(scope="module")
def site(browser):
    """An open page of a browser, and the address of the chapters."""
    with serve(BOOK) as address, browser.new_page() as page:
        yield page, f"{address}chapters/"


FOLLOW = """hash => new Promise(done => {
    const text = control =>
        control.type === "range" ? JSON.parse(control.dataset.texts)[control.value]
        : control.type === "checkbox" ? (control.checked ? "True" : "False")
        : control.selectedOptions[0].text;
    const start = control =>
        control.type === "range" ? JSON.parse(control.dataset.texts)[control.defaultValue]
        : control.type === "checkbox" ? (control.defaultChecked ? "True" : "False")
        : ([...control.options].find(option => option.defaultSelected) ?? control.options[0]).text;
    const moved = () => [...document.querySelectorAll(".explore :is(input, select)")]
        .filter(control => text(control) !== start(control))
        .map(control => [`${control.closest(".explore").id}.${control.name}`, text(control)]);
    addEventListener("hashchange", () => done(Object.fromEntries(moved())), { once: true });
    location.hash = hash;
})"""

IN_SIGHT = """figure => {
    const { top, height } = figure.getBoundingClientRect();
    return 0 < top + height / 2 && top + height / 2 < innerHeight;
}"""


def test_a_link_moves_the_controls_that_it_names_and_no_other(site, links):
    """A value that is not offered would stay at its start, and a link to the start would not scroll."""
    page, chapters = site
    sliders = {link for link in links if not link[1].startswith("playground.")}
    for name, same_page in groupby(sorted(sliders), key=itemgetter(0)):
        page.goto(f"{chapters}{name}")
        for _, state in same_page:
            asked = {key: value for key, (value,) in parse_qs(state, strict_parsing=True).items()}
            assert page.evaluate(FOLLOW, state) == asked, f"{name}#{state}"


def test_a_link_sets_the_playground_as_it_says(site, links):
    """A step keeps in the address what was understood, and nothing else."""
    page, chapters = site
    for name, state in [link for link in links if link[1].startswith("playground.")]:
        page.goto("about:blank")
        page.goto(f"{chapters}{name}#{state}")
        page.get_by_role("button", name="Step", exact=True).click()
        page.wait_for_url("**playground.log=*")
        kept = parse_qs(urlsplit(page.url).fragment)
        assert kept.pop("playground.log")
        assert kept == parse_qs(state, strict_parsing=True)


def test_a_link_scrolls_to_its_picture(site, links):
    page, chapters = site
    name, state = next(link for link in links if not link[1].startswith("playground."))
    page.goto("about:blank")
    page.goto(f"{chapters}{name}#{state}")
    figure = Figure(page.locator(f"#{state.split('.')[0]}"), BOOK)
    figure.wait_until_shown(figure.state)
    page.wait_for_function(IN_SIGHT, arg=figure.found, timeout=5000)  # it scrolls smoothly


# JupyterHub

# The part of the chart's values.schema.yaml (version 4, which allows no other key) that the file uses.
# The monthly workflow asks the chart itself.
QUANTITY = re.compile(r"\d+(\.\d+)?[KMGT]i?")
CHART = {
    "hub": {"config": {"JupyterHub": dict}, "extraConfig": {"a login is needed": str}},
    "proxy": {"https": {"enabled": bool, "hosts": list, "letsencrypt": {"contactEmail": str}}},
    "singleuser": {
        "image": {"name": str, "tag": str},
        "memory": {"guarantee": QUANTITY, "limit": QUANTITY},
        "cpu": {"guarantee": (int, float), "limit": (int, float)},
        "extraEnv": {"OPENBLAS_NUM_THREADS": str},
        "storage": {"capacity": QUANTITY},
        "startTimeout": int,
    },
    "cull": {"enabled": bool, "timeout": int, "every": int},
    "scheduling": {"podPriority": {"enabled": bool}, "userPlaceholder": {"replicas": int}},
}


def faults(values, chart, path=""):
    """The keys and values that the chart would refuse."""
    for key, value in values.items():
        here, wanted = f"{path}{key}", chart.get(key)
        if isinstance(wanted, dict) and isinstance(value, dict):
            yield from faults(value, wanted, f"{here}.")
        elif isinstance(wanted, re.Pattern):
            yield from [] if isinstance(value, str) and wanted.fullmatch(value) else [here]
        elif wanted is None or isinstance(wanted, dict) or not isinstance(value, wanted):
            yield here


def read_values():
    return yaml.safe_load(VALUES.read_text(encoding="utf-8"))


def test_the_chart_refuses_the_values_until_they_name_a_login_and_an_address():
    values = read_values()
    assert list(faults(values, CHART)) == ["hub.config.JupyterHub", "proxy.https.hosts"]
    values["hub"]["config"]["JupyterHub"] = {"authenticator_class": "lti13"}
    values["proxy"]["https"]["hosts"] = ["hub.example.org"]
    assert list(faults(values, CHART)) == []


@pytest.mark.parametrize("login", [{}, {"authenticator_class": "dummy"}])
def test_a_hub_where_everybody_can_log_in_does_not_start(login):
    (program,) = read_values()["hub"]["extraConfig"].values()
    with pytest.raises(ValueError, match="choose an authenticator_class"):
        exec(program, {"c": Config(JupyterHub=login)})
    exec(program, {"c": Config(JupyterHub={"authenticator_class": "lti13"})})


def test_a_student_is_promised_less_memory_than_the_limit():
    memory = read_values()["singleuser"]["memory"]
    assert (memory["guarantee"][-1], memory["limit"][-1]) == ("M", "G")
    assert int(memory["guarantee"][:-1]) < 1000 * int(memory["limit"][:-1])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("cull: {idle: 5}", "cull.idle"),
        ("singleuser: {memory: {limit: 2 G}}", "singleuser.memory.limit"),
        ("singleuser: {extraEnv: {OPENBLAS_NUM_THREADS: 1}}", "singleuser.extraEnv.OPENBLAS_NUM_THREADS"),
        ("hubs: {}", "hubs"),
    ],
)
def test_a_value_that_the_chart_refuses_is_found(text, fault):
    assert list(faults(yaml.safe_load(text), CHART)) == [fault]


def test_the_image_is_named_alike_in_the_guide_and_in_the_values():
    image = read_values()["singleuser"]["image"]
    assert f"--image-name {image['name']}:{image['tag']} " in GUIDE
    assert (ROOT / "binder" / "requirements.txt").exists(), "what repo2docker installs"

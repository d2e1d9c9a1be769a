"""What is written for Moodle, Canvas and paper asks what the questions ask, and grades as they say."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from exercises.private.bank import paper
from exercises.private.bank.__main__ import (
    bank,
    chapters,
    choose,
    fingerprint,
    note,
    write_bank,
    write_exam,
)
from exercises.private.bank.canvas import ANSWER, QTI, canvas
from exercises.private.bank.markup import as_mathml, delimited, html
from exercises.private.bank.moodle import moodle
from tools.course import course
from tools.questions import Answer, Question, Unfit

SEED = 11


@pytest.fixture(scope="module")
def questions():
    """All exam questions and all quick checks, by name."""
    drawn, checks = bank(SEED)
    return {
        question.name: question for part in (drawn, checks) for asked in part.values() for question in asked
    }


def replies(question):
    """Texts that a student may type or choose, each with whether it is right."""
    if not question.numeric:
        return [(answer.text, answer.right) for answer in question.answers]
    right = question.right
    near = [right.value + share * right.within for share in (-0.9, 0, 0.9)]
    far = [right.value + share * (right.within or 0.4) for share in (-1.2, 1.2)]
    wrong = [answer.value for answer in question.numbers if not answer.right]
    return [(value, True) for value in near] + [(value, False) for value in far + wrong]


# Moodle: read as question/format/xml/format.php does


def moodle_questions(data):
    root = ElementTree.fromstring(data)
    assert root.tag == "quiz"
    category, found = None, {}
    for element in root:
        if element.get("type") == "category":
            category = element.findtext("category/text")
            assert category.startswith("$course$/top/")
            continue
        assert category, "a question stands below a category"
        name, text = element.findtext("name/text"), element.find("questiontext")
        assert len(name) <= 255
        assert text.get("format") == "html"
        assert element.findtext("idnumber") == name
        assert name not in found
        found[name] = element
    return found


def moodle_fraction(element, reply):
    """The share of the point, and what is said: the first answer that fits a number counts."""
    for answer in element.iterfind("answer"):
        text = answer.findtext("text")
        if element.get("type") == "multichoice":
            fits = text == reply
        else:
            fits = text == "*" or abs(float(text) - reply) <= float(answer.findtext("tolerance")) + 1e-12
        if fits:
            return float(answer.get("fraction")) / 100, answer.findtext("feedback/text")
    raise AssertionError("no answer fits")


def test_moodle_grades_and_answers_as_the_questions_do(questions):
    found = moodle_questions(moodle({"Book/All": questions.values()}))
    assert list(found) == list(questions)
    for name, question in questions.items():
        element = found[name]
        assert element.get("type") == ("numerical" if question.numeric else "multichoice")
        assert element.findtext("questiontext/text") == html(question.text, delimited)
        if not question.numeric:
            assert element.findtext("single") == "true"
            assert element.findtext("answernumbering") in ("abc", "ABCD", "123", "none")
        for reply, right in replies(question):
            shown = html(reply, delimited) if isinstance(reply, str) else reply
            fraction, said = moodle_fraction(element, shown)
            assert fraction == right, (name, reply)
            assert said, (name, reply)


# Canvas: the content models of QTI 1.2, for the elements that are used, and what its importer makes of them

MODELS = {
    "questestinterop": "assessment",
    "assessment": "qtimetadata section",
    "section": "(item )+",
    "item": "itemmetadata presentation resprocessing (itemfeedback )+",
    "itemmetadata": "qtimetadata",
    "qtimetadata": "(qtimetadatafield )+",
    "qtimetadatafield": "fieldlabel fieldentry",
    "presentation": "material (response_lid|response_str)",
    "response_lid": "render_choice",
    "response_str": "render_fib",
    "render_choice": "(response_label )+",
    "render_fib": "response_label",
    "response_label": "(material)?",
    "material": "mattext",
    "resprocessing": "outcomes (respcondition )+",
    "outcomes": "decvar",
    "respcondition": "conditionvar (setvar )?(displayfeedback )?",
    "conditionvar": "(varequal|or|other)",
    "or": "varequal and",
    "and": "vargte varlte",
    "itemfeedback": "flow_mat",
    "flow_mat": "material",
}
ATTRIBUTES = {  # required and allowed ones
    "assessment": ("ident title", ""),
    "section": ("ident", "title"),
    "item": ("ident", "title"),
    "response_lid": ("ident", "rcardinality"),
    "response_str": ("ident", "rcardinality"),
    "render_fib": ("", "fibtype"),
    "response_label": ("ident", ""),
    "decvar": ("", "varname vartype minvalue maxvalue"),
    "respcondition": ("", "continue title"),
    "varequal": ("respident", "case"),
    "vargte": ("respident", ""),
    "varlte": ("respident", ""),
    "setvar": ("", "varname action"),
    "displayfeedback": ("linkrefid", "feedbacktype"),
    "itemfeedback": ("ident", ""),
    "mattext": ("", "texttype"),
}


def local(element):
    return element.tag.removeprefix(f"{{{QTI}}}")


def assert_valid(element):
    tag, inside = local(element), "".join(f"{local(child)} " for child in element)
    model = MODELS.get(tag, "")
    pattern = re.sub(r"(?<=\w)(?=$|\)|\|)(?<! )", " ", model) if model else ""
    pattern = re.sub(r" +", " ", pattern)
    assert re.fullmatch(pattern, inside), (tag, inside, pattern)
    required, allowed = (set(part.split()) for part in ATTRIBUTES.get(tag, ("", "")))
    assert required <= set(element.attrib) <= required | allowed, (tag, element.attrib)
    assert element.text is None or not MODELS.get(tag), f"{tag} holds elements only"
    for child in element:
        assert_valid(child)


def canvas_items(data):
    """The items of a package, each file read as the manifest says."""
    package = zipfile.ZipFile(io.BytesIO(data))
    manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
    namespace = {"p": manifest.tag[1:].partition("}")[0]}
    resources = manifest.findall("p:resources/p:resource", namespace)
    files = [resource.find("p:file", namespace).get("href") for resource in resources]
    assert {resource.get("type") for resource in resources} == {"imsqti_xmlv1p2"}
    assert sorted([*files, "imsmanifest.xml"]) == sorted(package.namelist())
    items = {}
    for file in files:
        root = ElementTree.fromstring(package.read(file))
        assert_valid(root)
        for item in root.iter(f"{{{QTI}}}item"):
            assert item.get("title") not in items
            items[item.get("title")] = item
    return items


def find(element, path):
    return element.findall("/".join(f"{{{QTI}}}{tag}" for tag in path.split("/")))


def canvas_right(item):
    """What counts as right: the option, or an exact number and how far one may be off."""
    (scored,) = [c for c in find(item, "resprocessing/respcondition") if find(c, "setvar")]
    (setvar,) = find(scored, "setvar")
    assert (setvar.text, setvar.get("varname"), setvar.get("action")) == ("100", "SCORE", "Set")
    if exact := find(scored, "conditionvar/varequal"):
        return exact[0].text
    (exact,) = find(scored, "conditionvar/or/varequal")
    (least,) = find(scored, "conditionvar/or/and/vargte")
    (most,) = find(scored, "conditionvar/or/and/varlte")
    assert float(most.text) - float(exact.text) == pytest.approx(
        float(exact.text) - float(least.text), abs=1e-9
    )
    return float(exact.text), float(most.text) - float(exact.text)


def test_canvas_grades_and_answers_as_the_questions_do(questions):
    items = canvas_items(canvas({"All questions": questions.values()}))
    assert list(items) == list(questions)
    for name, question in questions.items():
        item = items[name]
        fields = {f[0].text: f[1].text for f in find(item, "itemmetadata/qtimetadata/qtimetadatafield")}
        (text,) = find(item, "presentation/material/mattext")
        assert text.text == html(question.text, as_mathml)
        assert r"\(" not in text.text
        feedback = {f.get("ident") for f in find(item, "itemfeedback")}
        linked = {link.get("linkrefid") for link in item.iter(f"{{{QTI}}}displayfeedback")}
        assert feedback == linked
        assert {v.get("respident") for v in item.iter(f"{{{QTI}}}varequal")} == {ANSWER}
        if question.numeric:
            assert fields["question_type"] == "numerical_question"
            exact, margin = canvas_right(item)
            for reply, right in replies(question):
                assert (abs(reply - exact) <= margin + 1e-12) == right, (name, reply)
        else:
            assert fields["question_type"] == "multiple_choice_question"
            labels = find(item, "presentation/response_lid/render_choice/response_label")
            shown = {label.get("ident"): label[0][0].text for label in labels}
            assert shown[canvas_right(item)] == html(question.right.text, as_mathml)
            assert list(shown.values()) == [html(answer.text, as_mathml) for answer in question.answers]


def test_what_is_invalid_is_found():
    answers = Answer("a", "why", right=True), Answer("b", "why not")
    data = canvas({"One": [Question("name", "Which?", answers)]})
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("one/one.xml"))
    assert_valid(root)
    item = next(root.iter(f"{{{QTI}}}item"))
    item.insert(0, item[-1])
    with pytest.raises(AssertionError):
        assert_valid(root)


# Files


def test_the_same_seed_writes_the_same_bank(tmp_path, capsys):
    write_bank(SEED, tmp_path / "one")
    assert re.match(r"\d+ questions in ", capsys.readouterr().out)
    write_bank(SEED, tmp_path / "two")
    for name in ("moodle.xml", "canvas.zip"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    titles = [e.text for e in ElementTree.parse(tmp_path / "one" / "moodle.xml").iterfind(".//category/text")]
    assert all(title.startswith(f"$course$/top/{course().name}/") for title in titles)
    assert sum(title.endswith(", quick checks") for title in titles) == len(titles) / 2 == len(chapters())


def test_an_exam_takes_as_many_of_each_chapter_as_go():
    names = ["perceptron", "mlp", "gradients"]
    asked = choose(names, 8, SEED)
    counts = [sum(question.name.startswith(f"{name}/") for question in asked) for name in names]
    assert sorted(counts) == [2, 3, 3]
    assert len({question.name for question in asked}) == 8
    assert (
        fingerprint(asked) == fingerprint(choose(names, 8, SEED)) != fingerprint(choose(names, 8, SEED + 1))
    )


@pytest.mark.parametrize(
    ("names", "n", "problem"),
    [
        (["perceptron", "geometry"], 4, "no questions on geometry; CHAPTERS is some of "),
        (["perceptron", "mlp"], 1, "QUESTIONS=1 is less than one for each of 2 chapters"),
        (["perceptron"], 500, "perceptron has 16 questions, but 500 are asked for"),
    ],
)
def test_an_exam_that_cannot_be_made_is_refused(names, n, problem):
    with pytest.raises(Unfit, match=problem):
        choose(names, n, SEED)


def test_a_seed_that_repeats_an_exam_is_refused(tmp_path):
    file, asked = tmp_path / "given.json", choose(["mlp"], 3, SEED)
    note(asked, SEED, ["mlp"], file)
    before = file.read_text()
    for seed, again in ((SEED, asked), (99, asked[::-1])):
        with pytest.raises(Unfit, match=rf"SEED={seed} repeats the exam 'SEED=11, 3 questions on mlp'"):
            note(again, seed, ["mlp"], file)
    assert file.read_text() == before
    note(choose(["mlp"], 3, SEED + 1), SEED + 1, ["mlp"], file)
    assert len(file.read_text()) > len(before)


def test_an_exam_on_paper_shows_no_reason_and_its_key_all(questions):
    asked = list(questions.values())[::9]
    sheet, key = paper.exam("Exam", asked), paper.key("Exam", asked)
    for question in asked:
        for answer in question.answers:
            assert (html(answer.reason, as_mathml) in key) == bool(answer.text)
            if not question.numeric:
                assert html(answer.text, as_mathml) in sheet
    reasons = {html(a.reason, as_mathml) for q in asked for a in q.answers}
    assert not [reason for reason in reasons if len(reason) > 30 and reason in sheet]
    assert 'class="right"' not in sheet
    assert key.count('class="right"') == len(asked)


def test_an_exam_is_printed_with_its_key(tmp_path):
    given = tmp_path / "given.json"
    write_exam(["mlp", "perceptron"], 4, SEED, tmp_path, given)
    pages = {name: PdfReader(tmp_path / str(SEED) / f"{name}.pdf").pages for name in ("exam", "key")}
    texts = {name: " ".join(page.extract_text() for page in pages[name]) for name in pages}
    assert "4 questions, one point each" in texts["exam"]
    assert f"Exam {SEED}: key" in texts["key"]
    assert {path.name for path in (tmp_path / str(SEED)).iterdir()} == {
        "exam.pdf",
        "key.pdf",
        "moodle.xml",
        "canvas.zip",
    }
    with pytest.raises(Unfit, match="repeats the exam"):
        write_exam(["mlp", "perceptron"], 4, SEED, tmp_path, given)

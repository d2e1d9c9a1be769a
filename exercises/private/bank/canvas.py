"""Questions as the package that Canvas imports: QTI 1.2, one assessment for each chapter, in a zip.

Canvas reads 1.2 and 2.1; it writes 1.2 itself, with formulas and reasons, so that is what it is given. It
takes every condition on a number for a right answer. So the numbers of known mistakes stand in what it says
of any wrong one.
"""

import io
import re
import zipfile
from xml.etree import ElementTree

from exercises.private.bank.markup import as_mathml, html, plain

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
ANSWER = "response1"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that the same questions make the same file


def canvas(assessments):
    """The zip, as bytes, of questions by the title of their assessment."""
    files = {}
    for title, questions in assessments.items():
        name = re.sub(r"\W+", "-", title).strip("-").lower()
        files[f"{name}/{name}.xml"] = assessment(name, title, questions)
    files["imsmanifest.xml"] = manifest(list(files))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in files.items():
            package.writestr(zipfile.ZipInfo(path, LONG_AGO), content)
    return out.getvalue()


def manifest(paths):
    root = ElementTree.Element("manifest", xmlns=PACKAGE, identifier="questions")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    add(root, "organizations")
    resources = add(root, "resources")
    for path in paths:
        resource = add(resources, "resource", identifier=path.partition("/")[0], type="imsqti_xmlv1p2")
        add(resource, "file", href=path)
    return packed(root)


def assessment(name, title, questions):
    root = ElementTree.Element("questestinterop", xmlns=QTI)
    test = add(root, "assessment", ident=name, title=title)
    field(add(test, "qtimetadata"), "cc_maxattempts", "1")
    section = add(test, "section", ident="root_section")
    for question in questions:
        item(section, question)
    return packed(root)


def item(section, question):
    parent = add(section, "item", ident=question.name.replace("/", "."), title=question.name)
    metadata = add(add(parent, "itemmetadata"), "qtimetadata")
    kind = "numerical_question" if question.numeric else "multiple_choice_question"
    field(metadata, "question_type", kind)
    field(metadata, "points_possible", "1")
    presentation = add(parent, "presentation")
    material(presentation, question.text)
    processing = ElementTree.Element("resprocessing")
    outcomes = add(processing, "outcomes")
    add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    feedback = (numeric if question.numeric else options)(presentation, processing, question)
    parent.append(processing)
    for ident, text in feedback.items():
        material(add(add(parent, "itemfeedback", ident=ident), "flow_mat"), text)


def options(presentation, processing, question):
    """The options, and what is said of each."""
    response = add(presentation, "response_lid", ident=ANSWER, rcardinality="Single")
    choices, feedback = add(response, "render_choice"), {}
    for place, answer in enumerate(question.answers):
        ident = f"option{place}"
        material(add(choices, "response_label", ident=ident), answer.text)
        feedback[f"{ident}_fb"] = answer.reason
        condition(processing, "Yes", f"{ident}_fb", lambda when, ident=ident: equals(when, ident))
    right = f"option{question.answers.index(question.right)}"
    condition(processing, "No", None, lambda when: equals(when, right))
    return feedback


def numeric(presentation, processing, question):
    """A field for a number, and what is said of right and wrong ones."""
    response = add(presentation, "response_str", ident=ANSWER, rcardinality="Single")
    add(add(response, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    right = question.right

    def near(when):
        either = add(when, "or")
        equals(either, plain(right.value))
        both = add(either, "and")
        add(both, "vargte", plain(right.value - right.within), respident=ANSWER)
        add(both, "varlte", plain(right.value + right.within), respident=ANSWER)

    condition(processing, "No", "correct_fb", near, scores=True)
    condition(processing, "Yes", "general_incorrect_fb", lambda when: add(when, "other"))
    known = [f"- {answer.text}: {answer.reason}" for answer in question.numbers if not answer.right]
    wrong = "\n".join([question.answers[-1].reason, "", *known])
    return {"correct_fb": right.reason, "general_incorrect_fb": wrong}


def condition(processing, go_on, feedback, when, scores=False):
    """What happens where a condition holds; one that shows no reason gives the points."""
    parent = add(processing, "respcondition")
    parent.set("continue", go_on)
    when(add(parent, "conditionvar"))
    if scores or feedback is None:
        add(parent, "setvar", "100", action="Set", varname="SCORE")
    if feedback:
        add(parent, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def equals(parent, value):
    add(parent, "varequal", value, respident=ANSWER)


def field(metadata, label, entry):
    both = add(metadata, "qtimetadatafield")
    add(both, "fieldlabel", label)
    add(both, "fieldentry", entry)


def material(parent, text):
    add(add(parent, "material"), "mattext", html(text, as_mathml), texttype="text/html")


def add(parent, tag, text=None, **attributes):
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def packed(root):
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)

"""Questions as Moodle XML (docs.moodle.org, 'Moodle XML format'), a category for each chapter."""

from xml.etree import ElementTree

from exercises.private.bank.markup import delimited, html, plain

TOP = "$course$/top"


def moodle(categories):
    """The file, as bytes, of questions by the name of their category, such as 'Book/Perceptron'."""
    quiz = ElementTree.Element("quiz")
    for category, questions in categories.items():
        named = ElementTree.SubElement(quiz, "question", type="category")
        texts(named, "category", f"{TOP}/{category}")
        quiz.extend(map(element, questions))
    ElementTree.indent(quiz)
    return ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)


def element(question):
    kind = "numerical" if question.numeric else "multichoice"
    parent = ElementTree.Element("question", type=kind)
    texts(parent, "name", question.name)
    texts(parent, "questiontext", html(question.text, delimited), format="html")
    texts(parent, "generalfeedback", "", format="html")
    fields = {"defaultgrade": "1", "penalty": "0.3333333", "hidden": "0", "idnumber": question.name}
    if not question.numeric:
        fields |= {"single": "true", "shuffleanswers": "true", "answernumbering": "abc"}
    for tag, value in fields.items():
        ElementTree.SubElement(parent, tag).text = value
    for answer in question.answers:
        add_answer(parent, question, answer)
    return parent


def add_answer(parent, question, answer):
    """The first answer that fits a number counts; * fits all."""
    fraction = "100" if answer.right else "0"
    if question.numeric:
        text = plain(answer.value) if answer.text else "*"
        child = texts(parent, "answer", text, fraction=fraction, format="moodle_auto_format")
        ElementTree.SubElement(child, "tolerance").text = plain(answer.within) if answer.text else "0"
    else:
        child = texts(parent, "answer", html(answer.text, delimited), fraction=fraction, format="html")
    texts(child, "feedback", html(answer.reason, delimited), format="html")


def texts(parent, tag, text, **attributes):
    child = ElementTree.SubElement(parent, tag, attributes)
    ElementTree.SubElement(child, "text").text = text
    return child

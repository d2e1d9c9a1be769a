"""What each question counts in one course: `gates=2,duel=0` doubles one question and leaves one out."""

import re
from dataclasses import replace


def read(text, assignment):
    """{name of a question: its weight}, from names or numbers of questions.

    Raises
    ------
    ValueError
        If there is no such question, it is named twice, or its weight is no number from 0 to 100.
    """
    by_name = {called: q.name for q in assignment.questions for called in (q.name, q.exercise)}
    weights = {}
    for part in text.split(","):
        called, _, weight = (word.strip() for word in part.partition("="))
        if called not in by_name:
            names = ", ".join(question.name for question in assignment.questions)
            raise ValueError(f"--weights must name one of {names}, as in gates=2; it names {called!r}")
        if not re.fullmatch(r"\d+(\.\d+)?", weight) or float(weight) > 100:
            raise ValueError(f"--weights must give {called} a number from 0 to 100, it is {weight!r}")
        if by_name[called] in weights:
            raise ValueError(f"--weights names {by_name[called]} twice")
        weights[by_name[called]] = float(weight)
    if all(weights.get(question.name, 1) == 0 for question in assignment.questions):
        raise ValueError("--weights leaves no question")
    return weights


def of_assignment(assignment, weights):
    """The assignment with these weights, without the questions that count nothing."""
    questions = tuple(
        replace(question, weight=weights.get(question.name, 1))
        for question in assignment.questions
        if weights.get(question.name, 1) > 0
    )
    kept = {question.exercise for question in questions}
    sentences = tuple(sentence for sentence in assignment.sentences if sentence[0] in kept)
    return replace(assignment, questions=questions, sentences=sentences)


def of_result(result, assignment):
    """A stored result as an assignment with weights counts it."""
    stored = {question["name"]: question for question in result["questions"]}
    questions = [
        stored[question.name]
        | {"points": stored[question.name]["points"] * question.weight, "possible": question.possible}
        for question in assignment.questions
    ]
    points = sum(question["points"] for question in questions)
    return result | {"questions": questions, "points": points, "possible": assignment.possible}

"""What each function of a question file is, said by a decorator; the grader knows checks by it too."""


def question(*, number, section, todo, star=False):
    """The answer: its stub says `todo`; a star marks what neither chapter nor library answers.

    `section` is the anchor of the section of the chapter after which a student can do it; the homework
    lines of the instructor guide follow from it.

    Raises
    ------
    ValueError
        If the number, which orders the questions of an assignment, is not 1, 2, ...; or if `section` or
        `todo` says nothing.
    """
    if not isinstance(number, int) or number < 1:
        raise ValueError(f"number must be 1, 2, ..., it is {number!r}")
    if not said(todo):
        raise ValueError(f"todo must say what is to do, it is {todo!r}")
    if not said(section):
        raise ValueError(f"section must be an anchor of the chapter, it is {section!r}")
    return mark("answer", number=number, section=section, todo=todo, star=star)


def check(*, points):
    """A check that students see; its arguments name the answers that it takes."""
    return mark("check", points=at_least_0(points), hidden=False)


def hidden_check(*, points):
    """A check that only the grader knows."""
    return mark("check", points=at_least_0(points), hidden=True)


def wrong(words):
    """A wrong answer, named after its mistake; a check must reject it in these words."""
    if not said(words):
        raise ValueError(f"wrong needs the words in which a check rejects the answer, it has {words!r}")
    return mark("wrong", words=words)


def look(function):
    """A cell after the check that looks at the result: the docstring is its text, the body its code."""
    return mark("look")(function)


def sentence(function):
    """A sentence of interpretation, which people read and no machine grades.

    The docstring asks for it; the body returns a model answer, a text, which lecturers see beside it.
    """
    return mark("sentence")(function)


def mark(role, **facts):
    """A decorator that writes the role and the facts on a function, and changes nothing else."""

    def marked(function):
        vars(function).update(facts, role=role)
        return function

    return marked


def said(words):
    return isinstance(words, str) and words.strip() != ""


def at_least_0(points):
    if isinstance(points, bool) or not isinstance(points, int | float) or points < 0:
        raise ValueError(f"points must be a number, at least 0, they are {points!r}")
    return points


def checks(text):
    """The checks that the text of a file defines, in its order; it is run, so it must be ours."""
    room = {}
    exec(compile(text, "<checks>", "exec"), room)
    return [value for value in room.values() if getattr(value, "role", None) == "check"]

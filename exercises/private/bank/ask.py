"""What a file of questions is made of: functions that draw a question from random numbers.

    @ask("scores-rows")
    def how_many_parameters(rng):
        d, c = rng.integers(2, 9, size=2)
        return number(f"How many has ... $d = {d}$ ... ?", (d + 1) * c, reason="...", wrong={"...": d * c})

The name in brackets is the cell of the chapter that teaches what is asked, one of chapters/objectives.toml.
Answers are computed, by `mlplib` where it can; a wrong one is what a known mistake leads to.
"""

import re
from dataclasses import replace
from zlib import crc32

import numpy as np

from tools.questions import Answer, Question, Unfit, apart

DRAWS = 50  # in which a question must come out unambiguous
BORDER = 0.02  # of a unit of the last digit: nearer to a half, rounding may go either way
FEW = 5  # units of the last digit: a number of less is accepted too far off
LONGER = 1.25  # times the longest wrong option: a right one beyond gives itself away
ANOTHER = "Compute it step by step, and round at the end only."


def ask(cell):
    """Say which cell of the chapter teaches what a question asks."""

    def said(function):
        function.cell = cell
        return function

    return said


def choice(text, right, wrong):
    """A question with options: `right` is a pair (option, reason), `wrong` maps options to reasons.

    Raises
    ------
    Unfit
        If the right option is much longer than every wrong one, and so gives itself away.
    """
    length, longest = shown_length(right[0]), max(map(shown_length, wrong))
    if length > LONGER * longest:
        raise Unfit(f"the right option has {length} characters, the longest wrong one {longest}")
    answers = [Answer(*right, right=True), *(Answer(option, reason) for option, reason in wrong.items())]
    return Question("", text, tuple(answers))


def shown_length(text):
    """How many characters a text has on the page, about: a command of TeX counts as one."""
    return len(re.sub(r"[${}]|\\,", "", re.sub(r"\\[a-z]+", "x", text)))


def number(text, value, *, reason, wrong, digits=0):
    """A question for a number with so many decimals; `wrong` maps known mistakes to the numbers they lead to.

    Of two mistakes that lead to the same number, or nearly so, the first is named.

    Raises
    ------
    Unfit
        If the number lies so near to the border between two roundings that either may come out, or so near
        to 0 that what is accepted for it is far from it, or has decimals where none are asked for.
    """
    if not np.isfinite(value):
        raise Unfit(f"the answer is {value}, expected a finite number")
    if abs(abs(value) * 10**digits % 1 - 0.5) < BORDER:
        raise Unfit(f"the answer {value} lies at the border between two numbers of {digits} decimals")
    if not digits and not np.isclose(value, round(value)):
        raise Unfit(f"the answer {value} has decimals, but the question does not ask for them")
    right = Answer(written(value, digits), reason, right=True)
    if value and abs(right.value) < FEW * right.within:
        raise Unfit(f"the answer {value} is hardly told from 0 with {digits} decimals")
    answers = [right]
    for why, other in wrong.items():
        decimals = digits or (0 if np.isclose(other, round(other)) else 2)
        mistake = Answer(written(other, decimals), why)
        if all(apart(mistake, named) for named in answers[1:]):
            answers.append(mistake)
    if digits:
        text += f" ({('One', 'Two', 'Three')[digits - 1]} decimal{'s' * (digits > 1)}.)"
    return Question("", text, (*answers, Answer("", ANOTHER)), numeric=True)


def written(value, digits):
    """A number with so many decimals, and no minus before a zero."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def draw(function, chapter, seed):
    """The question that a function draws from a seed, its options shuffled.

    A draw in which two answers cannot be told apart, or which lies at a border of rounding, is refused and
    made again.

    Raises
    ------
    Unfit
        If no draw can be asked; the message names the question, and what was wrong with the last.
    """
    name = f"{chapter}/{function.__name__}"
    rng = np.random.default_rng([seed, crc32(name.encode())])
    for _ in range(DRAWS):
        try:
            question = function(rng)
        except Unfit as error:
            problem = str(error).removeprefix(": ")
            continue
        if not question.numeric:
            order = rng.permutation(len(question.answers))
            question = replace(question, answers=tuple(question.answers[place] for place in order))
        return replace(question, name=name)
    raise Unfit(f"{name}: no draw of {DRAWS} from the seed {seed} can be asked; the last: {problem}")


def row(numbers):
    """Numbers in brackets, as TeX: (1, -2)."""
    return f"({', '.join(f'{value:g}' for value in numbers)})"


def signed(value):
    """A number with its sign apart, as a term of a sum: '- 2'."""
    return f"{'-' if value < 0 else '+'} {abs(value):g}"


def matrix(rows):
    """A matrix as TeX."""
    lines = r" \\ ".join(" & ".join(f"{value:g}" for value in line) for line in np.atleast_2d(rows))
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"

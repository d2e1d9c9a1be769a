"""The check cells of an assignment: run its public checks, show what they say, find the file to hand in."""

import html
import inspect
import json
import os
import re
from functools import partial
from importlib import resources
from pathlib import Path

from mlplib.locale import in_every_language, translated
from mlplib.checks import LABELS, outcome
from mlplib.checks.variants import personal

LABEL = "**Your answer to {number}, in a sentence:**"  # begins the cell in which a sentence is written
EMPTY = "*Write here, in place of this line.*"


class Checks:
    """The checks of one assignment; the notebook calls it `grader`.

    The checks come with the package, so that a notebook works without a folder beside it and under any
    name. They give feedback only: no score is computed here.

    Parameters
    ----------
    assignment : str
        'perceptron', for example.

    Raises
    ------
    ValueError
        If there is no such assignment; the message lists those that there are.
    """

    def __init__(self, assignment):
        folder = resources.files("mlplib.checks")
        there = sorted(f.name for f in folder.iterdir() if f.is_dir() and not f.name.startswith("_"))
        if assignment not in there:
            raise ValueError(f"assignment must be one of {', '.join(there)}, it is {assignment!r}")
        self.assignment = assignment
        texts = {
            file.name.removesuffix(".py"): file.read_text(encoding="utf-8")
            for file in (folder / assignment).iterdir()
            if file.name.endswith(".py")
        }
        self._texts = dict(sorted(texts.items(), key=lambda item: _number(item[1])))

    def check(self, question, answers=None):
        """Run the checks of a question on the answers, by default the names of the notebook that calls.

        Raises
        ------
        ValueError
            If there is no such question; the message lists those that there are.
        """
        if question not in self._texts:
            raise ValueError(f"question must be one of {', '.join(self._texts)}, it is {question!r}")
        if answers is None:
            answers = inspect.currentframe().f_back.f_globals
        tests = self._tests(question, answers.get("my_address", ""))
        return Report(question, [(sentence(test), outcome(test, answers)) for test in tests])

    def data(self, question):
        """The data of a question that are those of `my_address` in the notebook that calls."""
        student = inspect.currentframe().f_back.f_globals["my_address"]
        return self._room(question, student)["data"]()

    def check_all(self, answers=None):
        """One report for each question, shown one below the other."""
        answers = inspect.currentframe().f_back.f_globals if answers is None else answers
        return Reports([self.check(question, answers) for question in self._texts])

    def save(self):
        """Say where this notebook is stored, whether it holds what you see, and offer it for download."""
        path = notebook_path()
        if path is None:
            say("Save: File > Download > Download .ipynb. In Colab also: File > Save a copy in Drive.")
            return None
        say(f"Save: press Ctrl+S (Cmd+S), then download {path.name} with the link.")
        say(
            "Restore: upload that file into the file list on the left, open it, and choose Run > Run All Cells."
        )
        from IPython.display import FileLink

        return FileLink(path.name)

    def hand_in(self, answers=None):
        """Check everything once more, and name the file to hand in."""
        answers = inspect.currentframe().f_back.f_globals if answers is None else answers
        reports = self.check_all(answers)
        for report in reports.reports:
            print(report.summary())
        path = notebook_path()
        if path is None:
            say("Hand in the notebook itself: File > Download > Download .ipynb.")
            return None
        unsaved = [
            name for name in self._asked_for() if name in answers and not is_saved(answers[name], path)
        ]
        if unsaved:
            say(f"Not saved yet: {', '.join(unsaved)}. Press Ctrl+S (Cmd+S), then run this cell again.")
            return None
        for exercise in unwritten(path):
            say(f"The sentence of {exercise} is not written yet.")
        say(f"Hand in this file: {path.name}")
        from IPython.display import FileLink

        return FileLink(path.name)

    def _tests(self, question, student=""):
        """The check functions of a question; their arguments name the answers that they take."""
        room = self._room(question, student)
        return [function for name, function in room.items() if name.startswith("test_")]

    def _room(self, question, student):
        """What the file of a question defines, with the data of a student."""
        room, text = {}, personal(self._texts[question], student)
        exec(compile(text, f"<checks of {question}>", "exec"), room)
        return room

    def _asked_for(self):
        """The names of the answers that the checks take."""
        tests = [test for question in self._texts for test in self._tests(question)]
        return sorted({name for test in tests for name in inspect.signature(test).parameters})


def say(text):
    print(translated(text))


def _number(text):
    """The number of the exercise in a file of checks, [2, 1] for '2.1', to sort by."""
    return [int(part) for part in text.split('exercise = "')[1].split('"')[0].split(".")]


def sentence(test):
    """The name of a check as words: test_rows_sum_to_one is 'rows sum to one'."""
    return test.__name__.removeprefix("test_").replace("_", " ")


class Report:
    """What the checks of a question say; the value of a check cell."""

    def __init__(self, question, results):
        self.question, self.results = question, results

    @property
    def passed(self):
        return all(message is None for _, message in self.results)

    def summary(self):
        """One line."""
        held = sum(message is None for _, message in self.results)
        mark = "✓" if self.passed else "✗"
        return f"{mark} " + translated(f"{self.question}: {held} of {len(self.results)} checks hold")

    def __repr__(self):
        lines, said = [self.summary()], {message for _, message in self.results}
        if len(said) == 1 and not self.passed:  # one cause, such as a question that is not answered yet
            return "\n".join([*lines, *(f"  {spoken(line)}" for line in said.pop().splitlines())])
        for name, message in self.results:
            lines.append(f"  {'✓' if message is None else '✗'} {translated(name)}")
            lines += [f"      {spoken(line)}" for line in (message or "").splitlines()]
        return "\n".join(lines)

    def _repr_html_(self):
        return f'<pre style="white-space: pre-wrap">{html.escape(repr(self))}</pre>'


def spoken(line, language=None):
    """A line of a message in a language, that of the reader if none is named: its label and what follows it."""
    label, colon, rest = line.partition(":")
    say = partial(translated, language=language)
    if label not in LABELS or say(label) == label:
        return say(line)
    return f"{say(label)}{colon} {say(rest.strip())}"


class Reports:
    """The reports of all questions."""

    def __init__(self, reports):
        self.reports = reports

    def __repr__(self):
        return "\n\n".join(map(repr, self.reports))


def notebook_path():
    """The file of the notebook that runs here, None where the kernel is not told (Colab).

    Jupyter tells it in the environment, VS Code in the names of the notebook.
    """
    from IPython import get_ipython

    shell = get_ipython()
    told = os.environ.get("JPY_SESSION_NAME") or (shell.user_ns.get("__vsc_ipynb_file__") if shell else None)
    return Path(told) if told and told.endswith(".ipynb") and Path(told).exists() else None


def is_saved(answer, path):
    """Whether the file holds the source of a function as it was run; True for what has no source."""
    try:
        source = inspect.getsource(answer).strip()
    except (TypeError, OSError):
        return True
    return any(source in text for text in sources(path))


def unwritten(path):
    """The numbers of the exercises whose sentence is still to be written, as the file is stored."""
    empty = [text for text in sources(path) if any(line in text for line in in_every_language(EMPTY))]
    return [found[0] for text in empty if (found := re.search(r"\d+\.\d+", text))]


def sources(path):
    """The texts of the cells of a stored notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells]

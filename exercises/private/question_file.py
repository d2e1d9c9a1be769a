"""Reads the file of one question as text: only its decorators are run. What is wrong is a SourceError."""

import ast
import inspect
from dataclasses import dataclass
from types import SimpleNamespace

from exercises.private import question as words
from exercises.private.source import CANARY, Source


@dataclass(frozen=True)
class Function:
    """A function of a question file, as written below its decorator.

    Attributes
    ----------
    head, docstring, body : str
        Its signature with the docstring, that docstring alone, and what follows.
    says : SimpleNamespace
        What the decorator says: the role, and points, hidden, words, number, todo or star.
    needs : frozenset of str
        The names that it takes from the module.
    """

    name: str
    arguments: tuple
    head: str
    docstring: str
    body: str
    says: SimpleNamespace
    needs: frozenset

    @property
    def text(self):
        return "\n".join(part for part in (self.head, self.body) if part)

    @property
    def decorator(self):
        """That of a check, as the grader reads it."""
        return f"@{'hidden_check' if self.says.hidden else 'check'}(points={self.says.points:g})"


class QuestionFile(Source):
    """A question: its title and text from the docstring of the file, its functions by their role.

    Raises
    ------
    SourceError
        If it has no title, not one answer, no check, no canary, or a function without a role.
    """

    def __init__(self, path):
        super().__init__(path)
        title, _, text = (ast.get_docstring(self.tree) or "").partition("\n")
        self.title, self.text = title.strip(), text.strip()
        self.functions = [self.function(node) for node in self.tree.body if _is_marked(node)]
        self.answer = self.demand()
        self.sentence = self.sentence_of(self.of("sentence"))

    @property
    def number(self):
        return self.answer.says.number

    def of(self, role):
        return [function for function in self.functions if function.says.role == role]

    @property
    def checks(self):
        return self.of("check")

    @property
    def points(self):
        return sum(check.says.points for check in self.checks)

    @property
    def variant(self):
        """What students are told of data of their own, the docstring of `data`; nothing if there are none."""
        found = [node for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name == "data"]
        return ast.get_docstring(found[0]) if found and "STUDENT" in self.needs["data"] else None

    @property
    def wrong_answers(self):
        """(mistake, the words that reject it, code that hands it in under the name of the answer)."""
        alias = f"\n\n\n{self.answer.name} = "
        return [(each.name, each.says.words, each.text + alias + each.name) for each in self.of("wrong")]

    def demand(self):
        """The answer, if the file has all that a question needs."""
        answers = self.of("answer")
        if CANARY not in self.source:
            raise self.error("expected the word of exercises/private/CANARY in a comment")
        if not self.title:
            raise self.error("expected a docstring: the title of the question, then its text")
        if len(answers) != 1:
            raise self.error(f"expected one function under @question(...), the answer; found {len(answers)}")
        if not self.points:
            raise self.error("expected checks with points: functions under @check(...) or @hidden_check(...)")
        for each in self.checks:
            if private := each.needs & {function.name for function in self.functions}:
                names = ", ".join(sorted(private))
                raise self.error(f"{each.name} must take {names} as an argument: it comes from the student")
        return answers[0]

    def sentence_of(self, found):
        """(what asks for the sentence, the model answer), or None if no sentence is asked."""
        if not found:
            return None
        room = {}
        exec(found[-1].text, room)
        model = room[found[-1].name]()
        if len(found) > 1 or not found[0].docstring or not isinstance(model, str) or not model.strip():
            raise self.error(
                "expected one function under @sentence: its docstring asks, its body returns a text"
            )
        return found[0].docstring, inspect.cleandoc(model)

    def function(self, node):
        first, docstring = node.body[0], ast.get_docstring(node) or ""
        begins = first.end_lineno + 1 if docstring else first.lineno
        return Function(
            node.name,
            tuple(argument.arg for argument in node.args.args),
            self.between(node.lineno, begins - 1),
            docstring,
            self.between(begins, node.end_lineno),
            self.says(node),
            self.needs[node.name],
        )

    def says(self, node):
        """What the decorator of a function says, as exercises.private.question understands it."""
        decorator = ", ".join(map(ast.unparse, node.decorator_list))
        try:
            return SimpleNamespace(**vars(eval(decorator, dict(vars(words)))(lambda: None)))
        except Exception as error:
            raise self.error(f"@{decorator}: {error}", node.lineno) from None


def _is_marked(node):
    return isinstance(node, ast.FunctionDef) and bool(node.decorator_list)

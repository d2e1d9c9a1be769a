"""Reads the file of one question as text; nothing in it is run. What is wrong with it is a SourceError."""

import ast
import re
import symtable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from exercises.private import question as words

CANARY = Path(__file__).with_name("CANARY").read_text(encoding="utf-8").strip()


class SourceError(ValueError):
    """A source is not as it must be; the message names the file, the line and what is expected."""


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


class QuestionFile:
    """A question: its title and text from the docstring of the file, its functions by their role.

    Raises
    ------
    SourceError
        If it has no title, not one answer, no check, no canary, or a function without a role.
    """

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.source = path.read_text(encoding="utf-8")
        self.lines = self.source.splitlines()
        try:
            self.tree = ast.parse(self.source)
        except SyntaxError as error:
            raise self.error(f"Python cannot read it: {error.msg}", error.lineno) from None
        title, _, text = (ast.get_docstring(self.tree) or "").partition("\n")
        self.title, self.text = title.strip(), text.strip()
        table = symtable.symtable(self.source, str(path), "exec")
        self.needs = {child.get_name(): _needs(child) for child in table.get_children()}
        self.functions = [self.function(node) for node in self.tree.body if _is_marked(node)]
        self.answer = self.demand()

    def error(self, message, line=1):
        return SourceError(f"{self.path.parent.name}/{self.path.name}, line {line}: {message}")

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

    def between(self, first, last):
        return "\n".join(self.lines[first - 1 : last])

    def support(self, needs):
        """The imports, constants and plain functions of the file that some names need, as text."""
        needs, parts, below = set(needs), [], None
        for node in reversed(self.tree.body):  # what a definition needs stands above it
            text = self._import(node, needs) if _is_import(node) else self._definition(node, needs)
            if text:
                gap = self.gap(node.end_lineno, below) if below else ""
                parts.insert(0, text + gap)
                below = node.lineno
        return "".join(parts)

    def gap(self, above, below):
        """The newlines between two statements: as many as the most between any two from one to the other."""
        between = "\n".join(["above", *self.lines[above : below - 1], "below"])
        return max(re.findall(r"\n+", between), key=len)

    def _import(self, node, needs):
        """An import statement with those of its names that are needed, or nothing."""
        names = [alias for alias in node.names if (alias.asname or alias.name).split(".")[0] in needs]
        if isinstance(node, ast.ImportFrom):
            ours = node.module.startswith("exercises.")  # not there where a check runs
            return "" if ours or not names else ast.unparse(ast.ImportFrom(node.module, names, 0))
        return ast.unparse(ast.Import(names)) if names else ""

    def _definition(self, node, needs):
        """A constant or a plain function that is needed, or nothing; what it needs is needed too."""
        if isinstance(node, ast.Assign):
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            defined = {part.id for part in node.targets if isinstance(part, ast.Name)}
        elif isinstance(node, ast.FunctionDef) and not node.decorator_list:
            names, defined = self.needs[node.name], {node.name}
        else:
            return ""
        if not defined & needs:
            return ""
        needs |= names
        return self.between(node.lineno, node.end_lineno)


def _is_marked(node):
    return isinstance(node, ast.FunctionDef) and bool(node.decorator_list)


def _is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def _needs(table):
    """The names that a function, or one inside it, takes from the module."""
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return frozenset(names.union(*map(_needs, table.get_children())))

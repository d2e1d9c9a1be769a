"""The text of a Python file, which is not run: its syntax tree, and what its functions need."""

import ast
import re
import symtable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ASSIGNMENTS = HERE / "assignments"
CANARY = (HERE / "CANARY").read_text(encoding="utf-8").strip()


class SourceError(ValueError):
    """A source is not as it must be; the message names the file, the line and what is expected."""


class Source:
    """The text of a file, its lines, its syntax tree, and the names that each function takes from outside.

    Raises
    ------
    SourceError
        If Python cannot read it.
    """

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.source = path.read_text(encoding="utf-8")
        self.lines = self.source.splitlines()
        try:
            self.tree = ast.parse(self.source)
        except SyntaxError as error:
            raise self.error(f"Python cannot read it: {error.msg}", error.lineno) from None
        table = symtable.symtable(self.source, str(path), "exec")
        self.needs = {child.get_name(): needs_of(child) for child in table.get_children()}

    def error(self, message, line=1):
        return SourceError(f"{self.path.parent.name}/{self.path.name}, line {line}: {message}")

    def between(self, first, last):
        return "\n".join(self.lines[first - 1 : last])

    def support(self, needs):
        """The imports, constants and plain functions of the file that some names need, as text."""
        needs, parts, below = set(needs), [], None
        for node in reversed(self.tree.body):  # what a definition needs stands above it
            imports = isinstance(node, ast.Import | ast.ImportFrom)
            text = import_of(node, needs) if imports else self._definition(node, needs)
            if text:
                gap = self.gap(node.end_lineno, below) if below else ""
                parts.insert(0, text + gap)
                below = node.lineno
        return "".join(parts)

    def gap(self, above, below):
        """The newlines between two statements: as many as the most between any two from one to the other."""
        between = "\n".join(["above", *self.lines[above : below - 1], "below"])
        return max(re.findall(r"\n+", between), key=len)

    def _definition(self, node, needs):
        """A constant or a plain function that is needed, or nothing; what it needs is needed too."""
        if isinstance(node, ast.Assign):
            names, defined = names_in(node), names_in(*node.targets)
        elif isinstance(node, ast.FunctionDef) and not node.decorator_list:
            names, defined = self.needs[node.name], {node.name}
        else:
            return ""
        if not defined & needs:
            return ""
        needs |= names
        return self.between(node.lineno, node.end_lineno)


def import_of(node, needs):
    """An import statement with those of its names that are needed, or nothing."""
    names = [alias for alias in node.names if (alias.asname or alias.name).split(".")[0] in needs]
    if isinstance(node, ast.ImportFrom):
        ours = node.module.startswith("exercises.")  # not there where a check runs
        return "" if ours or not names else ast.unparse(ast.ImportFrom(node.module, names, 0))
    return ast.unparse(ast.Import(names)) if names else ""


def names_in(*nodes):
    """The names in parts of a syntax tree."""
    return {part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name)}


def needs_of(table):
    """The names that a function, or one inside it, takes from the module."""
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return frozenset(names.union(*map(needs_of, table.get_children())))

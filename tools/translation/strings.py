"""Find what code says to readers: words of figures, messages of checks, sentences of scripts.

A text that code puts together is a template: f"after {n} epochs" is 'after {n} epochs', and what has no name
is numbered. `mlplib.locale` finds the template that a text was made from.
"""

import ast
import re

from mlplib.locale import FIELD

PLACES = ("explore", "playground")  # functions whose arguments a reader sees
ARGUMENTS = ("alt", "labels", "units")
SETTINGS = {*ARGUMENTS, "start", "drag", "figsize", "play"}  # of `explore`; its other arguments are controls
WORD = re.compile(r"[^\W\d_]{2}")
WORDS = re.compile(r"[^\W\d_]{2,}[^\w]* [^\W\d_]*\w")  # two words at least
NAMES_OF_ANSWERS = re.compile(r"\w+(, \w+)+")
TAG = re.compile(r"<[^<>]*>")
CODE = re.compile(  # selectors, styles and programs within a script
    r"use strict|[<>]|^[.:(\[]| = |\bimport |^lambda |\(\[?$|^(input|button|a), |^details |px |\[id\]"
    r"|^(position|background): |^[A-Z]\{\d\} |^loss: train"
)
KEYS = {"Enter", "Delete", "Backspace", "Escape", "False", "True"}


def template(node):
    """The text that an expression makes, its fields in braces; None where it makes no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not is_text(node):
        return None
    names = []
    return "".join(part(piece, names) for piece in pieces(node))


def is_text(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_text(node.left) or is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def pieces(node):
    if isinstance(node, ast.BinOp):
        return [*pieces(node.left), *pieces(node.right)]
    return node.values if isinstance(node, ast.JoinedStr) else [node]


def part(piece, names):
    """A piece of a text: its letters, or a field."""
    if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
        return piece.value.replace("{", "{{").replace("}", "}}")
    value = piece.value if isinstance(piece, ast.FormattedValue) else piece
    own = value.id if isinstance(value, ast.Name) else str(len(names))
    names.append(own)
    return f"{{{own}}}"


def is_phrase(text):
    """Whether a template has words beside others, or beside fields."""
    plain = FIELD.sub("x", text).strip()
    return " " in plain and bool(WORD.search(FIELD.sub("", text)))


def texts(tree, wanted=is_phrase):
    """Every text that a program makes and that is wanted, in its order; no docstrings."""
    skipped = {id(body[0].value) for node in ast.walk(tree) if (body := docstring(node))}
    found = []

    def visit(node):
        if id(node) in skipped:
            return
        text = template(node)
        if text is None:
            inside = ast.iter_child_nodes(node)
        else:
            found.extend([text] if wanted(text) and not NAMES_OF_ANSWERS.fullmatch(text) else [])
            others = [piece for piece in pieces(node) if not isinstance(piece, ast.Constant)]
            inside = [piece.value if isinstance(piece, ast.FormattedValue) else piece for piece in others]
        for child in inside:
            visit(child)

    visit(tree)
    return found


def docstring(node):
    """The body of what has a docstring, else None."""
    body = getattr(node, "body", None)
    documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    return body if documented else None


def of_checks(text):
    """What a file of checks says: its messages, and the names of its checks as words."""
    tree = ast.parse(text)
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name[5:].replace("_", " ") for name in names if name.startswith("test_")] + texts(tree)


def of_library(text):
    """What a module of the library says: texts of two words, and the words before a colon."""
    return texts(ast.parse(text), lambda text: is_phrase(text) and not re.search(r"<[^<>]*>|= \"$", text))


def of_figures(cells):
    """What the figures of a notebook say: labels, units, choices, and the words for each state."""
    programs = [ast.parse(cell) for cell in cells if not re.search(r"^\s*[%!]", cell, re.M)]
    nodes = [node for tree in programs for node in ast.walk(tree)]
    known = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    known |= {node.targets[0].id: node.value for node in nodes if is_named(node)}
    found = []
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in PLACES:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            for name in ARGUMENTS:
                found += [text.strip() for text in values(given.get(name), known)]
            controls = (
                given.keys() - SETTINGS - keys(given.get("labels"), known)
                if node.func.id == "explore"
                else ()
            )
            found += map(label_of, sorted(controls))
            for name in given.keys() - SETTINGS:
                found += choices(given[name], known) + added(given[name], nodes)
    return sorted(set(found), key=found.index)


def is_named(node):
    """Whether a statement gives a list or a dict a name."""
    listed = isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict | ast.List)
    return listed and isinstance(node.targets[0], ast.Name)


def choices(node, known):
    """What a control lists, also where it lists the keys of a dict."""
    inside = list(ast.walk(node))
    named = [known.get(each.id) for each in inside if isinstance(each, ast.Name)]
    lists = [each for each in [*inside, *named] if isinstance(each, ast.List | ast.Dict)]
    entries = [entry for each in lists for entry in (each.elts if isinstance(each, ast.List) else each.keys)]
    return [text for entry in entries if entry for text in texts(entry)]


def added(node, nodes):
    """What a program adds to a dict that a control lists: names["like this"] = ..."""
    listed = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    targets = [each.targets[0] for each in nodes if isinstance(each, ast.Assign)]
    places = [
        each for each in targets if isinstance(each, ast.Subscript) and isinstance(each.value, ast.Name)
    ]
    return [text for each in places if each.value.id in listed for text in texts(each.slice)]


def values(node, known):
    """The texts that an argument gives to readers; of a dict, its values."""
    if node is None:
        return []
    if dicts := dicts_of(node, known):
        return [text for each in dicts for value in each.values for text in texts(value, WORD.search)]
    return texts(known.get(getattr(node, "id", None), node), WORD.search)


def keys(node, known):
    return {key.value for each in dicts_of(node, known) for key in each.keys if isinstance(key, ast.Constant)}


def dicts_of(node, known):
    """The dicts that an expression is put together from, by their names too."""
    inside = list(ast.walk(node)) if node else []
    named = [known.get(each.id) for each in inside if isinstance(each, ast.Name)]
    return [each for each in [*inside, *named] if isinstance(each, ast.Dict)]


def label_of(name):
    """What stands before a control that has no label, as `mlplib.explore.controls` makes it of its name."""
    return (name[0].upper() + name[1:]).replace("_", " ")


def of_stubs(cells):
    """What the stubs of an assignment say is to do."""
    calls = re.compile(r"raise NotImplementedError\(\s*(\"(?:[^\"\\]|\\.)*\")\s*\)")
    return [ast.literal_eval(text) for cell in cells for text in calls.findall(cell)]


def of_script(text):
    """What a script says: its strings of two words or a capital letter, `${...}` as fields."""
    code = re.sub(r"(?m)^\s*//.*$|(?<=[;,{)\]]) //.*$", "", text)
    found = []
    for quoted in re.findall(r'"(?:[^"\\\n]|\\.)*"', strip_templates(code, found)):
        found.append(ast.literal_eval(quoted))
    return [words.strip() for words in found if is_said(words.strip())]


def is_said(words):
    plain = re.sub(r"\{\d+\}", "x", words)
    is_word = re.fullmatch(r"[A-Z][a-z]+\.?", words) and words not in KEYS
    is_phrase = WORDS.search(plain) and re.search(r"[^\W\d_]{3}", plain)
    return bool(is_word or (is_phrase and not CODE.search(words)))


def strip_templates(code, found):
    """The code without its `...`, which go to `found` with numbered fields; what stands in ${} stays code."""
    out, at = [], 0
    while (begin := code.find("`", at)) >= 0:
        out.append(code[at:begin])
        text, inside, at = one_template(code, begin + 1)
        found.append(text)
        out += [strip_templates(expression, found) for expression in inside]
    return "".join([*out, code[at:]])


def one_template(code, at):
    """A template from behind its first backtick: its text, what stands in its fields, where it ends."""
    text, inside = "", []
    while code[at] != "`":
        if code.startswith("${", at):
            begin = at = at + 2
            depth = 1
            while depth:
                if code[at] == "`":
                    _, _, at = one_template(code, at + 1)
                    continue
                depth += {"{": 1, "}": -1}.get(code[at], 0)
                at += 1
            inside.append(code[begin : at - 1])
            text += f"{{{len(inside) - 1}}}"
        else:
            text += code[at]
            at += 1
    return text, inside, at + 1


def of_html(text):
    """What HTML says between its tags, where no code makes it."""
    return [
        words
        for part in TAG.split(text)
        if (words := part.strip()) and re.fullmatch(r"[A-Za-z][\w ',.]+", words)
    ]

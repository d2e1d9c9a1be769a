"""Reads about.md, the page of an assignment.

It begins with data between two lines '---': number, title, chapter, minutes, imports, and, if cells that are
given import more, helper_imports. Below stands the introduction that the notebook begins with.
"""

import re

import yaml

from exercises.private.source import ROOT, SourceError

KEYS = {"number": int, "title": str, "chapter": str, "minutes": int, "imports": list}


def split(text):
    """The data and the introduction of an about.md, both as text."""
    _, data, intro = re.split(r"^---\n", text, maxsplit=2, flags=re.M)
    return data, intro.strip()


def about(path):
    """The data of an about.md.

    Raises
    ------
    SourceError
        If something is missing, of another kind, or no hand-in can import it.
    """
    try:
        facts = yaml.safe_load(split(path.read_text(encoding="utf-8"))[0])
    except (ValueError, yaml.YAMLError):
        facts = None
    facts = facts if isinstance(facts, dict) else {}
    place = f"{path.parent.name}/about.md"
    for key, kind in KEYS.items():
        if not isinstance(facts.get(key), kind):
            raise SourceError(f"{place}: expected {key}, of type {kind.__name__}, between two lines '---'")
    chapters = sorted(path.stem for path in ROOT.glob("chapters/*.ipynb"))
    if facts["chapter"] not in chapters:
        told = ", ".join(chapters)
        raise SourceError(f"{place}: chapter must be one of {told}; it is {facts['chapter']!r}")
    modules = [module for module in (ROOT / "mlplib").glob("[!_]*") if module.suffix in ("", ".py")]
    known = {"numpy", *(f"mlplib.{module.stem}" for module in modules)}
    for name in imports(facts):
        if name not in known:
            raise SourceError(f"{place}: imports must be of {', '.join(sorted(known))}; {name!r} is not")
    return facts


def modules(facts):
    """The parts of mlplib that a hand-in may import, such as 'datasets'."""
    return tuple(sorted(name.removeprefix("mlplib.") for name in imports(facts) if name != "numpy"))


def imports(facts):
    """All that a notebook may import, its own cells included."""
    return [*facts["imports"], *facts.get("helper_imports", [])]

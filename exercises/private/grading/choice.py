"""Which of the files of one student counts, and in words why the others do not.

An answer beats a notebook without one, which beats what cannot be graded; of two alike the later counts,
as the platform numbers or dates them, then as their names are numbered. Where neither tells, more answers
count before fewer, and last the newer date of the file.
"""

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from exercises.private.grading.archives import NOT_OPENED, not_opened
from exercises.private.grading.notebook_file import Unreadable, cells_of, parsed
from exercises.private.grading.platforms import NOTEBOOK
from exercises.private.source import ROOT

WORKED, UNTOUCHED, UNREADABLE, UNFIT, NO_NOTEBOOK = 4, 3, 2, 1, 0
MOST_OTHERS = 10
ASK = "hand in the notebook itself (.ipynb)"
KINDS = {  # the most telling first
    "is a Python file": (".py",),
    "is a web page": (".html", ".htm", ".mhtml"),
    "is a PDF": (".pdf",),
    "is a document of a word processor": (
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".hwp",
        ".hwpx",
        ".pages",
    ),
    "is code in R": (".r", ".rmd", ".qmd"),
    "is code in Julia": (".jl",),
    "is code in MATLAB": (".m", ".mlx", ".mat"),
    "is code in another language": (".java", ".c", ".cpp", ".js", ".ts", ".rs", ".go"),
    "is text": (".txt", ".md", ".rst", ".tex"),
    "is a link to something elsewhere": (".url", ".webloc", ".lnk", ".gdoc", ".gsheet"),
    "is a picture": (".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".bmp", ".svg", ".tif", ".tiff"),
    "is a presentation": (".pptx", ".ppt", ".key", ".odp"),
    "is a download that did not finish": (".crdownload", ".part", ".download"),
    "is data": (".csv", ".tsv", ".xlsx", ".xls", ".npy", ".npz", ".pkl", ".pickle", ".h5", ".json"),
}
KIND_OF = {suffix: kind for kind, suffixes in KINDS.items() for suffix in suffixes}
RANK_OF = {kind: -rank for rank, kind in enumerate(KINDS)}
STARTS = {
    b"%PDF": ".pdf",
    b"<!doctype html": ".html",
    b"<html": ".html",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
}
MAY_BE_NOTEBOOKS = ("", ".json", ".txt", ".download", ".part", ".crdownload", ".html", ".bin")
LANGUAGES = {"r": "R", "julia": "Julia", "octave": "Octave", "matlab": "MATLAB", "javascript": "JavaScript"}
LANGUAGES |= {"typescript": "TypeScript", "c++": "C++", "c": "C", "java": "Java", "rust": "Rust", "go": "Go"}
LANGUAGES |= {"scala": "Scala", "haskell": "Haskell", "ruby": "Ruby", "bash": "Bash", "kotlin": "Kotlin"}
LANGUAGES |= {"c#": "C#", "sql": "SQL", "stata": "Stata", "sas": "SAS", "perl": "Perl", "lua": "Lua"}
LONGEST_HEAD = 200  # characters of a line that are looked at
MAX_JUDGED = 5_000_000  # bytes; what is larger is graded as it is
NUMBERED = re.compile(r"(?:-(\d{1,3})| ?\((\d{1,3})\))$")


@dataclass(frozen=True)
class Release:
    """What students were given: the names of the functions that they write, and the texts of the cells."""

    name: str
    asked: frozenset
    cells: frozenset


def released(folder=ROOT / "exercises"):
    """{name: Release} of the notebooks in a folder."""
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        stubs = ["".join(cell["source"]) for cell in code if cell["id"].startswith("answer-")]
        asked = frozenset(word for stub in stubs for word in re.findall(r"^def (\w+)", stub, flags=re.M))
        cells = frozenset(_bare("".join(cell["source"])) for cell in code)
        found[path.stem] = Release(path.stem, asked, cells)
    return found


def _bare(source):
    """The source of a cell without what an editor or a formatter may change."""
    return re.sub(r"[\s'\"]", "", source)


@dataclass(frozen=True)
class Candidate:
    """A file of a student that may count.

    Attributes
    ----------
    name : str
        Printable, as the student knows it.
    source : str
    dates : tuple of str
        Of the file, after those of the archives in which it lies.
    data : bytes
    says : str
        What keeps it from counting: the rest of a sentence that begins with its name.
    rank : int
        WORKED, UNTOUCHED, UNREADABLE, UNFIT or NO_NOTEBOOK.
    order : tuple
        (number, time) by the platform: the larger is the later.
    answers : int
        How many questions have one.
    """

    name: str
    source: str
    dates: tuple
    data: bytes = b""
    says: str = ""
    rank: int = WORKED
    order: tuple = ()
    answers: int = 0

    @property
    def number(self):
        """(name, number) of a file that Canvas or a browser has numbered: 'a-2.ipynb' is (a, 2)."""
        stem = NOTEBOOK.split(self.name)[0]
        match = NUMBERED.search(stem)
        return (stem[: match.start()], int(match[1] or match[2])) if match else (stem, 0)


def may_be_notebook(name):
    """Whether a file is one by its name, or must be read to know."""
    return bool(NOTEBOOK.search(name)) or _suffix(name) in MAY_BE_NOTEBOOKS


def _suffix(name):
    return PurePosixPath(name.lower()).suffix


def is_notebook(name, data):
    """Whether it is one by its name, or, under another name, by what is in it."""
    start = _start(data)
    is_named = bool(NOTEBOOK.search(name)) and not start.startswith(tuple(map(bytes.lower, STARTS)))
    return is_named or (start.startswith(b"{") and b'"nbformat"' in data)


def _start(data):
    return data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()


def what_else(path, data=b""):
    """What a file is that is no notebook: the rest of a sentence that begins with its name."""
    other = next((STARTS[start] for start in STARTS if _start(data).startswith(start.lower())), "")
    if other and NOTEBOOK.search(path[-1]):
        return f"{KIND_OF[other]} under the name of a notebook: {ASK}"
    if path[0] == "onlinetext":
        return f"is text typed into the platform, which is not run: {ASK}"
    suffix = _suffix(path[-1])
    if kind := NOT_OPENED.get(suffix):
        return not_opened(kind)
    if kind := KIND_OF.get(suffix):
        return f"{kind}, which is not run: {ASK}"
    return f"is no notebook: {ASK}"


def judge(data, wanted, known):
    """(rank, what keeps it from counting, number of answers) of a notebook, by what was handed out."""
    if len(data) > MAX_JUDGED:
        return WORKED, "", 0
    try:
        sources = cells_of(data)
    except Unreadable as error:
        return UNREADABLE, f"cannot be graded: {error}", 0
    own = _defined(sources, wanted.asked) if wanted else frozenset()
    language = _language(data)
    if language and not own:
        return UNFIT, f"is a notebook of {language}, and the assignment is in Python", 0
    if wanted is None:
        return WORKED, "", 0
    if not own and (other := _other(sources, wanted, known)):
        return UNFIT, f"is the notebook of the assignment {other}, not of {wanted.name}", 0
    answered = _defined([source for source in sources if _bare(source) not in wanted.cells], wanted.asked)
    if answered:
        return WORKED, "", len(answered)
    return UNTOUCHED, "is the notebook as it was handed out: no answer is written in it", 0


def _defined(sources, names):
    """Those of the names that a line of a cell defines as a function, a class or a variable."""
    words = "|".join(map(re.escape, names)) or r"(?!)"
    pattern = re.compile(rf"(?:async )?(?:(?:def|class) +)?({words}) *[(=:]")
    lines = (line.strip()[:LONGEST_HEAD] for source in sources for line in source.splitlines())
    return frozenset(match[1] for line in lines if (match := pattern.match(line)))


def _other(sources, wanted, known):
    """The assignment of which at least two functions are there that this one does not ask for."""
    counts = {name: len(_defined(sources, other.asked - wanted.asked)) for name, other in known.items()}
    best = max(counts, key=counts.get, default="")
    return best if best and counts[best] > 1 else ""


def _language(data):
    """The language of a notebook if it is one of those that are not Python, else nothing."""
    metadata = parsed(data).get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    told = [metadata.get("language_info"), metadata.get("kernelspec")]
    words = [part.get(field) for part in told if isinstance(part, dict) for field in ("name", "language")]
    words = [word.lower() for word in words if isinstance(word, str)]
    return next((LANGUAGES[word] for word in words if word in LANGUAGES), "")


def choose(candidates):
    """The candidate that counts, and sentences about the others."""
    ranked = sorted(candidates, key=lambda each: _place(each, candidates))
    best, others = ranked[-1], ranked[-2::-1]
    told = [_why_not(other, best) for other in others[:MOST_OTHERS]]
    told += [f"{len(others) - MOST_OTHERS} more files do not count."] if len(others) > MOST_OTHERS else []
    told = [f"{best.name} {best.says}."] * (best.rank == UNTOUCHED) + told
    return best, tuple(told)


def _place(each, candidates):
    kind = RANK_OF.get(next((kind for kind in KINDS if each.says.startswith(kind)), ""), 1)
    shares_name = sum(other.number[0] == each.number[0] for other in candidates) > 1
    number = each.number[1] if shares_name else 0
    return (
        each.rank,
        kind if each.rank == NO_NOTEBOOK else 0,
        each.order,
        number,
        each.answers,
        each.dates,
        each.source,
    )


def _why_not(other, best):
    """A sentence about a file that does not count."""
    if other.says:
        return f"{other.name} does not count: it {other.says.removesuffix('.')}."
    if other.data == best.data:
        return f"{other.name} is the same notebook once more."
    if other.order != best.order:
        how = "was handed in later"
    elif other.number[0] == best.number[0] and other.number != best.number:
        how = "has the higher number"
    elif other.answers != best.answers:
        how = "has more answers"
    else:
        how = "has the newer date" if other.dates != best.dates else "comes last by its name"
    return f"{other.name} does not count: {best.name} {how}."

"""What a chapter claims, checked where its names are at hand: in its kernel, after its last cell.

Claims about `chapters/NAME.ipynb`, or `intro.ipynb`, stand in `tests/claims/NAME.py`. Each public
function there is one: its name says what is claimed, and it asserts it. It sees the names that the
chapter has bound or imported. `tools.execute` tries them whenever it runs the chapter, and keeps how each
ended beside the outputs; `tests/notebooks/test_chapter_claims.py` reads that.
"""

import ast
import contextlib
import io
import json
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLAIMS = ROOT / "tests" / "claims"


def claims_of(path):
    """The file of claims about a notebook, or None where it makes none."""
    file = CLAIMS / f"{path.stem}.py"
    return file if path.parent in (ROOT, ROOT / "chapters") and file.exists() else None


def names(text):
    """Names of the claims in the text of a file, in order."""
    functions = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_")]


def cell(file):
    """The code that judges the claims in a kernel, and prints how each ended."""
    return (
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"from tools.claims import judge\njudge({str(file)!r}, globals())\n"
    )


def judge(file, namespace):
    """Run every claim of a file with the names of a notebook, and print the outcomes as JSON.

    What a claim binds or prints is dropped; what it changes inside an array of the notebook stays.
    """
    text, seen, outcomes = Path(file).read_text(encoding="utf-8"), dict(namespace), []
    exec(compile(text, file, "exec"), seen)
    for name in names(text):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            failure = outcome(seen[name])
        failure += said.getvalue() if failure else ""
        outcomes.append({"claim": name, "failure": failure, "seconds": round(time.perf_counter() - start, 1)})
    print(json.dumps(outcomes))


def outcome(claim):
    """The traceback of a claim that does not hold, nothing for one that does."""
    try:
        claim()
    except Exception:
        return traceback.format_exc()
    return ""


def said(outcomes):
    """How the claims of a notebook ended, for the line that reports its run."""
    failed = [claim["claim"] for claim in outcomes if claim["failure"]]
    seconds = sum(claim["seconds"] for claim in outcomes)
    return f"; {len(outcomes)} claims in {seconds:.0f} s" + f", NOT HELD: {', '.join(failed)}" * bool(failed)

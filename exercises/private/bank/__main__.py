"""Make the question bank, or an exam of it: `make bank SEED=1`, `make exam SEED=7 CHAPTERS="perceptron mlp"`.

The bank has every exam question once, and the quick checks of the chapters, for Moodle and for Canvas. An
exam draws some questions of some chapters, and comes on paper, too, with its key. The seed decides all. What
was given stands in given.json, and no exam is made twice.
"""

import argparse
import hashlib
import importlib
import json
import sys
from pathlib import Path

import numpy as np

from exercises.private.bank import paper
from exercises.private.bank.ask import draw
from exercises.private.bank.canvas import canvas
from exercises.private.bank.moodle import moodle
from tools.browser import chromium
from tools.course import course
from tools.execute import notebooks, read
from tools.questions import Unfit, all_quick_checks

ROOT = Path(__file__).parents[3]
BUILT = ROOT / "_build"
GIVEN = Path(__file__).with_name("given.json")
CHAPTERS = [path.stem for path in (Path(__file__).parent / "questions").glob("[a-z]*.py")]


def functions(chapter):
    """What draws the questions of a chapter, in order."""
    module = importlib.import_module(f"exercises.private.bank.questions.{chapter}")
    return [value for value in vars(module).values() if hasattr(value, "cell")]


def bank(seed):
    """Every exam question once, by chapter, and the quick checks."""
    drawn = {c: [draw(function, c, seed) for function in functions(c)] for c in chapters()}
    return drawn, all_quick_checks()


def chapters():
    """Those that have questions, in the order of the book."""
    return [path.stem for path in notebooks() if path.stem in CHAPTERS]


def title(chapter):
    """The title of a chapter, as its first cell has it."""
    return read(ROOT / "chapters" / f"{chapter}.ipynb").cells[0].source.splitlines()[0].removeprefix("# ")


def choose(names, n_questions, seed):
    """Questions of an exam: as many of each chapter as go, none twice.

    Raises
    ------
    Unfit
        If a chapter has no questions, or they are too few.
    """
    if unknown := [name for name in names if name not in CHAPTERS]:
        raise Unfit(f"no questions on {', '.join(unknown)}; CHAPTERS is some of {' '.join(chapters())}")
    if n_questions < len(names):
        raise Unfit(f"QUESTIONS={n_questions} is less than one for each of {len(names)} chapters")
    rng = np.random.default_rng(seed)
    shares = np.full(len(names), n_questions // len(names))
    shares[rng.permutation(len(names))[: n_questions % len(names)]] += 1
    chosen = []
    for name, share in zip(names, shares, strict=True):
        offered = functions(name)
        if share > len(offered):
            raise Unfit(f"{name} has {len(offered)} questions, but {share} are asked for; lower QUESTIONS")
        places = sorted(rng.choice(len(offered), share, replace=False))
        chosen += [draw(offered[place], name, seed) for place in places]
    return chosen


def fingerprint(questions):
    """What an exam asks, whatever the order of questions and options."""
    texts = sorted(json.dumps([q.text, sorted(answer.text for answer in q.answers)]) for q in questions)
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:16]


def note(questions, seed, names, file=GIVEN):
    """Remember an exam.

    Raises
    ------
    Unfit
        If it was made before, by this seed or another.
    """
    given = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    mark = fingerprint(questions)
    if mark in given:
        raise Unfit(f"SEED={seed} repeats the exam '{given[mark]}' of {file.name}; take another seed")
    given[mark] = f"SEED={seed}, {len(questions)} questions on {' '.join(names)}"
    file.write_text(json.dumps(given, indent=1) + "\n", encoding="utf-8")


def write_bank(seed, folder=BUILT / "bank"):
    drawn, checks = bank(seed)
    parts = {title(name): questions for name, questions in drawn.items()}
    parts |= {f"{title(name)}, quick checks": questions for name, questions in checks.items()}
    write(folder, parts)
    print(f"{sum(map(len, parts.values()))} questions in {folder}")


def write_exam(names, n_questions, seed, folder=BUILT / "exams", file=GIVEN):
    questions, heading, folder = choose(names, n_questions, seed), f"Exam {seed}", folder / str(seed)
    note(questions, seed, names, file)
    write(folder, {heading: questions})
    with chromium() as browser, browser.new_page() as sheet:
        for name, make in (("exam", paper.exam), ("key", paper.key)):
            sheet.set_content(make(heading, questions))
            sheet.evaluate("document.fonts.ready.then(() => true)")
            sheet.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, tagged=True)
    print(f"{len(questions)} questions, with their key, in {folder}")


def write(folder, parts):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "moodle.xml").write_bytes(
        moodle({f"{course().name}/{name}": asked for name, asked in parts.items()})
    )
    (folder / "canvas.zip").write_bytes(canvas(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["bank", "exam"])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--chapters", nargs="+", default=chapters())
    parser.add_argument("--questions", type=int, default=12)
    options = parser.parse_args()
    try:
        if options.what == "bank":
            write_bank(options.seed)
        else:
            write_exam(options.chapters, options.questions, options.seed)
    except Unfit as error:
        sys.exit(f"{options.what}: {error}")


if __name__ == "__main__":
    main()

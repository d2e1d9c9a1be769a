"""Grade what was handed in: python -m exercises.private.grading SUBMISSIONS --assignment NAME --out DIR."""

import argparse
import os
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from functools import partial
from pathlib import Path

from exercises.private.grading import choice, engines, grade, results, roster, similarity, submissions
from exercises.private.grading.bubblewrap import SandboxError


def run(found, assignment, folder, engine, *, again=False):
    """Grade with an engine what is missing or changed, or all `again`, and store each result at once.

    Returns the results in the order of the submissions, and a line for each whose score has moved.
    """
    store = results.Store(folder)
    old = {submission.student: store.read(submission.student) for submission in found}
    everything = [question.name for question in assignment.questions]
    plans = [(s, everything if again else results.plan(s, assignment, old[s.student])) for s in found]
    ahead = [(submission, names) for submission, names in plans if names]
    print(f"{len(found)} submissions, {len(found) - len(ahead)} of them graded already", flush=True)
    start, moved = time.monotonic(), []
    for done, (submission, names, graded) in enumerate(engine(ahead, assignment), 1):
        before = old[submission.student]
        result = results.merge(submission, assignment, graded, before, names)
        store.save(result)
        left = (time.monotonic() - start) / done * (len(ahead) - done)
        print(f"{done} of {len(ahead)}: {score(result, before)}{duration(left)}", flush=True)
        moved += [score(result, before)] if has_moved(result, before) else []
    now = [{"time": s.time, "source": s.source, "id": s.id} for s in found]  # the same file, handed in anew
    return [store.read(s.student) | facts for s, facts in zip(found, now, strict=True)], sorted(moved)


def has_moved(result, before):
    return before is not None and before["points"] != result["points"]


def score(result, before):
    """Who has how many points; with the old score where it has moved."""
    was = f", was {before['points']:g}" if has_moved(result, before) else ""
    return f"{result['student']} {result['points']:g} of {result['possible']:g}{was}"


def duration(seconds):
    """How long it will take, in words, and nothing if it is done."""
    if seconds < 1:
        return ""
    return f"; about {seconds:.0f} s left" if seconds < 120 else f"; about {seconds / 60:.0f} min left"


def write(folder, assignment, found, graded, people, deadline):
    """All files for the lecturer, and a page for each student."""
    everyone = roster.with_everyone(graded, people, assignment) if people else graded
    pages = {
        "grades.csv": results.grades_csv(everyone, deadline),
        "statistics.html": results.statistics(graded),
        "similarity.html": similarity.report(found, assignment.frame),
    }
    if people:
        pages["moodle.csv"] = roster.moodle_csv(graded, people, assignment)
        pages["canvas.csv"] = roster.canvas_csv(graded, people, assignment)
    for result in graded:
        pages[f"feedback/{results.file_name(result['student'])}.html"] = results.feedback(result)
    for name, text in pages.items():
        results.write(folder / name, text)
    print(f"{', '.join(list(pages)[: -len(graded)])} and {len(graded)} feedback pages are in {folder}")


def tell_the_rest(graded, moved, people):
    """What the lecturer should look at: scores that have moved, people who are not on the roster."""
    if moved:
        print(f"{len(moved)} scores have moved:", *moved, sep="\n  ")
    owned, unknown = roster.match(graded, people)
    if people:
        print(f"{len(people) - len(owned)} of {len(people)} people on the roster have handed in nothing")
    if people and unknown:
        print(f"{len(unknown)} submissions are of nobody on the roster:")
        print(*(f"  {result['student']} ({result['source']})" for result in unknown), sep="\n")


def parse(arguments):
    parser = argparse.ArgumentParser(prog="exercises.private.grading", description=__doc__.split(":")[0])
    parser.add_argument("submissions", nargs="+", type=Path, help="a folder, a zip, or notebooks")
    parser.add_argument("--assignment", required=True, help="its name, such as perceptron")
    parser.add_argument("--out", required=True, type=Path, help="where results, feedback and grades.csv go")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many to grade at once")
    parser.add_argument("--scheduler", help="of a Dask cluster that is to grade, such as tcp://host:8786")
    parser.add_argument(
        "--roster", type=Path, help="a CSV file: columns id, name, email, or what Moodle or Canvas gives"
    )
    parser.add_argument("--as-found", action="store_true", help="go on though most are not on the roster")
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="such as 2026-05-31T23:59")
    parser.add_argument("--regrade", action="store_true", help="grade all again, list whose score moved")
    parser.add_argument("--tests", type=Path, help="test files, if not those that `make exercises` made")
    return parser.parse_args(arguments)


def engine(options):
    """Where to grade: on a cluster if its scheduler is named, else on this machine."""
    if options.scheduler:
        return partial(engines.on_cluster, address=options.scheduler)
    return partial(engines.in_processes, processes=options.processes)


def find(options, people):
    """What was handed in; ends with a question where it is not likely to be understood."""
    hand_ins = submissions.understand(options.submissions, people)
    question = submissions.question(hand_ins, people)
    if question and not options.as_found:
        sys.exit(f"grading: {question}. Nothing is written; if that is right, add --as-found")
    found = submissions.choose(hand_ins, choice.released(), options.assignment, options.deadline)
    if not found:
        sys.exit("grading: no notebook (.ipynb) was found in " + ", ".join(map(str, options.submissions)))
    return found


def work(options):
    assignment = grade.load(options.assignment, options.tests)
    people = roster.read(options.roster) if options.roster else []
    found = find(options, people)
    graded, moved = run(found, assignment, options.out, engine(options), again=options.regrade)
    write(options.out, assignment, found, graded, people, options.deadline)
    tell_the_rest(graded, moved, people)


def main(arguments=None):
    try:
        work(parse(arguments))
    except (OSError, ValueError, SandboxError, engines.ClusterError) as error:
        sys.exit(f"grading: {error}")
    except BrokenProcessPool:
        sys.exit("grading: a process was killed, perhaps for lack of memory: try again with --processes 1")
    except KeyboardInterrupt:
        sys.exit("grading: stopped; the same command goes on where it was")


if __name__ == "__main__":
    main()

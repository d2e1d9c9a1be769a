"""Grade what was handed in: python -m exercises.grading SUBMISSIONS --assignment NAME --out DIR."""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path

from exercises.grading import grade, results, roster, similarity, submissions
from exercises.grading.sandbox import Sandbox, SandboxError, prepare


def grade_one(submission, assignment, site, names):
    """Grade some questions of one submission; runs in a worker process."""
    if submission.problem:
        nothing = [grade._nothing(q, submission.problem) for q in assignment.questions if q.name in names]
        return grade.Graded(nothing, [f"Nothing could be graded: {submission.problem}."])
    return grade.grade(submission.data, assignment, site, questions=names)


def run(found, assignment, folder, processes, *, again=False):
    """Grade what is missing or changed, or all `again`, and store each result at once.

    Returns the results in the order of the submissions, and a line for each whose score has moved.
    """
    store = results.Store(folder)
    old = {submission.student: store.read(submission.student) for submission in found}
    everything = [question.name for question in assignment.questions]
    plans = [(s, everything if again else results.plan(s, assignment, old[s.student])) for s in found]
    ahead = [(submission, names) for submission, names in plans if names]
    print(f"{len(found)} submissions, {len(found) - len(ahead)} of them graded already", flush=True)
    start, moved = time.monotonic(), []
    for done, (submission, names, graded) in enumerate(in_parallel(ahead, assignment, processes), 1):
        before = old[submission.student]
        result = results.merge(submission, assignment, graded, before, names)
        store.save(result)
        left = (time.monotonic() - start) / done * (len(ahead) - done)
        print(f"{done} of {len(ahead)}: {score(result, before)}{duration(left)}", flush=True)
        moved += [score(result, before)] if has_moved(result, before) else []
    now = [{"time": s.time, "source": s.source, "id": s.id} for s in found]  # the same file, handed in anew
    return [store.read(s.student) | facts for s, facts in zip(found, now, strict=True)], sorted(moved)


def in_parallel(ahead, assignment, processes):
    """Grade submissions in worker processes; (submission, names of questions, Graded) as each is done."""
    if not ahead:
        return
    with tempfile.TemporaryDirectory() as site:
        prepare(Path(site), assignment.modules)
        Sandbox([], Path(site)).close()  # says at once if there can be none
        pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork"))
        try:
            jobs = {
                pool.submit(grade_one, s, assignment, Path(site), names): (s, names) for s, names in ahead
            }
            for job in as_completed(jobs):
                yield *jobs[job], job.result()
        finally:
            pool.shutdown(cancel_futures=True)


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


def parse():
    parser = argparse.ArgumentParser(prog="exercises.grading", description=__doc__.split(":")[0])
    parser.add_argument("submissions", nargs="+", type=Path, help="a folder, a zip, or notebooks")
    parser.add_argument("--assignment", required=True, help="its name, such as perceptron")
    parser.add_argument("--out", required=True, type=Path, help="where results, feedback and grades.csv go")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many to grade at once")
    parser.add_argument("--roster", type=Path, help="a CSV file with the columns id, name, email")
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="such as 2026-05-31T23:59")
    parser.add_argument("--regrade", action="store_true", help="grade all again, list whose score moved")
    parser.add_argument("--tests", type=Path, help="test files, if not those that `make exercises` made")
    return parser.parse_args()


def main():
    options = parse()
    assignment = grade.load(options.assignment, options.tests)
    people = roster.read(options.roster) if options.roster else []
    found = submissions.find(options.submissions)
    if not found:
        sys.exit("grading: no notebook (.ipynb) was found in " + ", ".join(map(str, options.submissions)))
    graded, moved = run(found, assignment, options.out, options.processes, again=options.regrade)
    write(options.out, assignment, found, graded, people, options.deadline)
    tell_the_rest(graded, moved, people)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, SandboxError) as error:
        sys.exit(f"grading: {error}")
    except BrokenProcessPool:
        sys.exit("grading: a process was killed, perhaps for lack of memory: try again with --processes 1")
    except KeyboardInterrupt:
        sys.exit("grading: stopped; the same command goes on where it was")

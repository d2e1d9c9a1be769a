"""Grade what was handed in: python -m exercises.grading SUBMISSIONS --assignment NAME --out DIR."""

import argparse
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from exercises.grading import grade, results, submissions
from exercises.grading.sandbox import SandboxError, prepare


def grade_one(submission, assignment, site, names):
    """Grade some questions of one submission; runs in a worker process."""
    if submission.problem:
        nothing = [grade._nothing(q, submission.problem) for q in assignment.questions if q.name in names]
        return grade.Graded(nothing, [f"Nothing could be graded: {submission.problem}."])
    return grade.grade(submission.data, assignment, site, questions=names)


def run(found, assignment, folder, processes):
    """Grade what is missing or changed, store each result at once; return all results by student."""
    store = results.Store(folder)
    old = {submission.student: store.read(submission.student) for submission in found}
    plans = [(s, results.plan(s, assignment, old[s.student])) for s in found]
    ahead = [(submission, names) for submission, names in plans if names]
    print(f"{len(found)} submissions, {len(found) - len(ahead)} of them graded already", flush=True)
    with tempfile.TemporaryDirectory() as site:
        prepare(Path(site), assignment.modules)
        context = multiprocessing.get_context("fork")  # the tests are loaded once
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            jobs = {pool.submit(grade_one, s, assignment, Path(site), n): (s, n) for s, n in ahead}
            for done, job in enumerate(as_completed(jobs), 1):
                submission, names = jobs[job]
                before = old[submission.student]
                result = results.merge(submission, assignment, job.result(), before, names)
                store.save(result)
                tell(done, len(ahead), result, before)
    return [store.read(submission.student) for submission in found]


def tell(done, total, result, before):
    """One line of progress; with the old score where it has moved."""
    moved = f", was {before['points']:g}" if before and before["points"] != result["points"] else ""
    line = f"{done} of {total}: {result['student']} {result['points']:g} of {result['possible']:g}{moved}"
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="exercises.grading", description=__doc__.split(":")[0])
    parser.add_argument("submissions", nargs="+", type=Path, help="a folder, a zip, or notebooks")
    parser.add_argument("--assignment", required=True, help="its name, such as perceptron")
    parser.add_argument("--out", required=True, type=Path, help="where results, feedback and grades.csv go")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many to grade at once")
    options = parser.parse_args()
    try:
        assignment = grade.load(options.assignment)
        found = submissions.find(options.submissions)
        if not found:
            sys.exit("grading: no notebook (.ipynb) was found in " + ", ".join(map(str, options.submissions)))
        graded = run(found, assignment, options.out, options.processes)
    except (FileNotFoundError, SandboxError) as error:
        sys.exit(f"grading: {error}")
    results.write(options.out / "grades.csv", results.grades_csv(graded))
    results.write(options.out / "statistics.html", results.statistics(graded))
    for result in graded:
        page = options.out / "feedback" / f"{results.file_name(result['student'])}.html"
        results.write(page, results.feedback(result))
    print(f"grades.csv, statistics.html and {len(graded)} feedback pages are in {options.out}")


if __name__ == "__main__":
    main()

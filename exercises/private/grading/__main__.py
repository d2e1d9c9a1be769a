"""Grade what was handed in: python -m exercises.private.grading SUBMISSIONS --assignment NAME --out DIR."""

import argparse
import os
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

from exercises.private.grading import (
    cgroup,
    choice,
    engines,
    exports,
    lateness,
    marks,
    matching,
    pages,
    results,
    roster,
    similarity,
    submissions,
    tables,
    weights,
    words,
)
from exercises.private.grading.assignment import load
from exercises.private.grading.bubblewrap import SandboxError
from mlplib import locale


def run(found, assignment, folder, engine, *, again=False):
    """Grade with an engine what is missing or changed, or all `again`, and store each result at once.

    Returns the results in the order of the submissions, and a line for each whose score has moved.
    """
    store = results.Store(folder)
    old = {submission.key: store.read(submission) for submission in found}
    everything = {question.name: "--regrade asks for it" for question in assignment.questions}
    plans = [(s, everything if again else results.plan(s, assignment.of(s), old[s.key])) for s in found]
    ahead = [(submission, list(plan)) for submission, plan in plans if plan]
    print(f"{len(found)} submissions, {len(found) - len(ahead)} of them graded already", flush=True)
    print(*reasons(plan for _, plan in plans), sep="", end="", flush=True)
    start, moved = time.monotonic(), []
    for done, (submission, names, graded) in enumerate(engine(ahead, assignment), 1):
        before = old[submission.key]
        result = results.merge(submission, assignment.of(submission), graded, before, names)
        store.save(submission, result)
        left = (time.monotonic() - start) / done * (len(ahead) - done)
        print(f"{done} of {len(ahead)}: {score(result, before)}{duration(left)}", flush=True)
        moved += [score(result, before)] if has_moved(result, before) else []
    now = [{"time": s.time, "source": s.source} for s in found]  # the same file, handed in anew
    return [store.read(s) | facts for s, facts in zip(found, now, strict=True)], sorted(moved)


def reasons(plans):
    """A line for each reason to grade again what was graded before: how many hand-ins, which questions."""
    count, names = Counter(), {}
    for plan in plans:
        count.update(set(plan.values()) - {"new"})
        for name, reason in plan.items():
            names.setdefault(reason, {})[name] = True
    for reason, n_hand_ins in sorted(count.items()):
        yield f"{n_hand_ins} again, since {reason}: {', '.join(names[reason])}\n"


def has_moved(result, before):
    return before is not None and before["points"] != result["points"]


def score(result, before):
    """Who has how many points; with the old score where it has moved."""
    was = f", was {tables.number(before['points'])}" if has_moved(result, before) else ""
    return f"{result['student']} {tables.number(result['points'])} of {result['possible']:g}{was}"


def duration(seconds):
    """How long it will take, in words, and nothing if it is done."""
    if seconds < 1:
        return ""
    return f"; about {seconds:.0f} s left" if seconds < 120 else f"; about {seconds / 60:.0f} min left"


def write(folder, assignment, found, everyone, canvas_column, language="en"):
    """All files for the lecturer, and a page for each student; what takes long comes last."""
    feedback = {
        mark.key: pages.feedback(mark, assignment, language) for mark in everyone if tables.page_name(mark)
    }
    files = {
        "grades.csv": tables.grades_csv(everyone, assignment),
        "statistics.html": pages.statistics(everyone, assignment),
    }
    if assignment.sentences:
        files["sentences.html"] = pages.sentences(everyone, assignment)
    put(folder, files)
    named = {tables.page_name(mark): feedback[mark.key] for mark in everyone if mark.key in feedback}
    put(folder / "feedback", named)
    results.drop_pages(folder / "feedback", named)
    told = [*files, *platform_files(folder, assignment, everyone, feedback, canvas_column), "similarity.html"]
    put(folder, {"similarity.html": similarity.report(found, assignment.frame, folder / "similarity")})
    print(f"{', '.join(told)} and {len(feedback)} feedback pages are in {folder}")


def platform_files(folder, assignment, everyone, feedback, canvas_column):
    """Write what Moodle and Canvas import; the names of the files."""
    files, there = {}, exports.platforms(everyone) or {"moodle", "canvas"}
    on_roster = [mark for mark in everyone if mark.person]
    if "moodle" in there:
        files["moodle.csv"] = exports.moodle_csv(on_roster, assignment) if on_roster else None
        files["moodle_feedback.zip"] = exports.moodle_zip(everyone, feedback)
    if "canvas" in there:
        files["canvas.csv"] = exports.canvas_csv(on_roster, assignment, canvas_column) if on_roster else None
        files["canvas_feedback.zip"] = exports.canvas_zip(everyone, feedback)
    files = {name: content for name, content in files.items() if content}
    put(folder, files)
    return list(files)


def put(folder, files):
    for name, content in files.items():
        results.write(folder / name, content)


def tell_the_rest(everyone, moved, people, assignment):
    """What the lecturer should look at: scores that have moved, people who are not on the roster."""
    if moved:
        print(f"{len(moved)} scores have moved:", *moved, sep="\n  ")
    if not people:
        return
    if unread := matching.unread_times(people):
        print(f"times of the roster that cannot be read, so nobody is late by them: {len(unread)}, such as")
        print(f"  {unread[0]!r}")
    absent = sum(mark.submission is None for mark in everyone)
    print(f"{absent} of {len(people)} people on the roster have handed in nothing")
    strangers = [mark for mark in everyone if mark.person is None]
    if strangers:
        print(f"{len(strangers)} submissions are of nobody on the roster:")
        print(*(f"  {mark.student} ({mark.submission.source})" for mark in strangers), sep="\n")
    print(*(f"{sentence}\n" for sentence in exports.warnings(everyone, assignment)), sep="", end="")


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
    parser.add_argument("--regrade", action="store_true", help="grade all again, list whose score moved")
    parser.add_argument("--tests", type=Path, help="test files, if not those that `make exercises` made")
    add_marking(parser)
    return parser.parse_args(arguments)


def add_marking(parser):
    """The options of what a person adds to the checks."""
    parser.add_argument("--weights", help="of questions, such as gates=2,duel=0; 0 leaves one out")
    parser.add_argument("--words", type=Path, help="a CSV file of points, comments, extra time")
    parser.add_argument("--deadline", type=lateness.moment, help="2026-05-31T23:59, or a day")
    parser.add_argument("--late-percent-per-day", type=float, default=0, help="of all points, a day begun")
    parser.add_argument("--grace-hours", type=float, default=0, help="hours of lateness that cost nothing")
    parser.add_argument("--max-late-days", type=float, help="after so many days there are no points")
    parser.add_argument(
        "--language", choices=("en", *locale.languages()), default="en", help="of the feedback"
    )
    parser.add_argument("--canvas-column", help="of the gradebook, such as 'Perceptron (12345)'")


def engine(options):
    """Where to grade: on a cluster if its scheduler is named, else on this machine."""
    if options.scheduler:
        return partial(engines.on_cluster, address=options.scheduler)
    return partial(engines.in_processes, processes=options.processes)


def ask(question, options):
    """End with a question, if there is one that the lecturer has not answered."""
    if question and not options.as_found:
        sys.exit(f"grading: {question}. Nothing is written; if that is right, add --as-found")


def find(options, people):
    """What was handed in; ends with a question where it is not likely to be understood."""
    for path in options.submissions:
        if path.is_dir() and options.out.resolve().is_relative_to(path.resolve()):
            raise ValueError(f"--out {options.out} lies in {path}, where all is handed in: name another")
    hand_ins = submissions.understand(options.submissions, people)
    ask(submissions.question(hand_ins, people), options)
    found = submissions.choose(hand_ins, choice.released(), options.assignment, options.deadline)
    ask(submissions.doubt(found, people), options)
    if not found:
        sys.exit("grading: no notebook (.ipynb) was found in " + ", ".join(map(str, options.submissions)))
    return found


def work(options):
    assignment = load(options.assignment, options.tests)
    people = roster.read(options.roster) if options.roster else []
    if assignment.variants and not (people and all(person.email for person in people)):
        raise ValueError("course.toml sets variants: --roster must have the mail address of every student")
    found = find(options, people)
    policy = marks.Policy(
        options.deadline, options.late_percent_per_day, options.grace_hours, options.max_late_days
    )
    own = weights.read(options.weights, assignment) if options.weights else {}
    counted = weights.of_assignment(assignment, own)
    said = words.read(options.words, found, people, counted) if options.words else []
    with results.alone(options.out):
        graded, moved = run(found, assignment, options.out, engine(options), again=options.regrade)
        weighted = [weights.of_result(result, counted) for result in graded]
        everyone = marks.marks(found, weighted, people, said, policy)
        write(options.out, counted, found, everyone, options.canvas_column, options.language)
    tell_the_rest(everyone, moved, people, counted)
    if not options.scheduler:
        print(cgroup.told())


def main(arguments=None):
    try:
        work(parse(arguments))
    except (OSError, ValueError, SandboxError, engines.ClusterError) as error:
        sys.exit(f"grading: {error}")
    except KeyboardInterrupt:
        sys.exit("grading: stopped; the same command goes on where it was")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a terminal may not know the letters of a name
    main()

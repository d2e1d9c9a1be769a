"""Hand-ins of the small assignment as they look when they have been graded, without a sandbox."""

from exercises.private.grading import marks, versions
from exercises.private.grading.roster import Person
from exercises.private.grading.submissions import Submission
from exercises.private.tests.grading.mini import MINI

ANN = Person("7001", "Doe, Ann", "ann@example.org", section="Monday")
BOB = Person("7002", "Bob Muster", "bob@example.org", section="Monday")
CAT = Person("7003", "Cat Absent", "cat@example.org")
PEOPLE = [ANN, BOB, CAT]
SECRET = "what a hidden check says"
SAYS = "Property: three becomes six\nCame out: 0.30000000000000004\nExpected: np.float64(6.0)"


def submission(student, **facts):
    given = {"key": student, "source": f"all.zip!{student}/a.ipynb", "time": "2026-05-01T12:00:00+00:00"}
    return Submission(student, **(given | facts))


def result(*points, says=SAYS, **rest):
    """A stored result with so many points in each question; a check fails where they are fewer than all."""
    questions = [_question(q, p, says) for q, p in zip(MINI.questions, points, strict=True)]
    both = {"student": "x", "key": "x", "source": "a", "time": "", "sha256": "", "assignment": "mini"}
    both |= {"grader": versions.grader(MINI), "limits": versions.limits()}
    return both | {"points": sum(points), "possible": 5, "questions": questions, "notes": []} | rest


def _question(question, points, says):
    fails, left = [], question.possible - points
    for test in question.tests:
        if left > 0:
            left -= test.points
            check = test.__name__.removeprefix("test_").replace("_", " ")
            fails.append({"check": check, "hidden": test.hidden, "says": SECRET if test.hidden else says})
    facts = {"name": question.name, "exercise": question.exercise, "digest": question.digest}
    return facts | {"points": points, "possible": question.possible, "failed": fails}


def marks_of(*pairs, people=(), words=(), policy=None):
    """Marks of pairs (submission, result)."""
    found, results = zip(*pairs, strict=True) if pairs else ((), ())
    return marks.marks(list(found), list(results), list(people), list(words), policy or marks.Policy())

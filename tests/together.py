"""Work that waits more than it computes, done side by side."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


class Outcomes(dict):
    """{job: what came of it}; a job that failed raises its error where it is looked up."""

    def __getitem__(self, job):
        outcome = super().__getitem__(job)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def side_by_side(work, jobs, n_processes=8):
    """What work(job) returns or raises for each job, in a few processes that are copies of this one.

    More than there are cores: most of the time a sandbox or a kernel is waited for.
    """
    with ProcessPoolExecutor(n_processes, mp_context=get_context("fork")) as pool:
        futures = {job: pool.submit(work, job) for job in jobs}
        return Outcomes({job: outcome(future) for job, future in futures.items()})


def outcome(future):
    error = future.exception()
    if error is None:
        return future.result()
    error.add_note(str(error.__cause__))  # where it was raised; a cause itself is lost when it is stored
    return error

"""How far drawing is: kernels append lines to a file, and whoever waits for them shows these."""

import os
import time

FILE = "progress.log"  # in the folder of the frames
INTERVAL = 2  # seconds between two lines of one figure
POLL_INTERVAL = 0.5


class Progress:
    """Write how many frames are drawn, every few seconds, and at the end what one has cost."""

    def __init__(self, exploration, folder):
        self.name, self.total, self.path = exploration.name, exploration.n_states, folder / FILE

    def __enter__(self):
        self.cpu_start, self.last = cpu_seconds(), time.monotonic()
        return self

    def __call__(self, done):
        if time.monotonic() - self.last > INTERVAL:
            self.say(f"{done} of {self.total} frames")
            self.last = time.monotonic()

    def __exit__(self, *error):
        if error == (None, None, None):
            cost = (cpu_seconds() - self.cpu_start) / self.total
            self.say(f"{self.total} frames drawn, {cost:.3f} CPU s each")

    def say(self, words):
        with self.path.open("a") as log:
            log.write(f"{self.name}: {words}\n")


def cpu_seconds():
    """What this process and its finished workers have used."""
    return sum(os.times()[:4])


def follow(folder, done, say):
    """Say each line that is appended from now on, until the event `done` is set."""
    path = folder / FILE
    path.touch()
    with path.open() as log:
        log.seek(0, os.SEEK_END)
        while not done.wait(POLL_INTERVAL):
            for line in log:
                say(line.strip())

"""Create .venv and install the locked packages; called by the Makefile. With the word `bench`: .venv-bench.

Standard library only, and written so that a Python which is too old can still read this file
and say so. Every expected trouble ends with one line that names the cure.
"""

from __future__ import print_function

import hashlib
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BENCH = sys.argv[1:] == ["bench"]
NAME = ".venv-bench" if BENCH else ".venv"
VENV = os.path.join(ROOT, NAME)
LOCK = os.path.join(ROOT, "benchmarks" if BENCH else "", "requirements.lock")
TORCH = os.path.join(ROOT, "benchmarks", "torch.txt")
LOG = os.path.join(VENV, "setup.log")
READY = os.path.join(VENV, ".ready")  # written last: what the environment was made from
OLDEST = (3, 11)


def fail(message):
    sys.exit("setup: " + message)


def check_python():
    if sys.version_info < OLDEST:
        fail(
            "Python %d.%d or newer is needed, this is %s at %s. Choose another one with: make PYTHON=python3.12 ..."
            % (OLDEST + (sys.version.split()[0], sys.executable))
        )


def create_venv():
    try:
        import ensurepip  # noqa: F401  (Debian ships it apart from Python)
    except ImportError:
        fail("this Python cannot make environments. On Debian or Ubuntu: sudo apt-get install python3-venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        fail("python -m venv failed: " + (made.stderr or made.stdout).strip().replace("\n", " "))


def count_locked():
    with open(LOCK) as lock:
        return len(re.findall(r"^[a-z0-9][a-z0-9._-]*==", lock.read(), flags=re.M | re.I))


def explain(log):
    """The one line that says what went wrong with pip, and what to do."""
    if re.search(
        r"NewConnectionError|ConnectionError|NameResolution|Network is unreachable|ProxyError|timed out", log
    ):
        return (
            "no network: the package index cannot be reached. Connect once, then run the same command again."
        )
    missing = re.search(r"No matching distribution found for (\S+)", log)
    if missing:
        return (
            "there is no ready-made wheel of %s for Python %s on this system. Nothing is compiled here, so that no "
            "compiler is needed: use a Python between 3.11 and 3.14 (make PYTHON=...)."
            % (missing.group(1), sys.version.split()[0])
        )
    if re.search(r"THESE PACKAGES DO NOT MATCH THE HASHES", log):
        return (
            "a downloaded package does not have the locked checksum; nothing was installed. Details: " + LOG
        )
    if re.search(r"No space left on device", log):
        return "the disk is full: about 1.5 GB are needed in " + VENV
    errors = [line for line in log.splitlines() if line.startswith("ERROR")]
    return "pip failed: %s Details: %s" % (errors[-1] if errors else "", LOG)


def pip(*arguments):
    """Run pip in the environment, count its packages on one line, keep its log."""
    python = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    environment = dict(os.environ, PYTHONUNBUFFERED="1")
    total, seen = count_locked(), 0
    show = sys.stdout.isatty()
    with open(LOG, "a") as log:
        process = subprocess.Popen(
            command + list(arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        for line in process.stdout:
            log.write(line)
            found = re.match(r"(?:Collecting|Processing) (?:\S*/)?([\w.]+)", line)
            seen += bool(found)
            if found and (show or seen % 25 == 0):
                print(
                    "%ssetup: %3d of at most %d packages  %-40s"
                    % ("\r" if show else "", seen, total, found.group(1)),
                    end="" if show else "\n",
                )
                sys.stdout.flush()
            if line.startswith("Installing collected"):
                what = "%d packages" % seen if seen else "mlplib itself"
                print("%ssetup: installing %s %40s" % ("\r" if show else "", what, ""))
                sys.stdout.flush()
    if process.wait():
        print("")
        with open(LOG) as log:
            fail(explain(log.read()))


def wanted():
    """What the environment depends on; as long as this stays, nothing is installed again."""
    with open(LOCK) as lock, open(TORCH) as torch:
        made_from = sys.version + ROOT + lock.read() + (torch.read() if BENCH else "")
        return hashlib.sha256(made_from.encode()).hexdigest()


def is_ready():
    if not os.path.exists(READY):
        return False
    with open(READY) as ready:
        return ready.read() == wanted()


def main():
    check_python()
    if not is_ready():
        create_venv()
        print("setup: installing the locked packages into %s (once, one to three minutes)" % NAME)
        # All is in the lock, so nothing is resolved: a resolver may ask for a release newer than the lock.
        pip("--require-hashes", "--no-deps", "-r", LOCK)
        if BENCH:
            pip("-r", TORCH)
        else:
            pip("--no-deps", "--no-build-isolation", "--editable", ROOT)
    with open(READY, "w") as ready:  # anew in any case: make compares its date
        ready.write(wanted())


if __name__ == "__main__":
    main()

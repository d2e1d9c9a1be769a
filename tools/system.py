"""Check the Python, and install the packages of Debian or Ubuntu that are named; called by the Makefile.

Where that needs a password, it ends with the one line to type instead. Standard library only, and no syntax
newer than Python 3.6, so that a Python which is too old can still read this file and say so.
"""

import os
import platform
import shutil
import subprocess
import sys

OLDEST = (3, 11)
APT = "sudo apt-get update; sudo apt-get install -y --no-install-recommends "
# Debian's Chromium without windows. Ubuntu has it as a snap only, which no container can start; Playwright
# has builds of its own.
BROWSER = "chromium-headless-shell"
PLAYWRIGHT = ".venv/bin/playwright install --with-deps --no-shell chromium"


def fail(message):
    sys.exit(f"setup: {message}")


def check_python():
    if sys.version_info < OLDEST:
        version = ".".join(map(str, sys.version_info[:3]))
        fail(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {version} at {sys.executable}. "
            "Choose another one with: make PYTHON=python3.12 ..."
        )


def lacking_venv():
    """The package with the part of Python that makes environments, which Debian ships apart."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return [f"python3.{sys.version_info[1]}-venv"]
    return []


def remedy(lacking):
    """The line that installs packages."""
    ubuntu = platform.freedesktop_os_release()["ID"] == "ubuntu"
    by_apt = [package for package in lacking if not (ubuntu and package == BROWSER)]
    steps = [APT + " ".join(by_apt)] if by_apt else []
    if by_apt != lacking:
        steps += [f"{sys.executable} tools/setup_env.py", PLAYWRIGHT]
    return " && ".join(steps)


def install(lacking):
    """Install packages, or say how."""
    names = ", ".join(lacking)
    if not shutil.which("apt-get"):
        fail(f"{names} must be installed; where the browser has another name, set CHROMIUM")
    line, is_root = remedy(lacking), os.geteuid() == 0
    if not is_root and subprocess.call("sudo -n true 2> /dev/null", shell=True):
        fail(f"{names} must be installed. Type: {line}")
    line = line.replace("sudo ", "") if is_root else line
    print(f"setup: installing {names} with: {line}", flush=True)
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    if subprocess.call(line, shell=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **streams):
        fail("that failed, for the reason above; the next run tries again")


def main():
    check_python()
    lacking = lacking_venv() + sys.argv[1:]
    if lacking:
        install(lacking)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        fail("interrupted; the next run goes on")

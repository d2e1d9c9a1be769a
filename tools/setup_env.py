"""Create .venv from requirements.lock, or with the word `bench` .venv-bench; called by the Makefile.

pip brings uv, and uv the rest, both from where pip is told to look. Every expected trouble ends with one line
that names the cure, and the next run goes on.
"""

import ast
import hashlib
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV, LOCK = ROOT / ".venv", ROOT / "requirements.lock"
BENCH, BENCH_LOCK = ROOT / ".venv-bench", ROOT / "benchmarks" / "requirements.lock"
TORCH = ROOT / "benchmarks" / "torch.txt"
LOCKED = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement")
CURES = {
    "No space left": "The disk is full: 1.2 GB are needed, as much for uv's cache if that is on another disk",
    "CERTIFICATE_VERIFY|peer certificate": "Name those that this network needs: export PIP_CERT=FILE",
    "ConnectionError|NameResolution|timed out|error sending": "No network? Connect, then run the same again",
    "no (usable )?wheels": "Nothing is compiled here. Use Python 3.11 to 3.14: make PYTHON=python3.12 ...",
}
EDITED = "If requirements.lock was changed by hand: git checkout requirements.lock"
# What uv calls the settings of pip; each package has its checksum, so that any index may serve it.
UV = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "true", "UV_PYTHON_DOWNLOADS": "never"}
UV_READS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
}


def fail(message):
    sys.exit(f"setup: {message}")


def explain(output, otherwise=EDITED):
    """What went wrong in a step that wrote this, and what to do."""
    by_uv = re.findall(r"^ *(?:error|cause): (.*)", output, flags=re.M)
    by_pip = re.findall(r"^ERROR: (.*)", output, flags=re.M)[-1:]
    words = by_uv or by_pip or output.splitlines()[-1:]
    cure = next((cure for trouble, cure in CURES.items() if re.search(trouble, output)), otherwise)
    return f"{': '.join(dict.fromkeys((words[0], words[-1]))).rstrip('.')}. {cure}"


def run(*command, **environment):
    """The output of a step, which shows how far it is; one that fails is explained."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    environment |= os.environ | {"COLUMNS": "9999"}  # or uv breaks the line that explain looks for
    output = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, **streams) as step:
        for line in step.stdout:
            output += line
            if found := re.match(r" *((Downloading|Installed) .*)", line):
                in_place = found[2] == "Downloading" and sys.stdout.isatty()
                print(f"setup: {found[1]:<60.60}", end="\r" if in_place else "\n", flush=True)
    if step.returncode:
        fail(explain(output))
    return output


def pip(*arguments):
    return run(VENV / "bin" / "python", "-m", "pip", *arguments)


@cache
def settings():
    """Where pip is told to look for packages, in the words of uv; what uv itself is told comes first."""
    told, merged = pip("config", "list"), {}
    for section in ("global", "install", ":env:"):  # each one overrides those before
        merged |= re.findall(rf"^{section}\.([\w-]+)=(.*)$", told, flags=re.M)
    lists = {UV_READS[key]: ast.literal_eval(merged[key]).split() for key in UV_READS.keys() & merged.keys()}
    return UV | {name: ("," if name == "UV_FIND_LINKS" else " ").join(words) for name, words in lists.items()}


def uv(command, venv, *arguments):
    run(VENV / "bin" / "uv", "pip", command, "--python", venv / "bin" / "python", *arguments, **settings())


def create(venv):
    (venv / ".ready").unlink(missing_ok=True)  # first: what is half made never passes for ready
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", venv)


def bring_uv():
    """Install pip, which comes with Python, and with it uv."""
    entry, locked = re.search(r"^uv==.*(?:\n .*)*", LOCK.read_text(), flags=re.M), VENV / "uv.txt"
    if not entry:
        fail(explain("requirements.lock names no version of uv"))
    locked.write_text(entry[0])
    run(VENV / "bin" / "python", "-m", "ensurepip", "--default-pip")
    pip("install", "--no-input", "--retries", "2", *LOCKED, locked)


def make_venv():
    create(VENV)
    bring_uv()
    uv("install", VENV, *LOCKED, LOCK)
    uv("install", VENV, "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    uv("check", VENV)


def make_bench():
    create(BENCH)
    uv("install", BENCH, *LOCKED, BENCH_LOCK)
    uv("install", BENCH, "--requirement", TORCH)


def digest(venv):
    """What an environment depends on; as long as this stays, nothing is installed again."""
    files = (BENCH_LOCK, TORCH) if venv == BENCH else (LOCK,)
    made_from = sys.version + str(ROOT) + "".join(file.read_text() for file in files)
    return hashlib.sha256(made_from.encode()).hexdigest()


def main():
    venv, make = (BENCH, make_bench) if "bench" in sys.argv else (VENV, make_venv)
    made_from, ready, whole = digest(venv), venv / ".ready", venv / ".ready.new"
    if not ready.exists() or ready.read_text() != made_from:
        print(f"setup: installing the locked packages into {venv.name} (once, half a minute)", flush=True)
        make()
    whole.write_text(made_from)  # anew in any case, because make looks at its date, and at nothing else
    whole.replace(ready)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        fail(explain(str(error), "The next run tries again"))
    except KeyboardInterrupt:
        fail("interrupted; the next run goes on")

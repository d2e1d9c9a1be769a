"""Which Python can read a cell that this one cannot; ruff knows the syntax of all its versions."""

import json
import re
import subprocess
import sys

from ruff.__main__ import find_ruff_bin

OURS = ".".join(map(str, sys.version_info[:2]))
NEWER = re.compile(r"\(syntax was added in Python 3\.(\d+)\)$")  # what ruff says of later versions
IN_NO_VERSION = "No version of Python 3 can read this cell."
LONGEST = 100_000  # characters that are looked at
SECONDS = 5


def who_reads(source, written_with=""):
    """Who can read a cell that this Python cannot, in words, or nothing.

    Nothing if it can be read, if it is very long, or if ruff does not end soon.

    Parameters
    ----------
    source : str
        Of a code cell, with its magics.
    written_with : str
        The version of Python that the notebook says, such as '3.12.3', or nothing.
    """
    said = complaints(source) if len(source) <= LONGEST else []
    needed = [int(found[1]) for text in said if (found := NEWER.search(text))]
    if len(needed) < len(said):
        return IN_NO_VERSION
    if not needed:
        return ""
    told = f", and the notebook says that it was written with {written_with}" if written_with else ""
    need = f"It needs Python 3.{max(needed)}{told}; the grader has Python {OURS}"
    return f"{need}: write it so that {OURS} reads it."


def complaints(source):
    """What ruff says against the syntax of a cell, for the version of Python here."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    version = f"--target-version=py{OURS.replace('.', '')}"
    options = ["--isolated", "--no-cache", version, "--select=E9", "--output-format=json"]
    command = [find_ruff_bin(), "check", *options, "--stdin-filename=cell.ipynb", "-"]
    try:
        ended = subprocess.run(command, input=notebook.encode(), capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return []
    return [each["message"] for each in json.loads(ended.stdout)] if ended.returncode == 1 else []

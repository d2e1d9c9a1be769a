"""The script of the playground, for pages and notebooks alike."""

import json
from pathlib import Path

from mlplib.playground.draws import draws

STATIC = Path(__file__).parent / "static"
PARTS = ("engine.js",)


def script():
    """The parts of the script one after the other, after the numbers that they draw from."""
    parts = [(STATIC / name).read_text(encoding="utf-8") for name in PARTS]
    return "\n".join([f"const DRAWS = {json.dumps(draws())};", *parts])

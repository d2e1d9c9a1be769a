"""Write the page 'How fast is it?' and its figure: python -m benchmarks.report.

Every number of the page comes from benchmarks/results.json, and so does every word on what holds.
"""

from pathlib import Path
from string import ascii_lowercase

import numpy as np

from benchmarks.results import read

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "chapters" / "how_fast.md"
FIGURE = ROOT / "chapters" / "how_fast.svg"
STYLE = ROOT / "mlplib" / "mlplib.mplstyle"
TEMPLATE = ROOT / "benchmarks" / "how_fast.template.md"
KEPT = "\N{NO-BREAK SPACE}"
SECTIONS = ("training", "features", "growth", "commands", "site", "playground", "grading")


def digits(value):
    """Three digits that count, never as a power of ten: 1320, 0.0314."""
    return np.format_float_positional(value, precision=3, unique=False, fractional=False, trim="-")


def in_words(line):
    """3.14 ms (3.1 to 3.2), which breaks before the bracket only."""
    middle = f"{digits(line.value)}{KEPT}{line.unit}".strip()
    return middle if line.low is None else f"{middle} ({digits(line.low)}{KEPT}to{KEPT}{digits(line.high)})"


def judge(part):
    """Print every line and whether it holds; 1 if one does not, else 0."""
    for line in part.lines:
        print(f"{'holds' if line.holds else 'over '}  {line.what}: {in_words(line)}")
    return int(not all(line.holds for line in part.lines))


def target_in_words(line):
    """≤ 3, holds; limit 1.5, which keeps numbers with their words."""
    if not line.has_target:
        return ""
    sign, bound = ("≤", line.at_most) if line.at_most is not None else ("≥", line.at_least)
    limit = "" if line.limit is None else f"; limit{KEPT}{digits(line.limit)}"
    return f"{sign}{KEPT}{bound:g}, {'holds' if line.holds else '**missed**'}{limit}"


def table(head, rows):
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def verdict(parts):
    """How many of the targets hold, and whether a missed one is explained."""
    lines = [line for part in parts.values() for line in part.lines if line.has_target]
    held = sum(line.holds for line in lines)
    if held == len(lines):
        return f"All {held} targets hold."
    return f"{held} of {len(lines)} targets hold. Each that is missed has its reason below its table."


def missed(part):
    """A paragraph for each reason: the lines that miss their target for it."""
    by_reason = {}
    for line in part.lines:
        if not line.holds:
            by_reason.setdefault(line.reason, []).append(line.what)
    return [f"**Missed: {'; '.join(whats)}.** {reason}\n" for reason, whats in by_reason.items()]


def ways(lines):
    """{how a line was measured: its letter}, in order."""
    return dict(zip(dict.fromkeys(line.how for line in lines), ascii_lowercase, strict=False))


def section(part):
    """The lines of a part, how each was measured, the reasons of those that miss, its tables, and where."""
    letters = ways(part.lines)
    columns = {
        "what": [line.what for line in part.lines],
        "measured": [in_words(line) for line in part.lines],
        "target": [target_in_words(line) for line in part.lines],
        "how": [letters[line.how] for line in part.lines],
    }
    if not any(columns["target"]):
        del columns["target"]
    yield table(list(columns), zip(*columns.values(), strict=True))
    yield "How: " + "; ".join(f"**{letter}:** {how}" for how, letter in letters.items()) + ".\n"
    yield from missed(part)
    for caption, head, cells in part.tables:
        yield f"**{caption}**\n"
        yield table(head, cells)
    yield f"*Measured on {part.date}: {part.machine}.*"


def page(parts):
    """The whole page: the template, filled."""
    filled = {name: "*Not measured yet.*" for name in SECTIONS}
    filled |= {name: "\n".join(section(part)) for name, part in parts.items()}
    filled |= {"verdict": verdict(parts), "figure": f"![{alt(parts['training'])}]({FIGURE.name})"}
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in filled.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def bars(part):
    """{shape and type: {library: multiple of the floor}} from the table of times."""
    _, head, rows = part.tables[0]
    return {row[0]: dict(zip(head[2:], map(float, row[2:]), strict=True)) for row in rows}


def alt(part):
    """The figure in words."""
    worst = {name: max(row[name] for row in bars(part).values()) for name in next(iter(bars(part).values()))}
    listed = ", ".join(f"{name} {value:.3g}" for name, value in worst.items())
    return (
        "Bars of the time of a training step for each shape and type, in multiples of the floor; "
        f"the longest of each library: {listed}."
    )


def draw(part):
    """A group of bars for each shape and type."""
    import matplotlib.pyplot as plt

    settings = {"svg.hashsalt": "how fast", "figure.figsize": (4.5, 6.4)}
    with plt.style.context([STYLE, settings]):
        fig, ax = plt.subplots(layout="constrained")
        groups = bars(part)
        names = list(next(iter(groups.values())))
        for place, name in enumerate(names):
            offsets = [
                group + (place - len(names) / 2 + 0.5) * 0.8 / len(names) for group in range(len(groups))
            ]
            ax.barh(offsets, [row[name] for row in groups.values()], 0.8 / len(names), label=name)
        ax.axvline(1, color="black", linewidth=1)
        ax.set(xscale="log", xlabel="multiples of the floor")
        ax.set_xticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
        ax.set_yticks(range(len(groups)), [label.replace("), ", ")\n") for label in groups])
        ax.invert_yaxis()
        fig.legend(loc="outside upper center", ncols=3)
        fig.savefig(FIGURE, metadata={"Date": None})
        plt.close(fig)


def main():
    parts = read()
    draw(parts["training"])
    text = page(parts)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

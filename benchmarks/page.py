"""What was measured, for people: the table in the terminal, and benchmarks/README.md with its chart.

The page has two parts by hand, before and after the marks; what stands between the marks is written here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from ways import WAYS

HERE = Path(__file__).parent
PAGE, RESULTS, CHART = HERE / "README.md", HERE / "results.json", HERE / "chart.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

Found = dict[str, Any]


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def seconds(found: Found, letter: str) -> list[float]:
    """Return how long a way took in each round."""
    return [each[letter]["seconds"] for each in found["rounds"] if letter in each]


def ratios(found: Found, slow: str, fast: str) -> list[float]:
    """Return how many times longer ``slow`` took than ``fast``, round by round."""
    return [each[slow]["seconds"] / each[fast]["seconds"] for each in found["rounds"] if {slow, fast} <= set(each)]


def spread(numbers: Sequence[float], form: str = "{:.2f}") -> str:
    """Write a median, and the least and the largest where there is more than one."""
    if not numbers:
        return "–"
    middle = form.format(median(numbers))
    return middle if len(numbers) == 1 else f"{middle} ({form.format(min(numbers))}–{form.format(max(numbers))})"


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def table(found: Found) -> str:
    """Return everything that was measured as Markdown, which a terminal shows as well."""
    return "\n\n".join(part for part in (_ways(found), _targets(found), _parts(found)) if part)


def _ways(found: Found) -> str:
    rows = [
        (f"({letter})", WAYS[letter][0], spread(seconds(found, letter)), spread(ratios(found, letter, "d")),
         found["rounds"][0][letter]["remark"])
        for letter in sorted(found["rounds"][0])
    ]  # fmt: skip
    return _markdown(("", "way", "seconds", "÷ (d)", "made again"), rows)


def _targets(found: Found) -> str:
    rows = []
    for what, sign, bound, form, numbers in _wanted(found):
        if numbers:
            middle = median(numbers)
            reached = middle >= bound if sign == "≥" else middle <= bound
            rows.append((what, f"{sign} {form.format(bound)}", spread(numbers, form), "yes" if reached else "**no**"))
    return _markdown(("figure to reach", "wanted", "measured", "reached"), rows)


def _wanted(found: Found) -> tuple[tuple[str, str, float, str, list[float]], ...]:
    peak = [found["memory"]["d"]["peak"] / 1e6] if "d" in found["memory"] else []
    return (
        ("cold, against (a)", "≥", 8, "{:.1f} ×", ratios(found, "a", "d")),
        ("cold, against (b) with typesetting", "≥", 3, "{:.1f} ×", ratios(found, "b", "d")),
        ("cold, against the floor (h)", "≤", 1.6, "{:.2f} ×", ratios(found, "d", "h")),
        ("nothing changed, against (a)", "≥", 150, "{:.0f} ×", ratios(found, "a", "e")),
        ("nothing changed, start-up included", "≤", 1, "{:.2f} s", seconds(found, "e")),
        ("one word changed", "≤", 3, "{:.2f} s", seconds(found, "g")),
        ("peak memory of all processes (PSS), cold", "≤", 800, "{:.0f} MB", peak),
        ("`lyreport --help`", "≤", 0.3, "{:.2f} s", found["help"]),
    )


def _parts(found: Found) -> str:
    rows = []
    for letter in sorted(found["rounds"][0]):
        rounds = [each[letter]["parts"] for each in found["rounds"]]
        parts = ", ".join(f"{name} {median([one[name] for one in rounds]):.1f}" for name in rounds[0])
        rows.append((f"({letter})", parts or "–"))
    return _markdown(("", "seconds by part (median)"), rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(found: Found) -> None:
    """Put the results into the page, the raw figures and the chart beside it; what is written by hand stays."""
    kept = json.loads(RESULTS.read_bytes()) if RESULTS.exists() else {}
    kept |= found
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draw(kept)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{_measured(kept)}\n\n{END}{after}", encoding="utf-8")


def _measured(found: Found) -> str:
    growth = [_growth(found["growth"])] if found.get("growth") else []
    chart = f"![Seconds of each way, on a logarithmic scale]({CHART.name})"
    return "\n\n".join([_machine(found), chart, table(found), *growth])


def _machine(found: Found) -> str:
    about = [f"{name}: {text}" for name, text in found["machine"].items()]
    size = "toy county of the tests" if found["quick"] else "county"
    about.append(f"made: {size}, {found['size']['sections']} sections, {found['size']['notebooks']} notebooks")
    about.append(f"rounds: {len(found['rounds'])}")
    about.append("load average before and after: " + " and ".join(f"{load:.1f}" for load in found["load"]))
    if found["sections"]:
        about.append(f"(a), (b), (c): {found['sections']} sections executed, the time of notebooks scaled up to all")
    return "\n".join(f"* {line}" for line in about)


def _growth(growth: dict[str, list[dict[str, Any]]]) -> str:
    rows = [
        (f"{what}: {one['size']}", f"{one['size'] / many[0]['size']:.1f} ×",
         f"{one['seconds']:.1f}", f"{one['seconds'] / many[0]['seconds']:.2f} ×", one["remark"])
        for what, many in growth.items()
        for one in many
    ]  # fmt: skip
    return "### How cost grows\n\n" + _markdown(("size", "× the first", "seconds", "× the first", "measured"), rows)


def draw(found: Found) -> None:
    """Draw the seconds of each way as bars on a logarithmic scale."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    letters = sorted(found["rounds"][0], reverse=True)
    middles = [median(seconds(found, letter)) for letter in letters]
    colours = ["#1f5f8b" if letter in "defg" else "#7a7a7a" if letter == "h" else "#c98a2b" for letter in letters]
    labels = [f"{WAYS[letter][0].replace('`', '')} ({letter})" for letter in letters]
    with rc_context({"svg.hashsalt": "lyreport", "font.size": 9}):
        figure = Figure(figsize=(9, 3.6), layout="constrained")
        axes = figure.add_subplot(xscale="log", xlabel="seconds, logarithmic scale")
        bars = axes.barh(labels, middles, color=colours)
        axes.bar_label(bars, fmt="%.2g s", padding=3)
        axes.spines[["top", "right"]].set_visible(False)
        axes.margins(x=0.12)
        figure.savefig(CHART, metadata={"Date": None})

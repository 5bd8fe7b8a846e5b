"""The specs as a page of the reference, in both languages: ``python tests/spec/spec_page.py`` writes them."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from spec_cases import SPECS
from spec_text import ROOT, Spec, plan

HEAD = {
    "zh": """# 指标

每个指标按下面的小例子计算；例子同时是测试（`tests/spec`），本页由 `python tests/spec/spec_page.py` 写出，不手改。

例子里：`.` 空白（未报），`na` 不适用，`~` 条件未到，`V1..V9` 九行只有代码不同。
`V1`… 是甲镇 `A` 的行政村，`W1`… 是乙镇 `B` 的行政村，`J`、`JF` 是两个试点镇，`K1`… 是社区。
结果一行一个数：编号、印出的数、精确值、判定，之后是需要说明的其他栏；`-` 表示没有。
""",
    "en": """# Indicators

Each indicator is computed as in the small examples below.  The examples are the tests (`tests/spec`);
`python tests/spec/spec_page.py` writes this page, nobody edits it by hand.

In the examples `.` is a blank cell (not submitted), `na` not applicable, `~` a condition not met yet, and `V1..V9`
nine rows that differ in their code alone.  `V1`… are villages of town `A`, `W1`… of town `B`, `J` and `JF` the two
pilot towns, `K1`… communities.  Each line of a result is one figure: id, as printed, exact value, verdict, then other
fields worth naming; `-` is nothing.
""",
}
WORDS = {
    "zh": {"places": "地方", "decided": "已定事项", "planned": "年度计划"},
    "en": {"places": "Places", "decided": "Decided", "planned": "Planned for the year"},
}


def path(lang: str) -> Path:
    """Return where the page of a language stands."""
    return ROOT / "docs" / "reference" / ("indicators.zh.md" if lang == "zh" else "indicators.md")


def page(lang: str) -> str:
    """Return the page: indicators in the order of the plan, each with the examples that show it first."""
    order = [*plan().indicators, *plan().milestones]
    chapters = []
    for row in order:
        mine = [spec for spec in SPECS if spec.rows[0] == row]
        if mine:
            name = plan().row(row).name.say(lang)  # type: ignore[arg-type]
            chapters.append("\n\n".join([f"## {row} {name}", *(_example(spec, lang) for spec in mine)]))
    return "\n\n".join([HEAD[lang].strip(), *chapters]) + "\n"


def _example(spec: Spec, lang: str) -> str:
    title = spec.title_zh if lang == "zh" else spec.title_en
    words = WORDS[lang]
    notes = [f"{words['places']}: `{spec.places}`"]
    notes += [f"{words['decided']}: `{name} = {answer}`" for name, answer in spec.decisions.items()]
    notes += [f"{words['planned']}: `{row} = {number}`" for row, number in spec.annual_plan.items()]
    return "\n\n".join([f"**{title}**", "  \n".join(notes), _fenced(spec.tables), _fenced(spec.expect)])


def _fenced(text: str) -> str:
    blocks = re.split(r"\n\s*\n", text.strip())
    return "```text\n" + "\n\n".join(_aligned(block) for block in blocks) + "\n```"


def _aligned(block: str) -> str:
    """Line up the columns of a drawn table; its first line is a title where it names a form and a year."""
    lines = [line.split() for line in block.strip().splitlines()]
    title = [" ".join(lines.pop(0))] if re.fullmatch(r"F\d\d", lines[0][0]) else []
    count = max((len(line) for line in lines), default=0)
    widths = [max(_width(line[index]) for line in lines if index < len(line)) for index in range(count)]
    rows = [[cell + " " * (widths[index] - _width(cell)) for index, cell in enumerate(line)] for line in lines]
    return "\n".join([*title, *("  ".join(row).rstrip() for row in rows)])


def _width(text: str) -> int:
    """Return how many columns a text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


if __name__ == "__main__":
    for language in ("zh", "en"):
        path(language).write_text(page(language), encoding="utf-8")

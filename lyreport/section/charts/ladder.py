"""Ladders: how far each milestone has climbed, with the years written where they ended."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lyreport.errors import Bilingual, Lang
from lyreport.section import phrases, tables
from lyreport.section.charts import alt, pen
from lyreport.section.shapes import Chart, Climb
from lyreport.section.style import BLUE, GRID, MUTED, PALE, SMALL, WIDTH

_STEP = 8.0
_NAME = Bilingual("里程碑等级", "Milestone levels")


def ladder(climbs: Sequence[Climb]) -> Chart:
    """Draw one track for each milestone; filled steps are reached, years stand below the step they ended on."""
    return Chart(_NAME, _alt(climbs), tables.ladders(climbs), lambda lang: _draw(climbs, lang))


def _draw(climbs: Sequence[Climb], lang: Lang) -> Figure:
    if not climbs:
        return pen.nothing(lang)
    heads = [pen.wrap(_heading(climb, lang), WIDTH - 2) for climb in climbs]
    heights = [len(lines) * pen.leading() + 42 for lines in heads]
    axes, top = pen.sheet(sum(heights)), 0.0
    for climb, lines, height in zip(climbs, heads, heights, strict=True):
        pen.write_lines(axes, (0, top + 8), lines)
        _track(axes, climb, top + len(lines) * pen.leading() + 5)
        top += height
    return pen.figure(axes)


def _heading(climb: Climb, lang: Lang) -> str:
    level = climb.levels[-1]
    now = phrases.MISSING["not_submitted"].say(lang) if level is None else climb.steps[level].say(lang)
    side = f"，{climb.side.zh}" if lang == "zh" and climb.side else f", {climb.side.en}" if climb.side else ""
    return f"{climb.name.zh}：{now}{side}" if lang == "zh" else f"{climb.name.en}: {now}{side}"


def _track(axes: Axes, climb: Climb, y: float) -> None:
    count = len(climb.steps) - 1
    stride = WIDTH / count
    known = [level for level in climb.levels if level is not None]
    level, colour = (known[-1] if known else 0), BLUE if climb.levels[-1] is not None else PALE
    for step in range(count):
        fill = colour if step < level else None
        pen.box(axes, (step * stride + 1, y), (stride - 3, _STEP), fill=fill, edge=None if fill else GRID)
    free = 0.0
    for reached in sorted(set(known)):
        words = _years(climb, reached)
        start = max((reached - 0.5) * stride - pen.wide(words, SMALL) / 2, free)
        pen.write(axes, (start, y + _STEP + 9), words, size=SMALL, colour=MUTED)
        free = start + pen.wide(words, SMALL) + 7


def _years(climb: Climb, reached: int) -> str:
    years = [str(year) for year, found in zip(climb.years, climb.levels, strict=True) if found == reached]
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _alt(climbs: Sequence[Climb]) -> Bilingual:
    def say(lang: Lang) -> str:
        parts = []
        for climb in climbs:
            first, last = climb.levels[0], climb.levels[-1]
            words = [
                phrases.MISSING["not_submitted"].say(lang) if level is None else climb.steps[level].say(lang)
                for level in (first, last)
            ]
            name, years = climb.name.say(lang), climb.years
            parts.append(
                f"{name}，{years[0]}年末{words[0]}，{years[-1]}年末{words[1]}"
                if lang == "zh"
                else f"{name}, {words[0]} at the end of {years[0]}, {words[1]} at the end of {years[-1]}"
            )
        return f"阶梯图：{'；'.join(parts)}。" if lang == "zh" else f"Ladders: {'; '.join(parts)}."

    return alt.bilingual(say)

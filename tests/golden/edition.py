"""A made-up edition over the real plan: recorded values, tables, figures and words without a notebook having run.

Every indicator has values; among them are the awkward ones: a form not received, bounds, a suppressed cell, an
undecided criterion, a rate over four things, a target missed by four hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from lyreport.errors import LANGS
from lyreport.plan import Plan, load_plan, load_report, load_site, load_year
from lyreport.report.material import Material
from lyreport.results.value import DataState, Value, Verdict
from lyreport.run.harvest import RecordedFigure
from lyreport.run.task import Key
from lyreport.tables import Submission

ROOT = Path(__file__).parents[2]
YEARS = (2022, 2023, 2024, 2025)
RATES = {2022: (88, 100), 2023: (91, 100), 2024: (93, 100), 2025: (95, 100)}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="200" viewBox="0 0 480 200">'
    '<path d="M20 180L160 120L300 90L460 30" fill="none" stroke="#1d4f7c" stroke-width="3"/></svg>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea7"
    "35f1e40000000049454e44ae426082"
)


def material(root: Path = ROOT, known: Plan | None = None) -> Material:
    """Return the material of the made-up edition 2025, over a plan that is ``known`` already or the one in ``root``."""
    plan = known or load_plan(root / "params")
    values = {value.id: value for value in (*_indicators(plan), *_milestones(plan))}
    values |= {value.id: value for value in _awkward(values)}
    years = {year: load_year(root / "params", year, plan) for year in YEARS}
    figures = {("water-path", lang): _figure("water-path", lang) for lang in LANGS}
    return Material(
        plan, 2025, values, dict(_tables(plan)), figures, {year: tuple(_submissions(plan, year)) for year in YEARS},
        years, load_report(root / "params"), load_site(root / "params"),
    )  # fmt: skip


def _value(name: str, year: int, unit: str, section: str, **more: Any) -> Value:
    place = more.pop("place", "")
    ident = f"{name}@{year}" + (f"/{place}" if place else "")
    known = {"exact": "12", "printed": "12", "data_state": DataState.VERIFIED, "demonstration": True} | more
    return Value(
        id=ident, year=year, place=place, unit=unit, notebook=f"notebooks/{section}.ipynb", cell=name.lower(), **known
    )


def _rate(year: int, decimals: int) -> dict[str, Any]:
    top, bottom = RATES[year]
    exact = Fraction(top, bottom) * 100
    printed = str(Decimal(top * 100 / bottom).quantize(Decimal(1).scaleb(-decimals)))
    return {"exact": str(exact), "printed": printed, "numerator": str(top), "denominator": str(bottom)}


def _indicators(plan: Plan) -> Iterator[Value]:
    for row in plan.indicators.values():
        for year in YEARS:
            judged = Verdict.NO_TARGET if row.kind != "target" else Verdict.MET if year == 2025 else Verdict.NOT_DUE
            parts = [
                (row.id, row.unit.zh, row.decimals),
                *((part.id, part.unit.zh, part.decimals) for part in row.components),
            ]
            for name, unit, decimals in parts:
                how = (
                    _rate(year, decimals)
                    if unit == "%"
                    else {"exact": str(10 + year - 2022), "printed": str(10 + year - 2022)}
                )
                extra = {"verdict": judged, "pace": "on_track"} if name == row.id and row.kind == "target" else {}
                yield _value(name, year, unit, row.section, forms=row.forms, **how, **extra)
                yield from _changes(name, year, unit, row.section, row.forms)
            if "town" in row.publish_grain:
                for town in plan.places.towns:
                    yield _value(
                        row.id,
                        year,
                        row.unit.zh,
                        row.section,
                        place=town.code,
                        forms=row.forms,
                        **_rate(year, row.decimals),
                    )


def _changes(name: str, year: int, unit: str, section: str, forms: tuple[str, ...]) -> Iterator[Value]:
    moved = "个百分点" if unit == "%" else unit
    if year > 2022:
        yield _value(f"{name}.change", year, moved, section, exact="2", printed="2", forms=forms)
        yield _value(f"{name}.since_base", year, moved, section, exact="-7", printed="-7", forms=forms)


def _milestones(plan: Plan) -> Iterator[Value]:
    for row in plan.milestones.values():
        for year in YEARS:
            yield _value(
                f"{row.id}.level",
                year,
                "级",
                row.section,
                exact=str(year - 2022),
                printed=str(year - 2022),
                forms=(row.form,),
            )


def _awkward(values: dict[str, Value]) -> Iterator[Value]:
    met = values["Q05@2025"]
    yield replace(
        met, exact="2489/25", printed="99.56", numerator="24890", denominator="25000", verdict=Verdict.NOT_MET
    )
    gone = {"exact": None, "printed": None, "numerator": None, "denominator": None}
    yield replace(values["Q03@2025"], **gone, verdict=Verdict.UNDETERMINED, reason="not_submitted", owing=("zjj",))
    yield replace(
        values["Q06@2025"],
        **gone,
        low="87.9",
        high="92.4",
        verdict=Verdict.UNDETERMINED,
        reason="incomplete",
        owing=("town-610329101",),
    )
    yield replace(values["Q01@2025"], exact="72", printed="72", verdict=Verdict.UNDETERMINED, reason="threshold_unset")
    yield replace(values["Q08@2025"], **gone, reason="suppressed", verdict=Verdict.MET)
    yield replace(values["T01@2025"], exact="75", printed="75", numerator="3", denominator="4")


def _tables(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    def text(zh: str, en: str) -> dict[str, str]:
        return {"zh": zh, "en": en}

    for section in plan.sections.values():
        rows = [
            [
                {"text": text(f"{one} {plan.milestones[one].name.zh}", f"{one} {plan.milestones[one].name.en}")},
                {"text": text("推进中", "in progress")}, {"text": text("已部署", "deployed")}, {"missing": "not_submitted"},
            ]
            for one in section.milestones
        ]  # fmt: skip
        names = (
            ("name", "里程碑", "Milestone"),
            ("now", "现在", "Now"),
            ("then", "上年", "Last year"),
            ("proof", "证据", "Evidence"),
        )
        columns = [{"name": name, "title": text(zh, en), "kind": "text", "unit": None} for name, zh, en in names]
        ident = f"milestones-{section.stem[:2]}"
        yield (
            ident,
            {"id": ident, "title": text("本节里程碑", "Milestones"), "columns": columns, "rows": rows, "notes": []},
        )
    for ident, wide in (("water-towns", False), ("water-path-data", True)):
        heads = [{"name": "place", "title": text("地区", "Place"), "kind": "text", "unit": None}]
        heads += [
            {"name": str(year), "title": text(f"{year}年", str(year)), "kind": "value", "unit": text("%", "%")}
            for year in YEARS
        ]
        rows = [
            [{"text": town.short_name._asdict()}, *({"value": f"Q05@{year}/{town.code}"} for year in YEARS)]
            for town in plan.places.towns
        ]
        if wide:
            rows = [[{"text": text("全县", "County")}, *({"value": f"Q05@{year}"} for year in YEARS)]]
        note = [text("按年末常住人口计算。", "By resident population at the end of the year.")]
        yield (
            ident,
            {
                "id": ident,
                "title": text("分镇自来水普及率", "Tap water, by town"),
                "columns": heads,
                "rows": rows,
                "notes": note,
            },
        )


def _figure(name: str, lang: str) -> RecordedFigure:
    title = {"zh": "农村自来水普及率四年变化", "en": "Rural tap water over four years"}
    alt = {
        "zh": "折线图：2022年88%，2025年99.56%，目标线99.6%。",
        "en": "Line chart: 88% in 2022, 99.56% in 2025; target line at 99.6%.",
    }
    record = {"id": name, "title": title, "alt": alt, "language": lang, "table": f"{name}-data"}
    return RecordedFigure(name, lang, Key(2025, "38-livable-villages"), "water", record, SVG, PNG)


def _submissions(plan: Plan, year: int) -> Iterator[Submission]:
    for form in plan.forms.values():
        for unit in form.submitters:
            missing = (form.id, unit) == ("F03", "zjj") and year == 2025
            file = None if missing else f"data/{year}/{plan.units[unit].name.zh}.xlsx"
            yield Submission(
                form.id, year, unit, "missing" if missing else "accepted", state=None if missing else "verified", file=file,
                sha256=None if missing else f"{abs(hash(unit)) % 10**12:064d}"[:64], submitted_on=f"{year + 1}-02-01",
                days_late=3 if unit == "slj" else 0, demonstration=True,
            )  # fmt: skip


def words(plan: Plan, folder: Path) -> Path:
    """Write words for every section in both languages: leads, milestones, sources; chapter 38 with all that there is."""
    for section in plan.sections.values():
        leads = "\n\n".join(f'<< lead("{one}") >>' for one in section.indicators)
        for lang in LANGS:
            more = _VILLAGES[lang] if section.stem.startswith("38") else ""
            text = f"{leads}\n\n{more}\n\n<< milestones() >>\n\n<< sources() >>\n"
            (folder / f"{section.stem}.{lang}.qmd").write_text(text, encoding="utf-8")
    return folder


_VILLAGES = {
    "zh": """<% if judged("Q05") == "not_met" %>
差距集中在管网末端。<< missing("Q03") >>
<% endif %>

见@fig-water-path和@tbl-water-towns，另见@sec-33-old-compounds[^note]。

[^note]: 脚注文字。

<< figure("water-path") >>

## 分镇情况

**先看总量**：<< value("Q05", year=2024) >>，目标<< target("Q05") >>，<< pace("Q05") >>；步行<< fixed("15") >>分钟。

<< table("water-towns") >>

::: {.callout-note title="说明"}
框内文字。
:::
""",
    "en": """<% if judged("Q05") == "not_met" %>
The gap lies at the ends of the pipes. << missing("Q03") >>
<% endif %>

See @fig-water-path and @tbl-water-towns, also @sec-33-old-compounds.[^note]

[^note]: A footnote.

<< figure("water-path") >>

## By town

**The total first**: << value("Q05", year=2024) >>; the target is << target("Q05") >>; << pace("Q05") >>; a << fixed("15") >>-minute walk.

<< table("water-towns") >>

::: {.callout-note title="Note"}
Text in a box.
:::
""",
}

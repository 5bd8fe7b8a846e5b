"""Cross references: every id that one parameter says of another must exist, and no two may contradict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lyreport.errors import Bilingual, Problem
from lyreport.plan import columns, faults, mentions
from lyreport.plan.draft import SUBJECTS, Draft, listed
from lyreport.plan.indicator import Indicator
from lyreport.plan.setting import Setting


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield every fault between the records of a draft."""
    yield from mentions.problems(draft)
    for rule in RULES:
        yield from rule(draft)


def _sections_have_rows(draft: Draft) -> Iterator[Problem]:
    if not draft.complete("indicators", "milestones"):
        return
    used = {item.value.section for slot in ("indicators", "milestones") for item in draft.items[slot]}
    for item in draft.items["sections"]:
        if item.value.stem not in used:
            yield faults.contradiction(
                item.where("stem"),
                Bilingual(
                    f"章节 {item.value.stem} 没有指标也没有里程碑",
                    f"section {item.value.stem} has no indicator and no milestone",
                ),
                Bilingual("给它分派指标或里程碑，或删去该章节", "give it an indicator or a milestone, or remove it"),
            )


def _sections_list_nothing(draft: Draft) -> Iterator[Problem]:
    for item in draft.items["sections"]:
        for key in ("indicators", "milestones"):
            if getattr(item.value, key):
                yield faults.contradiction(
                    item.where(key),
                    Bilingual(f"章节不列 {key}", f"a section does not list its {key}"),
                    Bilingual("删去；由各行的 section 归章", "remove it: each row names its own section"),
                )


def _unit_names_are_unique(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for item in draft.items["units"]:
        for name in dict.fromkeys((item.value.id, *item.value.names)):
            if seen.setdefault(name, item.value.id) != item.value.id:
                yield faults.repeated_id(item.where(), SUBJECTS["units"], name)


def _settings_hold_together(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in draft.settings():
        setting: Setting = item.value
        where = item.where("id")
        if setting.id in seen:
            yield faults.repeated_id(where, SUBJECTS["settings"], setting.id)
        seen.add(setting.id)
        if (setting.kind == "choice") != bool(setting.options):
            yield faults.contradiction(
                where,
                Bilingual(f"{setting.id} 的 kind 与 options 不合", f"kind and options of {setting.id} disagree"),
                Bilingual("choice 须列 options，其他不列", "list options for a choice, and only then"),
            )
        if setting.pattern is not None and not _is_pattern(setting.pattern):
            yield faults.contradiction(
                where,
                Bilingual(
                    f"{setting.id} 的 pattern 不是正则式", f"the pattern of {setting.id} is no regular expression"
                ),
                Bilingual("改正 pattern", "correct the pattern"),
            )


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _components_belong(draft: Draft) -> Iterator[Problem]:
    for item in draft.rows["indicators"]:
        row, parts = item.value.get("id"), listed(item.value, "components")
        names = [part.get("id") if isinstance(part, dict) else None for part in parts]
        for position, name in enumerate(names):
            if not isinstance(name, str) or draft.misfit(item, ("components", position, "id")):
                continue
            if not name.startswith(f"{row}.") or names.index(name) != position:
                yield faults.contradiction(
                    item.where("components", position, "id"),
                    Bilingual(
                        f"分项编号 {name} 不属于 {row} 或重复",
                        f"component {name} does not belong to {row}, or stands twice",
                    ),
                    Bilingual(f"写成 {row}.名称，不重复", f"write {row}.name, each once"),
                )
        headline = item.value.get("headline")
        if isinstance(headline, str) and headline not in {row, *names}:
            known = [name for name in names if isinstance(name, str)]
            yield faults.dangling(item.where("headline"), Bilingual("分项", "component"), headline, known)


def _targets_fit_judging(draft: Draft) -> Iterator[Problem]:
    for item in draft.items["indicators"]:
        row: Indicator = item.value
        has_value = row.target is not None and row.target.value is not None
        if has_value == (row.judging == "no_target"):
            yield faults.contradiction(
                item.where("judging"),
                Bilingual(
                    f"{row.id} 的判定方式 {row.judging} 与目标不合",
                    f"{row.id}: judging {row.judging} does not fit its target",
                ),
                Bilingual(
                    "有目标值才能判定，无目标值写 no_target",
                    "only a target with a value is judged; else write no_target",
                ),
            )
        if row.judging == "named_list" and has_value and row.target and row.target.value != len(row.named):
            yield faults.contradiction(
                item.where("named"),
                Bilingual(
                    f"{row.id} 名单有{len(row.named)}个，目标为{row.target.value}",
                    f"{row.id} names {len(row.named)}, its target is {row.target.value}",
                ),
                Bilingual("名单与目标须一致", "the list and the target must agree"),
            )


def _one_county(draft: Draft) -> Iterator[Problem]:
    kinds = Counter(place.kind for place in draft.values("places"))
    if draft.complete("places") and kinds["county"] != 1:
        yield faults.contradiction(
            draft.items["places"][0].source.name,
            Bilingual(
                f"应有且只有一个县，现有{kinds['county']}个", f"there must be one county, there are {kinds['county']}"
            ),
            Bilingual("在 places.csv 补上或删去", "mend places.csv"),
        )
    for item in draft.items["places"]:
        place = item.value
        if place.kind != "county" and not (place.parent and place.code.startswith(place.parent)):
            yield faults.contradiction(
                item.where(),
                Bilingual(
                    f"{place.code} 的上级代码应是它的开头", f"the parent of {place.code} must be its first digits"
                ),
                Bilingual("改正 code 或 parent", "correct code or parent"),
            )


RULES: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    _sections_have_rows,
    _unit_names_are_unique,
    _settings_hold_together,
    _components_belong,
    _targets_fit_judging,
    _one_county,
    _sections_list_nothing,
    columns.problems,
)

"""The milestone ledger (F24): levels, evidence, what was carried over, suspended, adjusted, or fell back."""

from __future__ import annotations

from data.demonstration.cells import MARK, YEARS, Row, document
from data.demonstration.chance import workday
from lyreport.hashing import sha256
from lyreport.plan import Milestone, Plan

# Level at the end of 2022, 2023, 2024, 2025; one string per part.  M05, M06, M27 and M29 follow from F01, F28 and F08,
# M03, M04 and M28 agree with F28, M37, M40 and M41 with F26.
LEVELS = {
    "M01": ("1223",),
    "M02": ("1233",),
    "M03": ("1233",),
    "M04": ("1233",),
    "M05": ("2223",),
    "M06": ("1222",),
    "M07": ("1234",),
    "M08": ("1233",),
    "M09": ("1223",),
    "M10": ("1233",),
    "M11": ("1344",),
    "M12": ("1223",),
    "M13": ("1223",),
    "M14": ("1344",),
    "M15": ("2333",),
    "M16": ("1234",),
    "M17": ("1223",),
    "M18": ("1233",),
    "M19": ("0123",),
    "M20": ("0111",),
    "M21": ("1234", "0123"),
    "M22": ("1344", "0234"),
    "M23": ("1233",),
    "M24": ("2344", "1234"),
    "M25": ("0134",),
    "M26": ("1233",),
    "M27": ("2333",),
    "M28": ("1356",),
    "M29": ("3451",),
    "M30": ("0233",),
    "M31": ("1233", "0122"),
    "M32": ("1123",),
    "M33": ("1233",),
    "M34": ("1234", "1233"),
    "M35": ("2334", "1233"),
    "M36": ("1234",),
    "M37": ("0234",),
    "M38": ("1233",),
    "M39": ("1244",),
    "M40": ("0134",),
    "M41": ("0123",),
    "M42": ("3444",),
    "M43": ("2333",),
    "M44": ("1233", "1232"),
    "M45": ("2333",),
    "M46": ("1233",),
    "M47": ("2333",),
    "M48": ("0123",),
    "M49": ("1223",),
    "M50": ("1334",),
    "M51": ("0112",),
    "M52": ("0011",),
    "M53": ("1223", "0112", "0122"),
    "M54": ("0122",),
    "M55": ("0123",),
}
SIDE_STATES = {  # (milestone, year) → state and reason; each has the document that allows it
    ("M04", 2025): ("暂缓", "线路方案优化，经批准暂缓施工"),
    ("M20", 2024): ("暂缓", "等待市级平台统一建设，经批准暂缓"),
    ("M20", 2025): ("暂缓", "等待市级平台统一建设，经批准暂缓"),
    ("M52", 2025): ("调整", "实施街区由两个调整为一个，经批准"),
}
FALLS = {  # (milestone, part, year) → reason
    ("M29", "0", 2025): "新增三期项目处于立项批复，按各项目最低环节取级",
    ("M44", "2", 2025): "群众评价反馈与满意度调查合并开展，未单独组织",
}
YEARLY_EVIDENCE = {"M10", "M30", "M43", "M45", "M47"}  # renewed every year although the level stays


def ledger(plan: Plan, year: int) -> list[Row]:
    """F24: every milestone and part of the plan."""
    return [row for milestone in plan.milestones.values() for row in _rows(milestone, year)]


def _rows(milestone: Milestone, year: int) -> list[Row]:
    names = [part.zh for part in milestone.parts] or [""]
    levels = LEVELS[milestone.id]
    return [
        _row(milestone, str(number if milestone.parts else 0), path, year) | {"row_remark": name or None}
        for number, (name, path) in enumerate(zip(names, levels, strict=True), start=1)
    ]


def _row(milestone: Milestone, part: str, path: str, year: int) -> Row:
    level, before = int(path[year - YEARS[0]]), int(path[year - YEARS[0] - 1]) if year > YEARS[0] else 0
    state, reason = SIDE_STATES.get((milestone.id, year), ("正常", FALLS.get((milestone.id, part, year))))
    proven = level > before or state != "正常" or milestone.id in YEARLY_EVIDENCE
    row: Row = {
        "milestone_id": milestone.id,
        "part": part,
        "level": level,
        "side_state": state,
        "reason": reason,
    }
    return row | (_evidence(milestone, part, year) if proven and level else {})


def _evidence(milestone: Milestone, part: str, year: int) -> Row:
    name = f"示例材料：{milestone.evidence.zh}"
    return {
        "evidence_name": name,
        "evidence_doc_no": document("", year, int(milestone.id[1:])),
        "evidence_date": workday(year, "evidence", milestone.id, part, months=(10 if year == YEARS[0] else 2, 12)),
        "evidence_sha256": sha256(f"{MARK} {milestone.id} {part} {year}".encode()),
    }

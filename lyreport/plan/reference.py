"""The forms as a page to read: ``python -m lyreport.plan.reference params docs/reference/forms.md`` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lyreport.errors import Bilingual
from lyreport.plan import expression
from lyreport.plan.form import Column, Form
from lyreport.plan.load import load_plan
from lyreport.plan.plan import Plan
from lyreport.project import write_text

_HEAD = """# Forms · 报表

Made from `params/plan/forms` by `python -m lyreport.plan.reference params docs/reference/forms.md`; edit the forms, not
this page. 由 `params/plan/forms` 生成，改表式请改那里。

Flags: K key · R required (empty is *not submitted*) · P pre-filled · D derived, not in the workbook ·
N 不适用 is allowed · C conditional: empty is right until the condition holds. Visibility: public · agg (totals only) ·
int (never published). Rules: an *error* refuses the form, a *warning* asks, a *note* binds the publisher.

## How a check is written · 检查式的写法

"""
_FLAGS = (
    ("key", "K"),
    ("required", "R"),
    ("prefilled", "P"),
    ("derived", "D"),
    ("na_allowed", "N"),
    ("conditional", "C"),
)
_VISIBILITY = {"public": "public", "aggregate_only": "agg", "internal": "int"}
_SEVERITY = {"error": "error", "warn": "warning", "note": "note"}


def page(plan: Plan) -> str:
    """Return the whole page as Markdown."""
    language = (expression.__doc__ or "").replace("``", "`").strip()
    return _HEAD + language + "\n" + "".join(_form(form, plan) for form in plan.forms.values())


def _form(form: Form, plan: Plan) -> str:
    submitters = "、".join(plan.units[unit].name.zh for unit in form.submitters)
    lines = [
        f"\n## {form.id} {form.name.zh} · {form.name.en}\n",
        f"{_both(form.grain)} · {form.time_behaviour} · {_both(form.expected)}\n",
        f"feeds {' '.join(plan.feeds(form.id))}\n",
        f"报送 {submitters}；来源 {_both(form.collected_from)}；核定 {_both(form.verified_by)}\n",
        "| column | header | type | flags | holds | vis. |\n|---|---|---|---|---|---|",
        *(_row(column) for column in form.columns),
        "",
        *_rules(form),
    ]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    flags = "".join(letter for name, letter in _FLAGS if getattr(column, name))
    unit = f", {column.unit.zh}" if column.unit else ""
    holds = "; ".join(_holds(column)).replace("|", "\\|")
    kind = f"{column.type}{unit}"
    return (
        f"| `{column.name}` | {_both(column.header)} | {kind} | {flags} | {holds} | {_VISIBILITY[column.visibility]} |"
    )


def _holds(column: Column) -> Iterator[str]:
    """Yield what a cell may hold: values, references, the condition, the checks."""
    if column.choices:
        yield " / ".join(f"{value} {column.choice(value).en}" for value in column.choices)
    if column.reference:
        yield "in " + ", ".join(column.reference)
    if column.due is not None:
        yield f"due when `{column.due}`"
    yield from (f"`{check}`" for check in column.checks)


def _rules(form: Form) -> Iterator[str]:
    for rule in form.rules:
        check = f" `{rule.expr}`" if rule.expr else ""
        yield f"- {rule.id} {_SEVERITY[rule.severity]}:{check} {_both(rule.text)}"


def _both(text: Bilingual) -> str:
    return f"{text.zh} · {text.en}"


if __name__ == "__main__":
    write_text(Path(sys.argv[2]), page(load_plan(Path(sys.argv[1]))))

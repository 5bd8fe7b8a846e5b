"""Raw values of a parameter file against a model: every misfit becomes a problem with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from lyreport.errors import Bilingual, Problem
from lyreport.plan import faults
from lyreport.plan.source import Path_, Source

Record = TypeVar("Record", bound=BaseModel)

_REASONS: dict[str, Bilingual] = {
    "string_type": Bilingual("应为文字", "text is expected"),
    "int_type": Bilingual("应为整数", "a whole number is expected"),
    "bool_type": Bilingual("应为true或false", "true or false is expected"),
    "decimal_type": Bilingual("应为数字", "a number is expected"),
    "date_type": Bilingual("应为日期，如 2025-12-31", "a date such as 2025-12-31 is expected"),
    "tuple_type": Bilingual("应为列表", "a list is expected"),
    "dict_type": Bilingual("应为键值组", "a mapping is expected"),
    "model_type": Bilingual("应为键值组", "a mapping is expected"),
    "model_attributes_type": Bilingual("应为键值组", "a mapping is expected"),
    "named_tuple_type": Bilingual("应为中英文对照 {zh, en}", "a pair {zh, en} is expected"),
    "literal_error": Bilingual("可取值：{expected}", "one of {expected} is expected"),
    "string_pattern_mismatch": Bilingual("写法须合 {pattern}", "must match {pattern}"),
    "string_too_short": Bilingual("不得为空", "must not be empty"),
    "too_short": Bilingual("至少{min_length}项", "at least {min_length} items are needed"),
    "greater_than_equal": Bilingual("不得小于{ge}", "must not be less than {ge}"),
    "less_than_equal": Bilingual("不得大于{le}", "must not be more than {le}"),
    "repeated": Bilingual("有一项写了两次", "an item stands twice"),
    "placeholder": Bilingual(
        "花括号里只能写{{year}}，花括号须成对；要花括号本身就写两个",
        "only {{year}} may stand in braces, and braces come in pairs; double a brace to print one",
    ),
    "greater_than": Bilingual("须大于{gt}", "must be more than {gt}"),
}


class Checked(NamedTuple, Generic[Record]):
    """A record, or None with every problem of it and the places inside it where they are."""

    record: Record | None
    problems: list[Problem]
    misfits: frozenset[Path_]


def check(model: type[Record], raw: Any, source: Source, path: Path_ = ()) -> Checked[Record]:
    """Hold a raw value against a model."""
    try:
        return Checked(model.model_validate(raw), [], frozenset())
    except ValidationError as error:
        places = frozenset(detail["loc"] for detail in error.errors(include_url=False, include_context=False))
        return Checked(None, list(_problems(model, error, source, path)), places)


def _problems(model: type[BaseModel], error: ValidationError, source: Source, path: Path_) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    details = error.errors(include_url=False)
    inner = {detail["loc"][:-1] for detail in details}
    for detail in details:
        if detail["type"] == "too_short" and detail["loc"] in {loc[: len(detail["loc"])] for loc in inner}:
            continue  # pydantic counts only the items that fit; those that do not are reported themselves
        problem = _problem(model, detail, source, path)
        if (problem.where, problem.what.en) not in seen:
            seen.add((problem.where, problem.what.en))
            yield problem


def _problem(model: type[BaseModel], detail: ErrorDetails, source: Source, path: Path_) -> Problem:
    loc = detail["loc"]
    key = str(loc[-1]) if loc else "–"
    where = source.where((*path, *loc))
    if detail["type"] == "extra_forbidden":
        return faults.unknown_key(where, key, _known(model, loc[:-1]))
    if detail["type"] == "missing":
        return faults.missing_key(where, key)
    reason = _REASONS.get(detail["type"])
    context = detail.get("ctx", {})
    said = Bilingual(detail["msg"], detail["msg"])
    if reason:
        said = Bilingual(reason.zh.format(**context), reason.en.format(**context))
    return faults.wrong_value(where, _key(loc), said, detail["input"])


def _key(loc: Iterable[str | int]) -> str:
    """Return the last key of a location that a person wrote: list positions are counted from 1."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in loc]
    return ".".join(steps) or "–"


def _known(model: Any, loc: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand at ``loc``."""
    here = model
    for step in loc:
        if isinstance(step, str) and step in getattr(here, "model_fields", {}):
            here = _record(here.model_fields[step].annotation)
    return _fields(here)


def _fields(record: Any) -> tuple[str, ...]:
    if isinstance(record, type) and issubclass(record, BaseModel):
        return tuple(record.model_fields)
    return Bilingual._fields if record is Bilingual else ()


def _record(annotation: Any) -> Any:
    """Return the first record type inside an annotation such as ``tuple[Component, ...] | None``."""
    if isinstance(annotation, type) and (annotation is Bilingual or issubclass(annotation, BaseModel)):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _record(inner)) is not None), None)

"""Printed decimal strings, dates and lists as text in Chinese and English; the point may move, nothing is rounded.

House choices (GB/T 15835-2011 allows either; one must be kept): Chinese figures carry no grouping mark, English
ones a comma from four digits on; a minus is U+2212; a Chinese range has ``～``, an English one an en dash;
Chinese lists end in ``和``, English ones in ``and`` without a comma before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from lyreport.errors import Bilingual, Lang, UsageError

MINUS = "−"
MISSING = Bilingual("—", "–")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SINGULAR = Decimal(1)
_IRREGULAR = {"people": "person", "premises": "premises"}


def number(printed: str, lang: Lang) -> str:
    """Return a printed decimal string as a figure: ``-1234.50`` becomes ``−1234.50`` or ``−1,234.50``."""
    _checked(printed)
    minus, digits = (MINUS, printed[1:]) if printed.startswith("-") else ("", printed)
    if lang == "zh":
        return minus + digits
    whole, point, rest = digits.partition(".")
    return f"{minus}{int(whole):,}{point}{rest}"


def signed(printed: str, lang: Lang) -> str:
    """Return a change with its sign; zero has none."""
    plus = "+" if _checked(printed) > 0 else ""
    return plus + number(printed, lang)


def money(printed: str, lang: Lang) -> str:
    """Return an amount given in 万元: ``1234.5`` becomes ``1234.5万元`` or ``CNY 12.345 million``."""
    exact = _checked(printed)
    if lang == "zh":
        return f"{number(printed, lang)}万元"
    if abs(exact) < Decimal(100):
        return f"CNY {number(_moved(exact, 4), lang)}"
    return f"CNY {number(_moved(exact, -2), lang)} million"


def percent(printed: str, lang: Lang) -> str:
    """Return ``99.58%``; the string is already times 100."""
    return f"{number(printed, lang)}%"


def points(printed: str, lang: Lang) -> str:
    """Return a difference of two percentages: ``1.2个百分点`` or ``1.2 percentage points``."""
    if lang == "zh":
        return f"{number(printed, lang)}个百分点"
    return f"{number(printed, lang)} percentage point{_plural(printed)}"


def count(printed: str, unit: Bilingual, lang: Lang) -> str:
    """Return a figure with its unit: ``74个`` / ``74 compounds``, ``99.6%``, ``12.5万元`` / ``CNY 125,000``."""
    if unit.zh == "%":
        return percent(printed, lang)
    if unit.zh == "万元":
        return money(printed, lang)
    if lang == "zh":
        return number(printed, lang) + unit.zh
    if unit.zh == "元":
        return f"CNY {number(printed, lang)}"
    return f"{number(printed, lang)} {singular(unit.en) if printed in ('1', '-1') else unit.en}".rstrip()


def singular(unit: str) -> str:
    """Return the name of one thing: ``villages and communities`` becomes ``village or community``."""
    one = (_IRREGULAR.get(word, _regular(word)) for word in unit.split(" and "))
    return " or ".join(one)


def _regular(unit: str) -> str:
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s")


def titled(name: Bilingual, unit: Bilingual) -> Bilingual:
    """Return a name with its unit in brackets; English leaves out a noun that the name has said (``sessions``)."""
    if not unit.zh:
        return name
    told = unit.en.islower() and re.search(rf"\b{re.escape(unit.en)}\b", name.en.lower()) is not None
    return Bilingual(f"{name.zh}（{unit.zh}）", name.en if told or not unit.en else f"{name.en} ({unit.en})")


def capital(text: str) -> str:
    """Return a label as it begins a cell or a line."""
    return text[:1].upper() + text[1:]


def fraction(numerator: str, denominator: str, lang: Lang) -> str:
    """Return ``60/66``; of two parts with decimals both show as many, ``822.20/3141.18``."""
    places = [len(part.partition(".")[2]) for part in (numerator, denominator)]
    if all(places):
        numerator, denominator = (
            part + "0" * (max(places) - own) for part, own in zip((numerator, denominator), places, strict=True)
        )
    return f"{number(numerator, lang)}/{number(denominator, lang)}"


def span(low: str, high: str, lang: Lang, *, unit: str = "") -> str:
    """Return a range: ``63%～68%`` repeats its unit, ``63–68%`` does not (GB/T 15835, 4.1)."""
    if lang == "zh":
        return f"{number(low, lang)}{unit}～{number(high, lang)}{unit}"
    return f"{number(low, lang)}–{number(high, lang)}{unit}"


def day(when: date, lang: Lang) -> str:
    """Return ``2025年12月31日`` or ``31 December 2025``."""
    if lang == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(text: str, lang: Lang) -> str:
    """Return ``2025-03`` as ``2025年3月`` or ``March 2025``."""
    year, number_of = (int(part) for part in text.split("-"))
    return f"{year}年{number_of}月" if lang == "zh" else f"{_MONTHS[number_of - 1]} {year}"


def year(value: int, lang: Lang) -> str:
    """Return ``2025年`` or ``2025``."""
    return f"{value}年" if lang == "zh" else str(value)


def listing(items: Sequence[str], lang: Lang) -> str:
    """Return ``甲、乙和丙`` or ``a, b and c``."""
    if len(items) < 2:  # noqa: PLR2004 - one item needs no conjunction
        return "".join(items)
    comma, conjunction = ("、", "和") if lang == "zh" else (", ", " and ")
    return comma.join(items[:-1]) + conjunction + items[-1]


def _plural(printed: str) -> str:
    return "" if abs(Decimal(printed)) == _SINGULAR and "." not in printed else "s"


def _moved(exact: Decimal, places: int) -> str:
    text = f"{exact.scaleb(places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _checked(printed: str) -> Decimal:
    try:
        exact = Decimal(printed)
    except InvalidOperation as error:
        raise _not_a_number(printed) from error
    if not exact.is_finite() or "e" in printed.lower():
        raise _not_a_number(printed)
    return exact


def _not_a_number(printed: str) -> UsageError:
    return UsageError.single(
        "numbers.not-printed",
        repr(printed),
        Bilingual("不是已印出的十进制数", "not a printed decimal number"),
        Bilingual("只传入数值记录的 printed", "pass the `printed` of a recorded value"),
    )

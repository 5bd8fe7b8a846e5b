"""Alt texts: what a chart shows, said from the same values, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lyreport.errors import LANGS, Bilingual, Lang
from lyreport.results.value import Value, Verdict
from lyreport.section import numbers, phrases
from lyreport.section.shapes import Series

_TARGET = Bilingual("目标", "target ")


def bilingual(say: Callable[[Lang], str]) -> Bilingual:
    """Say it in both languages."""
    zh, en = (say(lang) for lang in LANGS)
    return Bilingual(zh, en)


def course(series: Sequence[Series], kind: Bilingual) -> Bilingual:
    """How each series went: first, last, target, verdict."""
    return bilingual(lambda lang: _joined([kind.say(lang), *(_course(one, lang) for one in series)], lang))


def places(series: Sequence[Series], kind: Bilingual) -> Bilingual:
    """The highest and the lowest place of each series, and how many have no figure."""
    return bilingual(lambda lang: _joined([kind.say(lang), *(_range(one, lang) for one in series)], lang))


def said(value: Value, unit: Bilingual, lang: Lang) -> str:
    """A value with its unit and, where there is one, its fraction."""
    if value.printed is None:
        return phrases.why(value).say(lang)
    text = numbers.count(value.printed, unit, lang)
    part = phrases.share(value, lang)
    return f"{text}{_bracket(part, lang)}" if part else text


def _bracket(words: str, lang: Lang) -> str:
    return f"（{words}）" if lang == "zh" else f" ({words})"


def _joined(parts: Sequence[str], lang: Lang) -> str:
    head, *rest = (part for part in parts if part)
    if lang == "zh":
        return f"{head}：{'；'.join(rest)}。" if rest else f"{head}。"
    return f"{head}: {'; '.join(rest)}." if rest else f"{head}."


def _course(one: Series, lang: Lang) -> str:
    comma = "，" if lang == "zh" else ", "
    steps = [f"{label.say(lang)} {said(value, one.unit, lang)}" for label, value in one]
    text = f"{one.name.say(lang)}{comma}{comma.join(steps)}"
    if one.goal:
        text += comma + _TARGET.say(lang) + one.goal.say() + ("%" if one.unit.zh == "%" else "")
    if one.last.verdict is not Verdict.NO_TARGET:
        text += comma + phrases.VERDICTS[one.last.verdict].say(lang)
    return text


def _range(one: Series, lang: Lang) -> str:
    known = [(value.fraction, label, value) for label, value in one if value.printed and value.fraction is not None]
    if not known:
        return one.name.say(lang) + (" 无数" if lang == "zh" else ", no figures")
    low, high = min(known, key=lambda item: item[0]), max(known, key=lambda item: item[0])
    gaps = len(one.values) - len(known)
    texts = [f"{item[1].say(lang)} {said(item[2], one.unit, lang)}" for item in (high, low)]
    if lang == "zh":
        return f"{one.name.zh}，最高{texts[0]}，最低{texts[1]}" + (f"，{gaps}处无数" if gaps else "")
    return f"{one.name.en}, highest {texts[0]}, lowest {texts[1]}" + (f", {gaps} without a figure" if gaps else "")

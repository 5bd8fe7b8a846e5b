"""Make matplotlib's SVG small and readable in dark mode: words stay words, one class per look, rounded coordinates.

matplotlib writes 100 bytes where 10 do: a group per word, six decimals, inline styles, clip paths around charts
that do not overflow.  What comes out shows the same picture to a tenth of a unit, in about a fifth of the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from itertools import count
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

Measure = Callable[[str, float], float]
"""How wide words are at a size, in units, in the pinned font."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_LATIN = re.compile(r"[!-~]")
_LEVEL = re.compile(r"rotate\(-?0[ )]")
_DEFAULTS = {
    "stroke-linejoin": "miter", "stroke-linecap": "butt", "stroke-width": "1", "opacity": "1",
    "fill-opacity": "1", "stroke-opacity": "1", "stroke-dashoffset": "0", "text-anchor": "start",
}  # fmt: skip
_PLACED = ("x", "y", "d", "transform")
_FEW = 4  # Latin letters from which on another font could make a label too long; Chinese ones are equally wide in all


def slim(source: bytes, *, name: str, title: str, dark: Mapping[str, str], family: str, measure: Measure) -> bytes:
    """Return a small SVG of the same picture.

    Args:
        source: what matplotlib wrote, with text as text.
        name: makes ids and classes in the file unique on a page that inlines several.
        title: accessible name of the picture.
        dark: light colour → its twin where the reader prefers dark.
        family: the fonts of all words, the pinned one first.
        measure: labels with Latin letters keep this width whatever font the reader has.
    """
    old = fromstring(source)
    size = [_short(number) for number in old.get("viewBox", "").split()]
    root = Element("svg", {
        "xmlns": _SVG[1:-1], "role": "img", "width": size[2], "height": size[3],
        "viewBox": f"0 0 {size[2]} {size[3]}", "font-family": family,
    })  # fmt: skip
    SubElement(root, "title").text = title
    sheet = SubElement(root, "style")
    defs = SubElement(root, "defs")
    ids, looks = _Names(name, "i"), _Names(name, "c")
    for child in _drawn(old):
        _copy(child, root, defs, ids)
    if not len(defs):
        root.remove(defs)
    for item in root.iter():
        _fit(item, measure)
        _dress(item, looks)
    sheet.text = _sheet(looks, dark)
    return bytes(tostring(root, encoding="utf-8").replace(b" />", b"/>"))


class _Names:
    """Short names, handed out in order of first use."""

    def __init__(self, picture: str, kind: str) -> None:
        self._prefix = kind + sha256(picture.encode()).hexdigest()[:3]
        self._next = count()
        self.known: dict[str, str] = {}

    def __getitem__(self, long: str) -> str:
        if long not in self.known:
            self.known[long] = f"{self._prefix}{next(self._next):x}"
        return self.known[long]


def _drawn(node: Element) -> Iterable[Element]:
    return (child for child in node if child.tag not in {f"{_SVG}metadata", f"{_SVG}title"})


def _copy(node: Element, parent: Element, defs: Element, ids: _Names) -> None:
    """Copy one element below ``parent``; definitions go to ``defs``, groups without attributes vanish."""
    tag = node.tag.removeprefix(_SVG)
    if tag == "style":
        return
    if tag == "defs":
        _define(node, defs, ids)
        return
    attributes = _attributes(node, ids)
    if tag == "path" and attributes.get("style") == "fill:none":
        return
    if tag == "path" and _joined(parent, attributes):
        return
    target = parent if tag == "g" and not attributes else SubElement(parent, tag, attributes)
    if tag == "text":
        target.text = node.text
    for child in _drawn(node):
        _copy(child, target, defs, ids)


def _joined(parent: Element, attributes: dict[str, str]) -> bool:
    """Add a path to the one before it where both look alike."""
    last = parent[-1] if len(parent) else None
    if last is None or last.tag != "path" or {**last.attrib, "d": ""} != {**attributes, "d": ""}:
        return False
    last.set("d", last.get("d", "") + attributes["d"])
    return True


def _define(node: Element, defs: Element, ids: _Names) -> None:
    """Copy the shapes that are used by name; whoever uses one says how it looks."""
    for child in node:
        tag = child.tag.removeprefix(_SVG)
        if tag not in {"clipPath", "style"}:
            shape = {key: text for key, text in _attributes(child, ids).items() if key != "style"}
            SubElement(defs, tag, shape | {"id": ids[child.get("id", "")]})


def _attributes(node: Element, ids: _Names) -> dict[str, str]:
    kept = {key: _short(node.attrib[key]) for key in _PLACED if key in node.attrib}
    look = dict(part.split(": ", 1) for part in node.get("style", "").split("; ") if part)
    look = {key: _short(text) for key, text in look.items() if _DEFAULTS.get(key) != text and key != "font-family"}
    if look:
        kept["style"] = ";".join(f"{key}:{text}" for key, text in sorted(look.items()))
    if _HREF in node.attrib:
        kept["href"] = "#" + ids[node.attrib[_HREF].removeprefix("#")]
    if "d" in kept:
        kept["d"] = re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(kept["d"].split()))
    if _LEVEL.match(kept.get("transform", "")):
        del kept["transform"]
    return kept


def _short(text: str) -> str:
    """Round every decimal number in ``text`` to a tenth."""
    return _NUMBER.sub(lambda found: f"{round(float(found[0]), 1):g}", text)


def _fit(item: Element, measure: Measure) -> None:
    """Let a label take the room that was measured for it, in whatever font it is shown."""
    if item.tag == "text" and item.text and len(_LATIN.findall(item.text)) >= _FEW:
        size = re.search(r"font-size:([\d.]+)", item.get("style", ""))
        assert size is not None  # matplotlib gives every text its size
        item.set("textLength", f"{measure(item.text, float(size[1])):.0f}")


def _dress(item: Element, looks: _Names) -> None:
    """Say how an element looks by a class that others share."""
    if "style" in item.attrib:
        item.set("class", looks[item.attrib.pop("style")])


def _sheet(looks: _Names, dark: Mapping[str, str]) -> str:
    """Return the rules of all classes, and below them the colours of dark mode."""
    light = "".join(f".{name}{{{look}}}" for look, name in looks.known.items())
    twins = {
        name: [f"{key}:{dark[colour]}" for key, colour in _colours(look) if colour in dark]
        for look, name in looks.known.items()
    }
    rules = "".join(f".{name}{{{';'.join(pairs)}}}" for name, pairs in twins.items() if pairs)
    return f"{light}@media screen and (prefers-color-scheme:dark){{{rules}}}"


def _colours(look: str) -> list[tuple[str, str]]:
    parts = (part.partition(":") for part in look.split(";"))
    return [(key, value) for key, _, value in parts if key in {"fill", "stroke"}]

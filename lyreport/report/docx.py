"""The last touches to a Word file: contents, pages on their side, whole rows, full-width tables, fixed dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from lxml import etree

from lyreport.errors import LyreportError

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PART = "word/document.xml"
_PORTRAIT_ENDS, _LANDSCAPE_ENDS = "portrait ends", "landscape ends"
_TURNED = {
    "pgSz": {"w": "16838", "h": "11906", "orient": "landscape"},
    "pgMar": {
        "top": "1588", "right": "1984", "bottom": "1474", "left": "2098",
        "header": "850", "footer": "850", "gutter": "0",
    },
}  # fmt: skip
_LEVELS = {"Heading1": "0", "Heading2": "420"}
"""What stands in the contents, and how far it is indented, in twentieths of a point."""


class NotPandocError(LyreportError):
    """The file is not laid out as pandoc lays out a Word file."""


def finish(data: bytes) -> bytes:
    """Return the Word file as it is handed out; the same input gives the same bytes.

    Raises:
        NotPandocError: there is no body, or no end of its last section.
    """
    parts = dict(_parts(data))
    root: Any = parse_xml(parts[_PART])
    body = root.find(qn("w:body"))
    if body is None or body.find(qn("w:sectPr")) is None:
        raise NotPandocError("no body with a section in it")
    _turn(body)
    for table in body.iter(qn("w:tbl")):
        _dress(table)
    _fill_contents(body)
    parts[_PART] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _packed(parts)


def repack(data: bytes) -> bytes:
    """Return the same archive with fixed dates and attributes, so that its bytes depend on its content only."""
    return _packed(dict(_parts(data)))


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _turn(body: Any) -> None:
    """Turn the marks that the filter left into ends of sections; a page on its side keeps head, foot and numbering."""
    portrait = body.find(qn("w:sectPr"))
    landscape = deepcopy(portrait)
    for name, measures in _TURNED.items():
        item = getattr(landscape, f"get_or_add_{name}")()
        for key, value in measures.items():
            item.set(qn(f"w:{key}"), value)
    marks = [mark for mark in body.iter(etree.Comment) if mark.text in {_PORTRAIT_ENDS, _LANDSCAPE_ENDS}]
    for mark in marks:
        before = mark.getprevious()
        if mark.text == _PORTRAIT_ENDS and before is not None and _ends(before, landscape):
            before.getparent().remove(before)  # two pages on their side in a row are one section
        else:
            _put_before(mark, _end(portrait if mark.text == _PORTRAIT_ENDS else landscape))
        mark.getparent().remove(mark)


def _ends(item: Any, section: Any) -> bool:
    found = item.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") if item.tag == qn("w:p") else None
    return found is not None and etree.tostring(found) == etree.tostring(section)


def _end(section: Any) -> Any:
    paragraph = OxmlElement("w:p")
    properties = paragraph.get_or_add_pPr()
    _spaced(properties, before="0", after="0", line="20", lineRule="exact")
    properties.append(deepcopy(section))
    return paragraph


def _put_before(mark: Any, item: Any) -> None:
    item.tail = None
    mark.addprevious(item)


def _spaced(properties: Any, **measures: str) -> None:
    spacing = properties.get_or_add_spacing()
    for key, value in measures.items():
        spacing.set(qn(f"w:{key}"), value)


def _dress(table: Any) -> None:
    """Give a table the whole width, keep its rows whole, and keep what follows off it."""
    width = table.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    for row in table.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    after = table.getnext()
    if after is not None and after.tag == qn("w:p") and after.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        _spaced(after.get_or_add_pPr(), before="160")


def _fill_contents(body: Any) -> None:
    """Fill the contents field, which pandoc leaves empty, with linked headings; Word can still update it."""
    code = next((item for item in body.iter(qn("w:instrText")) if (item.text or "").startswith("TOC ")), None)
    if code is None:
        return  # a document without contents
    code.text = r'TOC \o "1-2" \h \z \n'
    field = code.getparent()
    for item in field.findall(qn("w:fldChar")):
        field.remove(item)
    code.addprevious(_char("begin"))
    code.addnext(_char("separate"))
    last = field.getparent()
    for heading, anchor in _headings(body):
        entry = _entry(heading, anchor)
        last.addnext(entry)
        last = entry
    closing = OxmlElement("w:p")
    for item in (_char("end"), _break()):
        run = OxmlElement("w:r")
        run.append(item)
        closing.append(run)
    last.addnext(closing)


def _char(kind: str) -> Any:
    char = OxmlElement("w:fldChar")
    char.set(qn("w:fldCharType"), kind)
    return char


def _break() -> Any:
    page = OxmlElement("w:br")
    page.set(qn("w:type"), "page")
    return page


def _headings(body: Any) -> Iterator[tuple[Any, str]]:
    """The headings that stand in the contents, each with its bookmark."""
    for style in body.iter(qn("w:pStyle")):  # to ask each paragraph takes four times as long
        paragraph, level = style.getparent().getparent(), style.get(qn("w:val"))
        mark = paragraph.getprevious() if level in _LEVELS and paragraph.tag == qn("w:p") else None
        if mark is not None and mark.tag == qn("w:bookmarkStart"):
            yield paragraph, mark.get(qn("w:name"))


def _entry(heading: Any, anchor: str) -> Any:
    paragraph = OxmlElement("w:p")
    properties = paragraph.get_or_add_pPr()
    properties.style = "Compact"
    indent = properties.get_or_add_ind()
    indent.set(qn("w:left"), _LEVELS[heading.style])
    indent.set(qn("w:firstLine"), "0")
    link, run, size = (OxmlElement(f"w:{name}") for name in ("hyperlink", "r", "sz"))
    link.set(qn("w:anchor"), anchor)
    size.set(qn("w:val"), "22")
    run.get_or_add_rPr().append(size)
    run.add_t("".join(item.text or "" for item in heading.iter(qn("w:t"))))
    link.append(run)
    paragraph.append(link)
    return paragraph

"""The reference document whose styles every Word file of the report takes over."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from lyreport.errors import Lang
from lyreport.report.docx import repack

_INK, _ACCENT, _SOFT, _WARN = "1B1F24", "1D4F7C", "55606B", "A3301C"


class Look(NamedTuple):
    """How a paragraph style looks: points in Chinese and English, face, colour, space around it."""

    zh: float
    en: float
    sans: bool
    color: str
    before: float
    after: float
    keep: bool = False


_LOOKS = {
    "Title": Look(22, 22, True, _INK, 24, 6, True),
    "Subtitle": Look(14, 13, False, _SOFT, 0, 18),
    "Heading 1": Look(18, 16, True, _INK, 24, 10, True),
    "Heading 2": Look(16, 14, True, _INK, 18, 8, True),
    "Heading 3": Look(15, 12, True, _ACCENT, 14, 6, True),
    "Heading 4": Look(14, 11.5, True, _SOFT, 12, 6, True),
    "TOC Heading": Look(16, 14, True, _INK, 12, 8, True),
    "Image Caption": Look(11, 10, True, _INK, 4, 14),
    "Table Caption": Look(11, 10, True, _INK, 14, 4, True),
    "Captioned Figure": Look(9, 9, False, _INK, 12, 0, True),
    "Compact": Look(9, 9, True, _INK, 1, 1),
    "Footnote Text": Look(9, 9, False, _SOFT, 0, 0),
    "Table Note": Look(9, 9, False, _SOFT, 2, 8),
    "Box Title": Look(11, 11, True, _ACCENT, 10, 2, True),
    "Box": Look(11, 11, False, _INK, 0, 4),
}


def reference(*, lang: Lang, head: str, mark: str, serif: str, sans: str) -> bytes:
    """Build the reference document: A4 with the margins of GB/T 9704, styles, running head, page number outside.

    Args:
        lang: decides sizes, leading and indent.
        head: the short title in the running head.
        mark: the words that mark demonstration data; empty where there is none.
        serif: the face of the body, e.g. 仿宋 where an office has it.
        sans: the face of headings and tables.
    """
    word = Document(io.BytesIO(_pandoc_reference()))
    _page(word.sections[0])
    _body(word.styles, lang, serif)
    for name, look in _LOOKS.items():
        style = word.styles[name] if name in word.styles else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(style, look, points=look.zh if lang == "zh" else look.en, face=sans if look.sans else serif)
    _table_style(word.styles["Table"])
    _furniture(word, head, mark, sans)
    _stamp(word)
    out = io.BytesIO()
    word.save(out)
    return repack(out.getvalue())


@cache
def _pandoc_reference() -> bytes:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - our own pandoc, fixed words


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(22), Mm(22)


def _body(styles: Any, lang: Lang, serif: str) -> None:
    for name in ("Normal", "Body Text", "First Paragraph"):
        style = styles[name]
        _face(style, serif)
        style.font.size = Pt(16 if lang == "zh" else 11.5)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0 if lang == "zh" else 8)
        style.paragraph_format.line_spacing = Pt(28) if lang == "zh" else 1.3
    if lang == "zh":
        for name in ("Body Text", "First Paragraph"):
            styles[name].paragraph_format.first_line_indent = Pt(32)


def _dress(style: Any, look: Look, *, points: float, face: str) -> None:
    _face(style, face)
    style.font.size, style.font.bold, style.font.italic = Pt(points), False, False
    style.font.color.rgb = RGBColor.from_string(look.color)
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(look.before), Pt(look.after), look.keep
    form.line_spacing, form.first_line_indent = 1.25, Pt(0)
    if style.name in ("Title", "Subtitle"):
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if style.name in ("Box", "Box Title"):
        form.left_indent = Mm(5)


def _face(style: Any, face: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)


def _table_style(style: Any) -> None:
    properties = style.element.find(qn("w:tblPr"))
    borders = OxmlElement("w:tblBorders")
    for edge, size, color in (("top", 8, _INK), ("bottom", 8, _INK), ("insideH", 4, "C9D1D9")):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", color)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    margin = properties.find(qn("w:tblCellMar"))
    margin.addprevious(borders) if margin is not None else properties.append(borders)


def _furniture(word: Any, head: str, mark: str, sans: str) -> None:
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _line(header.paragraphs[0], head, sans, _SOFT)
        stops = header.paragraphs[0].paragraph_format.tab_stops
        stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        if mark:
            _line(header.paragraphs[0], "\t" + mark, sans, _WARN)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for piece in ("— ", "PAGE", " —"):
            _page_number(paragraph) if piece == "PAGE" else paragraph.add_run(piece)
        for run in paragraph.runs:
            run.font.size = Pt(14)


def _line(paragraph: Any, words: str, face: str, color: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb, run.font.name = Pt(9), RGBColor.from_string(color), face
    run.element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = words
        run.element.append(element)


def _stamp(word: Any) -> None:
    """Leave no author and no clock in the properties; pandoc writes the release date into each document."""
    core = word.core_properties
    core.author = core.last_modified_by = "lyreport"
    core.revision = 1
    for name in ("created", "modified"):
        element = core._element.find(qn(f"dcterms:{name}"))  # noqa: SLF001 - python-docx can set but not remove a date
        if element is not None:
            element.text = "1980-01-01T00:00:00Z"

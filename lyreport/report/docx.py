"""The last touches to a Word file: contents, pages on their side, full-width tables, fixed dates."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PART = "word/document.xml"
_PORTRAIT_ENDS, _LANDSCAPE_ENDS = "<!--portrait ends-->", "<!--landscape ends-->"
_SECTION = re.compile(r"<w:sectPr(?:\s[^>]*)?>.*</w:sectPr>", re.DOTALL)
_SIZE = re.compile(r"<w:pgSz[^>]*/>")
_MARGIN = re.compile(r"<w:pgMar[^>]*/>")
_CONTENTS = re.compile(
    r'<w:fldChar w:fldCharType="begin"[^>]*/><w:instrText[^>]*>TOC [^<]*</w:instrText>'
    r'.*?<w:fldChar w:fldCharType="end" ?/></w:r>',
    re.DOTALL,
)
_HEADING = re.compile(
    r'<w:bookmarkStart w:id="\d+" w:name="(?P<anchor>[^"]+)" ?/>\s*'
    r'<w:p><w:pPr><w:pStyle w:val="Heading(?P<level>[12])" ?/></w:pPr>'
    r"(?P<runs>.*?)</w:p>",
    re.DOTALL,
)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def finish(data: bytes) -> bytes:
    """Return the Word file as it is handed out; the same input gives the same bytes."""
    parts = dict(_parts(data))
    text = parts[_PART].decode()
    text = _turned(text)
    text = text.replace('<w:tblW w:type="auto" w:w="0" />', '<w:tblW w:type="pct" w:w="5000" />')
    text = _with_contents(text)
    parts[_PART] = text.encode()
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


def _turned(text: str) -> str:
    """Turn the marks that the filter left into sections; a page on its side keeps head, foot and numbering."""
    if _PORTRAIT_ENDS not in text:
        return text
    found = _SECTION.search(text)
    assert found is not None  # pandoc copies the section of our own reference document
    portrait = found[0]
    landscape = _SIZE.sub('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', portrait)
    landscape = _MARGIN.sub(
        '<w:pgMar w:top="1588" w:right="1984" w:bottom="1474" w:left="2098" '
        'w:header="850" w:footer="850" w:gutter="0"/>',
        landscape,
    )
    text = re.sub(f"{_LANDSCAPE_ENDS}\\s*{_PORTRAIT_ENDS}", "", text)
    return text.replace(_PORTRAIT_ENDS, _ends(portrait)).replace(_LANDSCAPE_ENDS, _ends(landscape))


def _ends(section: str) -> str:
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>{section}</w:pPr></w:p>'


def _with_contents(text: str) -> str:
    """Fill the contents field, which pandoc leaves empty, with linked headings; Word can still update it."""
    found = _CONTENTS.search(text)
    if not found:
        return text
    entries = "".join(_entry(heading) for heading in _HEADING.finditer(text))
    begin = (
        '<w:fldChar w:fldCharType="begin"/><w:instrText xml:space="preserve">TOC \\o "1-2" \\h \\z \\n</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r></w:p>'
    )
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return text[: found.start()] + begin + entries + end + text[found.end() :]


def _entry(heading: re.Match[str]) -> str:
    words = "".join(_TEXT.findall(heading["runs"]))
    indent = (
        '<w:ind w:left="0" w:firstLine="0"/>' if heading["level"] == "1" else '<w:ind w:left="420" w:firstLine="0"/>'
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Compact"/>{indent}</w:pPr><w:hyperlink w:anchor="{heading["anchor"]}">'
        f'<w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:hyperlink></w:p>'
    )

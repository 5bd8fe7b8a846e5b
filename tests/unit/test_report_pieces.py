"""Escaping, tables, Word files and small PDFs: the pieces that documents are made of."""

from __future__ import annotations

import io
import zipfile

import pytest

from lyreport.report import docx, pdf
from lyreport.report.markdown import Column, Markdown, attribute, escape, table


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [("a*b_c", r"a\*b\_c"), ("[x]{y}", r"\[x\]\{y\}"), ("a--b", r"a-\-b"), ("@fig", r"\@fig"), ("甲\n乙", "甲 乙"), (" 个", " 个")],
)  # fmt: skip
def test_text_shows_just_its_characters(plain, escaped):
    """Markdown's own marks are escaped; what is Markdown already is not."""
    assert escape(plain) == escaped
    assert escape(Markdown(plain)) == plain


def test_an_attribute_keeps_its_quotes():
    """An alternative text may hold quotation marks."""
    assert attribute('说"好"\n了') == r"说\"好\" 了"


def test_a_table_is_wide_enough_to_carry_widths():
    """The rule is longer than 72 characters, so that pandoc takes relative widths from it; numbers align right."""
    made = table(
        [Column("名称"), Column("值", right=True)], [["九成宫镇", "1"]], caption="表题", id="tbl-x", notes=["注"]
    )
    rule = made.splitlines()[2]
    assert len(rule) > 72
    assert rule.startswith("|:--")
    assert rule.endswith("-:|")
    assert made.startswith("::: {#tbl-x}")
    assert "\n\n: 表题\n\n注\n:::" in made


def test_words_give_way_to_numbers_where_a_table_is_too_broad():
    """In a table broader than the page a column of numbers keeps the room of its longest number, and some white."""
    columns = [Column("Indicator"), *(Column(str(year), right=True) for year in range(2020, 2026)), Column("Verdict")]
    made = table(columns, [["An indicator with a rather long name", *["99.56%"] * 6, "undetermined"]], caption="x")
    dashes = [len(cell) for cell in made.splitlines()[2].strip("|").split("|")]
    across = sum(dashes)
    assert all(86 * count / across >= len("99.56%") + 2 for count in dashes[1:7])
    assert 86 * dashes[7] / across >= len("undetermined")


def _word(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{text}</w:body></w:document>")
    return out.getvalue()


NAMES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{rest}"'
    for name, rest in (("w", "wordprocessingml/2006/main"), ("r", "officeDocument/2006/relationships"))
)
SECTION = '<w:sectPr><w:footerReference w:type="default" r:id="rId1" /><w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="1" /></w:sectPr>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true" /><w:instrText xml:space="preserve">TOC \\o "1-2"</w:instrText>'
    '<w:fldChar w:fldCharType="separate" /><w:fldChar w:fldCharType="end" /></w:r></w:p>'
)
HEADING = '<w:bookmarkStart w:id="1" w:name="sec-1" /><w:p><w:pPr><w:pStyle w:val="Heading1" /></w:pPr><w:r><w:t>一、总体</w:t></w:r></w:p>'


def test_the_contents_of_a_word_file_are_filled():
    """A reader sees the headings, linked, without having to update the field."""
    made = zipfile.ZipFile(io.BytesIO(docx.finish(_word(FIELD + HEADING + SECTION)))).read("word/document.xml").decode()
    assert '<w:hyperlink w:anchor="sec-1">' in made
    assert "dirty" not in made


def test_a_page_on_its_side_keeps_the_foot_of_the_page():
    """Portrait ends, landscape ends: both sections carry the footer, neighbouring marks leave no empty page."""
    text = f"<w:p/><!--portrait ends--><w:p/><!--landscape ends-->\n<!--portrait ends--><w:p/><!--landscape ends-->{SECTION}"
    made = zipfile.ZipFile(io.BytesIO(docx.finish(_word(text)))).read("word/document.xml").decode()
    assert made.count("<w:sectPr>") == 3
    assert made.count("w:footerReference") == 3
    assert made.count('w:orient="landscape"') == 1


def test_rows_of_a_word_table_stay_whole():
    """No row is torn over two pages, the table has the page's width, and the text below keeps off it."""
    cell = "<w:tc><w:p/></w:tc>"
    text = f'<w:tbl><w:tblPr><w:tblW w:type="auto" w:w="0"/></w:tblPr><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl><w:p/>{SECTION}'
    made = zipfile.ZipFile(io.BytesIO(docx.finish(_word(text)))).read("word/document.xml").decode()
    assert "<w:cantSplit/>" in made
    assert '<w:tblW w:type="pct" w:w="5000"/>' in made
    assert '<w:spacing w:before="160"/>' in made


def test_what_is_no_word_file_is_refused():
    """Contents and pages on their side never go missing without a word."""
    with pytest.raises(docx.NotPandocError):
        docx.finish(_word("<w:p/>"))


def test_a_word_file_has_no_clock():
    """The same content gives the same bytes whenever it is packed."""
    with zipfile.ZipFile(io.BytesIO(docx.repack(_word("x")))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _typst_like() -> bytes:
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[]/Count 0>>",
        3: b"<</Length 2>>\nstream\nab\nendstream",
    }
    out, offsets = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"), []
    for number, body in bodies.items():
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n\n" % (number, body)
    start = len(out)
    rows = b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    out += (
        b"xref\n0 4\n0000000000 65535 f\r\n" + rows + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )
    return bytes(out)


def test_a_pdf_keeps_its_streams_and_packs_the_rest():
    """Streams stay as they are; plain objects move into one compressed object stream, found through a new index."""
    made = pdf.compact(_typst_like())
    assert b"3 0 obj\n<</Length 2>>\nstream\nab\nendstream" in made
    assert b"/Type /ObjStm /N 2" in made
    assert b"/Root 1 0 R" in made
    start = int(made.rsplit(b"startxref\n", 1)[1].split()[0])
    assert made[start:].startswith(b"5 0 obj\n<</Type /XRef /Size 6")


def test_a_pdf_of_another_maker_is_refused():
    """What cannot be read for certain is not rewritten."""
    with pytest.raises(pdf.NotTypstError):
        pdf.compact(b"%PDF-1.5\nnothing\nstartxref\n0\n%%EOF")

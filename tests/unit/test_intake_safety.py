"""Safety: a file is judged by its bytes, and a refused one says why in its own code."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from lyreport.errors import UnsafeFileError
from lyreport.intake.safety import REFUSALS, inspect

SHEET = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'


def archive(**members: bytes) -> bytes:
    """A zip with a workbook part and the given members (``__`` in a name is a slash)."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return target.getvalue()


BAD = {
    "file.empty": b"",
    "file.not-xlsx": b"<html><table></table></html>",
    "file.encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
    "file.broken": archive(xl__worksheets__sheet1=SHEET)[:120],
    "file.too-large": b"PK\x03\x04" + bytes(20_000_001),
    "file.bomb": archive(xl__media__a=bytes(3_000_000)),
    "file.bad-name": archive(**{"..__..__evil.xml": b"<a/>"}),
    "file.nested": archive(**{"xl__embeddings__a.zip": b"PK"}),
    "file.doctype": archive(**{"xl__styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
    "file.geometry": archive(**{"xl__worksheets__sheet1.xml": SHEET.replace(b"A1", b"XFD1048576")}),
}


@pytest.mark.parametrize("code", BAD)
def test_an_unsafe_file_is_refused_under_its_own_code(code):
    """Each kind of broken or hostile file is refused before a reader opens it."""
    with pytest.raises(UnsafeFileError) as refused:
        inspect(BAD[code], "data/2025/x.xlsx")
    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.exit_code == 11


def test_every_refusal_is_tried():
    """No refusal is promised that nothing proves."""
    assert set(BAD) == set(REFUSALS)


def test_a_plain_workbook_passes():
    """An ordinary sheet is let through; a formula without a saved value is noticed."""
    assert not inspect(archive(**{"xl__worksheets__sheet1.xml": SHEET}), "x").bare_formulas
    bare = SHEET.replace(b"<v>1</v>", b"<f>SUM(B1:B2)</f>")
    assert inspect(archive(**{"xl__worksheets__sheet1.xml": bare}), "x").bare_formulas

"""Whether a file may be opened at all: judged from its bytes, before any reader touches it.

A workbook is a zip of XML.  A few kilobytes can ask a reader for half a terabyte, so sizes, names and the
outermost cell are read here first.  Reading in a limited child process is deliberately left for later.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from lyreport.errors import Bilingual, Problem, UnsafeFileError

MAX_FILE = 20_000_000  # bytes; a full county workbook has about 100 kB
MAX_MEMBERS = 2_000
MAX_INFLATED = 200_000_000  # bytes, all members together
MAX_RATIO = 200  # inflated ÷ packed, judged only for members that are large when inflated
LARGE_MEMBER = 1_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500

_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,8})"')
_FORMULA_ALONE = re.compile(rb"<f\b(?:[^>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".docx", ".rar", ".7z", ".gz")

_RESEND = Bilingual("用Excel或WPS重新另存为 .xlsx 后再报", "save it again as .xlsx in Excel or WPS, then send it again")
_SPLIT = Bilingual("只保留报表本身，删去多余内容后另存", "keep only the forms, remove everything else and save again")

# code → what is wrong, how to mend it
REFUSALS: dict[str, tuple[Bilingual, Bilingual]] = {
    "file.empty": (Bilingual("文件是空的", "the file is empty"), _RESEND),
    "file.encrypted": (
        Bilingual("文件加密，或是旧式 .xls", "the file is encrypted, or an old .xls"),
        Bilingual("取消密码，另存为 .xlsx", "remove the password and save it as .xlsx"),
    ),
    "file.not-xlsx": (Bilingual("不是 .xlsx 工作簿", "this is no .xlsx workbook"), _RESEND),
    "file.broken": (Bilingual("文件损坏，打不开", "the file is damaged and cannot be opened"), _RESEND),
    "file.too-large": (Bilingual("文件过大", "the file is too large"), _SPLIT),
    "file.bomb": (Bilingual("解压后过大", "the file is far too large when unpacked"), _SPLIT),
    "file.bad-name": (Bilingual("压缩包内有越界的文件名", "a member of the file has a forbidden name"), _RESEND),
    "file.nested": (Bilingual("内嵌了其他压缩包或文档", "it holds another archive or document"), _SPLIT),
    "file.doctype": (Bilingual("XML中有DOCTYPE声明", "its XML declares a DOCTYPE"), _RESEND),
    "file.geometry": (
        Bilingual(
            f"有单元格超出{MAX_ROWS}行或{MAX_COLUMNS}列", f"a cell lies beyond {MAX_ROWS} rows or {MAX_COLUMNS} columns"
        ),
        Bilingual("删去表格以外的单元格后另存", "delete the cells outside the table and save again"),
    ),
}


@dataclass(frozen=True)
class Scan:
    """What the scan learned: ``bare_formulas`` tells that some formula has no saved value."""

    bare_formulas: bool = False


def refusal(code: str, where: str, found: str = "") -> UnsafeFileError:
    """Return the error that says why the file at ``where`` is not opened."""
    what, cure = REFUSALS[code]
    detail = f"（{found}）" if found else ""
    said = Bilingual(what.zh + detail, what.en + (f" ({found})" if found else ""))
    return UnsafeFileError([Problem(code, where, said, cure)])


def inspect(data: bytes, where: str) -> Scan:
    """Judge the bytes of a workbook.

    Raises:
        UnsafeFileError: it is no workbook, is damaged, or asks for more than a county's forms ever need.
    """
    _check_kind(data, where)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive, where)
            return _check_contents(archive, where)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refusal("file.broken", where) from error
    except zipfile.error as error:  # a damaged stream
        raise refusal("file.broken", where) from error


def _check_kind(data: bytes, where: str) -> None:
    if not data:
        raise refusal("file.empty", where)
    if len(data) > MAX_FILE:
        raise refusal("file.too-large", where, f"{len(data)} > {MAX_FILE} B")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise refusal("file.encrypted", where)
    if not data.startswith(b"PK\x03\x04"):
        raise refusal("file.not-xlsx", where)


def _check_directory(archive: zipfile.ZipFile, where: str) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise refusal("file.too-large", where, f"{len(members)} > {MAX_MEMBERS}")
    if sum(member.file_size for member in members) > MAX_INFLATED:
        raise refusal("file.bomb", where)
    for member in members:
        _check_member(member, where)
    if "xl/workbook.xml" not in archive.namelist():
        raise refusal("file.not-xlsx", where)


def _check_member(member: zipfile.ZipInfo, where: str) -> None:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\x00" in member.filename or "\\" in member.filename:
        raise refusal("file.bad-name", where)
    if member.filename.lower().endswith(_ARCHIVES):
        raise refusal("file.nested", where, path.name)
    if member.flag_bits & 0x1:
        raise refusal("file.encrypted", where)
    if member.file_size > LARGE_MEMBER and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise refusal("file.bomb", where)


def _check_contents(archive: zipfile.ZipFile, where: str) -> Scan:
    bare = False
    for name, text in _xml(archive):
        if b"<!DOCTYPE" in text:
            raise refusal("file.doctype", where)
        if name.startswith("xl/worksheets/"):
            _check_geometry(text, where)
            bare = bare or bool(_FORMULA_ALONE.search(text))
    return Scan(bare_formulas=bare)


def _xml(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            yield name, archive.read(name)  # never more than the size in the directory, checked above


def _check_geometry(text: bytes, where: str) -> None:
    for letters, digits in _CELL.findall(text):
        if int(digits) > MAX_ROWS or _column_number(letters) > MAX_COLUMNS:
            raise refusal("file.geometry", where, f"{letters.decode()}{digits.decode()}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

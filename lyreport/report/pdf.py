"""Make a tagged PDF small: typst writes each structure element as an object of its own, uncompressed.

Object streams (ISO 32000-1 §7.5.7–7.5.8) hold the same objects in a quarter of the bytes; nothing else changes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from lyreport.errors import LyreportError

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\s")
_END = b"endobj"
_SIZE = re.compile(rb"/Size \d+")
_PER_STREAM = 4000


class NotTypstError(LyreportError):
    """The file is not laid out as typst lays out a PDF."""


def compact(data: bytes) -> bytes:
    """Return the same PDF with its plain objects in compressed object streams.

    Raises:
        NotTypstError: the file has no classic cross-reference table, or an object cannot be read.
    """
    objects, trailer = _read(data)
    plain = {number: body for number, body in objects.items() if b"stream" not in body}
    out = bytearray(data[: data.index(b"\n", 9) + 1])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, body in objects.items():
        if number not in plain:
            places[number] = (1, _append(out, number, body), 0)
    free = max(objects) + 1
    for group in _groups(list(plain)):
        places[free] = (1, _append(out, free, _stream_of({number: plain[number] for number in group})), 0)
        places |= {number: (2, free, index) for index, number in enumerate(group)}
        free += 1
    start = len(out)
    places[free] = (1, start, 0)
    _append(out, free, _references(places, trailer))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _read(data: bytes) -> tuple[dict[int, bytes], bytes]:
    start, trailer = _START.search(data), _TRAILER.search(data, data.rfind(b"trailer"))
    if not start or not trailer or data[int(start[1]) : int(start[1]) + 4] != b"xref":
        raise NotTypstError("no classic cross-reference table")
    table = data[int(start[1]) : trailer.start()]
    offsets = sorted(int(entry[1]) for entry in _ENTRY.finditer(table) if entry[3] == b"n")
    ends = [*offsets[1:], int(start[1])]
    objects: dict[int, bytes] = {}
    for here, there in zip(offsets, ends, strict=True):
        found, body = _OBJECT.match(data, here, there), data[here:there].rstrip()
        if not found or not body.endswith(_END):
            raise NotTypstError(f"no object at byte {here}")
        objects[int(found[1])] = body[found.end() - here : -len(_END)].rstrip()
    return dict(sorted(objects.items())), trailer[1]


def _groups(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[at : at + _PER_STREAM] for at in range(0, len(numbers), _PER_STREAM))


def _append(out: bytearray, number: int, body: bytes) -> int:
    place = len(out)
    out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return place


def _stream_of(bodies: dict[int, bytes]) -> bytes:
    heads, at = [], 0
    for number, body in bodies.items():
        heads.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    packed = zlib.compress(head + b"\n".join(bodies.values()), 9)
    return b"<</Type /ObjStm /N %d /First %d /Length %d /Filter /FlateDecode>>\nstream\n%b\nendstream" % (
        len(bodies), len(head), len(packed), packed,
    )  # fmt: skip


def _references(places: dict[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    size = max(places) + 1
    rows = [
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big")
        for kind, one, two in (places.get(number, (0, 0, 65535)) for number in range(size))
    ]
    packed = zlib.compress(b"".join(_stepped(rows)), 9)
    kept = _SIZE.sub(b"", trailer).strip()
    return (
        b"<</Type /XRef /Size %d /W [1 4 2] /DecodeParms <</Predictor 12 /Columns 7>> "
        b"/Length %d /Filter /FlateDecode %b>>\nstream\n%b\nendstream" % (size, len(packed), kept, packed)
    )


def _stepped(rows: list[bytes]) -> Iterator[bytes]:
    """Write each row as its difference to the one above (PNG's predictor Up): neighbours are nearly alike."""
    above = bytes(7)
    for row in rows:
        yield bytes((2, *[(here - there) & 255 for here, there in zip(row, above, strict=True)]))
        above = row

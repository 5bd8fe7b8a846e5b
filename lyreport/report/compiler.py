"""Typst as a program of its own: reads a source, writes the PDF.

``python -m lyreport.report.compiler job`` takes the rest of its job as JSON.  It is a process of its own because typst
keeps what it has laid out until its process ends: 170 MB for each report.
"""

from __future__ import annotations

import json
import sys

import typst

from lyreport.report import pdf


def main(job: str) -> int:
    """Compile standard input to standard output: a tagged PDF/UA-1 file with the job's own fonts only.

    Returns 1 where typst refuses or warns, and says why in standard error.

    Args:
        job: JSON with ``root`` and ``fonts``, the folders that may be read, and ``moment``, seconds since 1970.
    """
    asked = json.loads(job)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[asked["fonts"]])
    try:
        data, warnings = typst.compile_with_warnings(
            sys.stdin.buffer.read(),
            root=asked["root"],
            font_paths=fonts,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=asked["moment"],
        )
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return 1
    if warnings:  # a missing font or glyph is a warning
        sys.stderr.write("\n".join(map(str, warnings)))
        return 1
    sys.stdout.buffer.write(pdf.compact(bytes(data)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""typst by one command, ``python pdf.py made.typ index.pdf project``: its wheel brings none of its own."""

import sys
from pathlib import Path

import typst


def compile(source: str, target: str, project: str) -> None:  # noqa: A001 # that is what it does
    """Compile ``source`` as lyreport does: the project's fonts only, tagged for PDF/UA."""
    data = typst.compile(
        Path(source).read_bytes(),
        root=project,
        font_paths=[f"{project}/fonts"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    Path(target).write_bytes(data)


if __name__ == "__main__":
    compile(*sys.argv[1:])

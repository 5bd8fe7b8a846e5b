"""The fonts that decide the bytes: Noto Serif SC and Noto Sans SC from a wheel, and what an office sets beside them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from lyreport.errors import Lang

PINNED = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
SERIF: dict[Lang, tuple[str, ...]] = {"zh": ("Noto Serif SC",), "en": ("Libertinus Serif", "Noto Serif SC")}
SANS: dict[Lang, tuple[str, ...]] = {"zh": ("Noto Sans SC",), "en": ("Noto Sans SC",)}

OFFICE_SERIF: dict[Lang, str] = {"zh": "仿宋", "en": "Times New Roman"}
OFFICE_SANS: dict[Lang, str] = {"zh": "黑体", "en": "Arial"}
"""What a Word file names: faces that offices have; Word embeds none."""


def pinned_files() -> tuple[Path, ...]:
    """Return the font files of the wheel."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    assert spec.origin is not None  # a declared dependency with a regular package
    folder = Path(spec.origin).parent
    return tuple(folder / name for name in PINNED)


def font_folder(project: Path) -> Path:
    """The fonts of a composed project."""
    return project / "fonts"

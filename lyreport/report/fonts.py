"""The fonts that decide the bytes: Noto Serif SC and Noto Sans SC from a wheel, and what an office sets beside them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from lyreport.errors import Bilingual, Lang, Problem, RenderError

PINNED = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
SERIF: dict[Lang, tuple[str, ...]] = {"zh": ("Noto Serif SC",), "en": ("Libertinus Serif", "Noto Serif SC")}
SANS: dict[Lang, tuple[str, ...]] = {"zh": ("Noto Sans SC",), "en": ("Noto Sans SC",)}

OFFICE_SERIF: dict[Lang, str] = {"zh": "仿宋", "en": "Times New Roman"}
OFFICE_SANS: dict[Lang, str] = {"zh": "黑体", "en": "Arial"}
"""What a Word file names: faces that offices have; Word embeds none."""


def pinned_files() -> tuple[Path, ...]:
    """Return the font files of the wheel.

    Raises:
        RenderError: the wheel, or a file of it, is missing; nothing else may stand in for it.
    """
    spec = find_spec("pylopdf_fonts_zh_cn")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    missing = [name for name in PINNED if folder is None or not (folder / name).is_file()]
    if folder is None or missing:
        raise RenderError(map(_missing, missing))
    return tuple(folder / name for name in PINNED)


def _missing(name: str) -> Problem:
    return Problem(
        "render.font-missing",
        name,
        Bilingual("没有找到锁定的字体", "this pinned font is not installed"),
        Bilingual("按 README 重新安装（pylopdf-fonts-zh-cn）", "install again as README says (pylopdf-fonts-zh-cn)"),
    )


def font_folder(project: Path) -> Path:
    """The fonts of a composed project."""
    return project / "fonts"

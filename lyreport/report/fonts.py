"""The fonts that decide the bytes: Noto Serif SC and Noto Sans SC from a wheel, and what an office sets beside them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lyreport.errors import Bilingual, Lang, ParamsError, Problem, RenderError

if TYPE_CHECKING:
    from lyreport.plan import Fonts

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


def chosen_files(root: Path, fonts: Fonts) -> tuple[Path, ...]:
    """Return every font file that documents are set with: those of the wheel, then those of ``params/report.yml``.

    Raises:
        ParamsError: a named file is missing, outside the project, no font or named as another one is; or no file
            holds a family that is asked for.  The typesetter would only say so after all notebooks have run.
        RenderError: a pinned file is missing.
    """
    pinned = pinned_files()
    problems = [problem for name in fonts.files if (problem := _unusable(root, name))]
    files = (*pinned, *(root / name for name in fonts.files))
    problems += _namesakes(files)
    problems = problems or _absent(files, fonts)
    if problems:
        raise ParamsError(problems)
    return files


def _unusable(root: Path, name: str) -> Problem | None:
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        what = Bilingual(f"项目目录下没有这个字体文件：{name}", f"the project holds no such font file: {name}")
        return _mend("params.font-file", what, Bilingual("写相对项目根目录的路径", "name it from the project's root"))
    if not families([path]):
        what = Bilingual(f"不是能用的字体文件：{name}", f"this is no font file that can be used: {name}")
        return _mend("params.font-kind", what, Bilingual("换成OTF或TTF文件", "take an OTF or TTF file instead"))
    return None


def _namesakes(files: Sequence[Path]) -> list[Problem]:
    """In the composed project all fonts lie in one folder, where a name can stand only once."""
    names = [path.name for path in files]
    return [
        _mend(
            "params.font-twice",
            Bilingual(f"有两个字体文件同名：{name}", f"two font files have the same name: {name}"),
            Bilingual("给其中一个改名", "give one of them another name"),
        )
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def _absent(files: Sequence[Path], fonts: Fonts) -> list[Problem]:
    asked = dict.fromkeys((fonts.serif, fonts.sans))
    known = {name for table in (SERIF, SANS) for names in table.values() for name in names}
    if known.issuperset(asked):
        return []
    known |= families(files)
    listed = ", ".join(sorted(known))
    return [
        _mend(
            "params.font-family",
            Bilingual(f"没有哪个字体文件含字体“{name}”", f"no font file holds the family {name}"),
            Bilingual(
                f"可用：{listed}；要用别的，把它的文件写进 fonts.files",
                f"there is: {listed}; for another one, name its file under fonts.files",
            ),
        )
        for name in asked
        if name not in known
    ]


def _mend(code: str, what: Bilingual, cure: Bilingual) -> Problem:
    return Problem(code, "params/report.yml: fonts", what, cure)


def families(files: Sequence[Path]) -> set[str]:
    """Return the families that the typesetter finds in font files, by the names that it knows them by."""
    import typst

    with TemporaryDirectory(prefix="lyreport-") as folder:  # it takes folders only
        for number, path in enumerate(files):
            (Path(folder) / f"{number}{path.suffix}").symlink_to(path.resolve())
        found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        return set(found.families())


def place(files: Sequence[Path], project: Path) -> None:
    """Copy font files into a composed project, where both typesetters look for them."""
    folder = font_folder(project)
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copyfile(path, folder / path.name)


def font_folder(project: Path) -> Path:
    """The fonts of a composed project."""
    return project / "fonts"

"""``lyreport doctor``: what is installed and pinned on this machine, and what that means for a run."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from lyreport.cli.request import Request
from lyreport.errors import Bilingual, RenderError
from lyreport.hashing import sha256_file

if TYPE_CHECKING:
    from lyreport.plan import Fonts

PARTS = (
    "papermill", "nbclient", "ipykernel", "jupyter-client", "nbconvert", "pandas", "numpy", "matplotlib", "duckdb",
    "openpyxl", "pydantic", "pypandoc-binary", "typst", "python-docx", "pylopdf-fonts-zh-cn",
)  # fmt: skip

Line = tuple[str, str]


@dataclass(frozen=True)
class Health:
    """What was found: parts as (name, version), fonts as (file, SHA-256), the typesetters.

    ``cold`` says why ``kernel`` is an ordinary one.
    """

    python: str
    system: str
    parts: tuple[Line, ...]
    fonts: tuple[Line, ...]
    typesetters: tuple[Line, ...]
    kernel: str
    cold: Bilingual | None
    missing: tuple[str, ...]


def command(request: Request) -> int:
    """Print what is installed; 0 also where Quarto is absent, since the embedded typesetter stands in for it."""
    health = examine(request)
    if request.json:
        request.dump(health)
        return 0
    request.say(f"Python {health.python} · {health.system}")
    _list(request, Bilingual("部件", "Parts"), health.parts)
    _list(request, Bilingual("字体", "Fonts"), health.fonts)
    _list(request, Bilingual("排版", "Typesetters"), health.typesetters)
    request.say(_kernel(health))
    for name in health.missing:
        request.say(Bilingual(f"缺少 {name}：按 README 重新安装", f"{name} is missing: install again as README says"))
    return 0


def examine(request: Request) -> Health:
    """Look at this machine; reads only what is installed."""
    from lyreport.plan import load_report
    from lyreport.run.warm import best_kernel, obstacle

    versions = {name: _version(name) for name in PARTS}
    settings = load_report(request.project.params)
    fonts, absent = _fonts(request, settings.fonts)
    return Health(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}, glibc {platform.libc_ver()[1] or '–'}",
        parts=tuple((name, version) for name, version in versions.items() if version),
        fonts=fonts,
        typesetters=_typesetters(request, settings.quarto_path),
        kernel=best_kernel(),
        cold=obstacle(),
        missing=(*(name for name, version in versions.items() if not version), *absent),
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _fonts(request: Request, settings: Fonts) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the fonts that a run would take, pinned and configured, with digests, and what it would miss."""
    from lyreport.report.fonts import chosen_files

    try:
        return tuple((path.name, sha256_file(path)[:16]) for path in chosen_files(request.project.root, settings)), ()
    except RenderError as error:
        return (), tuple(problem.where for problem in error.problems)


def _typesetters(request: Request, named: str | None) -> tuple[Line, ...]:
    from lyreport.report import quarto

    found = quarto.describe(environ=request.environ, setting=Path(named) if named else None)
    return (("embedded", f"pandoc {_pandoc()}, typst {_version('typst')}"), *found)


def _kernel(health: Health) -> Bilingual:
    """The Jupyter kernel that runs use: forked warm ones where nothing is in their way, else ordinary ones."""
    why = Bilingual(f"（{health.cold.zh}）", f" ({health.cold.en})") if health.cold else Bilingual("", "")
    return Bilingual(f"内核  {health.kernel}{why.zh}", f"Kernel  {health.kernel}{why.en}")


def _pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_version())


def _list(request: Request, title: Bilingual, lines: tuple[Line, ...]) -> None:
    request.say(title)
    for name, text in lines:
        request.say(f"  {name:<22} {text}")

"""Which edition is meant when none is named."""

from __future__ import annotations

from lyreport.errors import Bilingual, ParamsError
from lyreport.project import Project


def newest(project: Project) -> int:
    """Return the newest year that has settings in ``params/years``.

    Raises:
        ParamsError: no year has settings.
    """
    years = [int(path.stem) for path in (project.params / "years").glob("*.yml") if path.stem.isdigit()]
    if not years:
        raise ParamsError.single(
            "params.no-year",
            "params/years",
            Bilingual("没有任何年份的设置", "no year has settings"),
            Bilingual("建一个，如 params/years/2025.yml", "write one, e.g. params/years/2025.yml"),
        )
    return max(years)

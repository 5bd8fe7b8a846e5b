"""Whether anything has to be done at all, decided by digests before anything heavy is imported.

After each run the digests of all that went in and of all that came out are kept.  While both are the same, the edition
is what a run would make.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lyreport.cache import inputs
from lyreport.cache.shelf import load
from lyreport.edition.made import Made
from lyreport.hashing import digest
from lyreport.project import Edition, Project, write_json
from lyreport.report.fonts import pinned_files
from lyreport.report.quarto_find import identity

Asked = Mapping[str, object]


def manifest(project: Project, year: int) -> Path:
    """Return where the last run of an edition is noted."""
    return project.cache / "editions" / f"{year}.json"


def recall(project: Project, year: int, went_in: Mapping[str, str], environ: Mapping[str, str]) -> Made | None:
    """Return the edition as it lies there, if a run would give the same; None where something has to be made.

    Args:
        project: where it lies.
        year: the edition.
        went_in: what :func:`gone_in` says now.
        environ: where Quarto is looked up.
    """
    record = load(manifest(project, year), "body")
    body = record["body"] if record else None
    if body is None:
        return None
    found = {**went_in} | quarto(body["quarto_path"], environ) | fonts(project, body.get("fonts", ()))
    if body["inputs"] != found:
        return None
    if body["outputs"] != _digests(project, (project.root / name for name in body["outputs"])):
        return None
    return Made.from_json(body["made"])


def remember(
    project: Project, made: Made, went_in: Mapping[str, str], *, quarto_path: str | None, font_files: Sequence[str]
) -> None:
    """Note what a run was made from (taken before it began) and what it has made."""
    body = {
        "inputs": dict(went_in),
        "outputs": _digests(project, _outputs(project, project.edition(made.year))),
        "made": made.as_json(),
        "quarto_path": quarto_path,
        "fonts": list(font_files),
    }
    write_json(manifest(project, made.year), {"digest": digest(body), "body": body})


def gone_in(project: Project, year: int, asked: Asked) -> dict[str, str]:
    """Return the digests of everything that an edition may depend on, under names that a person can read."""
    found = {
        **_digests(project, _files(project, year)),
        **{f"code/{name}": known for name, known in inputs.code().items()},
        **{f"versions/{name}": known for name, known in inputs.versions().items()},
        **{f"fonts/{name}": known for name, known in inputs.fonts(pinned_files()).items()},
    }
    ground = {"lock": inputs.lock(project), "python": inputs.python(), "asked": digest(dict(asked))}
    return {**found, **ground}


def quarto(setting: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """Tell which Quarto a run would find, without starting it."""
    return {"quarto": identity(Path(setting) if setting else None, environ)}


def fonts(project: Project, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of the font files that ``params/report.yml`` names; a missing one has none."""
    return {f"fonts/{name}": known for name, known in _digests(project, (project.root / one for one in names)).items()}


def _files(project: Project, year: int) -> Iterator[Path]:
    yield from project.params.rglob("*.yml")
    yield from project.params.rglob("*.csv")
    yield from project.notebooks.glob("*.ipynb")
    yield from project.notebooks.glob("*.qmd")
    for one in project.edition(year).years:
        yield from (path for path in project.data(one).rglob("*") if not path.name.startswith((".", "~$")))


def _outputs(project: Project, edition: Edition) -> Iterator[Path]:
    yield from (path for path in _below(edition.root) if edition.log not in path.parents)
    for year in edition.years:
        yield from _below(project.facts / str(year))


def _below(folder: Path) -> Iterator[Path]:
    """Return what lies below ``folder``, but for what is hidden or lies in something hidden: locks, drafts, debris."""
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _digests(project: Project, paths: Iterator[Path]) -> dict[str, str]:
    return inputs.files(project.root, paths)

"""Which words were proofread before and found good: only those of sections that changed since are read once more."""

from __future__ import annotations

from lyreport.cache import inputs
from lyreport.cache.shelf import Shelf
from lyreport.errors import LANGS
from lyreport.hashing import digest
from lyreport.plan import Plan
from lyreport.project import Project
from lyreport.report.proofread import proofread

_CODE = ("errors", "plan", "results", "report", "section", "run/inspect")
"""What decides whether words are good, beside the plan, the notebooks and the words themselves."""


def prove(project: Project, plan: Plan, *, force: bool = False) -> None:
    """Proofread the words of every section that is not known to be good.

    Raises:
        RenderError: the words have faults; all of those that can be found without values (exit 14).
    """
    shelf = Shelf(project.cache / "proofs")
    paths = [*(project.params / "plan").rglob("*"), *project.notebooks.glob("*.ipynb")]
    ground = digest({**inputs.files(project.root, paths), **inputs.code(*_CODE), "compiler": compiler()})
    parts = {stem: {"ground": ground, "words": _words(project, stem)} for stem in plan.sections}
    doubtful = [stem for stem in plan.sections if force or shelf.recall(stem, parts[stem]) is None]
    proofread(project.notebooks, plan, doubtful)
    for stem in doubtful:
        shelf.anew(stem, parts[stem], lambda: b"good")
    shelf.sweep()


def compiler() -> str:
    """Return the digest of what compiles words: Jinja itself asks only whether the words are the same."""
    return digest({**inputs.code("report/words.py"), "jinja2": inputs.versions()["jinja2"], "python": inputs.python()})


def _words(project: Project, stem: str) -> str:
    return digest(inputs.files(project.root, (project.notebooks / f"{stem}.{lang}.qmd" for lang in LANGS)))

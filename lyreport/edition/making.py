"""The work itself, once it is known that something has to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from lyreport.cache import inputs
from lyreport.cache.shelf import Shelf
from lyreport.edition import Options, Progress, Stage
from lyreport.edition.composing import Composing
from lyreport.edition.documents import Typesetting
from lyreport.edition.made import Fault, Line, Made, Missing, Step
from lyreport.edition.params import Params, read_params
from lyreport.edition.proofs import prove
from lyreport.errors import LANGS, Bilingual, Lang, Problem, RenderError
from lyreport.hashing import digest, sha256_file
from lyreport.intake import Fault as Found
from lyreport.intake import IntakeReport, Store, build
from lyreport.plan import ReportSettings
from lyreport.project import Edition, Project
from lyreport.report import quarto
from lyreport.report.compose import Told
from lyreport.report.fonts import chosen_files, pinned_files
from lyreport.report.layout import Format, download, home
from lyreport.report.material import Material, gather, moment
from lyreport.report.pandoc import Trees
from lyreport.report.quarto import Quarto
from lyreport.report.summary import mark, summary
from lyreport.run.edition import Run, Settings, run_edition
from lyreport.run.harvest import Harvest
from lyreport.run.kept import Kept, kept_at
from lyreport.run.pool import Pools, end_fork_server
from lyreport.run.task import Limits

UNREADABLE, FAULTY = 11, 12  # exit codes of an edition that was made in spite of faults (architecture, Contracts)


@dataclass(frozen=True)
class Making:
    """An edition about to be made: its parameters are read, its typesetter and its fonts are found.

    ``digests`` are those of the files below ``params/``, none where they changed while they were read; ``notices`` say
    why it is not the typesetter that one might expect.
    """

    project: Project
    year: int
    options: Options
    params: Params
    digests: Mapping[str, str]
    quarto: Quarto | None
    fonts: tuple[Path, ...]
    notices: tuple[Bilingual, ...] = ()

    @property
    def edition(self) -> Edition:
        """Its folders."""
        return self.project.edition(self.year)

    @property
    def formats(self) -> tuple[Format, ...]:
        """The kinds of documents that are wanted."""
        return self.options.formats or self.params.report.formats

    def run(self, pools: Pools, progress: Progress) -> Made:
        """Take in, run, compose, typeset; the caller holds the edition's lock."""
        progress(Stage(Bilingual("读入报送材料", "taking in the submissions")))
        intake = build(
            self.project,
            self.params.plan,
            self.edition.years,
            force=self.options.force,
            progress=lambda _: pools.begin(),  # what kernels import is loaded while workbooks are read
        )
        progress(Stage(Bilingual("运行笔记本", "running the notebooks")))
        kept = self.kept(Store(self.project, self.params.plan))
        run = self._run(kept, pools, progress)
        end_fork_server()
        progress(Stage(Bilingual("写成报告", "composing the report")))
        typesetting = self.typesetting(self.edition.quarto)
        with Trees() as trees:
            made = self._composed(intake, run, typesetting.begun(trees))
            del run  # the report lies composed on the disk: those who set it get the memory
            for shelf in (kept.shelf, self.composing.shelf):  # while pandoc reads
                shelf.sweep()
            progress(Stage(Bilingual("排版", "typesetting")))
            made = replace(made, steps=(*made.steps, *typesetting.finish(self.edition, trees)))
        typesetting.shelf.sweep()
        return made

    def kept(self, store: Store) -> Kept:
        """Return the cache of notebooks over the facts of ``store``."""
        return Kept(
            kept_at(self.project.cache),
            cache(partial(self.params.digest, store)),  # sixty notebooks read the same forms
            lock=inputs.lock(self.project),
            fonts=inputs.fonts(pinned_files()),
            force=self.options.force,
            inputs=self._inputs(store),
        )

    def _inputs(self, store: Store) -> str:
        """Return the digest of every file that a section may read; empty where that is not known for sure."""
        facts = [store.path(year) for year in self.edition.years]  # each names the digest of every form's rows
        if not self.digests or not all(path.is_file() for path in facts):
            return ""
        return digest({"params": dict(self.digests), "facts": [sha256_file(path) for path in facts]})

    def material(self, harvest: Harvest, store: Store) -> Material:
        """Return everything that the report is composed from."""
        return gather(
            harvest,
            plan=self.params.plan,
            year=self.year,
            submissions={one: store.submissions(one) for one in self.params.years},
            years=self.params.years,
            report=self.params.report.model_copy(update={"formats": self.formats}),  # a page links to what is made
            site=self.params.site,
        )

    @property
    def composing(self) -> Composing:
        """How the report is composed, with the words and fonts of this edition."""
        return Composing(self.project, self.fonts, self.digests, force=self.options.force)

    def typesetting(self, composed: Path) -> Typesetting:
        """Return how the documents of a composed project are set."""
        return Typesetting(
            project=composed,
            shelf=Shelf(self.project.cache / "documents"),
            quarto=self.quarto,
            formats=self.formats,
            moment=moment(self.params.years[self.year]),
            year=self.year,
            force=self.options.force,
        )

    def _run(self, kept: Kept, pools: Pools, progress: Progress) -> Run:
        report = self.params.report
        workers = self.options.workers or report.workers
        settings = Settings(limits=Limits.of(report.limits), workers=workers, kept=kept, pools=pools)
        return run_edition(self.project, self.year, tuple(self.params.plan.sections), settings, progress=progress)

    def _composed(self, intake: IntakeReport, run: Run, told: Told) -> Made:
        """Compose the report, and say all that is known of the edition before its documents are set."""
        material = self.material(run.require(), Store(self.project, self.params.plan))
        self.composing.write(material, self.edition.quarto, told)
        plan, typesetting = material.plan, self.typesetting(self.edition.quarto)
        return Made(
            year=self.year,
            engine=typesetting.engine,
            exit_code=UNREADABLE if intake.unreadable else FAULTY if intake.errors else 0,
            mark=mark(material),
            files=tuple(self._placed(lang, kind) for lang in LANGS for kind in typesetting.formats),
            scorecard=tuple(Line(*words[:-1], record=words.value.as_json()) for words in summary(material)),
            faults=tuple(map(_said, intake.errors)),
            notices=self.notices,
            left_aside=tuple(map(_said, intake.left_aside)),
            missing=tuple(
                Missing(sent.year, sent.unit, sent.form, material.unit_name(sent.unit), plan.forms[sent.form].name)
                for sent in intake.missing
            ),
            steps=(*_taken(intake, self.edition), *_ran(run)),
        )

    def _placed(self, lang: Lang, kind: Format) -> str:
        site = self.edition.site
        path = home(site, lang) / "index.html" if kind == "html" else site / "files" / download(self.year, lang, kind)
        return self.project.relative(path)


def prepare(project: Project, year: int, options: Options, environ: Mapping[str, str]) -> Making:
    """Read the parameters and find the typesetter; nothing has run when one of them is wrong.

    Raises:
        ParamsError: the parameters are wrong, or a font that they name is not there (10).
        RenderError: words are missing or cannot be filled in, a font is missing, or Quarto was insisted on and there
            is none (14).
    """
    digests = _of_params(project)
    params = read_params(project, project.edition(year))
    digests = digests if digests == _of_params(project) else {}  # saved meanwhile: nobody knows what was read
    found, notices = _typesetter(params.report, options, environ)
    fonts = chosen_files(project.root, params.report.fonts)
    prove(project, params.plan, force=options.force)
    return Making(project, year, options, params, digests, found, fonts, notices)


def _of_params(project: Project) -> dict[str, str]:
    return inputs.files(project.root, project.params.rglob("*"))


def _said(fault: Found) -> Fault:
    return Fault(Bilingual(*(fault.problem.say(lang) for lang in LANGS)), fault.as_json())


def _taken(intake: IntakeReport, edition: Edition) -> tuple[Step, ...]:
    return tuple(Step(f"intake {one}", intake.changed.get(one, ())) for one in edition.years)


def _ran(run: Run) -> tuple[Step, ...]:
    return tuple(Step(f"{outcome.key}", outcome.why) for outcome in run.outcomes)


def _typesetter(
    settings: ReportSettings, options: Options, environ: Mapping[str, str]
) -> tuple[Quarto | None, tuple[Bilingual, ...]]:
    """Return the Quarto to use, or None for the embedded typesetter, and why it is not the Quarto that was found.

    Raises:
        RenderError: Quarto was insisted on or named, and there is none that can be used.
    """
    engine = options.engine or settings.engine
    if engine == "embedded":
        return None, ()
    setting = Path(settings.quarto_path) if settings.quarto_path else None
    try:
        found = quarto.find(setting, environ)
    except RenderError as error:
        if engine == "quarto" or quarto.named(setting, environ):
            raise
        return None, tuple(map(_instead, error.problems))
    if found is None and engine == "quarto":
        raise RenderError.single(
            "render.no-quarto",
            "params/report.yml",
            Bilingual("指定用Quarto排版，但没有找到", "Quarto is asked for, but there is none on this machine"),
            Bilingual(
                "见 docs/how-to/quarto.md，或改为 engine: auto", "see docs/how-to/quarto.md, or say engine: auto"
            ),
        )
    return found, ()


def _instead(problem: Problem) -> Bilingual:
    return Bilingual(
        f"没有用 {problem.where}：{problem.what.zh}；改用内置排版",
        f"{problem.where} is not used: {problem.what.en}; the embedded typesetter steps in",
    )

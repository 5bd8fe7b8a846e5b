"""What a person does with lyreport, one verb per session.

``python3 -m nox -s report`` makes the county's report, ``-s tests`` passes the tests, ``-s lab`` opens the notebooks.
A bare ``nox`` runs what every change must pass: lint, types, unit.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox
from packaging.specifiers import SpecifierSet

nox.needs_version = ">=2025.2"
nox.options.sessions = ["lint", "types", "unit"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True
nox.options.error_on_missing_interpreters = False  # such a session is skipped with a line, in CI too

LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
EDITION = "2025"
SUPPORTED = SpecifierSet(nox.project.load_toml("pyproject.toml")["project"]["requires-python"])
PYTHONS = [version for minor in range(100) if (version := f"3.{minor}") in SUPPORTED]


def install(session: nox.Session, lock: str = LOCK) -> None:
    """Install the locked environment, every file checked against its hash, and lyreport itself."""
    stamp = Path(session.virtualenv.location) / ".locked"
    wanted = Path(lock).read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        session.install("--quiet", "--require-hashes", "-r", lock)
        session.install("--quiet", "--no-deps", "--no-build-isolation", "-e", ".")
        stamp.write_text(wanted, encoding="utf-8")


@nox.session
def report(session: nox.Session) -> None:
    """The main job: workbooks to the finished bilingual report."""
    install(session)
    session.run("lyreport", "run", EDITION, *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Every kind of test except the long ones; at most 6 minutes on two cores."""
    install(session)
    session.run("pytest", *session.posargs)


@nox.session
def unit(session: nox.Session) -> None:
    """Small, fast, no kernel: about 8 s of processor time, most of it imports."""
    install(session)
    session.run("pytest", "-p", "no:hypothesispytest", "tests/unit", *session.posargs)  # no unit test needs it


@nox.session
@nox.parametrize("kind", ["spec", "property", "golden", "notebooks", "functional", "faults"])
def kind(session: nox.Session, kind: str) -> None:
    """One kind of test, e.g. ``nox -s "kind(kind='spec')"``."""
    install(session)
    session.run("pytest", f"tests/{kind}", *session.posargs)


@nox.session(python=PYTHONS)
def pythons(session: nox.Session) -> None:
    """Unit, spec and warm kernels on every supported Python that is found here; a few minutes for each new one."""
    install(session)
    session.run("pytest", "tests/unit", "tests/spec", "tests/notebooks/test_run_warm.py", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """The finished pages in a real Chromium with axe."""
    install(session)
    session.run("pytest", "tests/browser", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style: ruff, check and format."""
    install(session, DEV_LOCK)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types: mypy strict on the package."""
    install(session, DEV_LOCK)
    session.run("mypy")


@nox.session
def coverage(session: nox.Session) -> None:
    """Tests under coverage, with branches."""
    install(session)
    session.run("coverage", "run", "-m", "pytest", "tests/unit", "tests/spec", "tests/property", "tests/golden")
    session.run("coverage", "report", "--show-missing", "--skip-covered")


@nox.session
def lab(session: nox.Session) -> None:
    """JupyterLab on the notebooks."""
    install(session, DEV_LOCK)
    session.run("jupyter", "lab", "notebooks", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Write the demonstration submissions again; git shows that no byte changed."""
    install(session)
    session.run("python", "-m", "data.demonstration")


@nox.session
def docs(session: nox.Session) -> None:
    """Make the reference pages from code again."""
    install(session)
    session.run("python", "-m", "docs.make")


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Resolve the dependencies again into both lock files (needs uv)."""
    if not shutil.which("uv"):
        session.error("uv is not installed: python3 -m pip install uv")
    resolve = ["uv", "pip", "compile", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-header"]
    environment = {**os.environ, "UV_NO_CONFIG": "1"}
    groups = ["--group", "build", "--group", "test"]
    session.run(*resolve, "pyproject.toml", *groups, "-o", LOCK, external=True, env=environment)
    groups += ["--group", "lint", "--group", "lab", "-c", LOCK]
    session.run(*resolve, "pyproject.toml", *groups, "-o", DEV_LOCK, external=True, env=environment)


@nox.session
def bench(session: nox.Session) -> None:
    """Side by side with papermill, nbconvert and the floor, as ratios; ``-- --quick`` takes less than a minute."""
    install(session)
    session.run("python", "benchmarks/bench.py", *session.posargs)

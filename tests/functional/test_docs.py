"""What README and docs promise: commands that run, sessions and paths that exist, links that lead somewhere."""

from __future__ import annotations

import ast
import os
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest

from docs.make import pages, user_errors
from lyreport.cli.words import COMMANDS
from lyreport.errors import RenderError
from lyreport.report.quarto_find import find
from tests.fixtures.county import County

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMAND_PAGES = [page for page in PAGES if page.parent.name != "reference"]
PROGRAMS = {  # what an office or the system brings along: not ours to test
    "cd", "cp", "export", "git", "ln", "mkdir", "nbstripout", "papermill", "quarto", "sha256sum", "tar",
}  # fmt: skip
STAYS = {"preview"}  # a command that ends only with Ctrl-C has tests of its own
LINK = re.compile(r"\]\(([^)\s]+)\)")


def fenced(page: Path) -> list[str]:
    """The command lines of a page: blocks without a language, comments cut off, joined commands taken apart."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [line for language, block in blocks if not language for line in block.splitlines()]
    parts = [part.strip(" ()") for line in lines for part in re.sub(r"\s+# .*", "", line).split("&&")]
    return [part for part in parts if _is_command(part)]


def _is_command(line: str) -> bool:
    """Drawings and lists of files are fenced too: they have wide gaps, or begin with something else than a word."""
    return re.match(r"[a-z][a-z0-9-]* +\S", line) is not None and "   " not in line


def commands(program: str) -> list[str]:
    """Every different command of one program in all pages."""
    return sorted({line for page in COMMAND_PAGES for line in fenced(page) if line.split()[0] == program})


def test_every_command_is_of_a_known_kind() -> None:
    """A page names no program that nothing checks."""
    known = PROGRAMS | {"lyreport", "python", "python3", "nox", "pytest"}
    strange = {
        f"{page.name}: {line}" for page in COMMAND_PAGES for line in fenced(page) if line.split()[0] not in known
    }
    assert strange == set()


@pytest.mark.parametrize("line", commands("lyreport"))
def test_commands_of_lyreport_run(tiny: County, line: str) -> None:
    """Each runs on the toy county, with its year and places; ``run`` is asked what it would do."""
    line = re.sub(r"20(?:24|25)\b", "2023", line).replace("/610329101", "/990101101").replace("T13@", "Q06@")
    words = [word for word in shlex.split(line)[1:] if word != "…"]
    if words[0] in STAYS | {"COMMAND"}:
        assert words[0] in {command.name for command in COMMANDS} | {"COMMAND"}
        return
    said = tiny.lyreport(*words, *(["--dry-run"] if words[0] == "run" else []))
    if line.endswith("--engine quarto") and find(None, os.environ) is None:
        assert said.code == RenderError.exit_code, (
            "insisting on a Quarto that is not there is told before anything runs"
        )
        return
    assert said.code == 0, said.err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_row_of_a_table_has_its_columns(page: Path) -> None:
    """No row of another table has slipped in: each has as many cells as the head."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [re.sub(r"`[^`]*`|\\\|", "", row) for row in table.splitlines()]
        assert {row.count("|") for row in rows} == {rows[0].count("|")}, table


def test_a_new_section_is_told_every_file_it_needs() -> None:
    """Whoever follows the page to the letter does not end at a section that nobody has defined."""
    page = (ROOT / "docs/how-to/add-a-section.md").read_text(encoding="utf-8")
    assert {"sections.yml", "clauses.yml", "indicators.yml", "milestones.yml"} <= set(re.findall(r"`(\w+\.yml)`", page))


def test_nox_sessions_exist() -> None:
    """Every ``nox -s`` of a page, and of what CI runs, names a session of the noxfile and a kind that is there."""
    said = [*commands("nox"), *commands("python3"), *(ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()]
    called = [shlex.split(line.partition(" -s ")[2]) for line in said if "nox -s " in line]
    names = {word for words in called for word in words if not word.startswith("-")}
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    known = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.decorator_list}
    assert {"report", "tests", "lab"} <= names
    assert {name.partition("(")[0] for name in names} <= known
    assert all((ROOT / "tests" / kind).is_dir() for name in names for kind in re.findall(r"kind='(\w+)'", name))


def test_modules_and_paths_in_commands_exist() -> None:
    """``python -m`` names a module, ``pytest`` a path that is there."""
    modules = {line.split()[2] for program in ("python", "python3") for line in commands(program) if " -m " in line}
    assert {name for name in modules - {"pip", "nox"} if find_spec(name) is None} == set()
    paths = {line.split()[1] for line in commands("pytest")}
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the repository names one that is there."""
    links = [link.partition("#")[0] for link in LINK.findall(_prose(page)) if not re.match(r"[a-z]+:|#", link)]
    assert {link for link in links if not (page.parent / link).exists()} == set()


def _prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return re.sub(r"```.*?```|`[^`\n]*`(?!\])", "", text, flags=re.DOTALL)


def test_generated_pages_are_current() -> None:
    """``python -m docs.make`` would change nothing."""
    assert {page.name for page, content in pages().items() if page.read_bytes() != content} == set()


@pytest.mark.parametrize("name", ["errors.md", "errors.zh.md"])
def test_every_error_has_its_cure(name: str) -> None:
    """Each error that people see is a heading, with its exit code and an example that begins with its title."""
    text = (ROOT / "docs/how-to" / name).read_text(encoding="utf-8")
    chapters = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert list(chapters) == [error.__name__ for error in user_errors()]
    for error in user_errors():
        assert re.search(rf"(?:Exit |退出码){error.exit_code}\b", chapters[error.__name__])
        assert "→" in chapters[error.__name__]


def test_both_readmes_open_with_the_two_commands() -> None:
    """The main job and its test come first, the same in both languages."""
    for name in ("README.md", "README.zh.md"):
        first = re.findall(r"^```\n(.*?)^```$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
        assert [re.sub(r"\s+# .*", "", line) for line in first.splitlines()] == [
            "python3 -m pip install nox && python3 -m nox -s report",
            "python3 -m pip install nox && python3 -m nox -s tests",
        ]


def test_both_languages_name_the_same_commands() -> None:
    """A page and its translation ask for the same things in the same order."""
    for page in PAGES:
        other = page.with_name(page.name.replace(".md", ".zh.md"))
        if not page.name.endswith(".zh.md") and other.exists() and page.parent.name != "reference":
            assert fenced(page) == fenced(other), page.name


def test_the_tutorial_tells_the_truth(tiny: County) -> None:
    """The figures it names are those of the toy county, before and (see test_edition) after the change."""
    for name in ("tutorial.md", "tutorial.zh.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        water = tiny.values["Q05@2023"]
        assert all(str(water[part]) in text for part in ("printed", "numerator", "denominator"))
        assert all(figure in text for figure in ("398", "400", "2392", "99.67", "99.7"))

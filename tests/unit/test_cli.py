"""The command line as a person meets it, in both languages."""

from __future__ import annotations

import io
import json

import pytest

from lyreport.cli import main
from lyreport.cli.parser import COMMANDS


def run(*argv: str, locale: str = "C") -> tuple[int, str, str]:
    """Run one command in this process; returns exit code, output, error output."""
    out, err = io.StringIO(), io.StringIO()
    code = main(argv, {"LANG": locale}, out=out, err=err)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [None, *(command.name for command in COMMANDS)])
def test_help_is_there_for_every_command_in_both_languages(command: str | None, lang: str) -> None:
    """``--help`` describes every command, in the language asked for."""
    words = [command] if command else []
    code, out, _ = run(*words, "--help", "--lang", lang)
    assert code == 0
    assert ("用法" in out) == (lang == "zh")
    assert "--root" in out


def test_language_follows_the_locale() -> None:
    """Without ``--lang`` the locale decides."""
    assert "用法" in run("--help", locale="zh_CN.UTF-8")[1]
    assert "Usage" in run("--help", locale="en_GB.UTF-8")[1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("frobnicate",), "frobnicate"),
        (("status",), "YEAR"),
        (("status", "25"), "25"),
        (("run", "2025", "--formats", "html,odt"), "odt"),
        (("run", "2025", "--workers", "0"), "0"),
        (("run", "2025", "--engine", "word"), "--engine"),
        (("run", "2025", "--fast"), "--fast"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_words_are_named_without_a_traceback(words: tuple[str, ...], expected: str, lang: str) -> None:
    """A usage mistake names the word, says what to do, and ends with 2."""
    code, out, err = run(*words, "--lang", lang)
    assert code == 2
    assert out == ""
    assert expected in err
    assert "→" in err
    assert "Traceback" not in err


def test_shared_options_stand_before_or_after_the_command(tmp_path: object) -> None:
    """``--root`` and ``--json`` are understood on either side of the command."""
    before = run("--root", str(tmp_path), "--json", "status", "2025")
    after = run("status", "2025", "--root", str(tmp_path), "--json")
    assert before == after
    assert json.loads(before[1])["problems"][0]["code"] == "project.not-found"


def test_version_is_printed() -> None:
    """``--version`` prints one line."""
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("lyreport ")

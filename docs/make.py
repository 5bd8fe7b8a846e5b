"""Write every page that is made from code: ``python -m docs.make``; a test says when one of them is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lyreport import errors
from lyreport.cli.words import ABOUT, COMMANDS, SHARED, VERSION, Argument, Command
from lyreport.errors import LANGS, Bilingual
from lyreport.hashing import canonical_json
from lyreport.plan import load_plan, reference, schema
from lyreport.project import write_bytes
from tests.spec import spec_page

ROOT = Path(__file__).parents[1]

_HEAD = """# Commands · 命令

Made from `lyreport/cli/words.py` by `python -m docs.make`; edit the words there, not this page.
由 `lyreport/cli/words.py` 生成，改文字请改那里。

{about}

```
lyreport COMMAND …
```

The options at the end are accepted before and after every command. 最后一节的选项写在命令之前或之后都可以。
"""
_CODES = (
    (0, Bilingual("一切正常", "fine")),
    (errors.BUG_EXIT, Bilingual("程序缺陷，附完整的错误信息", "a bug, with its traceback")),
    (errors.INTERRUPTED_EXIT, Bilingual("被中断（Ctrl-C 或 SIGTERM）", "interrupted (Ctrl-C or SIGTERM)")),
)


def pages() -> dict[Path, bytes]:
    """Return every generated page with its content."""
    made = {
        ROOT / "docs/reference/commands.md": commands().encode(),
        ROOT / "docs/reference/forms.md": reference.page(load_plan(ROOT / "params")).encode(),
    }
    made |= {spec_page.path(lang): spec_page.page(lang).encode() for lang in LANGS}
    made |= {ROOT / f"params/schemas/{name}.json": canonical_json(one) for name, one in schema.schemas().items()}
    return made


def commands() -> str:
    """Return the page of the commands: one section each, the shared options, the exit codes."""
    parts = [_HEAD.format(about=_both(ABOUT)), *map(_command, COMMANDS)]
    parts.append("## Options of every command · 共用选项\n\n" + _table((*SHARED, VERSION)))
    parts.append("## Exit codes · 退出码\n\n" + "\n".join(_codes()))
    return "\n".join(parts) + "\n"


def user_errors() -> tuple[type[errors.UserError], ...]:
    """Return every error that is shown to people, in the order in which ``lyreport.errors`` defines them."""
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.UserError)]
    return tuple(one for one in found if one is not errors.UserError)


def _command(command: Command) -> str:
    words = " ".join(_metavar(one) for one in command.arguments if not one.flags[0].startswith("-"))
    usage = f"lyreport {command.name} {words}".strip()
    table = f"\n{_table(command.arguments)}" if command.arguments else ""
    return f"## {command.name}\n\n{_both(command.help)}\n\n```\n{usage}\n```\n{table}"


def _metavar(argument: Argument) -> str:
    name = argument.settings.get("metavar", argument.flags[0].upper())
    return {"?": f"[{name}]", "*": f"[{name} …]"}.get(argument.settings.get("nargs", ""), str(name))


def _table(arguments: tuple[Argument, ...]) -> str:
    rows = [f"| {_flags(one)} | {_both(one.help)} |" for one in arguments]
    return "\n".join(["| | |", "|---|---|", *rows]) + "\n"


def _flags(argument: Argument) -> str:
    if not argument.flags[0].startswith("-"):
        return f"`{argument.settings.get('metavar', argument.flags[0])}`"
    value = argument.settings.get("metavar") or "|".join(argument.settings.get("choices", ()))
    takes_none = argument.settings.get("action") == "store_true"
    tail = "" if takes_none else f" {value or 'VALUE'}"
    return ", ".join(f"`{flag}{tail}`" for flag in argument.flags).replace("|", "\\|")


def _codes() -> Iterator[str]:
    said = [*_CODES, *((one.exit_code, one.title) for one in user_errors())]
    yield from ("| | |", "|---|---|")
    for code in sorted({code for code, _ in said}):
        texts = [_both(text) for known, text in said if known == code]
        yield f"| {code} | {'; '.join(texts)} |"
    yield ""
    yield "What to do about each: [errors](../how-to/errors.md) · [出错时](../how-to/errors.zh.md)."


def _both(text: Bilingual) -> str:
    return f"{text.en} · {text.zh}"


if __name__ == "__main__":
    for path, content in pages().items():
        write_bytes(path, content)

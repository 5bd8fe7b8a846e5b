"""The command line: parse, call one function, print, exit.  Decides nothing.

Only this room prints, reads the environment or exits.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from lyreport.cli.disk import refusal
from lyreport.cli.parser import language, parse
from lyreport.cli.request import Request, Stop
from lyreport.errors import BUG_EXIT, INTERRUPTED_EXIT, Bilingual, Lang, UserError

_SELDOM = (200_000, 10, 10)
"""How often Python looks for cycles of objects: as often as it does by itself, a sixth of reading workbooks is that."""

_INTERRUPTED = Bilingual("已中断；先前的结果没有改动。", "Interrupted; earlier results are untouched.")


def main(
    argv: Sequence[str],
    environ: Mapping[str, str],
    *,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run one command and return its exit code (architecture §5).

    Args:
        argv: the words after the program's name.
        environ: where the language is taken from when ``--lang`` is not said.
        out: what a person or a pipe reads.
        err: progress and errors.

    Raises:
        Exception: whatever is not a person's to mend is a bug, and keeps its traceback.
    """
    out, err = out or sys.stdout, err or sys.stderr
    lang = language(argv, environ)
    try:
        request = parse(argv, lang, environ=environ, out=out, err=err)
        with refusal(request.start):
            return _command(request)
    except Stop as stop:
        out.write(stop.text)
        return stop.exit_code
    except UserError as error:
        _show(error, lang, as_json="--json" in argv, out=out, err=err)
        return error.exit_code
    except KeyboardInterrupt:
        err.write(_INTERRUPTED.say(lang) + "\n")
        return INTERRUPTED_EXIT
    except BrokenPipeError:
        # The reader (`| head`) has gone: nothing is left to be said, and Python must not say it at exit.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - stays open until the process ends
        return 0


def entrypoint() -> None:
    """Start from the installed script ``lyreport``; a polite kill ends a run as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.set_threshold(*_SELDOM)
    try:
        code = main(sys.argv[1:], os.environ)
    except Exception:  # noqa: BLE001 - a bug: its traceback is all there is to say, under the exit code of bugs
        import traceback

        traceback.print_exc()
        code = BUG_EXIT
    sys.exit(code)


def _command(request: Request) -> int:
    from importlib import import_module

    module = import_module(f"lyreport.cli.{request.command}")
    code: int = module.command(request)
    return code


def _show(error: UserError, lang: Lang, *, as_json: bool, out: TextIO, err: TextIO) -> None:
    if not as_json:
        err.write(error.say(lang) + "\n")
        return
    from lyreport.cli.plain import document

    out.write(document({"error": error.title, "problems": error.problems}))

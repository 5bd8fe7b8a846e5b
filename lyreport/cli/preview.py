"""``lyreport preview YEAR``: the finished pages on this machine only."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from lyreport.cli.request import Request
from lyreport.errors import Bilingual, UsageError

LOOPBACK = "127.0.0.1"


class _Pages(SimpleHTTPRequestHandler):
    """Serve one folder to this machine: no listing of folders, no other host name (DNS rebinding)."""

    def send_head(self) -> Any:
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in {LOOPBACK, "localhost"}:
            self.send_error(421)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 - the base class passes it
        self.send_error(404)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Stay silent: the address has been said, the rest is the browser's."""


def serve(folder: Path, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of ``folder`` bound to the loopback address; port 0 takes any free one.

    Raises:
        UsageError: the port is taken, or reserved to the administrator.
    """
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Pages, directory=str(folder)))
    except OSError as error:
        raise UsageError.single(
            "preview.port",
            f"{LOOPBACK}:{port}",
            Bilingual(f"端口不能用：{error.strerror}", f"the port cannot be used: {error.strerror}"),
            Bilingual("换一个端口，或不写 --port", "take another one, or leave --port out"),
        ) from error


def command(request: Request) -> int:
    """Serve an edition's site until Ctrl-C."""
    year = request.options.year
    site = request.project.edition(year).site
    if not (site / "index.html").is_file():
        raise UsageError.single(
            "preview.no-site",
            f"output/{year}/site",
            Bilingual("还没有这一年的报告", "there is no report of that year yet"),
            Bilingual(f"先运行 lyreport run {year}", f"run it first: lyreport run {year}"),
        )
    with serve(site, port=request.options.port) as server:
        address = f"http://{LOOPBACK}:{server.server_address[1]}/"
        if request.json:
            request.dump({"address": address})
        else:
            request.say(
                Bilingual(f"在浏览器打开 {address} ，按 Ctrl-C 结束", f"open {address} in a browser; Ctrl-C ends it")
            )
        request.out.flush()
        server.serve_forever()
    return 0
